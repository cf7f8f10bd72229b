"""How long a report of where a child is can be relied on.

What a family said in September may be otherwise in January. A report that was not verified for
`valid_days` goes on counting in every figure, but stands on the list of those to be asked again.
What an institution confirmed does not age: its next list says who is still there.
"""

from datetime import date, timedelta

VALID_DAYS = 90


def oldest_valid(on: date, *, valid_days: int = VALID_DAYS) -> date:
    """The earliest day of a report that still holds on that day."""
    return on - timedelta(days=valid_days)


def is_expired(reported_on: date | None, *, on: date, valid_days: int = VALID_DAYS) -> bool:
    """Whether what was reported then is to be verified again; nothing reported is never so."""
    return reported_on is not None and reported_on < oldest_valid(on, valid_days=valid_days)
