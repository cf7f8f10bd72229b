"""Weights estimated anew from the rosters in force; nothing is written but what is returned."""

from collections.abc import Iterator
from enum import StrEnum

from django.conf import settings

from domain.linkage.estimate import (
    ROUNDS,
    Estimate,
    StoredRoster,
    estimate_by_em,
    estimate_from_known,
)
from rosters.linking import origin_schools, pool_people, roster_context, roster_person
from rosters.models import Link, RosterVersion
from students.models import Cohort


class Basis(StrEnum):
    """What weights are estimated from."""

    EM = "em"
    DECISIONS = "decisions"


class NothingToEstimateFrom(Exception):
    """There are no rows, or none that is tied to a graduate; str() is a Vietnamese sentence."""


def estimate_weights(*, cohort: Cohort, basis: Basis, rounds: int = ROUNDS) -> Estimate:
    """The table in force estimated anew: by EM over the candidates of all rows, or from the rows
    that are matched, by people or by the engine. Raises NothingToEstimateFrom.
    """
    rosters = list(stored_rosters(cohort))
    if not any(roster.rows for roster in rosters):
        raise NothingToEstimateFrom(f"Chưa có danh sách đang học nào của {cohort}.")
    people, schools = pool_people(cohort), origin_schools()
    weights = settings.LINKAGE_WEIGHTS
    if basis is Basis.EM:
        return estimate_by_em(rosters, people, schools, weights, rounds=rounds)
    if not any(roster.known for roster in rosters):
        raise NothingToEstimateFrom(f"Chưa có dòng nào đã khớp với học sinh của {cohort}.")
    return estimate_from_known(rosters, people, schools, weights)


def stored_rosters(cohort: Cohort) -> Iterator[StoredRoster]:
    """The rosters in force, with whom each row is tied to by now, decisions of people included."""
    versions = (
        RosterVersion.objects.latest()
        .filter(roster__cohort=cohort)
        .select_related("roster__institution__district")
        .order_by("roster")
    )
    for version in versions:
        rows = list(version.rows.order_by("sheet", "row_number", "pk"))
        matched = Link.objects.current().filter(row__version=version, status=Link.Status.MATCH)
        graduates = dict(matched.values_list("row", "graduate"))
        yield StoredRoster(
            roster_context(version.roster.institution, has_accents=version.has_accents),
            [roster_person(position, row) for position, row in enumerate(rows)],
            {
                position: graduates[row.pk]
                for position, row in enumerate(rows)
                if row.pk in graduates
            },
        )
