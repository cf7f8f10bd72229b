"""What the stairs above must hear of when the catalogue changes."""

from django.dispatch import Signal

# school_id: int; sent inside the transaction when a school's district or its confirmation changed,
# on which the place of a graduate's destination depends.
school_moved = Signal()
