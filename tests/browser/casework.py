"""Children whom the commune's officer of the site has to go to, and what was asked about them."""

from io import BytesIO

from django.utils import timezone

from districts.models import Assignment, Commune, Role, School
from documents.case_workbook import write_case_workbook
from domain.names import name_key, sort_key
from outreach.actions.referrals import draft_referrals
from outreach.actions.sheets import receive_sheet
from outreach.actions.together import issue_submitted, submit_drafts
from outreach.models import Case, Referral, ReferralState
from outreach.sheets import read_sheet, workbook_of
from students.cohorts import default_cohort
from students.corrections.actions import ask_correction
from students.models import Graduate
from tests.outreach.issuing import ISSUED_ON
from tests.province import register

NAMES = ("An", "Bình", "Chi", "Dung", "Giang", "Hạnh", "Khoa", "Lam", "Minh", "Nga")


def make() -> None:
    """Ten children of the officer's commune, on an issued list."""
    cohort = default_cohort()
    assert cohort is not None
    commune = Assignment.objects.filter(role=Role.COMMUNE).order_by("pk")[0].commune
    district = commune.district
    school = School.objects.filter(district=district).graduating().order_by("code")[0]
    register(
        *(
            Graduate(
                cohort=cohort, school=school, commune=commune, hamlet="Khu phố Chợ",
                full_name=f"Kiều Thị {name}", name_key=name_key(f"Kiều Thị {name}"),
                sort_key=sort_key(f"Kiều Thị {name}"), birth_year=2005, birth_month=7,
                birth_day=position + 1, phone="0912345678", guardian="Kiều Văn Cha",
            )
            for position, name in enumerate(NAMES)
        )
    )  # fmt: skip
    draft_referrals(issuer=district, cohort=cohort, by=None)
    drafts = list(
        Referral.objects.filter(addressee__issuer=district, state=ReferralState.DRAFT)
        .select_related("addressee__issuer", "addressee__cohort")
    )  # fmt: skip
    done = submit_drafts(issuer=district, cohort=cohort, drafts=drafts, by=None)
    numbered = [(paper, f"{number}/PGDĐT") for number, paper in enumerate(done.papers, 900)]
    issue_submitted(numbered=numbered, issued_on=ISSUED_ON, deadline=None, by=None)
    send_back_workbook(commune)
    ask_corrections(school)


def send_back_workbook(commune: Commune) -> None:
    """The commune's workbook, filled in by nobody, is looked through."""
    cases = Case.objects.filter(commune=commune).for_cards()
    file = BytesIO()
    today = timezone.localdate()
    write_case_workbook(workbook_of(commune, cases, office_name="Phòng GD&ĐT", on=today), file)
    read = read_sheet(file.getvalue(), "van-dong.xlsx")
    receive_sheet(
        read=read, commune=commune, content=file.getvalue(), file_name="van-dong.xlsx", by=None
    )


def ask_corrections(school: School) -> None:
    """The institution and the school of origin of the site ask the office for a correction each."""
    graduate = Graduate.objects.filter(school=school).order_by("pk")[0]
    for role in (Role.RECEIVING_SCHOOL, Role.ORIGIN_SCHOOL):
        assignment = Assignment.objects.filter(role=role).select_related("user", "school")[0]
        ask_correction(
            graduate=graduate, named_as=graduate.full_name, part="class_name", proposed="9/4",
            grounds="theo học bạ", asked_from=assignment.school, by=assignment.user,
        )  # fmt: skip
