"""What people say of rows under review: this graduate, none of these, or later; and taking it back.

Each click is one act. An act is refused, and nothing written, when a row is no longer what the
person was looking at: of two who review one queue, the second is told what the first decided.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from audit.actions import record_event
from domain.linkage.decisions import Kind
from rosters import verbs
from rosters.actions.links import lay_decisions
from rosters.decided import latest_about, machine_proposals, new_decision, row_facts, settled
from rosters.models import Link, LinkDecision, RosterRow, RosterVersion
from students.actions import hold_cohort, recounting
from students.bulk import chunks, insert_many
from students.models import Cohort, Graduate


class NotDecidable(Exception):
    """Nothing was written; str() is one Vietnamese sentence."""


class RowTaken(NotDecidable):
    """The row is no longer what the person looked at: decided by somebody, linked anew, or
    replaced by a new list. `decision` tells who decided, if somebody did.
    """

    def __init__(self, sentence: str, decision: LinkDecision | None = None) -> None:
        super().__init__(sentence)
        self.decision = decision


class CohortClosed(NotDecidable):
    """The figures of the year are closed."""


class AlreadyUndone(NotDecidable):
    """The act was taken back before, or newer decisions have taken its place."""


@dataclass(frozen=True)
class Answer:
    """What is said of one row: one graduate, several who are not the child, or (`kind` LATER)
    nobody. `seen` is what `seen_links` gave when the row was shown.
    """

    row: RosterRow
    kind: Kind
    seen: str
    graduates: tuple[int, ...] = field(default=())


def seen_links(links: Iterable[Link]) -> str:
    """What was shown of a row, as a word that changes with every change of its links."""
    return "-".join(str(link.pk) for link in sorted(links, key=lambda link: link.pk))


@recounting()
def decide(*, answers: Sequence[Answer], by: Any) -> UUID:
    """Record one act about one or more rows of one cohort; returns its id.

    Raises RowTaken or CohortClosed; then nothing of it was written.
    """
    cohort = answers[0].row.version.roster.cohort
    _hold(cohort)
    act, now = uuid4(), timezone.now()
    versions = _versions(answer.row for answer in answers)
    for answer in answers:
        _require_unchanged(answer, versions)
    for version in versions.values():
        mine = [each for each in answers if each.row.version_id == version.pk]
        _close_overtaken(version, mine, by=by)
        insert_many(
            [
                new_decision(
                    each.row, each.kind, graduate, act_id=act, recorded_at=now, recorded_by=by
                )
                for each in mine
                for graduate in (each.graduates or (None,))
            ]
        )
        lay_decisions(version, by=by)
    _record(answers, by=by)
    return act


@recounting()
def undo_act(*, act: UUID, by: Any) -> list[LinkDecision]:
    """Take one act back, all of it: its rows are again as they were proposed.

    Raises AlreadyUndone or CohortClosed.
    """
    taken = _of_act(act)
    if not taken:
        raise AlreadyUndone("Quyết định này đã được hoàn tác hoặc đã có quyết định mới hơn.")
    _hold(taken[0].roster.cohort)
    taken = _of_act(act)
    if not taken:
        raise AlreadyUndone("Quyết định này vừa được người khác hoàn tác.")
    _close([each.pk for each in taken], by=by)
    rosters = {each.roster_id for each in taken}
    for version in _in_force().filter(roster__in=rosters).order_by("pk"):
        lay_decisions(version, by=by)
    record_event(
        by=by,
        verb=verbs.DECISIONS_UNDONE,
        about=taken[0].roster,
        label=str(taken[0].roster),
        count=len({each.row_key for each in taken}),
    )
    return taken


def _hold(cohort: Cohort) -> None:
    hold_cohort(cohort)
    if not Cohort.objects.get(pk=cohort.pk).is_open:
        raise CohortClosed(
            f"Số liệu năm tốt nghiệp {cohort.year} đã khóa nên không quyết định được nữa; "
            "cần thay đổi thì đề nghị Sở GD&ĐT mở lại."
        )


def _in_force() -> Any:
    return RosterVersion.objects.latest().select_related("roster__institution", "roster__cohort")


def _versions(rows: Iterable[RosterRow]) -> dict[int, RosterVersion]:
    keys = sorted({row.version_id for row in rows})
    return {version.pk: version for version in _in_force().filter(pk__in=keys).order_by("pk")}


def _require_unchanged(answer: Answer, versions: Mapping[int, RosterVersion]) -> None:
    row = answer.row
    if row.version_id not in versions:
        raise RowTaken(
            f"Cơ sở vừa gửi danh sách mới, dòng “{row.full_name}” không còn dùng nữa; "
            "chưa ghi gì, quyết định theo danh sách mới."
        )
    links = list(Link.objects.current().filter(row=row).order_by("rank"))
    shown = {link.graduate_id for link in links}
    if seen_links(links) == answer.seen and set(answer.graduates) <= shown and links:
        return
    decision = latest_about(row)
    if decision is None:
        raise RowTaken(
            f"Kết quả đối chiếu của dòng “{row.full_name}” vừa thay đổi; chưa ghi gì, xem lại."
        )
    raise RowTaken(_told(row, decision), decision)


def _told(row: RosterRow, decision: LinkDecision) -> str:
    who = str(decision.recorded_by or "Hệ thống")
    at = timezone.localtime(decision.recorded_at)
    said = {
        Kind.ACCEPT: f"đã khớp với {decision.graduate}",
        Kind.REJECT: "đã ghi là không phải học sinh nào trong các học sinh gần giống",
        Kind.LATER: "để sau",
    }[Kind(decision.choice)]
    return (
        f"{who} vừa quyết định dòng “{row.full_name}” lúc {at:%H:%M %d/%m/%Y}: {said}. "
        "Quyết định của anh, chị chưa được ghi."
    )


def _close_overtaken(version: RosterVersion, answers: Sequence[Answer], *, by: Any) -> None:
    """Earlier decisions found for these rows give way, but for those that other graduates are not
    the child.
    """
    rows = list(version.rows.order_by("sheet", "row_number", "pk"))
    settlements = settled(rows, machine_proposals(rows), roster=version.roster_id)
    found = {row.pk: each.decisions for row, each in zip(rows, settlements, strict=True)}
    overtaken: set[int] = set()
    for answer in answers:
        earlier = LinkDecision.objects.current().filter(pk__in=found[answer.row.pk])
        key = row_facts(answer.row).key
        overtaken |= {
            each.pk
            for each in earlier
            if each.choice != Kind.REJECT
            or each.graduate_id in answer.graduates
            or each.row_key != key
        }
    _close(overtaken, by=by)


def _of_act(act: UUID) -> list[LinkDecision]:
    decisions = LinkDecision.objects.current().filter(act_id=act)
    return list(decisions.select_related("roster__cohort", "roster__institution").order_by("pk"))


def _close(keys: Iterable[int], *, by: Any) -> None:
    now = timezone.now()
    for part in chunks(sorted(keys)):
        LinkDecision.objects.current().filter(pk__in=part).update(
            superseded_at=now, superseded_by=by
        )


_VERBS = {
    Kind.ACCEPT: verbs.MATCH_ACCEPTED,
    Kind.REJECT: verbs.CANDIDATES_REJECTED,
    Kind.LATER: verbs.REVIEW_POSTPONED,
}


def _record(answers: Sequence[Answer], *, by: Any) -> None:
    """One event: of one row it is told about the graduate, of many about their list."""
    first = answers[0]
    roster = first.row.version.roster
    if len(answers) > 1:
        record_event(
            by=by, verb=verbs.MATCHES_ACCEPTED, about=roster, label=str(roster), count=len(answers)
        )
        return
    is_accepted = first.kind is Kind.ACCEPT
    record_event(
        by=by,
        verb=_VERBS[first.kind],
        about=Graduate.objects.get(pk=first.graduates[0]) if is_accepted else first.row,
        label=f"{first.row.full_name} ({roster})",
        count=1,
    )
