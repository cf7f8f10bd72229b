"""Graduate lists of district offices: from sheet rows to the register, and back."""

from imports.graduates.commit import ImportResult, PlanOutdated, commit, look_ahead
from imports.graduates.plan import Plan, prepare
from imports.graduates.undo import Obstacle, UndoRefused, UndoResult, obstacles, undo_import
from imports.read_files import SourceFile

__all__ = [
    "ImportResult",
    "Obstacle",
    "Plan",
    "PlanOutdated",
    "SourceFile",
    "UndoRefused",
    "UndoResult",
    "commit",
    "look_ahead",
    "obstacles",
    "prepare",
    "undo_import",
]
