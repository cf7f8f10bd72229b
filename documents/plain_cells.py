"""Writing what others wrote into a sheet without the sheet making something else of it."""

from openpyxl.cell import Cell


def put(cell: Cell, content: int | str) -> None:
    """Set the cell to the number or, as plain text even where it begins with "=", to the text."""
    cell.value = content if content != "" else None
    if isinstance(content, str) and content:
        cell.data_type = "s"
