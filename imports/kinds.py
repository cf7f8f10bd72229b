"""The kinds of files that come in, and what higher stairs do when one is taken in or undone.

Each app registers in `AppConfig.ready`; imports itself knows only lists of graduates.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from districts.authority import Permission, has_permission

# Called as hook(graduates=…) with the keys of graduates whose import somebody wants to undo; yields
# (graduate, Vietnamese sentence) for whatever stands on a graduate and would be left without it.
built_upon: list[Callable[..., Iterable[tuple[int, str]]]] = []


@dataclass(frozen=True)
class ImportKind:
    """One kind of file: who may bring it in, the names of its pages, and how it is undone.

    The pages of a draft (where it begins, and where it is checked) and of a result take its key.
    `undo` is called as undo(batch=…, by=…, reason=…, but_those=…) and raises
    `imports.undoing.UndoRefused`.
    """

    permission: Permission
    upload_label: str
    upload_page: str
    draft_page: str
    check_page: str
    result_page: str
    undo: Callable[..., Any]


# By `BatchKind`, in the order in which they are offered.
kinds: dict[str, ImportKind] = {}


def kinds_open_to(user: Any) -> list[ImportKind]:
    """The kinds of files that this user may bring in."""
    return [kind for kind in kinds.values() if has_permission(user, kind.permission)]
