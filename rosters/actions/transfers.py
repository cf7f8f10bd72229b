"""What the other side of a transfer says: the child came, never came, or may go.

Each is a statement of the institution that speaks (docs/adr/0029), so it is read, ended and taken
back as every statement is.
"""

from typing import Any

from django.utils import timezone

from audit.actions import record_event
from districts.models import School
from domain.outcome import Evidence, Programme, Stage
from rosters import verbs
from rosters.actions.reports import transfer_reason
from students.actions import hold_cohort, record_statements, recounting, supersede_statements
from students.models import Cohort, Destination, Graduate, Source

_ANSWERED = "Thông tin chuyển trường này vừa được sửa, rút hoặc trả lời; xem lại danh sách."
_CLOSED = (
    "Số liệu năm tốt nghiệp {year} đã khóa nên không ghi được nữa; "
    "cần thay đổi thì đề nghị Sở GD&ĐT mở lại."
)


class TransferRefused(Exception):
    """Nothing was written; str() is one Vietnamese sentence."""


@recounting()
def accept_transfer(*, departure: Destination, programme: Programme, by: Any) -> Destination:
    """The child that was sent off is in class here, in `programme`. Raises TransferRefused."""
    said = _answer(departure, programme, Stage.STUDYING, by=by)
    return _record(said, verbs.ARRIVAL_REPORTED, by=by)


@recounting()
def refuse_transfer(*, departure: Destination, programme: Programme, by: Any) -> Destination:
    """The child that was sent off never came here. Raises TransferRefused."""
    said = _answer(departure, programme, Stage.NO_SHOW, by=by)
    return _record(said, verbs.TRANSFER_REFUSED, by=by)


@recounting()
def report_arrival(
    *, graduate: Graduate, programme: Programme, at: School, origin: School, by: Any
) -> Destination:
    """A child on the list here came from `origin`, which has not said so. Raises
    TransferRefused where that is said already.
    """
    _hold(graduate.cohort)
    if _of(graduate).filter(school=at, other_school=origin, stage=Stage.STUDYING).exists():
        raise TransferRefused(_ANSWERED)
    said = _word(graduate, programme, at, origin, stage=Stage.STUDYING, by=by)
    return _record(said, verbs.ARRIVAL_REPORTED, by=by)


@recounting()
def confirm_departure(*, arrival: Destination, by: Any) -> list[Destination]:
    """The child that came to another institution has left this one: what this one claims is over.

    Raises TransferRefused where it claims nothing any more.
    """
    _hold(arrival.graduate.cohort)
    if not _of(arrival.graduate).filter(pk=arrival.pk).exists():
        raise TransferRefused(_ANSWERED)
    origin = arrival.other_school
    claimed = _of(arrival.graduate).filter(
        school=origin, stage=Stage.STUDYING, evidence=Evidence.CONFIRMED, ended_on__isnull=True
    )
    programmes = sorted(set(claimed.values_list("programme", flat=True)))
    if not programmes or _has_left(arrival):
        raise TransferRefused(_ANSWERED)
    departures = [
        _word(
            arrival.graduate,
            programme,
            origin,
            arrival.school,
            stage=Stage.TRANSFERRED,
            by=by,
            reason=transfer_reason(arrival.school.name, ""),
        )
        for programme in programmes
    ]
    record_statements(departures)
    record_event(
        by=by,
        verb=verbs.TRANSFER_REPORTED,
        about=arrival.graduate,
        count=1,
        reason=departures[0].reason,
        after={"statements": [each.pk for each in departures], "school": origin.code},
    )
    return departures


@recounting()
def take_back_word(*, said: Destination, by: Any) -> None:
    """Take back what this side said of a transfer. Raises TransferRefused."""
    _hold(said.graduate.cohort)
    words = list(
        _of(said.graduate).filter(
            school=said.school_id, other_school=said.other_school_id, stage=said.stage
        )
    )
    if not words:
        raise TransferRefused(_ANSWERED)
    supersede_statements(destinations=words, by=by, reason="hoàn tác", event=False)
    record_event(
        by=by,
        verb=verbs.TRANSFER_WORD_UNDONE,
        about=said.graduate,
        count=1,
        before={"statements": [each.pk for each in words]},
    )


def _hold(cohort: Cohort) -> None:
    hold_cohort(cohort)
    if not Cohort.objects.get(pk=cohort.pk).is_open:
        raise TransferRefused(_CLOSED.format(year=cohort.year))


def _of(graduate: Graduate) -> Any:
    return Destination.objects.current().filter(graduate=graduate)


def _require_open(departure: Destination) -> None:
    """The child is still sent off, and nobody has answered."""
    answers = _of(departure.graduate).filter(
        school=departure.other_school_id, other_school=departure.school_id
    )
    if not _of(departure.graduate).filter(pk=departure.pk).exists() or answers.exists():
        raise TransferRefused(_ANSWERED)


def _has_left(arrival: Destination) -> bool:
    departures = _of(arrival.graduate).filter(
        school=arrival.other_school_id, stage=Stage.TRANSFERRED
    )
    return departures.filter(other_school=arrival.school_id).exists()


def _answer(departure: Destination, programme: Programme, stage: Stage, *, by: Any) -> Destination:
    """What the other side says of a child that was sent off to it."""
    _hold(departure.graduate.cohort)
    _require_open(departure)
    here, origin = departure.other_school, departure.school
    return _word(departure.graduate, programme, here, origin, stage=stage, by=by)


def _word(
    graduate: Graduate,
    programme: str,
    school: School,
    other: School,
    *,
    stage: Stage,
    by: Any,
    reason: str = "",
) -> Destination:
    today = timezone.localdate()
    return Destination(
        graduate=graduate,
        programme=programme,
        school=school,
        other_school=other,
        stage=stage,
        source=Source.RECEIVING_SCHOOL,
        evidence=Evidence.CONFIRMED,
        stated_on=today,
        started_on=today if stage is Stage.STUDYING else None,
        ended_on=None if stage is Stage.STUDYING else today,
        reason=reason,
        recorded_at=timezone.now(),
        recorded_by=by,
    )


def _record(said: Destination, verb: str, *, by: Any) -> Destination:
    record_statements([said])
    record_event(
        by=by,
        verb=verb,
        about=said.graduate,
        count=1,
        after={"statement": said.pk, "school": said.school.code, "other": said.other_school.code},
    )
    return said
