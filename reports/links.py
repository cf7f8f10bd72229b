"""Addresses of the children behind a number: the list of graduates, filtered as the number was
counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypedDict
from urllib.parse import urlencode

from django.urls import reverse

from domain.formats import count
from students.models import Cohort


class Number(TypedDict):
    """A number as shown, and the address of the children behind it ("" where there are none)."""

    text: str
    url: str


@dataclass(frozen=True)
class GraduateLinks:
    """Links of one page. `bounds` are the conditions common to all of them, on top of what the
    viewer may see.
    """

    cohort: Cohort
    bounds: Mapping[str, str] = field(default_factory=dict)

    def url(self, **conditions: str) -> str:
        """The list of graduates under these conditions (fields of `students.forms`)."""
        return f"{self._list}?{urlencode({**self._common, **conditions})}"

    @cached_property
    def _list(self) -> str:
        return reverse("students:graduate_list")

    @cached_property
    def _common(self) -> dict[str, Any]:
        return {"cohort": self.cohort.year, **self.bounds}

    def number(self, number: int, **conditions: str) -> Number:
        """A count with its link; nobody is behind a nought."""
        return {"text": count(number), "url": self.url(**conditions) if number else ""}

    def not_enrolled(self, **conditions: str) -> str:
        """The page of the lists of those not enrolled."""
        query = {"cohort": self.cohort.year, **conditions}
        return f"{reverse('reports:not_enrolled_list')}?{urlencode(query)}"


def district_url(code: str, cohort: Cohort) -> str:
    """The page of one district."""
    return f"{reverse('reports:district_detail', args=[code])}?cohort={cohort.year}"
