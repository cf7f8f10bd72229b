"""Who is matched, who goes to a person, who is nobody: table by table."""

import pytest

from domain.dates import BirthDate
from domain.linkage import (
    ENGINE_VERSION,
    Pool,
    PoolPerson,
    RosterContext,
    Settled,
    Status,
    propose,
)
from tests.domain.linkage.people import (
    LINH,
    SCHOOLS,
    bare_row,
    crowd,
    crowd_row,
    graduate,
    pool_of,
)

HOME = RosterContext(institution_district="D1")
AWAY = RosterContext(institution_district="D3")
POOL = pool_of(LINH)


def propose_one(row, pool=POOL, *, context=AWAY, settled=None):
    return propose([row], pool, settled, context=context)[0]


def propose_at_home(row):
    """The row on a list of children of the institution's own district."""
    neighbours = [person for person in crowd() if person.district_code == "D1"][:30]
    others = [crowd_row(person, 100 + number) for number, person in enumerate(neighbours)]
    return propose([row, *others], POOL, context=HOME)[0]


@pytest.mark.parametrize(
    "evidence",
    [
        {"school_text": "THCS Bình Đức"},
        {"school_text": "THCS B. Đức"},
        {"commune_code": "C11"},
        {"commune_text": "xa binh duc"},
        {"guardian": "TRỊNH QUỐC THÁI"},
        {"phone": "0912345678"},
        {"moet_code": "8012345678"},
        {"personal_id": "080305123456"},
        {"register_number": "00017/2020"},
        {"district_codes": frozenset({"D1"})},
    ],
)
def test_propose_name_and_date_with_one_agreeing_field_is_a_match(evidence):
    proposal = propose_one(bare_row(**evidence))
    assert proposal.status is Status.MATCH
    assert proposal.candidates[0].graduate == LINH.graduate


def test_propose_name_and_date_alone_away_from_home_goes_to_review():
    proposal = propose_one(bare_row())
    assert proposal.status is Status.REVIEW
    assert proposal.reason == "chưa đủ thông tin để khẳng định"
    assert [candidate.graduate for candidate in proposal.candidates] == [LINH.graduate]


def test_propose_name_and_date_alone_in_the_institutions_district_is_a_match():
    assert propose_one(bare_row(), context=HOME).status is Status.MATCH


def test_propose_name_and_date_alone_from_a_usual_origin_is_a_match():
    neighbours = [person for person in crowd() if person.district_code == "D1"][:5]
    others = [
        bare_row(person, row=100 + index, moet_code=person.moet_code)
        for index, person in enumerate(neighbours)
    ]
    proposals = propose([bare_row(), *others], POOL, context=AWAY)
    assert proposals[0].status is Status.MATCH
    assert propose([bare_row()], POOL, context=AWAY)[0].status is Status.REVIEW


# A name many children share.
AN = next(each for each in crowd() if each.full_name == "Nguyễn Thanh An")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"moet_code": "8098765432", "phone": "0912345678"}, "khác mã định danh"),
        ({"birth": BirthDate(2004, 11, 27), "school_text": "THCS Bình Đức"}, "khác ngày sinh"),
    ],
)
def test_propose_contradiction_is_never_automatic(changes, reason):
    proposal = propose_one(bare_row(**changes), context=HOME)
    assert proposal.status is Status.REVIEW
    assert proposal.reason == reason


def test_propose_another_sex_needs_the_usual_district():
    assert propose_one(bare_row(gender="M"), context=AWAY).status is Status.REVIEW
    assert propose_one(bare_row(gender="M"), context=HOME).status is Status.MATCH


def test_propose_school_of_another_province_needs_the_usual_district():
    row = bare_row(school_text="THCS Nhà Bè")
    assert propose_one(row, context=AWAY).status is Status.REVIEW
    # With others of the district on the list it is surely usual.
    assert propose_at_home(row).status is Status.MATCH


