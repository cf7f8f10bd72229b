"""One damaged cell in a right list: its row is told, no other is, and nothing is read wrong."""

import pytest

from imports.reading import GRADUATE_COLUMNS, ROSTER_COLUMNS, Column, Sheet, Workbook, read_tables
from tests.imports.reading.books import records
from tests.imports.reading.corpus.columns import cells, headings
from tests.imports.reading.corpus.pupils import a_class

KEYS = ("ordinal", "full_name", "gender", "born", "class_name", "moet_code", "personal_id",
        "phone", "commune", "guardian")  # fmt: skip
AT = 5
DAMAGE = [
    ("born", "32/01/2005"), ("born", "05/13/2005"), ("born", "31/02/2005"), ("born", "abc"),
    ("born", "5/9/205"), ("born", "05/9"), ("born", "2005-13-45"), ("born", 7.5), ("born", "#N/A"),
    ("born", "ngày 5"), ("born", 99999999.0), ("born", "5/9/2005 hoặc 5/8/2005"),
    ("gender", "Namm"), ("gender", "N"), ("gender", "2"), ("gender", "#REF!"), ("gender", "?"),
    ("full_name", ""), ("full_name", "123"), ("full_name", "#NAME?"), ("full_name", "Nguy?n An"),
    ("full_name", "\ufffdỗ An"), ("full_name", "=A1&B1"), ("full_name", "Lê An; Lê Bình"),
    ("moet_code", "12345"), ("moet_code", "8.00E+09"), ("moet_code", "80012A4567"),
    ("moet_code", 8000000000.0), ("moet_code", 812345678.0), ("moet_code", "#VALUE!"),
    ("personal_id", "12345"), ("personal_id", "8.03E+10"), ("personal_id", "080399123456"),
    ("personal_id", "999305123456"), ("personal_id", 80305064783.0), ("personal_id", "#N/A"),
    ("phone", "12345"), ("phone", "không nhớ"), ("phone", "0212345678"), ("phone", "9.12E+08"),
    ("phone", "0912345678; 0987654321"), ("phone", "#N/A"),
    ("class_name", "#REF!"), ("commune", "#N/A"), ("guardian", "#VALUE!"),
]  # fmt: skip


@pytest.mark.parametrize("columns", [GRADUATE_COLUMNS, ROSTER_COLUMNS], ids=["graduates", "roster"])
@pytest.mark.parametrize(("key", "damage"), DAMAGE)
def test_a_damaged_cell_is_told_and_no_other(
    key: str, damage: object, columns: tuple[Column, ...]
) -> None:
    pupils = a_class(12, seed=3)
    rows = [headings(KEYS), *cells(pupils, KEYS)]
    rows[AT][KEYS.index(key)] = damage
    reading = read_tables(Workbook("ds.xlsx", (Sheet("DS", True, rows),)), columns)
    found = records(reading)
    assert len(found) == len(pupils)
    assert [record.row for record in found if record.issues] == [AT + 1]
    assert reading.issues == ()
    for record, pupil in zip(found, pupils, strict=True):
        if record.row != AT + 1:
            read = (record.values["full_name"], record.gender, record.values["phone"])
            assert read == (pupil.full_name, pupil.gender, pupil.phone)
