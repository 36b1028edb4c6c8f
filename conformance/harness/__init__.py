"""Runs the tests of the clauses: from the command line to the journal of their findings."""
