"""What there is to do, per role: each thing is either a task with its number, or done.

Review rounds will give tasks their deadlines; until then a task is urgent, or comes next.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from districts.authority import Permission, Scope, scope_of
from districts.models import School
from domain.formats import count
from domain.outcome import Outcome
from domain.rates import Verdict
from office.casework import case_tasks
from office.correction_tasks import correction_tasks
from office.directory import NEVER, in_state
from office.people import visible_users
from office.task import Task
from outreach.models import Referral, ReferralState
from outreach.models.referrals import OPEN
from reports.counting import Register
from reports.indicators import By, figures_by
from reports.links import GraduateLinks
from rosters.models import RosterRow, RosterVersion
from rosters.transfers.pages import waiting_number
from rosters.unreported import Unreported
from students.merging.pairs import likely_pairs
from students.models import Cohort, Graduate
from students.models.graduate import NOT_ENROLLED
from students.survey.lists import papers_address
from students.survey.sign_offs import list_address, unsigned_schools

NAMED = 3


def task_groups(user: Any, cohort: Cohort | None) -> list[dict[str, Any]]:
    """Tasks as *urgent*, *next* and *done*, from a number of queries that no row adds to."""
    tasks = list(_tasks(user, cohort)) if cohort else []
    urgent = [task for task in tasks if task.number and task.is_urgent]
    later = [task for task in tasks if task.number and not task.is_urgent]
    done = [task for task in tasks if not task.number]
    return [
        {"key": "urgent", "title": "Cần làm ngay", "tasks": [_line(task) for task in urgent]},
        {"key": "next", "title": "Cần làm tiếp", "tasks": [_line(task) for task in later]},
        {"key": "done", "title": "Đã xong", "tasks": [_done_line(task) for task in done]},
    ]


def _tasks(user: Any, cohort: Cohort) -> Iterator[Task]:
    desk = Desk(user, cohort)
    scope = desk.scope
    if scope.is_province:
        yield from desk.targets()
    if scope.is_province or scope.district_ids:
        yield from desk.missing_lists()
    if scope.district_ids or scope.receiving_school_ids:
        yield from desk.reviews()
    yield from case_tasks(user, cohort)
    if scope.origin_school_ids:
        yield desk.own_graduates()
    if scope.receiving_school_ids:
        yield desk.own_rosters()
        yield desk.transfers()
    yield from correction_tasks(user)
    if Permission.SEE_GRADUATES in scope.permissions:
        yield from desk.children()
    if Permission.ISSUE_REFERRALS in scope.permissions:
        yield from desk.papers()
    if Permission.RECORD_DESTINATION in scope.permissions:
        yield desk.sign_offs()
    if Permission.MANAGE_USERS in scope.permissions:
        yield desk.accounts()


class Desk:
    """What lies before one person in one cohort."""

    def __init__(self, user: Any, cohort: Cohort) -> None:
        self.user, self.cohort = user, cohort
        self.scope: Scope = scope_of(user)
        self.links = GraduateLinks(cohort)
        self.graduates = Graduate.objects.visible_to(user).members().filter(cohort=cohort)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """How many of the viewer's graduates stand how, in one query."""
        listed = Q(outcome__in=NOT_ENROLLED, open_reviews=0)
        return self.graduates.aggregate(
            graduates=Count("pk"),
            not_known=Count("pk", filter=Q(outcome=Outcome.NOT_KNOWN)),
            conflict=Count("pk", filter=Q(outcome=Outcome.CONFLICT)),
            in_question=Count("pk", filter=Q(in_question=True)),
            not_enrolled=Count("pk", filter=listed),
            communes=Count("commune", distinct=True, filter=listed),
        )

    def targets(self) -> Iterator[Task]:
        """Districts below one of their targets, and those of which nobody can say yet."""
        units = figures_by(
            By.DISTRICT, cohort=self.cohort, register=Register.visible_to(self.user), intake={}
        )
        known = [unit for unit in units if unit.figures.graduates]
        verdicts = {unit.code: {t.comparison.verdict for t in unit.targets} for unit in known}
        below = [unit for unit in known if Verdict.NOT_MET in verdicts[unit.code]]
        open_ones = [
            unit for unit in known if unit not in below and Verdict.UNDECIDED in verdicts[unit.code]
        ]
        if not known:
            return
        overview = self._figures_url()
        yield Task(
            len(below),
            "huyện, thị xã, thành phố chưa đạt mục tiêu chung hoặc chỉ tiêu đăng ký",
            "Không có huyện, thị xã, thành phố nào chưa đạt mục tiêu, chỉ tiêu.",
            overview,
            named([unit.name for unit in below]),
        )
        yield Task(
            len(open_ones),
            "huyện, thị xã, thành phố chưa đủ cơ sở kết luận về mục tiêu, chỉ tiêu",
            "Huyện, thị xã, thành phố nào có danh sách cũng đã đủ cơ sở kết luận.",
            overview,
            named([unit.name for unit in open_ones]),
            is_urgent=False,
        )

    def missing_lists(self) -> Iterator[Task]:
        """Units that have not reported: without their lists no figure of the unit is right."""
        missing = Unreported(School.objects.visible_to(self.user), self.cohort)
        url = f"{self._figures_url()}#unreported"
        yield Task(
            len(missing.graduating),
            "trường THCS chưa có danh sách tốt nghiệp",
            "Mọi trường THCS đã có danh sách tốt nghiệp.",
            url,
            named([school.name for school in missing.graduating]),
        )
        yield Task(
            len(missing.receiving),
            "cơ sở tiếp nhận chưa có danh sách đang học",
            "Mọi cơ sở tiếp nhận đã có danh sách đang học.",
            url,
            named([school.name for school in missing.receiving]),
        )

    def reviews(self) -> Iterator[Task]:
        """Rows that no machine may decide; a child among their candidates is on no list."""
        rows = RosterRow.objects.visible_to(self.user).in_force()
        in_review = rows.filter(version__roster__cohort=self.cohort, status=RosterRow.Status.REVIEW)
        numbers = in_review.aggregate(
            waiting=Count("pk", filter=Q(is_postponed=False)),
            later=Count("pk", filter=Q(is_postponed=True)),
        )
        begins = "review_list" if self._keeps_district() else "review_next"
        yield Task(
            numbers["waiting"],
            "trường hợp cần đối chiếu: dòng danh sách đang học là học sinh nào",
            "Không còn trường hợp nào cần đối chiếu.",
            reverse(f"rosters:{begins}"),
            "Học sinh có thể trùng với các dòng này chưa đưa vào danh sách vận động.",
        )
        if numbers["later"]:
            yield Task(
                numbers["later"],
                "trường hợp đối chiếu đã để sau",
                "",
                f"{reverse('rosters:review_next')}?later=1",
                is_urgent=False,
            )

    def own_graduates(self) -> Task:
        """Lower-secondary schools of one's own without a list of graduates."""
        own = School.objects.visible_to(self.user).filter(pk__in=self.scope.origin_school_ids)
        silent = own.exclude(pk__in=self.graduates.order_by().values("school"))
        names = list(silent.order_by("name").values_list("name", flat=True))
        return Task(
            len(names),
            "trường chưa có danh sách tốt nghiệp",
            "Danh sách tốt nghiệp của trường đã có.",
            note=f"{named(names)}. Danh sách do Phòng GD&ĐT nhập từ phụ lục quyết định công nhận "
            "tốt nghiệp.",
        )

    def own_rosters(self) -> Task:
        """Institutions of one's own without a list in force."""
        listed = RosterVersion.objects.latest().filter(roster__cohort=self.cohort)
        own = School.objects.visible_to(self.user).filter(pk__in=self.scope.receiving_school_ids)
        silent = own.exclude(pk__in=listed.values("roster__institution"))
        names = list(silent.order_by("name").values_list("name", flat=True))
        return Task(
            len(names),
            "đơn vị chưa có danh sách đang học",
            "Danh sách đang học của đơn vị đã có.",
            reverse("rosters:upload"),
            f"{named(names)}. Tải tệp danh sách học sinh lớp 10, học viên đang học lên.",
        )

    def transfers(self) -> Task:
        """Children of whom the other institution waits for a word of one's own."""
        return Task(
            waiting_number(self.user, self.cohort),
            "học sinh chuyển trường chờ đơn vị trả lời",
            "Không có học sinh chuyển trường nào chờ đơn vị trả lời.",
            reverse("rosters:transfer_list"),
        )

    def children(self) -> Iterator[Task]:
        """Graduates about whom something is contradictory, doubtful or not known."""
        numbers, links = self.numbers, self.links
        if not numbers["graduates"]:
            return
        yield Task(
            numbers["conflict"],
            "học sinh có thông tin chưa thống nhất",
            "Không có học sinh nào có thông tin chưa thống nhất.",
            self._conflicts_url(),
            "Các nơi xác nhận những điều không thể cùng đúng; cần hỏi lại để thống nhất.",
            is_urgent=self._keeps_district(),
        )
        yield Task(
            numbers["in_question"],
            "học sinh cần xác minh",
            "Không có học sinh nào cần xác minh.",
            links.url(special="in_question"),
            "Có thông tin mới khác với nơi học đã xác nhận.",
        )
        if self.scope.district_ids:
            yield self._duplicates()
        yield self._to_verify()
        yield self._not_known()
        yield self._not_enrolled()

    def papers(self) -> Iterator[Task]:
        """Lists that wait for a signature and a number, and those that came from another office."""
        counted = (
            Referral.objects.visible_to(self.user)
            .filter(addressee__cohort=self.cohort)
            .aggregate(
                opened=Count("pk", filter=Q(state__in=OPEN)),
                received=Count(
                    "pk",
                    filter=Q(
                        state=ReferralState.ISSUED,
                        addressee__district__in=self.scope.district_ids,
                    ),
                ),
            )
        )
        url = f"{reverse('outreach:referral_list')}?cohort={self.cohort.year}"
        yield Task(
            counted["opened"],
            "danh sách đề nghị vận động chờ trình ký, phát hành",
            "Không có danh sách đề nghị vận động nào chờ trình ký, phát hành.",
            url,
        )
        if counted["received"]:
            yield Task(
                counted["received"],
                "danh sách của Phòng GD&ĐT huyện khác cần tiếp nhận, chuyển về xã",
                "",
                url,
            )

    def sign_offs(self) -> Task:
        """Schools that have not said that they went through their lists, or must again."""
        schools = list(unsigned_schools(self.user, self.cohort))
        is_own = bool(self.scope.origin_school_ids) and not self._keeps_district()
        return Task(
            len(schools),
            "trường chưa xác nhận đã rà soát danh sách tốt nghiệp",
            "Mọi trường có danh sách đã xác nhận đã rà soát.",
            papers_address(self.cohort, schools[0])
            if is_own and schools
            else list_address(self.cohort),
            "Ghi đủ nơi học, in trình ký rồi xác nhận; có thay đổi về sau thì xác nhận lại."
            if is_own
            else "",
            is_urgent=False,
        )

    def accounts(self) -> Task:
        people = visible_users(self.user).filter(in_state(NEVER))
        return Task(
            people.count(),
            "tài khoản chưa đăng nhập lần nào",
            "Tài khoản nào cũng đã đăng nhập.",
            f"{reverse('office:user_list')}?state={NEVER}",
            is_urgent=False,
        )

    def _duplicates(self) -> Task:
        """Children who may be counted twice."""
        return Task(
            len(likely_pairs(self.graduates)),
            "cặp hồ sơ có thể trùng: một học sinh được đếm hai lần",
            "Không có cặp hồ sơ nào có thể trùng.",
            reverse("students:duplicate_list"),
            is_urgent=False,
        )

    def _to_verify(self) -> Task:
        """Reports grown old; in a year that is closed nobody is asked any more."""
        due = self.graduates.filter(cohort__is_open=True).to_verify_again(timezone.localdate())
        return Task(
            due.count(),
            "học sinh cần xác minh lại: khai báo nơi học đã cũ",
            "Không có khai báo nơi học nào quá hạn xác minh.",
            reverse("students:verification_list"),
            f"Theo khai báo, quá {count(settings.REPORT_VALID_DAYS)} ngày chưa hỏi lại.",
            is_urgent=False,
        )

    def _not_known(self) -> Task:
        """Those who ask families enter the answers class by class; the department reads."""
        number, done = self.numbers["not_known"], "Học sinh nào cũng đã có thông tin."
        if self.scope.is_province:
            url = self.links.url(outcome=Outcome.NOT_KNOWN)
            return Task(number, "học sinh chưa có thông tin", done, url, is_urgent=False)
        url = f"{reverse('students:survey_list')}?cohort={self.cohort.year}"
        return Task(number, "học sinh cần nhập kết quả khảo sát", done, url)

    def _not_enrolled(self) -> Task:
        numbers = self.numbers
        return Task(
            numbers["not_enrolled"],
            "học sinh chưa vào học cần đưa vào danh sách gửi địa phương",
            "Không có học sinh nào cần đưa vào danh sách gửi địa phương.",
            self.links.not_enrolled(),
            f"Cư trú ở {count(numbers['communes'])} xã, phường, thị trấn."
            if numbers["communes"]
            else "",
            is_urgent=False,
        )

    def _keeps_district(self) -> bool:
        return self.scope.is_province or bool(self.scope.district_ids)

    def _conflicts_url(self) -> str:
        if self._keeps_district():
            return reverse("rosters:conflict_list")
        return self.links.url(outcome=Outcome.CONFLICT)

    def _figures_url(self) -> str:
        return f"{reverse('reports:overview')}?cohort={self.cohort.year}"


def named(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - NAMED
    first = ", ".join(names[:NAMED])
    return f"{first} và {count(more)} đơn vị khác" if more > 0 else first


def _line(task: Task) -> dict[str, str]:
    return {
        "number": count(task.number),
        "text": task.text,
        "url": task.url,
        "note": task.note,
    }


def _done_line(task: Task) -> dict[str, str]:
    return {"text": task.done_text}
