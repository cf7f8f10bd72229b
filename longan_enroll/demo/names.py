"""Names of invented people, with the weights that names have in the Mekong delta.

Only frequencies imitate life: a few family names cover most people, so namesakes come about as
often as in a real district, and matching has to tell them apart.
"""

from dataclasses import dataclass
from random import Random

MALE, FEMALE = "M", "F"

_FAMILY = {
    "Nguyễn": 310, "Trần": 110, "Lê": 95, "Phạm": 70, "Huỳnh": 60, "Võ": 45, "Phan": 42,
    "Đặng": 28, "Bùi": 24, "Hồ": 22, "Trương": 21, "Đỗ": 18, "Ngô": 17, "Dương": 16, "Lâm": 14,
    "Mai": 11, "Đoàn": 11, "Cao": 9, "Lý": 9, "Đinh": 8, "Lương": 7, "Châu": 7, "Tạ": 6,
    "Thái": 6, "Hà": 6, "Tô": 5, "Trịnh": 5, "Lưu": 5, "Quách": 3, "Kiều": 3, "Tống": 3,
    "La": 2, "Vương": 2, "Thạch": 2, "Hứa": 2, "Mạc": 1, "Âu": 1, "Ung": 1,
}  # fmt: skip
_MIDDLE = {
    MALE: {
        "Văn": 110, "Minh": 90, "Hoàng": 80, "Thanh": 70, "Quốc": 60, "Hữu": 55, "Tấn": 50,
        "Gia": 50, "Tuấn": 40, "Đức": 38, "Anh": 34, "Nhật": 30, "Trọng": 28, "Công": 26,
        "Phước": 24, "Chí": 24, "Ngọc": 24, "Thành": 22, "Duy": 22, "Trung": 20, "Thế": 18,
        "Đăng": 16, "Khánh": 14, "Bảo": 14, "Xuân": 10, "Hoài": 10, "Vĩnh": 8, "Quang": 8,
        "Minh Hoàng": 4, "Hoàng Gia": 4, "": 12,
    },
    FEMALE: {
        "Thị": 180, "Ngọc": 90, "Thị Ngọc": 55, "Thanh": 50, "Thị Mỹ": 45, "Mỹ": 42, "Kim": 40,
        "Thị Thanh": 38, "Thị Kim": 34, "Thị Yến": 26, "Yến": 26, "Thị Thu": 26, "Thúy": 26,
        "Quỳnh": 26, "Phương": 26, "Bảo": 24, "Thị Cẩm": 22, "Cẩm": 20, "Minh": 20,
        "Thị Hồng": 20, "Khánh": 18, "Thị Bích": 18, "Tuyết": 16, "Thị Tuyết": 16,
        "Thị Huỳnh": 12, "Huỳnh": 12, "Tường": 10, "Thị Diễm": 10, "Gia": 10, "Ánh": 8, "": 8,
    },
}  # fmt: skip
_GIVEN = {
    MALE: {
        "Huy": 46, "Khang": 44, "Bảo": 42, "Phúc": 40, "Duy": 38, "Khoa": 36, "Minh": 34,
        "Đạt": 34, "Phát": 32, "Nam": 30, "Long": 28, "Tuấn": 28, "Anh": 28, "Kiệt": 28,
        "Thịnh": 26, "Hào": 26, "Nhân": 26, "Tài": 26, "Tín": 24, "Trí": 24, "Hiếu": 24,
        "Hậu": 22, "Thiện": 22, "Tân": 22, "Vinh": 20, "Nghĩa": 20, "Lộc": 20, "Quân": 20,
        "An": 18, "Toàn": 18, "Khánh": 18, "Đức": 16, "Phong": 16, "Vũ": 16, "Luân": 16,
        "Hưng": 14, "Quí": 12, "Sang": 14, "Thành": 14, "Tiến": 14, "Trung": 14, "Dương": 12,
        "Hải": 12, "Lâm": 12, "Sơn": 12, "Thuận": 12, "Cường": 12, "Dũng": 10, "Giàu": 10,
        "Nhựt": 10, "Phú": 10, "Quyền": 8, "Tâm": 8, "Thắng": 8, "Trọng": 8, "Triệu": 6,
        "Vàng": 4, "Đăng": 10, "Nguyên": 14, "Khôi": 12, "Bình": 10, "Danh": 10,
    },
    FEMALE: {
        "Như": 56, "Trân": 44, "Ngân": 44, "Anh": 44, "Vy": 42, "Nhi": 42, "My": 38, "Thư": 38,
        "Ngọc": 36, "Trâm": 32, "Hân": 30, "Tiên": 30, "Quyên": 28, "Thảo": 28, "Duyên": 26,
        "Ngoan": 6, "Linh": 26, "Yến": 24, "Trang": 24, "Trinh": 22, "Châu": 20, "Hương": 18,
        "Mai": 18, "Ý": 14, "Phương": 18, "Tuyền": 18, "Thùy": 14, "Vân": 16, "Nhung": 14,
        "Hằng": 12, "Giang": 10, "Huyền": 14, "Diễm": 8, "Đào": 6, "Kiều": 10, "Lan": 8,
        "Loan": 8, "Mi": 10, "Nguyên": 12, "Oanh": 8, "Quỳnh": 14, "Tâm": 8, "Thy": 14,
        "Thúy": 8, "Trúc": 18, "Tú": 8, "Uyên": 14, "Xuân": 8, "Khanh": 6, "Hạnh": 6,
        "Dung": 6, "Cúc": 3, "Lam": 5, "Nghi": 12,
    },
}  # fmt: skip
# Parents were named some thirty years before their children.
_GIVEN_OF_PARENTS = {
    MALE: {
        "Hùng": 30, "Dũng": 26, "Tuấn": 24, "Sơn": 20, "Thanh": 20, "Hải": 18, "Bình": 16,
        "Long": 16, "Tâm": 14, "Minh": 14, "Phước": 12, "Lợi": 12, "Út": 10, "Đực": 4, "Tư": 6,
        "Bảy": 5, "Nghĩa": 10, "Thắng": 10, "Hiền": 8, "Sang": 8, "Cường": 12, "Đông": 6,
        "Phương": 8,
    },
    FEMALE: {
        "Hồng": 24, "Lan": 24, "Hoa": 22, "Thủy": 20, "Hương": 20, "Nga": 18, "Phượng": 16,
        "Loan": 16, "Thu": 14, "Liên": 14, "Tuyết": 14, "Nguyệt": 12, "Bé": 8, "Út": 8,
        "Sương": 8, "Đẹp": 6, "Hạnh": 10, "Lệ": 8, "Kiều": 8, "Vân": 10, "Mai": 10, "Cúc": 8,
    },
}  # fmt: skip
# Slips of the hand that clerks make: one letter for its neighbour in sound or on the keyboard.
_SLIPS = (
    ("Nhật", "Nhựt"), ("Phúc", "Phước"), ("Quí", "Quý"), ("Thúy", "Thuý"), ("Ngân", "Ngâng"),
    ("Trân", "Trâng"), ("Thảo", "Thão"), ("Duyên", "Duên"), ("Khang", "Khan"), ("Trâm", "Châm"),
    ("Hân", "Hâng"), ("Tiên", "Tiêng"), ("Huỳnh", "Hùynh"), ("Quyên", "Quiên"), ("Vy", "Vi"),
)  # fmt: skip


