"""Import the implementation of the run that this process belongs to: for fork servers, which import modules."""

from cthulhu_conformance.testing.implementation import load_current

load_current()
