"""What an uploaded file is: what it says of itself, what is doubtful, and what was answered.

A list is never taken in on a guess: whoever sends it sees what was read and from where, answers
what the file leaves open, and says so expressly where the file names somebody else or another year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from districts.models import School, SchoolKind
from domain.outcome import Programme, Stage
from imports.models import Draft
from rosters.models import RosterVersion
from rosters.reading import RosterReading
from rosters.recognise import Recognised, Said, admission_headings, programme_at
from students.models import Cohort

INSTITUTION, PROGRAMME, STAGE, AS_AT = "institution", "programme", "stage", "as_at"
# Kinds of institution that run one programme only, so that a silent title leaves no doubt.
_ONE_PROGRAMME = (SchoolKind.THPT, SchoolKind.THCS_THPT, SchoolKind.CONTINUING)


@dataclass(frozen=True)
class Hint:
    """The answer that the file suggests, and a sentence on where it was read; without a value
    whoever sends the file has to answer.
    """

    value: Any
    sentence: str


def hints(
    reading: RosterReading, *, cohort: Cohort, institutions: Sequence[School]
) -> dict[str, Hint]:
    """One hint for each question; `institutions` are those the sender may send for."""
    said = reading.said
    institution = _institution_hint(said, institutions)
    return {
        INSTITUTION: institution,
        PROGRAMME: _programme_hint(said, institution.value),
        STAGE: _stage_hint(reading),
        AS_AT: _as_at_hint(said, cohort),
    }


def names_another(said: Said, institution: School) -> str:
    """The name in the file where it is not this institution's; "" where nothing contradicts."""
    if institution.code in {school.code for school in said.institutions}:
        others = [said.coded] if said.coded and said.coded.code != institution.code else []
        return others[0].name if others else ""
    if said.institutions:
        return said.institutions[0].name
    is_itself = said.unknown is None or said.unknown.code == institution.code
    return "" if is_itself or said.unknown is None else said.unknown.name


def lists_in_force(institution: School, programme: str, cohort: Cohort) -> list[RosterVersion]:
    """The lists that the institution has of the programme, one per part."""
    versions = RosterVersion.objects.latest().filter(
        roster__institution__code=institution.code,
        roster__cohort=cohort,
        roster__programme=programme,
    )
    return list(versions.select_related("roster__institution").order_by("roster__part"))


def suggested_part(reading: RosterReading) -> str:
    """The one class that all pupils of the file are in, as a name for a part."""
    classes = {row.class_name for row in reading.pupils}
    name = classes.pop() if len(classes) == 1 else ""
    return f"Lớp {name}" if name and not name.lower().startswith("lớp") else name


def answers_to(reading: RosterReading, **answers: Any) -> dict[str, Any]:
    """What a draft keeps of the answers; they hold for files that say the same of themselves."""
    return {
        INSTITUTION: answers[INSTITUTION].code,
        PROGRAMME: answers[PROGRAMME],
        STAGE: answers[STAGE],
        AS_AT: answers[AS_AT].isoformat(),
        "said": digest(reading.said),
    }


def answered(draft: Draft, reading: RosterReading) -> Recognised | None:
    """What was answered about this file; None where something is still to be asked."""
    given = draft.options
    if given.get("said") != digest(reading.said):
        return None
    institution = institution_of(given[INSTITUTION], reading.said)
    if institution is None:
        return None
    return Recognised(
        institution=institution,
        programme=Programme(given[PROGRAMME]),
        stage=Stage(given[STAGE]),
        as_at=date.fromisoformat(given[AS_AT]),
        part=given.get("part") or "",
    )


def needs_part(draft: Draft, found: Recognised) -> bool:
    """Whether it is still to be asked which of the institution's lists the file replaces."""
    if "part" in draft.options:
        return False
    return bool(lists_in_force(found.institution, found.programme, draft.cohort))


def institution_of(code: str, said: Said) -> School | None:
    """The institution of that code; one that the catalogue does not know yet is unsaved."""
    known = School.objects.select_related("district").filter(code=code).first()
    if known is None and said.unknown is not None and said.unknown.code == code:
        return said.unknown
    return known


def digest(said: Said) -> str:
    """Equal for files that say the same of themselves, whatever they are called."""
    told = (
        [school.code for school in said.institutions],
        said.unknown and said.unknown.code,
        said.programme and said.programme.value,
        said.stage and said.stage.value,
        said.as_at and said.as_at.value,
        sorted(said.school_years),
    )
    return sha256(repr(told).encode()).hexdigest()[:16]


def _institution_hint(said: Said, institutions: Sequence[School]) -> Hint:
    own = {school.code: school for school in institutions}
    found = [school for school in said.institutions if school.code in own]
    if said.coded and said.coded.code in own:
        return Hint(own[said.coded.code], f"Đọc từ mã ở đầu tên tệp “{said.file_name}”.")
    if len(found) == 1:
        return Hint(own[found[0].code], "Đọc từ tên ở phần đầu danh sách.")
    if found:
        return Hint(None, "Có nhiều cơ sở cùng tên này; chọn đúng cơ sở.")
    only = institutions[0] if len(institutions) == 1 else None
    if not (said.institutions or said.unknown):
        return Hint(only, "Tệp không ghi tên trường, cơ sở ở phần đầu.")
    name = (said.institutions or [said.unknown])[0].name
    return Hint(only, f"Phần đầu danh sách ghi “{name}”.")


def _programme_hint(said: Said, institution: School | None) -> Hint:
    if said.programme:
        return Hint(said.programme.value, f"Đọc từ {said.programme.place}.")
    if institution is None:
        return Hint(None, "Tiêu đề không ghi chương trình.")
    kind = institution.get_kind_display()
    if institution.kind in _ONE_PROGRAMME:
        value = programme_at(institution, said.file_name)
        return Hint(value, f"Tiêu đề không ghi; theo loại của cơ sở: {kind}.")
    return Hint(None, f"Tiêu đề không ghi; cơ sở loại {kind} có nhiều trình độ, cần chọn.")


def _stage_hint(reading: RosterReading) -> Hint:
    told, headings = reading.said.stage, admission_headings(reading.tables)
    if told and told.value == Stage.STUDYING and headings:
        columns = ", ".join(f"“{heading}”" for heading in headings[:3])
        return Hint(
            None,
            f"Đọc {told.place}, nhưng có cột {columns} như danh sách trúng tuyển; cần chọn.",
        )
    if told:
        return Hint(told.value, f"Đọc từ {told.place}.")
    if headings:
        return Hint(Stage.ADMITTED, f"Theo cột “{headings[0]}”; tệp không có tiêu đề danh sách.")
    return Hint(None, "Tệp không có tiêu đề danh sách; cần chọn.")


def _as_at_hint(said: Said, cohort: Cohort) -> Hint:
    if said.as_at is None:
        return Hint(None, "Tệp không ghi ngày; ghi ngày mà danh sách này đúng, ví dụ 15/9/2020.")
    if said.as_at.value < date(cohort.year, 6, 1):
        return Hint(None, f"Ngày ở {said.as_at.place} trước khi tốt nghiệp; ghi ngày đúng.")
    return Hint(said.as_at.value, f"Đọc từ {said.as_at.place}.")
