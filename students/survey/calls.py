"""Whom there is still to call: those of whom nothing is known, or only something weak, by where
they live, with guardian and phone.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from districts.authority import scope_of
from documents.call_list import CallGroup, CallRow
from domain.formats import birth, count
from domain.names import display_name, fold
from domain.outcome import Outcome
from students.models import Cohort, Graduate, GraduateQuerySet
from students.rows import evidence_label, outcome_label
from students.survey.lists import (
    NO_COMMUNE,
    NO_HAMLET,
    UNKNOWN_COMMUNE,
    commune_address,
    natural,
)

_RELATED = ("school", "commune", "destination_school")


def graduates_to_call(
    user: Any, cohort: Cohort, *, on: date, with_weak: bool = False
) -> GraduateQuerySet:
    """Those to be called whose families' phones the viewer sees.

    Not those who may be on a roster already, until somebody has decided. Weak is a report grown
    old, or one that something newer speaks against.
    """
    visible = Graduate.objects.visible_to(user).members().filter(cohort=cohort)
    reachable = visible.filter(visible.within(scope_of(user))).not_held_back()
    return reachable.filter(_wanted(reachable, on=on, with_weak=with_weak))


def narrowed(graduates: GraduateQuerySet, *, on: date, with_weak: bool) -> GraduateQuerySet:
    """Of the children of a grid those who are on the list of calls."""
    return graduates.not_held_back().filter(_wanted(graduates, on=on, with_weak=with_weak))


def _wanted(graduates: GraduateQuerySet, *, on: date, with_weak: bool) -> Q:
    wanted = Q(outcome=Outcome.NOT_KNOWN)
    if with_weak:
        wanted |= Q(in_question=True) | Q(pk__in=graduates.to_verify_again(on).values("pk"))
    return wanted


def commune_lines(
    graduates: GraduateQuerySet, cohort: Cohort, *, with_weak: bool
) -> list[dict[str, Any]]:
    """How many there are to call in each commune, the most first."""
    rows = graduates.order_by().values_list("commune", "commune__name")
    lines = [
        {
            "name": name or NO_COMMUNE,
            "url": call_address(cohort, pk or UNKNOWN_COMMUNE, with_weak=with_weak),
            "number": number,
            "number_text": count(number),
            "phones_text": count(phones),
        }
        for pk, name, number, phones in rows.annotate(
            n=Count("pk"), p=Count("pk", filter=~Q(phone=""))
        )
    ]
    return sorted(lines, key=lambda line: (-line["number"], fold(line["name"])))


def of_commune(graduates: GraduateQuerySet, commune_id: int) -> list[Graduate]:
    """Those of one commune in Vietnamese list order; UNKNOWN_COMMUNE for those of none."""
    wanted = commune_id if commune_id != UNKNOWN_COMMUNE else None
    return list(graduates.filter(commune=wanted).select_related(*_RELATED).in_list_order())


def groups_of(
    graduates: Iterable[Graduate], cohort: Cohort, commune_id: int, *, with_weak: bool
) -> list[CallGroup]:
    """The same by hamlet, each with its grid to record the answers in."""
    by_hamlet: dict[str, list[Graduate]] = {}
    for graduate in graduates:
        by_hamlet.setdefault(graduate.hamlet, []).append(graduate)
    hamlets = sorted(by_hamlet, key=lambda hamlet: (not hamlet, natural(fold(hamlet))))
    return [
        CallGroup(
            hamlet or NO_HAMLET,
            [_row(graduate) for graduate in by_hamlet[hamlet]],
            grid_address(cohort, commune_id, hamlet, with_weak=with_weak),
        )
        for hamlet in hamlets
    ]


def _row(graduate: Graduate) -> CallRow:
    return CallRow(
        full_name=display_name(graduate.full_name),
        birth=birth(graduate.birth) if graduate.birth else "",
        school_and_class=", ".join(filter(None, [graduate.school.name, graduate.class_name])),
        guardian=graduate.guardian,
        phone=graduate.phone,
        residence=graduate.residence,
        known=known_of(graduate),
    )


def known_of(graduate: Graduate) -> str:
    """What is known so far; "" for nothing."""
    if graduate.outcome == Outcome.NOT_KNOWN:
        return evidence_label(graduate)
    where = graduate.destination_school.name if graduate.destination_school else ""
    return ", ".join(filter(None, [outcome_label(graduate), where, evidence_label(graduate)]))


def contact_of(graduate: Graduate) -> str:
    """Guardian and phone in one line, for who calls from the grid."""
    return " · ".join(filter(None, [graduate.guardian, graduate.phone]))


def call_address(cohort: Cohort, commune_id: int | None = None, *, with_weak: bool = False) -> str:
    """The list of a commune, or the page of all communes."""
    return f"{reverse('students:call_list')}?{query_of(cohort, commune_id, with_weak=with_weak)}"


def query_of(cohort: Cohort, commune_id: int | None, *, with_weak: bool) -> str:
    """What is chosen, as the part of an address."""
    query: Mapping[str, str] = {
        "cohort": str(cohort.year),
        "commune": "" if commune_id is None else str(commune_id),
        "weak": "1" if with_weak else "",
    }
    return urlencode({name: value for name, value in query.items() if value})


def grid_address(cohort: Cohort, commune_id: int, hamlet: str, *, with_weak: bool) -> str:
    """The grid of a hamlet's children who are to be called."""
    query = {"hamlet": hamlet, "calls": "1"} | ({"weak": "1"} if with_weak else {})
    return f"{commune_address(cohort, commune_id)}&{urlencode(query)}"
