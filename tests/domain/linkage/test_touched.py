"""Which rosters a change of the cohort can touch: all that come out otherwise, and few more."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from domain.dates import BirthDate
from domain.linkage import Pool, PoolPerson, RosterContext, RosterPerson, propose
from domain.linkage.counts import coarse, fine
from domain.linkage.touched import Rows, touched_rosters
from tests.domain.linkage.people import (
    DISTRICTS,
    LINH,
    SCHOOLS,
    bare_row,
    crowd,
    crowd_row,
    graduate,
)

CONTEXT = RosterContext(institution_district="D1")
NAMES = ("Trịnh Khánh Linh", "Trịnh Khánh Lanh", "Sơn Thị Sa Rết", "Nguyễn Văn An", "Lê Thị Hà")
TEXTS = ("", "THCS Bình Đức", "TH&THCS T. Đông", "THCS Nhựt Tảo", "THCS Nhà Bè")
SEED, ROUNDS, ROSTERS = 2020, 40, 24


def touched(
    row: RosterPerson,
    before: Sequence[PoolPerson],
    after: Sequence[PoolPerson],
    among: Sequence[PoolPerson] = (),
) -> bool:
    """Whether a roster of this one row is touched when `before` becomes `after`."""
    pool = Pool((*after, *among, *crowd()), SCHOOLS)
    rosters = {"roster": Rows((row,), CONTEXT)}
    come = [person.graduate for person in after]
    return bool(touched_rosters(rosters, pool, gone=before, come=come))


RENAMED = graduate(full_name="Trịnh Khánh Mai", birth=BirthDate(2005, 11, 30), phone="")
STRANGER = bare_row(graduate(full_name="Sơn Sa Rết", birth=BirthDate(2004, 7, 19)))


@pytest.mark.parametrize(
    ("row", "is_touched"),
    [
        (bare_row(), True),
        (bare_row(RENAMED), True),
        (bare_row(full_name="Sơn Sa Rết", phone=LINH.phone), True),
        (bare_row(full_name="Sơn Sa Rết", birth=None, moet_code=LINH.moet_code), True),
        (bare_row(full_name="Trịnh Khánh Linh", birth=None), True),
        (bare_row(full_name="Trịnh KhánhLinh", birth=None), True),
        (bare_row(full_name="Trịnh Khánh Linn", birth=BirthDate(2005, 8, 3)), True),
        (bare_row(full_name="Trịnh Khành Lính", birth=None, school_text="THCS Bình Đức"), True),
        (bare_row(full_name="Trịnh Khang Linh", birth=None, commune_code="C11"), True),
        (STRANGER, False),
        (replace(STRANGER, birth=LINH.birth, school_text="THCS Bình Đức"), False),
        (crowd_row(crowd()[7], 1), False),
    ],
)
def test_corrected_child_touches_rows_that_may_be_compared(
    row: RosterPerson, is_touched: bool
) -> None:
    assert touched(row, [LINH], [RENAMED]) is is_touched


def test_row_that_is_surely_found_is_not_looked_for_again() -> None:
    """A namesake's birth date comes near; the row has its child by name and date already."""
    child = graduate(graduate=2, birth=BirthDate(2005, 9, 5), moet_code="", phone="")
    row = bare_row(child)
    before, after = graduate(birth=BirthDate(2005, 1, 2)), graduate(birth=BirthDate(2005, 5, 9))
    assert not touched(row, [before], [after], among=[child])
    assert touched(replace(row, birth=BirthDate(2005, 5, 9)), [before], [after], among=[child])


def test_numbers_that_are_told_touch_whom_they_are_told_of() -> None:
    """Another child's rare name makes the name less rare for all who bear it."""
    other = graduate(graduate=2, birth=BirthDate(2004, 1, 30), moet_code="", phone="")
    unlike = graduate(full_name="Nguyễn Văn An")
    assert touched(bare_row(other), [LINH], [unlike], among=[other])
    assert not touched(crowd_row(crowd()[7], 1), [LINH], [unlike], among=[other])


@pytest.mark.parametrize(
    ("name", "is_touched"),
    [("Nguyễn Sa An", True), ("Nguyễn Văn Nết", True), ("Võ Lạt", True), ("Nguyễn Rết An", False)],
    ids=["syllable of the row", "slip of one", "length next to its own", "one in another place"],
)
def test_numbers_that_are_told_of_a_row_touch_it(name: str, is_touched: bool) -> None:
    """Whoever it is compared with, the row's own syllables are more common now."""
    assert touched(STRANGER, [], [graduate(full_name=name)]) is is_touched


def among_the_crowd(number: int, code: str = "") -> list[PoolPerson]:
    return [
        replace(each, graduate=5_000 + each.graduate, phone="", moet_code=code)
        for each in crowd()[:number]
    ]


