"""The rules of a case: pure functions over frozen values."""
