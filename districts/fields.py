"""Form fields that every text a person types goes through."""

from typing import Any

from django import forms

from domain.names import clean

LONGEST_SEARCH = 100


class CleanCharField(forms.CharField):
    """Text in NFC, without the invisible characters that PostgreSQL refuses."""

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value))


class SearchField(CleanCharField):
    """What a list is searched for; the help text says in which columns."""

    def __init__(self, *, label: str = "Tìm kiếm", **kwargs: Any) -> None:
        too_long = f"Nội dung tìm kiếm dài nhất {LONGEST_SEARCH} ký tự."
        super().__init__(
            label=label,
            required=False,
            max_length=LONGEST_SEARCH,
            error_messages={"max_length": too_long},
            widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
            **kwargs,
        )
