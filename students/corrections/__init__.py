"""Asking an office to correct what is kept of a child, answering, and what is due when."""
