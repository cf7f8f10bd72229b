"""Which levels of the table of weights a pair shows: what m and u are shares of.

A level is (field, level); (field, "all") counts how often the field was stated at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.linkage.blocks import Row
from domain.linkage.evidence import Agreement, DateLevel
from domain.linkage.pairs import Pair
from domain.linkage.spelling import NameForm, are_regional, has_regional, is_initial, is_slip, sound

Level = tuple[str, str]


def field_levels(row: Row, pair: Pair) -> Iterator[Level]:
    """Levels of the fields beside the name."""
    if pair.date is not DateLevel.MISSING:
        yield "birth", pair.date.value
        yield "birth", "all"
        if _is_one_year(row, pair):
            yield "birth", "one_year"
    for what, agreement in pair.agreement.items():
        yield what, _agreed(what, agreement, row)
        yield what, "all"


def _is_one_year(row: Row, pair: Pair) -> bool:
    ours, theirs = row.person.birth, pair.entry.person.birth
    if ours is None or theirs is None or ours.as_date is None or theirs.as_date is None:
        return False
    return ours.year == theirs.year


def _agreed(what: str, agreement: Agreement, row: Row) -> str:
    if what == "school" and agreement is Agreement.AGAINST and not row.school.codes:
        return "unknown"
    if agreement is Agreement.SILENT:
        # Another commune of one district is no contradiction, but weighs as another one.
        return "against"
    return agreement.value


def name_levels(ours: NameForm, theirs: NameForm, *, marks: bool) -> Iterator[Level]:
    """Levels of a roster name and a graduate's, as a whole and by syllable; `marks`: both of them
    are written with marks.
    """
    if not ours.key or not theirs.key:
        return
    yield "name", "all"
    if ours.key != theirs.key and ours.joined == theirs.joined:
        yield "name", "joined"
    elif ours.key != theirs.key and sorted(ours.syllables) == sorted(theirs.syllables):
        yield "name", "reordered"
    elif len(ours.syllables) != len(theirs.syllables):
        is_short = len(ours.syllables) < len(theirs.syllables)
        yield "name", "shortened" if is_short else "lengthened"
    else:
        for (_, mine, marked), (_, its, its_marked) in zip(ours.places, theirs.places, strict=True):
            yield from _syllable_levels(mine, marked, its, its_marked, marks=marks)


def _syllable_levels(
    ours: str, marked: str, theirs: str, its_marked: str, *, marks: bool
) -> Iterator[Level]:
    if is_initial(ours, theirs):
        return
    yield "syllable", "all"
    if marks:
        yield "syllable", "marked"
    if has_regional(theirs):
        yield "syllable", "has_regional"
    if ours == theirs:
        yield "syllable", "accents" if marks and marked != its_marked else "exact"
    elif are_regional(ours, theirs):
        yield "syllable", "regional"
    elif sound(ours) == sound(theirs):
        yield "syllable", "sound"
    else:
        yield "syllable", "typo" if is_slip(ours, theirs) else "other"
