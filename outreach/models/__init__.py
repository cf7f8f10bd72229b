"""Lists of children sent to those who can bring them back, and what became of each."""

from outreach.models.cases import (
    Case,
    CaseQuerySet,
    CaseStep,
    StepKind,
    Visit,
)
from outreach.models.casework import CaseDeadlines, CaseNotice, ReturnedSheet
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
from outreach.models.requests import CaseRequest

__all__ = [
    "Addressee",
    "AddresseeKind",
    "Case",
    "CaseDeadlines",
    "CaseNotice",
    "CaseQuerySet",
    "CaseRequest",
    "CaseStep",
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
    "ReturnedSheet",
    "StepKind",
    "TemplateKind",
    "Visit",
]
