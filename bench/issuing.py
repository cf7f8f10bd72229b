"""All lists and letters of a province: drafted, frozen, issued, their files made and stored."""

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

from bench.register import build_register
from bench.report import Line, milliseconds
from districts.models import District
from outreach.actions.referrals import draft_referrals
from outreach.actions.together import issue_submitted, submit_drafts
from outreach.models import Referral, ReferralFile, ReferralItem, ReferralState
from students.models import Cohort

PART = "issuing"
MILLISECONDS = 30_000
MORE_MEGABYTES = 40
NO_END = float("inf")
_MADE_OF = ("addressee__issuer", "addressee__cohort", "addressee__commune", "addressee__district")


def measure(*, graduates: int, workspace: Callable[[], AbstractContextManager]) -> list[Line]:
    """Time of the whole province, and what memory grows by once the first district is done."""
    with workspace():
        cohort = build_register(graduates)
        began, used, memory = time.perf_counter(), time.process_time(), 0.0
        for district in District.objects.order_by("code"):
            _issue(district, cohort)
            memory = memory or _megabytes()
        papers = Referral.objects.filter(state=ReferralState.ISSUED).count()
        children, files = ReferralItem.objects.count(), ReferralFile.objects.count()
        spent, used = time.perf_counter() - began, time.process_time() - used
        growth = _megabytes() - memory
    name = f"{papers:,} lists of {children:,} children, {files:,} files"
    return [
        milliseconds(PART, f"{name}: time", spent, at_most=MILLISECONDS),
        milliseconds(PART, f"{name}: processor time", used),
        Line(
            PART,
            "memory after the last district, more than after the first",
            f"{growth:.0f} MB",
            f"≤ {MORE_MEGABYTES} MB",
            growth <= MORE_MEGABYTES,
        ),
    ]


def _issue(district: District, cohort: Cohort) -> None:
    draft_referrals(issuer=district, cohort=cohort, by=None)
    of_office = Referral.objects.filter(addressee__issuer=district).select_related(*_MADE_OF)
    drafts = list(of_office.filter(state=ReferralState.DRAFT))
    submitted = submit_drafts(issuer=district, cohort=cohort, drafts=drafts, by=None)
    numbered = [(paper, f"{number}/PGDĐT") for number, paper in enumerate(submitted.papers, 1)]
    issue_submitted(
        numbered=numbered, issued_on=date(2020, 10, 5), deadline=None, by=None, seconds=NO_END
    )


def _megabytes() -> float:
    """What the process holds now, as Linux tells; elsewhere nothing."""
    status = Path("/proc/self/status")
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else 0.0
