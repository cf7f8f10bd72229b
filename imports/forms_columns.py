"""What is asked of somebody who says what the columns of a list are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from imports.column_choices import KEPT_ASIDE, Choice
from imports.headers import SeenHeader
from imports.reading import problem_of
from imports.reading.table import column_letters

_HIGHEST = 1_000_000


class PointingForm(forms.Form):
    """Which row of which sheet is the header; both counted as Excel does, row 0: none is."""

    sheet = forms.IntegerField(min_value=1, max_value=_HIGHEST)
    row = forms.IntegerField(min_value=0, max_value=_HIGHEST)

    def pointed(self) -> tuple[int, int] | None:
        """Both from 0; None where nobody points."""
        if not self.is_valid():
            return None
        return self.cleaned_data["sheet"] - 1, self.cleaned_data["row"] - 1


class ColumnsForm(forms.Form):
    """One choice for every column of every header."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        headers: Sequence[SeenHeader],
        labels: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._headers = headers
        self._labels = labels
        choices = [("", f"({KEPT_ASIDE})"), *labels.items()]
        for header in headers:
            for column in header.columns:
                self.fields[name_of(header, column)] = forms.ChoiceField(
                    choices=choices,
                    required=False,
                    initial=header.fields.get(column, ""),
                    label=f"Cột {column_letters(column)} là",
                    error_messages={"invalid_choice": "Chọn trong danh sách."},
                )

    def clean(self) -> dict[str, Any]:
        for header in self._headers:
            problem = problem_of(self._chosen(header), self._labels)
            if problem:
                raise ValidationError(f"{header.places[0]}: {problem}")
        return self.cleaned_data

    def choices(self) -> list[Choice]:
        """What was chosen, header by header."""
        return [header.chosen(self._chosen(header)) for header in self._headers]

    def _chosen(self, header: SeenHeader) -> dict[int, str]:
        return {c: self.cleaned_data.get(name_of(header, c), "") for c in header.columns}


def name_of(header: SeenHeader, column: int) -> str:
    """The name of a column's field in the form."""
    return f"{header.key[:12]}-{column}"
