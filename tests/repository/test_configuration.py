"""What an installation is told to set and install, and what the log can say."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from audit.sentences import registered_verbs
from tests.repository.source import ROOT, functions, is_test, name_of, python_files, tree_of

READERS = {"strict_bool", "days", "str", "list", "bool", "int", "db", "db_url", "get", "getenv"}


def variables_read() -> set[str]:
    """Names of environment variables that the settings ask for."""
    names: set[str] = set()
    for module in ("settings.py", "environment.py"):
        for node in ast.walk(tree_of(ROOT / "longan_enroll" / module)):
            if isinstance(node, ast.Call) and node.args and _called(node) in READERS:
                first = node.args[0]
                if isinstance(first, ast.Constant) and re.fullmatch("[A-Z_]+", str(first.value)):
                    names.add(str(first.value))
    return names


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_example_names_exactly_what_settings_read() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    named = [line.split("=")[0] for line in lines if re.match("[A-Z_]+=", line)]
    assert sorted(named) == sorted(variables_read())


def test_example_explains_every_variable() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if re.match("[A-Z_]+=", line):
            assert lines[number - 1].startswith("#"), line


def test_environment_is_read_in_one_place() -> None:
    """A setting read elsewhere would be in nobody's `.env.example`."""
    allowed = {"longan_enroll/environment.py", "longan_enroll/settings.py"}
    elsewhere = [
        name_of(path)
        for path in python_files()
        if not is_test(path)
        and name_of(path) not in allowed
        and re.search(r"os\.getenv|os\.environ(?!\.setdefault)", path.read_text(encoding="utf-8"))
    ]
    assert [name for name in elsewhere if not name.startswith("bench/")] == []


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-bench.txt"]
)
def test_requirements_are_pinned_and_explained(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    packages = [line for line in lines if line and not line.startswith(("#", "-"))]
    assert packages
    for line in packages:
        assert re.fullmatch(r"[A-Za-z0-9._\[\]-]+==[0-9][0-9A-Za-z.]*\s+# \S.+", line), line


def test_constraints_are_pinned() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    packages = [line for line in lines if line and not line.startswith("#")]
    assert packages
    assert all(re.match(r"[A-Za-z0-9._-]+==[0-9]", line) for line in packages)


def verb_modules() -> list[Path]:
    return [path for path in python_files() if path.name == "verbs.py" and not is_test(path)]


@pytest.mark.parametrize("path", verb_modules(), ids=name_of)
def test_every_verb_has_its_sentence(path: Path) -> None:
    module = import_module(name_of(path).removesuffix(".py").replace("/", "."))
    verbs = {value for name, value in vars(module).items() if name.isupper()}
    assert verbs
    assert verbs <= registered_verbs()


def test_every_recorded_verb_is_a_constant() -> None:
    """A verb typed at the call would have no sentence."""
    literal = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files()
        if not is_test(path)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and _called(node) == "record_event"
        for keyword in node.keywords
        if keyword.arg == "verb" and isinstance(keyword.value, ast.Constant)
    ]
    assert literal == []


def test_actions_take_keywords_and_name_who() -> None:
    """`by=` is asked for wherever an action records an event."""
    offenders = []
    for path in python_files():
        if is_test(path) or "actions" not in name_of(path) or name_of(path).startswith("audit/"):
            continue
        for function in functions(tree_of(path)):
            calls = {_called(n) for n in ast.walk(function) if isinstance(n, ast.Call)}
            names = {argument.arg for argument in function.args.kwonlyargs}
            if "record_event" in calls and "by" not in names:
                offenders.append(f"{name_of(path)}: {function.name}")
    assert offenders == []
