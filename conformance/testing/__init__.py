"""Helpers that the tests of clauses are written with."""
