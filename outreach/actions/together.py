"""Many papers of an office in one go: each its own short transaction, so that what is done stays
done when the line breaks, and doing it again goes on where it stopped.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from districts.models import District
from outreach.actions.referrals import issue_referral, submit_referral
from outreach.actions.refusals import ReferralRefused
from outreach.drafts import Difference, differences_now, parts_now
from outreach.models import Referral
from students.models import Cohort

MOST_SECONDS = 8.0


@dataclass
class Done:
    """What came of it: papers done, and those refused with why. `left` were not begun in time."""

    papers: list[Referral] = field(default_factory=list)
    refused: list[tuple[Referral, str]] = field(default_factory=list)
    left: int = 0


def submit_drafts(
    *, issuer: District, cohort: Cohort, drafts: Sequence[Referral], by: Any | None
) -> Done:
    """Freeze these drafts of one office; its children are read once for all of them."""
    to_list = parts_now(issuer, cohort)
    differences = differences_now(issuer, cohort, to_list)
    done = Done()
    for draft in drafts:
        key = draft.addressee.key
        try:
            submit_referral(
                referral=draft,
                difference=differences.get(key, Difference()),
                held_back=to_list.held_back[key],
                by=by,
            )
        except ReferralRefused as refusal:
            done.refused.append((draft, str(refusal)))
        else:
            done.papers.append(draft)
    return done


def issue_submitted(
    *,
    numbered: Iterable[tuple[Referral, str]],
    issued_on: date,
    deadline: date | None,
    by: Any | None,
    seconds: float = MOST_SECONDS,
) -> Done:
    """Issue signed papers, each with its number, for as long as a page can wait."""
    done, began = Done(), time.monotonic()
    for referral, number in numbered:
        if time.monotonic() - began > seconds:
            done.left += 1
            continue
        try:
            issue_referral(
                referral=referral, number=number, issued_on=issued_on, deadline=deadline, by=by
            )
        except ReferralRefused as refusal:
            done.refused.append((referral, str(refusal)))
        else:
            done.papers.append(referral)
    return done
