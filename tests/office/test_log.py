"""The audit log's pages: sentences, filters, pages by key, and whose events one sees."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.actions import COMMAND_LINE, record_event
from audit.models import Event
from audit.sentences import registered_verbs, sentence_of
from districts.models import Role
from domain.outcome import Programme
from office import verbs
from office.log import OTHER, VERB_GROUPS, verb_group, visible_events
from rosters.verbs import (
    COHORT_RELINKED,
    LEAVER_REPORTED,
    NO_SHOW_REPORTED,
    ROSTER_EXPORTED,
    ROSTER_UPLOADED,
    ROW_READ,
    TRANSFER_REPORTED,
)
from students.verbs import GRADUATE_READ, GRADUATES_EXPORTED, STATEMENT_CORRECTED
from tests.province import Province, confirm, enrol, make_user

Browser = Callable[[str], Client]
LIST = "office:event_list"
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DENSE = 100


def body(response: HttpResponse) -> str:
    assert response.status_code == 200
    return response.content.decode()


def listed(client: Client, **query: Any) -> str:
    return body(client.get(reverse(LIST), query))


def happened(by: Any, labels: Iterable[str], verb: str = GRADUATE_READ) -> list[Event]:
    return [record_event(by=by, verb=verb, label=label, count=1) for label in labels]


def test_events_are_sentences_newest_first(officials: dict[str, Any], signed_in: Browser) -> None:
    happened(officials["DISTRICT"], ["Lê Thị An", "Trần Văn Bé"])
    page = listed(signed_in("DEPARTMENT"))
    first = page.index("Cán bộ phong xem hồ sơ của học sinh Trần Văn Bé.")
    assert first < page.index("Cán bộ phong xem hồ sơ của học sinh Lê Thị An.")


def test_district_sees_what_its_own_people_did(
    province: Province, officials: dict[str, Any], signed_in: Browser
) -> None:
    away = make_user("phong-khac", Role.DISTRICT, district=province.away)
    shared = make_user("hai-huyen", Role.ORIGIN_SCHOOL, school=province.thcs)
    shared.assignments.create(role=Role.ORIGIN_SCHOOL, school=province.thcs_away)
    for person, label in (
        (officials["ORIGIN_SCHOOL"], "Của trường"),
        (officials["DISTRICT"], "Của phòng"),
        (officials["DEPARTMENT"], "Của sở"),
        (away, "Của huyện khác"),
        (shared, "Của hai huyện"),
        (None, "Của máy"),
    ):
        happened(person, [label])
    page = listed(signed_in("DISTRICT"))
    assert "Của trường" in page
    assert "Của phòng" in page
    for hidden in ("Của sở", "Của huyện khác", "Của hai huyện", "Của máy"):
        assert hidden not in page
        assert hidden in listed(signed_in("DEPARTMENT"))


@pytest.mark.parametrize(
    ("verb", "group"),
    [
        (STATEMENT_CORRECTED, "statements"),
        (LEAVER_REPORTED, "statements"),
        (NO_SHOW_REPORTED, "statements"),
        (TRANSFER_REPORTED, "statements"),
        (ROSTER_UPLOADED, "imports"),
        (COHORT_RELINKED, "rosters"),
        (ROW_READ, "reads"),
        (ROSTER_EXPORTED, "exports"),
        (verbs.PASSWORD_RESET, "accounts"),
    ],
)
def test_every_verb_is_found_under_the_kind_it_is_of(verb: str, group: str) -> None:
    assert verb_group(verb) == group


def test_a_statement_by_hand_names_the_child(
    province: Province, officials: dict[str, Any], signed_in: Browser
) -> None:
    confirm(enrol(province, "Lê Thị An"), Programme.INTERMEDIATE, province.vocational, reason="Lý")
    page = listed(signed_in("DEPARTMENT"))
    assert f"{COMMAND_LINE} ghi thông tin nơi học của học sinh Lê Thị An. Lý" in page


@pytest.mark.parametrize("role", ["ORIGIN_SCHOOL", "RECEIVING_SCHOOL", "COMMUNE", "UNASSIGNED"])
def test_without_the_right_there_is_no_log(
    role: str, officials: dict[str, Any], signed_in: Browser
) -> None:
    event = happened(officials[role], ["Lê Thị An"])[0]
    client = signed_in(role)
    assert client.get(reverse(LIST)).status_code == 403
    assert client.get(reverse("office:event_detail", args=[event.pk])).status_code == 403
    assert not visible_events(officials[role]).exists()


def test_stranger_is_sent_to_sign_in(signed_in: Browser, db: None) -> None:
    response = signed_in("ANONYMOUS").get(reverse(LIST))
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"person": "CAN BO PHONG"}, {"An"}),
        ({"person": "thcs"}, {"Bé"}),
        ({"person": "dong lenh"}, {"Cúc"}),
        ({"person": "khong co ai"}, set()),
        ({"kind": "reads"}, {"An"}),
        ({"kind": "exports"}, {"Bé"}),
        ({"kind": "accounts"}, {"Cúc"}),
        ({"kind": "targets"}, set()),
        ({"q": "hồ An"}, {"An"}),
        ({"q": "hồ"}, {"An", "Bé", "Cúc"}),
        ({"since": "2020-10-02"}, {"Bé", "Cúc"}),
        ({"until": "02/10/2020"}, {"An", "Bé"}),
        ({"since": "2020-10-02", "until": "2020-10-02"}, {"Bé"}),
        ({"person": "phong", "kind": "exports"}, set()),
    ],
)
def test_log_is_narrowed(
    query: dict[str, str],
    found: set[str],
    officials: dict[str, Any],
    signed_in: Browser,
) -> None:
    district, school = officials["DISTRICT"], officials["ORIGIN_SCHOOL"]
    for by, verb, label, at in (
        (district, GRADUATE_READ, "hồ An", datetime(2020, 10, 1, 23, 59, tzinfo=VIETNAM)),
        (school, GRADUATES_EXPORTED, "hồ Bé", datetime(2020, 10, 2, tzinfo=VIETNAM)),
        (None, verbs.ACCOUNT_CREATED, "hồ Cúc", datetime(2020, 10, 3, tzinfo=VIETNAM)),
    ):
        Event.objects.create(
            at=at,
            verb=verb,
            object_label=label,
            actor_id=by.pk if by else None,
            actor_label=str(by or COMMAND_LINE),
        )
    page = listed(signed_in("DEPARTMENT"), **query)
    lines = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert {name for name in ("An", "Bé", "Cúc") if f"hồ {name}" in lines} == found


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"since": "2020-02-30"}, "Ngày phải là ngày có thật"),
        ({"since": "2020-10-02", "until": "2020-10-01"}, "không sớm hơn ngày bắt đầu"),
        ({"kind": "x"}, "Lỗi:"),
        ({"q": "x" * 101}, "Nội dung tìm kiếm dài nhất 100 ký tự."),
    ],
)
def test_wrong_filter_is_told_and_shows_nothing(
    query: dict[str, str], sentence: str, officials: dict[str, Any], signed_in: Browser
) -> None:
    happened(officials["DISTRICT"], ["Lê Thị An"])
    page = listed(signed_in("DEPARTMENT"), **query)
    assert sentence in page
    assert "Lê Thị An" not in page


def test_pages_by_key_lose_and_repeat_nothing(
    officials: dict[str, Any], signed_in: Browser
) -> None:
    client = signed_in("DEPARTMENT")
    happened(officials["DISTRICT"], [f"Trang ({number})" for number in range(2 * DENSE + 5)])
    first = client.get(reverse(LIST), {"kind": "reads"}).context["page"]
    assert (len(first.lines), first.previous_url) == (DENSE, "")
    second = client.get(reverse(LIST) + first.next_url).context["page"]
    third = client.get(reverse(LIST) + second.next_url).context["page"]
    assert (len(third.lines), third.next_url) == (5, "")
    sentences = [line["sentence"] for page in (first, second, third) for line in page.lines]
    assert len(set(sentences)) == 2 * DENSE + 5
    back = client.get(reverse(LIST) + third.previous_url).context["page"]
    assert back.lines == second.lines
    assert "kind=reads" in first.next_url


@pytest.mark.parametrize("key", ["x", "²", "-1", "9" * 30, "\0", ""])
def test_odd_key_breaks_nothing(key: str, officials: dict[str, Any], signed_in: Browser) -> None:
    happened(officials["DISTRICT"], ["Lê Thị An"])
    assert "Lê Thị An" in listed(signed_in("DEPARTMENT"), before=key)
    assert "Lê Thị An" in listed(signed_in("DEPARTMENT"), after=key)


@pytest.mark.parametrize("key", [{"before": 1}, {"after": 10**17}])
def test_key_beyond_the_log_is_its_newest_page(
    key: dict[str, int], officials: dict[str, Any], signed_in: Browser
) -> None:
    happened(officials["DISTRICT"], ["Lê Thị An"])
    assert "Lê Thị An" in listed(signed_in("DEPARTMENT"), **key)


@pytest.mark.parametrize("day", ["0001-01-01", "01/01/0001", "9999-12-31", "31/12/9999"])
@pytest.mark.parametrize("side", ["since", "until"])
def test_day_out_of_every_calendar_is_told(side: str, day: str, signed_in: Browser) -> None:
    assert "Chọn ngày từ 1/1/2000 đến 31/12/2099." in listed(signed_in("DEPARTMENT"), **{side: day})


@pytest.mark.parametrize("name", ["person", "q"])
def test_invisible_characters_are_dropped_from_the_search(
    name: str, officials: dict[str, Any], signed_in: Browser
) -> None:
    happened(officials["DISTRICT"], ["phong"])
    assert "phong" in listed(signed_in("DEPARTMENT"), **{name: "pho\0n\u200bg"})


def test_detail_shows_before_and_after_in_words_and_is_recorded(
    officials: dict[str, Any], province: Province, signed_in: Browser
) -> None:
    child = enrol(province, "Lê Thị An")
    event = record_event(
        by=officials["DISTRICT"],
        verb=STATEMENT_CORRECTED,
        about=child,
        reason="Gọi lại cho gia đình.",
        fields=["programme"],
        before={"programme": Programme.WORKING, "note": "cũ", "is_dual": True, "hamlet": ""},
        after={"programme": Programme.INTERMEDIATE, "gender": "F", "school": "802N01"},
    )
    page = body(signed_in("DEPARTMENT").get(reverse("office:event_detail", args=[event.pk])))
    for text in ("Đi làm", "Trung cấp", "Ghi chú", "Vừa học GDTX vừa học nghề", "Nữ", "802N01"):
        assert text in page
    assert "Ấp, khu phố" not in page
    read = Event.objects.latest("pk")
    assert (read.verb, read.object_id) == (verbs.EVENT_DETAIL_READ, str(event.pk))
    assert "đính chính thông tin nơi học của học sinh Lê Thị An" in sentence_of(read)


def test_detail_of_a_model_that_is_gone_can_be_read(
    officials: dict[str, Any], signed_in: Browser
) -> None:
    event = Event.objects.create(
        actor_label="Bà Tư", verb="cu.da_bo", object_type="cu.KhongCon", object_label="lớp 9/1",
        fields=["ten_cu"],
    )  # fmt: skip
    page = body(signed_in("DEPARTMENT").get(reverse("office:event_detail", args=[event.pk])))
    assert "Ten_cu" in page
    assert "không có giá trị trước và sau" in page


def test_detail_is_the_departments_alone(
    officials: dict[str, Any], province: Province, signed_in: Browser
) -> None:
    confirm(enrol(province, "Lê Thị An"), Programme.INTERMEDIATE, province.vocational)
    event = record_event(by=officials["DISTRICT"], verb=GRADUATE_READ, label="x", before={"a": "b"})
    address = reverse("office:event_detail", args=[event.pk])
    assert signed_in("DISTRICT").get(address).status_code == 403
    assert address not in listed(signed_in("DISTRICT"))
    assert address in listed(signed_in("DEPARTMENT"))
    missing = reverse("office:event_detail", args=[2**62])
    assert signed_in("DEPARTMENT").get(missing).status_code == 404


def test_hostile_labels_are_shown_escaped(officials: dict[str, Any], signed_in: Browser) -> None:
    hostile = "<script>alert(1)</script> =1+1 {actor}"
    event = record_event(
        by=officials["DISTRICT"], verb=GRADUATE_READ, label=hostile, before={"<b>": hostile}
    )
    client = signed_in("DEPARTMENT")
    detail = body(client.get(reverse("office:event_detail", args=[event.pk])))
    for page in (listed(client), detail):
        assert "&lt;script&gt;alert(1)&lt;/script&gt; =1+1 {actor}" in page
        assert "<script>alert" not in page


def test_every_registered_verb_has_its_group_and_reads_well() -> None:
    for verb in registered_verbs():
        event = Event(
            verb=verb, actor_label="Bà Tư", object_label="lớp 9/1", count=3, reason="vì sao."
        )
        sentence = sentence_of(event)
        assert sentence.startswith("Bà Tư "), sentence
        assert "  " not in sentence, sentence
        assert verb not in sentence, sentence
        assert verb_group(verb) in VERB_GROUPS
    grouped = {verb for verb in registered_verbs() if verb_group(verb) == OTHER}
    assert grouped == {"demo.accounts_created"}


@pytest.mark.parametrize(
    ("verb", "group"),
    [
        ("students.graduate_read", "reads"),
        ("office.event_detail_read", "reads"),
        ("reports.not_enrolled_exported", "exports"),
        ("rosters.uploaded", "imports"),
        ("rosters.cohort_relinked", "rosters"),
        ("students.statement_recorded", "statements"),
        ("students.target_set", "targets"),
        ("office.password_reset", "accounts"),
        ("cu.da_bo", OTHER),
    ],
)
def test_verb_group_is_the_first_that_fits(verb: str, group: str) -> None:
    assert verb_group(verb) == group


def test_other_kind_finds_what_nobody_registers_any_more(
    officials: dict[str, Any], signed_in: Browser
) -> None:
    Event.objects.create(actor_label="Bà Tư", verb="cu.da_bo", object_label="lớp 9/1")
    assert "Bà Tư: cu.da_bo lớp 9/1" in listed(signed_in("DEPARTMENT"), kind=OTHER)


@pytest.mark.parametrize("query", [{}, {"person": "phong"}])
def test_log_has_a_constant_number_of_queries(
    query: dict[str, str], officials: dict[str, Any], signed_in: Browser
) -> None:
    client = signed_in("DEPARTMENT")
    numbers = []
    for round_of in range(1, 4):
        happened(officials["DISTRICT"], map(str, range(10 * round_of)))
        with CaptureQueriesContext(connection) as queries:
            listed(client, **query)
        numbers.append(len(queries))
    assert len(set(numbers)) == 1
    assert numbers[0] <= 9
