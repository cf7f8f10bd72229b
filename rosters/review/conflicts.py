"""Children whom two institutions claim as their own: both sides, and what may be said of each."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from domain.formats import birth, day
from domain.names import display_name
from domain.outcome import Outcome
from rosters.actions import seen_links
from rosters.models import Link, RosterRow
from students.actions import standing_of
from students.labels import PROGRAMME_LABELS, STAGE_LABELS
from students.models import Cohort, Destination, Graduate, GraduateQuerySet, Source

# Contradictions are few; more than that are worked off first.
MOST_SHOWN = 50


def conflicting(user: Any, cohort: Cohort) -> GraduateQuerySet:
    graduates = Graduate.objects.visible_to(user).members()
    return graduates.filter(cohort=cohort, outcome=Outcome.CONFLICT).in_list_order()


def conflict_lines(user: Any, cohort: Cohort) -> list[dict[str, Any]]:
    """One entry per child, with every claim that counts; five queries whatever their number."""
    shown = list(conflicting(user, cohort).select_related("school")[:MOST_SHOWN])
    claims = _claims(user, shown)
    links = _links(claims)
    visible = _visible_rows(user, links.values())
    return [
        {
            "name": display_name(graduate.full_name),
            "birth": birth(graduate.birth) if graduate.birth else "",
            "school": graduate.school.name,
            "url": reverse("students:graduate_detail", args=[graduate.pk]),
            "sides": [_side(claim, links.get(claim.pk), visible) for claim in claims[graduate.pk]],
        }
        for graduate in shown
    ]


def _claims(user: Any, graduates: list[Graduate]) -> dict[int, list[Destination]]:
    """The confirmed statements that cannot all be true, by child."""
    said: dict[int, list[Destination]] = defaultdict(list)
    current = Destination.objects.visible_to(user).current().filter(graduate__in=graduates)
    for statement in current.select_related("school__district").order_by("stated_on", "pk"):
        said[statement.graduate_id].append(statement)
    found = {}
    for graduate in graduates:
        home = graduate.school.district_id
        deciding = set(standing_of(said[graduate.pk], origin_district_id=home).deciding)
        found[graduate.pk] = [each for each in said[graduate.pk] if each.pk in deciding]
    return found


def _links(claims: dict[int, list[Destination]]) -> dict[int, Link]:
    """The match from which a claim follows, by the claim; only lists have one."""
    of_lists = [c for found in claims.values() for c in found if c.source == Source.ROSTER]
    matches = Link.objects.current().filter(
        status=Link.Status.MATCH,
        graduate__in={claim.graduate_id for claim in of_lists},
        row__version__batch_id__in={claim.batch_id for claim in of_lists},
    )
    by_claim = {
        (link.graduate_id, link.row.version.batch_id): link
        for link in matches.select_related("row__version__roster")
    }
    return {
        claim.pk: by_claim[claim.graduate_id, claim.batch_id]
        for claim in of_lists
        if (claim.graduate_id, claim.batch_id) in by_claim
    }


def _visible_rows(user: Any, links: Iterable[Link]) -> set[int]:
    rows = RosterRow.objects.visible_to(user).filter(pk__in=[link.row_id for link in links])
    return set(rows.values_list("pk", flat=True))


def _side(claim: Destination, link: Link | None, visible: set[int]) -> dict[str, Any]:
    """One claim; whoever answers for the institution may say that the row is somebody else, or
    that the child is not in class there.
    """
    may_decide = link is not None and link.row_id in visible
    stage = STAGE_LABELS[claim.stage].lower()
    return {
        "where": claim.where,
        "programme": f"{PROGRAMME_LABELS[claim.programme]}, {stage}",
        "stated_on": day(claim.stated_on),
        "source": Source(claim.source).label,
        "row": _row_text(link) if link else "",
        "reason": link.reason if link else "",
        "deciding": {
            "decide_url": reverse("rosters:review_decide", args=[link.row_id]),
            "report_url": reverse("rosters:row_report", args=[link.row_id]),
            "row_url": reverse("rosters:row_detail", args=[link.row_id]),
            "seen": seen_links([link]),
            "shown": link.graduate_id,
        }
        if may_decide and link
        else None,
    }


def _row_text(link: Link) -> str:
    row = link.row
    written = [display_name(row.full_name), birth(row.birth) if row.birth else "", row.class_name]
    return ", ".join(part for part in (*written, row.school_text) if part)
