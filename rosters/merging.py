"""What rosters say of two records that are one child: rows, and what people decided of them.

Links follow by themselves once the cohort is linked anew, since they are a function of the cohort,
the lists and the decisions. Decisions about the record that was given up are made about the other
one; a row that the engine would no longer tie to the child is tied to it by a decision.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.utils import timezone

from domain.linkage.decisions import Kind
from rosters.actions import lay_decisions, relink_cohort
from rosters.decided import graduate_facts, new_decision, row_facts
from rosters.models import Link, LinkDecision, RosterRow, RosterVersion
from students.models import Graduate, Merge

_TWO_ROWS = (
    "Danh sách “{roster}” có hai dòng, mỗi dòng khớp với một hồ sơ; có thể là hai học sinh. "
    "Xem lại đối chiếu của hai dòng đó trước khi gộp."
)
_DECIDED_SINCE = (
    "Sau khi gộp, quyết định đối chiếu về học sinh đã được hoàn tác hoặc thay đổi nên chưa hoàn "
    "tác việc gộp."
)
_KEPT = (
    "roster_id", "row_key", "row_facts", "choice", "graduate_facts", "act_id", "recorded_by_id",
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """Rows in force that are matched with either record, rows that may be the one to be kept, and
    decisions that name one of the two.
    """

    rows: Sequence[RosterRow]
    possible: frozenset[tuple[int, str]]
    decisions: Sequence[LinkDecision]


class RosterFollower:
    """Registered in `students.merging.followers`."""

    name = "rosters"
    tables = frozenset({"rosters.Link", "rosters.LinkDecision"})

    def objections(self, kept: Graduate, absorbed: Graduate) -> Iterable[str]:
        """Two rows of one list are two children until a person has looked."""
        rosters = [
            {row.version.roster for row in _matched_rows([each.pk])} for each in (kept, absorbed)
        ]
        for roster in sorted(rosters[0] & rosters[1], key=lambda each: each.pk):
            yield _TWO_ROWS.format(roster=roster)

    def look(self, kept: Graduate, absorbed: Graduate) -> Seen:
        keys = [kept.pk, absorbed.pk]
        decisions = LinkDecision.objects.current().filter(graduate__in=keys).order_by("pk")
        links = Link.objects.current().filter(graduate=kept.pk)
        possible = frozenset(map(_place, _rows_of(links)))
        return Seen(_matched_rows(keys), possible, list(decisions))

    def move(self, kept: Graduate, absorbed: Graduate, seen: Seen, *, by: Any) -> dict[str, Any]:
        decisions = _move_decisions(kept, seen, by=by)
        relink_cohort(cohort=kept.cohort, by=by)
        pins, given_way = _tie_rows(kept, seen.rows, by=by)
        return {"decisions": [*decisions, *given_way], "pins": pins}

    def undo_objections(self, merge: Merge) -> Iterable[str]:
        ours = _ours(merge)
        if LinkDecision.objects.current().filter(pk__in=ours).count() != len(ours):
            yield _DECIDED_SINCE

    def restore(self, merge: Merge, *, by: Any) -> None:
        _close(_ours(merge), by=by)
        originals = [original for original, _ in merge.moved[self.name]["decisions"]]
        for decision in LinkDecision.objects.filter(pk__in=originals).order_by("pk"):
            _again(decision, graduate_id=decision.graduate_id)
        relink_cohort(cohort=merge.kept.cohort, by=by)


def _matched_rows(graduates: Sequence[int]) -> list[RosterRow]:
    matches = Link.objects.current().filter(status=Link.Status.MATCH, graduate__in=graduates)
    return _rows_of(matches)


def _rows_of(links: QuerySet[Link]) -> list[RosterRow]:
    rows = RosterRow.objects.in_force().filter(pk__in=links.values("row"))
    return list(rows.select_related("version__roster__institution").order_by("pk"))


def _move_decisions(kept: Graduate, seen: Seen, *, by: Any) -> list[list[int | None]]:
    """(original, copy) keys of decisions about the record given up, and of those about the other
    that was corrected by the merge: a decision stands as long as what it was made of is unchanged.
    """
    facts = asdict(graduate_facts([kept.pk])[kept.pk])
    stale = [
        each
        for each in seen.decisions
        if each.graduate_id != kept.pk or each.graduate_facts != facts
    ]
    _close([each.pk for each in stale], by=by)
    taken = set(_decided_of(kept))
    moved: list[list[int | None]] = []
    # What was accepted comes first. Who said "not this one" of one record while the row may be the
    # other did not say that it is not the child.
    for each in sorted(stale, key=lambda each: (each.choice != Kind.ACCEPT, each.pk)):
        place = (each.roster_id, each.row_key)
        contradicts = each.choice == Kind.REJECT and place in seen.possible
        copy = None
        if place not in taken and not contradicts:
            taken.add(place)
            copy = _again(each, graduate_id=kept.pk, graduate_facts=facts).pk
        moved.append([each.pk, copy])
    return moved


def _tie_rows(
    kept: Graduate, rows: Sequence[RosterRow], *, by: Any
) -> tuple[list[int], list[list[int | None]]]:
    """Decide for the child the rows that either record was matched with and the engine would lose;
    the keys of these decisions, and of those that gave way to them.
    """
    still = {row.pk for row in _matched_rows([kept.pk])}
    lost = [row for row in rows if row.pk not in still]
    pins: list[int] = []
    given_way: list[list[int | None]] = []
    act, now = uuid4(), timezone.now()
    for row in lost:
        about = LinkDecision.objects.current().filter(
            roster=row.version.roster_id, row_key=_key(row)
        )
        if about.filter(choice=Kind.ACCEPT).exists():
            continue  # the same child written twice on one list
        opposed = list(about.filter(graduate=kept.pk).values_list("pk", flat=True))
        _close(opposed, by=by)
        given_way += [[pk, None] for pk in opposed]
        pin = new_decision(row, Kind.ACCEPT, kept.pk, act_id=act, recorded_at=now, recorded_by=by)
        pin.save()
        pins.append(pin.pk)
    versions = RosterVersion.objects.filter(pk__in={row.version_id for row in lost})
    for version in versions.select_related("roster__institution", "roster__cohort").order_by("pk"):
        lay_decisions(version, by=by)
    return pins, given_way


def _decided_of(kept: Graduate) -> Iterable[tuple[int, str]]:
    decisions = LinkDecision.objects.current().filter(graduate=kept.pk)
    return decisions.values_list("roster_id", "row_key")


def _again(decision: LinkDecision, **values: Any) -> LinkDecision:
    said = {name: getattr(decision, name) for name in _KEPT} | values
    return LinkDecision.objects.create(recorded_at=timezone.now(), **said)


def _close(keys: Sequence[int], *, by: Any) -> None:
    LinkDecision.objects.current().filter(pk__in=keys).update(
        superseded_at=timezone.now(), superseded_by=by
    )


def _ours(merge: Merge) -> list[int]:
    """Decisions that the merge made."""
    moved = merge.moved["rosters"]
    return [*moved["pins"], *(copy for _, copy in moved["decisions"] if copy)]


def _place(row: RosterRow) -> tuple[int, str]:
    return row.version.roster_id, _key(row)


def _key(row: RosterRow) -> str:
    return row_facts(row).key
