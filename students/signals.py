"""The one message that travels up the staircase."""

from django.dispatch import Signal

# graduate_ids: frozenset[int]; sent inside the transaction, once per batch, after outcomes are
# derived.
destinations_recorded = Signal()
