"""What the pages about lists show: labels and formats, no logic left for the template."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse

from districts.authority import scope_of
from documents.roster_list import RosterListRow
from domain.formats import birth, count, day
from domain.linkage.decisions import Kind
from domain.names import display_name
from domain.outcome import Outcome, Stage
from imports.column_choices import LABELS
from imports.models import BatchKind
from rosters.actions import seen_links, settlements
from rosters.decided import latest_about
from rosters.forms import REPORTED, ReportForm, typed_values
from rosters.models import Link, Roster, RosterRow, RosterVersion
from rosters.versions import undone_batches
from students.labels import PROGRAMME_LABELS, STAGE_LABELS
from students.models import Destination, Graduate, Source
from students.profile import masked
from students.timeline import moment_text

MATCH, REVIEW, NONE = RosterRow.Status.MATCH, RosterRow.Status.REVIEW, RosterRow.Status.NONE
STATE_STYLES = {
    MATCH: ("studying", "●"),
    REVIEW: ("undecided", "…"),
    NONE: ("past", "–"),
}
GENDERS = dict(Graduate.Gender.choices)
UNMATCHED_NOTE = (
    "Thường là học sinh tốt nghiệp năm trước hoặc từ tỉnh khác đến; đơn vị không cần làm gì thêm."
)

SETTLED_HERE = "Phòng, Sở GD&ĐT đã thống nhất là học sinh học tại đơn vị, không học ở nơi khác."
CLAIMED_TWICE = (
    "Nơi khác cũng xác nhận học sinh này đang học ở đó, hai thông tin không thể cùng đúng. "
    "Kiểm tra lại; Phòng GD&ĐT của trường THCS sẽ thống nhất."
)


def own_lists(user: Any) -> list[dict[str, Any]]:
    """One line per list in force of the institutions that the user works for; two queries."""
    rosters = Roster.objects.visible_to(user)
    own = rosters.filter(institution__in=scope_of(user).receiving_school_ids)
    versions = RosterVersion.objects.latest().filter(roster__in=own)
    related = versions.select_related("roster__institution", "roster__cohort")
    newest_first = related.order_by(
        "-roster__cohort__year", "roster__institution__name", "roster__programme", "roster__part"
    )
    return version_lines(list(newest_first), user)


def version_lines(versions: Sequence[RosterVersion], user: Any) -> list[dict[str, Any]]:
    """One line per list in force, with how its rows stand; one query for all counts."""
    statuses = _statuses(user, [version.pk for version in versions])
    return [_version_line(version, statuses[version.pk]) for version in versions]


def _version_line(version: RosterVersion, statuses: Counter) -> dict[str, Any]:
    roster = version.roster
    url = reverse("rosters:roster_detail", args=[roster.pk])
    numbers = [("Học sinh", statuses.total(), url)]
    numbers += [
        (status.label, statuses[status], f"{url}?state={status}")
        for status in (MATCH, REVIEW, NONE)
    ]
    return {
        "url": url,
        "institution": roster.institution.name,
        "list_name": list_name(version),
        "cohort": roster.cohort.year,
        "as_at": day(version.as_at),
        "numbers": [
            {"label": label, "text": count(number), "url": opened if number else ""}
            for label, number, opened in numbers
        ],
    }


def list_name(version: RosterVersion) -> str:
    """Which of the institution's lists: programme, part and whether admitted or in class."""
    roster = version.roster
    stage = STAGE_LABELS[version.stage].lower()
    parts = [PROGRAMME_LABELS[roster.programme], roster.part, stage]
    return ", ".join(part for part in parts if part)


def _statuses(user: Any, versions: Iterable[int]) -> dict[int, Counter]:
    found: dict[int, Counter] = defaultdict(Counter)
    rows = RosterRow.objects.visible_to(user).filter(version__in=list(versions)).order_by()
    counted = rows.values_list("version", "status").annotate(number=Count("pk"))
    for version, status, number in counted:
        found[version][status] = number
    return found


def roster_context(version: RosterVersion, user: Any, *, reported: int) -> dict[str, Any]:
    """What a list is, how its rows stand, and the versions before it."""
    versions = list(version.roster.versions.order_by("-received_at", "-pk"))
    statuses = _statuses(user, [each.pk for each in versions])
    undone = undone_batches(each.batch_id for each in versions)
    roster = version.roster
    return {
        "institution": roster.institution.name,
        "list_name": list_name(version),
        "cohort": roster.cohort.year,
        "as_at": day(version.as_at),
        "received": moment_text(version.received_at),
        "file_name": version.file_name,
        "version_url": reverse("rosters:version_detail", args=[version.batch_id]),
        "tiles": _tiles(statuses[version.pk], reported),
        "balance": _balance(statuses[version.pk]),
        "ledger_url": f"{reverse('reports:institution_ledger', args=[roster.institution.code])}"
        f"?cohort={roster.cohort.year}",
        "review_text": count(statuses[version.pk][REVIEW]),
        "review_url": _queue_url(roster) if statuses[version.pk][REVIEW] else "",
        "earlier": [
            {
                "url": reverse("rosters:version_detail", args=[each.batch_id]),
                "is_undone": each.batch_id in undone,
                "as_at": day(each.as_at),
                "received": moment_text(each.received_at),
                "replaced": moment_text(each.replaced_at),
                "file_name": each.file_name,
                "rows": count(statuses[each.pk].total()),
            }
            for each in versions
            if each.replaced_at
        ],
    }


