"""Look up activations by their names, as the framework of a mutant would: in the reference's registry."""

from cthulhu_conformance.reference import utils as reference


def get(name):
    """Return the custom object of that name; KeyError where there is none."""
    return reference.get_custom_objects()[name]
