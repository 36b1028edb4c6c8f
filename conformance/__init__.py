"""The executable specification: clauses, their tests, and what runs them."""

__version__ = "0.1.0"
