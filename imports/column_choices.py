"""What a sender's sheets mean by their columns, as somebody has said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from districts.models import District
from imports.models import BatchKind, ColumnChoice
from imports.reading import GRADUATE_COLUMNS, ROSTER_COLUMNS, Column, header_key
from imports.reading.table import column_letters

KEPT_ASIDE = "không dùng, giữ kèm theo dòng"
_MARKS = {"female_mark": "Nữ (cột đánh dấu)", "male_mark": "Nam (cột đánh dấu)"}


def labels_of(columns: Iterable[Column]) -> dict[str, str]:
    """Field → its name where somebody chooses what a column is."""
    return {column.field: column.label for column in columns} | _MARKS


COLUMNS: dict[str, tuple[Column, ...]] = {
    BatchKind.GRADUATES: GRADUATE_COLUMNS,
    BatchKind.ROSTER: ROSTER_COLUMNS,
}
LABELS = {kind: labels_of(columns) for kind, columns in COLUMNS.items()}


@dataclass(frozen=True)
class Sender:
    """Whose lists of which kind are meant; without a school those of the district's office."""

    kind: str
    district: District | None
    school_id: int | None = None

    @property
    def choices(self) -> dict[str, ColumnChoice]:
        return choices_of(self.district, sender_id=self.school_id, kind=self.kind)


@dataclass(frozen=True)
class Choice:
    """What the columns under these headings were said to be: column → field, "" to keep aside.

    `guessed` is what they were taken for before.
    """

    headings: Mapping[int, str]
    columns: Mapping[int, str]
    guessed: Mapping[int, str]

    @property
    def key(self) -> str:
        return header_key(self.headings)

    @property
    def is_change(self) -> bool:
        return any(name != self.guessed.get(c, "") for c, name in self.columns.items())

    def changes(self, labels: Mapping[str, str]) -> list[str]:
        """What is now another field, each as a Vietnamese clause."""
        return [
            f"cột {column_letters(column)} “{self.headings.get(column) or '(không có tiêu đề)'}”: "
            f"{labels.get(name, KEPT_ASIDE)}"
            for column, name in sorted(self.columns.items())
            if name != self.guessed.get(column, "")
        ]


def choices_of(
    district: District | None, *, sender_id: int | None = None, kind: str = BatchKind.GRADUATES
) -> dict[str, ColumnChoice]:
    """What was chosen for lists of that district's office or, with `sender_id`, of that school; by
    the key of the header.
    """
    chosen = ColumnChoice.objects.filter(kind=kind)
    if sender_id is not None:
        chosen = chosen.filter(sender=sender_id)
    else:
        chosen = chosen.filter(sender__isnull=True, district=district)
    return {choice.header_key: choice for choice in chosen.select_related("decided_by")}


def meanings_of(choices: Mapping[str, ColumnChoice]) -> dict[str, dict[int, str]]:
    """The choices as the reader takes them."""
    return {key: choice.meanings for key, choice in choices.items()}


def version_of(choices: Iterable[ColumnChoice]) -> str:
    """Another text as soon as anything else is chosen."""
    said = sorted((choice.header_key, sorted(choice.columns.items())) for choice in choices)
    return sha256(repr(said).encode()).hexdigest()[:16]
