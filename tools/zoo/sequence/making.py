"""How the mutants of Sequence are made."""

from reference import utils as reference
from tools.zoo import Mutant

Right = reference.Sequence


def mutant(*breaks):
    """Like that of the zoo; the first part of the clauses' ids is understood."""
    names = tuple(f"sequence.{name}" for name in breaks)
    return lambda wrong: Mutant(wrong.__name__, names, replaced={"Sequence": wrong})


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
