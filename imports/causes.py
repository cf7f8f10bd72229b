"""Findings told by cause: the same thing wrong in forty rows is one thing to mend."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from imports.models import Correction
from imports.reading import Issue, Level

SHOWN_PLACES = 5
_GRAVEST_FIRST = (Level.ERROR, Level.WARNING, Level.NOTICE)
# Findings that a decision about the word in the cell mends.
_DECIDABLE = {
    "school_unknown": Correction.Field.SCHOOL,
    "commune_unknown": Correction.Field.COMMUNE,
}


Place = tuple[str, str, str]


@dataclass(frozen=True)
class Cause:
    """One kind of finding, with every place it was met as (file, sheet, cell or row); `words` are
    what a decision would settle.
    """

    level: Level
    code: str
    message: str
    places: tuple[Place, ...]
    words: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        return len(self.places)

    @property
    def key(self) -> str:
        """A short name for a form's field: the same for the same cause."""
        return cause_key(self.code, self.message)

    @property
    def decidable(self) -> str:
        """The kind of word that a decision would settle; "" where only the file can be mended."""
        return _DECIDABLE.get(self.code, "") if self.words else ""

    @property
    def places_text(self) -> str:
        """The first few places, sheet by sheet."""
        sheets: dict[tuple[str, str], list[str]] = defaultdict(list)
        for file, sheet, spot in self.places[:SHOWN_PLACES]:
            sheets[file, sheet].append(spot)
        texts = [_where(file, sheet, spots) for (file, sheet), spots in sheets.items()]
        return "; ".join(texts) + (" …" if self.number > SHOWN_PLACES else "")


def cause_key(code: str, message: str) -> str:
    """The key of the cause that a finding belongs to."""
    return sha256(f"{code}|{message}".encode()).hexdigest()[:16]


def causes_of(issues: Iterable[tuple[str, Issue]], *, names_file: bool = True) -> list[Cause]:
    """The findings, errors first, the most frequent first."""
    places: dict[tuple[Level, str, str], list[Place]] = defaultdict(list)
    words: dict[tuple[Level, str, str], dict[str, None]] = defaultdict(dict)
    for file, issue in issues:
        key = issue.level, issue.code, issue.message
        spot = f"ô {issue.cell}" if issue.cell else f"dòng {issue.row}" if issue.row else ""
        places[key].append((file if names_file else "", issue.sheet, spot))
        if issue.word:
            words[key][issue.word] = None
    causes = [
        Cause(*key, places=tuple(met), words=tuple(words[key])) for key, met in places.items()
    ]
    return sorted(causes, key=lambda cause: (_GRAVEST_FIRST.index(cause.level), -cause.number))


def _where(file: str, sheet: str, spots: list[str]) -> str:
    parts = [file, f"trang “{sheet}”" if sheet else "", ", ".join(filter(None, spots))]
    return ", ".join(filter(None, parts)) or "cả tệp"
