"""What a person sees who decides a row: the row, up to three candidates, and nothing more.

A receiving institution never passes `Graduate.visible_to`. A `CandidateCard` holds what is needed
to tell one graduate from another, for rows that the viewer may see.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from domain.names import display_name
from rosters.actions import seen_links
from rosters.models import Link, RosterRow
from rosters.review.compare import Cell, Difference, cells, likeness, only_difference, reasons
from students.bulk import chunks
from students.models import Cohort, Graduate

MOST_CANDIDATES = 3


@dataclass(frozen=True)
class CandidateCard:
    """One graduate whom the row may mean; `key` is the key that chooses the card."""

    graduate: int
    key: str
    full_name: str
    likeness: str
    reasons: str
    cells: list[Cell]


@dataclass(frozen=True)
class ReviewCard:
    """A row in review, side by side with its candidates."""

    row: int
    full_name: str
    class_name: str
    position: str
    institution: str
    roster_url: str
    why: str
    seen: str
    is_postponed: bool
    candidates: list[CandidateCard]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The table: one line a field, with the row's own value and one cell a candidate."""
        fields: dict[str, list[Cell]] = defaultdict(list)
        for candidate in self.candidates:
            for cell in candidate.cells:
                fields[cell.field].append(cell)
        return [
            {"label": found[0].label, "ours": found[0].ours, "cells": found}
            for found in fields.values()
            if found[0].ours or any(cell.text for cell in found)
        ]

    @property
    def difference(self) -> Difference | None:
        """What alone tells the row from its only candidate."""
        return only_difference(self.candidates[0].cells) if len(self.candidates) == 1 else None


def cards_of(rows: Iterable[RosterRow]) -> list[ReviewCard]:
    """Cards of rows within the viewer's scope, from two queries and one for each cohort's size."""
    shown = list(rows)
    links = _links(shown)
    graduates = _graduates(links)
    sizes = _sizes(shown)
    return [
        _card(row, links[row.pk], graduates, sizes[row.version.roster.cohort_id])
        for row in shown
        if links[row.pk]
    ]


def _links(rows: Sequence[RosterRow]) -> dict[int, list[Link]]:
    found: dict[int, list[Link]] = defaultdict(list)
    for part in chunks([row.pk for row in rows]):
        for link in Link.objects.current().filter(row__in=part).order_by("row", "rank"):
            found[link.row_id].append(link)
    return found


def _graduates(links: dict[int, list[Link]]) -> dict[int, Graduate]:
    keys = {link.graduate_id for found in links.values() for link in found[:MOST_CANDIDATES]}
    related = Graduate.objects.select_related("school__district", "commune__district")
    return {g.pk: g for part in chunks(sorted(keys)) for g in related.filter(pk__in=part)}


def _sizes(rows: Sequence[RosterRow]) -> dict[int, int]:
    cohorts = {row.version.roster.cohort_id for row in rows}
    return {
        cohort.pk: Graduate.objects.members().filter(cohort=cohort).count()
        for cohort in Cohort.objects.filter(pk__in=cohorts)
    }


def _card(
    row: RosterRow, links: Sequence[Link], graduates: dict[int, Graduate], size: int
) -> ReviewCard:
    roster = row.version.roster
    return ReviewCard(
        row=row.pk,
        full_name=display_name(row.full_name),
        class_name=row.class_name,
        position=f"{row.sheet}, dòng {row.row_number}",
        institution=roster.institution.name,
        roster_url=reverse("rosters:roster_detail", args=[roster.pk]),
        why=links[0].reason,
        seen=seen_links(links),
        is_postponed=row.is_postponed,
        candidates=[
            _candidate(key, row, link, graduates[link.graduate_id], size)
            for key, link in enumerate(links[:MOST_CANDIDATES], start=1)
        ],
    )


def _candidate(
    key: int, row: RosterRow, link: Link, graduate: Graduate, size: int
) -> CandidateCard:
    bits = dict(link.parts)
    found = cells(row, graduate, bits, has_accents=row.version.has_accents)
    return CandidateCard(
        graduate=graduate.pk,
        key=str(key),
        full_name=display_name(graduate.full_name),
        likeness=likeness(link.weight, size),
        reasons=reasons(found, bits),
        cells=found,
    )
