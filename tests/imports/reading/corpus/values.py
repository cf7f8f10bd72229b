"""Layouts that differ in how the values are written."""

import datetime
import unicodedata

from domain.dates import BirthDate
from domain.legacy import Encoding
from imports.reading import ROSTER_COLUMNS
from tests.imports.reading.corpus.columns import SHORT, USUAL, truth
from tests.imports.reading.corpus.judging import Sample
from tests.imports.reading.corpus.layouts import layout, listed, xlsx_sample
from tests.imports.reading.corpus.letters import MOTTO, OF_SCHOOL, SIGNATURES, in_old_font
from tests.imports.reading.corpus.pages import Formula, Page, to_xlsx
from tests.imports.reading.corpus.pupils import Pupil, a_class

CODES = ("ordinal", "full_name", "gender", "born", "moet_code", "personal_id", "phone")
_EPOCH = datetime.date(1899, 12, 30)


def _births(*forms: str) -> dict[str, object]:
    return {"born": lambda p, n: p.born.strftime(forms[n % len(forms)])}


def _short_date(pupil: Pupil, number: int) -> str:
    born = pupil.born
    return f"{born.day}{'/-.'[number % 3]}{born.month}{'/-.'[number % 3]}{born.year % 100:02d}"


for _name, _render in {
    "dates with points, dashes and slashes": _births("%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y"),
    "dates as ISO text": _births("%Y-%m-%d"),
    "dates with a time of day": _births("%d/%m/%Y 00:00:00", "%Y-%m-%d 00:00:00"),
    "dates in words": _births("ngày %d tháng %m năm %Y"),
    "dates with blanks and an apostrophe": _births("%d / %m / %Y", "'%d/%m/%Y", " %d/%m/%Y "),
    "dates without separators": _births("%d%m%Y"),
    "two-digit years": {"born": _short_date},
    "true dates": {"born": lambda p, _: p.born},
    "date cells and texts by turns": {
        "born": lambda p, n: p.born if n % 2 else p.born.strftime("%d/%m/%Y")
    },
    "serial numbers": {"born": lambda p, _: (p.born - _EPOCH).days},
    "serial numbers as text": {"born": lambda p, _: str((p.born - _EPOCH).days)},
    "moments": {"born": lambda p, _: datetime.datetime.combine(p.born, datetime.time(7, 30))},
}.items():
    layout(_name)(
        lambda render=_render: xlsx_sample(SHORT, render=render, pupils=a_class(12, seed=11))
    )


@layout("month first throughout")
def _() -> Sample:
    return xlsx_sample(
        SHORT, render=_births("%m/%d/%Y"), pupils=a_class(12), said=["date_month_first"]
    )


@layout("only the year of birth")
def _() -> Sample:
    pupils = a_class()
    wanted = [
        row | {"birth": BirthDate(p.born.year)}
        for row, p in zip(truth(pupils, SHORT), pupils, strict=True)
    ]
    return xlsx_sample(
        SHORT, heads={"born": "Năm sinh"}, render={"born": lambda p, _: p.born.year},
        wanted=wanted,
    )  # fmt: skip


@layout("some only a year, some a month and year")
def _() -> Sample:
    pupils = a_class()
    forms = ("%Y", "%m/%Y", "%d/%m/%Y")
    wanted = truth(pupils, SHORT)
    for n, (row, pupil) in enumerate(zip(wanted, pupils, strict=True), 1):
        born = pupil.born
        parts = ((), (born.month,), (born.month, born.day))[n % 3]
        row["birth"] = BirthDate(born.year, *parts)
    return xlsx_sample(SHORT, render=_births(*forms), wanted=wanted)


@layout("dates of the 1904 calendar")
def _() -> Sample:
    page = Page(listed(SHORT, render={"born": lambda p, _: p.born}))
    return Sample("mac.xlsx", to_xlsx([page], date_1904=True), truth(a_class(), SHORT))


