"""What the stairs above must hear of when the catalogue changes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.dispatch import Signal

from districts.models import School

# school_id: int; sent inside the transaction when a school's district or its confirmation changed,
# on which the place of a graduate's destination depends.
school_moved = Signal()


@contextmanager
def telling_if_moved(school: School) -> Iterator[None]:
    """Save the school inside: whoever follows its place hears of it where that changed.

    For master data that no action of the pages brings in: sheets, and the admin.
    """
    stored = School.objects.filter(pk=school.pk).values_list("district_id", "is_confirmed").first()
    yield
    if stored and stored != (school.district_id, school.is_confirmed):
        school_moved.send(sender=School, school_id=school.pk)
