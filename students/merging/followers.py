"""What higher stairs keep of a graduate, and how it follows a merge; they register here.

`tests/repository/test_staircase.py` asks that every table that names a graduate is known to one.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from students.models import Graduate, Merge


class Follower(Protocol):
    """`name` is where its part of `Merge.moved` stands; `tables` are the models that it answers
    for, by label.
    """

    name: str
    tables: frozenset[str]

    def objections(self, kept: Graduate, absorbed: Graduate) -> Iterable[str]:
        """Why the two cannot be one child, or not yet: Vietnamese sentences."""
        ...

    def look(self, kept: Graduate, absorbed: Graduate) -> Any:
        """What stands on both before anything is moved."""
        ...

    def move(self, kept: Graduate, absorbed: Graduate, seen: Any, *, by: Any) -> dict[str, Any]:
        """Bring over what was seen; both records are as the merge leaves them. Returns what
        `restore` needs, as JSON.
        """
        ...

    def undo_objections(self, merge: Merge) -> Iterable[str]:
        """What was built on the merge since, in Vietnamese sentences."""
        ...

    def restore(self, merge: Merge, *, by: Any) -> None:
        """Bring everything back; both records are as they were before the merge."""
        ...


followers: list[Follower] = []
# Tables of this stair and what becomes of their rows (students.merging.actions).
OWN_TABLES = frozenset(
    {
        "students.Destination",  # copied, the originals superseded
        "students.GraduateFacts",  # membership ends and begins anew
        "students.CorrectionRequest",  # open ones stand in the way (students.merging.actions)
        "students.GraduateEdit",  # stays with its record: it is the record's history
        "students.Merge",  # is the merge
        "students.DistinctPair",  # stays: an answer about these two records
    }
)
