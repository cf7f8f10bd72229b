"""New rosters, one file or several, and an empty one to fill in."""

from io import BytesIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from districts.authority import Permission, require
from documents.import_template import RosterKind, write_roster_template
from imports.graduates import SourceFile
from imports.models import Batch, BatchKind
from imports.reception import Reception, answer_sent
from imports.steps import download, posted
from rosters.incoming import drafts, lines, pages
from rosters.incoming.forms import RosterTemplateForm, RosterUploadForm
from rosters.models import RosterVersion
from students.models import Cohort


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_ROSTER)
def upload(request: HttpRequest) -> HttpResponse:
    """New files, one or several; one that is no roster is answered in one sentence."""
    form = RosterUploadForm(*posted(request))
    answer = answer_sent(request, form, _reception(request, form))
    if answer:
        return answer
    context = {"form": form, "template_form": RosterTemplateForm(user=request.user)}
    return render(request, "rosters/incoming/upload.html", context)


@require_GET
@require(Permission.IMPORT_ROSTER)
def template(request: HttpRequest) -> FileResponse:
    """An empty list to fill in."""
    form = RosterTemplateForm(request.GET, user=request.user)
    cohort = Cohort.objects.filter(is_open=True).order_by("-year").first()
    if not form.is_valid() or cohort is None:
        raise Http404
    institution, kind = form.cleaned_data["institution"], RosterKind(form.cleaned_data["kind"])
    out = BytesIO()
    write_roster_template(pages.template_of(institution, kind, request.user, cohort.year), out)
    return download(out, f"mau-danh-sach-dang-hoc-{institution.code}.xlsx")


def _reception(request: HttpRequest, form: RosterUploadForm) -> Reception:
    """Rosters of the chosen year; nothing is received of an invalid form."""
    institutions = drafts.institutions_of(request.user)

    def receive(source: SourceFile) -> drafts.ReceivedRoster:
        return drafts.start_draft(
            by=request.user, cohort=form.cleaned_data["cohort"], source=source
        )

    def taken(source: SourceFile) -> Batch | None:
        """Only while the list is in force: one that was replaced may be sent again on purpose."""
        in_force = RosterVersion.objects.latest().filter(sha256=source.sha256)
        batches = Batch.objects.visible_to(request.user).filter(
            kind=BatchKind.ROSTER,
            cohort=form.cleaned_data["cohort"],
            pk__in=in_force.values("batch_id"),
        )
        return batches.first()

    def line(name: str, received: drafts.ReceivedRoster) -> dict[str, str]:
        return lines.received_line(name, received, institutions)

    return Reception(receive, taken, lines.next_url, line, "rosters/incoming/_steps.html")
