"""The register of a cohort as it will be after a change, in the form in which rows are compared."""

from collections.abc import Iterator, Mapping
from typing import Any

from districts.models import Commune, School
from domain.linkage import PoolPerson
from rosters.linking import COLUMNS, people_values, pool_person
from students.following import RegisterChange
from students.models import Graduate

# Keys of graduates who have none yet: after all others, and in the order in which they will come.
FIRST_NEW = 1 << 62
# The same as columns of Graduate: a change of any other leaves every link as it is.
COMPARED = frozenset(f"{name.partition('__')[0]}_id" if "__" in name else name for name in COLUMNS)
_BIRTH = ("birth_year", "birth_month", "birth_day")
_BLANK: dict[str, Any] = dict.fromkeys(COLUMNS, "") | dict.fromkeys(_BIRTH)


def is_compared(change: RegisterChange) -> bool:
    """Whether rows of rosters are compared with anything that changes."""
    columns = set().union(*change.changed.values())
    return bool(change.new or change.withdrawn or columns & COMPARED)


class Prospect:
    """Who will be in the register. Once `people` were gone through, `after` holds all who changed
    or came, by key; `gone` those who will be otherwise or out of it, as they are, and `come` the
    keys of those who will be otherwise or new.
    """

    def __init__(self, change: RegisterChange) -> None:
        self._change = change
        self._places = _Places(change)
        self.gone: list[PoolPerson] = []
        self.come: list[int] = []
        self.after: dict[int, PoolPerson] = {}

    def people(self) -> Iterator[PoolPerson]:
        """Everybody who will be in it."""
        withdrawn, changed = self._change.withdrawn, self._change.changed
        for values in people_values(Graduate.objects.filter(cohort=self._change.cohort)):
            if values["pk"] in withdrawn:
                self.gone.append(pool_person(values))
            elif values["pk"] in changed:
                yield self._changed(values, changed[values["pk"]])
            else:
                yield pool_person(values)
        for key, new in enumerate(self._change.new, start=FIRST_NEW):
            self.after[key] = pool_person({**_BLANK, **self._places.columns(new), "pk": key})
            self.come.append(key)
            yield self.after[key]

    def _changed(self, values: dict[str, Any], changes: Mapping[str, Any]) -> PoolPerson:
        before = pool_person(values)
        after = pool_person(values | self._places.columns(changes))
        self.after[before.graduate] = after
        if after != before:
            self.gone.append(before)
            self.come.append(before.graduate)
        return after


class _Places:
    """Schools and communes that a change names by key, as the columns that rows are compared
    with.
    """

    def __init__(self, change: RegisterChange) -> None:
        named = [*change.new, *change.changed.values()]
        schools = School.objects.filter(pk__in={each.get("school_id") for each in named} - {None})
        columns = ("pk", "code", "district__code")
        self._schools = {pk: told for pk, *told in schools.values_list(*columns)}
        keys = {each.get("commune_id") for each in named} - {None}
        communes = Commune.objects.filter(pk__in=keys).values_list("pk", "code", "name")
        self._communes = {None: ("", "")} | {pk: told for pk, *told in communes}

    def columns(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values as columns that rows are compared with, those that are none left out."""
        found = {
            name: values[name] if name in _BIRTH else values[name] or ""
            for name in COLUMNS
            if name in values
        }
        if "school_id" in values:
            code, district = self._schools[values["school_id"]]
            found |= {"school__code": code, "school__district__code": district}
        if "commune_id" in values:
            code, name = self._communes[values["commune_id"]]
            found |= {"commune__code": code, "commune__name": name}
        return found
