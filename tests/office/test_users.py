"""The pages of accounts: what they show, what they refuse, what they tell."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from audit.models import Event
from districts.models import Role, School
from office import actions
from office.directory import MOST
from office.people import account_version
from tests.province import Province, make_user

Browser = Callable[[str], Client]
HOSTILE = "<script>alert(1)</script>"
NEW = {"full_name": "Lê Văn Mới", "username": "le-van-moi", "phone": "0912 345 678"}


def url(name: str, *arguments: Any) -> str:
    return reverse(f"office:{name}", args=arguments)


def body(response: HttpResponse) -> str:
    return response.content.decode()


def followed(client: Client, address: str, **values: Any) -> str:
    response = client.post(address, values, follow=True)
    assert response.status_code == 200
    return body(response)


def routes(person: User) -> list[tuple[str, str]]:
    """Every address about one account with its method."""
    assignment = person.assignments.first()
    return [
        ("GET", url("user_detail", person.pk)),
        ("GET", url("user_edit", person.pk)),
        ("POST", url("user_edit", person.pk)),
        ("POST", url("user_deactivate", person.pk)),
        ("POST", url("user_activate", person.pk)),
        ("POST", url("password_reset", person.pk)),
        ("GET", url("assignment_role_choose", person.pk)),
        ("GET", url("assignment_add", person.pk, "commune")),
        ("POST", url("assignment_add", person.pk, "commune")),
        ("POST", url("assignment_remove", person.pk, assignment.pk if assignment else 1)),
    ]


def test_district_list_shows_its_own_unit(
    province: Province, officials: dict[str, Any], signed_in: Browser
) -> None:
    make_user("phong-khac", Role.DISTRICT, district=province.away)
    page = body(signed_in("DISTRICT").get(url("user_list")))
    for role in ("DISTRICT", "ORIGIN_SCHOOL", "RECEIVING_SCHOOL", "COMMUNE"):
        assert officials[role].full_name in page
    assert "Cán bộ phong-khac" not in page
    assert "Cán bộ so<" not in page


def test_department_starts_with_the_units(
    province: Province, officials: dict[str, Any], signed_in: Browser
) -> None:
    client = signed_in("DEPARTMENT")
    page = body(client.get(url("user_list")))
    assert "Theo đơn vị" in page
    assert province.away.name in page
    assert "Chưa phân quyền" in page
    chosen = body(client.get(url("user_list"), {"unit": "802"}))
    assert officials["ORIGIN_SCHOOL"].full_name in chosen
    assert "Cán bộ chua-phan-quyen" not in chosen
    alone = body(client.get(url("user_list"), {"unit": "chua-phan-quyen"}))
    assert "Cán bộ chua-phan-quyen" in alone
    assert officials["ORIGIN_SCHOOL"].full_name not in alone


@pytest.mark.parametrize(
    ("query", "found", "left_out"),
    [
        ({"q": "THCS SONG DO"}, "thcs", "xa"),
        ({"q": "can bo xa"}, "xa", "thcs"),
        ({"role": "COMMUNE"}, "xa", "thcs"),
        ({"state": "locked"}, "nghi-viec", "thcs"),
        ({"state": "never"}, "thcs", "nghi-viec"),
    ],
)
def test_list_is_narrowed(
    query: dict[str, str], found: str, left_out: str, province: Province, signed_in: Browser
) -> None:
    make_user("nghi-viec", Role.DISTRICT, district=province.home, active=False)
    page = body(signed_in("DISTRICT").get(url("user_list"), query))
    assert f'<span class="sub">{found}</span>' in page
    assert f'<span class="sub">{left_out}</span>' not in page


@pytest.mark.parametrize(
    "query", [{"role": "DEPARTMENT"}, {"role": "x"}, {"state": "x"}, {"q": "a" * 101}]
)
def test_value_that_is_no_choice_shows_nobody(query: dict[str, str], signed_in: Browser) -> None:
    page = body(signed_in("DISTRICT").get(url("user_list"), query))
    assert "Lỗi:" in page
    assert "Cán bộ thcs" not in page


def test_long_list_says_that_it_is_cut(province: Province, signed_in: Browser) -> None:
    for number in range(MOST + 1):
        make_user(f"thcs-{number:04}", Role.ORIGIN_SCHOOL, school=province.thcs)
    page = body(signed_in("DISTRICT").get(url("user_list")))
    assert f"Chỉ hiện {MOST} dòng đầu" in page
    assert page.count('<span class="sub">') == MOST


def test_account_is_shown_with_what_its_roles_can_do(
    officials: dict[str, Any], signed_in: Browser
) -> None:
    page = body(signed_in("DISTRICT").get(url("user_detail", officials["ORIGIN_SCHOOL"].pk)))
    assert "không thấy học sinh của trường khác" in page
    assert "Chưa lần nào" in page
    assert "Cấp lại mật khẩu" in page


def test_own_account_has_no_buttons(officials: dict[str, Any], signed_in: Browser) -> None:
    page = body(signed_in("DISTRICT").get(url("user_detail", officials["DISTRICT"].pk)))
    assert "tài khoản của chính mình" in page
    assert "Thêm phân quyền" not in page
    assert "Khóa tài khoản" not in page


def test_shared_account_shows_the_own_assignment_only(
    province: Province, officials: dict[str, Any], signed_in: Browser
) -> None:
    person = officials["ORIGIN_SCHOOL"]
    person.assignments.create(role=Role.ORIGIN_SCHOOL, school=province.thcs_away)
    page = body(signed_in("DISTRICT").get(url("user_detail", person.pk)))
    assert province.thcs.name in page
    assert province.thcs_away.name not in page
    assert "Khóa tài khoản" not in page


def test_foreign_and_missing_accounts_are_not_there(
    province: Province, officials: dict[str, Any], signed_in: Browser
) -> None:
    away = make_user("phong-khac", Role.DISTRICT, district=province.away)
    client = signed_in("DISTRICT")
    people = (away, officials["DEPARTMENT"], officials["UNASSIGNED"], User(pk=10**18))
    for person in people:
        for method, address in routes(person) if person.username else []:
            assert client.generic(method, address).status_code == 404, address
    assert client.get(url("user_detail", 10**30)).status_code == 404
    assert not Event.objects.exists()


def test_without_the_right_every_page_is_refused(
    officials: dict[str, Any], signed_in: Browser
) -> None:
    person = officials["ORIGIN_SCHOOL"]
    lists = [("GET", url("user_list")), ("GET", url("user_role_choose"))]
    adding = [(method, url("user_add", "commune")) for method in ("GET", "POST")]
    for role in ("ORIGIN_SCHOOL", "RECEIVING_SCHOOL", "COMMUNE", "UNASSIGNED"):
        client = signed_in(role)
        for method, address in [*lists, *adding, *routes(person)]:
            assert client.generic(method, address).status_code == 403, (role, address)


@pytest.mark.parametrize("who", ["ANONYMOUS", "INACTIVE"])
def test_stranger_is_sent_to_sign_in(
    who: str, officials: dict[str, Any], signed_in: Browser
) -> None:
    client = signed_in(who)
    for method, address in [("GET", url("user_list")), *routes(officials["ORIGIN_SCHOOL"])]:
        response = client.generic(method, address)
        assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("role", ["department", "khong-co", "ORIGIN_SCHOOL"])
def test_role_that_may_not_be_given_is_not_there(
    role: str, officials: dict[str, Any], signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    for address in (url("user_add", role), url("assignment_add", officials["COMMUNE"].pk, role)):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


def test_account_is_created_and_its_password_shown_once(
    province: Province, signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    address = url("user_add", "origin-school")
    response = client.post(address, NEW | {"place": province.thcs_second.pk})
    person = User.objects.get(username="le-van-moi")
    password = body(response).split('class="password">')[1].split("<")[0]
    assert person.check_password(password)
    assert person.phone == "0912345678"
    assert "no-store" in response["Cache-Control"]
    assert password not in body(client.get(url("user_detail", person.pk)))
    again = client.post(address, NEW | {"place": province.thcs_second.pk})
    assert "Tên đăng nhập này đã có người dùng" in body(again)
    assert User.objects.filter(username="le-van-moi").count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"full_name": ""}, "Nhập họ và tên."),
        ({"full_name": "12 34"}, "Nhập họ và tên bằng chữ."),
        ({"full_name": "Lê " * 60}, "Họ và tên dài nhất 120 ký tự."),
        ({"username": "Lê Văn"}, "Tên đăng nhập gồm 3 đến 40 ký tự"),
        ({"username": ""}, "Nhập tên đăng nhập."),
        ({"phone": "không có"}, "Nhập số điện thoại bằng chữ số"),
        ({"place": ""}, "Chọn trường THCS."),
        ({"place": "x"}, "Chọn trường THCS."),
    ],
)
def test_wrong_values_are_told_and_kept(
    values: dict[str, str], sentence: str, province: Province, signed_in: Browser
) -> None:
    given = NEW | {"place": province.thcs.pk} | values
    page = body(signed_in("DISTRICT").post(url("user_add", "origin-school"), given))
    assert sentence in page
    assert "<title>\n" in page
    assert "Cần xem lại nội dung đã nhập" in page
    kept = "le-van-moi" if "username" not in values else "Lê Văn Mới"
    assert f'value="{kept}"' in page
    assert not Event.objects.exists()


def test_foreign_place_is_no_choice(province: Province, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    page = body(client.get(url("user_add", "origin-school")))
    assert province.thcs_second.name in page
    assert province.thcs_away.name not in page
    given = NEW | {"place": province.thcs_away.pk}
    assert "Chọn trường THCS." in body(client.post(url("user_add", "origin-school"), given))
    assert not User.objects.filter(username="le-van-moi").exists()


def test_department_creates_its_own_without_a_place(signed_in: Browser) -> None:
    client = signed_in("DEPARTMENT")
    assert 'name="place"' not in body(client.get(url("user_add", "department")))
    assert "Đã tạo tài khoản" in body(client.post(url("user_add", "department"), NEW))
    assert User.objects.get(username="le-van-moi").assignments.get().role == Role.DEPARTMENT


def test_assignment_is_added_and_removed(
    province: Province, officials: dict[str, Any], signed_in: Browser
) -> None:
    client, person = signed_in("DISTRICT"), officials["ORIGIN_SCHOOL"]
    address = url("assignment_add", person.pk, "receiving-school")
    given = {"place": province.gdtx.pk, "version": account_version(person)}
    assert "Đã thêm phân quyền" in followed(client, address, **given)
    assert "Người này đã có vai trò này ở nơi này." in body(client.post(address, given))
    second = person.assignments.get(school=province.gdtx)
    removal = url("assignment_remove", person.pk, second.pk)
    version = account_version(person)
    assert "Đã gỡ phân quyền" in followed(client, removal, version=version)
    assert "đã có thay đổi khác" in followed(client, removal, version=version)
    assert person.assignments.count() == 1
    assert Event.objects.count() == 2


def test_last_assignment_is_kept_with_a_word(officials: dict[str, Any], signed_in: Browser) -> None:
    person = officials["ORIGIN_SCHOOL"]
    address = url("assignment_remove", person.pk, person.assignments.get().pk)
    page = followed(signed_in("DISTRICT"), address, version=account_version(person))
    assert "phân quyền duy nhất" in page
    assert person.assignments.count() == 1


def test_assignment_of_somebody_else_is_not_found_below_an_account(
    officials: dict[str, Any], signed_in: Browser
) -> None:
    person, other = officials["ORIGIN_SCHOOL"], officials["COMMUNE"]
    address = url("assignment_remove", person.pk, other.assignments.get().pk)
    response = signed_in("DISTRICT").post(address, {"version": account_version(person)})
    assert response.status_code == 404


def test_stale_form_shows_what_has_changed_and_keeps_the_choice(
    province: Province, officials: dict[str, Any], signed_in: Browser
) -> None:
    client, person = signed_in("DISTRICT"), officials["ORIGIN_SCHOOL"]
    version = account_version(person)
    actions.add_assignment(
        by=officials["DEPARTMENT"],
        person=person,
        version=version,
        role=Role.COMMUNE,
        place=province.home_commune,
    )
    address = url("assignment_add", person.pk, "receiving-school")
    page = body(client.post(address, {"place": province.gdtx.pk, "version": version}))
    assert "đã có thay đổi khác" in page
    assert province.home_commune.name in page
    assert f'<option value="{province.gdtx.pk}" selected>' in page
    assert person.assignments.count() == 2
    # The form may be sent once more: it carries the version that was just shown.
    fresh = account_version(person)
    assert f'value="{fresh}"' in page
    client.post(address, {"place": province.gdtx.pk, "version": fresh})
    assert person.assignments.count() == 3


def test_account_is_locked_signed_out_and_opened_again(
    officials: dict[str, Any], signed_in: Browser
) -> None:
    client, person = signed_in("DISTRICT"), officials["ORIGIN_SCHOOL"]
    school = signed_in("ORIGIN_SCHOOL")
    version = account_version(person)
    page = followed(client, url("user_deactivate", person.pk), version=version)
    assert "Đã khóa tài khoản thcs" in page
    assert school.get(reverse("office:home")).status_code == 302
    assert "đã có thay đổi khác" in followed(
        client, url("user_deactivate", person.pk), version=version
    )
    person.refresh_from_db()
    page = followed(client, url("user_activate", person.pk), version=account_version(person))
    assert "Đã mở lại tài khoản thcs" in page
    assert Event.objects.count() == 2


def test_new_password_is_shown_once_and_a_second_click_gives_no_other(
    officials: dict[str, Any], signed_in: Browser
) -> None:
    client, person = signed_in("DISTRICT"), officials["ORIGIN_SCHOOL"]
    address, version = url("password_reset", person.pk), account_version(person)
    page = body(client.post(address, {"version": version}))
    password = page.split('class="password">')[1].split("<")[0]
    assert "đã có thay đổi khác" in followed(client, address, version=version)
    person.refresh_from_db()
    assert person.check_password(password)
    assert Event.objects.count() == 1


def test_buttons_carry_the_form_token(province: Province, officials: dict[str, Any]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officials["DISTRICT"])
    person = officials["ORIGIN_SCHOOL"]
    person.assignments.create(role=Role.RECEIVING_SCHOOL, school=province.gdtx)
    page = body(client.get(url("user_detail", person.pk)))
    forms = [part.split("</form>")[0] for part in page.split("<form")[1:]]
    posting = [form for form in forms if 'method="post"' in form]
    assert len(posting) == 5  # sign out, two removals, password, lock
    assert all("csrfmiddlewaretoken" in form for form in posting)
    assert client.post(url("user_deactivate", person.pk)).status_code == 403


def test_hostile_names_are_shown_escaped(
    province: Province, officials: dict[str, Any], signed_in: Browser
) -> None:
    person = officials["ORIGIN_SCHOOL"]
    User.objects.filter(pk=person.pk).update(full_name=f"{HOSTILE} =1+1 {'dài' * 20}")
    School.objects.filter(pk=province.thcs.pk).update(name=HOSTILE)
    client = signed_in("DISTRICT")
    addresses = [url("user_list"), *(a for method, a in routes(person) if method == "GET")]
    version = account_version(person)
    pages = [body(client.get(address)) for address in addresses]
    pages.append(followed(client, url("user_deactivate", person.pk), version=version))
    for page in pages:
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page


@pytest.mark.parametrize("query", [{}, {"unit": "802"}, {"q": "can bo"}])
def test_list_has_a_constant_number_of_queries(
    query: dict[str, str], province: Province, signed_in: Browser
) -> None:
    client = signed_in("DEPARTMENT")
    numbers = []
    for round_of in range(1, 4):
        for number in range(4 * round_of):
            make_user(f"thcs-{round_of}-{number}", Role.ORIGIN_SCHOOL, school=province.thcs)
            make_user(f"xa-{round_of}-{number}", Role.COMMUNE, commune=province.home_township)
            make_user(f"khong-{round_of}-{number}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url("user_list"), query).status_code == 200
        numbers.append(len(queries))
    assert len(set(numbers)) == 1
    assert numbers[0] <= 9


def test_account_page_has_a_constant_number_of_queries(
    province: Province, officials: dict[str, Any], signed_in: Browser
) -> None:
    client, person = signed_in("DISTRICT"), officials["ORIGIN_SCHOOL"]
    numbers = []
    for school in (province.thcs_second, None):
        if school is None:
            for place in (province.gdtx, province.vocational, province.thpt):
                person.assignments.create(role=Role.RECEIVING_SCHOOL, school=place)
        else:
            person.assignments.create(role=Role.ORIGIN_SCHOOL, school=school)
        with CaptureQueriesContext(connection) as queries:
            client.get(url("user_detail", person.pk))
        numbers.append(len(queries))
    assert len(set(numbers)) == 1
