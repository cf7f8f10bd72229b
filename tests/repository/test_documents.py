"""The documents hold together: links lead somewhere, decisions are short, roles have guides."""

import re
from pathlib import Path

import pytest

from tests.repository.source import ROOT

SKIPPED = {".venv", "var", "node_modules"}
LINK = re.compile(r"\]\(([^)\s#]*)#?[^)]*\)")
MOST_LINES = 40
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
GUIDES = sorted((ROOT / "docs" / "huong-dan").glob("*.md"))


def documents() -> list[Path]:
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*.md"))
    return sorted(path for path in found if not SKIPPED & set(path.parts))


@pytest.mark.parametrize("path", documents(), ids=str)
def test_links_lead_to_files(path: Path) -> None:
    targets = LINK.findall((ROOT / path).read_text(encoding="utf-8"))
    inside = [target for target in targets if target and "://" not in target]
    missing = [target for target in inside if not (ROOT / path.parent / target).exists()]
    assert missing == []


def test_every_picture_is_shown_somewhere() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = [path.name for path in (ROOT / "docs" / "images").iterdir()]
    assert pictures
    assert [name for name in pictures if f"docs/images/{name}" not in readme] == []


def test_decisions_are_numbered_and_short() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    lines = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in DECISIONS}
    assert {name: count for name, count in lines.items() if count >= MOST_LINES} == {}


def test_every_guide_is_named_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(GUIDES) > 5
    assert [path.name for path in GUIDES if f"docs/huong-dan/{path.name}" not in readme] == []
