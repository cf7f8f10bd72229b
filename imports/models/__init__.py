"""Files on their way in and taken in, and what people decided beside them."""

from imports.models.columns import ColumnChoice, ColumnChoiceQuerySet
from imports.models.lists import (
    Batch,
    BatchKind,
    BatchQuerySet,
    Correction,
    CorrectionQuerySet,
    Draft,
    DraftQuerySet,
    Row,
    RowQuerySet,
)
from imports.models.mending import Mend, Omission, Remainder
from imports.models.overruling import Overruling

__all__ = [
    "Batch",
    "BatchKind",
    "BatchQuerySet",
    "ColumnChoice",
    "ColumnChoiceQuerySet",
    "Correction",
    "CorrectionQuerySet",
    "Draft",
    "DraftQuerySet",
    "Mend",
    "Omission",
    "Overruling",
    "Remainder",
    "Row",
    "RowQuerySet",
]
