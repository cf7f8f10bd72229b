"""The same graduates through django-import-export, which is what one would reach for first."""

from collections.abc import Sequence

import tablib
from import_export.resources import modelresource_factory

from bench.invented import COHORT_YEAR, Pupil
from students.models import Cohort, Graduate

# The workbook's columns as fields of the register; a date is three fields there.
FIELDS = (
    "cohort", "full_name", "gender", "birth_year", "birth_month", "birth_day", "birth_place",
    "ethnicity", "school", "class_name", "classification", "register_number", "moet_code",
    "personal_id", "hamlet", "commune", "guardian", "phone",
)  # fmt: skip
# What the register itself holds to be unique. The register number alone has no index: every row
# would be looked for among all.
KEY = ("cohort", "school", "register_number")


def import_by_resource(pupils: Sequence[Pupil], *, previewed: bool = False) -> None:
    """Import the rows by a `ModelResource` that recognises a pupil it has had before.

    Nothing but the key differs from the defaults. `previewed`: a dry run of all rows first, as the
    library's own admin does. Rows are ready in memory, schools and communes found already.
    """
    _import(pupils, {"fields": FIELDS, "import_id_fields": KEY}, previewed=previewed)


def import_by_forgetful_resource(pupils: Sequence[Pupil]) -> None:
    """As above with the default key `id`, which no file has: every row is a new pupil, always."""
    _import(pupils, {"fields": ("id", *FIELDS)}, previewed=False)


def _import(pupils: Sequence[Pupil], options: dict, *, previewed: bool) -> None:
    cohort, _ = Cohort.objects.get_or_create(year=COHORT_YEAR)
    resource = modelresource_factory(Graduate, meta_options=options)()
    dataset = tablib.Dataset(headers=FIELDS)
    for pupil in pupils:
        dataset.append(_field_values(pupil, cohort))
    if previewed:
        resource.import_data(dataset, raise_errors=True, dry_run=True)
    result = resource.import_data(dataset, raise_errors=True)
    if result.totals["new"] + result.totals["update"] != len(pupils):
        raise RuntimeError(f"The resource took {result.totals} of {len(pupils)} rows.")


def _field_values(pupil: Pupil, cohort: Cohort) -> list:
    birth = pupil.birth
    return [
        cohort.pk, pupil.full_name, pupil.gender, birth.year, birth.month, birth.day,
        pupil.birth_place, pupil.ethnicity, pupil.school.pk, pupil.class_name,
        pupil.classification, pupil.register_number, pupil.moet_code, pupil.personal_id,
        pupil.hamlet, pupil.commune.pk, pupil.guardian, pupil.phone,
    ]  # fmt: skip
