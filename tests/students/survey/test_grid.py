"""The grid of a class, as a form without scripts."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from audit.sentences import sentence_of
from districts.models import School
from domain.outcome import Evidence, Outcome, Place, Programme, Stage
from students.models import Cohort, Destination, Graduate, Source
from tests.province import Province, confirm, enrol, reread, state
from tests.students.survey.lines import CLASS, class_address, fields_of, fill_in, line

Browser = Callable[[str], Client]


@pytest.fixture
def children(province: Province) -> list[Graduate]:
    names = ("Lê Thị An", "Trần Văn Bé", "Võ Thị Cúc")
    return [
        enrol(province, name, class_name=CLASS, commune=province.home_commune) for name in names
    ]


@pytest.fixture
def address(province: Province) -> str:
    return class_address(province.thcs)


def said(graduate: Graduate) -> list[tuple[Any, ...]]:
    """What is currently said of the child."""
    current = Destination.objects.current().filter(graduate=graduate).order_by("pk")
    return [(s.programme, s.stage, s.school.name if s.school else s.place_text) for s in current]


def test_rows_are_recorded_in_one_event(
    province: Province, children: list[Graduate], address: str, signed_in: Browser
) -> None:
    response = fill_in(
        signed_in("DISTRICT"),
        address,
        line(children[0], code="1", place="Trường THPT Sông Đỏ"),
        line(children[2], code="01", reason="Phụ gia đình"),
        stated_on="28/9/2020",
    )
    assert "Đã ghi kết quả khảo sát của 2 học sinh." in response.content.decode()
    assert said(children[0]) == [("UPPER_SECONDARY", "STUDYING", "Trường THPT Sông Đỏ")]
    assert said(children[1]) == []
    assert said(children[2]) == [("WORKING", "", "")]
    assert reread(children[0]).outcome == Outcome.UPPER_SECONDARY
    assert reread(children[0]).place == Place.IN_DISTRICT
    statement = Destination.objects.get(graduate=children[2])
    assert (statement.source, statement.evidence) == (Source.SURVEY, Evidence.REPORTED)
    assert (statement.stated_on, statement.reason) == (date(2020, 9, 28), "Phụ gia đình")
    event = Event.objects.get()
    assert sentence_of(event) == (
        "Cán bộ phong ghi kết quả khảo sát của 2 học sinh (lớp 9A, Trường THCS Sông Đỏ)."
    )
    assert event.detail.after["graduates"] == [children[0].pk, children[2].pk]
    assert "Đã có thông tin <strong" in response.content.decode()
    assert response.context["progress"].text == "2/3"


def test_school_of_origin_speaks_for_itself(
    children: list[Graduate], address: str, signed_in: Browser
) -> None:
    fill_in(signed_in("ORIGIN_SCHOOL"), address, line(children[0], code="02"))
    assert Destination.objects.get().source == Source.ORIGIN_SCHOOL
    assert Event.objects.get().object_id == str(children[0].pk)


def test_the_same_form_again_changes_nothing(
    children: list[Graduate], address: str, signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    sent = fields_of(client.get(address)) | line(children[0], code="1", place="thpt sông đỏ")
    for _ in range(2):
        response = client.post(address, sent, follow=True)
    assert "Không có thay đổi nào để ghi." in response.content.decode()
    assert (Destination.objects.count(), Event.objects.count()) == (1, 1)


def test_page_shows_what_the_own_source_said(
    province: Province, children: list[Graduate], address: str, signed_in: Browser
) -> None:
    fill_in(
        signed_in("DISTRICT"),
        address,
        line(children[0], code="96", place="Trung cấp Biên Hòa", evidence="Giấy báo nhập học"),
    )
    fields = fields_of(signed_in("DISTRICT").get(address))
    key = children[0].pk
    assert (fields[f"code-{key}"], fields[f"place-{key}"]) == ("96", "Trung cấp Biên Hòa")
    assert fields[f"evidence-{key}"] == "Giấy báo nhập học"
    assert reread(children[0]).place == Place.OUTSIDE
    # Another source's line is its own: the school has said nothing yet.
    assert fields_of(signed_in("ORIGIN_SCHOOL").get(address))[f"code-{key}"] == ""


def test_new_answer_replaces_the_own_and_leaves_others(
    province: Province, children: list[Graduate], address: str, signed_in: Browser
) -> None:
    state(children[0], Programme.AT_HOME)
    client = signed_in("DISTRICT")
    fill_in(client, address, line(children[0], code="4", place="gdtx"))
    fill_in(client, address, line(children[0], code="6", place="Trường Trung cấp nghề Sông Đỏ"))
    assert {programme for programme, *_ in said(children[0])} == {"AT_HOME", "INTERMEDIATE"}
    # Continuing education that was replaced makes no dual study of the training.
    assert not reread(children[0]).is_dual
    assert Destination.objects.count() == 3


def test_dual_study_is_two_statements(
    children: list[Graduate], address: str, signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    fill_in(
        client,
        address,
        line(children[0], code="85", place="gdtx", training="Trường Trung cấp nghề Sông Đỏ"),
    )
    assert [programme for programme, *_ in said(children[0])] == ["CONTINUING", "ELEMENTARY"]
    assert reread(children[0]).is_dual
    fields = fields_of(client.get(address))
    assert fields[f"code-{children[0].pk}"] == "85"
    assert fields[f"training-{children[0].pk}"] == "Trường Trung cấp nghề Sông Đỏ"


def test_emptied_line_takes_the_answer_back(
    children: list[Graduate], address: str, signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    fill_in(client, address, line(children[0], code="01"))
    fill_in(client, address, line(children[0], code=""))
    assert said(children[0]) == []
    assert reread(children[0]).outcome == Outcome.NOT_KNOWN


def test_ending_is_left_alone(
    province: Province, children: list[Graduate], address: str, signed_in: Browser
) -> None:
    """A replaced ending would let reports before it live again."""
    left = state(
        children[0],
        Programme.CONTINUING,
        stage=Stage.LEFT,
        school=province.gdtx,
        source=Source.SURVEY,
    )
    client = signed_in("DISTRICT")
    assert fields_of(client.get(address))[f"code-{children[0].pk}"] == ""
    fill_in(client, address, line(children[0], code="02"))
    left.refresh_from_db()
    assert left.superseded_at is None
    assert reread(children[0]).outcome == Outcome.NOT_STUDYING


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"code": "1"}, "place", "Ghi trường, cơ sở nơi học."),
        ({"reason": "Phụ gia đình"}, "code", "Chọn nơi đến trong danh sách."),
        ({"code": "99"}, "code", "Chọn nơi đến trong danh sách."),
        ({"place": "song do"}, "place",
         "“song do” có thể là Trường THPT Sông Đỏ, Trung tâm GDTX&KTTH Sông Đỏ, Trường Trung cấp "
         "nghề Sông Đỏ; ghi rõ tên hơn."),
        ({"code": "1", "place": "THPT Không Đâu"}, "place",
         "Không có “THPT Không Đâu” trong danh mục trường, cơ sở; sửa tên, hoặc chọn mã ngoài "
         "tỉnh (91, 94 đến 97)."),
        ({"code": "6", "place": "nghe"}, "place",
         "“nghe” có thể là Trường Trung cấp nghề Sông Đỏ, Trường Trung cấp nghề Rạch Xanh; ghi rõ "
         "tên hơn."),
        ({"code": "1", "place": "Trường Trung cấp nghề Sông Đỏ"}, "place",
         "Trường Trung cấp nghề Sông Đỏ không dạy “Lớp 10 THPT công lập”; sửa nơi đến hoặc nơi "
         "học."),
        ({"code": "1", "place": "cau go"}, "code",
         "Trường THPT Cầu Gỗ ở Tây Ninh; chọn mã ngoài tỉnh (91, 94 đến 97)."),
        ({"code": "91"}, "place", "Ghi trường, cơ sở nơi học."),
        ({"code": "01", "place": "Chợ Đức Hòa"}, "place",
         "“Đi làm” thì để trống nơi học; nếu đi học thì chọn nơi đến khác."),
        ({"code": "86", "place": "gdtx"}, "training",
         "Ghi nơi học nghề: mở “Ghi thêm” ở dòng này."),
        ({"code": "4", "place": "gdtx", "training": "gdtx"}, "training",
         "Nơi học nghề chỉ ghi cho mã 85, 86, 87; bỏ trống ô này."),
        ({"code": "03", "reason": "x" * 301}, "reason", "Lý do dài nhất 300 ký tự."),
    ],
)  # fmt: skip
def test_wrong_line_is_told_and_right_ones_are_saved(
    values: dict[str, str],
    field: str,
    sentence: str,
    children: list[Graduate],
    address: str,
    signed_in: Browser,
) -> None:
    response = fill_in(
        signed_in("DISTRICT"), address, line(children[0], **values), line(children[1], code="02")
    )
    html = response.content.decode()
    assert "<title>" in html
    assert "Lỗi:" in html[: html.index("</title>")]
    problem = response.context["problems"]
    assert [(row["field"], row["sentence"]) for row in problem] == [(field, sentence)]
    assert f'href="#{field}-{children[0].pk}"' in html
    assert "Đã ghi kết quả khảo sát của 1 học sinh." in html
    assert said(children[0]) == []
    assert [programme for programme, *_ in said(children[1])] == ["AT_HOME"]
    kept = fields_of(response)
    assert {name: kept[f"{name}-{children[0].pk}"] for name in values if name != "code"} == {
        name: value for name, value in values.items() if name != "code"
    }


def test_nothing_but_wrong_lines_is_not_called_unchanged(
    children: list[Graduate], address: str, signed_in: Browser
) -> None:
    response = fill_in(signed_in("DISTRICT"), address, line(children[0], code="99"))
    assert "Chọn nơi đến trong danh sách." in response.content.decode()
    assert "Không có thay đổi" not in response.content.decode()


def test_outside_the_catalogue_and_in_it(
    province: Province, children: list[Graduate], address: str, signed_in: Browser
) -> None:
    """A namesake of an institution here is another's name outside; one listed there is found."""
    fill_in(
        signed_in("DISTRICT"),
        address,
        line(children[0], code="91", place="Trường THPT Sông Đỏ"),
        line(children[1], code="91", place="trường thpt cầu gỗ"),
    )
    statements = Destination.objects.order_by("graduate")
    assert [(s.school, s.place_text) for s in statements] == [
        (None, "Trường THPT Sông Đỏ"),
        (province.thpt_outside, ""),
    ]
    assert [reread(child).place for child in children[:2]] == [Place.OUTSIDE, Place.OUTSIDE]


