"""The derived columns of a graduate: written here and nowhere else, always through
`domain.outcome`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from domain.outcome import Standing, derive
from students.actions.sums import recounting, touch_origins, touch_origins_of
from students.bulk import CHUNK, chunks
from students.models import Destination, Graduate

DERIVED = (
    "outcome",
    "place",
    "evidence",
    "is_dual",
    "in_question",
    "has_vocational_claim",
    "is_admitted",
    "destination_school_id",
    "reported_on",
)


def derived_values(standing: Standing) -> tuple:
    """The standing as the values of the columns DERIVED, in that order."""
    return (
        standing.outcome,
        standing.place,
        standing.evidence,
        standing.is_dual,
        standing.in_question,
        standing.has_vocational_claim,
        standing.is_admitted,
        standing.institution_id,
        standing.reported_on,
    )


def standing_of(destinations: Iterable[Destination], *, origin_district_id: int | None) -> Standing:
    """The standing that a graduate's current statements give."""
    return derive([d.as_statement(origin_district_id=origin_district_id) for d in destinations])


@recounting()
def refresh_outcomes(graduate_ids: Iterable[int]) -> int:
    """Recompute the outcome of these graduates; returns how many changed.

    Graduates with equal results are written by one statement, so that a roster of 400 costs a
    handful.
    """
    return sum(_refresh_chunk(ids) for ids in chunks(sorted(set(graduate_ids))))


def _refresh_chunk(ids: list[int]) -> int:
    statements = current_statements(ids)
    groups: dict[tuple, list[int]] = defaultdict(list)
    schools: set[int] = set()
    graduates = Graduate.objects.filter(pk__in=ids).values_list(
        "pk", "school", "school__district_id", *DERIVED
    )
    for pk, school, district_id, *stored in graduates:
        standing = standing_of(statements.get(pk, ()), origin_district_id=district_id)
        values = derived_values(standing)
        if values != tuple(stored):
            groups[values].append(pk)
            schools.add(school)
    for values, members in groups.items():
        Graduate.objects.filter(pk__in=members).update(**dict(zip(DERIVED, values, strict=True)))
    touch_origins(schools)
    return sum(len(members) for members in groups.values())


def current_statements(ids: Iterable[int] | None = None) -> dict[int, list[Destination]]:
    """Current statements by graduate, of these graduates or of all."""
    current = Destination.objects.current().select_related("school")
    if ids is not None:
        current = current.filter(graduate__in=list(ids))
    grouped: dict[int, list[Destination]] = defaultdict(list)
    for destination in current:
        grouped[destination.graduate_id].append(destination)
    return grouped


@recounting()
def set_open_reviews(counts: Mapping[int, tuple[int, int]]) -> None:
    """Set how many open review rows (all, of vocational rosters) name each graduate.

    Rosters are a higher stair: they tell the number, this column keeps it.
    """
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for pk, pair in counts.items():
        groups[pair].append(pk)
    for (total, vocational), members in groups.items():
        for part in chunks(members):
            Graduate.objects.filter(pk__in=part).update(
                open_reviews=total, open_vocational_reviews=vocational
            )
    touch_origins_of(counts)


def derived_differences() -> list[tuple[int, str, Any, Any]]:
    """(graduate, column, stored, recomputed) for every derived column that is not what it should
    be.
    """
    statements = current_statements()
    differences = []
    rows = Graduate.objects.values_list("pk", "school__district_id", *DERIVED)
    for pk, district_id, *stored in rows.iterator(chunk_size=CHUNK):
        standing = standing_of(statements.get(pk, ()), origin_district_id=district_id)
        for column, old, new in zip(DERIVED, stored, derived_values(standing), strict=True):
            if old != new:
                differences.append((pk, column, old, new))
    return differences
