"""Which rows wait for a person, in which order, and what was decided."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from domain.linkage.decisions import Kind
from domain.names import sort_key
from rosters.decided import row_facts
from rosters.models import LinkDecision, RosterRow, RosterRowQuerySet
from rosters.review.cards import ReviewCard, cards_of
from rosters.review.compare import SPELLINGS, Difference

# Rows in review are held against their candidates to find what is alike; a longer queue is worked
# off by district or institution.
MOST_READ = 300
MOST_TOGETHER = 100
RELATED = ("version__roster__institution__district", "version__roster__cohort")
QUEUE_ORDER = ("version__roster__institution__code", "version", "sheet", "row_number", "pk")
TOGETHER_WORDS = {
    **SPELLINGS,
    Difference.SCHOOL_SPELLING: "chỉ khác cách viết tên trường THCS",
    Difference.SWAPPED_DATE: "chỉ đảo ngày và tháng sinh",
    Difference.GENDER: "chỉ khác giới tính",
}


def open_rows(user: Any) -> RosterRowQuerySet:
    """Rows in review that the user may decide, of years still open, in the order of the queue."""
    rows = RosterRow.objects.visible_to(user).in_force()
    waiting = rows.filter(status=RosterRow.Status.REVIEW, version__roster__cohort__is_open=True)
    return waiting.select_related(*RELATED).order_by(*QUEUE_ORDER)


def by_institution(rows: RosterRowQuerySet) -> list[dict[str, Any]]:
    """One line per institution: how many rows wait, and how many were put off."""
    counted = (
        rows.order_by()
        .values_list(
            "version__roster__institution__code",
            "version__roster__institution__name",
            "version__roster__institution__district__name",
            "version__roster__institution__district__code",
        )
        .annotate(waiting=Count("pk"), later=Count("pk", filter=Q(is_postponed=True)))
    )
    ordered = sorted(counted, key=lambda found: (found[3] or "~", sort_key(found[1]), found[0]))
    return [
        {
            "code": code,
            "institution": name,
            "district": district or "Ngoài tỉnh",
            "district_code": district_code or "",
            "waiting": waiting - later,
            "later": later,
        }
        for code, name, district, district_code, waiting, later in ordered
    ]


def groups(rows: RosterRowQuerySet) -> dict[Difference, list[ReviewCard]]:
    """Open rows that differ from their only candidate in one thing, by what that is; none of a
    queue too long to be read.
    """
    found: dict[Difference, list[ReviewCard]] = defaultdict(list)
    read = list(rows[: MOST_READ + 1])
    for card in cards_of(read if len(read) <= MOST_READ else []):
        if card.difference:
            found[card.difference].append(card)
    return {difference: found[difference] for difference in Difference if found[difference]}


def next_row(rows: RosterRowQuerySet, *, later: bool, after: int | None) -> RosterRow | None:
    """The row to be decided next; of those put off the one after the row just seen."""
    waiting = rows.filter(is_postponed=later)
    if not later:
        return waiting.first()
    if after is not None:
        waiting = waiting.filter(pk__gt=after)
    return waiting.order_by("pk").first()


def acts(decisions: Sequence[LinkDecision]) -> list[list[LinkDecision]]:
    """Decisions, newest first, by the click that made them."""
    found: dict[UUID, list[LinkDecision]] = defaultdict(list)
    for decision in decisions:
        found[decision.act_id].append(decision)
    return list(found.values())


def reaches_whole_act(visible: Any, act: UUID) -> bool:
    """Whether all decisions of the act are among the `visible` ones."""
    others = LinkDecision.objects.filter(act_id=act).exclude(pk__in=visible.values("pk"))
    return not others.exists()


def row_of(decisions: Sequence[LinkDecision], rows: RosterRowQuerySet) -> RosterRow | None:
    """The one open row that these decisions were about."""
    first = decisions[0]
    if any(each.row_key != first.row_key for each in decisions):
        return None
    of_roster = rows.filter(version__roster=first.roster_id)
    return next((row for row in of_roster if row_facts(row).key == first.row_key), None)


def related(decisions: Any) -> Any:
    """Decisions with what a line about them names, newest first."""
    return decisions.select_related(
        "graduate", "recorded_by", "roster__institution", "roster__cohort"
    ).order_by("-pk")


def within(rows: Any, institution: str, district: str, *, prefix: str) -> Any:
    """Rows or decisions of one institution, or of those of one district."""
    if institution:
        rows = rows.filter(**{f"{prefix}institution__code": institution})
    if district:
        rows = rows.filter(**{f"{prefix}institution__district__code": district})
    return rows


def said(decisions: Sequence[LinkDecision]) -> str:
    """One act in words."""
    first = decisions[0]
    rows = {decision.row_key for decision in decisions}
    if len(rows) > 1:
        return f"Khớp {len(rows)} trường hợp cùng lúc"
    return {
        Kind.ACCEPT: f"Khớp với {first.graduate}",
        Kind.REJECT: "Không phải học sinh nào trong các học sinh gần giống",
        Kind.LATER: "Để sau",
    }[Kind(first.choice)]