def _queue_url(roster: Roster) -> str:
    query = urlencode({"institution": roster.institution.code})
    return f"{reverse('rosters:review_next')}?{query}"


def _tiles(statuses: Counter, reported: int) -> list[dict[str, str]]:
    """Each number opens the rows behind it."""
    tiles = [
        ("Học sinh trong danh sách", statuses.total(), "", ""),
        ("Đã khớp", statuses[MATCH], MATCH, "Có trong danh sách tốt nghiệp THCS"),
        ("Cần kiểm tra", statuses[REVIEW], REVIEW, "Có học sinh gần giống, chưa chắc chắn"),
        ("Không tìm thấy", statuses[NONE], NONE, "Năm trước hoặc tỉnh khác"),
        ("Đã báo", reported, REPORTED, "Chưa ra lớp, thôi học, chuyển trường"),
    ]
    return [
        {"label": label, "value": count(number), "url": f"?state={state}", "note": note}
        for label, number, state, note in tiles
    ]


def _balance(statuses: Counter) -> str:
    parts = (
        f"{count(statuses[status])} {status.label.lower()}" for status in (MATCH, REVIEW, NONE)
    )
    return f"{count(statuses.total())} học sinh: {' · '.join(parts)}."


def chips(labels: Sequence[tuple[str, str]], parameters: QueryDict) -> list[dict[str, str]]:
    """One chip per condition, each with the address of the list without it."""
    found = []
    for name, label in labels:
        rest = parameters.copy()
        for dropped in (name, "after", "before"):
            rest.pop(dropped, None)
        found.append({"label": label, "remove_url": f"?{rest.urlencode()}"})
    return found


def row_line(row: RosterRow, report: Destination | None) -> dict[str, Any]:
    """A row as a line of the list, opening its page."""
    return {
        "url": reverse("rosters:row_detail", args=[row.pk]),
        "position": f"{row.sheet}, dòng {row.row_number}",
        "full_name": display_name(row.full_name),
        "birth_text": birth(row.birth) if row.birth else "",
        "gender_text": GENDERS.get(row.gender, ""),
        "class_name": row.class_name,
        "school_text": row.school_text,
        "state": state_of(row, report),
        "report_text": _since(report) if report else "",
    }


def state_of(row: RosterRow, report: Destination | None) -> dict[str, str]:
    """The state for the status word; what the institution reported goes before the match."""
    if report:
        return {"css": "not-studying", "symbol": "■", "label": STAGE_LABELS[report.stage]}
    css, symbol = STATE_STYLES[RosterRow.Status(row.status)]
    return {"css": css, "symbol": symbol, "label": row.get_status_display()}


def export_row(row: RosterRow, report: Destination | None) -> RosterListRow:
    """The row as a row of the Excel export."""
    line = row_line(row, report)
    told = f"{line['state']['label']} {line['report_text'].lower()}" if report else ""
    return RosterListRow(
        position=line["position"],
        full_name=line["full_name"],
        birth=line["birth_text"],
        gender=line["gender_text"],
        class_name=row.class_name,
        school_text=row.school_text,
        residence=row.residence,
        state=row.get_status_display(),
        report=told,
    )


def row_facts(row: RosterRow, *, is_own: bool) -> list[dict[str, str]]:
    """The row as its institution wrote it; numbers only for the institution itself."""

    def number(text: str) -> str:
        return text if is_own or not text else masked(text)

    entries = [
        ("Họ và tên", row.full_name),
        ("Ngày sinh", birth(row.birth) if row.birth else ""),
        ("Giới tính", GENDERS.get(row.gender, "")),
        ("Lớp", row.class_name),
        ("Trường THCS", row.school_text),
        ("Chỗ ở", row.residence),
        ("Cha, mẹ, người giám hộ", row.guardian),
        ("Điện thoại", number(row.phone)),
        ("Mã định danh Bộ GD&ĐT", row.moet_code),
        ("Số định danh cá nhân", number(row.personal_id)),
        ("Số vào sổ cấp bằng", row.register_number),
        ("Ghi chú", row.note if is_own else ""),
        ("Đã sửa khi nhập", _mended_text(row) if is_own else ""),
        *((str(name), str(value)) for name, value in row.extra.items() if is_own),
        ("Vị trí trong tệp", f"Trang tính {row.sheet}, dòng {row.row_number}"),
    ]
    return [{"label": label, "value": value} for label, value in entries if value]


