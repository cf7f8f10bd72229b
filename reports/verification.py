"""Recomputes every derived column and every balance, and tells what differs.

Anything listed here is a defect of the software: figures must follow from statements, links and
facts alone.
"""

from collections import Counter
from collections.abc import Iterator

from django.db import connection
from django.db.models import F, Q

from audit.append_only import unprotected
from domain.names import name_key, sort_key
from outreach.figures import differences as case_differences
from outreach.models import Case
from outreach.verification import paper_differences
from reports.counting import Register
from reports.indicators import By, figures_by
from rosters.actions.statements import VOCATIONAL
from rosters.decided import undecided_rows
from rosters.ledger import balances as row_balances
from rosters.models import Link, Roster, RosterRow, RosterVersion
from students.actions.outcomes import derived_differences
from students.actions.sums import COUNT_COLUMNS, UNITS, counted_by, counted_intake
from students.models import (
    Cohort,
    Destination,
    Graduate,
    GraduateCount,
    GraduateFacts,
    IntakeCount,
    Source,
)


def differences() -> list[str]:
    """One Vietnamese sentence for each thing that is not as it should be; empty when all is
    well.
    """
    return [
        *_outcomes(),
        *_name_keys(),
        *_facts(),
        *_open_reviews(),
        *_row_statuses(),
        *_links_of_replaced_versions(),
        *_decisions(),
        *_roster_statements(),
        *_withdrawn(),
        *_sums(),
        *_balances(),
        *_ledgers(),
        *case_differences(Case.objects.all()),
        *paper_differences(),
        *_triggers(),
    ]


def _outcomes() -> Iterator[str]:
    for pk, column, stored, expected in derived_differences():
        yield f"Học sinh {pk}: cột {column} ghi “{stored}”, tính lại là “{expected}”."


def _name_keys() -> Iterator[str]:
    rows = Graduate.objects.values_list("pk", "full_name", "name_key", "sort_key")
    for pk, full_name, key, order in rows.iterator(chunk_size=5_000):
        if (key, order) != (name_key(full_name), sort_key(full_name)):
            yield f"Học sinh {pk}: khóa tìm kiếm hoặc khóa sắp xếp không khớp với họ tên."


def _facts() -> Iterator[str]:
    current = GraduateFacts.objects.current()
    without = Graduate.objects.exclude(pk__in=current.values("graduate"))
    for pk in without.values_list("pk", flat=True):
        yield f"Học sinh {pk}: không có dữ kiện tính số liệu hiện hành."
    differing = current.exclude(
        Q(graduate__school=F("school"))
        & (
            Q(graduate__commune=F("commune"))
            | Q(graduate__commune__isnull=True, commune__isnull=True)
        )
        & (
            Q(is_member=True, graduate__withdrawn_at__isnull=True)
            | Q(is_member=False, graduate__withdrawn_at__isnull=False)
        )
    )
    for pk in differing.values_list("graduate", flat=True):
        yield f"Học sinh {pk}: trường, xã hoặc tư cách trong danh sách khác với dữ kiện hiện hành."


def _open_reviews() -> Iterator[str]:
    total: Counter[int] = Counter()
    vocational: Counter[int] = Counter()
    review = Link.objects.current().filter(status=Link.Status.REVIEW)
    for graduate, programme in review.values_list("graduate", "row__version__roster__programme"):
        total[graduate] += 1
        vocational[graduate] += programme in VOCATIONAL
    stored = Graduate.objects.filter(Q(open_reviews__gt=0) | Q(pk__in=list(total)))
    for pk, n, n_vocational in stored.values_list("pk", "open_reviews", "open_vocational_reviews"):
        if (n, n_vocational) != (total[pk], vocational[pk]):
            yield f"Học sinh {pk}: số dòng chờ kiểm tra ghi {n}, đếm lại là {total[pk]}."


def _row_statuses() -> Iterator[str]:
    expected: dict[int, str] = {}
    for row, status in Link.objects.current().values_list("row", "status"):
        expected[row] = status
    rows = RosterRow.objects.in_force().values_list("pk", "status")
    for pk, status in rows.iterator(chunk_size=5_000):
        wanted = expected.get(pk, RosterRow.Status.NONE)
        if status != wanted:
            yield f"Dòng danh sách {pk}: trạng thái “{status}”, theo đối chiếu là “{wanted}”."


def _links_of_replaced_versions() -> Iterator[str]:
    stale = Link.objects.current().filter(row__version__replaced_at__isnull=False)
    for pk in stale.values_list("pk", flat=True):
        yield f"Đối chiếu {pk} thuộc một danh sách đã được thay thế."


