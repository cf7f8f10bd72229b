"""Files sent to the browser."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

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
