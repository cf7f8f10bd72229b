"""Every change to graduates and to what is said of them."""

from students.actions.edits import (
    EditedSince,
    GraduateChanged,
    KeyTaken,
    correct_graduate,
    take_back_edit,
)
from students.actions.exports import (
    record_calls_export,
    record_export,
    record_sign_offs_export,
    record_workbooks_export,
)
from students.actions.graduates import (
    GraduateChange,
    hold_cohort,
    readmit_graduates,
    register_graduates,
    register_version,
    withdraw_graduates,
)
from students.actions.outcomes import refresh_outcomes, set_open_reviews, standing_of
from students.actions.reads import record_read
from students.actions.sign_offs import (
    NothingToSign,
    SignOffOutdated,
    fingerprint_of,
    seen_of,
    sign_off,
)
from students.actions.statements import (
    StatementsChanged,
    StatementsVersion,
    add_statement,
    correct_statement,
    record_statement,
    record_statements,
    supersede_statements,
    withdraw_statement,
)
from students.actions.sums import recount_everything, recounting, set_other_pupils

__all__ = [
    "EditedSince",
    "GraduateChange",
    "GraduateChanged",
    "KeyTaken",
    "NothingToSign",
    "SignOffOutdated",
    "StatementsChanged",
    "StatementsVersion",
    "add_statement",
    "correct_graduate",
    "correct_statement",
    "fingerprint_of",
    "hold_cohort",
    "readmit_graduates",
    "record_calls_export",
    "record_export",
    "record_read",
    "record_sign_offs_export",
    "record_statement",
    "record_statements",
    "record_workbooks_export",
    "recount_everything",
    "recounting",
    "refresh_outcomes",
    "register_graduates",
    "register_version",
    "seen_of",
    "set_open_reviews",
    "set_other_pupils",
    "sign_off",
    "standing_of",
    "supersede_statements",
    "take_back_edit",
    "withdraw_graduates",
    "withdraw_statement",
]
