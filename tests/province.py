"""A small invented province: two districts, their schools, one account per role.

"Home" is the district that the officials of the tests work in; "away" is the other one.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from districts.models import Assignment, Commune, District, Role, School
from domain.linkage.decisions import Kind
from domain.names import name_key, sort_key
from domain.outcome import Evidence, Programme, Stage
from imports.models import Batch, BatchKind, ColumnChoice, Correction, Draft, Mend, Omission
from rosters.decided import new_decision
from rosters.incoming.drafts import answer, answer_part
from rosters.incoming.plan import check_of
from rosters.models import LinkDecision, Roster, RosterRow, RosterVersion
from students.actions import (
    correct_graduate,
    record_statement,
    record_statements,
    register_graduates,
    withdraw_graduates,
)
from students.actions.edits import version_of
from students.corrections.actions import ask_correction
from students.merging.actions import tell_apart
from students.models import (
    Cohort,
    CorrectionRequest,
    Destination,
    DistinctPair,
    Graduate,
    GraduateEdit,
    Merge,
    SignOff,
    Source,
)

END_OF_UNITS = date(2025, 7, 1)


@dataclass(frozen=True)
class Province:
    cohort: Cohort
    home: District
    away: District
    home_commune: Commune
    home_township: Commune
    away_commune: Commune
    thcs: School
    thcs_second: School
    thcs_away: School
    thpt: School
    gdtx: School
    vocational: School
    vocational_away: School
    thpt_outside: School


def make_province() -> Province:
    home, away = District.objects.bulk_create(
        [
            District(code="802", name="Huyện Đức Hòa", unit_type="huyện"),
            District(code="805", name="Huyện Tân Trụ", unit_type="huyện"),
        ]
    )
    communes = Commune.objects.bulk_create(
        [
            _commune("27967", "Xã Đức Hòa Thượng", "xã", home),
            _commune("27937", "Thị trấn Đức Hòa", "thị trấn", home),
            _commune("28078", "Xã Tân Bình", "xã", away),
        ]
    )
    schools = School.objects.bulk_create(
        [
            _school("802C01", "Trường THCS Sông Đỏ", "THCS", home),
            _school("802C02", "Trường THCS Gò Tre", "THCS", home),
            _school("805C01", "Trường THCS Rạch Xanh", "THCS", away),
            _school("802P01", "Trường THPT Sông Đỏ", "THPT", home),
            _school("802X01", "Trung tâm GDTX&KTTH Sông Đỏ", "CONTINUING", home),
            _school("802N01", "Trường Trung cấp nghề Sông Đỏ", "VOCATIONAL", home),
            _school("805N01", "Trường Trung cấp nghề Rạch Xanh", "VOCATIONAL", away),
            _school("000P01", "Trường THPT Cầu Gỗ", "THPT", None, province="Tây Ninh"),
        ]
    )
    cohort = Cohort.objects.create(year=2020)
    return Province(cohort, home, away, *communes, *schools)


def _commune(code: str, name: str, unit_type: str, district: District) -> Commune:
    return Commune(
        code=code, name=name, unit_type=unit_type, district=district, valid_to=END_OF_UNITS
    )


def _school(
    code: str, name: str, kind: str, district: District | None, province: str = "Long An"
) -> School:
    return School(code=code, name=name, kind=kind, district=district, province=province)


def make_user(username: str, role: Role | None = None, *, active: bool = True, **at: Any) -> User:
    """An account with at most one assignment, at `district=`, `school=` or `commune=`."""
    user = User.objects.create(
        username=username, full_name=f"Cán bộ {username}", password="!", is_active=active
    )
    if role:
        Assignment.objects.create(user=user, role=role, **at)
    return user


def make_officials(province: Province) -> dict[str, User]:
    """By role; UNASSIGNED has no role, INACTIVE was the department's official."""
    return {
        "DEPARTMENT": make_user("so", Role.DEPARTMENT),
        "DISTRICT": make_user("phong", Role.DISTRICT, district=province.home),
        "ORIGIN_SCHOOL": make_user("thcs", Role.ORIGIN_SCHOOL, school=province.thcs),
        "RECEIVING_SCHOOL": make_user("thpt", Role.RECEIVING_SCHOOL, school=province.thpt),
        "COMMUNE": make_user("xa", Role.COMMUNE, commune=province.home_commune),
        "UNASSIGNED": make_user("chua-phan-quyen"),
        "INACTIVE": make_user("da-khoa", Role.DEPARTMENT, active=False),
    }


def unsaved_graduate(
    province: Province,
    full_name: str,
    *,
    school: School | None = None,
    commune: Commune | None = None,
    birth: tuple[int, int, int] = (2005, 3, 4),
    **values: Any,
) -> Graduate:
    year, month, day = birth
    return Graduate(
        cohort=values.pop("cohort", province.cohort),
        school=school or province.thcs,
        commune=commune,
        full_name=full_name,
        name_key=name_key(full_name),
        sort_key=sort_key(full_name),
        birth_year=year,
        birth_month=month,
        birth_day=day,
        **values,
    )


