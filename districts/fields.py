"""Form fields that every text a person types goes through, and choices among a catalogue."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator

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


class _Codes(ModelChoiceIterator):
    def __iter__(self) -> Iterator[tuple[str, str]]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for code, *names in self.queryset.values_list("code", *self.field.named_by):
            yield (code, ", ".join(names))


class CodeChoiceField(forms.ModelChoiceField):
    """One unit of a catalogue by its code. Hundreds are offered and one is chosen: what is offered
    is read as texts (the columns of `named_by`), not as objects.
    """

    iterator = _Codes

    def __init__(self, *, named_by: tuple[str, ...] = ("name",), **kwargs: Any) -> None:
        self.named_by = named_by
        super().__init__(to_field_name="code", **kwargs)
