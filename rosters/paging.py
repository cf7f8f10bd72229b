"""Pages of lists and of rows by key, never by offset: the last costs what the first costs."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from students.paging import PAGE_SIZE, Page, capped_count

# The written order of the file, and lists by the name of their institution.
ROW_ORDER = ("sheet", "row_number")
LIST_ORDER = ("roster__institution__name", "pk")
_LONGEST_NUMBER = 18


def keyset_page(
    queryset: QuerySet,
    parameters: Mapping[str, str],
    order: tuple[str, str],
    *,
    size: int = PAGE_SIZE,
) -> Page:
    """The page after (or before) the key in `parameters`; `order` is a text and a number that
    together are unique in `queryset`.
    """
    after, before = (_key(parameters.get(side, "")) for side in ("after", "before"))
    side, key = ("lt", before) if before else ("gt", after)
    chosen = queryset.filter(_beyond(order, key, side)) if key else queryset
    sense = "-" if before else ""
    rows = list(chosen.order_by(*(f"{sense}{name}" for name in order))[: size + 1])
    is_more, rows = len(rows) > size, rows[:size]
    if before:
        rows.reverse()
    kept = {k: v for k, v in parameters.items() if k not in ("after", "before") and v}
    has_next, has_previous = (True, is_more) if before else (is_more, bool(after))
    return Page(
        objects=rows,
        next_query=_query(kept, "after", rows[-1], order) if rows and has_next else "",
        previous_query=_query(kept, "before", rows[0], order) if rows and has_previous else "",
        count_text=capped_count(queryset),
        is_empty=not rows,
    )


def _beyond(order: tuple[str, str], key: tuple[str, int], side: str) -> Q:
    (text_field, number_field), (text, number) = order, key
    return Q(**{f"{text_field}__{side}": text}) | Q(
        **{text_field: text, f"{number_field}__{side}": number}
    )


def _key(written: str) -> tuple[str, int] | None:
    text, _, number = written.rpartition("~")
    # PostgreSQL takes no NUL in a text and no number that long; such a key was typed by somebody.
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER or "\0" in text:
        return None
    return text, int(number)


def _query(kept: dict[str, str], side: str, row: Any, order: tuple[str, str]) -> str:
    text, number = (attrgetter(name.replace("__", "."))(row) for name in order)
    return "?" + urlencode({**kept, side: f"{text}~{number}"})
