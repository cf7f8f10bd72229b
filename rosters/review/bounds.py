"""Which part of the queue one works on: an institution, a district, or all that one may decide."""

from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from rosters.models import LinkDecision, RosterRowQuerySet
from rosters.review.queue import open_rows, within

_LONGEST_CODE = 20
_LONGEST_NUMBER = 18


@dataclass(frozen=True)
class Bounds:
    """Codes from the address; what is no code of the viewer's scope finds nothing.

    `is_later`: one works through what was put off, beginning behind the row `after`.
    """

    institution: str = ""
    district: str = ""
    is_later: bool = False
    after: int | None = None

    @classmethod
    def read(cls, parameters: QueryDict) -> Self:
        after = parameters.get("after", "")
        is_number = after.isascii() and after.isdigit() and len(after) <= _LONGEST_NUMBER
        return cls(
            institution=_code(parameters.get("institution", "")),
            district=_code(parameters.get("district", "")),
            is_later=parameters.get("later") == "1",
            after=int(after) if is_number else None,
        )

    @property
    def query(self) -> dict[str, str]:
        """The bounds as they stand in addresses and hidden fields, the place left out."""
        given = {"institution": self.institution, "district": self.district}
        given["later"] = "1" if self.is_later else ""
        return {name: value for name, value in given.items() if value}

    def url(self, name: str, **more: Any) -> str:
        """A page of the review within these bounds."""
        query = {**self.query, **more}
        address = reverse(f"rosters:{name}")
        return f"{address}?{urlencode(query)}" if query else address

    def rows(self, user: Any) -> RosterRowQuerySet:
        rows = open_rows(user)
        return within(rows, self.institution, self.district, prefix="version__roster__")

    def decisions(self, user: Any) -> Any:
        """Decisions in force within these bounds, newest first."""
        found = LinkDecision.objects.visible_to(user).current()
        return within(found, self.institution, self.district, prefix="roster__")


def _code(text: str) -> str:
    return "" if len(text) > _LONGEST_CODE or "\0" in text else text
