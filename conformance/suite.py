"""The suite, for a fork's own pytest: a test module with `from cthulhu_conformance import suite` collects all of it.

Beside such a module a conftest.py may have the session fixtures `implementation` (the module with the utilities),
`framework` (the package with layers and models) and `vocabulary` (what these are called), where `--impl` and the
settings of pytest's configuration don't do.
"""