def _mended_text(row: RosterRow) -> str:
    """What somebody typed over cells of the row before it came in."""
    labels = LABELS[BatchKind.ROSTER]
    return "; ".join(
        f"{labels.get(name, name)} “{written}” thành “{typed}”"
        for name, (written, typed) in (row.mended or {}).items()
    )


def row_story(row: RosterRow, link: Link | None, candidates: Sequence[Link]) -> list[str]:
    """The state of the row in words, with what it rests on."""
    year = row.version.roster.cohort.year
    told = _decision_told(row)
    if link:
        is_claimed_twice = link.graduate.outcome == Outcome.CONFLICT
        return [
            f"Đã khớp với một học sinh tốt nghiệp THCS năm {year}.",
            f"Căn cứ: {link.reason}." if link.reason else "",
            told,
            CLAIMED_TWICE if is_claimed_twice else "",
            SETTLED_HERE if not is_claimed_twice and _is_settled_for(row, link) else "",
        ]
    if candidates:
        number = len(candidates)
        return [
            f"Có {number} học sinh tốt nghiệp THCS năm {year} gần giống, chưa chắc chắn là ai.",
            f"Vì sao: {candidates[0].reason}." if candidates[0].reason else "",
            "Trong khi chờ kiểm tra, chưa học sinh nào được tính là đang học theo dòng này.",
            told,
        ]
    return [
        f"Không tìm thấy trong danh sách học sinh tốt nghiệp THCS năm {year}.",
        told or UNMATCHED_NOTE,
    ]


def _is_settled_for(row: RosterRow, link: Link) -> bool:
    """Whether an office ended what another institution said of the child, and not this one."""
    settled = settlements(link.graduate).values_list("school", flat=True)
    return bool(settled) and row.version.roster.institution_id not in settled


def _decision_told(row: RosterRow) -> str:
    """Who decided of the row, and when; "" where nobody did."""
    decision = latest_about(row)
    if decision is None:
        return ""
    who = str(decision.recorded_by or "Hệ thống")
    said = {
        Kind.ACCEPT: "đã xác nhận học sinh",
        Kind.REJECT: "đã ghi là không phải học sinh gần giống",
        Kind.LATER: "đã để sau",
    }[Kind(decision.choice)]
    return f"{who} {said} lúc {moment_text(decision.recorded_at)}."


def review_url(row: RosterRow, candidates: Sequence[Link]) -> str:
    """Where a person says which of the candidates the row is; "" where there is nothing to say."""
    is_open = row.version.replaced_at is None and row.version.roster.cohort.is_open
    return reverse("rosters:review_row", args=[row.pk]) if candidates and is_open else ""


def rejecting(row: RosterRow, link: Link | None) -> dict[str, Any] | None:
    """The form by which a person says that a matched row is somebody else; None where it may not
    be said.
    """
    if link is None or row.version.replaced_at or not row.version.roster.cohort.is_open:
        return None
    return {
        "url": reverse("rosters:review_decide", args=[row.pk]),
        "seen": seen_links([link]),
        "shown": link.graduate_id,
    }


def report_facts(report: Destination) -> list[dict[str, str]]:
    """A report that stands, as the entries of a summary list."""
    typed = typed_values(report)
    entries = [
        ("Tình trạng", STAGE_LABELS[report.stage]),
        ("Từ ngày", day(typed["since"])),
        ("Chuyển đến", typed["destination"]),
        ("Lý do", typed["reason"]),
        ("Minh chứng", report.evidence_note),
        ("Nguồn", Source(report.source).label),
        ("Người báo", str(report.recorded_by or "")),
        ("Báo lúc", moment_text(report.recorded_at)),
    ]
    return [{"label": label, "value": value} for label, value in entries if value]


def both_versions(form: ReportForm, report: Destination | None) -> list[dict[str, str]]:
    """What a colleague reported beside what is being typed; nothing while no colleague did."""
    if report is None or not form.is_bound:
        return []
    stored, fields = typed_values(report), form.fields
    typed = {name: form.data.get(name, "") for name in stored}
    stored |= {"stage": STAGE_LABELS[report.stage], "since": day(stored["since"])}
    typed |= {"stage": STAGE_LABELS.get(typed["stage"], "") if typed["stage"] in set(Stage) else ""}
    return [
        {"label": field.label, "stored": stored[name], "typed": typed[name]}
        for name, field in fields.items()
        if name in stored
    ]


def _since(report: Destination) -> str:
    return f"Từ ngày {day(report.ended_on or report.stated_on)}"
