"""Bringing the invented province in, step by step, through the doors that real files use.

Each step is done in one transaction and skipped when it has been done, so a run that was killed
is finished by the next, and what people have changed since is left as they left it.
"""

import csv
import io
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from districts.commands import Refusal
from districts.models import Commune, District, School
from districts.resources import HEADERS as SCHOOL_HEADERS
from domain.formats import count
from imports.graduates import commit, prepare
from imports.models import Batch
from longan_enroll.demo.accounts import create_accounts
from longan_enroll.demo.outreach import record_outreach
from longan_enroll.demo.people import Child, build_children
from longan_enroll.demo.province import (
    CODE_PREFIX,
    COHORT_YEAR,
    DemoProvince,
    DemoSchool,
    build_province,
    quota_rows,
    school_rows,
    target_rows,
)
from longan_enroll.demo.sheets import graduate_workbook, roster_workbook
from longan_enroll.demo.survey import record_survey
from rosters.actions import upload_rosters
from rosters.uploads import read_roster_files
from students.models import Cohort, Graduate, Quota, Target
from students.resources import QUOTA_HEADERS, TARGET_HEADERS

# Rosters taken in together: the cohort is read once for all, the write lock is held for one group.
_ROSTERS_AT_ONCE = 30
_TAG = re.compile(r"minh-hoa-(?P<graduates>\d+)-(?P<seed>\d+)\.xlsx$")

Tell = Callable[[str], None]


@dataclass
class Loaded:
    """What this run added; zeros everywhere mean that everything was there already."""

    schools: int = 0
    targets: int = 0
    quotas: int = 0
    graduates: int = 0
    rosters: int = 0
    statements: int = 0
    cases: int = 0
    accounts: int = 0
    matched: int = 0
    in_review: int = 0
    unmatched: int = 0

    @property
    def changes_nothing(self) -> bool:
        master_data = self.schools + self.targets + self.quotas
        lists = self.graduates + self.rosters + self.statements + self.cases
        return not (master_data + lists + self.accounts)


def holds_real_data() -> bool:
    """Whether any school or graduate is not of the invented province."""
    real_schools = School.objects.filter(is_confirmed=True).exclude(code__startswith=CODE_PREFIX)
    real_graduates = Graduate.objects.exclude(school__code__startswith=CODE_PREFIX)
    return real_schools.exists() or real_graduates.exists()


def loaded_seeds() -> list[int]:
    """The seeds of the invented provinces that the register holds: one, or none."""
    return sorted({seed for _, seed in _loaded_parameters()})


def known_province(seed: int) -> DemoProvince:
    """The province on the units of the register; needs load_reference to have run."""
    communes = Commune.objects.valid_on(date(COHORT_YEAR, 7, 1)).select_related("district")
    return build_province(seed, list(District.objects.all()), list(communes))


def load_province(*, graduates: int, seed: int, tell: Tell) -> tuple[DemoProvince, Loaded]:
    """Load what is missing; `tell` hears one sentence per step.

    Raises Refusal where the database holds real data or another invented province.
    """
    tag = f"minh-hoa-{graduates}-{seed}"
    _refuse_mixing((graduates, seed))
    call_command("load_reference", stdout=io.StringIO())
    province = known_province(seed)
    children = build_children(province, graduates, seed)
    seated = _by_institution(children, province)
    loaded = Loaded()
    _load_master_data(province, seated, seed, loaded)
    if loaded.schools:
        tell(f"Danh mục: thêm {count(loaded.schools)} trường, cơ sở.")
    _load_graduates(province, children, tag, loaded, tell)
    _load_rosters(seated, seed, tag, loaded, tell)
    loaded.statements = record_survey(children, seed)
    if loaded.statements:
        tell(f"Khảo sát: ghi {count(loaded.statements)} thông tin.")
    loaded.cases = record_outreach(province, Cohort.objects.get(year=COHORT_YEAR), seed)
    if loaded.cases:
        tell(f"Vận động: {count(loaded.cases)} học sinh được giao cho địa phương.")
    loaded.accounts = create_accounts(province)
    return province, loaded


