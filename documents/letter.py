"""The official letter (công văn) that asks a commune to bring children back to school.

The wording lives in a Word template, so that an office can change it without a programmer. Fields
of the template are the keys of `fields_of`; a field that does not exist stops the letter.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from documents.word_template import deliver, filled_in
from documents.wording import (
    NUMBER_SUFFIX,
    SIGNER_TITLES,
    TO_FILL_IN,
    in_sentence,
    long_day_or_blank,
)
from domain import formats

TEMPLATE = Path(__file__).parent / "templates" / "referral_letter.docx"
CHANGES_TEMPLATE = Path(__file__).parent / "templates" / "changes_letter.docx"


@dataclass(frozen=True)
class Letter:
    """What one letter says; counts are those of the annexed list.

    `recipient` is only given where it is not the People's Committee of the commune: with
    `is_to_forward` the letter asks another district's office to pass the list on. Number, date and
    deadline are dots to be filled in by hand while empty. `issuer` is the issuing body inside a
    sentence, `residing` says of the children what the name of a commune cannot ("chưa rõ nơi cư
    trú"). `is_to_verify` asks schools where the children live. In a letter of changes `removed`
    counts those taken off, and `earlier` names the letter that it changes.
    """

    cohort_year: int
    province_name: str
    district_name: str
    district_short: str
    office_name: str
    superior_name: str
    commune_name: str
    figures_on: date
    known_out: int
    not_known: int
    held_back: int = 0
    basis: str = ""
    number: str = ""
    letter_date: date | None = None
    deadline: date | None = None
    recipient: str = ""
    is_to_forward: bool = False
    signer_titles: tuple[str, ...] = SIGNER_TITLES
    signer_name: str = ""
    copies: tuple[str, ...] = ()
    issuer: str = ""
    number_suffix: str = ""
    residing: str = ""
    is_to_verify: bool = False
    removed: int = 0
    earlier: str = ""

    @property
    def children(self) -> int:
        """Number of children on the annexed list."""
        return self.known_out + self.not_known


def write_letter(
    letter: Letter, target: BinaryIO | Path, *, template: Path | BinaryIO = TEMPLATE
) -> None:
    """Write the letter as a Word document an official can still edit before it is signed.

    Raises jinja2.UndefinedError if the template asks for a field that does not exist.
    """
    written = filled_in(
        template,
        fields_of(letter),
        title="V/v vận động học sinh đã tốt nghiệp THCS ra lớp – "
        f"{letter.recipient or letter.commune_name}",
        author=letter.office_name,
        made_on=letter.figures_on,
    )
    deliver(written, target)


def fields_of(letter: Letter) -> dict[str, Any]:
    year = letter.figures_on.year
    commune = in_sentence(letter.commune_name)
    suffix = letter.number_suffix or f"{NUMBER_SUFFIX}-{TO_FILL_IN}"
    return {
        "superior_name": letter.superior_name,
        "office_name": letter.office_name,
        "number": letter.number or f"{TO_FILL_IN}/{suffix}",
        "place_and_day": f"{letter.district_short}, {long_day_or_blank(letter.letter_date, year)}",
        "recipient": letter.recipient or f"Ủy ban nhân dân {commune}",
        "basis": letter.basis,
        "province": in_sentence(letter.province_name),
        "district": in_sentence(letter.district_name),
        "issuer": letter.issuer or f"Phòng Giáo dục và Đào tạo {in_sentence(letter.district_name)}",
        "commune": commune,
        "residing": letter.residing,
        "cohort_year": letter.cohort_year,
        "figures_on": formats.long_day(letter.figures_on),
        "has_children": letter.children > 0,
        "total": formats.count(letter.children),
        "known_out": formats.count(letter.known_out),
        "not_known": formats.count(letter.not_known),
        "has_held_back": letter.held_back > 0,
        "held_back": formats.count(letter.held_back),
        "is_to_forward": letter.is_to_forward,
        "is_to_verify": letter.is_to_verify,
        "removed": formats.count(letter.removed),
        "has_removed": letter.removed > 0,
        "earlier": letter.earlier,
        "deadline": long_day_or_blank(letter.deadline, year),
        "signer_titles": letter.signer_titles,
        "signer_name": letter.signer_name,
        "copies": letter.copies or _copies(letter),
    }


def _copies(letter: Letter) -> tuple[str, ...]:
    schools = ("- Các trường THCS, THPT có học sinh trong danh sách;",) if letter.children else ()
    return ("- Như trên;", "- Sở GD&ĐT (để báo cáo);", *schools, "- Lưu: VT.")
