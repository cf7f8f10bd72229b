"""The ledger of a district and of an institution as data for their pages."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from districts.context import office_names
from districts.models import District, School
from domain.formats import count, day, long_day
from domain.outcome import Evidence, Outcome
from imports.kinds import kinds
from imports.models import BatchKind
from reports.counting import Register, count_now
from reports.links import GraduateLinks
from rosters.expected import expected_pupils
from rosters.ledger import ELSEWHERE, UNMATCHED, RowBalance, balances, sums_by
from rosters.models import Roster, RosterRow
from rosters.unreported import Unreported
from students.labels import OUTCOME_LABELS, PROGRAMME_LABELS
from students.models import Cohort

STUDYING = (Outcome.UPPER_SECONDARY, Outcome.CONTINUING, Outcome.VOCATIONAL)
# A reply is asked for within a week, as offices do.
REPLY_DAYS = 7
_PARTS = (
    ("linked", "match"),
    ("elsewhere", ELSEWHERE),
    ("in_review", "review"),
    ("unmatched", UNMATCHED),
)


def district_context(
    user: Any, district: District, cohort: Cohort, register: Register
) -> dict[str, Any]:
    """Rows by institution, graduates by outcome, and who has not sent a list."""
    rosters = list(
        Roster.objects.visible_to(user)
        .filter(institution__district=district, cohort=cohort)
        .select_related("institution")
    )
    found = _balances(user, rosters, cohort)
    by_institution = sums_by(found, {roster.pk: roster.institution_id for roster in rosters})
    whole = sum(by_institution.values(), RowBalance())
    missing = _missing(user, district, cohort)
    return {
        "name": district.name,
        "cohort": cohort.year,
        "as_of": day(timezone.localdate()),
        "district_url": f"{reverse('reports:district_detail', args=[district.code])}"
        f"?cohort={cohort.year}",
        "lines": _institution_lines(rosters, by_institution, cohort),
        "total": _numbers(whole, None),
        "rows_balance": whole.balances,
        **_graduates(register, district, cohort),
        "missing": missing,
        "request_url": _with_year(reverse("reports:list_request", args=[district.code]), cohort)
        if missing
        else "",
    }


def institution_context(user: Any, school: School, cohort: Cohort) -> dict[str, Any]:
    """Rows of one institution, list by list."""
    rosters = list(Roster.objects.visible_to(user).filter(institution=school, cohort=cohort))
    found = _balances(user, rosters, cohort)
    whole = sum(found.values(), RowBalance())
    expected = expected_pupils([school], cohort).get(school.pk)
    return {
        "name": school.name,
        "cohort": cohort.year,
        "as_of": day(timezone.localdate()),
        "expected": expected.text if expected else "",
        "lines": [
            {
                "name": PROGRAMME_LABELS[roster.programme]
                + (f", {roster.part}" if roster.part else ""),
                "url": reverse("rosters:roster_detail", args=[roster.pk]),
                **_numbers(found[roster.pk], _rows_url(roster)),
            }
            for roster in sorted(rosters, key=lambda each: (each.programme, each.part))
            if roster.pk in found
        ],
        "total": _numbers(whole, None),
        "rows_balance": whole.balances,
    }


def request_context(user: Any, district: District, cohort: Cohort) -> dict[str, Any]:
    """The drafted letter that asks institutions for their lists."""
    today = timezone.localdate()
    superior, office = office_names(user)
    return {
        "name": district.name,
        "cohort": cohort.year,
        "school_year": f"{cohort.year}-{cohort.year + 1}",
        "superior": superior,
        "office": office,
        "place_and_day": f"{district.short_name}, {long_day(today)}",
        "deadline": day(today + timedelta(days=REPLY_DAYS)),
        "missing": _missing(user, district, cohort),
        "ledger_url": _with_year(reverse("reports:district_ledger", args=[district.code]), cohort),
    }


def _balances(user: Any, rosters: Sequence[Roster], cohort: Cohort) -> dict[int, RowBalance]:
    rows = RosterRow.objects.visible_to(user).in_force()
    return balances(rows.filter(version__roster__in=[each.pk for each in rosters]), cohort)


def _institution_lines(
    rosters: Iterable[Roster], found: dict[int, RowBalance], cohort: Cohort
) -> list[dict[str, Any]]:
    """One line per institution; its numbers open the rows where it has one list, else its page."""
    lists: dict[int, list[Roster]] = {}
    for roster in rosters:
        lists.setdefault(roster.institution_id, []).append(roster)
    ordered = sorted(lists.values(), key=lambda of: (of[0].institution.name, of[0].pk))
    lines = []
    for of in ordered:
        school = of[0].institution
        page = _with_year(reverse("reports:institution_ledger", args=[school.code]), cohort)
        if school.pk in found:
            opened = _rows_url(of[0]) if len(of) == 1 else page
            lines.append({"name": school.name, "url": page, **_numbers(found[school.pk], opened)})
    return lines


def _numbers(balance: RowBalance, url: str | None) -> dict[str, Any]:
    """The row's numbers, each with the address of the rows behind it."""

    def number(value: int, state: str) -> dict[str, str]:
        opened = url if url is None or "?" in url else f"{url}?state={state}"
        return {"text": count(value), "url": (opened or "") if value else ""}

    return {
        "rows": number(balance.rows, ""),
        **{name: number(getattr(balance, name), state) for name, state in _PARTS},
        "balances": balance.balances,
    }


def _rows_url(roster: Roster) -> str:
    return reverse("rosters:roster_detail", args=[roster.pk])


def _with_year(url: str, cohort: Cohort) -> str:
    return f"{url}?cohort={cohort.year}"


def _graduates(register: Register, district: District, cohort: Cohort) -> dict[str, Any]:
    """The six outcomes; of those who study how many are confirmed and how many reported."""
    links = GraduateLinks(cohort, {"district": district.code})
    counted: Counter[tuple[Outcome, Evidence]] = Counter()
    for tally, number in count_now(register, "district", cohort=cohort)[district.pk].items():
        counted[tally.outcome, tally.evidence] += number
    graduates = register.graduates.members().filter(cohort=cohort, school__district=district)
    total = graduates.count()
    return {
        "graduates": links.number(total),
        "outcomes": [_outcome_line(outcome, counted, links) for outcome in Outcome],
        "graduates_balance": sum(counted.values()) == total,
    }


def _outcome_line(
    outcome: Outcome, counted: Counter[tuple[Outcome, Evidence]], links: GraduateLinks
) -> dict[str, Any]:
    number = sum(value for (of, _), value in counted.items() if of is outcome)
    line: dict[str, Any] = {
        "label": OUTCOME_LABELS[outcome],
        "number": links.number(number, outcome=outcome),
        "is_studying": outcome in STUDYING,
    }
    for evidence in (Evidence.CONFIRMED, Evidence.REPORTED):
        part = counted[outcome, evidence]
        line[evidence.lower()] = links.number(part, outcome=outcome, evidence=evidence)
    return line


def _missing(user: Any, district: District, cohort: Cohort) -> list[dict[str, Any]]:
    """Institutions without a list, how many pupils to expect, and where to enter them."""
    in_district = School.objects.visible_to(user).filter(district=district)
    units = Unreported(in_district, cohort).receiving
    expected = expected_pupils(units, cohort)
    upload = reverse(kinds[BatchKind.ROSTER].upload_page)
    return [
        {
            "name": unit.name,
            "kind": unit.kind_label,
            "expected": expected[unit.pk].text if unit.pk in expected else "",
            "upload_url": upload,
        }
        for unit in units
    ]
