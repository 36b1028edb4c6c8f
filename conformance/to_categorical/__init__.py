"""The clauses of to_categorical, and their tests."""
