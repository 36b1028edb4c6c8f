"""The clauses of plot_model, and their tests."""
