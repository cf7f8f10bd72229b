"""The parameters of the engine: m and u probabilities as one versioned table.

Nothing here is learnt silently: `manage.py estimate_weights` writes another table as a file, and a
person decides whether it is used (setting `LINKAGE_WEIGHTS`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

# Stored on every link, after the version of the engine.
LONGEST_VERSION = 8


class UnreadableWeights(ValueError):
    """A file that is no table of weights; the text is a Vietnamese sentence."""


@dataclass(frozen=True, slots=True)
class Weights:
    """m probabilities of the levels of the name, and bits (log2 m/u) of the other levels.

    A name's u probabilities come from the cohort itself, those of sex from the names, a school's
    and a commune's from their sizes: only what cannot be counted is here. The defaults are
    estimated on invented rosters of all the kinds docs/linkage.md describes, rounded.
    """

    version: str = "2020.2"

    # Probability that a syllable (or, where so said, the whole name) of one and the same child is
    # written so on a roster.
    name_exact: float = 0.96
    name_accents: float = 0.008
    name_regional: float = 0.02
    name_sound: float = 0.004
    name_typo: float = 0.006
    name_other: float = 0.002
    name_shortened: float = 0.006
    name_lengthened: float = 0.003
    name_joined: float = 0.006
    name_reordered: float = 0.002

    # Share of outsiders who have the very name and birth date of some graduate, by more than
    # chance, as bits: however rare the name, it never says more than this against an outsider.
    namesake_bits: float = 9.0

    birth_exact: float = 8.5
    birth_year_slip: float = 1.0
    birth_slip: float = -1.5
    birth_other_day: float = -5.0
    birth_year_only: float = 0.5
    birth_unknown: float = -0.5
    birth_different: float = -10.0
    birth_swapped_share: float = 0.004

    gender_wrong_share: float = 0.008

    school_share: float = 0.93
    school_near: float = -1.0
    school_against: float = -6.0
    school_unknown: float = -7.5

    commune_share: float = 0.93
    commune_against: float = -3.0
    district_equal: float = 2.5
    district_against: float = -2.5

    guardian_equal: float = 8.0
    guardian_near: float = 4.0
    guardian_against: float = -2.5
    phone_equal: float = 8.0
    phone_near: float = 4.0
    phone_against: float = -1.5
    code_equal: float = 18.0
    code_near: float = 7.0
    moet_code_against: float = -6.0
    other_code_against: float = -4.0

    def as_json(self) -> str:
        """The table as text that `read_weights` takes."""
        return json.dumps(asdict(self), indent=2) + "\n"


DEFAULT_WEIGHTS = Weights()
PROBABILITIES = frozenset(
    field.name
    for field in fields(Weights)
    if field.name.startswith("name_") or field.name.endswith("_share")
)


def read_weights(text: str) -> Weights:
    """The table in `text`; raises UnreadableWeights."""
    try:
        table = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableWeights(
            f"Tệp trọng số không đúng định dạng JSON (dòng {error.lineno})."
        ) from error
    known = {field.name for field in fields(Weights)}
    if not isinstance(table, dict) or set(table) != known:
        raise UnreadableWeights("Tệp trọng số thiếu hoặc thừa mục; hãy tạo lại bằng lệnh.")
    version = table.pop("version")
    if not isinstance(version, str) or not 0 < len(version) <= LONGEST_VERSION:
        raise UnreadableWeights(
            f"Tệp trọng số phải có phiên bản dài từ 1 đến {LONGEST_VERSION} ký tự."
        )
    for name, value in table.items():
        if not _is_sound(name, value):
            raise UnreadableWeights(f"Tệp trọng số: giá trị của “{name}” không hợp lệ.")
    return Weights(version=version, **table)


def _is_sound(name: str, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return 0 < value < 1 if name in PROBABILITIES else -30 <= value <= 30
