"""Which year a page is about while nobody has chosen one."""

from django.db.models import Exists, OuterRef

from students.models import Cohort, Graduate


def default_cohort() -> Cohort | None:
    """The newest cohort that has graduates: targets are set long before the first list comes in.

    Where no cohort has any, the newest of all; one query.
    """
    registered = Graduate.objects.filter(cohort=OuterRef("pk")).members()
    return Cohort.objects.order_by(Exists(registered).desc(), "-year").first()
