"""Rows of a long list: the markup of one row, filled once for each.

    {% rows page.rows %}
      <tr><th scope="row"><a href="{url}">{full_name}</a></th><td>{outcome:status}</td></tr>
    {% endrows %}

A name in braces is a value of the row, escaped; after a colon the part of `components` it is
written as. Nothing else is known here: what a row needs is decided where it is made. A list of a
hundred rows costs a fifth of what a loop costs, since nothing is looked up or asked a second time.
"""

from collections.abc import Callable, Mapping
from html import escape
from string import Formatter
from typing import Any

from django import template
from django.template.base import FilterExpression, Parser, TextNode, Token
from django.utils.safestring import SafeString

from districts.templatetags.components import number, status_word

register = template.Library()

Row = Mapping[str, Any]


def _escaped(value: Any) -> str:
    return value if isinstance(value, SafeString) else escape(str(value))


def _status(standing: Row) -> SafeString:
    return status_word(standing["css"], standing["symbol"], standing["label"])


PARTS: dict[str, Callable[[Any], str]] = {"": _escaped, "number": number, "status": _status}


class RowsNode(template.Node):
    """The rows of one list. Raises TemplateSyntaxError for a part that nobody knows."""

    def __init__(self, rows: FilterExpression, markup: str) -> None:
        self.rows = rows
        self.pattern, self.columns = "", []
        for text, name, part, conversion in Formatter().parse(markup):
            self.pattern += text.replace("%", "%%")
            if name is None:
                continue
            if not name.isidentifier() or conversion or part not in PARTS:
                raise template.TemplateSyntaxError(f"rows: {{{name}:{part}}} is no value of a row")
            self.pattern += "%s"
            self.columns.append((name, PARTS[part]))

    def render(self, context: template.Context) -> SafeString:
        rows = self.rows.resolve(context)
        return SafeString("".join([self._filled(row) for row in rows]))

    def _filled(self, row: Row) -> str:
        return self.pattern % tuple([write(row[name]) for name, write in self.columns])


@register.tag
def rows(parser: Parser, token: Token) -> RowsNode:
    """`{% rows LIST %}…{% endrows %}`; between them only text and names in braces."""
    bits = token.split_contents()
    if len(bits) != 2:
        raise template.TemplateSyntaxError("rows takes one list")
    found = parser.parse(("endrows",))
    parser.delete_first_token()
    if not all(isinstance(node, TextNode) for node in found):
        raise template.TemplateSyntaxError("rows takes names in braces, no tags")
    return RowsNode(parser.compile_filter(bits[1]), "".join(node.s for node in found))
