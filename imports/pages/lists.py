"""The pages of an import as data."""

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from districts.authority import scope_of
from districts.models import Commune, District, School
from documents.import_template import GraduateTemplate
from domain.formats import birth, count, day
from imports.causes import Cause, cause_key, causes_of
from imports.forms import DecisionForm
from imports.graduates import Plan, obstacles
from imports.graduates.conflicts import HAND_EDIT_KEPT
from imports.graduates.rows import GraduateRow
from imports.models import Batch, BatchKind, Draft, Row
from imports.pages.conflicts import conflict_context, kept_text
from imports.parts import (
    cause_lines,
    decided_facts,
    head_of,
    left_waiting,
    moment,
    remembered_lines,
    result_url,
    source_text,
    understood,
    undone_facts,
    who,
)
from imports.reading import GRADUATE_COLUMNS, Level
from students.models import Graduate

SHOWN_CHANGES = 50
SHOWN_REJECTED = 200
SHOWN_OBSTACLES = 200
HIDDEN_FIELDS = ("name_key", "sort_key")
_BLANK = "để trống"


def template_of(district: District, user: Any, year: int | None) -> GraduateTemplate:
    """The empty list of a district, or of the one THCS that asks for it."""
    schools = School.objects.visible_to(user).graduating().filter(district=district)
    names = list(schools.order_by("name").values_list("name", flat=True))
    own = names if scope_of(user).origin_school_ids and len(names) == 1 else [""]
    year = year or timezone.localdate().year
    communes = Commune.objects.visible_to(user).filter(district=district)
    communes = communes.valid_on(date(year, 7, 1)).order_by("name")
    return GraduateTemplate(
        year=year,
        district_name=district.name,
        schools=names,
        communes=list(communes.values_list("name", flat=True)),
        districts=[district.name],
        school_name=own[0],
    )


def tiles_of(plan: Plan) -> list[dict[str, str]]:
    """How many rows would do what."""
    return [
        {"label": "Dòng đọc được", "value": count(len(plan.rows)), "url": "", "note": ""},
        {"label": "Thêm mới", "value": count(len(plan.new)), "url": "", "note": ""},
        {"label": "Thay đổi", "value": count(len(plan.changed)), "url": "", "note": ""},
        {"label": "Giữ nguyên", "value": count(len(plan.unchanged)), "url": "", "note": ""},
        {
            "label": "Chưa nhập được",
            "value": count(len(plan.rejected)),
            "url": "",
            "note": "Cần sửa trước khi nhập" if plan.rejected else "",
        },
        *_left_out_tiles(plan),
    ]


def _left_out_tiles(plan: Plan) -> list[dict[str, str]]:
    if not plan.left_out:
        return []
    note = "Theo lựa chọn của đơn vị"
    return [{"label": "Bỏ qua", "value": count(len(plan.left_out)), "url": "", "note": note}]


def check_context(
    draft: Draft, plan: Plan, causes: list[Cause], form: DecisionForm
) -> dict[str, Any]:
    """The page of one uploaded file: what was understood, what is wrong, what to do next."""
    (file,) = plan.files
    rows_url = reverse("imports:draft_rows", args=[draft.pk])
    mends = [name for cells in file.source.beside.mends.values() for name in cells]
    return {
        **head_of(draft),
        "tiles": tiles_of(plan),
        "causes": cause_lines(
            causes,
            form,
            rows_url=rows_url,
            keys={cause_key(i.code, i.message) for row in plan.rows for i in row.issues},
        ),
        "rows_url": rows_url,
        "came_from": _came_from(draft),
        "rejected_number": count(len(plan.rejected)),
        "mended_number": count(len(mends)) if mends else "",
        "may_decide": bool(form.fields),
        "form": form,
        "tables": [understood(table, GRADUATE_COLUMNS) for table in file.tables],
        "remembered": remembered_lines(
            file.corrections.used.values(), draft, "imports:correction_remove"
        ),
        "columns_url": reverse("imports:draft_columns", args=[draft.pk]),
        "is_ready": not plan.rejected,
        "changes_nothing": not (plan.new or plan.changed),
        "has_something": bool(plan.new or plan.changed),
        "valid_number": count(len(plan.new) + len(plan.changed)),
        **conflict_context(plan),
        "study_text": study_text(plan),
    }


def _came_from(draft: Draft) -> str:
    """The address of the import that left these rows behind."""
    remainder = getattr(draft, "remainder", None)
    if remainder is None or remainder.batch_id is None:
        return ""
    return reverse("imports:batch_detail", args=[remainder.batch_id])


def study_text(plan: Plan) -> str:
    """How many children the list says something new of, where they are; "" for none."""
    said = [row.statement for row in plan.rows if row.statement and not row.is_rejected]
    if not said:
        return ""
    stated_on = day(max(each.stated_on for each in said))
    return f"Ghi nơi học theo khai báo cho {count(len(said))} học sinh (ngày {stated_on})."


def plan_causes(plan: Plan) -> list[Cause]:
    """The findings by cause; conflicts with corrections by hand are listed by themselves."""
    issues = [(file, issue) for file, issue in plan.issues if issue.code != HAND_EDIT_KEPT]
    return causes_of(issues, names_file=False)


