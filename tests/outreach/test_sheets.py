"""A commune's workbook, filled in and sent back: edited, sorted, deleted, stale, forged."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from documents import case_workbook as paper
from domain.formats import day
from domain.outreach.cases import Closing
from domain.outreach.returned_sheet import Fate
from imports.reading.errors import UnreadableFile
from outreach.actions.requests import end_case
from outreach.actions.sheets import SheetApplied, cases_of_sheet, receive_sheet, record_sheet
from outreach.models import Case, ReturnedSheet, Visit
from outreach.sheets import forms_of, read_sheet, verdicts, workbook_of
from tests.outreach.cases import fresh, make_case, visit
from tests.province import Province

TODAY = timezone.localdate()
HEADINGS = [heading for heading, _ in paper.COLUMNS]


@pytest.fixture
def cases(province: Province) -> list[Case]:
    return [make_case(province, name) for name in ("Lê Thị An", "Trần Văn Bé", "Võ Thị Cúc")]


def given_out(province: Province, commune: Any = None) -> bytes:
    commune = commune or province.home_commune
    own = list(Case.objects.filter(commune=commune).unsettled().for_cards())
    out = BytesIO()
    book = workbook_of(commune, own, office_name="PHÒNG", on=TODAY)
    paper.write_case_workbook(book, out)
    return out.getvalue()


def column(heading: str) -> int:
    return HEADINGS.index(heading) + 1


def row_of(sheet: Worksheet, name: str) -> int:
    return next(
        row
        for row in range(paper.FIRST_ROW, sheet.max_row + 1)
        if sheet.cell(row, column(paper.NAME)).value == name
    )


def fill(sheet: Worksheet, name: str, outcome: str = "Chưa gặp được gia đình", **more: Any) -> None:
    values = {paper.VISITED_ON: day(TODAY), paper.OUTCOME: outcome, **more.pop("values", {})}
    for heading, value in values.items():
        sheet.cell(row_of(sheet, name), column(heading)).value = value


def edited(content: bytes, *edits: Callable[[Worksheet], None]) -> bytes:
    book = load_workbook(BytesIO(content))
    for edit in edits:
        edit(book[paper.LIST_SHEET])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def returned(province: Province, content: bytes) -> ReturnedSheet:
    return receive_sheet(
        read=read_sheet(content, "van-dong.xlsx"),
        commune=province.home_commune,
        content=content,
        file_name="van-dong.xlsx",
        by=None,
    )


def fates(sheet: ReturnedSheet) -> dict[str, tuple[str, str]]:
    known = cases_of_sheet(sheet)
    found = verdicts(sheet.rows, known, forms_of(sheet.rows, known))
    return {
        row["name"]: (verdict.fate, verdict.why)
        for row, verdict in zip(sheet.rows, found, strict=True)
    }


def test_edited_row_becomes_a_visit_and_blank_ones_nothing(
    province: Province, cases: list[Case]
) -> None:
    content = edited(given_out(province), lambda sheet: fill(sheet, "Lê Thị An"))
    sheet = returned(province, content)
    assert [fate for fate, _ in fates(sheet).values()].count(Fate.UNTOUCHED) == 2
    assert record_sheet(sheet=sheet, by=None) == 1
    made = Visit.objects.get()
    assert (made.case, made.outcome, made.via) == (cases[0], "NOT_MET", "SHEET")
    assert (made.visited_on, fresh(cases[0]).visit_count) == (TODAY, 1)


def test_every_answer_and_its_details_come_through(province: Province, cases: list[Case]) -> None:
    refused = {paper.REASON: "Kinh tế: Phải đi làm phụ giúp gia đình", paper.NOTE: "gặp mẹ"}
    elsewhere = {paper.PROGRAMME: "Học nghề sơ cấp", paper.PLACE: province.vocational.name}
    content = edited(
        given_out(province),
        lambda sheet: fill(sheet, "Lê Thị An", "Gia đình chưa đồng thuận", values=refused),
        lambda sheet: fill(sheet, "Trần Văn Bé", "Đã đi học nơi khác", values=elsewhere),
        lambda sheet: fill(sheet, "Võ Thị Cúc", "Hẹn gặp lại", values={paper.NEXT_ON: "1/1/2099"}),
    )
    assert record_sheet(sheet=returned(province, content), by=None) == 3
    first, second, third = (case.visits.get() for case in cases)
    assert (first.reason, first.note) == ("MUST_EARN", "gặp mẹ")
    assert (second.programme, second.school) == ("ELEMENTARY", province.vocational)
    assert second.statement.evidence == "REPORTED"
    assert day(third.next_on) == "1/1/2099"


def test_sorted_rows_find_their_children(province: Province, cases: list[Case]) -> None:
    def turn_round(sheet: Worksheet) -> None:
        fill(sheet, "Võ Thị Cúc")
        last = paper.FIRST_ROW + 2
        for number in range(1, len(HEADINGS) + 1):
            top, bottom = sheet.cell(paper.FIRST_ROW, number), sheet.cell(last, number)
            top.value, bottom.value = bottom.value, top.value

    sheet = returned(province, edited(given_out(province), turn_round))
    record_sheet(sheet=sheet, by=None)
    assert Visit.objects.get().case == cases[2]


def test_moved_columns_are_found_by_their_headings(province: Province, cases: list[Case]) -> None:
    def move(sheet: Worksheet) -> None:
        fill(sheet, "Lê Thị An")
        sheet.move_range(f"J{paper.HEADER_ROW}:Q{paper.FIRST_ROW + 2}", cols=3)

    assert record_sheet(sheet=returned(province, edited(given_out(province), move)), by=None) == 1


def test_deleted_rows_change_nothing_and_are_told(province: Province, cases: list[Case]) -> None:
    def delete(sheet: Worksheet) -> None:
        fill(sheet, "Lê Thị An")
        sheet.delete_rows(row_of(sheet, "Trần Văn Bé"))

    sheet = returned(province, edited(given_out(province), delete))
    assert sheet.missing == 1
    assert record_sheet(sheet=sheet, by=None) == 1
    assert fresh(cases[1]).visit_count == 0


def test_stale_row_is_a_conflict_that_somebody_decides(
    province: Province, cases: list[Case]
) -> None:
    content = edited(given_out(province), lambda sheet: fill(sheet, "Lê Thị An"))
    visit(cases[0], "REFUSED", reason="FAR")
    first = returned(province, content)
    assert fates(first)["Lê Thị An"][0] == Fate.CONFLICTED
    assert record_sheet(sheet=first, by=None) == 0
    second = returned(province, edited(content))
    line = next(row["line"] for row in second.rows if row["name"] == "Lê Thị An")
    assert record_sheet(sheet=second, by=None, chosen={line}) == 1
    assert [v.outcome for v in cases[0].visits.all()] == ["REFUSED", "NOT_MET"]


def test_row_of_a_case_that_ended_is_never_recorded(province: Province, cases: list[Case]) -> None:
    content = edited(given_out(province), lambda sheet: fill(sheet, "Lê Thị An"))
    end_case(case=cases[0], by=None, version=cases[0].version, closing=Closing.MOVED, note="x")
    sheet = returned(province, content)
    fate, why = fates(sheet)["Lê Thị An"]
    assert (fate, why) == (
        Fate.CONFLICTED, "Trường hợp đã kết thúc: Đã chuyển khỏi địa phương.",
    )  # fmt: skip
    line = next(row["line"] for row in sheet.rows if row["name"] == "Lê Thị An")
    assert record_sheet(sheet=sheet, by=None, chosen={line}) == 0


def test_forged_and_swapped_tokens_are_rejected(province: Province, cases: list[Case]) -> None:
    def forge(sheet: Worksheet) -> None:
        for name in ("Lê Thị An", "Trần Văn Bé"):
            fill(sheet, name)
        token = sheet.cell(row_of(sheet, "Lê Thị An"), column(paper.TOKEN))
        token.value = f"[{cases[0].pk},0]:{str(token.value).split(':', 1)[1]}"
        other = sheet.cell(row_of(sheet, "Võ Thị Cúc"), column(paper.TOKEN)).value
        sheet.cell(row_of(sheet, "Trần Văn Bé"), column(paper.TOKEN)).value = other

    sheet = returned(province, edited(given_out(province), forge))
    told = fates(sheet)
    assert told["Lê Thị An"][0] == told["Trần Văn Bé"][0] == Fate.REJECTED
    assert "không do Phòng cấp" in told["Lê Thị An"][1]
    assert "học sinh khác" in told["Trần Văn Bé"][1]
    assert record_sheet(sheet=sheet, by=None) == 0
    assert not Visit.objects.exists()


def test_added_row_is_rejected(province: Province, cases: list[Case]) -> None:
    def add(sheet: Worksheet) -> None:
        below = sheet.max_row + 1
        sheet.cell(below, column(paper.NAME)).value = "Ngô Văn Thêm"
        sheet.cell(below, column(paper.OUTCOME)).value = "Hẹn gặp lại"

    told = fates(returned(province, edited(given_out(province), add)))
    assert told["Ngô Văn Thêm"][0] == Fate.REJECTED
    assert "tự thêm" in told["Ngô Văn Thêm"][1]


def test_copied_row_is_rejected_in_both(province: Province, cases: list[Case]) -> None:
    def copy(sheet: Worksheet) -> None:
        fill(sheet, "Lê Thị An")
        row, below = row_of(sheet, "Lê Thị An"), sheet.max_row + 1
        for number in range(1, len(HEADINGS) + 1):
            sheet.cell(below, number).value = sheet.cell(row, number).value

    sheet = returned(province, edited(given_out(province), copy))
    known = cases_of_sheet(sheet)
    found = verdicts(sheet.rows, known, forms_of(sheet.rows, known))
    assert [verdict.fate for verdict in found].count(Fate.REJECTED) == 2


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({paper.OUTCOME: "Đi học rồi"}, "“Đi học rồi” không có trong danh sách"),
        ({paper.OUTCOME: "Gia đình chưa đồng thuận"}, "Chọn lý do"),
        ({paper.VISITED_ON: "31/2/2020"}, "ngày có thật"),
        ({paper.VISITED_ON: ""}, "Ghi ngày đến"),
        ({paper.VISITED_ON: "1/1/2099"}, "không thể sau hôm nay"),
    ],
)
def test_wrong_cell_is_told_in_its_row(
    province: Province, cases: list[Case], values: dict[str, str], sentence: str
) -> None:
    content = edited(given_out(province), lambda s: fill(s, "Lê Thị An", values=values))
    fate, why = fates(returned(province, content))["Lê Thị An"]
    assert fate == Fate.REJECTED
    assert sentence in why


def test_day_kept_by_excel_as_a_date_or_a_number_is_read(
    province: Province, cases: list[Case]
) -> None:
    from datetime import date, datetime, time

    serial = (TODAY - date(1899, 12, 30)).days
    content = edited(
        given_out(province),
        lambda s: fill(s, "Lê Thị An", values={paper.VISITED_ON: serial}),
        lambda s: fill(
            s, "Trần Văn Bé", values={paper.VISITED_ON: datetime.combine(TODAY, time())}
        ),
    )
    assert record_sheet(sheet=returned(province, content), by=None) == 2
    assert set(Visit.objects.values_list("visited_on", flat=True)) == {TODAY}


def test_file_is_recorded_once(province: Province, cases: list[Case]) -> None:
    content = edited(given_out(province), lambda sheet: fill(sheet, "Lê Thị An"))
    sheet = returned(province, content)
    record_sheet(sheet=sheet, by=None)
    with pytest.raises(SheetApplied):
        record_sheet(sheet=sheet, by=None)
    # Sent a second time, its rows are older than what they made.
    assert fates(returned(province, content))["Lê Thị An"][0] == Fate.CONFLICTED


def test_other_files_are_refused_with_one_sentence(province: Province, cases: list[Case]) -> None:
    from tests.sheets import graduate_book, pupil

    with pytest.raises(UnreadableFile, match="không phải tệp vận động"):
        read_sheet(graduate_book(pupil(name="Lê Thị An", school="THCS")), "ds.xlsx")
    with pytest.raises(UnreadableFile):
        read_sheet(b"PK\x03\x04hong", "hong.xlsx")


def test_file_without_any_of_our_tokens_is_refused(province: Province, cases: list[Case]) -> None:
    def strip(sheet: Worksheet) -> None:
        for row in range(paper.FIRST_ROW, sheet.max_row + 1):
            sheet.cell(row, column(paper.TOKEN)).value = "abc"
        sheet.parent[paper.TOKEN_SHEET]["A1"].value = "abc"

    with pytest.raises(UnreadableFile, match="không còn mã dòng"):
        read_sheet(edited(given_out(province), strip), "van-dong.xlsx")


def test_rows_of_two_communes_are_refused(province: Province, cases: list[Case]) -> None:
    make_case(province, "Hồ Văn Dần", commune=province.home_township)
    other = load_workbook(BytesIO(given_out(province, province.home_township)))
    token = other[paper.LIST_SHEET].cell(paper.FIRST_ROW, column(paper.TOKEN)).value

    def mix(sheet: Worksheet) -> None:
        sheet.cell(paper.FIRST_ROW, column(paper.TOKEN)).value = token

    with pytest.raises(UnreadableFile, match="nhiều xã"):
        read_sheet(edited(given_out(province), mix), "van-dong.xlsx")


def test_workbook_has_drop_downs_and_needs_nothing_from_outside(
    province: Province, cases: list[Case]
) -> None:
    book = load_workbook(BytesIO(given_out(province)))
    rules = book[paper.LIST_SHEET].data_validations.dataValidation
    assert {rule.formula1 for rule in rules} == set(book.defined_names)
    assert [s.sheet_state for s in book] == ["visible", "hidden", "veryHidden"]
    assert book[paper.LIST_SHEET].max_row == paper.FIRST_ROW + 2
