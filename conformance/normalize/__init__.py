"""The clauses of normalize, and their tests."""
