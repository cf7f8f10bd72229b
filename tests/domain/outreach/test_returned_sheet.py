"""Rows of a workbook that came back: edited, reordered, deleted, copied, stale, forged."""

import pytest

from domain.outreach.returned_sheet import (
    FORGED,
    OTHER_NAME,
    STALE,
    UNKNOWN,
    UNSIGNED,
    Fate,
    KnownCase,
    RowToken,
    WrittenRow,
    judge,
)

AN, BE, GONE = RowToken(1, "0", "an"), RowToken(2, "3", "be"), RowToken(9, "0", "gone")
KNOWN = {1: KnownCase("0"), 2: KnownCase("3")}


def row(
    line: int, token: RowToken | None, name: str, *, filled: bool = True, **values
) -> WrittenRow:
    has_text = values.pop("has_token_text", token is not None)
    return WrittenRow(line, token, has_text, name, filled, **values)


def test_edited_rows_in_any_order_are_accepted_and_blank_ones_left() -> None:
    rows = [row(9, BE, "be"), row(8, AN, "an", filled=False)]
    assert [verdict.fate for verdict in judge(rows, KNOWN)] == [Fate.ACCEPTED, Fate.UNTOUCHED]


def test_deleted_rows_change_nothing() -> None:
    assert judge([], KNOWN) == []


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (row(8, None, "an", has_token_text=True), FORGED),
        (row(8, None, "người thêm"), UNSIGNED),
        (row(8, AN, "be"), OTHER_NAME),
        (row(8, GONE, "gone"), UNKNOWN),
        (row(8, AN, "an", problems=["Ngày sai.", "Thiếu lý do."]), "Ngày sai. Thiếu lý do."),
    ],
)
def test_row_that_cannot_be_is_rejected_with_its_reason(written: WrittenRow, why: str) -> None:
    (verdict,) = judge([written], KNOWN)
    assert (verdict.fate, verdict.why) == (Fate.REJECTED, why)


def test_row_without_anything_in_it_is_left_whatever_its_token() -> None:
    written = row(8, None, "", filled=False, has_token_text=True)
    assert judge([written], KNOWN)[0].fate is Fate.UNTOUCHED


def test_stale_row_is_a_conflict() -> None:
    (verdict,) = judge([row(8, AN, "an")], {1: KnownCase("1")})
    assert (verdict.fate, verdict.why) == (Fate.CONFLICTED, STALE)


def test_row_of_a_closed_case_is_a_conflict_that_says_how_it_ended() -> None:
    (verdict,) = judge([row(8, AN, "an")], {1: KnownCase("0", closed="Đã đi học lại")})
    assert (verdict.fate, verdict.why) == (
        Fate.CONFLICTED,
        "Trường hợp đã kết thúc: Đã đi học lại.",
    )


def test_child_written_twice_is_rejected_in_both_rows() -> None:
    verdicts = judge([row(8, AN, "an"), row(12, AN, "an"), row(13, BE, "be")], KNOWN)
    assert [verdict.fate for verdict in verdicts] == [
        Fate.REJECTED,
        Fate.REJECTED,
        Fate.ACCEPTED,
    ]
    assert "dòng 8, 12" in verdicts[0].why


def test_blank_copy_of_a_row_does_not_hurt() -> None:
    verdicts = judge([row(8, AN, "an"), row(12, AN, "an", filled=False)], KNOWN)
    assert [verdict.fate for verdict in verdicts] == [Fate.ACCEPTED, Fate.UNTOUCHED]
