"""What a file that cannot be read says to the person who sent it."""


class UnreadableFile(Exception):
    """A file no list can be taken from.

    `str()` is one Vietnamese sentence: what is wrong, where, what to do.
    """


class HeaderNotFound(UnreadableFile):
    """The workbook opens, but no visible sheet has a header row the columns can be told from."""


def too_large(file_name: str) -> UnreadableFile:
    """The refusal of a text or page that holds more than any list."""
    return UnreadableFile(
        f"Tệp “{file_name}” có dòng, cột hoặc ô lớn quá mức của một danh sách; "
        "hãy mở bằng Excel, chỉ để lại danh sách, lưu dạng .xlsx rồi gửi lại."
    )
