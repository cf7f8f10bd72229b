"""The linkage engine: roster rows tied to graduates, behind the one door `propose`."""

from domain.linkage.pool import Pool
from domain.linkage.propose import ENGINE_VERSION, propose
from domain.linkage.records import (
    Candidate,
    PoolPerson,
    Proposal,
    RosterContext,
    RosterPerson,
    RowKey,
    Settled,
    Status,
)
from domain.schools import KnownSchool

__all__ = [
    "ENGINE_VERSION",
    "Candidate",
    "KnownSchool",
    "Pool",
    "PoolPerson",
    "Proposal",
    "RosterContext",
    "RosterPerson",
    "RowKey",
    "Settled",
    "Status",
    "propose",
]
