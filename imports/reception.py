"""What is answered to files that were sent, whatever kind they are: one goes on to its next step,
of several each has a line that says what became of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from imports.forms import SentFile
from imports.graduates import SourceFile
from imports.models import Batch
from imports.pages.uploads import invalid_line, refused_line, taken_line
from imports.reading import UnreadableFile

ALREADY = "Tệp này đã được tải lên trước đó; dưới đây là tệp đang kiểm tra, không tạo thêm."


@dataclass(frozen=True)
class Reception:
    """How files of one kind are received.

    `receive` keeps a file, in a transaction of its own, and raises UnreadableFile; what it returns
    says `is_known` where the file was kept before. `taken` finds the batch in which the very file
    was taken in, `steps` is the template of the steps of that kind of import.
    """

    receive: Callable[[SourceFile], Any]
    taken: Callable[[SourceFile], Batch | None]
    next_url: Callable[[Any], str]
    line: Callable[[str, Any], dict[str, str]]
    steps: str


def answer_sent(
    request: HttpRequest, form: forms.Form, reception: Reception
) -> HttpResponse | None:
    """The answer to a form with files in `sheet`; None where the form must be shown.

    With `one_of_many` a script sends its files one after another and asks for a line each.
    """
    is_one_of_many = "one_of_many" in request.POST
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["sheet"]
        if is_one_of_many or len(sent) > 1:
            lines = [_line(reception, each) for each in sent]
            part = "imports/_upload_line.html" if is_one_of_many else "imports/uploaded.html"
            context = {"lines": lines, "line": lines[0], "steps": reception.steps}
            return render(request, part, context)
        done = _kept(request, form, reception)
        if done:
            return done
    if is_one_of_many:
        return render(request, "imports/_upload_line.html", {"line": invalid_line(form)})
    return None


def _kept(request: HttpRequest, form: forms.Form, reception: Reception) -> HttpResponse | None:
    """Keep the one file and go on to its next step; None where the form says what is wrong."""
    (sent,) = form.cleaned_data["sheet"]
    problem = sent.problem
    if sent.source:
        try:
            received = reception.receive(sent.source)
        except UnreadableFile as error:
            problem = str(error)
        else:
            if received.is_known:
                messages.info(request, ALREADY)
            return redirect(reception.next_url(received))
    form.add_error("sheet", problem)
    return None


def _line(reception: Reception, sent: SentFile) -> dict[str, str]:
    """What became of one of several files."""
    if sent.source is None:
        return refused_line(sent.name, sent.problem)
    taken = reception.taken(sent.source)
    if taken:
        return taken_line(sent.name, taken)
    try:
        return reception.line(sent.name, reception.receive(sent.source))
    except UnreadableFile as error:
        return refused_line(sent.name, str(error))
