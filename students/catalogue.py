"""The catalogue of schools changed: places of destinations are derived anew."""

from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from districts.signals import school_moved
from students.actions.outcomes import refresh_outcomes
from students.actions.sums import recounting, touch_origins
from students.models import Destination, Graduate


@receiver(school_moved, dispatch_uid="students.refresh_places")
@recounting()
def refresh_places(school_id: int, **kwargs: Any) -> None:
    """Rederive the graduates that come from the school or are said to be there.

    Whether a destination lies in the district, in the province or outside follows from both.
    """
    touch_origins([school_id])
    said = Destination.objects.current().filter(school=school_id).values("graduate")
    graduates = Graduate.objects.filter(Q(school=school_id) | Q(pk__in=said))
    refresh_outcomes(graduates.values_list("pk", flat=True))
