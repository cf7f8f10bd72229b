"""Recording, correcting and withdrawing by hand; two people on one child, and two clicks."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from audit.sentences import sentence_of
from domain.outcome import Evidence, Outcome, Place, Programme, Stage
from students import verbs
from students.actions import StatementsVersion, statements
from students.models import Cohort, Destination, Graduate, Source
from tests.province import Province, confirm, enrol, make_user, reread, state

Browser = Callable[[str], Client]
ANOTHER = "Trong khi nhập, thông tin nơi học của học sinh này đã thay đổi"


@pytest.fixture
def child(province: Province) -> Graduate:
    return enrol(province, "Lê Thị An", commune=province.home_commune)


def add_address(graduate: Graduate) -> str:
    return reverse("students:statement_add", args=[graduate.pk])


def change_address(statement: Destination, what: str = "correct") -> str:
    return reverse(f"students:statement_{what}", args=[statement.graduate_id, statement.pk])


def typed(graduate: Graduate, **values: Any) -> dict[str, Any]:
    """A filled form as the browser sends it, opened now."""
    given = {"version": str(StatementsVersion.of(graduate.pk)), "programme": "WORKING"}
    return given | {"stated_on": "01/10/2020", "correction_reason": "gia đình nói lại"} | values


def study(graduate: Graduate, **values: Any) -> dict[str, Any]:
    return typed(graduate, programme="INTERMEDIATE", stage="STUDYING", **values)


def page(response: HttpResponse) -> str:
    assert response.status_code == 200
    return response.content.decode()


def errors(response: HttpResponse) -> set[str]:
    assert response.status_code == 200
    return set(response.context["form"].errors)


@pytest.mark.parametrize(
    ("role", "on_behalf", "source", "evidence"),
    [
        ("DISTRICT", "", Source.SURVEY, Evidence.REPORTED),
        ("DISTRICT", "on", Source.ON_BEHALF, Evidence.CONFIRMED),
        ("DEPARTMENT", "", Source.SURVEY, Evidence.REPORTED),
        ("DEPARTMENT", "on", Source.ON_BEHALF, Evidence.CONFIRMED),
        ("ORIGIN_SCHOOL", "", Source.ORIGIN_SCHOOL, Evidence.REPORTED),
        # A school has no such box; one sent all the same gives it nothing.
        ("ORIGIN_SCHOOL", "on", Source.ORIGIN_SCHOOL, Evidence.REPORTED),
    ],
)
def test_source_and_evidence_follow_from_the_role(
    role: str,
    on_behalf: str,
    source: Source,
    evidence: Evidence,
    province: Province,
    child: Graduate,
    signed_in: Browser,
) -> None:
    sent = study(child, school=province.vocational_away.pk, evidence_note="DS 12/TCN")
    response = signed_in(role).post(add_address(child), sent | {"on_behalf": on_behalf})
    assert response["Location"] == reverse("students:graduate_detail", args=[child.pk])
    statement = Destination.objects.get()
    assert (statement.source, statement.evidence) == (source, evidence)
    assert (statement.school, statement.stated_on) == (
        province.vocational_away,
        date(2020, 10, 1),
    )
    assert reread(child).outcome == Outcome.VOCATIONAL
    assert Event.objects.get().verb == verbs.STATEMENT_RECORDED


def test_recording_is_told_on_the_next_page(child: Graduate, signed_in: Browser) -> None:
    response = signed_in("DISTRICT").post(add_address(child), typed(child), follow=True)
    assert "Đã ghi thông tin nơi học của Lê Thị An." in page(response)


def test_place_out_of_the_catalogue_is_kept_as_written(child: Graduate, signed_in: Browser) -> None:
    sent = study(child, place_text=" Trường nghề  Biên Hòa ", place="OUTSIDE")
    signed_in("DISTRICT").post(add_address(child), sent)
    assert Destination.objects.get().place_text == "Trường nghề Biên Hòa"
    assert reread(child).place == Place.OUTSIDE


def test_stage_without_study_is_dropped(child: Graduate, signed_in: Browser) -> None:
    signed_in("DISTRICT").post(add_address(child), typed(child, stage="STUDYING"))
    assert Destination.objects.get().stage == Stage.NONE


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"programme": ""}, {"programme"}),
        ({"programme": "KHAC"}, {"programme"}),
        ({"stated_on": ""}, {"stated_on"}),
        ({"stated_on": "31/02/2020"}, {"stated_on"}),
        ({"stated_on": "31/12/2019"}, {"stated_on"}),
        ({"reason": "x" * 301}, {"reason"}),
        ({"place": "OUTSIDE"}, {"place"}),
        ({"place_text": "Trường X"}, {"place_text"}),
        ({"on_behalf": "on"}, {"on_behalf"}),
        ({"programme": "INTERMEDIATE"}, {"stage", "place"}),
        ({"programme": "INTERMEDIATE", "stage": "STUDYING"}, {"place"}),
        ({"programme": "INTERMEDIATE", "stage": "X", "place": "OUTSIDE"}, {"stage"}),
        ({"programme": "INTERMEDIATE", "stage": "STUDYING", "school": "0"}, {"school"}),
        ({"programme": "INTERMEDIATE", "stage": "STUDYING", "place": "OUTSIDE",
          "on_behalf": "on"}, {"school", "evidence_note"}),
    ],
)  # fmt: skip
def test_wrong_form_is_refused_with_its_reason(
    values: dict[str, str], wrong: set[str], child: Graduate, signed_in: Browser
) -> None:
    response = signed_in("DISTRICT").post(add_address(child), typed(child, **values))
    assert errors(response) == wrong
    assert "error-summary" in page(response)
    assert not Destination.objects.exists()


def test_day_to_come_is_refused(child: Graduate, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    today = timezone.localdate()
    tomorrow = f"{today + timedelta(days=1):%d/%m/%Y}"
    response = client.post(add_address(child), typed(child, stated_on=tomorrow))
    assert errors(response) == {"stated_on"}
    sent = typed(child, stated_on=f"{today:%d/%m/%Y}")
    assert client.post(add_address(child), sent).status_code == 302


def test_school_and_another_place_are_not_both_taken(
    province: Province, child: Graduate, signed_in: Browser
) -> None:
    sent = study(child, school=province.vocational.pk, place_text="Trường khác")
    assert errors(signed_in("DISTRICT").post(add_address(child), sent)) == {"place_text"}


def test_institutions_are_those_of_the_whole_catalogue(
    province: Province, child: Graduate, signed_in: Browser
) -> None:
    shown = page(signed_in("ORIGIN_SCHOOL").get(add_address(child)))
    for school in (province.vocational_away, province.thpt_outside, province.thpt):
        assert school.name in shown
    assert f'value="{province.thcs_away.pk}"' not in shown
    assert "Nhập thay cơ sở" not in shown
    assert "Nhập thay cơ sở" in page(signed_in("DISTRICT").get(add_address(child)))


def test_second_click_records_once(child: Graduate, signed_in: Browser) -> None:
    client, sent = signed_in("DISTRICT"), typed(child)
    client.post(add_address(child), sent)
    response = client.post(add_address(child), sent, follow=True)
    assert "không ghi thêm lần nữa" in page(response)
    assert Destination.objects.count() == 1
    assert Event.objects.filter(verb=verbs.STATEMENT_RECORDED).count() == 1


def test_form_overtaken_by_a_colleague_is_kept_and_confirmed(
    province: Province, child: Graduate, signed_in: Browser
) -> None:
    sent = typed(child, reason="phụ gia đình")
    state(child, Programme.UPPER_SECONDARY, by=make_user("nhanh"), school=province.thpt)
    client = signed_in("DISTRICT")
    response = client.post(add_address(child), sent)
    shown = page(response)
    assert ANOTHER in shown
    assert "Trường THPT Sông Đỏ (Huyện Đức Hòa)" in shown
    assert "Cán bộ nhanh" in shown
    assert 'value="phụ gia đình"' in shown
    assert Destination.objects.count() == 1
    renewed = response.context["form"]["version"].value()
    assert client.post(add_address(child), sent | {"version": renewed}).status_code == 302
    assert Destination.objects.count() == 2


def test_same_words_of_a_colleague_are_no_second_click(child: Graduate, signed_in: Browser) -> None:
    sent = typed(child)
    state(child, Programme.WORKING, by=make_user("khac"), source=Source.SURVEY,
          stated_on=date(2020, 10, 1))  # fmt: skip
    assert ANOTHER in page(signed_in("DISTRICT").post(add_address(child), sent))


@pytest.mark.parametrize("version", ["", "0", "x-y", "²-0", "0-0-0", "9" * 40, "-1-0"])
def test_tampered_version_is_asked_again(version: str, child: Graduate, signed_in: Browser) -> None:
    response = signed_in("DISTRICT").post(add_address(child), typed(child, version=version))
    assert errors(response)
    assert not Destination.objects.exists()


def test_correction_keeps_the_old(
    province: Province, child: Graduate, signed_in: Browser, officials: dict[str, Any]
) -> None:
    old = state(child, Programme.WORKING, source=Source.SURVEY)
    client = signed_in("DISTRICT")
    assert "Đi làm" in page(client.get(change_address(old)))
    sent = study(child, school=province.vocational.pk)
    response = client.post(change_address(old), sent, follow=True)
    assert "Đã đính chính" in page(response)
    old.refresh_from_db()
    new = Destination.objects.current().get()
    assert old.superseded_by == new.recorded_by == officials["DISTRICT"]
    assert (new.school, new.source) == (province.vocational, Source.SURVEY)
    event = Event.objects.get(verb=verbs.STATEMENT_CORRECTED)
    assert sentence_of(event) == (
        "Cán bộ phong đính chính thông tin nơi học của học sinh Lê Thị An. gia đình nói lại"
    )
    assert (event.detail.before["statement"], event.detail.after["statement"]) == (old.pk, new.pk)
    assert reread(child).outcome == Outcome.VOCATIONAL
    marks = [e["mark"]["text"] for e in response.context["story"]["timeline"]]
    assert marks == ["Đang được tính", "Đã thay thế"]


def test_correction_begins_with_what_was_said(
    province: Province, child: Graduate, signed_in: Browser
) -> None:
    old = confirm(child, Programme.INTERMEDIATE, province.vocational, source=Source.ON_BEHALF)
    form = signed_in("DISTRICT").get(change_address(old)).context["form"]
    values = {name: form[name].value() for name in ("programme", "stage", "school", "on_behalf")}
    assert values == {
        "programme": "INTERMEDIATE",
        "stage": "STUDYING",
        "school": str(province.vocational.pk),
        "on_behalf": True,
    }


def test_correction_asks_why(child: Graduate, signed_in: Browser) -> None:
    old = state(child, Programme.WORKING)
    sent = typed(child, correction_reason=" ")
    response = signed_in("DISTRICT").post(change_address(old), sent)
    assert errors(response) == {"correction_reason"}


def test_correction_sent_twice_is_one(child: Graduate, signed_in: Browser) -> None:
    old = state(child, Programme.WORKING)
    client, sent = signed_in("DISTRICT"), typed(child, programme="AT_HOME")
    client.post(change_address(old), sent)
    response = client.post(change_address(old), sent, follow=True)
    assert "không ghi thêm lần nữa" in page(response)
    assert Destination.objects.count() == 2


def test_correction_of_what_a_colleague_corrected(child: Graduate, signed_in: Browser) -> None:
    """The second is shown both, and the next click corrects the colleague's correction."""
    old = state(child, Programme.WORKING)
    mine = typed(child, programme="ABROAD", reason="theo cha mẹ")
    signed_in("DEPARTMENT").post(change_address(old), typed(child, programme="AT_HOME"))
    theirs = Destination.objects.current().get()
    client = signed_in("DISTRICT")
    response = client.post(change_address(old), mine)
    shown = page(response)
    assert ANOTHER in shown
    assert "Ở nhà" in shown
    assert 'value="theo cha mẹ"' in shown
    assert f'action="{change_address(theirs)}"' in shown
    renewed = response.context["form"]["version"].value()
    client.post(change_address(theirs), mine | {"version": renewed})
    assert Destination.objects.current().get().programme == Programme.ABROAD


