"""Who is to be listed today, for whom, and what is already on paper."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from districts.models import Commune, District
from domain.names import display_name
from domain.outcome import Evidence, Outcome, Programme
from domain.places import Gazetteer
from domain.referrals import Now
from imports.catalogue import load_catalogue
from outreach import lists
from outreach.lists import ADMITTED_NOTE
from outreach.models import Addressee, AddresseeKind, Change, ReferralItem
from students.labels import PROGRAMME_LABELS
from students.models import Cohort, Destination, Graduate, Merge
from students.rows import birth_text

# Known, but nobody is to knock at the door: the family of a dead child least of all.
NEVER_VISITED = (Programme.DECEASED, Programme.ABROAD)
_OUT_OF_SCHOOL = (
    Programme.WORKING,
    Programme.AT_HOME,
    Programme.OTHER_NOT_STUDYING,
    *NEVER_VISITED,
)
COLUMNS = (
    *lists.COLUMNS,
    "open_reviews",
    "school_id",
    "school__code",
    "commune_id",
    "commune__code",
    "commune__district_id",
    "commune__district__code",
)


@dataclass(frozen=True)
class Child:
    """One child to be listed, with everything that any recipient might be told."""

    graduate_id: int
    outcome: str
    particulars: dict[str, Any]


@dataclass(frozen=True)
class Destined:
    """The part of the children that goes to one addressee; the keys are of catalogue rows."""

    kind: AddresseeKind
    key: str
    commune_id: int | None = None
    district_id: int | None = None
    school_id: int | None = None
    forwards_id: int | None = None
    children: list[Child] = field(default_factory=list)


@dataclass(frozen=True)
class ToList:
    """The children of one office by addressee, in list order. Left out are `held_back`, candidates
    of an undecided match, by addressee, and `never_visited`, the dead and those abroad.
    """

    parts: dict[str, Destined]
    held_back: Counter[str]
    reasons: Counter[str]

    @property
    def never_visited(self) -> int:
        return sum(self.reasons[programme] for programme in NEVER_VISITED)

    def children(self, key: str) -> list[Child]:
        return self.parts[key].children if key in self.parts else []


def children_of_office(issuer: District, cohort: Cohort, *, on: date) -> ToList:
    """Everybody of the office's THCS who is to be listed today, in four queries.

    Each is in exactly one part by residence, and in that of the own THCS besides.
    """
    graduates = Graduate.objects.filter(cohort=cohort, school__district=issuer).members()
    listed = graduates.not_enrolled().in_list_order()
    rows = list(listed.values_list(*COLUMNS, named=True))
    reasons = _reasons(row.pk for row in rows if row.outcome == Outcome.NOT_STUDYING)
    needs_gazetteer = any(row.commune_id is None and row.residence for row in rows)
    gazetteer = load_catalogue(on=on).gazetteer if needs_gazetteer else None
    to_list = ToList({}, Counter(), Counter(reasons.values()))
    for row in rows:
        programme = reasons.get(row.pk, "")
        if programme in NEVER_VISITED:
            continue
        child = Child(row.pk, row.outcome, _particulars(row, issuer, programme))
        for destined in (_by_residence(row, issuer, gazetteer), _by_school(row)):
            if row.open_reviews:
                to_list.held_back[destined.key] += 1
            else:
                to_list.parts.setdefault(destined.key, destined).children.append(child)
    return to_list


def _by_residence(row: Any, issuer: District, gazetteer: Gazetteer | None) -> Destined:
    if row.commune_id is None:
        is_outside = gazetteer and gazetteer.read(row.residence, home_district="").is_outside
        kind = AddresseeKind.DEPARTMENT if is_outside else AddresseeKind.UNKNOWN
        return Destined(kind, kind.value)
    if row.commune__district_id != issuer.pk:
        key = f"{AddresseeKind.DISTRICT}:{row.commune__district__code}"
        return Destined(AddresseeKind.DISTRICT, key, district_id=row.commune__district_id)
    key = f"{AddresseeKind.COMMUNE}:{row.commune__code}"
    return Destined(AddresseeKind.COMMUNE, key, commune_id=row.commune_id)


def _by_school(row: Any) -> Destined:
    key = f"{AddresseeKind.SCHOOL}:{row.school__code}"
    return Destined(AddresseeKind.SCHOOL, key, school_id=row.school_id)


def _reasons(graduates: Iterable[int]) -> dict[int, str]:
    """Why each does not study, by the latest statement that says so."""
    found = Destination.objects.current().filter(
        graduate__in=list(graduates), programme__in=_OUT_OF_SCHOOL, ended_on__isnull=True
    )
    return dict(
        found.order_by("stated_on", "recorded_at", "pk").values_list("graduate", "programme")
    )


def _residence(row: Any, issuer: District) -> str:
    """Hamlet and commune, the district where it is another one; else as the family wrote it."""
    if not (row.commune_id and row.hamlet):
        return row.residence or row.commune__name or ""
    elsewhere = "" if row.commune__district_id == issuer.pk else row.commune__district__name
    return ", ".join(part for part in (row.hamlet, row.commune__name, elsewhere) if part)


def _particulars(row: Any, issuer: District, programme: str) -> dict[str, Any]:
    return {
        "full_name": display_name(row.full_name),
        "birth": birth_text(row),
        "is_female": row.gender == Graduate.Gender.FEMALE,
        "ethnicity": row.ethnicity,
        "school_name": row.school__name,
        "class_name": row.class_name,
        "guardian": row.guardian,
        "phone": row.phone,
        "residence": _residence(row, issuer),
        "hamlet": row.hamlet,
        "commune": row.commune__name or "",
        "commune_code": row.commune__code or "",
        "reason": PROGRAMME_LABELS.get(programme, ""),
        "note": ADMITTED_NOTE if row.is_admitted else "",
    }


def on_paper(addressees: Iterable[Addressee]) -> dict[int, dict[int, ReferralItem]]:
    """By addressee and child the latest issued item, without those that were taken off since."""
    items = ReferralItem.objects.filter(
        referral__addressee__in=[each.pk for each in addressees],
        referral__issued_at__isnull=False,
    ).select_related("referral")
    ordered = list(items.order_by("referral__issued_at", "referral_id", "position"))
    kept = kept_of(item.graduate_id for item in ordered)
    found: dict[int, dict[int, ReferralItem]] = defaultdict(dict)
    for item in ordered:
        papers = found[item.referral.addressee_id]
        graduate = kept.get(item.graduate_id, item.graduate_id)
        if item.change == Change.REMOVED:
            papers.pop(graduate, None)
        else:
            papers[graduate] = item
    return found


def kept_of(graduates: Iterable[int]) -> dict[int, int]:
    """Of records that were merged into another, the one that is kept. Papers stay as issued: who
    reads them follows the merge.
    """
    asked = set(graduates)
    merges = (
        dict(Merge.objects.filter(undone_at__isnull=True).values_list("absorbed", "kept"))
        if asked
        else {}
    )
    kept = {}
    for graduate in asked & merges.keys():
        last = merges[graduate]
        while last in merges:
            last = merges[last]
        kept[graduate] = last
    return kept


@dataclass(frozen=True)
class Known:
    """A listed child as the register knows it today; `reason` says why it does not study."""

    graduate: Graduate
    reason: str


def known_today(graduates: Iterable[int]) -> dict[int, Known]:
    """By child, for any number of papers; of one that was merged the record kept. Three queries."""
    asked = set(graduates)
    kept = kept_of(asked)
    keys = {kept.get(graduate, graduate) for graduate in asked}
    found = Graduate.objects.select_related("destination_school", "commune__district").in_bulk(keys)
    reasons = _reasons(keys)
    known = {key: Known(each, reasons.get(key, "")) for key, each in found.items()}
    return {graduate: known[kept.get(graduate, graduate)] for graduate in asked}


def now_of(items: Iterable[ReferralItem], addressee: Addressee) -> dict[int, Now]:
    """What is known today of the children on these papers of the addressee, by child."""
    known = known_today(item.graduate_id for item in items)
    return {graduate: now_for(addressee, each) for graduate, each in known.items()}


def now_for(addressee: Addressee, known: Known) -> Now:
    """The same of one child, as it concerns the addressee."""
    graduate, programme = known.graduate, known.reason
    outcome = Outcome(graduate.outcome)
    is_out = outcome is Outcome.NOT_STUDYING
    school = graduate.destination_school
    return Now(
        outcome=outcome,
        evidence=Evidence(graduate.evidence),
        place=school.name if school else "",
        is_member=graduate.withdrawn_at is None,
        is_in_review=graduate.open_reviews > 0,
        is_dead=is_out and programme == Programme.DECEASED,
        is_abroad=is_out and programme == Programme.ABROAD,
        moved_to=_moved_to(graduate.commune, addressee),
    )


def _moved_to(commune: Commune | None, addressee: Addressee) -> str:
    """Where the child lives by now, when that is known and is no longer the addressee's part."""
    is_theirs = commune is None or {
        AddresseeKind.COMMUNE: commune.pk == addressee.commune_id,
        AddresseeKind.DISTRICT: commune.district_id == addressee.district_id,
        AddresseeKind.SCHOOL: True,
    }.get(AddresseeKind(addressee.kind), False)
    return "" if is_theirs else f"{commune.name}, {commune.district.name}"
