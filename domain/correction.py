"""A request to correct what is kept of a child: whose move it is, and what is due when.

Two working days to answer (taken up, settled or refused), ten to settle.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ANSWER_WORKING_DAYS = 2
SETTLE_WORKING_DAYS = 10


class Move(StrEnum):
    """What the office that keeps the record has to do next."""

    ANSWER = "ANSWER"
    SETTLE = "SETTLE"
    NONE = "NONE"


@dataclass(frozen=True)
class Turn:
    """What is to be done next, by when, and whether that day is over; no day where nothing is."""

    move: Move
    due_on: date | None
    is_overdue: bool


def turn_of(
    *,
    answer_due_on: date,
    settle_due_on: date,
    is_answered: bool,
    is_settled: bool,
    today: date,
) -> Turn:
    """Whose turn it is with a request, on that day."""
    if is_settled:
        return Turn(Move.NONE, None, is_overdue=False)
    move, due_on = (Move.SETTLE, settle_due_on) if is_answered else (Move.ANSWER, answer_due_on)
    return Turn(move, due_on, is_overdue=today > due_on)
