"""Graduate lists of district offices: from sheet rows to the register."""

from imports.graduates.commit import ImportResult, commit
from imports.graduates.plan import Plan, SourceFile, prepare

__all__ = ["ImportResult", "Plan", "SourceFile", "commit", "prepare"]