def test_correction_of_what_a_colleague_withdrew(child: Graduate, signed_in: Browser) -> None:
    old = state(child, Programme.WORKING)
    mine = typed(child, programme="ABROAD")
    signed_in("DEPARTMENT").post(
        change_address(old, "withdraw"), {"version": mine["version"], "reason": "nhầm"}
    )
    shown = page(signed_in("DISTRICT").post(change_address(old), mine))
    assert "Đã rút" in shown
    assert f'action="{add_address(child)}"' in shown


def test_opening_the_correction_of_a_superseded_statement(
    child: Graduate, signed_in: Browser
) -> None:
    old = state(child, Programme.WORKING)
    client = signed_in("DISTRICT")
    client.post(change_address(old), typed(child))
    for what in ("correct", "withdraw"):
        response = client.get(change_address(old, what), follow=True)
        assert "đã được thay thế hoặc rút trước đó" in page(response)


def test_withdrawal_keeps_the_statement_readable(child: Graduate, signed_in: Browser) -> None:
    statement = state(child, Programme.WORKING)
    client = signed_in("ORIGIN_SCHOOL")
    assert "Đi làm" in page(client.get(change_address(statement, "withdraw")))
    sent = {"version": str(StatementsVersion.of(child.pk)), "reason": "ghi nhầm em khác"}
    response = client.post(change_address(statement, "withdraw"), sent, follow=True)
    (entry,) = response.context["story"]["timeline"]
    assert entry["mark"]["text"] == "Đã rút"
    assert "ghi nhầm em khác" in page(response)
    assert reread(child).outcome == Outcome.NOT_KNOWN
    again = client.post(change_address(statement, "withdraw"), sent, follow=True)
    assert "đã được thay thế hoặc rút trước đó" in page(again)
    assert Event.objects.filter(verb=verbs.STATEMENT_TAKEN_BACK).count() == 1


