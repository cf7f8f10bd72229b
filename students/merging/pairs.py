"""Records that may be of one child: the same code, or the same name and day of birth.

What tells two namesakes apart is left to people: who looks decides, and the answer is kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Count

from students.bulk import chunks
from students.models import DistinctPair, Graduate, GraduateQuerySet

_CODES = {"personal_id": "số định danh cá nhân", "moet_code": "mã định danh Bộ GD&ĐT"}
_LIKE = ("name_key", "birth_year", "birth_month", "birth_day")
_ALSO = {"phone": "điện thoại", "guardian": "người giám hộ", "commune_id": "xã nơi ở"}
# A code that half the children of a list bear is a mistake of the list, and tells nothing.
_MOST_ALIKE = 6


@dataclass(frozen=True)
class Pair:
    """Two records, the older one first, and what they have in common, in words."""

    first: Graduate
    second: Graduate
    same: tuple[str, ...]


def likely_pairs(graduates: GraduateQuerySet) -> list[Pair]:
    """Pairs among these graduates of one year, those with most in common first."""
    groups = [*_bearing_one_code(graduates), *_named_alike(graduates)]
    keys = {key for group in groups for key in group}
    found = {each.pk: each for part in chunks(keys) for each in _read(graduates, part)}
    decided = set(DistinctPair.objects.in_force().values_list("first", "second"))
    pairs = {pair for group in groups for pair in combinations(sorted(group), 2)} - decided
    told = [
        _pair(found[one], found[other])
        for one, other in pairs
        if one in found and other in found and _may_be_one(found[one], found[other])
    ]
    return sorted(told, key=lambda each: (-len(each.same), each.first.sort_key, each.first.pk))


def _read(graduates: GraduateQuerySet, keys: list[int]) -> GraduateQuerySet:
    return graduates.filter(pk__in=keys).select_related("school__district", "commune__district")


def _bearing_one_code(graduates: GraduateQuerySet) -> Iterator[list[int]]:
    for name in _CODES:
        borne = graduates.exclude(**{name: ""}).order_by().values_list(name)
        yield from _groups(graduates, (name,), borne)


def _named_alike(graduates: GraduateQuerySet) -> Iterator[list[int]]:
    born = graduates.filter(birth_day__isnull=False).order_by().values_list(*_LIKE)
    yield from _groups(graduates, _LIKE, born)


def _groups(
    graduates: GraduateQuerySet, names: tuple[str, ...], values: Iterable
) -> Iterator[list[int]]:
    repeated = {
        tuple(alike)
        for *alike, number in values.annotate(number=Count("*")).filter(number__gt=1)
        if number <= _MOST_ALIKE
    }
    by_value: dict[tuple, list[int]] = defaultdict(list)
    for part in chunks({alike[0] for alike in repeated}):
        rows = graduates.filter(**{f"{names[0]}__in": part}).values_list("pk", *names)
        for pk, *alike in rows:
            if tuple(alike) in repeated:
                by_value[tuple(alike)].append(pk)
    yield from by_value.values()


def _may_be_one(one: Graduate, other: Graduate) -> bool:
    """Whether no code of the country says that they are two."""
    return not any(
        getattr(one, name) and getattr(other, name) and getattr(one, name) != getattr(other, name)
        for name in _CODES
    )


def _pair(one: Graduate, other: Graduate) -> Pair:
    labels = {**_CODES, **_ALSO}
    same = [
        f"cùng {label}"
        for name, label in labels.items()
        if getattr(one, name) and getattr(one, name) == getattr(other, name)
    ]
    if one.name_key == other.name_key:
        is_same_day = one.birth == other.birth and one.birth is not None
        same.insert(0, "cùng họ tên, ngày sinh" if is_same_day else "cùng họ tên")
    return Pair(one, other, tuple(same))
