"""Units of administration, schools, and who may do what where."""

from districts.models.assignment import Assignment, Role
from districts.models.school import School, SchoolKind, SchoolQuerySet
from districts.models.unit import Commune, CommuneQuerySet, District, DistrictQuerySet

__all__ = [
    "Assignment",
    "Commune",
    "CommuneQuerySet",
    "District",
    "DistrictQuerySet",
    "Role",
    "School",
    "SchoolKind",
    "SchoolQuerySet",
]
