"""People who sign in. What each may do and see is an Assignment (districts.authority), not a flag
here.
"""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An official with one account; Vietnamese names are one field, never first and last."""

    first_name = None
    last_name = None
    full_name = models.CharField("họ và tên", max_length=120)
    phone = models.CharField("điện thoại", max_length=20, blank=True)

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split()[-1] if self.full_name else self.username
