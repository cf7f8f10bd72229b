"""One paper: its children as frozen with today's truth beside them, its files, its way so far."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from audit.models import Event
from districts.authority import Permission, scope_of
from districts.models import Assignment
from documents.not_enrolled import COLUMNS, NOBODY, NotEnrolledList, NotEnrolledRow, cells_of
from domain.formats import count, day, long_day
from domain.referrals import truth
from outreach import verbs
from outreach.actions.referrals import frozen_items
from outreach.children import now_of
from outreach.drafts import differences_now, parts_now
from outreach.forms import ReasonForm, ReceiptForm, ScanForm
from outreach.models import Addressee, FileKind, Referral, ReferralFile, ReferralItem, ReferralState
from outreach.pages.offices import kind_of, office_url
from outreach.papers import (
    annex_of,
    heading_of,
    recipient_of,
    settings_of,
    unit_name,
    visits_family,
)
from students.rows import graduate_addresses

NOW = "Hiện nay"


def paper_context(user: Any, referral: Referral) -> dict[str, Any]:
    """Everything on the page of one paper, as far as this viewer is concerned with it."""
    is_own = issues_for(user, referral.addressee)
    is_draft = referral.state == ReferralState.DRAFT
    items = _items_now(referral) if is_draft else list(referral.items.order_by("position"))
    annex = annex_of(referral, items)
    return {
        "referral": referral,
        "name": unit_name(referral.addressee),
        "kind": kind_of(referral),
        "is_own": is_own,
        "is_draft": is_draft,
        "recipient": recipient_of(referral.addressee),
        "entries": _entries(referral, annex, is_own=is_own),
        "annex": annex,
        "headings": [heading for heading, _ in COLUMNS],
        "now_heading": NOW,
        "column_count": len(COLUMNS) + 1,
        "parts": _parts(user, referral, items, annex, is_own=is_own),
        "nobody": NOBODY,
        "place_and_day": _place_and_day(referral),
        "files": [_file_line(each) for each in _files(referral)],
        "list_url": _back_url(user, referral),
        **_steps(user, referral, is_own=is_own),
    }


def issues_for(user: Any, addressee: Addressee) -> bool:
    """Whether the viewer sends this office's papers, not only receives them."""
    scope = scope_of(user)
    may_issue = Permission.ISSUE_REFERRALS in scope.permissions
    return may_issue and (scope.is_province or addressee.issuer_id in scope.district_ids)


def receives(user: Any, addressee: Addressee) -> bool:
    """Whether the paper is addressed to the viewer's own unit."""
    scope = scope_of(user)
    return (
        addressee.commune_id in scope.commune_ids
        or addressee.district_id in scope.district_ids
        or addressee.school_id in scope.origin_school_ids
        or (scope.is_province and addressee.kind == "DEPARTMENT")
    )


def _items_now(referral: Referral) -> list[ReferralItem]:
    """The children of a draft as they would be frozen now; the head as it would be."""
    addressee = referral.addressee
    to_list = parts_now(addressee.issuer, addressee.cohort)
    differences = differences_now(addressee.issuer, addressee.cohort, to_list)
    referral.held_back = to_list.held_back[addressee.key]
    referral.heading = heading_of(settings_of(addressee.issuer), addressee)
    referral.figures_on = timezone.localdate()
    difference = differences.get(addressee.key)
    return frozen_items(referral, difference) if difference else []


def _parts(
    user: Any,
    referral: Referral,
    items: list[ReferralItem],
    annex: NotEnrolledList,
    *,
    is_own: bool,
) -> list[dict[str, Any]]:
    """The rows of each part with today's truth; names open the child's page where that may be."""
    now = now_of(items, referral.addressee) if referral.is_sent else {}
    sees_children = is_own and Permission.SEE_GRADUATES in scope_of(user).permissions
    address = graduate_addresses() if sees_children else None
    by_row: dict[int, dict[str, Any]] = {}
    for row, item in zip(annex.rows, items, strict=True):
        by_row[id(row)] = {
            "name": _named(row.full_name, address(item.graduate_id) if address else ""),
            "now": truth(now[item.graduate_id]) if item.graduate_id in now else "",
        }
    return [
        {
            "title": f"{heading} ({count(len(rows))} em)",
            "rows": [
                _cells(number, row, annex) | by_row[id(row)] for number, row in enumerate(rows, 1)
            ],
        }
        for heading, rows in annex.parts
    ]


def _named(full_name: str, url: str) -> str:
    """The name, opening the child's page for those who may see it."""
    return format_html('<a href="{}">{}</a>', url, full_name) if url else full_name


