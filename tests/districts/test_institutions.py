"""The catalogue of schools: who changes what, names that must not collide, two people at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from audit.sentences import sentence_of
from districts import actions
from districts.models import School
from domain.outcome import Place, Programme
from tests.province import Province, confirm, enrol, reread

Browser = Callable[[str], Client]
LIST = "/institutions/"
NEW = "/institutions/new/"


def address(school: School) -> str:
    return f"/institutions/{school.pk}/"


def opened(browser: Client, school: School) -> dict[str, Any]:
    """What the form would send if nothing were changed."""
    form = browser.get(address(school)).context["form"]
    values = {field.name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, False)}


def new_school(**values: str) -> dict[str, str]:
    given = {"code": "802C09", "name": "Trường THCS Bàu Sen", "kind": "THCS"}
    return {**given, "ownership": "PUBLIC", "district": "802", **values}


def met_in_a_file(**values: Any) -> School:
    given = {"code": "CXN-1A2B3C4D", "name": "TRƯỜNG TC NGHỀ BÀU CÒ", "kind": "VOCATIONAL"}
    return School.objects.create(**{**given, "is_confirmed": False, **values})


def changes() -> list[Event]:
    return list(Event.objects.filter(verb__startswith="districts.school").order_by("pk"))


@pytest.mark.parametrize("role", ["ORIGIN_SCHOOL", "RECEIVING_SCHOOL", "COMMUNE", "UNASSIGNED"])
def test_without_the_right_nothing_opens(role: str, province: Province, signed_in: Browser) -> None:
    for url in (LIST, NEW, address(province.thpt)):
        assert signed_in(role).get(url).status_code == 403
        assert signed_in(role).post(url, new_school()).status_code in (403, 405)
    assert not School.objects.filter(code="802C09").exists()


def test_anonymous_signs_in_first(province: Province, signed_in: Browser) -> None:
    for url in (LIST, NEW, address(province.thpt)):
        assert "/account/sign-in/" in signed_in("ANONYMOUS").get(url).url


def test_district_keeps_its_own_schools(province: Province, signed_in: Browser) -> None:
    browser = signed_in("DISTRICT")
    shown = {school.code for school in browser.get(LIST).context["page"].objects}
    assert shown == {"802C01", "802C02", "802P01", "802X01", "802N01"}
    assert set(browser.get(address(province.thpt)).context["form"].fields) == {
        "name", "aliases", "version", "former_name",
    }  # fmt: skip
    assert browser.get(NEW).status_code == browser.post(NEW, new_school()).status_code == 403
    for foreign in (province.thcs_away, province.thpt_outside):
        assert browser.get(address(foreign)).status_code == 404
        assert browser.post(address(foreign), {"name": "Chiếm"}).status_code == 404
    assert browser.get("/institutions/999999/").status_code == 404


def test_district_cannot_smuggle_in_other_fields(province: Province, signed_in: Browser) -> None:
    browser = signed_in("DISTRICT")
    sent = opened(browser, province.thpt) | {"code": "X", "kind": "THCS", "district": "805"}
    browser.post(address(province.thpt), sent | {"aliases": "Cấp 3 Sông Đỏ"})
    stored = School.objects.get(pk=province.thpt.pk)
    assert (stored.code, stored.kind, stored.district) == ("802P01", "THPT", province.home)
    assert stored.aliases == ["Cấp 3 Sông Đỏ"]


def test_aliases_are_one_a_line_and_each_once(province: Province, signed_in: Browser) -> None:
    browser = signed_in("DISTRICT")
    typed = "  Cấp 3  Sông Đỏ \r\n\r\nCAP 3 SONG DO\r\nTHPT SÔNG ĐỎ\r\nTHPT Hậu Nghĩa cũ"
    sent = opened(browser, province.thpt) | {"aliases": typed}
    answer = browser.post(address(province.thpt), sent, follow=True)
    assert "Đã lưu Trường THPT Sông Đỏ." in answer.content.decode()
    stored = School.objects.get(pk=province.thpt.pk)
    assert stored.aliases == ["Cấp 3 Sông Đỏ", "THPT Hậu Nghĩa cũ"]
    (event,) = changes()
    assert sentence_of(event).endswith("Trường THPT Sông Đỏ: tên gọi khác.")
    assert event.detail.before == {"aliases": []}


def test_former_name_is_kept_as_alias_even_when_sent_twice(
    province: Province, signed_in: Browser
) -> None:
    browser = signed_in("DISTRICT")
    sent = opened(browser, province.thpt) | {"name": "Trường THPT Bàu Sen"}
    for _ in range(2):
        assert browser.post(address(province.thpt), sent).status_code == 302
    stored = School.objects.get(pk=province.thpt.pk)
    assert (stored.name, stored.aliases) == ("Trường THPT Bàu Sen", ["Trường THPT Sông Đỏ"])
    assert len(changes()) == 1


@pytest.mark.parametrize(
    ("field", "text"),
    [("aliases", "trung tam GDTX ktth song do"), ("name", "TTGDTX&KTTH Sông Đỏ"),
     ("aliases", "Bổ túc Sông Đỏ")],
)  # fmt: skip
def test_name_of_another_school_of_the_district_is_refused(
    field: str, text: str, province: Province, signed_in: Browser
) -> None:
    School.objects.filter(pk=province.gdtx.pk).update(aliases=["Bổ túc Sông Đỏ"])
    browser = signed_in("DISTRICT")
    sent = opened(browser, province.thpt) | {field: text}
    answer = browser.post(address(province.thpt), sent)
    (error,) = answer.context["form"].errors[field]
    assert text in error
    assert "Trung tâm GDTX&KTTH Sông Đỏ" in error
    assert changes() == []


def test_name_of_a_school_of_another_district_is_free(
    province: Province, signed_in: Browser
) -> None:
    browser = signed_in("DISTRICT")
    sent = opened(browser, province.thcs) | {"aliases": "THCS Rạch Xanh"}
    assert browser.post(address(province.thcs), sent).status_code == 302


def test_second_person_is_told_and_shown_both(province: Province, signed_in: Browser) -> None:
    mine, theirs = signed_in("DEPARTMENT"), signed_in("DISTRICT")
    sent = opened(mine, province.thpt) | {"aliases": "Tên của Sở", "ownership": "PRIVATE"}
    theirs.post(
        address(province.thpt), opened(theirs, province.thpt) | {"aliases": "Tên của Phòng"}
    )
    answer = mine.post(address(province.thpt), sent)
    shown = answer.content.decode()
    assert "đã được người khác thay đổi" in shown
    rows = {row["label"]: (row["stored"], row["typed"]) for row in answer.context["versions"]}
    assert rows["Tên gọi khác"] == ("Tên của Phòng", "Tên của Sở")
    assert rows["Loại hình"] == ("Công lập", "Tư thục")
    assert School.objects.get(pk=province.thpt.pk).aliases == ["Tên của Phòng"]
    renewed = sent | {"version": answer.context["form"]["version"].value()}
    assert mine.post(address(province.thpt), renewed).status_code == 302
    assert School.objects.get(pk=province.thpt.pk).aliases == ["Tên của Sở"]


def test_department_adds_a_school_once(province: Province, signed_in: Browser) -> None:
    browser = signed_in("DEPARTMENT")
    for _ in range(2):
        assert browser.post(NEW, new_school()).status_code == 302
    school = School.objects.get(code="802C09")
    assert (school.district, school.province, school.is_confirmed) == (
        province.home, "Long An", True,
    )  # fmt: skip
    assert [event.verb for event in changes()] == ["districts.school_created"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "802c01"}, "code"),
        ({"code": "mã/1"}, "code"),
        ({"code": "x" * 41}, "code"),
        ({"name": ""}, "name"),
        ({"name": "…"}, "name"),
        ({"name": "x" * 151}, "name"),
        ({"name": "THCS Sông Đỏ"}, "name"),
        ({"kind": ""}, "kind"),
        ({"kind": "MẦM NON"}, "kind"),
        ({"ownership": "x"}, "ownership"),
        ({"district": ""}, "district"),
        ({"district": "999"}, "district"),
        ({"kind": "THPT", "district": ""}, "province"),
        ({"aliases": "x" * 151}, "aliases"),
        ({"aliases": "\n".join(f"Tên {n}" for n in range(31))}, "aliases"),
        ({"aliases": "a\x00b"}, "aliases"),
    ],
)
def test_wrong_entry_is_told(values: dict[str, str], field: str, signed_in: Browser) -> None:
    before = School.objects.count()
    answer = signed_in("DEPARTMENT").post(NEW, new_school(**values))
    assert list(answer.context["form"].errors) == [field]
    assert "Lỗi:" in answer.content.decode()
    assert School.objects.count() == before


def test_institution_met_in_a_file_is_confirmed(province: Province, signed_in: Browser) -> None:
    school = met_in_a_file()
    child = enrol(province, "Lê Thị An")
    confirm(child, Programme.INTERMEDIATE, school, stated_on=date(2020, 9, 10))
    assert reread(child).place == Place.NONE
    browser = signed_in("DEPARTMENT")
    assert "1 cơ sở do phần mềm tự tạo" in browser.get(LIST).content.decode()
    shown = browser.get(f"{LIST}?state=unconfirmed").context["page"].objects
    assert [one.pk for one in shown] == [school.pk]
    sent = opened(browser, school) | {"is_confirmed": "on"}
    answer = browser.post(address(school), sent)
    assert list(answer.context["form"].errors) == ["province"]
    sent |= {"district": "802", "name": "Trường Trung cấp Bàu Cò", "code": "802N09"}
    for _ in range(2):
        assert browser.post(address(school), sent).status_code == 302
    stored = School.objects.get(pk=school.pk)
    assert (stored.is_confirmed, stored.district, stored.code) == (True, province.home, "802N09")
    assert stored.aliases == ["TRƯỜNG TC NGHỀ BÀU CÒ"]
    assert reread(child).place == Place.IN_DISTRICT
    (event,) = changes()
    assert event.verb == "districts.school_confirmed"


def test_district_does_not_see_what_belongs_nowhere(signed_in: Browser) -> None:
    school = met_in_a_file()
    browser = signed_in("DISTRICT")
    assert browser.get(address(school)).status_code == 404
    assert "phần mềm tự tạo" not in browser.get(LIST).content.decode()


def test_change_and_event_are_rolled_back_together(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**kwargs: Any) -> None:
        raise RuntimeError("log")

    monkeypatch.setattr(actions, "record_event", fail)
    version = actions.version_of(province.thpt)
    with pytest.raises(RuntimeError, match="log"):
        actions.change_school(school=province.thpt, by=None, version=version, name="Khác")
    assert School.objects.get(pk=province.thpt.pk).name == "Trường THPT Sông Đỏ"


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("q=song+do+thpt", ["802P01"]),
        ("q=SÔNG ĐỎ&kind=CONTINUING", ["802X01"]),
        ("q=bo tuc", ["802X01"]),
        ("q=805", ["805C01", "805N01"]),
        ("q=trung tâm giáo dục thường xuyên", []),
        ("district=805&kind=VOCATIONAL", ["805N01"]),
        ("state=outside", ["000P01"]),
        ("q=…", []),
        ("kind=x", []),
        ("after=802X01~999999", ["805C01", "805N01"]),
        ("before=802C01~0", ["000P01"]),
        ("after=%00~3&kind=THPT", ["000P01", "802P01"]),
    ],
)
def test_list_is_filtered_and_searched(
    query: str, codes: list[str], province: Province, signed_in: Browser
) -> None:
    School.objects.filter(pk=province.gdtx.pk).update(aliases=["Bổ túc văn hóa huyện"])
    page = signed_in("DEPARTMENT").get(f"{LIST}?{query}").context["page"]
    assert [school.code for school in page.objects] == codes


def test_pages_lead_on_and_back(province: Province, signed_in: Browser) -> None:
    School.objects.bulk_create(
        School(code=f"900X{n:03}", name=f"Cơ sở {n}", kind="VOCATIONAL", district=province.home)
        for n in range(200)
    )
    browser, codes, url = signed_in("DEPARTMENT"), [], "?q="
    while url:
        page = browser.get(LIST + url).context["page"]
        codes += [school.code for school in page.objects]
        url = page.next_url
    assert codes == list(School.objects.order_by("code").values_list("code", flat=True))
    back = browser.get(LIST + page.previous_url).context["page"]
    assert [school.code for school in back.objects] == codes[100:200]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=1+1 Sông", "Đ" * 150])
def test_hostile_name_is_shown_as_text(text: str, province: Province, signed_in: Browser) -> None:
    School.objects.filter(pk=province.thpt.pk).update(name=text, aliases=[f"{text} 2"])
    browser = signed_in("DEPARTMENT")
    for url in (LIST, address(province.thpt)):
        shown = browser.get(url).content.decode()
        assert text.replace("<", "&lt;").replace(">", "&gt;") in shown
        assert "<script>alert" not in shown


@pytest.mark.parametrize("query", ["", "?q=song"])
def test_twice_the_rows_cost_the_same_queries(
    query: str, province: Province, signed_in: Browser
) -> None:
    browser = signed_in("DEPARTMENT")
    once = queries(browser, LIST + query)
    for number, school in enumerate(list(School.objects.all())):
        school.pk, school.code = None, f"900X{number}"
        school.save(force_insert=True)
    assert queries(browser, LIST + query) == once


def queries(browser: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)
