"""Workbooks of classes as they come back from teachers: read, compared, recorded, taken back."""
