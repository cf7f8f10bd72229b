"""What holds for any roster: order decides nothing, doubt is never matched, the cost is linear."""

import unicodedata
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dates import BirthDate
from domain.legacy import Encoding, decode, encode
from domain.linkage import Pool, RosterContext, Settled, Status, propose
from domain.names import fold
from tests.domain.linkage.people import LINH, SCHOOLS, bare_row, crowd, crowd_row, graduate

PEOPLE = (
    LINH,
    graduate(graduate=2, school_code="S2", phone="", moet_code="", guardian=""),
    graduate(graduate=3, full_name="Trịnh Khánh Lan", moet_code="8012345690"),
    graduate(graduate=4, full_name="Trịnh Khánh Linh", birth=BirthDate(2005, 8, 3), moet_code=""),
    *crowd()[:60],
)
CONTEXT = RosterContext(institution_district="D1")
POOL = Pool(PEOPLE, SCHOOLS)
CROWD = Pool(crowd(), SCHOOLS)

SPECIFIC = ("moet_code", "phone", "guardian", "school", "commune")

NAMES = st.sampled_from(
    ["Trịnh Khánh Linh", "TRỊNH KHANH LINH", "Trinh Khanh Linh", "Trịnh Linh", "Trịnh Khánh Lan",
     "Trịnh Khánh Lam", "Trịnh KhánhLinh", "Linh", "", *(each.full_name for each in crowd()[:8])]
)  # fmt: skip
BIRTHS = st.sampled_from(
    [None, BirthDate(2005), BirthDate(2005, 3, 8), BirthDate(2005, 8, 3),
     *(each.birth for each in crowd()[:8])]
)  # fmt: skip
ROWS = st.lists(
    st.builds(
        bare_row,
        full_name=NAMES,
        birth=BIRTHS,
        gender=st.sampled_from(["M", "F", ""]),
        school_text=st.sampled_from(["", "THCS Bình Đức", "TH&THCS T. Đông", "THCS Nhà Bè"]),
        phone=st.sampled_from(["", "0912345678", "0387654321"]),
        guardian=st.sampled_from(["", "Trịnh Quốc Thái", "Lê Thị Mỹ"]),
        moet_code=st.sampled_from(["", "8012345678", "8012345690", "8077777777"]),
        commune_code=st.sampled_from(["", "C11", "C30"]),
    ),
    max_size=8,
).map(lambda rows: [replace(row, row=number) for number, row in enumerate(rows, 10)])


@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_propose_does_not_depend_on_any_order(rows, random):
    shuffled_rows, people, schools = list(rows), list(PEOPLE), list(SCHOOLS)
    for each in (shuffled_rows, people, schools):
        random.shuffle(each)
    again = propose(shuffled_rows, Pool(people, schools), context=CONTEXT)
    once = propose(rows, POOL, context=CONTEXT)
    assert {each.row: each for each in again} == {each.row: each for each in once}


@given(ROWS)
@settings(max_examples=150, deadline=None)
def test_propose_matches_only_what_nothing_contradicts(rows):
    people = {person.graduate: person for person in PEOPLE}
    for row, proposal in zip(rows, propose(rows, POOL, context=CONTEXT), strict=True):
        assert proposal.row == row.row
        weights = [candidate.weight for candidate in proposal.candidates]
        assert weights == sorted(weights, reverse=True)
        assert bool(proposal.candidates) == (proposal.status is not Status.NONE)
        if proposal.status is Status.MATCH:
            person = people[proposal.candidates[0].graduate]
            parts = dict(proposal.candidates[0].parts)
            if {row.gender, person.gender} >= {"M", "F"}:
                # Another sex needs a field of its own, or a place the roster's pupils come from.
                specific = max(parts.get(field, 0.0) for field in SPECIFIC)
                assert specific > 2 or parts.get("district", 0.0) >= 1
            assert parts.get("moet_code", 0.0) >= 0
            assert person.full_name[:5].casefold() in {row.full_name[:5].casefold(), "trịnh"}


