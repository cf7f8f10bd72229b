"""Headings that say too little by themselves, understood by the cells below them: "Đang học" over
"Bỏ học", "Đi làm"; "Nơi học" over names of upper-secondary schools.
"""

from collections.abc import Callable, Mapping, Sequence

from domain.identifiers import plain_text
from domain.legacy import Encoding, decode
from domain.names import clean, fold
from domain.outcome import Stage
from domain.whereabouts import read_whereabouts

_HEADINGS: dict[str, frozenset[str]] = {
    "study_status": frozenset((
        "dang hoc", "co dang hoc", "tinh trang", "tinh trang hs", "tinh trang hoc sinh",
        "tinh hinh", "hien nay", "hien dang", "hien tai", "dang hoc nghi hoc", "hoc nghi",
    )),
    "studying_at": frozenset((
        "noi hoc", "noi hoc tap", "hoc tai", "hoc o dau", "dang hoc o dau", "hoc tiep tai",
        "hien hoc", "dang hoc", "hien nay", "truong hien nay", "truong hoc moi",
    )),
}  # fmt: skip
_STUDIES = frozenset(("dang hoc", "con hoc", "co hoc", "dang di hoc", "co di hoc", "hoc"))
_SHARE_SPOKEN = 0.6
# Just enough to be taken where no heading says the field in so many words.
_POINTS = 55.0


def add_spoken(
    options: Mapping[int, dict[str, float]],
    headings: Mapping[int, str],
    cells_of: Callable[[int], Sequence[object]],
    encoding: Encoding,
) -> frozenset[int]:
    """Let columns under vague headings mean what most of their cells say; returns which."""
    guessed = set()
    for column, scores in options.items():
        heading = fold(headings.get(column, ""))
        names = [name for name, vague in _HEADINGS.items() if heading in vague]
        cells = [clean(decode(plain_text(c), encoding)) for c in cells_of(column)] if names else []
        name = next((each for each in names if cells and _is_spoken(each, cells)), "")
        if name and name not in scores:
            scores[name] = _POINTS
            guessed.add(column)
    return frozenset(guessed)


def _is_spoken(name: str, cells: Sequence[str]) -> bool:
    return sum(map(_SPEAKS[name], cells)) >= _SHARE_SPOKEN * len(cells)


def _tells_status(text: str) -> bool:
    """Whether a cell says what the child does, with or without where."""
    if fold(text) in _STUDIES:
        return True
    said = read_whereabouts(text)
    return said.programme is not None and not said.problem


def _tells_place(text: str) -> bool:
    """Whether a cell names a place of study after THCS."""
    said = read_whereabouts("", text)
    return bool(said.institution) and said.programme is not None and said.stage is not Stage.NONE


_SPEAKS: dict[str, Callable[[str], bool]] = {
    "study_status": _tells_status,
    "studying_at": _tells_place,
}
