"""Where a person wants a list followed against a correction by hand."""

from django.db import models

from accounts.columns import person
from imports.models.lists import Draft
from students.models import GraduateEdit


class Overruling(models.Model):
    """For one uploaded file, one part of a child of which the list is right and the correction not.

    Tied to the correction: whoever corrects the child anew is asked about anew.
    """

    draft = models.ForeignKey(
        Draft, on_delete=models.CASCADE, related_name="overrulings", verbose_name="tệp"
    )
    edit = models.ForeignKey(
        GraduateEdit, on_delete=models.PROTECT, related_name="+", verbose_name="lần sửa tay"
    )
    part = models.CharField("mục", max_length=20)
    decided_at = models.DateTimeField("chọn lúc")
    decided_by = person("người chọn", is_required=True)

    class Meta:
        verbose_name = "chỗ lấy theo tệp"
        verbose_name_plural = "các chỗ lấy theo tệp"
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "edit", "part"], name="imports_overruling_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} ({self.edit_id})"
