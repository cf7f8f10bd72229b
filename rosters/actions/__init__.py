"""Every change to rosters and links."""

from rosters.actions.decisions import (
    Answer,
    NotDecidable,
    RowTaken,
    decide,
    seen_links,
    undo_act,
)
from rosters.actions.following import LinksFollow, relink_cohort
from rosters.actions.links import lay_decisions, store_links
from rosters.actions.reads import record_roster_export, record_row_read
from rosters.actions.reports import (
    RowChanged,
    report_leaver,
    report_no_show,
    report_transfer,
    withdraw_report,
)
from rosters.actions.settlements import (
    SettlementRefused,
    settle_conflict,
    settlements,
    undo_settlement,
)
from rosters.actions.statements import sync_open_reviews, sync_statements
from rosters.actions.transfers import (
    TransferRefused,
    accept_transfer,
    confirm_departure,
    refuse_transfer,
    report_arrival,
    take_back_word,
)
from rosters.actions.undo import RosterUndo, undo_obstacles, undo_roster
from rosters.actions.upload import (
    OlderRoster,
    Upload,
    link_rosters,
    store_rosters,
    upload_rosters,
)

__all__ = [
    "Answer",
    "LinksFollow",
    "NotDecidable",
    "OlderRoster",
    "RosterUndo",
    "RowChanged",
    "RowTaken",
    "SettlementRefused",
    "TransferRefused",
    "Upload",
    "accept_transfer",
    "confirm_departure",
    "decide",
    "lay_decisions",
    "link_rosters",
    "record_roster_export",
    "record_row_read",
    "refuse_transfer",
    "relink_cohort",
    "report_arrival",
    "report_leaver",
    "report_no_show",
    "report_transfer",
    "seen_links",
    "settle_conflict",
    "settlements",
    "store_links",
    "store_rosters",
    "sync_open_reviews",
    "sync_statements",
    "take_back_word",
    "undo_act",
    "undo_obstacles",
    "undo_roster",
    "undo_settlement",
    "upload_rosters",
    "withdraw_report",
]
