"""The clauses of print_summary, and their tests."""
