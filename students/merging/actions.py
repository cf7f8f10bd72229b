"""Making two records of one child one, and two again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from audit.actions import record_event
from students import verbs
from students.actions import (
    KeyTaken,
    StatementsVersion,
    correct_graduate,
    hold_cohort,
    readmit_graduates,
    recounting,
    take_back_edit,
    withdraw_graduates,
)
from students.actions.edits import version_of
from students.actions.namesakes import require_free_keys
from students.authorship import why_not_recordable
from students.merging.followers import followers
from students.merging.statements import move_back, move_statements, said_by_hand
from students.models import DistinctPair, Graduate, GraduateEdit, Merge
from students.particulars import COLUMNS

_TAKEN = "Số vào sổ hoặc mã định danh của hồ sơ đã gộp nay là của học sinh khác; sửa lại mã trước."
_SAID_SINCE = (
    "Sau khi gộp, nơi học của học sinh đã được ghi, đính chính hoặc rút; rút hoặc ghi lại các "
    "thông tin đó không đưa được hồ sơ về như trước nên chưa hoàn tác gì."
)
_EDITED_SINCE = (
    "Sau khi gộp, thông tin học sinh (họ tên, trường, lớp…) đã được sửa; hoàn tác lần sửa đó trước."
)
_ASKED = (
    "Hồ sơ được gộp vào còn đề nghị sửa thông tin chưa giải quyết; giải quyết xong rồi gộp, hoặc "
    "giữ hồ sơ đó."
)
_MERGED_SINCE = "Sau lần gộp này học sinh còn được gộp lần nữa; hoàn tác lần gộp sau trước."


class PairChanged(Exception):
    """One of the records changed after the page was opened, or left the register; nothing was
    written.
    """


class MergeRefused(Exception):
    """Nothing was written; `sentences` say why in Vietnamese."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)


def pair_version(one: Graduate, other: Graduate) -> str:
    """What the page of two records was opened with; a change of either changes it."""
    parts = [f"{version_of(each)}.{StatementsVersion.of(each.pk)}" for each in (one, other)]
    return "~".join(parts)


@recounting()
def merge_graduates(
    *,
    kept: Graduate,
    absorbed: Graduate,
    by: Any,
    version: str,
    values: Mapping[str, Any],
    reason: str,
) -> Merge:
    """Make `absorbed` part of `kept`: what was said, matched and decided of the one is said of the
    other, and the one leaves the register.

    `values`: particulars of `kept` as they shall be, by attribute name. Raises PairChanged,
    MergeRefused, or KeyTaken where a value is a third record's key.
    """
    hold_cohort(kept.cohort)
    kept, absorbed = _held(kept, absorbed)
    if pair_version(kept, absorbed) != version:
        raise PairChanged
    _refuse_for(objections(kept, absorbed))
    moved = _move(kept, absorbed, by=by, values=values, reason=reason)
    merge = Merge.objects.create(
        kept=kept,
        absorbed=absorbed,
        reason=reason,
        moved=moved,
        merged_at=timezone.now(),
        merged_by=by,
    )
    _record(verbs.GRADUATES_MERGED, merge, by=by, reason=reason)
    return merge


