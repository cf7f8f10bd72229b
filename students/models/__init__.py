"""Cohorts, graduates, what is said of them, and the figures they are held against."""

from students.models.cohort import Cohort
from students.models.destination import Destination, DestinationQuerySet, Source
from students.models.facts import GraduateFacts
from students.models.graduate import Graduate, GraduateQuerySet
from students.models.targets import Quota, Target

__all__ = [
    "Cohort",
    "Destination",
    "DestinationQuerySet",
    "Graduate",
    "GraduateFacts",
    "GraduateQuerySet",
    "Quota",
    "Source",
    "Target",
]
