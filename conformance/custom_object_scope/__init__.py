"""The clauses of CustomObjectScope, and their tests."""