def test_withdrawal_asks_why_and_tells_what_came_between(
    child: Graduate, signed_in: Browser
) -> None:
    statement = state(child, Programme.WORKING)
    sent = {"version": str(StatementsVersion.of(child.pk)), "reason": ""}
    client = signed_in("DISTRICT")
    assert errors(client.post(change_address(statement, "withdraw"), sent)) == {"reason"}
    state(child, Programme.AT_HOME)
    response = client.post(change_address(statement, "withdraw"), sent | {"reason": "nhầm"})
    shown = page(response)
    assert ANOTHER in shown
    assert "Ở nhà" in shown
    assert Destination.objects.current().count() == 2


@pytest.mark.parametrize("what", ["correct", "withdraw"])
@pytest.mark.parametrize(
    ("role", "source"),
    [
        ("DEPARTMENT", Source.ROSTER),
        ("DISTRICT", Source.ROSTER),
        ("DISTRICT", Source.RECEIVING_SCHOOL),
        ("ORIGIN_SCHOOL", Source.ON_BEHALF),
        ("ORIGIN_SCHOOL", Source.SURVEY),
        ("ORIGIN_SCHOOL", Source.ROSTER),
    ],
)
def test_word_of_another_is_not_changed(
    what: str, role: str, source: Source, province: Province, child: Graduate, signed_in: Browser
) -> None:
    statement = confirm(child, Programme.INTERMEDIATE, province.vocational, source=source)
    client = signed_in(role)
    sent = typed(child, reason="sửa giúp")
    for response in (
        client.get(change_address(statement, what), follow=True),
        client.post(change_address(statement, what), sent, follow=True),
    ):
        assert "ghi thêm thông tin mới" in page(response)
    statement.refresh_from_db()
    assert statement.superseded_at is None
    assert Destination.objects.count() == 1