def confirm_context(draft: Draft, plan: Plan) -> dict[str, Any]:
    """The last look: numbers, and the first of the changes from old to new."""
    names = _Names(plan.changed)
    shown = plan.changed[:SHOWN_CHANGES]
    return {
        **head_of(draft),
        "tiles": tiles_of(plan),
        "fingerprint": plan.fingerprint,
        "kept_text": kept_text(plan.conflicts),
        "study_text": study_text(plan),
        "changes": [_change(row, names) for row in shown],
        "more_changes": count(len(plan.changed) - len(shown))
        if len(plan.changed) > len(shown)
        else "",
        "rejected": count(len(plan.rejected)) if plan.rejected else "",
        "valid_number": count(len(plan.new) + len(plan.changed)),
        "has_something": bool(plan.new or plan.changed),
    }


class _Names:
    """Names of the schools and communes that changes speak of, in two queries."""

    def __init__(self, rows: list[GraduateRow]) -> None:
        keys: dict[str, set[int]] = {"school_id": set(), "commune_id": set()}
        for row in rows:
            for name in keys.keys() & row.changes.keys():
                keys[name] |= {row.changes[name], getattr(row.graduate, name)} - {None}
        self._names = {
            "school_id": School.objects.in_bulk(keys["school_id"]),
            "commune_id": Commune.objects.in_bulk(keys["commune_id"]),
        }

    def text(self, name: str, value: Any) -> str:
        if value in ("", None, {}):
            return _BLANK
        if name in self._names:
            return str(self._names[name][value])
        if name == "gender":
            return Graduate.Gender(value).label
        if name == "extra":
            return "; ".join(f"{heading}: {text}" for heading, text in value.items())
        return str(value)


def _change(row: GraduateRow, names: _Names) -> dict[str, Any]:
    fields = [name for name in row.changes if name not in (*HIDDEN_FIELDS, *_BIRTH)]
    said = [
        {
            "label": _label(name),
            "old": names.text(name, getattr(row.graduate, name)),
            "new": names.text(name, row.changes[name]),
        }
        for name in fields
    ]
    if row.statement:
        said.append({"label": "Nơi học theo khai báo", "old": "", "new": row.statement.text})
    if row.changes.keys() & set(_BIRTH):
        old = birth(row.graduate.birth) if row.graduate.birth else _BLANK
        new = birth(row.birth) if row.birth else _BLANK
        said.insert(0, {"label": "Ngày sinh", "old": old, "new": new})
    return {"row": row.row, "name": row.graduate.full_name, "fields": said}


_BIRTH = ("birth_year", "birth_month", "birth_day")


def _label(name: str) -> str:
    label = str(Graduate._meta.get_field(name.removesuffix("_id")).verbose_name)
    return label[:1].upper() + label[1:]


def batch_context(batch: Batch, user: Any) -> dict[str, Any]:
    """What became of one file."""
    numbers = batch.counts
    left_out = batch.rows.filter(state=Row.State.REJECTED).order_by("sheet", "row_number")
    rows = list(left_out[:SHOWN_REJECTED])
    return {
        "batch": batch,
        "source": source_text(batch),
        "facts": [
            {
                "label": "Nhập lúc",
                "value": moment(batch.imported_at),
            },
            {
                "label": "Người nhập",
                "value": who(batch.imported_by),
            },
            {"label": "Số dòng trong tệp", "value": count(numbers.get("rows", 0))},
            {"label": "Thêm mới", "value": count(numbers.get("created", 0))},
            {"label": "Thay đổi", "value": count(numbers.get("updated", 0))},
            *_study_facts(batch),
            {"label": "Để lại, chưa nhập", "value": count(numbers.get("rejected", 0))},
            *decided_facts(numbers),
            *undone_facts(batch),
        ],
        "may_be_undone": may_be_undone(batch),
        "rest": left_waiting([batch], user).get(batch.pk),
        "left_out": [
            {
                "place": f"{row.sheet}, dòng {row.row_number}",
                "name": row.written.get("full_name", ""),
                "reasons": [issue[3] for issue in row.issues if issue[0] == Level.ERROR],
            }
            for row in rows
        ],
    }


def _study_facts(batch: Batch) -> list[dict[str, str]]:
    number = batch.counts.get("statements", 0)
    return [{"label": "Nơi học theo khai báo", "value": count(number)}] if number else []


def undo_context(batch: Batch, form: forms.Form, user: Any) -> dict[str, Any]:
    """How many would be withdrawn and restored, and who stands in the way of it."""
    found = obstacles(batch) if may_be_undone(batch) else []
    if not found:
        del form.fields["but_those"]
    brought = batch.counts
    return {
        "source": f"{batch.file_name} · năm tốt nghiệp {batch.cohort.year}",
        "result_url": result_url(batch),
        "may_be_undone": may_be_undone(batch),
        "created": count(brought.get("created", 0)),
        "updated": count(brought.get("updated", 0)),
        "obstacle_number": count(len(found)) if found else "",
        "rest": left_waiting([batch], user).get(batch.pk),
        "obstacles": found[:SHOWN_OBSTACLES],
        "is_cut": len(found) > SHOWN_OBSTACLES,
    }


def may_be_undone(batch: Batch) -> bool:
    return batch.kind == BatchKind.GRADUATES and batch.withdrawn_at is None
