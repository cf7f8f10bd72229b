"""Who did what, when and why: append-only, and readable when the object is long gone.

An event keeps labels, not foreign keys: audit is the lowest stair and must outlive whatever it
speaks of.
"""

from django.db import models
from django.utils import timezone


class EventQuerySet(models.QuerySet):
    def about(self, object_type: str, object_id: object) -> "EventQuerySet":
        return self.filter(object_type=object_type, object_id=str(object_id))

    def newest_first(self) -> "EventQuerySet":
        return self.order_by("-at", "-pk")


class Event(models.Model):
    """One thing somebody did; `count` says to how many objects when it was done to many at once."""

    at = models.DateTimeField("lúc", default=timezone.now, db_index=True)
    actor_id = models.BigIntegerField("mã người thực hiện", null=True, db_index=True)
    actor_label = models.CharField("người thực hiện", max_length=200)
    verb = models.CharField("việc", max_length=60)
    object_type = models.CharField("loại đối tượng", max_length=60, blank=True)
    object_id = models.CharField("mã đối tượng", max_length=60, blank=True)
    object_label = models.CharField("đối tượng", max_length=300, blank=True)
    fields = models.JSONField("trường thay đổi", default=list, blank=True)
    count = models.PositiveIntegerField("số lượng", null=True)
    reason = models.CharField("lý do", max_length=500, blank=True)
    request_id = models.CharField("mã yêu cầu", max_length=32, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "sự kiện"
        verbose_name_plural = "nhật ký"
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_event_object")]

    def __str__(self) -> str:
        return f"{self.actor_label}: {self.verb} {self.object_label}".strip()


class EventDetail(models.Model):
    """Values before and after, apart from the event so that the retention rule can purge them."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="detail")
    before = models.JSONField("trước", default=dict)
    after = models.JSONField("sau", default=dict)

    class Meta:
        verbose_name = "chi tiết sự kiện"
        verbose_name_plural = "chi tiết sự kiện"

    def __str__(self) -> str:
        return f"chi tiết {self.event_id}"
