"""Imports of a few invented graduates and their undoing, as the tests of undo begin."""

from datetime import date
from typing import Any

from audit.models import Event
from imports.graduates import SourceFile, commit, prepare, undo_import
from imports.graduates.undo import UndoResult
from imports.models import Batch, Row
from rosters.actions import upload_rosters
from rosters.models import Link
from rosters.uploads import read_roster_files
from students.models import Destination, Graduate, GraduateFacts
from tests.province import Province
from tests.sheets import graduate_book, pupil, roster_book

AN = pupil(
    moet="8020000001", residence="Ấp 3, xã Đức Hòa Thượng, huyện Đức Hòa", phone="0912345678"
)
BE = pupil(name="Trần Văn Bé", gender="Nam", birth="6/10/2005", register="0002", moet="8020000002")
CUC = pupil(name="Võ Thị Cúc", birth="1/2/2005", register="0003", moet="8020000003")
MIDDLES = ("Thị", "Văn", "Ngọc", "Kim", "Minh", "Thanh")
GIVENS = ("An", "Bình", "Cúc", "Dung", "Giang", "Hà", "Lan", "Mai", "Nga", "Oanh")
MOVED = AN | {
    "school": "THCS Gò Tre",
    "residence": "Khu phố 2, thị trấn Đức Hòa",
    "name": "Lê Thị Ân",
    "birth": "2005",
    "gender": "Nam",
    "phone": "0987654321",
    "note": "chuyển trường",
    "class_name": "9/4",
}


def take_in(province: Province, *rows: dict[str, str], name: str = "802.xlsx") -> Batch:
    plan = prepare([SourceFile(name, graduate_book(*rows))], cohort=province.cohort)
    (batch,) = commit(plan, by=None).batches
    return Batch.objects.get(pk=batch)


def upload(province: Province, *rows: dict[str, str], **sheet: Any) -> None:
    content = roster_book(*rows, **sheet)
    files = read_roster_files(
        [SourceFile("ds.xlsx", content)], cohort=province.cohort, today=date(2021, 1, 1)
    )
    upload_rosters(files, cohort=province.cohort, by=None)


def take_back(batch: Batch, **options: Any) -> UndoResult:
    return undo_import(batch=batch, by=None, **options)


def counts(result: UndoResult) -> tuple[int, int, int]:
    return result.withdrawn, result.restored, result.kept


def named(name: str) -> Graduate:
    return Graduate.objects.members().get(full_name=name)


def everything() -> list[Any]:
    models = (Graduate, GraduateFacts, Destination, Link, Batch, Row, Event)
    return [list(model._default_manager.order_by("pk").values()) for model in models]
