"""Pages of lists by key, never by offset: page 200 costs what page 1 costs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from domain.formats import count

PAGE_SIZE = 100
COUNT_CAP = 10_000
_SIDES = ("after", "before")
_LONGEST_NUMBER = 18

Order = tuple[str, str]
# Schools and institutions, as the department numbers them.
CODE_ORDER: Order = ("code", "pk")


@dataclass(frozen=True)
class Page:
    """One page; the addresses are empty where there is no such page."""

    objects: list
    next_url: str
    previous_url: str
    count_text: str


def keyset_page(
    queryset: QuerySet,
    parameters: Mapping[str, str],
    order: Order,
    *,
    size: int = PAGE_SIZE,
    shown: Callable[[QuerySet], QuerySet] | None = None,
) -> Page:
    """The page after (or before) the key in `parameters`; the first one where the key leads to
    nothing.

    `order` is a text and a number that together are unique in `queryset`. The count stops at
    10,000: nobody pages there, and counting on costs. `shown` says what is read of each row, which
    counting them can do without.
    """
    read = shown(queryset) if shown else queryset
    after, before = (_key(parameters.get(side, "")) for side in _SIDES)
    rows = _rows(read, order, after=after, before=before, size=size)
    if not rows and (after or before):
        after = before = None
        rows = _rows(read, order, after=None, before=None, size=size)
    is_more = len(rows) > size
    rows = rows[:size]
    if before:
        rows.reverse()
    has_next, has_previous = (True, is_more) if before else (is_more, bool(after))
    kept = {name: value for name, value in parameters.items() if name not in _SIDES and value}
    return Page(
        objects=rows,
        next_url=_url(kept, "after", rows[-1], order) if rows and has_next else "",
        previous_url=_url(kept, "before", rows[0], order) if rows and has_previous else "",
        count_text=_capped_count(queryset),
    )


def _rows(
    queryset: QuerySet,
    order: Order,
    *,
    after: tuple[str, int] | None,
    before: tuple[str, int] | None,
    size: int,
) -> list:
    """One row more than the page holds, nearest to the key first."""
    side, key, sense = ("lt", before, "-") if before else ("gt", after, "")
    chosen = queryset.filter(_beyond(order, key, side)) if key else queryset
    return list(chosen.order_by(*(f"{sense}{name}" for name in order))[: size + 1])


def _beyond(order: Order, key: tuple[str, int], side: str) -> Q:
    (text_field, number_field), (text, number) = order, key
    beyond = Q(**{f"{text_field}__{side}": text}) | Q(**{f"{number_field}__{side}": number})
    # Said first by one column alone, so that an index is entered at the key, not at its start.
    return Q(**{f"{text_field}__{side}e": text}) & beyond


def _capped_count(queryset: QuerySet) -> str:
    number = queryset.order_by().values("pk")[: COUNT_CAP + 1].count()
    return f"hơn {count(COUNT_CAP)}" if number > COUNT_CAP else count(number)


def _key(written: str) -> tuple[str, int] | None:
    text, _, number = written.rpartition("~")
    # PostgreSQL takes no NUL in a text and no number that long; such a key was typed by somebody.
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER or "\0" in text:
        return None
    return text, int(number)


def _url(kept: dict[str, str], side: str, row: Any, order: Order) -> str:
    text, number = (attrgetter(name.replace("__", "."))(row) for name in order)
    return "?" + urlencode({**kept, side: f"{text}~{number}"})
