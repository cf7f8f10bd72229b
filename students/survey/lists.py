"""Lists to be worked through: of a school, a class or a commune, and how far each has come."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.urls import reverse

from districts.authority import scope_of
from districts.models import District, School
from documents.wording import in_sentence
from domain.formats import count
from domain.names import fold
from domain.outcome import Outcome
from students.models import Cohort, Graduate, GraduateCount, GraduateQuerySet

# Stands in the address for those of whom no commune is known; no key is 0.
UNKNOWN_COMMUNE = 0
NO_COMMUNE, NO_HAMLET = "Chưa rõ xã, phường, thị trấn", "Chưa rõ ấp, khu phố"
_MISSING = Count("pk", filter=Q(outcome=Outcome.NOT_KNOWN))


@dataclass(frozen=True)
class Progress:
    """How many graduates a list has, and of how many nothing is known yet."""

    total: int
    missing: int

    @property
    def text(self) -> str:
        return f"{count(self.total - self.missing)}/{count(self.total)}"

    def line(self, name: str, url: str) -> dict[str, Any]:
        """The list as a row of a page."""
        return {
            "name": name,
            "url": url,
            "text": self.text,
            "missing": self.missing,
            "missing_text": count(self.missing),
        }


@dataclass(frozen=True)
class SurveyList:
    """One list as its grid shows it: the children, and where their THCS is."""

    cohort: Cohort
    title: str
    part: str
    graduates: GraduateQuerySet
    address: str
    district: District | None
    school_id: int | None = None
    class_name: str | None = None
    is_calls: bool = False

    @property
    def label(self) -> str:
        """The list in the log's words: "lớp 9A, Trường THCS Sông Đỏ"."""
        part = self.part[:1].lower() + self.part[1:]
        return ", ".join(filter(None, [part, in_sentence(self.title)]))

    @property
    def district_code(self) -> str:
        return self.district.code if self.district else ""

    @property
    def progress(self) -> Progress:
        return Progress(*self.graduates.aggregate(t=Count("pk"), m=_MISSING).values())


def graduates_for(user: Any, cohort: Cohort) -> GraduateQuerySet:
    return Graduate.objects.visible_to(user).members().filter(cohort=cohort)


def of_school(user: Any, cohort: Cohort, school: School, class_name: str | None) -> SurveyList:
    """The list of a school, or of one of its classes ("" for those whose class is not known)."""
    graduates = graduates_for(user, cohort).filter(school=school)
    if class_name is not None:
        graduates = graduates.filter(class_name=class_name)
    return SurveyList(
        cohort=cohort,
        title=school.name,
        part=class_title(class_name) if class_name is not None else "",
        graduates=graduates,
        address=school_address(cohort, school.pk, class_name),
        district=school.district,
        school_id=school.pk,
        class_name=class_name,
    )


def classes_of(user: Any, cohort: Cohort, school: School) -> list[SurveyList]:
    """The classes of a school, in their order."""
    graduates = graduates_for(user, cohort).filter(school=school).order_by()
    names = sorted(set(graduates.values_list("class_name", flat=True)), key=natural)
    return [of_school(user, cohort, school, name) for name in names]


def of_commune(
    user: Any, cohort: Cohort, commune_id: int, *, hamlet: str | None = None, calls: bool = False
) -> SurveyList | None:
    """Those of the viewer's graduates who live in a commune, or a hamlet of it; None for nobody.

    `calls`: for who calls the families, with guardian and phone.
    """
    wanted = commune_id if commune_id != UNKNOWN_COMMUNE else None
    graduates = graduates_for(user, cohort).filter(commune=wanted)
    query = ""
    if hamlet is not None:
        graduates = graduates.filter(hamlet=hamlet)
        query = f"&{urlencode({'hamlet': hamlet})}"
    anybody = graduates.select_related("commune__district").order_by("pk").first()
    if anybody is None:
        return None
    commune = anybody.commune
    return SurveyList(
        cohort=cohort,
        title=commune.name if commune else NO_COMMUNE,
        part="" if hamlet is None else hamlet or NO_HAMLET,
        graduates=graduates,
        address=f"{commune_address(cohort, commune_id)}{query}{'&calls=1' if calls else ''}",
        district=commune.district if commune else None,
        is_calls=calls,
    )


_LEDES = {
    "district": "Chọn huyện, thị xã, thành phố.",
    "school": "Chọn trường hoặc lớp.",
    "commune": "Chọn xã, phường, thị trấn nơi học sinh cư trú.",
}
_HEADINGS = {
    "district": "Huyện, thị xã, thành phố",
    "school": "Trường THCS",
    "commune": "Xã, phường, thị trấn",
}


def overview(user: Any, cohort: Cohort, divided: str, district: District | None) -> dict[str, Any]:
    """The lists to choose from, divided by "district", "school" or "commune"."""
    graduates = graduates_for(user, cohort)
    if district:
        graduates = graduates.filter(school__district=district)
    if divided == "district":
        lines = by_district(user, cohort)
    elif divided == "school":
        lines = by_school(graduates, cohort)
    else:
        lines = by_commune(graduates, cohort)
    return {
        "cohort": cohort,
        "district": district,
        "up_url": overview_address(cohort),
        "lede": _LEDES[divided],
        "missing_text": count(sum(line["missing"] for line in lines)),
        "heading": _HEADINGS[divided],
        "has_classes": divided == "school",
        "lines": lines,
        "views": _views(cohort, divided, district),
    }


