"""A new file, and an empty one to fill in."""

from io import BytesIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from districts.authority import Permission, require
from documents.import_template import write_graduate_template
from imports import drafts
from imports.forms import TemplateForm, UploadForm
from imports.headers import lacking
from imports.pages.lists import template_of
from imports.reading import UnreadableFile
from imports.steps import download, posted
from students.models import Cohort


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_GRADUATES)
def upload(request: HttpRequest) -> HttpResponse:
    """A new file; one that is no list is answered in one sentence."""
    form = UploadForm(*posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            received = drafts.start_draft(
                by=request.user,
                cohort=form.cleaned_data["cohort"],
                district=form.sender(),
                source=form.cleaned_data["sheet"],
            )
        except UnreadableFile as error:
            form.add_error("sheet", str(error))
        else:
            return redirect(_next_step(received), received.draft.pk)
    context = {"form": form, "template_form": TemplateForm(user=request.user)}
    return render(request, "imports/upload.html", context)


@require_GET
@require(Permission.IMPORT_GRADUATES)
def template(request: HttpRequest) -> FileResponse:
    """An empty list to fill in, with the schools and communes of the district to choose from."""
    form = TemplateForm(request.GET, user=request.user)
    if not form.is_valid():
        raise Http404
    year = Cohort.objects.filter(is_open=True).order_by("-year").values_list("year", flat=True)
    out = BytesIO()
    asked = template_of(form.cleaned_data["district"], request.user, year.first())
    write_graduate_template(asked, out)
    return download(out, f"mau-danh-sach-tot-nghiep-{asked.year}.xlsx")


def _next_step(received: drafts.Received) -> str:
    """Columns come before rows where one that is needed was not found."""
    is_whole = received.plan is not None and not lacking(received.plan)
    return "imports:draft_check" if is_whole else "imports:draft_columns"
