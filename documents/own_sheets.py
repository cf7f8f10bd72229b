"""Sheets the application adds to a workbook of an office: told from lists when the file returns."""

OWN_SHEET_MARK = "(trang do phần mềm lập, không nhập vào hệ thống)"
"""Ends the text of cell A1: a sheet is told by it, whatever the user has renamed the sheet to."""


def own_title(title: str) -> str:
    """What cell A1 of such a sheet says."""
    return f"{title} {OWN_SHEET_MARK}"


def is_own_sheet(first_cell: object) -> bool:
    """Whether the sheet whose cell A1 this is was made here and holds no pupils."""
    return isinstance(first_cell, str) and first_cell.strip().endswith(OWN_SHEET_MARK)
