"""Taking in and linking anew: effect, event, and both rolled back together."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from audit.models import Event
from districts.models import School
from domain.outcome import Outcome, Programme
from imports.graduates import SourceFile
from imports.models import Batch
from reports.verification import differences
from rosters import foresight
from rosters.actions import following, relink_cohort, upload, upload_rosters
from rosters.models import Link, Roster, RosterRow, RosterVersion
from rosters.uploads import RosterFile, read_roster_files
from rosters.verbs import COHORT_RELINKED, ROSTER_UPLOADED
from students.actions import GraduateChange, register_graduates
from students.models import Cohort, Destination, Graduate
from tests.province import Province, enrol, make_user, reread, state
from tests.sheets import pupil, roster_book

TODAY = date(2020, 10, 1)
AN = {"name": "Lê Thị An", "birth": "05/9/2005", "moet": "8020000001"}
BE = {"name": "Trần Văn Bé", "birth": "06/10/2005", "moet": "8020000002"}
TABLES = (School, Roster, RosterVersion, RosterRow, Link, Destination, Graduate, Batch, Event)


def files(province: Province, *rows: dict[str, Any], **letterhead: str) -> list[RosterFile]:
    source = SourceFile("ds.xlsx", roster_book(*rows, **letterhead))
    return read_roster_files([source], cohort=province.cohort, today=TODAY)


def an_of(province: Province, **values: Any) -> Graduate:
    given = {"birth": (2005, 9, 5), "moet_code": "8020000001"}
    return enrol(province, "Lê Thị An", **(given | values))


def everything() -> list[Any]:
    return [list(model._default_manager.order_by("pk").values()) for model in TABLES]


def failing(*values: Any, **named: Any) -> None:
    raise RuntimeError("không ghi được")


def test_upload_is_told_of_once(province: Province) -> None:
    an_of(province)
    user = make_user("truong")
    upload_rosters(files(province, AN, BE), cohort=province.cohort, by=user)
    event = Event.objects.get()
    assert (event.verb, event.count, event.actor_id) == (ROSTER_UPLOADED, 2, user.pk)
    assert event.reason == "1 đã khớp, 1 không tìm thấy."
    assert Destination.objects.get().recorded_by == user


def test_upload_leaves_the_other_parts_of_a_programme_alone(province: Province) -> None:
    """A centre that sends several lists of one programme: the unnamed one is its own list."""
    for part in ("Lớp Đức Hòa", "Lớp Hậu Nghĩa"):
        Roster.objects.create(
            institution=province.thpt,
            cohort=province.cohort,
            programme=Programme.UPPER_SECONDARY,
            part=part,
        )
    upload_rosters(files(province, AN), cohort=province.cohort, by=None)
    assert RosterVersion.objects.get().roster.part == ""


@pytest.mark.parametrize(
    "step", ["record_event", "store_links", "sync_statements", "sync_open_reviews", "insert_many"]
)
def test_upload_rolls_back_together(
    step: str, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_of(province)
    upload_rosters(files(province, AN), cohort=province.cohort, by=None)
    before = everything()
    monkeypatch.setattr(upload, step, failing)
    later = files(province, BE, institution="Trường Trung cấp nghề Bến Lạ")
    again = files(province, AN, BE)
    with pytest.raises(RuntimeError, match="không ghi được"):
        upload_rosters([*again, *later], cohort=province.cohort, by=None)
    assert everything() == before


def test_late_graduate_is_found_by_relinking(province: Province) -> None:
    """Rosters may come before the graduate list: the next import ties them."""
    upload_rosters(files(province, AN, BE), cohort=province.cohort, by=None)
    an = an_of(province)
    assert reread(an).outcome == Outcome.NOT_KNOWN
    user = make_user("phong-nhap")
    assert relink_cohort(cohort=province.cohort, by=user) == 1
    assert reread(an).outcome == Outcome.UPPER_SECONDARY
    event = Event.objects.newest_first()[0]
    assert (event.verb, event.count, event.actor_id) == (COHORT_RELINKED, 1, user.pk)
    assert differences() == []


def test_relinking_again_changes_nothing(province: Province) -> None:
    an_of(province)
    upload_rosters(files(province, AN, BE), cohort=province.cohort, by=None)
    before = everything()
    assert relink_cohort(cohort=province.cohort, by=None) == 0
    assert everything() == before


def test_relinking_without_rosters_is_nothing(province: Province) -> None:
    an_of(province)
    assert relink_cohort(cohort=province.cohort, by=None) == 0
    assert not Event.objects.exists()


def test_relinking_leaves_other_cohorts_alone(province: Province) -> None:
    upload_rosters(files(province, AN), cohort=province.cohort, by=None)
    other = Cohort.objects.create(year=2021)
    enrol(province, "Lê Thị An", cohort=other, moet_code="8020000001")
    assert relink_cohort(cohort=other, by=None) == 0
    assert not Link.objects.exists()


def test_corrected_code_takes_a_match_back(province: Province) -> None:
    """The match was made by the child's code; with another code and birth it is nobody's row."""
    an = an_of(province)
    upload_rosters(files(province, AN), cohort=province.cohort, by=None)
    state(an, Programme.WORKING)
    values = {"moet_code": "8020009999", "birth_day": 1, "birth_month": 1, "birth_year": 2004}
    register_graduates(new=[], changes=[GraduateChange(reread(an), values)], by=None)
    relink_cohort(cohort=province.cohort, by=None)
    assert RosterRow.objects.get().status != RosterRow.Status.MATCH
    assert reread(an).outcome == Outcome.NOT_STUDYING
    assert differences() == []


@pytest.mark.parametrize("step", ["record_event", "sync_statements", "sync_open_reviews"])
def test_relinking_rolls_back_together(
    step: str, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload_rosters(files(province, AN, BE), cohort=province.cohort, by=None)
    an_of(province)
    before = everything()
    monkeypatch.setattr(following, step, failing)
    with pytest.raises(RuntimeError, match="không ghi được"):
        relink_cohort(cohort=province.cohort, by=None)
    assert everything() == before


def test_two_rivals_for_one_row_are_a_review(province: Province) -> None:
    """Namesakes born the same day, nothing else on the row: never guessed."""
    twins = [
        an_of(province, moet_code="", school=school)
        for school in (province.thcs, province.thcs_second)
    ]
    bare = {"name": "Lê Thị An", "birth": "05/9/2005"}
    (result,) = upload_rosters(files(province, bare), cohort=province.cohort, by=None)
    assert result.statuses == {"review": 1}
    assert {reread(twin).open_reviews for twin in twins} == {1}
    assert Link.objects.current().filter(status=Link.Status.REVIEW).count() == 2
    assert not Destination.objects.exists()
    assert differences() == []


def test_closed_review_releases_the_rival(province: Province) -> None:
    """A later row with the school's name settles it: nobody stays held back."""
    first = an_of(province, moet_code="", class_name="9/1")
    second = an_of(province, moet_code="", school=province.thcs_second, class_name="9/1")
    bare = {"name": "Lê Thị An", "birth": "05/9/2005"}
    upload_rosters(files(province, bare), cohort=province.cohort, by=None)
    known = bare | {"school": "THCS Sông Đỏ", "class_name": "10A"}
    upload_rosters(files(province, known), cohort=province.cohort, by=None)
    assert (reread(first).open_reviews, reread(second).open_reviews) == (0, 0)
    assert reread(first).outcome == Outcome.UPPER_SECONDARY
    assert reread(second).outcome == Outcome.NOT_KNOWN
    assert differences() == []


