"""Records that are superseded, never overwritten: the questions that all of them answer."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class HistoryQuerySet(models.QuerySet):
    """For models with `recorded_at` and `superseded_at` (null while current)."""

    def current(self) -> Self:
        return self.filter(superseded_at__isnull=True)

    def known_at(self, moment: datetime) -> Self:
        """Current as the register knew it at that moment."""
        return self.filter(
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment), recorded_at__lte=moment
        )
