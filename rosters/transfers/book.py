"""Transfers as both sides have reported them: who waits for whose word.

A transfer is what statements say (docs/adr/0029): the institution a child leaves says TRANSFERRED
and names the other; the one it comes to says STUDYING or, where the child never came, NO_SHOW, and
names the first. Its list says the same without naming anybody.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from districts.authority import Permission, scope_of
from districts.models import School
from domain.outcome import Evidence, Outcome, Stage
from rosters.models import Link
from students.models import Cohort, Destination, Source

Key = tuple[int, int, int]


@dataclass(frozen=True)
class Transfer:
    """One child going from `origin` to `target`; `departure` is the word of the first, `arrival`
    that of the second, `refusal` the second's word that the child never came.
    """

    origin: School
    target: School
    departure: Destination | None
    arrival: Destination | None
    refusal: Destination | None
    is_listed: bool

    @property
    def said(self) -> Destination:
        """One word of it; there is always one."""
        return next(each for each in (self.departure, self.arrival, self.refusal) if each)

    @property
    def waits_for_target(self) -> bool:
        """The child was sent off, and nobody has said that it came."""
        return bool(self.departure) and not (self.arrival or self.refusal or self.is_listed)

    @property
    def waits_for_origin(self) -> bool:
        """The child came, and the first institution has not let it go."""
        return bool(self.arrival) and not self.departure

    @property
    def is_agreed(self) -> bool:
        return bool(self.departure) and bool(self.arrival or self.is_listed)


def own_institutions(user: Any) -> Collection[int]:
    """Institutions for which the user speaks in transfers: his own."""
    scope = scope_of(user)
    return scope.receiving_school_ids if Permission.KEEP_ROSTER in scope.permissions else ()


def transfers_of(institutions: Any, cohort: Cohort) -> list[Transfer]:
    """Every transfer to or from these institutions, latest first; two queries."""
    named = Destination.objects.current().filter(
        other_school__isnull=False, graduate__cohort=cohort, graduate__withdrawn_at__isnull=True
    )
    involved = named.filter(Q(school__in=institutions) | Q(other_school__in=institutions))
    related = involved.select_related("graduate__school", "school", "other_school", "recorded_by")
    words: dict[Key, dict[str, Destination]] = {}
    for said in related.order_by("recorded_at", "pk"):
        key, what = _place(said)
        words.setdefault(key, {})[what] = said
    present = _present({key[0] for key in words})
    found = [_transfer(key, said, present) for key, said in words.items()]
    return sorted(found, key=lambda each: (each.said.recorded_at, each.said.pk), reverse=True)


def origin_of(link: Link, institution: int) -> School | None:
    """Another institution that says the child is in class there, where the claims conflict and
    nobody has reported the transfer.
    """
    if link.graduate.outcome != Outcome.CONFLICT:
        return None
    claims = Destination.objects.current().filter(
        graduate=link.graduate_id,
        stage=Stage.STUDYING,
        evidence=Evidence.CONFIRMED,
        ended_on__isnull=True,
        source__in=(Source.ROSTER, Source.RECEIVING_SCHOOL, Source.ON_BEHALF),
        school__isnull=False,
    )
    said = claims.filter(school=institution, other_school__isnull=False)
    others = claims.exclude(school=institution).exclude(school__in=said.values("other_school"))
    claim = others.select_related("school").order_by("-stated_on", "-pk").first()
    return claim.school if claim else None


def words_between(institutions: Collection[int], side: str) -> QuerySet[Destination]:
    """What was said of transfers on whose `side` ("school", "other_school") they stand."""
    words = Destination.objects.current().filter(
        other_school__isnull=False,
        evidence=Evidence.CONFIRMED,
        graduate__withdrawn_at__isnull=True,
        **{f"{side}__in": institutions},
    )
    return words.select_related("graduate__cohort", "graduate__school", "school", "other_school")


def _place(said: Destination) -> tuple[Key, str]:
    if said.stage == Stage.TRANSFERRED:
        return (said.graduate_id, said.school_id, said.other_school_id), "departure"
    what = "arrival" if said.stage == Stage.STUDYING else "refusal"
    return (said.graduate_id, said.other_school_id, said.school_id), what


def _present(graduates: Collection[int]) -> set[tuple[int, int]]:
    """(child, institution) where the institution's list has the child in class."""
    claims = Destination.objects.current().filter(
        graduate__in=graduates,
        stage=Stage.STUDYING,
        evidence=Evidence.CONFIRMED,
        ended_on__isnull=True,
        other_school__isnull=True,
    )
    return set(claims.values_list("graduate", "school"))


def _transfer(key: Key, said: dict[str, Destination], present: set[tuple[int, int]]) -> Transfer:
    graduate, _, target = key
    one = next(iter(said.values()))
    is_departure = one.stage == Stage.TRANSFERRED
    return Transfer(
        origin=one.school if is_departure else one.other_school,
        target=one.other_school if is_departure else one.school,
        departure=said.get("departure"),
        arrival=said.get("arrival"),
        refusal=said.get("refusal"),
        is_listed=(graduate, target) in present,
    )
