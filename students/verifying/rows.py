"""A child to be asked about again, as a line of the list."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from domain.formats import count, day
from domain.names import display_name
from domain.outcome import Evidence
from students.actions import StatementsVersion, standing_of
from students.actions.outcomes import current_statements
from students.labels import PROGRAMME_LABELS
from students.models import Destination, Graduate, Source


def verification_rows(
    graduates: Sequence[Graduate], today: date, *, still: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Lines of these graduates, read with school and commune; two queries for all of them.

    `still` are the boxes of a form that is shown again.
    """
    boxes = ticked(still)
    keys = [graduate.pk for graduate in graduates]
    said = current_statements(keys)
    versions = StatementsVersion.of_many(keys)
    return [
        _row(graduate, said.get(graduate.pk, []), versions[graduate.pk], today)
        | {"is_ticked": graduate.pk in boxes}
        for graduate in graduates
    ]


def ticked(values: Collection[str]) -> Mapping[int, StatementsVersion | None]:
    """Children and versions as the boxes of the list carry them ("17:2-0"); others are left out."""
    found = {}
    for value in values:
        key, _, version = value.partition(":")
        if key.isascii() and key.isdigit() and len(key) < 19:
            found[int(key)] = StatementsVersion.read(version)
    return found


def _row(
    graduate: Graduate, said: list[Destination], version: StatementsVersion, today: date
) -> dict[str, Any]:
    standing = standing_of(said, origin_district_id=graduate.school.district_id)
    deciding = {s.pk: s for s in said if s.evidence == Evidence.REPORTED}
    reported = [deciding[key] for key in standing.deciding if key in deciding]
    age = (today - graduate.reported_on).days
    return {
        "value": f"{graduate.pk}:{version}",
        "pk": graduate.pk,
        "full_name": display_name(graduate.full_name),
        "url": reverse("students:graduate_detail", args=[graduate.pk]),
        "change_url": reverse("students:statement_add", args=[graduate.pk]),
        "school_name": graduate.school.name,
        "class_name": graduate.class_name,
        "commune_name": graduate.commune.name if graduate.commune else "",
        "said": [_told(statement) for statement in reported],
        "reported_text": day(graduate.reported_on),
        "age_text": f"{count(age)} ngày trước" if age > 0 else "",
        "source_text": Source(reported[0].source).label if reported else "",
    }


def _told(statement: Destination) -> str:
    return " – ".join(filter(None, [PROGRAMME_LABELS[statement.programme], statement.where]))
