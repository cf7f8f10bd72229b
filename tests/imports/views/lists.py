"""Lists on their way in, as the pages' tests send, open and confirm them."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from audit.models import Event
from imports.models import Batch, Draft, Row
from students.models import Graduate, GraduateCount, GraduateFacts
from tests.sheets import graduate_book, pupil

Browser = Callable[[str], Client]

AN = pupil(register="", personal="079305000001")
BE = pupil(name="Trần Văn Bé", gender="Nam", birth="07/01/2005", register="")
UNKNOWN_SCHOOL = pupil(name="Võ Thị Cúc", birth="08/02/2005", school="THCS SĐ", register="")


def uploaded(client: Client, *rows: dict[str, Any], content: bytes = b"", **given: str) -> Any:
    """The response to uploading a list of these pupils."""
    file = SimpleUploadedFile("danh-sach.xlsx", content or graduate_book(*rows))
    return client.post(reverse("imports:upload"), {"cohort": "2020", "sheet": file, **given})


def drafted(client: Client, *rows: dict[str, Any], content: bytes = b"") -> Draft:
    response = uploaded(client, *rows, content=content)
    assert response.status_code == 302, response.content.decode()
    return Draft.objects.get(pk=resolve(response["Location"]).kwargs["pk"])


def page(client: Client, step: str, draft: Draft, query: str = "") -> HttpResponse:
    return client.get(reverse(f"imports:{step}", args=[draft.pk]) + query)


def confirmed(client: Client, draft: Draft, **given: str) -> HttpResponse:
    """Press the button of the page that is open."""
    seen = page(client, "draft_confirm", draft).context["fingerprint"]
    return client.post(
        reverse("imports:draft_confirm", args=[draft.pk]), {"fingerprint": seen, **given}
    )


def register() -> list[Any]:
    """Everything that an import may change."""
    models = (Graduate, GraduateFacts, GraduateCount, Batch, Row, Event)
    return [list(model.objects.order_by("pk").values()) for model in models]
