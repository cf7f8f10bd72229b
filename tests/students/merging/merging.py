"""Two records of one child, and making them one, as the tests of merging begin."""

from typing import Any

from students.merging.actions import merge_graduates, pair_version
from students.models import Graduate, Merge
from tests.province import Province, enrol, reread

REASON = "nhập hai lần"


def twice(province: Province, **values: Any) -> tuple[Graduate, Graduate]:
    """A child that two schools have on their lists; the first record is to be kept."""
    birth = (2005, 9, 5)
    return (
        enrol(
            province, "Lê Thị An", birth=birth, register_number="0001", class_name="9/1",
            moet_code="8020000001", **values,
        ),
        enrol(
            province, "Lê Thị An", birth=birth, school=province.thcs_second,
            register_number="0777", class_name="9/4", phone="0912345678",
            commune=province.home_commune,
        ),
    )  # fmt: skip


def merge(kept: Graduate, absorbed: Graduate, *, by: Any = None, **values: Any) -> Merge:
    kept, absorbed = reread(kept), reread(absorbed)
    return merge_graduates(
        kept=kept,
        absorbed=absorbed,
        by=by,
        version=pair_version(kept, absorbed),
        values=values,
        reason=REASON,
    )
