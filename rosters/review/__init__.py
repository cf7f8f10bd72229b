"""Clerical review: a person says which graduate a row is, and may take it back."""
