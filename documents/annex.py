"""The annexed list as a Word document, beside the workbook of `documents.not_enrolled`.

The wording lives in a Word template like the letter's; fields are the keys of `fields_of`.
"""

from pathlib import Path
from typing import Any, BinaryIO

from documents.not_enrolled import NotEnrolledList, NotEnrolledRow, cells_of
from documents.word_template import deliver, filled_in
from domain import formats

ANNEX_TEMPLATE = Path(__file__).parent / "templates" / "annex.docx"
FIELDS = (
    "number", "full_name", "birth", "female", "ethnicity", "school_class", "guardian", "phone",
    "residence", "reason", "result", "note",
)  # fmt: skip


def write_annex(
    listing: NotEnrolledList,
    target: BinaryIO | Path,
    *,
    template: Path | BinaryIO = ANNEX_TEMPLATE,
) -> None:
    """Write the list as a Word document, landscape, its header row on every page.

    Raises jinja2.UndefinedError if the template asks for a field that does not exist.
    """
    written = filled_in(
        template,
        fields_of(listing),
        title=f"{listing.title} – {listing.commune_name}",
        author=listing.office_name,
        made_on=listing.list_date,
    )
    deliver(written, target)


def fields_of(listing: NotEnrolledList) -> dict[str, Any]:
    """What the template may ask for."""
    day = listing.letter_date or listing.list_date
    return {
        "superior_name": listing.superior_name,
        "office_name": listing.office_name,
        "status": listing.status,
        "place_and_day": f"{listing.district_short}, {formats.long_day(day)}",
        "title": listing.title,
        "unit_name": listing.commune_name,
        "reference": listing.reference,
        "parts": [
            {
                "title": f"{heading} ({formats.count(len(rows))} em)",
                "children": [
                    _cells(number, child, listing) for number, child in enumerate(rows, 1)
                ],
            }
            for heading, rows in listing.parts
        ],
        "total": listing.total,
        "notes": listing.notes,
        "signer_titles": listing.signer_titles,
        "signer_name": listing.signer_name,
        "copies": listing.recipients,
    }


def _cells(number: int, child: NotEnrolledRow, listing: NotEnrolledList) -> dict[str, Any]:
    return dict(zip(FIELDS, cells_of(number, child, listing), strict=True))
