"""What undoing an import means for every kind of file: when it is refused, and what is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from domain.formats import count
from imports.models import Batch
from students.actions import hold_cohort


@dataclass(frozen=True)
class Obstacle:
    """A graduate of the batch on whom something has been built since, and what."""

    graduate: int
    full_name: str
    where: str
    sentence: str


class UndoRefused(Exception):
    """The import was not undone and nothing was written; str() is one Vietnamese sentence."""


class AlreadyUndone(UndoRefused):
    """The batch was undone before."""


class CohortClosed(UndoRefused):
    """The figures of the year are closed."""


class BuiltUpon(UndoRefused):
    """Something has been built on the batch since: `obstacles` tells what."""

    def __init__(self, sentence: str, found: Sequence[Obstacle] = ()) -> None:
        super().__init__(sentence)
        self.obstacles = list(found)


@dataclass(frozen=True)
class UndoResult:
    """How many graduates left the register, got their values back, and were kept as they are."""

    withdrawn: int
    restored: int
    kept: int
    obstacles: list[Obstacle] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """What undoing did."""
        kept = f" Giữ lại {count(self.kept)} học sinh." if self.kept else ""
        return (
            f"Đã hoàn tác: rút {count(self.withdrawn)} học sinh mới, khôi phục "
            f"{count(self.restored)} học sinh.{kept}"
        )


def hold_batch(batch: Batch) -> Batch:
    """The batch as it stands now, with its cohort held until the transaction ends.

    Raises AlreadyUndone, CohortClosed.
    """
    hold_cohort(batch.cohort)
    batch = Batch.objects.select_related("cohort").get(pk=batch.pk)
    if batch.withdrawn_at is not None:
        at = timezone.localtime(batch.withdrawn_at)
        raise AlreadyUndone(f"Lần nhập “{batch}” đã được hoàn tác lúc {at:%H:%M %d/%m/%Y}.")
    if not batch.cohort.is_open:
        raise CohortClosed(
            f"Số liệu năm tốt nghiệp {batch.cohort.year} đã khóa nên không hoàn tác được; "
            "cần thay đổi thì đề nghị Sở GD&ĐT mở lại."
        )
    return batch
