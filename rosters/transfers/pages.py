"""What the page of transfers shows: the least that both sides need to know the child."""

from typing import Any

from django.urls import reverse

from domain.formats import birth, count, day
from domain.names import display_name
from rosters.models import Link, RosterRow
from rosters.transfers.book import Transfer, origin_of, own_institutions, transfers_of
from students.models import Cohort

WAITS_FOR_TARGET = "Chờ {place} xác nhận tiếp nhận"
WAITS_FOR_ORIGIN = "Chờ {place} xác nhận học sinh đã chuyển đi"
REFUSED = "{place} báo học sinh không đến; học sinh được tìm hiểu, vận động trở lại"
AGREED = "Hai nơi đã thống nhất"


def list_context(user: Any, institutions: Any, cohort: Cohort | None) -> dict[str, Any]:
    """Transfers in three groups: those that wait for the viewer, those that wait for the other
    side, and those that are done.
    """
    own = set(own_institutions(user))
    found = transfers_of(institutions, cohort) if cohort else []
    lines = [_line(each, own) for each in found]
    mine = [line for line in lines if line["answers"]]
    waiting = [line for line in lines if line["is_waiting"] and not line["answers"]]
    done = [line for line in lines if not line["is_waiting"]]
    return {
        "groups": [
            {"key": "mine", "title": f"Chờ đơn vị trả lời: {count(len(mine))}", "lines": mine},
            {"key": "waiting", "title": f"Chờ nơi kia: {count(len(waiting))}", "lines": waiting},
            {"key": "done", "title": f"Đã trả lời: {count(len(done))}", "lines": done},
        ],
        "is_empty": not lines,
    }


def waiting_number(user: Any, cohort: Cohort | None) -> int:
    """How many transfers wait for the word of the viewer's own institution."""
    own = set(own_institutions(user))
    if not own or cohort is None:
        return 0
    return sum(bool(_answers(each, own)) for each in transfers_of(own, cohort))


def arrival_url(user: Any, row: RosterRow, link: Link | None) -> str:
    """Where the own institution says that the child of a row came from elsewhere; "" where nobody
    else claims the child.
    """
    institution = row.version.roster.institution_id
    if link is None or institution not in own_institutions(user) or row.version.replaced_at:
        return ""
    is_open = row.version.roster.cohort.is_open and origin_of(link, institution)
    return reverse("rosters:row_arrival", args=[row.pk]) if is_open else ""


def _line(transfer: Transfer, own: set[int]) -> dict[str, Any]:
    said, graduate = transfer.said, transfer.said.graduate
    return {
        "name": display_name(graduate.full_name),
        "birth": birth(graduate.birth) if graduate.birth else "",
        "origin": transfer.origin.name,
        "target": transfer.target.name,
        "since": day(said.ended_on or said.stated_on),
        "state": _state(transfer),
        "is_waiting": transfer.waits_for_target or transfer.waits_for_origin,
        "answers": _answers(transfer, own),
        "asks_to_leave": transfer.waits_for_origin and transfer.origin.pk in own,
        "undo_url": _undo_url(transfer, own),
    }


def _state(transfer: Transfer) -> str:
    if transfer.waits_for_target:
        return WAITS_FOR_TARGET.format(place=transfer.target.name)
    if transfer.waits_for_origin:
        return WAITS_FOR_ORIGIN.format(place=transfer.origin.name)
    return AGREED if transfer.is_agreed else REFUSED.format(place=transfer.target.name)


def _answers(transfer: Transfer, own: set[int]) -> dict[str, Any] | None:
    """What the viewer's institution may say; None where it is not asked."""
    if transfer.waits_for_target and transfer.target.pk in own:
        choices = [("accept", "Báo tiếp nhận"), ("refuse", "Không đến đơn vị")]
        asked = transfer.departure
    elif transfer.waits_for_origin and transfer.origin.pk in own:
        choices, asked = [("leave", "Báo chuyển đi")], transfer.arrival
    else:
        return None
    return {"url": reverse("rosters:transfer_answer", args=[asked.pk]), "choices": choices}


def _undo_url(transfer: Transfer, own: set[int]) -> str:
    """Where the viewer's institution takes back its own latest word."""
    words = (transfer.arrival, transfer.refusal, transfer.departure)
    mine = [each for each in words if each and each.school_id in own]
    return reverse("rosters:transfer_undo", args=[mine[0].pk]) if mine else ""
