"""Every row of every roster in exactly one place: linked, of another cohort or province, in
review, or unmatched.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.db.models.functions import Substr

from districts.models import School
from domain.outsiders import HEADS, KnownSchools, ProvinceCodes, is_outsider
from rosters.models import Link, RosterRow, RosterRowQuerySet
from students.models import Cohort, Graduate

ELSEWHERE, UNMATCHED = "elsewhere", "unmatched"


@dataclass(frozen=True, slots=True)
class RowBalance:
    """Rows of one list, institution or district. `rows` is counted from the rows, the parts from
    links: only if every row is in one place they agree.
    """

    rows: int = 0
    linked: int = 0
    elsewhere: int = 0
    in_review: int = 0
    unmatched: int = 0

    @property
    def balances(self) -> bool:
        return self.rows == self.linked + self.elsewhere + self.in_review + self.unmatched

    def __add__(self, other: "RowBalance") -> "RowBalance":
        names = ("rows", "linked", "elsewhere", "in_review", "unmatched")
        return RowBalance(*(getattr(self, name) + getattr(other, name) for name in names))


def balances(rows: RosterRowQuerySet, cohort: Cohort) -> dict[int, RowBalance]:
    """The balance of each roster that these rows in force are of, by its key; seven queries."""
    of_cohort = rows.filter(version__roster__cohort=cohort).order_by()
    counted = of_cohort.values_list("version__roster").annotate(number=Count("pk"))
    totals = dict(counted)
    links = Link.objects.current().filter(row__in=of_cohort)
    linked = _by_roster(links.filter(status=Link.Status.MATCH))
    in_review = _by_roster(links.filter(status=Link.Status.REVIEW))
    without = of_cohort.exclude(pk__in=links.values("row"))
    elsewhere: Counter[int] = Counter()
    unmatched: Counter[int] = Counter()
    outsiders = outsiders_among(without, cohort)
    for pk, roster in without.values_list("pk", "version__roster"):
        (elsewhere if pk in outsiders else unmatched)[roster] += 1
    return {
        roster: RowBalance(
            number, linked[roster], elsewhere[roster], in_review[roster], unmatched[roster]
        )
        for roster, number in totals.items()
    }


def _by_roster(links: QuerySet[Link]) -> Counter[int]:
    counted = links.order_by().values_list("row__version__roster")
    return Counter(dict(counted.annotate(number=Count("row", distinct=True))))


def outsiders_among(rows: RosterRowQuerySet, cohort: Cohort) -> set[int]:
    """Keys of the unmatched rows that are of another cohort or province by what they say."""
    schools = KnownSchools(_names_of_origin())
    codes = ProvinceCodes(*(_heads(cohort, column) for column in ("moet_code", "personal_id")))
    told = rows.values_list("pk", "birth_year", "school_text", "moet_code", "personal_id")
    return {
        pk
        for pk, year, school, moet_code, personal_id in told
        if is_outsider(
            birth_year=year,
            school_text=school,
            cohort_year=cohort.year,
            schools=schools,
            has_foreign_code=codes.are_foreign(moet_code, personal_id),
        )
    }


def _heads(cohort: Cohort, column: str) -> dict[str, int]:
    """Graduates of the cohort by the first digits of that code; one query."""
    coded = Graduate.objects.members().filter(cohort=cohort).exclude(**{column: ""})
    heads = coded.annotate(head=Substr(column, 1, HEADS[column])).order_by().values_list("head")
    return dict(heads.annotate(number=Count("pk")))


def _names_of_origin() -> Iterable[str]:
    for name, aliases in School.objects.graduating().values_list("name", "aliases"):
        yield name
        yield from aliases


def sums_by(
    balances_by_roster: dict[int, RowBalance], unit_of: dict[int, int]
) -> dict[int, RowBalance]:
    """Balances of rosters added up by unit."""
    found: dict[int, RowBalance] = defaultdict(RowBalance)
    for roster, balance in balances_by_roster.items():
        found[unit_of[roster]] += balance
    return found


def unmatched_rows(rows: RosterRowQuerySet, state: str) -> RosterRowQuerySet:
    """Unmatched rows of one list: those that are ELSEWHERE, or the rest."""
    without = rows.filter(status=RosterRow.Status.NONE)
    first = without.select_related("version__roster__cohort").first()
    outsiders = outsiders_among(without, first.version.roster.cohort) if first else set()
    return (
        without.filter(pk__in=outsiders)
        if state == ELSEWHERE
        else without.exclude(pk__in=outsiders)
    )