def _cells(number: int, row: NotEnrolledRow, annex: NotEnrolledList) -> dict[str, Any]:
    names = (
        "number", "full_name", "birth", "female", "ethnicity", "school_class", "guardian",
        "phone", "residence", "reason", "result", "note",
    )  # fmt: skip
    return dict(zip(names, cells_of(number, row, annex), strict=True))


def _entries(referral: Referral, annex: NotEnrolledList, *, is_own: bool) -> list[dict[str, str]]:
    """The paper in facts; who did what inside the office is shown to the office alone."""
    entries = [
        ("Trạng thái", referral.get_state_display()),
        ("Nơi nhận", recipient_of(referral.addressee)),
    ]
    if referral.number:
        entries.append(("Số, ngày", f"{referral.number}, {day(referral.issued_on)}"))
    if referral.deadline:
        entries.append(("Hạn báo kết quả", day(referral.deadline)))
    if referral.figures_on and referral.submitted_at:
        entries.append(("Danh sách khóa ngày", day(referral.figures_on)))
    if referral.acknowledged_at:
        who = f" ({referral.acknowledged_note})" if referral.acknowledged_note else ""
        entries.append(("Địa phương đã tiếp nhận", f"{_moment(referral.acknowledged_at)}{who}"))
    if referral.withdrawn_at:
        entries.append(
            ("Đã thu hồi", f"{_moment(referral.withdrawn_at)}. {referral.withdrawn_reason}")
        )
    if is_own and referral.is_sent:
        entries.append(("Nơi nhận đã mở xem", _opened(referral)))
    if is_own and referral.digest:
        entries.append(("Mã kiểm tra danh sách", referral.digest[:16]))
    entries.append(("Số học sinh", annex.total))
    return [{"label": label, "value": value} for label, value in entries]


def _moment(at: Any) -> str:
    local = timezone.localtime(at)
    return f"{day(local.date())} lúc {local:%H:%M}"


def _opened(referral: Referral) -> str:
    """How often the recipient's people opened the list, from the log."""
    addressee = referral.addressee
    people = Assignment.objects.none()
    if addressee.commune_id:
        people = Assignment.objects.filter(commune=addressee.commune_id)
    elif addressee.district_id:
        people = Assignment.objects.filter(district=addressee.district_id)
    elif addressee.school_id:
        people = Assignment.objects.filter(school=addressee.school_id)
    reads = Event.objects.about(Referral._meta.label, referral.pk).filter(
        verb=verbs.REFERRAL_READ, actor_id__in=people.values("user")
    )
    moments = list(reads.newest_first().values_list("at", flat=True)[:100])
    return f"{count(len(moments))} lần, lần cuối {_moment(moments[0])}" if moments else "Chưa mở"


def _place_and_day(referral: Referral) -> str:
    on = referral.issued_on or referral.figures_on
    return f"{referral.addressee.issuer.short_name}, {long_day(on)}"


def _files(referral: Referral) -> list[ReferralFile]:
    return list(referral.files.defer("content"))


def _file_line(stored: ReferralFile) -> dict[str, str]:
    return {
        "label": FileKind(stored.kind).label,
        "name": stored.name,
        "size": f"{count(max(1, round(stored.size / 1024)))} KB",
        "sha256": stored.sha256[:16],
        "url": reverse("outreach:file_download", args=[stored.pk]),
    }


def _back_url(user: Any, referral: Referral) -> str:
    addressee = referral.addressee
    if issues_for(user, addressee):
        return office_url(addressee.issuer, addressee.cohort)
    return reverse("outreach:referral_list")


def _steps(user: Any, referral: Referral, *, is_own: bool) -> dict[str, Any]:
    """What this viewer may do with the paper now, each with its form."""
    is_issued = referral.state == ReferralState.ISSUED
    may_acknowledge = is_issued and (is_own or receives(user, referral.addressee))
    return {
        "may_submit": is_own and referral.state == ReferralState.DRAFT,
        "may_issue": is_own and referral.state == ReferralState.SUBMITTED,
        "may_withdraw": is_own and referral.is_open,
        "withdraw_form": ReasonForm(),
        "may_acknowledge": may_acknowledge,
        "is_recipient": receives(user, referral.addressee),
        "receipt_form": ReceiptForm(),
        "may_attach": is_own and referral.is_sent,
        "scan_form": ScanForm(),
        "told_text": "đủ thông tin liên hệ" if visits_family(referral.addressee) else "chỉ họ tên",
    }
