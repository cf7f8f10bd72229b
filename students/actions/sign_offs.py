"""Signing a school's list off, and taking note that what was signed is no longer so."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from django.utils import timezone

from audit.actions import record_event
from districts.models import School
from domain.formats import count
from domain.names import display_name
from domain.outcome import Outcome
from students import verbs
from students.actions.sums import after_recount, recounting
from students.bulk import chunks
from students.labels import OUTCOME_LABELS
from students.models import Cohort, Graduate, SignOff

NAMED = 3
LONGEST_REASON = 500
_SIGNED = ("full_name", "birth_year", "birth_month", "birth_day", "class_name")

Seen = dict[str, list[Any]]


class SignOffOutdated(Exception):
    """The list is no longer what its reader was shown; nothing was written."""


class NothingToSign(Exception):
    """The school has no graduates in that year, or the year is closed."""


@recounting()
def sign_off(*, school: School, cohort: Cohort, by: Any, fingerprint: str) -> SignOff:
    """Record that the school has gone through its list, as its reader was shown it.

    A second click gives the one that is in force. Raises SignOffOutdated, NothingToSign.
    """
    # Taken last by whoever changes a child of the school, so that either this sees the change or
    # the change sees this (PostgreSQL; on SQLite there is one writer).
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    seen = seen_of(school.pk, cohort)
    if not seen or not Cohort.objects.filter(pk=cohort.pk, is_open=True).exists():
        raise NothingToSign
    if fingerprint_of(seen) != fingerprint:
        raise SignOffOutdated
    before = SignOff.objects.in_force().filter(school=school, cohort=cohort).first()
    if before:
        return before
    signed = SignOff.objects.create(
        school=school,
        cohort=cohort,
        graduates=len(seen),
        missing=sum(outcome == Outcome.NOT_KNOWN for outcome, *_ in seen.values()),
        seen=seen,
        signed_at=timezone.now(),
        signed_by=by,
    )
    record_event(
        by=by,
        verb=verbs.LIST_SIGNED_OFF,
        about=signed,
        label=f"{school}, năm tốt nghiệp {cohort.year}",
        count=signed.graduates,
        reason=f"Còn {count(signed.missing)} học sinh chưa có thông tin.",
    )
    return signed


def seen_of(school_id: int, cohort: Cohort) -> Seen:
    """What the school would sign now, by the child's key."""
    members = Graduate.objects.members().filter(school=school_id, cohort=cohort)
    columns = ("pk", "outcome", "destination_school_id", *_SIGNED)
    return {
        str(pk): [outcome, institution, _digest(particulars)]
        for pk, outcome, institution, *particulars in members.order_by("pk").values_list(*columns)
    }


def fingerprint_of(seen: Mapping[str, list[Any]]) -> str:
    """Differs where the list, or anything that is signed of one of its children, differs."""
    return sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:16]


@after_recount
def reopen_changed(schools: Iterable[int]) -> None:
    """Close the sign-offs of these schools that are no longer true, each with its reason."""
    for part in chunks(sorted(set(schools))):
        in_force = SignOff.objects.in_force().filter(school__in=part).select_related("cohort")
        for signed in in_force.order_by("pk"):
            now = seen_of(signed.school_id, signed.cohort)
            if now != signed.seen:
                SignOff.objects.in_force().filter(pk=signed.pk).update(
                    reopened_at=timezone.now(), reopened_reason=_reason(signed.seen, now)
                )


def _reason(before: Seen, now: Seen) -> str:
    """What changed, in words: "Nơi học thay đổi: Lê Thị An (Ở nhà → Lớp 10 THPT)."."""
    both = before.keys() & now.keys()
    moved = {key for key in both if before[key][:2] != now[key][:2]}
    edited = {key for key in both if before[key][2] != now[key][2]} - moved
    names = _names([*now.keys() - before.keys(), *before.keys() - now.keys(), *moved, *edited])
    ways = {key: f" ({_way(before[key], now[key])})" for key in moved}
    told = (
        ("Thêm vào danh sách", now.keys() - before.keys()),
        ("Không còn trong danh sách", before.keys() - now.keys()),
        ("Nơi học thay đổi", moved),
        ("Sửa họ tên, ngày sinh hoặc lớp", edited),
    )
    sentences = [f"{words}: {_listed(keys, names, ways)}." for words, keys in told if keys]
    return " ".join(sentences)[:LONGEST_REASON]


def _way(before: list[Any], now: list[Any]) -> str:
    old, new = OUTCOME_LABELS[before[0]], OUTCOME_LABELS[now[0]]
    return f"{old} → {new}" if old != new else f"{new}, đổi nơi học"


def _listed(keys: Iterable[str], names: Mapping[str, str], ways: Mapping[str, str]) -> str:
    found = sorted(keys, key=int)
    told = ", ".join(f"{names[key]}{ways.get(key, '')}" for key in found[:NAMED])
    more = len(found) - NAMED
    return f"{told} và {count(more)} học sinh khác" if more > 0 else told


def _names(keys: Iterable[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for part in chunks(sorted(map(int, keys))):
        found = Graduate.objects.filter(pk__in=part).values_list("pk", "full_name")
        names |= {str(pk): display_name(full_name) for pk, full_name in found}
    return names


def _digest(particulars: list[Any]) -> str:
    return sha256(json.dumps(particulars).encode()).hexdigest()[:8]
