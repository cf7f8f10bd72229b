import hashlib

import pytest

from domain.outcome import Evidence, Outcome
from domain.referrals import (
    CONTACT_FIELDS,
    Now,
    canonical_digest,
    expected_false_alarms,
    told,
    truth,
)

CHILD = {
    "full_name": "Lê Thị An",
    "birth": "05/9/2005",
    "is_female": True,
    "school_name": "THCS Gò Tre",
    "class_name": "9A1",
    "guardian": "Lê Văn Sáu",
    "phone": "0912345678",
    "residence": "Ấp 1",
    "hamlet": "Ấp 1",
    "commune": "Xã Mỹ Lệ",
    "commune_code": "28201",
    "ethnicity": "Kinh",
    "reason": "Đi làm",
    "note": "",
}


def test_who_visits_is_told_where_the_family_lives() -> None:
    assert told(CHILD, visits_family=True) == {k: v for k, v in CHILD.items() if v}


def test_others_are_told_the_name_only() -> None:
    cut = told(CHILD, visits_family=False)
    assert not set(cut) & set(CONTACT_FIELDS)
    assert set(cut) == {"full_name", "birth", "is_female", "school_name", "class_name"}


def test_digest_knows_one_form_only() -> None:
    assert canonical_digest([{"b": 1, "a": "Lê"}]) == canonical_digest([{"a": "Lê", "b": 1}])
    text = '[{"a":"Lê","b":1}]'
    expected = hashlib.sha256(text.encode()).hexdigest()
    assert canonical_digest([{"b": 1, "a": "Lê"}]) == expected


@pytest.mark.parametrize("other", [[{"a": 2}], [{"a": "1"}], [{"a": 1}, {"a": 1}], []])
def test_digest_tells_any_difference(other: list) -> None:
    assert canonical_digest([{"a": 1}]) != canonical_digest(other)


CONFIRMED = {"outcome": Outcome.CONTINUING, "evidence": Evidence.CONFIRMED}


@pytest.mark.parametrize(
    ("now", "sentence", "needs_no_visit"),
    [
        (Now(Outcome.NOT_KNOWN), "", False),
        (Now(Outcome.NOT_STUDYING), "", False),
        (
            Now(**CONFIRMED, place="TTGDTX Đức Hòa"),
            "Đã nhập học tại TTGDTX Đức Hòa, không cần đến nhà.",
            True,
        ),
        (Now(**CONFIRMED), "Đã nhập học, không cần đến nhà.", True),
        (
            Now(Outcome.VOCATIONAL, Evidence.REPORTED, place="TC Đức Hòa"),
            "Có tin đang học tại TC Đức Hòa, chưa có xác nhận của trường, cơ sở.",
            False,
        ),
        (
            Now(Outcome.CONFLICT),
            "Các trường, cơ sở đang kiểm tra lại nơi học; tạm thời chưa đến nhà.",
            False,
        ),
        (
            Now(Outcome.NOT_KNOWN, is_in_review=True),
            "Đang kiểm tra đối chiếu với danh sách của một trường, cơ sở.",
            False,
        ),
        (
            Now(Outcome.NOT_KNOWN, moved_to="Xã Mỹ Lệ, Huyện Cần Đước"),
            "Nay cư trú ở Xã Mỹ Lệ, Huyện Cần Đước, không cần đến nhà.",
            True,
        ),
        (
            Now(Outcome.NOT_KNOWN, is_member=False),
            "Không còn trong danh sách tốt nghiệp, không cần đến nhà.",
            True,
        ),
        (Now(Outcome.NOT_STUDYING, is_abroad=True), "Đã ra nước ngoài, không cần đến nhà.", True),
        (
            Now(Outcome.NOT_STUDYING, is_dead=True, moved_to="Xã Mỹ Lệ"),
            "Có thông tin em đã mất; không đến nhà vận động.",
            True,
        ),
    ],
)
def test_truth_beside_an_issued_list(now: Now, sentence: str, needs_no_visit: bool) -> None:
    assert truth(now) == sentence
    assert now.needs_no_visit is needs_no_visit


def test_false_alarms_come_from_missing_lists_and_missed_links() -> None:
    found = expected_false_alarms(not_known=50, missing_pupils=40, rows=1000, linked=500)
    assert (found.missing_lists, found.missed_links, found.expected) == (20, 5, 25)


def test_false_alarms_are_never_more_than_not_known() -> None:
    found = expected_false_alarms(not_known=3, missing_pupils=400, rows=0, linked=0)
    assert (found.missing_lists, found.expected) == (400, 3)


def test_no_false_alarm_is_expected_when_all_lists_are_there_and_empty() -> None:
    found = expected_false_alarms(not_known=3, missing_pupils=0, rows=0, linked=0)
    assert found.expected == 0
