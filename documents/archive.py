"""Word files are archives that carry the hour of writing; these do not, so equal papers are equal
bytes and a stored checksum stays true."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# The earliest day the archive format can write, the same XlsxWriter uses.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def without_times(archive: bytes) -> bytes:
    """The same archive with every entry dated 1 January 1980."""
    rewritten = BytesIO()
    with ZipFile(BytesIO(archive)) as source, ZipFile(rewritten, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(
                ZipInfo(entry.filename, NO_TIME), source.read(entry), compress_type=ZIP_DEFLATED
            )
    return rewritten.getvalue()
