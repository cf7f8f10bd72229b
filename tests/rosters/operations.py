"""Random but repeatable work on a small province: what offices do in a year, in any order."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from domain.linkage.decisions import Kind
from domain.names import fold
from domain.outcome import Evidence, Programme, Stage
from imports.graduates import SourceFile, commit, prepare
from rosters.actions import Answer, decide, relink_cohort, seen_links, undo_act, upload_rosters
from rosters.models import Link, LinkDecision, RosterRow
from rosters.uploads import read_roster_files
from students.actions import (
    GraduateChange,
    record_statement,
    register_graduates,
    supersede_statements,
)
from students.models import Destination, Graduate, Source
from tests.province import Province
from tests.sheets import graduate_book, roster_book

FAMILIES, MIDDLES, GIVENS = ("Lê", "Trần", "Võ"), ("Thị", "Văn", "Ngọc"), ("An", "Bé", "Cúc", "Lâm")
BIRTHS = ((2005, 9, 5), (2005, 10, 6), (2005, 1, 2), (2004, 12, 30))
STUDYING = (
    Programme.UPPER_SECONDARY,
    Programme.CONTINUING,
    Programme.ELEMENTARY,
    Programme.INTERMEDIATE,
    Programme.COLLEGE_NINE_PLUS,
    Programme.SHORT_COURSE,
)
SCHOOLS = ("thcs", "thcs_second")
COMMUNES = ("Xã Đức Hòa Thượng", "Thị trấn Đức Hòa")
INSTITUTIONS = ("thpt", "gdtx", "vocational", "vocational_away")
TITLES = ("DANH SÁCH HỌC SINH LỚP 10",) * 4 + ("DANH SÁCH HỌC SINH TRÚNG TUYỂN",)
START = date(2020, 9, 1)


class Operations:
    """Does one random thing after another; `done` remembers what, for the failure message."""

    def __init__(self, province: Province, seed: int) -> None:
        self.province = province
        self.random = Random(seed)
        self.done: list[str] = []
        self.numbers = 0
        self.weighted: list[tuple[int, Callable[[], None]]] = [
            (77, self.record),
            (14, self.withdraw),
            (2, self.import_list),
            (3, self.upload_roster),
            (2, self.move),
            (1, self.relink),
            (3, self.review),
            (1, self.undo_review),
            (1, self.record_pair),
        ]

    def step(self) -> None:
        weights = [weight for weight, _ in self.weighted]
        (chosen,) = self.random.choices([does for _, does in self.weighted], weights)
        self.done.append(chosen.__name__)
        chosen()

    def some_graduate(self) -> Graduate:
        keys = list(Graduate.objects.order_by("pk").values_list("pk", flat=True))
        return Graduate.objects.get(pk=self.random.choice(keys))

    def some_day(self) -> date:
        return START + timedelta(days=self.random.randrange(90))

    def record(self) -> None:
        """Any statement that somebody may make of anybody."""
        self._record(self.random.choice(list(Programme)))

    def record_pair(self) -> None:
        """A GDTX and a vocational statement of one child: dual study, often."""
        graduate = self.some_graduate()
        for programme in (Programme.CONTINUING, Programme.INTERMEDIATE):
            self._record(programme, graduate)

    def _record(self, programme: Programme, graduate: Graduate | None = None) -> None:
        random, province = self.random, self.province
        is_studying = programme in STUDYING
        school = getattr(province, random.choice((*INSTITUTIONS, "thpt_outside")))
        stated_on = self.some_day()
        record_statement(
            graduate=graduate or self.some_graduate(),
            by=None,
            programme=programme,
            source=random.choice(list(Source)[1:]),
            evidence=random.choice((Evidence.CONFIRMED, Evidence.REPORTED)),
            stated_on=stated_on,
            stage=random.choice(list(Stage)[1:]) if is_studying else Stage.NONE,
            school=school if is_studying and random.random() < 0.8 else None,
            place_text="Trường ở xa" if is_studying and random.random() < 0.2 else "",
            ended_on=stated_on if random.random() < 0.1 else None,
        )

    def withdraw(self) -> None:
        """Up to three statements that people made; those of rosters follow their rosters."""
        own = Destination.objects.current().exclude(source=Source.ROSTER).order_by("pk")
        keys = list(own.values_list("pk", flat=True))
        chosen = list(own.filter(pk__in=self._sample(keys, self.random.randint(1, 3))))
        if chosen:
            supersede_statements(destinations=chosen, by=None, reason="ghi nhầm")

    def _sample(self, population: list[Any], size: int) -> list[Any]:
        return self.random.sample(population, min(size, len(population)))

    def import_list(self) -> None:
        """New pupils, and known ones with another school, commune, class or phone."""
        known = self._sample(list(Graduate.objects.order_by("pk")), self.random.randint(0, 3))
        rows = [self._corrected(graduate) for graduate in known]
        rows += [self._new_pupil() for _ in range(self.random.randint(0, 2))]
        content = graduate_book(*rows or [self._new_pupil()])
        plan = prepare([SourceFile("802.xlsx", content)], cohort=self.province.cohort)
        commit(plan, by=None, valid_rows=True, dry_run=self.random.random() < 0.1)

    def _corrected(self, graduate: Graduate) -> dict[str, str]:
        random = self.random
        row = self._row(graduate.full_name, graduate.birth, graduate.register_number)
        changes = {
            "school": getattr(self.province, random.choice(SCHOOLS)).name,
            "residence": random.choice((*COMMUNES, "Quận 8, thành phố Hồ Chí Minh", "")),
            "class_name": random.choice(("9/1", "9/2", "")),
            "phone": f"09{random.randrange(10**8):08d}",
        }
        return row | {name: changes[name] for name in self._sample(list(changes), 2)}

    def _new_pupil(self) -> dict[str, str]:
        self.numbers += 1
        year, month, day = self.random.choice(BIRTHS)
        row = self._row(self._name(), f"{day}/{month}/{year}", f"{self.numbers:05d}")
        if self.random.random() < 0.7:
            row["moet"] = f"8020{self.numbers:06d}"
        return row

    def _row(self, name: str, birth: Any, register: str) -> dict[str, str]:
        text = birth if isinstance(birth, str) else f"{birth.day}/{birth.month}/{birth.year}"
        school = getattr(self.province, self.random.choice(SCHOOLS)).name
        return {"name": name, "birth": text, "register": register, "school": school}

    def _name(self) -> str:
        return " ".join(self.random.choice(part) for part in (FAMILIES, MIDDLES, GIVENS))

    def upload_roster(self) -> None:
        """A new version: some children, with or without their code, and some strangers."""
        graduates = list(Graduate.objects.order_by("pk"))
        rows = [self._roster_row(g) for g in self._sample(graduates, self.random.randint(0, 6))]
        rows += [self._stranger() for _ in range(self.random.randint(0 if rows else 1, 2))]
        day = self.some_day()
        content = roster_book(
            *rows,
            institution=getattr(self.province, self.random.choice(INSTITUTIONS)).name,
            title=self.random.choice(TITLES),
            dated=f"Long An, ngày {day.day} tháng {day.month} năm {day.year}",
        )
        files = read_roster_files(
            [SourceFile("ds.xlsx", content)], cohort=self.province.cohort, today=date(2021, 1, 1)
        )
        upload_rosters(files, cohort=self.province.cohort, by=None, accept_older=True)

    def _roster_row(self, graduate: Graduate) -> dict[str, str]:
        random = self.random
        birth = graduate.birth
        row = {"name": graduate.full_name, "birth": f"{birth.day}/{birth.month}/{birth.year}"}
        if random.random() < 0.2:
            row["name"] = fold(graduate.full_name).upper()
        if random.random() < 0.5:
            row["moet"] = graduate.moet_code
        if random.random() < 0.4:
            row["school"] = graduate.school.name
        return row

    def _stranger(self) -> dict[str, str]:
        year, month, day = self.random.choice(BIRTHS)
        return {"name": self._name(), "birth": f"{day}/{month}/{year}", "school": "THCS Xa Lạ"}

    def move(self) -> None:
        """A correction by hand of the facts that figures depend on."""
        graduate, province = self.some_graduate(), self.province
        school = getattr(province, self.random.choice((*SCHOOLS, "thcs_away")))
        if Graduate.objects.filter(
            school=school, register_number=graduate.register_number
        ).exists():
            school = graduate.school
        communes = (province.home_commune, province.home_township, province.away_commune)
        commune = self.random.choice((*communes, None))
        values = {"school_id": school.pk, "commune_id": commune.pk if commune else None}
        change = GraduateChange(graduate, values)
        register_graduates(new=[], changes=[change], by=None)
        relink_cohort(cohort=province.cohort, by=None)

    def review(self) -> None:
        """Decide a row that the engine left to people, or contradict one that it matched."""
        rows = RosterRow.objects.in_force().exclude(status=RosterRow.Status.NONE).order_by("pk")
        in_review = rows.filter(status=RosterRow.Status.REVIEW)
        keys = list((in_review if in_review else rows).values_list("pk", flat=True))
        if keys:
            self.answer(RosterRow.objects.get(pk=self.random.choice(keys)))

    def answer(self, row: RosterRow) -> None:
        links = list(Link.objects.current().filter(row=row).order_by("rank"))
        shown = [link.graduate_id for link in links]
        kind = self.random.choice(list(Kind))
        graduates = {
            Kind.ACCEPT: (self.random.choice(shown),),
            Kind.REJECT: tuple(shown),
            Kind.LATER: (),
        }[kind]
        decide(answers=[Answer(row, kind, seen_links(links), graduates)], by=None)

    def undo_review(self) -> None:
        acts = LinkDecision.objects.current().order_by("pk").values_list("act_id", flat=True)
        if acts:
            undo_act(act=self.random.choice(list(acts)), by=None)

    def relink(self) -> None:
        relink_cohort(cohort=self.province.cohort, by=None)