def _decisions() -> Iterator[str]:
    """Links are what people decided over what was proposed."""
    latest = RosterVersion.objects.latest().select_related("roster__institution")
    for version in latest.order_by("pk"):
        for pk in undecided_rows(version):
            yield f"Dòng danh sách {pk} ({version.roster}): đối chiếu khác với quyết định đã ghi."


def _roster_statements() -> Iterator[str]:
    """Each match has its statement, and each statement of a roster its match."""
    matched = set(
        Link.objects.current()
        .filter(status=Link.Status.MATCH)
        .values_list("row__version__batch_id", "graduate")
    )
    in_force = RosterVersion.objects.latest().values("batch_id")
    stated = set(
        Destination.objects.current()
        .filter(source=Source.ROSTER, ended_on__isnull=True, batch_id__in=in_force)
        .values_list("batch_id", "graduate")
    )
    for _, graduate in sorted(matched - stated, key=str):
        yield f"Học sinh {graduate}: đã khớp với danh sách nhưng chưa có thông tin nơi học."
    for _, graduate in sorted(stated - matched, key=str):
        yield f"Học sinh {graduate}: có thông tin theo danh sách nhưng không còn dòng khớp."


def _withdrawn() -> Iterator[str]:
    """Nothing of a roster may stand on a graduate whose import was undone."""
    gone = {"graduate__withdrawn_at__isnull": False}
    for pk in Link.objects.current().filter(**gone).values_list("graduate", flat=True):
        yield f"Học sinh {pk}: đã rút khỏi danh sách nhưng còn dòng đối chiếu."
    stated = Destination.objects.current().filter(source=Source.ROSTER, **gone)
    for pk in stated.values_list("graduate", flat=True):
        yield f"Học sinh {pk}: đã rút khỏi danh sách nhưng còn thông tin theo danh sách đang học."


def _sums() -> Iterator[str]:
    """The kept sums against the children themselves."""
    counted = counted_by(UNITS, Graduate.objects.all())
    kept = {tuple(row[:-1]): row[-1] for row in GraduateCount.objects.values_list(*COUNT_COLUMNS)}
    for cohort, _, school, *_ in sorted(
        {key[:3] for key in counted.keys() | kept.keys() if counted[key] != kept.get(key, 0)},
        key=str,
    ):
        yield f"Trường {school}, năm {cohort}: bảng tổng hợp khác với số đếm lại từng học sinh."
    yield from _intake_sums()


def _intake_sums() -> Iterator[str]:
    counted: Counter[tuple[str, int, int]] = Counter()
    for cohort, school, number in counted_intake(Destination.objects.current()):
        counted["confirmed", cohort, school] = number
    waiting = RosterRow.objects.in_force().exclude(status=RosterRow.Status.MATCH)
    for cohort in Cohort.objects.all():
        for school, number in waiting.in_grade_ten(cohort).children_by_institution():
            counted["others", cohort.pk, school] = number
    kept: Counter[tuple[str, int, int]] = Counter()
    for one in IntakeCount.objects.all():
        kept["confirmed", one.cohort_id, one.school_id] = one.confirmed
        kept["others", one.cohort_id, one.school_id] = one.others
    for key in sorted(counted.keys() | kept.keys()):
        if counted[key] != kept[key]:
            yield (
                f"Cơ sở {key[2]}: số học sinh lớp 10 ghi {kept[key]}, đếm lại là {counted[key]}."
            )


def _balances() -> Iterator[str]:
    for cohort in Cohort.objects.all():
        graduates = Graduate.objects.filter(cohort=cohort)
        members = graduates.members().count()
        for by in By:
            units = figures_by(by, cohort=cohort, register=Register.whole())
            for unit in units:
                if not unit.figures.balances():
                    yield f"{cohort}, {unit.name}: sáu kết quả không bằng số học sinh."
            total = sum(unit.figures.graduates for unit in units)
            if total != members:
                yield f"{cohort}: cộng theo {by.value} được {total}, danh sách có {members}."


def _ledgers() -> Iterator[str]:
    """Every row in force is linked, in review, elsewhere or unmatched, and in one of them only."""
    rosters = Roster.objects.in_bulk()
    for cohort in Cohort.objects.all():
        for roster, balance in row_balances(RosterRow.objects.in_force(), cohort).items():
            if not balance.balances:
                yield f"{rosters[roster]}: số dòng không bằng tổng các phần đối chiếu ({balance})."


def _triggers() -> Iterator[str]:
    for table in unprotected(connection):
        yield f"Bảng {table} mất trình kích hoạt chỉ cho thêm; chạy lại audit.append_only.install."
