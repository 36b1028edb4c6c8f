"""Imports the implementation of the run that the process belongs to: for nurseries (see fixtures)."""

from conformance.implementation import load_current

load_current()
