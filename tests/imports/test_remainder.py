"""Rows that an import left behind wait to be mended and taken in later."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from imports.models import Batch, Draft, Remainder
from students.models import Graduate
from tests.imports.views.lists import AN, UNKNOWN_SCHOOL, Browser, confirmed, drafted, page
from tests.imports.views.test_rows import rows_of, typed
from tests.province import Province
from tests.sheets import graduate_book, pupil, run, written

BAD_DATE = pupil(name="Võ Thị Cúc", birth="31/02/2005", register="")


@pytest.fixture
def district(province: Province, signed_in: Browser) -> Client:
    return signed_in("DISTRICT")


def test_rest_waits_and_is_taken_in_later(district: Client) -> None:
    draft = drafted(district, AN, BAD_DATE)
    result = confirmed(district, draft, valid_rows="1")["Location"]
    rest = Draft.objects.waiting().get()
    history = district.get(reverse("imports:batch_list")).context
    assert history["lines"][0]["waiting"] == "còn 1 dòng chờ sửa"
    assert "còn 1 dòng chờ sửa" in history["drafts"][0]["note"]
    assert district.get(result).context["rest"]["waiting_url"].endswith(f"/drafts/{rest.pk}/")
    tiles = {t["label"]: t["value"] for t in page(district, "draft_check", rest).context["tiles"]}
    assert (tiles["Dòng đọc được"], tiles["Chưa nhập được"]) == ("1", "1")
    typed(district, rest, birth_date="28/2/2005")
    confirmed(district, rest)
    assert Graduate.objects.count() == 2
    assert Batch.objects.count() == 2
    assert not Draft.objects.waiting().exists()
    assert district.get(result).context["rest"] is None


def test_rest_is_offered_only_to_whom_it_is_open(district: Client, signed_in: Browser) -> None:
    draft = drafted(district, AN, BAD_DATE)
    result = confirmed(district, draft, valid_rows="1")["Location"]
    school = signed_in("ORIGIN_SCHOOL")
    assert school.get(result).context["rest"] is None
    (line,) = school.get(reverse("imports:batch_list")).context["lines"]
    assert line["waiting"] == ""


def test_hand_made_change_to_a_row_taken_in_is_not_undone_by_the_rest(district: Client) -> None:
    draft = drafted(district, AN, BAD_DATE)
    confirmed(district, draft, valid_rows="1")
    Graduate.objects.update(ethnicity="Khmer", class_name="9/9")
    rest = Draft.objects.waiting().get()
    typed(district, rest, birth_date="28/2/2005")
    assert page(district, "draft_confirm", rest).context["changes"] == []


def test_what_was_typed_is_taken_along(district: Client) -> None:
    draft = drafted(district, AN, BAD_DATE)
    typed(district, draft, birth_date="30/2/2005")
    confirmed(district, draft, valid_rows="1")
    ((cell,),) = (row["cells"] for row in rows_of(district, Draft.objects.waiting().get()))
    assert (cell["value"], cell["written"]) == ("30/2/2005", "trong tệp: “31/02/2005”")


def test_rest_of_the_rest_waits_again(district: Client) -> None:
    other = BAD_DATE | {"name": "Hồ Văn Dần"}
    confirmed(district, drafted(district, AN, BAD_DATE, other), valid_rows="1")
    rest = Draft.objects.waiting().get()
    first = rows_of(district, rest)[0]["token"]
    given = page(district, "draft_rows", rest).context
    address = reverse("imports:draft_rows", args=[rest.pk])
    district.post(
        address,
        {
            "file": given["file_version"],
            f"was:{first}:birth_date": "31/02/2005",
            f"cell:{first}:birth_date": "28/02/2005",
        },
    )
    confirmed(district, rest, valid_rows="1")
    last = Draft.objects.waiting().get()
    assert last.pk != rest.pk
    assert last.remainder.number == 1


def test_rows_that_cannot_be_taken_in_go_on_waiting(district: Client) -> None:
    draft = drafted(district, UNKNOWN_SCHOOL)
    response = confirmed(district, draft, valid_rows="1")
    assert response["Location"].endswith(f"/drafts/{draft.pk}/")
    assert Draft.objects.waiting().get() == draft


def test_command_leaves_the_rest_waiting_and_tells_of_it(
    province: Province, tmp_path: Path
) -> None:
    path = written(tmp_path, "ds.xlsx", graduate_book(AN, BAD_DATE))
    given = ("import_graduates", path, "--cohort", 2020, "--valid-rows")
    ran = run(*given, "--json")
    rest = Draft.objects.waiting().get()
    assert ran.code == 0
    assert ran.json["waiting"] == [{"draft_id": str(rest.pk), "file": "ds.xlsx", "rows": 1}]
    assert (rest.uploaded_by, rest.district) == (None, province.home)
    assert run(*given, "--json").json["waiting"] == []
    more = written(tmp_path, "ds2.xlsx", graduate_book(pupil(register="9"), BAD_DATE))
    told = run("import_graduates", more, "--cohort", 2020, "--valid-rows").out
    assert "“ds2.xlsx” còn 1 dòng chờ sửa" in told


def test_rest_is_still_found_when_the_names_column_is_chosen_anew(district: Client) -> None:
    confirmed(district, drafted(district, AN, BAD_DATE), valid_rows="1")
    rest = Draft.objects.waiting().get()
    rest.remainder.rows = [["DS", "C8"]]
    rest.remainder.save()
    assert [row["place"] for row in rows_of(district, rest)] == ["DS, dòng 8"]


def test_dry_run_leaves_nothing(province: Province, tmp_path: Path) -> None:
    path = written(tmp_path, "ds.xlsx", graduate_book(AN, BAD_DATE))
    ran = run("import_graduates", path, "--cohort", 2020, "--valid-rows", "--dry-run", "--json")
    assert ran.json["waiting"] == []
    assert not Remainder.objects.exists()


def test_same_file_taken_in_anew_leaves_one_rest(province: Province, district: Client) -> None:
    content = graduate_book(AN, BAD_DATE, UNKNOWN_SCHOOL)
    confirmed(district, drafted(district, content=content), valid_rows="1")
    again = drafted(district, content=content)
    province.thcs.aliases = ["THCS SĐ"]
    province.thcs.save()
    confirmed(district, again, valid_rows="1")
    (rest,) = Draft.objects.waiting()
    assert rest.remainder.number == 1


def test_undone_import_leaves_nothing_waiting_and_loses_no_typing(district: Client) -> None:
    """The rest ends with its import; the file comes again whole, with what was put right in it."""
    content = graduate_book(AN, BAD_DATE | {"phone": "12"}, BAD_DATE | {"name": "Hồ Văn Dần"})
    draft = drafted(district, content=content)
    result = confirmed(district, draft, valid_rows="1")["Location"]
    rest = Draft.objects.waiting().get()
    typed(district, rest, birth_date="28/2/2005")
    batch = Batch.objects.get()
    undo = reverse("imports:batch_undo", args=[batch.pk])
    assert "còn 2 dòng chờ sửa" in district.get(undo).content.decode()
    district.post(undo, {"reason": "nhầm tệp"})
    assert not Draft.objects.waiting().exists()
    assert district.get(result).context["rest"] is None
    again = drafted(district, content=content)
    check = page(district, "draft_check", again).context
    tiles = {tile["label"]: tile["value"] for tile in check["tiles"]}
    assert (tiles["Dòng đọc được"], tiles["Chưa nhập được"]) == ("3", "0")
    assert check["mended_number"] == "2"
    confirmed(district, again)
    assert Graduate.objects.members().count() == 3


def test_same_file_sent_again_changes_nothing_that_was_put_right(district: Client) -> None:
    content = graduate_book(AN, BAD_DATE)
    draft = drafted(district, content=content)
    typed(district, draft, birth_date="28/2/2005")
    confirmed(district, draft)
    check = page(district, "draft_check", drafted(district, content=content)).context
    assert (check["changes_nothing"], check["is_ready"]) == (True, True)
