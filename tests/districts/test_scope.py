"""Who sees which rows: every scoped model, every role, own and foreign."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from districts.authority import ScopedQuerySet, scope_of
from districts.models import Assignment, Commune, District, Role, School
from domain.outcome import Programme
from imports.models import Batch, ColumnChoice, Correction, Draft
from outreach.models import (
    Addressee,
    Case,
    CaseDeadlines,
    CaseNotice,
    LetterTemplate,
    OfficeSettings,
    Referral,
    ReturnedSheet,
)
from rosters.models import LinkDecision, Roster, RosterRow
from students.models import (
    CorrectionRequest,
    Destination,
    DistinctPair,
    Graduate,
    GraduateCount,
    GraduateEdit,
    Merge,
    SignOff,
)
from tests.outreach.bare import bare_office, bare_referral
from tests.outreach.cases import bare_deadlines, bare_notice, bare_sheet, case_of
from tests.province import (
    Province,
    bare_column_choice,
    bare_correction,
    bare_decision,
    bare_distinction,
    bare_draft,
    bare_edit,
    bare_merge,
    bare_request,
    bare_sign_off,
    bare_version,
    enrol,
    make_user,
    state,
)

NOBODY = ("ANONYMOUS", "INACTIVE", "UNASSIGNED")
SCOPED = [
    model for model in apps.get_models() if isinstance(model._default_manager.all(), ScopedQuerySet)
]
# Which of the rows "own", "near" (same district, another school) and "away" each role sees.
MATRIX: dict[type[Model], dict[str, str]] = {
    Graduate: {"DEPARTMENT": "own near away", "DISTRICT": "own near", "ORIGIN_SCHOOL": "own"},
    Destination: {"DEPARTMENT": "own near away", "DISTRICT": "own near", "ORIGIN_SCHOOL": "own"},
    GraduateEdit: {"DEPARTMENT": "own near away", "DISTRICT": "own near", "ORIGIN_SCHOOL": "own"},
    CorrectionRequest: {
        "DEPARTMENT": "own near away",
        "DISTRICT": "own near",
        "ORIGIN_SCHOOL": "own",
        "RECEIVING_SCHOOL": "own",
    },
    Merge: {"DEPARTMENT": "own near away", "DISTRICT": "own near"},
    DistinctPair: {"DEPARTMENT": "own near away", "DISTRICT": "own near"},
    SignOff: {"DEPARTMENT": "own near away", "DISTRICT": "own near", "ORIGIN_SCHOOL": "own"},
    School: {
        "DEPARTMENT": "own near away",
        "DISTRICT": "own near",
        "ORIGIN_SCHOOL": "own",
        "RECEIVING_SCHOOL": "near",
    },
    Commune: {
        "DEPARTMENT": "own near away",
        "DISTRICT": "own near",
        "ORIGIN_SCHOOL": "own near",
        "RECEIVING_SCHOOL": "own near",
        "COMMUNE": "own",
    },
    District: {
        "DEPARTMENT": "own away",
        "DISTRICT": "own",
        "ORIGIN_SCHOOL": "own",
        "RECEIVING_SCHOOL": "own",
        "COMMUNE": "own",
    },
    Roster: {"DEPARTMENT": "own near away", "DISTRICT": "own near", "RECEIVING_SCHOOL": "own"},
    RosterRow: {"DEPARTMENT": "own near away", "DISTRICT": "own near", "RECEIVING_SCHOOL": "own"},
    LinkDecision: {
        "DEPARTMENT": "own near away",
        "DISTRICT": "own near",
        "RECEIVING_SCHOOL": "own",
    },
    Batch: {"DEPARTMENT": "own near away", "DISTRICT": "own near", "RECEIVING_SCHOOL": "own"},
    Draft: {"DEPARTMENT": "own near away", "DISTRICT": "own near", "ORIGIN_SCHOOL": "own"},
    ColumnChoice: {"DEPARTMENT": "own near away", "DISTRICT": "own near", "ORIGIN_SCHOOL": "own"},
    Correction: {"DEPARTMENT": "own near away", "DISTRICT": "own near", "ORIGIN_SCHOOL": "own"},
    GraduateCount: {
        "DEPARTMENT": "own near away",
        "DISTRICT": "own near",
        "ORIGIN_SCHOOL": "own",
    },
    Addressee: {"DEPARTMENT": "own near away", "DISTRICT": "own near"},
    Referral: {"DEPARTMENT": "own near away", "DISTRICT": "own near", "COMMUNE": "own"},
    OfficeSettings: {"DEPARTMENT": "own away", "DISTRICT": "own"},
    LetterTemplate: {"DEPARTMENT": "own away", "DISTRICT": "own"},
    Case: {
        "DEPARTMENT": "own near away",
        "DISTRICT": "own near",
        "ORIGIN_SCHOOL": "own",
        "COMMUNE": "own",
    },
    CaseNotice: {"DEPARTMENT": "own near away", "DISTRICT": "", "COMMUNE": "own"},
    CaseDeadlines: {"DEPARTMENT": "own away", "DISTRICT": "own"},
    ReturnedSheet: {"DEPARTMENT": "own near away", "DISTRICT": "own near"},
}
CASES = [
    pytest.param(model, role, id=f"{model.__name__}-{role}") for model in MATRIX for role in Role
]


@dataclass(frozen=True)
class Register:
    province: Province
    rows: dict[type[Model], dict[str, Model]]


@pytest.fixture
def register(province: Province) -> Register:
    schools = (province.thcs, province.thcs_second, province.thcs_away)
    institutions = (province.thpt, province.gdtx, province.vocational_away)
    graduates = [
        enrol(province, name, school=school)
        for name, school in zip(("Lê Thị An", "Trần Văn Bé", "Võ Thị Cúc"), schools, strict=True)
    ]
    roster_rows = [bare_version(province, school, "Hồ Văn Dần") for school in institutions]
    communes = (province.home_commune, province.home_township, province.away_commune)
    referrals = [bare_referral(province, commune) for commune in communes]
    batches = [Batch.objects.get(pk=row.version.batch_id) for row in roster_rows]
    lists: dict[type[Model], list[Any]] = {
        Graduate: graduates,
        Destination: [state(graduate, Programme.WORKING) for graduate in graduates],
        GraduateEdit: [bare_edit(graduate) for graduate in graduates],
        Merge: [bare_merge(graduate) for graduate in graduates],
        DistinctPair: [bare_distinction(graduate) for graduate in graduates],
        SignOff: [bare_sign_off(province, school) for school in schools],
        School: [province.thcs, province.thpt, province.thcs_away],
        Commune: [province.home_commune, province.home_township, province.away_commune],
        Roster: [row.version.roster for row in roster_rows],
        RosterRow: roster_rows,
        LinkDecision: [bare_decision(row) for row in roster_rows],
        Batch: batches,
        Draft: [bare_draft(province, school) for school in schools],
        ColumnChoice: [bare_column_choice(school) for school in schools],
        Correction: [bare_correction(school) for school in schools],
        Referral: referrals,
        Addressee: [referral.addressee for referral in referrals],
        **_cases(province, graduates, communes),
        **_asked(graduates, institutions),
    }
    rows = {
        model: dict(zip(("own", "near", "away"), of, strict=True)) for model, of in lists.items()
    }
    return Register(province, rows | _offices({"own": province.home, "away": province.away}))


def _offices(districts: dict[str, District]) -> dict[type[Model], dict[str, Any]]:
    """What each district's office keeps for itself."""
    offices = {name: bare_office(district) for name, district in districts.items()}
    return {
        District: districts,
        OfficeSettings: {name: settings for name, (settings, _) in offices.items()},
        CaseDeadlines: {name: bare_deadlines(each) for name, each in districts.items()},
        LetterTemplate: {name: template for name, (_, template) in offices.items()},
    }


