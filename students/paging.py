"""Pages by key, never by offset: page 200 costs what page 1 costs."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from domain.formats import count

PAGE_SIZE = 100
COUNT_CAP = 10_000


@dataclass(frozen=True)
class Page:
    objects: list
    next_query: str
    previous_query: str
    count_text: str
    is_empty: bool


def page_of(queryset: QuerySet, parameters: dict[str, Any], *, size: int = PAGE_SIZE) -> Page:
    """The page after (or before) the key in `parameters`, ordered by (sort_key, pk).

    The count stops at 10,000: nobody pages there, and counting on costs.
    """
    after, before = _key(parameters.get("after")), _key(parameters.get("before"))
    if before:
        rows = list(_beyond(queryset, before, "lt").order_by("-sort_key", "-pk")[: size + 1])[::-1]
        more_before, more_after = len(rows) > size, True
        rows = rows[-size:]
    else:
        chosen = _beyond(queryset, after, "gt") if after else queryset
        rows = list(chosen.order_by("sort_key", "pk")[: size + 1])
        more_before, more_after = bool(after), len(rows) > size
        rows = rows[:size]
    kept = {k: v for k, v in parameters.items() if k not in ("after", "before") and v}
    return Page(
        objects=rows,
        next_query=_query(kept, "after", rows[-1]) if rows and more_after else "",
        previous_query=_query(kept, "before", rows[0]) if rows and more_before else "",
        count_text=capped_count(queryset),
        is_empty=not rows,
    )


def capped_count(queryset: QuerySet) -> str:
    number = queryset.order_by().values("pk")[: COUNT_CAP + 1].count()
    return f"hơn {count(COUNT_CAP)}" if number > COUNT_CAP else count(number)


def _beyond(queryset: QuerySet, key: tuple[str, int], side: str) -> QuerySet:
    name, pk = key
    return queryset.filter(
        Q(**{f"sort_key__{side}": name}) | Q(sort_key=name, **{f"pk__{side}": pk})
    )


def _key(text: str | None) -> tuple[str, int] | None:
    name, _, pk = (text or "").rpartition("~")
    # PostgreSQL takes no NUL in a text; a key with one was typed, not made by this page.
    return (name, int(pk)) if pk.isdecimal() and "\0" not in name else None


def _query(kept: dict, side: str, row: Any) -> str:
    return "?" + urlencode({**kept, side: f"{row.sort_key}~{row.pk}"})
