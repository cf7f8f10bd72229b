"""The institutions a child may have gone to, as they are typed and recognised in the grid."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property

from districts.models import School
from domain.names import fold
from domain.place_search import Place, search
from domain.schools import school_key
from domain.survey import code_at

NAMED = 3


class UnclearPlace(Exception):
    """What was typed is no institution of the catalogue, or may be several (`labels`)."""

    def __init__(self, labels: list[str]) -> None:
        super().__init__(labels)
        self.labels = labels


class Catalogue:
    """Institutions by the label they are typed with, which is unique."""

    def __init__(
        self,
        schools: Iterable[School],
        *,
        near_district_id: int | None = None,
        chosen: Counter[int] | None = None,
        chosen_by_school: Counter[int] | None = None,
    ) -> None:
        self._schools = list(schools)
        self._near_district_id = near_district_id
        self._chosen = chosen or Counter()
        self._chosen_by_school = chosen_by_school or Counter()
        self._labels = _unique_labels(self._schools)

    def label_of(self, school_id: int) -> str:
        """How the institution is typed; "" for one that receives nobody."""
        return self._labels.get(school_id, "")

    def labels(self, kinds: Collection[str] = ()) -> list[str]:
        """How institutions are typed, those of the district first; of some kinds, or all."""
        fitting = {self._labels[s.pk] for s in self._schools if not kinds or s.kind in kinds}
        return [place.label for place in self.places if place.label in fitting]

    def resolve(self, text: str, kinds: Collection[str] = ()) -> School:
        """The institution that was typed: its label, its name or another name of it, or letters
        that lead to it alone, or to it alone among those of these kinds. Raises UnclearPlace.
        """
        same = self.named(text)
        if len(same) == 1:
            return same[0]
        places = [self._place_of[school.pk] for school in same] or search(text, self.places)
        found = [self._by_text[fold(place.label)][0] for place in places]
        fitting = [school for school in found if school.kind in kinds] or found
        if len(fitting) != 1:
            raise UnclearPlace([self._labels[school.pk] for school in fitting[:NAMED]])
        return fitting[0]

    def named(self, text: str) -> list[School]:
        """The institutions of exactly this label, name or other name."""
        return self._by_text.get(fold(text), []) or self._by_name.get(school_key(text), [])

    @cached_property
    def _place_of(self) -> dict[int, Place]:
        places = {place.label: place for place in self.places}
        return {pk: places[label] for pk, label in self._labels.items()}

    @cached_property
    def places(self) -> list[Place]:
        """Every institution as the search sees it, those of the district first."""
        places = [
            Place(
                label=self._labels[school.pk],
                district=school.district.name if school.district else school.province,
                chosen=self._chosen[school.pk],
                chosen_by_school=self._chosen_by_school[school.pk],
                is_near=self._is_near(school),
            )
            for school in self._schools
        ]
        return sorted(places, key=lambda place: (not place.is_near, fold(place.label)))

    def options(self) -> list[dict[str, str]]:
        """The same for the page, with the code that each sets; nothing is "", not 0."""
        codes = {self._labels[school.pk]: code_at_school(school) for school in self._schools}
        return [
            {
                "label": place.label,
                "district": place.district,
                "code": codes[place.label],
                "chosen": str(place.chosen or ""),
                "by_school": str(place.chosen_by_school or ""),
                "near": "1" if place.is_near else "",
            }
            for place in self.places
        ]

    def _is_near(self, school: School) -> bool:
        return school.district_id is not None and school.district_id == self._near_district_id

    @cached_property
    def _by_text(self) -> dict[str, list[School]]:
        found: dict[str, list[School]] = defaultdict(list)
        for school in self._schools:
            found[fold(self._labels[school.pk])].append(school)
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[School]]:
        found: dict[str, list[School]] = defaultdict(list)
        for school in self._schools:
            for key in {school_key(name) for name in (school.name, *school.aliases)}:
                found[key].append(school)
        return found


def code_at_school(school: School) -> str:
    """The code that this institution stands for."""
    return code_at(school.kind, is_private=is_private(school), is_outside=is_outside(school))


def is_outside(school: School) -> bool:
    """Whether it is known to stand in another province; one nobody confirmed may be anywhere."""
    return school.is_outside and school.is_confirmed


def is_private(school: School) -> bool:
    return school.ownership == School.Ownership.PRIVATE


def _unique_labels(schools: list[School]) -> dict[int, str]:
    """The name; with its district where two share it; with its code where that is not enough."""
    labels = {school.pk: school.name for school in schools}
    wheres = {s.pk: s.district.name if s.district else s.province for s in schools}
    for addition in (wheres, {school.pk: school.code for school in schools}):
        numbers = Counter(fold(label) for label in labels.values())
        labels = {
            pk: f"{label} ({addition[pk]})" if numbers[fold(label)] > 1 else label
            for pk, label in labels.items()
        }
    return labels
