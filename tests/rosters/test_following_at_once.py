"""Nobody waits while rows are compared: it is done before the database is held."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from imports import drafts
from imports.graduates import SourceFile
from imports.models import Batch
from reports.verification import differences
from rosters import foresight
from rosters.actions import relink_cohort, undo_roster
from rosters.models import Link
from students.actions import correct_graduate, take_back_edit
from students.actions.edits import version_of
from students.models import Graduate, GraduateEdit
from tests.imports.undoing import AN, BE, CUC, take_back, take_in, upload
from tests.province import Province, make_province, make_user
from tests.sheets import graduate_book

ROWS = (
    {"name": "Lê Thị An", "birth": "05/9/2005", "school": "THCS Sông Đỏ"},
    {"name": "Võ Thị Cúc", "birth": "01/02/2005", "school": "THCS Sông Đỏ"},
)


@pytest.fixture
def place(committed: None) -> Province:
    province = make_province()
    take_in(province, AN, BE)
    upload(province, ROWS[0])
    upload(province, *ROWS)
    return province


def correct(place: Province) -> None:
    an = Graduate.objects.get(full_name="Lê Thị An")
    values = {"full_name": "Lê Thị Ánh", "birth_day": 6}
    correct_graduate(graduate=an, by=None, version=version_of(an), values=values, reason="")


def correct_and_take_back(place: Province) -> None:
    correct(place)
    take_back_edit(edit=GraduateEdit.objects.get(), by=None)


def take_in_a_draft(place: Province) -> None:
    user = make_user("so", "DEPARTMENT")
    source = SourceFile("sau.xlsx", graduate_book(CUC))
    received = drafts.start_draft(by=user, cohort=place.cohort, district=place.home, source=source)
    draft, fingerprint = received.draft, received.plan.fingerprint
    drafts.take_in(draft=draft, by=user, fingerprint=fingerprint)


def undo_the_list(place: Province) -> None:
    undo_roster(batch=Batch.objects.filter(kind="ROSTER").latest("imported_at"), by=None)


CHANGES: dict[str, Callable[[Province], Any]] = {
    "correction": correct,
    "correction taken back": correct_and_take_back,
    "import": lambda place: take_in(place, CUC),
    "import on its page": take_in_a_draft,
    "undone import": lambda place: take_back(Batch.objects.filter(kind="GRADUATES").get()),
    "undone list": undo_the_list,
    "all anew": lambda place: relink_cohort(cohort=place.cohort, by=None),
}


@pytest.mark.parametrize("change", CHANGES)
def test_rows_are_compared_before_the_transaction(
    change: str, place: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []
    real = foresight.propose

    def propose(*values: Any, **named: Any) -> Any:
        held.append(connection.in_atomic_block)
        return real(*values, **named)

    monkeypatch.setattr(foresight, "propose", propose)
    before = list(Link.objects.current().values_list("pk", flat=True))
    CHANGES[change](place)
    assert held
    assert not any(held)
    assert (list(Link.objects.current().values_list("pk", flat=True)) == before) is (
        change == "all anew"
    )
    monkeypatch.undo()
    assert relink_cohort(cohort=place.cohort, by=None) == 0
    assert differences() == []
