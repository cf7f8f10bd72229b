"""A referral from draft to receipt: who is on it, what each recipient is told, what is kept."""

from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.utils import timezone

from audit.models import Event
from districts.models import Commune
from domain.outcome import Outcome, Programme
from outreach import verbs
from outreach.actions import referrals as actions
from outreach.actions.refusals import FrozenListDiffers, NobodyToList, StateChanged
from outreach.drafts import Difference, parts_now
from outreach.models import (
    Addressee,
    Change,
    FileKind,
    Referral,
    ReferralFile,
    ReferralItem,
    ReferralKind,
    ReferralState,
)
from outreach.verification import paper_differences
from students.actions import set_open_reviews, supersede_statements
from tests.outreach.conftest import Listed
from tests.outreach.issuing import ISSUED_ON, by_key, draft, issue, submit
from tests.province import confirm, enrol, make_user, state

HOME, NEXT_DOOR = "COMMUNE:27967", "DISTRICT:805"


def names(paper: Referral) -> list[str]:
    return [item.particulars["full_name"] for item in paper.items.order_by("position")]


def test_each_child_goes_to_whom_it_concerns(listed: Listed) -> None:
    draft(listed.province)
    papers = by_key(submit(listed.province))
    assert {key: names(paper) for key, paper in papers.items()} == {
        HOME: ["Lê Thị An", "Trần Văn Bé"],
        NEXT_DOOR: ["Võ Thị Cúc"],
        "DEPARTMENT": ["Hồ Văn Dần"],
        "UNKNOWN": ["Mai Thị Em"],
    }


def test_nobody_is_sent_to_the_family_of_a_dead_child_or_of_one_abroad(listed: Listed) -> None:
    gone = enrol(listed.province, "Đỗ Văn Hai", commune=listed.province.home_commune)
    state(gone, Programme.ABROAD)
    to_list = parts_now(listed.province.home, listed.province.cohort)
    assert to_list.never_visited == 2
    listed_now = {child.graduate_id for part in to_list.parts.values() for child in part.children}
    assert not listed_now & {gone.pk, listed.dead.pk}


def test_out_of_province_study_never_appears(listed: Listed) -> None:
    confirm(listed.not_known, Programme.UPPER_SECONDARY, listed.province.thpt_outside)
    draft(listed.province)
    assert names(by_key(submit(listed.province))[HOME]) == ["Lê Thị An"]


def test_candidate_of_an_open_review_is_held_back_and_counted(listed: Listed) -> None:
    set_open_reviews(counts={listed.not_known.pk: (1, 0)})
    draft(listed.province)
    paper = by_key(submit(listed.province))[HOME]
    assert (names(paper), paper.held_back) == (["Lê Thị An"], 1)


def test_reason_and_outcome_are_told_where_known(listed: Listed) -> None:
    draft(listed.province)
    working, unknown = by_key(submit(listed.province))[HOME].items.order_by("position")
    assert (working.outcome, working.particulars["reason"]) == (Outcome.NOT_STUDYING, "Đi làm")
    assert unknown.outcome == Outcome.NOT_KNOWN
    assert "reason" not in unknown.particulars


def test_only_who_visits_is_told_how_to_reach_the_family(listed: Listed) -> None:
    for child in (listed.outside, listed.nowhere):
        type(child).objects.filter(pk=child.pk).update(phone="0987654321", guardian="Hồ Văn Sáu")
    draft(listed.province, with_schools=True)
    papers = by_key(submit(listed.province))
    contact = {"phone", "guardian", "residence"}
    told = {
        key: {name for item in paper.items.all() for name in item.particulars}
        for key, paper in papers.items()
    }
    assert told[HOME] >= contact
    assert told["DEPARTMENT"] >= contact
    assert not told["UNKNOWN"] & contact
    assert not told["SCHOOL:802C01"] & contact


def test_schools_get_a_copy_only_when_asked(listed: Listed) -> None:
    assert "SCHOOL:802C01" not in {paper.addressee.key for paper in draft(listed.province)}
    assert [paper.addressee.key for paper in draft(listed.province, with_schools=True)] == [
        "SCHOOL:802C01"
    ]


def test_drafting_twice_drafts_nothing_new(listed: Listed) -> None:
    assert len(draft(listed.province)) == 4
    assert draft(listed.province) == []
    issue(listed.province)
    assert draft(listed.province) == []
    assert Event.objects.filter(verb=verbs.REFERRALS_DRAFTED).count() == 1


def test_children_are_frozen_when_put_up_for_signature(listed: Listed) -> None:
    draft(listed.province)
    paper = by_key(submit(listed.province))[HOME]
    graduate = listed.at_home
    type(graduate).objects.filter(pk=graduate.pk).update(full_name="Lê Thị Khác")
    confirm(listed.not_known, Programme.UPPER_SECONDARY, listed.province.thpt)
    assert names(paper) == ["Lê Thị An", "Trần Văn Bé"]
    assert actions.digest_of(paper.items.order_by("position")) == paper.digest


