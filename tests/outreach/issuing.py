"""The way of a paper in one call each, as the pages go it."""

from datetime import date

from districts.models import District
from outreach.actions.referrals import acknowledge_referral, draft_referrals
from outreach.actions.together import issue_submitted, submit_drafts
from outreach.models import Referral, ReferralState
from tests.province import Province

ISSUED_ON = date(2020, 10, 5)


def draft(province: Province, issuer: District | None = None, **options) -> list[Referral]:
    return draft_referrals(
        issuer=issuer or province.home, cohort=province.cohort, by=None, **options
    )


def submit(province: Province, issuer: District | None = None) -> list[Referral]:
    issuer = issuer or province.home
    drafts = list(
        Referral.objects.filter(addressee__issuer=issuer, state=ReferralState.DRAFT)
        .select_related("addressee__issuer", "addressee__cohort")
        .order_by("addressee__key")
    )
    done = submit_drafts(issuer=issuer, cohort=province.cohort, drafts=drafts, by=None)
    assert done.refused == []
    return done.papers


def issue(province: Province, issuer: District | None = None, first: int = 215) -> list[Referral]:
    """Everything drafted, put up for signature and issued with numbers in a row."""
    draft(province, issuer)
    papers = submit(province, issuer)
    numbered = [(paper, f"{number}/PGDĐT") for number, paper in enumerate(papers, first)]
    done = issue_submitted(numbered=numbered, issued_on=ISSUED_ON, deadline=None, by=None)
    assert done.refused == []
    return done.papers


def by_key(papers: list[Referral]) -> dict[str, Referral]:
    return {paper.addressee.key: paper for paper in papers}


def acknowledge(paper: Referral) -> Referral:
    return acknowledge_referral(referral=paper, by=None)
