"""Decisions of people and proposals of the engine, brought to `domain.linkage.decisions`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from domain.linkage import Candidate, Proposal, Status
from domain.linkage.decisions import (
    Decision,
    GraduateFacts,
    Kind,
    RowFacts,
    Settlement,
    birth_text,
    settle,
)
from rosters.models import Link, LinkDecision, Roster, RosterRow, RosterVersion
from students.bulk import chunks
from students.models import Graduate


def row_facts(row: RosterRow) -> RowFacts:
    """What a decision about the row is made of."""
    return RowFacts(
        full_name=row.full_name,
        birth=birth_text(row.birth),
        class_name=row.class_name,
        school_text=row.school_text,
        moet_code=row.moet_code,
        personal_id=row.personal_id,
        register_number=row.register_number,
    )


def graduate_facts(graduates: Iterable[int]) -> dict[int, GraduateFacts]:
    """The same of graduates, by key; those whose import was undone are not among them."""
    members = Graduate.objects.members().select_related("school")
    return {
        graduate.pk: GraduateFacts(
            full_name=graduate.full_name,
            birth=birth_text(graduate.birth),
            school_code=graduate.school.code,
            school=graduate.school.name,
        )
        for part in chunks(sorted(set(graduates)))
        for graduate in members.filter(pk__in=part)
    }


def latest_about(row: RosterRow) -> LinkDecision | None:
    """What was said last of the row as it is written, and stands."""
    found = LinkDecision.objects.current().filter(
        roster=row.version.roster_id, row_key=row_facts(row).key
    )
    return found.select_related("recorded_by", "graduate").order_by("-pk").first()


def standing_decisions(roster: int | Roster) -> list[Decision]:
    """The decisions about a roster that nobody took back."""
    return [
        Decision(
            number=each.pk,
            kind=Kind(each.choice),
            row=RowFacts(**each.row_facts),
            graduate=each.graduate_id,
            facts=GraduateFacts(**each.graduate_facts) if each.graduate_facts else None,
        )
        for each in LinkDecision.objects.current().filter(roster=roster).order_by("pk")
    ]


def settled(
    rows: Sequence[RosterRow], proposals: Sequence[Proposal], *, roster: int | Roster
) -> list[Settlement]:
    """The rows of one roster as people have decided; without decisions as proposed."""
    decisions = standing_decisions(roster)
    graduates = graduate_facts(each.graduate for each in decisions if each.graduate)
    facts = [row_facts(row) for row in rows] if decisions else []
    return settle(facts, proposals, decisions, graduates)


def chosen_by_people(*, graduates: Iterable[int]) -> Iterator[tuple[int, str]]:
    """(graduate, sentence) of those whom people chose for a row: undoing their import would undo
    what was decided.
    """
    accepted = LinkDecision.objects.current().filter(choice=Kind.ACCEPT.value)
    for part in chunks(sorted(set(graduates))):
        found = accepted.filter(graduate__in=part).values_list("graduate", flat=True)
        for graduate in sorted(set(found)):
            yield graduate, "Đã được cán bộ chọn khi đối chiếu với danh sách đang học."


def new_decision(row: RosterRow, kind: Kind, graduate: int | None, **values: Any) -> LinkDecision:
    """An unsaved decision about the row as it is written today."""
    facts = row_facts(row)
    of_graduate = graduate_facts([graduate])[graduate] if graduate else None
    return LinkDecision(
        roster_id=row.version.roster_id,
        row_key=facts.key,
        row_facts=asdict(facts),
        choice=kind.value,
        graduate_id=graduate,
        graduate_facts=asdict(of_graduate) if of_graduate else None,
        **values,
    )


def machine_proposals(rows: Sequence[RosterRow]) -> list[Proposal]:
    """What the engine proposed of these rows, read back from what was stored."""
    linked = _linked_as([row for row in rows if row.machine_proposal is None])
    return [
        replace(linked[row.pk], row=position)
        if row.machine_proposal is None
        else _of_stored(position, row.machine_proposal)
        for position, row in enumerate(rows)
    ]


def _of_links(position: int, links: Sequence[Link]) -> Proposal:
    status = Status(links[0].status) if links else Status.NONE
    candidates = tuple(
        Candidate(link.graduate_id, link.weight, tuple((name, bits) for name, bits in link.parts))
        for link in links
    )
    return Proposal(position, status, candidates, links[0].reason if links else "")


def _of_stored(position: int, stored: dict[str, Any]) -> Proposal:
    candidates = tuple(
        Candidate(graduate, weight, tuple((name, bits) for name, bits in parts))
        for graduate, weight, parts in stored["candidates"]
    )
    return Proposal(position, Status(stored["status"]), candidates, stored["reason"])


def as_stored(proposal: Proposal) -> dict[str, Any]:
    """A proposal as the row keeps it; `machine_proposals` reads it back."""
    return {
        "status": proposal.status.value,
        "reason": proposal.reason,
        "candidates": [
            [each.graduate, each.weight, [[name, bits] for name, bits in each.parts]]
            for each in proposal.candidates
        ],
    }


def as_linked(proposal: Proposal) -> Proposal:
    """The proposal as links hold it: the chosen one of a match, rounded weights, no reason where
    there is no link. What is read back from links must not differ from what was proposed.
    """
    is_match = proposal.status is Status.MATCH
    candidates = proposal.candidates[:1] if is_match else proposal.candidates
    if proposal.status is Status.NONE:
        return Proposal(proposal.row, Status.NONE, (), "")
    rounded = tuple(
        Candidate(
            each.graduate,
            round(each.weight, 3),
            tuple((name, round(bits, 2)) for name, bits in each.parts),
        )
        for each in candidates
    )
    return Proposal(proposal.row, proposal.status, rounded, proposal.reason)


def undecided_rows(version: RosterVersion) -> list[int]:
    """Rows of a version in force whose links are not what people have decided; none, unless the
    software is at fault.
    """
    rows = list(version.rows.order_by("pk"))
    proposals = machine_proposals(rows)
    stored = _linked_as(rows)
    found = settled(rows, proposals, roster=version.roster_id)
    return [
        row.pk
        for row, each in zip(rows, found, strict=True)
        if as_linked(each.proposal) != stored[row.pk] or each.is_postponed != row.is_postponed
    ]


def _linked_as(rows: Sequence[RosterRow]) -> dict[int, Proposal]:
    """What the current links say of these rows, by row."""
    links: dict[int, list[Link]] = {row.pk: [] for row in rows}
    for part in chunks(links):
        for link in Link.objects.current().filter(row__in=part).order_by("row", "rank"):
            links[link.row_id].append(link)
    return {row.pk: _of_links(position, links[row.pk]) for position, row in enumerate(rows)}
