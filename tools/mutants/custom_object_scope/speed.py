"""Scopes that are slow."""

from cthulhu_conformance.reference.utils import CustomObjectScope as Right
from cthulhu_conformance.reference.utils import get_custom_objects
from cthulhu_conformance.tools.mutants import mutant


@mutant("custom_object_scope.speed.statement")
class copies_names_one_by_one(Right):
    def __enter__(self):
        self._custom_objects = tuple({name: o for name, o in d.items()} for d in self._custom_objects)
        return super().__enter__()


@mutant("custom_object_scope.memory.statements")
class remembers_what_was_there(Right):
    seen = []

    def __enter__(self):
        super().__enter__()
        self.seen.append(get_custom_objects().copy())
        return self


@mutant("custom_object_scope.growth.objects")
class looks_for_each_name_among_all(Right):
    def __enter__(self):
        names = [name for objects in self._custom_objects for name in objects]
        self.places = [names.index(name) for name in names]
        return super().__enter__()


@mutant("custom_object_scope.growth.objects")
class looks_for_each_name_among_those_before(Right):
    def __enter__(self):
        before = list(get_custom_objects())
        super().__enter__()
        self.new = [name for name in get_custom_objects() if name not in before]
        return self
