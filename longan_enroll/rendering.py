"""How pages are written: templates without their indentation, form fields without templates.

Both are what Django does by itself, done with less: old computers read a third less text, and the
four hundred choices of a filter cost a millisecond instead of half a page.
"""

import re
from collections.abc import Callable
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.template import Origin
from django.template.loaders import app_directories, filesystem
from django.utils.safestring import SafeString

# Only what stands before the first word of a line: numbers of lines in error messages stay right.
INDENTATION = re.compile(r"\n[ \t]+")


class UnindentedFiles(filesystem.Loader):
    """The project's templates. White space within a line is kept, so the page reads the same."""

    def get_contents(self, origin: Origin) -> str:
        return INDENTATION.sub("\n", super().get_contents(origin))


class UnindentedApplications(app_directories.Loader):
    """Templates that come with an application."""

    def get_contents(self, origin: Origin) -> str:
        return INDENTATION.sub("\n", super().get_contents(origin))


class FieldRenderer(DjangoTemplates):
    """Writes inputs and selects as Django's widget templates do, which include one template for
    each option and one more for its attributes. Any other widget goes by its template.
    """

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        write = _WRITERS.get(template_name)
        return write(context["widget"]) if write else super().render(template_name, context)


def _input(widget: dict[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else _attribute("value", widget["value"])
    kind, name = _attribute("type", widget["type"]), _attribute("name", widget["name"])
    return SafeString(f"<input{kind}{name}{value}{flatatt(widget['attrs'])}>")


def _select(widget: dict[str, Any]) -> SafeString:
    groups = "\n".join(_group(name, options) for name, options, _ in widget["optgroups"])
    attributes = _attribute("name", widget["name"]) + flatatt(widget["attrs"])
    return SafeString(f"<select{attributes}>\n{groups}\n</select>")


def _group(name: str | None, options: list[dict[str, Any]]) -> str:
    lines = "\n".join([_option(option) for option in options])
    return f"<optgroup{_attribute('label', name)}>\n{lines}\n</optgroup>" if name else lines


def _option(option: dict[str, Any]) -> str:
    value, label = escape(str(option["value"])), str(option["label"])
    shown = label if isinstance(label, SafeString) else escape(label)
    attributes = flatatt(option["attrs"]) if option["attrs"] else ""
    return f'<option value="{value}"{attributes}>{shown}</option>'


def _attribute(name: str, value: Any) -> str:
    return f' {name}="{escape(str(value))}"'


_WRITERS: dict[str, Callable[[dict[str, Any]], SafeString]] = {
    "django/forms/widgets/select.html": _select,
    **{
        f"django/forms/widgets/{kind}.html": _input
        for kind in ("text", "number", "email", "url", "password", "hidden", "date", "checkbox")
    },
}
