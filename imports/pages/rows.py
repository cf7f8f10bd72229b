"""The page on which cells are put right and rows left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from domain.formats import count
from imports.column_choices import LABELS
from imports.mending import Clash, beside_of, row_place, text_in
from imports.models import Draft, Mend, Omission
from imports.parts import head_of, moment
from imports.read_files import FileRow
from imports.typed_rows import PAGE_SIZE, Rows, first_from, page_of

SHOWN_DECIDED = 200


@dataclass(frozen=True)
class RowWords:
    """What a kind of list calls the rows to be looked at, and a row once it was saved; `note` is
    what else is to be known of them.
    """

    listed: str
    settled: str
    unsettled: str
    note: str = ""


@dataclass(frozen=True)
class RowsOf:
    """A draft, and the addresses at which its rows are put right: those of an app."""

    draft: Draft
    app: str

    @property
    def rows_url(self) -> str:
        return self._url("draft_rows")

    @property
    def leave_out_url(self) -> str:
        return self._url("rows_leave_out")

    def undo_url(self, decided: Mend | Omission) -> str:
        """The address that takes a decision back."""
        return self._url("mend_undo" if isinstance(decided, Mend) else "omission_undo", decided.pk)

    def _url(self, page: str, *more: int) -> str:
        return reverse(f"{self.app}:{page}", args=[self.draft.pk, *more])


def rows_context(
    pages: RowsOf,
    rows: Rows,
    asked: Mapping[str, str],
    *,
    typed: Mapping[str, str] | None = None,
    clashes: Sequence[Clash] = (),
) -> dict[str, Any]:
    """One page of rows with their cells; `typed` is what stands in a form that was not kept."""
    listed = rows.listed
    tokens = [rows.token(row) for row in listed]
    first, last = page_of(tokens, asked.get("after", ""))
    shown = tokens[first:last]
    focus = first_from(shown, asked.get("at", "")) or "".join(shown[:1])
    draft, labels = pages.draft, LABELS[pages.draft.kind]
    maker = _Maker(draft, rows, typed or {}, focus)
    return {
        **head_of(draft),
        "leave_out_url": pages.leave_out_url,
        "cause": rows.cause,
        "sentence": _sentence(rows, listed),
        "number": count(len(listed)),
        "rows": [
            maker.line(row, token) for row, token in zip(listed[first:last], shown, strict=True)
        ],
        "first": count(first + 1),
        "last": count(last),
        "page": {
            "next_url": _url(rows.cause, tokens[last - 1]) if last < len(tokens) else "",
            "previous_url": _previous_url(rows.cause, tokens, first),
        },
        "versions": [_version(clash, labels) for clash in clashes],
        "file_version": rows.file_version,
        **_decided_context(pages, labels),
    }


def _decided_context(pages: RowsOf, labels: Mapping[str, str]) -> dict[str, Any]:
    """What was put right and left out so far, each with the way back."""
    draft = pages.draft
    mends = list(draft.mends.select_related("mended_by")[: SHOWN_DECIDED + 1])
    omissions = list(draft.omissions.select_related("left_out_by")[: SHOWN_DECIDED + 1])
    return {
        "mends": [_mend_line(mend, labels) | {"url": pages.undo_url(mend)}
                  for mend in mends[:SHOWN_DECIDED]],
        "omissions": [_omission_line(each) | {"url": pages.undo_url(each)}
                      for each in omissions[:SHOWN_DECIDED]],
        "decided_is_cut": max(len(mends), len(omissions)) > SHOWN_DECIDED,
    }  # fmt: skip


class _Maker:
    def __init__(self, draft: Draft, rows: Rows, typed: Mapping[str, str], focus: str) -> None:
        self.draft = draft
        self.rows = rows
        self.typed = typed
        self.focus = focus
        self.beside = beside_of(draft)
        self.labels = LABELS[draft.kind]

    def line(self, row: FileRow, token: str) -> dict[str, Any]:
        typed = [n.rpartition(":")[2] for n in self.typed if n.startswith(f"cell:{token}:")]
        cells = [self._cell(row, token, name) for name in self.rows.fields(row, typed)]
        if cells and token == self.focus:
            cells[0]["is_first"] = True
        return {
            "token": token,
            "name": row.record.values.get("full_name", "") or "(không có tên)",
            "place": row_place(row),
            "sentences": [i.message for i in row.issues if self.rows.is_meant(i)],
            "cells": cells,
            "is_ticked": f"skip:{token}" in self.typed,
        }

    def _cell(self, row: FileRow, token: str, name: str) -> dict[str, Any]:
        shown = text_in(row, name, self.beside)
        mended = self.beside.mends.get(row.key, {}).get(name)
        return {
            "name": f"{token}:{name}",
            "id": f"cell-{token.replace('~', '-')}-{name}",
            "label": self.labels[name],
            "address": row.record.address(name) or "chưa có cột",
            "shown": shown,
            "value": self.typed.get(f"cell:{token}:{name}", shown),
            "written": f"trong tệp: “{mended[0]}”" if mended else "",
            "is_first": False,
        }


def _sentence(rows: Rows, listed: Sequence[FileRow]) -> str:
    """What the page is about, where it is about one finding."""
    if not rows.cause or not listed:
        return ""
    return next(issue.message for issue in listed[0].issues if rows.is_meant(issue))


def _url(cause: str, after: str) -> str:
    kept = {"cause": cause, "after": after}
    return "?" + urlencode({name: value for name, value in kept.items() if value})


def _previous_url(cause: str, tokens: Sequence[str], first: int) -> str:
    if first == 0:
        return ""
    before = max(0, first - PAGE_SIZE)
    return _url(cause, tokens[before - 1] if before else "")


def _version(clash: Clash, labels: Mapping[str, str]) -> dict[str, str]:
    sheet, anchor = clash.cell.row
    gone = "(dòng không còn trong tệp)"
    return {
        "label": f"{sheet}, dòng của ô {anchor}, {labels.get(clash.cell.field, clash.cell.field)}",
        "stored": gone if clash.stored is None else clash.stored,
        "typed": clash.cell.typed,
    }


def _mend_line(mend: Mend, labels: Mapping[str, str]) -> dict[str, str]:
    return {
        "place": str(mend),
        "label": labels.get(mend.field, mend.field),
        "old": mend.written or "(trống)",
        "new": mend.value or "(trống)",
        "who": f"{mend.mended_by}, {moment(mend.mended_at)}",
    }


def _omission_line(omission: Omission) -> dict[str, str]:
    return {
        "place": str(omission),
        "name": omission.name or "(không có tên)",
        "who": f"{omission.left_out_by}, {moment(omission.left_out_at)}",
    }
