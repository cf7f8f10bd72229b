"""Targets and quotas: superseded, never overwritten, each with the document that decided it."""

import csv
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from import_export.resources import Resource
from tablib import Dataset

from audit.actions import record_event
from districts.commands import Refusal
from districts.models import District, School
from districts.sheets import import_dataset, read_dataset
from districts.verbs import MASTER_DATA_IMPORTED
from domain import formats
from students import verbs
from students.models import Cohort, Quota, Target
from students.resources import QUOTA_HEADERS, TARGET_HEADERS, QuotaResource, TargetResource

PROVINCE_NAME = "Tỉnh Long An"


class ValueChanged(Exception):
    """Somebody set another value after the form was opened; nothing was written."""


@transaction.atomic
def set_target(
    *,
    by: Any,
    year: int,
    district: District | None,
    percent: Decimal,
    document_number: str,
    document_date: date,
    version: int | None,
) -> Target:
    """Set the share (percent) a district has registered, or the province's where there is none.

    `version` is the key of the target that the new one supersedes, None where there was none; the
    same value again writes nothing, whatever the version. Raises ValueChanged.
    """
    cohort = _locked_cohort(year)
    current = Target.objects.current().filter(cohort=cohort, district=district).first()
    target = Target(
        cohort=cohort,
        kind=Target.Kind.REGISTERED if district else Target.Kind.PROVINCE,
        district=district,
        percent=percent,
        document_number=document_number,
        document_date=document_date,
    )
    place = f"{district.name if district else PROVINCE_NAME}, năm {year}"
    return _supersede(
        current, target, "percent", by=by, version=version, verb=verbs.TARGET_SET, place=place
    )


@transaction.atomic
def set_quota(
    *,
    by: Any,
    year: int,
    school: School,
    seats: int,
    document_number: str,
    document_date: date,
    version: int | None,
) -> Quota:
    """Set the grade-10 seats of an institution; `version` and errors as `set_target`."""
    cohort = _locked_cohort(year)
    current = Quota.objects.current().filter(cohort=cohort, school=school).first()
    quota = Quota(
        cohort=cohort,
        school=school,
        seats=seats,
        document_number=document_number,
        document_date=document_date,
    )
    place = f"{school.name}, năm {year}"
    return _supersede(
        current, quota, "seats", by=by, version=version, verb=verbs.QUOTA_SET, place=place
    )


@transaction.atomic
def copy_targets(*, by: Any, year: int) -> int:
    """Give units without a target that of the year before, document and all; how many it were."""
    return _copy(Target, "district_id", ("kind", "percent"), by=by, year=year)


@transaction.atomic
def copy_quotas(*, by: Any, year: int) -> int:
    """Give institutions without a quota that of the year before; how many it were."""
    return _copy(Quota, "school_id", ("seats",), by=by, year=year)


def import_targets(*, by: Any, content: bytes, file_name: str) -> dict[str, int]:
    """Take in a sheet of targets, all or nothing; the counts of what it did. Raises Refusal."""
    dataset = _sheet(content, file_name, TARGET_HEADERS)
    return _import(TargetResource(), dataset, by=by, label="mục tiêu", file_name=file_name)


def import_quotas(*, by: Any, content: bytes, file_name: str) -> dict[str, int]:
    """Take in a sheet of quotas, all or nothing; the counts of what it did. Raises Refusal."""
    dataset = _sheet(content, file_name, QUOTA_HEADERS)
    return _import(
        QuotaResource(), dataset, by=by, label="chỉ tiêu tuyển sinh", file_name=file_name
    )


@transaction.atomic
def record_targets_export(*, by: Any, year: int, count: int) -> None:
    """Record that the targets of a year were downloaded."""
    record_event(by=by, verb=verbs.TARGETS_EXPORTED, label=f"năm {year}", count=count)


@transaction.atomic
def record_quotas_export(*, by: Any, year: int, count: int) -> None:
    """Record that the quotas of a year were downloaded."""
    record_event(by=by, verb=verbs.QUOTAS_EXPORTED, label=f"năm {year}", count=count)


def _locked_cohort(year: int) -> Cohort:
    """The cohort, opened when it is new; its lock makes changes of one year come one by one."""
    Cohort.objects.get_or_create(year=year)
    # no_key: whoever imports graduates of the year meanwhile need not wait.
    return Cohort.objects.select_for_update(no_key=True).get(year=year)


def _supersede(
    current: Any, new: Any, amount: str, *, by: Any, version: int | None, verb: str, place: str
) -> Any:
    fields = (amount, "document_number", "document_date")
    if current and all(getattr(current, name) == getattr(new, name) for name in fields):
        return current
    if (current.pk if current else None) != version:
        raise ValueChanged
    new.recorded_at = timezone.now()
    if current:
        type(new).objects.filter(pk=current.pk).update(superseded_at=new.recorded_at)
    new.full_clean(exclude=["cohort", "district", "school"])
    new.save()
    record_event(
        by=by,
        verb=verb,
        about=new,
        label=place,
        fields=[name for name in fields if getattr(current, name, None) != getattr(new, name)],
        reason=_change_text(current, new, amount),
        before={name: str(getattr(current, name)) for name in fields} if current else {},
        after={name: str(getattr(new, name)) for name in fields},
    )
    return new


def _change_text(current: Any, new: Any, amount: str) -> str:
    number = formats.decimal_text if amount == "percent" else formats.count
    before = f"từ {number(getattr(current, amount))} thành " if current else ""
    return f"{before}{number(getattr(new, amount))}, văn bản số {new.document_number}"


def _copy(model: Any, unit: str, values: tuple[str, ...], *, by: Any, year: int) -> int:
    earlier = list(model.objects.current().filter(cohort__year=year - 1))
    if not earlier:
        return 0
    cohort = _locked_cohort(year)
    held = set(model.objects.current().filter(cohort=cohort).values_list(unit, flat=True))
    kept = (unit, *values, "document_number", "document_date")
    new = [
        model(cohort=cohort, **{name: getattr(record, name) for name in kept})
        for record in earlier
        if getattr(record, unit) not in held
    ]
    model.objects.bulk_create(new)
    if new:
        label = f"từ năm {year - 1} sang năm {year}"
        verb = verbs.TARGETS_COPIED if model is Target else verbs.QUOTAS_COPIED
        record_event(by=by, verb=verb, label=label, count=len(new))
    return len(new)


def _sheet(content: bytes, file_name: str, headers: tuple[str, ...]) -> Dataset:
    try:
        return read_dataset(content, file_name, headers)
    except csv.Error as error:
        raise Refusal(
            f"Tệp “{file_name}” không phải bảng CSV; lưu lại từ Excel rồi tải lên."
        ) from error


@transaction.atomic
def _import(
    resource: Resource, dataset: Dataset, *, by: Any, label: str, file_name: str
) -> dict[str, int]:
    # A colleague who is setting a value of any of these years waits, and so do we for them.
    list(Cohort.objects.select_for_update(no_key=True).order_by("pk"))
    counts = import_dataset(resource, dataset, file_name)
    written = counts["created"] + counts["updated"]
    if written:
        record_event(by=by, verb=MASTER_DATA_IMPORTED, label=file_name, count=written, reason=label)
    return counts