def test_closed_cohort_takes_nothing(child: Graduate, signed_in: Browser) -> None:
    statement = state(child, Programme.WORKING)
    Cohort.objects.update(is_open=False)
    client = signed_in("DEPARTMENT")
    addresses = [add_address(child), *(change_address(statement, w) for w in CHANGES)]
    for address in addresses:
        response = client.post(address, typed(child, reason="x"), follow=True)
        assert "đã khóa" in page(response)
    assert Destination.objects.current().get() == statement


CHANGES = ("correct", "withdraw")


def all_addresses(statement: Destination) -> list[str]:
    return [
        reverse("students:statement_add", args=[statement.graduate_id]),
        *(change_address(statement, what) for what in CHANGES),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
def test_foreign_child_and_statement_are_not_found(
    method: str, province: Province, child: Graduate, signed_in: Browser
) -> None:
    foreign = enrol(province, "Võ Thị Cúc", school=province.thcs_away)
    statement = state(foreign, Programme.WORKING)
    client = signed_in("DISTRICT")
    mixed = [
        reverse(f"students:statement_{what}", args=[child.pk, pk])
        for what in CHANGES
        for pk in (statement.pk, 0)
    ]
    for address in all_addresses(statement) + mixed:
        assert getattr(client, method)(address).status_code == 404
    assert Destination.objects.current().get() == statement


@pytest.mark.parametrize("role", ["RECEIVING_SCHOOL", "COMMUNE", "UNASSIGNED", "ANONYMOUS"])
def test_who_may_not_record_is_refused(role: str, child: Graduate, signed_in: Browser) -> None:
    statement = state(child, Programme.WORKING)
    for address in all_addresses(statement):
        response = signed_in(role).post(address, typed(child))
        assert response.status_code == (302 if role == "ANONYMOUS" else 403)
    assert Destination.objects.count() == 1


def test_opening_a_form_is_a_read(child: Graduate, signed_in: Browser) -> None:
    signed_in("DISTRICT").get(add_address(child))
    assert Event.objects.get().verb == verbs.GRADUATE_READ


@pytest.mark.parametrize("failing", ["record_event", "refresh_outcomes"])
@pytest.mark.parametrize("what", CHANGES)
def test_change_rolls_back_together(
    what: str, failing: str, child: Graduate, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **values: Any) -> None:
        raise RuntimeError("không ghi được")

    statement = state(child, Programme.WORKING)
    sent = typed(child, programme="AT_HOME", reason="nhầm")
    monkeypatch.setattr(statements, failing, fail)
    with pytest.raises(RuntimeError, match="không ghi được"):
        signed_in("DISTRICT").post(change_address(statement, what), sent)
    assert Destination.objects.current().get() == statement
    assert reread(child).outcome == Outcome.NOT_STUDYING
    assert Event.objects.count() == 1


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=1+1", "ă" * 200])
def test_hostile_text_typed_is_shown_as_text(
    text: str, child: Graduate, signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    sent = study(child, place_text=text, place="OUTSIDE", evidence_note=text, reason=text)
    shown = page(client.post(add_address(child), sent | {"stage": ""}))
    assert "<script>alert" not in shown
    response = client.post(add_address(child), sent, follow=True)
    assert "<script>alert" not in page(response)
    assert response.context["story"]["timeline"][0]["where"].startswith(text)
