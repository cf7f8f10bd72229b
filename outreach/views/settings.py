"""How an office writes: head and signer, and its own Word templates."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from districts.authority import Permission, require
from districts.models import District
from outreach.actions.offices import (
    TemplateRefused,
    drop_template,
    put_template,
    set_office_settings,
)
from outreach.models import LetterTemplate, TemplateKind
from outreach.office_forms import OfficeForm, TemplateForm
from outreach.own_templates import SHIPPED, meanings_of
from outreach.papers import settings_of
from outreach.views.offices import sending_offices
from outreach.views.papers import TYPES


@require_http_methods(["GET", "POST"])
@require(Permission.ISSUE_REFERRALS)
def office_settings(request: HttpRequest, code: str) -> HttpResponse:
    """Head, signer and wording of the papers to come."""
    issuer = _issuer(request, code)
    form = OfficeForm(request.POST or None, settings=settings_of(issuer))
    if request.method == "POST" and form.is_valid():
        set_office_settings(issuer=issuer, values=form.cleaned_data, by=request.user)
        messages.success(request, "Đã lưu. Văn bản đã trình ký giữ nguyên như khi trình ký.")
        return redirect("outreach:office_settings", issuer.code)
    return _page(request, issuer, form=form)


@require_POST
@require(Permission.ISSUE_REFERRALS)
def template_put(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The office's own template, once it can be filled in."""
    issuer, kind = _issuer(request, code), _kind(kind)
    form = TemplateForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data["template"]
        try:
            put_template(
                issuer=issuer,
                kind=kind,
                name=given.name[-200:],
                content=given.read(),
                by=request.user,
            )
        except TemplateRefused as refusal:
            form.add_error("template", str(refusal))
        else:
            messages.success(request, f"Đã dùng mẫu “{given.name}”.")
            return redirect("outreach:office_settings", issuer.code)
    return _page(request, issuer, template_form=form, template_kind=kind)


@require_POST
@require(Permission.ISSUE_REFERRALS)
def template_drop(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Back to the template that comes with the application."""
    issuer = _issuer(request, code)
    drop_template(issuer=issuer, kind=_kind(kind), by=request.user)
    messages.success(request, "Đã dùng lại mẫu có sẵn.")
    return redirect("outreach:office_settings", issuer.code)


@require_GET
@require(Permission.ISSUE_REFERRALS)
def template_get(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The template in force, to be edited in Word; it names nobody."""
    issuer, kind = _issuer(request, code), _kind(kind)
    own = LetterTemplate.objects.visible_to(request.user).filter(issuer=issuer, kind=kind)
    found = own.current().first()
    content = bytes(found.content) if found else SHIPPED[kind].read_bytes()
    name = found.name if found else f"mau-{kind.lower()}.docx"
    return HttpResponse(
        content,
        content_type=TYPES["docx"],
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def _page(
    request: HttpRequest,
    issuer: District,
    *,
    form: OfficeForm | None = None,
    template_form: TemplateForm | None = None,
    template_kind: str = "",
) -> HttpResponse:
    own = LetterTemplate.objects.visible_to(request.user).filter(issuer=issuer).current()
    names = dict(own.values_list("kind", "name"))
    context = {
        "office": issuer,
        "form": form or OfficeForm(settings=settings_of(issuer)),
        "wrong_form": template_form or form,
        "templates": [
            _template_line(issuer, kind, names, template_form if kind == template_kind else None)
            for kind in TemplateKind
        ],
        "back_url": reverse("outreach:office_referrals", args=[issuer.code]),
    }
    return render(request, "outreach/office_settings.html", context)


def _template_line(
    issuer: District, kind: TemplateKind, names: dict[str, str], form: TemplateForm | None
) -> dict[str, Any]:
    arguments = [issuer.code, kind.lower()]
    return {
        "kind": kind.lower(),
        "label": kind.label,
        "name": names.get(kind, ""),
        "get_url": reverse("outreach:template_get", args=arguments),
        "put_url": reverse("outreach:template_put", args=arguments),
        "drop_url": reverse("outreach:template_drop", args=arguments),
        "form": form or TemplateForm(auto_id=f"id_{kind.lower()}_%s"),
        "fields": meanings_of(kind),
    }


def _issuer(request: HttpRequest, code: str) -> District:
    return get_object_or_404(sending_offices(request.user), code=code)


def _kind(text: str) -> TemplateKind:
    if text.upper() not in TemplateKind.values:
        raise Http404
    return TemplateKind(text.upper())
