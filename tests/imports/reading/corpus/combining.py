"""Random combinations of everything offices vary: headings, order, values, noise, format."""

import datetime
import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.legacy import Encoding
from imports.reading import GRADUATE_COLUMNS, ROSTER_COLUMNS
from tests.imports.reading.corpus.columns import COLUMNS, Cell, cells, truth
from tests.imports.reading.corpus.judging import Sample
from tests.imports.reading.corpus.letters import (
    MOTTO,
    OF_ROSTER,
    OF_SCHOOL,
    SIGNATURES,
    STATISTICS,
    in_1258,
    in_old_font,
)
from tests.imports.reading.corpus.pages import (
    Page,
    Rows,
    to_csv,
    to_html,
    to_ods,
    to_xls,
    to_xlsx,
)
from tests.imports.reading.corpus.pupils import Pupil, a_class

NAMES: dict[str, Sequence[str]] = {
    "ordinal": ("STT", "TT", "Số TT", "", "Stt"),
    "full_name": ("Họ và tên", "Họ tên", "Họ và tên học sinh", "HỌ VÀ TÊN", "Họ tên HS",
                  "Họ, chữ đệm và tên", "Họ và\ntên"),
    "family_middle": ("Họ và tên đệm", "Họ đệm", "Họ và chữ lót", "Họ lót"),
    "given": ("Tên", "TÊN", "Tên HS"),
    "gender": ("Giới tính", "Phái", "Nam/Nữ", "GT", "Giới tính (Nam/Nữ)"),
    "girl": ("Nữ", "Nữ (x)", "NỮ"),
    "boy": ("Nam", "NAM"),
    "born": ("Ngày sinh", "Ngày, tháng, năm sinh", "Sinh ngày", "Ngày tháng năm sinh", "NTNS",
             "Ngày sinh (dd/mm/yyyy)", "NGÀY SINH"),
    "day": ("Ngày",), "month": ("Tháng",), "year": ("Năm",),
    "birth_place": ("Nơi sinh", "Nơi sinh (tỉnh, TP)", "NƠI SINH"),
    "ethnicity": ("Dân tộc", "DT", "Dân\ntộc"),
    "school": ("Trường THCS", "Trường", "Tên trường", "Đơn vị", "Học sinh trường"),
    "class_name": ("Lớp", "LỚP", "Lớp học", "Tên lớp"),
    "classification": ("Xếp loại TN", "Xếp loại tốt nghiệp", "XLTN", "Xếp loại TN THCS"),
    "register_number": ("Số vào sổ cấp bằng", "Số vào sổ", "Số vào sổ gốc"),
    "moet_code": ("Mã định danh Bộ GD&ĐT", "Mã HS", "Mã học sinh", "Mã định danh"),
    "personal_id": ("Số định danh cá nhân", "CCCD", "Số CMND/CCCD", "Số CCCD"),
    "residence": ("Chỗ ở hiện nay", "Địa chỉ", "Nơi ở hiện nay", "Hộ khẩu thường trú"),
    "hamlet": ("Ấp/khu phố", "Ấp (khu phố)", "Ấp"),
    "commune": ("Xã/phường/thị trấn", "Xã (phường, TT)", "Xã"),
    "district": ("Huyện/thị xã/thành phố", "Huyện", "Huyện (TX, TP)"),
    "guardian": ("Họ tên cha/mẹ/người giám hộ", "Họ tên cha (mẹ)", "Phụ huynh", "Họ tên phụ huynh"),
    "phone": ("Điện thoại", "SĐT", "Số điện thoại", "SĐT phụ huynh", "Số ĐT liên hệ"),
    "priority": ("Diện", "Diện chính sách", "Đối tượng ưu tiên"),
    "note": ("Ghi chú", "GHI CHÚ", "Ghi chú khác"),
}  # fmt: skip
UNKNOWN = ("Học lực", "Hạnh kiểm", "Điểm TB", "Danh hiệu", "Email", "Tôn giáo", "Chữ ký")
BIRTHS: dict[str, Cell] = {
    "slashes": lambda p, _: p.born.strftime("%d/%m/%Y"),
    "short": lambda p, _: f"{p.born.day}/{p.born.month}/{p.born.year}",
    "points": lambda p, _: p.born.strftime("%d.%m.%Y"),
    "dashes": lambda p, _: p.born.strftime("%d-%m-%Y"),
    "two digits": lambda p, _: p.born.strftime("%d/%m/%y"),
    "iso": lambda p, _: p.born.isoformat(),
    "date": lambda p, _: p.born,
    "serial": lambda p, _: (p.born - datetime.date(1899, 12, 30)).days,
    "by turns": lambda p, n: p.born if n % 3 else p.born.strftime("%d/%m/%Y"),
}
GENDERS: dict[str, Cell] = {
    "words": lambda p, _: "Nữ" if p.gender == "F" else "Nam",
    "capitals": lambda p, _: "NỮ" if p.gender == "F" else "NAM",
    "girls only": lambda p, _: "Nữ" if p.gender == "F" else "",
    "plain": lambda p, _: "Nu" if p.gender == "F" else "Nam",
}
FORMS: dict[str, Callable[[str], str]] = {
    "as is": lambda text: text,
    "spaces": lambda text: f" {text.replace(' ', chr(0xA0))} ",
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
}
FORMATS = ("xlsx", "xlsx", "xlsx", "xls", "ods", "csv", "semicolons", "utf-16", "1258", "html")


