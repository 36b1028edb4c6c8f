"""The clauses of Sequence, and their tests."""
