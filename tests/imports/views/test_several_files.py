"""Several files at once: each its own transaction and its own line, none kept twice."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from imports.forms import MOST_FILES
from imports.models import Draft
from students.models import Graduate
from tests.imports.views.lists import AN, BE, UNKNOWN_SCHOOL, Browser, confirmed, drafted, uploaded
from tests.province import Province
from tests.sheets import book, graduate_book

NO_LIST = b"PK\x03\x04 hong"


@pytest.fixture
def district(province: Province, signed_in: Browser) -> Client:
    return signed_in("DISTRICT")


def sent(client: Client, *contents: bytes, **given: str) -> HttpResponse:
    files = [SimpleUploadedFile(f"tep-{n}.xlsx", each) for n, each in enumerate(contents, 1)]
    return client.post(reverse("imports:upload"), {"cohort": "2020", "sheet": files, **given})


def states(response: HttpResponse) -> list[str]:
    return [line["state"] for line in response.context["lines"]]


def test_every_file_has_its_line(district: Client) -> None:
    headless = book(["UBND HUYỆN ĐỨC HÒA"], ["A", "B"], [["Lê Thị An", "9/1"]])
    response = sent(
        district, graduate_book(AN), NO_LIST, graduate_book(BE, UNKNOWN_SCHOOL), b"", headless
    )
    assert states(response) == [
        "Đã nhận",
        "Không nhận",
        "Đã nhận",
        "Không nhận",
        "Cần chọn cột",
    ]
    lines: list[dict[str, Any]] = response.context["lines"]
    assert lines[2]["said"] == "2 dòng: thêm 1, thay đổi 0, giữ nguyên 0, chưa nhập được 1."
    assert "tep-2.xlsx" in lines[1]["said"]
    assert lines[3]["said"] == "Tệp đã chọn không có nội dung."
    assert [draft.file_name for draft in Draft.objects.order_by("file_name")] == [
        "tep-1.xlsx",
        "tep-3.xlsx",
        "tep-5.xlsx",
    ]
    assert all(district.get(line["url"]).status_code == 200 for line in lines if line["url"])
    assert not Graduate.objects.exists()


def test_same_files_again_are_not_kept_twice(district: Client) -> None:
    contents = graduate_book(AN), graduate_book(BE)
    sent(district, *contents)
    assert states(sent(district, *contents)) == ["Đã tải lên trước đó"] * 2
    assert states(sent(district, *[contents[0]] * 2)) == ["Đã tải lên trước đó"] * 2
    assert Draft.objects.count() == 2
    confirmed(district, Draft.objects.get(file_name="tep-1.xlsx"))
    assert states(sent(district, *contents)) == ["Đã nhập trước đó", "Đã tải lên trước đó"]


def test_one_file_sent_twice_opens_the_one_that_waits(district: Client) -> None:
    first = drafted(district, AN)
    response = uploaded(district, AN)
    assert response["Location"] == reverse("imports:draft_check", args=[first.pk])
    assert "đã được tải lên trước đó" in district.get(response["Location"]).content.decode()


def test_file_of_another_sender_is_another_file(
    province: Province, district: Client, signed_in: Browser
) -> None:
    drafted(district, AN)
    drafted(signed_in("ORIGIN_SCHOOL"), AN)
    assert Draft.objects.count() == 2


def test_discarded_file_may_be_sent_again(district: Client) -> None:
    draft = drafted(district, AN)
    district.post(reverse("imports:draft_discard", args=[draft.pk]))
    assert drafted(district, AN).pk != draft.pk


def test_one_of_many_is_answered_with_its_line(district: Client) -> None:
    answer = sent(district, graduate_book(AN), one_of_many="1").content.decode()
    assert answer.strip().startswith("<tr data-line>")
    assert "Đã nhận" in answer
    refused = sent(district, NO_LIST, one_of_many="1").content.decode()
    assert "Không nhận" in refused
    invalid = sent(district, graduate_book(AN), one_of_many="1", cohort="1900").content.decode()
    assert "Chọn năm trong danh sách." in invalid
    assert "<html" not in invalid


def test_too_many_files_are_refused_with_a_sentence(district: Client) -> None:
    response = sent(district, *[b"x"] * (MOST_FILES + 1))
    assert response.context["form"].errors["sheet"] == [
        f"Chọn nhiều nhất {MOST_FILES} tệp một lần."
    ]


def test_hostile_name_is_shown_as_text(district: Client) -> None:
    file = SimpleUploadedFile("<b>ds</b>.xlsx", graduate_book(AN))
    answer = district.post(
        reverse("imports:upload"), {"cohort": "2020", "sheet": file, "one_of_many": "1"}
    )
    assert "<b>" not in answer.content.decode()
