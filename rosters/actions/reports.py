"""What an institution reports of a child on its list: it never came, left, or went elsewhere.

Each is a confirmed statement that ends what the list says, so that the child is looked for again
until somebody says where it is. It is stated on the day of reporting, because it is a later word
than the list, and ends on the day the child was last counted.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions import record_event
from districts.models import School
from domain.outcome import Evidence, Stage
from rosters import verbs
from rosters.models import Link, RosterRow, RosterVersion
from rosters.reported import match_of, reporting_version, standing_report
from students.actions import (
    StatementsVersion,
    correct_statement,
    record_statements,
    withdraw_statement,
)
from students.models import Destination, Graduate, Source

_VERBS = {
    Stage.NO_SHOW: verbs.NO_SHOW_REPORTED,
    Stage.LEFT: verbs.LEAVER_REPORTED,
    Stage.TRANSFERRED: verbs.TRANSFER_REPORTED,
}
_REVISED = "Đơn vị sửa thông tin đã báo"
_UNDONE = "Đơn vị hoàn tác thông tin đã báo"
_TRANSFER = "Chuyển đến: "


class RowChanged(Exception):
    """The list, the row's match or the reports of it changed after the form was opened; nothing
    was written.
    """


@transaction.atomic
def report_no_show(
    *,
    row: RosterRow,
    by: Any,
    source: Source,
    version: str,
    since: date,
    reason: str = "",
    evidence_note: str = "",
) -> Destination:
    """Record that a child on the list never came; a report that stands already is replaced.

    `version` is what `reported.reporting_version` gave when the form was opened; `since` the day
    from which the child is not counted. Raises RowChanged.
    """
    said = {"ended_on": since, "reason": reason, "evidence_note": evidence_note}
    return _report(Stage.NO_SHOW, said, row=row, by=by, source=source, version=version)


@transaction.atomic
def report_leaver(
    *,
    row: RosterRow,
    by: Any,
    source: Source,
    version: str,
    since: date,
    reason: str = "",
    evidence_note: str = "",
) -> Destination:
    """Record that a child on the list has left; otherwise as `report_no_show`."""
    said = {"ended_on": since, "reason": reason, "evidence_note": evidence_note}
    return _report(Stage.LEFT, said, row=row, by=by, source=source, version=version)


@transaction.atomic
def report_transfer(
    *,
    row: RosterRow,
    by: Any,
    source: Source,
    version: str,
    since: date,
    destination: str,
    other_school: School | None = None,
    reason: str = "",
    evidence_note: str = "",
) -> Destination:
    """Record that a child went to `destination`, a school in words, and `other_school` where it is
    one of the catalogue; otherwise as `report_no_show`.

    It confirms nothing there: the other side has to accept the child (`actions.transfers`).
    """
    text = transfer_reason(destination, reason)
    said = {"ended_on": since, "reason": text, "evidence_note": evidence_note}
    said["other_school"] = other_school
    return _report(Stage.TRANSFERRED, said, row=row, by=by, source=source, version=version)


@transaction.atomic
def withdraw_report(*, row: RosterRow, by: Any, version: str) -> Destination:
    """Undo the report that stands against this row: what the list says counts again.

    Raises RowChanged, too when no report stands.
    """
    link = _locked_match(row, version)
    report = standing_report(row.version, link.graduate_id)
    if report is None:
        raise RowChanged
    withdraw_statement(
        statement=report,
        by=by,
        version=StatementsVersion.of(link.graduate_id),
        reason=_UNDONE,
    )
    return report


def transfer_reason(destination: str, reason: str) -> str:
    """Where to and why in the one text that everybody who reads the statement is shown."""
    place = destination.replace(";", ",")
    return f"{_TRANSFER}{place}; {reason}" if reason else f"{_TRANSFER}{place}"


def read_transfer_reason(text: str) -> tuple[str, str]:
    """(where to, why) of such a text; a text written otherwise is all "why"."""
    if not text.startswith(_TRANSFER):
        return "", text
    destination, _, reason = text.removeprefix(_TRANSFER).partition("; ")
    return destination, reason


def _report(
    stage: Stage, said: dict[str, Any], *, row: RosterRow, by: Any, source: Source, version: str
) -> Destination:
    link = _locked_match(row, version)
    values = said | {
        "programme": row.version.roster.programme,
        "school": row.version.roster.institution,
        "stage": stage,
        "source": source,
        "evidence": Evidence.CONFIRMED,
        "stated_on": timezone.localdate(),
    }
    earlier = standing_report(row.version, link.graduate_id)
    if earlier:
        return correct_statement(
            statement=earlier,
            by=by,
            version=StatementsVersion.of(link.graduate_id),
            correction_reason=_REVISED,
            **values,
        )
    report = Destination(
        graduate=link.graduate, recorded_at=timezone.now(), recorded_by=by, **values
    )
    record_statements([report])
    record_event(
        by=by,
        verb=_VERBS[stage],
        about=link.graduate,
        count=1,
        reason=report.reason,
        after={"statement": report.pk, "school": report.school.code},
    )
    return report


def _locked_match(row: RosterRow, version: str) -> Link:
    # Locked, so that a new list, or a second report of the same moment, comes before or after
    # (PostgreSQL; on SQLite the transaction holds the only write lock already).
    in_force = RosterVersion.objects.latest().select_for_update().filter(pk=row.version_id).first()
    link = match_of(row)
    if in_force is None or link is None:
        raise RowChanged
    members = Graduate.objects.members().select_for_update().filter(pk=link.graduate_id)
    if not members or reporting_version(row.version.roster, link) != version:
        raise RowChanged
    return link
