"""Whatever is typed and retyped, figures and outcomes are those of the statements."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

import pytest

from audit.models import Event
from domain.outcome import Outcome
from domain.survey import CODES, Code
from reports.verification import differences
from students.actions import StatementsVersion
from students.models import Destination, Graduate
from students.survey.actions import Given, Written, record_answers
from students.survey.answers import Answer
from tests.province import Province, enrol, make_officials

OPERATIONS, CHILDREN = 120, 5


def answer_with(random: Random, code: Code | None, province: Province) -> Answer:
    """What a line with that code may state; none for an emptied one."""
    if code is None:
        return Answer()
    if not code.is_study:
        return Answer(code, reason=random.choice(["", "Phụ gia đình"]))
    if code.is_outside:
        return Answer(code, place_text=random.choice(["THPT Củ Chi", "Trung cấp Quận 12"]))
    fitting = {
        "THPT": province.thpt,
        "CONTINUING": province.gdtx,
        "VOCATIONAL": province.vocational,
    }
    school = random.choice([fitting[kind] for kind in fitting if kind in code.institutions])
    training = random.choice([province.vocational, province.vocational_away])
    return Answer(code, school, training=training if code.is_dual else None)


def outcome_said(answers: Mapping[str, Answer]) -> Outcome | None:
    """What one source alone must lead to; None where two sources may disagree."""
    said = [answer for answer in answers.values() if answer.code]
    if len(said) > 1:
        return None
    if not said or said[0].code.digits == "00":
        return Outcome.NOT_KNOWN
    if not said[0].code.is_study:
        return Outcome.NOT_STUDYING
    programme = said[0].code.programmes[-1]
    if programme in ("UPPER_SECONDARY", "CONTINUING"):
        return Outcome(programme)
    return Outcome.VOCATIONAL


@pytest.mark.slow
def test_random_answers_keep_the_books(province: Province) -> None:
    random = Random(2020)
    officials = make_officials(province)
    children = [enrol(province, f"Lê Văn {number}") for number in range(CHILDREN)]
    last: dict[int, dict[str, Answer]] = {child.pk: {} for child in children}
    writes = 0
    for step in range(OPERATIONS):
        role = random.choice(["DISTRICT", "ORIGIN_SCHOOL"])
        chosen = random.sample(children, random.randint(1, 3))
        codes = [random.choice([None, *CODES]) for _ in chosen]
        is_stale = random.random() < 0.1
        given = [
            Given(
                child,
                StatementsVersion(99, 99) if is_stale else StatementsVersion.of(child.pk),
                answer_with(random, code, province),
            )
            for child, code in zip(chosen, codes, strict=True)
        ]
        written = record_answers(
            given=given,
            by=officials[role],
            stated_on=date(2020, 9, 1) + timedelta(days=step % 30),
            label="lớp 9A",
        )
        for each in given:
            if written[each.graduate.pk] is not Written.CHANGED:
                last[each.graduate.pk][role] = each.answer
        writes += Written.SAVED in written.values()
    assert differences() == []
    assert writes > OPERATIONS / 2
    assert Event.objects.count() == writes
    for child in children:
        expected = outcome_said(last[child.pk])
        stored = Graduate.objects.get(pk=child.pk).outcome
        assert expected in (None, stored), (child, last[child.pk])
        current = Destination.objects.current().filter(graduate=child)
        stated = sum(len(answer.statements()) for answer in last[child.pk].values())
        assert current.count() == stated
