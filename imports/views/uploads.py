"""A new file, and an empty one to fill in."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from districts.authority import Permission, require
from documents.import_template import write_graduate_template
from imports import drafts
from imports.forms import SentFile, TemplateForm, UploadForm
from imports.graduates import SourceFile
from imports.models import Batch, BatchKind
from imports.pages.lists import template_of
from imports.pages.uploads import (
    invalid_line,
    next_step,
    received_line,
    refused_line,
    taken_line,
)
from imports.reading import UnreadableFile
from imports.steps import download, posted
from students.models import Cohort

ALREADY = "Tệp này đã được tải lên trước đó; dưới đây là tệp đang kiểm tra, không tạo thêm."


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_GRADUATES)
def upload(request: HttpRequest) -> HttpResponse:
    """New files, one or several; one that is no list is answered in one sentence."""
    form = UploadForm(*posted(request), user=request.user)
    is_one_of_many = "one_of_many" in request.POST
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["sheet"]
        if is_one_of_many or len(sent) > 1:
            lines = [_line(request, form, each) for each in sent]
            part = "imports/_upload_line.html" if is_one_of_many else "imports/uploaded.html"
            return render(request, part, {"lines": lines, "line": lines[0]})
        done = _kept(request, form)
        if done:
            return done
    if is_one_of_many:
        return render(request, "imports/_upload_line.html", {"line": invalid_line(form)})
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


def _kept(request: HttpRequest, form: UploadForm) -> HttpResponse | None:
    """Keep the one file and go on to its next step; None where the form says what is wrong."""
    (sent,) = form.cleaned_data["sheet"]
    problem = sent.problem
    if sent.source:
        try:
            received = _received(request, form, sent.source)
        except UnreadableFile as error:
            problem = str(error)
        else:
            if received.is_known:
                messages.info(request, ALREADY)
            return redirect(next_step(received), received.draft.pk)
    form.add_error("sheet", problem)
    return None


def _line(request: HttpRequest, form: UploadForm, sent: SentFile) -> dict[str, str]:
    """What became of one of several files, each kept in a transaction of its own."""
    if sent.source is None:
        return refused_line(sent.name, sent.problem)
    batches = Batch.objects.visible_to(request.user).in_force()
    taken = batches.filter(
        kind=BatchKind.GRADUATES,
        cohort=form.cleaned_data["cohort"],
        sha256=sent.source.sha256,
    ).first()
    if taken:
        return taken_line(sent.name, taken)
    try:
        return received_line(sent.name, _received(request, form, sent.source))
    except UnreadableFile as error:
        return refused_line(sent.name, str(error))


def _received(request: HttpRequest, form: UploadForm, source: SourceFile) -> drafts.Received:
    return drafts.start_draft(
        by=request.user,
        cohort=form.cleaned_data["cohort"],
        district=form.sender(),
        source=source,
    )
