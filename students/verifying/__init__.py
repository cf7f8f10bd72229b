"""Asking again about what is only reported, when the report has grown old."""
