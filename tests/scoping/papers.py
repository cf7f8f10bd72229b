"""Lists sent to three communes: the official's own, one next to it, one of another district."""

from collections.abc import Mapping
from dataclasses import dataclass

from outreach.models import Change, ReferralItem
from students.models import Graduate
from tests.outreach.bare import bare_file, bare_referral
from tests.province import Province
from tests.scoping.objects import NEVER_GIVEN, PLACES, Objects

PAPERS = {"DEPARTMENT": "own near away", "DISTRICT": "own near", "COMMUNE": "own"}


@dataclass(frozen=True)
class SentPapers:
    objects: Mapping[str, Objects]
    names: Mapping[str, str]


def sent_papers(province: Province, graduates: list[Graduate]) -> SentPapers:
    """Each names one child in a spelling that is found nowhere else."""
    communes = (province.home_commune, province.home_township, province.away_commune)
    names = ("Ngô Thị Mận", "Ngô Văn Nhãn", "Ngô Thị Ổi")
    papers = [bare_referral(province, commune) for commune in communes]
    for paper, graduate, name in zip(papers, graduates, names, strict=True):
        ReferralItem.objects.create(
            referral=paper,
            graduate=graduate,
            change=Change.LISTED,
            position=1,
            outcome=graduate.outcome,
            particulars={"full_name": name},
        )
    files = [bare_file(paper) for paper in papers]
    nothing = ([NEVER_GIVEN],)
    templates = Objects(
        {"own": [province.home.code, "letter"], "away": [province.away.code, "letter"]},
        (["000000", "letter"], [province.home.code, "khong-co"]),
        {"DEPARTMENT": "own away", "DISTRICT": "own"},
    )

    def at(keys: list[int]) -> Objects:
        places = dict(zip(PLACES, ([key] for key in keys), strict=True))
        return Objects(places, nothing, PAPERS)

    return SentPapers(
        {
            "referral": at([each.pk for each in papers]),
            "paper_file": at([each.pk for each in files]),
            "office_template": templates,
        },
        dict(zip(PLACES, names, strict=True)),
    )
