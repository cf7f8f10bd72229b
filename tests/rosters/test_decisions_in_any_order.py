"""The state is a function of cohort, lists and decisions: no order, no repeat changes it."""

from collections.abc import Callable
from random import Random

import pytest
from django.db import transaction

from domain.linkage.decisions import Kind
from reports.verification import differences
from rosters.actions import decide, relink_cohort, undo_act
from rosters.models import Link, LinkDecision, RosterRow
from students.models import Graduate
from tests.dump import Dump, business_dump
from tests.province import Province
from tests.rosters.reviewing import answer, twins_of
from tests.rosters.views.lists import STRANGER, send

NAMES = ("Lê Thị An", "Phạm Thị Hoa", "Trần Văn Bé", "Đỗ Ngọc Mai")
INSTITUTIONS = ("thpt", "gdtx", "vocational")
SEED, ORDERS = 20200930, 12
Step = Callable[[], None]


class Year:
    """Lists of three institutions that name the same namesakes, and what people say of them."""

    def __init__(self, province: Province) -> None:
        self.province = province
        self.twins = {name: twins_of(province, name) for name in NAMES}

    def send(self, institution: str) -> None:
        rows = [{"name": name, "birth": "05/9/2005"} for name in NAMES]
        name = getattr(self.province, institution).name
        send(self.province, *rows, STRANGER, institution=name)

    def say(self, institution: str, name: str, kind: Kind) -> None:
        row = RosterRow.objects.in_force().get(
            version__roster__institution=getattr(self.province, institution), full_name=name
        )
        twins = self.twins[name]
        chosen: dict[Kind, tuple[Graduate, ...]] = {
            Kind.ACCEPT: twins[:1], Kind.REJECT: twins, Kind.LATER: ()
        }  # fmt: skip
        decide(answers=[answer(row, kind, *chosen[kind])], by=None)

    def mistake(self, institution: str, name: str) -> None:
        """Chosen wrongly and taken back."""
        self.say(institution, name, Kind.ACCEPT)
        undo_act(act=LinkDecision.objects.latest("pk").act_id, by=None)

    def steps_about(self, institution: str) -> list[Step]:
        """What is said of one institution's list, in the order in which it makes sense."""
        kinds = dict(zip(NAMES, (Kind.ACCEPT, Kind.REJECT, Kind.LATER, Kind.ACCEPT), strict=True))
        steps: list[Step] = [lambda: self.mistake(institution, NAMES[0])]
        for name, kind in kinds.items():
            steps.append(lambda name=name, kind=kind: self.say(institution, name, kind))
        return [lambda: self.send(institution), *steps]

    def relink(self) -> None:
        relink_cohort(cohort=self.province.cohort, by=None)


def played(year: Year, random: Random) -> Dump:
    """The state after all steps, shuffled among the institutions, with repeats in between."""
    waiting = [year.steps_about(institution) for institution in INSTITUTIONS]
    sent: list[str] = []
    while any(waiting):
        chosen = random.choice([number for number, steps in enumerate(waiting) if steps])
        waiting[chosen].pop(0)()
        sent.append(INSTITUTIONS[chosen])
        if random.random() < 0.3:
            year.send(random.choice(sent))
        if random.random() < 0.2:
            year.relink()
    assert differences() == []
    return business_dump()


@pytest.mark.django_db
def test_no_order_and_no_repeat_changes_the_state(province: Province) -> None:
    year, random = Year(province), Random(SEED)
    states = []
    for _ in range(ORDERS):
        with transaction.atomic():
            states.append(played(year, random))
            links = Link.objects.current()
            assert links.filter(status="match").count() == 2 * len(INSTITUTIONS)
            transaction.set_rollback(True)
    assert states[0]["decisions"]
    assert all(state == states[0] for state in states)
