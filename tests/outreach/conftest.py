"""Children of one district: at home, next door, outside the province, and of unknown residence."""

from dataclasses import dataclass

import pytest

from domain.outcome import Programme
from students.models import Graduate
from tests.province import Province, enrol, state


@dataclass(frozen=True)
class Listed:
    province: Province
    at_home: Graduate
    not_known: Graduate
    next_door: Graduate
    outside: Graduate
    nowhere: Graduate
    dead: Graduate


@pytest.fixture
def listed(province: Province) -> Listed:
    home = {"commune": province.home_commune, "hamlet": "Ấp 1", "phone": "0912345678"}
    children = Listed(
        province=province,
        at_home=enrol(province, "Lê Thị An", gender="F", **home),
        not_known=enrol(province, "Trần Văn Bé", guardian="Trần Văn Sáu", **home),
        next_door=enrol(province, "Võ Thị Cúc", commune=province.away_commune, hamlet="Ấp 2"),
        outside=enrol(province, "Hồ Văn Dần", residence="Xã Tân Phú, huyện Củ Chi, TP.HCM"),
        nowhere=enrol(province, "Mai Thị Em"),
        dead=enrol(province, "Cao Văn Giàu", **home),
    )
    state(children.at_home, Programme.WORKING)
    state(children.dead, Programme.DECEASED)
    return children
