"""A graduate as a line of a list: labels and formats, no logic left for the template.

Lists read the columns they show as named tuples: a hundred objects with their schools and communes
cost seven times as much.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from documents.graduate_list import GraduateListRow
from domain.currency import is_expired
from domain.dates import BirthDate
from domain.formats import birth
from domain.names import display_name
from domain.outcome import Outcome
from students.labels import DUAL_LABEL, EVIDENCE_LABELS, OUTCOME_LABELS
from students.models import Graduate, GraduateQuerySet

STATUS_STYLES = {
    Outcome.UPPER_SECONDARY: ("studying", "●"),
    Outcome.CONTINUING: ("studying", "●"),
    Outcome.VOCATIONAL: ("studying", "●"),
    Outcome.NOT_STUDYING: ("not-studying", "■"),
    Outcome.NOT_KNOWN: ("not-known", "?"),
    Outcome.CONFLICT: ("conflict", "≠"),
}
VERIFY_AGAIN = "Cần xác minh lại"
GENDER_LABELS = dict(Graduate.Gender.choices)
COLUMNS = (
    "pk",
    "sort_key",
    "full_name",
    "birth_year",
    "birth_month",
    "birth_day",
    "gender",
    "class_name",
    "register_number",
    "outcome",
    "evidence",
    "is_dual",
    "in_question",
    "is_admitted",
    "reported_on",
    "open_reviews",
    "school__name",
    "commune__name",
    "destination_school__name",
)


def listed(graduates: GraduateQuerySet) -> QuerySet:
    """What a list shows of these graduates: COLUMNS as named tuples."""
    return graduates.values_list(*COLUMNS, named=True)


def graduate_rows(found: Iterable[Any]) -> list[dict[str, Any]]:
    """Graduates as `listed` reads them as rows on the screen, each opening the child's page."""
    address = graduate_addresses()
    return [shown_facts(graduate) | {"url": address(graduate.pk)} for graduate in found]


def graduate_addresses() -> Callable[[int], str]:
    """Addresses of children's pages by key; the route is looked up once for a whole list."""
    before, _, after = reverse("students:graduate_detail", args=[0]).rpartition("0")
    return lambda pk: f"{before}{pk}{after}"


def shown_facts(graduate: Any) -> dict[str, Any]:
    """What every list says of a graduate, read by `listed`."""
    return {
        "full_name": display_name(graduate.full_name),
        "birth_text": birth_text(graduate),
        "gender_text": GENDER_LABELS.get(graduate.gender, ""),
        "school_name": graduate.school__name,
        "class_name": graduate.class_name,
        "commune_name": graduate.commune__name or "",
        "outcome": outcome_status(graduate),
        "evidence_label": evidence_label(graduate),
        "destination_text": graduate.destination_school__name or "",
    }


def birth_text(graduate: Any) -> str:
    """The date of birth as far as it is known, of columns read as a named tuple."""
    year, month, day = graduate.birth_year, graduate.birth_month, graduate.birth_day
    return birth(BirthDate(year, month, day)) if year else ""


def outcome_status(graduate: Any) -> dict[str, str]:
    """The outcome for the status word: code, label, css, symbol; of a graduate or a line read by
    `listed`.
    """
    css, symbol = STATUS_STYLES[Outcome(graduate.outcome)]
    return {
        "code": graduate.outcome,
        "label": outcome_label(graduate),
        "css": css,
        "symbol": symbol,
    }


def outcome_label(graduate: Any) -> str:
    return DUAL_LABEL if graduate.is_dual else OUTCOME_LABELS[graduate.outcome]


def evidence_label(graduate: Any) -> str:
    if graduate.open_reviews:
        return "Đang chờ kiểm tra đối chiếu"
    if graduate.in_question:
        return "Cần xác minh"
    if graduate.is_admitted and graduate.outcome == Outcome.NOT_KNOWN:
        return "Trúng tuyển chưa nhập học"
    if to_verify_again(graduate):
        return VERIFY_AGAIN
    return EVIDENCE_LABELS.get(graduate.evidence, "")


def to_verify_again(graduate: Any) -> bool:
    """Whether what is reported of the child has expired today (`domain.currency`)."""
    return graduate.reported_on is not None and is_expired(
        graduate.reported_on, on=timezone.localdate(), valid_days=settings.REPORT_VALID_DAYS
    )


def list_row(graduate: Any) -> GraduateListRow:
    """A graduate read by `listed` as a row of the Excel export."""
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
