"""What is asked about words of a roster that the catalogue does not know."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from django import forms

from districts.models import Commune, District, School
from imports.causes import Cause
from imports.drafts import Decision
from imports.models import Correction
from rosters.incoming.plan import RosterCheck
from rosters.words import commune_catalogue, origin_catalogue
from students.models import Cohort

# More words than this are a matter for the file, not for choosing one after another.
SHOWN_DECISIONS = 20
Choices = list[tuple[str, Any]]


class WordsForm(forms.Form):
    """One choice for each name of a school of origin, or commune, that nobody knows."""

    def __init__(self, *args: Any, causes: list[Cause], check: RosterCheck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._causes: dict[str, Cause] = {}
        self._meanings: dict[str, dict[str, School | Commune]] = {}
        # Decisions are remembered for a district's sender; one of another province has none.
        home = check.found.institution.district if check.found else None
        if home is None:
            return
        decidable = [cause for cause in causes if cause.decidable][:SHOWN_DECISIONS]
        self._causes = {cause.key: cause for cause in decidable}
        choices = {
            kind: self._offer(kind, check, home) for kind in {c.decidable for c in decidable}
        }
        for key, cause in self._causes.items():
            self.fields[key] = forms.ChoiceField(
                choices=choices[cause.decidable],
                required=False,
                label=f"“{cause.words[0]}” là",
                error_messages={"invalid_choice": "Chọn trong danh sách."},
            )

    def decisions(self) -> list[Decision]:
        """What was chosen, word by word."""
        return [
            Decision(cause.decidable, word, self._meanings[cause.decidable][self.cleaned_data[key]])
            for key, cause in self._causes.items()
            if self.cleaned_data.get(key)
            for word in cause.words
        ]

    def _offer(self, kind: str, check: RosterCheck, home: District) -> Choices:
        """What a word of that kind may mean, the institution's own district first."""
        found = list(_OFFERED[kind](check.draft.cohort))
        self._meanings[kind] = {each.code: each for each in found}
        found.sort(key=lambda each: (each.district_id != home.pk, _place(each), each.name))
        groups = groupby(found, key=_place)
        named = [(place, [(each.code, each.name) for each in members]) for place, members in groups]
        return [("", "Để nguyên"), *named]


def _place(unit: School | Commune) -> str:
    return unit.district.name if unit.district else unit.province


_OFFERED: dict[str, Callable[[Cohort], Iterable[School | Commune]]] = {
    Correction.Field.SCHOOL: lambda _: origin_catalogue(),
    Correction.Field.COMMUNE: commune_catalogue,
}