def test_rows_equal_linked_review_and_none(province: Province) -> None:
    an_of(province)
    an_of(province, moet_code="8020000005", school=province.thcs_away)
    bare = pupil(name="Lê Thị An", school="", register="", class_name="10A")
    (result,) = upload_rosters(files(province, AN, BE, bare), cohort=province.cohort, by=None)
    assert result.statuses.total() == RosterRow.objects.in_force().count() == 3
    stored = RosterRow.objects.in_force().values_list("status", flat=True)
    assert sorted(stored) == sorted(result.statuses.elements())


def test_relink_renews_parts_though_their_sum_stays(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a clerk is shown follows the cohort, not the day the row was linked first."""
    an_of(province)
    upload_rosters(files(province, AN), cohort=province.cohort, by=None)
    before = Link.objects.get()
    real = foresight.propose

    def shifted(*values: Any, **named: Any) -> list[Any]:
        (proposal,) = real(*values, **named)
        (candidate,) = proposal.candidates
        (first, bits), (second, others), *rest = candidate.parts
        parts = ((first, bits + 1), (second, others - 1), *rest)
        return [replace(proposal, candidates=(replace(candidate, parts=parts),))]

    monkeypatch.setattr(foresight, "propose", shifted)
    assert relink_cohort(cohort=province.cohort, by=None) == 1
    after = Link.objects.current().get()
    assert (after.weight, after.graduate) == (before.weight, before.graduate)
    name, bits = before.parts[0]
    assert after.parts[0] == [name, pytest.approx(bits + 1)]
    assert relink_cohort(cohort=province.cohort, by=None) == 0
