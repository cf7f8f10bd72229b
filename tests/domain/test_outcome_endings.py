"""What leavers, no-shows and dropped rows end, what is in question, and the reasons given."""

from datetime import date

import pytest

from domain.outcome import Evidence, Outcome, Place, Programme, Stage
from tests.domain.statements import (
    DECEMBER,
    NOVEMBER,
    OCTOBER,
    SEPTEMBER,
    confirmed,
    said,
    standing,
)

ENDING = [Stage.NO_SHOW, Stage.LEFT, Stage.TRANSFERRED]


@pytest.mark.parametrize("stage", ENDING)
@pytest.mark.parametrize("reported_on", [SEPTEMBER, OCTOBER])
@pytest.mark.parametrize("institution", ["a", "b"])
def test_derive_reports_before_the_end_do_not_revive(stage, reported_on, institution):
    ending = confirmed(Programme.UPPER_SECONDARY, "a", stage=stage, stated_on=OCTOBER)
    result = standing(ending, said(Programme.INTERMEDIATE, institution, stated_on=reported_on))
    assert result.outcome is Outcome.NOT_KNOWN
    assert result.deciding == (ending.identity,)


@pytest.mark.parametrize("stage", ENDING)
def test_derive_report_after_the_end_counts(stage):
    result = standing(
        confirmed(Programme.UPPER_SECONDARY, "a", stage=stage, stated_on=OCTOBER),
        said(Programme.INTERMEDIATE, "b", stated_on=NOVEMBER),
    )
    assert (result.outcome, result.evidence) == (Outcome.VOCATIONAL, Evidence.REPORTED)


@pytest.mark.parametrize("stage", ENDING)
@pytest.mark.parametrize("stated_on", [SEPTEMBER, OCTOBER])
def test_derive_end_ends_the_confirmation_of_the_same_seat(stage, stated_on):
    result = standing(
        confirmed(Programme.ELEMENTARY, "a", stated_on=stated_on),
        confirmed(Programme.INTERMEDIATE, "a", stage=stage, stated_on=OCTOBER),
    )
    assert result.outcome is Outcome.NOT_KNOWN


@pytest.mark.parametrize("stage", ENDING)
def test_derive_child_confirmed_again_after_the_end_studies(stage):
    result = standing(
        confirmed(Programme.UPPER_SECONDARY, "a", stage=stage, stated_on=OCTOBER),
        confirmed(Programme.UPPER_SECONDARY, "a", stated_on=NOVEMBER),
    )
    assert (result.outcome, result.evidence) == (Outcome.UPPER_SECONDARY, Evidence.CONFIRMED)


@pytest.mark.parametrize(
    ("programme", "institution", "outcome"),
    [
        (Programme.UPPER_SECONDARY, "b", Outcome.UPPER_SECONDARY),
        (Programme.INTERMEDIATE, "b", Outcome.VOCATIONAL),
        # A centre that runs both: leaving its continuing classes leaves the trade untouched.
        (Programme.INTERMEDIATE, "a", Outcome.VOCATIONAL),
        (Programme.WORKING, "", Outcome.NOT_STUDYING),
    ],
)
def test_derive_other_confirmed_claims_outlive_the_end(programme, institution, outcome):
    result = standing(
        confirmed(Programme.UPPER_SECONDARY, "a", stage=Stage.LEFT, stated_on=NOVEMBER),
        confirmed(programme, institution, stated_on=SEPTEMBER),
    )
    assert (result.outcome, result.evidence) == (outcome, Evidence.CONFIRMED)


def test_derive_transfer_ends_one_side_and_the_other_confirms():
    result = standing(
        confirmed(Programme.UPPER_SECONDARY, "a", stage=Stage.TRANSFERRED, stated_on=NOVEMBER),
        confirmed(Programme.UPPER_SECONDARY, "b", stated_on=OCTOBER, institution_id=2),
    )
    assert (result.outcome, result.institution_id) == (Outcome.UPPER_SECONDARY, 2)


def test_derive_conflict_is_settled_when_one_side_reports_a_leaver():
    result = standing(
        confirmed(Programme.UPPER_SECONDARY, "a", stated_on=SEPTEMBER),
        confirmed(Programme.INTERMEDIATE, "b", stated_on=SEPTEMBER),
        confirmed(Programme.UPPER_SECONDARY, "a", stage=Stage.LEFT, stated_on=OCTOBER),
    )
    assert (result.outcome, result.is_dual) == (Outcome.VOCATIONAL, False)


def test_derive_row_dropped_from_a_roster_ends_with_the_reports_before_it():
    dropped = confirmed(Programme.INTERMEDIATE, "a", stated_on=SEPTEMBER, ended_on=NOVEMBER)
    result = standing(dropped, said(Programme.INTERMEDIATE, "a", stated_on=OCTOBER))
    assert result.outcome is Outcome.NOT_KNOWN
    assert result.deciding == (dropped.identity,)


