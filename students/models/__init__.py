"""Cohorts, graduates, what is said of them, and the figures they are held against."""

from students.models.cohort import Cohort
from students.models.correction import CorrectionRequest
from students.models.destination import Destination, DestinationQuerySet, Source
from students.models.edit import GraduateEdit, GraduateEditQuerySet
from students.models.facts import GraduateFacts
from students.models.graduate import Graduate, GraduateQuerySet
from students.models.merge import DistinctPair, Merge
from students.models.sign_off import SignOff, SignOffQuerySet
from students.models.sums import GRADE_TEN, GraduateCount, IntakeCount
from students.models.targets import Quota, Target

__all__ = [
    "GRADE_TEN",
    "Cohort",
    "CorrectionRequest",
    "Destination",
    "DestinationQuerySet",
    "DistinctPair",
    "Graduate",
    "GraduateCount",
    "GraduateEdit",
    "GraduateEditQuerySet",
    "GraduateFacts",
    "GraduateQuerySet",
    "IntakeCount",
    "Merge",
    "Quota",
    "SignOff",
    "SignOffQuerySet",
    "Source",
    "Target",
]
