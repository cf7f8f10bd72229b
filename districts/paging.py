"""Pages of schools by their code, never by offset: page 200 costs what page 1 costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from districts.models import School, SchoolQuerySet
from domain.formats import count

PAGE_SIZE = 100


@dataclass(frozen=True)
class SchoolPage:
    """One page of schools; the addresses are empty where there is no such page."""

    schools: list[School]
    next_url: str
    previous_url: str
    count_text: str


def school_page(
    schools: SchoolQuerySet, parameters: Mapping[str, str], *, size: int = PAGE_SIZE
) -> SchoolPage:
    """The page after (or before) the code in `parameters`."""
    after, before = (parameters.get(side, "") for side in ("after", "before"))
    # PostgreSQL takes no NUL in a text; a key with one was typed, not made by this page.
    after, before = (key if "\0" not in key else "" for key in (after, before))
    if before:
        rows = list(schools.filter(code__lt=before).order_by("-code")[: size + 1])[::-1]
        has_earlier, has_later = len(rows) > size, True
        rows = rows[-size:]
    else:
        rows = list(schools.filter(code__gt=after).order_by("code")[: size + 1])
        has_earlier, has_later = bool(after), len(rows) > size
        rows = rows[:size]
    kept = {k: v for k, v in parameters.items() if k not in ("after", "before") and v}
    return SchoolPage(
        schools=rows,
        next_url=_address(kept, "after", rows[-1].code) if rows and has_later else "",
        previous_url=_address(kept, "before", rows[0].code) if rows and has_earlier else "",
        count_text=count(schools.count()),
    )


def _address(kept: dict[str, str], side: str, code: str) -> str:
    return "?" + urlencode({**kept, side: code})
