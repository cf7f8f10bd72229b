"""Children whom the commune's officer of the site has to go to."""

from districts.models import Assignment, Role, School
from domain.names import name_key, sort_key
from outreach.actions.referrals import draft_referrals
from outreach.actions.together import issue_submitted, submit_drafts
from outreach.models import Referral, ReferralState
from students.cohorts import default_cohort
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
