"""What is told of a roster sent along with others: whose it is, and what is to be asked."""

from collections.abc import Iterable

from django.urls import reverse

from districts.models import School
from domain.formats import count
from imports.pages.uploads import HEADLESS, waiting_line
from rosters.incoming.drafts import ReceivedRoster
from rosters.incoming.understanding import (
    AS_AT,
    INSTITUTION,
    PROGRAMME,
    STAGE,
    Hint,
    answered,
    hints,
    names_another,
)
from rosters.recognise import Said
from students.models import Cohort

_QUESTIONS = {
    INSTITUTION: "trường, cơ sở gửi",
    PROGRAMME: "chương trình",
    STAGE: "đang học hay trúng tuyển",
    AS_AT: "ngày của danh sách",
}


def next_url(received: ReceivedRoster) -> str:
    """Columns come first where they must be told; then what the list says of itself."""
    page = "rosters:draft_says" if received.reading else "rosters:draft_columns"
    return reverse(page, args=[received.draft.pk])


def received_line(
    name: str, received: ReceivedRoster, institutions: Iterable[School]
) -> dict[str, str]:
    """A roster that waits; `institutions` are those the sender may send for."""
    draft, reading = received.draft, received.reading
    if reading is None:
        return waiting_line("columns", name, HEADLESS, next_url(received))
    told = hints(reading, cohort=draft.cohort, institutions=list(institutions))
    found = answered(draft, reading)
    asked = [] if found else _asked(reading.said, draft.cohort, told)
    institution = found.institution if found else told[INSTITUTION].value
    number = count(len(reading.pupils))
    said = f"{number} học sinh của {institution}." if institution else f"{number} học sinh."
    if institution is None:
        said += f" {told[INSTITUTION].sentence}"
    if asked:
        said += f" Cần cho biết: {'; '.join(asked)}."
    state = "asks" if asked else "known" if received.is_known else "new"
    return waiting_line(state, name, said, next_url(received))


def _asked(said: Said, cohort: Cohort, told: dict[str, Hint]) -> list[str]:
    """What the file leaves open, and where it contradicts its sender."""
    asked = [words for name, words in _QUESTIONS.items() if told[name].value is None]
    institution = told[INSTITUTION].value
    other = names_another(said, institution) if institution else ""
    if other:
        asked.append(f"có đúng là danh sách của đơn vị (tệp ghi “{other}”)")
    if not said.is_of_year(cohort.year):
        asked.append(f"có đúng năm học (tiêu đề ghi {said.year_text})")
    return asked
