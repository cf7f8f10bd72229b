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
from students.actions import StatementsVersion, standing_of
from students.labels import PROGRAMME_LABELS, STAGE_LABELS
from students.models import Cohort, Destination, Graduate, GraduateQuerySet, Source

# Contradictions are few; more than that are worked off first.
MOST_SHOWN = 50
CLAIMED_AGAIN = "Sau đó có nơi gửi danh sách mới vẫn ghi học sinh này nên phải xem lại."


def conflicting(user: Any, cohort: Cohort) -> GraduateQuerySet:
    graduates = Graduate.objects.visible_to(user).members()
    return graduates.filter(cohort=cohort, outcome=Outcome.CONFLICT).in_list_order()


def settled_lines(user: Any, cohort: Cohort) -> list[dict[str, Any]]:
    """Children of whom an office has settled where they study, latest first; two queries."""
    graduates = Graduate.objects.visible_to(user).members().filter(cohort=cohort)
    settled = Destination.objects.current().filter(source=Source.SETTLEMENT, graduate__in=graduates)
    related = settled.select_related("graduate__school", "school", "recorded_by")
    by_child: dict[int, list[Destination]] = defaultdict(list)
    for ending in related.order_by("-recorded_at", "pk")[: 2 * MOST_SHOWN]:
        by_child[ending.graduate_id].append(ending)
    return [_settled_line(endings) for endings in list(by_child.values())[:MOST_SHOWN]]


def _settled_line(endings: list[Destination]) -> dict[str, Any]:
    ending = endings[0]
    places = ", ".join(each.where for each in endings)
    return {
        "name": display_name(ending.graduate.full_name),
        "url": reverse("students:graduate_detail", args=[ending.graduate_id]),
        "undo_url": reverse("rosters:settlement_undo", args=[ending.graduate_id]),
        "said": f"Không tính là đang học tại {places}",
        "by": f"{ending.recorded_by or 'Hệ thống'}, ngày {day(ending.stated_on)}",
        "again": CLAIMED_AGAIN if ending.graduate.outcome == Outcome.CONFLICT else "",
    }


def conflict_lines(user: Any, cohort: Cohort) -> list[dict[str, Any]]:
    """One entry per child, with every claim that counts; six queries whatever their number."""
    shown = list(conflicting(user, cohort).select_related("school")[:MOST_SHOWN])
    claims = _claims(user, shown)
    links = _links(claims)
    visible = _visible_rows(user, links.values())
    versions = StatementsVersion.of_many([graduate.pk for graduate in shown])
    return [
        {
            "name": display_name(graduate.full_name),
            "birth": birth(graduate.birth) if graduate.birth else "",
            "school": graduate.school.name,
            "url": reverse("students:graduate_detail", args=[graduate.pk]),
            "settle_url": reverse("rosters:conflict_settle", args=[graduate.pk]),
            "version": str(versions[graduate.pk]),
            "may_settle": all(claim.school_id for claim in claims[graduate.pk]),
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
    """One claim; whoever answers for the institution may say that the row is somebody else."""
    may_decide = link is not None and link.row_id in visible
    told = [PROGRAMME_LABELS[claim.programme], STAGE_LABELS.get(claim.stage, "").lower()]
    return {
        "claim": claim.pk,
        "where": claim.where,
        "programme": ", ".join(part for part in told if part),
        "stated_on": day(claim.stated_on),
        "source": _source_text(claim),
        "row": _row_text(link) if link else "",
        "reason": link.reason if link else "",
        "deciding": {
            "decide_url": reverse("rosters:review_decide", args=[link.row_id]),
            "row_url": reverse("rosters:row_detail", args=[link.row_id]),
            "seen": seen_links([link]),
            "shown": link.graduate_id,
        }
        if may_decide and link
        else None,
    }


def _source_text(claim: Destination) -> str:
    """Who says so; of a child that came from elsewhere, that the other has not let it go."""
    told = Source(claim.source).label
    return f"{told} báo tiếp nhận từ nơi khác" if claim.other_school_id else told


def _row_text(link: Link) -> str:
    row = link.row
    written = [display_name(row.full_name), birth(row.birth) if row.birth else "", row.class_name]
    return ", ".join(part for part in (*written, row.school_text) if part)
