"""The lists in force: whose, and how their rows stand."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from districts.models import Role, School
from districts.paging import keyset_page
from rosters.models import RosterVersion
from rosters.views import LIST_ORDER
from tests.province import Province, make_user
from tests.rosters.views.lists import AN, STRANGER, an_of, send

Browser = Callable[[str], Client]
LIST = reverse("rosters:roster_list")


def institutions(client: Client, **query: str) -> list[str]:
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [line["institution"] for line in response.context["lines"]]


@pytest.fixture
def three_lists(province: Province) -> None:
    an_of(province)
    send(province, AN, STRANGER)
    send(province, AN, institution=province.gdtx.name)
    send(province, STRANGER, institution=province.vocational_away.name)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("RECEIVING_SCHOOL", {"thpt"}),
        ("DISTRICT", {"thpt", "gdtx"}),
        ("DEPARTMENT", {"thpt", "gdtx", "vocational_away"}),
    ],
)
def test_each_sees_own_lists(
    role: str, expected: set[str], province: Province, three_lists: None, signed_in: Browser
) -> None:
    names = sorted(getattr(province, name).name for name in expected)
    assert institutions(signed_in(role)) == names


def test_line_counts_balance(province: Province, three_lists: None, signed_in: Browser) -> None:
    (line,) = signed_in("RECEIVING_SCHOOL").get(LIST).context["lines"]
    assert [(number["label"], number["text"]) for number in line["numbers"]] == [
        ("Học sinh", "2"), ("Đã khớp", "1"), ("Cần kiểm tra", "0"), ("Không tìm thấy", "1"),
    ]  # fmt: skip
    assert (line["as_at"], line["list_name"]) == ("15/9/2020", "Lớp 10 THPT, đang học")


def test_every_number_opens_the_rows_behind_it(
    province: Province, three_lists: None, signed_in: Browser
) -> None:
    client = signed_in("DEPARTMENT")
    for line in client.get(LIST).context["lines"]:
        for number in line["numbers"]:
            assert bool(number["url"]) is (number["text"] != "0")
            if number["url"]:
                assert client.get(number["url"]).context["page"].count_text == number["text"]


@pytest.mark.parametrize("role", ["ORIGIN_SCHOOL", "COMMUNE", "UNASSIGNED"])
def test_role_without_the_right_is_refused(role: str, signed_in: Browser) -> None:
    assert signed_in(role).get(LIST).status_code == 403


@pytest.mark.parametrize("who", ["ANONYMOUS", "INACTIVE"])
def test_stranger_is_sent_to_sign_in(who: str, signed_in: Browser) -> None:
    assert signed_in(who).get(LIST)["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("role", "title"),
    [
        ("RECEIVING_SCHOOL", "Chưa có danh sách nào của đơn vị"),
        ("DISTRICT", "Chưa có trường, cơ sở nào gửi danh sách"),
    ],
)
def test_empty_list_says_what_to_do(role: str, title: str, signed_in: Browser) -> None:
    assert title in signed_in(role).get(LIST).content.decode()


def test_filter_narrows_within_the_scope(
    province: Province, three_lists: None, signed_in: Browser
) -> None:
    district = signed_in("DISTRICT")
    assert institutions(district, institution=province.gdtx.code) == [province.gdtx.name]
    response = district.get(LIST, {"institution": province.vocational_away.code})
    assert response.context["lines"] == []
    assert response.context["form"].errors
    department = signed_in("DEPARTMENT")
    away = institutions(department, district=province.away.code)
    assert away == [province.vocational_away.name]
    page = department.get(LIST, {"district": "999"}).content.decode()
    assert "Không có danh sách nào phù hợp" in page


def test_choices_are_those_of_the_scope(
    province: Province, three_lists: None, signed_in: Browser
) -> None:
    fields = signed_in("DISTRICT").get(LIST).context["form"].fields
    assert "district" not in fields
    offered = set(fields["institution"].queryset)
    assert province.gdtx in offered
    assert province.vocational_away not in offered
    assert not signed_in("RECEIVING_SCHOOL").get(LIST).context["form"].fields


def test_two_schools_of_one_officer_are_both_shown(
    province: Province, three_lists: None, client: Client
) -> None:
    user = make_user("hai-truong", Role.RECEIVING_SCHOOL, school=province.thpt)
    user.assignments.create(role=Role.RECEIVING_SCHOOL, school=province.gdtx)
    client.force_login(user)
    assert len(institutions(client)) == 2


def test_hostile_institution_name_is_escaped(
    province: Province, three_lists: None, signed_in: Browser
) -> None:
    name = "<script>alert(1)</script>" + "x" * 120
    School.objects.filter(pk=province.thpt.pk).update(name=name)
    page = signed_in("RECEIVING_SCHOOL").get(LIST).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_list_has_a_constant_number_of_queries(province: Province, signed_in: Browser) -> None:
    an_of(province)
    client = signed_in("DEPARTMENT")
    numbers = []
    for name in ("thpt", "gdtx", "vocational", "vocational_away"):
        send(province, AN, STRANGER, institution=getattr(province, name).name)
        with CaptureQueriesContext(connection) as queries:
            institutions(client)
        numbers.append(len(queries))
    assert len(set(numbers)) == 1


def test_pages_by_key_meet(province: Province, three_lists: None) -> None:
    versions = RosterVersion.objects.latest().select_related("roster__institution")
    pages, query = [], {}
    while True:
        page = keyset_page(versions, query, LIST_ORDER, size=1)
        pages += page.objects
        if not page.next_url:
            break
        query = QueryDict(page.next_url.removeprefix("?")).dict()
    assert [v.pk for v in pages] == list(
        versions.order_by("roster__institution__name").values_list("pk", flat=True)
    )
    back = {"before": f"{pages[-1].roster.institution.name}~{pages[-1].pk}"}
    before = keyset_page(versions, back, LIST_ORDER, size=1)
    assert before.objects == [pages[-2]]
    assert before.next_url and before.previous_url
