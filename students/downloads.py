"""Files sent to the browser."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from districts.context import office_names
from documents.export_maps import MAPS, ExportMap
from documents.mapped_list import write_mapped
from students.exported import CHUNK, exported
from students.models import GraduateQuerySet

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(file_name: str) -> HttpResponse:
    """An empty download to write a workbook into; never kept by a cache on the way."""
    return HttpResponse(
        content_type=WORKBOOK,
        headers={
            "Content-Disposition": content_disposition_header(True, file_name),
            "Cache-Control": "no-store",
        },
    )


def export_choices(plain: str) -> list[tuple[str, str]]:
    """In which columns a list can be downloaded: its own, named by `plain`, and those of the
    systems that offices must also feed.
    """
    return [("", plain), *((each.code, each.label) for each in MAPS.values())]


def chosen_map(request: HttpRequest) -> ExportMap | None:
    """The system whose columns were chosen; None for the list's own, as for a made-up one."""
    return MAPS.get(request.POST.get("map", ""))


def reason_of(export_map: ExportMap | None) -> str:
    """For which system children were taken out, as the log tells it."""
    return f"Mẫu: {export_map.label}." if export_map else ""


def write_export(
    export_map: ExportMap, graduates: GraduateQuerySet, target: HttpResponse, *, by: Any
) -> int:
    """Write the graduates in the columns of another system, as far as that user sees them; returns
    how many.
    """
    rows = exported(graduates.iterator(chunk_size=CHUNK), by)
    _, office = office_names(by)
    return write_mapped(export_map, rows, target, author=office, made_on=timezone.localdate())
