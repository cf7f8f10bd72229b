"""Pages with the faults that the tests of scoping must find. Mounted by those tests alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import include, path
from django.views.decorators.http import require_GET

from districts.authority import Permission, require
from students.models import Graduate


@require_GET
@require(Permission.SEE_GRADUATES)
def every_graduate(request: HttpRequest) -> HttpResponse:
    """Lists all graduates, whosever they are."""
    return HttpResponse(", ".join(Graduate.objects.values_list("full_name", flat=True)))


@require_GET
@require(Permission.SEE_GRADUATES)
def any_graduate(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens any graduate whose number one guesses."""
    return HttpResponse(get_object_or_404(Graduate.objects.all(), pk=pk).full_name)


@require_GET
def graduate_without_right(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps to the scope but asks for no right."""
    return HttpResponse(get_object_or_404(Graduate.objects.visible_to(request.user), pk=pk))


@require(Permission.SEE_GRADUATES)
def graduate_by_any_method(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers methods nobody thought of."""
    return HttpResponse(get_object_or_404(Graduate.objects.visible_to(request.user), pk=pk))


@require_GET
@require(Permission.SEE_GRADUATES)
def graduate_with_error(request: HttpRequest, pk: int) -> HttpResponse:
    """Stumbles over a number that does not exist."""
    try:
        return HttpResponse(Graduate.objects.visible_to(request.user).get(pk=pk).full_name)
    except Graduate.DoesNotExist as missing:
        raise RuntimeError from missing


leaks = [
    path("leaks/graduates/", every_graduate, name="every_graduate"),
    path("leaks/<int:pk>/", any_graduate, name="any_graduate"),
    path("leaks/<int:pk>/without-right/", graduate_without_right, name="graduate_without_right"),
    path("leaks/<int:pk>/by-any-method/", graduate_by_any_method, name="graduate_by_any_method"),
    path("leaks/<int:pk>/with-error/", graduate_with_error, name="graduate_with_error"),
]
urlpatterns = [
    path("", include("longan_enroll.urls")),
    path("", include((leaks, "leaks"))),
]