@recounting()
def undo_merge(*, merge: Merge, by: Any) -> Graduate:
    """Make the two records what they were before; returns the one that is back.

    A merge undone already is left as it is. Raises MergeRefused where something was built on it.
    """
    hold_cohort(merge.kept.cohort)
    merge = Merge.objects.select_related("kept", "absorbed").get(pk=merge.pk)
    if merge.undone_at is not None:
        return merge.absorbed
    keys = [merge.kept_id, merge.absorbed_id]
    list(Graduate.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    _refuse_for(undo_objections(merge))
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    if merge.moved["edit"]:
        edit = GraduateEdit.objects.select_related("graduate__cohort").get(pk=merge.moved["edit"])
        try:
            take_back_edit(edit=edit, by=by)
        except KeyTaken as taken:
            raise MergeRefused([_TAKEN]) from taken
    readmit_graduates(graduates=[merge.absorbed_id], by=by)
    move_back(merge.moved["statements"], merge.absorbed, by=by)
    for each in followers:
        each.restore(merge, by=by)
    _record(verbs.MERGE_UNDONE, merge, by=by, reason="")
    return Graduate.objects.get(pk=merge.absorbed_id)


@recounting()
def tell_apart(*, one: Graduate, other: Graduate, by: Any) -> DistinctPair:
    """Record that two records that look alike are of two children; they are shown no more."""
    first, second = sorted((one, other), key=lambda each: each.pk)
    pair, is_new = DistinctPair.objects.in_force().get_or_create(
        first=first,
        second=second,
        defaults={"recorded_at": timezone.now(), "recorded_by": by},
    )
    if is_new:
        record_event(
            by=by, verb=verbs.GRADUATES_TOLD_APART, about=first, label=f"{first} và {second}"
        )
    return pair


@recounting()
def take_back_distinction(*, pair: DistinctPair, by: Any) -> None:
    """Show the two again among those who may be one child."""
    taken = DistinctPair.objects.in_force().filter(pk=pair.pk).update(taken_back_at=timezone.now())
    if taken:
        label = f"{pair.first} và {pair.second}"
        record_event(by=by, verb=verbs.DISTINCTION_TAKEN_BACK, about=pair.first, label=label)


def objections(kept: Graduate, absorbed: Graduate) -> list[str]:
    """Why the two cannot be made one now; empty when they can."""
    if why_not := why_not_recordable(kept):
        return [why_not]
    found = [_ASKED] if absorbed.correction_requests.open().exists() else []
    return found + [sentence for each in followers for sentence in each.objections(kept, absorbed)]


def undo_objections(merge: Merge) -> list[str]:
    """Why a merge cannot be undone exactly; empty when it can."""
    kept, absorbed = merge.kept, merge.absorbed
    if why_not := why_not_recordable(kept):
        return [why_not]
    gone = kept.withdrawn_at is not None or kept.merges.in_force().filter(pk__gt=merge.pk).exists()
    found = [_MERGED_SINCE] if gone else []
    if merge.moved["particulars"] != version_of(kept):
        found.append(_EDITED_SINCE)
    if merge.moved["said"] != said_by_hand(kept):
        found.append(_SAID_SINCE)
    if not _keys_are_free(merge):
        found.append(_TAKEN)
    found += [sentence for each in followers for sentence in each.undo_objections(merge)]
    return found if absorbed.withdrawn_at is not None else [_MERGED_SINCE]


def _move(
    kept: Graduate, absorbed: Graduate, *, by: Any, values: Mapping[str, Any], reason: str
) -> dict[str, Any]:
    """Bring everything over; what undoing needs to bring it back."""
    seen = {each.name: each.look(kept, absorbed) for each in followers}
    # Out of the register first: its keys are free for the one that stays.
    withdraw_graduates(graduates=[absorbed.pk], by=by)
    edit = correct_graduate(
        graduate=kept, by=by, version=version_of(kept), values=values, reason=reason
    )
    moved: dict[str, Any] = {
        "statements": move_statements(absorbed, kept, by=by),
        "edit": edit.pk if edit else None,
    }
    kept.refresh_from_db()
    for each in followers:
        moved[each.name] = each.move(kept, absorbed, seen[each.name], by=by)
    return moved | {"particulars": version_of(kept), "said": said_by_hand(kept)}


def _keys_are_free(merge: Merge) -> bool:
    """Whether nobody but the kept record, which gives them back, bears the keys of the other."""
    absorbed = merge.absorbed
    try:
        require_free_keys(
            absorbed, {name: getattr(absorbed, name) for name in COLUMNS}, but=merge.kept_id
        )
    except KeyTaken:
        return False
    return True


def _held(kept: Graduate, absorbed: Graduate) -> tuple[Graduate, Graduate]:
    members = Graduate.objects.members().select_for_update(of=("self",)).order_by("pk")
    related = members.select_related("cohort", "school").filter(cohort=kept.cohort_id)
    found = {each.pk: each for each in related.filter(pk__in=[kept.pk, absorbed.pk])}
    if len(found) != 2:
        raise PairChanged
    return found[kept.pk], found[absorbed.pk]


def _refuse_for(sentences: Iterable[str]) -> None:
    if told := list(sentences):
        raise MergeRefused(told)


def _record(verb: str, merge: Merge, *, by: Any, reason: str) -> None:
    record_event(
        by=by,
        verb=verb,
        about=merge.kept,
        label=f"{merge.kept} ({merge.absorbed.school}, {merge.kept.school})",
        count=2,
        reason=reason,
        after={"kept": merge.kept_id, "absorbed": merge.absorbed_id},
    )
