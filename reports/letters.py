"""The letter that goes with a list."""

from documents.letter import Letter
from documents.not_enrolled import NotEnrolledList


def letter_of(paper: NotEnrolledList) -> Letter:
    """The draft of the letter to the commune, with the counts of the list annexed to it."""
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
    )
