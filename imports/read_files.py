"""One uploaded file as read, whatever kind of list it is: what putting cells right works on."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from domain.formats import count
from imports.reading import Issue, Level, Record, RowKey, Table


@dataclass(frozen=True)
class Beside:
    """What was decided beside a file about its rows, each by (sheet, anchor).

    `mends`: field → (what the cell says, what was typed in its place). `waiting`: the only rows
    that are still to be taken in; None: all.
    """

    mends: Mapping[RowKey, Mapping[str, tuple[str, str]]] = field(default_factory=dict)
    left_out: Set[RowKey] = frozenset()
    waiting: Set[RowKey] | None = None

    @property
    def typed(self) -> dict[RowKey, dict[str, str]]:
        """The mends as the reader takes them."""
        return {
            key: {name: typed for name, (_, typed) in cells.items()}
            for key, cells in self.mends.items()
        }


NOTHING_BESIDE = Beside()


@dataclass(frozen=True)
class SourceFile:
    name: str
    content: bytes
    beside: Beside = NOTHING_BESIDE

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


class FileRow(Protocol):
    """A row of a list: its cells as read, and everything found wanting in it."""

    @property
    def record(self) -> Record: ...

    @property
    def issues(self) -> Sequence[Issue]: ...

    @property
    def key(self) -> RowKey: ...


class ReadFile(Protocol):
    """A file with the rows that are to be taken in and those that somebody left out.

    `looked_at`: how grave a finding must be for its row to be looked at without being asked for.
    """

    @property
    def source(self) -> SourceFile: ...

    @property
    def tables(self) -> Sequence[Table]: ...

    @property
    def rows(self) -> Sequence[FileRow]: ...

    @property
    def left_out(self) -> Sequence[FileRow]: ...

    @property
    def looked_at(self) -> Set[Level]: ...


def decided_text(numbers: Mapping[str, int]) -> str:
    """What people decided beside a file, in words: `mended` cells and rows `left_out`."""
    said = (
        ("mended", "Đã sửa {} ô trên trang."),
        ("left_out", "Đã bỏ qua {} dòng."),
    )
    told = [text.format(count(numbers[name])) for name, text in said if numbers.get(name)]
    return " ".join(told)
