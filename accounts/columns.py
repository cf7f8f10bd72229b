"""Columns of other stairs that name an account."""

from django.conf import settings
from django.db import models


def person(label: str, *, is_indexed: bool = False, is_required: bool = False) -> models.ForeignKey:
    """Who did something. Nobody where a command did it (unless required); accounts are never
    deleted from under what they did, and nobody is asked what he did by this column unless indexed.
    """
    optional = {} if is_required else {"null": True, "blank": True}
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=is_indexed,
        verbose_name=label,
        **optional,
    )
