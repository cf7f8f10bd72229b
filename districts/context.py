"""What every page shows: the viewer's unit and the pages open to the viewer."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from districts.authority import Permission, assignments_of, scope_of
from documents.wording import in_sentence

HOME = "office:home"
PAGES = (
    ("reports:overview", "Tổng quan", Permission.SEE_FIGURES),
    ("students:graduate_list", "Học sinh", Permission.SEE_GRADUATES),
    ("students:survey_list", "Khảo sát", Permission.RECORD_DESTINATION),
    ("reports:not_enrolled_list", "Chưa vào học", Permission.SEE_NOT_ENROLLED),
    ("outreach:case_list", "Vận động", Permission.CASE_WORK),
    ("outreach:case_supervision", "Vận động", Permission.SUPERVISE_CASES),
    ("outreach:referral_list", "Danh sách đã nhận", Permission.SEE_REFERRALS),
    ("outreach:claim_list", "Chờ xác nhận", Permission.CONFIRM_CLAIMS),
    ("imports:batch_list", "Nhập danh sách", Permission.IMPORT_GRADUATES),
    ("imports:batch_list", "Nhập danh sách", Permission.IMPORT_ROSTER),
    ("rosters:roster_list", "Danh sách đang học", Permission.REVIEW_LINKS),
    ("rosters:review_list", "Đối chiếu", Permission.REVIEW_LINKS),
    ("students:target_list", "Chỉ tiêu", Permission.MANAGE_TARGETS),
    ("districts:institution_list", "Trường, cơ sở", Permission.MANAGE_SCHOOLS),
    ("office:user_list", "Người dùng", Permission.MANAGE_USERS),
    ("office:event_list", "Nhật ký", Permission.SEE_AUDIT_LOG),
)
# Pages that stand beside one of the bar, and lead to it; they have no entry of their own then.
BESIDE = {
    "students:target_list": "students:quota_list",
    "outreach:case_supervision": "outreach:referral_list",
    "office:user_list": "office:event_list",
}


def unit(request: HttpRequest) -> dict:
    """Context: unit_name, navigation, is_demo."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "unit_name": unit_title(user) if signed_in else "",
        "navigation": _navigation(request) if signed_in else [],
        "is_demo": settings.IS_DEMO,
    }


def unit_title(user) -> str:
    """The viewer's unit or units in words."""
    names = [UNIT_NAMES[assignment.role](assignment) for assignment in assignments_of(user)]
    return ", ".join(dict.fromkeys(names))


UNIT_NAMES = {
    "DEPARTMENT": lambda a: "Sở GD&ĐT Long An",
    "DISTRICT": lambda a: f"Phòng GD&ĐT {a.district.unit_type} {a.district.short_name}",
    "ORIGIN_SCHOOL": lambda a: a.school.name,
    "RECEIVING_SCHOOL": lambda a: a.school.name,
    "COMMUNE": lambda a: (
        f"UBND {in_sentence(a.commune.name)}, {in_sentence(a.commune.district.name)}"
    ),
}


def _navigation(request: HttpRequest) -> list[dict[str, str]]:
    permissions = scope_of(request.user).permissions
    open_pages = [(route, label) for route, label, needed in PAGES if needed in permissions]
    beside = {BESIDE[route] for route, _ in open_pages if route in BESIDE}
    # A page may be open by either of two rights; it is named once.
    named_once = dict.fromkeys(page for page in open_pages if page[0] not in beside)
    parts = [{"label": label, "url": reverse(route)} for route, label in named_once]
    places = {part["url"]: part["url"] for part in parts} | {
        reverse(BESIDE[route]): reverse(route) for route, _ in named_once if route in BESIDE
    }
    within = [place for place in places if request.path.startswith(place)]
    here = places[max(within, key=len)] if within else reverse(HOME)
    word = "page" if request.path == here else "true"
    pages = [{"label": "Việc của tôi", "url": reverse(HOME)}, *parts]
    return [
        page | {"current": word if page["url"] == here and (within or word == "page") else ""}
        for page in pages
    ]


def office_names(user) -> tuple[str, str]:
    """(superior body, issuing body) for the head of a paper this viewer prints."""
    for assignment in assignments_of(user):
        district = assignment.district or (assignment.school and assignment.school.district)
        if assignment.role == "DISTRICT":
            return f"UBND {district.name}".upper(), "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"
        if assignment.school:
            superior = f"UBND {district.name}" if district else assignment.school.province
            return superior.upper(), assignment.school.name.upper()
    return "UBND TỈNH LONG AN", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"