@given(ROWS, st.data())
@settings(max_examples=60, deadline=None)
def test_propose_decisions_of_people_always_stand(rows, data):
    keys = [row.row for row in rows]
    graduates = st.sampled_from([1, 2, 3, 4])
    accepted = data.draw(st.dictionaries(st.sampled_from(keys), graduates)) if keys else {}
    pairs = st.tuples(st.sampled_from(keys), graduates)
    rejected = data.draw(st.frozensets(pairs, max_size=4)) if keys else frozenset()
    settled = Settled(accepted, rejected - frozenset(accepted.items()))
    for proposal in propose(rows, POOL, settled, context=CONTEXT):
        if proposal.row in accepted:
            assert proposal.status is Status.MATCH
            assert proposal.candidates[0].graduate == accepted[proposal.row]
            continue
        shown = {(proposal.row, candidate.graduate) for candidate in proposal.candidates}
        assert not shown & settled.rejected


def test_propose_does_not_depend_on_order_where_many_share_a_phone():
    people = [
        graduate(graduate=number, birth=BirthDate(2005, 5, number), moet_code="")
        for number in range(1, 25)
    ]
    rows = [bare_row(phone=LINH.phone, birth=BirthDate(2003, 11, 30))]
    backwards = propose(rows, Pool(reversed(people), SCHOOLS), context=CONTEXT)
    assert propose(rows, Pool(people, SCHOOLS), context=CONTEXT) == backwards


@given(st.lists(st.sampled_from(crowd()[:120]), min_size=5, max_size=25, unique=True), st.data())
@settings(max_examples=25, deadline=None)
def test_propose_repeating_rows_changes_nothing_for_the_others(people, data):
    rows = [crowd_row(person, number) for number, person in enumerate(people, 1)]
    again = data.draw(st.lists(st.sampled_from(rows), max_size=4, unique=True))
    repeats = [replace(row, row=1000 + row.row) for row in again]
    once = propose(rows, POOL, context=CONTEXT)
    more = {each.row: each for each in propose(rows + repeats, POOL, context=CONTEXT)}
    for each in once:
        said = more[each.row]
        assert (said.status, [c.graduate for c in said.candidates]) == (
            each.status,
            [c.graduate for c in each.candidates],
        )


@given(
    st.lists(st.sampled_from(crowd()), min_size=1, max_size=20, unique=True),
    st.sampled_from(["plain", "upper", "tcvn3", "vni", "decomposed"]),
)
@settings(max_examples=40, deadline=None)
def test_propose_rewriting_a_whole_file_never_drops_a_true_pair_below_review(people, how):
    rewrite = {
        "plain": fold,
        "upper": str.upper,
        # As the reader hands it on: decoded again from the old font.
        "tcvn3": lambda text: decode(encode(text, Encoding.TCVN3), Encoding.TCVN3),
        "vni": lambda text: decode(encode(text, Encoding.VNI), Encoding.VNI),
        "decomposed": lambda text: unicodedata.normalize("NFD", text),
    }[how]
    schools = {school.code: school.name for school in SCHOOLS}
    rows = [
        bare_row(
            person,
            row=number,
            full_name=rewrite(person.full_name),
            school_text=rewrite(schools[person.school_code]),
        )
        for number, person in enumerate(people, 1)
    ]
    context = replace(CONTEXT, has_accents=how != "plain")
    for person, proposal in zip(people, propose(rows, CROWD, context=context), strict=True):
        assert proposal.status is not Status.NONE
        assert person.graduate in [candidate.graduate for candidate in proposal.candidates]


def test_propose_is_the_same_with_a_used_pool():
    rows = [crowd_row(person, number) for number, person in enumerate(crowd()[:40], 1)]
    assert propose(rows, POOL, context=CONTEXT) == propose(rows, POOL, context=CONTEXT)


def test_propose_rows_of_the_cohort_are_found():
    pool = Pool(crowd(), SCHOOLS)
    rows = [crowd_row(person, number) for number, person in enumerate(crowd(), 1)]
    proposals = propose(rows, pool, context=CONTEXT)
    assert all(each.status is Status.MATCH for each in proposals)
    assert [each.candidates[0].graduate for each in proposals] == [p.graduate for p in crowd()]


def test_propose_compares_few_graduates_for_each_row():
    namesakes = [
        graduate(graduate=number, birth=BirthDate(2005, 1 + number % 12, 1 + number % 28),
                 school_code=f"S{1 + number % 6}", commune_code="")
        for number in range(1, 3001)
    ]  # fmt: skip
    pool = Pool(namesakes, SCHOOLS)
    row = pool.row(bare_row(phone=LINH.phone, moet_code=LINH.moet_code, birth=BirthDate(2005)))
    for blocks in (pool.firm_blocks(row), pool.soft_blocks(row)):
        assert len({entry.person.graduate for _, entries in blocks for entry in entries}) <= 20
