"""The admin is for superusers and master data; what is superseded is never edited there."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import User
from domain.outcome import Place, Programme
from reports.verification import differences
from students.models import Destination, Graduate, Quota, Target
from tests.province import Province, confirm, enrol, reread

pytestmark = pytest.mark.django_db

PAGES = [
    ("districts", "district"),
    ("districts", "commune"),
    ("districts", "school"),
    ("districts", "assignment"),
    ("students", "cohort"),
    ("students", "target"),
    ("students", "quota"),
    ("accounts", "user"),
]


@pytest.fixture
def superuser() -> User:
    return User.objects.create_superuser("quan-tri", full_name="Quản trị", password="Mat-khau-1")


@pytest.mark.parametrize(("app", "model"), PAGES)
def test_admin_lists_open_for_a_superuser(client, superuser, app, model) -> None:
    client.force_login(superuser)
    assert client.get(reverse(f"admin:{app}_{model}_changelist")).status_code == 200


def test_admin_stays_closed_for_others(client) -> None:
    client.force_login(User.objects.create_user("can-bo", full_name="Cán bộ", password="Mk-1"))
    response = client.get(reverse("admin:districts_school_changelist"))
    assert response.status_code == 302


def test_school_moved_in_the_admin_takes_its_children_along(
    client, superuser, province: Province
) -> None:
    child = enrol(province, "Lê Thị An")
    confirm(child, Programme.UPPER_SECONDARY, province.thpt)
    client.force_login(superuser)
    address = reverse("admin:districts_school_change", args=[province.thpt.pk])
    form = client.get(address).context["adminform"].form
    given = {name: value for name, value in form.initial.items() if value is not None}
    given |= {"district": province.away.pk, "aliases": "[]"}
    response = client.post(address, given)
    assert response.status_code == 302, response.context["errors"]
    assert (reread(child).place, differences()) == (Place.IN_PROVINCE, [])


@pytest.mark.parametrize("model", [Target, Quota])
def test_dated_records_are_never_edited_in_the_admin(rf, superuser, model) -> None:
    request = rf.get("/")
    request.user = superuser
    page = admin.site._registry[model]
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)
    assert page.has_import_permission(request)


@pytest.mark.parametrize("model", [Graduate, Destination])
def test_registers_of_children_are_not_in_the_admin(model) -> None:
    assert model not in admin.site._registry
