"""The generator: the same seed gives the same province, and the province is like a real one."""

import io
from collections import Counter
from datetime import date
from random import Random

import pytest
from django.core.management import call_command

from districts.models import Commune, District, SchoolKind
from domain.identifiers import read_moet_code, read_personal_id, read_phone
from domain.names import name_key
from longan_enroll.demo.names import FEMALE, MALE, child_name, mistyped
from longan_enroll.demo.people import Fate, build_children
from longan_enroll.demo.province import CODE_PREFIX, build_province
from longan_enroll.demo.sheets import graduate_workbook, roster_workbook


@pytest.fixture
def units(db) -> tuple[list[District], list[Commune]]:
    """The districts and communes of 2020."""
    call_command("load_reference", stdout=io.StringIO())
    communes = Commune.objects.valid_on(date(2020, 7, 1)).select_related("district")
    return list(District.objects.all()), list(communes)


def test_build_children_same_seed_gives_the_same_files(units):
    province, again = build_province(1, *units), build_province(1, *units)
    children = build_children(province, 300, 1)

    assert children == build_children(again, 300, 1)
    assert children != build_children(province, 300, 2)
    own = [child for child in children if child.school.district == units[0][0]]
    for layout in range(3):
        first = graduate_workbook(units[0][0], own, layout=layout, tag="t")
        assert first == graduate_workbook(units[0][0], own, layout=layout, tag="t")
    school = children[0].seats[0] if children[0].seats else province.schools[-1]
    assert roster_workbook(school, own, seed=1, tag="t") == roster_workbook(
        school, own, seed=1, tag="t"
    )


@pytest.mark.parametrize("number", [50, 137, 2_000])
def test_build_children_number_and_particulars_are_as_asked(units, number):
    children = build_children(build_province(3, *units), number, 3)

    assert len(children) == number
    registers = {(child.school.district.code, child.register_number) for child in children}
    assert len(registers) == number
    for child in children:
        assert not read_moet_code(child.moet_code).warning
        assert not read_phone(child.phone).warning
        personal = read_personal_id(
            child.personal_id, birth_year=child.born_on.year, gender=child.gender
        )
        assert not personal.warning
        assert child.commune is None or child.commune.name in child.residence


def test_build_children_shares_are_those_of_a_province(units):
    province = build_province(4, *units)
    children = build_children(province, 4_000, 4)

    shares = {fate: n / 4_000 for fate, n in Counter(c.fate for c in children).items()}
    assert 0.57 < shares[Fate.UPPER_SECONDARY] < 0.65
    assert 0.11 < shares[Fate.VOCATIONAL] < 0.22
    assert 0.06 < shares[Fate.CONTINUING] < 0.10
    assert 0 < shares[Fate.CONFLICT] < 0.01 < shares[Fate.NOWHERE]
    codes = [c.moet_code for c in children if c.moet_code]
    assert len(codes) == len(set(codes)) < 4_000 * 0.65
    twins = Counter((c.school.code, c.guardian, c.born_on, c.residence) for c in children)
    assert any(n > 1 for n in twins.values())


def test_build_province_names_are_told_apart_without_accents(units):
    for seed in range(5):
        province = build_province(seed, *units)
        names = Counter((s.district, s.kind, name_key(s.name)) for s in province.schools)
        assert max(names.values()) == 1
        receiving = [s for s in province.schools if s.kind != SchoolKind.THCS]
        assert len({name_key(s.name) for s in receiving}) == len(receiving)
        assert all(s.code.startswith(CODE_PREFIX) for s in province.schools)
        lower = [s for s in province.schools if s.kind == SchoolKind.THCS]
        assert 120 <= len(lower) <= 160


@pytest.mark.parametrize("gender", [MALE, FEMALE])
def test_child_name_no_part_is_said_twice(gender):
    random = Random(11)
    for _ in range(500):
        name = child_name(random, gender)
        parts = name.full.split()
        assert name.given not in parts[:-1]
        assert 2 <= len(parts) <= 4


def test_mistyped_is_another_spelling_of_the_same_length_in_words():
    random = Random(12)
    for _ in range(500):
        name = child_name(random, random.choice((MALE, FEMALE))).full
        wrong = mistyped(random, name)
        assert wrong != name
        assert len(wrong.split()) == len(name.split())
