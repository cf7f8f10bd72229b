"""Graduates as other systems are told of them: the words those systems and our own reader know."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from documents.exported_graduate import ExportedGraduate
from domain.formats import birth
from domain.names import display_name
from domain.outcome import Outcome, Place, Programme
from students.actions import standing_of
from students.actions.outcomes import current_statements
from students.authorship import sees_contacts
from students.models import Destination, Graduate

RELATED = ("cohort", "school__district", "commune__district")
CHUNK = 2_000
OUTSIDE = "ngoài tỉnh"
# What `domain.whereabouts` reads as the same programme.
STATUS_WORDS: dict[str, str] = {
    Programme.UPPER_SECONDARY: "Học lớp 10 THPT",
    Programme.CONTINUING: "Học GDTX cấp THPT",
    Programme.ELEMENTARY: "Học sơ cấp",
    Programme.INTERMEDIATE: "Học trung cấp",
    Programme.COLLEGE_NINE_PLUS: "Học hệ cao đẳng 9+",
    Programme.WORKING: "Đi làm",
    Programme.AT_HOME: "Ở nhà",
    Programme.ABROAD: "Ra nước ngoài",
    Programme.DECEASED: "Đã mất",
    Programme.OTHER_NOT_STUDYING: "Không tiếp tục học",
}
_SAID = frozenset(Outcome) - {Outcome.NOT_KNOWN, Outcome.CONFLICT}


def exported(graduates: Iterable[Graduate], user: Any) -> Iterator[ExportedGraduate]:
    """Each graduate with where it is, as far as that counts; contacts only for who reaches the
    family. Needs the relations RELATED; statements are read a few thousand children at a time.
    """
    remaining = iter(graduates)
    while part := list(islice(remaining, CHUNK)):
        said = current_statements([graduate.pk for graduate in part])
        for graduate in part:
            yield _exported(graduate, _deciding(graduate, said.get(graduate.pk, ())), user)


def _exported(graduate: Graduate, statement: Destination | None, user: Any) -> ExportedGraduate:
    commune = graduate.commune
    return ExportedGraduate(
        full_name=display_name(graduate.full_name),
        birth=birth(graduate.birth) if graduate.birth else "",
        gender=graduate.get_gender_display(),
        ethnicity=graduate.ethnicity,
        birth_place=graduate.birth_place,
        school=graduate.school.name,
        class_name=graduate.class_name,
        classification=graduate.classification,
        graduated_in=str(graduate.cohort.year),
        register_number=graduate.register_number,
        moet_code=graduate.moet_code,
        residence=graduate.residence,
        hamlet=graduate.hamlet if commune else graduate.residence,
        commune=commune.name if commune else "",
        district=commune.district.name if commune else "",
        guardian=graduate.guardian,
        **_contacts(graduate, user),
        **_study(statement),
    )


def _contacts(graduate: Graduate, user: Any) -> dict[str, str]:
    names = ("personal_id", "phone", "priority", "note")
    is_full = sees_contacts(user, graduate)
    return {name: getattr(graduate, name) for name in names if is_full}


def _study(statement: Destination | None) -> dict[str, str]:
    if statement is None:
        return {}
    where = statement.where
    if not statement.school_id and where and statement.place == Place.OUTSIDE:
        where = where if OUTSIDE in where.lower() else f"{where} ({OUTSIDE})"
    return {"study_status": STATUS_WORDS.get(statement.programme, ""), "studying_at": where}


def _deciding(graduate: Graduate, statements: Iterable[Destination]) -> Destination | None:
    """The statement that the child's outcome rests on; of dual study the vocational one."""
    if graduate.outcome not in _SAID:
        return None
    by_key = {statement.pk: statement for statement in statements}
    standing = standing_of(by_key.values(), origin_district_id=graduate.school.district_id)
    deciding = [by_key[key] for key in standing.deciding]
    return next((s for s in deciding if s.school_id == graduate.destination_school_id), None)
