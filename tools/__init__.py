"""Programs for people, fed by verdict files and by the clauses."""
