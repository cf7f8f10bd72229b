"""What an import asks of the register: how much, and who is known again."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from imports.graduates import ImportResult, SourceFile, commit, known, prepare
from imports.graduates.rows import PLAIN_FIELDS
from students.models import Graduate
from tests.province import Province, enrol
from tests.sheets import graduate_book, pupil

MOETS = [f"80200000{number:02}" for number in range(7)]


def imported(province: Province, *rows: dict[str, Any]) -> ImportResult:
    files = [SourceFile("802_duc-hoa.xlsx", graduate_book(*rows))]
    return commit(prepare(files, cohort=province.cohort), by=None)


def pupils(number: int, **values: str) -> list[dict[str, str]]:
    """That many children of other names and numbers; they share what `values` says."""
    return [
        pupil(
            name=f"Lê Thị {chr(65 + n // 26)}{chr(97 + n % 26)}",
            register=f"{n:04}",
            moet=f"80200{n:05}",
            personal=f"080305{n:06}",
            **values,
        )
        for n in range(number)
    ]


@pytest.mark.parametrize("again", ["9/1", "9/2"], ids=["unchanged", "changed"])
def test_more_rows_ask_no_more_statements(again: str, province: Province) -> None:
    enrol(province, "Võ Thị Cúc", school=province.thcs_away, moet_code="8050000001")

    def statements(number: int) -> int:
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            imported(province, *pupils(number, class_name="9/1"))
            second = imported(province, *pupils(number, class_name=again))
            transaction.set_rollback(True)
        assert second.updated == (0 if again == "9/1" else number)
        return len(queries)

    assert statements(5) == statements(60)


def test_codes_listed_elsewhere_are_found_in_every_part(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many codes a list has, none escapes the comparison with other districts."""
    monkeypatch.setattr(known, "CODES_PER_QUERY", 3)
    for number, code in enumerate(MOETS):
        enrol(
            province, f"Lê Thị {chr(65 + number)}", school=province.thcs_away, moet_code=code,
            birth=(2005, 9, 5),
        )  # fmt: skip
    rows = [
        pupil(name=f"Lê Thị {chr(65 + number)}", register=f"{number:04}", moet=code)
        for number, code in enumerate(MOETS)
    ]
    result = imported(province, *rows)
    assert result.rejected == len(MOETS)
    assert {issue.code for _, issue in result.issues} == {"listed_elsewhere"}


def test_pupil_with_two_codes_elsewhere_is_met_once(province: Province) -> None:
    codes = {"moet_code": MOETS[0], "personal_id": "080305000001"}
    enrol(province, "Lê Thị An", school=province.thcs_away, birth=(2005, 9, 5), **codes)
    result = imported(province, pupil(moet=MOETS[0], personal="080305000001"))
    assert [issue.code for _, issue in result.issues] == ["listed_elsewhere"]


def test_two_known_children_alike_are_told_apart_by_their_codes(province: Province) -> None:
    """Same school, class, name and birth date; the row has the code of the second."""
    twins = [
        enrol(province, "Lê Thị An", birth=(2005, 9, 5), class_name="9/1", moet_code=code)
        for code in MOETS[:2]
    ]
    result = imported(province, pupil(register="", moet=MOETS[1], phone="0912345678"))
    assert result.updated == 1
    phones = [Graduate.objects.get(pk=twin.pk).phone for twin in twins]
    assert phones == ["", "0912345678"]


def test_row_without_codes_is_not_given_to_one_of_two_alike(province: Province) -> None:
    for code in MOETS[:2]:
        enrol(province, "Lê Thị An", birth=(2005, 9, 5), class_name="9/1", moet_code=code)
    result = imported(province, pupil(register=""))
    assert [issue.code for _, issue in result.issues] == ["identity_ambiguous"]


def test_a_known_graduate_has_every_column_that_a_row_can_fill(province: Province) -> None:
    """A column missing there could not be compared with a corrected list."""
    content = graduate_book(pupil(residence="Ấp 3, xã Đức Hòa Thượng"))
    (row,) = prepare([SourceFile("802.xlsx", content)], cohort=province.cohort).rows
    assert row.values.keys() | set(PLAIN_FIELDS) | {"extra"} <= set(known.Known._fields)