def _asked(graduates: list, institutions: tuple) -> dict[type[Model], list[Any]]:
    return {
        CorrectionRequest: [
            bare_request(*pair) for pair in zip(graduates, institutions, strict=True)
        ],
        GraduateCount: [
            GraduateCount.objects.filter(school=each.school).earliest("pk") for each in graduates
        ],
    }


def _cases(province: Province, graduates: list, communes: tuple) -> dict[type[Model], list[Any]]:
    cases = [
        case_of(province, graduate, commune)
        for graduate, commune in zip(graduates, communes, strict=True)
    ]
    return {
        Case: cases,
        CaseNotice: [bare_notice(case) for case in cases],
        ReturnedSheet: [bare_sheet(commune) for commune in communes],
    }


def test_matrix_covers_every_scoped_model() -> None:
    assert set(SCOPED) == set(MATRIX)


@pytest.mark.parametrize("who", NOBODY)
def test_nobody_sees_nothing(who: str, register: Register, officials: dict[str, Any]) -> None:
    user = AnonymousUser() if who == "ANONYMOUS" else officials[who]
    for model in SCOPED:
        assert model._default_manager.exists()
        assert not model._default_manager.visible_to(user).exists()


def test_no_user_sees_nothing(register: Register) -> None:
    assert not Graduate.objects.visible_to(None).exists()


