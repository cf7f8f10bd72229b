"""What one office has to send, has sent and has received, step by step."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from districts.authority import scope_of
from districts.models import District
from domain.formats import count, day
from outreach.drafts import Difference, differences_now, parts_now
from outreach.models import Referral, ReferralKind, ReferralQuerySet, ReferralState
from outreach.papers import unit_name
from outreach.readiness import Readiness
from students.models import Cohort

RELATED = (
    "addressee__commune",
    "addressee__district",
    "addressee__school",
    "addressee__issuer",
    "addressee__cohort",
    "addressee__forwards__issuer",
)
NAMED = 5


def office_context(
    user: Any, issuer: District, cohort: Cohort, *, leads_to_reviews: bool
) -> dict[str, Any]:
    """Everything on the page of one office: from a number of queries that no list adds to."""
    to_list = parts_now(issuer, cohort)
    differences = differences_now(issuer, cohort, to_list)
    papers = papers_of(Referral.objects.visible_to(user).filter(addressee__issuer=issuer), cohort)
    at = {state: [paper for paper in papers if paper.state == state] for state in ReferralState}
    sent = [*at[ReferralState.ISSUED], *at[ReferralState.ACKNOWLEDGED]]
    received = papers_of(
        Referral.objects.visible_to(user).filter(addressee__district=issuer).sent(), cohort
    )
    return {
        "office": issuer,
        "cohort": cohort.year,
        "readiness": _readiness(
            Readiness(issuer, cohort, to_list), leads_to_reviews=leads_to_reviews
        ),
        "due": _due(papers, differences),
        "drafts": [_draft_line(paper, differences) for paper in at[ReferralState.DRAFT]],
        "submitted": [_line(paper) for paper in at[ReferralState.SUBMITTED]],
        "sent": [_sent_line(paper, differences) for paper in sent],
        "received": [_line(paper) for paper in received],
        "withdrawn_text": count(len(at[ReferralState.WITHDRAWN])),
    }


def papers_of(referrals: ReferralQuerySet, cohort: Cohort) -> list[Referral]:
    """Papers of a cohort with what a line of them names, in the order of their addressees."""
    found = referrals.filter(addressee__cohort=cohort).select_related(*RELATED)
    counted = found.annotate(
        children=Count("items"), removed=Count("items", filter=Q(items__change="REMOVED"))
    )
    return list(counted.order_by("addressee__kind", "addressee__key", "pk"))


def _readiness(readiness: Readiness, *, leads_to_reviews: bool) -> dict[str, Any]:
    missing, alarms = readiness.missing, readiness.false_alarms
    more = len(missing) - NAMED
    names = ", ".join(unit.name for unit in missing[:NAMED])
    return {
        "missing_text": count(len(missing)),
        "missing": f"{names} và {count(more)} đơn vị khác" if more > 0 else names,
        "held_back_text": count(readiness.held_back),
        "deciders": [
            {
                "name": each.name,
                "text": f"{count(each.children)} học sinh",
                "url": reverse("rosters:review_list") if leads_to_reviews else "",
            }
            for each in readiness.deciders
        ],
        "not_known_text": count(readiness.not_known),
        "alarms_text": count(alarms.expected),
        "missing_lists_text": count(alarms.missing_lists),
        "missed_links_text": count(alarms.missed_links),
        "never_visited_text": count(readiness.to_list.never_visited)
        if readiness.to_list.never_visited
        else "",
        "is_ready": not (missing or readiness.held_back),
    }


def _due(papers: Iterable[Referral], differences: dict[str, Difference]) -> dict[str, Any]:
    """What drafting now would make: first lists, and papers of changes."""
    papers = list(papers)
    opened = {paper.addressee.key for paper in papers if paper.is_open}
    sent = {paper.addressee.key for paper in papers if paper.is_sent}
    due = {
        key: difference.size
        for key, difference in differences.items()
        if difference.size and key not in opened and (key in sent or not key.startswith("SCHOOL"))
    }
    first = [key for key in due if key not in sent]
    return {
        "first_text": count(len(first)),
        "children_text": count(sum(due[key] for key in first)),
        "changes_text": count(len(due) - len(first)),
        "has_first": bool(first),
        "has_changes": len(due) > len(first),
        "is_any": bool(due),
    }


def _line(paper: Referral) -> dict[str, Any]:
    return {
        "pk": paper.pk,
        "url": reverse("outreach:referral_detail", args=[paper.pk]),
        "name": unit_name(paper.addressee),
        "kind": kind_of(paper),
        "from_name": paper.addressee.issuer.name,
        "number": paper.number,
        "day": day(paper.issued_on) if paper.issued_on else "",
        "children_text": count(paper.children),
        "state": paper.get_state_display(),
        "is_acknowledged": paper.state == ReferralState.ACKNOWLEDGED,
    }


def kind_of(paper: Referral) -> str:
    """First list or changes; of a list passed on, by whom it was sent."""
    forwards = paper.addressee.forwards
    passed_on = f", chuyển tiếp của {forwards.issuer.name}" if forwards else ""
    return f"{paper.get_kind_display()}{passed_on}"


def _draft_line(paper: Referral, differences: dict[str, Difference]) -> dict[str, Any]:
    difference = differences.get(paper.addressee.key, Difference())
    return _line(paper) | {
        "children_text": count(len(difference.added)),
        "removed_text": count(len(difference.removed)),
        "is_empty": not difference.size,
    }


def _sent_line(paper: Referral, differences: dict[str, Difference]) -> dict[str, Any]:
    """Changes since are told at the first list of an addressee."""
    size = differences[paper.addressee.key].size if paper.kind == ReferralKind.LIST else 0
    return _line(paper) | {"changes_text": f"{count(size)} thay đổi từ khi gửi" if size else ""}


def office_lines(user: Any, districts: Iterable[District], cohort: Cohort) -> list[dict[str, Any]]:
    """One line per office: how many of its papers stand at each step; one query."""
    papers = Referral.objects.visible_to(user).filter(addressee__cohort=cohort).order_by()
    counted = {
        (issuer, state): number
        for issuer, state, number in papers.values_list("addressee__issuer", "state").annotate(
            number=Count("pk")
        )
    }

    def number(district: District, *states: str) -> str:
        return count(sum(counted.get((district.pk, state), 0) for state in states))

    return [
        {
            "name": district.name,
            "url": office_url(district, cohort),
            "drafts": number(district, ReferralState.DRAFT),
            "submitted": number(district, ReferralState.SUBMITTED),
            "issued": number(district, ReferralState.ISSUED, ReferralState.ACKNOWLEDGED),
            "acknowledged": number(district, ReferralState.ACKNOWLEDGED),
        }
        for district in districts
    ]


def office_url(district: District, cohort: Cohort, page: str = "office_referrals") -> str:
    return f"{reverse(f'outreach:{page}', args=[district.code])}?cohort={cohort.year}"


def received_lines(user: Any, cohort: Cohort) -> list[dict[str, Any]]:
    """Papers sent to the viewer's own unit, not those of its own office."""
    scope = scope_of(user)
    sent = Referral.objects.visible_to(user).sent()
    received = sent.filter(
        Q(addressee__commune__in=scope.commune_ids)
        | Q(addressee__school__in=scope.origin_school_ids)
    )
    return [_line(paper) for paper in papers_of(received, cohort)]
