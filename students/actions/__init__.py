"""Every change to graduates and to what is said of them."""

from students.actions.exports import record_export
from students.actions.graduates import GraduateChange, register_graduates
from students.actions.outcomes import refresh_outcomes, set_open_reviews, standing_of
from students.actions.statements import record_statement, record_statements, supersede_statements

__all__ = [
    "GraduateChange",
    "record_export",
    "record_statement",
    "record_statements",
    "refresh_outcomes",
    "register_graduates",
    "set_open_reviews",
    "standing_of",
    "supersede_statements",
]