@dataclass(frozen=True)
class PersonName:
    """An invented full name, in its parts."""

    family: str
    middle: str
    given: str

    @property
    def full(self) -> str:
        """Family, middle and given name with single spaces."""
        return " ".join(part for part in (self.family, self.middle, self.given) if part)


def weighted(random: Random, choices: dict[str, int]) -> str:
    """One key, drawn by weight."""
    return random.choices(list(choices), weights=list(choices.values()))[0]


def child_name(random: Random, gender: str, *, family: str = "") -> PersonName:
    """A name as children born about 2005 bear; middle and given name differ."""
    family = family or weighted(random, _FAMILY)
    while True:
        middle = weighted(random, _MIDDLE[gender])
        given = weighted(random, _GIVEN[gender])
        if given not in (*middle.split(), family):
            return PersonName(family, middle, given)


def guardian_name(random: Random, *, family: str) -> str:
    """A parent: the father bears the child's family name, the mother her own."""
    gender = random.choice((MALE, FEMALE))
    middle = "Văn" if gender == MALE else "Thị"
    if random.random() < 0.5:
        middle = weighted(random, _MIDDLE[gender])
    name = family if gender == MALE else weighted(random, _FAMILY)
    return PersonName(name, middle, weighted(random, _GIVEN_OF_PARENTS[gender])).full


def mistyped(random: Random, full_name: str) -> str:
    """The name with one slip of the hand; a usual confusion where one fits, else a lost letter."""
    words = full_name.split()
    for right, wrong in _SLIPS:
        if right in words[1:]:
            position = words.index(right, 1)
            return " ".join([*words[:position], wrong, *words[position + 1 :]])
    position = max(range(len(words)), key=lambda i: len(words[i]))
    word = words[position]
    dropped = random.randrange(1, len(word)) if len(word) > 1 else 0
    words[position] = word[:dropped] + word[dropped + 1 :] or word
    return " ".join(words)
