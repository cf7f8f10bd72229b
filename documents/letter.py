"""The official letter (công văn) that asks a commune to bring children back to school.

The wording lives in a Word template, so that an office can change it without a programmer. Fields
of the template are the keys of `_fields`; a field that does not exist stops the letter.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from documents.archive import without_times
from documents.wording import SIGNER_TITLES, TO_FILL_IN, in_sentence, long_day_or_blank
from domain import formats

TEMPLATE = Path(__file__).parent / "templates" / "referral_letter.docx"


@dataclass(frozen=True)
class Letter:
    """What one letter says; counts are those of the annexed list.

    `recipient` is only given where it is not the People's Committee of the commune: with
    `is_to_forward` the letter asks another district's office to pass the list on. Number, date and
    deadline are dots to be filled in by hand while empty.
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

    @property
    def children(self) -> int:
        """Number of children on the annexed list."""
        return self.known_out + self.not_known


def write_letter(letter: Letter, target: BinaryIO | Path, *, template: Path = TEMPLATE) -> None:
    """Write the letter as a Word document an official can still edit before it is signed.

    Raises jinja2.UndefinedError if the template asks for a field that does not exist.
    """
    # The template is edited in offices: it may fill in fields, not reach into the program.
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    document = DocxTemplate(template)
    document.render(_fields(letter), jinja_env=environment, autoescape=True)
    created = datetime.combine(letter.figures_on, time(), tzinfo=UTC)
    properties = document.core_properties
    properties.title = (
        "V/v vận động học sinh đã tốt nghiệp THCS ra lớp – "
        f"{letter.recipient or letter.commune_name}"
    )
    properties.author = properties.last_modified_by = letter.office_name
    properties.created = properties.modified = created
    written = BytesIO()
    document.save(written)
    _deliver(without_times(written.getvalue()), target)


def _fields(letter: Letter) -> dict[str, Any]:
    year = letter.figures_on.year
    commune = in_sentence(letter.commune_name)
    return {
        "superior_name": letter.superior_name,
        "office_name": letter.office_name,
        "number": letter.number or f"{TO_FILL_IN}/PGDĐT-{TO_FILL_IN}",
        "place_and_day": f"{letter.district_short}, {long_day_or_blank(letter.letter_date, year)}",
        "recipient": letter.recipient or f"Ủy ban nhân dân {commune}",
        "basis": letter.basis,
        "province": in_sentence(letter.province_name),
        "district": in_sentence(letter.district_name),
        "commune": commune,
        "cohort_year": letter.cohort_year,
        "figures_on": formats.long_day(letter.figures_on),
        "has_children": letter.children > 0,
        "total": formats.count(letter.children),
        "known_out": formats.count(letter.known_out),
        "not_known": formats.count(letter.not_known),
        "has_held_back": letter.held_back > 0,
        "held_back": formats.count(letter.held_back),
        "is_to_forward": letter.is_to_forward,
        "deadline": long_day_or_blank(letter.deadline, year),
        "signer_titles": letter.signer_titles,
        "signer_name": letter.signer_name,
        "copies": letter.copies or _copies(letter),
    }


def _copies(letter: Letter) -> tuple[str, ...]:
    schools = ("- Các trường THCS, THPT có học sinh trong danh sách;",) if letter.children else ()
    return ("- Như trên;", "- Sở GD&ĐT (để báo cáo);", *schools, "- Lưu: VT.")


def _deliver(content: bytes, target: BinaryIO | Path) -> None:
    if isinstance(target, Path):
        target.write_bytes(content)
    else:
        target.write(content)
