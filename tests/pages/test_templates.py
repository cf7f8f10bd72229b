"""Every template and static file keeps the content security policy, the budget and the contrast."""

import gzip
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
APP_CSS = (STATIC / "css" / "app.css").read_text(encoding="utf-8")

TEMPLATE_SYNTAX = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
FIRST_LOAD = (
    "css/app.css",
    "img/favicon.svg",
    "js/app.js",
    "vendor/bootstrap/bootstrap.min.css",
    "vendor/htmx/htmx.min.js",
)
# 70 KB for the first load, of which a page itself may take 15 KB (gzip).
STATIC_BUDGET = (70 - 15) * 1024


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


PAGES = [path for path in TEMPLATES if '{% extends "base.html" %}' in path.read_text("utf-8")]
every_template = pytest.mark.parametrize("path", TEMPLATES, ids=named)


class PolicyReader(HTMLParser):
    """Collects what the policy (no inline style, script or handler, no other host) would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "style":
            self.refused.append("<style>")
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.refused.append("<script> without src")
        if tag == "base":
            self.refused.append("<base>")
        self.refused += [
            f"{tag} {name}" for name, value in given.items() if self.is_refused(name, value)
        ]

    handle_startendtag = handle_starttag

    @staticmethod
    def is_refused(name: str, value: str) -> bool:
        if name == "style" or name.startswith(("on", "hx-on", "data-hx-on")):
            return True
        address = value.strip().lower()
        if address.startswith("javascript:"):
            return True
        loads = name in {"src", "srcset", "action", "formaction", "poster", "hx-get", "hx-post"}
        return loads and address.startswith(("http:", "https:", "//"))


def refused_in(source: str) -> list[str]:
    reader = PolicyReader()
    reader.feed(TEMPLATE_SYNTAX.sub(" ", source))
    reader.close()
    return reader.refused


@pytest.mark.parametrize(
    "source",
    [
        '<p style="color: red">',
        '<svg><rect style="fill: red" /></svg>',
        "<style>p { color: red }</style>",
        "<script>go()</script>",
        '<script type="module">go()</script>',
        '<button {% if a %}onclick="go()"{% endif %}>',
        '<button hx-on:click="go()">',
        '<a href=" javascript:go()">',
        '<script src="https://example.org/a.js"></script>',
        '<img src="//example.org/a.png">',
        '<base href="/">',
    ],
)
def test_refused_in_finds_what_the_policy_refuses(source: str) -> None:
    assert refused_in(source)


@pytest.mark.parametrize(
    "source",
    [
        '<script src="{% static "js/app.js" %}" type="module"></script>',
        '<script type="application/json">{"a": 1}</script>',
        '<a class="style" href="{{ onward }}">style="x"</a>',
        '{# <p style="x"> #}<rect width="{{ bar.lower }}" />',
    ],
)
def test_refused_in_lets_the_rest_through(source: str) -> None:
    assert refused_in(source) == []


def test_templates_exist() -> None:
    assert {"templates/base.html", "templates/reports/overview.html"} <= set(map(named, TEMPLATES))


@every_template
def test_template_has_nothing_inline(path: Path) -> None:
    assert refused_in(path.read_text(encoding="utf-8")) == []


@every_template
def test_template_names_only_static_files_that_exist(path: Path) -> None:
    names = re.findall(r"""\{% static ['"]([^'"]+)['"]""", path.read_text(encoding="utf-8"))
    assert [name for name in names if not (STATIC / name).is_file()] == []


@every_template
def test_template_posts_with_a_token(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    posts = [
        form
        for form in re.findall(r"<form\b.*?</form>", source, re.DOTALL)
        if re.search(r"""method=["']post["']""", form)
    ]
    assert all("{% csrf_token %}" in form for form in posts)


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_page_fills_in_its_title(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    title = re.search(r"\{% block title %\}(.*?)\{% endblock", source, re.DOTALL)
    assert title
    assert TEMPLATE_SYNTAX.sub("", title.group(1)).strip()


def listed_hashes() -> dict[str, str]:
    readme = (VENDOR / "README.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$", readme, re.MULTILINE))


def test_every_vendored_file_matches_its_listed_hash() -> None:
    files = [path for path in VENDOR.rglob("*") if path.is_file() and path.name != "README.md"]
    hashes = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }
    assert hashes
    assert hashes == listed_hashes()


