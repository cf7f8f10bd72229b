"""Sexes of a whole column: words, a bare "N" the column explains, or crosses for girls."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.identifiers import AmbiguousGender, Gender, UnreadableGender, read_gender
from domain.names import fold

_FIGURES = ({"0", "1"}, {"1", "2"})
# Middle names only girls, and nearly only boys, bear; how many bearers prove what a figure means.
_GIRLS_WORD, _BOYS_WORD = "thi", "van"
_ENOUGH_NAMES = 5
# A column with that many blanks leaves them on purpose.
_ENOUGH_BLANKS = 3
# A dash or dots in a cell only fill it.
_NOTHING_WRITTEN = "-–—._… "
_NOT_MARKED = frozenset(("", "0", "khong", "false"))


@dataclass
class GenderColumn:
    """ "M", "F" or "" by position; `doubtful` maps a position to a Vietnamese clause.

    `note` is a clause about the whole column, blank when there is nothing to say; `is_sure` that
    the column itself proves it.
    """

    genders: list[str]
    note: str = ""
    is_sure: bool = False
    doubtful: dict[int, str] = field(default_factory=dict)


def read_genders(texts: Sequence[str], names: Sequence[str]) -> GenderColumn:
    """Read a column of sexes; a bare "N" is told by the word the column writes out for the other.

    Where "Nữ" is written and "Nam" never is, "N" is Nam, and the other way round. A column of two
    figures is told by the middle names of the pupils (`names`) beside it.
    """
    if set(texts) - {""} in _FIGURES:
        return _read_figures(texts, names)
    column = GenderColumn([""] * len(texts))
    meanings: dict[str, str] = {}
    ambiguous: set[str] = set()
    unreadable: set[str] = set()
    for text in set(texts):
        try:
            meanings[text] = read_gender(text) or ""
            if not fold(text) and text.strip(_NOTHING_WRITTEN):
                unreadable.add(text)
        except AmbiguousGender:
            ambiguous.add(text)
        except UnreadableGender:
            unreadable.add(text)
    told = _told_by_the_others(meanings)
    if not (ambiguous or unreadable) and _blank_is_other(texts, meanings, names):
        return _read_one_sex_written(texts, meanings)
    for position, text in enumerate(texts):
        column.genders[position] = meanings.get(text, told if text in ambiguous else "")
        if text in unreadable:
            column.doubtful[position] = f"không rõ giới tính “{text}”"
        elif text in ambiguous and not told:
            column.doubtful[position] = f"không rõ “{text}” là Nam hay Nữ"
    return column


def _blank_is_other(
    texts: Sequence[str], meanings: Mapping[str, str], names: Sequence[str]
) -> bool:
    """Whether a column writes only one sex and leaves the other blank, as the names agree."""
    said = {meaning for meaning in meanings.values() if meaning}
    blanks = sum(not text for text in texts)
    if len(said) != 1 or min(blanks, len(texts) - blanks) < _ENOUGH_BLANKS:
        return False
    for text, name in zip(texts, names, strict=True):
        middle = fold(name).split()[1:-1]
        sex = meanings[text] or (Gender.MALE if said == {Gender.FEMALE} else Gender.FEMALE)
        against = _BOYS_WORD if sex == Gender.FEMALE else _GIRLS_WORD
        if against in middle:
            return False
    return True


def _read_one_sex_written(texts: Sequence[str], meanings: Mapping[str, str]) -> GenderColumn:
    written = next(meaning for meaning in meanings.values() if meaning)
    other = Gender.MALE if written == Gender.FEMALE else Gender.FEMALE
    words = {Gender.FEMALE: "Nữ", Gender.MALE: "Nam"}
    return GenderColumn(
        [meanings[text] or other for text in texts],
        f"chỉ ghi “{words[Gender(written)]}”, ô trống đã hiểu là {words[other]}",
        is_sure=True,
    )


def _read_figures(texts: Sequence[str], names: Sequence[str]) -> GenderColumn:
    """Some software keeps 1 for boys and some for girls: the names decide, or nobody does."""
    girls: Counter[str] = Counter()
    boys: Counter[str] = Counter()
    for text, name in zip(texts, names, strict=True):
        middle = fold(name).split()[1:-1]
        girls[text] += _GIRLS_WORD in middle
        boys[text] += _BOYS_WORD in middle and _GIRLS_WORD not in middle
    figures = sorted({text for text in texts if text})
    girl = max(figures, key=lambda figure: girls[figure])
    (boy,) = set(figures) - {girl}
    bearers = girls[girl] + girls[boy]
    is_told = bearers >= _ENOUGH_NAMES and girls[boy] * 10 <= bearers and boys[girl] <= boys[boy]
    written = f"ghi bằng số “{figures[0]}”, “{figures[1]}”"
    if not is_told:
        return GenderColumn([""] * len(texts), f"{written} mà không rõ số nào là Nữ")
    meanings = {girl: str(Gender.FEMALE), boy: str(Gender.MALE)}
    return GenderColumn(
        [meanings.get(text, "") for text in texts],
        f"{written}; căn cứ chữ đệm “Thị”, đã hiểu “{girl}” là Nữ và “{boy}” là Nam",
    )


def _told_by_the_others(meanings: dict[str, str]) -> str:
    written_out = {meaning for text, meaning in meanings.items() if meaning and len(fold(text)) > 1}
    if written_out == {Gender.FEMALE}:
        return Gender.MALE
    if written_out == {Gender.MALE}:
        return Gender.FEMALE
    return ""


def _is_marked(text: str, other_sex: str) -> bool:
    # A tick or a star folds to nothing and is a mark all the same.
    word = fold(text) or "x"
    return bool(text) and word not in _NOT_MARKED and word != other_sex


def read_marks(female: Sequence[str] | None, male: Sequence[str] | None) -> GenderColumn:
    """Read columns "Nữ" and "Nam" holding crosses.

    A blank means the other sex only where the column has any cross at all; with both columns, a
    row with neither is not told and one with both is doubtful.
    """
    girls = [_is_marked(text, "nam") for text in female or ()]
    boys = [_is_marked(text, "nu") for text in male or ()]
    if female is None:
        return GenderColumn(_marked_or_else(boys, Gender.MALE, Gender.FEMALE))
    if male is None:
        return GenderColumn(_marked_or_else(girls, Gender.FEMALE, Gender.MALE))
    column = GenderColumn([""] * len(girls))
    for position, (girl, boy) in enumerate(zip(girls, boys, strict=True)):
        if girl and boy:
            column.doubtful[position] = "đánh dấu cả Nam và Nữ"
        elif girl or boy:
            column.genders[position] = Gender.FEMALE if girl else Gender.MALE
    return column


def told_by_births(male: Sequence[str], female: Sequence[str]) -> GenderColumn:
    """The sexes of a list that writes the birth date in the column of the child's sex."""
    sexes = {(True, False): Gender.MALE, (False, True): Gender.FEMALE}
    return GenderColumn(
        [sexes.get((bool(boy), bool(girl)), "") for boy, girl in zip(male, female, strict=True)]
    )


def _marked_or_else(marks: Sequence[bool], marked: Gender, blank: Gender) -> list[str]:
    if not any(marks):
        return [""] * len(marks)
    return [marked if mark else blank for mark in marks]
