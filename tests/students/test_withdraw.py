"""Graduates taken out of the register: where they count no longer, and what is kept of them."""

from typing import Any
from uuid import uuid4

import pytest

from domain.outcome import Outcome, Programme
from reports.verification import differences
from students.actions import graduates as writing
from students.actions import withdraw_graduates
from students.models import Destination, Graduate, GraduateCount, GraduateFacts
from tests.province import Province, confirm, enrol, make_user, reread


def test_withdrawn_graduates_keep_their_record_and_leave_the_sums(province: Province) -> None:
    stays = enrol(province, "Lê Thị An", register_number="0001")
    leaves = enrol(province, "Trần Văn Bé", register_number="0002", commune=province.home_commune)
    by, batch = make_user("phong"), uuid4()
    assert withdraw_graduates(graduates=[leaves.pk], by=by, batch_id=batch) == [leaves.pk]
    assert reread(leaves).withdrawn_at is not None
    assert list(Graduate.objects.members()) == [stays]
    before, after = GraduateFacts.objects.filter(graduate=leaves).order_by("pk")
    assert (before.is_member, before.superseded_at is None) == (True, False)
    assert (after.is_member, after.superseded_at) == (False, None)
    assert (after.school, after.commune) == (province.thcs, province.home_commune)
    assert (after.recorded_by, after.batch_id) == (by, batch)
    assert sum(GraduateCount.objects.values_list("number", flat=True)) == 1
    assert differences() == []


def test_withdrawing_again_changes_nothing(province: Province) -> None:
    child = enrol(province, "Lê Thị An")
    withdraw_graduates(graduates=[child.pk], by=None)
    withdrawn_at = reread(child).withdrawn_at
    assert withdraw_graduates(graduates=[child.pk, child.pk, 0], by=None) == []
    assert reread(child).withdrawn_at == withdrawn_at
    assert GraduateFacts.objects.filter(graduate=child).count() == 2


def test_number_of_a_withdrawn_graduate_is_free(province: Province) -> None:
    first = enrol(province, "Lê Thị An", register_number="0001")
    withdraw_graduates(graduates=[first.pk], by=None)
    second = enrol(province, "Lê Thị An", register_number="0001")
    assert list(Graduate.objects.members()) == [second]


def test_statement_stays_readable(province: Province) -> None:
    child = enrol(province, "Lê Thị An")
    confirm(child, Programme.UPPER_SECONDARY, province.thpt)
    withdraw_graduates(graduates=[child.pk], by=None)
    assert reread(child).outcome == Outcome.UPPER_SECONDARY
    assert Destination.objects.current().count() == 1
    assert not GraduateCount.objects.exists()
    assert differences() == []


@pytest.mark.parametrize("failing", ["_supersede_facts", "_record_facts", "touch_origins"])
def test_failing_step_takes_everything_back(
    failing: str, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = enrol(province, "Lê Thị An")

    def fail(*values: Any, **named: Any) -> None:
        raise RuntimeError("hỏng")

    monkeypatch.setattr(writing, failing, fail)
    with pytest.raises(RuntimeError, match="hỏng"):
        withdraw_graduates(graduates=[child.pk], by=None)
    monkeypatch.undo()
    assert reread(child).withdrawn_at is None
    assert GraduateFacts.objects.get().is_member
    assert differences() == []
