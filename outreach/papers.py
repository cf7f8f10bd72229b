"""The frozen children of a referral as official papers: letter, annex in Word and in Excel."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from districts.models import District
from documents.annex import write_annex
from documents.letter import CHANGES_TEMPLATE, TEMPLATE, Letter, write_letter
from documents.not_enrolled import NotEnrolledList, NotEnrolledRow, write_workbook
from documents.wording import NUMBER_SUFFIX, SIGNER_TITLES, in_sentence
from domain.formats import long_day
from domain.names import fold
from domain.outcome import Outcome
from outreach.letters import TO_DEPARTMENT
from outreach.lists import OFFICE_NAME, superior_of
from outreach.models import (
    Addressee,
    AddresseeKind,
    Change,
    FileKind,
    LetterTemplate,
    OfficeSettings,
    Referral,
    ReferralItem,
    ReferralKind,
    ReferralState,
    TemplateKind,
)
from students.labels import OUTCOME_LABELS

# Whose task it is to go to the family, or to pass the list on to those whose task it is.
VISITING = (AddresseeKind.COMMUNE, AddresseeKind.DISTRICT, AddresseeKind.DEPARTMENT)
DRAFT_STATUS = "Dự thảo"


@dataclass(frozen=True)
class MadeFile:
    """One file of a paper, ready to be stored."""

    kind: FileKind
    name: str
    content: bytes


def visits_family(addressee: Addressee) -> bool:
    return addressee.kind in VISITING


def settings_of(issuer: District) -> OfficeSettings:
    """What the office decided, or what is usual."""
    return OfficeSettings.objects.filter(issuer=issuer).first() or OfficeSettings(issuer=issuer)


def heading_of(settings: OfficeSettings, addressee: Addressee) -> dict[str, Any]:
    """Head, signer and recipients as they stand today, to be frozen with the children."""
    issuer = settings.issuer
    office = in_sentence(issuer.name)
    return {
        "superior_name": settings.superior_name
        if settings.office_name
        else settings.superior_name or superior_of(issuer),
        "office_name": settings.office_name or OFFICE_NAME,
        "issuer": settings.name_in_text or f"Phòng Giáo dục và Đào tạo {office}",
        "number_suffix": settings.number_suffix or NUMBER_SUFFIX,
        "signer_titles": _lines(settings.signer_titles) or list(SIGNER_TITLES),
        "signer_name": settings.signer_name,
        "copies": _lines(settings.copies),
        "basis": f"Thực hiện {addressee.cohort.legal_basis}",
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def recipient_of(addressee: Addressee) -> str:
    """Whom the letter is addressed to."""
    if addressee.commune:
        return f"Ủy ban nhân dân {in_sentence(addressee.commune.name)}"
    if addressee.district:
        return f"Phòng Giáo dục và Đào tạo {in_sentence(addressee.district.name)}"
    if addressee.school:
        return addressee.school.name
    if addressee.kind == AddresseeKind.DEPARTMENT:
        return TO_DEPARTMENT
    return "Các trường trung học cơ sở có học sinh trong danh sách"


def unit_name(addressee: Addressee) -> str:
    """What stands below the title of the annex."""
    place = addressee.commune or addressee.district or addressee.school
    if place:
        return place.name
    if addressee.kind == AddresseeKind.DEPARTMENT:
        return "Học sinh cư trú ngoài tỉnh"
    return "Học sinh chưa rõ nơi cư trú"


def _residing(addressee: Addressee) -> str:
    if addressee.school:
        return f"của {addressee.school.name}"
    return {
        AddresseeKind.DEPARTMENT: "cư trú ngoài tỉnh",
        AddresseeKind.UNKNOWN: "chưa rõ nơi cư trú",
    }.get(AddresseeKind(addressee.kind), "")


def annex_of(referral: Referral, items: Iterable[ReferralItem]) -> NotEnrolledList:
    """The list as it was frozen; number and date are dots until it is issued."""
    addressee, heading = referral.addressee, referral.heading
    return NotEnrolledList(
        **_office(addressee, heading),
        commune_name=unit_name(addressee),
        list_date=referral.figures_on,
        status=DRAFT_STATUS if referral.state == ReferralState.DRAFT else "",
        rows=tuple(_row(item, addressee) for item in items),
        held_back=referral.held_back,
        letter_number=referral.number,
        letter_date=referral.issued_on,
        number_suffix=heading["number_suffix"],
        is_of_changes=referral.kind == ReferralKind.CHANGES,
    )


def _office(addressee: Addressee, heading: dict[str, Any]) -> dict[str, Any]:
    """What letter and annex say alike."""
    return {
        "cohort_year": addressee.cohort.year,
        "province_name": "Tỉnh Long An",
        "district_name": addressee.issuer.name,
        "district_short": addressee.issuer.short_name,
        "office_name": heading["office_name"],
        "superior_name": heading["superior_name"],
        "issuer": heading["issuer"],
        "basis": heading["basis"],
        "signer_titles": tuple(heading["signer_titles"]),
        "signer_name": heading["signer_name"],
        "copies": tuple(heading["copies"]) or _copies(addressee),
    }


def _copies(addressee: Addressee) -> tuple[str, ...]:
    department = () if addressee.kind == AddresseeKind.DEPARTMENT else ("- Sở GD&ĐT (để báo cáo);",)
    return ("- Như trên;", *department, "- Lưu: VT.")


def _row(item: ReferralItem, addressee: Addressee) -> NotEnrolledRow:
    told = {name: item.particulars.get(name, "") for name in _ROW_TEXTS}
    return NotEnrolledRow(
        **told,
        is_female=bool(item.particulars.get("is_female")),
        outcome_label=OUTCOME_LABELS.get(item.outcome, ""),
        is_known_out=item.outcome == Outcome.NOT_STUDYING,
        is_removed=item.change == Change.REMOVED,
    )


_ROW_TEXTS = (
    "full_name",
    "birth",
    "ethnicity",
    "school_name",
    "class_name",
    "guardian",
    "phone",
    "residence",
    "hamlet",
    "reason",
    "note",
)


def letter_of(referral: Referral, annex: NotEnrolledList, *, earlier: str) -> Letter:
    """The letter that goes with the annex; `earlier` names the paper that is changed."""
    addressee, heading = referral.addressee, referral.heading
    return Letter(
        **_office(addressee, heading),
        commune_name=annex.commune_name,
        figures_on=referral.figures_on,
        known_out=len(annex.known_out),
        not_known=len(annex.not_known),
        removed=len(annex.removed),
        held_back=referral.held_back,
        number=referral.number,
        letter_date=referral.issued_on,
        deadline=referral.deadline,
        recipient=recipient_of(addressee),
        is_to_forward=addressee.kind in (AddresseeKind.DISTRICT, AddresseeKind.DEPARTMENT),
        is_to_verify=addressee.kind == AddresseeKind.UNKNOWN,
        residing=_residing(addressee),
        number_suffix=heading["number_suffix"],
        earlier=earlier,
    )


def earlier_of(referral: Referral) -> str:
    """The addressee's first issued list in words, for the letter that changes it."""
    if referral.kind == ReferralKind.LIST:
        return ""
    first = Referral.objects.filter(addressee=referral.addressee, kind=ReferralKind.LIST)
    found = first.filter(issued_at__isnull=False).values_list("number", "issued_on").first()
    return named_paper(*found) if found else ""


