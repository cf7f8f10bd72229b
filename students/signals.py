"""The message of this stair that travels up; another is `districts.signals.school_moved`."""

from django.dispatch import Signal

# graduate_ids: frozenset[int]; sent inside the transaction, once per batch, after outcomes are
# derived.
destinations_recorded = Signal()
