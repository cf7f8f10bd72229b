"""Who said what of one child, when, and which of it counts: lines of the child's page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from domain.formats import day
from domain.outcome import Evidence, Outcome, Standing
from students.actions import StatementsVersion, standing_of
from students.authorship import why_not_changeable, why_not_recordable
from students.labels import EVIDENCE_LABELS, PLACE_LABELS, PROGRAMME_LABELS, STAGE_LABELS
from students.models import Destination, Graduate, Source
from students.verbs import STATEMENT_CORRECTED, STATEMENT_TAKEN_BACK

BY_SYSTEM = "Hệ thống"
_COUNTING = {"css": "met", "symbol": "✓", "text": "Đang được tính"}
_CONFLICTING = {"css": "conflict", "symbol": "≠", "text": "Chưa thống nhất"}
_CONTRARY = {"css": "conflict", "symbol": "≠", "text": "Cần xác minh"}
_WITHOUT_EFFECT = {"css": "undecided", "symbol": "○", "text": "Không được tính"}
_REPLACED = {"css": "past", "symbol": "–", "text": "Đã thay thế"}
_WITHDRAWN = {"css": "past", "symbol": "–", "text": "Đã rút"}

Endings = dict[int, tuple[str, str]]


def statements_of(graduate: Graduate) -> list[Destination]:
    """Everything ever said of the child, newest first; one query."""
    related = ("school__district", "recorded_by", "superseded_by")
    statements = graduate.destinations.select_related(*related)
    return list(statements.order_by("-recorded_at", "-pk"))


def graduate_story(graduate: Graduate, user: Any) -> dict[str, Any]:
    """The timeline with what follows from it: why the outcome is what it is, and disagreements."""
    statements = statements_of(graduate)
    current = [s for s in statements if s.superseded_at is None]
    district = graduate.school.district_id
    standing = standing_of(current, origin_district_id=district)
    contrary = _contrary(current, standing, district)
    endings = _endings(graduate)
    marks = {s.pk: mark_of(s, standing, contrary, endings) for s in statements}
    entries = {s.pk: _entry(s, marks[s.pk], endings) for s in statements}
    return {
        "reason": standing.reason,
        "deciding": [entries[key] for key in standing.deciding],
        "opposed": _opposed(standing, contrary, entries),
        "is_conflict": standing.outcome is Outcome.CONFLICT,
        "timeline": [entries[s.pk] | _changes(s, graduate, user) for s in statements],
    }


def fresh_entries(graduate: Graduate, version: StatementsVersion | None) -> list[dict[str, Any]]:
    """What was recorded or taken back since a form was opened, newest first."""
    endings = _endings(graduate)
    mark = _REPLACED | {"css": "undecided", "symbol": "…", "text": "Vừa ghi"}
    return [
        _entry(s, mark if s.superseded_at is None else _past_mark(s, endings), endings)
        for s in fresh_statements(graduate, version)
    ]


def fresh_statements(graduate: Graduate, version: StatementsVersion | None) -> list[Destination]:
    """Statements recorded or taken back since that version; none when the version is unknown."""
    if version is None:
        return []
    statements = statements_of(graduate)
    recorded = sorted(statements, key=lambda s: s.pk)[version.recorded :]
    past = [s for s in statements if s.superseded_at is not None]
    taken_back = sorted(past, key=lambda s: (s.superseded_at, s.pk))[version.superseded :]
    keys = {s.pk for s in [*recorded, *taken_back]}
    return [s for s in statements if s.pk in keys]


def entry_of(statement: Destination) -> dict[str, Any]:
    """One statement for a page about it alone."""
    return _entry(statement, {"css": "past", "symbol": "–", "text": "Thông tin hiện có"}, {})


def mark_of(
    statement: Destination, standing: Standing, contrary: Sequence[Destination], endings: Endings
) -> dict[str, str]:
    """Whether the statement counts, as a status word."""
    if statement.superseded_at is not None:
        return _past_mark(statement, endings)
    if statement.pk in standing.deciding:
        return _CONFLICTING if standing.outcome is Outcome.CONFLICT else _COUNTING
    if statement in contrary:
        return _CONTRARY
    return _WITHOUT_EFFECT


def _past_mark(statement: Destination, endings: Endings) -> dict[str, str]:
    verb, _ = endings.get(statement.pk, ("", ""))
    return _WITHDRAWN if verb == STATEMENT_TAKEN_BACK else _REPLACED


def _contrary(
    current: Sequence[Destination], standing: Standing, district: int | None
) -> list[Destination]:
    """The reports that put a confirmed outcome in question, each asked of the rule by itself."""
    if not standing.in_question:
        return []
    confirmed = [s for s in current if s.evidence == Evidence.CONFIRMED]
    return [
        report
        for report in current
        if report.evidence != Evidence.CONFIRMED
        and standing_of([*confirmed, report], origin_district_id=district).in_question
    ]


def _opposed(
    standing: Standing, contrary: Sequence[Destination], entries: dict[int, dict[str, Any]]
) -> list[dict[str, Any]]:
    """The statements that cannot all be true, to be shown side by side."""
    if standing.outcome is Outcome.CONFLICT:
        return [entries[key] for key in standing.deciding]
    if not contrary:
        return []
    return [entries[key] for key in standing.deciding] + [entries[s.pk] for s in contrary]


def _entry(statement: Destination, mark: dict[str, str], endings: Endings) -> dict[str, Any]:
    return {
        "programme": PROGRAMME_LABELS[statement.programme],
        "where": _where(statement),
        "stage": STAGE_LABELS.get(statement.stage, ""),
        "source": Source(statement.source).label,
        "stated_on": day(statement.stated_on),
        "mark": mark,
        "is_past": statement.superseded_at is not None,
        "facts": _facts(statement, endings),
    }


def _where(statement: Destination) -> str:
    """The institution with its district or province, or the place as somebody wrote it."""
    school = statement.school
    if school:
        return f"{school.name} ({school.district.name if school.district else school.province})"
    place = PLACE_LABELS.get(statement.place, "")
    if statement.place_text and place:
        return f"{statement.place_text} ({place.lower()})"
    return statement.place_text or place


def _facts(statement: Destination, endings: Endings) -> list[dict[str, str]]:
    facts = [
        ("Mức xác nhận", EVIDENCE_LABELS.get(statement.evidence, "")),
        ("Minh chứng", statement.evidence_note),
        ("Không còn học từ", day(statement.ended_on) if statement.ended_on else ""),
        ("Lý do", statement.reason),
        ("Ghi lúc", f"{moment_text(statement.recorded_at)}, {statement.recorded_by or BY_SYSTEM}"),
        *_ending_facts(statement, endings),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _ending_facts(statement: Destination, endings: Endings) -> list[tuple[str, str]]:
    if statement.superseded_at is None:
        return []
    verb, reason = endings.get(statement.pk, ("", ""))
    label = "Rút lúc" if verb == STATEMENT_TAKEN_BACK else "Thay thế lúc"
    if not verb and statement.source == Source.ROSTER:
        reason = "Danh sách đang học được cập nhật hoặc đối chiếu lại"
    who = f"{moment_text(statement.superseded_at)}, {statement.superseded_by or BY_SYSTEM}"
    return [(label, who), ("Vì sao", reason)]


def _endings(graduate: Graduate) -> Endings:
    """How statements were corrected or withdrawn by hand: statement → (verb, reason).

    The values of an event are purged when their time is over; the timeline then tells who and
    when, which the statement itself keeps.
    """
    events = Event.objects.about(graduate._meta.label, graduate.pk).filter(
        verb__in=(STATEMENT_CORRECTED, STATEMENT_TAKEN_BACK)
    )
    kept = events.filter(detail__isnull=False).values_list("detail__before", "verb", "reason")
    return {before.get("statement"): (verb, reason) for before, verb, reason in kept}


def _changes(statement: Destination, graduate: Graduate, user: Any) -> dict[str, str]:
    """Where to correct and withdraw the statement, or why not."""
    nothing = {"correct_url": "", "withdraw_url": "", "why_not": ""}
    if statement.superseded_at is not None or why_not_recordable(graduate):
        return nothing
    statement.graduate = graduate
    if why_not := why_not_changeable(user, statement):
        return nothing | {"why_not": why_not}
    keys = [graduate.pk, statement.pk]
    return nothing | {
        "correct_url": reverse("students:statement_correct", args=keys),
        "withdraw_url": reverse("students:statement_withdraw", args=keys),
    }


def moment_text(value: datetime) -> str:
    """A moment in Vietnam: "28/9/2020 07:45"."""
    local = timezone.localtime(value)
    return f"{day(local.date())} {local:%H:%M}"
