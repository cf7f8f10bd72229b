"""Lists of children sent to those who can bring them back: who is told what, and when it changes.

A list that was issued never changes. What became of a child since is said beside it, and what is
different is sent as a later paper that holds exactly the difference.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.outcome import Evidence, Outcome

STUDYING = (Outcome.UPPER_SECONDARY, Outcome.CONTINUING, Outcome.VOCATIONAL)

# What anybody who is told of a child at all needs to know whom the paper means.
NAMING_FIELDS = (
    "full_name",
    "birth",
    "is_female",
    "school_name",
    "class_name",
    "note",
)
# What only those need who are to go to the family: the commune, or the office that forwards to it.
CONTACT_FIELDS = (
    "ethnicity",
    "guardian",
    "phone",
    "residence",
    "hamlet",
    "commune",
    "commune_code",
    "reason",
)
# Of a hundred rows the engine should have linked, one is not (docs/linkage.md, recall).
_MISSED_LINKS = 0.01


def fields_for(*, visits_family: bool) -> tuple[str, ...]:
    """Which particulars a recipient is told: least data for the task."""
    return NAMING_FIELDS + CONTACT_FIELDS if visits_family else NAMING_FIELDS


def told(particulars: Mapping[str, object], *, visits_family: bool) -> dict[str, object]:
    """The particulars cut down to what this recipient needs; what is blank is left out."""
    names = fields_for(visits_family=visits_family)
    return {name: particulars[name] for name in names if particulars.get(name)}


def canonical_digest(items: Iterable[Mapping[str, object]]) -> str:
    """sha256 of the items as JSON in one form only: sorted keys, no blanks, UTF-8."""
    text = json.dumps(list(items), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Now:
    """What is known of a listed child today; `place` is the institution or place of study."""

    outcome: Outcome
    evidence: Evidence = Evidence.NONE
    place: str = ""
    is_member: bool = True
    is_in_review: bool = False
    is_dead: bool = False
    is_abroad: bool = False
    moved_to: str = ""

    @property
    def is_confirmed_studying(self) -> bool:
        return self.outcome in STUDYING and self.evidence is Evidence.CONFIRMED

    @property
    def needs_no_visit(self) -> bool:
        """Whether the family is to be left in peace: reason enough to take the child off."""
        return (
            self.is_confirmed_studying
            or not self.is_member
            or self.is_dead
            or self.is_abroad
            or bool(self.moved_to)
        )


def truth(now: Now) -> str:
    """What the recipient of an issued list reads beside the child; "" while nothing has changed."""
    place = f" tại {now.place}" if now.place else ""
    sentences = (
        (now.is_dead, "Có thông tin em đã mất; không đến nhà vận động."),
        (not now.is_member, "Không còn trong danh sách tốt nghiệp, không cần đến nhà."),
        (now.is_confirmed_studying, f"Đã nhập học{place}, không cần đến nhà."),
        (now.is_abroad, "Đã ra nước ngoài, không cần đến nhà."),
        (bool(now.moved_to), f"Nay cư trú ở {now.moved_to}, không cần đến nhà."),
        (
            now.outcome is Outcome.CONFLICT,
            "Các trường, cơ sở đang kiểm tra lại nơi học; tạm thời chưa đến nhà.",
        ),
        (
            now.outcome in STUDYING,
            f"Có tin đang học{place}, chưa có xác nhận của trường, cơ sở.",
        ),
        (
            now.is_in_review,
            "Đang kiểm tra đối chiếu với danh sách của một trường, cơ sở.",
        ),
    )
    return next((sentence for applies, sentence in sentences if applies), "")


@dataclass(frozen=True)
class FalseAlarms:
    """How many of those listed as "chưa có thông tin" may be in class already, and from what.

    `missing_lists`: pupils expected on lists not received, of whom the usual share are graduates
    of this office; `missed_links`: pupils on received lists whom the matching overlooked.
    """

    missing_lists: int
    missed_links: int
    most: int

    @property
    def expected(self) -> int:
        """Never more than are listed as not known: only of them nobody has said anything."""
        return min(self.missing_lists + self.missed_links, self.most)


def expected_false_alarms(
    *, not_known: int, missing_pupils: int, rows: int, linked: int
) -> FalseAlarms:
    """An estimate before a list goes out. `missing_pupils`: seats of the institutions without a
    list; `rows` and `linked`: rows received, and those that are graduates of this office. Without
    any row received, every pupil of a missing list may be one of ours.
    """
    share = linked / rows if rows else 1.0
    return FalseAlarms(
        missing_lists=math.ceil(missing_pupils * share),
        missed_links=math.ceil(linked * _MISSED_LINKS),
        most=not_known,
    )
