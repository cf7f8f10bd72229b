"""The pages of an import as data, one module a subject."""
