"""One account per role, so that each desk can be looked at; the password is public on purpose."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from audit.actions import record_event
from districts.models import Assignment, District, Role, School, SchoolKind
from domain.names import fold
from longan_enroll.demo.province import DemoProvince, DemoSchool
from longan_enroll.demo.verbs import ACCOUNTS_CREATED

PASSWORD = "Minh-hoa-2020"  # noqa: S105 (printed on the screen: it guards invented people only)
_CHANGED = "(đã đổi)"
_DEPARTMENT_USERNAME = "so-gddt"
_HOME_DISTRICT = "802"


@dataclass(frozen=True)
class Account:
    """One line of the table that the command prints."""

    username: str
    password: str
    role: str
    unit: str


@dataclass(frozen=True)
class _Wanted:
    username: str
    full_name: str
    role: Role
    place: dict[str, Any]

    def stored_place(self) -> dict[str, Any]:
        return {
            name: School.objects.get(code=place.code) if name == "school" else place
            for name, place in self.place.items()
        }


@transaction.atomic
def create_accounts(province: DemoProvince) -> int:
    """Create the accounts that are missing; returns how many were."""
    wanted = _wanted(province)
    users = get_user_model().objects
    known = set(
        users.filter(username__in=[w.username for w in wanted]).values_list("username", flat=True)
    )
    missing = [w for w in wanted if w.username not in known]
    password = make_password(PASSWORD) if missing else ""
    for account in missing:
        user = users.create(
            username=account.username, full_name=account.full_name, password=password
        )
        Assignment.objects.create(user=user, role=account.role, **account.stored_place())
    if missing:
        record_event(by=None, verb=ACCOUNTS_CREATED, count=len(missing))
    return len(missing)


def has_accounts() -> bool:
    """Whether the last step of loading the province was reached."""
    return get_user_model().objects.filter(username=_DEPARTMENT_USERNAME).exists()


def accounts(province: DemoProvince) -> list[Account]:
    """The accounts as they stand; a password that somebody changed is not given away."""
    order = {wanted.username: position for position, wanted in enumerate(_wanted(province))}
    assignments = Assignment.objects.filter(user__username__in=order).select_related(
        "user", "district", "school", "commune"
    )
    # All have the same hash until one is changed, and checking one takes long on an old machine.
    stored = {assignment.user.password for assignment in assignments}
    unchanged = {password for password in stored if check_password(PASSWORD, password)}
    found = [
        Account(
            a.user.username,
            PASSWORD if a.user.password in unchanged else _CHANGED,
            a.get_role_display(),
            a.place_name,
        )
        for a in assignments
    ]
    return sorted(found, key=lambda account: order[account.username])


def table(found: Sequence[Account]) -> str:
    """The accounts in aligned columns under a heading."""
    rows = [("Tài khoản", "Mật khẩu", "Vai trò", "Đơn vị")]
    rows += [(a.username, a.password, a.role, a.unit) for a in found]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(text.ljust(w) for text, w in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in lines)


def _wanted(province: DemoProvince) -> list[_Wanted]:
    district = home_district(province)
    school = province.graduating(district)[0]
    centre = reporting_centre(province, district)
    commune = school.commune
    unit = _joined(commune.unit_type), _joined(commune.short_name)
    return [
        _Wanted(_DEPARTMENT_USERNAME, "Cán bộ Sở (minh họa)", Role.DEPARTMENT, {}),
        _Wanted(
            f"phong-{_joined(district.short_name)}",
            f"Cán bộ Phòng {district.short_name} (minh họa)",
            Role.DISTRICT,
            {"district": district},
        ),
        _Wanted(
            f"thcs-{_joined(school.name.removeprefix('THCS '))}",
            f"Cán bộ {school.name} (minh họa)",
            Role.ORIGIN_SCHOOL,
            {"school": school},
        ),
        _Wanted(
            f"gdtx-{_joined(centre.district.short_name)}",
            f"Cán bộ {centre.name} (minh họa)",
            Role.RECEIVING_SCHOOL,
            {"school": centre},
        ),
        _Wanted(
            "-".join(unit), f"Cán bộ {commune.name} (minh họa)", Role.COMMUNE, {"commune": commune}
        ),
    ]


def home_district(province: DemoProvince) -> District:
    """Đức Hòa has the most schools; where it is missing the first district does."""
    named = [d for d in province.districts if d.code == _HOME_DISTRICT]
    return named[0] if named else province.districts[0]


def reporting_centre(province: DemoProvince, district: District) -> DemoSchool:
    centres = [s for s in province.schools if s.kind is SchoolKind.CONTINUING]
    own = [s for s in centres if s.district == district and s.code not in province.silent]
    return own[0] if own else centres[0]


def _joined(text: str) -> str:
    return fold(text).replace(" ", "")
