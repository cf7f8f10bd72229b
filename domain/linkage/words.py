"""Why two records are held to be one child, or may not be: in words for the person who decides."""

from __future__ import annotations

from domain.linkage.evidence import Agreement, DateLevel
from domain.linkage.names import NameLevel
from domain.linkage.pairs import Pair

# From here on hardly two children of a province share the name.
_RARE_BITS = 17.0

_NAME = {
    NameLevel.UNMARKED: "cùng họ tên (viết không dấu)",
    NameLevel.ACCENTS: "họ tên khác dấu",
    NameLevel.REGIONAL: "họ tên khác cách viết vùng miền",
    NameLevel.SOUND: "họ tên viết theo cách phát âm",
    NameLevel.MISSPELT: "họ tên lệch một chữ cái",
    NameLevel.JOINED: "họ tên viết liền hoặc tách tiếng",
    NameLevel.INITIAL: "họ tên viết tắt",
    NameLevel.SHORTENED: "thiếu tên đệm",
    NameLevel.LENGTHENED: "thừa tên đệm",
    NameLevel.REORDERED: "tên đệm và tên đảo thứ tự",
    NameLevel.OTHER_MARKS: "tên khác dấu",
    NameLevel.OTHER_MIDDLE: "khác họ hoặc tên đệm",
    NameLevel.OTHER_SYLLABLE: "khác tên",
    NameLevel.DIFFERENT: "khác họ tên",
}
_DATE = {
    DateLevel.SWAPPED: "ngày và tháng sinh đảo nhau",
    DateLevel.YEAR_SLIP: "khác năm sinh",
    DateLevel.ONE_DIGIT: "ngày sinh lệch một chữ số",
    DateLevel.OTHER_DAY: "khác ngày, cùng tháng và năm sinh",
    DateLevel.UNKNOWN: "chỉ cùng năm sinh (ghi ngày 01/01)",
    DateLevel.DIFFERENT: "khác ngày sinh",
    DateLevel.MISSING: "một bên thiếu ngày sinh",
}
_FIELDS = (
    ("moet_code", "mã định danh"),
    ("personal_id", "số định danh cá nhân"),
    ("register_number", "số vào sổ"),
    ("phone", "điện thoại"),
    ("guardian", "người giám hộ"),
    ("gender", "giới tính"),
    ("school", "trường"),
    ("commune", "xã, phường, thị trấn"),
    ("district", "huyện"),
)
_NEAR = {
    "school": "trường khác cách viết",
    "guardian": "người giám hộ khác cách viết",
    "moet_code": "mã định danh gần giống",
    "personal_id": "số định danh cá nhân gần giống",
    "register_number": "số vào sổ gần giống",
    "phone": "điện thoại gần giống",
}
_USUAL_BITS = 1.0


def describe(pair: Pair, origin: float) -> str:
    """What agrees, and after a semicolon what does not: "cùng tên hiếm, cùng ngày sinh; …"."""
    alike, unlike = [], []
    if pair.name is NameLevel.EXACT:
        is_rare = dict(pair.parts)["full_name"] >= _RARE_BITS - 3.0 * (pair.date is DateLevel.EXACT)
        alike.append("cùng tên hiếm" if is_rare else "cùng họ tên")
    else:
        (alike if pair.has_same_name else unlike).append(_NAME[pair.name])
    if pair.date is DateLevel.EXACT:
        alike.append("cùng ngày sinh")
    elif pair.date is DateLevel.YEAR_ONLY:
        alike.append("cùng năm sinh")
    else:
        unlike.append(_DATE[pair.date])
    for field, label in _FIELDS:
        agreement = pair.agreement.get(field)
        if agreement is Agreement.FULL and field != "gender":
            alike.append(f"cùng {label}")
        elif agreement is Agreement.NEAR:
            unlike.append(_NEAR[field])
        elif agreement is Agreement.AGAINST or (
            agreement is Agreement.SILENT and field != "gender"
        ):
            unlike.append(f"khác {label}")
    if abs(origin) >= _USUAL_BITS:
        told = "nơi trường thường nhận học sinh" if origin > 0 else "nơi trường ít nhận học sinh"
        (alike if origin > 0 else unlike).append(told)
    return "; ".join(", ".join(part) for part in (alike, unlike) if part)
