"""Targets and quotas as their pages show them: each value with its document, last year's beside
it, and who set it when.
"""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from districts.models import District, School
from domain import formats
from students.actions.targets import PROVINCE_NAME
from students.models import Cohort, Quota, Target
from students.resources import PROVINCE_CODE

PROVINCE_PATH = "tinh"
NOT_SET = "Chưa có"
IN_BULK = "Nhập từ tệp hoặc lấy theo năm trước"


def target_rows(districts: Iterable[District], year: int) -> list[dict[str, Any]]:
    """The province, then each district."""
    by_key: dict[tuple, Target] = {
        (target.cohort.year, target.district_id): target
        for target in Target.objects.current()
        .filter(cohort__year__in=(year, year - 1))
        .select_related("cohort")
    }
    units = [(None, PROVINCE_CODE, PROVINCE_NAME, PROVINCE_PATH)]
    units += [(district.pk, district.code, district.name, district.code) for district in districts]
    rows = []
    for pk, code, name, path in units:
        target, earlier = by_key.get((year, pk)), by_key.get((year - 1, pk))
        url = reverse("students:target_edit", args=[path])
        rows.append(_row(code, name, url, year, target, earlier))
    return rows


def without_target_text(year: int) -> str:
    """What the province is held against while no target of its own is set."""
    cohort = Cohort.objects.filter(year=year).first() or Cohort(year=year)
    return (
        f"Khi chưa ghi mục tiêu của tỉnh, số liệu được so với "
        f"{formats.decimal_text(cohort.vocational_target)} ({cohort.legal_basis})."
    )


def quota_rows(schools: Iterable[School], year: int) -> list[dict[str, Any]]:
    """The given institutions in their order."""
    schools = list(schools)
    by_key = {
        (quota.cohort.year, quota.school_id): quota
        for quota in Quota.objects.current()
        .filter(cohort__year__in=(year, year - 1), school__in=schools)
        .select_related("cohort")
    }
    rows = []
    for school in schools:
        url = reverse("students:quota_edit", args=[school.code])
        quota, earlier = by_key.get((year, school.pk)), by_key.get((year - 1, school.pk))
        row = _row(school.code, school.name, url, year, quota, earlier)
        place = school.district.name if school.district else school.province
        rows.append({**row, "kind": school.get_kind_display(), "place": place})
    return rows


def quotas_to_copy(year: int) -> int:
    """How many institutions had a quota the year before and have none yet."""
    current = Quota.objects.current()
    held = current.filter(cohort__year=year).values("school")
    return current.filter(cohort__year=year - 1).exclude(school__in=held).count()


def history(records: Iterable[Target | Quota]) -> list[dict[str, str]]:
    """Every value there has been, newest first, with who set it where one person did."""
    records = list(records)
    label = records[0]._meta.label if records else ""
    keys = [str(record.pk) for record in records]
    events = Event.objects.filter(object_type=label, object_id__in=keys)
    people = dict(events.values_list("object_id", "actor_label"))
    return [
        {
            **_value(record),
            "recorded": _moment(record.recorded_at),
            "superseded": _moment(record.superseded_at) if record.superseded_at else "",
            "person": people.get(str(record.pk), IN_BULK),
        }
        for record in records
    ]


def amount_text(record: Target | Quota) -> str:
    """The value itself: "19,5 %" of a target, "1.204" of a quota."""
    if isinstance(record, Target):
        return formats.decimal_text(record.percent)
    return formats.count(record.seats)


def _row(code: str, name: str, url: str, year: int, record: Any, earlier: Any) -> dict[str, Any]:
    value = _value(record) if record else {"amount": "", "number": "", "date": ""}
    return {
        "code": code,
        "name": name,
        "url": f"{url}?cohort={year}",
        **value,
        "earlier": amount_text(earlier) if earlier else "",
        "is_set": record is not None,
        "has_old_document": bool(record and earlier) and _document(record) == _document(earlier),
    }


def _document(record: Any) -> tuple:
    return record.document_number, record.document_date


def _value(record: Target | Quota) -> dict[str, str]:
    on = record.document_date
    return {
        "amount": amount_text(record),
        "number": record.document_number,
        "date": formats.day(on) if on else "",
    }


def _moment(at: Any) -> str:
    local = timezone.localtime(at)
    return f"{local:%H:%M} ngày {formats.day(local.date())}"
