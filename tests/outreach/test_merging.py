"""Two records of one child are made one: papers stay as issued, and who reads them follows."""

from outreach.children import known_today
from outreach.models import ReferralItem
from students.merging.actions import merge_graduates, pair_version, undo_merge
from tests.outreach.conftest import Listed
from tests.outreach.issuing import draft, issue
from tests.province import enrol, make_user


def test_merged_child_is_neither_taken_off_nor_listed_again(listed: Listed) -> None:
    province = listed.province
    issue(province)
    before = list(ReferralItem.objects.values_list("pk", "graduate"))
    kept = enrol(
        province, "Trần Văn Bé", school=province.thcs_second, commune=province.home_commune
    )
    user = make_user("gop")
    merge = merge_graduates(
        kept=kept,
        absorbed=listed.not_known,
        values={},
        reason="Trùng",
        version=pair_version(kept, listed.not_known),
        by=user,
    )
    assert draft(province) == []
    assert known_today([listed.not_known.pk])[listed.not_known.pk].graduate == kept
    assert list(ReferralItem.objects.values_list("pk", "graduate")) == before
    undo_merge(merge=merge, by=user)
    assert [paper.kind for paper in draft(province)] == ["CHANGES"]
