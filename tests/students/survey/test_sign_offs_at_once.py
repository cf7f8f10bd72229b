"""A list that changes at the moment it is signed: refused or reopened, never both true."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from domain.outcome import Outcome, Programme
from students.actions import SignOffOutdated, fingerprint_of, seen_of, sign_off
from students.models import SignOff
from tests.province import enrol, make_province, reread, state


@pytest.mark.parametrize("attempt", range(3))
def test_signed_while_an_answer_is_recorded(committed: None, attempt: int) -> None:
    province = make_province()
    child = enrol(province, "Lê Thị An", class_name="9A")
    fingerprint = fingerprint_of(seen_of(province.thcs.pk, province.cohort))
    together = threading.Barrier(2)
    refused: list[bool] = []

    def sign() -> None:
        try:
            sign_off(school=province.thcs, cohort=province.cohort, by=None, fingerprint=fingerprint)
            refused.append(False)
        except SignOffOutdated:
            refused.append(True)

    def record() -> None:
        state(child, Programme.WORKING)

    def at_once(act: Callable[[], None]) -> None:
        try:
            together.wait(30)
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=at_once, args=[act]) for act in (sign, record)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert reread(child).outcome == Outcome.NOT_STUDYING
    assert len(refused) == 1
    # What is in force is what the list says now, whoever came first.
    assert not SignOff.objects.in_force().exists()
    assert SignOff.objects.filter(reopened_reason__contains="Lê Thị An").exists() != refused[0]
