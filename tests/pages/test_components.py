"""The small parts that stand in every row."""

from collections.abc import Mapping

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.safestring import mark_safe

from districts.templatetags.components import rate_bar

BAR = {"lower": 400, "headline": 500, "upper": 700, "target": 500, "registered": None}
NOTHING = dict.fromkeys(BAR)


def written(tag: str, **values: object) -> str:
    return Template("{% load components %}" + tag).render(Context(values))


@pytest.mark.parametrize(
    ("shown", "html"),
    [
        ({"text": "1.204", "url": "/x/?a=1&b=2"}, '<a href="/x/?a=1&amp;b=2">1.204</a>'),
        ({"text": "0", "url": ""}, "0"),
        ({"text": "<b>", "url": ""}, "&lt;b&gt;"),
        ({"text": "<b>", "url": '"><b>'}, '<a href="&quot;&gt;&lt;b&gt;">&lt;b&gt;</a>'),
    ],
)
def test_number_opens_the_children_behind_it(shown: Mapping[str, str], html: str) -> None:
    assert written("{% number shown %}", shown=shown) == html


def test_status_word_has_symbol_and_word() -> None:
    html = written("{% status_word css '✓' text %}", css="met", text="Đạt <b>")
    assert html == (
        '<span class="status status--met"><span class="status__symbol" aria-hidden="true">✓</span>'
        "<span>Đạt &lt;b&gt;</span></span>"
    )


def test_verdicts_name_their_target() -> None:
    met = {"label": "Kế hoạch 134: 20 %", "css": "met", "symbol": "✓", "text": "Đạt <b>"}
    html = written("{% verdicts shown %}", shown=[met, met | {"label": "Chỉ tiêu <b>"}])
    assert html.count("<li>") == html.count("✓") == 2
    assert "Kế hoạch 134: 20 %</span>" in html
    assert "<b>" not in html
    assert written("{% verdicts shown %}", shown=[]) == ""


def test_rate_bar_draws_what_is_known() -> None:
    html = rate_bar(BAR)
    order = ["track", "possible", "reported", "confirmed", "outline", "halo", "target"]
    places = [html.index(f'class="bar__{part}"') for part in order]
    assert places == sorted(places)
    assert 'class="bar__confirmed" width="400"' in html
    assert 'class="bar__target" x1="500" x2="500"' in html
    assert "bar__registered" not in html
    assert html.count("<rect") == 5


def test_rate_bar_of_nobody_is_an_empty_track() -> None:
    html = rate_bar(NOTHING)
    assert html.count("<rect") == 1
    assert "<line" not in html


def test_rate_bar_is_silent_unless_it_is_the_only_one_to_tell() -> None:
    assert 'aria-hidden="true"' in rate_bar(BAR)
    html = rate_bar(BAR, spoken='Tỷ lệ "5 %"', large=True)
    assert 'role="img" aria-label="Tỷ lệ &quot;5 %&quot;"' in html
    assert "aria-hidden" not in html
    assert 'class="bar bar--large"' in html


ROWS = "{% load rows %}{% rows rows %}<td>{name}</td><td>{n:number}</td>{% endrows %}"


def test_rows_fill_their_markup_once_for_each() -> None:
    rows = [
        {"name": "An & Bình", "n": {"text": "3", "url": "/x/"}},
        {"name": mark_safe("<b>C</b>"), "n": {"text": "0", "url": ""}, "more": "unused"},
    ]
    html = Template(ROWS).render(Context({"rows": rows}))
    assert html == ('<td>An &amp; Bình</td><td><a href="/x/">3</a></td><td><b>C</b></td><td>0</td>')


def test_rows_keep_what_looks_like_a_pattern() -> None:
    """Neither a value nor the markup is read as a pattern a second time."""
    markup = '{% load rows %}{% rows rows %}<td width="5%" title="%s }}">{name}</td>{% endrows %}'
    html = Template(markup).render(Context({"rows": [{"name": "{n} %s %(n)s {0.__class__}"}]}))
    assert html == '<td width="5%" title="%s }">{n} %s %(n)s {0.__class__}</td>'


def test_rows_show_a_status_in_words() -> None:
    standing = {"css": "met", "symbol": "✓", "label": "Đạt"}
    markup = "{% load rows %}{% rows rows %}{outcome:status}{% endrows %}"
    html = Template(markup).render(Context({"rows": [{"outcome": standing}]}))
    assert html == written("{% status_word 'met' '✓' 'Đạt' %}")


def test_row_without_a_value_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="'n'"):
        Template(ROWS).render(Context({"rows": [{"name": "An"}]}))


@pytest.mark.parametrize(
    "markup",
    [
        "{name:loud}",
        "{0}",
        "{name.first}",
        "{name!r:x}",
        "{}",
        "{{ name }}",
        "{% if x %}{% endif %}",
    ],
)
def test_rows_know_nothing_but_values(markup: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="rows"):
        Template("{% load rows %}{% rows rows %}" + markup + "{% endrows %}")


@pytest.mark.parametrize("tag", ["{% rows %}", "{% rows a b %}"])
def test_rows_take_one_list(tag: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="one list"):
        Template("{% load rows %}" + tag + "{% endrows %}")
