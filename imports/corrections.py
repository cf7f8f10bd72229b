"""Words of a district's lists that the catalogue does not know, and what they were decided to
mean.
"""

from dataclasses import dataclass, field

from districts.models import Commune, District, School
from domain.names import fold
from imports.models import Correction


@dataclass
class Corrections:
    """What was decided for one sender; `used` are those that this file needed."""

    by_word: dict[tuple[str, str], Correction] = field(default_factory=dict)
    used: dict[int, Correction] = field(default_factory=dict)

    def school(self, text: str) -> School | None:
        found = self._find(Correction.Field.SCHOOL, text)
        return found and found.school

    def commune(self, text: str) -> Commune | None:
        found = self._find(Correction.Field.COMMUNE, text)
        return found and found.commune

    def _find(self, name: str, text: str) -> Correction | None:
        found = self.by_word.get((name, word_key(text))) if self.by_word else None
        if found:
            self.used[found.pk] = found
        return found


def word_key(text: str) -> str:
    """A word as corrections are remembered by: without accents, case and doubled blanks."""
    return fold(text)[:300]


def corrections_of(district: District | None, *, sender_id: int | None = None) -> Corrections:
    """What was decided for lists of that district's office or, with `sender_id`, of that THCS;
    none for a list of no known district.
    """
    if district is None:
        return Corrections()
    decided = Correction.objects.filter(district=district, sender=sender_id).select_related(
        "school__district", "commune__district"
    )
    return Corrections({(each.field, each.written_key): each for each in decided})
