"""The landing page: what each role finds to do, from the same queries however much there is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from districts.models import Role, School
from domain.outcome import Programme
from office.tasks import NAMED, named, task_groups
from rosters.models import Roster, RosterRow
from students.models import Cohort, Quota, Target
from tests.province import Province, bare_version, confirm, enrol, make_user, state

Browser = Callable[[str], Client]
HOME = "office:home"


def texts(user: Any, cohort: Cohort | None, key: str) -> list[str]:
    """The lines of one group, each with its number before it."""
    group = next(group for group in task_groups(user, cohort) if group["key"] == key)
    return [f"{task.get('number', '')} {task['text']}".strip() for task in group["tasks"]]


def shown(client: Client) -> str:
    response = client.get(reverse(HOME))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("role", [*Role, "UNASSIGNED"])
def test_everybody_lands_on_the_tasks(role: str, signed_in: Browser) -> None:
    assert "<h1>Việc của tôi</h1>" in shown(signed_in(role))


def test_stranger_is_sent_to_sign_in(signed_in: Browser) -> None:
    response = signed_in("ANONYMOUS").get(reverse(HOME))
    assert response["Location"].startswith(reverse("account_login"))


def test_without_a_cohort_there_is_nothing_to_do_yet(
    signed_in: Browser, province: Province
) -> None:
    Cohort.objects.all().delete()
    assert "Chưa có năm tốt nghiệp nào" in shown(signed_in("DEPARTMENT"))


def test_commune_and_unassigned_are_told_honestly(signed_in: Browser) -> None:
    assert "Chưa có danh sách nào được gửi đến địa phương" in shown(signed_in("COMMUNE"))
    assert "Tài khoản chưa được giao việc" in shown(signed_in("UNASSIGNED"))


def test_department_sees_districts_below_and_undecided(
    province: Province, officials: dict[str, Any]
) -> None:
    home = enrol(province, "Lê Thị An")
    confirm(home, Programme.UPPER_SECONDARY, province.thpt)
    enrol(province, "Võ Thị Cúc", school=province.thcs_away)
    urgent = texts(officials["DEPARTMENT"], province.cohort, "urgent")
    later = texts(officials["DEPARTMENT"], province.cohort, "next")
    assert "1 huyện, thị xã, thành phố chưa đạt mục tiêu chung hoặc chỉ tiêu đăng ký" in urgent
    assert "1 huyện, thị xã, thành phố chưa đủ cơ sở kết luận về mục tiêu, chỉ tiêu" in later


def test_district_that_met_the_province_may_fall_short_of_its_own_target(
    province: Province, officials: dict[str, Any]
) -> None:
    confirm(enrol(province, "Lê Thị An"), Programme.INTERMEDIATE, province.vocational)
    confirm(enrol(province, "Trần Văn Bé"), Programme.UPPER_SECONDARY, province.thpt)
    department = officials["DEPARTMENT"]
    sentence = "Không có huyện, thị xã, thành phố nào chưa đạt mục tiêu, chỉ tiêu."
    assert sentence in texts(department, province.cohort, "done")
    Target.objects.create(
        cohort=province.cohort, kind="registered", district=province.home, percent=Decimal("80")
    )
    assert sentence not in texts(department, province.cohort, "done")


def test_units_without_lists_are_named_until_they_report(
    province: Province, officials: dict[str, Any]
) -> None:
    district = officials["DISTRICT"]
    Quota.objects.create(cohort=province.cohort, school=province.thpt, seats=40)
    assert texts(district, province.cohort, "urgent")[:2] == [
        "2 trường THCS chưa có danh sách tốt nghiệp",
        "2 cơ sở tiếp nhận chưa có danh sách đang học",
    ]
    bare_version(province, province.thpt, "Lê Thị An")
    bare_version(province, province.vocational, "Lê Thị An")
    for school in (province.thcs, province.thcs_second):
        enrol(province, "Trần Văn Bé", school=school)
    done = texts(district, province.cohort, "done")
    assert "Mọi trường THCS đã có danh sách tốt nghiệp." in done
    assert "Mọi cơ sở tiếp nhận đã có danh sách đang học." in done


def test_children_are_counted_by_what_is_wrong(
    province: Province, officials: dict[str, Any]
) -> None:
    enrol(province, "Lê Thị An", commune=province.home_commune)
    doubtful = enrol(province, "Trần Văn Bé")
    confirm(doubtful, Programme.UPPER_SECONDARY, province.thpt)
    state(doubtful, Programme.WORKING, stated_on=date(2020, 10, 1))
    torn = enrol(province, "Bùi Văn Hai")
    confirm(torn, Programme.UPPER_SECONDARY, province.thpt)
    confirm(torn, Programme.INTERMEDIATE, province.vocational)
    enrol(province, "Võ Thị Cúc", school=province.thcs_away)
    for role in ("DISTRICT", "ORIGIN_SCHOOL"):
        found = [
            line
            for key in ("urgent", "next")
            for line in texts(officials[role], province.cohort, key)
        ]
        assert "1 học sinh cần nhập kết quả khảo sát" in found
        assert "1 học sinh cần xác minh" in found
        assert "1 học sinh có thông tin chưa thống nhất" in found
        assert "1 học sinh chưa vào học cần đưa vào danh sách gửi địa phương" in found


def test_child_held_back_for_review_is_not_listed(
    province: Province, officials: dict[str, Any]
) -> None:
    child = enrol(province, "Lê Thị An")
    type(child).objects.filter(pk=child.pk).update(open_reviews=1)
    district = officials["DISTRICT"]
    sentence = "Không có học sinh nào cần đưa vào danh sách gửi địa phương."
    assert sentence in texts(district, province.cohort, "done")


@pytest.mark.parametrize(
    ("role", "is_told"), [("DISTRICT", True), ("RECEIVING_SCHOOL", True), ("DEPARTMENT", False)]
)
def test_rows_in_review_are_told_to_those_who_decide(
    role: str, is_told: bool, province: Province, officials: dict[str, Any]
) -> None:
    row = bare_version(province, province.thpt, "Lê Thị An")
    away = bare_version(province, province.vocational_away, "Võ Thị Cúc")
    RosterRow.objects.filter(pk__in=[row.pk, away.pk]).update(status=RosterRow.Status.REVIEW)
    line = "1 trường hợp cần đối chiếu: dòng danh sách đang học là học sinh nào"
    assert (line in texts(officials[role], province.cohort, "urgent")) is is_told


@pytest.mark.parametrize(
    ("role", "address"),
    [("RECEIVING_SCHOOL", "rosters:review_next"), ("DISTRICT", "rosters:review_list")],
)
def test_rows_in_review_lead_to_the_queue(
    role: str, address: str, province: Province, officials: dict[str, Any]
) -> None:
    row = bare_version(province, province.thpt, "Lê Thị An")
    RosterRow.objects.filter(pk=row.pk).update(status=RosterRow.Status.REVIEW)
    groups = task_groups(officials[role], province.cohort)
    urls = [task["url"] for task in groups[0]["tasks"] if "đối chiếu" in task["text"]]
    assert urls == [reverse(address)]


def test_postponed_rows_are_told_apart(province: Province, officials: dict[str, Any]) -> None:
    row = bare_version(province, province.thpt, "Lê Thị An")
    RosterRow.objects.filter(pk=row.pk).update(status=RosterRow.Status.REVIEW, is_postponed=True)
    office = officials["DISTRICT"]
    assert "1 trường hợp đối chiếu đã để sau" in texts(office, province.cohort, "next")
    done = texts(office, province.cohort, "done")
    assert "Không còn trường hợp nào cần đối chiếu." in done


def test_receiving_school_finds_each_of_its_lists(
    province: Province, officials: dict[str, Any], signed_in: Browser
) -> None:
    """Parts of one programme, earlier years; not the other lists that a second role reaches."""
    officials["RECEIVING_SCHOOL"].assignments.create(role=Role.DISTRICT, district=province.home)
    version = bare_version(province, province.thpt, "Lê Thị An").version
    Roster.objects.filter(pk=version.roster_id).update(part="Lớp Hậu Nghĩa")
    bare_version(province, province.thpt, "Trần Văn Bé")
    earlier = Cohort.objects.create(year=2019)
    bare_version(replace(province, cohort=earlier), province.thpt, "Võ Thị Cúc")
    bare_version(province, province.gdtx, "Bùi Văn Hai")
    lines = signed_in("RECEIVING_SCHOOL").get(reverse(HOME)).context["rosters"]
    assert [(line["cohort"], line["list_name"]) for line in lines] == [
        (2020, "Lớp 10 THPT, đang học"),
        (2020, "Lớp 10 THPT, Lớp Hậu Nghĩa, đang học"),
        (2019, "Lớp 10 THPT, đang học"),
    ]
    assert {line["institution"] for line in lines} == {province.thpt.name}


def test_receiving_school_without_a_list_is_told_to_send_one(
    province: Province, officials: dict[str, Any], signed_in: Browser
) -> None:
    user = officials["RECEIVING_SCHOOL"]
    assert texts(user, province.cohort, "urgent") == ["1 đơn vị chưa có danh sách đang học"]
    bare_version(province, province.thpt, "Lê Thị An")
    page = shown(signed_in("RECEIVING_SCHOOL"))
    assert "Không còn việc nào cần làm ngay." in page
    assert "Danh sách đang học của đơn vị đã có." in page


def test_school_of_origin_without_graduates_is_told_who_sends_the_list(
    province: Province, officials: dict[str, Any], signed_in: Browser
) -> None:
    user = officials["ORIGIN_SCHOOL"]
    assert texts(user, province.cohort, "urgent") == ["1 trường chưa có danh sách tốt nghiệp"]
    assert "Danh sách do Phòng GD&amp;ĐT nhập" in shown(signed_in("ORIGIN_SCHOOL"))


def test_two_roles_find_the_tasks_of_both(province: Province, officials: dict[str, Any]) -> None:
    user = officials["ORIGIN_SCHOOL"]
    user.assignments.create(role=Role.RECEIVING_SCHOOL, school=province.gdtx)
    assert texts(user, province.cohort, "urgent") == [
        "1 trường chưa có danh sách tốt nghiệp",
        "1 đơn vị chưa có danh sách đang học",
    ]


def test_accounts_never_used_are_counted_in_scope(
    province: Province, officials: dict[str, Any]
) -> None:
    make_user("phong-khac", Role.DISTRICT, district=province.away)
    # The officials of the tests have never signed in: five of the province, four of the district.
    department = texts(officials["DEPARTMENT"], province.cohort, "next")
    district = texts(officials["DISTRICT"], province.cohort, "next")
    assert "7 tài khoản chưa đăng nhập lần nào" in department
    assert "4 tài khoản chưa đăng nhập lần nào" in district


def test_every_link_of_the_page_can_be_followed(
    province: Province, officials: dict[str, Any], signed_in: Browser
) -> None:
    enrol(province, "Lê Thị An", commune=province.home_commune)
    for role in ("DEPARTMENT", "DISTRICT", "ORIGIN_SCHOOL", "RECEIVING_SCHOOL"):
        client = signed_in(role)
        for group in task_groups(officials[role], province.cohort):
            for task in group["tasks"]:
                if task.get("url"):
                    assert client.get(task["url"]).status_code == 200, (role, task)


def test_hostile_school_name_is_shown_escaped(province: Province, signed_in: Browser) -> None:
    School.objects.filter(pk=province.thcs.pk).update(name="<script>alert(1)</script>")
    page = shown(signed_in("DISTRICT"))
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("role", ["DEPARTMENT", "DISTRICT", "ORIGIN_SCHOOL", "RECEIVING_SCHOOL"])
def test_page_has_a_constant_number_of_queries(
    role: str, province: Province, signed_in: Browser
) -> None:
    client = signed_in(role)
    numbers = []
    # Records that look alike are read one by one only where there are any.
    enrol(province, "Lê Thị Số 0", commune=province.home_commune)
    for round_of in range(1, 4):
        make_user(f"thcs-{round_of}", Role.ORIGIN_SCHOOL, school=province.thcs)
        School.objects.create(
            code=f"802N9{round_of}", name=f"Trường nghề Số {round_of}", kind="VOCATIONAL",
            district=province.home, province="Long An",
        )  # fmt: skip
        for number in range(5 * round_of):
            enrol(province, f"Lê Thị Số {number}", commune=province.home_commune)
        bare_version(
            province, (province.thpt, province.gdtx, province.vocational)[round_of - 1], "A"
        )
        with CaptureQueriesContext(connection) as queries:
            shown(client)
        numbers.append(len(queries))
    assert len(set(numbers)) == 1
    assert numbers[0] <= 26


def test_named_stops_after_the_first() -> None:
    names = [f"Trường {letter}" for letter in "ABCDE"]
    assert named(names[:NAMED]) == "Trường A, Trường B, Trường C"
    assert named(names) == "Trường A, Trường B, Trường C và 2 đơn vị khác"
    assert named([]) == ""