@pytest.mark.parametrize(
    "changes",
    [
        {"school_text": "THCS Nhà Bè", "full_name": "Trịnh Khanh Linh"},
        {"school_text": "THCS Nhựt Tảo", "commune_code": "C22"},
    ],
)
def test_propose_two_things_against_a_pair_go_to_review(changes):
    proposal = propose_at_home(bare_row(**changes))
    assert (proposal.status, proposal.reason) == (Status.REVIEW, "khác trường")


def test_propose_sex_against_code_and_school_is_a_slip():
    row = bare_row(gender="M", moet_code=LINH.moet_code, school_text="THCS Bình Đức")
    assert propose_one(row).status is Status.MATCH


def test_propose_another_known_school_leaves_a_common_name_in_doubt():
    texts = {school.code: school.name for school in SCHOOLS}
    other = texts["S4" if AN.school_code != "S4" else "S1"]
    assert propose_one(bare_row(AN, school_text=other), context=HOME).status is not Status.MATCH
    own = bare_row(AN, school_text=texts[AN.school_code])
    assert propose_one(own, context=HOME).status is Status.MATCH


@pytest.mark.parametrize(
    "changes",
    [
        {"full_name": "Trịnh Khánh Vy"},
        {"full_name": "Bùi Quốc Dũng"},
        {"full_name": "Trịnh Linh", "birth": BirthDate(2003, 11, 27)},
    ],
)
def test_propose_equal_code_beside_another_name_goes_to_review(changes):
    proposal = propose_one(bare_row(moet_code=LINH.moet_code, **changes))
    assert proposal.status is Status.REVIEW
    assert proposal.candidates[0].graduate == LINH.graduate


@pytest.mark.parametrize(
    "changes",
    [
        {"full_name": "Trịnh Khanh Linh"},
        {"full_name": "trinh khanh linh"},
        {"full_name": "Trịnh Khnáh Linh"},
        {"full_name": "Trịnh KhánhLinh"},
        {"birth": BirthDate(2005, 8, 3)},
        {"birth": BirthDate(2005, 3, 9)},
        {"birth": BirthDate(2005)},
    ],
)
def test_propose_one_slip_needs_school_or_family(changes):
    supported = bare_row(school_text="THCS Bình Đức", phone=LINH.phone, **changes)
    assert propose_one(supported).status is Status.MATCH
    assert propose_one(bare_row(**changes)).status is not Status.MATCH


def test_propose_two_slips_need_more_than_the_district():
    slips = {"full_name": "Trịnh Khnáh Linh", "birth": BirthDate(2005, 8, 3)}
    assert propose_one(bare_row(**slips), context=HOME).status is Status.REVIEW
    family = bare_row(phone=LINH.phone, guardian=LINH.guardian, **slips)
    assert propose_one(family, context=HOME).status is Status.MATCH


def test_propose_two_slips_are_shown_to_a_person():
    row = bare_row(full_name="Trịnh Khnáh Linh", birth=BirthDate(2005, 8, 3))
    proposal = propose_one(row)
    assert proposal.status is Status.REVIEW
    assert [each.graduate for each in proposal.candidates] == [LINH.graduate]


def test_propose_missing_mark_needs_the_district():
    row = bare_row(full_name="Trịnh Khanh Linh")
    assert propose_one(row, context=HOME).status is Status.MATCH
    assert propose_one(row, context=AWAY).status is Status.REVIEW


def test_propose_another_commune_of_the_district_is_no_contradiction():
    moved = bare_row(commune_code="C12", district_codes=frozenset({"D1"}))
    assert propose_one(moved).status is Status.MATCH
    elsewhere = bare_row(commune_code="C31", district_codes=frozenset({"D3"}))
    assert propose_one(elsewhere).status is Status.REVIEW


@pytest.mark.parametrize("place", [{"commune_code": "C11"}, {"school_text": "THCS Bình Đức"}])
def test_propose_place_is_counted_once(place):
    row = bare_row(district_codes=frozenset({"D1"}), **place)
    assert "district" not in dict(propose_one(row, context=HOME).candidates[0].parts)


