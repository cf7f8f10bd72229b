"""Children whom two institutions claim: an office settles which claim stands, or takes that back.

The claims that do not stand are ended by statements of source SETTLEMENT. Lists stay as they were
sent: one of a later day that still names the child claims it anew, and the office is asked again.
"""

from typing import Any

from django.utils import timezone

from audit.actions import record_event
from domain.outcome import Evidence, Outcome, Stage, contradict
from rosters import verbs
from students.actions import (
    StatementsVersion,
    hold_cohort,
    record_statements,
    recounting,
    standing_of,
    supersede_statements,
)
from students.models import Cohort, Destination, Graduate, Source

REASON = "Đã thống nhất là học sinh học ở nơi khác"


class SettlementRefused(Exception):
    """Nothing was written; str() is one Vietnamese sentence."""


@recounting()
def settle_conflict(
    *, graduate: Graduate, keep: int, by: Any, version: StatementsVersion | None
) -> list[Destination]:
    """Let the claim `keep` stand and end the claims that contradict it; returns the endings.

    Raises SettlementRefused where the child is claimed otherwise by now, or a claim names no
    school.
    """
    claims = _held_claims(graduate, version)
    kept = claims.get(keep)
    others = [each for each in claims.values() if kept and _excludes(kept, each, graduate)]
    if kept is None or not others or not all(each.school_id for each in others):
        raise SettlementRefused(_CHANGED)
    endings = [_ending(each, by=by) for each in others]
    record_statements(endings)
    record_event(
        by=by,
        verb=verbs.CONFLICT_SETTLED,
        about=graduate,
        count=len(endings),
        reason=f"học tại {kept.where}",
        after={"kept": kept.pk, "ended": [each.pk for each in others]},
    )
    return endings


@recounting()
def undo_settlement(*, graduate: Graduate, by: Any) -> None:
    """Take back what was settled of the child: every claim counts as before.

    Raises SettlementRefused where nothing is settled any more.
    """
    _hold(graduate.cohort)
    settled = list(settlements(graduate))
    if not settled:
        raise SettlementRefused("Việc thống nhất này đã được hoàn tác.")
    supersede_statements(destinations=settled, by=by, reason="hoàn tác", event=False)
    record_event(by=by, verb=verbs.SETTLEMENT_UNDONE, about=graduate, count=len(settled))


_CHANGED = "Thông tin về học sinh vừa thay đổi nên chưa ghi gì; xem lại rồi chọn."


def settlements(graduate: Graduate) -> Any:
    """The endings by which an office has settled where the child studies."""
    return Destination.objects.current().filter(graduate=graduate, source=Source.SETTLEMENT)


def _held_claims(graduate: Graduate, version: StatementsVersion | None) -> dict[int, Destination]:
    """The claims that count, by key, while nobody else writes."""
    _hold(graduate.cohort)
    if StatementsVersion.of(graduate.pk) != version:
        raise SettlementRefused(_CHANGED)
    said = list(Destination.objects.current().filter(graduate=graduate).select_related("school"))
    standing = standing_of(said, origin_district_id=graduate.school.district_id)
    if standing.outcome is not Outcome.CONFLICT:
        raise SettlementRefused("Học sinh này không còn được hai nơi cùng nhận.")
    return {each.pk: each for each in said if each.pk in standing.deciding}


def _hold(cohort: Cohort) -> None:
    hold_cohort(cohort)
    if not Cohort.objects.get(pk=cohort.pk).is_open:
        raise SettlementRefused(
            f"Số liệu năm tốt nghiệp {cohort.year} đã khóa nên không thống nhất được nữa; "
            "cần thay đổi thì đề nghị Sở GD&ĐT mở lại."
        )


def _excludes(kept: Destination, other: Destination, graduate: Graduate) -> bool:
    if kept.pk == other.pk:
        return False
    home = graduate.school.district_id
    return contradict(
        kept.as_statement(origin_district_id=home), other.as_statement(origin_district_id=home)
    )


def _ending(claim: Destination, *, by: Any) -> Destination:
    """The word that the child is not in class there; it outdates the claim and none after it."""
    today = max(timezone.localdate(), claim.stated_on)
    return Destination(
        graduate=claim.graduate,
        programme=claim.programme,
        school=claim.school,
        stage=Stage.NO_SHOW,
        source=Source.SETTLEMENT,
        evidence=Evidence.CONFIRMED,
        stated_on=today,
        ended_on=today,
        reason=REASON,
        recorded_at=timezone.now(),
        recorded_by=by,
    )
