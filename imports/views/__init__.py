"""Pages of imports, one module a subject."""