@pytest.mark.parametrize(
    ("place", "programme"),
    [
        ("thpt song do", "UPPER_SECONDARY"),
        ("gdtx", "CONTINUING"),
        ("rach xanh", "INTERMEDIATE"),
        ("cau go", "UPPER_SECONDARY"),
    ],
)
def test_place_alone_sets_the_code(
    place: str, programme: str, children: list[Graduate], address: str, signed_in: Browser
) -> None:
    fill_in(signed_in("DISTRICT"), address, line(children[0], place=place))
    assert [found for found, *_ in said(children[0])] == [programme]


def test_two_of_one_name_are_told_apart(
    province: Province, children: list[Graduate], address: str, signed_in: Browser
) -> None:
    twin = School.objects.create(
        code="805P09", name="THPT Sông Đỏ", kind="THPT", district=province.away, province="Long An"
    )
    School.objects.filter(pk=province.thpt.pk).update(name="THPT Sông Đỏ")
    client = signed_in("DISTRICT")
    response = fill_in(client, address, line(children[0], code="1", place="thpt song do"))
    assert (
        "THPT Sông Đỏ (Huyện Đức Hòa), THPT Sông Đỏ (Huyện Tân Trụ)"
        in (response.context["problems"][0]["sentence"])
    )
    label = "THPT Sông Đỏ (Huyện Tân Trụ)"
    fill_in(client, address, line(children[0], code="1", place=label))
    assert Destination.objects.get().school == twin
    assert fields_of(client.get(address))[f"place-{children[0].pk}"] == label


