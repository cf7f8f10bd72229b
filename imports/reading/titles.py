"""Texts that stand among a list's rows and are no pupil: titles of groups, sums, signatures."""

import re
from collections.abc import Sequence

from domain.names import clean, fold, has_accents

_FOOTER_STARTS = (
    "danh sach nay co ", "danh sach co ", "danh sach tren co ", "an dinh danh sach ", "nguoi lap ",
    "lap bang ", "lap bieu ", "hieu truong ", "pho hieu truong ", "kt hieu truong ",
    "truong phong ", "pho truong phong ", "kt truong phong ", "giam doc ", "pho giam doc ",
    "kt giam doc ", "thu truong ", "chu tich ubnd ", "chu tich hoi dong ", "tm uy ban ",
    "tm hoi dong ", "tm ban giam hieu ", "xac nhan ", "noi nhan ", "ky ten ", "ky va ghi ro ",
    "ky ghi ro ", "da ky ", "can bo lap ", "giao vien chu nhiem ", "gvcn ", "trong do nu ",
    "trong do co ", "trong do ", "nguoi kiem tra ", "can bo phu trach ", "luu y ",
    "thu ky hoi dong ", "ghi chu danh sach ", "ghi chu cot ", "thong ke ", "bang thong ke ",
    "bang tong hop ", "duyet cua ", "nguoi tong hop ", "nguoi nhap ",
    "nguoi thuc hien ", "nguoi ra soat ", "nguoi bao cao ", "ban giam hieu ", "bgh ", "to truong ",
    "van thu ", "p hieu truong ", "q hieu truong ", "quyen hieu truong ", "dai dien ",
    "can bo ", "giao vien ",
)  # fmt: skip
_FOOTER_WORDS = frozenset(("chu tich", "duyet", "thu ky", "phu trach", "het"))
# What a sum counts must follow: Tống Công Danh is a pupil.
_SUM = re.compile(
    r"(?:tong (?:cong|so|ket|hop)|cong)"
    r"(?: (?:\d+|co|la|so|danh sach|hoc sinh|hs|lop|truong|toan|nu|nam|cong|chung)(?: .*|\d*)|)"
    r"|tong hop(?: (?:danh|so|ket|theo|chung|cac|tu|hoc)\b.*|)"
)
_NOTE = re.compile(r"\s*(?:ghi chú|ghi chu|lưu ý|chú thích|chú ý|gc)\s*:", re.IGNORECASE)
_BULLET = re.compile(r"\s*[*+\-–•]+\s*(?=[^\W\d_:]|:)")
_SUM_WORDS = ("tổng", "cộng", "tong", "cong")
_NUMBERED = re.compile(r"\(?\s*(\d{1,2}|[a-z])\s*\)?\s*(?:=.*)?", re.IGNORECASE)
_SIGNED_ON = re.compile(r"\bngay(?: \d+)? thang(?: \d+)? nam(?: \d+)?\b")
_PAGE = re.compile(
    r"trang (?:so )?\d{1,3}(?: (?:tren )?\d{1,3})?|page \d{1,3}(?: (?:of )?\d{1,3})?"
)
_LETTERHEAD_STARTS = (
    "cong hoa xa hoi", "doc lap", "ubnd", "uy ban nhan dan", "so giao duc", "so gd",
    "phong giao duc", "phong gd", "danh sach", "kem theo", "nam hoc", "khoa ngay", "bieu mau",
    "mau so", "phu luc",
)  # fmt: skip
# "Trương" is a family name: without its mark the word must be followed by a kind of school.
_SCHOOL = re.compile(r"trường\s|tr\.\s?thcs", re.IGNORECASE)
_SCHOOL_FOLDED = re.compile(
    r"(?:truong )?(?:thcs|th thcs|thpt|tieu hoc|trung hoc|trung tam|ptdt|pho thong|dan toc)\b"
)
_UNIT = re.compile(
    r"(?:xã|phường|thị\s+trấn|ấp|khu\s+phố|huyện|thị\s+xã|thành\s+phố|quận)\s", re.IGNORECASE
)
# Marks tell titles from the families Trương and Tống, of which there are many.
_MAY_BE_TITLE = re.compile(
    r"\s*(?:trường\s|tr\.|l[ớo]p\s|thcs\b|th\s?&|thpt\b|ptdt|trung (?:tâm|tam|học|hoc)\b|"
    r"ph[ổo] th[ôo]ng\b|xã\s|phường\s|thị (?:trấn|xã)\s|ấp\s|khu phố\s|huyện\s|thành phố\s|"
    r"quận\s|cộng\b|tổng\b|cong\b|tong (?:so|cong)\b|trang \d|"
    r"truong (?:thcs|th|thpt|tieu|trung|pho|ptdt|dan)\b)",
    re.IGNORECASE,
)
_TITLE_WORDS = frozenset(("hoc", "sach", "lop", "truong", "doi", "dien", "nganh", "nghe", "khoi"))
_SECTION = re.compile(r"\b(?:hoc sinh|hoc vien|thi sinh|danh sach|doi tuong|dien xet)\b")
NUMBERING = re.compile(r"^(?:[ivx]+|\d{1,2}|[a-h])\s*[.)/\-–]\s+", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"(?:[ivx]+|\d{1,2}|[a-h])\s*[.)]?", re.IGNORECASE)
_COUNT = re.compile(r"\s*[-–:(,;]*\s*(?:có\s+)?\d+\s*(?:học sinh|hs|em)\b.*$", re.IGNORECASE)
_CLASS = re.compile(
    r"(\d{1,2}\s*[/.\-_]\s*(?:[a-z]?\d{1,2}|[a-z])|\d{1,2}\s?[a-z]\d{0,2})(?!\w)", re.IGNORECASE
)
_CLASS_TITLE = re.compile(r"\bl[ớo]p\s*:?\s*" + _CLASS.pattern, re.IGNORECASE)
_PERSON = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]*)*")
_EXAMPLE = frozenset(("vd", "vi du", "mau", "vi du mau", "example"))


