"""Whether what a graduate is told from others by is somebody else's already.

The same keys by which lists find a child again (`imports.graduates.identity`): two children with
one key, and the next list could not tell them apart.
"""

from collections.abc import Mapping
from typing import Any

from districts.models import School
from domain.names import name_key
from students.models import Graduate, GraduateQuerySet
from students.particulars import BIRTH

CODES = ("register_number", "moet_code", "personal_id")
_LIKENESS = frozenset({"school_id", "full_name", "class_name", *BIRTH})


class KeyTaken(Exception):
    """Another graduate of the cohort bears this key: `column` of a code, or "full_name" where
    school, class, name and birth date are all the same. `other` is that graduate's key.
    """

    def __init__(self, column: str, other: int) -> None:
        super().__init__(column)
        self.column, self.other = column, other


def require_free_keys(
    graduate: Graduate, values: Mapping[str, Any], *, but: int | None = None
) -> None:
    """Raise KeyTaken where the values would give the graduate another's key; `but`: the key of
    one who may bear it.
    """
    wanted = {name: getattr(graduate, name) for name in (*CODES, *_LIKENESS)} | dict(values)
    others = (
        Graduate.objects.members()
        .filter(cohort=graduate.cohort_id)
        .exclude(pk__in={graduate.pk, but})
    )
    for column in CODES:
        is_touched = column in values or (column == "register_number" and "school_id" in values)
        if is_touched and wanted[column]:
            _require_nobody(_bearing(others, column, wanted), column)
    if _LIKENESS & values.keys() and wanted["birth_year"]:
        _require_nobody(_alike(others, wanted), "full_name")


def _bearing(others: GraduateQuerySet, column: str, wanted: Mapping[str, Any]) -> list[int]:
    bearing = others.filter(**{column: wanted[column]})
    if column == "register_number":
        # Given out by each district office, anew from one.
        home = School.objects.filter(pk=wanted["school_id"]).values("district")
        bearing = bearing.filter(school__district__in=home)
    return list(bearing.values_list("pk", flat=True)[:1])


def _alike(others: GraduateQuerySet, wanted: Mapping[str, Any]) -> list[int]:
    """Namesakes of the same class born the same day whom no code tells apart: a list could not."""
    same = {name: wanted[name] for name in ("school_id", *BIRTH)}
    namesakes = others.filter(name_key=name_key(wanted["full_name"]), **same)
    columns = ("pk", "class_name", *CODES)
    return [
        pk
        for pk, class_name, *codes in namesakes.values_list(*columns)
        if _class_key(class_name) == _class_key(wanted["class_name"])
        and not any(
            theirs and wanted[name] and theirs != wanted[name]
            for name, theirs in zip(CODES, codes, strict=True)
        )
    ]


def _class_key(class_name: str) -> str:
    return class_name.lower().replace(" ", "")


def _require_nobody(found: list[int], column: str) -> None:
    if found:
        raise KeyTaken(column, found[0])
