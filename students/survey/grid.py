"""The grid as a page shows it: lines with what is stated, what is typed and what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from districts.paging import Page, keyset_page
from domain.formats import birth
from domain.names import display_name
from domain.outcome import Outcome
from domain.survey import CODES
from students.actions import StatementsVersion
from students.authorship import sees_contacts, source_of
from students.forms_statements import receiving_catalogue
from students.models import Destination, Graduate
from students.rows import evidence_label, outcome_status
from students.survey.actions import claims_of
from students.survey.answers import Typed, typed_before
from students.survey.calls import contact_of, narrowed
from students.survey.catalogue import Catalogue
from students.survey.lists import SurveyList, chosen_before
from students.survey.saving import GONE, GONE_STATE, Line
from students.timeline import entry_of

LINES = 60
RELATED = ("school", "destination_school")
NAME_ORDER = ("sort_key", "pk")
TAKEN_BACK = "Thông tin đã ghi trước đó vừa được rút."
_OPTION, _CHOSEN = (f'<option value="{{}}"{mark}>{{}}</option>' for mark in ("", " selected"))
_TUCKED = ("training", "evidence", "reason")


def catalogue_for(survey_list: SurveyList) -> Catalogue:
    """Institutions ranked for this list."""
    chosen, by_school = chosen_before(survey_list)
    return Catalogue(
        receiving_catalogue(),
        near_district_id=survey_list.district.pk if survey_list.district else None,
        chosen=chosen,
        chosen_by_school=by_school,
    )


def page_of(survey_list: SurveyList, parameters: Mapping[str, str]) -> Page:
    """One page of the list, or of what is left in it."""
    graduates = survey_list.graduates.select_related(*RELATED)
    if survey_list.is_calls:
        graduates = narrowed(
            graduates, on=timezone.localdate(), with_weak=bool(parameters.get("weak"))
        )
    elif parameters.get("missing"):
        graduates = graduates.filter(outcome=Outcome.NOT_KNOWN)
    return keyset_page(graduates, parameters, NAME_ORDER, size=LINES)


def graduates_of(survey_list: SurveyList, lines: Mapping[int, Line]) -> list[Graduate]:
    """The children whose lines were sent, in their order; those who left the list are gone."""
    found = survey_list.graduates.select_related(*RELATED).in_bulk(list(lines))
    return [found[pk] for pk in lines if pk in found]


def rows_of(
    graduates: Sequence[Graduate],
    catalogue: Catalogue,
    user: Any,
    lines: Mapping[int, Line] | None = None,
    *,
    calls: bool = False,
) -> list[dict[str, Any]]:
    """Lines for the template; those that need a look keep what was typed in them.

    `calls`: with guardian and phone, as far as the viewer sees them.
    """
    keys = [graduate.pk for graduate in graduates]
    versions, claims = StatementsVersion.of_many(keys), claims_of(keys)
    lines = lines or {}
    said = said_of([pk for pk in keys if pk in lines and lines[pk].is_opposed])
    rows = []
    for graduate in graduates:
        source, _ = source_of(user, graduate, on_behalf=False)
        own = [claim for claim in claims[graduate.pk] if claim.source == source]
        stored = typed_before(own, catalogue)
        row = _row(graduate, str(versions[graduate.pk]), stored, lines.get(graduate.pk))
        contact = contact_of(graduate) if calls and sees_contacts(user, graduate) else ""
        rows.append(row | {"theirs": said.get(graduate.pk, []), "contact": contact})
    return rows


def said_of(keys: list[int]) -> dict[int, list[str]]:
    """All that is currently said of these children, a sentence each, for who comes second."""
    current = Destination.objects.current().filter(graduate__in=keys).order_by("-recorded_at")
    said: dict[int, list[str]] = {key: [] for key in keys}
    for statement in current.select_related("school__district", "recorded_by"):
        said[statement.graduate_id].append(_words(entry_of(statement)))
    return {key: sentences or [TAKEN_BACK] for key, sentences in said.items()}


def _words(entry: Mapping[str, Any]) -> str:
    told = ", ".join(filter(None, [entry["programme"], entry["where"], entry["stage"]]))
    recorded = next((f["value"] for f in entry["facts"] if f["label"] == "Ghi lúc"), "")
    return f"{told} ({entry['source']}; ghi lúc {recorded})"


def answers_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The same lines for the script, by child."""
    names = ("state", "sentence", "field", "theirs", "version", "seen", "stored", "known")
    return {str(row["pk"]): {name: row[name] for name in names} for row in rows}


def gone(lines: Mapping[int, Line], rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Lines of children who left the list while it was open: nothing of them is shown."""
    present = {row["pk"] for row in rows}
    return {
        str(pk): {"state": GONE_STATE, "sentence": GONE}
        for pk, line in lines.items()
        if pk not in present and line.state == GONE_STATE
    }


def _row(graduate: Graduate, version: str, stored: Typed, line: Line | None) -> dict[str, Any]:
    is_open = bool(line and line.keeps_typed)
    typed = line.typed if line and is_open else stored
    return {
        "pk": graduate.pk,
        "url": reverse("students:graduate_detail", args=[graduate.pk]),
        "name": display_name(graduate.full_name),
        "birth_text": birth(graduate.birth) if graduate.birth else "",
        "home": ", ".join(filter(None, [graduate.school.name, graduate.class_name])),
        "known": _known(graduate),
        "options": options(typed.code),
        "typed": vars(typed),
        "stored": vars(stored),
        "version": version,
        "seen": stored.fingerprint,
        "is_opposed": bool(line and is_open and line.is_opposed),
        "has_more": any(getattr(typed, name) for name in _TUCKED),
        "is_tucked_open": bool(line and is_open and line.where in _TUCKED),
        "state": str(line.state) if line else "",
        "sentence": line.sentence if line else "",
        "field": line.where if line else "",
    }


def _known(graduate: Graduate) -> str:
    """What all sources together give, in one line."""
    status = outcome_status(graduate)
    destination = graduate.destination_school
    words = [f"{status['symbol']} {status['label']}", destination.name if destination else ""]
    return " · ".join(filter(None, [*words, evidence_label(graduate)]))


@cache
def options(chosen: str) -> SafeString:
    """The options of a code's select, made once for each code that may be chosen."""
    lines = [format_html(_OPTION, "", "")]
    for code in CODES:
        template = _CHOSEN if code.digits == chosen else _OPTION
        lines.append(format_html(template, code.digits, code))
    return format_html_join("", "{}", [(line,) for line in lines])


def storage_key(user: Any, survey_list: SurveyList) -> str:
    """Under which a browser keeps lines that could not be sent: of this person and list only."""
    return f"survey {user.pk} {survey_list.address}"
