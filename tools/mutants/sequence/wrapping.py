"""A base class that wraps methods of its subclasses."""

from cthulhu_conformance.reference import utils as reference
from cthulhu_conformance.tools.mutants import mutant_of

Right = reference.Sequence
mutant = mutant_of("sequence")


def wraps(*methods):
    """Return a base class that replaces subclasses' methods by what `change_<method>` makes of them."""

    class Wrapping(Right):
        def __init_subclass__(cls, **options):
            super().__init_subclass__(**options)
            for name in methods:
                if name in cls.__dict__:
                    change = getattr(cls, "change_" + name.strip("_"))
                    setattr(cls, name, change(cls.__dict__[name]))

    return Wrapping