@layout("impossible dates are flagged")
def _() -> Sample:
    render = {"born": lambda p, n: "31/02/2005" if n == 3 else p.born.strftime("%d/%m/%Y")}
    sample = xlsx_sample(SHORT, render=render)
    sample.flagged = frozenset((2,))
    return sample


@layout("capitals, double and unbreakable spaces, decomposed accents")
def _() -> Sample:
    forms = (
        lambda text: text.upper(),
        lambda text: "  " + text.replace(" ", "\xa0 ") + "\u200b ",
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace(" ", "\n", 1),
    )
    pupils = a_class()
    wanted = truth(pupils, USUAL)
    for n, row in enumerate(wanted, 1):
        if n % 4 == 0:
            row["full_name"] = str(row["full_name"]).upper()
    return xlsx_sample(
        USUAL, render={"full_name": lambda p, n: forms[n % 4](p.full_name)}, wanted=wanted
    )


@layout("no accents anywhere")
def _() -> Sample:
    from domain.names import fold

    pupils = a_class()
    keys = ("ordinal", "full_name", "born", "birth_place")
    wanted = [
        row | {name: fold(str(row[name])).title() for name in ("full_name", "birth_place")}
        for row in truth(pupils, keys)
    ]
    render = {
        "full_name": lambda p, _: fold(p.full_name).title(),
        "birth_place": lambda p, _: fold(p.birth_place).title(),
    }
    return xlsx_sample(keys, render=render, wanted=wanted)


@layout("codes and phones stored as numbers")
def _() -> Sample:
    render = {
        "moet_code": lambda p, _: int(p.moet_code),
        "personal_id": lambda p, _: int(p.personal_id),
        "phone": lambda p, _: int(p.phone),
    }
    said = ["personal_id_doubtful"]
    return xlsx_sample(CODES, render=render, pupils=a_class(9), said=said)


@layout("codes with apostrophes, blanks and trailing zeros")
def _() -> Sample:
    render = {
        "moet_code": lambda p, n: ("'" + p.moet_code, p.moet_code + ".0", p.moet_code)[n % 3],
        "personal_id": lambda p, n: f"{p.personal_id[:3]} {p.personal_id[3:6]} {p.personal_id[6:]}",
        "phone": lambda p, n: p.phone + ".0" if n % 2 else p.phone,
    }
    return xlsx_sample(CODES, render=render)


@layout("phones in every form")
def _() -> Sample:
    def phone(pupil: Pupil, number: int) -> object:
        bare = pupil.phone
        spelt = (
            f"{bare[:4]}.{bare[4:7]}.{bare[7:]}", f"{bare[:4]} {bare[4:7]} {bare[7:]}",
            f"+84{bare[1:]}", f"(+84) {bare[1:]}", int(bare), f"84{bare[1:]}", f"'{bare}",
            f"{bare[:4]}-{bare[4:]}", bare[1:],
        )  # fmt: skip
        return spelt[number % len(spelt)]

    return xlsx_sample(CODES, render={"phone": phone}, pupils=a_class(18))


@layout("damaged numbers are flagged")
def _() -> Sample:
    render = {"personal_id": lambda p, n: "8.03E+10" if n == 2 else p.personal_id}
    sample = xlsx_sample(CODES, render=render)
    sample.flagged = frozenset((1,))
    return sample


@layout("error cells are flagged, never taken for values")
def _() -> Sample:
    keys = ("ordinal", "full_name", "gender", "born", "class_name", "commune", "guardian")
    pupils = a_class()
    wanted = truth(pupils, keys)
    wanted[1]["commune"] = ""
    wanted[2]["guardian"] = ""
    wanted[4]["class_name"] = ""
    rows = listed(keys)
    rows[2][5] = Formula("=VLOOKUP(A3,Z:Z,2,0)", "#N/A")
    rows[3][6] = "#REF!"
    rows[5][4] = Formula("=A1/0", "#DIV/0!")
    flagged = frozenset((1, 2, 4))
    return Sample("ds.xlsx", to_xlsx([Page(rows)]), wanted, flagged=flagged)


