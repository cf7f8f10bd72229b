"""Pages about graduates, one module a subject."""
