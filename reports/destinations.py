"""Where those who study are: by place, and on what evidence."""

from collections import Counter
from typing import Any

from django.db.models import Count

from domain.outcome import Evidence, Outcome
from reports.links import GraduateLinks
from students.forms import CERTAIN, NO_PLACE, STUDYING
from students.labels import EVIDENCE_LABELS, OUTCOME_LABELS, PLACE_LABELS
from students.models import GraduateQuerySet

IN_QUESTION = "IN_QUESTION"
ALL = "STUDYING"
# Column → its heading and the filter that opens its children; the places, then the evidence, each
# sum to the column "all".
COLUMNS: dict[str, tuple[str, dict[str, str]]] = {
    **{place: (label, {"place": place}) for place, label in PLACE_LABELS.items()},
    NO_PLACE: ("Chưa rõ nơi học", {"place": NO_PLACE}),
    CERTAIN: (EVIDENCE_LABELS[Evidence.CONFIRMED], {"evidence": CERTAIN}),
    IN_QUESTION: ("Cần xác minh", {"evidence": Evidence.CONFIRMED, "special": "in_question"}),
    Evidence.REPORTED: (EVIDENCE_LABELS[Evidence.REPORTED], {"evidence": Evidence.REPORTED}),
}
PLACES = (*PLACE_LABELS, NO_PLACE)
SELDOM = frozenset({NO_PLACE, IN_QUESTION})


class Attendance:
    """Where the graduates are, from one query over a covering index: by place and evidence, and by
    the institution's key.
    """

    def __init__(self, graduates: GraduateQuerySet) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self.by_institution: Counter[int] = Counter()
        rows = (
            graduates.members()
            .order_by()
            .values_list("destination_school_id", "outcome", "place", "evidence", "in_question")
            .annotate(number=Count("*"))
        )
        for institution, outcome, place, evidence, in_question, number in rows:
            if institution:
                self.by_institution[institution] += number
            if outcome in STUDYING:
                self._add(outcome, place, evidence, in_question, number)

    def _add(self, outcome: str, place: str, evidence: str, in_question: bool, number: int) -> None:
        standing = Evidence.REPORTED
        if evidence == Evidence.CONFIRMED:
            standing = IN_QUESTION if in_question else CERTAIN
        for line in (outcome, ALL):
            for column in ("", place or NO_PLACE, standing):
                self._counts[line, column] += number

    def split(self, links: GraduateLinks) -> dict[str, Any]:
        """Headings and one row per studying outcome, the sum last; a column that is seldom needed
        is there only when somebody is in it.
        """
        return _split(self._counts, links)


def _split(counts: Counter[tuple[str, str]], links: GraduateLinks) -> dict[str, Any]:
    shown = [name for name in COLUMNS if name not in SELDOM or counts[ALL, name]]
    places = [name for name in shown if name in PLACES]
    evidence = [name for name in shown if name not in PLACES]
    return {
        "places": [COLUMNS[name][0] for name in places],
        "evidence": [COLUMNS[name][0] for name in evidence],
        "rows": [_row(outcome, counts, places, evidence, links) for outcome in (*STUDYING, ALL)],
    }


def _row(
    outcome: str,
    counts: Counter[tuple[str, str]],
    places: list[str],
    evidence: list[str],
    links: GraduateLinks,
) -> dict[str, Any]:
    def cell(column: str) -> dict[str, str]:
        heading, conditions = COLUMNS[column]
        number = links.number(counts[outcome, column], outcome=outcome, **conditions)
        return {**number, "heading": heading}

    is_sum = outcome == ALL
    return {
        "label": "Tổng số đang học" if is_sum else OUTCOME_LABELS[Outcome(outcome)],
        "is_sum": is_sum,
        "total": links.number(counts[outcome, ""], outcome=outcome),
        "places": [cell(column) for column in places],
        "evidence": [cell(column) for column in evidence],
    }