def test_issue_records_the_transfer(listed: Listed) -> None:
    paper = by_key(issue(listed.province))[HOME]
    event = Event.objects.get(verb=verbs.REFERRAL_ISSUED, object_id=paper.pk)
    assert event.count == 2
    assert {"phone", "guardian", "full_name"} <= set(event.fields)
    assert "Kế hoạch số 134/KH-UBND" in event.reason
    assert "Xã Đức Hòa Thượng" in event.object_label
    assert sorted(event.detail.after["graduates"]) == sorted(
        [listed.at_home.pk, listed.not_known.pk]
    )
    assert event.detail.after["digest"] == paper.digest


def test_issued_files_are_stored_once(listed: Listed) -> None:
    paper = by_key(issue(listed.province))[HOME]
    kinds = list(paper.files.values_list("kind", flat=True))
    assert kinds == [FileKind.LETTER, FileKind.ANNEX_WORD, FileKind.ANNEX_EXCEL]
    stored = paper.files.first()
    assert stored.name == "215-pgddt-xa-duc-hoa-thuong-cong-van.docx"
    assert stored.size == len(bytes(stored.content)) > 5_000


def test_issue_and_files_stand_or_fall_together(listed: Listed) -> None:
    draft(listed.province)
    paper = by_key(submit(listed.province))[HOME]
    with (
        patch("outreach.actions.referrals.record_event", side_effect=DatabaseError),
        pytest.raises(DatabaseError),
    ):
        actions.issue_referral(
            referral=paper, number="215/PGDĐT", issued_on=ISSUED_ON, deadline=None, by=None
        )
    assert Referral.objects.get(pk=paper.pk).state == ReferralState.SUBMITTED
    assert not ReferralFile.objects.exists()


def test_nothing_is_issued_of_a_list_that_was_tampered_with(listed: Listed) -> None:
    draft(listed.province)
    paper = by_key(submit(listed.province))[HOME]
    Referral.objects.filter(pk=paper.pk).update(digest="0" * 64)
    paper.refresh_from_db()
    with pytest.raises(FrozenListDiffers):
        actions.issue_referral(
            referral=paper, number="215/PGDĐT", issued_on=ISSUED_ON, deadline=None, by=None
        )


def test_empty_draft_is_not_put_up_for_signature(listed: Listed) -> None:
    paper = draft(listed.province)[0]
    with pytest.raises(NobodyToList):
        actions.submit_referral(referral=paper, difference=Difference(), held_back=0, by=None)
    assert Referral.objects.get(pk=paper.pk).state == ReferralState.DRAFT


@pytest.mark.parametrize("step", ["submit", "issue", "acknowledge"])
def test_step_is_taken_once(step: str, listed: Listed) -> None:
    draft(listed.province)
    [stale] = Referral.objects.filter(addressee__key=HOME).select_related("addressee")
    papers = parts_now(listed.province.home, listed.province.cohort)
    difference = Difference(tuple(papers.children(HOME)))
    steps: dict[str, Any] = {
        "submit": lambda paper: actions.submit_referral(
            referral=paper, difference=difference, held_back=0, by=None
        ),
        "issue": lambda paper: actions.issue_referral(
            referral=paper, number="1", issued_on=ISSUED_ON, deadline=None, by=None
        ),
        "acknowledge": lambda paper: actions.acknowledge_referral(referral=paper, by=None),
    }
    for name, take in steps.items():
        stale = Referral.objects.select_related("addressee").get(pk=stale.pk)
        take(Referral.objects.select_related("addressee").get(pk=stale.pk))
        if name == step:
            with pytest.raises(StateChanged):
                take(stale)
            break
    assert ReferralItem.objects.filter(referral=stale).count() == 2


def test_withdrawn_draft_makes_room_for_another(listed: Listed) -> None:
    draft(listed.province)
    user = make_user("phong-mot")
    for paper in submit(listed.province):
        actions.withdraw_referral(referral=paper, by=user, reason="Sai danh sách lớp.")
    assert len(draft(listed.province)) == 4
    event = Event.objects.filter(verb=verbs.REFERRAL_WITHDRAWN).first()
    assert (event.actor_label, event.reason) == (str(user), "Sai danh sách lớp.")


def test_issued_paper_is_not_withdrawn(listed: Listed) -> None:
    paper = issue(listed.province)[0]
    with pytest.raises(StateChanged):
        actions.withdraw_referral(referral=paper, by=make_user("phong-mot"), reason="x")


def test_scan_is_kept_beside_the_files(listed: Listed) -> None:
    paper = issue(listed.province)[0]
    user = make_user("van-thu")
    actions.attach_scan(referral=paper, name="ban-ky.pdf", content=b"%PDF-1.4 ky", by=user)
    scan = paper.files.get(kind=FileKind.SIGNED_SCAN)
    assert (bytes(scan.content), scan.stored_by) == (b"%PDF-1.4 ky", user)
    assert Event.objects.filter(verb=verbs.SCAN_ATTACHED, object_id=paper.pk).exists()


