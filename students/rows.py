"""A graduate as a line of a list: labels and formats, no logic left for the template."""

from typing import Any

from django.urls import reverse

from documents.graduate_list import GraduateListRow
from domain.formats import birth
from domain.names import display_name
from domain.outcome import Outcome
from students.labels import DUAL_LABEL, OUTCOME_LABELS
from students.models import Graduate

STATUS_STYLES = {
    Outcome.UPPER_SECONDARY: ("studying", "●"),
    Outcome.CONTINUING: ("studying", "●"),
    Outcome.VOCATIONAL: ("studying", "●"),
    Outcome.NOT_STUDYING: ("not-studying", "■"),
    Outcome.NOT_KNOWN: ("not-known", "?"),
    Outcome.CONFLICT: ("conflict", "≠"),
}
RELATED = ("school", "commune", "destination_school")


def graduate_row(graduate: Graduate) -> dict[str, Any]:
    """The graduate as a row on the screen, opening the child's page."""
    return shown_facts(graduate) | {"url": reverse("students:graduate_detail", args=[graduate.pk])}


def shown_facts(graduate: Graduate) -> dict[str, Any]:
    """What every list says of a graduate; needs the relations RELATED."""
    return {
        "full_name": display_name(graduate.full_name),
        "birth_text": birth(graduate.birth) if graduate.birth else "",
        "gender_text": graduate.get_gender_display(),
        "school_name": graduate.school.name,
        "class_name": graduate.class_name,
        "commune_name": graduate.commune.name if graduate.commune else "",
        "outcome": outcome_status(graduate),
        "evidence_label": evidence_label(graduate),
        "destination_text": graduate.destination_school.name if graduate.destination_school else "",
    }


def outcome_status(graduate: Graduate) -> dict[str, str]:
    """The outcome for the status word: code, label, css, symbol."""
    css, symbol = STATUS_STYLES[Outcome(graduate.outcome)]
    return {
        "code": graduate.outcome,
        "label": outcome_label(graduate),
        "css": css,
        "symbol": symbol,
    }


def outcome_label(graduate: Graduate) -> str:
    return DUAL_LABEL if graduate.is_dual else OUTCOME_LABELS[graduate.outcome]


def evidence_label(graduate: Graduate) -> str:
    if graduate.open_reviews:
        return "Đang chờ kiểm tra đối chiếu"
    if graduate.in_question:
        return "Cần xác minh"
    if graduate.is_admitted and graduate.outcome == Outcome.NOT_KNOWN:
        return "Trúng tuyển chưa nhập học"
    return graduate.get_evidence_display()


def list_row(graduate: Graduate) -> GraduateListRow:
    """The graduate as a row of the Excel export."""
    shown = shown_facts(graduate)
    return GraduateListRow(
        full_name=shown["full_name"],
        birth=shown["birth_text"],
        gender=shown["gender_text"],
        school_name=shown["school_name"],
        class_name=graduate.class_name,
        register_number=graduate.register_number,
        commune_name=shown["commune_name"],
        outcome=shown["outcome"]["label"],
        destination=shown["destination_text"],
        evidence=shown["evidence_label"],
    )
