"""The messages of this stair that travel up; a third is `districts.signals.school_moved`."""

from django.dispatch import Signal

# graduate_ids: frozenset[int]; sent inside the transaction, once per batch, after outcomes are
# derived.
destinations_recorded = Signal()
# cohort: Cohort, columns: frozenset[str] of Graduate, by: the user; sent inside the transaction
# when particulars were corrected by hand, since rows of rosters are compared with them.
particulars_corrected = Signal()