def test_derive_row_dropped_from_one_list_stands_on_the_other():
    result = standing(
        confirmed(Programme.INTERMEDIATE, "a", stated_on=SEPTEMBER, ended_on=NOVEMBER),
        confirmed(Programme.ELEMENTARY, "a", stated_on=OCTOBER),
    )
    assert (result.outcome, result.evidence) == (Outcome.VOCATIONAL, Evidence.CONFIRMED)


def test_derive_report_between_leaving_and_the_notice_is_news_of_another_place():
    notice = {"stage": Stage.LEFT, "ended_on": SEPTEMBER, "stated_on": NOVEMBER}
    left = confirmed(Programme.UPPER_SECONDARY, "a", **notice)
    moved = standing(left, said(Programme.INTERMEDIATE, "b", stated_on=OCTOBER))
    stayed = standing(left, said(Programme.UPPER_SECONDARY, "a", stated_on=OCTOBER))
    assert moved.outcome is Outcome.VOCATIONAL
    assert stayed.outcome is Outcome.NOT_KNOWN


def test_derive_reported_leaver_ends_reports_but_not_a_confirmation():
    left = said(Programme.UPPER_SECONDARY, "a", stage=Stage.LEFT, stated_on=NOVEMBER)
    assert standing(left, said(Programme.UPPER_SECONDARY, "a")).outcome is Outcome.NOT_KNOWN
    against_school = standing(left, confirmed(Programme.UPPER_SECONDARY, "a"))
    assert against_school.outcome is Outcome.UPPER_SECONDARY
    assert against_school.in_question


def test_derive_ended_work_makes_the_child_unknown_again():
    result = standing(
        said(Programme.WORKING, stated_on=OCTOBER, ended_on=NOVEMBER),
        said(Programme.UPPER_SECONDARY, stated_on=SEPTEMBER),
    )
    assert result.outcome is Outcome.NOT_KNOWN


def test_derive_names_the_end_that_is_last_known():
    dropped = confirmed(Programme.INTERMEDIATE, "a", stated_on=SEPTEMBER, ended_on=NOVEMBER)
    left = confirmed(Programme.CONTINUING, "b", stage=Stage.LEFT, stated_on=OCTOBER)
    assert standing(dropped, left).deciding == (dropped.identity,)


@pytest.mark.parametrize("stage", ENDING)
def test_derive_short_course_ends_nothing(stage):
    result = standing(
        said(Programme.UPPER_SECONDARY, "a", stated_on=SEPTEMBER),
        confirmed(Programme.SHORT_COURSE, "a", stage=stage, stated_on=NOVEMBER),
    )
    assert result.outcome is Outcome.UPPER_SECONDARY


# In question


@pytest.mark.parametrize(
    ("programme", "institution"),
    [
        (Programme.UPPER_SECONDARY, "b"),
        (Programme.UPPER_SECONDARY, ""),
        (Programme.ELEMENTARY, "b"),
        (Programme.AT_HOME, ""),
        (Programme.DECEASED, ""),
    ],
)
def test_derive_later_contrary_report_questions_the_confirmed_outcome(programme, institution):
    confirmation = confirmed(Programme.INTERMEDIATE, "a", stated_on=OCTOBER, institution_id=1)
    result = standing(confirmation, said(programme, institution, stated_on=NOVEMBER))
    assert (result.outcome, result.evidence) == (Outcome.VOCATIONAL, Evidence.CONFIRMED)
    assert result.in_question
    assert (result.institution_id, result.deciding) == (1, (confirmation.identity,))


@pytest.mark.parametrize("stated_on", [SEPTEMBER, OCTOBER])
def test_derive_contrary_report_that_is_not_later_questions_nothing(stated_on):
    result = standing(
        confirmed(Programme.INTERMEDIATE, "a", stated_on=OCTOBER),
        said(Programme.AT_HOME, stated_on=stated_on),
    )
    assert not result.in_question


@pytest.mark.parametrize(
    ("programme", "institution"),
    [
        (Programme.INTERMEDIATE, "a"),
        (Programme.ELEMENTARY, ""),
        (Programme.CONTINUING, "b"),
        (Programme.UNREACHED, ""),
        (Programme.SHORT_COURSE, "b"),
    ],
)
def test_derive_later_report_that_agrees_questions_nothing(programme, institution):
    result = standing(
        confirmed(Programme.INTERMEDIATE, "a", stated_on=OCTOBER),
        said(programme, institution, stated_on=NOVEMBER),
    )
    assert (result.outcome, result.in_question) == (Outcome.VOCATIONAL, False)


def test_derive_new_word_of_the_institution_answers_the_question():
    result = standing(
        confirmed(Programme.INTERMEDIATE, "a", stated_on=OCTOBER),
        said(Programme.AT_HOME, stated_on=NOVEMBER),
        confirmed(Programme.INTERMEDIATE, "a", stated_on=DECEMBER),
    )
    assert not result.in_question


