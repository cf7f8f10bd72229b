"""The page on which somebody says what the columns of a list are."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from domain.identifiers import plain_text
from imports.column_choices import LABELS
from imports.forms_columns import ColumnsForm, name_of
from imports.headers import SeenFile, SeenHeader
from imports.models import ColumnChoice, Draft
from imports.parts import head_of
from imports.reading import Sheet
from imports.reading.table import column_letters

SHOWN_ROWS = 40
SHOWN_SHEETS = 20
_LONGEST_ROW = 160


def columns_context(
    draft: Draft, seen: SeenFile, form: ColumnsForm, forget_page: str
) -> dict[str, Any]:
    """Every header with its columns, and every sheet with the rows that may be its header."""
    return {
        **head_of(draft),
        "form": form,
        "problem": seen.problem,
        "lacking": seen.lacking,
        "headers": [
            {"places": header.places, "columns": _columns(header, form)} for header in seen.headers
        ],
        "remembered": remembered_choices(draft, seen.remembered, forget_page),
        "sheets": [
            {"number": number, "name": sheet.name, "rows": _rows(sheet)}
            for number, sheet in enumerate(seen.sheets[:SHOWN_SHEETS], start=1)
        ],
    }


def remembered_choices(
    draft: Draft, choices: Sequence[ColumnChoice], forget_page: str
) -> list[dict[str, str]]:
    """The choices of columns this file is read by, each with the address that takes it back."""
    labels = LABELS[draft.kind]
    return [
        {
            "headings": str(choice),
            "meanings": ", ".join(
                f"{column_letters(column)} là {labels.get(name, name)}"
                for column, name in sorted(choice.meanings.items())
                if name
            ),
            "who": str(choice.decided_by),
            "url": reverse(forget_page, args=[draft.pk, choice.pk]),
        }
        for choice in choices
    ]


def _columns(header: SeenHeader, form: ColumnsForm) -> list[dict[str, Any]]:
    return [
        {
            "letters": column_letters(column),
            "heading": header.headings.get(column, ""),
            "samples": "; ".join(header.samples.get(column, ())),
            "field": form[name_of(header, column)],
            "reason": header.reasons.get(column, ""),
        }
        for column in header.columns
    ]


def _rows(sheet: Sheet) -> list[dict[str, Any]]:
    """The first rows that hold a word, as one text each."""
    rows: list[dict[str, Any]] = []
    for index, row in enumerate(sheet.rows):
        if any(isinstance(cell, str) and any(map(str.isalpha, cell)) for cell in row):
            text = " | ".join(filter(None, map(plain_text, row)))
            rows.append({"number": index + 1, "text": text[:_LONGEST_ROW]})
        if len(rows) == SHOWN_ROWS:
            break
    return rows
