"""Which graduates a row is compared with: blocking rules, the firm ones first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from domain.linkage.blocks import Block, BlockingRule, Entry, Row
from domain.linkage.evidence import DateLevel
from domain.linkage.pairs import Pair, PairComparison
from domain.linkage.pool import Pool
from domain.linkage.records import RosterContext, RosterPerson


@dataclass
class CandidateCounts:
    """What blocking brought: candidate pairs by rule.

    `found` are the pairs of each rule, `alone` those that no rule before it had brought; `rows`
    counts rows by how many graduates they were compared with.
    """

    found: Counter[BlockingRule] = field(default_factory=Counter)
    alone: Counter[BlockingRule] = field(default_factory=Counter)
    rows: Counter[int] = field(default_factory=Counter)

    @property
    def pairs(self) -> int:
        """All pairs compared."""
        return self.alone.total()

    def __add__(self, other: CandidateCounts) -> CandidateCounts:
        return CandidateCounts(
            self.found + other.found, self.alone + other.alone, self.rows + other.rows
        )

    def take(self, blocks: Iterable[Block], known: set[int]) -> list[Entry]:
        """Entries of the blocks that are not `known` yet, counted."""
        new = []
        for rule, entries in blocks:
            for entry in entries:
                self.found[rule] += 1
                if entry.person.graduate not in known:
                    known.add(entry.person.graduate)
                    self.alone[rule] += 1
                    new.append(entry)
        return new


def compare_row(row: Row, pool: Pool, comparison: PairComparison) -> list[Pair]:
    """The row against its candidates; those of soft rules only where nothing firm is sure."""
    known: set[int] = set()
    pairs = _firm_pairs(row, pool, comparison, known)
    if any(_is_sure(pair) for pair in pairs):
        return pairs
    return pairs + [comparison.compare(row, entry) for entry in _new(pool.soft_blocks(row), known)]


def is_firm(row: Row, pool: Pool, comparison: PairComparison) -> bool:
    """Whether the firm rules alone say with whom the row is compared."""
    return any(_is_sure(pair) for pair in _firm_pairs(row, pool, comparison, set()))


def _firm_pairs(row: Row, pool: Pool, comparison: PairComparison, known: set[int]) -> list[Pair]:
    return [comparison.compare(row, entry) for entry in _new(pool.firm_blocks(row), known)]


def count_candidates(
    rows: Sequence[RosterPerson], pool: Pool, *, context: RosterContext | None = None
) -> CandidateCounts:
    """What each blocking rule brings for the rows of one roster."""
    counts = CandidateCounts()
    comparison = PairComparison(pool, has_marks=(context or RosterContext()).has_accents)
    for person in rows:
        row, known = pool.row(person), set()
        firm = counts.take(pool.firm_blocks(row), known)
        if not any(_is_sure(comparison.compare(row, entry)) for entry in firm):
            counts.take(pool.soft_blocks(row), known)
        counts.rows[len(known)] += 1
    return counts


def _new(blocks: Iterable[Block], known: set[int]) -> list[Entry]:
    """Entries of the blocks that are not known yet, each once, in order."""
    found = []
    for _, entries in blocks:
        for entry in entries:
            if entry.person.graduate not in known:
                known.add(entry.person.graduate)
                found.append(entry)
    return found


def _is_sure(pair: Pair) -> bool:
    """Same name and date (or code) and nothing against it: no need to look further afield."""
    if not pair.has_same_name or pair.is_contradicted:
        return False
    return pair.date is DateLevel.EXACT or pair.has_equal_code
