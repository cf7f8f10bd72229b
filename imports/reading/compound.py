"""Old Excel files (.xls) weighed before the reader opens them.

Such a file is a small file system (MS-CFB) holding one stream of records (MS-XLS). The reader
sets memory aside for whatever sizes the file declares, and a process that is refused memory dies
with everyone in it: every size that counts is checked here against the bytes that exist.
"""

import struct
from collections.abc import Iterator

from imports.reading.archive import MAX_CELLS
from imports.reading.errors import UnreadableFile
from imports.reading.marks import SheetMarks
from imports.reading.records_of_xls import marks_of_xls

_LAST_SECTOR = 0xFFFFFFFA
_ENTRY = 128
_SMALL_STREAM = 4096
_MOST_COLUMNS = 256
_MOST_ROWS = 65_536

_DIMENSIONS, _SHARED_STRINGS, _PASSWORD, _BEGIN = 0x0200, 0x00FC, 0x002F, 0x0809
# Records that put a value in a cell: row and column are their first two numbers.
_CELLS = frozenset((0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E))
_CELL_RANGES = frozenset((0x00BD, 0x00BE))


class _Broken(Exception):
    """The structure does not add up."""


def check_compound(content: bytes, file_name: str) -> dict[str, SheetMarks]:
    """Raise UnreadableFile unless the .xls file adds up and its sheets are of bearable size.

    Returns what its sheets, by name, say of their cells beyond the values.
    """
    try:
        stream = _Compound(content).stream("Workbook", "Book")
        _check_records(stream, file_name)
        return marks_of_xls(_records(stream))
    except (_Broken, struct.error, IndexError):
        raise UnreadableFile(
            f"Tệp “{file_name}” bị hỏng nên không đọc được; "
            "hãy mở bằng Excel, lưu lại dạng .xlsx rồi gửi lại."
        ) from None


class _Compound:
    """The streams of a compound file, never larger than the file itself."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        shift, small_shift = struct.unpack_from("<HH", content, 30)
        if (shift, small_shift) not in ((9, 6), (12, 6)):
            raise _Broken
        self.size = 1 << shift
        self.sectors = -(-len(content) // self.size)
        _, tables, self.directory_start, *_ = struct.unpack_from("<III", content, 40)
        self.small_start, small_tables, extra_start, extra_tables = struct.unpack_from(
            "<IIII", content, 60
        )
        if max(tables, small_tables, extra_tables) > self.sectors:
            raise _Broken
        self.table = self._allocation(tables, extra_start, extra_tables)
        self.entries = list(self._directory())
        # The reader follows these chains without counting: one that runs in a circle never ends.
        self.small_table = self._numbers(self._chain(self.small_start))
        self.pool = self._chain(self.entries[0][1])

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.content[start : start + self.size]

    def _numbers(self, sector: bytes) -> list[int]:
        whole = len(sector) // 4
        return list(struct.unpack_from(f"<{whole}I", sector))

    def _allocation(self, tables: int, extra: int, extra_tables: int) -> list[int]:
        """The next sector of every sector."""
        places = list(struct.unpack_from("<109I", self.content, 76))
        for _ in range(extra_tables):
            if extra >= _LAST_SECTOR:
                break
            numbers = self._numbers(self._sector(extra))
            places.extend(numbers[:-1])
            extra = numbers[-1]
        used = [place for place in places if place < self.sectors][:tables]
        return [number for place in used for number in self._numbers(self._sector(place))]

    def _chain(self, start: int) -> bytes:
        parts: list[bytes] = []
        while start < _LAST_SECTOR:
            parts.append(self._sector(start))
            if len(parts) > self.sectors:
                raise _Broken
            start = self.table[start]
        return b"".join(parts)

    def _directory(self) -> Iterator[tuple[str, int, int]]:
        """Name, first sector and size of every entry."""
        directory = self._chain(self.directory_start)
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            (length,) = struct.unpack_from("<H", directory, at + 64)
            start, size = struct.unpack_from("<II", directory, at + 116)
            name = directory[at : at + min(length, 64)].decode("utf-16-le", "replace")
            if size > len(self.content) or (
                self.size > 512 and directory[at + 124 : at + 128] > b"\1"
            ):
                raise _Broken
            yield name.rstrip("\0"), start, size

    def stream(self, *names: str) -> bytes:
        """The first stream of one of these names."""
        for wanted in names:
            for name, start, size in self.entries:
                if name == wanted:
                    return self._small(start, size) if size < _SMALL_STREAM else (
                        self._chain(start)[:size]
                    )  # fmt: skip
        raise _Broken

    def _small(self, start: int, size: int) -> bytes:
        """A stream kept in 64-byte pieces of the root's own stream."""
        parts: list[bytes] = []
        while start < _LAST_SECTOR:
            parts.append(self.pool[start * 64 : start * 64 + 64])
            if len(parts) > len(self.small_table):
                raise _Broken
            start = self.small_table[start]
        return b"".join(parts)[:size]


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _check_records(stream: bytes, file_name: str) -> None:
    rows = columns = total = 0
    for kind, body in _records(stream):
        if kind == _BEGIN:
            total += rows * columns
            rows = columns = 0
        elif kind == _PASSWORD:
            raise UnreadableFile(
                f"Tệp “{file_name}” được đặt mật khẩu nên không đọc được; "
                "hãy bỏ mật khẩu trong Excel rồi gửi lại."
            )
        elif kind in _CELLS:
            row, column = struct.unpack_from("<HH", body)
            if kind in _CELL_RANGES:
                column = max(column, *struct.unpack_from("<H", body, len(body) - 2))
            if column >= _MOST_COLUMNS:
                raise _Broken
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        else:
            _check_declared(kind, body, len(stream))
        if total + rows * columns > MAX_CELLS:
            raise UnreadableFile(
                f"Tệp “{file_name}” có ô rời ở dòng {rows}, cách rất xa danh sách; "
                "hãy xóa các dòng và cột thừa rồi gửi lại."
            )


def _check_declared(kind: int, body: bytes, available: int) -> None:
    """Sizes a reader would believe: of a sheet, and of the table of strings."""
    if kind == _DIMENSIONS and len(body) >= 14:
        first_row, last_row, first_column, last_column = struct.unpack_from("<IIHH", body)
        if not first_row <= last_row <= _MOST_ROWS:
            raise _Broken
        if not first_column <= last_column <= _MOST_COLUMNS:
            raise _Broken
    # A string takes three bytes at the least.
    elif kind == _SHARED_STRINGS and struct.unpack_from("<I", body, 4)[0] * 3 > available:
        raise _Broken
