"""Every change to rosters and links."""

from rosters.actions.links import relink_cohort, store_links
from rosters.actions.reads import record_roster_export, record_row_read
from rosters.actions.reports import (
    RowChanged,
    report_leaver,
    report_no_show,
    report_transfer,
    withdraw_report,
)
from rosters.actions.statements import sync_open_reviews, sync_statements
from rosters.actions.upload import Upload, upload_rosters

__all__ = [
    "RowChanged",
    "Upload",
    "record_roster_export",
    "record_row_read",
    "relink_cohort",
    "report_leaver",
    "report_no_show",
    "report_transfer",
    "store_links",
    "sync_open_reviews",
    "sync_statements",
    "upload_rosters",
    "withdraw_report",
]
