"""How an office writes: head, signer, its own Word templates."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document

from audit.models import Event
from documents.annex import ANNEX_TEMPLATE
from documents.letter import CHANGES_TEMPLATE, TEMPLATE
from outreach import verbs
from outreach.models import LetterTemplate, OfficeSettings, Referral
from outreach.own_templates import problem_of
from tests.outreach.conftest import Listed
from tests.outreach.issuing import by_key, draft, issue, submit

Browser = Callable[[str], Client]
HOME = "COMMUNE:27967"
COMMITTEE = {
    "superior_name": "",
    "office_name": "ỦY BAN NHÂN DÂN HUYỆN ĐỨC HÒA",
    "name_in_text": "Ủy ban nhân dân huyện Đức Hòa",
    "number_suffix": "UBND",
    "signer_titles": "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\n\nPHÓ CHỦ TỊCH",
    "signer_name": "Nguyễn Văn Sáu",
    "copies": "- Như trên;\n- Lưu: VT.",
    "reply_days": "14",
    "changes_before_notice": "3",
}


def at(name: str, *arguments: str) -> str:
    return reverse(f"outreach:{name}", args=["802", *arguments])


def shown(response: Any) -> str:
    return " ".join(response.content.decode().split())


def letter_text(paper: Referral) -> str:
    document = Document(io.BytesIO(bytes(paper.files.get(kind="LETTER").content)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])


def edited(text: str) -> SimpleUploadedFile:
    """The shipped letter with one more paragraph."""
    document = Document(TEMPLATE)
    document.add_paragraph(text)
    written = io.BytesIO()
    document.save(written)
    return SimpleUploadedFile("mau-moi.docx", written.getvalue())


@pytest.mark.parametrize(
    ("kind", "shipped"),
    [("LETTER", TEMPLATE), ("CHANGES", CHANGES_TEMPLATE), ("ANNEX", ANNEX_TEMPLATE)],
)
def test_shipped_templates_pass_the_check(kind: str, shipped: Any) -> None:
    assert problem_of(kind, shipped.read_bytes()) == ""


def test_signer_and_head_are_those_of_the_office(listed: Listed, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    assert client.post(at("office_settings"), COMMITTEE).status_code == 302
    paper = by_key(issue(listed.province))[HOME]
    text = letter_text(paper)
    assert "ỦY BAN NHÂN DÂN HUYỆN ĐỨC HÒA" in text
    assert "UBND HUYỆN ĐỨC HÒA" not in text
    assert "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH" in text
    assert "Ủy ban nhân dân huyện Đức Hòa đã phối hợp" in text
    event = Event.objects.get(verb=verbs.SETTINGS_CHANGED)
    assert "signer_name" in event.fields
    assert event.detail.after["number_suffix"] == "UBND"


def test_settings_do_not_touch_what_was_put_up_for_signature(
    listed: Listed, signed_in: Browser
) -> None:
    draft(listed.province)
    submit(listed.province)
    signed_in("DISTRICT").post(at("office_settings"), COMMITTEE)
    paper = Referral.objects.get(addressee__key=HOME)
    assert paper.heading["signer_titles"] == ["KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"]


def test_saving_unchanged_settings_tells_nothing(listed: Listed, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    for _ in range(2):
        client.post(at("office_settings"), COMMITTEE)
    assert Event.objects.filter(verb=verbs.SETTINGS_CHANGED).count() == 1


def test_deadline_follows_from_the_days_of_the_office(listed: Listed, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    client.post(at("office_settings"), COMMITTEE)
    draft(listed.province)
    paper = by_key(submit(listed.province))[HOME]
    form = {"papers": [paper.pk], "number": "7", "issued_on": "05/10/2020", "deadline": ""}
    client.post(at("referrals_issue"), form)
    paper.refresh_from_db()
    assert (paper.number, paper.deadline) == ("7/UBND", date(2020, 10, 19))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"changes_before_notice": ""}, "Ghi số thay đổi"),
        ({"changes_before_notice": "0"}, "Ít nhất là 1"),
        ({"reply_days": "366"}, "Nhiều nhất là 365 ngày"),
        ({"office_name": "x" * 121}, "dài nhất 120 ký tự"),
        ({"copies": "x" * 601}, "dài nhất 600 ký tự"),
    ],
)
def test_wrong_setting_is_told_and_nothing_kept(
    wrong: dict[str, str], told: str, listed: Listed, signed_in: Browser
) -> None:
    response = signed_in("DISTRICT").post(at("office_settings"), COMMITTEE | wrong)
    assert told in shown(response)
    assert not OfficeSettings.objects.exists()


def test_own_template_is_what_letters_are_made_from(listed: Listed, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    given = edited("Liên hệ bộ phận phổ cập, {{ district }}.")
    client.post(at("template_put", "letter"), {"template": given})
    paper = by_key(issue(listed.province))[HOME]
    assert "Liên hệ bộ phận phổ cập, huyện Đức Hòa." in letter_text(paper)
    taken = client.get(at("template_get", "letter")).content
    assert "Liên hệ bộ phận" in Document(io.BytesIO(taken)).paragraphs[-1].text
    assert Event.objects.filter(verb=verbs.TEMPLATE_CHANGED).count() == 1


def test_broken_template_is_refused_with_its_name(listed: Listed, signed_in: Browser) -> None:
    response = signed_in("DISTRICT").post(
        at("template_put", "letter"), {"template": edited("{{ so_dien_thoai }}")}
    )
    assert "Phần mềm không có chỗ điền “so_dien_thoai”" in shown(response)
    assert not LetterTemplate.objects.exists()


def test_shipped_template_comes_back(listed: Listed, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    for text in ("Lần một.", "Lần hai."):
        client.post(at("template_put", "letter"), {"template": edited(text)})
    client.post(at("template_drop", "letter"))
    assert LetterTemplate.objects.current().count() == 0
    assert LetterTemplate.objects.count() == 2
    assert client.get(at("template_get", "letter")).content == TEMPLATE.read_bytes()


def test_nothing_chosen_is_told(listed: Listed, signed_in: Browser) -> None:
    response = signed_in("DISTRICT").post(at("template_put", "annex"))
    assert "Chọn tệp Word (.docx) đã sửa từ mẫu." in shown(response)
