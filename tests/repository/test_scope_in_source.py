"""What a person sees comes through `visible_to`: read off the syntax trees of pages, forms and
exports.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from districts.authority import ScopedQuerySet
from tests.repository.source import ROOT, is_test, name_of, python_files, tree_of

SHOWING_MODULES = {
    "views", "forms", "exports", "pages", "overview", "context", "downloads", "rows", "parts",
    "steps",
}  # fmt: skip
MANAGERS = {"objects", "_default_manager", "_base_manager"}
# (file, model): why these rows may be shown without a scope. An entry that is not needed fails.
ALLOWED = {
    (
        "imports/pages/lists.py",
        "School",
    ): "names only; the keys come from graduates within the importer's reach and their new school",
    (
        "imports/pages/lists.py",
        "Commune",
    ): "names of communes are public, and a child may live in another district than its school's",
    (
        "reports/forms.py",
        "District",
    ): "names of districts are public, and a child may live in another district than its school's",
    (
        "students/forms.py",
        "District",
    ): "names of districts are public, and a child may live in another district than its school's",
    (
        "reports/overview.py",
        "District",
    ): "bounded by the district ids of the scope itself; only their codes are read",
}
SCOPED = {
    model.__name__
    for model in apps.get_models()
    if isinstance(model._default_manager.all(), ScopedQuerySet)
}


def showing_files() -> list[Path]:
    """Modules whose business is what a person gets to see."""
    return [
        path
        for path in python_files()
        if not is_test(path)
        and not {"commands", "bench"} & set(path.parts)
        and (path.stem in SHOWING_MODULES or path.parent.name in SHOWING_MODULES)
    ]


def unscoped(tree: ast.AST) -> list[tuple[str, int]]:
    """(model, line) of every use of a scoped model's manager without `visible_to` in its chain."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    names = _local_names(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            model = names.get(_last_name(node.value))
            chain = set(_chain(node, parents))
            if model and not chain & {"visible_to", "none"}:
                found.append((model, node.lineno))
    return found


def _local_names(tree: ast.AST) -> dict[str, str]:
    """What a scoped model is called in this module, renamed imports included."""
    names = {name: name for name in SCOPED}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {a.asname: a.name for a in node.names if a.asname and a.name in SCOPED}
    return names


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _chain(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[str]:
    """The methods called one after another on the manager."""
    while True:
        above = parents.get(node)
        is_call = isinstance(above, ast.Call) and above.func is node
        if not (is_call or isinstance(above, ast.Attribute)):
            return
        if isinstance(above, ast.Attribute):
            yield above.attr
        node = above


def test_scoped_models_are_known() -> None:
    wanted = {"Graduate", "Destination", "School", "Commune", "District", "Roster", "RosterRow"}
    assert wanted | {"Batch"} <= SCOPED


def test_showing_files_are_found() -> None:
    names = {name_of(path) for path in showing_files()}
    assert {"students/views/graduates.py", "reports/views.py", "reports/overview.py"} <= names


def test_shown_rows_are_scoped() -> None:
    leaks = [
        f"{name_of(path)}:{line} {model}"
        for path in showing_files()
        for model, line in unscoped(tree_of(path))
        if (name_of(path), model) not in ALLOWED
    ]
    assert leaks == []


def test_allowed_uses_are_needed() -> None:
    used = {(name_of(p), model) for p in showing_files() for model, _ in unscoped(tree_of(p))}
    assert used >= ALLOWED.keys()


@pytest.mark.parametrize(
    "leak",
    [
        "graduates = Graduate.objects.filter(cohort=cohort)",
        "graduate = get_object_or_404(Graduate, pk=1) if x else Graduate.objects.get(pk=1)",
        "from students.models import Graduate as Pupil\nrows = Pupil.objects.all()",
        "import students.models\nrows = students.models.Graduate._default_manager.count()",
        "self.fields['school'].queryset = School.objects.graduating().order_by('code')",
        "manager = Graduate.objects",
    ],
)
def test_seeded_leak_is_caught(leak: str) -> None:
    assert [model for model, _ in unscoped(ast.parse(leak))]


@pytest.mark.parametrize(
    "sound",
    [
        "rows = Graduate.objects.visible_to(request.user).of_cohort(2020)",
        "rows = Graduate.objects.of_cohort(2020).visible_to(request.user)",
        "queryset = District.objects.none()",
        "years = Cohort.objects.values_list('year')",
    ],
)
def test_scoped_use_passes(sound: str) -> None:
    assert unscoped(ast.parse(sound)) == []


def test_scoped_models_keep_their_manager() -> None:
    """A scope is only as good as the manager: no second one that forgets it."""
    for model in apps.get_models():
        if model.__name__ in SCOPED and model.__module__.split(".")[0] in _own_packages():
            managers: list[models.Manager] = list(model._meta.managers)
            assert all(isinstance(m.get_queryset(), ScopedQuerySet) for m in managers)


def _own_packages() -> set[str]:
    return {path.parent.name for path in ROOT.glob("*/apps.py")}
