"""What higher stairs do when an import is committed. They register in `AppConfig.ready`."""

from collections.abc import Callable
from typing import Any

from students.models import Cohort

# Called as hook(cohort=…, by=…) inside the transaction that changed the cohort's graduates.
after_graduates: list[Callable[..., Any]] = []


def graduates_changed(*, cohort: Cohort, by: Any | None) -> None:
    for hook in after_graduates:
        hook(cohort=cohort, by=by)
