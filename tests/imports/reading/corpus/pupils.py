"""Invented pupils: the truth a file is judged by."""

import datetime
import random
from dataclasses import dataclass, replace

FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Lý",
    "Cổ", "Tống", "Nam", "Trương", "Thạch", "Ong", "Kỷ",
)  # fmt: skip
GIRLS_MIDDLE = ("Thị", "Ngọc", "Thị Mỹ", "Như", "Thị Kim", "Quỳnh", "Thị Thanh", "Tường", "Bảo")
BOYS_MIDDLE = ("Văn", "Minh", "Hoàng", "Quốc", "Đức", "Thanh", "Hữu", "Trung", "Công", "Gia Bảo")
GIRLS = ("Hoa", "Lan", "Thảo", "Vy", "Ngân", "Trúc", "Yến", "Ý", "Như", "Thúy", "Duyên", "Nữ")
BOYS = ("Huy", "Khang", "Lộc", "Phúc", "Hậu", "Đạt", "Nam", "Tú", "Hòa", "Kiệt", "Trường", "Danh")
PLACES = ("Long An", "Tiền Giang", "TP. Hồ Chí Minh", "Tây Ninh", "Đồng Tháp")
ETHNICITIES = ("Kinh", "Kinh", "Kinh", "Kinh", "Khmer", "Hoa", "Mường")
SCHOOLS = ("THCS Long Hòa", "THCS Tân Phú", "THCS Nguyễn Văn Chính", "THCS Thị trấn Cần Đước")
CLASSES = ("9/1", "9/2", "9A1", "9A2", "9B", "9.3")
GRADES = ("Giỏi", "Khá", "Trung bình")
HAMLETS = ("Ấp 1", "Ấp Bình Hòa", "Khu phố 2", "Ấp Rạch Đào", "Ấp 4")
COMMUNES = ("Xã Long Hòa", "Thị trấn Cần Đước", "Xã Phước Đông", "Xã Tân Lân", "Xã Mỹ Lệ")
PRIORITIES = ("", "", "", "", "Hộ nghèo", "Hộ cận nghèo", "Con thương binh")
NOTES = ("", "", "", "", "Chuyển đến từ HKI", "Ở với bà ngoại")


@dataclass(frozen=True)
class Pupil:
    """One child and everything a list may say about it."""

    family_middle: str
    given: str
    gender: str
    born: datetime.date
    birth_place: str
    ethnicity: str
    school: str
    class_name: str
    classification: str
    register_number: str
    moet_code: str
    personal_id: str
    hamlet: str
    commune: str
    district: str
    guardian: str
    phone: str
    priority: str
    note: str

    @property
    def full_name(self) -> str:
        return f"{self.family_middle} {self.given}"

    @property
    def residence(self) -> str:
        return f"{self.hamlet}, {self.commune}, {self.district}"


def _personal_id(random_: random.Random, born: datetime.date, gender: str) -> str:
    century_and_sex = (born.year // 100 - 19) * 2 + (gender == "F")
    return f"080{century_and_sex}{born.year % 100:02d}{random_.randrange(10**6):06d}"


def invent(random_: random.Random, number: int) -> Pupil:
    """One pupil; `number` makes its codes unique."""
    is_girl = random_.random() < 0.5
    gender = "F" if is_girl else "M"
    born = datetime.date(2004, 9, 1) + datetime.timedelta(days=random_.randrange(480))
    guardian = f"{random_.choice(FAMILIES)} {random_.choice(BOYS_MIDDLE)} {random_.choice(BOYS)}"
    middle = random_.choice(GIRLS_MIDDLE if is_girl else BOYS_MIDDLE)
    return Pupil(
        family_middle=f"{random_.choice(FAMILIES)} {middle}",
        given=random_.choice(GIRLS if is_girl else BOYS),
        gender=gender,
        born=born,
        birth_place=random_.choice(PLACES),
        ethnicity=random_.choice(ETHNICITIES),
        school=random_.choice(SCHOOLS),
        class_name=random_.choice(CLASSES),
        classification=random_.choice(GRADES),
        register_number=f"{number:04d}/2020",
        moet_code=f"80{random_.randrange(10**7):07d}{number % 9 + 1}",
        personal_id=_personal_id(random_, born, gender),
        hamlet=random_.choice(HAMLETS),
        commune=random_.choice(COMMUNES),
        district="Huyện Cần Đước",
        guardian=guardian,
        phone=f"0{random_.choice('35789')}{random_.randrange(10**8):08d}",
        priority=random_.choice(PRIORITIES),
        note=random_.choice(NOTES),
    )


def a_class(count: int = 8, *, seed: int = 1, **fixed: str) -> list[Pupil]:
    """Pupils in the order of a list; `fixed` values are the same for all."""
    random_ = random.Random(seed)
    return [replace(invent(random_, number), **fixed) for number in range(1, count + 1)]
