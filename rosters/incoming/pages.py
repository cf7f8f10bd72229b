"""The pages of a roster on its way in as data."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse

from districts.models import Commune, District, School
from documents.import_template import RosterKind, RosterTemplate
from domain.formats import birth, count, day
from domain.names import display_name
from imports.causes import Cause, cause_key, causes_of
from imports.models import Batch, Draft
from imports.parts import (
    cause_lines,
    decided_facts,
    head_of,
    moment,
    remembered_lines,
    result_url,
    understood,
    undone_facts,
    who,
)
from imports.read_files import decided_text
from imports.reading import ROSTER_COLUMNS
from rosters.incoming.forms_words import WordsForm
from rosters.incoming.plan import RosterCheck, RosterPlan
from rosters.models import RosterRow, RosterVersion
from rosters.pages import GENDERS, list_name
from rosters.reading import RosterReading
from rosters.recognise import Recognised
from rosters.versions import Changed, Movements
from rosters.words import origin_catalogue
from students.labels import PROGRAMME_LABELS, STAGE_LABELS

MATCH, REVIEW, NONE = RosterRow.Status.MATCH, RosterRow.Status.REVIEW, RosterRow.Status.NONE
SHOWN = 50
_BLANK = "để trống"
# A list of which nobody is known is rarely one of this year's graduates.
_MANY_STRANGERS = 10


def template_of(institution: School, kind: RosterKind, user: Any, year: int) -> RosterTemplate:
    """The empty list of an institution, with the schools and communes of its district to choose."""
    district = institution.district
    schools = origin_catalogue().filter(district=district) if district else []
    visible = Commune.objects.visible_to(user).filter(district=district)
    communes = visible.order_by("name").values_list("name", flat=True) if district else []
    districts = District.objects.visible_to(user).order_by("code").values_list("name", flat=True)
    return RosterTemplate(
        year=year,
        kind=kind,
        superior_name=f"UBND {district.name}" if district else institution.province,
        institution_name=institution.name,
        schools=list(dict.fromkeys(school.name for school in schools)),
        communes=list(dict.fromkeys(communes)),
        districts=list(districts),
    )


def draft_context(draft: Draft, step: int) -> dict[str, Any]:
    """Whose file it is, and which step this is."""
    return head_of(draft) | {"step": step}


def says_context(check: RosterCheck, form: forms.Form) -> dict[str, Any]:
    """What the list says of itself."""
    rows = check.reading.pupils
    sample = ", ".join(display_name(row.full_name) for row in rows[:3])
    letterhead = [line for table in check.reading.tables for line in table.letterhead]
    return draft_context(check.draft, 2) | {
        "form": form,
        "number": count(len(rows)),
        "sample": f"{sample}…" if len(rows) > 3 else sample,
        "letterhead": list(dict.fromkeys(letterhead))[:8],
        "other_name": getattr(form, "other_name", ""),
    }


def check_context(check: RosterCheck, causes: Sequence[Cause], form: WordsForm) -> dict[str, Any]:
    """Findings by cause, and how the sheets were understood."""
    reading, rows_url = check.reading, reverse("rosters:draft_rows", args=[check.draft.pk])
    keys = {cause_key(i.code, i.message) for row in reading.rows for i in row.issues}
    return draft_context(check.draft, 3) | {
        "facts": said_facts(check.found),
        "tiles": _tiles(
            ("Học sinh đọc được", len(reading.pupils), ""),
            ("Dòng cần xem lại", check.flagged, "Vẫn được nhập, kèm ghi nhận"),
            *_out_tiles(reading),
        ),
        "causes": cause_lines(causes, form, rows_url=rows_url, keys=keys),
        "rows_url": rows_url,
        "flagged": count(check.flagged) if check.flagged else "",
        "decided_text": decided_text(reading.decided),
        "is_empty": not reading.pupils,
        "may_decide": bool(form.fields),
        "form": form,
        "remembered": remembered_lines(
            check.corrections.used.values(), check.draft, "imports:correction_remove"
        ),
        "columns_url": reverse("rosters:draft_columns", args=[check.draft.pk]),
        "tables": [understood(table, ROSTER_COLUMNS) for table in reading.tables],
    }


def _out_tiles(reading: RosterReading) -> list[tuple[str, int, str]]:
    """Lines that are not taken in, of either kind, where there are any."""
    tiles = [
        ("Dòng chưa nhập được", reading.nameless, "Không có họ tên"),
        ("Dòng bỏ qua", len(reading.left_out), "Theo lựa chọn của đơn vị"),
    ]
    return [tile for tile in tiles if tile[1]]


def check_causes(check: RosterCheck) -> list[Cause]:
    name = check.draft.file_name
    return causes_of([(name, issue) for issue in check.reading.issues], names_file=False)


def said_facts(found: Recognised) -> list[dict[str, str]]:
    """What the list is, as answered."""
    new = "" if found.institution.pk else " (cơ sở mới, chưa xác nhận)"
    entries = [
        ("Trường, cơ sở", f"{found.institution.name}{new}"),
        ("Chương trình", PROGRAMME_LABELS[found.programme]),
        ("Phần", found.part),
        ("Học sinh", STAGE_LABELS[found.stage]),
        ("Đúng đến ngày", day(found.as_at)),
    ]
    return [{"label": label, "value": value} for label, value in entries if value]


def confirm_context(plan: RosterPlan, form: forms.Form) -> dict[str, Any]:
    """The last look: what linking would do, and who joins, leaves, is written otherwise."""
    upload = plan.upload
    statuses, previous = upload.statuses, upload.previous
    return draft_context(plan.check.draft, 4) | {
        "form": form,
        "facts": said_facts(upload.file.recognised),
        "linking": linking_sentence(statuses[MATCH], statuses[REVIEW], statuses[NONE]),
        "is_strange": statuses[NONE] == len(upload.file.rows) >= _MANY_STRANGERS,
        "is_unchanged": upload.is_unchanged,
        "number": count(len(upload.file.rows)),
        "nameless": count(plan.check.reading.nameless) if plan.check.reading.nameless else "",
        "decided_text": decided_text(upload.file.decided),
        "is_empty": not upload.file.rows,
        "previous": _previous_sentence(previous) if previous else "",
        "is_admission": upload.file.recognised.stage == "ADMITTED",
        **(movement_context(plan.movements) if previous else _first(upload.file.recognised.part)),
    }


def linking_sentence(matched: int, doubtful: int, none: int) -> str:
    """ "412 đã khớp tự động · 37 cần kiểm tra · 5 không tìm thấy"."""
    return (
        f"{count(matched)} đã khớp tự động · {count(doubtful)} cần kiểm tra · "
        f"{count(none)} không tìm thấy"
    )


def movement_context(moved: Movements) -> dict[str, Any]:
    """Joined, left, changed: a number and the first names of each."""
    changed = [
        {"name": display_name(each.new.full_name), "place": _place(each.new),
         "fields": _differences(each)}
        for each in moved.changed[:SHOWN]
    ]  # fmt: skip
    return {
        "movements": [
            _group("joined", "Thêm vào", "Chưa có trong danh sách trước.", moved.joined),
            _group(
                "left", "Không còn tên",
                "Có trong danh sách trước; không còn được tính là đang học tại đơn vị.", moved.left,
            ),
        ],
        "changed_number": count(len(moved.changed)),
        "changed": changed,
        "more_changed": _more(len(moved.changed)),
    }  # fmt: skip


def _first(part: str) -> dict[str, Any]:
    """What is told where there is no list before to compare with."""
    of_part = (
        f"Đây là danh sách đầu tiên của phần “{part}”; các danh sách khác của đơn vị cho chương "
        "trình này vẫn được dùng."
    )
    whole = "Đây là danh sách đầu tiên của đơn vị cho chương trình này."
    return {"movements": [], "first": of_part if part else whole}


def version_context(
    version: RosterVersion, batch: Batch, previous: RosterVersion | None, moved: Movements
) -> dict[str, Any]:
    """What became of one upload, beside the version that it took the place of."""
    statuses = [version.rows.filter(status=status).count() for status in (MATCH, REVIEW, NONE)]
    roster = version.roster
    in_force = version.replaced_at is None
    return {
        "batch": batch,
        "roster_pk": roster.pk,
        "has_list": roster.versions.latest().exists(),
        "institution": roster.institution.name,
        "list_name": list_name(version),
        "facts": _version_facts(version, batch),
        "linking": linking_sentence(*statuses) if in_force else "",
        "is_replaced": not in_force and batch.withdrawn_at is None,
        "may_be_undone": in_force and batch.withdrawn_at is None,
        "previous": _previous_sentence(previous) if previous else "",
        **(movement_context(moved) if previous else _first(roster.part)),
    }


def _version_facts(version: RosterVersion, batch: Batch) -> list[dict[str, str]]:
    replaced = version.replaced_at if batch.withdrawn_at is None else None
    entries = [
        ("Tệp", version.file_name),
        ("Học sinh", STAGE_LABELS[version.stage]),
        ("Đúng đến ngày", day(version.as_at)),
        ("Nhập lúc", moment(version.received_at)),
        ("Người nhập", who(batch.imported_by)),
        ("Số học sinh đã nhập", count(batch.counts.get("rows", 0))),
        ("Thay thế lúc", moment(replaced) if replaced else ""),
    ]
    facts = [{"label": label, "value": value} for label, value in entries if value]
    return [*facts, *decided_facts(batch.counts), *undone_facts(batch)]


def _previous_sentence(previous: RosterVersion) -> str:
    return (
        f"Danh sách trước là “{previous.file_name}”, đúng đến ngày {day(previous.as_at)}, "
        f"{count(previous.rows.count())} học sinh."
    )


def _group(key: str, title: str, note: str, rows: Sequence[RosterRow]) -> dict[str, Any]:
    return {
        "key": key,
        "title": title,
        "note": note,
        "number": count(len(rows)),
        "lines": [
            {
                "name": display_name(row.full_name),
                "birth": birth(row.birth) if row.birth else "",
                "class_name": row.class_name,
                "place": _place(row),
            }
            for row in rows[:SHOWN]
        ],
        "more": _more(len(rows)),
    }


def _more(number: int) -> str:
    return count(number - SHOWN) if number > SHOWN else ""


def _place(row: RosterRow) -> str:
    return f"{row.sheet}, dòng {row.row_number}"


def _differences(each: Changed) -> list[dict[str, str]]:
    return [
        {"label": _label(name), "old": _text(each.old, name), "new": _text(each.new, name)}
        for name in each.fields
    ]


def _label(name: str) -> str:
    if name == "birth":
        return "Ngày sinh"
    label = str(RosterRow._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def _text(row: RosterRow, name: str) -> str:
    if name == "birth":
        return birth(row.birth) if row.birth else _BLANK
    value = getattr(row, name)
    return (GENDERS.get(value, value) if name == "gender" else value) or _BLANK


def _tiles(*tiles: tuple[str, int, str]) -> list[dict[str, str]]:
    return [
        {"label": label, "value": count(number), "url": "", "note": note}
        for label, number, note in tiles
    ]


def undo_context(version: RosterVersion, batch: Batch, obstacles: Sequence[Any]) -> dict[str, Any]:
    """What undoing would do, and what stands in its way."""
    return {
        "batch": batch,
        "institution": version.roster.institution.name,
        "list_name": list_name(version),
        "number": count(version.rows.count()),
        "obstacles": obstacles,
        "result_url": result_url(batch),
    }
