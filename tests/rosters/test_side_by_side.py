"""Two lists side by side on one sheet: rows of one number are told apart by their names' cells."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from imports.models import Draft
from rosters.models import Roster, RosterRow
from tests.province import Province
from tests.rosters.views.test_incoming import Browser, answered, confirmed
from tests.rosters.views.test_roster_rows import fields, rows_page, saved, typed
from tests.sheets import book, run, written

LETTERHEAD = [
    "SỞ GIÁO DỤC VÀ ĐÀO TẠO LONG AN",
    "Trường THPT Sông Đỏ",
    "Long An, ngày 15 tháng 9 năm 2020",
    "DANH SÁCH HỌC SINH LỚP 10 NĂM HỌC 2020-2021",
]
ONE = ["STT", "Họ và tên", "Ngày sinh"]
LEFT = [(1, "Lê Thị An", "01/9/2005"), (2, "Võ Thị Cúc", "02/9/2005"), (3, "Đỗ Thị Én", "3/9/2005")]
RIGHT = [
    (4, "Hồ Văn Bé", "31/02/2005"),
    (5, "Mai Văn Dũ", "30/02/2005"),
    (6, "Tô Văn Hạ", "6/9/2005"),
]
BOOK = book(LETTERHEAD, [*ONE, "", *ONE], [[*a, "", *b] for a, b in zip(LEFT, RIGHT, strict=True)])
NAMES = [name for _, name, _ in (*LEFT, *RIGHT)]


def ready(client: Client) -> Draft:
    file = SimpleUploadedFile("ds.xlsx", BOOK)
    client.post(reverse("rosters:upload"), {"cohort": "2020", "sheet": file})
    draft = Draft.objects.latest("uploaded_at")
    answered(client, draft)
    return draft


def test_command_takes_both_lists_and_the_same_file_changes_nothing(
    province: Province, tmp_path: Path
) -> None:
    path = written(tmp_path, "ds.xlsx", BOOK)
    ran = run("import_roster", path, "--cohort", "2020", "--json")
    assert (ran.code, ran.json["rows"]) == (0, 6)
    rows = RosterRow.objects.order_by("pk")
    assert list(rows.values_list("full_name", flat=True)) == NAMES
    assert list(rows.values_list("row_number", "anchor"))[::3] == [(7, "B7"), (7, "F7")]
    assert run("import_roster", path, "--cohort", "2020", "--json").json["files"][0]["unchanged"]


def test_cell_of_the_right_list_is_mended_and_the_other_left_out(
    province: Province, signed_in: Browser
) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    draft = ready(client)
    first, second = rows_page(client, draft)["rows"]
    assert [first["name"], second["name"]] == ["Hồ Văn Bé", "Mai Văn Dũ"]
    saved(client, draft, fields(client, draft) | {f"skip:{second['token']}": "on"})
    typed(client, draft, birth_date="28/2/2005")
    confirmed(client, draft)
    kept = RosterRow.objects.order_by("pk")
    assert [row.full_name for row in kept] == [name for name in NAMES if name != "Mai Văn Dũ"]
    assert [row.birth_day for row in kept] == [1, 2, 3, 28, 6]
    listed = client.get(reverse("rosters:roster_detail", args=[Roster.objects.get().pk]))
    told = [line["full_name"] for line in listed.context["lines"]]
    assert told == [row.full_name for row in kept]
