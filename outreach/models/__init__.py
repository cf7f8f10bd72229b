"""Lists of children sent to those who can bring them back, and what became of each."""

from outreach.models.offices import LetterTemplate, OfficeSettings, TemplateKind
from outreach.models.referrals import (
    Addressee,
    AddresseeKind,
    Change,
    FileKind,
    Referral,
    ReferralFile,
    ReferralItem,
    ReferralKind,
    ReferralQuerySet,
    ReferralState,
)

__all__ = [
    "Addressee",
    "AddresseeKind",
    "Change",
    "FileKind",
    "LetterTemplate",
    "OfficeSettings",
    "Referral",
    "ReferralFile",
    "ReferralItem",
    "ReferralKind",
    "ReferralQuerySet",
    "ReferralState",
    "TemplateKind",
]
