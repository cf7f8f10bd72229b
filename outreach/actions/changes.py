"""When enough has changed since lists were sent, the papers that say so are drafted by themselves.

Drafting reads all children of an office, so it runs after the import or the answer that changed
something is committed, never inside it; what it drafts a person still signs and issues.
"""

from collections.abc import Collection
from functools import partial
from typing import Any

from django.db import transaction

from districts.models import District
from outreach.actions.referrals import draft_referrals
from outreach.models import Referral
from outreach.papers import settings_of
from students.bulk import chunks
from students.models import Cohort, Graduate


def heed_changes(*, graduate_ids: Collection[int], **_: Any) -> None:
    """Receiver of `destinations_recorded`. A failure to draft is logged, and undoes nothing: the
    office's page offers the same draft.
    """
    transaction.on_commit(partial(draft_gathered, frozenset(graduate_ids)), robust=True)


def draft_gathered(graduate_ids: Collection[int]) -> list[Referral]:
    """Papers of changes for the offices these children are of, as far as each office's number of
    changes is reached. Returns the new drafts.
    """
    offices = {
        office
        for part in chunks(sorted(graduate_ids))
        for office in Graduate.objects.filter(pk__in=part)
        .order_by()
        .values_list("school__district", "cohort")
        .distinct()
    }
    drafted = []
    for issuer, cohort in sorted(offices):
        addressed = Referral.objects.filter(addressee__issuer=issuer, addressee__cohort=cohort)
        if addressed.sent().exists():
            office = District.objects.get(pk=issuer)
            drafted += draft_referrals(
                issuer=office,
                cohort=Cohort.objects.get(pk=cohort),
                by=None,
                at_least=settings_of(office).changes_before_notice,
                only_changes=True,
            )
    return drafted