def _views(cohort: Cohort, divided: str, district: District | None) -> list[dict[str, Any]]:
    if divided == "district":
        return []
    url = overview_address(cohort, district.code if district else "")
    return [
        {"label": "Theo trường, lớp", "url": url, "is_current": divided == "school"},
        {
            "label": "Theo nơi cư trú",
            "url": f"{url}&by=commune",
            "is_current": divided == "commune",
        },
    ]


def by_district(user: Any, cohort: Cohort) -> list[dict[str, Any]]:
    """Districts with how far they have come, what is left first; from the kept sums."""
    sums = GraduateCount.objects.visible_to(user).filter(cohort=cohort).order_by()
    missing = Q(tally__startswith=f"{Outcome.NOT_KNOWN}.")
    rows = sums.values_list("district").annotate(
        total=Sum("number"), missing=Sum("number", filter=missing, default=0)
    )
    districts = {district.pk: district for district in District.objects.visible_to(user)}
    lines = [
        Progress(total, left).line(districts[pk].name, overview_address(cohort, districts[pk].code))
        for pk, total, left in rows
        if pk in districts
    ]
    return _what_is_left_first(lines)


def by_school(graduates: GraduateQuerySet, cohort: Cohort) -> list[dict[str, Any]]:
    """Schools with their classes, what is left first."""
    rows = graduates.order_by().values_list("school", "school__name", "class_name")
    classes: dict[tuple[int, str], list[tuple[str, Progress]]] = {}
    for pk, name, class_name, total, missing in rows.annotate(t=Count("pk"), m=_MISSING):
        classes.setdefault((pk, name), []).append((class_name, Progress(total, missing)))
    lines = []
    for (pk, name), parts in classes.items():
        whole = Progress(sum(p.total for _, p in parts), sum(p.missing for _, p in parts))
        line = whole.line(name, school_address(cohort, pk, None))
        line["papers_url"] = papers_address(cohort, pk)
        lines.append(line | {"classes": list(_class_lines(cohort, pk, parts))})
    return _what_is_left_first(lines)


def by_commune(graduates: GraduateQuerySet, cohort: Cohort) -> list[dict[str, Any]]:
    """Communes of residence, what is left first."""
    rows = graduates.order_by().values_list("commune", "commune__name")
    lines = [
        Progress(total, missing).line(
            name or NO_COMMUNE, commune_address(cohort, pk or UNKNOWN_COMMUNE)
        )
        for pk, name, total, missing in rows.annotate(t=Count("pk"), m=_MISSING)
    ]
    return _what_is_left_first(lines)


def chosen_before(survey_list: SurveyList) -> tuple[Counter[int], Counter[int]]:
    """(by the list itself, by its whole school): how often each institution was gone to."""
    studying = survey_list.graduates.filter(destination_school__isnull=False).order_by()
    own = _numbers(studying)
    if survey_list.class_name is None or survey_list.school_id is None:
        return own, Counter()
    cohort = Graduate.objects.members().filter(school=survey_list.school_id)
    return own, _numbers(cohort.filter(destination_school__isnull=False).order_by())


def school_address(cohort: Cohort, school_id: int, class_name: str | None) -> str:
    query = {"cohort": str(cohort.year)}
    if class_name is not None:
        query["class"] = class_name
    return f"{reverse('students:survey_school', args=[school_id])}?{urlencode(query)}"


def papers_address(cohort: Cohort, school_id: int) -> str:
    """The page with the papers of a school's classes."""
    return f"{reverse('students:survey_papers', args=[school_id])}?cohort={cohort.year}"


def commune_address(cohort: Cohort, commune_id: int) -> str:
    return f"{reverse('students:survey_commune', args=[commune_id])}?cohort={cohort.year}"


def has_districts(user: Any) -> bool:
    """Whether the viewer chooses a district first."""
    return scope_of(user).is_province


def overview_address(cohort: Cohort, district_code: str = "") -> str:
    query = {"cohort": str(cohort.year)} | ({"district": district_code} if district_code else {})
    return f"{reverse('students:survey_list')}?{urlencode(query)}"


def _numbers(graduates: GraduateQuerySet) -> Counter[int]:
    return Counter(dict(graduates.values_list("destination_school").annotate(Count("pk"))))


def class_title(class_name: str) -> str:
    """How a class is called: "Lớp 9A"."""
    return f"Lớp {class_name}" if class_name else "Chưa rõ lớp"


def _class_lines(
    cohort: Cohort, school_id: int, parts: Iterable[tuple[str, Progress]]
) -> Iterator[dict[str, Any]]:
    for class_name, progress in sorted(parts, key=lambda part: natural(part[0])):
        url = school_address(cohort, school_id, class_name)
        yield progress.line(class_title(class_name), url)


def class_progress(graduates: GraduateQuerySet) -> dict[str, Progress]:
    """How far each class of these graduates has come, in the order of classes."""
    rows = graduates.order_by().values_list("class_name").annotate(t=Count("pk"), m=_MISSING)
    found = {name: Progress(total, missing) for name, total, missing in rows}
    return {name: found[name] for name in sorted(found, key=natural)}


def natural(class_name: str) -> list[tuple[int, str]]:
    """9A2 before 9A10: numbers inside a name compare as numbers."""
    return [
        (int(part), "") if part.isdecimal() else (0, part)
        for part in re.split(r"(\d+)", class_name)
    ]


def _what_is_left_first(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(lines, key=lambda line: (-line["missing"], fold(line["name"])))
