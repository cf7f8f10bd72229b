"""Pages are written with less than Django uses, and say the same."""

from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Engine, Origin
from django.test.html import parse_html
from django.utils.safestring import mark_safe

from longan_enroll.rendering import FieldRenderer, UnindentedFiles

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
HOSTILE = '<b title="x">&\''


class EveryField(forms.Form):
    """Each kind of field that pages have, with texts that must be escaped."""

    text = forms.CharField(help_text="Ví dụ", max_length=9)
    search = forms.CharField(widget=forms.TextInput(attrs={"type": "search", "title": HOSTILE}))
    secret = forms.CharField(widget=forms.PasswordInput)
    hidden = forms.CharField(widget=forms.HiddenInput)
    number = forms.IntegerField(min_value=1)
    day = forms.DateField()
    email = forms.EmailField(required=False)
    ticked = forms.BooleanField(label=HOSTILE)
    choice = forms.ChoiceField(choices=[("", "Tất cả"), (HOSTILE, HOSTILE), (1, mark_safe("<i>"))])
    grouped = forms.ChoiceField(choices=[(HOSTILE, [("a", "A"), ("b", "B")]), ("c", "C")])
    several = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")])
    radio = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    long = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}))
    file = forms.FileField()


GIVEN = dict.fromkeys(EveryField.base_fields, HOSTILE) | {
    "choice": HOSTILE,
    "grouped": "b",
    "several": ["a", "b"],
    "radio": "b",
    "ticked": "on",
    "long": "một\n    hai",
}


@pytest.mark.parametrize("name", EveryField.base_fields)
@pytest.mark.parametrize("given", [None, {}, GIVEN], ids=["empty", "wrong", "filled"])
def test_fields_are_written_as_django_writes_them(name: str, given: dict[str, Any] | None) -> None:
    ours, theirs = (
        str(EveryField(given, renderer=renderer())[name])
        for renderer in (FieldRenderer, DjangoTemplates)
    )
    assert parse_html(ours) == parse_html(theirs)
    assert "<b" not in ours


def test_lines_of_a_text_keep_their_indentation() -> None:
    assert "\n    hai</textarea>" in str(EveryField(GIVEN)["long"])


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_lose_their_indentation_and_nothing_else(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    loader = UnindentedFiles(Engine(dirs=[ROOT / "templates"]), [ROOT / "templates"])
    read = loader.get_contents(Origin(str(path), path.name, loader))
    assert read.split() == written.split()
    assert read.count("\n") == written.count("\n")
    assert "\n " not in read
