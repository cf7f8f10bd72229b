"""An undo that fails, or that somebody else was faster than, leaves nothing half-done."""

from datetime import date
from typing import Any

import pytest

from domain.outcome import Programme
from imports.graduates import SourceFile, commit, prepare, undo
from imports.graduates.commit import PlanOutdated
from reports.verification import differences
from rosters.models import Link, RosterRow
from students import following
from students.actions import (
    StatementsChanged,
    StatementsVersion,
    add_statement,
)
from students.models import Destination, Source
from tests.imports.undoing import (
    AN,
    BE,
    MOVED,
    counts,
    everything,
    named,
    take_back,
    take_in,
    upload,
)
from tests.province import Province, make_user
from tests.sheets import graduate_book

STEPS = (
    "withdraw_graduates",
    "register_graduates",
    "follow",
    "_close",
    "record_event",
)


@pytest.mark.parametrize("is_after", [False, True], ids=["instead", "after"])
@pytest.mark.parametrize("failing", STEPS)
def test_failing_step_takes_the_undo_back(
    failing: str, is_after: bool, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(province, AN)
    upload(province, {"name": "Trần Văn Bé", "birth": "06/10/2005", "moet": "8020000002"})
    batch = take_in(province, MOVED, BE)
    before = everything()
    real = getattr(undo, failing)

    def fail(*values: Any, **named_values: Any) -> None:
        if is_after:
            real(*values, **named_values)
        raise RuntimeError("hỏng")

    monkeypatch.setattr(undo, failing, fail)
    with pytest.raises(RuntimeError, match="hỏng"):
        take_back(batch)
    assert everything() == before
    assert differences() == []
    monkeypatch.undo()
    assert counts(take_back(batch)) == (1, 1, 0)


def test_failing_link_takes_the_undo_back(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = take_in(province, AN)
    before = everything()

    class Failing:
        def foresee(self, change: Any) -> None:
            return None

        def follow(self, done: Any, foreseen: Any, *, by: Any) -> None:
            raise RuntimeError("đối chiếu")

    monkeypatch.setattr(following, "followers", [*following.followers, Failing()])
    with pytest.raises(RuntimeError, match="đối chiếu"):
        take_back(batch)
    assert everything() == before


def test_plan_made_before_an_undo_is_not_written(province: Province) -> None:
    batch = take_in(province, AN)
    content = graduate_book(AN, BE)
    plan = prepare([SourceFile("sau.xlsx", content)], cohort=province.cohort)
    take_back(batch)
    before = everything()
    with pytest.raises(PlanOutdated):
        commit(plan, by=None)
    assert everything() == before


def test_list_linked_before_an_undo_is_linked_anew(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = take_in(province, BE)
    from rosters.actions import upload as uploading

    real = uploading.store_rosters

    def undone_meanwhile(*values: Any, **named_values: Any) -> None:
        take_back(batch)
        real(*values, **named_values)

    monkeypatch.setattr(uploading, "store_rosters", undone_meanwhile)
    upload(province, {"name": "Trần Văn Bé", "birth": "06/10/2005", "moet": "8020000002"})
    assert not Link.objects.exists()
    assert RosterRow.objects.get().status == RosterRow.Status.NONE
    assert differences() == []


def test_nothing_is_said_of_a_child_taken_out_meanwhile(province: Province) -> None:
    batch = take_in(province, AN)
    child = named("Lê Thị An")
    version = StatementsVersion.of(child.pk)
    take_back(batch)
    statement = {
        "programme": Programme.WORKING,
        "source": Source.ORIGIN_SCHOOL,
        "evidence": "REPORTED",
        "stated_on": date(2020, 9, 10),
    }
    with pytest.raises(StatementsChanged):
        add_statement(graduate=child, by=make_user("a"), version=version, **statement)
    assert not Destination.objects.exists()