def enrol(province: Province, full_name: str, **values: Any) -> Graduate:
    """A graduate of the cohort, as an import would register one."""
    graduate = unsaved_graduate(province, full_name, **values)
    register(graduate)
    return graduate


def register(*graduates: Graduate, by: User | None = None) -> None:
    """Bring unsaved graduates into the register; they are those in the register afterwards."""
    names = [field.attname for field in Graduate._meta.concrete_fields if not field.primary_key]
    rows = [{name: getattr(graduate, name) for name in names} for graduate in graduates]
    keys = register_graduates(new=rows, changes=[], by=by)
    for graduate, key in zip(graduates, keys, strict=True):
        graduate.pk = key
        graduate._state.adding = False
        graduate.refresh_from_db(fields=["created_at"])


def state(graduate: Graduate, programme: Programme, **values: Any) -> Destination:
    """One statement, by default what the THCS reports of a child in class."""
    is_studying = programme in list(Programme)[:6]
    given = {
        "by": None,
        "source": Source.ORIGIN_SCHOOL,
        "evidence": Evidence.REPORTED,
        "stated_on": date(2020, 9, 10),
        "stage": Stage.STUDYING if is_studying else Stage.NONE,
    }
    return record_statement(graduate=graduate, programme=programme, **(given | values))


def confirm(graduate: Graduate, programme: Programme, school: School, **values: Any) -> Destination:
    """One statement of the institution itself."""
    given = {"source": Source.RECEIVING_SCHOOL, "evidence": Evidence.CONFIRMED}
    return state(graduate, programme, school=school, **(given | values))


def sent_off(graduate: Graduate, origin: School, target: School) -> Destination:
    """The word of one institution that the child went to another; nobody has answered."""
    report = Destination(
        graduate=graduate,
        programme=Programme.UPPER_SECONDARY,
        school=origin,
        other_school=target,
        stage=Stage.TRANSFERRED,
        source=Source.RECEIVING_SCHOOL,
        evidence=Evidence.CONFIRMED,
        stated_on=date(2020, 9, 20),
        ended_on=date(2020, 9, 20),
        reason=f"Chuyển đến: {target.name}",
        recorded_at=timezone.now(),
    )
    record_statements([report])
    return report


def bare_version(province: Province, institution: School, name: str) -> RosterRow:
    """One unmatched row of a roster version, stored without linking; with its batch."""
    now = timezone.now()
    batch = Batch.objects.create(
        kind=BatchKind.ROSTER,
        cohort=province.cohort,
        district=institution.district,
        school=institution,
        file_name=f"{institution.code}.xlsx",
        file=ContentFile(b"tep goc", name="ds.xlsx"),
        sha256="0" * 64,
        imported_at=now,
    )
    roster = Roster.objects.create(
        institution=institution, cohort=province.cohort, programme=Programme.UPPER_SECONDARY
    )
    version = RosterVersion.objects.create(
        roster=roster,
        batch_id=batch.pk,
        stage=Stage.STUDYING,
        as_at=date(2020, 9, 15),
        file_name=batch.file_name,
        sha256=batch.sha256,
        received_at=now,
    )
    return RosterRow.objects.create(
        version=version, sheet="DS", row_number=8, full_name=name, name_key=name_key(name)
    )


def bare_edit(graduate: Graduate) -> GraduateEdit:
    """A correction by hand of the graduate's note, still standing."""
    correct_graduate(
        graduate=graduate, by=None, version=version_of(graduate), values={"note": "gặp gia đình"},
        reason="",
    )  # fmt: skip
    graduate.note = "gặp gia đình"
    return graduate.edits.get()


def bare_merge(kept: Graduate) -> Merge:
    """A second record of the child, of the same school, given up for the first."""
    absorbed = second_record(kept)
    withdraw_graduates(graduates=[absorbed.pk], by=None)
    return Merge.objects.create(
        kept=kept,
        absorbed=absorbed,
        reason="nhập hai lần",
        moved={"statements": [], "edit": None, "particulars": version_of(kept), "said": [0, 0],
               "rosters": {"decisions": [], "pins": []}},
        merged_at=timezone.now(),
    )  # fmt: skip


def bare_request(graduate: Graduate, institution: School) -> CorrectionRequest:
    """What that institution asked to be corrected of the graduate, without an answer yet."""
    return ask_correction(
        graduate=graduate,
        part="class_name",
        named_as="Học sinh lớp 10A1",
        proposed="9A5",
        grounds="học bạ",
        asked_from=institution,
        by=_someone(),
    )


