"""Random compositions: several classes or schools in one file, in every arrangement offices use."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from domain.legacy import Encoding
from tests.imports.reading.corpus.columns import Cell, Truth, cells, truth
from tests.imports.reading.corpus.combining import BIRTHS, NAMES
from tests.imports.reading.corpus.judging import Sample
from tests.imports.reading.corpus.letters import MOTTO, SIGNATURES, STATISTICS, in_old_font
from tests.imports.reading.corpus.pages import (
    Page,
    Rows,
    to_csv,
    to_html,
    to_ods,
    to_xls,
    to_xlsx,
)
from tests.imports.reading.corpus.pupils import SCHOOLS, Pupil, a_class

OPTIONAL = ("birth_place", "ethnicity", "phone", "register_number", "residence", "guardian")


@dataclass
class _Group:
    """One class or school with its pupils."""

    name: str
    pupils: list[Pupil]


@dataclass
class _Composition:
    random: random.Random
    by_school: bool
    groups: list[_Group]
    keys: list[str]
    heads: list[object]
    render: dict[str, Cell]

    @property
    def field(self) -> str:
        return "school" if self.by_school else "class_name"

    def rows(self, group: _Group) -> Rows:
        return cells(group.pupils, self.keys, self.render)

    def truth(self, *, told: bool = True) -> list[Truth]:
        keys = [*self.keys, self.field] if told else self.keys
        return [row for group in self.groups for row in truth(group.pupils, keys)]

    def title(self, group: _Group) -> str:
        count = len(group.pupils)
        said = group.name.upper() if self.by_school else f"Lớp {group.name}"
        tail = self.random.choice(("", f" ({count} học sinh)", f": {count} HS", ""))
        return ("TRƯỜNG " if self.by_school else "") + said + tail


def composed(seed: int) -> Sample:
    """The file of this seed; the same seed gives the same file."""
    random_ = random.Random(seed)
    composition = _composition(random_)
    arrange = random_.choice(ARRANGEMENTS)
    pages = arrange(composition)
    encoding = Encoding.UNICODE
    if random_.random() < 0.2:
        encoding = random_.choice((Encoding.TCVN3, Encoding.VNI))
        for page in pages:
            page.rows = in_old_font(page.rows, encoding)
    content, name = _written(random_, pages, merged=any(page.merges for page in pages))
    tags = {"seed": seed, "arrangement": arrange.__name__, "file": name, "encoding": str(encoding)}
    return Sample(name, content, composition.truth(), tags=tags)


def _composition(random_: random.Random) -> _Composition:
    by_school = random_.random() < 0.4
    count = random_.randint(2, 4)
    names = random_.sample(
        SCHOOLS if by_school else ("9/1", "9/2", "9A1", "9A2", "9B", "9.3"), count
    )
    field = "school" if by_school else "class_name"
    groups = []
    for name in names:
        pupils = a_class(random_.randint(4, 12), seed=random_.randrange(10**6))
        groups.append(_Group(name, [replace(pupil, **{field: name}) for pupil in pupils]))
    keys = ["ordinal", "full_name", "gender", "born"]
    keys += [key for key in OPTIONAL if random_.random() < 0.4]
    heads = [random_.choice([name for name in NAMES[key] if name]) for key in keys]
    born = BIRTHS[random_.choice(("slashes", "short", "points", "iso"))]
    return _Composition(random_, by_school, groups, keys, heads, {"born": born})


def _titles(composition: _Composition) -> list[Page]:
    rows: Rows = [*composition.random.choice(([], MOTTO)), composition.heads]
    column = composition.random.choice((0, 1))
    for number, group in enumerate(composition.groups, 1):
        before = [""] * column
        if column and composition.random.random() < 0.5:
            before = [composition.random.choice((number, "I" * number))]
        rows += [[*before, composition.title(group)], *composition.rows(group)]
        if composition.random.random() < 0.3:
            rows.append(["", f"Cộng: {len(group.pupils)} học sinh"])
    return [Page(rows + composition.random.choice(([], SIGNATURES, STATISTICS)))]


def _sheets(composition: _Composition) -> list[Page]:
    pages = []
    for group in composition.groups:
        name = group.name if composition.by_school else f"Lớp {group.name.replace('/', '.')}"
        pages.append(Page([*MOTTO, composition.heads, *composition.rows(group)], name=name[:31]))
    if not composition.by_school:
        for group in composition.groups:
            name = group.name.replace("/", ".")
            group.pupils = [replace(pupil, class_name=name) for pupil in group.pupils]
    return pages


def _stacked(composition: _Composition) -> list[Page]:
    rows: Rows = []
    for group in composition.groups:
        rows += [[composition.title(group)], ["DANH SÁCH HỌC SINH TỐT NGHIỆP"], []]
        rows += [composition.heads, *composition.rows(group)]
        rows += composition.random.choice(([[]], SIGNATURES, [*SIGNATURES, [], []]))
    return [Page(rows)]


def _column(composition: _Composition, mark: str) -> tuple[Rows, list[tuple[int, int, int, int]]]:
    """The group in a first column of its own, written once per group."""
    composition.heads.insert(0, "Trường THCS" if composition.by_school else "Lớp")
    rows: Rows = [composition.heads]
    merges = []
    for group in composition.groups:
        top = len(rows)
        body = composition.rows(group)
        marks = [group.name, *[mark] * (len(body) - 1)]
        rows += [[said, *row] for said, row in zip(marks, body, strict=True)]
        merges.append((top, 0, len(rows) - 1, 0))
    return rows, merges


def _merged(composition: _Composition) -> list[Page]:
    rows, merges = _column(composition, "")
    return [Page(rows, merges=merges)]


def _ditto(composition: _Composition) -> list[Page]:
    rows, _ = _column(composition, composition.random.choice(('"', "nt", "''", "//")))
    return [Page(rows)]


def _abreast(composition: _Composition) -> list[Page]:
    """Two columns of one list, the group told above all of it."""
    group = composition.groups[0]
    composition.groups = [group]
    body = composition.rows(group)
    half = (len(body) + 1) // 2
    width = len(composition.keys)
    gap = [""] * composition.random.choice((0, 1, 2))
    right = [*body[half:], *[[""] * width] * (half * 2 - len(body))]
    rows: Rows = [[composition.title(group)], ["DANH SÁCH HỌC SINH"], []]
    rows.append([*composition.heads, *gap, *composition.heads])
    rows += [[*one, *gap, *other] for one, other in zip(body[:half], right, strict=True)]
    return [Page(rows + composition.random.choice(([], SIGNATURES)))]


ARRANGEMENTS: tuple[Callable[[_Composition], list[Page]], ...] = (
    _titles, _sheets, _stacked, _merged, _ditto, _abreast,
)  # fmt: skip


def _written(random_: random.Random, pages: list[Page], *, merged: bool) -> tuple[bytes, str]:
    kinds = ["xlsx", "xlsx", "ods"]
    if len(pages) == 1:
        kinds.append("html")
        kinds += [] if merged else ["xls", "csv"]
    match random_.choice(kinds):
        case "xlsx":
            return to_xlsx(pages), "ds.xlsx"
        case "ods":
            return to_ods(pages), "ds.ods"
        case "html":
            return to_html(pages[0]).encode(), "ds.xls"
        case "xls":
            return to_xls(pages[0]), "ds.xls"
        case _:
            return to_csv(pages[0], separator=";").encode(), "ds.csv"