@pytest.mark.parametrize(
    ("among", "is_touched"),
    [
        (among_the_crowd(35), True),
        (among_the_crowd(34), False),
        (among_the_crowd(3, code="7912345678"), True),
        (among_the_crowd(2, code="7912345678"), False),
    ],
    ids=["larger step", "same step", "codes of two provinces", "codes of one"],
)
def test_totals_and_beginnings_of_codes_concern_all(
    among: list[PoolPerson], is_touched: bool
) -> None:
    come = graduate(full_name="Nguyễn Văn An", moet_code="7912345679")
    assert touched(STRANGER, [], [come], among=among) is is_touched


def test_syllable_that_becomes_a_name_touches_schools_it_is_part_of() -> None:
    """ "Lạt" is a slip of "Lạc" until five are called so."""
    row = replace(STRANGER, school_text="THCS&THPT Mỹ Lạt")
    called = [
        graduate(graduate=n, full_name="Lê Văn Lạt", moet_code="", phone="") for n in range(2, 6)
    ]
    assert touched(row, [], [graduate(full_name="Võ Văn Lạt")], among=called)
    assert not touched(row, [], [graduate(full_name="Võ Văn Lạt")], among=called[1:])


@pytest.mark.parametrize(
    "come",
    [
        [graduate(school_code="S9", district_code="D9", commune_code="")],
        [graduate(graduate=n, moet_code="", phone="") for n in range(1, 30)],
    ],
    ids=["first of a district", "many"],
)
def test_what_concerns_all_touches_all(come: list[PoolPerson]) -> None:
    assert touched(STRANGER, [], come)


@pytest.mark.parametrize(
    ("count", "told", "told_finely"),
    [(0, 0, 0), (1, 1, 1), (15, 15, 15), (17, 16, 17), (19, 16, 19), (20, 23, 21), (23, 23, 23),
     (150, 128, 152), (20_000, 23_170, 19_484)],
)  # fmt: skip
def test_counts_are_told_coarsely(count: int, told: int, told_finely: int) -> None:
    assert (coarse(count), fine(count)) == (told, told_finely)


def random_row(random: Random, number: int) -> RosterPerson:
    person = random.choice(crowd()[:200])
    row = crowd_row(person, number) if random.random() < 0.7 else bare_row(person, row=number)
    if random.random() < 0.25:
        row = replace(row, full_name=random.choice(NAMES), moet_code="")
    if random.random() < 0.2:
        day = BirthDate(2005, 1 + random.randrange(12), 1 + random.randrange(12))
        row = replace(row, birth=day, moet_code="", phone="")
    return replace(row, school_text=random.choice(TEXTS))


def random_change(random: Random, person: PoolPerson) -> PoolPerson:
    school = random.choice(SCHOOLS).code
    change: dict[str, object] = random.choice(
        [
            {"full_name": random.choice(NAMES)},
            {"birth": BirthDate(2005, 1 + random.randrange(12), 1 + random.randrange(12))},
            {"school_code": school, "district_code": DISTRICTS[school]},
            {"phone": "0912345678"},
            {"moet_code": ""},
            {"gender": "M"},
            {"commune_code": "C11"},
        ]
    )
    return replace(person, **change)


def test_untouched_rosters_come_out_the_same() -> None:
    random = Random(SEED)
    lists = {
        number: tuple(random_row(random, row) for row in range(random.randrange(1, 9)))
        for number in range(ROSTERS)
    }
    rosters = {number: Rows(rows, CONTEXT) for number, rows in lists.items()}
    people = {person.graduate: person for person in crowd()}
    stood = proposed(lists, Pool(people.values(), SCHOOLS))
    numbers = []
    for number in range(ROUNDS):
        chosen = random.sample(sorted(people), random.randint(1, 2))
        gone = [people.pop(key) for key in chosen if random.random() < 0.9]
        come = [random_change(random, each) for each in gone if random.random() < 0.8]
        if random.random() < 0.3:
            come.append(graduate(graduate=5_000 + number, full_name=random.choice(NAMES)))
        people |= {person.graduate: person for person in come}
        pool = Pool(people.values(), SCHOOLS)
        found = touched_rosters(rosters, pool, gone=gone, come=[each.graduate for each in come])
        stands = proposed(lists, pool)
        assert {key for key in lists if stands[key] != stood[key]} <= found, (SEED, number)
        stood = stands
        numbers.append(len(found))
    assert any(number < ROSTERS // 2 for number in numbers), numbers
    assert len(set(numbers)) > 5, numbers


def proposed(lists: dict[int, tuple[RosterPerson, ...]], pool: Pool) -> dict[int, list]:
    return {key: propose(rows, pool, context=CONTEXT) for key, rows in lists.items()}
