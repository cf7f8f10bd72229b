"""Small parts that stand in every row of a list. As tags they cost a fifth of an included template,
which a page of five hundred numbers feels.
"""

from collections.abc import Mapping, Sequence
from html import escape

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def number(shown: Mapping[str, str]) -> SafeString:
    """A number (text, url) that opens the children behind it, where there are any."""
    text = escape(shown["text"])
    return SafeString(f'<a href="{escape(shown["url"])}">{text}</a>' if shown["url"] else text)


@register.simple_tag
def status_word(css: str, symbol: str, text: str) -> SafeString:
    """A verdict or an outcome as symbol, texture and word."""
    return SafeString(
        f'<span class="status status--{escape(css)}"><span class="status__symbol" '
        f'aria-hidden="true">{escape(symbol)}</span><span>{escape(text)}</span></span>'
    )


@register.simple_tag
def verdicts(shown: Sequence[Mapping[str, str]]) -> SafeString:
    """How a unit stands to each target (label, css, symbol, text)."""
    lines = [
        f'<li><span class="verdicts__label">{escape(one["label"])}</span> '
        f"{status_word(one['css'], one['symbol'], one['text'])}</li>"
        for one in shown
    ]
    return SafeString(f'<ul class="verdicts">{"".join(lines)}</ul>' if lines else "")


@register.simple_tag
def rate_bar(bar: Mapping[str, int | None], *, spoken: str = "", large: bool = False) -> SafeString:
    """A rate with its interval and targets on a scale of 0 to 1000; silent where a text beside it
    says the same. The parts overlap from 0 on, targets stand on top.
    """
    said = format_html('role="img" aria-label="{}"', spoken) if spoken else 'aria-hidden="true"'
    size = " bar--large" if large else ""
    shapes = [shape.format(bar[name]) for name, shape in _BAR_SHAPES if bar[name] is not None]
    return SafeString(
        f'<svg class="bar{size}" viewBox="0 0 1000 20" preserveAspectRatio="none" {said}>'
        f'<rect class="bar__track" width="1000" height="20" />{"".join(shapes)}</svg>'
    )


def _line(css: str) -> str:
    ends = 'x1="{0:d}" x2="{0:d}" y2="20"'
    return f'<line class="bar__halo" {ends} /><line class="{css}" {ends} />'


_BAR_SHAPES = (
    (
        "upper",
        '<rect class="bar__possible" fill="url(#bar-possible)" width="{:d}" height="20" />',
    ),
    ("headline", '<rect class="bar__reported" width="{:d}" height="20" />'),
    ("lower", '<rect class="bar__confirmed" width="{:d}" height="20" />'),
    ("upper", '<rect class="bar__outline" width="{:d}" height="20" />'),
    ("target", _line("bar__target")),
    ("registered", _line("bar__registered")),
)
