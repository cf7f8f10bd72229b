"""What higher stairs do when the register of a cohort changes: they look ahead, then they follow.

Looking ahead is done before the transaction, so that others wait as shortly as possible; following
is part of it, so that nobody ever sees a register without what follows from it. Each app registers
its follower in `AppConfig.ready`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from students.models import Cohort


@dataclass(frozen=True)
class RegisterChange:
    """Graduates who are about to come, to change and to leave; values by attribute name
    (`school_id`).
    """

    cohort: Cohort
    new: Sequence[Mapping[str, Any]] = ()
    changed: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    withdrawn: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Followed:
    """What was done: `since` is the version of the register that it was done to (`hold_cohort`),
    `created` are the keys of the new, in their order.
    """

    change: RegisterChange
    since: int
    created: Sequence[int] = ()


class Follower(Protocol):
    """What something higher keeps true of the register."""

    def foresee(self, change: RegisterChange) -> Any:
        """What will follow; writes nothing."""

    def follow(self, done: Followed, foreseen: Any | None, *, by: Any | None) -> None:
        """Let it follow, inside the transaction; whatever was not foreseen is found out now."""


followers: list[Follower] = []


def foresee(change: RegisterChange) -> list[Any]:
    """What will follow from the change, to be handed to `follow`."""
    return [follower.foresee(change) for follower in followers]


def follow(done: Followed, foreseen: Sequence[Any] | None, *, by: Any | None) -> None:
    """Let everything follow that depends on the register; inside the transaction."""
    ahead = foreseen or [None] * len(followers)
    for follower, each in zip(followers, ahead, strict=True):
        follower.follow(done, each, by=by)
