"""What higher stairs do when an import is committed or undone; registered in `AppConfig.ready`."""

from collections.abc import Callable, Iterable
from typing import Any

from students.models import Cohort

# Called as hook(cohort=…, by=…) inside the transaction that changed the cohort's graduates.
after_graduates: list[Callable[..., Any]] = []
# Called as hook(graduates=…) with the keys of graduates whose import somebody wants to undo; yields
# (graduate, Vietnamese sentence) for whatever stands on a graduate and would be left without it.
built_upon: list[Callable[..., Iterable[tuple[int, str]]]] = []


def graduates_changed(*, cohort: Cohort, by: Any | None) -> None:
    for hook in after_graduates:
        hook(cohort=cohort, by=by)
