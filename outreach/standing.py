"""What outreach keeps of a child when its record is to leave the register: issued lists and the
case. Nothing of it is ever lost: undoing an import waits for it, a merge takes the case along.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from outreach.actions.cases import refresh
from outreach.models import Case, ReferralItem
from students.bulk import chunks
from students.models import Graduate, Merge

_LISTED = "Đã có tên trong danh sách đề nghị vận động gửi {addressee}."
_TWO_CASES = (
    "Cả hai hồ sơ đều có trường hợp vận động, và trường hợp của hồ sơ sẽ gộp chưa kết thúc; kết "
    "thúc trường hợp đó trước khi gộp."
)


def listed_for_outreach(*, graduates: Collection[int]) -> Iterator[tuple[int, str]]:
    """Registered in `imports.kinds.built_upon`: children that a paper or a case speaks of."""
    for part in chunks(sorted(graduates)):
        items = ReferralItem.objects.filter(graduate__in=part).order_by("pk")
        addressees = ("referral__addressee__commune", "referral__addressee__district",
                      "referral__addressee__school")  # fmt: skip
        for item in items.select_related(*addressees):
            yield item.graduate_id, _LISTED.format(addressee=item.referral.addressee)


class OutreachFollower:
    """Registered in `students.merging.followers`.

    A paper that was put up for signature speaks of the record it was made of, and stays with it.
    The case goes over to the record that is kept, unless that has one of its own.
    """

    name = "outreach"
    tables = frozenset({"outreach.Case", "outreach.ReferralItem"})

    def objections(self, kept: Graduate, absorbed: Graduate) -> Iterable[str]:
        cases = Case.objects.filter(graduate__in=[kept.pk, absorbed.pk])
        if cases.count() == 2 and cases.unsettled().filter(graduate=absorbed.pk).exists():
            yield _TWO_CASES

    def look(self, kept: Graduate, absorbed: Graduate) -> None:
        return None

    def move(self, kept: Graduate, absorbed: Graduate, seen: None, *, by: Any) -> dict[str, Any]:
        has_own = Case.objects.filter(graduate=kept.pk).exists()
        case = None if has_own else Case.objects.filter(graduate=absorbed.pk).first()
        if case is None:
            return {"case": None}
        _hand_over(case, kept, by=by)
        return {"case": case.pk}

    def undo_objections(self, merge: Merge) -> Iterable[str]:
        return ()

    def restore(self, merge: Merge, *, by: Any) -> None:
        """What was recorded of the case since the merge goes back with it."""
        if case := Case.objects.filter(pk=merge.moved.get(self.name, {}).get("case")).first():
            _hand_over(case, merge.absorbed, by=by)


def _hand_over(case: Case, graduate: Graduate, *, by: Any) -> None:
    Case.objects.filter(pk=case.pk).update(graduate=graduate)
    refresh([case.pk], by=by)
