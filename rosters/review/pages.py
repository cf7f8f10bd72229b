"""What the pages of the review show: labels and formats, no logic left for the templates."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from districts.authority import Permission, has_permission, scope_of
from districts.models import School
from domain.formats import count
from rosters.models import LinkDecision, RosterRow
from rosters.review.bounds import Bounds
from rosters.review.cards import ReviewCard, cards_of
from rosters.review.compare import Difference
from rosters.review.forms import Ticked
from rosters.review.queue import (
    MOST_TOGETHER,
    TOGETHER_WORDS,
    acts,
    by_institution,
    groups,
    related,
    said,
)
from students.timeline import moment_text

SHOWN_ACTS = 100


def list_context(user: Any, bounds: Bounds) -> dict[str, Any]:
    """The queue, institution by institution, and what can be accepted together."""
    rows = bounds.rows(user)
    lines = by_institution(rows)
    waiting, later = (sum(line[name] for line in lines) for name in ("waiting", "later"))
    districts = _district_lines(lines) if scope_of(user).is_province and not bounds.query else []
    listed = [line for line in lines if not (districts and line["district_code"])]
    return {
        "place": _place(user, bounds),
        "lines": [_institution_line(line) for line in listed],
        "waiting": count(waiting),
        "later": count(later),
        "total_text": count(waiting + later),
        "next_url": bounds.url("review_next") if waiting else "",
        "later_url": bounds.url("review_next", later=1) if later else "",
        "decided_url": bounds.url("decided_list"),
        "conflicts_url": reverse("rosters:conflict_list")
        if has_permission(user, Permission.ENTER_ON_BEHALF)
        else "",
        "districts": districts,
        "together": together_links(bounds, groups(rows)),
    }


def _institution_line(line: Mapping[str, Any]) -> dict[str, Any]:
    bounds = Bounds(institution=line["code"])
    is_only_later = not line["waiting"]
    more = {"later": 1} if is_only_later else {}
    return {
        **line,
        "waiting": count(line["waiting"]),
        "later": count(line["later"]) if line["later"] else "",
        "url": bounds.url("review_next", **more),
    }


def _district_lines(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, int] = {}
    for line in lines:
        if line["district_code"]:
            key = (line["district_code"], line["district"])
            found[key] = found.get(key, 0) + line["waiting"]
    return [
        {"name": name, "waiting": count(number), "url": Bounds(district=code).url("review_list")}
        for (code, name), number in found.items()
        if number
    ]


def together_links(
    bounds: Bounds, found: Mapping[Difference, Sequence[ReviewCard]]
) -> list[dict[str, str]]:
    """Kinds of difference with more than one row."""
    return [
        {
            "text": f"{count(len(cards))} trường hợp {TOGETHER_WORDS[difference]}",
            "url": bounds.url("review_together", kind=difference.value),
        }
        for difference, cards in found.items()
        if len(cards) > 1
    ]


def card_context(user: Any, bounds: Bounds, row: RosterRow | None) -> dict[str, Any]:
    """The card of one row, how much is left, and what was decided just before."""
    rows = bounds.rows(user)
    waiting = rows.filter(is_postponed=False).count()
    later = rows.filter(is_postponed=True).count()
    return {
        "card": _shown_card(row) if row else None,
        "bounds": bounds.query,
        "left_text": count(later if bounds.is_later else waiting),
        "is_later": bounds.is_later,
        "place": _place(user, bounds),
        "waiting_url": Bounds(bounds.institution, bounds.district).url("review_next")
        if waiting
        else "",
        "later_text": count(later) if later else "",
        "later_url": Bounds(bounds.institution, bounds.district, is_later=True).url("review_next"),
        "list_url": reverse("rosters:review_list"),
        "decided_url": bounds.url("decided_list"),
        "last": _last_act(user, bounds),
    }


def _shown_card(row: RosterRow) -> dict[str, Any] | None:
    found = cards_of([row])
    if not found:
        return None
    card = found[0]
    shown = ".".join(str(each.graduate) for each in card.candidates)
    return {"card": card, "shown": shown, "lines": card.lines, "candidates": card.candidates}


def _place(user: Any, bounds: Bounds) -> str:
    """The name of the institution or district one works on."""
    schools = School.objects.visible_to(user).receiving().select_related("district")
    if bounds.institution:
        school = schools.filter(code=bounds.institution).first()
        return school.name if school else ""
    if bounds.district:
        school = schools.filter(district__code=bounds.district).first()
        return school.district.name if school else ""
    return ""


def _last_act(user: Any, bounds: Bounds) -> dict[str, Any] | None:
    """What this person decided last and has not taken back: the next Ctrl+Z."""
    mine = bounds.decisions(user).filter(recorded_by=user)
    newest = mine.order_by("-pk").first()
    if newest is None:
        return None
    return act_line(list(related(mine.filter(act_id=newest.act_id))))


def decided_lines(user: Any, bounds: Bounds, before: int | None) -> tuple[list[dict], str]:
    """Acts within the bounds, newest first, and the address of older ones ("" none)."""
    decisions = related(bounds.decisions(user))
    if before is not None:
        decisions = decisions.filter(pk__lt=before)
    # A reject names several graduates: a page of acts is read with room for them.
    found = acts(list(decisions[: SHOWN_ACTS * 4]))
    shown = found[:SHOWN_ACTS]
    is_more = len(found) > SHOWN_ACTS
    older = bounds.url("decided_list", before=shown[-1][-1].pk) if is_more else ""
    return [act_line(act) for act in shown], older


def act_line(decisions: Sequence[LinkDecision]) -> dict[str, Any]:
    first = decisions[0]
    keys = {each.row_key for each in decisions}
    return {
        "who": str(first.recorded_by or "Hệ thống"),
        "at": moment_text(first.recorded_at),
        "name": first.row_facts["full_name"] if len(keys) == 1 else f"{count(len(keys))} học sinh",
        "institution": first.roster.institution.name,
        "said": said(decisions),
        "undo_url": reverse("rosters:act_undo", args=[first.act_id]),
    }


def together_context(bounds: Bounds, cards: Sequence[ReviewCard], kind: Difference) -> dict:
    """The preview: every row with its candidate, and in what they differ."""
    return {
        "words": TOGETHER_WORDS[kind],
        "kind": kind.value,
        "bounds": bounds.query,
        "count_text": count(min(len(cards), MOST_TOGETHER)),
        "total_text": count(len(cards)) if len(cards) > MOST_TOGETHER else "",
        "list_url": reverse("rosters:review_list"),
        "lines": [_together_line(card) for card in cards[:MOST_TOGETHER]],
    }


def _together_line(card: ReviewCard) -> dict[str, Any]:
    candidate = card.candidates[0]
    return {
        "ticked": str(Ticked(card.row, candidate.graduate, card.seen)),
        "full_name": card.full_name,
        "institution": card.institution,
        "candidate": candidate.full_name,
        "reasons": candidate.reasons,
        "cells": candidate.cells,
    }