def test_every_vendored_part_has_its_licence_beside_it() -> None:
    parts = [path for path in VENDOR.iterdir() if path.is_dir()]
    assert parts
    assert [part.name for part in parts if not (part / "LICENSE").is_file()] == []


def test_no_static_text_names_a_file_that_is_not_shipped() -> None:
    texts = [path for path in STATIC.rglob("*") if path.suffix in {".css", ".js"}]
    named_maps = [named(path) for path in texts if "sourceMappingURL" in path.read_text("utf-8")]
    assert named_maps == []


def test_static_files_keep_the_first_load_within_budget() -> None:
    sizes = {name: len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in FIRST_LOAD}
    assert sum(sizes.values()) <= STATIC_BUDGET, sizes


def test_first_load_lists_every_file_the_frame_names() -> None:
    base = (ROOT / "templates" / "base.html").read_text(encoding="utf-8")
    assert set(re.findall(r"\{% static '([^']+)' %\}", base)) == set(FIRST_LOAD)


def test_own_style_sheet_loads_nothing_else() -> None:
    assert not re.search(r"@import|@font-face|url\(", APP_CSS)


def token(name: str) -> str:
    match = re.search(rf"--{name}: (#[0-9a-f]{{6}});", APP_CSS)
    assert match, f"app.css has no token --{name}"
    return match.group(1)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ffffff", "#ffffff", 1.0)],
)
def test_contrast_agrees_with_published_ratios(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("ink", "ground", 7.0),
        ("ink-soft", "ground", 4.5),
        ("link", "ground", 4.5),
        ("link-hover", "ground", 4.5),
        ("brand-ink", "brand", 7.0),
        ("brand-ink-soft", "brand", 4.5),
        ("met-ink", "met", 4.5),
        ("not-met", "not-met-paper", 4.5),
        ("undecided", "ground", 4.5),
        ("error", "paper", 4.5),
        ("input-line", "paper", 3.0),
        ("input-line", "ground", 3.0),
        ("focus", "ground", 3.0),
        # On the dark band only the glow outside the ring is seen.
        ("focus-glow", "brand", 3.0),
        ("bar-confirmed", "bar-track", 3.0),
        # In a greyscale print the two solid parts of a bar must still differ.
        ("bar-confirmed", "bar-reported", 3.0),
    ],
)
def test_colours_keep_their_contrast(front: str, back: str, least: float) -> None:
    assert contrast(token(front), token(back)) >= least


@pytest.mark.parametrize(
    ("name", "agreed"),
    [
        ("input-line", "#6b7280"),
        ("met", "#0b4f8a"),
        ("not-met", "#8a3700"),
        ("undecided", "#4b5563"),
        ("focus", "#111111"),
        ("focus-glow", "#ffd54a"),
    ],
)
def test_agreed_colours_stand(name: str, agreed: str) -> None:
    assert token(name) == agreed


def rule(selector: str) -> str:
    """The declarations of the first rule whose selectors include `selector`."""
    match = re.search(rf"(?<![\w-]){re.escape(selector)}(?![\w-])[^{{}}]*\{{([^}}]*)\}}", APP_CSS)
    assert match, f"app.css has no rule for {selector}"
    return match.group(1)


def test_focus_ring_is_dark_inside_and_light_outside() -> None:
    ring = rule(":focus-visible")
    assert "outline: 3px solid var(--focus)" in ring
    assert "box-shadow: 0 0 0 5px var(--focus-glow)" in ring


@pytest.mark.parametrize(
    ("verdict", "texture"),
    [("met", "background: var(--met)"), ("not_met", "dashed"), ("undecided", "dotted")],
)
def test_verdict_has_a_texture_of_its_own(verdict: str, texture: str) -> None:
    others = {"met", "not_met", "undecided"} - {verdict}
    assert texture in rule(f".status--{verdict}")
    assert [other for other in others if texture in rule(f".status--{other}")] == []