@dataclass
class _Plan:
    """What was chosen for one file."""

    random: random.Random
    is_roster: bool
    pupils: list[Pupil]
    keys: list[str]
    format: str
    encoding: Encoding


def combined(seed: int) -> Sample:
    """The file of this seed; the same seed gives the same file."""
    random_ = random.Random(seed)
    plan = _plan(random_)
    render = _render(plan)
    header, merges = _header(plan)
    above = _above(plan)
    below = random_.choice(([], SIGNATURES, STATISTICS, [[], *SIGNATURES]))
    body = _with_noise(plan, header, cells(plan.pupils, plan.keys, render))
    rows = [*above, *header, *body, *below]
    shift = random_.choice((0, 0, 0, 1, 2))
    rows = [[""] * shift + row for row in rows]
    merges = [(t + len(above), c + shift, b + len(above), d + shift) for t, c, b, d in merges]
    if plan.encoding is not Encoding.UNICODE:
        rows = in_old_font(rows, plan.encoding)
    content, name = _written(plan, Page(rows, merges=merges))
    return Sample(
        name,
        content,
        _truth(plan),
        ROSTER_COLUMNS if plan.is_roster else GRADUATE_COLUMNS,
        tags={"seed": seed, "format": plan.format, "encoding": str(plan.encoding)},
    )


def _plan(random_: random.Random) -> _Plan:
    is_roster = random_.random() < 0.4
    one_school = random_.random() < 0.3
    fixed = {"school": "THCS Long Hòa"} if one_school else {}
    count = random_.randint(6, 30)
    pupils = a_class(count, seed=random_.randrange(10**6), **fixed)
    while len({pupil.gender for pupil in pupils}) < 2:
        # Crosses for girls say nothing where there is none.
        pupils = a_class(count, seed=random_.randrange(10**6), **fixed)
    format_ = random_.choice(FORMATS)
    encoding = Encoding.UNICODE
    if random_.random() < 0.2 and format_ != "1258":
        encoding = random_.choice((Encoding.TCVN3, Encoding.VNI))
    return _Plan(random_, is_roster, pupils, _keys(random_, is_roster), format_, encoding)


def _keys(random_: random.Random, is_roster: bool) -> list[str]:
    name = random_.choice((["full_name"], ["full_name"], ["family_middle", "given"]))
    birth = random_.choice((["born"], ["born"], ["born"], ["day", "month", "year"]))
    sex = random_.choice((["gender"], ["gender"], ["girl"], ["boy", "girl"]))
    home = random_.choice(([], ["residence"], ["hamlet", "commune", "district"], ["commune"]))
    others = ["birth_place", "ethnicity", "school", "class_name", "classification", "phone",
              "register_number", "moet_code", "personal_id", "guardian", "priority",
              "note"]  # fmt: skip
    some = [[key] for key in others if random_.random() < (0.35 if is_roster else 0.55)]
    unknown = [[key] for key in UNKNOWN if random_.random() < 0.1]
    groups = [birth, sex, home, *some, *unknown]
    if random_.random() < 0.4:
        random_.shuffle(groups)
    keys = [key for group in [name, *groups] for key in group]
    return ["ordinal", *keys] if random_.random() < 0.85 else keys


