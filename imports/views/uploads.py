"""A new file, and an empty one to fill in."""

from io import BytesIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from districts.authority import Permission, require
from documents.import_template import write_graduate_template
from imports import drafts
from imports.forms import TemplateForm, UploadForm
from imports.graduates import SourceFile
from imports.models import Batch, BatchKind
from imports.pages.lists import template_of
from imports.pages.uploads import next_url, received_line
from imports.reception import Reception, answer_sent
from imports.steps import download, posted
from students.models import Cohort


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_GRADUATES)
def upload(request: HttpRequest) -> HttpResponse:
    """New files, one or several; one that is no list is answered in one sentence."""
    form = UploadForm(*posted(request), user=request.user)
    answer = answer_sent(request, form, _reception(request, form))
    if answer:
        return answer
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


def _reception(request: HttpRequest, form: UploadForm) -> Reception:
    """Lists of graduates, as this form was filled in; nothing is received of an invalid one."""

    def receive(source: SourceFile) -> drafts.Received:
        return drafts.start_draft(
            by=request.user,
            cohort=form.cleaned_data["cohort"],
            district=form.sender(),
            source=source,
        )

    def taken(source: SourceFile) -> Batch | None:
        batches = Batch.objects.visible_to(request.user).in_force()
        return batches.filter(
            kind=BatchKind.GRADUATES, cohort=form.cleaned_data["cohort"], sha256=source.sha256
        ).first()

    return Reception(receive, taken, next_url, received_line, "imports/_steps.html")
