"""All that offices do, undoing included: what `operations` does, corrections by hand, merges of
two records, verifying again, and taking imports, rosters, corrections and merges back.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction

from districts.models import Role
from imports.graduates import undo_import
from imports.models import Batch, BatchKind
from imports.undoing import UndoRefused
from rosters.actions import undo_roster
from students.actions import EditedSince, KeyTaken, StatementsVersion, correct_graduate
from students.actions.edits import take_back_edit, version_of
from students.merging.actions import (
    MergeRefused,
    merge_graduates,
    pair_version,
    undo_merge,
)
from students.models import Graduate, GraduateEdit, Merge
from students.particulars import PARTS
from students.verifying.actions import verify_again
from tests.dump import business_dump
from tests.province import Province, make_user
from tests.rosters.operations import COMMUNES, START, Operations

REFUSALS = (MergeRefused, KeyTaken, EditedSince, UndoRefused)


class EveryOperation(Operations):
    """`refused` counts what was rightly refused, by what was tried."""

    def __init__(self, province: Province, seed: int) -> None:
        super().__init__(province, seed)
        self.by = make_user("phong-ngau-nhien", Role.DISTRICT, district=province.home)
        self.refused: dict[str, int] = {}
        self.made: dict[str, int] = {}
        self.weighted += [
            (4, self.merge),
            (3, self.undo_merge),
            (2, self.merge_and_undo),
            (4, self.correct),
            (2, self.take_back),
            (6, self.verify_again),
            (1, self.undo_roster),
            (1, self.undo_import),
        ]

    def step(self) -> None:
        """One operation; what is refused must have written nothing."""
        try:
            with transaction.atomic():
                super().step()
        except REFUSALS:
            name = self.done[-1]
            self.refused[name] = self.refused.get(name, 0) + 1
        else:
            self.made[self.done[-1]] = self.made.get(self.done[-1], 0) + 1

    def some_graduate(self) -> Graduate:
        return self._one_of(Graduate.objects.members())

    def _one_of(self, rows: Any) -> Any:
        return self.random.choice(list(rows.order_by("pk")))

    def _if_any(self, rows: Any, does: Callable[[Any], Any]) -> None:
        found = list(rows.order_by("pk"))
        if found:
            does(self.random.choice(found))

    def merge(self) -> Merge | None:
        """Two records, alike or not, with some particulars of the other."""
        members = list(Graduate.objects.members().order_by("pk"))
        if len(members) < 6:
            return None
        kept, absorbed = self.random.sample(members, 2)
        chosen = self._sample(list(PARTS), self.random.choice((0, 0, 1, 3, 6)))
        values = {name: getattr(absorbed, name) for part in chosen for name in PARTS[part]}
        return merge_graduates(
            kept=kept,
            absorbed=absorbed,
            by=self.by,
            version=pair_version(kept, absorbed),
            values=values,
            reason="ngẫu nhiên",
        )

    def merge_and_undo(self) -> None:
        """Whatever stands on the two, undoing gives the very same state."""
        before = business_dump()
        if made := self.merge():
            undo_merge(merge=made, by=self.by)
            assert business_dump() == before

    def undo_merge(self) -> None:
        """One of the last merges: of the oldest nearly all are built upon by now."""
        last = list(Merge.objects.in_force().order_by("-pk")[:2])
        if last:
            undo_merge(merge=self.random.choice(last), by=self.by)

    def correct(self) -> None:
        graduate = self.some_graduate()
        values = {
            "full_name": self._name(),
            "class_name": self.random.choice(("9/1", "9/5")),
            "residence": self.random.choice(COMMUNES),
            "birth_day": self.random.randint(1, 28),
        }
        chosen = {name: values[name] for name in self._sample(list(values), 2)}
        correct_graduate(
            graduate=graduate, by=self.by, version=version_of(graduate), values=chosen, reason=""
        )

    def take_back(self) -> None:
        edits = GraduateEdit.objects.in_force().filter(graduate__withdrawn_at__isnull=True)
        self._if_any(
            edits.select_related("graduate__cohort"),
            lambda edit: take_back_edit(edit=edit, by=self.by),
        )

    def verify_again(self) -> None:
        graduate = self.some_graduate()
        versions = {graduate.pk: StatementsVersion.of(graduate.pk)}
        stated_on = START + timedelta(days=self.random.randrange(120))
        verify_again(versions=versions, by=self.by, stated_on=stated_on)

    def undo_roster(self) -> None:
        batches = Batch.objects.in_force().filter(kind=BatchKind.ROSTER)
        self._if_any(batches, lambda batch: undo_roster(batch=batch, by=self.by))

    def undo_import(self) -> None:
        batches = Batch.objects.in_force().filter(kind=BatchKind.GRADUATES)
        if Graduate.objects.members().count() > 12:
            self._if_any(
                batches, lambda batch: undo_import(batch=batch, by=self.by, but_those=True)
            )
