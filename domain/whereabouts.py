"""Where a child is now, as lists of universal education (phổ cập) and surveys write it.

"Đang học lớp 10 trường THPT Hậu Nghĩa", "Học nghề", "Đi làm", "Ở nhà": words become a programme, a
stage and the name of an institution. What is not understood is said, never guessed.
"""

import re
from dataclasses import dataclass

from domain.names import clean, fold
from domain.outcome import Programme, Stage

# Said of everybody on such a list, or of nobody: nothing to record, nothing to ask about.
_NOTHING_SAID = re.compile(
    r"^(?:x|v|co|khong|ko|k|0|chua ro|khong ro|chua biet|khong biet|chua co thong tin"
    r"|chua (?:lien|xac) \w+(?: duoc)?|khong lien \w+ duoc"
    r"|(?:da )?(?:tot nghiep|tn|hoan thanh|dat|do|dau)(?: (?:thcs|tn|chuong trinh|pho cap).*)?"
    r"|(?:dat )?pho cap.*)$"
)
_NOT_IN_SCHOOL: tuple[tuple[re.Pattern[str], Programme], ...] = (
    (re.compile(r"\b(?:da mat|chet|tu vong|qua doi)\b"), Programme.DECEASED),
    (
        re.compile(r"\b(?:nuoc ngoai|xuat canh|xuat khau|dinh cu|du hoc)\b"),
        Programme.ABROAD,
    ),
    (
        re.compile(
            r"\b(?:di lam|lam viec|lao dong|cong nhan|lam cong|lam thue|lam ruong|buon ban|lam nong"
            r"|lam me|phu ho|ban hang)\b"
        ),
        Programme.WORKING,
    ),
    (re.compile(r"\b(?:o nha|phu gia dinh|phu giup gia dinh|noi tro)\b"), Programme.AT_HOME),
    (
        re.compile(
            r"\b(?:nghi hoc|bo hoc|thoi hoc|(?:khong|ko|chua) (?:con |di |tiep tuc |ra |vao )*"
            r"(?:hoc|lop|theo)\b|khong tiep tuc)"
        ),
        Programme.OTHER_NOT_STUDYING,
    ),
)
# A subject of school, never a programme.
_SUBJECT = re.compile(r"\bnghe pho thong\b")
_PROGRAMMES: tuple[tuple[re.Pattern[str], Programme], ...] = (
    (
        re.compile(r"\b(?:duoi (?:3|03|ba) thang|ngan han|thuong xuyen duoi)\b"),
        Programme.SHORT_COURSE,
    ),
    (re.compile(r"\bso cap\b"), Programme.ELEMENTARY),
    (
        re.compile(r"\b(?:he|trinh do|hoc|lop) (?:cao dang|cd)\b|\b9 ?\+"),
        Programme.COLLEGE_NINE_PLUS,
    ),
    (
        re.compile(r"\b(?:gdtx|giao duc thuong xu[iy]en|bo tuc|bt ?thpt|btvh)\b"),
        Programme.CONTINUING,
    ),
    (
        re.compile(r"\b(?:trung cap|tccn|tcn|tc|hoc nghe|day nghe|gdnn|giao duc nghe nghiep)\b"),
        Programme.INTERMEDIATE,
    ),
    (re.compile(r"\b(?:cao dang|cd)\b"), Programme.COLLEGE_NINE_PLUS),
    (
        re.compile(r"\b(?:thpt|trung hoc pho thong|cap (?:3|iii)|lop 1[012]|10 ?[a-z]?\d{0,2})\b"),
        Programme.UPPER_SECONDARY,
    ),
)
_STUDIES = re.compile(r"\b(?:dang hoc|hoc|theo hoc|di hoc|con hoc|vao hoc|nhap hoc)\b")
# A graduate of THCS in a class of THCS: a slip, or another child.
_LOWER_CLASS = re.compile(r"\blop [1-9]\b(?! ?\+)|\bluu ban\b")
_ADMITTED = re.compile(r"\b(?:trung tu[iy]en|chua nhap hoc|dau vao)\b")
_ENDED = re.compile(r"\bchu[iy]en truong\b")
_OUTSIDE = re.compile(r"\bngoai tinh\b")
# Where the name of an institution begins in a sentence.
_NAME = re.compile(
    r"(?:trường\s+)?\b(?:THPT|THCS\s*(?:&|và|-)\s*THPT|TT\.?\s*GD|TTGD|TT\s|GDTX|Trung tâm|"
    r"Trường|TC\s|Trung cấp|TCN|CĐ\s|Cao đẳng|PTTH|TT\.?GDNN|GDNN)",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:hiện|đang|học|lớp\s*1[012]\w*(?:/\d+)?|tại|ở|vào|trường|theo|nay|em)\s+)+",
    re.IGNORECASE,
)
# Words that say of which kind an institution is; alone they name none.
_KIND_WORDS = frozenset((
    "truong", "thpt", "thcs", "gdtx", "ktth", "trung", "tam", "cap", "cao", "dang", "nghe",
    "so", "gdnn", "tt", "tc", "tcn", "tccn", "cd", "he", "hoc", "9", "lop", "10", "ttgdtx",
    "ttgdnn", "va", "nghiep", "giao", "duc", "thuong", "xuyen", "xuien",
))  # fmt: skip


