"""Size limits and names that say nothing, over the whole repository."""

import ast
import re
from collections.abc import Sequence
from pathlib import Path

from tests.repository.source import (
    ROOT,
    functions,
    is_migration,
    is_test,
    length,
    name_of,
    python_files,
    tree_of,
)

MODULE_LINES, TEST_LINES, FUNCTION_LINES, VIEW_LINES = 400, 500, 40, 25
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "services", "service", "misc"}
FILES = [path for path in python_files() if not is_migration(path)]
VIEWS = [path for path in FILES if path.name == "views.py" or path.parent.name == "views"]


def test_python_files_found() -> None:
    names = {name_of(path) for path in FILES}
    assert {
        "students/views/graduates.py",
        "domain/outcome.py",
        "tests/repository/source.py",
    } <= names


def test_module_length() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    limits = {path: TEST_LINES if is_test(path) else MODULE_LINES for path in FILES}
    assert [name_of(p) for p in FILES if lengths[p] > limits[p]] == []


def test_function_length() -> None:
    assert _too_long(FUNCTION_LINES, FILES) == []


def test_view_length() -> None:
    assert VIEWS
    assert _too_long(VIEW_LINES, VIEWS) == []


def test_long_function_is_caught() -> None:
    body = "\n".join("    pass" for _ in range(40))
    assert _longer_than(FUNCTION_LINES, ast.parse(f"def short():\n{body[:-9]}")) == []
    assert _longer_than(FUNCTION_LINES, ast.parse(f"def long():\n{body}")) == ["long: 41"]


def test_module_names_say_something() -> None:
    parts = {path: {*path.relative_to(ROOT).parts[:-1], path.stem} for path in FILES}
    assert [name_of(p) for p in FILES if parts[p] & NAMES_THAT_SAY_NOTHING] == []


def test_templates_never_trust_text() -> None:
    unsafe = re.compile(r"\|\s*safe(?:seq)?\b|\{%\s*autoescape\s+off")
    templates = sorted((ROOT / "templates").rglob("*.html"))
    assert templates
    assert [name_of(t) for t in templates if unsafe.search(t.read_text(encoding="utf-8"))] == []


def _too_long(limit: int, paths: Sequence[Path]) -> list[str]:
    return [f"{name_of(p)} {found}" for p in paths for found in _longer_than(limit, tree_of(p))]


def _longer_than(limit: int, tree: ast.AST) -> list[str]:
    return [f"{f.name}: {length(f)}" for f in functions(tree) if length(f) > limit]
