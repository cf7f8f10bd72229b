"""The letter that goes with a list."""

from documents.letter import Letter
from documents.not_enrolled import NotEnrolledList
from outreach.lists import ListUnit

TO_DEPARTMENT = "Sở Giáo dục và Đào tạo tỉnh Long An"


def letter_of(unit: ListUnit, paper: NotEnrolledList) -> Letter:
    """The draft of the letter to the commune, with the counts of the list annexed to it.

    Children of unknown or outside residence have no commune here: the department is asked to
    forward them.
    """
    return Letter(
        cohort_year=paper.cohort_year,
        province_name=paper.province_name,
        district_name=paper.district_name,
        district_short=paper.district_short,
        office_name=paper.office_name,
        superior_name=paper.superior_name,
        commune_name=paper.commune_name,
        figures_on=paper.list_date,
        known_out=len(paper.known_out),
        not_known=len(paper.not_known),
        held_back=paper.held_back,
        basis=paper.basis,
        recipient=TO_DEPARTMENT if unit.key is None else "",
        is_to_forward=unit.key is None,
    )
