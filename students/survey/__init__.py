"""Saying of a whole class where its graduates went: one line a child, one code a line."""
