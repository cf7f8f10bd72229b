"""The merge report of a returned workbook, and the list of them."""

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from domain.formats import count, day
from domain.outreach.cases import VISIT_LABELS
from domain.outreach.returned_sheet import FATE_LABELS, Fate
from outreach.actions.sheets import cases_of_sheet
from outreach.models import Case, ReturnedSheet
from outreach.pages.case import fresh_lines
from outreach.sheets import forms_of, verdicts
from students.models import Cohort

ORDER = (Fate.CONFLICTED, Fate.REJECTED, Fate.ACCEPTED)


def list_context(user: Any, cohort: Cohort | None) -> dict[str, Any]:
    """Communes with open cases, and the files that came back, the newest first."""
    cases = Case.objects.visible_to(user).unsettled().filter(graduate__cohort=cohort)
    communes = (
        cases.filter(commune__isnull=False)
        .order_by("commune__district__code", "commune__name")
        .values_list("commune", "commune__name", "commune__district__name")
        .annotate(number=Count("pk"))
    )
    sheets = ReturnedSheet.objects.visible_to(user).select_related("commune").order_by("-pk")
    return {
        "communes": [
            {
                "name": name,
                "district": district,
                "number": count(number),
                "url": reverse("outreach:sheet_export", args=[key]),
            }
            for key, name, district, number in communes
        ],
        "sheets": [_sheet_line(sheet) for sheet in sheets[:50]],
    }


def _sheet_line(sheet: ReturnedSheet) -> dict[str, str]:
    done = f"đã ghi {count(sheet.recorded or 0)} lượt" if sheet.applied_at else "chưa ghi"
    return {
        "name": sheet.file_name,
        "commune": str(sheet.commune),
        "when": day(timezone.localdate(sheet.uploaded_at)),
        "state": done,
        "url": reverse("outreach:sheet_detail", args=[sheet.pk]),
    }


def sheet_context(sheet: ReturnedSheet) -> dict[str, Any]:
    """Every filled row with what becomes of it, those that need somebody first."""
    known = cases_of_sheet(sheet)
    found = verdicts(sheet.rows, known, forms_of(sheet.rows, known))
    groups: dict[Fate, list[dict[str, Any]]] = {fate: [] for fate in Fate}
    for row, verdict in zip(sheet.rows, found, strict=True):
        case = known.get(row["case"])
        groups[verdict.fate].append(_line(row, verdict.why, case, verdict.fate))
    is_applied = sheet.applied_at is not None
    return {
        "name": sheet.file_name,
        "commune": str(sheet.commune),
        "is_applied": is_applied,
        "recorded": count(sheet.recorded or 0),
        "groups": [
            {"label": FATE_LABELS[fate], "number": count(len(groups[fate])), "rows": groups[fate]}
            for fate in ORDER
            if groups[fate] and not is_applied
        ],
        "accepted": len(groups[Fate.ACCEPTED]),
        "has_choice": any(row["may_choose"] for row in groups[Fate.CONFLICTED]),
        "untouched": count(len(groups[Fate.UNTOUCHED])),
        "missing": count(sheet.missing) if sheet.missing else "",
    }


def _line(row: dict[str, Any], why: str, case: Case | None, fate: Fate) -> dict[str, Any]:
    values = row["values"]
    said = [
        VISIT_LABELS.get(values["outcome"], ""), values["visited_on"], values["place"],
        values["note"],
    ]  # fmt: skip
    is_stale = fate is Fate.CONFLICTED and case is not None
    return {
        "line": row["line"],
        "name": row["name"],
        "said": ", ".join(filter(None, said)),
        "why": why,
        "may_choose": is_stale and not case.is_settled,
        "theirs": fresh_lines(case, int(row["version"] or 0)) if is_stale else [],
        "url": reverse("outreach:case_detail", args=[case.pk]) if case else "",
    }
