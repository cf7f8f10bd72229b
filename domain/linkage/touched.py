"""Which rosters a change of the cohort can touch; the others stand as they were linked.

A roster is touched when what is read of the cohort for one of its rows is another one now: whom the
row is compared with, a field of theirs, or a number that is told of them or of the row. It may be
touched and come out the same; what is not touched never comes out otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from domain.linkage.blocks import Block, Blocks, Entry, Row
from domain.linkage.candidates import is_firm
from domain.linkage.counts import Key, NameCounts, SexCounts, Sizes, coarse
from domain.linkage.names import current_syllables, slips_of
from domain.linkage.pairs import PairComparison
from domain.linkage.pool import CURRENT, Pool, code_prefixes, mean_year_bits
from domain.linkage.records import PoolPerson, RosterContext, RosterPerson
from domain.linkage.spelling import is_slip
from domain.names import name_key

RosterKey = TypeVar("RosterKey")
# More changes than this share of the cohort touch nearly every roster: not worth looking.
_FEW = 0.01
_ALWAYS_FEW = 20


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one roster, and what the engine is told of it."""

    persons: Sequence[RosterPerson]
    context: RosterContext


def touched_rosters(
    rosters: Mapping[RosterKey, Rows],
    pool: Pool,
    *,
    gone: Iterable[PoolPerson],
    come: Collection[int],
) -> set[RosterKey]:
    """The rosters whose links may differ from those made before the pool changed.

    `gone` are graduates as they were, `come` the keys in the pool of those who are new or
    otherwise now; who changed is among both.
    """
    change = _Change(pool, [Entry.of(person) for person in gone], [pool.entries[k] for k in come])
    if change.is_of_everything:
        return set(rosters)
    return {key for key, rows in rosters.items() if change.touches(rows)}


class _Change:
    """What is another one in the pool now."""

    def __init__(self, pool: Pool, gone: Sequence[Entry], come: Sequence[Entry]) -> None:
        self._pool = pool
        self._names_now = pool.frequencies.counts
        self._names_then = self._names_now.changed(
            gone=(entry.form for entry in come), come=(entry.form for entry in gone)
        )
        self._sizes_then = pool.sizes.changed(
            gone=(entry.person for entry in come), come=(entry.person for entry in gone)
        )
        self._names = self._names_now.moved(self._names_then)
        self._sizes = pool.sizes.moved(self._sizes_then)
        sexes = pool.sexes.counts
        self._sexes = sexes.moved(
            sexes.changed(
                gone=((entry.form, entry.person.gender) for entry in come),
                come=((entry.form, entry.person.gender) for entry in gone),
            )
        )
        self.is_of_everything = self._is_large(len(gone) + len(come)) or self._is_general(
            gone, come
        )
        if not self.is_of_everything:
            self._learn(gone, come)

    def _is_large(self, number: int) -> bool:
        return number > max(_ALWAYS_FEW, _FEW * len(self._pool.entries))

    def _is_general(self, gone: Sequence[Entry], come: Sequence[Entry]) -> bool:
        """Whether something moved that every weight or prior is made of."""
        totals = NameCounts.totals | Sizes.totals | SexCounts.totals
        if any(kind in totals for kind, _ in self._names | self._sizes | self._sexes):
            return True
        if mean_year_bits(self._pool.sizes) != mean_year_bits(self._sizes_then):
            return True
        if any(
            self._is_new_or_gone(district) for kind, district in self._sizes if kind == "district"
        ):
            return True
        new = {entry.person.graduate for entry in come}
        others = [e.person for e in self._pool.entries.values() if e.person.graduate not in new]
        return code_prefixes([*others, *(e.person for e in gone)]) != self._pool.prefixes

    def _is_new_or_gone(self, district: object) -> bool:
        """Whether a district has its first graduates, or none any more."""
        now, then = (
            self._pool.sizes.told("district", district),
            self._sizes_then.told("district", district),
        )
        return not (now and then)

    def _learn(self, gone: Sequence[Entry], come: Sequence[Entry]) -> None:
        told = [e for e in self._pool.entries.values() if self._is_told_otherwise(e)]
        self._blocks = Blocks([*gone, *come, *told], is_small=True)
        self._schools = {
            code
            for code, _ in self._pool.sizes.raw("school").items()
            ^ self._sizes_then.raw("school").items()
        }
        now, then = (
            current_syllables(counts, CURRENT) for counts in (self._names_now, self._names_then)
        )
        self._words = now ^ then
        self._slipping = self._changed_syllables()
        self._slips: dict[tuple[int, str], bool] = {}

    def _is_told_otherwise(self, entry: Entry) -> bool:
        """Whether a number that is told of a graduate is another one now."""
        return (
            _has(self._names, NameCounts.reads_of(entry.form))
            or _has(self._sizes, Sizes.reads_of(entry.person))
            or _has(self._sexes, SexCounts.reads_of((entry.form, "")))
        )

    def _changed_syllables(self) -> set[tuple[int, str]]:
        now, then = self._names_now.raw("folded"), self._names_then.raw("folded")
        return {key for key, _ in now.items() ^ then.items()}

    def touches(self, rows: Rows) -> bool:
        comparison = PairComparison(self._pool, has_marks=rows.context.has_accents)
        return any(self._touches(self._pool.row(person), comparison) for person in rows.persons)

    def _touches(self, row: Row, comparison: PairComparison) -> bool:
        if self._is_row_told_otherwise(row) or _finds(self._blocks.firm(row)):
            return True
        # Whoever is surely found by a firm rule is not looked for by the others.
        return _finds(self._blocks.soft(row)) and not is_firm(row, self._pool, comparison)

    def _is_row_told_otherwise(self, row: Row) -> bool:
        """Whether a number that is told of the row itself is another one now."""
        if _has(self._names, NameCounts.reads_of(row.form)):
            return True
        # A mistyped year says more where few were born in it.
        birth = row.person.birth
        if birth is not None and ("year", birth.year) in self._sizes:
            return True
        if any(self._slips_moved(place, folded) for place, folded, _ in row.form.places):
            return True
        return self._is_school_told_otherwise(row)

    def _slips_moved(self, place: int, folded: str) -> bool:
        known = self._slips.get((place, folded))
        if known is None:
            is_near = any(
                where == place and syllable != folded and is_slip(folded, syllable)
                for where, syllable in self._slipping
            )
            known = self._slips[place, folded] = is_near and (
                slips_of(self._names_now, place, folded)
                != slips_of(self._names_then, place, folded)
            )
        return known

    def _is_school_told_otherwise(self, row: Row) -> bool:
        """Whether another school may be meant now, or those meant are larger or smaller."""
        text = row.person.school_text
        if text and self._words:
            joined = name_key(text).replace(" ", "")
            if any(word in joined for word in self._words):
                return True
        return not self._schools.isdisjoint(row.school.codes) and any(
            self._number_of(self._pool.sizes, codes) != self._number_of(self._sizes_then, codes)
            for codes in (row.school.exact, row.school.codes)
        )

    @staticmethod
    def _number_of(sizes: Sizes, codes: Collection[str]) -> int:
        return coarse(sum(sizes.raw("school")[code] for code in codes))


def _has(moved: frozenset[Key], keys: Iterator[Key]) -> bool:
    return bool(moved) and not moved.isdisjoint(keys)


def _finds(blocks: Iterator[Block]) -> bool:
    return any(entries for _, entries in blocks)
