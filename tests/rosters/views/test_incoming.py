"""A roster on its way in through the pages: nothing changes before it is confirmed."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import Event
from domain.linkage.decisions import Kind
from domain.outcome import Evidence, Outcome, Programme
from imports.models import Batch, Correction, Draft
from imports.verbs import FILE_DOWNLOADED
from rosters.actions import decide
from rosters.models import Link, Roster, RosterRow, RosterVersion
from rosters.verbs import ROSTER_UPLOADED
from students.models import Destination, Graduate
from tests.dump import business_dump
from tests.imports.undoing import AN, BE, CUC, take_in
from tests.province import Province
from tests.rosters.reviewing import ROW, answer, namesakes, send_open
from tests.sheets import book, roster_book

Browser = Callable[[str], Client]
SECOND = "Long An, ngày 30 tháng 10 năm 2020"
SAYS = {
    "institution": "802P01",
    "programme": "UPPER_SECONDARY",
    "stage": "STUDYING",
    "as_at": "15/9/2020",
}


def row(pupil: dict[str, str], **changes: str) -> dict[str, str]:
    return {name: value for name, value in pupil.items() if name != "register"} | changes


def uploaded(client: Client, *rows: dict[str, Any], content: bytes = b"", **letterhead: str) -> Any:
    file = SimpleUploadedFile("lop-10.xlsx", content or roster_book(*rows, **letterhead))
    return client.post(reverse("rosters:upload"), {"cohort": "2020", "sheet": file})


def drafted(client: Client, *rows: dict[str, Any], **letterhead: str) -> Draft:
    response = uploaded(client, *rows, **letterhead)
    assert response.status_code == 302, response.content.decode()
    return Draft.objects.latest("uploaded_at")


def page(client: Client, step: str, draft: Draft) -> HttpResponse:
    return client.get(reverse(f"rosters:{step}", args=[draft.pk]))


def sent(client: Client, step: str, draft: Draft, **given: str) -> HttpResponse:
    return client.post(reverse(f"rosters:{step}", args=[draft.pk]), given)


def answered(client: Client, draft: Draft, part: dict[str, str] | None = None, **given: str) -> Any:
    """Answer what the list is; where it is asked, that it replaces the list in force."""
    form = page(client, "draft_says", draft).context["form"]
    said = {name: form[name].value() for name in SAYS}
    said["as_at"] = said["as_at"] and f"{said['as_at']:%d/%m/%Y}"
    response = sent(client, "draft_says", draft, **{**said, **given})
    assert response.status_code == 302, response.context["form"].errors
    if page(client, "draft_part", draft).status_code == 200:
        response = sent(client, "draft_part", draft, **(part or {"replaces": "="}))
        assert response.status_code == 302, response.context["form"].errors
    return page(client, "draft_check", draft)


def confirmed(client: Client, draft: Draft, **given: str) -> HttpResponse:
    seen = page(client, "draft_confirm", draft).context["form"].initial["fingerprint"]
    return sent(client, "draft_confirm", draft, fingerprint=seen, **given)


def taken_in(client: Client, *rows: dict[str, Any], **letterhead: str) -> Batch:
    draft = drafted(client, *rows, **letterhead)
    answered(client, draft)
    response = confirmed(client, draft)
    assert response.status_code == 302, response.context["form"].errors
    return Batch.objects.latest("imported_at")


def stored() -> list[Any]:
    models = (Roster, RosterVersion, RosterRow, Link, Destination, Graduate, Batch, Event)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


@pytest.fixture
def school(province: Province, signed_in: Browser) -> Client:
    """The THPT, with three graduates in the register."""
    take_in(province, AN, BE, CUC)
    return signed_in("RECEIVING_SCHOOL")


def test_roster_comes_in_when_it_is_confirmed(province: Province, school: Client) -> None:
    draft = drafted(school, row(AN), row(BE))
    says = page(school, "draft_says", draft).context["form"]
    assert {name: says[name].value() for name in SAYS} == SAYS | {"as_at": date(2020, 9, 15)}
    assert "tiêu đề “DANH SÁCH HỌC SINH LỚP 10 NĂM HỌC 2020-2021”" in says["stage"].help_text
    answered(school, draft)
    confirm = page(school, "draft_confirm", draft)
    assert confirm.context["linking"] == "2 đã khớp tự động · 0 cần kiểm tra · 0 không tìm thấy"
    response = confirmed(school, draft)
    batch = Batch.objects.get(kind="ROSTER")
    assert response["Location"] == reverse("rosters:version_detail", args=[batch.pk])
    assert (batch.school, batch.district) == (province.thpt, province.home)
    an = Graduate.objects.get(full_name="Lê Thị An")
    assert (an.outcome, an.evidence) == (Outcome.UPPER_SECONDARY, Evidence.CONFIRMED)
    assert Event.objects.get(verb=ROSTER_UPLOADED).actor_id == batch.imported_by_id
    assert school.get(response["Location"]).status_code == 200


def test_looking_changes_nothing(school: Client) -> None:
    taken_in(school, row(AN))
    draft = drafted(school, row(AN), row(BE), dated=SECOND)
    answered(school, draft)
    before = stored()
    for step in ("draft_says", "draft_part", "draft_check", "draft_confirm", "draft_replace"):
        assert page(school, step, draft).status_code == 200
    assert stored() == before


def test_steps_are_not_jumped(school: Client) -> None:
    """What was never answered is never taken in."""
    taken_in(school, row(AN))
    draft = drafted(school, row(AN), row(BE), dated=SECOND)
    before = stored()
    for step in ("draft_part", "draft_check", "draft_confirm"):
        assert page(school, step, draft)["Location"].endswith(f"/upload/{draft.pk}/")
        assert sent(school, step, draft)["Location"].endswith(f"/upload/{draft.pk}/")
    sent(school, "draft_says", draft, **(SAYS | {"as_at": "30/10/2020"}))
    assert sent(school, "draft_confirm", draft)["Location"].endswith("/part/")
    assert stored() == before


def test_what_the_file_leaves_open_has_to_be_answered(
    province: Province, signed_in: Browser
) -> None:
    """A vocational school runs several programmes, and this file has neither title nor day."""
    client = signed_in("DISTRICT")
    draft = drafted(
        client, row(AN), institution="Trường Trung cấp nghề Sông Đỏ", title="", dated=""
    )
    form = page(client, "draft_says", draft).context["form"]
    assert [form[name].value() for name in SAYS] == ["802N01", None, None, None]
    response = sent(client, "draft_says", draft, institution="802N01")
    assert set(response.context["form"].errors) == {"programme", "stage", "as_at"}
    given = {"programme": "ELEMENTARY", "stage": "STUDYING", "as_at": "20/9/2020"}
    answered(client, draft, **given)
    confirmed(client, draft)
    version = RosterVersion.objects.get()
    assert (version.roster.programme, version.as_at) == (Programme.ELEMENTARY, date(2020, 9, 20))


def test_columns_of_admissions_under_a_title_of_pupils_are_asked_about(school: Client) -> None:
    headings = ["STT", "Họ và tên", "Ngày sinh", "Điểm xét tuyển", "Nguyện vọng 1"]
    content = book(
        ["SỞ GD&ĐT LONG AN", "Trường THPT Sông Đỏ", "", "DANH SÁCH HỌC SINH LỚP 10"],
        headings,
        [[1, "Lê Thị An", "05/9/2005", "35,5", "THPT Sông Đỏ"]],
    )
    assert uploaded(school, content=content).status_code == 302
    form = page(school, "draft_says", Draft.objects.get(kind="ROSTER")).context["form"]
    assert form["stage"].value() is None
    assert "Điểm xét tuyển" in form["stage"].help_text


def test_list_of_another_institution_is_told_and_asked_about(
    province: Province, school: Client
) -> None:
    draft = drafted(school, row(AN), institution="Trung tâm GDTX&KTTH Sông Đỏ")
    before = stored()
    response = sent(school, "draft_says", draft, **SAYS)
    assert "Trung tâm GDTX&amp;KTTH Sông Đỏ" in response.content.decode()
    assert set(response.context["form"].errors) == {"is_own"}
    assert sent(school, "draft_confirm", draft).status_code == 302
    assert stored() == before
    answered(school, draft, is_own="on")
    confirmed(school, draft)
    assert RosterVersion.objects.get().roster.institution == province.thpt


def test_foreign_institution_cannot_be_chosen(school: Client) -> None:
    draft = drafted(school, row(AN))
    response = sent(school, "draft_says", draft, **(SAYS | {"institution": "802X01"}))
    assert "institution" in response.context["form"].errors


def test_other_school_year_is_told_and_asked_about(school: Client) -> None:
    draft = drafted(school, row(AN), title="DANH SÁCH HỌC SINH LỚP 10 NĂM HỌC 2019-2020")
    response = sent(school, "draft_says", draft, **SAYS)
    assert "2019-2020" in response.context["form"].errors["is_year"][0]
    answered(school, draft, is_year="on")
    assert confirmed(school, draft).status_code == 302


@pytest.mark.parametrize("as_at", ["1/1/2099", "31/5/2020", "31/2/2020"])
def test_impossible_day_is_refused(as_at: str, school: Client) -> None:
    draft = drafted(school, row(AN))
    response = sent(school, "draft_says", draft, **(SAYS | {"as_at": as_at}))
    assert "as_at" in response.context["form"].errors


def test_file_that_is_no_roster_is_answered_in_a_sentence(school: Client) -> None:
    response = uploaded(school, content=b"%PDF-1.4 khong phai bang")
    (sentence,) = response.context["form"].errors["sheet"]
    assert "lop-10.xlsx" in sentence
    assert not Draft.objects.exists()


def test_new_version_shows_who_joined_left_and_changed(school: Client) -> None:
    taken_in(school, row(AN, class_name="10A1"), row(BE))
    draft = drafted(school, row(AN, class_name="10A2"), row(CUC), dated=SECOND)
    answered(school, draft)
    context = page(school, "draft_confirm", draft).context
    joined, left = context["movements"]
    assert [line["name"] for line in joined["lines"]] == ["Võ Thị Cúc"]
    assert [line["name"] for line in left["lines"]] == ["Trần Văn Bé"]
    (changed,) = context["changed"]
    assert changed["fields"] == [{"label": "Lớp", "old": "10A1", "new": "10A2"}]
    batch = Batch.objects.get(pk=confirmed(school, draft)["Location"].split("/")[-2])
    told = school.get(reverse("rosters:version_detail", args=[batch.pk])).context
    assert [group["number"] for group in told["movements"]] == ["1", "1"]


def test_shrinking_list_needs_an_express_mark(school: Client) -> None:
    taken_in(school, row(AN), row(BE), row(CUC))
    draft = drafted(school, row(AN), dated=SECOND)
    answered(school, draft)
    before = stored()
    response = confirmed(school, draft)
    assert "hơn một phần ba" in response.context["form"].errors["accept_shrinking"][0]
    assert stored() == before
    assert confirmed(school, draft, accept_shrinking="on").status_code == 302
    assert RosterRow.objects.in_force().count() == 1


def test_older_list_needs_an_express_mark(school: Client) -> None:
    taken_in(school, row(AN), dated=SECOND)
    draft = drafted(school, row(AN), row(BE))
    answered(school, draft)
    before = stored()
    response = confirmed(school, draft)
    assert "mới hơn tệp này" in response.context["form"].errors["accept_older"][0]
    assert stored() == before
    assert confirmed(school, draft, accept_older="on").status_code == 302


def test_part_stands_beside_the_list_in_force(school: Client) -> None:
    taken_in(school, row(AN))
    draft = drafted(school, row(BE, class_name="10A2"))
    assert page(school, "draft_says", draft).status_code == 200
    answered(school, draft, part={"replaces": "+", "name": "Lớp 10A2"})
    told = "danh sách đầu tiên của phần “Lớp 10A2”; các danh sách khác của đơn vị"
    assert told in page(school, "draft_confirm", draft).content.decode()
    assert told in school.get(confirmed(school, draft)["Location"]).content.decode()
    assert set(Roster.objects.values_list("part", flat=True)) == {"", "Lớp 10A2"}
    again = drafted(school, row(BE))
    sent(school, "draft_says", again, **SAYS)
    response = sent(school, "draft_part", again, replaces="+", name="Lớp 10A2")
    assert "Lớp 10A2" in response.context["form"].errors["name"][0]


def test_preview_counts_what_people_decided(province: Province, signed_in: Browser) -> None:
    twins = namesakes(province)
    decide(answers=[answer(send_open(province), Kind.ACCEPT, twins[1])], by=None)
    school = signed_in("RECEIVING_SCHOOL")
    draft = drafted(school, ROW, row(BE), dated=SECOND)
    answered(school, draft)
    told = page(school, "draft_confirm", draft).context["linking"]
    assert told == "1 đã khớp tự động · 0 cần kiểm tra · 1 không tìm thấy"


def test_confirming_twice_shows_the_one_result(school: Client) -> None:
    draft = drafted(school, row(AN))
    answered(school, draft)
    seen = page(school, "draft_confirm", draft).context["form"].initial["fingerprint"]
    first = sent(school, "draft_confirm", draft, fingerprint=seen)
    second = sent(school, "draft_confirm", draft, fingerprint=seen)
    assert first["Location"] == second["Location"]
    assert RosterVersion.objects.count() == 1


def test_rows_without_a_name_are_told_before_confirming(school: Client) -> None:
    draft = drafted(school, row(AN), row(BE, name=""))
    answered(school, draft)
    assert (
        "1 dòng không có họ tên không được nhập"
        in page(school, "draft_confirm", draft).content.decode()
    )


def test_what_was_not_shown_is_not_done(province: Province, school: Client) -> None:
    """Between looking and confirming a graduate of the list was registered."""
    draft = drafted(school, row(AN), row(BE, name="Hồ Văn Dần", moet="8020000009"))
    answered(school, draft)
    seen = page(school, "draft_confirm", draft).context["form"].initial["fingerprint"]
    new = {"name": "Hồ Văn Dần", "moet": "8020000009", "register": "0009"}
    take_in(province, BE | new, name="802-2.xlsx")
    before = stored()
    response = sent(school, "draft_confirm", draft, fingerprint=seen)
    assert "không còn như đã xem" in response.content.decode()
    assert stored() == before
    assert confirmed(school, draft).status_code == 302


def test_same_file_again_changes_nothing_and_says_so(school: Client) -> None:
    taken_in(school, row(AN))
    draft = drafted(school, row(AN))
    answered(school, draft)
    assert page(school, "draft_confirm", draft).context["is_unchanged"]
    before = stored()
    response = confirmed(school, draft)
    assert "đang được dùng" in school.get(response["Location"]).content.decode()
    assert stored() == before


def test_answers_hold_for_a_mended_file_that_says_the_same(school: Client) -> None:
    draft = drafted(school, row(AN))
    answered(school, draft)

    def mended(**letterhead: str) -> str:
        file = SimpleUploadedFile("sua.xlsx", roster_book(row(AN), row(BE), **letterhead))
        address = reverse("rosters:draft_replace", args=[draft.pk])
        return school.post(address, {"sheet": file})["Location"]

    assert school.get(mended()).status_code == 200
    assert school.get(mended(dated=SECOND))["Location"].endswith(f"/upload/{draft.pk}/")


def test_name_of_a_school_is_decided_once_and_remembered(
    province: Province, school: Client
) -> None:
    draft = drafted(school, row(AN, school="SĐ 1"), row(BE, school="SĐ 1"))
    form = answered(school, draft).context["form"]
    (key,) = form.fields
    sent(school, "draft_check", draft, **{key: province.thcs.code})
    assert Correction.objects.get().sender == province.thpt
    check = page(school, "draft_check", draft)
    assert not check.context["form"].fields
    assert [each["written"] for each in check.context["remembered"]] == ["SĐ 1"]
    confirmed(school, draft)
    texts = set(RosterRow.objects.values_list("school_text", flat=True))
    assert texts == {province.thcs.name}
    assert RosterRow.objects.first().extra["Trường THCS viết trong tệp"] == "SĐ 1"
    again = drafted(school, row(AN, school="sđ 1"), dated=SECOND)
    assert [each["meaning"] for each in answered(school, again).context["remembered"]] == [
        str(province.thcs)
    ]
    back = school.post(reverse("imports:correction_remove", args=[again.pk, _only_correction()]))
    assert back["Location"].endswith("/check/")
    assert page(school, "draft_check", again).context["form"].fields


def _only_correction() -> int:
    return Correction.objects.get().pk


def test_district_sends_for_its_institutions_only(province: Province, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    draft = drafted(client, row(AN), institution="Trung tâm GDTX&KTTH Sông Đỏ")
    form = page(client, "draft_says", draft).context["form"]
    offered = {code for code, _ in form.fields["institution"].choices}
    assert offered == {"", "802P01", "802X01", "802N01"}
    answered(client, draft)
    confirmed(client, draft)
    batch = Batch.objects.get()
    assert (batch.school, batch.imported_by.username) == (province.gdtx, "phong")
    assert signed_in("RECEIVING_SCHOOL").get(
        reverse("rosters:version_detail", args=[batch.pk])
    ).status_code == 404  # fmt: skip


def test_unknown_institution_is_added_by_the_department_only(
    province: Province, signed_in: Browser
) -> None:
    named = {"institution": "Trường Trung cấp nghề Xa Lạ", "title": "DANH SÁCH HỆ TRUNG CẤP"}
    district = signed_in("DISTRICT")
    draft = drafted(district, row(AN), **named)
    codes = [
        code
        for code, _ in page(district, "draft_says", draft)
        .context["form"]
        .fields["institution"]
        .choices
    ]
    assert not any(code.startswith("CXN") for code in codes)
    department = signed_in("DEPARTMENT")
    draft = drafted(department, row(AN), **named)
    form = page(department, "draft_says", draft).context["form"]
    (code,) = [c for c, _ in form.fields["institution"].choices if c.startswith("CXN")]
    answered(department, draft, institution=code)
    confirmed(department, draft)
    institution = RosterVersion.objects.get().roster.institution
    assert (institution.name, institution.is_confirmed) == ("Trường Trung cấp nghề Xa Lạ", False)


def test_marked_workbook_comes_back(school: Client) -> None:
    draft = drafted(school, row(AN, birth="31/02/2005"))
    answered(school, draft)
    response = school.post(reverse("rosters:draft_marked", args=[draft.pk]))
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content)))["DS"]
    assert any(cell.comment for cells in sheet.iter_rows() for cell in cells)


def test_given_up_file_is_gone(school: Client) -> None:
    draft = drafted(school, row(AN))
    (line,) = school.get(reverse("imports:batch_list")).context["drafts"]
    assert line["url"] == reverse("rosters:draft_says", args=[draft.pk])
    school.post(reverse("imports:draft_discard", args=[draft.pk]))
    assert page(school, "draft_says", draft)["Location"] == reverse("imports:batch_list")
    assert not RosterVersion.objects.exists()


def test_history_and_original_file_are_the_schools_own(
    province: Province, school: Client, signed_in: Browser
) -> None:
    batch = taken_in(school, row(AN))
    district = signed_in("DISTRICT")
    drafted(district, row(BE), institution="Trung tâm GDTX&KTTH Sông Đỏ")
    assert [line["file_name"] for line in _history(school)] == ["lop-10.xlsx"]
    assert {line["kind"] for line in _history(district)} == {
        "Danh sách tốt nghiệp",
        "Danh sách đang học",
    }
    response = school.post(reverse("imports:batch_file", args=[batch.pk]))
    assert b"".join(response.streaming_content).startswith(b"PK")
    assert Event.objects.filter(verb=FILE_DOWNLOADED).count() == 1


def _history(client: Client) -> list[dict[str, Any]]:
    return client.get(reverse("imports:batch_list")).context["lines"]


def test_undo_brings_the_list_before_back(school: Client) -> None:
    taken_in(school, row(AN))
    before = business_dump()
    batch = taken_in(school, row(AN), row(BE), dated=SECOND)
    address = reverse("rosters:version_undo", args=[batch.pk])
    assert "reason" in school.post(address).context["form"].errors
    response = school.post(address, {"reason": "nhầm tệp"})
    assert business_dump() == before
    told = school.get(response["Location"]).content.decode()
    assert "được dùng lại" in told
    assert "nhầm tệp" in Event.objects.latest("pk").reason
    assert school.get(address).context["refusal"] == "Lần nhập này đã được hoàn tác."
    roster = school.get(reverse("rosters:roster_detail", args=[Roster.objects.get().pk]))
    assert [each["is_undone"] for each in roster.context["earlier"]] == [True]


def test_replaced_version_says_why_it_is_not_undone(school: Client) -> None:
    first = taken_in(school, row(AN))
    taken_in(school, row(AN), row(BE), dated=SECOND)
    page = school.get(reverse("rosters:version_undo", args=[first.pk]))
    assert "30/10/2020" in page.context["refusal"]
    before = business_dump()
    school.post(reverse("rosters:version_undo", args=[first.pk]), {"reason": "thử"})
    assert business_dump() == before


def test_template_is_read_back_without_a_finding(province: Province, school: Client) -> None:
    asked = {"institution": province.thpt.code, "kind": "TENTH_GRADE"}
    response = school.get(reverse("rosters:template"), asked)
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    sheet = book["Danh sách"]
    headings = [cell.value for cell in sheet[8]]
    name = next(at for at, text in enumerate(headings) if text and text.startswith("Họ và tên"))
    sheet.cell(10, name + 1).value = "Lê Thị An"
    filled = BytesIO()
    book.save(filled)
    assert uploaded(school, content=filled.getvalue()).status_code == 302
    draft = Draft.objects.get(kind="ROSTER")
    form = page(school, "draft_says", draft).context["form"]
    assert [form[n].value() for n in ("institution", "programme", "stage")] == [
        "802P01",
        "UPPER_SECONDARY",
        "STUDYING",
    ]


def test_twice_the_rows_take_the_same_queries(
    school: Client, django_assert_max_num_queries: Any
) -> None:
    small = drafted(school, row(AN))
    large = drafted(school, *(row(AN, name=f"Lê Thị {given}") for given in ("An", "Ân", "Anh")))
    for draft in (small, large):
        answered(school, draft)
        for step in ("draft_says", "draft_check", "draft_confirm"):
            with django_assert_max_num_queries(24):
                assert page(school, step, draft).status_code == 200
