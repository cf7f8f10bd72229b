"""What an institution has said by hand of those on its lists, and who may speak for it.

A receiving institution sees its own rows and its own reports, never the graduate's record: every
question here is bounded by the institution of the list.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from districts.authority import Permission, scope_of
from domain.outcome import Stage
from rosters.models import Link, Roster, RosterRow, RosterVersion
from students.authorship import why_not_recordable
from students.models import Destination, Source

REPORTABLE = (Stage.NO_SHOW, Stage.LEFT, Stage.TRANSFERRED)
SPEAKING = (Source.RECEIVING_SCHOOL, Source.ON_BEHALF, Source.SETTLEMENT)

REPLACED = "Danh sách này đã được thay bằng danh sách mới hơn nên không báo theo dòng này được nữa."
NOT_MATCHED = "Chỉ báo được khi dòng này đã khớp với một học sinh tốt nghiệp THCS."
INSTITUTION_SAID = (
    "Thông tin này do trường, cơ sở tiếp nhận báo nên chỉ đơn vị đó sửa hoặc hoàn tác được."
)
SETTLED = (
    "Phòng, Sở GD&ĐT đã thống nhất là học sinh học ở nơi khác. "
    "Nếu học sinh đang học tại đơn vị, đề nghị Phòng GD&ĐT xem lại."
)


def speaking_source(user: Any, roster: Roster) -> Source | None:
    """Whose word it is when this user reports for the institution; None when it is nobody's."""
    scope = scope_of(user)
    institution = roster.institution
    if institution.pk in scope.receiving_school_ids:
        return Source.RECEIVING_SCHOOL if Permission.KEEP_ROSTER in scope.permissions else None
    is_officer = scope.is_province or institution.district_id in scope.district_ids
    if is_officer and Permission.ENTER_ON_BEHALF in scope.permissions:
        return Source.ON_BEHALF
    return None


def match_of(row: RosterRow) -> Link | None:
    """The link to the graduate whom the row is matched with, if it is."""
    matches = row.links.current().filter(status=Link.Status.MATCH)
    return matches.select_related("graduate__cohort").first()


def standing_report(version: RosterVersion, graduate_id: int) -> Destination | None:
    """The institution's report of this graduate that a list of that day does not outdate."""
    reports = _standing(version).filter(graduate=graduate_id).select_related("recorded_by")
    return reports.order_by("-stated_on", "-pk").first()


def standing_reports(version: RosterVersion) -> dict[int, Destination]:
    """The reports that stand against rows of this version, by row; two queries."""
    reports = _standing(version).order_by("stated_on", "pk")
    by_graduate = {report.graduate_id: report for report in reports}
    links = Link.objects.current().filter(
        row__version=version,
        status=Link.Status.MATCH,
        graduate__in=_standing(version).values("graduate"),
    )
    rows = links.values_list("row", "graduate")
    return {row: by_graduate[graduate] for row, graduate in rows if graduate in by_graduate}


def _standing(version: RosterVersion) -> QuerySet[Destination]:
    # A list of a later day that still names the child says that it came back (domain.outcome).
    since = Q(stated_on__gte=version.as_at) | Q(ended_on__gte=version.as_at)
    return _said_by_hand(version.roster).filter(since, stage__in=REPORTABLE).current()


def _said_by_hand(roster: Roster) -> QuerySet[Destination]:
    return Destination.objects.filter(
        school=roster.institution_id, programme=roster.programme, source__in=SPEAKING
    )


def reporting_version(roster: Roster, link: Link | None) -> str:
    """What a form of this row was opened with, as a word that changes with every change.

    The link tells whom the row means; both counts only grow, because statements are appended and
    superseded once.
    """
    if link is None:
        return ""
    said = _said_by_hand(roster).filter(graduate=link.graduate_id)
    totals = said.aggregate(
        recorded=Count("pk"), superseded=Count("pk", filter=Q(superseded_at__isnull=False))
    )
    return f"{link.pk}-{totals['recorded']}-{totals['superseded']}"


def why_not_reportable(row: RosterRow, link: Link | None) -> str:
    """Why nothing may be reported by this row; "" when it may."""
    if row.version.replaced_at is not None:
        return REPLACED
    if link is None:
        return NOT_MATCHED
    return why_not_recordable(link.graduate)


def why_not_revisable(source: Source, report: Destination | None) -> str:
    """Why a report may be neither corrected nor undone by that voice; "" when it may.

    What the institution said itself no office changes in its name; what an office settled between
    two institutions is taken back where it was settled.
    """
    if report and report.source == Source.SETTLEMENT:
        return SETTLED
    if report and report.source == Source.RECEIVING_SCHOOL and source != Source.RECEIVING_SCHOOL:
        return INSTITUTION_SAID
    return ""


def successor_among(rows: QuerySet[RosterRow], row: RosterRow) -> RosterRow | None:
    """The row of the version in force, among `rows`, that means the same graduate."""
    graduates: Iterable[int] = row.links.filter(status=Link.Status.MATCH).values("graduate")
    links = Link.objects.current().filter(status=Link.Status.MATCH, graduate__in=graduates)
    successors = rows.in_force().filter(
        pk__in=links.values("row"), version__roster=row.version.roster_id
    )
    return successors.order_by("pk").first()
