"""Files on their way in and taken in, and what people decided beside them."""

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

__all__ = [
    "Batch",
    "BatchKind",
    "BatchQuerySet",
    "Correction",
    "CorrectionQuerySet",
    "Draft",
    "DraftQuerySet",
    "Row",
    "RowQuerySet",
]
