"""docs/data-dictionary.md names every model and field of our apps, and none that is gone."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import Model

from audit.append_only import PROTECTED
from tests.repository.source import ROOT, STAIRS

DICTIONARY = ROOT / "docs" / "data-dictionary.md"
HEADERS = ("field", "meaning", "source", "written by", "personal")
PERSONAL_CLASSES = {"none", "child", "sensitive", "official"}
HEADING = re.compile(r"^## (\w+\.\w+)$", re.MULTILINE)


def our_models() -> Iterator[type[Model]]:
    """Models declared in the apps of the staircase; tables Django makes for a relation are not."""
    for app in apps.get_app_configs():
        if app.name in STAIRS:
            yield from app.get_models()


def sections(text: str) -> dict[str, str]:
    """Model label → the text below its heading."""
    parts = HEADING.split(text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def table_rows(section: str) -> list[tuple[str, ...]]:
    """The cells of a section's table, its header first and the ruled line left out."""
    lines = [line for line in section.splitlines() if line.startswith("|")]
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
    return [row for row in rows if set("".join(row)) != {"-"}]


def field_names(model: type[Model]) -> set[str]:
    return {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}


SECTIONS = sections(DICTIONARY.read_text(encoding="utf-8"))
MODELS = {model._meta.label: model for model in our_models()}


def test_every_model_has_exactly_one_section() -> None:
    headings = HEADING.findall(DICTIONARY.read_text(encoding="utf-8"))
    assert sorted(headings) == sorted(MODELS)


@pytest.mark.parametrize("label", sorted(MODELS))
def test_section_names_every_field_once_and_no_other(label: str) -> None:
    named = [row[0].strip("`") for row in table_rows(SECTIONS.get(label, ""))[1:]]
    assert sorted(named) == sorted(field_names(MODELS[label]))


@pytest.mark.parametrize("label", sorted(MODELS))
def test_section_fills_every_cell(label: str) -> None:
    header, *rows = table_rows(SECTIONS[label])
    assert header == HEADERS
    for row in rows:
        assert len(row) == len(HEADERS), row
        assert all(row), row
        assert row[-1] in PERSONAL_CLASSES, row


@pytest.mark.parametrize("label", sorted(MODELS))
def test_append_only_tables_are_marked(label: str) -> None:
    is_marked = "Append-only" in SECTIONS[label].split("|")[0]
    assert is_marked == (MODELS[label]._meta.db_table in PROTECTED)
