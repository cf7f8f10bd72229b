"""Cases of outreach for the addresses: at home, in the next commune, in the other district."""

from dataclasses import dataclass

from django.utils import timezone

from outreach.models import Case, CaseRequest, ReturnedSheet, Visit
from tests.outreach.cases import bare_sheet, fresh, make_case, visit
from tests.province import Province

WORKED = ("Đỗ Thị Sen", "Bùi Văn Mít", "Lý Thị Xoài")
CLAIMED = ("Tạ Văn Ổi", "Hà Thị Chanh", "Vũ Văn Khế")


@dataclass(frozen=True)
class Casework:
    """By place: a case with a visit and a request, one that is claimed, a workbook."""

    worked: list[Case]
    visits: list[Visit]
    requests: list[CaseRequest]
    claimed: list[Case]
    sheets: list[ReturnedSheet]


def make_casework(province: Province) -> Casework:
    schools = (province.thcs, province.thcs_second, province.thcs_away)
    communes = (province.home_commune, province.home_township, province.away_commune)
    institutions = (province.thpt, province.gdtx, province.vocational_away)
    worked = [
        make_case(province, name, commune=commune, school=school)
        for name, commune, school in zip(WORKED, communes, schools, strict=True)
    ]
    claimed = [
        make_case(province, name, commune=commune, school=school)
        for name, commune, school in zip(CLAIMED, communes, schools, strict=True)
    ]
    for case, institution in zip(claimed, institutions, strict=True):
        visit(case, "AGREED", school=institution)
    visits = [visit(case) for case in worked]
    requests = [
        CaseRequest.objects.create(
            case=case,
            kind=CaseRequest.Kind.REOPEN,
            reason="gia đình đổi ý",
            unit_name="UBND xã",
            asked_at=timezone.now(),
        )
        for case in worked
    ]
    sheets = [bare_sheet(commune) for commune in communes]
    return Casework([fresh(c) for c in worked], visits, requests, claimed, sheets)
