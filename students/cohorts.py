"""Which year a page is about while nobody has chosen one."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from students.models import Cohort, Graduate


def default_cohort() -> Cohort | None:
    """The newest cohort that has graduates: targets are set long before the first list comes in.

    Where no cohort has any, the newest of all; one query.
    """
    registered = Graduate.objects.filter(cohort=OuterRef("pk")).members()
    return Cohort.objects.order_by(Exists(registered).desc(), "-year").first()


def chosen_cohort(request: HttpRequest) -> Cohort | None:
    """The cohort named in the address, else the one shown while nobody has chosen."""
    year = request.GET.get("cohort", "")
    chosen = Cohort.objects.filter(year=int(year)).first() if _is_year(year) else None
    return chosen or default_cohort()


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit()
