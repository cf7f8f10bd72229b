"""The project's own source, as text and as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".venv", "var", "static", "node_modules", "__pycache__"}
# From the lowest stair to the highest (docs: architecture).
STAIRS = (
    "audit",
    "accounts",
    "districts",
    "students",
    "imports",
    "rosters",
    "outreach",
    "reports",
    "office",
    "longan_enroll",
)


def python_files() -> list[Path]:
    """Every Python file of the repository, tests included, migrations too."""
    return sorted(path for path in ROOT.rglob("*.py") if _is_ours(path))


def _is_ours(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return not any(part in NOT_OURS or part.startswith(".") for part in parts)


def name_of(path: Path) -> str:
    """The path inside the repository, with slashes."""
    return path.relative_to(ROOT).as_posix()


def is_test(path: Path) -> bool:
    return path.relative_to(ROOT).parts[0] == "tests"


def is_migration(path: Path) -> bool:
    return "migrations" in path.parts


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the last statement; decorators are not counted."""
    return (node.end_lineno or node.lineno) - node.lineno + 1
