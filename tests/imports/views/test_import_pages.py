"""A list on its way in through the pages: nothing changes before it is confirmed."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import Event
from districts.models import Role
from domain.outcome import Programme
from imports.graduates import SourceFile, prepare
from imports.models import Batch, Correction, Draft
from imports.verbs import FILE_DOWNLOADED, GRADUATES_IMPORTED, MARKED_FILE_DOWNLOADED, WORDS_DECIDED
from students.models import Cohort, Graduate
from tests.imports.views.lists import (
    AN,
    BE,
    UNKNOWN_SCHOOL,
    Browser,
    confirmed,
    drafted,
    page,
    register,
    uploaded,
)
from tests.province import Province, enrol, make_user, state
from tests.sheets import graduate_book, pupil

LIVING = {"residence": "Ấp 2, xã Tân Thành Đông, huyện Đức Hòa"}


def chosen(client: Client, draft: Draft, code: str) -> HttpResponse:
    """Choose that school or commune for every word that asks."""
    form = page(client, "draft_check", draft).context["form"]
    assert form.fields
    return client.post(
        reverse("imports:draft_check", args=[draft.pk]), dict.fromkeys(form.fields, code)
    )


@pytest.fixture
def district(signed_in: Browser) -> Client:
    return signed_in("DISTRICT")


def test_list_comes_in_when_it_is_confirmed(province: Province, district: Client) -> None:
    draft = drafted(district, AN, BE)
    assert page(district, "draft_check", draft).context["is_ready"]
    response = confirmed(district, draft)
    batch = Batch.objects.get()
    assert response["Location"] == reverse("imports:batch_detail", args=[batch.pk])
    assert sorted(Graduate.objects.values_list("full_name", flat=True)) == [
        "Lê Thị An",
        "Trần Văn Bé",
    ]
    assert (batch.school, batch.district) == (province.thcs, province.home)
    result = district.get(response["Location"])
    assert {each["label"]: each["value"] for each in result.context["facts"]}["Thêm mới"] == "2"
    assert Event.objects.get(verb=GRADUATES_IMPORTED).actor_id == batch.imported_by_id


def test_looking_changes_nothing(province: Province, district: Client) -> None:
    child = enrol(province, "Lê Thị An", register_number="0001")
    draft = drafted(district, pupil(phone="0912345678"), BE, UNKNOWN_SCHOOL)
    before = register()
    for step in ("draft_check", "draft_confirm", "draft_replace"):
        assert page(district, step, draft).status_code == 200
    assert register() == before
    changes = page(district, "draft_confirm", draft).context["changes"]
    assert [change["name"] for change in changes] == [child.full_name]
    assert {"label": "Điện thoại", "old": "để trống", "new": "0912345678"} in changes[0]["fields"]


def test_confirming_twice_shows_the_one_result(province: Province, district: Client) -> None:
    draft = drafted(district, AN)
    seen = {"fingerprint": page(district, "draft_confirm", draft).context["fingerprint"]}
    address = reverse("imports:draft_confirm", args=[draft.pk])
    first, second = district.post(address, seen), district.post(address, seen)
    assert first["Location"] == second["Location"]
    assert Graduate.objects.count() == Batch.objects.count() == 1
    assert page(district, "draft_check", draft)["Location"] == first["Location"]


def test_what_was_not_shown_is_not_done(province: Province, district: Client) -> None:
    """Between looking and confirming the child was registered by somebody else."""
    draft = drafted(district, pupil())
    seen = page(district, "draft_confirm", draft).context["fingerprint"]
    enrol(province, "Lê Thị An", register_number="0001", phone="0987654321")
    before = register()
    response = district.post(
        reverse("imports:draft_confirm", args=[draft.pk]), {"fingerprint": seen}
    )
    assert "không còn như đã xem" in response.content.decode()
    assert register() == before
    assert confirmed(district, draft).status_code == 302
    assert Graduate.objects.count() == 1


def test_valid_rows_come_in_and_the_others_are_told(province: Province, district: Client) -> None:
    draft = drafted(district, AN, UNKNOWN_SCHOOL)
    assert confirmed(district, draft)["Location"].endswith(f"/drafts/{draft.pk}/")
    assert not Graduate.objects.exists()
    result = district.get(confirmed(district, draft, valid_rows="1")["Location"])
    assert Graduate.objects.get().full_name == "Lê Thị An"
    (left,) = result.context["left_out"]
    assert (left["name"], left["place"]) == ("Võ Thị Cúc", "DS, dòng 8")
    assert "THCS SĐ" in left["reasons"][0]


def test_same_list_again_changes_nothing_and_says_so(province: Province, district: Client) -> None:
    confirmed(district, drafted(district, AN))
    draft = drafted(district, AN)
    assert page(district, "draft_check", draft).context["changes_nothing"]
    before = register()
    response = confirmed(district, draft)
    assert "đã có đủ" in district.get(response["Location"]).content.decode()
    assert register() == before


def test_one_choice_mends_all_rows_and_is_remembered(province: Province, district: Client) -> None:
    other = pupil(name="Hồ Văn Dần", gender="Nam", school="thcs sđ", register="")
    draft = drafted(district, UNKNOWN_SCHOOL, other)
    chosen(district, draft, province.thcs.code)
    check = page(district, "draft_check", draft)
    assert check.context["is_ready"]
    assert [each["written"] for each in check.context["remembered"]] == ["thcs sđ"]
    assert Event.objects.filter(verb=WORDS_DECIDED).count() == 1
    confirmed(district, draft)
    assert set(Graduate.objects.values_list("school", flat=True)) == {province.thcs.pk}
    again = drafted(district, pupil(name="Lý Văn Em", school="THCS SĐ", register=""))
    assert page(district, "draft_check", again).context["is_ready"]


def test_choice_for_a_commune_holds_for_every_hamlet(province: Province, district: Client) -> None:
    elsewhere = {"residence": "Ấp 9, xã Tân Thành Đông, huyện Đức Hòa"}
    draft = drafted(district, AN | LIVING, BE | elsewhere)
    chosen(district, draft, province.home_commune.code)
    confirmed(district, draft)
    found = Graduate.objects.values_list("commune", "hamlet").order_by("hamlet")
    assert list(found) == [(province.home_commune.pk, "Ấp 2"), (province.home_commune.pk, "Ấp 9")]


def test_choice_taken_back_is_unknown_again(province: Province, district: Client) -> None:
    draft = drafted(district, UNKNOWN_SCHOOL)
    chosen(district, draft, province.thcs.code)
    (remembered,) = page(district, "draft_check", draft).context["remembered"]
    district.post(remembered["url"])
    assert not Correction.objects.exists()
    assert not page(district, "draft_check", draft).context["is_ready"]


def test_choice_of_a_school_binds_no_other_sender(
    province: Province, district: Client, signed_in: Browser
) -> None:
    school = signed_in("ORIGIN_SCHOOL")
    chosen(school, drafted(school, UNKNOWN_SCHOOL), province.thcs.code)
    assert not page(district, "draft_check", drafted(district, UNKNOWN_SCHOOL)).context["is_ready"]
    again = drafted(school, UNKNOWN_SCHOOL)
    assert page(school, "draft_check", again).context["is_ready"]


def test_foreign_school_cannot_be_chosen(
    province: Province, district: Client, signed_in: Browser
) -> None:
    school = signed_in("ORIGIN_SCHOOL")
    draft = drafted(school, UNKNOWN_SCHOOL)
    response = chosen(school, draft, province.thcs_second.code)
    assert "Chọn trong danh sách." in response.content.decode()
    assert not Correction.objects.exists()


def test_row_of_a_school_beyond_reach_is_refused_with_the_reason(
    province: Province, signed_in: Browser
) -> None:
    school = signed_in("ORIGIN_SCHOOL")
    draft = drafted(school, AN, BE | {"school": province.thcs_second.name})
    check = page(school, "draft_check", draft)
    assert [cause["message"] for cause in check.context["causes"]] == [
        "Trường này không thuộc đơn vị đang nhập; gửi dòng này cho đơn vị quản lý trường."
    ]
    confirmed(school, draft, valid_rows="1")
    assert Graduate.objects.get().school == province.thcs


def test_child_of_another_district_is_not_taken_over(province: Province, district: Client) -> None:
    theirs = enrol(province, "Lê Thị An", school=province.thcs_away, personal_id="079305000001")
    draft = drafted(district, AN)
    assert not page(district, "draft_check", draft).context["is_ready"]
    confirmed(district, draft, valid_rows="1")
    theirs.refresh_from_db()
    assert (theirs.school, Graduate.objects.count()) == (province.thcs_away, 1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"khong phai bang", "danh-sach.xlsx"),
        (b"PK\x03\x04 hong", "danh-sach.xlsx"),
        (b"", "không có nội dung"),
    ],
)
def test_file_that_is_no_list_is_answered_in_one_sentence(
    content: bytes, said: str, province: Province, district: Client
) -> None:
    file = SimpleUploadedFile("danh-sach.xlsx", content)
    response = district.post(reverse("imports:upload"), {"cohort": "2020", "sheet": file})
    assert response.status_code == 200
    assert len(response.context["form"].errors["sheet"]) == 1
    assert said in response.context["form"].errors["sheet"][0]
    assert not Draft.objects.exists()


def test_mended_file_replaces_the_first(province: Province, district: Client) -> None:
    draft = drafted(district, UNKNOWN_SCHOOL)
    mended = SimpleUploadedFile("da-sua.xlsx", graduate_book(AN))
    district.post(reverse("imports:draft_replace", args=[draft.pk]), {"sheet": mended})
    draft.refresh_from_db()
    assert draft.file_name == "da-sua.xlsx"
    assert page(district, "draft_check", draft).context["is_ready"]
    bad = SimpleUploadedFile("hong.xlsx", b"PK hong")
    response = district.post(reverse("imports:draft_replace", args=[draft.pk]), {"sheet": bad})
    assert "hong.xlsx" in response.context["form"].errors["sheet"][0]
    assert page(district, "draft_check", draft).context["is_ready"]


def test_discarded_file_is_gone_from_the_list(province: Province, district: Client) -> None:
    draft = drafted(district, AN)
    address = reverse("imports:draft_discard", args=[draft.pk])
    (waiting,) = district.get(reverse("imports:batch_list")).context["drafts"]
    assert waiting["url"] == reverse("imports:draft_check", args=[draft.pk])
    district.post(address)
    district.post(address)
    assert not district.get(reverse("imports:batch_list")).context["drafts"]
    assert not Graduate.objects.exists()


def test_original_file_comes_back_byte_by_byte_and_is_recorded(
    province: Province, district: Client
) -> None:
    content = graduate_book(AN)
    uploaded(district, content=content)
    batch_page = confirmed(district, Draft.objects.get())["Location"]
    batch = Batch.objects.get()
    response = district.post(f"{batch_page}file/")
    assert b"".join(response.streaming_content) == content
    assert 'filename="danh-sach.xlsx"' in response["Content-Disposition"]
    event = Event.objects.get(verb=FILE_DOWNLOADED)
    assert (event.object_id, event.count) == (str(batch.pk), 1)


def test_department_says_whose_list_it_is(province: Province, signed_in: Browser) -> None:
    department = signed_in("DEPARTMENT")
    nameless = graduate_book(UNKNOWN_SCHOOL, district="Ô TRỐNG")
    uploaded(department, content=nameless, district=province.away.code)
    assert Draft.objects.get().district == province.away


def test_closed_year_is_not_offered(province: Province, district: Client) -> None:
    Cohort.objects.update(is_open=False)
    response = uploaded(district, AN)
    assert response.context["form"].errors["cohort"] == ["Chọn năm trong danh sách."]


def test_hostile_names_are_shown_as_text(province: Province, district: Client) -> None:
    hostile = "<script>alert(1)</script>"
    draft = drafted(district, AN | {"school": hostile})
    shown = page(district, "draft_check", draft).content.decode()
    assert hostile not in shown
    assert "&lt;script&gt;" in shown


def test_history_is_the_offices_own(
    province: Province, district: Client, signed_in: Browser
) -> None:
    confirmed(district, drafted(district, AN))
    (line,) = district.get(reverse("imports:batch_list")).context["lines"]
    assert (line["file_name"], line["rows"]) == ("danh-sach.xlsx", "1")
    stranger = Client()
    stranger.force_login(make_user("phong-khac", Role.DISTRICT, district=province.away))
    empty = stranger.get(reverse("imports:batch_list"))
    assert not empty.context["lines"]
    assert "Chưa nhập danh sách nào" in empty.content.decode()


def test_own_workbook_comes_back_marked(province: Province, district: Client) -> None:
    draft = drafted(district, AN, UNKNOWN_SCHOOL)
    response = district.post(reverse("imports:draft_marked", args=[draft.pk]))
    content = b"".join(response.streaming_content)
    book = load_workbook(BytesIO(content))
    (cell,) = (cell for row in book["DS"] for cell in row if cell.value == "THCS SĐ")
    assert "THCS SĐ" in cell.comment.text
    again = SimpleUploadedFile("da-sua.xlsx", content)
    district.post(reverse("imports:draft_replace", args=[draft.pk]), {"sheet": again})
    assert len(page(district, "draft_check", draft).context["causes"]) == 1
    assert Event.objects.get(verb=MARKED_FILE_DOWNLOADED).count == 2


@pytest.mark.parametrize(("role", "schools"), [("DISTRICT", 2), ("ORIGIN_SCHOOL", 1)])
def test_empty_list_is_of_the_district(
    role: str, schools: int, province: Province, signed_in: Browser
) -> None:
    client = signed_in(role)
    response = client.get(reverse("imports:template"), {"district": province.home.code})
    content = b"".join(response.streaming_content)
    assert content.count(b"PK") > 1
    read = prepare([SourceFile("mau.xlsx", content)], cohort=province.cohort)
    assert (read.rows, {issue.code for _, issue in read.issues}) == ([], {"table_empty"})
    assert client.get(reverse("imports:template"), {"district": "khong"}).status_code == 404
    elsewhere = {"district": province.away.code}
    assert client.get(reverse("imports:template"), elsewhere).status_code == 404


def brought_in(client: Client, *rows: dict[str, Any]) -> str:
    """The address of the result of a list that came in."""
    return confirmed(client, drafted(client, *rows))["Location"]


def test_import_is_undone_from_its_result(province: Province, district: Client) -> None:
    result = brought_in(district, AN, BE)
    assert f"{result}undo/" in district.get(result).content.decode()
    assert "but_those" not in district.get(f"{result}undo/").context["form"].fields
    assert Graduate.objects.members().count() == 2
    unexplained = district.post(f"{result}undo/", {"reason": ""})
    assert unexplained.context["form"].errors["reason"] == ["Ghi lý do hoàn tác."]
    district.post(f"{result}undo/", {"reason": "nhầm năm"})
    assert not Graduate.objects.members().exists()
    labels = [each["label"] for each in district.get(result).context["facts"]]
    assert "Đã hoàn tác" in labels
    again = district.post(f"{result}undo/", {"reason": "bấm lần nữa"})
    assert "đã được hoàn tác" in again.content.decode()
    brought_in(district, AN, BE)
    assert Graduate.objects.members().count() == 2


def test_what_was_built_on_it_stands_in_the_way(province: Province, district: Client) -> None:
    result = brought_in(district, AN, BE)
    state(Graduate.objects.get(full_name="Lê Thị An"), Programme.WORKING)
    undo = district.get(f"{result}undo/")
    assert [each.full_name for each in undo.context["obstacles"]] == ["Lê Thị An"]
    refused = district.post(f"{result}undo/", {"reason": "nhầm"})
    assert refused.status_code == 200
    assert Graduate.objects.members().count() == 2
    district.post(f"{result}undo/", {"reason": "nhầm", "but_those": "on"})
    assert Graduate.objects.members().get().full_name == "Lê Thị An"


def test_rows_with_the_same_ill_are_one_cause(province: Province, district: Client) -> None:
    """Whoever left fifty birth dates out reads it once, not fifty times."""
    dateless = [AN | {"birth": ""}, BE | {"birth": ""}]
    nameless = [pupil(name="", register=number) for number in ("0008", "0009")]
    causes = page(district, "draft_check", drafted(district, *dateless, *nameless)).context[
        "causes"
    ]
    assert {cause["message"]: cause["number"] for cause in causes} == {
        "Dòng có dữ liệu nhưng thiếu họ và tên; ghi thêm hoặc bỏ dòng.": "2",
        "Thiếu ngày sinh; bổ sung để đối chiếu được.": "2",
    }
