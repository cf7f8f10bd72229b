"""Objects for addresses: the official's own, a neighbour's in the same district, another's.

Names are chosen so that each tells where it was read: a page that shows one to somebody whom it
does not concern has leaked it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from audit.models import Event
from districts.models import Role
from domain.outcome import Programme
from imports.models import Batch, BatchKind
from office.accounts import role_slug
from rosters.models import Link, RosterRow
from students.models import Cohort, Graduate
from students.survey import lists
from students.survey.papers import write_workbook
from tests.province import (
    Province,
    bare_column_choice,
    bare_correction,
    bare_decision,
    bare_distinction,
    bare_draft,
    bare_edit,
    bare_mend,
    bare_merge,
    bare_omission,
    bare_request,
    bare_roster_draft,
    bare_survey_draft,
    bare_version,
    enrol,
    make_user,
    second_record,
    sent_off,
    state,
)
from tests.scoping.cases import CLAIMED, WORKED, Casework, make_casework
from tests.scoping.objects import NEVER_GIVEN, PLACES, Arguments, Objects
from tests.scoping.papers import PAPERS, sent_papers
from tests.sheets import graduate_book, pupil, roster_book

PASSWORD_HASH = "pbkdf2_sha256$1$muoi$bam"
EVERYWHERE, DISTRICT_WIDE, OWN_ONLY = "own near away", "own near", "own"
GRADUATES = {"DEPARTMENT": EVERYWHERE, "DISTRICT": DISTRICT_WIDE, "ORIGIN_SCHOOL": OWN_ONLY}
ROSTERS = {"DEPARTMENT": EVERYWHERE, "DISTRICT": DISTRICT_WIDE, "RECEIVING_SCHOOL": OWN_ONLY}
OFFICES = {"DEPARTMENT": EVERYWHERE, "DISTRICT": DISTRICT_WIDE}
DEPARTMENT_ONLY = {"DEPARTMENT": EVERYWHERE}
VISITING = {"ORIGIN_SCHOOL": OWN_ONLY, "COMMUNE": OWN_ONLY}
CASES = OFFICES | VISITING


@dataclass(frozen=True)
class Names:
    """What a page would show of things at each place, and who may read which."""

    at: Mapping[str, str]
    reach: Mapping[str, str]

    def hidden_from(self, role: str) -> set[str]:
        seen = self.reach.get(role, "").split()
        return {name for place, name in self.at.items() if place not in seen}


@dataclass(frozen=True)
class World:
    objects: Mapping[str, Objects]
    names: Mapping[str, Names]

    def hidden_from(self, role: str, *, public: str = "") -> set[str]:
        """Every name that a page answered to this role must not hold.

        `public` lists the kinds (separated by blanks) that this page may name to anybody.
        """
        kinds = self.names.keys() - set(public.split())
        return set().union(*(self.names[kind].hidden_from(role) for kind in kinds))


def make_world(province: Province, officials: Mapping[str, Any]) -> World:
    """The objects and the names of the province of the tests; a cohort of the year before."""
    Cohort.objects.create(year=2019)
    for official in officials.values():
        # Without a password that could be right, allauth has no page to change it.
        official.password = PASSWORD_HASH
        official.save(update_fields=["password"])
    graduates = _graduates(province)
    papers = sent_papers(province, graduates)
    rows = _rows(province, graduates[0])
    people = [
        officials["ORIGIN_SCHOOL"],
        make_user("gdtx", Role.RECEIVING_SCHOOL, school=province.gdtx),
        make_user("phong-khac", Role.DISTRICT, district=province.away),
    ]
    department = make_user("so-hai", Role.DEPARTMENT)
    names = _names(graduates, rows, people, department)
    casework = make_casework(province)
    return World(
        _objects(province, graduates, rows, people) | papers.objects | _cases(province, casework),
        names | {"referral": Names(papers.names, PAPERS)} | _case_names(),
    )


def _cases(province: Province, casework: Casework) -> dict[str, Objects]:
    """What an office only looks on at (decided_case) is opened to nobody of the department."""
    nothing = ([NEVER_GIVEN],)
    worked = [[case.pk] for case in casework.worked]
    communes = (province.home_commune, province.home_township, province.away_commune)
    district = {"DISTRICT": DISTRICT_WIDE}
    return {
        "case": _at(worked, nothing, CASES),
        "worked_case": _at(worked, nothing, VISITING),
        "decided_case": _at(worked, nothing, VISITING | district),
        "visit": _at([[each.pk] for each in casework.visits], nothing, VISITING),
        "case_request": _at([[each.pk] for each in casework.requests], nothing, district),
        "claim": _at(
            [[case.pk] for case in casework.claimed], nothing, {"RECEIVING_SCHOOL": OWN_ONLY}
        ),
        "returned_sheet": _at([[sheet.pk] for sheet in casework.sheets], nothing, OFFICES),
        "commune": _at([[commune.pk] for commune in communes], nothing, OFFICES),
    }


def _case_names() -> dict[str, Names]:
    return {
        "case": Names(dict(zip(PLACES, WORKED, strict=True)), CASES),
        "claim": Names(
            dict(zip(PLACES, CLAIMED, strict=True)), CASES | {"RECEIVING_SCHOOL": OWN_ONLY}
        ),
    }


def _graduates(province: Province) -> list[Graduate]:
    """The third lives in the home commune but went to school in the other district."""
    schools = (province.thcs, province.thcs_second, province.thcs_away)
    names = ("Lê Thị An", "Trần Văn Bé", "Võ Thị Cúc")
    return [
        enrol(province, name, school=school, commune=province.home_commune)
        for name, school in zip(names, schools, strict=True)
    ]


def _rows(province: Province, matched: Graduate) -> list[RosterRow]:
    """One row of each institution; the own one is tied to a graduate whom it spells otherwise."""
    institutions = (province.thpt, province.gdtx, province.vocational_away)
    names = ("Hồ Văn Dần", "Mai Thị Dậu", "Cao Văn Tuất")
    rows = [bare_version(province, at, name) for at, name in zip(institutions, names, strict=True)]
    Link.objects.create(
        row=rows[0],
        graduate=matched,
        status=Link.Status.MATCH,
        rank=1,
        weight=30.0,
        engine_version="0",
        recorded_at=timezone.now(),
    )
    RosterRow.objects.filter(pk=rows[0].pk).update(status=RosterRow.Status.MATCH)
    return rows


def _objects(
    province: Province, graduates: list[Graduate], rows: list[RosterRow], people: list[Any]
) -> dict[str, Objects]:
    statements = [state(graduate, Programme.WORKING) for graduate in graduates]
    thcs = (province.thcs, province.thcs_second, province.thcs_away)
    institutions = (province.thpt, province.gdtx, province.vocational_away)
    nothing = ([NEVER_GIVEN],)
    pairs = [[s.graduate_id, s.pk] for s in statements]
    # A statement is found through its own graduate only.
    crossed = ([graduates[0].pk, NEVER_GIVEN], [graduates[0].pk, statements[2].pk])
    districts = {"own": [province.home.code], "away": [province.away.code]}
    code = (["khong-co"], ["000000"])
    return {
        "graduate": _at([[g.pk] for g in graduates], nothing, GRADUATES),
        "statement": _at(pairs, crossed, GRADUATES),
        "edit": _edits(graduates),
        **_merging(graduates),
        "school": _at([[s.pk] for s in thcs], nothing, OFFICES),
        "district": Objects(districts, code, {"DEPARTMENT": EVERYWHERE, "DISTRICT": OWN_ONLY}),
        "target_unit": Objects(districts | {"near": ["tinh"]}, code, DEPARTMENT_ONLY),
        "institution": _at([[s.code] for s in institutions], code, DEPARTMENT_ONLY),
        "receiver": _at([[s.code] for s in institutions], code, ROSTERS),
        "list_unit": _list_units(province, code),
        "roster": _at([[row.version.roster_id] for row in rows], nothing, ROSTERS),
        "row": _at([[row.pk] for row in rows], nothing, ROSTERS),
        **_transfers(province),
        "act": _at([[bare_decision(row).act_id] for row in rows], ([uuid4()],), ROSTERS),
        **_survey(province),
        **_workbooks(province, graduates) | _corrections(graduates, rows),
        **_imports(province, graduates, rows),
        "event": Objects({"own": [Event.objects.latest("pk").pk]}, nothing, DEPARTMENT_ONLY),
    } | _people(people)


def _list_units(province: Province, code: tuple[Arguments, ...]) -> Objects:
    return Objects(
        {
            "own": [province.home_commune.code],
            "away": [province.away_commune.code],
            "school": [province.thcs.code],
        },
        (*code, ["–"], [province.thcs_away.code]),
        # An office lists by commune, a school itself.
        {"DEPARTMENT": "own away", "DISTRICT": OWN_ONLY, "ORIGIN_SCHOOL": "school"},
    )


def _edits(graduates: list[Graduate]) -> Objects:
    """A correction is found through its own graduate only."""
    edits = [bare_edit(graduate) for graduate in graduates]
    return _at(
        [[edit.graduate_id, edit.pk] for edit in edits],
        ([graduates[0].pk, NEVER_GIVEN], [graduates[0].pk, edits[2].pk]),
        GRADUATES,
    )


def _corrections(graduates: list[Graduate], rows: list[RosterRow]) -> dict[str, Objects]:
    """What an institution asked about each graduate, and what only it may ask about."""
    nothing = ([NEVER_GIVEN],)
    institutions = [row.version.roster.institution for row in rows]
    asked = [bare_request(*pair) for pair in zip(graduates, institutions, strict=True)]
    keys = [[each.pk] for each in asked]
    own = {"RECEIVING_SCHOOL": OWN_ONLY}
    return {
        "graduate_of_own": _at([[g.pk] for g in graduates], nothing, {"ORIGIN_SCHOOL": OWN_ONLY}),
        "row_of_own": _at([[row.pk] for row in rows], nothing, own),
        "correction_request": _at(keys, nothing, GRADUATES | own),
        "request_to_answer": _at(keys, nothing, OFFICES),
    }


def _merging(graduates: list[Graduate]) -> dict[str, Objects]:
    """Two records of each school that may be one child, made one, and told apart."""
    own = graduates[0].pk
    others = [second_record(graduate) for graduate in graduates]
    pairs = [[one.pk, other.pk] for one, other in zip(graduates, others, strict=True)]
    nothing = ([NEVER_GIVEN],)
    merges = [bare_merge(graduate) for graduate in graduates]
    distinctions = [bare_distinction(graduate) for graduate in graduates]
    return {
        "graduate_pair": _at(pairs, ([own, NEVER_GIVEN], [own, own]), OFFICES),
        "merge": _at([[merge.pk] for merge in merges], nothing, OFFICES),
        "distinct_pair": _at([[each.pk] for each in distinctions], nothing, OFFICES),
    }


TRANSFERRED = ("Đinh Thị Mão", "Lâm Văn Thìn", "Phùng Thị Tỵ")


def _transfers(province: Province) -> dict[str, Objects]:
    """Children sent off to each institution, and those each of them sent off; graduates of a THCS
    that none of the viewers but the department sees.
    """
    institutions = (province.thpt, province.gdtx, province.vocational_away)
    children = [enrol(province, name, school=province.thcs_away) for name in TRANSFERRED]
    pairs = list(zip(children, institutions, strict=True))
    outside = province.thpt_outside
    there = [sent_off(child, outside, institution) for child, institution in pairs]
    back = [sent_off(child, institution, outside) for child, institution in pairs]
    nothing = ([NEVER_GIVEN],)
    return {
        "transfer": _at([[said.pk] for said in there], (*nothing, [back[0].pk]), ROSTERS),
        "own_transfer": _at([[said.pk] for said in back], (*nothing, [there[0].pk]), ROSTERS),
    }


def _survey(province: Province) -> dict[str, Objects]:
    """Lists of children: all live in one commune, but for some whom only the province sees: in
    another commune, and in none that is known (0).
    """
    thcs = (province.thcs, province.thcs_second, province.thcs_away)
    empty = ([NEVER_GIVEN],)
    communes = {
        "own": [province.home_commune.pk], "away": [province.away_commune.pk], "unknown": [0],
    }  # fmt: skip
    reach = dict.fromkeys(GRADUATES, OWN_ONLY) | {"DEPARTMENT": "own away unknown"}
    return {
        "survey_school": _at([[school.pk] for school in thcs], ([NEVER_GIVEN],), GRADUATES),
        "own_school": _at(
            [[school.pk] for school in thcs], ([NEVER_GIVEN],), {"ORIGIN_SCHOOL": OWN_ONLY}
        ),
        "survey_commune": Objects(communes, empty, reach),
    }


def _workbooks(province: Province, graduates: list[Graduate]) -> dict[str, Objects]:
    """Workbooks of classes that came back: one under check and one recorded, of each THCS."""
    office = make_user("so-ba", Role.DEPARTMENT)
    drafts, batches = [], []
    for graduate in graduates:
        school, content = graduate.school, BytesIO()
        listed = lists.of_school(office, province.cohort, school, graduate.class_name)
        write_workbook(listed, office, content, on=date(2020, 9, 28))
        drafts.append(bare_survey_draft(province, school, content.getvalue()))
        batches.append(
            Batch.objects.create(
                kind=BatchKind.SURVEY,
                cohort=province.cohort,
                district=school.district,
                school=school,
                file_name="lop.xlsx",
                sha256="0" * 64,
                imported_at=timezone.now(),
            )
        )
    unknown = ([uuid4()],)
    return {
        "survey_draft": _at([[draft.pk] for draft in drafts], unknown, GRADUATES),
        "survey_batch": _at([[batch.pk] for batch in batches], unknown, GRADUATES),
    }


def _imports(
    province: Province, graduates: list[Graduate], rows: list[RosterRow]
) -> dict[str, Objects]:
    """Files of each THCS, files of each institution, and the pages that are of both."""
    lists, rosters = _lists(province, graduates), _rosters(province, rows)
    return lists | rosters | {
        f"any_{kind}": _either(lists[kind], rosters[other])
        for kind, other in (
            ("draft", "roster_draft"), ("batch", "version"), ("correction", "roster_correction"),
        )
    }  # fmt: skip


def _either(lists: Objects, rosters: Objects) -> Objects:
    """Objects of either kind; those of institutions stand at places of their own."""
    reach = {
        role: " ".join(f"{p}-roster" for p in at.split()) for role, at in rosters.reach.items()
    }
    roles = lists.reach.keys() | reach.keys()
    return Objects(
        {**lists.at, **{f"{place}-roster": each for place, each in rosters.at.items()}},
        (*lists.missing, *rosters.missing),
        {role: f"{lists.reach.get(role, '')} {reach.get(role, '')}" for role in roles},
    )


def _rosters(province: Province, rows: list[RosterRow]) -> dict[str, Objects]:
    """A roster under check, a decision about a word of it, and the version, of each institution."""
    institutions = [row.version.roster.institution for row in rows]
    drafts = [
        bare_roster_draft(
            province, each, roster_book({"name": row.full_name}, institution=each.name)
        )
        for row, each in zip(rows, institutions, strict=True)
    ]
    decisions = [bare_correction(institution) for institution in institutions]
    choices = [bare_column_choice(each, BatchKind.ROSTER) for each in institutions]
    unknown = ([uuid4()],)
    chosen = [[draft.pk, each.pk] for draft, each in zip(drafts, choices, strict=True)]
    others = ([uuid4(), choices[0].pk], [drafts[0].pk, choices[2].pk])
    pairs = [[draft.pk, each.pk] for draft, each in zip(drafts, decisions, strict=True)]
    crossed = ([drafts[0].pk, decisions[2].pk],)
    return {
        "roster_draft": _at([[draft.pk] for draft in drafts], unknown, ROSTERS),
        "roster_correction": _at(pairs, crossed, ROSTERS),
        "roster_column_choice": _at(chosen, others, ROSTERS),
        "roster_mend": _at(*_below(drafts, list(map(bare_mend, drafts))), ROSTERS),
        "roster_omission": _at(*_below(drafts, list(map(bare_omission, drafts))), ROSTERS),
        "version": _at([[row.version.batch_id] for row in rows], unknown, ROSTERS),
    }


def _lists(province: Province, graduates: list[Graduate]) -> dict[str, Objects]:
    """Of each THCS a file under check, what was decided beside it, and a file brought in."""
    drafts, decisions, choices, batches = [], [], [], []
    for graduate in graduates:
        school = graduate.school
        content = graduate_book(pupil(name=graduate.full_name, school=school.name))
        drafts.append(bare_draft(province, school, content))
        decisions.append(bare_correction(school))
        choices.append(bare_column_choice(school))
        batches.append(
            Batch.objects.create(
                kind=BatchKind.GRADUATES,
                cohort=province.cohort,
                district=school.district,
                school=school,
                file_name="ds.xlsx",
                file=ContentFile(content, name="ds.xlsx"),
                sha256="0" * 64,
                imported_at=timezone.now(),
            )
        )
    unknown = ([uuid4()],)
    pairs = [[draft.pk, each.pk] for draft, each in zip(drafts, decisions, strict=True)]
    chosen = [[draft.pk, each.pk] for draft, each in zip(drafts, choices, strict=True)]
    others = ([uuid4(), choices[0].pk], [drafts[0].pk, choices[2].pk])
    crossed = ([uuid4(), decisions[0].pk], [drafts[0].pk, decisions[2].pk])
    return {
        "draft": _at([[draft.pk] for draft in drafts], unknown, GRADUATES),
        "correction": _at(pairs, crossed, GRADUATES),
        "mend": _at(*_below(drafts, list(map(bare_mend, drafts))), GRADUATES),
        "omission": _at(*_below(drafts, list(map(bare_omission, drafts))), GRADUATES),
        "column_choice": _at(chosen, others, GRADUATES),
        "batch": _at([[batch.pk] for batch in batches], unknown, GRADUATES),
    }


def _below(drafts: list[Any], rows: list[Any]) -> tuple[list[list[Any]], tuple]:
    """Arguments of what belongs to each draft, and those that lead nowhere."""
    pairs = [[draft.pk, row.pk] for draft, row in zip(drafts, rows, strict=True)]
    return pairs, ([uuid4(), rows[0].pk], [drafts[0].pk, rows[2].pk])


def _people(people: list[Any]) -> dict[str, Objects]:
    """Accounts and what is changed of them; a district gives the department's role to nobody."""
    role, department = role_slug(Role.COMMUNE), role_slug(Role.DEPARTMENT)
    own = people[0].pk
    unknown = ([own, "khong-co"], [NEVER_GIVEN, role])
    nothing = ([NEVER_GIVEN],)
    return {
        "role": Objects({"own": [role], "away": [department]}, (["khong-co"],), OFFICES),
        "person": _at([[person.pk] for person in people], nothing, OFFICES),
        "person_role": _at([[person.pk, role] for person in people], unknown, OFFICES),
        # An assignment that is gone is told on the account's page: somebody clicked twice.
        "assignment": _at(
            [[person.pk, person.assignments.get().pk] for person in people],
            ([NEVER_GIVEN, NEVER_GIVEN],),
            OFFICES,
        ),
    }


def _at(
    arguments: list[Arguments], missing: tuple[Arguments, ...], reach: Mapping[str, str]
) -> Objects:
    return Objects(dict(zip(PLACES, arguments, strict=True)), missing, reach)


def _names(
    graduates: list[Graduate], rows: list[RosterRow], people: list[Any], department: Any
) -> dict[str, Names]:
    def by_place(texts: list[str], reach: Mapping[str, str]) -> Names:
        return Names(dict(zip(PLACES, texts, strict=True)), reach)

    own_office = {"ORIGIN_SCHOOL": OWN_ONLY}
    return {
        "graduate": by_place([g.full_name for g in graduates], GRADUATES),
        "thcs": by_place([g.school.name for g in graduates], GRADUATES),
        "transfer": by_place(list(TRANSFERRED), ROSTERS),
        "row": by_place([row.full_name for row in rows], ROSTERS),
        "person": by_place([p.full_name for p in people], OFFICES | own_office),
        "department": Names({"away": department.full_name}, DEPARTMENT_ONLY),
    }