def test_derive_later_report_of_studying_questions_a_confirmed_dropout():
    result = standing(
        confirmed(Programme.AT_HOME, stated_on=OCTOBER),
        said(Programme.INTERMEDIATE, "a", stated_on=NOVEMBER),
    )
    assert (result.outcome, result.in_question) == (Outcome.NOT_STUDYING, True)


def test_derive_doubt_about_the_other_half_of_dual_study_leaves_the_trade_confirmed():
    result = standing(
        confirmed(Programme.CONTINUING, "a", stated_on=OCTOBER),
        confirmed(Programme.INTERMEDIATE, "b", stated_on=OCTOBER),
        said(Programme.CONTINUING, "c", stated_on=NOVEMBER),
    )
    assert (result.outcome, result.is_dual, result.in_question) == (Outcome.VOCATIONAL, True, False)


@pytest.mark.parametrize(("answering", "in_question"), [("b", False), ("c", True)])
def test_derive_doubt_is_settled_only_by_an_institution_it_concerns(answering, in_question):
    result = standing(
        confirmed(Programme.INTERMEDIATE, "a", stated_on=OCTOBER),
        said(Programme.UPPER_SECONDARY, "b", stated_on=NOVEMBER),
        confirmed(Programme.UPPER_SECONDARY, answering, stage=Stage.NO_SHOW, stated_on=DECEMBER),
    )
    assert (result.outcome, result.in_question) == (Outcome.VOCATIONAL, in_question)


@pytest.mark.parametrize(
    ("institution", "stated_on", "in_question"),
    [
        ("a", NOVEMBER, True),
        ("", NOVEMBER, True),
        ("b", NOVEMBER, False),
        ("a", OCTOBER, False),
    ],
)
def test_derive_reported_leaver_questions_only_the_institution_it_may_mean(
    institution, stated_on, in_question
):
    result = standing(
        confirmed(Programme.INTERMEDIATE, "a", stated_on=OCTOBER),
        said(Programme.INTERMEDIATE, institution, stage=Stage.LEFT, stated_on=stated_on),
    )
    assert (result.outcome, result.in_question) == (Outcome.VOCATIONAL, in_question)


def test_derive_report_that_ended_later_questions_the_confirmation():
    result = standing(
        confirmed(Programme.INTERMEDIATE, "a", stated_on=OCTOBER),
        said(Programme.INTERMEDIATE, "a", stated_on=SEPTEMBER, ended_on=NOVEMBER),
    )
    assert (result.outcome, result.in_question) == (Outcome.VOCATIONAL, True)


# Reasons, as the child's page shows them


@pytest.mark.parametrize(
    ("statements", "reason"),
    [
        ([], "Chưa có đơn vị nào cung cấp thông tin về nơi học của học sinh."),
        (
            [confirmed(Programme.CONTINUING, stage=Stage.ADMITTED)],
            "Mới có thông tin trúng tuyển, chưa có xác nhận nhập học.",
        ),
        (
            [confirmed(Programme.CONTINUING, stage=Stage.NO_SHOW)],
            "Cơ sở báo học sinh chưa ra lớp (ngày 5/9/2020); "
            "các khai báo trước đó không còn được tính.",
        ),
        (
            [confirmed(Programme.CONTINUING, ended_on=date(2020, 10, 12))],
            "Thông tin gần nhất đã hết hiệu lực (ngày 12/10/2020); "
            "các khai báo trước đó không còn được tính.",
        ),
        (
            [confirmed(Programme.CONTINUING)],
            "Tính theo thông tin đã xác nhận ngày 5/9/2020.",
        ),
        (
            [confirmed(Programme.CONTINUING), said(Programme.AT_HOME)],
            "Tính theo thông tin đã xác nhận ngày 5/9/2020, được ưu tiên hơn khai báo.",
        ),
        (
            [confirmed(Programme.CONTINUING), said(Programme.AT_HOME, stated_on=OCTOBER)],
            "Tính theo thông tin đã xác nhận ngày 5/9/2020; "
            "sau đó có khai báo khác nên cần xác minh với cơ sở.",
        ),
        (
            [said(Programme.CONTINUING)],
            "Tính theo khai báo ngày 5/9/2020; chưa có xác nhận.",
        ),
        (
            [said(Programme.CONTINUING), said(Programme.AT_HOME, stated_on=OCTOBER)],
            "Tính theo khai báo ngày 5/10/2020, là khai báo mới nhất.",
        ),
        (
            [confirmed(Programme.CONTINUING), confirmed(Programme.ELEMENTARY, place=Place.OUTSIDE)],
            "Vừa học GDTX vừa học nghề, tính một lần vào GDNN theo "
            "thông tin đã xác nhận ngày 5/9/2020.",
        ),
        (
            [confirmed(Programme.CONTINUING), confirmed(Programme.AT_HOME)],
            "Các thông tin đã xác nhận không thể cùng đúng, "
            "cần các đơn vị đã xác nhận kiểm tra lại.",
        ),
    ],
)
def test_derive_reason_tells_why(statements, reason):
    assert standing(*statements).reason == reason
