"""The commune officer's pages: cards, one case, a visit from a form or from a phone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from domain.outreach.cases import Deadlines
from outreach import verbs
from outreach.actions.cases import set_deadlines
from outreach.models import Case, CaseNotice, CaseRequest, Visit
from tests.outreach.cases import fresh, make_case, visit
from tests.outreach.test_case_actions import in_class
from tests.province import Province

Browser = Callable[[str], Client]
TODAY = timezone.localdate()


def posted(case: Case, **values: Any) -> dict[str, Any]:
    """What the form of one visit sends."""
    given = {"outcome": "NOT_MET", "visited_on": TODAY.isoformat()}
    return given | {"version": case.version, "key": str(uuid4())} | values


def send(client: Client, case: Case, *, as_json: bool = False, **values: Any) -> Any:
    headers = {"Accept": "application/json"} if as_json else {}
    address = reverse("outreach:visit_add", args=[case.pk])
    return client.post(address, posted(case, **values), headers=headers)


def text(response: Any) -> str:
    return response.content.decode()


def cards(client: Client, **query: str) -> str:
    return text(client.get(reverse("outreach:case_list"), query))


# ---- cards ----


def test_cards_stand_by_hamlet_with_the_most_urgent_first(
    province: Province, signed_in: Browser
) -> None:
    make_case(province, "Lê Thị An", hamlet="Ấp 1")
    late = make_case(province, "Trần Văn Bé", hamlet="Ấp 2", phone="0912345678")
    Case.objects.filter(pk=late.pk).update(due_on="2020-10-01")
    page = cards(signed_in("COMMUNE"))
    assert page.index("Ấp 2</h2>") < page.index("Ấp 1</h2>")
    assert "Quá hạn" in page
    assert 'href="tel:0912345678"' in page
    assert "2 em cần vận động, 1 em quá hạn." in page
    assert Event.objects.filter(verb=verbs.CASES_READ, count=2).exists()


def test_claimed_and_settled_stand_apart(province: Province, signed_in: Browser) -> None:
    visit(make_case(province, "Lê Thị An"), "AGREED")
    in_class(make_case(province, "Trần Văn Bé"), province)
    make_case(province, "Võ Thị Cúc")
    client = signed_in("COMMUNE")
    shown = {show: cards(client, show=show) for show in ("open", "claimed", "settled")}
    for show, name in (("open", "Võ Thị Cúc"), ("claimed", "Lê Thị An")):
        assert [each for each in shown if f">{name}</a>" in shown[each]] == [show]
    assert ">Trần Văn Bé</a>" in shown["settled"]
    assert "không cần đến nhà" in shown["settled"]


def test_filter_by_hamlet(province: Province, signed_in: Browser) -> None:
    make_case(province, "Lê Thị An", hamlet="Ấp 1")
    make_case(province, "Trần Văn Bé", hamlet="Ấp 2")
    page = cards(signed_in("COMMUNE"), hamlet="Ấp 2", show="open")
    assert "Trần Văn Bé" in page
    assert "Lê Thị An" not in page


def test_cards_ask_the_same_number_of_queries_for_twice_the_children(
    province: Province, signed_in: Browser, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_case(province, "Lê Thị An")
    make_case(province, "Trần Văn Bé")
    client = signed_in("COMMUNE")
    cards(client)
    with CaptureQueriesContext(connection) as few:
        cards(client)
    make_case(province, "Võ Thị Cúc")
    make_case(province, "Hồ Văn Dần")
    with django_assert_num_queries(len(few)):
        cards(client)


def test_sheets_to_take_along_are_eight_to_a_page(province: Province, signed_in: Browser) -> None:
    for letter in "ABCDEFGHI":
        make_case(province, f"Lê Thị {letter}")
    page = text(signed_in("COMMUNE").get(reverse("outreach:case_print")))
    assert page.count('<ol class="slips"') == 2
    assert page.count('<li class="slip">') == 9


def test_news_are_seen_once_and_only_by_the_unit_that_was_told(
    province: Province, signed_in: Browser
) -> None:
    in_class(make_case(province), province)
    client = signed_in("COMMUNE")
    assert "Tin mới" in cards(client)
    client.post(reverse("outreach:news_read"))
    assert "Tin mới" not in cards(client)
    assert CaseNotice.objects.filter(commune=None).unread().count() == 2
    signed_in("DEPARTMENT").post(reverse("outreach:news_read"))
    assert CaseNotice.objects.unread().count() == 2


# ---- visits ----


def test_visit_from_the_plain_form_leads_back_to_the_list(
    province: Province, signed_in: Browser, officials: dict[str, Any]
) -> None:
    case = make_case(province)
    response = send(signed_in("COMMUNE"), case)
    assert response["Location"] == reverse("outreach:case_list")
    made = Visit.objects.get()
    assert (made.recorded_by, made.outcome) == (officials["COMMUNE"], "NOT_MET")
    assert "Đức Hòa Thượng" in made.unit_name


def test_phone_is_told_in_json(province: Province, signed_in: Browser) -> None:
    case, client = make_case(province), signed_in("COMMUNE")
    told = send(client, case, as_json=True).json()
    assert told["state"] == "saved"
    assert told["version"] == fresh(case).version
    wrong = send(client, fresh(case), as_json=True, outcome="REFUSED").json()
    assert wrong["errors"] == {"reason": "Chọn lý do gia đình chưa đồng thuận."}


def test_phone_that_sends_twice_records_once(province: Province, signed_in: Browser) -> None:
    case, key = make_case(province), str(uuid4())
    client = signed_in("COMMUNE")
    for _ in range(2):
        assert send(client, case, as_json=True, key=key).json()["state"] == "saved"
    assert Visit.objects.count() == 1


def test_overtaken_phone_is_shown_both(province: Province, signed_in: Browser) -> None:
    case, client = make_case(province), signed_in("COMMUNE")
    visit(case, "REFUSED", reason="FAR", note="gặp bà nội")
    told = send(client, case, as_json=True).json()
    assert told["state"] == "changed"
    assert "gặp bà nội" in told["theirs"][0]
    assert Visit.objects.count() == 1
    assert send(client, case, as_json=True, version=told["version"]).json()["state"] == "saved"


def test_overtaken_form_is_shown_both_and_the_next_click_records(
    province: Province, signed_in: Browser
) -> None:
    case, client = make_case(province), signed_in("COMMUNE")
    visit(case, "REFUSED", reason="FAR", note="gặp bà nội")
    page = text(send(client, case, note="đã hẹn mẹ"))
    assert "gặp bà nội" in page
    assert 'value="đã hẹn mẹ"' in page
    assert f'name="version" value="{fresh(case).version}"' in page
    send(client, fresh(case), note="đã hẹn mẹ")
    assert Visit.objects.count() == 2


def test_confirmed_child_takes_no_visit_and_says_why(
    province: Province, signed_in: Browser
) -> None:
    case = make_case(province)
    in_class(case, province)
    told = send(signed_in("COMMUNE"), case, as_json=True).json()
    assert told["state"] == "gone"
    assert "nhà trường xác nhận" in told["sentence"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"outcome": ""}, "Chọn kết quả."),
        ({"outcome": "COME_AGAIN"}, "Chọn ngày hẹn gặp lại."),
        ({"outcome": "ELSEWHERE", "place": "THPT X"}, "Chọn em đang học gì."),
        ({"outcome": "ELSEWHERE", "programme": "CONTINUING"}, "Ghi tên trường, cơ sở"),
        ({"visited_on": "2099-01-01"}, "Ngày đến không thể sau hôm nay."),
        ({"visited_on": "31/2/2020"}, "Ngày đến phải là ngày có thật"),
        ({"next_on": "2020-01-01"}, "Ngày hẹn phải sau ngày đến."),
        ({"note": "x" * 301}, "Ghi chú dài nhất 300 ký tự."),
    ],
)
def test_wrong_answer_is_told_and_nothing_is_lost(
    province: Province, signed_in: Browser, values: dict[str, str], sentence: str
) -> None:
    case = make_case(province)
    page = text(send(signed_in("COMMUNE"), case, **values))
    assert sentence in page
    assert "Lỗi:" in page
    assert not Visit.objects.exists()


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30, "²"])
def test_form_that_was_tampered_with_records_nothing(
    province: Province, signed_in: Browser, version: str
) -> None:
    case = make_case(province)
    response = send(signed_in("COMMUNE"), case, version=version, key="khong-phai")
    assert response.status_code == 200
    assert not Visit.objects.exists()


def test_place_is_found_by_its_name_and_kept_in_words_otherwise(
    province: Province, signed_in: Browser
) -> None:
    case, client = make_case(province), signed_in("COMMUNE")
    send(client, case, outcome="AGREED", place="truong thpt song do")
    send(client, fresh(case), outcome="AGREED", place="Trường nghề ở Bình Dương")
    first, second = Visit.objects.order_by("pk")
    assert (first.school, first.place_text) == (province.thpt, "")
    assert (second.school, second.place_text) == (None, "Trường nghề ở Bình Dương")


def test_visit_is_taken_back_by_the_unit(province: Province, signed_in: Browser) -> None:
    case = make_case(province)
    made = visit(case)
    client = signed_in("COMMUNE")
    client.post(reverse("outreach:visit_take_back", args=[made.pk]))
    assert fresh(case).visit_count == 0
    page = text(client.get(reverse("outreach:case_detail", args=[case.pk])))
    assert "(đã hoàn tác)" in page


# ---- one case, requests, ending ----


def test_case_page_shows_places_with_seats_left(province: Province, signed_in: Browser) -> None:
    from students.models import Quota

    Quota.objects.create(cohort=province.cohort, school=province.gdtx, seats=40)
    Quota.objects.create(cohort=province.cohort, school=province.thpt, seats=0)
    case = make_case(province)
    page = text(signed_in("COMMUNE").get(reverse("outreach:case_detail", args=[case.pk])))
    near = page[page.index("Nơi gần nhất còn nhận học sinh") :]
    assert "còn 40 chỉ tiêu" in near
    assert near.index(province.vocational.name) < near.index(province.vocational_away.name)
    assert f"{province.thpt.name} <" not in near


def test_contacts_are_for_whoever_goes_to_the_family_and_their_office(
    province: Province, signed_in: Browser
) -> None:
    case = make_case(province, phone="0912345678", guardian="Lê Văn Cha")
    address = reverse("outreach:case_detail", args=[case.pk])
    seen = {role: "0912345678" in text(signed_in(role).get(address)) for role in
            ("COMMUNE", "DISTRICT", "ORIGIN_SCHOOL", "DEPARTMENT")}  # fmt: skip
    assert seen == {"COMMUNE": True, "DISTRICT": True, "ORIGIN_SCHOOL": True, "DEPARTMENT": False}


def test_case_goes_to_another_commune_when_its_office_agrees(
    province: Province, signed_in: Browser
) -> None:
    case = make_case(province)
    address = reverse("outreach:case_request", args=[case.pk])
    signed_in("COMMUNE").post(
        address, {"to_commune": province.home_township.pk, "reason": "Em về ở với bà"}
    )
    asked = CaseRequest.objects.get()
    office = signed_in("DISTRICT")
    assert "Em về ở với bà" in text(office.get(reverse("outreach:case_supervision")))
    office.post(reverse("outreach:request_answer", args=[asked.pk]), {"decision": "yes"})
    assert fresh(case).commune == province.home_township
    assert signed_in("COMMUNE").get(
        reverse("outreach:case_detail", args=[case.pk])
    ).status_code == 404  # fmt: skip


def test_commune_ends_a_case_with_its_reason(province: Province, signed_in: Browser) -> None:
    case, client = make_case(province), signed_in("COMMUNE")
    address = reverse("outreach:case_end", args=[case.pk])
    assert "Chọn vì sao kết thúc." in text(client.post(address, {"version": case.version}))
    client.post(address, {"closing": "MOVED", "note": "về quê", "version": case.version})
    assert fresh(case).closing == "MOVED"


def test_stale_ending_is_told(province: Province, signed_in: Browser) -> None:
    case = make_case(province)
    visit(case)
    address = reverse("outreach:case_end", args=[case.pk])
    values = {"closing": "MOVED", "note": "về quê", "version": case.version}
    page = text(signed_in("COMMUNE").post(address, values, follow=True))
    assert "vừa có người ghi thêm" in page
    assert fresh(case).closing == ""


def test_claim_is_confirmed_by_the_school_it_names(province: Province, signed_in: Browser) -> None:
    case = make_case(province)
    visit(case, "AGREED", school=province.thpt, programme="UPPER_SECONDARY")
    client = signed_in("RECEIVING_SCHOOL")
    assert case.graduate.full_name in text(client.get(reverse("outreach:claim_list")))
    address = reverse("outreach:claim_confirm", args=[case.pk])
    assert "Ghi ngày em bắt đầu" in text(client.post(address, {"programme": "UPPER_SECONDARY"}))
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    late = {"programme": "UPPER_SECONDARY", "started_on": tomorrow}
    assert "không thể sau hôm nay" in text(client.post(address, late))
    Case.objects.filter(pk=case.pk).update(listed_on="2020-10-01")
    client.post(address, {"programme": "UPPER_SECONDARY", "started_on": TODAY.isoformat()})
    assert fresh(case).closing == "RETURNED"
    assert client.post(address, late).status_code == 404


def test_lapsed_claim_is_the_communes_move_again_and_its_report_ends(
    province: Province, signed_in: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    from django.core.management import call_command

    set_deadlines(district=province.home, by=None, days=Deadlines(claim=10))
    case = make_case(province)
    days_ago = TODAY - timedelta(days=20)
    visit(case, "ELSEWHERE", on=days_ago, programme="CONTINUING", school=province.gdtx)
    assert "Cần xác minh lại" in cards(signed_in("COMMUNE"))
    call_command("lapse_claims")
    assert "Đã rút 1 khai báo" in capsys.readouterr().out
    case.graduate.refresh_from_db()
    assert case.graduate.outcome == "NOT_KNOWN"
    call_command("lapse_claims", "--json")
    assert '"lapsed": 0' in capsys.readouterr().out


# ---- the page one lands on ----


def test_home_names_what_lies_before_each_unit(province: Province, signed_in: Browser) -> None:
    late = make_case(province)
    Case.objects.filter(pk=late.pk).update(due_on="2020-10-01")
    claimed = make_case(province, "Trần Văn Bé")
    visit(claimed, "AGREED", school=province.thpt)
    home = {role: text(signed_in(role).get("/")) for role in
            ("COMMUNE", "DISTRICT", "ORIGIN_SCHOOL", "RECEIVING_SCHOOL")}  # fmt: skip
    assert "em cần vận động ra lớp" in home["COMMUNE"]
    assert "em quá hạn vận động" in home["COMMUNE"]
    assert reverse("outreach:case_list") in home["ORIGIN_SCHOOL"]
    assert f"{reverse('outreach:case_supervision')}?show=overdue" in home["DISTRICT"]
    assert "chờ xác nhận" in home["RECEIVING_SCHOOL"]
    assert "Chưa có danh sách nào được gửi đến địa phương" not in home["COMMUNE"]
