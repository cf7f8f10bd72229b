"""What district offices heard from families of children on no roster, entered by hand."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from domain.outcome import Evidence, Place, Programme, Stage
from longan_enroll.demo.people import Child, Fate
from longan_enroll.demo.province import CODE_PREFIX, COHORT_YEAR
from students.actions import record_statement
from students.models import Destination, Graduate, Source

# One child in so many of those on no roster has been asked about; at most so many by hand.
_ASKED_SHARE = 6
_MOST_ASKED = 120
_FIRST_DAY = date(COHORT_YEAR, 10, 1)
_WORKING = {
    "programme": Programme.WORKING,
    "reason": "Phụ giúp gia đình, làm công nhân thời vụ",
}
_AT_HOME = {"programme": Programme.AT_HOME, "reason": "Hoàn cảnh gia đình khó khăn"}
_MOVED = {
    "programme": Programme.UPPER_SECONDARY,
    "stage": Stage.STUDYING,
    "place": Place.OUTSIDE,
    "place_text": "THPT Đỉnh Mây, TP. Hồ Chí Minh",
    "evidence_note": "Gia đình cung cấp giấy báo nhập học",
}
_DECEASED = {"programme": Programme.DECEASED, "reason": "Theo xác nhận của gia đình"}


def record_survey(children: Sequence[Child], seed: int) -> int:
    """Record the answers not yet in the register; returns how many."""
    answers = _answers(children, seed)
    graduates = _graduates([child for child, _ in answers])
    answered = set(
        Destination.objects.filter(
            graduate__in=[graduate.pk for graduate in graduates.values()], source=Source.SURVEY
        ).values_list("graduate", flat=True)
    )
    recorded = 0
    for position, (child, answer) in enumerate(answers):
        graduate = graduates.get(_key(child))
        if graduate is None or graduate.pk in answered:
            continue
        record_statement(
            graduate=graduate,
            by=None,
            source=Source.SURVEY,
            evidence=Evidence.REPORTED,
            stated_on=_FIRST_DAY + timedelta(days=position % 14),
            **answer,
        )
        recorded += 1
    return recorded


def _answers(children: Sequence[Child], seed: int) -> list[tuple[Child, dict[str, Any]]]:
    nowhere = [child for child in children if child.fate is Fate.NOWHERE]
    number = min(_MOST_ASKED, -(-len(nowhere) // _ASKED_SHARE))
    asked = Random(f"{seed}:survey").sample(nowhere, number)
    return [(child, _answer(position)) for position, child in enumerate(asked)]


def _answer(position: int) -> dict[str, Any]:
    """One of all the children asked about has died; of ten others one has moved away to study."""
    if position == 1:
        return _DECEASED
    return {0: _MOVED, 3: _AT_HOME, 6: _AT_HOME, 8: _AT_HOME}.get(position % 10, _WORKING)


def _key(child: Child) -> tuple[str, str]:
    return child.school.code, child.register_number


def _graduates(children: Sequence[Child]) -> dict[tuple[str, str], Graduate]:
    found = (
        Graduate.objects.members()
        .filter(
            cohort__year=COHORT_YEAR,
            school__code__startswith=CODE_PREFIX,
            register_number__in=[child.register_number for child in children],
        )
        .select_related("school")
    )
    return {(graduate.school.code, graduate.register_number): graduate for graduate in found}
