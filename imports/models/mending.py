"""What was put right beside an uploaded file: the file itself stays as it was sent."""

from django.db import models

from accounts.columns import person
from imports.models.lists import Batch, Draft


class Mend(models.Model):
    """One cell that somebody typed anew, on the page and not in the file.

    The row is found by its anchor, the address of the pupil's name; `written` is what the cell
    said then, so that a mend never meets another value than the one it was made for.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="mends")
    sheet = models.CharField("trang tính", max_length=255)
    anchor = models.CharField("ô họ tên", max_length=20)
    row_number = models.PositiveIntegerField("dòng")
    field = models.CharField("cột", max_length=30)
    written = models.TextField("viết trong tệp", blank=True)
    value = models.TextField("sửa thành", blank=True)
    mended_at = models.DateTimeField("sửa lúc")
    mended_by = person("người sửa", is_indexed=True, is_required=True)

    class Meta:
        verbose_name = "ô đã sửa"
        verbose_name_plural = "các ô đã sửa"
        ordering = ["sheet", "row_number", "field"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "sheet", "anchor", "field"], name="imports_mend_one_of_cell"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}, dòng {self.row_number}"


class Omission(models.Model):
    """One row that somebody chose to leave out of the import."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="omissions")
    sheet = models.CharField("trang tính", max_length=255)
    anchor = models.CharField("ô họ tên", max_length=20)
    row_number = models.PositiveIntegerField("dòng")
    name = models.TextField("họ và tên trong tệp", blank=True)
    left_out_at = models.DateTimeField("bỏ qua lúc")
    left_out_by = person("người bỏ qua", is_indexed=True, is_required=True)

    class Meta:
        verbose_name = "dòng bỏ qua"
        verbose_name_plural = "các dòng bỏ qua"
        ordering = ["sheet", "row_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "sheet", "anchor"], name="imports_omission_one_of_row"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}, dòng {self.row_number}"


class Remainder(models.Model):
    """The rows that an import left behind: they wait in a draft of their own to be mended.

    `rows` are the (sheet, anchor) of each; null once another file has taken their file's place.
    """

    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="remainder")
    batch = models.OneToOneField(
        Batch, on_delete=models.PROTECT, null=True, blank=True, related_name="remainder"
    )
    rows = models.JSONField("các dòng để lại", null=True, blank=True)

    class Meta:
        verbose_name = "các dòng chờ sửa"
        verbose_name_plural = "các dòng chờ sửa"

    def __str__(self) -> str:
        return str(self.draft)

    @property
    def number(self) -> int | None:
        """How many rows wait; None where another file has come."""
        return None if self.rows is None else len(self.rows)