def test_neighbouring_office_passes_on_to_the_commune(listed: Listed) -> None:
    province = listed.province
    issue(province)
    papers = by_key(issue(province, province.away, first=88))
    [key] = papers
    assert key.startswith("COMMUNE:28078<")
    assert names(papers[key]) == ["Võ Thị Cúc"]
    assert papers[key].addressee.commune == province.away_commune
    assert papers[key].addressee.forwards.key == NEXT_DOOR


def test_what_was_passed_on_is_no_second_time_passed_on(listed: Listed) -> None:
    province = listed.province
    issue(province)
    issue(province, province.away)
    assert draft(province, province.away) == []


def test_child_found_meanwhile_is_not_passed_on(listed: Listed) -> None:
    province = listed.province
    issue(province)
    confirm(listed.next_door, Programme.CONTINUING, province.gdtx)
    assert draft(province, province.away) == []


def test_paper_of_changes_holds_exactly_the_difference(listed: Listed) -> None:
    province = listed.province
    issue(province)
    confirm(listed.not_known, Programme.CONTINUING, province.gdtx)
    enrol(province, "Phan Thị Giang", commune=province.home_commune)
    [paper] = issue(province, first=300)
    assert (paper.addressee.key, paper.kind) == (HOME, ReferralKind.CHANGES)
    items = {item.particulars["full_name"]: item for item in paper.items.all()}
    assert {name: item.change for name, item in items.items()} == {
        "Phan Thị Giang": Change.ADDED,
        "Trần Văn Bé": Change.REMOVED,
    }
    assert items["Trần Văn Bé"].particulars["note"] == (
        f"Đã nhập học tại {province.gdtx.name}, không cần đến nhà."
    )
    assert draft(province) == []


def test_child_back_out_of_school_is_added_again(listed: Listed) -> None:
    province = listed.province
    issue(province)
    statement = confirm(listed.not_known, Programme.CONTINUING, province.gdtx)
    issue(province, first=300)
    supersede_statements(destinations=[statement], by=None, reason="Nhầm")
    [paper] = issue(province, first=301)
    assert [(i.graduate_id, i.change) for i in paper.items.all()] == [
        (listed.not_known.pk, Change.ADDED)
    ]


def test_reported_return_takes_nobody_off_the_list(listed: Listed) -> None:
    """What a commune claims is no reason to tell it that the child was found."""
    province = listed.province
    issue(province)
    state(listed.not_known, Programme.CONTINUING, school=province.gdtx)
    assert draft(province) == []


def test_child_who_moved_leaves_one_list_and_joins_another(listed: Listed) -> None:
    province = listed.province
    issue(province)
    township: Commune = province.home_township
    type(listed.at_home).objects.filter(pk=listed.at_home.pk).update(commune=township)
    papers = by_key(issue(province, first=300))
    assert set(papers) == {HOME, f"COMMUNE:{township.code}"}
    assert [item.change for item in papers[HOME].items.all()] == [Change.REMOVED]


def test_few_changes_wait_until_enough_have_gathered(listed: Listed) -> None:
    province = listed.province
    issue(province)
    confirm(listed.not_known, Programme.CONTINUING, province.gdtx)
    assert draft(province, at_least=2) == []
    confirm(listed.at_home, Programme.CONTINUING, province.gdtx)
    assert len(draft(province, at_least=2)) == 1


def test_issued_files_never_change(listed: Listed) -> None:
    province = listed.province
    issue(province)
    before = dict(ReferralFile.objects.values_list("pk", "content"))
    confirm(listed.not_known, Programme.CONTINUING, province.gdtx)
    type(listed.at_home).objects.filter(pk=listed.at_home.pk).update(full_name="Tên khác")
    issue(province, first=300)
    after = dict(ReferralFile.objects.filter(pk__in=before).values_list("pk", "content"))
    assert {key: bytes(content) for key, content in after.items()} == {
        key: bytes(content) for key, content in before.items()
    }


def test_addressees_are_made_once(listed: Listed) -> None:
    issue(listed.province)
    number = Addressee.objects.count()
    draft(listed.province)
    assert Addressee.objects.count() == number


def test_verify_finds_a_list_and_a_file_that_differ(listed: Listed) -> None:
    paper = issue(listed.province)[0]
    assert list(paper_differences()) == []
    Referral.objects.filter(pk=paper.pk).update(digest="0" * 64)
    stored = bare_file_of(paper)
    assert list(paper_differences()) == [
        f"Danh sách vận động {paper.pk}: nội dung đã khóa khác với mã kiểm tra.",
        f"Tệp đã phát hành {stored.pk} (gia.pdf): nội dung khác với mã kiểm tra.",
    ]


def bare_file_of(paper: Referral) -> ReferralFile:
    """A file whose kept hash is not its own."""
    return ReferralFile.objects.create(
        referral=paper,
        kind=FileKind.SIGNED_SCAN,
        name="gia.pdf",
        content=b"gia",
        size=3,
        sha256="0" * 64,
        stored_at=timezone.now(),
    )