def test_propose_date_of_one_and_phone_of_another_goes_to_review():
    other = graduate(
        graduate=2, birth=BirthDate(2005, 8, 3), phone="0387654321", moet_code="", guardian=""
    )
    row = bare_row(phone="0387654321")
    proposal = propose_one(row, pool_of(LINH, other), context=HOME)
    assert proposal.status is Status.REVIEW
    assert {each.graduate for each in proposal.candidates} == {1, 2}


def test_propose_missing_date_needs_the_family():
    assert propose_one(bare_row(birth=None), context=HOME).status is Status.REVIEW
    by_family = bare_row(birth=None, school_text="THCS Bình Đức", guardian=LINH.guardian)
    assert propose_one(by_family).status is Status.MATCH


def test_propose_stranger_is_nobody():
    row = bare_row(full_name="Quách Ngọc Diễm Xuân", birth=BirthDate(2004, 7, 30))
    proposal = propose_one(row)
    assert (proposal.status, proposal.candidates) == (Status.NONE, ())


@pytest.mark.parametrize("name", ["", "  ", "???"])
def test_propose_nameless_row_is_nobody(name):
    assert propose_one(bare_row(full_name=name)).status is Status.NONE


def test_propose_nobody_in_the_pool():
    assert propose_one(bare_row(), Pool([], SCHOOLS)).status is Status.NONE
    assert propose([], POOL, context=HOME) == []


# Namesakes born the same day.
NAMESAKE = graduate(
    graduate=2,
    school_code="S2",
    guardian="Trịnh Hữu Phước",
    phone="0387654321",
    moet_code="8055555555",
    personal_id="",
    register_number="00018/2020",
    commune_code="C12",
    commune_name="Xã Tân Đông",
)
NAMESAKES = pool_of(LINH, NAMESAKE)


@pytest.mark.parametrize(
    ("evidence", "chosen"),
    [
        ({"school_text": "THCS Bình Đức"}, 1),
        ({"school_text": "TH&THCS Tân Đông"}, 2),
        ({"phone": "0387654321"}, 2),
        ({"guardian": "Trịnh Hữu Phước"}, 2),
        ({"moet_code": "8055555555"}, 2),
        ({"moet_code": "8012345678"}, 1),
    ],
)
def test_propose_namesakes_decisive_field_chooses(evidence, chosen):
    proposal = propose_one(bare_row(**evidence), NAMESAKES, context=HOME)
    assert proposal.status is Status.MATCH
    assert proposal.candidates[0].graduate == chosen


@pytest.mark.parametrize("evidence", [{}, {"commune_code": "C12"}, {"school_text": "THCS BTĐ"}])
def test_propose_namesakes_without_decisive_field_shows_both(evidence):
    proposal = propose_one(bare_row(**evidence), NAMESAKES, context=HOME)
    assert proposal.status is Status.REVIEW
    assert {candidate.graduate for candidate in proposal.candidates} == {1, 2}


def test_propose_namesakes_are_told_apart_by_a_commune_but_not_by_the_district():
    far = graduate(NAMESAKE, district_code="D2", commune_code="C22", school_code="S3")
    district = frozenset({"D1"})
    row = bare_row(commune_code="C11", district_codes=district)
    assert propose_one(row, pool_of(LINH, far), context=HOME).status is Status.MATCH
    row = bare_row(district_codes=district)
    assert propose_one(row, pool_of(LINH, far), context=HOME).status is Status.REVIEW


