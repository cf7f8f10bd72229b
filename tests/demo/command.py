"""Running the command and looking at what it left behind."""

import io
import json

import pytest
from django.core.management import call_command

from audit.models import Event
from districts.models import Assignment, School
from imports.models import Batch, Row
from rosters.models import Link, RosterRow, RosterVersion
from students.models import Destination, Graduate, Quota, Target

GRADUATES = 120
REGISTERS = (
    School, Target, Quota, Graduate, Destination, Batch, Row, RosterVersion, RosterRow, Link, Event,
    Assignment,
)  # fmt: skip


def run(*arguments: str) -> dict:
    """The command's JSON."""
    out = io.StringIO()
    call_command("load_demo", "--graduates", str(GRADUATES), *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def refusal(*arguments: str) -> str:
    """The one sentence with which the command refuses."""
    err = io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("load_demo", *arguments, stdout=io.StringIO(), stderr=err)
    assert stopped.value.code == 1
    (sentence,) = err.getvalue().strip().splitlines()
    return sentence


def sizes() -> dict[str, int]:
    """How many rows each register holds."""
    return {model.__name__: model.objects.count() for model in REGISTERS}
