"""Targets and quotas: set with their document, superseded, copied, taken in and given out."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from audit.models import Event
from audit.sentences import sentence_of
from districts.models import District, School
from students.actions import targets as actions
from students.models import Cohort, Quota, Target
from students.resources import QUOTA_HEADERS, TARGET_HEADERS
from tests.province import Province
from tests.sheets import book

Browser = Callable[[str], Client]
ON = date(2020, 9, 28)
READ = [
    ("students:target_list", ()),
    ("students:target_edit", ("tinh",)),
    ("students:target_edit", ("802",)),
    ("students:target_import", ()),
    ("students:quota_list", ()),
    ("students:quota_edit", ("802P01",)),
    ("students:quota_import", ()),
]
POSTED = [
    "students:target_copy", "students:target_export", "students:quota_copy",
    "students:quota_export",
]  # fmt: skip
# One row a subject: address, its field, first value and second, what is stored.
TARGET = ("students:target_edit", "802", "percent", "19,96 %", "20", Target)
QUOTA = ("students:quota_edit", "802P01", "seats", "1.204", "450", Quota)
both = pytest.mark.parametrize("subject", [TARGET, QUOTA], ids=["target", "quota"])


def address(subject: Any, year: int = 2020) -> str:
    return f"{reverse(subject[0], args=[subject[1]])}?cohort={year}"


def typed(subject: Any, amount: str, version: Any = "", **values: str) -> dict[str, Any]:
    document = {"document_number": "12/PGDĐT", "document_date": "28/9/2020"}
    return {subject[2]: amount, "version": version, **document, **values}


def target(province: Province, percent: str = "18", **values: Any) -> Target:
    given = {"by": None, "year": 2020, "district": province.home, "version": None}
    given |= {"percent": Decimal(percent), "document_number": "12/PGDĐT", "document_date": ON}
    return actions.set_target(**(given | values))


def test_saved_value_is_told_as_figures_are_printed(province: Province, signed_in: Browser) -> None:
    browser = signed_in("DEPARTMENT")
    sent = {"document_number": "12/PGDĐT", "document_date": "1/6/2020", "version": ""}
    told = browser.post("/targets/802/edit/", sent | {"percent": "17,50"}, follow=True)
    assert "Đã lưu Huyện Đức Hòa: 17,5 % (năm 2020)." in told.content.decode()
    quota_path = f"/quotas/{province.thpt.code}/edit/"
    told = browser.post(quota_path, sent | {"seats": "1204"}, follow=True)
    assert f"Đã lưu {province.thpt.name}: 1.204 (năm 2020)." in told.content.decode()


def quota(province: Province, seats: int = 90, **values: Any) -> Quota:
    given = {"by": None, "year": 2020, "school": province.thpt, "version": None}
    given |= {"seats": seats, "document_number": "34/QĐ-SGDĐT", "document_date": ON}
    return actions.set_quota(**(given | values))


@pytest.mark.parametrize(("route", "arguments"), READ)
def test_page_is_the_departments_alone(route: str, arguments: Any, signed_in: Browser) -> None:
    url = reverse(route, args=arguments)
    assert signed_in("DEPARTMENT").get(url).status_code == 200
    for role in ("DISTRICT", "ORIGIN_SCHOOL", "RECEIVING_SCHOOL", "COMMUNE", "UNASSIGNED"):
        assert signed_in(role).get(url).status_code == 403
    assert "/account/sign-in/" in signed_in("ANONYMOUS").get(url).url


@pytest.mark.parametrize("route", POSTED)
def test_posted_page_is_the_departments_alone(route: str, signed_in: Browser) -> None:
    assert signed_in("DEPARTMENT").get(reverse(route)).status_code == 405
    assert signed_in("DISTRICT").post(reverse(route)).status_code == 403
    assert not Event.objects.exclude(verb__startswith="accounts").exists()


@pytest.mark.parametrize(
    "url",
    [
        "/targets/999/edit/", "/targets/80/edit/", "/quotas/802C01/edit/", "/quotas/x/edit/",
        "/targets/802/edit/?cohort=1999", "/targets/802/edit/?cohort=abc",
        "/quotas/802P01/edit/?cohort=²",
    ],
)  # fmt: skip
def test_unknown_unit_or_year_is_not_found(url: str, signed_in: Browser) -> None:
    assert signed_in("DEPARTMENT").get(url).status_code == 404


@both
def test_value_is_set_then_superseded(subject: Any, signed_in: Browser) -> None:
    browser, model = signed_in("DEPARTMENT"), subject[5]
    answer = browser.post(address(subject), typed(subject, subject[3]), follow=True)
    assert "Đã lưu" in answer.content.decode()
    first = model.objects.get()
    browser.post(address(subject), typed(subject, subject[4], first.pk))
    earlier, current = model.objects.order_by("pk")
    assert (earlier.pk, earlier.superseded_at) == (first.pk, current.recorded_at)
    assert model.objects.current().get() == current
    assert str(getattr(current, subject[2])) in (f"{subject[4]}.00", subject[4])
    assert (current.document_number, current.document_date) == ("12/PGDĐT", ON)
    shown = browser.get(address(subject)).content.decode()
    assert subject[3].removesuffix(" %") in shown
    assert "Cán bộ so" in shown
    events = Event.objects.filter(object_type=model._meta.label).order_by("pk")
    assert [event.object_id for event in events] == [str(first.pk), str(current.pk)]
    assert f"từ {subject[3]} thành {subject[4]}" in sentence_of(events[1])


@both
def test_same_value_writes_nothing(subject: Any, signed_in: Browser) -> None:
    browser, model = signed_in("DEPARTMENT"), subject[5]
    for _ in range(2):  # a double click: the second comes with the version of the first
        answer = browser.post(address(subject), typed(subject, subject[3]))
        assert answer.status_code == 302
    stored = model.objects.get()
    answer = browser.post(address(subject), typed(subject, subject[3], stored.pk), follow=True)
    assert "không có gì thay đổi" in answer.content.decode()
    assert model.objects.count() == Event.objects.filter(object_type=model._meta.label).count() == 1


@both
@pytest.mark.parametrize("version", ["", "abc", "²", "9" * 20])
def test_stale_form_is_told_and_keeps_what_was_typed(
    subject: Any, version: str, signed_in: Browser
) -> None:
    browser, model = signed_in("DEPARTMENT"), subject[5]
    browser.post(address(subject), typed(subject, subject[3], document_number="Bản trước"))
    mine = typed(subject, subject[4], version, document_number="Bản sau")
    answer = browser.post(address(subject), mine)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "đã được người khác thay đổi" in shown
    assert "Bản trước" in shown
    assert 'value="Bản sau"' in shown
    kept = model.objects.get()
    assert answer.context["form"]["version"].value() == str(kept.pk)
    browser.post(address(subject), mine | {"version": kept.pk})
    assert model.objects.current().get().document_number == "Bản sau"


@both
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("amount", "", "Nhập"),
        ("amount", "hai mươi", "số"),
        ("amount", "-1", "số"),
        ("amount", "20001", "phải"),
        ("document_number", "", "Nhập số văn bản."),
        ("document_number", "\u200b", "Nhập số văn bản."),
        ("document_number", "x" * 61, "Số văn bản dài nhất 60 ký tự."),
        ("document_date", "", "Nhập ngày văn bản."),
        ("document_date", "31/2/2020", "Ngày văn bản phải là ngày có thật"),
        ("document_date", "1/1/2999", "Ngày văn bản không thể sau ngày hôm nay."),
        ("document_date", "1/1/0020", "Kiểm tra lại năm"),
    ],
)
def test_wrong_entry_is_told(
    subject: Any, field: str, value: str, message: str, signed_in: Browser
) -> None:
    name = subject[2] if field == "amount" else field
    entered = typed(subject, subject[3]) | {name: value}
    answer = signed_in("DEPARTMENT").post(address(subject), entered)
    assert any(message in error for error in answer.context["form"].errors[name])
    assert "Lỗi:" in answer.content.decode()
    assert not subject[5].objects.exists()


@pytest.mark.parametrize("percent", ["100,01", "19,999", "1e1", "NaN", "٢٠"])
def test_percent_out_of_range_is_refused(percent: str, signed_in: Browser) -> None:
    answer = signed_in("DEPARTMENT").post(address(TARGET), typed(TARGET, percent))
    assert answer.context["form"].errors["percent"]


def test_target_of_the_province_and_of_a_year_to_come(signed_in: Browser) -> None:
    province_wide = ("students:target_edit", "tinh", "percent")
    answer = signed_in("DEPARTMENT").post(
        address(province_wide, 2021), typed(province_wide, "20"), follow=True
    )
    assert answer.status_code == 200
    stored = Target.objects.get()
    assert (stored.kind, stored.district, stored.cohort.year) == ("province", None, 2021)


def test_looking_at_a_year_to_come_opens_nothing(signed_in: Browser) -> None:
    assert signed_in("DEPARTMENT").get("/targets/?cohort=2021").status_code == 200
    assert not Cohort.objects.filter(year=2021).exists()


def test_value_and_event_are_rolled_back_together(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = target(province)

    def fail(**kwargs: Any) -> None:
        raise RuntimeError("log")

    monkeypatch.setattr(actions, "record_event", fail)
    with pytest.raises(RuntimeError, match="log"):
        target(province, "21", version=first.pk)
    assert Target.objects.current().get() == first


def test_missing_units_are_filled_from_the_year_before(
    province: Province, signed_in: Browser
) -> None:
    target(province, "17", year=2019)
    target(province, "16", year=2019, district=province.away)
    target(province, "21")
    quota(province, 80, year=2019)
    browser = signed_in("DEPARTMENT")
    assert browser.get("/targets/?cohort=2020").context["copyable"] == 1
    assert browser.get("/quotas/?cohort=2020").context["copyable"] == 1
    for _ in range(2):
        browser.post("/targets/copy/", {"cohort": 2020})
        browser.post("/quotas/copy/", {"cohort": 2020})
    current = Target.objects.current().filter(cohort__year=2020)
    held = dict(current.values_list("district__code", "percent"))
    assert held == {"802": Decimal("21"), "805": Decimal("16")}
    assert Quota.objects.current().get(cohort__year=2020).seats == 80
    assert "Văn bản của năm trước" in browser.get("/targets/?cohort=2020").content.decode()
    copied = Event.objects.filter(verb__endswith="_copied").order_by("pk")
    assert [(event.count, event.object_label) for event in copied] == [
        (1, "từ năm 2019 sang năm 2020"),
        (1, "từ năm 2019 sang năm 2020"),
    ]


@pytest.mark.parametrize("kind", ["target", "quota"])
def test_export_comes_back_unchanged(kind: str, province: Province, signed_in: Browser) -> None:
    target(province, "19.96")
    target(province, "20", district=None, document_number="=1+1")
    quota(province, 1204, document_number="=1+1")
    browser = signed_in("DEPARTMENT")
    answer = browser.post(f"/{kind}s/export/", {"cohort": 2020})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    header, *body = rows.to_python()
    assert tuple(header) == {"target": TARGET_HEADERS, "quota": QUOTA_HEADERS}[kind]
    assert len(body) == {"target": 2, "quota": 1}[kind]
    assert any("=1+1" in row for row in body)
    event = Event.objects.get(verb=f"students.{kind}s_exported")
    assert event.count == len(body)
    model = {"target": Target, "quota": Quota}[kind]
    before = list(model.objects.order_by("pk").values())
    upload = SimpleUploadedFile("bang.xlsx", answer.content)
    told = browser.post(f"/{kind}s/import/?cohort=2020", {"sheet": upload}, follow=True)
    assert f"giữ nguyên {len(body)}." in told.content.decode()
    assert list(model.objects.order_by("pk").values()) == before


def test_import_tells_what_it_did(province: Province, signed_in: Browser) -> None:
    target(province, "18")
    rows = [["802", "", 2020, "21,5", "15/PGDĐT", "05/10/2020"], ["805", "", 2020, 20, "1", ""]]
    upload = SimpleUploadedFile("muc-tieu.xlsx", book([], TARGET_HEADERS, rows))
    answer = signed_in("DEPARTMENT").post("/targets/import/", {"sheet": upload}, follow=True)
    assert "Đã nhập 2 dòng: thêm 1, thay đổi 1, giữ nguyên 0." in answer.content.decode()
    event = Event.objects.get(verb="districts.master_data_imported")
    assert (event.actor_label, event.count, event.object_label) == ("Cán bộ so", 2, "muc-tieu.xlsx")


@pytest.mark.parametrize("kind", ["target", "quota"])
@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.xlsx", book([], TARGET_HEADERS, [["999", "", 2020, 20, "1", ""]]), "tiêu đề|999"),
        ("x.xlsx", book([], QUOTA_HEADERS, [["<b>", "", 2020, 20, "1"]]), "tiêu đề|&lt;b&gt;"),
        ("x.xlsx", b"khong phai bang tinh", "Không đọc được tệp"),
        ("x.csv", b"a,b\r" + b'"' + b"x" * 200_000, "tiêu đề|không phải bảng CSV"),
        ("x.csv", b"", "không có nội dung"),
        ("x.pdf", b"%PDF", "Chọn tệp .xlsx"),
        ("x.xlsx", b" " * (5 * 1024 * 1024 + 1), "Tệp lớn hơn 5 MB"),
    ],
    ids=range(7),
)
def test_wrong_sheet_is_one_sentence(
    kind: str, name: str, content: bytes, message: str, signed_in: Browser
) -> None:
    upload = SimpleUploadedFile(name, content)
    answer = signed_in("DEPARTMENT").post(f"/{kind}s/import/", {"sheet": upload})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert any(part in shown for part in message.split("|"))
    assert "Traceback" not in shown
    assert not Target.objects.exists()
    assert not Quota.objects.exists()


def test_import_without_a_file_asks_for_it(signed_in: Browser) -> None:
    answer = signed_in("DEPARTMENT").post("/targets/import/")
    assert answer.context["form"].errors["sheet"] == ["Chọn tệp cần nhập."]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=1+1", "Đ" * 60])
def test_hostile_document_number_is_shown_as_text(
    text: str, province: Province, signed_in: Browser
) -> None:
    target(province, document_number=text)
    quota(province, document_number=text)
    browser = signed_in("DEPARTMENT")
    for url in ("/targets/", "/targets/802/edit/", "/quotas/", "/quotas/802P01/edit/"):
        shown = browser.get(url).content.decode()
        assert text.replace("<", "&lt;").replace(">", "&gt;") in shown
        assert "<script>alert" not in shown


def test_quotas_are_filtered(signed_in: Browser) -> None:
    def codes(query: str) -> list[str]:
        rows = signed_in("DEPARTMENT").get(f"/quotas/?{query}").context["rows"]
        return [row["code"] for row in rows]

    assert codes("") == ["802N01", "802P01", "802X01", "805N01"]
    assert codes("kind=THPT") == ["802P01"]
    assert codes("district=805") == ["805N01"]
    assert codes("district=999") == codes("kind=THCS") == []


@pytest.mark.parametrize("url", ["/targets/", "/quotas/", "/quotas/802P01/edit/"])
def test_twice_the_rows_cost_the_same_queries(
    url: str, province: Province, signed_in: Browser
) -> None:
    browser = signed_in("DEPARTMENT")
    first = quota(province, 10)
    target(province)
    assert (once := queries(browser, url)) == queries(browser, url)
    target(province, "17", district=province.away)
    target(province, "16", year=2019)
    quota(province, 20, version=first.pk)
    quota(province, 30, school=province.gdtx)
    more = District.objects.create(code="899", name="Huyện Khác", unit_type="huyện")
    School.objects.create(code="899P01", name="THPT Khác", kind="THPT", district=more)
    assert queries(browser, url) == once


def queries(browser: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)
