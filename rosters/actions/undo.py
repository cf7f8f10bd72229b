"""Taking a version of a roster back: the version before is in force again, as if the file had never
come.

Nothing is deleted. Links and statements follow, because they are a function of the versions in
force; what the institution reported by the version's rows since stands in the way.
"""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from audit.actions import record_event
from domain.formats import birth, count, day
from domain.names import display_name
from imports.models import Batch
from imports.undoing import BuiltUpon, Obstacle, UndoRefused, UndoResult, hold_batch
from imports.verbs import IMPORT_UNDONE
from rosters.actions.following import mark_versions, relink_version
from rosters.actions.statements import sync_intake, sync_open_reviews
from rosters.actions.upload import candidates_of, close_version
from rosters.foresight import Foresight, foresee_version
from rosters.models import RosterRow, RosterVersion
from rosters.reported import standing_reports
from rosters.versions import version_before
from students.actions import recounting
from students.labels import STAGE_LABELS
from students.models import Destination

WITHDRAWN = "hoàn tác lần nhập danh sách"


class NoSuchVersion(UndoRefused):
    """The batch brought no roster."""


@dataclass(frozen=True)
class RosterUndo(UndoResult):
    """`withdrawn` children are in class there no longer by this list, `restored` ones are again.

    `previous` is the version that is in force again.
    """

    previous: RosterVersion | None = None

    @property
    def sentence(self) -> str:
        """What undoing did."""
        if self.previous is None:
            return "Đã hoàn tác: danh sách này không còn được dùng; đơn vị chưa có danh sách khác."
        return (
            f"Đã hoàn tác: danh sách trước, “{self.previous.file_name}”, tính đến ngày "
            f"{day(self.previous.as_at)}, được dùng lại."
        )


def undo_roster(
    *, batch: Batch, by: Any | None, reason: str = "", but_those: bool = False
) -> RosterUndo:
    """Take back the version that this batch brought.

    A list is taken back whole: `but_those` keeps nobody. The version before is linked before the
    transaction. Raises CohortClosed, AlreadyUndone, BuiltUpon with the obstacles, NoSuchVersion.
    """
    version = RosterVersion.objects.latest().filter(batch_id=batch.pk).first()
    previous = version_before(version) if version else None
    ahead = foresee_version(previous) if previous else None
    return _undo(batch=batch, by=by, reason=reason, ahead=ahead)


@recounting()
def _undo(*, batch: Batch, by: Any | None, reason: str, ahead: Foresight | None) -> RosterUndo:
    batch = hold_batch(batch)
    version = _version_of(batch)
    if version.replaced_at is not None:
        raise BuiltUpon(replaced_sentence(version))
    found = undo_obstacles(version)
    if found:
        raise BuiltUpon(_reported_sentence(len(found)), found)
    previous = version_before(version)
    cohort, institution = batch.cohort, version.roster.institution_id
    before = _in_class(version)
    close_version(version, by=by, reason=WITHDRAWN)
    if previous:
        RosterVersion.objects.filter(pk=previous.pk).update(replaced_at=None)
        _link_again(previous, ahead, since=cohort.register_version, by=by)
    sync_open_reviews(candidates_of(version))
    sync_intake(cohort, {institution})
    after = _in_class(previous) if previous else set()
    result = RosterUndo(len(before - after), len(after - before), 0, previous=previous)
    _close(batch, result, by=by)
    record_event(
        by=by,
        verb=IMPORT_UNDONE,
        about=batch,
        count=batch.counts.get("rows", 0),
        reason=f"{result.sentence} {reason}".strip(),
    )
    return result


def _link_again(
    version: RosterVersion, ahead: Foresight | None, *, since: int, by: Any | None
) -> None:
    """Link what is in force again; anew, where register or lists changed meanwhile."""
    if ahead is None or ahead.stamp != (since, frozenset({(version.pk, version.linked_with)})):
        ahead = foresee_version(version)
    relink_version(version, ahead.proposals[version.pk], by=by)
    mark_versions(ahead.marks)


def undo_obstacles(version: RosterVersion) -> list[Obstacle]:
    """What the institution reported by rows of this version since it came, in the file's order."""
    reports = standing_reports(version)
    since = {pk: each for pk, each in reports.items() if each.recorded_at >= version.received_at}
    rows = RosterRow.objects.filter(pk__in=since).order_by("sheet", "row_number", "pk")
    return [_obstacle(row, since[row.pk]) for row in rows]


def replaced_sentence(version: RosterVersion) -> str:
    """Why a version that is in force no longer is not undone."""
    newer = version.roster.versions.latest().first()
    by_which = f" (“{newer.file_name}”, tính đến ngày {day(newer.as_at)})" if newer else ""
    return (
        f"Danh sách này đã được thay bằng danh sách mới hơn{by_which} nên không còn được dùng; "
        "muốn dùng lại thì hoàn tác danh sách mới hơn trước."
    )


def _obstacle(row: RosterRow, report: Destination) -> Obstacle:
    born = f", sinh {birth(row.birth)}" if row.birth else ""
    return Obstacle(
        graduate=report.graduate_id,
        full_name=display_name(row.full_name),
        where=f"trang {row.sheet}, dòng {row.row_number}{born}",
        sentence=f"Đơn vị đã báo: {STAGE_LABELS[report.stage].lower()}, từ ngày "
        f"{day(report.ended_on or report.stated_on)}.",
    )


def _reported_sentence(number: int) -> str:
    return (
        f"Đơn vị đã báo chưa ra lớp, thôi học hoặc chuyển trường {count(number)} học sinh theo "
        "danh sách này nên chưa hoàn tác gì; hoàn tác các báo cáo đó trước, xem từng học sinh."
    )


def _version_of(batch: Batch) -> RosterVersion:
    """Locked, so that nobody reports by its rows meanwhile."""
    versions = RosterVersion.objects.select_for_update(of=("self",))
    related = versions.select_related("roster__institution__district", "roster__cohort")
    version = related.filter(batch_id=batch.pk).first()
    if version is None:
        raise NoSuchVersion(f"“{batch}” không phải lần nhập danh sách đang học.")
    return version


def _in_class(version: RosterVersion) -> set[int]:
    stated = Destination.objects.current().filter(batch_id=version.batch_id, ended_on=None)
    return set(stated.values_list("graduate", flat=True))


def _close(batch: Batch, result: RosterUndo, *, by: Any | None) -> None:
    batch.withdrawn_at = timezone.now()
    batch.withdrawn_by = by
    batch.counts |= {"withdrawn": result.withdrawn, "restored": result.restored}
    batch.save(update_fields=["withdrawn_at", "withdrawn_by", "counts"])
