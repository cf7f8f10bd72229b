"""What a sender's sheets mean by their columns, as somebody has said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from districts.models import District
from imports.models import ColumnChoice
from imports.reading import GRADUATE_COLUMNS, header_key
from imports.reading.table import column_letters

LABELS = {column.field: column.label for column in GRADUATE_COLUMNS} | {
    "female_mark": "Nữ (cột đánh dấu)",
    "male_mark": "Nam (cột đánh dấu)",
}
KEPT_ASIDE = "không dùng, giữ kèm theo dòng"


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
    def changes(self) -> list[str]:
        """What is now another field, each as a Vietnamese clause."""
        return [
            f"cột {column_letters(column)} “{self.headings.get(column, '')}”: "
            f"{LABELS.get(name, KEPT_ASIDE)}"
            for column, name in sorted(self.columns.items())
            if name != self.guessed.get(column, "")
        ]


def choices_of(
    district: District | None, *, sender_id: int | None = None
) -> dict[str, ColumnChoice]:
    """What was chosen for lists of that district's office or, with `sender_id`, of that THCS; by
    the key of the header.
    """
    if sender_id is not None:
        chosen = ColumnChoice.objects.filter(sender=sender_id)
    else:
        chosen = ColumnChoice.objects.filter(sender__isnull=True, district=district)
    return {choice.header_key: choice for choice in chosen.select_related("decided_by")}


def meanings_of(choices: Mapping[str, ColumnChoice]) -> dict[str, dict[int, str]]:
    """The choices as the reader takes them."""
    return {key: choice.meanings for key, choice in choices.items()}


def version_of(choices: Iterable[ColumnChoice]) -> str:
    """Another text as soon as anything else is chosen."""
    said = sorted((choice.header_key, sorted(choice.columns.items())) for choice in choices)
    return sha256(repr(said).encode()).hexdigest()[:16]
