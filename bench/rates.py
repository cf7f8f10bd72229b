"""What the figures cost the database, at a province and at a nation."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from bench.register import build_register
from bench.report import Line, milliseconds, times
from bench.timing import database_seconds, plan_of, statements_of
from reports.counting import Register, count_now
from reports.indicators import By, figures_by
from reports.intake import intake_by_school
from students.models import Cohort, Graduate

PART = "rates"
MOST_MILLISECONDS = 50
MOST_SCANS = 3
INDEX_ONLY = ("USING COVERING INDEX", "Index Only Scan")


def measure(
    *,
    graduates: int,
    national: int,
    repeats: int,
    workspace: Callable[[], AbstractContextManager],
) -> list[Line]:
    """Database time of the rates by district: in ms at `graduates`, in scans at `national`.

    `national` 0 leaves the second out.
    """
    with workspace():
        cohort = build_register(graduates)
        whole = _figures_seconds(cohort, repeats)
        lines = [
            milliseconds(
                PART,
                f"by district, database time at {graduates:,}",
                whole,
                at_most=MOST_MILLISECONDS,
            ),
            milliseconds(
                PART, f"of which counts at {graduates:,}", _counts_seconds(cohort, repeats)
            ),
            milliseconds(
                PART, f"of which intake at {graduates:,}", _intake_seconds(cohort, repeats)
            ),
        ]
    if not national:
        return lines
    with workspace():
        cohort = build_register(national)
        return lines + _national_lines(cohort, repeats)


def _national_lines(cohort: Cohort, repeats: int) -> list[Line]:
    """Ratios to one COUNT(*) of the cohort (without a condition SQLite counts pages, not rows)."""
    scan_statements = statements_of(lambda: Graduate.objects.filter(cohort=cohort).count())
    scan = database_seconds(scan_statements, repeats=repeats)
    number = Graduate.objects.count()
    counts = _counts_seconds(cohort, repeats)
    plan = plan_of(_count_statements(cohort)[0])
    return [
        times(
            PART,
            f"by district at {number:,} / one COUNT(*) of the cohort",
            _figures_seconds(cohort, repeats) / scan,
            at_most=MOST_SCANS,
        ),
        times(PART, f"of which counts at {number:,}", counts / scan),
        times(PART, f"of which intake at {number:,}", _intake_seconds(cohort, repeats) / scan),
        Line(
            PART,
            "counts answered from an index alone",
            "yes" if any(word in plan for word in INDEX_ONLY) else "no",
        ),
        milliseconds(PART, f"one COUNT(*) of the cohort at {number:,}", scan),
    ]


def _figures_seconds(cohort: Cohort, repeats: int) -> float:
    whole = Register.whole()
    statements = statements_of(lambda: figures_by(By.DISTRICT, cohort=cohort, register=whole))
    return database_seconds(statements, repeats=repeats)


def _counts_seconds(cohort: Cohort, repeats: int) -> float:
    return database_seconds(_count_statements(cohort), repeats=repeats)


def _count_statements(cohort: Cohort) -> list:
    return statements_of(lambda: count_now(Register.whole(), "district", cohort=cohort))


def _intake_seconds(cohort: Cohort, repeats: int) -> float:
    return database_seconds(statements_of(lambda: intake_by_school(cohort)), repeats=repeats)
