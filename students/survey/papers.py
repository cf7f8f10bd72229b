"""The papers of a class: the workbook for its teacher, the sheet that the principal signs."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from documents.archive import NO_TIME
from documents.class_workbook import ClassRow, ClassWorkbook, write_class_workbook
from domain.formats import birth, count, long_day
from domain.names import display_name, fold
from domain.outcome import Outcome, Programme
from domain.survey import BY_DIGITS, CODES
from students.actions import StatementsVersion, standing_of
from students.actions.outcomes import current_statements
from students.authorship import source_of
from students.labels import OUTCOME_LABELS, PROGRAMME_LABELS
from students.models import Destination, Graduate
from students.rows import evidence_label, outcome_label
from students.survey import grid
from students.survey.actions import claims_of
from students.survey.answers import Typed, typed_before
from students.survey.catalogue import Catalogue
from students.survey.lists import SurveyList, class_title, natural
from students.survey.tokens import RowToken


def write_workbook(survey_list: SurveyList, user: Any, target: BinaryIO, *, on: date) -> int:
    """Write the workbook of one class; returns how many graduates stand in it."""
    catalogue = grid.catalogue_for(survey_list)
    rows = _rows(survey_list, catalogue, user)
    workbook = ClassWorkbook(
        year=survey_list.cohort.year,
        class_title=survey_list.part,
        school_name=survey_list.title,
        superior_name=superior_of(survey_list),
        made_on=on,
        codes=[str(code) for code in CODES],
        places=catalogue.labels(),
        trainings=catalogue.labels(BY_DIGITS["6"].institutions),
        rows=rows,
    )
    write_class_workbook(workbook, target)
    return len(rows)


def write_archive(lists: Iterable[SurveyList], user: Any, target: BinaryIO, *, on: date) -> int:
    """Write the workbooks of several classes as one .zip; returns how many graduates they hold."""
    number = 0
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for survey_list in lists:
            workbook = BytesIO()
            number += write_workbook(survey_list, user, workbook, on=on)
            name = _unused(workbook_name(survey_list), archive.namelist())
            archive.writestr(ZipInfo(name, NO_TIME), workbook.getvalue())
    return number


def workbook_name(survey_list: SurveyList) -> str:
    """The name of a class's file: "khao-sat-2020-truong-thcs-song-do-lop-9a.xlsx"."""
    return f"{_stem(survey_list)}.xlsx"


def archive_name(survey_list: SurveyList) -> str:
    """The name of the file with all classes of a school."""
    return f"{_stem(survey_list)}-cac-lop.zip"


def _stem(survey_list: SurveyList) -> str:
    words = fold(f"{survey_list.title} {survey_list.part}").split()
    return f"khao-sat-{survey_list.cohort.year}-{'-'.join(words)}"


def _unused(name: str, used: Sequence[str]) -> str:
    """Two classes whose names differ only by accents or signs keep a file each."""
    names = [name, *(name.replace(".xlsx", f"-{number}.xlsx") for number in range(2, 1000))]
    return next(each for each in names if each not in used)


def superior_of(survey_list: SurveyList) -> str:
    """The body that the school belongs to, as the head of a paper names it."""
    district = survey_list.district
    return f"UBND {district.name}".upper() if district else ""


def _rows(survey_list: SurveyList, catalogue: Catalogue, user: Any) -> list[ClassRow]:
    graduates = list(_graduates(survey_list))
    keys = [graduate.pk for graduate in graduates]
    versions, claims = StatementsVersion.of_many(keys), claims_of(keys)
    rows = []
    for graduate in graduates:
        source, _ = source_of(user, graduate, on_behalf=False)
        own = [claim for claim in claims[graduate.pk] if claim.source == source]
        typed = typed_before(own, catalogue)
        rows.append(_row(graduate, typed, versions[graduate.pk]))
    return rows


def _row(graduate: Graduate, typed: Typed, version: StatementsVersion) -> ClassRow:
    return ClassRow(
        full_name=display_name(graduate.full_name),
        birth=birth(graduate.birth) if graduate.birth else "",
        known=_known(graduate),
        code=str(BY_DIGITS[typed.code]) if typed.code else "",
        place=typed.place,
        training=typed.training,
        evidence=typed.evidence,
        reason=typed.reason,
        token=RowToken(graduate.pk, version, typed.fingerprint).text,
    )


def _known(graduate: Graduate) -> str:
    """What all sources together give; "" while nobody has said anything."""
    if graduate.outcome == Outcome.NOT_KNOWN:
        return ""
    destination = graduate.destination_school
    words = [outcome_label(graduate), destination.name if destination else ""]
    evidence = evidence_label(graduate)
    return ", ".join(filter(None, words)) + (f" ({evidence.lower()})" if evidence else "")


def _graduates(survey_list: SurveyList) -> Iterator[Graduate]:
    return iter(survey_list.graduates.select_related(*grid.RELATED).order_by(*grid.NAME_ORDER))


def sheet_of(survey_list: SurveyList, *, on: date) -> list[dict[str, Any]]:
    """The printed sheets, one a class, in the order of classes."""
    graduates = list(_graduates(survey_list))
    said = _said_of(graduates)
    classes: dict[str, list[Graduate]] = {}
    for graduate in graduates:
        classes.setdefault(graduate.class_name, []).append(graduate)
    return [
        _sheet(survey_list, name, classes[name], said, on) for name in sorted(classes, key=natural)
    ]


def _sheet(
    survey_list: SurveyList,
    class_name: str,
    graduates: Sequence[Graduate],
    said: dict[int, str],
    on: date,
) -> dict[str, Any]:
    missing = sum(graduate.outcome == Outcome.NOT_KNOWN for graduate in graduates)
    district = survey_list.district
    return {
        "class_title": class_title(class_name),
        "place_and_day": f"{district.short_name if district else '……'}, {long_day(on)}",
        "rows": [
            {
                "number": number,
                "name": display_name(graduate.full_name),
                "birth_text": birth(graduate.birth) if graduate.birth else "",
                "class_name": graduate.class_name,
                "said": said[graduate.pk],
            }
            for number, graduate in enumerate(graduates, 1)
        ],
        "total": (
            f"Danh sách có {count(len(graduates))} học sinh; đã có thông tin "
            f"{count(len(graduates) - missing)}, chưa có thông tin {count(missing)}."
        ),
    }


def _said_of(graduates: Sequence[Graduate]) -> dict[int, str]:
    """Where each is, or why not in class, in the words that count; "" while nothing is known."""
    statements = current_statements(graduate.pk for graduate in graduates)
    return {graduate.pk: _said(graduate, statements.get(graduate.pk, [])) for graduate in graduates}


def _said(graduate: Graduate, statements: Sequence[Destination]) -> str:
    if graduate.outcome == Outcome.NOT_KNOWN:
        unreached = any(each.programme == Programme.UNREACHED for each in statements)
        return PROGRAMME_LABELS[Programme.UNREACHED] if unreached else ""
    if graduate.outcome == Outcome.CONFLICT:
        return OUTCOME_LABELS[Outcome.CONFLICT]
    district = graduate.school.district_id
    deciding = standing_of(statements, origin_district_id=district).deciding
    by_key = {statement.pk: statement for statement in statements}
    # What is said twice, as by the school and by the roster, is told once.
    told = dict.fromkeys(_words(by_key[key]) for key in deciding if key in by_key)
    return "; ".join(told)


def _words(statement: Destination) -> str:
    words = [PROGRAMME_LABELS[statement.programme], statement.where]
    text = ", ".join(filter(None, words))
    return f"{text} ({statement.reason})" if statement.reason else text
