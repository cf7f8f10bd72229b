"""The audit log as people read it: which events a viewer sees, and as what sentences."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.db.models import Field, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from audit.actions import COMMAND_LINE
from audit.models import Event, EventDetail
from audit.sentences import registered_verbs, sentence_of
from districts.authority import Permission, scope_of
from domain.names import fold
from office.people import own_users, visible_users
from students.labels import PROGRAMME_LABELS
from students.timeline import moment_text

PAGE_SIZE = 100
OTHER = "other"
# Code → label, and what the verbs of the group start or end with; the first that fits is it.
VERB_GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "reads": ("Xem hồ sơ", ("*_read",)),
    "exports": ("Xuất dữ liệu", ("*exported",)),
    "imports": ("Nhập dữ liệu", ("*_imported", "*.uploaded", "imports.*")),
    "accounts": ("Tài khoản, phân quyền", ("office.*", "accounts.*")),
    "statements": ("Thông tin nơi học", ("students.statement*", "*_reported")),
    "graduates": ("Thông tin học sinh", ("students.graduate_edit*",)),
    "targets": ("Mục tiêu, chỉ tiêu", ("students.target*", "students.quota*")),
    "rosters": ("Danh sách đang học, đối chiếu", ("rosters.*",)),
    "outreach": ("Danh sách gửi đi, vận động", ("outreach.*",)),
    "catalogue": ("Danh mục trường, cơ sở", ("districts.*",)),
    OTHER: ("Việc khác", ("*",)),
}
# Names that actions give values which are no fields of the object.
_DETAIL_LABELS = {
    "statement": "Thông tin nơi học số",
    "programme": "Chương trình",
    "school": "Trường, cơ sở (mã hoặc tên)",
}


@dataclass(frozen=True)
class EventPage:
    """Lines of one page, newest first, and the ways to the pages beside it."""

    lines: list[dict[str, str]]
    next_url: str
    previous_url: str


def visible_events(user: Any) -> QuerySet[Event]:
    """The department sees everything; a district what people did who work nowhere else.

    Events keep labels and no places: what somebody did who also works in another district may be
    of that district's children.
    """
    scope = scope_of(user)
    if Permission.SEE_AUDIT_LOG not in scope.permissions:
        return Event.objects.none()
    if scope.is_province:
        return Event.objects.all()
    return Event.objects.filter(actor_id__in=own_users(user).values("pk"))


def verb_group(verb: str) -> str:
    """The group of VERB_GROUPS that a verb belongs to."""
    for code, (_, patterns) in VERB_GROUPS.items():
        if any(_fits(verb, pattern) for pattern in patterns):
            return code
    return OTHER


def filtered(events: QuerySet[Event], chosen: dict[str, Any], user: Any) -> QuerySet[Event]:
    """Events narrowed to what the filter's form holds."""
    if chosen["person"]:
        events = events.filter(_done_by(chosen["person"], user))
    if chosen["kind"]:
        events = events.filter(_of_group(chosen["kind"]))
    if chosen["q"]:
        events = events.filter(object_label__icontains=chosen["q"])
    if chosen["since"]:
        events = events.filter(at__gte=_start_of(chosen["since"]))
    if chosen["until"]:
        events = events.filter(at__lt=_start_of(chosen["until"] + timedelta(days=1)))
    return events


def event_page(events: QuerySet[Event], parameters: dict[str, str], *, details: bool) -> EventPage:
    """The page after `before` (older) or before `after` (newer) in `parameters`, by key; the
    newest one where the key leads to nothing.

    `details`: whether lines that have values before and after lead to them.
    """
    older, newer = _key(parameters.get("before")), _key(parameters.get("after"))
    rows, has_newer, has_older = _slice(events, older=older, newer=newer)
    if not rows and (older is not None or newer is not None):
        rows, has_newer, has_older = _slice(events, older=None, newer=None)
    kept = {k: v for k, v in parameters.items() if v and k not in ("before", "after")}
    detailed = _with_details(rows) if details else set()
    return EventPage(
        lines=[_line(event, event.pk in detailed) for event in rows],
        next_url=_url(kept, "before", rows[-1]) if rows and has_older else "",
        previous_url=_url(kept, "after", rows[0]) if rows and has_newer else "",
    )


