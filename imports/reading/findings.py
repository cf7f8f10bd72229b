"""What a reader found wrong or doubtful, told where it stands."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """An error keeps a row out; a warning asks a person to look; a notice only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True)
class Issue:
    """One finding: `code` is a stable English slug, `message` a Vietnamese sentence.

    `row` is the Excel number, 0 for a finding about a whole sheet; `cell` is an address such as
    "F12", blank for a whole row; `value` is the cell as written, `word` the part of it that a
    decision would settle.
    """

    level: Level
    code: str
    message: str
    sheet: str
    row: int = 0
    cell: str = ""
    field: str = ""
    value: str = ""
    word: str = ""
