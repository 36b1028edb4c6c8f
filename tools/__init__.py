"""Programs for those who work on the suite, fed by verdict files and by the clauses."""
