"""Random but repeatable work on a small province, with imports taken back in any order."""

from collections import Counter
from typing import Any

from imports.graduates import UndoResult, obstacles, undo_import
from imports.graduates.undo import BuiltUpon
from imports.models import Batch, BatchKind, Row
from rosters.actions import undo_roster
from students.actions import EditedSince, KeyTaken, correct_graduate, take_back_edit
from students.actions.edits import version_of
from students.models import Graduate, GraduateEdit
from tests.dump import business_dump
from tests.province import Province
from tests.rosters.operations import SCHOOLS, Operations


class UndoOperations(Operations):
    """`met` counts what became of the undos, so that a tame run is noticed."""

    def __init__(self, province: Province, seed: int) -> None:
        super().__init__(province, seed)
        self.met: Counter[str] = Counter()
        self.weighted = [
            (20, self.record),
            (12, self.withdraw),
            (14, self.import_list),
            (12, self.upload_roster),
            (4, self.move),
            (18, self.undo),
            (10, self.undo_but_those),
            (10, self.import_and_undo),
            (6, self.import_thrice_and_undo),
            (5, self.upload_and_undo),
            (10, self.undo_some_roster),
            (12, self.correct),
            (5, self.take_correction_back),
        ]

    def some_graduate(self) -> Graduate:
        keys = list(Graduate.objects.members().order_by("pk").values_list("pk", flat=True))
        if not keys:
            self.import_list()
            return self.some_graduate()
        return Graduate.objects.get(pk=self.random.choice(keys))

    def pupils(self) -> list[dict[str, str]]:
        """Rows of a list: some known pupils with other particulars, some new ones."""
        known = self.some_of(list(Graduate.objects.members().order_by("pk")))
        rows = [self._corrected(graduate) for graduate in known]
        return rows + [self._new_pupil() for _ in range(self.random.randint(1, 3))]

    def roster_rows(self, number: int, *pupils: dict[str, str]) -> list[dict[str, str]]:
        """Rows of an institution's list: known graduates, these pupils, and a stranger."""
        known = self._sample(list(Graduate.objects.members().order_by("pk")), number)
        named = [{k: v for k, v in row.items() if k != "register"} for row in pupils]
        return [*map(self._roster_row, known), *named, self._stranger()]

    def some_of(self, population: list[Any]) -> list[Any]:
        return self._sample(population, self.random.randint(0, 3))

    def correct(self, graduate: Graduate | None = None) -> None:
        """Whatever a person may type over what is known of a child."""
        random, graduate = self.random, graduate or self.some_graduate()
        values = {
            "full_name": self._name(),
            "birth_day": random.randint(1, 28),
            "class_name": random.choice(("9/1", "9/2", "9/3")),
            "phone": f"09{random.randrange(10**8):08d}",
            "register_number": f"{random.randint(1, self.numbers + 5):05d}",
            "school_id": getattr(self.province, random.choice(SCHOOLS)).pk,
            "commune_id": self.province.home_township.pk,
        }
        chosen = {name: values[name] for name in self._sample(sorted(values), 2)}
        version = version_of(graduate)
        try:
            correct_graduate(graduate=graduate, by=None, version=version, values=chosen, reason="")
            self.met["corrected"] += 1
        except KeyTaken:
            self.met["key taken"] += 1

    def take_correction_back(self) -> None:
        edits = GraduateEdit.objects.in_force().filter(graduate__withdrawn_at__isnull=True)
        keys = list(edits.order_by("pk").values_list("pk", flat=True))
        if not keys:
            return
        before = business_dump()
        try:
            take_back_edit(edit=GraduateEdit.objects.get(pk=self.random.choice(keys)), by=None)
            self.met["correction taken back"] += 1
        except (EditedSince, KeyTaken):
            assert business_dump() == before

    def batches(self) -> list[Batch]:
        return list(Batch.objects.in_force().filter(kind=BatchKind.GRADUATES).order_by("pk"))

    def undo(self) -> None:
        self._undo(but_those=False)

    def undo_but_those(self) -> None:
        self._undo(but_those=True)

    def _undo(self, *, but_those: bool) -> None:
        batches = sorted(self.batches(), key=lambda batch: batch.imported_at)
        # One of the latest: those before have been built upon almost surely.
        batch = self.random.choice(batches[-4:]) if batches else None
        if batch is None:
            return
        found = {each.graduate for each in obstacles(batch)}
        rows = set(batch.rows.brought().values_list("graduate_id", "state"))
        try:
            result = undo_import(batch=batch, by=None, but_those=but_those)
        except BuiltUpon:
            assert found
            assert not but_those or found == {graduate for graduate, _ in rows}
            self.met["refused"] += 1
            return
        assert but_those or not found
        self._check(result, rows, found)

    def _check(self, result: UndoResult, rows: set[tuple[int, str]], found: set[int]) -> None:
        created = {graduate for graduate, state in rows if state == Row.State.CREATED}
        changed = {graduate for graduate, state in rows if state == Row.State.UPDATED}
        members = set(Graduate.objects.members().values_list("pk", flat=True))
        assert created & members == created & found
        assert changed <= members
        assert result == UndoResult(
            len(created - found), len(changed - found), len(found), result.obstacles
        )
        self.met["kept"] += result.kept
        self.met["withdrawn"] += result.withdrawn
        self.met["restored"] += result.restored

    def _import(self) -> list[Batch]:
        known = {batch.pk for batch in self.batches()}
        self.import_list()
        return [batch for batch in self.batches() if batch.pk not in known]

    def import_and_undo(self) -> None:
        self._import_and_undo(times=1)

    def import_thrice_and_undo(self) -> None:
        self._import_and_undo(times=3)

    def _import_and_undo(self, *, times: int) -> None:
        """Last in, first out: what was there before is there again."""
        before = business_dump()
        batches = [batch for _ in range(times) for batch in self._import()]
        for batch in reversed(batches):
            undo_import(batch=batch, by=None)
        assert business_dump() == before
        self.met["restored state"] += bool(batches)

    def upload_and_undo(self) -> None:
        """The version before is in force again, with what it said."""
        before, known = business_dump(), self._roster_batches()
        self.upload_roster()
        for batch in self._roster_batches() - known:
            undo_roster(batch=Batch.objects.get(pk=batch), by=None)
            self.met["roster undone at once"] += 1
        assert business_dump() == before

    def undo_some_roster(self) -> None:
        """Any version in force, whatever was done since."""
        keys = sorted(self._roster_batches())
        if keys:
            try:
                undo_roster(batch=Batch.objects.get(pk=self.random.choice(keys)), by=None)
            except BuiltUpon:
                self.met["roster refused"] += 1
            else:
                self.met["roster undone"] += 1

    def _roster_batches(self) -> set[Any]:
        rosters = Batch.objects.in_force().filter(kind=BatchKind.ROSTER)
        return set(rosters.values_list("pk", flat=True))
