"""The ledger: every roster row and every graduate of a unit in exactly one place."""