def bare_title(text: str) -> str:
    """A title without its numbering and the count behind it ("I. Lớp 9/1 (40 học sinh)")."""
    return _COUNT.sub("", NUMBERING.sub("", text)).strip()


def is_bare_number(text: str) -> bool:
    """Whether a text only numbers what stands beside it: "I", "II.", "3)", "a"."""
    return bool(_BARE_NUMBER.fullmatch(text.strip()))


def may_be_title(name: str) -> bool:
    """Quickly: whether the text in the column of names needs a closer look."""
    return _MAY_BE_TITLE.match(name) is not None


def is_school_title(text: str) -> bool:
    """Whether a text names a school and not somebody called Trương."""
    return bool(_SCHOOL.match(text) or _SCHOOL_FOLDED.match(fold(text)))


def is_unit_title(text: str) -> bool:
    """Whether a text names a commune, a hamlet or a district; marks tell it from Phương."""
    return bool(_UNIT.match(text))


def is_section_title(text: str) -> bool:
    """Whether a text names a kind of pupils: "HỌC SINH XÉT ĐẶC CÁCH"."""
    return text == text.upper() and bool(_SECTION.search(fold(text)))


_CLASS_IN_NAME = re.compile(r"(?<![\w.])((?:9|10)(?:\s?[a-h]\d{0,2}|[/.\-_]\d{1,2}))(?!\w)", re.I)


def class_in_sheet_name(name: str) -> str:
    """The class a sheet is named after, other words around it or not ("DS 9A1", "9A1 (2)")."""
    if found := class_in_title(name):
        return found
    in_name = _CLASS_IN_NAME.search(clean(name))
    return re.sub(r"\s+", "", in_name[1]) if in_name else ""


def is_letterhead(text: str) -> bool:
    """Whether a text is a line of a letterhead."""
    return fold(text).startswith(_LETTERHEAD_STARTS)


def class_in_title(text: str) -> str:
    """The class a title names ("DANH SÁCH LỚP 9A1", "Lớp 9/1"); blank when it names none."""
    found = _CLASS_TITLE.search(clean(text)) or _CLASS.fullmatch(clean(text))
    return re.sub(r"\s+", "", found[1]) if found else ""


def is_example(text: str) -> bool:
    """Whether a cell in the column of numbers marks the example row of a template."""
    return fold(text) in _EXAMPLE


def is_page_number(text: str) -> bool:
    """Whether a text is what a printer puts at the foot of a page."""
    return bool(_PAGE.fullmatch(fold(text)))


def is_sum(text: str) -> bool:
    """Whether a text begins a row of sums; where marks are written, "Tống" is not "Tổng"."""
    if not _SUM.fullmatch(fold(text)):
        return False
    return not has_accents(text) or clean(text).lower().startswith(_SUM_WORDS)


def is_footer(text: str) -> bool:
    """Whether a text belongs to the end of a list: a sum, a place and date, a signature."""
    folded = fold(text)
    return bool(
        (folded + " ").startswith(_FOOTER_STARTS)
        or folded in _FOOTER_WORDS
        or is_sum(text)
        or _is_note(text)
        or (_SIGNED_ON.search(folded) and len(folded) < 60)
    )


def _is_note(text: str) -> bool:
    """A remark under a list: "Ghi chú: …", "* học lại", "- lập thành 03 bản"."""
    if _NOTE.match(text):
        return True
    bullet = _BULLET.match(text)
    return bool(bullet) and not looks_like_person(text[bullet.end() :])


def is_numbering(texts: Sequence[str]) -> bool:
    """The "(1) (2) (3)" line under a header, also written 1 2 3, A B 1 2 or (5)=(3)+(4)."""
    if len(texts) < 3:
        return False
    found = [_NUMBERED.fullmatch(text) for text in texts]
    numbers = [int(match[1]) for match in found if match and match[1].isdecimal()]
    if not all(found):
        return False
    return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def looks_like_person(text: str) -> bool:
    """Whether a text standing alone could be a pupil's name and not a heading of some kind."""
    words = text.split()
    if not 2 <= len(words) <= 7 or not all(word[0].isupper() for word in words):
        return False
    return all(map(_PERSON.fullmatch, words)) and not _TITLE_WORDS.intersection(fold(text).split())
