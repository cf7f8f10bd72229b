"""Rows of the outreach tables as they are, without the way that leads to them."""

from datetime import date

from django.utils import timezone

from districts.models import Commune, District
from outreach.models import (
    Addressee,
    AddresseeKind,
    Change,
    FileKind,
    LetterTemplate,
    OfficeSettings,
    Referral,
    ReferralFile,
    ReferralItem,
    ReferralKind,
    ReferralState,
    TemplateKind,
)
from outreach.papers import heading_of, settings_of
from students.models import Graduate
from tests.province import Province


def bare_referral(province: Province, commune: Commune) -> Referral:
    """An issued list without children, from the commune's own district."""
    now = timezone.now()
    addressee = Addressee.objects.create(
        cohort=province.cohort,
        issuer=commune.district,
        kind=AddresseeKind.COMMUNE,
        key=f"COMMUNE:{commune.code}",
        commune=commune,
    )
    return Referral.objects.create(
        addressee=addressee,
        kind=ReferralKind.LIST,
        state=ReferralState.ISSUED,
        drafted_at=now,
        submitted_at=now,
        issued_at=now,
        figures_on=date(2020, 10, 5),
        heading=heading_of(settings_of(commune.district), addressee),
        number="215/PGDĐT",
        issued_on=date(2020, 10, 5),
    )


def bare_item(referral: Referral, graduate: Graduate) -> ReferralItem:
    return ReferralItem.objects.create(
        referral=referral,
        graduate=graduate,
        change=Change.LISTED,
        position=1,
        outcome=graduate.outcome,
        particulars={"full_name": graduate.full_name},
    )


def bare_file(referral: Referral) -> ReferralFile:
    return ReferralFile.objects.create(
        referral=referral,
        kind=FileKind.LETTER,
        name="cong-van.docx",
        content=b"tep",
        size=3,
        sha256="0" * 64,
        stored_at=timezone.now(),
    )


def bare_office(district: District) -> tuple[OfficeSettings, LetterTemplate]:
    """An office's settings and its own template, which is no Word file."""
    template = LetterTemplate.objects.create(
        issuer=district,
        kind=TemplateKind.LETTER,
        name="mau.docx",
        content=b"PK",
        sha256="0" * 64,
        recorded_at=timezone.now(),
    )
    return OfficeSettings.objects.create(issuer=district), template