def _refuse_mixing(wanted: tuple[int, int]) -> None:
    if holds_real_data():
        raise Refusal(
            "Cơ sở dữ liệu đang có trường hoặc học sinh thật; dữ liệu minh họa chỉ nạp vào cơ sở "
            "dữ liệu trống."
        )
    if others := sorted(_loaded_parameters() - {wanted}):
        number, seed = others[0]
        raise Refusal(
            f"Cơ sở dữ liệu đã có tỉnh minh họa khác; chạy lại với --graduates {number} "
            f"--seed {seed}, hoặc dùng cơ sở dữ liệu trống."
        )


def _loaded_parameters() -> set[tuple[int, int]]:
    """(number of graduates, seed), as the names of the files taken in tell them."""
    names = Batch.objects.values_list("file_name", flat=True)
    tags = [found for name in names if (found := _TAG.search(name))]
    return {(int(tag["graduates"]), int(tag["seed"])) for tag in tags}


def _by_institution(
    children: Sequence[Child], province: DemoProvince
) -> dict[DemoSchool, list[Child]]:
    """Who sits where, of the institutions that report; in the order of the catalogue."""
    seated: dict[DemoSchool, list[Child]] = defaultdict(list)
    for child in children:
        for school in child.seats:
            seated[school].append(child)
    reporting = [s for s in province.schools if s.code not in province.silent]
    return {school: seated[school] for school in reporting if seated[school]}


def _load_master_data(
    province: DemoProvince, seated: dict[DemoSchool, list[Child]], seed: int, loaded: Loaded
) -> None:
    if not School.objects.filter(code__startswith=CODE_PREFIX).exists():
        rows = school_rows(province)
        _import("import_schools", "truong-minh-hoa.csv", SCHOOL_HEADERS, rows)
        loaded.schools = len(rows)
    if not Target.objects.filter(cohort__year=COHORT_YEAR).exists():
        rows = target_rows(province, seed)
        _import("import_targets", "chi-tieu-dang-ky-minh-hoa.csv", TARGET_HEADERS, rows)
        loaded.targets = len(rows)
    if not Quota.objects.filter(cohort__year=COHORT_YEAR).exists():
        intake = {school.code: len(children) for school, children in seated.items()}
        rows = quota_rows(province, intake, seed)
        _import("import_quotas", "chi-tieu-tuyen-sinh-minh-hoa.csv", QUOTA_HEADERS, rows)
        loaded.quotas = len(rows)


def _import(command: str, name: str, headers: Sequence[str], rows: Sequence[tuple]) -> None:
    """Through the command an official uses, so that the audit log tells the same."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(headers)
            writer.writerows(rows)
        call_command(command, str(path), stdout=io.StringIO())


def _load_graduates(
    province: DemoProvince, children: Sequence[Child], tag: str, loaded: Loaded, tell: Tell
) -> None:
    cohort = Cohort.objects.get(year=COHORT_YEAR)
    done = _done()
    by_district: dict[str, list[Child]] = defaultdict(list)
    for child in children:
        by_district[child.school.district.code].append(child)
    for layout, district in enumerate(province.districts):
        own = by_district[district.code]
        if not own:
            continue
        source = graduate_workbook(district, own, layout=layout, tag=tag)
        if source.name in done:
            continue
        result = commit(prepare([source], cohort=cohort, district=district), by=None)
        if result.rejected:
            raise Refusal(
                f"Danh sách minh họa của {district.name} có dòng sai: {result.issues[0][1].message}"
            )
        loaded.graduates += result.created
        tell(f"{district.name}: thêm {count(result.created)} học sinh tốt nghiệp.")


def _load_rosters(
    seated: dict[DemoSchool, list[Child]], seed: int, tag: str, loaded: Loaded, tell: Tell
) -> None:
    cohort = Cohort.objects.get(year=COHORT_YEAR)
    done = _done()
    made = (
        roster_workbook(school, children, seed=seed, tag=tag) for school, children in seated.items()
    )
    sources = [source for source in made if source.name not in done]
    for start in range(0, len(sources), _ROSTERS_AT_ONCE):
        group = sources[start : start + _ROSTERS_AT_ONCE]
        files = read_roster_files(group, cohort=cohort, today=timezone.localdate())
        for upload in upload_rosters(files, cohort=cohort, by=None):
            loaded.matched += upload.statuses["match"]
            loaded.in_review += upload.statuses["review"]
            loaded.unmatched += upload.statuses["none"]
        loaded.rosters += len(group)
        tell(f"Danh sách đang học: {loaded.rosters}/{len(sources)} cơ sở.")


def _done() -> set[str]:
    return set(Batch.objects.values_list("file_name", flat=True))
