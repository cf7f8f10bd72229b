"""What a paper still open would hold if it were frozen now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from districts.models import Commune, District
from domain.referrals import truth
from outreach.children import (
    Child,
    Destined,
    Known,
    ToList,
    children_of_office,
    known_today,
    now_for,
    on_paper,
)
from outreach.models import Addressee, AddresseeKind, ReferralItem
from students.models import Cohort
from students.models.graduate import NOT_ENROLLED


@dataclass(frozen=True)
class Gone:
    """A child on paper who is to be taken off, and why."""

    item: ReferralItem
    reason: str


@dataclass(frozen=True)
class Difference:
    """Children to be listed who are not on paper; children on paper who no longer belong there."""

    added: tuple[Child, ...] = ()
    removed: tuple[Gone, ...] = ()

    @property
    def size(self) -> int:
        return len(self.added) + len(self.removed)


def parts_now(issuer: District, cohort: Cohort) -> ToList:
    """The children of the office's own THCS and those that other offices passed on to it."""
    to_list = children_of_office(issuer, cohort, on=timezone.localdate())
    for part in _forwarded_parts(issuer, cohort):
        to_list.parts[part.key] = part
    return to_list


def _forwarded_parts(issuer: District, cohort: Cohort) -> list[Destined]:
    """What neighbouring offices sent, by commune, as far as somebody is still to be visited."""
    sources = Addressee.objects.filter(
        cohort=cohort, kind=AddresseeKind.DISTRICT, district=issuer
    ).select_related("district")
    papers = on_paper(sources)
    today = known_today(graduate for items in papers.values() for graduate in items)
    communes = dict(Commune.objects.filter(district=issuer).values_list("code", "pk"))
    found: dict[str, Destined] = {}
    for source in sources:
        items = papers[source.pk].values()
        now = {item.graduate_id: now_for(source, today[item.graduate_id]) for item in items}
        for item in items:
            code = item.particulars.get("commune_code", "")
            is_still_out = now[item.graduate_id].outcome in NOT_ENROLLED
            if code not in communes or now[item.graduate_id].needs_no_visit or not is_still_out:
                continue
            key = f"{AddresseeKind.COMMUNE}:{code}<{source.pk}"
            part = Destined(
                AddresseeKind.COMMUNE, key, commune_id=communes[code], forwards_id=source.pk
            )
            child = Child(item.graduate_id, now[item.graduate_id].outcome, item.particulars)
            found.setdefault(key, part).children.append(child)
    return list(found.values())


def difference_of(
    addressee: Addressee,
    children: Iterable[Child],
    papers: Mapping[int, ReferralItem],
    known: Mapping[int, Known],
) -> Difference:
    """Between who is to be listed today and who stands on what this addressee was sent."""
    added = tuple(child for child in children if child.graduate_id not in papers)
    now = {graduate: now_for(addressee, known[graduate]) for graduate in papers}
    removed = tuple(
        Gone(item, truth(now[graduate]))
        for graduate, item in papers.items()
        if now[graduate].needs_no_visit
    )
    return Difference(added, removed)


def differences_now(
    issuer: District, cohort: Cohort, to_list: ToList | None = None
) -> dict[str, Difference]:
    """By the key of the addressee, for everybody the office wrote to or is to write to."""
    to_list = to_list or parts_now(issuer, cohort)
    known = {
        each.key: each
        for each in Addressee.objects.filter(cohort=cohort, issuer=issuer).select_related(
            "commune", "district", "school"
        )
    }
    papers = on_paper(known.values())
    today = known_today(graduate for items in papers.values() for graduate in items)
    return {
        key: difference_of(known[key], to_list.children(key), papers[known[key].pk], today)
        if key in known
        else Difference(tuple(to_list.children(key)))
        for key in {*known, *to_list.parts}
    }
