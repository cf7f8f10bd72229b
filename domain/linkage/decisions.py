"""What people decided, laid over what the engine proposes.

A decision outlives the row it was made of: a new version of a roster, a corrected graduate list
and a better engine all come later. It is found again by what it was made of, stands as long as
that is unchanged, and otherwise sends the row back to a person, with the reason in words. Rows,
proposals and decisions give the result; no order of any of them changes it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import fuzz

from domain.dates import BirthDate
from domain.linkage.records import Candidate, Proposal, Status
from domain.names import fold, name_key
from domain.schools import school_key

# Two spellings of one name, rather than two children of one class born the same day.
_ONE_NAME = 80.0
_LONGEST_REASON = 300
ACCEPTED = "cán bộ đã xác nhận"
ALL_REJECTED = "cán bộ đã loại các học sinh gần giống"
CLAIMED = "cán bộ đã xác nhận một dòng khác của danh sách là học sinh này"
GONE = "học sinh đã chọn không còn trong danh sách tốt nghiệp"
SEVERAL = "nay có nhiều dòng cùng họ tên, ngày sinh"


class Kind(StrEnum):
    """What a person says of a row: this graduate; not this graduate; somebody shall look later."""

    ACCEPT = "accept"
    REJECT = "reject"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What a decision was made of, as the roster writes it; `birth` as `birth_text` gives it."""

    full_name: str
    birth: str = ""
    class_name: str = ""
    school_text: str = ""
    moet_code: str = ""
    personal_id: str = ""
    register_number: str = ""

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes it this row: whatever the order, the sheet and the class."""
        return (name_key(self.full_name), self.birth, *self.codes)

    @property
    def codes(self) -> tuple[str, str, str]:
        return (self.moet_code, self.personal_id, self.register_number)

    @property
    def class_key(self) -> str:
        return fold(self.class_name).replace(" ", "")

    @property
    def key(self) -> str:
        """Identity and class as one short text."""
        written = "\n".join((*self.identity, self.class_key))
        return hashlib.sha256(written.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class GraduateFacts:
    """What a decision was made of on the graduates' side; `school` is the name of the THCS."""

    full_name: str
    birth: str = ""
    school_code: str = ""
    school: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision that nobody took back; only LATER names no graduate. Later ones have greater
    `number`s.
    """

    number: int
    kind: Kind
    row: RowFacts
    graduate: int | None = None
    facts: GraduateFacts | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """A row as it stands: the proposal that counts, and the numbers of the decisions found for it,
    those that changed data has overtaken included.
    """

    proposal: Proposal
    decisions: tuple[int, ...] = ()
    is_accepted: bool = False
    is_postponed: bool = False


def birth_text(birth: BirthDate | None) -> str:
    """A birth date to be kept and compared: "2005-9-5", "2005", or "" where none is stated."""
    if birth is None:
        return ""
    return "-".join(str(part) for part in (birth.year, birth.month, birth.day) if part)


_Found = tuple[Decision, tuple[str, ...]]


def settle(
    rows: Sequence[RowFacts],
    proposals: Sequence[Proposal],
    decisions: Sequence[Decision],
    graduates: Mapping[int, GraduateFacts],
) -> list[Settlement]:
    """All rows of one roster with what was proposed of each, as people have decided.

    `graduates`: those whom the decisions name and who are in the register today.
    """
    if not decisions:
        return [Settlement(proposal) for proposal in proposals]
    found = _by_row(rows, decisions, graduates)
    settled = [
        _settle_row(proposal, found.get(position, ()))
        for position, proposal in enumerate(proposals)
    ]
    return _without_second_claims(rows, settled)


def _by_row(
    rows: Sequence[RowFacts], decisions: Iterable[Decision], graduates: Mapping[int, GraduateFacts]
) -> dict[int, list[_Found]]:
    """Decisions with what has changed under each ("" nothing), by the position of their row."""
    finder = _Finder(rows)
    found: dict[int, list[_Found]] = defaultdict(list)
    ordered = sorted(decisions, key=lambda decision: decision.number)
    exact = {each.number: finder.exact(each.row) for each in ordered}
    taken = {position for positions in exact.values() for position in positions}
    for each in ordered:
        positions = exact[each.number] or finder.successors(each.row, taken)
        doubt = (SEVERAL,) if len({rows[p].key for p in positions}) > 1 else ()
        for position in positions:
            changes = (*doubt, *_changes(each, rows[position], graduates))
            found[position].append((each, changes))
    return found


class _Finder:
    """Rows of one roster, to be found by what a decision remembers."""

    def __init__(self, rows: Sequence[RowFacts]) -> None:
        self.rows = rows
        self.by_identity: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for position, row in enumerate(rows):
            self.by_identity[row.identity].append(position)

    def exact(self, row: RowFacts) -> list[int]:
        """The row itself; of several written alike those of its class, if there are any."""
        same = self.by_identity.get(row.identity, [])
        in_class = [p for p in same if self.rows[p].class_key == row.class_key]
        return in_class or same

    def successors(self, row: RowFacts, taken: set[int]) -> list[int]:
        """What the row has become in a corrected list: the nearest kind of likeness decides."""
        free = [p for p in range(len(self.rows)) if p not in taken]
        for is_like in (_shares_code, _shares_name_and_birth, _shares_class):
            if like := [p for p in free if is_like(row, self.rows[p])]:
                return like
        return []


def _shares_code(one: RowFacts, other: RowFacts) -> bool:
    pairs = list(zip(one.codes, other.codes, strict=True))[:2]
    return any(mine and mine == its for mine, its in pairs)


def _shares_name_and_birth(one: RowFacts, other: RowFacts) -> bool:
    return one.identity[:2] == other.identity[:2]


def _shares_class(one: RowFacts, other: RowFacts) -> bool:
    if not one.class_key or one.class_key != other.class_key:
        return False
    mine, its = one.identity[0], other.identity[0]
    if mine == its:
        return True
    return bool(one.birth) and one.birth == other.birth and fuzz.ratio(mine, its) >= _ONE_NAME


def _changes(
    decision: Decision, row: RowFacts, graduates: Mapping[int, GraduateFacts]
) -> tuple[str, ...]:
    """What the decision was made of and is otherwise today, in words."""
    if decision.graduate is None:
        return ()
    now = graduates.get(decision.graduate)
    if now is None:
        return (GONE,)
    then = decision.facts or now
    return (*_row_changes(decision.row, row), *_graduate_changes(then, now))


def _row_changes(then: RowFacts, now: RowFacts) -> Iterator[str]:
    pairs = (
        ("họ tên", then.full_name, now.full_name, name_key),
        ("ngày sinh", _shown_day(then.birth), _shown_day(now.birth), str),
        ("trường THCS", then.school_text, now.school_text, school_key),
        ("mã định danh", then.moet_code, now.moet_code, str),
        ("số định danh cá nhân", then.personal_id, now.personal_id, str),
        ("số vào sổ", then.register_number, now.register_number, str),
    )
    for label, before, after, comparable in pairs:
        # A blank takes nothing back: the column is missing from the new list.
        if after and comparable(before) != comparable(after):
            yield f"{label} trong danh sách đang học {_arrow(before, after)}"


def _graduate_changes(then: GraduateFacts, now: GraduateFacts) -> Iterator[str]:
    if name_key(then.full_name) != name_key(now.full_name):
        yield f"họ tên học sinh {_arrow(then.full_name, now.full_name)}"
    if then.birth != now.birth:
        yield f"ngày sinh học sinh {_arrow(_shown_day(then.birth), _shown_day(now.birth))}"
    if then.school_code != now.school_code:
        yield f"trường THCS của học sinh {_arrow(then.school, now.school)}"


def _shown_day(birth: str) -> str:
    return "/".join(reversed(birth.split("-")))


def _arrow(before: str, after: str) -> str:
    return f"“{before}” → “{after}”" if before else f"nay là “{after}”"


def _settle_row(proposal: Proposal, found: Sequence[_Found]) -> Settlement:
    numbers = tuple(decision.number for decision, _ in found)
    later = any(decision.kind is Kind.LATER for decision, _ in found)
    standing = [decision for decision, changes in found if not changes]
    accepted = [each.graduate for each in standing if each.kind is Kind.ACCEPT and each.graduate]
    if accepted:
        return Settlement(_accepted(proposal, accepted[-1]), numbers, is_accepted=True)
    rejected = {each.graduate for each in standing if each.kind is Kind.REJECT}
    proposal = _without(proposal, rejected)
    for decision, changes in found:
        if changes and _is_disputed(decision, proposal):
            proposal = _returned(proposal, decision, changes)
    is_open = proposal.status is Status.REVIEW
    return Settlement(proposal, numbers, is_postponed=later and is_open)


def _accepted(proposal: Proposal, graduate: int) -> Proposal:
    known = [each for each in proposal.candidates if each.graduate == graduate]
    chosen = known[0] if known else Candidate(graduate, 0.0)
    return Proposal(proposal.row, Status.MATCH, (chosen,), ACCEPTED)


def _without(proposal: Proposal, rejected: set[int | None]) -> Proposal:
    left = tuple(each for each in proposal.candidates if each.graduate not in rejected)
    if len(left) == len(proposal.candidates):
        return proposal
    if not left:
        return Proposal(proposal.row, Status.NONE, (), ALL_REJECTED)
    return replace(proposal, candidates=left)


def _is_disputed(decision: Decision, proposal: Proposal) -> bool:
    """Whether the engine by itself does not come to what the person said."""
    if decision.kind is Kind.REJECT:
        return any(each.graduate == decision.graduate for each in proposal.candidates)
    if proposal.status is not Status.MATCH:
        return True
    return proposal.candidates[0].graduate != decision.graduate


def _returned(proposal: Proposal, decision: Decision, changes: Sequence[str]) -> Proposal:
    """The row is open again; whom the person had chosen is among the candidates."""
    candidates = proposal.candidates
    known = {each.graduate for each in candidates}
    chosen = decision.graduate
    if GONE not in changes and chosen is not None and chosen not in known:
        candidates = (*candidates, Candidate(chosen, 0.0))
    if not candidates:
        return proposal
    said = f"đã quyết định trước đây, nay thông tin đã đổi: {'; '.join(changes)}"
    return replace(
        proposal, status=Status.REVIEW, candidates=candidates, reason=said[:_LONGEST_REASON]
    )


def _without_second_claims(rows: Sequence[RowFacts], settled: list[Settlement]) -> list[Settlement]:
    """A graduate whom a person tied to one row is tied by no machine to another one of the list,
    unless it is the same child written twice.
    """
    claims: dict[int, list[RowFacts]] = defaultdict(list)
    for row, each in zip(rows, settled, strict=True):
        if each.is_accepted:
            claims[each.proposal.candidates[0].graduate].append(row)
    return [_unclaimed(row, each, claims) for row, each in zip(rows, settled, strict=True)]


def _unclaimed(
    row: RowFacts, settlement: Settlement, claims: Mapping[int, Sequence[RowFacts]]
) -> Settlement:
    proposal = settlement.proposal
    if proposal.status is not Status.MATCH or settlement.is_accepted:
        return settlement
    claimants = claims.get(proposal.candidates[0].graduate, ())
    if all(_shares_name_and_birth(row, claimant) for claimant in claimants):
        return settlement
    return replace(settlement, proposal=replace(proposal, status=Status.REVIEW, reason=CLAIMED))
