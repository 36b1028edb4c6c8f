"""How the mutants of Sequence are made."""

from reference import utils as reference
from tools.zoo import mutant_of

Right = reference.Sequence
mutant = mutant_of("sequence")


def wraps(*methods):
    """A base class that replaces subclasses' methods by what `change_<method>` makes of them."""

    class Wrapping(Right):
        def __init_subclass__(cls, **options):
            super().__init_subclass__(**options)
            for name in methods:
                if name in cls.__dict__:
                    change = getattr(cls, "change_" + name.strip("_"))
                    setattr(cls, name, change(cls.__dict__[name]))

    return Wrapping