# Twins: one school, one family, one day; names apart by a syllable or by a mark.
@pytest.mark.parametrize("sibling", ["Trịnh Khánh Lan", "Trịnh Khánh Lam", "Trịnh Hoàng Linh"])
def test_propose_twins_are_told_apart_by_the_whole_name(sibling):
    twin = graduate(graduate=2, full_name=sibling, moet_code="8012345690", personal_id="")
    shared = {"school_text": "THCS Bình Đức", "guardian": LINH.guardian, "phone": LINH.phone}
    rows = [bare_row(row=1, **shared), bare_row(twin, row=2, **shared)]
    proposals = propose(rows, pool_of(LINH, twin), context=HOME)
    assert [proposal.candidates[0].graduate for proposal in proposals] == [1, 2]
    assert {proposal.status for proposal in proposals} == {Status.MATCH}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Trần Kim Lan", "Trần Kim Lam"), ("Trần Kim Phương", "Trần Kim Phượng")],
)
def test_propose_twin_outside_the_cohort_is_not_taken_for_the_sibling(one, other):
    child = graduate(full_name=one)
    absent = bare_row(
        child,
        full_name=other,
        school_text="THCS Bình Đức",
        phone=LINH.phone,
        guardian=LINH.guardian,
    )
    assert propose_one(absent, pool_of(child), context=HOME).status is Status.REVIEW


def test_propose_twins_alike_without_marks_go_to_review():
    one = graduate(full_name="Trần Kim Phương")
    other = graduate(graduate=2, full_name="Trần Kim Phượng", moet_code="8012345690")
    row = bare_row(full_name="TRAN KIM PHUONG", school_text="THCS Binh Duc", phone=LINH.phone)
    context = RosterContext(institution_district="D1", has_accents=False)
    assert propose_one(row, pool_of(one, other), context=context).status is Status.REVIEW


# Several rows, one graduate.
def test_propose_identical_repeats_both_match():
    rows = [bare_row(row=number, school_text="THCS Bình Đức") for number in (1, 2)]
    assert [each.status for each in propose(rows, POOL, context=HOME)] == [Status.MATCH] * 2


@pytest.mark.parametrize(
    "other",
    [
        {"phone": "0387654321"},
        {"full_name": "Trịnh KhánhLinh"},
        {"birth": BirthDate(2005, 8, 3)},
        {"gender": "M", "phone": LINH.phone},
    ],
)
def test_propose_child_written_twice_with_a_slip_matches_twice(other):
    first = bare_row(row=1, school_text="THCS Bình Đức", phone=LINH.phone)
    second = bare_row(**{"row": 2, "school_text": "THCS Bình Đức",
                         "guardian": LINH.guardian, **other})  # fmt: skip
    proposals = propose([first, second], POOL, context=HOME)
    assert [each.status for each in proposals] == [Status.MATCH] * 2


def test_propose_rival_row_goes_to_review():
    rival = bare_row(
        row=2, school_text="THCS Bình Đức", personal_id="080305999999", phone=LINH.phone
    )
    assert propose_one(rival, context=HOME).status is Status.MATCH
    first = bare_row(row=1, school_text="THCS Bình Đức", phone=LINH.phone, guardian=LINH.guardian,
                     personal_id=LINH.personal_id)  # fmt: skip
    proposals = propose([first, rival], POOL, context=HOME)
    assert [each.status for each in proposals] == [Status.MATCH, Status.REVIEW]
    assert proposals[1].reason == "nhiều dòng cùng nhận một học sinh"


def test_propose_equal_rivals_both_go_to_review():
    rows = [
        bare_row(row=number, school_text="THCS Bình Đức", personal_id=code)
        for number, code in ((1, "080305111111"), (2, "080305999999"))
    ]
    proposals = propose(rows, POOL, context=HOME)
    assert [each.status for each in proposals] == [Status.REVIEW] * 2


TWINS = (
    graduate(full_name="Trịnh Khánh Linh", phone="", guardian=""),
    graduate(graduate=2, full_name="Trịnh Khánh Vy", moet_code="", personal_id=""),
)


