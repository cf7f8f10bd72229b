"""Which schools have gone through their lists, and which have not or must look again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from districts.models import District, School
from documents.sign_off_list import SignOffRow
from domain.formats import count
from domain.names import fold
from domain.outcome import Outcome
from students.models import Cohort, GraduateCount, SignOff
from students.survey.lists import Progress, papers_address

_MISSING = Q(tally__startswith=f"{Outcome.NOT_KNOWN}.")


class State(StrEnum):
    """Where a school stands with its list."""

    UNSIGNED = "unsigned"
    REOPENED = "reopened"
    SIGNED = "signed"


_WORDS = {
    State.UNSIGNED: ("Chưa xác nhận", "undecided", "…"),
    State.REOPENED: ("Cần xác nhận lại", "not-met", "↻"),
    State.SIGNED: ("Đã xác nhận", "met", "✓"),
}


@dataclass(frozen=True)
class SchoolState:
    """One school with a list: how far it has come, and its latest sign-off."""

    school: School
    progress: Progress
    latest: SignOff | None

    @property
    def state(self) -> State:
        if self.latest is None:
            return State.UNSIGNED
        return State.SIGNED if self.latest.reopened_at is None else State.REOPENED

    @property
    def word(self) -> str:
        return _WORDS[self.state][0]

    @property
    def when(self) -> str:
        return f"{timezone.localtime(self.latest.signed_at):%H:%M %d/%m/%Y}" if self.latest else ""

    @property
    def who(self) -> str:
        return str(self.latest.signed_by or "") if self.latest else ""

    @property
    def note(self) -> str:
        """Why it must look again, or what was still missing when it signed."""
        if self.latest is None:
            return ""
        if self.latest.reopened_at:
            at = f"{timezone.localtime(self.latest.reopened_at):%d/%m/%Y}"
            return f"Từ ngày {at}: {self.latest.reopened_reason}"
        if self.latest.missing:
            return f"Khi xác nhận còn {count(self.latest.missing)} học sinh chưa có thông tin."
        return ""


def unsigned_schools(user: Any, cohort: Cohort) -> QuerySet:
    """Keys of the viewer's schools with graduates whose list is not signed off, or no longer."""
    counted = GraduateCount.objects.visible_to(user).filter(cohort=cohort, number__gt=0)
    signed = SignOff.objects.visible_to(user).in_force().filter(cohort=cohort)
    unsigned = counted.exclude(school__in=signed.values("school"))
    return unsigned.order_by().values_list("school", flat=True).distinct()


def states_of(
    user: Any, cohort: Cohort, district: District | None = None, school: School | None = None
) -> list[SchoolState]:
    """Every school of the viewer's that has graduates, or those asked for, by district and name."""
    counted = GraduateCount.objects.visible_to(user).filter(cohort=cohort)
    signed = SignOff.objects.visible_to(user).filter(cohort=cohort)
    asked = {"school__district": district} if district else {"school": school} if school else {}
    counted, signed = counted.filter(**asked), signed.filter(**asked)
    numbers = counted.order_by().values_list("school")
    progress = {
        pk: Progress(total, missing)
        for pk, total, missing in numbers.annotate(
            t=Sum("number"), m=Sum("number", filter=_MISSING, default=0)
        )
        if total
    }
    related = signed.select_related("signed_by").defer("seen").order_by("pk")
    latest = {each.school_id: each for each in related}
    schools = School.objects.visible_to(user).filter(pk__in=progress).select_related("district")
    found = [SchoolState(each, progress[each.pk], latest.get(each.pk)) for each in schools]
    return sorted(found, key=_by_district_and_name)


def _by_district_and_name(each: SchoolState) -> tuple[str, str]:
    district = each.school.district
    return district.code if district else "", fold(each.school.name)


def line_of(each: SchoolState, cohort: Cohort) -> dict[str, Any]:
    """The school as a row of a page."""
    word, css, symbol = _WORDS[each.state]
    return {
        "name": each.school.name,
        "url": papers_address(cohort, each.school.pk),
        "text": each.progress.text,
        "missing_text": count(each.progress.missing),
        "status": {"label": word, "css": css, "symbol": symbol},
        "when": each.when,
        "who": each.who,
        "note": each.note,
    }


def state_line(user: Any, school: School, cohort: Cohort) -> dict[str, Any] | None:
    """How one school stands with its list; None while it has no graduates."""
    found = states_of(user, cohort, school=school)
    return line_of(found[0], cohort) if found else None


def district_lines(found: Iterable[SchoolState], cohort: Cohort) -> list[dict[str, Any]]:
    """How many schools of each district have signed; where most have not stands first."""
    by_district: dict[District, list[SchoolState]] = {}
    for each in found:
        if each.school.district:
            by_district.setdefault(each.school.district, []).append(each)
    lines = [
        {
            "name": district.name,
            "url": list_address(cohort, district.code),
            "signed": _number(schools, State.SIGNED),
            "left": len(schools) - sum(each.state is State.SIGNED for each in schools),
            "unsigned": _number(schools, State.UNSIGNED),
            "reopened": _number(schools, State.REOPENED),
            "total": count(len(schools)),
        }
        for district, schools in by_district.items()
    ]
    return sorted(lines, key=lambda line: (-line["left"], fold(line["name"])))


def _number(schools: Iterable[SchoolState], state: State) -> str:
    return count(sum(each.state is state for each in schools))


def views_of(
    found: Sequence[SchoolState], cohort: Cohort, district_code: str, chosen: str
) -> list[dict[str, Any]]:
    """The states to choose from, each with how many schools stand so."""
    views = [("", "Tất cả", len(found))]
    views += [(s, _WORDS[s][0], sum(each.state is s for each in found)) for s in State]
    return [
        {
            "label": f"{label} ({count(number)})",
            "url": list_address(cohort, district_code, state),
            "is_current": chosen == state,
        }
        for state, label, number in views
    ]


def list_address(cohort: Cohort, district_code: str = "", state: str = "") -> str:
    """The page of the schools, all or of a district, all or those that stand so."""
    return f"{reverse('students:sign_off_list')}?{_query(cohort, district_code, state)}"


def export_address(cohort: Cohort, district_code: str) -> str:
    return f"{reverse('students:sign_off_export')}?{_query(cohort, district_code)}"


def _query(cohort: Cohort, district_code: str, state: str = "") -> str:
    query = {"cohort": str(cohort.year), "district": district_code, "state": state}
    return urlencode({name: value for name, value in query.items() if value})


def export_row(each: SchoolState) -> SignOffRow:
    """The school as a row of the workbook."""
    district = each.school.district
    return SignOffRow(
        district_name=district.name if district else "",
        school_name=each.school.name,
        graduates=each.progress.total,
        missing=each.progress.missing,
        state=each.word,
        signed_at=each.when,
        signed_by=each.who,
        note=each.note,
    )