def named_paper(number: str, issued_on: date) -> str:
    return f"Công văn số {number} {long_day(issued_on)}"


def made_files(referral: Referral, items: list[ReferralItem]) -> list[MadeFile]:
    """Every file of the paper, made from what was frozen. Equal papers are equal bytes."""
    annex = annex_of(referral, items)
    letter = letter_of(referral, annex, earlier=earlier_of(referral))
    own = own_templates(referral.addressee.issuer)
    is_of_changes = referral.kind == ReferralKind.CHANGES
    usual = CHANGES_TEMPLATE if is_of_changes else TEMPLATE
    letter_kind = TemplateKind.CHANGES if is_of_changes else TemplateKind.LETTER
    word, annex_word, workbook = BytesIO(), BytesIO(), BytesIO()
    write_letter(letter, word, template=own.get(letter_kind) or usual)
    annex_template = {"template": own[TemplateKind.ANNEX]} if TemplateKind.ANNEX in own else {}
    write_annex(annex, annex_word, **annex_template)
    write_workbook(annex, workbook)
    stem = file_stem(referral)
    return [
        MadeFile(FileKind.LETTER, f"{stem}-cong-van.docx", word.getvalue()),
        MadeFile(FileKind.ANNEX_WORD, f"{stem}-phu-luc.docx", annex_word.getvalue()),
        MadeFile(FileKind.ANNEX_EXCEL, f"{stem}-phu-luc.xlsx", workbook.getvalue()),
    ]


def own_templates(issuer: District) -> dict[str, BytesIO]:
    """The office's own templates in force, by kind."""
    found = LetterTemplate.objects.filter(issuer=issuer).current()
    return {kind: BytesIO(bytes(content)) for kind, content in found.values_list("kind", "content")}


def file_stem(referral: Referral) -> str:
    """Names of the files: number, kind and unit, in letters that every system can write."""
    number = fold(referral.number).replace(" ", "-").replace("/", "-") or "du-thao"
    changes = "-dieu-chinh" if referral.kind == ReferralKind.CHANGES else ""
    return f"{number}{changes}-{fold(unit_name(referral.addressee)).replace(' ', '-')}"
