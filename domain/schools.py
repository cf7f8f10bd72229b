"""Names of schools as offices write them, brought to one comparable form."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from domain.names import name_key

# Kind words written out, and the short form they share with their abbreviations.
_LONG_FORMS = (
    ("trung hoc co so", "thcs"),
    ("trung hoc pho thong", "thpt"),
    ("tieu hoc", "th"),
    ("giao duc nghe nghiep", "gdnn"),
    ("giao duc thuong xuien", "gdtx"),
    ("giao duc thuong xuyen", "gdtx"),
    ("ki thuat tong hop huong nghiep", "ktth hn"),
    ("ki thuat tong hop", "ktth"),
    ("huong nghiep", "hn"),
    ("trung tam", "tt"),
    ("trung cap", "tc"),
    ("cao dang", "cd"),
)
_JOINED = re.compile(
    r"\b(tt)(?=gdtx|gdnn|ktth)|\b(gdnn|gdtx|thcs|ktth)(?=gdtx|gdnn|thpt|ktth|hn\b)"
)
_LEADING = re.compile(r"^(?:truong|co so)\s+")


@dataclass(frozen=True)
class KnownSchool:
    """A school of the catalogue, as far as recognising its name needs."""

    code: str
    name: str
    district_code: str = ""
    aliases: tuple[str, ...] = ()


@lru_cache(maxsize=20_000)
def school_key(name: str) -> str:
    """The comparable form: no accents, kind words abbreviated, "Trường" dropped.

    "TRUNG TÂM GDTX&KTTH TÂN AN" and "TTGDTX&KTTH Tân An" give the same key.
    """
    key = f" {name_key(name)} "
    for long_form, short_form in _LONG_FORMS:
        key = key.replace(f" {long_form} ", f" {short_form} ")
    key = _JOINED.sub(lambda found: found.group(0) + " ", " ".join(key.split()))
    return _LEADING.sub("", key)


class SchoolDirectory:
    """Finds a school by the name an office wrote; never guesses between two of the same name."""

    def __init__(self, schools: Iterable[KnownSchool]) -> None:
        self._by_key: dict[str, list[KnownSchool]] = defaultdict(list)
        self._by_code: dict[str, KnownSchool] = {}
        self._answers: dict[tuple[str, str], list[KnownSchool]] = {}
        for school in schools:
            self._by_code[school.code.upper()] = school
            for key in {school_key(name) for name in (school.name, *school.aliases)}:
                self._by_key[key].append(school)

    def of_code(self, code: str) -> KnownSchool | None:
        return self._by_code.get(code.strip().upper())

    def named(self, text: str, *, district_code: str = "") -> list[KnownSchool]:
        """Schools whose name or alias is this text, in the district where one is given.

        A name followed by its district or commune ("THCS Thống Nhất, Tân An") is tried without the
        rest. A list names few schools many times, so the answers are kept.
        """
        key = (text, district_code)
        if key not in self._answers:
            self._answers[key] = self._find(text, district_code)
        return self._answers[key]

    def _find(self, text: str, district_code: str) -> list[KnownSchool]:
        for attempt in (text, re.split(r"[,;(]| - ", text)[0]):
            found = self._by_key.get(school_key(attempt), [])
            if district_code:
                found = [school for school in found if school.district_code == district_code]
            if found:
                return found
        return []
