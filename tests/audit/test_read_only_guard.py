"""A page that is only read writes nothing, whoever wrote it."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from audit.actions import record_event
from audit.models import Event
from districts.models import District
from longan_enroll.middleware import WriteOnRead
from longan_enroll.urls import urlpatterns as application
from students.models import Cohort
from students.verbs import GRADUATES_EXPORTED

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@login_not_required
def creating(request: HttpRequest) -> HttpResponse:
    Cohort.objects.create(year=2031)
    return HttpResponse("đã ghi")


@login_not_required
def updating(request: HttpRequest) -> HttpResponse:
    Cohort.objects.update(is_open=False)
    return HttpResponse("đã ghi")


@login_not_required
def deleting(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("  delete from students_cohort")
    return HttpResponse("đã ghi")


@login_not_required
def creating_many(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        Cohort.objects.bulk_create([Cohort(year=2032), Cohort(year=2033)])
    return HttpResponse("đã ghi")


@login_not_required
def reading(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        names = list(District.objects.values_list("name", flat=True))
    record_event(by=None, verb=GRADUATES_EXPORTED, count=len(names))
    request.session["đã xem"] = True
    return HttpResponse(str(len(names)))


VIEWS = {
    "creating": creating,
    "updating": updating,
    "deleting": deleting,
    "creating-many": creating_many,
}
urlpatterns = [
    *application,
    path("thu/reading/", reading),
    *(path(f"thu/{name}/", view) for name, view in VIEWS.items()),
]


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_writing_view_is_refused(name: str, method: str, client: Client) -> None:
    Cohort.objects.create(year=2020)
    with pytest.raises(WriteOnRead), transaction.atomic():
        client.generic(method, f"/thu/{name}/")
    assert list(Cohort.objects.values_list("year", "is_open")) == [(2020, True)]


@pytest.mark.parametrize("name", VIEWS)
def test_posting_may_write(name: str, client: Client) -> None:
    Cohort.objects.create(year=2020)
    assert client.post(f"/thu/{name}/").status_code == 200
    assert list(Cohort.objects.values_list("year", "is_open")) != [(2020, True)]


def test_reading_view_may_log_and_keep_a_session(client: Client) -> None:
    assert client.get("/thu/reading/").status_code == 200
    assert Event.objects.count() == 1
    assert client.session["đã xem"] is True


def test_guard_ends_with_the_request(client: Client) -> None:
    client.get("/thu/reading/")
    Cohort.objects.create(year=2034)
    assert Cohort.objects.count() == 1