@layout("crosses for girls, other signs too")
def _() -> Sample:
    keys = ("ordinal", "full_name", "girl", "born", "class_name")
    return xlsx_sample(keys, render={"girl": lambda p, n: "xX✓"[n % 3] if p.gender == "F" else ""})


@layout("boys and girls in figures told by names")
def _() -> Sample:
    pupils = a_class(80, seed=5)
    return xlsx_sample(
        SHORT, pupils=pupils, render={"gender": lambda p, _: 1 if p.gender == "M" else 0},
        said=["gender_figures"],
    )  # fmt: skip


@layout("classes a spreadsheet took for dates")
def _() -> Sample:
    pupils = a_class(class_name="9/2")
    return xlsx_sample(
        SHORT, pupils=pupils, said=["class_was_date"],
        render={"class_name": lambda *_: datetime.date(2020, 2, 9)},
    )  # fmt: skip


@layout("computed names, classes and ordinals")
def _() -> Sample:
    render = {
        "ordinal": lambda _, n: Formula("=ROW()-1", n),
        "full_name": lambda p, _: Formula('=H2&" "&I2', p.full_name),
        "class_name": lambda p, _: Formula('="9"&"A"', p.class_name),
    }
    return xlsx_sample(USUAL, render=render)


for _encoding in (Encoding.TCVN3, Encoding.VNI):

    @layout(f"old font {_encoding}: everything")
    def _(encoding: Encoding = _encoding) -> Sample:
        pupils = a_class(10)
        rows = listed(USUAL, pupils=pupils, above=MOTTO, below=SIGNATURES)
        page = Page(in_old_font(rows, encoding), name="DS")
        return Sample("ds.xlsx", to_xlsx([page]), truth(pupils, USUAL))

    @layout(f"old font {_encoding}: names alone")
    def _(encoding: Encoding = _encoding) -> Sample:
        pupils = a_class(10)
        rows = listed(USUAL, pupils=pupils, above=OF_SCHOOL)
        for row in rows[len(OF_SCHOOL) + 1 :]:
            row[1:2] = in_old_font([row[1:2]], encoding)[0]
        return Sample("ds.xlsx", to_xlsx([Page(rows)]), truth(pupils, USUAL))

    @layout(f"old font {_encoding}: names in capitals, roster")
    def _(encoding: Encoding = _encoding) -> Sample:
        pupils = a_class(10)
        wanted = [
            row | {"full_name": str(row["full_name"]).upper()} for row in truth(pupils, SHORT)
        ]
        rows = listed(SHORT, pupils=pupils, render={"full_name": lambda p, _: p.full_name.upper()})
        page = Page(in_old_font(rows, encoding))
        return Sample("ds.xlsx", to_xlsx([page]), wanted, ROSTER_COLUMNS)


@layout("old font: one child of the list was typed later in Unicode")
def _() -> Sample:
    pupils = a_class(10)
    rows = in_old_font(listed(USUAL, pupils=pupils), Encoding.TCVN3)
    rows[5][1] = pupils[4].full_name
    return Sample("ds.xlsx", to_xlsx([Page(rows)]), truth(pupils, USUAL))


@layout("a table pasted from Word: breaks inside cells")
def _() -> Sample:
    render = {
        "full_name": lambda p, _: f"{p.family_middle}\n{p.given}",
        "born": lambda p, _: p.born.strftime("%d/%m/\n%Y"),
        "birth_place": lambda p, _: f"\xa0{p.birth_place}\n",
    }
    heads = {"full_name": "Họ và\ntên", "born": "Ngày,\ntháng,\nnăm sinh"}
    return xlsx_sample(USUAL, render=render, heads=heads)
