"""Graduates already in the register, as far as recognising and comparing rows needs.

Plain tuples: a list sent again meets as many of them as it has rows, and as model objects they
would cost more than reading the list.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from hashlib import blake2b
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Q

from domain.dates import BirthDate
from students.bulk import chunks
from students.models import Cohort, Graduate, GraduateQuerySet

CODES_PER_QUERY = 20_000


class Known(NamedTuple):
    """A graduate of the register: its key and every column that a list can change."""

    pk: int
    school_id: int
    class_name: str
    full_name: str
    name_key: str
    sort_key: str
    birth_year: int | None
    birth_month: int | None
    birth_day: int | None
    gender: str
    ethnicity: str
    birth_place: str
    moet_code: str
    personal_id: str
    register_number: str
    classification: str
    residence: str
    hamlet: str
    commune_id: int | None
    guardian: str
    phone: str
    priority: str
    note: str
    extra: dict[str, Any]

    @property
    def birth(self) -> BirthDate | None:
        if self.birth_year is None:
            return None
        return BirthDate(self.birth_year, self.birth_month, self.birth_day)


# Made from the name by rules that may be mended: nobody has changed what they stand for.
DERIVED_KEYS = ("name_key", "sort_key")
PARTICULARS = tuple(name for name in Known._fields if name not in ("pk", *DERIVED_KEYS))


def digest_of(values: Mapping[str, Any]) -> str:
    """16 hexadecimal digits that differ where a graduate's particulars do.

    `values` by attribute name; blank and left out are the same, so that a column added later
    changes no digest.
    """
    said = [f"{name}={_in_order(value)}" for name in PARTICULARS if (value := values.get(name))]
    return blake2b("\x1f".join(said).encode(), digest_size=8).hexdigest()


def _in_order(value: Any) -> Any:
    # PostgreSQL keeps the keys of a JSON object in an order of its own.
    return sorted(value.items()) if isinstance(value, dict) else value


def known_graduates(
    cohort: Cohort, *, district_codes: Set[str], codes: Mapping[str, Set[str]]
) -> list[Known]:
    """Graduates of these districts, and whoever bears one of the codes elsewhere.

    `codes`: what the rows hold of each column that means the same child in every district.
    """
    members = Graduate.objects.members().filter(cohort=cohort)
    here = Q(school__district__code__in=district_codes)
    found = list(_read(members.filter(here)))
    elsewhere = members.exclude(here)
    if elsewhere.exists():
        bearers: dict[int, Known] = {}
        for name, wanted in codes.items():
            for part in _parts(wanted):
                bearing = elsewhere.filter(**{f"{name}__in": part})
                bearers |= {known.pk: known for known in _read(bearing)}
        found += bearers.values()
    return found


def known_by_key(keys: Iterable[int]) -> dict[int, Known]:
    """Graduates by their keys; those taken out of the register are left out."""
    members = Graduate.objects.members()
    parts = (_read(members.filter(pk__in=part)) for part in chunks(keys))
    return {known.pk: known for part in parts for known in part}


def merged_by_key(keys: Iterable[int]) -> dict[int, Known]:
    """Records that were merged into others, by their keys."""
    merged = Graduate.objects.filter(withdrawn_at__isnull=False)
    parts = (_read(merged.filter(pk__in=part)) for part in chunks(keys))
    return {known.pk: known for part in parts for known in part}


def _read(graduates: GraduateQuerySet) -> Iterator[Known]:
    return map(Known._make, graduates.values_list(*Known._fields).iterator(chunk_size=2_000))


def _parts(codes: Set[str]) -> Iterator[list[str]]:
    remaining = iter(codes)
    while part := list(islice(remaining, CODES_PER_QUERY)):
        yield part
