"""How an office writes: its settings and its own templates."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions import record_event
from districts.models import District
from outreach import verbs
from outreach.models import LetterTemplate, OfficeSettings, TemplateKind
from outreach.own_templates import problem_of


class TemplateRefused(Exception):
    """The template cannot be filled in; the message says what is wrong with it."""


def set_office_settings(*, issuer: District, values: dict[str, Any], by: Any) -> OfficeSettings:
    """Keep what an office decided; papers put up for signature already keep what they have."""
    with transaction.atomic():
        settings, _ = OfficeSettings.objects.select_for_update().get_or_create(issuer=issuer)
        before = {name: getattr(settings, name) for name in values}
        changed = {name: value for name, value in values.items() if before[name] != value}
        if not changed:
            return settings
        for name, value in changed.items():
            setattr(settings, name, value)
        settings.save(update_fields=[*changed])
        record_event(
            by=by,
            verb=verbs.SETTINGS_CHANGED,
            about=settings,
            label=str(issuer),
            fields=sorted(changed),
            before={name: before[name] for name in changed},
            after=changed,
        )
    return settings


def put_template(
    *, issuer: District, kind: str, name: str, content: bytes, by: Any
) -> LetterTemplate:
    """Put an office's own template in force.

    Raises TemplateRefused with the sentence to show.
    """
    if problem := problem_of(kind, content):
        raise TemplateRefused(problem)
    with transaction.atomic():
        _retire(issuer, kind, by=by)
        template = LetterTemplate.objects.create(
            issuer=issuer,
            kind=kind,
            name=name,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            recorded_at=timezone.now(),
            recorded_by=by,
        )
        _tell(template.kind, issuer, by=by, reason=name)
    return template


@transaction.atomic
def drop_template(*, issuer: District, kind: str, by: Any) -> None:
    """Go back to the template that comes with the application."""
    if _retire(issuer, kind, by=by):
        _tell(kind, issuer, by=by, reason="Dùng lại mẫu có sẵn.")


def _retire(issuer: District, kind: str, *, by: Any) -> int:
    in_force = LetterTemplate.objects.filter(issuer=issuer, kind=kind).current()
    return in_force.update(superseded_at=timezone.now(), superseded_by=by)


def _tell(kind: str, issuer: District, *, by: Any, reason: str) -> None:
    label = f"{TemplateKind(kind).label}, {issuer}"
    record_event(by=by, verb=verbs.TEMPLATE_CHANGED, about=issuer, label=label, reason=reason)