@pytest.mark.parametrize("written", ["", "31/02/2020", "31/12/2019", "tomorrow"])
def test_wrong_day_saves_nothing_and_keeps_everything(
    written: str, children: list[Graduate], address: str, signed_in: Browser
) -> None:
    if written == "tomorrow":
        written = f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}"
    typed = line(children[0], code="01", reason="Phụ gia đình")
    response = fill_in(signed_in("DISTRICT"), address, typed, stated_on=written)
    assert response.context["form"].errors
    assert "Chưa ghi dòng nào." in response.content.decode()
    assert fields_of(response).items() >= typed.items()
    assert not Destination.objects.exists()


def test_day_stays_for_the_next_save(
    children: list[Graduate], address: str, signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    response = fill_in(client, address, line(children[0], code="01"), stated_on="28/9/2020")
    assert fields_of(response)["stated_on"] == "28/09/2020"


def test_closed_year_is_only_shown(
    province: Province, children: list[Graduate], address: str, signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    sent = fields_of(client.get(address)) | line(children[0], code="01")
    Cohort.objects.update(is_open=False)
    response = client.post(address, sent)
    assert "Số liệu năm tốt nghiệp 2020 đã khóa" in response.content.decode()
    assert not Destination.objects.exists()


def test_only_what_is_missing(
    province: Province, children: list[Graduate], address: str, signed_in: Browser
) -> None:
    confirm(children[1], Programme.UPPER_SECONDARY, province.thpt)
    response = signed_in("DISTRICT").get(f"{address}&missing=1")
    shown = [row["name"] for row in response.context["rows"]]
    assert shown == ["Lê Thị An", "Võ Thị Cúc"]


def test_commune_gathers_children_of_several_schools(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    enrol(province, "Hồ Văn Dần", school=province.thcs_second, commune=province.home_commune)
    enrol(province, "Cao Văn Tuất", school=province.thcs_away, commune=province.home_commune)
    enrol(province, "Mai Thị Dậu", school=province.thcs)
    address = reverse("students:survey_commune", args=[province.home_commune.pk])
    response = signed_in("DISTRICT").get(address)
    assert [row["name"] for row in response.context["rows"]] == [
        "Lê Thị An", "Trần Văn Bé", "Võ Thị Cúc", "Hồ Văn Dần",
    ]  # fmt: skip
    unknown = signed_in("DISTRICT").get(reverse("students:survey_commune", args=[0]))
    assert [row["name"] for row in unknown.context["rows"]] == ["Mai Thị Dậu"]


def test_foreign_child_in_the_form_is_never_written(
    province: Province, children: list[Graduate], address: str, signed_in: Browser
) -> None:
    foreign = enrol(province, "Cao Văn Tuất", school=province.thcs_away)
    client = signed_in("DISTRICT")
    sent = fields_of(client.get(address)) | line(foreign, code="01", version="0-0", seen="")
    response = client.post(address, sent)
    assert "1 học sinh không còn trong danh sách này" in response.content.decode()
    assert not Destination.objects.exists()


def test_pages_of_sixty(province: Province, signed_in: Browser) -> None:
    for number in range(61):
        enrol(province, f"Lê Thị An {number:02d}", class_name=CLASS)
    response = signed_in("DISTRICT").get(class_address(province.thcs))
    assert len(response.context["rows"]) == 60
    assert response.context["page"].next_url
