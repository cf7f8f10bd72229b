"""The figures of the dashboard: rates with their interval, verdicts, intake against quota.

docs/indicators.md gives numerator, denominator, exclusions and source of each.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from districts.models import Commune, District, School
from domain.rates import Comparison, Figures, compare, figures
from reports.counting import Counts, Register, count_as_of, count_now, end_of
from reports.intake import Intake, intake_by_school, total
from students.models import Cohort, Target

PROVINCE_CODE = "80"
PROVINCE_NAME = "Tỉnh Long An"
NO_COMMUNE = "–"
NO_COMMUNE_NAME = "Chưa rõ hoặc ngoài tỉnh"


class By(StrEnum):
    PROVINCE = "province"
    DISTRICT = "district"
    SCHOOL = "school"
    COMMUNE = "commune"


@dataclass(frozen=True)
class TargetVerdict:
    """One target and how the unit stands to it; kind is "province" or "registered"."""

    kind: str
    comparison: Comparison


@dataclass(frozen=True)
class UnitFigures:
    """One unit's row. `district_code` is the district it belongs to, "" for the province."""

    code: str
    name: str
    district_code: str
    figures: Figures
    targets: tuple[TargetVerdict, ...]
    quota: Intake | None


@dataclass(frozen=True)
class Unit:
    code: str
    name: str
    district_code: str
    keys: frozenset[int | None]


class CohortFigures:
    """Figures of one cohort over a register (what a viewer may see of it), of now or as of a day.

    Counted by the THCS's school, except by commune of residence. What several units share is asked
    once, however many of them a page shows. A page that has read the `intake` gives it; an empty
    one leaves the quotas out.
    """

    def __init__(
        self,
        *,
        cohort: Cohort,
        register: Register,
        as_of: date | None = None,
        intake: dict[str, Intake] | None = None,
    ) -> None:
        self.cohort, self.as_of = cohort, as_of
        self._register = register
        self._given = intake
        self._counted: dict[str, Counts] = {}

    def by(self, by: By) -> list[UnitFigures]:
        """One row per unit of that kind."""
        counts = self._counts("district" if by is By.PROVINCE else by.value)
        intake = {} if by is By.COMMUNE else self._intake
        return [
            _row(unit, by, self.cohort, counts, self._targets, intake)
            for unit in self._units(by, counts)
        ]

    def _counts(self, unit: str) -> Counts:
        if unit not in self._counted:
            if self.as_of is None:
                counts = count_now(self._register, unit, cohort=self.cohort)
            else:
                counts = count_as_of(self._register, unit, cohort=self.cohort, day=self.as_of)
            self._counted[unit] = counts
        return self._counted[unit]

    @cached_property
    def _targets(self) -> dict[str, Decimal]:
        return _targets(self.cohort, self.as_of)

    @cached_property
    def _intake(self) -> dict[str, Intake]:
        if self._given is None:
            return intake_by_school(self.cohort, as_of=self.as_of)
        return self._given

    def _units(self, by: By, counts: Counts) -> list[Unit]:
        if by is By.COMMUNE:
            return _commune_units(counts)
        if by is By.PROVINCE:
            return [Unit(PROVINCE_CODE, PROVINCE_NAME, "", frozenset(counts))]
        return _school_units() if by is By.SCHOOL else _district_units()


def figures_by(
    by: By,
    *,
    cohort: Cohort,
    register: Register,
    as_of: date | None = None,
    intake: dict[str, Intake] | None = None,
) -> list[UnitFigures]:
    """Figures of each unit of one kind, for those who ask for no other."""
    return CohortFigures(cohort=cohort, register=register, as_of=as_of, intake=intake).by(by)


def _row(
    unit: Unit,
    by: By,
    cohort: Cohort,
    counts: Counts,
    targets: dict[str, Decimal],
    intake: dict[str, Intake],
) -> UnitFigures:
    tallies = (counted for key in unit.keys if key in counts for counted in counts[key].items())
    result = figures(tallies, counts_dual=cohort.counts_dual)
    return UnitFigures(
        code=unit.code,
        name=unit.name,
        district_code=unit.district_code,
        figures=result,
        targets=tuple(
            TargetVerdict(kind, compare(result, percent))
            for kind, percent in _targets_of(unit, targets, cohort)
        ),
        quota=_quota(unit, by, intake),
    )


def _targets(cohort: Cohort, as_of: date | None) -> dict[str, Decimal]:
    """Percent by district code; "" is the province."""
    dated = Target.objects.filter(cohort=cohort)
    current = dated.current() if as_of is None else dated.known_at(end_of(as_of))
    rows = current.values_list("district__code", "percent")
    return {code or "": percent for code, percent in rows}


def _targets_of(unit: Unit, targets: dict[str, Decimal], cohort: Cohort):
    yield "province", targets.get("", cohort.vocational_target)
    if unit.district_code in targets and unit.district_code:
        yield "registered", targets[unit.district_code]


def _quota(unit: Unit, by: By, intake: dict[str, Intake]) -> Intake | None:
    if by is By.COMMUNE:
        return None
    if by is By.SCHOOL:
        return intake.get(unit.code)
    if by is By.PROVINCE:
        parts = [one for one in intake.values() if one.district_code]
    else:
        parts = [one for one in intake.values() if one.district_code == unit.code]
    return total(parts)


def _district_units() -> list[Unit]:
    districts = District.objects.values_list("pk", "code", "name")
    return [Unit(code, name, code, frozenset({pk})) for pk, code, name in districts]


def _school_units() -> list[Unit]:
    schools = School.objects.graduating().order_by("code")
    rows = schools.values_list("pk", "code", "name", "district__code")
    return [Unit(code, name, district, frozenset({pk})) for pk, code, name, district in rows]


def _commune_units(counts: Counts) -> list[Unit]:
    communes = Commune.objects.order_by("district__code", "code")
    units = [
        Unit(code, f"{name}, {district_name}", district, frozenset({pk}))
        for pk, code, name, district, district_name in communes.values_list(
            "pk", "code", "name", "district__code", "district__name"
        )
    ]
    if None in counts:
        units.append(Unit(NO_COMMUNE, NO_COMMUNE_NAME, "", frozenset({None})))
    return units
