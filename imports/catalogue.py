"""The register's units and schools in the form the pure rules read."""

from dataclasses import dataclass
from datetime import date

from districts.models import Commune, District, School
from domain.places import Gazetteer, KnownCommune, KnownDistrict
from domain.schools import KnownSchool, SchoolDirectory

PROVINCE = "Long An"


@dataclass(frozen=True)
class Catalogue:
    """Everything needed to recognise a place or school in a sheet, read in three queries."""

    gazetteer: Gazetteer
    directory: SchoolDirectory
    schools: dict[str, School]
    communes: dict[str, int]
    districts: dict[str, District]

    def district_of_code(self, code: str) -> District | None:
        return self.districts.get(code)


def load_catalogue(*, on: date) -> Catalogue:
    """The catalogue as it stood on that day."""
    districts = {district.code: district for district in District.objects.all()}
    communes = list(Commune.objects.valid_on(on).select_related("district"))
    schools = {school.code: school for school in School.objects.select_related("district")}
    return Catalogue(
        gazetteer=Gazetteer(
            province=PROVINCE,
            districts=[KnownDistrict(d.code, d.name, d.unit_type) for d in districts.values()],
            communes=[
                KnownCommune(c.code, c.name, c.unit_type, c.district.code, tuple(c.aliases))
                for c in communes
            ],
        ),
        directory=SchoolDirectory(known_school(school) for school in schools.values()),
        schools=schools,
        communes={commune.code: commune.pk for commune in communes},
        districts=districts,
    )


def known_school(school: School) -> KnownSchool:
    return KnownSchool(
        code=school.code,
        name=school.name,
        district_code=school.district.code if school.district else "",
        aliases=tuple(school.aliases),
    )
