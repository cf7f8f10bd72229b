"""Recording that what was reported still holds: a fresh statement, with a fresh day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from audit.actions import record_event
from domain.outcome import Evidence
from students import verbs
from students.actions import (
    StatementsVersion,
    record_statements,
    recounting,
    standing_of,
    supersede_statements,
)
from students.authorship import source_of
from students.models import Destination, Graduate
from students.survey.actions import claims_of

# What a fresh statement takes over from the one that it repeats.
_REPEATED = ("programme", "school", "place_text", "place", "stage", "evidence_note", "started_on",
             "reason")  # fmt: skip


@dataclass
class Verified:
    """Keys of the children whose report was renewed, and of those about whom something else was
    recorded meanwhile: nothing was written of these.
    """

    renewed: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)


@recounting()
def verify_again(
    *, versions: Mapping[int, StatementsVersion | None], by: Any, stated_on: date
) -> Verified:
    """Record of each child, by key, that what is reported was asked again and still holds.

    The fresh statement is the viewer's own word; it replaces what the same source said before,
    and stands beside what others said. A child whose version is stale, whose outcome is no report
    any more, or that was verified on a later day already, is left as it is.
    """
    # The same order for everybody, so that two saves never wait for each other.
    members = Graduate.objects.members().select_for_update(of=("self",)).order_by("pk")
    found = members.filter(pk__in=versions, cohort__is_open=True).select_related("school")
    graduates = {graduate.pk: graduate for graduate in found}
    now = StatementsVersion.of_many(versions.keys())
    claims = claims_of(versions.keys())
    verified = Verified()
    for pk, version in versions.items():
        graduate = graduates.get(pk)
        if graduate and version == now[pk] and _is_due(graduate, stated_on):
            _renew(graduate, claims[pk], by=by, stated_on=stated_on)
            verified.renewed.append(pk)
        else:
            verified.changed.append(pk)
    return verified


def _is_due(graduate: Graduate, stated_on: date) -> bool:
    return graduate.reported_on is not None and graduate.reported_on < stated_on


def _renew(graduate: Graduate, claims: list[Destination], *, by: Any, stated_on: date) -> None:
    standing = standing_of(claims, origin_district_id=graduate.school.district_id)
    repeated = [
        claim
        for claim in claims
        if claim.pk in standing.deciding and claim.evidence == Evidence.REPORTED
    ]
    source, evidence = source_of(by, graduate, on_behalf=False)
    own = [claim for claim in claims if claim.source == source]
    supersede_statements(destinations=own, by=by, reason="", event=False)
    fresh = [
        Destination(
            **{name: getattr(claim, name) for name in _REPEATED},
            graduate=graduate,
            source=source,
            evidence=evidence,
            stated_on=stated_on,
            recorded_at=timezone.now(),
            recorded_by=by,
        )
        for claim in repeated
    ]
    record_statements(fresh)
    record_event(
        by=by,
        verb=verbs.STATEMENT_VERIFIED,
        about=graduate,
        count=1,
        before={"statements": [claim.pk for claim in (*own, *repeated)]},
        after={"statements": [destination.pk for destination in fresh]},
    )