@dataclass(frozen=True)
class Whereabouts:
    """What the words say. `programme` is None where they name only an institution, or nothing;
    `institution` is its name as written. `problem` is a Vietnamese clause where the words say
    something that is not understood. `is_silent`: they say nothing of where the child is.
    """

    programme: Programme | None = None
    stage: Stage = Stage.NONE
    institution: str = ""
    is_outside: bool = False
    problem: str = ""

    @property
    def is_silent(self) -> bool:
        return self.programme is None and not self.institution and not self.problem


SILENT = Whereabouts()


def read_whereabouts(status: str, place: str = "", school_class: str = "") -> Whereabouts:
    """What a row says of where the child is: a status, a place of study, a class there; all may be
    blank, or one cell may hold everything.
    """
    status, place = _said(status), _said(place)
    class_words = f"lớp {_said(school_class)}" if _said(school_class) else ""
    written = " ".join(filter(None, (status, class_words, place)))
    folded = fold(written)
    if not folded:
        return SILENT
    if problem := _problem(written, folded):
        return Whereabouts(problem=problem)
    out_of_school = _first(_NOT_IN_SCHOOL, fold(status) or folded)
    if out_of_school and not _ADMITTED.search(folded):
        if _names_study(fold(place)):
            return Whereabouts(problem=f"“{status}” nhưng nơi học ghi “{place}”")
        return Whereabouts(out_of_school)
    return _studying(written, folded, status, place)


def _studying(written: str, folded: str, status: str, place: str) -> Whereabouts:
    programme = _first(_PROGRAMMES, _SUBJECT.sub(" ", folded))
    institution = _institution(place, is_place=True) or _institution(status, is_place=False)
    if programme is None and not institution:
        if _SUBJECT.search(folded):
            return SILENT
        if _STUDIES.search(folded):
            return Whereabouts(
                problem=f"“{written}” chưa ghi học lớp 10, GDTX hay nghề, ở trường nào"
            )
        return Whereabouts(problem=f"chưa hiểu “{written}”")
    stage = Stage.ADMITTED if _ADMITTED.search(folded) else Stage.STUDYING
    return Whereabouts(programme, stage, institution, bool(_OUTSIDE.search(folded)))


def _problem(written: str, folded: str) -> str:
    if _LOWER_CLASS.search(folded):
        return f"“{written}” là lớp của cấp dưới"
    if _ENDED.search(folded):
        return f"“{written}” chưa cho biết nay học ở đâu"
    return ""


def _said(text: str) -> str:
    """The words, "" where they say nothing of where the child is."""
    text = clean(text)
    return "" if _NOTHING_SAID.match(fold(text)) else text


def _first(
    patterns: tuple[tuple[re.Pattern[str], Programme], ...], folded: str
) -> Programme | None:
    return next((programme for pattern, programme in patterns if pattern.search(folded)), None)


def _names_study(folded: str) -> bool:
    return bool(folded) and _first(_PROGRAMMES, folded) is not None


def _institution(text: str, *, is_place: bool) -> str:
    """The name of an institution in the text; of a place everything but words like "tại"."""
    found = _NAME.search(text)
    name = text[found.start() :] if found else (_LEADING.sub("", text) if is_place else "")
    name = _OUTSIDE_WORDS.sub("", name).strip(" ,.;-–()")
    return name if set(fold(name).split()) - _KIND_WORDS and any(map(str.isalpha, name)) else ""


_OUTSIDE_WORDS = re.compile(r"\(?\s*ngoài tỉnh\s*\)?", re.IGNORECASE)
