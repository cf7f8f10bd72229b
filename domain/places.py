"""Addresses as families and clerks write them: hamlet, commune, district, or somewhere outside.

Names of communes repeat across districts (nine do) and even within one (thị trấn and xã Hiệp Hòa
in Đức Hòa), so a bare name is never matched: district and unit type decide.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rapidfuzz.fuzz import ratio

from domain.names import clean, name_key

_COMMUNE_TYPES = {
    "xa": "xa",
    "x": "xa",
    "phuong": "phuong",
    "p": "phuong",
    "thi tran": "thi tran",
    "tt": "thi tran",
}
_DISTRICT_TYPES = {
    "huien": "huyen",
    "huyen": "huyen",
    "h": "huyen",
    "thi xa": "thi xa",
    "tx": "thi xa",
    "thanh pho": "thanh pho",
    "tp": "thanh pho",
    "quan": "quan",
    "q": "quan",
}
_PROVINCE = re.compile(r"^(?:tinh|t)\s+(.+)$")
_COMMUNE = re.compile(r"^(xa|x|phuong|p|thi tran|tt)\s+(.+)$")
_DISTRICT = re.compile(r"^(huien|huyen|h|thi xa|tx|thanh pho|tp|quan|q)\s+(.+)$")
_SEPARATORS = re.compile(r"\s*[,;\n]\s*|\s+[-–]\s+")
_UNIT_STARTS = re.compile(
    r"\s+(?=(?:xã|phường|thị trấn|tt\.?|huyện|thị xã|tx\.?|thành phố|tp\.?|tỉnh)\s)", re.IGNORECASE
)
_SIMILAR_DISTRICT = 84


@dataclass(frozen=True)
class KnownDistrict:
    code: str
    name: str
    unit_type: str


@dataclass(frozen=True)
class KnownCommune:
    code: str
    name: str
    unit_type: str
    district_code: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Address:
    """What an address says.

    `problem` and `warning` are Vietnamese clauses, empty when all is clear. `commune_key` is the
    folded name of the commune as written, for evidence where the commune itself stays unknown;
    `commune_text` is that name with its type, as written. `lacks_district`: no district is written,
    and none is known.
    """

    hamlet: str = ""
    commune_code: str = ""
    district_code: str = ""
    is_outside: bool = False
    problem: str = ""
    warning: str = ""
    commune_key: str = ""
    commune_text: str = ""
    lacks_district: bool = False


@dataclass(frozen=True)
class _Parts:
    hamlet: str = ""
    commune_type: str = ""
    commune: str = ""
    district: str = ""
    district_text: str = ""
    commune_text: str = ""
    province: str = ""


class Gazetteer:
    """The units of one province in one period."""

    def __init__(
        self,
        *,
        province: str,
        districts: Iterable[KnownDistrict],
        communes: Iterable[KnownCommune],
    ) -> None:
        self._province = name_key(province)
        self._answers: dict[tuple[str, str], Address] = {}
        self._districts = {_bare(d.name, d.unit_type): d for d in districts}
        self._communes: dict[tuple[str, str], list[KnownCommune]] = defaultdict(list)
        for commune in communes:
            for name in (commune.name, *commune.aliases):
                bare = _unpadded(_bare(name, commune.unit_type))
                self._communes[commune.district_code, bare].append(commune)

    def is_commune(self, key: str) -> bool:
        """Whether a commune of any district bears this folded name."""
        return any((district.code, key) in self._communes for district in self._districts.values())

    def district_named(self, text: str) -> KnownDistrict | None:
        """The district whose name, with or without its type, is this text."""
        key = name_key(text)
        matched = _DISTRICT.match(key)
        return self._districts.get(matched.group(2) if matched else key)

    def read(self, text: str, *, home_district: str = "") -> Address:
        """Read one address; `home_district` is where it lies when it names no district itself.

        Neighbours share an address, so the answers are kept.
        """
        key = (text, home_district)
        if key not in self._answers:
            self._answers[key] = self._read(text, home_district)
        return self._answers[key]

    def _read(self, text: str, home_district: str) -> Address:
        parts = self._split(text)
        if not (parts.commune or parts.district):
            return Address(hamlet=parts.hamlet)
        district, address = self._find_district(parts, home_district)
        if address is None and parts.commune:
            address = self._find_commune(parts, district)
        if address is None:
            address = Address(hamlet=parts.hamlet, district_code=district)
        return replace(
            address, commune_key=_unpadded(parts.commune), commune_text=parts.commune_text
        )

    def _find_district(self, parts: _Parts, home: str) -> tuple[str, Address | None]:
        if parts.province and parts.province != self._province:
            return "", Address(hamlet=parts.hamlet, is_outside=True)
        if not parts.district:
            if home:
                return home, None
            return "", Address(
                hamlet=parts.hamlet,
                problem=f"“{parts.commune_text}” không ghi huyện",
                lacks_district=True,
            )
        known = self._districts.get(parts.district)
        if known:
            return known.code, None
        close = [d for name, d in self._districts.items() if _alike(name, parts.district)]
        if len(close) == 1 and not parts.province:
            problem = f"“{parts.district_text}” không có trong tỉnh; có phải “{close[0].name}”?"
            return "", Address(hamlet=parts.hamlet, problem=problem)
        if parts.province:
            problem = f"“{parts.district_text}” không có trong tỉnh"
            return "", Address(hamlet=parts.hamlet, problem=problem)
        warning = f"“{parts.district_text}” không thuộc tỉnh: ghi nhận chỗ ở ngoài tỉnh"
        return "", Address(hamlet=parts.hamlet, is_outside=True, warning=warning)

    def _find_commune(self, parts: _Parts, district: str) -> Address:
        found = self._communes.get((district, _unpadded(parts.commune)), [])
        if parts.commune_type:
            typed = [c for c in found if name_key(c.unit_type) == parts.commune_type]
            if not typed and len(found) == 1:
                return self._other_type(parts, found[0])
            found = typed
        if len(found) == 1:
            return Address(parts.hamlet, found[0].code, district)
        where = self._name_of(district)
        if found:
            names = " và ".join(c.name for c in found)
            problem = f"“{parts.commune_text}” ở {where} có thể là {names}"
        else:
            problem = f"không có “{parts.commune_text}” ở {where}"
        return Address(hamlet=parts.hamlet, district_code=district, problem=problem)

    def _other_type(self, parts: _Parts, commune: KnownCommune) -> Address:
        """A commune that became a township keeps being called xã: right unit, worth a look."""
        return Address(
            parts.hamlet,
            commune.code,
            commune.district_code,
            warning=f"“{parts.commune_text}” được hiểu là {commune.name}",
        )

    def _name_of(self, district: str) -> str:
        return next((d.name for d in self._districts.values() if d.code == district), district)

    def _split(self, text: str) -> _Parts:
        segments = [s for s in _SEPARATORS.split(clean(text)) if s]
        if len(segments) == 1:
            segments = [s for s in _UNIT_STARTS.split(segments[0]) if s]
        found: dict[str, str] = {}
        hamlet: list[str] = []
        for position, segment in enumerate(segments):
            self._classify(segment, is_last=position == len(segments) - 1, found=found, rest=hamlet)
        return _Parts(hamlet=", ".join(hamlet), **found)

    def _classify(
        self, segment: str, *, is_last: bool, found: dict[str, str], rest: list[str]
    ) -> None:
        key = name_key(segment.replace(".", " "))
        commune, district = _COMMUNE.match(key), _DISTRICT.match(key)
        province = _PROVINCE.match(key)
        if district and "district" not in found and not (commune and "commune" not in found):
            found |= {"district": district.group(2), "district_text": segment}
        elif commune and "commune" not in found:
            kind = _COMMUNE_TYPES[commune.group(1)]
            found |= {
                "commune": commune.group(2),
                "commune_type": kind,
                "commune_text": segment,
            }
        elif province:
            found["province"] = province.group(1)
        elif is_last and key == self._province:
            found["province"] = key
        elif "commune" in found and "district" not in found and key in self._districts:
            found |= {"district": key, "district_text": segment}
        elif is_last and "district" in found:
            found["province"] = key
        else:
            rest.append(segment)


def _alike(one: str, other: str) -> bool:
    return ratio(one, other) >= _SIMILAR_DISTRICT


def _bare(name: str, unit_type: str) -> str:
    return name_key(name).removeprefix(name_key(unit_type) + " ")


def _unpadded(name: str) -> str:
    """Wards are numbered: "Phường 05" is Phường 5."""
    return name.lstrip("0") if name.isdigit() else name