def _slice(
    events: QuerySet[Event], *, older: int | None, newer: int | None
) -> tuple[list[Event], bool, bool]:
    """(events of the page, whether there are newer ones, whether there are older ones)."""
    if newer is not None:
        rows = list(events.filter(pk__gt=newer).order_by("pk")[: PAGE_SIZE + 1])[::-1]
        return rows[-PAGE_SIZE:], len(rows) > PAGE_SIZE, True
    chosen = events if older is None else events.filter(pk__lt=older)
    rows = list(chosen.order_by("-pk")[: PAGE_SIZE + 1])
    return rows[:PAGE_SIZE], older is not None, len(rows) > PAGE_SIZE


def detail_entries(event: Event) -> list[dict[str, str]]:
    """Values before and after by field, in words; a field that was empty both times is left out."""
    detail = EventDetail.objects.filter(event=event).first()
    if detail is None:
        return []
    fields = _model_fields(event)
    entries = [
        {
            "label": _field_label(name, fields),
            "before": _value_text(name, detail.before.get(name), fields),
            "after": _value_text(name, detail.after.get(name), fields),
        }
        for name in dict.fromkeys([*detail.before, *detail.after])
    ]
    return [entry for entry in entries if entry["before"] or entry["after"]]


def event_facts(event: Event) -> list[dict[str, str]]:
    fields = _model_fields(event)
    facts = [
        ("Lúc", moment_text(event.at)),
        ("Người thực hiện", event.actor_label),
        ("Đối tượng", event.object_label),
        ("Số lượng", "" if event.count is None else str(event.count)),
        ("Lý do, kết quả", event.reason),
        ("Trường thay đổi", ", ".join(_field_label(str(n), fields) for n in event.fields)),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _of_group(group: str) -> Q:
    known = registered_verbs()
    condition = Q(verb__in=[verb for verb in known if verb_group(verb) == group])
    # What an older version recorded and nobody registers any more is "other" as well.
    return condition | ~Q(verb__in=known) if group == OTHER else condition


def _done_by(text: str, user: Any) -> Q:
    """By whom, found without accents; people who are gone are found by the label kept of them."""
    wanted = fold(text)
    people = visible_users(user).values_list("pk", "full_name", "username")
    keys = [pk for pk, *names in people if wanted and wanted in fold(" ".join(names))]
    found = Q(actor_id__in=keys) | Q(actor_label__icontains=text)
    if wanted and wanted in fold(COMMAND_LINE):
        found |= Q(actor_id__isnull=True)
    return found


def _with_details(events: list[Event]) -> set[int]:
    keys = [event.pk for event in events]
    return set(EventDetail.objects.filter(event__in=keys).values_list("event", flat=True))


def _line(event: Event, has_detail: bool) -> dict[str, str]:
    return {
        "at": moment_text(event.at),
        "sentence": sentence_of(event),
        "url": reverse("office:event_detail", args=[event.pk]) if has_detail else "",
    }


def _fits(verb: str, pattern: str) -> bool:
    if pattern.startswith("*"):
        return verb.endswith(pattern[1:])
    return verb.startswith(pattern[:-1])


def _model_fields(event: Event) -> dict[str, Field]:
    """The fields of the object's model by name and by column; none when the model is gone."""
    try:
        options = apps.get_model(event.object_type)._meta
    except (LookupError, ValueError):
        return {}
    return {name: f for f in options.concrete_fields for name in (f.name, f.attname)}


def _field_label(name: str, fields: dict[str, Field]) -> str:
    if name in _DETAIL_LABELS:
        return _DETAIL_LABELS[name]
    label = str(fields[name].verbose_name) if name in fields else name
    return label[:1].upper() + label[1:]


def _value_text(name: str, value: Any, fields: dict[str, Field]) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    choices = fields[name].flatchoices if name in fields else []
    return str({**PROGRAMME_LABELS, **dict(choices)}.get(value, value))


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def _key(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None


def _url(kept: dict[str, str], side: str, event: Event) -> str:
    return f"?{urlencode({**kept, side: event.pk})}"