def bare_distinction(one: Graduate) -> DistinctPair:
    """Two records of one name and school that somebody told apart."""
    return tell_apart(one=one, other=second_record(one), by=_someone())


def second_record(graduate: Graduate) -> Graduate:
    """Somebody of the same name and school, told apart by nothing but the year of birth."""
    other = Graduate(
        **{
            field.attname: getattr(graduate, field.attname)
            for field in Graduate._meta.concrete_fields
            if not field.primary_key
        }
        | {"birth_year": 2004, "outcome": "NOT_KNOWN", "evidence": "", "reported_on": None,
           "register_number": "", "moet_code": "", "personal_id": ""}
    )  # fmt: skip
    register(other)
    return other


def bare_decision(row: RosterRow, graduate: Graduate | None = None) -> LinkDecision:
    """What somebody said of that row: to be looked at later, or this graduate."""
    made = new_decision(
        row,
        Kind.ACCEPT if graduate else Kind.LATER,
        graduate.pk if graduate else None,
        act_id=uuid4(),
        recorded_at=timezone.now(),
        recorded_by=_someone(),
    )
    made.save()
    return made


def bare_draft(province: Province, school: School, content: bytes = b"") -> Draft:
    """A file of that THCS which somebody uploaded and checks."""
    return Draft.objects.create(
        cohort=province.cohort,
        district=school.district,
        school=school,
        file_name="ds.xlsx",
        file=ContentFile(content, name="ds.xlsx"),
        uploaded_at=timezone.now(),
        uploaded_by=_someone(),
    )


def bare_roster_draft(province: Province, institution: School, content: bytes) -> Draft:
    """A roster of that institution which somebody uploaded and has answered about."""
    draft = Draft.objects.create(
        kind=BatchKind.ROSTER,
        cohort=province.cohort,
        district=institution.district,
        school=institution,
        file_name="ds.xlsx",
        file=ContentFile(content, name="ds.xlsx"),
        uploaded_at=timezone.now(),
        uploaded_by=_someone(),
    )
    answers = {
        "institution": institution,
        "programme": Programme.UPPER_SECONDARY,
        "stage": Stage.STUDYING,
        "as_at": date(2020, 9, 15),
    }
    answer(draft=draft, reading=check_of(draft).reading, answers=answers)
    answer_part(draft=draft, part="")
    draft.refresh_from_db()
    return draft


def bare_survey_draft(province: Province, school: School, content: bytes) -> Draft:
    """A workbook of a class of that THCS which somebody uploaded and checks."""
    return Draft.objects.create(
        kind=BatchKind.SURVEY,
        cohort=province.cohort,
        district=school.district,
        school=school,
        options={"stated_on": "2020-09-28"},
        file_name="lop.xlsx",
        file=ContentFile(content, name="lop.xlsx"),
        uploaded_at=timezone.now(),
        uploaded_by=_someone(),
    )


def bare_sign_off(province: Province, school: School) -> SignOff:
    """That THCS has gone through its list."""
    return SignOff.objects.create(
        school=school, cohort=province.cohort, graduates=0, missing=0, signed_at=timezone.now()
    )


def bare_correction(school: School) -> Correction:
    """What that THCS decided a word of its lists to mean."""
    return Correction.objects.create(
        district=school.district,
        sender=school,
        field=Correction.Field.SCHOOL,
        written="TTH",
        written_key="tth",
        school=school,
        decided_at=timezone.now(),
        decided_by=_someone(),
    )


def bare_column_choice(school: School, kind: str = BatchKind.GRADUATES) -> ColumnChoice:
    """What that THCS, or institution, said the columns of its lists to be."""
    return ColumnChoice.objects.create(
        kind=kind,
        district=school.district,
        sender=school,
        header_key="0" * 64,
        headings={"0": "Họ và tên"},
        columns={"0": "full_name"},
        decided_at=timezone.now(),
        decided_by=_someone(),
    )


def bare_mend(draft: Draft) -> Mend:
    """A cell of that file which somebody typed anew."""
    return Mend.objects.create(
        draft=draft,
        sheet="DS",
        anchor="B7",
        row_number=7,
        field="phone",
        value="0912345678",
        mended_at=timezone.now(),
        mended_by=_someone(),
    )


def bare_omission(draft: Draft) -> Omission:
    """A row of that file which somebody left out."""
    return Omission.objects.create(
        draft=draft,
        sheet="DS",
        anchor="B99",
        row_number=99,
        left_out_at=timezone.now(),
        left_out_by=_someone(),
    )


def _someone() -> User:
    return User.objects.filter(username="nguoi-nhap").first() or make_user("nguoi-nhap")


def reread(graduate: Graduate) -> Graduate:
    """The graduate as the database holds it now."""
    return Graduate.objects.get(pk=graduate.pk)
