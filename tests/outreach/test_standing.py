"""What outreach keeps of a child when two records are made one, or an import is undone."""

import pytest

from imports.graduates.undo import BuiltUpon
from outreach.models import Case
from students.merging.actions import MergeRefused, undo_merge
from tests.dump import business_dump
from tests.imports.undoing import AN, named, take_back, take_in
from tests.outreach.cases import case_of, fresh, visit
from tests.province import Province
from tests.students.merging.merging import merge, twice


def test_case_goes_over_and_comes_back(province: Province) -> None:
    kept, absorbed = twice(province)
    case = case_of(province, absorbed, province.home_commune)
    visit(case)
    before = business_dump()
    done = merge(kept, absorbed)
    assert fresh(case).graduate == kept
    undo_merge(merge=done, by=None)
    assert fresh(case).graduate == absorbed
    assert business_dump() == before


def test_two_open_cases_are_not_made_one(province: Province) -> None:
    kept, absorbed = twice(province, commune=province.home_commune)
    for graduate in (kept, absorbed):
        case_of(province, graduate)
    with pytest.raises(MergeRefused, match="Cả hai hồ sơ đều có trường hợp vận động"):
        merge(kept, absorbed)
    assert Case.objects.count() == 2


def test_issued_list_stands_in_the_way_of_undoing_an_import(province: Province) -> None:
    batch = take_in(province, AN)
    case_of(province, named("Lê Thị An"), province.home_commune)
    with pytest.raises(BuiltUpon) as refused:
        take_back(batch)
    (obstacle,) = refused.value.obstacles
    assert obstacle.sentence.startswith("Đã có tên trong danh sách đề nghị vận động gửi ")
