"""What has been built on an import since, so that undoing it would tear something down."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.timezone import localtime

from districts.models import School
from domain.formats import day
from imports import kinds
from imports.graduates.hand_edits import edited_since
from imports.graduates.known import (
    DERIVED_KEYS,
    Known,
    digest_of,
    known_by_key,
    merged_by_key,
)
from imports.models import Batch, Row
from imports.undoing import Obstacle
from students.bulk import chunks
from students.models import Destination, Graduate, Merge, Source

Found = Iterator[tuple[int, str]]


class Brought(NamedTuple):
    """A row that made or changed a graduate who is still in the register."""

    row: int
    graduate: int
    state: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    digest: str

    @property
    def is_new(self) -> bool:
        return self.state == Row.State.CREATED

    @property
    def tells_what_it_did(self) -> bool:
        """Rows from before the software kept it do not."""
        return bool(self.digest) if self.is_new else None not in (self.before, self.after)


class Since:
    """What the batch brought, and how it stands now."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        rows = batch.rows.in_force().brought().filter(graduate_id__isnull=False)
        columns = ("pk", "graduate_id", "state", "before", "after", "digest")
        found = list(map(Brought._make, rows.order_by("pk").values_list(*columns)))
        keys = [row.graduate for row in found]
        self.merged = _merged(keys)
        # A record that was given up stands in the way as one that was kept does.
        self.known = known_by_key(keys) | merged_by_key(self.merged)
        self.rows = [row for row in found if row.graduate in self.known]
        self.created = frozenset(row.graduate for row in self.rows if row.is_new)


def obstacles(batch: Batch) -> list[Obstacle]:
    """One for each graduate of the batch on whom something has been built since, by school and
    name; empty when the batch can be undone whole.
    """
    return obstacles_among(Since(batch))


def obstacles_among(since: Since) -> list[Obstacle]:
    """The same, of what has been read already."""
    sentences: dict[int, list[str]] = defaultdict(list)
    for find in (
        _merges,
        _not_kept,
        _statements,
        _later_batches,
        _changed_values,
        _told_by_higher_stairs,
    ):
        for graduate, sentence in find(since):
            sentences[graduate].append(sentence)
    for graduate, sentence in list(_numbers_given_away(since, kept=sentences.keys())):
        sentences[graduate].append(sentence)
    return _in_list_order(sentences, since.known)


def _merged(keys: Iterable[int]) -> set[int]:
    """Which of these records were merged with another."""
    merges = Merge.objects.in_force()
    found: set[int] = set()
    for part in chunks(sorted(set(keys))):
        pairs = merges.filter(Q(kept__in=part) | Q(absorbed__in=part))
        found |= {key for pair in pairs.values_list("kept", "absorbed") for key in pair}
    return found & set(keys)


def _merges(since: Since) -> Found:
    for row in since.rows:
        if row.graduate in since.merged:
            yield row.graduate, "Hồ sơ đã được gộp với hồ sơ khác; hoàn tác việc gộp trước."


def _not_kept(since: Since) -> Found:
    for row in since.rows:
        if not row.tells_what_it_did:
            yield row.graduate, "Phần mềm khi nhập chưa lưu giá trị cũ nên không khôi phục được."


def _statements(since: Since) -> Found:
    """What people said of a new graduate; what rosters say follows their links, and what the list
    itself said goes with it.
    """
    sources: dict[int, set[str]] = defaultdict(set)
    said = Destination.objects.current().exclude(source=Source.ROSTER)
    said = said.exclude(batch_id=since.batch.pk)
    for part in chunks(since.created):
        found = said.filter(graduate__in=part)
        for graduate, source in found.values_list("graduate", "source"):
            sources[graduate].add(Source(source).label)
    for graduate, labels in sources.items():
        yield graduate, f"Đã có thông tin nơi học (nguồn: {', '.join(sorted(labels))})."


