"""A referral's way: drafted, put up for signature, issued, acknowledged; or withdrawn."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions import record_event
from districts.models import District
from domain.referrals import canonical_digest, told
from outreach import verbs
from outreach.actions.cases import open_cases
from outreach.actions.refusals import FrozenListDiffers, NobodyToList, StateChanged
from outreach.children import ToList
from outreach.drafts import Difference, differences_now, parts_now
from outreach.models import (
    Addressee,
    Change,
    FileKind,
    Referral,
    ReferralFile,
    ReferralItem,
    ReferralKind,
    ReferralState,
)
from outreach.papers import MadeFile, heading_of, made_files, settings_of, visits_family
from students.models import Cohort


def draft_referrals(
    *,
    issuer: District,
    cohort: Cohort,
    by: Any | None,
    with_schools: bool = False,
    at_least: int = 1,
    only_changes: bool = False,
) -> list[Referral]:
    """A draft for every addressee of the office that has none open and is to be told something:
    the first list (unless `only_changes`), or what is different from what was sent, once
    `at_least` children are. Returns the new ones.
    """
    to_list = parts_now(issuer, cohort)
    differences = differences_now(issuer, cohort, to_list)
    with transaction.atomic():
        # Two people drafting at once: the second finds the drafts of the first.
        District.objects.select_for_update().get(pk=issuer.pk)
        addressees = _addressees(issuer, cohort, to_list)
        drafted = [
            Referral(addressee=addressee, kind=kind, drafted_at=timezone.now(), drafted_by=by)
            for addressee, kind in _to_draft(addressees, differences, with_schools, at_least)
            if kind == ReferralKind.CHANGES or not only_changes
        ]
        Referral.objects.bulk_create(drafted)
        if drafted:
            label = f"{issuer}, {cohort}"
            record_event(by=by, verb=verbs.REFERRALS_DRAFTED, label=label, count=len(drafted))
    return drafted


def _to_draft(
    addressees: Mapping[str, Addressee],
    differences: Mapping[str, Difference],
    with_schools: bool,
    at_least: int,
) -> Iterator[tuple[Addressee, ReferralKind]]:
    """Whose paper is due, and of which kind; whoever has one open waits for it."""
    found = Referral.objects.filter(addressee__in=addressees.values())
    opened = set(found.open().values_list("addressee", flat=True))
    sent = set(found.sent().values_list("addressee", flat=True))
    for key, addressee in sorted(addressees.items()):
        is_first = addressee.pk not in sent
        is_left_out = addressee.school_id and is_first and not with_schools
        size = differences[key].size if key in differences else 0
        if addressee.pk not in opened and not is_left_out and size >= (1 if is_first else at_least):
            yield addressee, ReferralKind.LIST if is_first else ReferralKind.CHANGES


def _addressees(issuer: District, cohort: Cohort, to_list: ToList) -> dict[str, Addressee]:
    """Everybody the office wrote to or is to write to, by key; those missing are made."""
    of_office = Addressee.objects.filter(cohort=cohort, issuer=issuer)
    known = set(of_office.values_list("key", flat=True))
    Addressee.objects.bulk_create(
        Addressee(
            cohort=cohort,
            issuer=issuer,
            key=part.key,
            kind=part.kind,
            commune_id=part.commune_id,
            district_id=part.district_id,
            school_id=part.school_id,
            forwards_id=part.forwards_id,
        )
        for part in to_list.parts.values()
        if part.key not in known
    )
    return {each.key: each for each in of_office}


def submit_referral(
    *, referral: Referral, difference: Difference, held_back: int, by: Any | None
) -> Referral:
    """Freeze the children and put the paper up for signature. `difference` is what the page
    showed, read before.

    Raises NobodyToList, StateChanged.
    """
    addressee = referral.addressee
    items = frozen_items(referral, difference)
    if not items:
        raise NobodyToList
    values = {
        "state": ReferralState.SUBMITTED,
        "submitted_at": timezone.now(),
        "submitted_by": by,
        "figures_on": timezone.localdate(),
        "heading": heading_of(settings_of(addressee.issuer), addressee),
        "held_back": held_back,
        "digest": digest_of(items),
    }
    with transaction.atomic():
        _move(referral, ReferralState.DRAFT, values)
        ReferralItem.objects.bulk_create(items)
        _tell(verbs.REFERRAL_SUBMITTED, referral, by=by, count=len(items))
    return referral


def frozen_items(referral: Referral, difference: Difference) -> list[ReferralItem]:
    """The children of the difference as they are told to this addressee, not yet stored."""
    visits = visits_family(referral.addressee)
    change = Change.LISTED if referral.kind == ReferralKind.LIST else Change.ADDED
    items = [
        ReferralItem(
            referral=referral,
            graduate_id=child.graduate_id,
            change=change,
            position=position,
            outcome=child.outcome,
            particulars=told(child.particulars, visits_family=visits),
        )
        for position, child in enumerate(difference.added, 1)
    ]
    removed = [
        ReferralItem(
            referral=referral,
            graduate_id=gone.item.graduate_id,
            change=Change.REMOVED,
            position=position,
            outcome="",
            particulars=gone.item.particulars | {"note": gone.reason},
        )
        for position, gone in enumerate(difference.removed, len(items) + 1)
    ]
    return [*items, *removed]


def digest_of(items: Iterable[ReferralItem]) -> str:
    """sha256 of the children of a paper in canonical form."""
    return canonical_digest(
        {
            "graduate": item.graduate_id,
            "change": str(item.change),
            "position": item.position,
            "outcome": str(item.outcome),
            "particulars": item.particulars,
        }
        for item in items
    )


def withdraw_referral(*, referral: Referral, by: Any, reason: str) -> Referral:
    """Take back a paper that was not issued; its children may be listed on another.

    Raises StateChanged.
    """
    values = {
        "state": ReferralState.WITHDRAWN,
        "withdrawn_at": timezone.now(),
        "withdrawn_by": by,
        "withdrawn_reason": reason,
    }
    with transaction.atomic():
        _move(referral, referral.state, values)
        _tell(verbs.REFERRAL_WITHDRAWN, referral, by=by, reason=reason)
    return referral


def issue_referral(
    *, referral: Referral, number: str, issued_on: date, deadline: date | None, by: Any | None
) -> Referral:
    """Give a signed paper its number and date, make its files once and for all, and record the
    transfer: to whom, which children, which particulars, on what basis. Whom somebody is to visit
    has a case from now on.

    Raises StateChanged, FrozenListDiffers.
    """
    if referral.state != ReferralState.SUBMITTED:
        raise StateChanged
    items = list(referral.items.order_by("position").select_related("graduate__school"))
    if digest_of(items) != referral.digest:
        raise FrozenListDiffers
    now = timezone.now()
    values = {
        "state": ReferralState.ISSUED,
        "number": number,
        "issued_on": issued_on,
        "deadline": deadline,
        "issued_at": now,
        "issued_by": by,
    }
    for name, value in values.items():
        setattr(referral, name, value)
    files = made_files(referral, items)
    with transaction.atomic():
        _move(referral, ReferralState.SUBMITTED, values)
        ReferralFile.objects.bulk_create(_stored(referral, each, by=by) for each in files)
        open_cases(items=items, by=by)
        _tell(
            verbs.REFERRAL_ISSUED,
            referral,
            by=by,
            count=len(items),
            fields=sorted({name for item in items for name in item.particulars}),
            reason=f"Căn cứ: {referral.heading['basis']}.",
            after={"graduates": [item.graduate_id for item in items], "digest": referral.digest},
        )
    return referral


def attach_scan(*, referral: Referral, name: str, content: bytes, by: Any) -> ReferralFile:
    """Keep the signed and stamped paper beside the files of an issued referral.

    Raises StateChanged where it was not issued.
    """
    if not referral.is_sent:
        raise StateChanged
    with transaction.atomic():
        made = MadeFile(FileKind.SIGNED_SCAN, name, content)
        stored = _stored(referral, made, by=by)
        stored.save()
        _tell(verbs.SCAN_ATTACHED, referral, by=by, reason=name)
    return stored


def acknowledge_referral(*, referral: Referral, by: Any, note: str = "") -> Referral:
    """The recipient has it, or told the office so.

    Raises StateChanged.
    """
    values = {
        "state": ReferralState.ACKNOWLEDGED,
        "acknowledged_at": timezone.now(),
        "acknowledged_by": by,
        "acknowledged_note": note,
    }
    with transaction.atomic():
        _move(referral, ReferralState.ISSUED, values)
        _tell(verbs.REFERRAL_ACKNOWLEDGED, referral, by=by, reason=note)
    return referral


@transaction.atomic
def record_referral_read(*, referral: Referral, by: Any) -> None:
    """Record that somebody opened a list with the children on it."""
    _tell(verbs.REFERRAL_READ, referral, by=by, count=referral.items.count())


@transaction.atomic
def record_file_taken(*, referral: Referral, names: Sequence[str], by: Any) -> None:
    """Record that files of a paper left the application."""
    _tell(verbs.REFERRAL_EXPORTED, referral, by=by, count=len(names), reason=", ".join(names))


@transaction.atomic
def record_archive_taken(
    *, issuer: District, cohort: Cohort, papers: Sequence[Referral], files: int, by: Any
) -> None:
    """Record that the files of many papers left the application at once."""
    record_event(
        by=by,
        verb=verbs.ARCHIVE_EXPORTED,
        about=issuer,
        label=f"{issuer}, {cohort}",
        count=files,
        reason=f"{len(papers)} danh sách",
        after={"referrals": [paper.pk for paper in papers]},
    )


def _stored(referral: Referral, made: MadeFile, *, by: Any | None) -> ReferralFile:
    return ReferralFile(
        referral=referral,
        kind=made.kind,
        name=made.name,
        content=made.content,
        size=len(made.content),
        sha256=hashlib.sha256(made.content).hexdigest(),
        stored_at=timezone.now(),
        stored_by=by,
    )


def _move(referral: Referral, expected: str, values: dict[str, Any]) -> None:
    """Change the state only from where it was seen: two clicks, two people, one step."""
    found = Referral.objects.filter(pk=referral.pk, state=expected)
    if not (expected in _STEPS.get(values["state"], ()) and found.update(**values)):
        raise StateChanged
    for name, value in values.items():
        setattr(referral, name, value)


_STEPS = {
    ReferralState.SUBMITTED: (ReferralState.DRAFT,),
    ReferralState.ISSUED: (ReferralState.SUBMITTED,),
    ReferralState.ACKNOWLEDGED: (ReferralState.ISSUED,),
    ReferralState.WITHDRAWN: (ReferralState.DRAFT, ReferralState.SUBMITTED),
}


def _tell(verb: str, referral: Referral, *, by: Any | None, **details: Any) -> None:
    record_event(by=by, verb=verb, about=referral, **details)
