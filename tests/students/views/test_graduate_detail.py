"""One child's page: what it tells, to whom, and that looking is recorded."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event, EventDetail
from audit.sentences import sentence_of
from domain.outcome import Programme
from students.actions import set_open_reviews
from students.models import Cohort, Graduate
from students.profile import masked
from students.verbs import GRADUATE_READ
from tests.province import Province, confirm, enrol, make_user, state

Browser = Callable[[str], Client]
PHONE, PERSONAL_ID = "0912345678", "080205001234"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def child(province: Province) -> Graduate:
    return enrol(
        province,
        "LÊ THỊ AN",
        commune=province.home_commune,
        class_name="9/1",
        phone=PHONE,
        personal_id=PERSONAL_ID,
        priority="Hộ nghèo",
        guardian="Lê Văn Cha",
    )


def address(graduate: Graduate) -> str:
    return reverse("students:graduate_detail", args=[graduate.pk])


def shown(client: Client, graduate: Graduate) -> str:
    response = client.get(address(graduate))
    assert response.status_code == 200
    return response.content.decode()


def timeline_of(client: Client, graduate: Graduate) -> list[dict[str, Any]]:
    return client.get(address(graduate)).context["story"]["timeline"]


@pytest.mark.parametrize("role", ["DISTRICT", "ORIGIN_SCHOOL"])
def test_page_shows_contacts_to_who_reaches_the_family(
    role: str, child: Graduate, signed_in: Browser
) -> None:
    page = shown(signed_in(role), child)
    for text in ("Lê Thị An", "04/3/2005", PHONE, PERSONAL_ID, "Hộ nghèo", "Lê Văn Cha"):
        assert text in page
    assert "che bớt" not in page


def test_page_masks_contacts_from_the_department(child: Graduate, signed_in: Browser) -> None:
    page = shown(signed_in("DEPARTMENT"), child)
    for text in (PHONE, PHONE[:-3], PERSONAL_ID, PERSONAL_ID[:-3], "Hộ nghèo"):
        assert text not in page
    assert "••••• 678" in page
    assert "che bớt" in page


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0912345678", "••••• 678"),
        ("0912 345 678", "••••• 678"),
        ("0912345678; 0987654321", "••••• 321"),
        ("0912345678 (mẹ)", "••••• 678"),
        ("123456", "•••••"),
        ("hàng xóm", "•••••"),
        ("", "•••••"),
    ],
)
def test_masked_number(text: str, expected: str) -> None:
    assert masked(text) == expected


def test_reading_is_recorded_once(
    child: Graduate, signed_in: Browser, officials: dict[str, Any]
) -> None:
    shown(signed_in("DISTRICT"), child)
    event = Event.objects.get()
    assert (event.verb, event.actor_id) == (GRADUATE_READ, officials["DISTRICT"].pk)
    assert (event.object_type, event.object_id) == ("students.Graduate", str(child.pk))
    assert sentence_of(event) == "Cán bộ phong xem hồ sơ của học sinh LÊ THỊ AN."


def test_reading_that_cannot_be_recorded_shows_nothing(
    child: Graduate, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**values: Any) -> None:
        raise RuntimeError("nhật ký")

    monkeypatch.setattr("students.actions.record_read", fail)
    with pytest.raises(RuntimeError, match="nhật ký"):
        signed_in("DISTRICT").get(address(child))


def test_child_of_another_unit_is_not_found(province: Province, signed_in: Browser) -> None:
    """Not even of a child who lives in the district but finished school elsewhere."""
    away = enrol(province, "Võ Thị Cúc", school=province.thcs_away, commune=province.home_commune)
    second = enrol(province, "Trần Văn Bé", school=province.thcs_second)
    assert signed_in("DISTRICT").get(address(away)).status_code == 404
    assert signed_in("ORIGIN_SCHOOL").get(address(second)).status_code == 404
    assert signed_in("DEPARTMENT").get(address(away)).status_code == 200
    assert Event.objects.count() == 1


def test_withdrawn_child_is_not_found(child: Graduate, signed_in: Browser) -> None:
    Graduate.objects.filter(pk=child.pk).update(withdrawn_at="2020-10-01T00:00Z")
    assert signed_in("DEPARTMENT").get(address(child)).status_code == 404


@pytest.mark.parametrize("key", ["0", "99999999", "9" * 30])
def test_unknown_key_is_not_found(key: str, province: Province, signed_in: Browser) -> None:
    assert signed_in("DEPARTMENT").get(f"/graduates/{key}/").status_code == 404


@pytest.mark.parametrize("role", ["RECEIVING_SCHOOL", "COMMUNE", "UNASSIGNED"])
def test_role_without_the_right_is_refused(role: str, child: Graduate, signed_in: Browser) -> None:
    assert signed_in(role).get(address(child)).status_code == 403


@pytest.mark.parametrize("who", ["ANONYMOUS", "INACTIVE"])
def test_stranger_is_sent_to_sign_in(who: str, child: Graduate, signed_in: Browser) -> None:
    response = signed_in(who).get(address(child))
    assert response["Location"].startswith(reverse("account_login"))


def test_list_leads_to_the_page(child: Graduate, signed_in: Browser) -> None:
    page = signed_in("DISTRICT").get(reverse("students:graduate_list")).content.decode()
    assert f'href="{address(child)}"' in page


def test_page_of_child_nobody_spoke_of(child: Graduate, signed_in: Browser) -> None:
    page = shown(signed_in("DISTRICT"), child)
    assert "Chưa có thông tin nào" in page
    assert "Chưa có đơn vị nào cung cấp thông tin" in page


def test_timeline_is_newest_first_and_tells_what_counts(
    province: Province, child: Graduate, signed_in: Browser
) -> None:
    user = make_user("ghi")
    state(child, Programme.WORKING, by=user, reason="phụ gia đình")
    confirm(child, Programme.INTERMEDIATE, province.vocational)
    first, second = timeline_of(signed_in("DISTRICT"), child)
    assert (first["programme"], first["mark"]["text"]) == ("Trung cấp", "Đang được tính")
    assert first["where"] == "Trường Trung cấp nghề Sông Đỏ (Huyện Đức Hòa)"
    assert (second["programme"], second["mark"]["text"]) == ("Đi làm", "Không được tính")
    assert "Cán bộ ghi" in str(second["facts"])
    assert "phụ gia đình" in str(second["facts"])


def test_conflict_is_told_with_both_sources(
    province: Province, child: Graduate, signed_in: Browser
) -> None:
    confirm(child, Programme.UPPER_SECONDARY, province.thpt)
    confirm(child, Programme.INTERMEDIATE, province.vocational)
    response = signed_in("DISTRICT").get(address(child))
    opposed = response.context["story"]["opposed"]
    assert {entry["programme"] for entry in opposed} == {"Lớp 10 THPT", "Trung cấp"}
    assert {entry["mark"]["text"] for entry in opposed} == {"Chưa thống nhất"}
    page = response.content.decode()
    assert "Các thông tin chưa thống nhất" in page
    assert "không thể cùng đúng" in page


def test_contrary_report_is_told_beside_the_confirmed_one(
    province: Province, child: Graduate, signed_in: Browser
) -> None:
    confirm(child, Programme.UPPER_SECONDARY, province.thpt)
    state(child, Programme.UPPER_SECONDARY, school=province.thpt, stated_on=date(2020, 9, 20))
    state(child, Programme.WORKING, stated_on=date(2020, 9, 21))
    story = signed_in("DISTRICT").get(address(child)).context["story"]
    assert [entry["programme"] for entry in story["opposed"]] == ["Lớp 10 THPT", "Đi làm"]
    assert story["opposed"][1]["mark"]["text"] == "Cần xác minh"


def test_agreeing_report_is_no_opposition(
    province: Province, child: Graduate, signed_in: Browser
) -> None:
    confirm(child, Programme.UPPER_SECONDARY, province.thpt)
    state(child, Programme.UPPER_SECONDARY, school=province.thpt, stated_on=date(2020, 9, 20))
    assert signed_in("DISTRICT").get(address(child)).context["story"]["opposed"] == []


def test_open_review_is_told(child: Graduate, signed_in: Browser) -> None:
    set_open_reviews({child.pk: (2, 0)})
    page = shown(signed_in("DISTRICT"), child)
    assert "đang chờ kiểm tra đối chiếu với 2 dòng" in page


def test_ended_word_of_a_roster_says_until_when(
    province: Province, child: Graduate, signed_in: Browser
) -> None:
    confirm(child, Programme.UPPER_SECONDARY, province.thpt, source="ROSTER",
            ended_on=date(2020, 10, 5))  # fmt: skip
    (entry,) = timeline_of(signed_in("DISTRICT"), child)
    assert {"label": "Không còn học từ", "value": "5/10/2020"} in entry["facts"]


def test_links_to_change_follow_the_source(
    province: Province, child: Graduate, signed_in: Browser
) -> None:
    confirm(child, Programme.CONTINUING, province.gdtx, source="ROSTER")
    confirm(child, Programme.INTERMEDIATE, province.vocational, source="ON_BEHALF")
    state(child, Programme.WORKING)
    by_role = {
        role: [bool(entry["correct_url"]) for entry in timeline_of(signed_in(role), child)]
        for role in ("DEPARTMENT", "DISTRICT", "ORIGIN_SCHOOL")
    }
    assert by_role == {
        "DEPARTMENT": [True, True, False],
        "DISTRICT": [True, True, False],
        "ORIGIN_SCHOOL": [True, False, False],
    }
    assert "không sửa bằng tay" in shown(signed_in("DISTRICT"), child)


def test_closed_cohort_offers_no_change(child: Graduate, signed_in: Browser) -> None:
    state(child, Programme.WORKING)
    Cohort.objects.update(is_open=False)
    page = shown(signed_in("DISTRICT"), child)
    assert "đã khóa" in page
    assert "Ghi thông tin nơi học" not in page
    assert "Đính chính" not in page


@pytest.mark.parametrize("name", [SCRIPT, "=1+1", "Nguyễn " + "Văn" * 35])
def test_hostile_text_is_shown_as_text(name: str, province: Province, signed_in: Browser) -> None:
    graduate = enrol(province, name, residence=SCRIPT, guardian=SCRIPT, note=SCRIPT)
    state(graduate, Programme.WORKING, by=make_user(SCRIPT), reason=SCRIPT, evidence_note=SCRIPT)
    state(graduate, Programme.INTERMEDIATE, place_text=SCRIPT, place="OUTSIDE")
    page = shown(signed_in("DISTRICT"), graduate)
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert") >= 7


def test_timeline_survives_purged_details(child: Graduate, signed_in: Browser) -> None:
    """The retention rule empties the values of events; who and when stay with the statement."""
    client = signed_in("DISTRICT")
    statement = state(child, Programme.WORKING)
    client.post(
        reverse("students:statement_withdraw", args=[child.pk, statement.pk]),
        {"version": "1-0", "reason": "ghi nhầm em khác"},
    )
    assert "ghi nhầm em khác" in shown(client, child)
    EventDetail.objects.all().delete()
    assert "Cán bộ phong" in shown(client, child)


def test_queries_do_not_grow_with_the_timeline(
    province: Province, child: Graduate, signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            shown(client, child)
        return len(captured)

    schools = [province.thpt, province.gdtx, province.vocational, province.thpt_outside]
    for number, school in enumerate(schools[:2]):
        state(child, Programme.CONTINUING, school=school, by=make_user(f"a{number}"))
    queries()
    few = queries()
    for number, school in enumerate(schools * 2):
        state(child, Programme.CONTINUING, school=school, by=make_user(f"b{number}"))
    assert queries() == few
