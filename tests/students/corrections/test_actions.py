"""Requests to correct a record: asked once, due in working days, accepted or refused once."""

from datetime import date

import pytest

from accounts.models import User
from audit.models import Event
from audit.sentences import sentence_of
from reports.verification import differences
from students.actions import GraduateChanged
from students.actions.edits import version_of
from students.corrections.actions import (
    AlreadyAsked,
    AlreadySettled,
    accept_request,
    answer_request,
    ask_correction,
    refuse_request,
)
from students.holidays import public_holidays
from students.merging.actions import MergeRefused
from students.models import CorrectionRequest, Graduate
from students.verbs import CORRECTION_ACCEPTED
from tests.province import Province, enrol, make_user, reread
from tests.reports.clock import stopped_clock
from tests.students.merging.merging import merge, twice


def ask(province: Province, child: Graduate, part: str = "full_name") -> CorrectionRequest:
    return ask_correction(
        graduate=child,
        part=part,
        named_as=child.full_name,
        proposed="Lê Thị Ân",
        grounds="giấy khai sinh",
        asked_from=province.thpt,
        by=User.objects.get_or_create(username="thpt", full_name="Cán bộ thpt")[0],
    )


def accept(request: CorrectionRequest, **values: str) -> CorrectionRequest:
    version = version_of(reread(request.graduate))
    return accept_request(
        request=request,
        by=make_user("phong"),
        version=version,
        values=values,
        answer="đã đối chiếu",
    )


def test_days_are_working_days(province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped_clock(monkeypatch, date(2020, 4, 29))
    asked = ask(province, enrol(province, "Lê Thị An"))
    assert (asked.answer_due_on, asked.settle_due_on) == (date(2020, 5, 5), date(2020, 5, 15))


def test_holidays_are_weekdays_of_the_years_to_come() -> None:
    assert date(2020, 4, 2) in public_holidays()
    assert all(day.weekday() < 5 for day in public_holidays())
    assert {day.year for day in public_holidays()} == set(range(2020, 2027))


def test_accepting_corrects_the_record_and_keeps_what_was_there(province: Province) -> None:
    child = enrol(province, "Lê Thị An")
    done = accept(ask(province, child), full_name="Lê Thị Ân")
    assert reread(child).full_name == "Lê Thị Ân"
    assert done.edit == child.edits.get()
    assert done.edit.before == {"full_name": "Lê Thị An"}
    assert done.edit.reason == "Theo đề nghị của Trường THPT Sông Đỏ: đã đối chiếu"
    assert (done.verdict, done.answered_at is None) == ("ACCEPTED", False)
    assert sentence_of(Event.objects.get(verb=CORRECTION_ACCEPTED)) == (
        "Cán bộ phong chấp nhận đề nghị sửa thông tin của học sinh Lê Thị An. "
        "Họ và tên: Lê Thị Ân. đã đối chiếu"
    )
    assert differences() == []


def test_what_stands_there_already_is_settled_without_a_correction(province: Province) -> None:
    child = enrol(province, "Lê Thị Ân")
    assert accept(ask(province, child), full_name="Lê Thị Ân").edit is None


def test_one_institution_asks_once_for_one_part(province: Province) -> None:
    child = enrol(province, "Lê Thị An")
    first = ask(province, child)
    with pytest.raises(AlreadyAsked):
        ask(province, child)
    ask(province, child, part="birth")
    refuse_request(request=first, by=make_user("phong"), answer="đúng như giấy khai sinh")
    ask(province, child)
    assert CorrectionRequest.objects.open().count() == 2


def test_request_is_settled_once(province: Province) -> None:
    child = enrol(province, "Lê Thị An")
    asked = ask(province, child)
    by = make_user("phong-hai")
    answer_request(request=asked, by=by)
    answer_request(request=asked, by=by)
    refuse_request(request=asked, by=by, answer="đúng rồi")
    for again in (
        lambda: accept(asked, full_name="Lê Thị Ân"),
        lambda: refuse_request(request=asked, by=by, answer="đúng rồi"),
        lambda: answer_request(request=asked, by=by),
    ):
        with pytest.raises(AlreadySettled):
            again()
    assert reread(child).full_name == "Lê Thị An"
    assert not child.edits.exists()


def test_record_changed_meanwhile_settles_nothing(province: Province) -> None:
    child = enrol(province, "Lê Thị An")
    asked = ask(province, child)
    with pytest.raises(GraduateChanged):
        accept_request(
            request=asked,
            by=make_user("phong"),
            version="cũ",
            values={"full_name": "Lê Thị Ân"},
            answer="x",
        )
    asked.refresh_from_db()
    assert asked.settled_at is None


def test_overdue_follows_the_next_move(province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped_clock(monkeypatch, date(2020, 9, 28))
    asked = ask(province, enrol(province, "Lê Thị An"))
    requests = CorrectionRequest.objects

    def is_late(day: date) -> bool:
        return requests.overdue(day).exists()

    assert (is_late(date(2020, 9, 30)), is_late(date(2020, 10, 1))) == (False, True)
    answer_request(request=asked, by=make_user("phong"))
    assert (is_late(date(2020, 10, 12)), is_late(date(2020, 10, 13))) == (False, True)
    refuse_request(request=asked, by=make_user("phong-hai"), answer="x")
    assert not is_late(date(2021, 1, 1))


def test_record_with_an_open_request_is_not_given_up(province: Province) -> None:
    kept, absorbed = twice(province)
    ask(province, absorbed)
    with pytest.raises(MergeRefused, match="chưa giải quyết"):
        merge(kept, absorbed)