def _render(plan: _Plan) -> dict[str, Cell]:
    random_ = plan.random
    form = FORMS[random_.choice(list(FORMS))]
    texts = ("full_name", "family_middle", "given", "birth_place", "guardian")
    born = BIRTHS[random_.choice(list(BIRTHS))]
    gender = GENDERS[random_.choice(list(GENDERS))]
    girls = sum(pupil.gender == "F" for pupil in plan.pupils)
    if plan.encoding is not Encoding.UNICODE or min(girls, len(plan.pupils) - girls) < 3:
        gender = GENDERS["words"]
    if plan.encoding is not Encoding.UNICODE:
        form = FORMS["as is"]
    render: dict[str, Cell] = {
        key: lambda p, n, key=key: form(str(COLUMNS[key][1](p, n))) for key in texts
    }
    if random_.random() < 0.3:
        render["ordinal"] = lambda _, n: f"{n:02d}"
    render |= {key: lambda p, n, key=key: f"{key} {n}" for key in UNKNOWN}
    return render | {"born": born, "gender": gender}


def _header(plan: _Plan) -> tuple[Rows, list[tuple[int, int, int, int]]]:
    random_, keys = plan.random, plan.keys
    line = [random_.choice(NAMES[key]) if key in NAMES else key for key in keys]
    if random_.random() < 0.15:
        line = [text.upper() for text in line]
    groups = (("family_middle", 2, "Họ và tên"), ("day", 3, "Ngày, tháng, năm sinh"),
              ("boy", 2, "Giới tính"), ("hamlet", 3, "Chỗ ở hiện nay"))  # fmt: skip
    grouped = {key: (width, text) for key, width, text in groups if key in keys}
    needs_two = {"day", "boy"} & set(keys)
    header: Rows = [line]
    merges: list[tuple[int, int, int, int]] = []
    if grouped and (needs_two or random_.random() < 0.5):
        top = list(line)
        bottom: list[object] = [""] * len(keys)
        for key, (width, text) in grouped.items():
            at = keys.index(key)
            bottom[at : at + width] = line[at : at + width]
            top[at : at + width] = [text] + [""] * (width - 1)
            merges.append((0, at, 0, at + width - 1))
        merges += [(0, at, 1, at) for at, text in enumerate(bottom) if not text]
        header = [top, bottom]
        if random_.random() < 0.4:
            merges = []
    if random_.random() < 0.35:
        numbers = random_.choice(("({})", "{}"))
        header.append([numbers.format(n) for n in range(1, len(keys) + 1)])
    return header, merges


def _above(plan: _Plan) -> Rows:
    if plan.is_roster:
        return plan.random.choice(([], OF_ROSTER, OF_ROSTER))
    school = {pupil.school for pupil in plan.pupils}
    own = OF_SCHOOL if len(school) == 1 else MOTTO
    return plan.random.choice(([], MOTTO, own, own))


def _with_noise(plan: _Plan, header: Rows, body: Rows) -> Rows:
    random_ = plan.random
    rows = list(body)
    at = random_.randint(2, len(rows) - 1)
    kind = random_.random()
    if kind < 0.15:
        rows.insert(at, [""] * len(plan.keys))
    elif kind < 0.3:
        rows[at:at] = header
    elif kind < 0.4 and "ordinal" in plan.keys:
        rows.append(["", "Cộng danh sách có " + str(len(body)) + " học sinh"])
    return rows


def _truth(plan: _Plan) -> list[dict[str, object]]:
    return truth(plan.pupils, plan.keys)


def _written(plan: _Plan, page: Page) -> tuple[bytes, str]:
    match plan.format:
        case "xlsx":
            return to_xlsx([page]), "ds.xlsx"
        case "xls":
            return to_xls(Page([[_plain(cell) for cell in row] for row in page.rows])), "ds.xls"
        case "ods":
            return to_ods([page]), "ds.ods"
        case "html":
            return to_html(page).encode(), "ds.xls"
        case "utf-16":
            return to_csv(page, separator="\t").encode("utf-16"), "ds.csv"
        case "1258":
            return in_1258(unicodedata.normalize("NFC", to_csv(page, separator=";"))), "ds.csv"
        case "semicolons":
            return to_csv(page, separator=";").encode("utf-8-sig"), "ds.csv"
        case _:
            return to_csv(page).encode(), "ds.csv"


def _plain(cell: object) -> object:
    """Old Excel's dates are numbers with a format; as such they are written here."""
    if isinstance(cell, datetime.date):
        return float((cell - datetime.date(1899, 12, 30)).days)
    return cell