def _later_batches(since: Since) -> Found:
    """A later list, not undone, that made, changed or confirmed the same graduate."""
    if not since.rows:
        return
    # Keys grow in the order of imports, whatever the clock says: one is written at a time.
    last = max(row.row for row in since.rows)
    later = Row.objects.in_force().filter(pk__gt=last).exclude(state=Row.State.REJECTED)
    columns = ("graduate_id", "batch__file_name", "batch__imported_at")
    for part in chunks(row.graduate for row in since.rows):
        rows = later.filter(graduate_id__in=part).exclude(batch=since.batch).order_by("pk")
        for graduate, file_name, imported_at in rows.values_list(*columns):
            day_of_import = day(localtime(imported_at))
            yield graduate, f"Cũng có trong lần nhập sau “{file_name}” ({day_of_import})."


def _changed_values(since: Since) -> Found:
    """Values that the batch wrote and that are others by now, whoever changed them."""
    changed = {}
    for row in filter(lambda row: row.tells_what_it_did, since.rows):
        now = since.known[row.graduate]._asdict()
        if row.is_new:
            if digest_of(now) != row.digest:
                changed[row.graduate] = "Thông tin đã được sửa sau lần nhập này."
        elif labels := _labels_of_changed(now, row.after):
            changed[row.graduate] = f"Đã được sửa sau lần nhập này: {', '.join(labels)}."
    by_hand = edited_since(changed, since.batch.imported_at)
    for graduate, sentence in changed.items():
        told = f" Sửa tay: {by_hand[graduate]}." if graduate in by_hand else ""
        yield graduate, sentence + told


def _labels_of_changed(now: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [
        str(Graduate._meta.get_field(name).verbose_name)
        for name, value in now.items()
        if name in after and name not in DERIVED_KEYS and value != after[name]
    ]


def _told_by_higher_stairs(since: Since) -> Found:
    for hook in kinds.built_upon:
        yield from hook(graduates=since.created)


def _numbers_given_away(since: Since, *, kept: Set[int]) -> Found:
    """Register numbers that a restored graduate would need back and somebody else has now."""
    wanted: dict[tuple[int, str], int] = {}
    for row in since.rows:
        before = row.before or {}
        if row.graduate not in kept and before.keys() & {"register_number", "school_id"}:
            old = since.known[row.graduate]._asdict() | before
            wanted[old["school_id"], old["register_number"]] = row.graduate
    leaving = since.created - kept
    for (school, number), graduate, name in _bearers(wanted, since.batch.cohort_id, leaving):
        if graduate != wanted[school, number]:
            sentence = f"Số vào sổ cũ “{number}” nay là của học sinh khác (“{name}”)."
            yield wanted[school, number], sentence


def _bearers(
    wanted: Mapping[tuple[int, str], int], cohort: int, leaving: Set[int]
) -> Iterator[tuple[tuple[int, str], int, str]]:
    """((school, register number), graduate, name) of those who stay and bear one of the numbers."""
    members = Graduate.objects.members().filter(cohort=cohort)
    columns = ("school_id", "register_number", "pk", "full_name")
    for part in chunks(sorted({number for _, number in wanted if number})):
        for school, number, pk, name in members.filter(register_number__in=part).values_list(
            *columns
        ):
            if (school, number) in wanted and pk not in leaving:
                yield (school, number), pk, name


def _in_list_order(
    sentences: Mapping[int, Sequence[str]], known: Mapping[int, Known]
) -> list[Obstacle]:
    schools = School.objects.in_bulk({known[graduate].school_id for graduate in sentences})
    found = [
        (
            schools[who.school_id].name,
            who.sort_key,
            Obstacle(
                graduate=who.pk,
                full_name=who.full_name,
                where=_where(schools[who.school_id].name, who.class_name),
                sentence=" ".join(sentences[who.pk]),
            ),
        )
        for who in map(known.__getitem__, sentences)
    ]
    return [each for *_, each in sorted(found, key=lambda item: (item[:2], item[2].graduate))]


def _where(school: str, class_name: str) -> str:
    return f"{school}, lớp {class_name}" if class_name else school


def keys_of(found: Iterable[Obstacle]) -> frozenset[int]:
    return frozenset(obstacle.graduate for obstacle in found)
