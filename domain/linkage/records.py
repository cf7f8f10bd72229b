"""What goes through the door of the linkage engine, in and out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.dates import BirthDate

RowKey = int | str


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """One row of a receiving institution's roster, already read and decoded.

    Blank text means "not stated". `gender` is "M", "F" or "". `commune_code` is set only when
    the address named district and commune; otherwise `commune_text` may hold the commune's name
    and `district_codes` the districts the address text allows.
    """

    row: RowKey
    full_name: str
    birth: BirthDate | None = None
    gender: str = ""
    school_text: str = ""
    commune_code: str = ""
    district_codes: frozenset[str] = frozenset()
    commune_text: str = ""
    guardian: str = ""
    phone: str = ""
    moet_code: str = ""
    personal_id: str = ""
    register_number: str = ""


@dataclass(frozen=True, slots=True)
class PoolPerson:
    """One graduate of the cohort; `district_code` is that of the graduating school.

    `commune_name` serves rosters whose address names a commune but no district; communes of
    different districts share names, so it weighs less than an equal `commune_code`.
    """

    graduate: int
    full_name: str
    birth: BirthDate | None = None
    gender: str = ""
    school_code: str = ""
    district_code: str = ""
    commune_code: str = ""
    guardian: str = ""
    phone: str = ""
    moet_code: str = ""
    personal_id: str = ""
    register_number: str = ""
    commune_name: str = ""


@dataclass(frozen=True, slots=True)
class RosterContext:
    """What is known of a roster as a whole.

    `institution_district` is "" for an institution outside the province. `has_accents` is False
    for a file written without Vietnamese marks: there a missing mark is no evidence.
    """

    institution_district: str = ""
    has_accents: bool = True


class Status(StrEnum):
    """The three outcomes of linking one row."""

    MATCH = "match"
    REVIEW = "review"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A graduate a row may be; `weight` in bits is the sum of `parts` (field name, bits).

    `posterior` is the probability that the row is this graduate, over all candidates and "not of
    this cohort"; `reason` says in Vietnamese what agrees and what does not.
    """

    graduate: int
    weight: float
    parts: tuple[tuple[str, float], ...] = ()
    posterior: float = 0.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the engine says of one row; candidates best first, for a match the chosen one.

    `compared` tells with how many graduates the row was compared; it is no part of what is said.
    """

    row: RowKey
    status: Status
    candidates: tuple[Candidate, ...]
    reason: str
    compared: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Settled:
    """What people have decided: it always stands above what the engine would say."""

    accepted: Mapping[RowKey, int] = field(default_factory=dict)
    rejected: frozenset[tuple[RowKey, int]] = frozenset()