def test_propose_phone_known_of_one_twin_only_is_no_evidence_against_the_other():
    row = bare_row(phone=LINH.phone, guardian=LINH.guardian, school_text="THCS Bình Đức")
    proposal = propose_one(row, pool_of(*TWINS), context=HOME)
    assert proposal.status is Status.MATCH
    assert proposal.candidates[0].graduate == 1


# What people have decided.
def test_propose_accepted_link_stands_whatever_the_engine_thinks():
    row = bare_row(full_name="Bùi Quốc Dũng", gender="M")
    proposal = propose_one(row, settled=Settled(accepted={row.row: LINH.graduate}))
    assert proposal.status is Status.MATCH
    assert [each.graduate for each in proposal.candidates] == [LINH.graduate]


def test_propose_accepted_row_is_not_disputed_by_others():
    accepted = bare_row(row=1, full_name="Trịnh Linh", guardian="Lê Thị Mỹ")
    claimant = bare_row(row=2, phone=LINH.phone, guardian=LINH.guardian)
    proposals = propose([accepted, claimant], POOL, Settled(accepted={1: 1}), context=HOME)
    assert [each.status for each in proposals] == [Status.MATCH, Status.REVIEW]


def test_propose_rejected_candidate_is_never_shown_again():
    settled = Settled(rejected=frozenset({(9, LINH.graduate)}))
    proposal = propose_one(bare_row(phone=LINH.phone), settled=settled)
    assert (proposal.status, proposal.candidates) == (Status.NONE, ())


def test_propose_after_rejecting_the_best_a_person_decides_on_the_next():
    settled = Settled(rejected=frozenset({(9, 1)}))
    row = bare_row(school_text="THCS Bình Đức")
    proposal = propose_one(row, NAMESAKES, context=HOME, settled=settled)
    assert proposal.status is Status.REVIEW
    assert proposal.reason == "đã loại học sinh gần giống nhất"
    assert [each.graduate for each in proposal.candidates] == [2]


def test_propose_weight_is_the_sum_of_its_parts():
    candidate = propose_one(bare_row(school_text="THCS Bình Đức", phone=LINH.phone)).candidates[0]
    assert candidate.weight == pytest.approx(sum(bits for _, bits in candidate.parts))
    assert {"full_name", "birth", "gender", "school", "phone"} <= dict(candidate.parts).keys()


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        ({"moet_code": "8012345678"}, "cùng tên hiếm, cùng ngày sinh, cùng mã định danh"),
        ({"school_text": "THCS Bình Đức"}, "cùng tên hiếm, cùng ngày sinh, cùng trường"),
        (
            {"school_text": "THCS B. Đức"},
            "cùng tên hiếm, cùng ngày sinh; trường khác cách viết",
        ),
        (
            {"phone": "0912345678", "gender": "M"},
            "cùng tên hiếm, cùng ngày sinh, cùng điện thoại; khác giới tính",
        ),
        (
            {"full_name": "Trịnh Khnáh Linh", "commune_code": "C11"},
            "cùng ngày sinh, cùng xã, phường, thị trấn; họ tên lệch một chữ cái",
        ),
    ],
)
def test_propose_match_gives_its_reason(evidence, reason):
    told = propose_one(bare_row(**evidence)).reason
    assert (
        told.replace("; nơi trường ít nhận học sinh", "").replace(
            ", nơi trường ít nhận học sinh", ""
        )
        == reason
    )


def test_propose_refuses_ambiguous_keys():
    with pytest.raises(ValueError, match="same key"):
        propose([bare_row(), bare_row()], POOL, context=HOME)
    with pytest.raises(ValueError, match="same graduate key"):
        Pool([LINH, LINH], SCHOOLS)


def test_propose_pool_person_without_anything_but_a_name_is_harmless():
    pool = Pool([PoolPerson(graduate=1, full_name="Trịnh Khánh Linh")], [])
    assert propose_one(bare_row(school_text="THCS Bình Đức"), pool).status is not Status.MATCH


def test_engine_version_is_stated():
    assert ENGINE_VERSION
