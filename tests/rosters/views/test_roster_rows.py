"""Cells of a roster put right on the page, and rows left out: what is previewed is what is kept."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from imports.graduates import SourceFile
from imports.models import Batch, Draft, Mend, Omission
from imports.verbs import CELLS_MENDED, MEND_TAKEN_BACK, ROWS_LEFT_OUT, ROWS_TAKEN_BACK
from rosters.actions import upload_rosters
from rosters.models import RosterRow, RosterVersion
from rosters.uploads import read_roster_files
from rosters.verbs import ROSTER_UPLOADED
from tests.imports.undoing import AN, BE
from tests.province import Province, enrol
from tests.rosters.views.test_incoming import (
    Browser,
    answered,
    confirmed,
    drafted,
    page,
    row,
    stored,
)
from tests.rosters.views.test_roster_columns import chosen
from tests.sheets import roster_book

BAD_DATE = row(BE, birth="31/02/2005")
NAMELESS = {"name": "", "birth": "08/02/2005", "class_name": "10A1"}


def rows_page(client: Client, draft: Draft, query: str = "") -> Any:
    return client.get(reverse("rosters:draft_rows", args=[draft.pk]) + query).context


def fields(client: Client, draft: Draft, query: str = "") -> dict[str, str]:
    """Everything that the form of the open page would send."""
    context = rows_page(client, draft, query)
    given = {"file": context["file_version"]}
    for line in context["rows"]:
        for cell in line["cells"]:
            given[f"was:{cell['name']}"] = cell["shown"]
            given[f"cell:{cell['name']}"] = cell["value"]
    return given


def saved(client: Client, draft: Draft, given: dict[str, str], query: str = "") -> HttpResponse:
    return client.post(reverse("rosters:draft_rows", args=[draft.pk]) + query, given)


def typed(client: Client, draft: Draft, query: str = "", **texts: str) -> HttpResponse:
    """Type these texts, by field, into every row of the open page, and save."""
    given = fields(client, draft, query)
    for name in given:
        if name.startswith("cell:") and (field := name.rpartition(":")[2]) in texts:
            given[name] = texts[field]
    return saved(client, draft, given, query)


def ready(client: Client, *rows: dict[str, Any]) -> Draft:
    """A roster whose questions are answered."""
    draft = drafted(client, *rows)
    answered(client, draft)
    draft.refresh_from_db()
    return draft


def tiles(client: Client, draft: Draft) -> dict[str, str]:
    return {t["label"]: t["value"] for t in page(client, "draft_check", draft).context["tiles"]}


def names() -> list[str]:
    return list(RosterRow.objects.in_force().order_by("pk").values_list("full_name", flat=True))


@pytest.fixture
def school(province: Province, signed_in: Browser) -> Client:
    return signed_in("RECEIVING_SCHOOL")


def test_doubtful_row_tells_its_cell_and_why(school: Client) -> None:
    draft = ready(school, row(AN), BAD_DATE)
    context = page(school, "draft_check", draft).context
    assert (context["flagged"], tiles(school, draft)["Dòng cần xem lại"]) == ("1", "1")
    (line,) = rows_page(school, draft)["rows"]
    (cell,) = line["cells"]
    assert (line["name"], line["place"]) == ("Trần Văn Bé", "DS, dòng 8")
    assert (cell["label"], cell["value"]) == ("Ngày sinh", "31/02/2005")
    assert "31/02/2005" in line["sentences"][0]


def test_mended_cell_is_kept_with_its_row_and_told_everywhere(school: Client) -> None:
    draft = ready(school, row(AN), BAD_DATE)
    assert typed(school, draft, birth_date="28/2/2005").status_code == 302
    assert rows_page(school, draft)["rows"] == []
    assert page(school, "draft_check", draft).context["decided_text"] == "Đã sửa 1 ô trên trang."
    assert page(school, "draft_confirm", draft).context["decided_text"] == "Đã sửa 1 ô trên trang."
    result = school.get(confirmed(school, draft)["Location"])
    facts = {fact["label"]: fact["value"] for fact in result.context["facts"]}
    assert (facts["Ô đã sửa trên trang"], facts["Số học sinh đã nhập"]) == ("1", "2")
    kept = RosterRow.objects.get(full_name="Trần Văn Bé")
    assert (kept.birth_day, kept.birth_month, kept.birth_year) == (28, 2, 2005)
    assert kept.mended == {"birth_date": ["31/02/2005", "28/2/2005"]}
    assert RosterRow.objects.get(full_name="Lê Thị An").mended is None
    assert Event.objects.get(verb=CELLS_MENDED).count == 1
    assert Event.objects.get(verb=ROSTER_UPLOADED).reason.endswith("Đã sửa 1 ô trên trang.")
    story = school.get(reverse("rosters:row_detail", args=[kept.pk])).content.decode()
    assert "Ngày sinh “31/02/2005” thành “28/2/2005”" in story
    with Batch.objects.get().file.open() as sent, draft.file.open() as uploaded:
        assert sent.read() == uploaded.read()


def test_looking_and_mending_bring_no_roster(school: Client) -> None:
    draft = ready(school, row(AN), BAD_DATE)
    before = stored()
    rows_page(school, draft)
    assert stored() == before
    typed(school, draft, birth_date="28/2/2005")
    page(school, "draft_confirm", draft)
    # Only that somebody mended was recorded.
    assert stored()[:-1] == before[:-1]
    assert not RosterVersion.objects.exists()


def test_line_without_a_name_is_given_one(school: Client) -> None:
    draft = ready(school, row(AN), NAMELESS)
    assert tiles(school, draft)["Dòng chưa nhập được"] == "1"
    typed(school, draft, full_name="Hồ Thị Dần")
    assert "Dòng chưa nhập được" not in tiles(school, draft)
    confirmed(school, draft)
    assert names() == ["Lê Thị An", "Hồ Thị Dần"]


def test_row_is_left_out_and_taken_back(school: Client) -> None:
    draft = ready(school, row(AN), BAD_DATE)
    (line,) = rows_page(school, draft)["rows"]
    saved(school, draft, fields(school, draft) | {f"skip:{line['token']}": "on"})
    assert tiles(school, draft)["Dòng bỏ qua"] == "1"
    assert page(school, "draft_confirm", draft).context["number"] == "1"
    (omission,) = rows_page(school, draft)["omissions"]
    school.post(omission["url"])
    assert "Dòng bỏ qua" not in tiles(school, draft)
    saved(school, draft, fields(school, draft) | {f"skip:{line['token']}": "on"})
    result = school.get(confirmed(school, draft)["Location"])
    facts = {fact["label"]: fact["value"] for fact in result.context["facts"]}
    assert facts["Dòng bỏ qua"] == "1"
    assert names() == ["Lê Thị An"]
    assert Batch.objects.get().counts == {"rows": 1, "left_out": 1}
    assert Event.objects.filter(verb=ROWS_LEFT_OUT).count() == 2
    assert Event.objects.filter(verb=ROWS_TAKEN_BACK).count() == 1


def test_all_rows_of_a_cause_are_left_out_at_once(school: Client) -> None:
    unknown = row(BE, school="THCS Nơi Khác")
    draft = ready(school, row(AN), unknown, unknown | {"name": "Võ Thị Cúc"})
    causes = page(school, "draft_check", draft).context["causes"]
    (line,) = (cause for cause in causes if "THCS Nơi Khác" in cause["message"])
    listed = school.get(line["rows_url"]).context
    assert [each["name"] for each in listed["rows"]] == ["Trần Văn Bé", "Võ Thị Cúc"]
    school.post(listed["leave_out_url"], {"cause": listed["cause"]})
    assert Omission.objects.count() == 2
    confirmed(school, draft)
    assert names() == ["Lê Thị An"]


def test_roster_of_rows_all_left_out_is_not_taken_in(school: Client) -> None:
    draft = ready(school, BAD_DATE)
    (line,) = rows_page(school, draft)["rows"]
    saved(school, draft, fields(school, draft) | {f"skip:{line['token']}": "on"})
    assert page(school, "draft_check", draft).context["is_empty"]
    response = page(school, "draft_confirm", draft)
    assert response["Location"] == reverse("rosters:draft_check", args=[draft.pk])
    assert not RosterVersion.objects.exists()


def test_mend_is_taken_back(school: Client) -> None:
    draft = ready(school, BAD_DATE)
    typed(school, draft, birth_date="28/2/2005")
    (line,) = rows_page(school, draft)["mends"]
    assert (line["old"], line["new"]) == ("31/02/2005", "28/2/2005")
    school.post(line["url"])
    assert len(rows_page(school, draft)["rows"]) == 1
    assert Event.objects.filter(verb=MEND_TAKEN_BACK).count() == 1


def test_what_is_confirmed_is_what_was_shown(school: Client) -> None:
    """A cell typed in another window after the last look: nothing is written unseen."""
    draft = ready(school, row(AN), BAD_DATE)
    seen = page(school, "draft_confirm", draft).context["form"]["fingerprint"].value()
    typed(school, draft, birth_date="28/2/2005")
    response = school.post(reverse("rosters:draft_confirm", args=[draft.pk]), {"fingerprint": seen})
    assert "kết quả nhập không còn như đã xem" in response.content.decode()
    assert not RosterVersion.objects.exists()


def test_second_of_two_who_mend_is_told_and_shown_both(school: Client, signed_in: Browser) -> None:
    draft = ready(school, BAD_DATE)
    district = signed_in("DISTRICT")
    opened = fields(district, draft)
    typed(school, draft, birth_date="28/2/2005")
    (name,) = (each for each in opened if each.startswith("cell:"))
    response = saved(district, draft, opened | {name: "27/2/2005"})
    (version,) = response.context["versions"]
    assert (version["stored"], version["typed"]) == ("28/2/2005", "27/2/2005")
    assert Mend.objects.get().value == "28/2/2005"


def test_exchanged_file_keeps_the_mends_that_fit_and_tells_of_the_others(school: Client) -> None:
    other = BAD_DATE | {"name": "Hồ Văn Dần", "birth": "30/02/2005"}
    draft = ready(school, BAD_DATE, other)
    typed(school, draft, birth_date="28/2/2005")
    mended = roster_book(BAD_DATE, other | {"birth": "27/02/2005"}, row(AN))
    address = reverse("rosters:draft_replace", args=[draft.pk])
    response = school.post(
        address, {"sheet": SimpleUploadedFile("da-sua.xlsx", mended)}, follow=True
    )
    assert "1 chỗ sửa hoặc dòng bỏ qua trên trang không còn khớp" in response.content.decode()
    assert Mend.objects.get().row_number == 7


def test_column_chosen_anew_drops_its_mends_and_tells(school: Client) -> None:
    draft = ready(school, row(AN), BAD_DATE)
    typed(school, draft, birth_date="28/2/2005")
    context = page(school, "draft_columns", draft).context
    (header,) = context["headers"]
    letters = next(c["letters"] for c in header["columns"] if c["heading"] == "Ngày sinh")
    response = chosen(school, draft, **{letters: ""})
    shown = school.get(response["Location"]).content.decode()
    assert "1 chỗ sửa hoặc dòng bỏ qua trên trang không còn khớp với cột" in shown
    assert not Mend.objects.exists()


def test_closed_roster_takes_no_mends(school: Client) -> None:
    draft = ready(school, BAD_DATE)
    opened = fields(school, draft)
    result = confirmed(school, draft)["Location"]
    assert saved(school, draft, opened)["Location"] == result


def test_rows_of_a_list_of_graduates_are_not_here(school: Client, signed_in: Browser) -> None:
    draft = ready(school, BAD_DATE)
    typed(school, draft, birth_date="28/2/2005")
    district = signed_in("DISTRICT")
    assert district.get(reverse("imports:draft_rows", args=[draft.pk])).status_code == 404
    address = reverse("imports:mend_undo", args=[draft.pk, Mend.objects.get().pk])
    assert district.post(address).status_code == 404
    assert Mend.objects.exists()


def test_page_of_rows_takes_as_many_queries_for_more_rows(school: Client) -> None:
    others = [BAD_DATE | {"name": f"Hồ Văn {name}"} for name in ("Dần", "Mão", "Tỵ")]
    asked = []
    for rows in ([BAD_DATE], [BAD_DATE, *others]):
        draft = ready(school, *rows)
        with CaptureQueriesContext(connection) as queries:
            assert len(rows_page(school, draft)["rows"]) == len(rows)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_same_file_sent_again_is_read_as_it_was_put_right(school: Client) -> None:
    """By the page or by the command: what somebody mended is not silently undone."""
    rows = (row(AN), BAD_DATE, row(BE, name="Hồ Văn Dần", birth="30/02/2005"))
    draft = ready(school, *rows)
    opened = rows_page(school, draft)["rows"]
    typed(school, draft, birth_date="28/2/2005")
    saved(school, draft, fields(school, draft) | {f"skip:{opened[1]['token']}": "on"})
    confirmed(school, draft)
    again = ready(school, *rows)
    assert again.pk != draft.pk
    context = page(school, "draft_confirm", again).context
    assert context["is_unchanged"]
    assert "1 ô trên trang" in context["decided_text"]
    content = SourceFile("lop-10.xlsx", roster_book(*rows))
    (file,) = read_roster_files([content], cohort=again.cohort, today=date(2020, 10, 1))
    (upload,) = upload_rosters([file], cohort=again.cohort, by=None)
    assert upload.is_unchanged
    assert names() == ["Lê Thị An", "Trần Văn Bé"]


@pytest.mark.parametrize(("known", "is_strange"), [(False, True), (True, False)])
def test_list_of_which_nobody_is_known_is_told_before_it_is_taken_in(
    known: bool, is_strange: bool, province: Province, school: Client
) -> None:
    if known:
        enrol(province, "Hồ Văn A", birth=(2005, 9, 1))
    pupils = [
        {"name": f"Hồ Văn {name}", "birth": "01/9/2005", "school": "THCS Sông Đỏ"}
        for name in "ABCDEGHIKL"
    ]
    content = page(school, "draft_confirm", ready(school, *pupils)).content.decode()
    assert ("Không học sinh nào của tệp có trong danh sách" in content) == is_strange
