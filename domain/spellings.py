"""Words of which there are only so many, and slips of the pen in them: "Kinhh", "Xuất xắc".

What is no slip is nobody's business here: a people or a grade that the lists do not know stays.
"""

from functools import lru_cache

from rapidfuzz.distance import OSA

from domain.names import fold

# The 54 of Decision 421/TCTK (1979), then other names they go by on lists of schools.
_PEOPLES: dict[str, tuple[str, ...]] = {
    "Kinh": ("Việt", "Kinh (Việt)", "Việt (Kinh)"), "Tày": (), "Thái": (), "Hoa": ("Hán",),
    "Khmer": ("Khơ-me", "Khơ me", "Khơme", "Khme", "Kh'mer", "K'mer", "Miên"), "Mường": (),
    "Nùng": (), "Mông": ("H'Mông", "Hmông", "Mèo"), "Dao": ("Mán",),
    "Gia-rai": ("Gia rai", "Jrai", "Jarai", "Giarai"), "Ngái": (), "Ê-đê": ("Ê đê", "Êđê", "Rađê"),
    "Ba-na": ("Ba na", "Bana"), "Xơ-đăng": ("Xơ đăng", "Xê đăng"),
    "Sán Chay": ("Cao Lan", "Sán Chí"), "Cơ-ho": ("Cơ ho", "K'ho", "Cờ ho"),
    "Chăm": ("Chàm",), "Sán Dìu": (), "Hrê": ("H'rê",), "Mnông": ("M'nông", "Mơ nông"),
    "Ra-glai": ("Ra glai", "Raglai"), "Xtiêng": ("X'tiêng", "Stiêng", "S'tiêng"),
    "Bru-Vân Kiều": ("Bru Vân Kiều", "Vân Kiều", "Pa Cô"), "Thổ": (), "Giáy": (),
    "Cơ-tu": ("Cơ tu",), "Gié-Triêng": ("Gié Triêng", "Giẻ Triêng"), "Mạ": (),
    "Khơ-mú": ("Khơ mú",), "Co": ("Cor",), "Ta-ôi": ("Tà ôi",), "Chơ-ro": ("Chơ ro", "Châu ro"),
    "Kháng": (), "Xinh-mun": ("Xinh mun",), "Hà Nhì": (), "Chu-ru": ("Chu ru",), "Lào": (),
    "La Chí": (), "La Ha": (), "Phù Lá": (), "La Hủ": (), "Lự": (), "Lô Lô": (), "Chứt": (),
    "Mảng": (), "Pà Thẻn": (), "Cơ Lao": (), "Cống": (), "Bố Y": (), "Si La": (), "Pu Péo": (),
    "Brâu": (), "Ơ Đu": (), "Rơ-măm": ("Rơ măm",),
}  # fmt: skip
_GRADES: dict[str, tuple[str, ...]] = {
    "Giỏi": ("G",), "Khá": ("K",), "Trung bình": ("TB", "T.Bình", "Tr.Bình", "Trung bình khá"),
    "Xuất sắc": ("XS",), "Tốt": ("T",), "Đạt": (), "Chưa đạt": (), "Yếu": ("Y",), "Kém": (),
}  # fmt: skip
# One letter of three may be a word of its own; of four it is a slip.
_SHORTEST = 4
_LONG = 8


@lru_cache(maxsize=1 << 12)
def meant_people(text: str) -> str:
    """The people whose name is misspelt, "" where it is spelt right or unlike any."""
    return _meant(fold(text), "people")


@lru_cache(maxsize=1 << 12)
def meant_grade(text: str) -> str:
    """The grade whose name is misspelt, "" where it is spelt right or unlike any."""
    return _meant(fold(text), "grade")


def _meant(written: str, kind: str) -> str:
    known = _KNOWN[kind]
    if not written or written in known or written.replace(" ", "") in _JOINED[kind]:
        return ""
    distances = {word: OSA.distance(written, word) for word in known}
    # min() keeps the first of equals: the most frequent stands first.
    nearest = min(distances, key=distances.__getitem__)
    longest = max(len(written), len(nearest))
    allowed = 0 if longest < _SHORTEST else 1 if longest < _LONG else 2
    return known[nearest] if distances[nearest] <= allowed else ""


def _by_word(names: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Folded word → name, the names themselves before what else they are called."""
    words = {fold(name): name for name in names}
    return words | {fold(each): name for name, others in names.items() for each in others}


_KNOWN = {"people": _by_word(_PEOPLES), "grade": _by_word(_GRADES)}
_JOINED = {kind: {word.replace(" ", "") for word in words} for kind, words in _KNOWN.items()}