@pytest.mark.parametrize(("model", "role"), CASES)
def test_role_sees_its_rows(
    model: type[Model], role: str, register: Register, officials: dict[str, Any]
) -> None:
    visible = set(model._default_manager.visible_to(officials[role]))
    seen = {name for name, row in register.rows[model].items() if row in visible}
    assert seen == set(MATRIX[model].get(role, "").split())


def test_department_sees_everything(register: Register, officials: dict[str, Any]) -> None:
    for model in SCOPED:
        every = model._default_manager.count()
        assert model._default_manager.visible_to(officials["DEPARTMENT"]).count() == every


def test_scope_repeats_no_row(register: Register, officials: dict[str, Any]) -> None:
    """A bound over many schools or communes must not show a district once for each."""
    user = officials["DISTRICT"]
    for school in (register.province.thcs, register.province.thcs_second):
        Assignment.objects.create(user=user, role=Role.ORIGIN_SCHOOL, school=school)
    for model in SCOPED:
        keys = list(model._default_manager.visible_to(user).values_list("pk", flat=True))
        assert len(keys) == len(set(keys))


def test_two_assignments_add_up(register: Register) -> None:
    province = register.province
    user = make_user("hai-noi", Role.ORIGIN_SCHOOL, school=province.thcs)
    Assignment.objects.create(user=user, role=Role.RECEIVING_SCHOOL, school=province.thpt)
    assert set(School.objects.visible_to(user)) == {province.thcs, province.thpt}
    assert register.rows[Graduate]["own"] in Graduate.objects.visible_to(user)
    assert {each.school for each in Graduate.objects.visible_to(user)} == {province.thcs}
    assert Roster.objects.visible_to(user).get() == register.rows[Roster]["own"]


def test_receiving_role_at_own_school_shows_no_graduate(register: Register) -> None:
    """A THCS&THPT both graduates and receives: the receiving role alone opens no graduate."""
    user = make_user("tuyen-sinh", Role.RECEIVING_SCHOOL, school=register.province.thcs)
    assert not Graduate.objects.visible_to(user).exists()
    assert not Destination.objects.visible_to(user).exists()


def test_origin_role_shows_no_roster(register: Register) -> None:
    user = make_user("thcs-thpt", Role.ORIGIN_SCHOOL, school=register.province.thpt)
    assert not Roster.objects.visible_to(user).exists()


def test_commune_sees_no_graduate_of_its_own(province: Province) -> None:
    enrol(province, "Ngô Thị Em", commune=province.home_commune)
    user = make_user("xa-khac", Role.COMMUNE, commune=province.home_commune)
    assert not Graduate.objects.visible_to(user).exists()


def test_visibility_keeps_what_was_asked(register: Register, officials: dict[str, Any]) -> None:
    """Chained before or after, the scope only narrows."""
    official = officials["DISTRICT"]
    away = Graduate.objects.filter(school=register.province.thcs_away)
    assert not away.visible_to(official).exists()
    assert not Graduate.objects.visible_to(official).filter(pk__in=away).exists()


def test_model_without_bound_shows_nothing(province: Province, officials: dict[str, Any]) -> None:
    """A new scoped model is closed until it says how a scope bounds it."""
    unbounded = ScopedQuerySet(Graduate)
    enrol(province, "Phan Văn Giàu")
    assert not unbounded.visible_to(officials["DISTRICT"]).exists()


def test_deactivated_account_loses_its_scope(officials: dict[str, Any]) -> None:
    user = officials["DISTRICT"]
    assert scope_of(user).permissions
    again = type(user).objects.get(pk=user.pk)
    again.is_active = False
    assert scope_of(again).permissions == frozenset()
