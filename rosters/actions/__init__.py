"""Every change to rosters and links."""

from rosters.actions.links import relink_cohort, store_links
from rosters.actions.statements import sync_open_reviews, sync_statements
from rosters.actions.upload import Upload, upload_rosters

__all__ = [
    "Upload",
    "relink_cohort",
    "store_links",
    "sync_open_reviews",
    "sync_statements",
    "upload_rosters",
]
