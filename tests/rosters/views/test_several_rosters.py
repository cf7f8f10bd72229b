"""Several rosters at once: each its own draft and line, with what is to be asked, none twice."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from imports.forms import MOST_FILES
from imports.models import Draft
from rosters.models import RosterVersion
from tests.imports.undoing import AN, BE
from tests.province import Province
from tests.rosters.views.test_incoming import Browser, answered, confirmed, row
from tests.sheets import roster_book

NO_LIST = b"PK\x03\x04 hong"
THPT = roster_book(row(AN))
GDTX = roster_book(row(BE), institution="Trung tâm GDTX&KTTH Sông Đỏ")
NAMELESS = roster_book(row(BE), institution="", title="DANH SÁCH TRÚNG TUYỂN", dated="")
AWAY = roster_book(row(BE), institution="Trường Trung cấp nghề Rạch Xanh")
LAST_YEAR = roster_book(row(BE), title="DANH SÁCH HỌC SINH LỚP 10 NĂM HỌC 2019-2020")


@pytest.fixture
def district(province: Province, signed_in: Browser) -> Client:
    return signed_in("DISTRICT")


def sent(client: Client, *contents: bytes, **given: str) -> HttpResponse:
    files = [SimpleUploadedFile(f"ds-{n}.xlsx", each) for n, each in enumerate(contents, 1)]
    return client.post(reverse("rosters:upload"), {"cohort": "2020", "sheet": files, **given})


def states(response: HttpResponse) -> list[str]:
    return [line["state"] for line in response.context["lines"]]


def test_every_file_has_its_line(district: Client) -> None:
    response = sent(district, THPT, NO_LIST, GDTX, b"", NAMELESS, AWAY, LAST_YEAR)
    assert states(response) == [
        "Đã nhận",
        "Không nhận",
        "Đã nhận",
        "Không nhận",
        *["Cần cho biết"] * 3,
    ]
    lines: list[dict[str, Any]] = response.context["lines"]
    said = [line["said"] for line in lines]
    assert said[0] == "1 học sinh của Trường THPT Sông Đỏ."
    assert "ds-2.xlsx" in said[1]
    assert said[2] == "1 học sinh của Trung tâm GDTX&KTTH Sông Đỏ."
    assert said[4] == (
        "1 học sinh. Tệp không ghi tên trường, cơ sở ở phần đầu. "
        "Cần cho biết: trường, cơ sở gửi; chương trình; ngày của danh sách."
    )
    assert "Phần đầu danh sách ghi “Trường Trung cấp nghề Rạch Xanh”" in said[5]
    assert said[6].endswith("Cần cho biết: có đúng năm học (tiêu đề ghi 2019-2020).")
    assert Draft.objects.count() == 5
    assert all(district.get(line["url"]).status_code == 200 for line in lines if line["url"])
    assert not RosterVersion.objects.exists()


def test_institution_is_told_where_a_file_names_another(
    province: Province, signed_in: Browser
) -> None:
    (line,) = sent(signed_in("RECEIVING_SCHOOL"), GDTX, one_of_many="1").context["lines"]
    assert "tệp ghi “Trung tâm GDTX&KTTH Sông Đỏ”" in line["said"]


def test_same_files_again_are_not_kept_twice(district: Client) -> None:
    sent(district, THPT, GDTX)
    assert states(sent(district, THPT, GDTX)) == ["Đã tải lên trước đó"] * 2
    assert states(sent(district, THPT, THPT)) == ["Đã tải lên trước đó"] * 2
    assert Draft.objects.count() == 2
    draft = Draft.objects.get(file_name="ds-1.xlsx")
    answered(district, draft)
    # What was answered holds: nothing is asked of the file that waits.
    assert sent(district, THPT, GDTX).context["lines"][0]["state"] == "Đã tải lên trước đó"
    confirmed(district, draft)
    again = sent(district, THPT, GDTX)
    assert states(again) == ["Đã nhập trước đó", "Đã tải lên trước đó"]
    version = RosterVersion.objects.get()
    assert again.context["lines"][0]["url"] == reverse(
        "rosters:version_detail", args=[version.batch_id]
    )


def test_list_that_was_replaced_may_be_sent_again(district: Client) -> None:
    newer = roster_book(row(AN), row(BE), dated="Long An, ngày 30 tháng 10 năm 2020")
    for content in (THPT, newer):
        sent(district, content)
        draft = Draft.objects.latest("uploaded_at")
        answered(district, draft)
        confirmed(district, draft)
    assert states(sent(district, THPT, newer)) == ["Đã nhận", "Đã nhập trước đó"]


def test_one_file_sent_twice_opens_the_one_that_waits(district: Client) -> None:
    sent(district, THPT)
    first = Draft.objects.get()
    response = sent(district, THPT)
    assert response["Location"] == reverse("rosters:draft_says", args=[first.pk])
    assert "đã được tải lên trước đó" in district.get(response["Location"]).content.decode()


def test_what_others_are_checking_is_not_shown(
    province: Province, district: Client, signed_in: Browser
) -> None:
    sent(district, THPT)
    assert states(sent(signed_in("RECEIVING_SCHOOL"), THPT, GDTX))[0] == "Đã nhận"
    assert Draft.objects.filter(file_name="ds-1.xlsx").count() == 2


def test_one_of_many_is_answered_with_its_line(district: Client) -> None:
    answer = sent(district, THPT, one_of_many="1").content.decode()
    assert answer.strip().startswith("<tr data-line>")
    assert "Trường THPT Sông Đỏ" in answer
    assert "Không nhận" in sent(district, NO_LIST, one_of_many="1").content.decode()
    invalid = sent(district, THPT, one_of_many="1", cohort="1900").content.decode()
    assert "Chọn năm trong danh sách." in invalid
    assert "<html" not in invalid


def test_too_many_files_are_refused_with_a_sentence(district: Client) -> None:
    response = sent(district, *[b"x"] * (MOST_FILES + 1))
    assert response.context["form"].errors["sheet"] == [
        f"Chọn nhiều nhất {MOST_FILES} tệp một lần."
    ]


def test_page_after_several_files_leads_back_to_more_rosters(district: Client) -> None:
    html = sent(district, THPT, GDTX).content.decode()
    assert f'href="{reverse("rosters:upload")}"' in html
    assert "Danh sách này nói gì" in html
