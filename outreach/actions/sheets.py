"""Taking in a workbook that came back, and recording what its rows say."""

from collections.abc import Collection
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from audit.actions import record_event
from districts.models import Commune
from domain.outreach.returned_sheet import Fate
from outreach import verbs
from outreach.actions.visits import add_visit
from outreach.models import Case, ReturnedSheet, Visit
from outreach.sheets import ReadSheet, forms_of, verdicts


class SheetApplied(Exception):
    """The workbook's rows were recorded before; nothing was written."""


@transaction.atomic
def receive_sheet(
    *, read: ReadSheet, commune: Commune, content: bytes, file_name: str, by: Any
) -> ReturnedSheet:
    """Keep the rows of a workbook that came back, to be looked through before they count."""
    sheet = ReturnedSheet.objects.create(
        commune=commune,
        file_name=file_name[:255],
        sha256=sha256(content).hexdigest(),
        rows=read.rows,
        missing=read.missing,
        uploaded_at=timezone.now(),
        uploaded_by=by,
    )
    record_event(
        by=by, verb=verbs.SHEET_READ, about=sheet, label=str(commune), count=len(read.rows)
    )
    return sheet


@transaction.atomic
def record_sheet(*, sheet: ReturnedSheet, by: Any, chosen: Collection[int] = ()) -> int:
    """Record every row that fits, and of the stale ones those whose lines were `chosen`; returns
    how many visits. What is said of a case that has ended is never recorded.

    Raises SheetApplied.
    """
    now = timezone.now()
    waiting = ReturnedSheet.objects.filter(pk=sheet.pk, applied_at__isnull=True)
    if not waiting.update(applied_at=now):
        raise SheetApplied
    known = cases_of_sheet(sheet)
    forms = forms_of(sheet.rows, known)
    recorded = 0
    for row, verdict in zip(sheet.rows, verdicts(sheet.rows, known, forms), strict=True):
        is_chosen = verdict.fate is Fate.CONFLICTED and row["line"] in chosen
        if verdict.fate is not Fate.ACCEPTED and not is_chosen:
            continue
        case = known[row["case"]]
        if case.is_settled:
            continue
        add_visit(
            case=case,
            by=by,
            unit_name=f"UBND {sheet.commune.name} (tệp Excel)",
            key=uuid5(NAMESPACE_URL, f"{sheet.sha256}/{row['line']}"),
            version=None if is_chosen else case.version,
            said=forms[row["line"]].said(),
            via=Visit.Via.SHEET,
        )
        recorded += 1
    waiting = ReturnedSheet.objects.filter(pk=sheet.pk)
    waiting.update(recorded=recorded)
    record_event(
        by=by, verb=verbs.SHEET_RECORDED, about=sheet, label=str(sheet.commune), count=recorded
    )
    return recorded


def cases_of_sheet(sheet: ReturnedSheet) -> dict[int, Case]:
    """The commune's cases among those that the rows name; a token of another commune finds none."""
    keys = {row["case"] for row in sheet.rows if row["case"] is not None}
    cases = Case.objects.filter(pk__in=keys, commune=sheet.commune)
    related = cases.select_related("graduate__school__district", "commune__district")
    return {case.pk: case for case in related}
