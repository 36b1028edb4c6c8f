"""Scopes that are wrong themselves."""

import contextlib
import copy
import sys

from cthulhu_conformance.reference import utils as reference
from cthulhu_conformance.reference.utils import scopes
from cthulhu_conformance.tools.mutants import define

Right = reference.CustomObjectScope


def mutant(*breaks, name="", **others):
    """Make the decorated class a mutant of CustomObjectScope, which may have other utilities that are wrong, too."""
    names = [f"custom_object_scope.{clause}" for clause in breaks]
    return lambda wrong: define(name or wrong.__name__, names, {"CustomObjectScope": wrong, **others})


def of_dictionaries(*breaks):
    """Define a mutant that is made of what the function makes of the dictionaries."""

    def decorate(rule):
        def init(self, *custom_objects):
            super(wrong, self).__init__(*rule(custom_objects))

        wrong = type(rule.__name__, (Right,), {"__init__": init})
        return mutant(*breaks)(wrong)

    return decorate


def registry():
    return scopes._GLOBAL_CUSTOM_OBJECTS


class Own(Right):
    """A scope with a registry of its own."""

    names = {}

    def __enter__(self):
        self._outside.append(dict(self.names))
        for objects in self._custom_objects:
            self.names.update(objects)
        return self

    def __exit__(self, *exception):
        self.names.clear()
        self.names.update(self._outside.pop())


mutant("example.as-an-argument", name="arguments_do_not_see_it", get_registered_object=Own.names.get)(Own)


@of_dictionaries("name.there-within", "example.found-by-name", "object.any")
def nothing(customs):
    return []


@of_dictionaries("name.there-within")
def identifiers_only(customs):
    return [{name: custom[name] for name in custom if name.isidentifier()} for custom in customs]


@of_dictionaries("example.found-by-name", "object.any")
def no_classes(customs):
    return [{k: v for k, v in custom.items() if not isinstance(v, type)} for custom in customs]


@of_dictionaries("object.any")
def no_instances(customs):
    return [{k: v for k, v in custom.items() if hasattr(v, "__name__")} for custom in customs]


@of_dictionaries("object.false")
def no_false_objects(customs):
    return [{name: custom[name] for name in custom if custom[name]} for custom in customs]


@of_dictionaries("object.not-callable")
def wraps_what_can_not_be_called(customs):
    return [{k: v if callable(v) else lambda v=v: v for k, v in custom.items()} for custom in customs]


@mutant(
    "name.gone-after",
    "exception.reverts",
    "exception.early-return",
    "framework.unknown-outside",
    "framework.load-needs-scope",
)
class never_ends(Right):
    def __exit__(self, *exception):
        self._outside.pop()


@mutant("name.not-before")
class begins_when_made(Right):
    def __init__(self, *custom_objects):
        super().__init__(*custom_objects)
        for objects in custom_objects:
            registry().update(objects)
            self._outside.append({name: item for name, item in registry().items() if name not in objects})

    def __enter__(self):
        return self


@of_dictionaries("name.is-the-key")
def names_of_the_objects(customs):
    return [{getattr(v, "__name__", k): v for k, v in custom.items()} for custom in customs]


@of_dictionaries("name.is-the-key")
def both_names(customs):
    return [{**{getattr(v, "__name__", k): v for k, v in c.items()}, **c} for c in customs]


@of_dictionaries("name.only-those")
def capitalized_too(customs):
    return [{**custom, **{name.capitalize(): custom[name] for name in custom}} for custom in customs]


@mutant("arguments.none")
class one_dictionary_at_least(Right):
    def __init__(self, first, *others):
        super().__init__(first, *others)


@mutant("arguments.empty", "arguments.none")
class no_empty_dictionaries(Right):
    def __enter__(self):
        if not any(self._custom_objects):
            raise ValueError("no names")
        return super().__enter__()


@of_dictionaries("arguments.several-names")
def first_name_only(customs):
    return [dict(list(custom.items())[:1]) for custom in customs]


@mutant("arguments.several-names")
class ends_its_last_name_only(Right):
    def __exit__(self, *exception):
        self._outside.pop()
        for given in self._custom_objects:
            for name in list(given)[-1:]:
                registry().pop(name, None)


@of_dictionaries("arguments.several-dictionaries")
def first_dictionary_only(customs):
    return customs[:1]


@of_dictionaries("arguments.several-dictionaries")
def two_dictionaries_at_most(customs):
    return customs[:2]


@of_dictionaries("arguments.last-dictionary-counts")
def first_dictionary_counts(customs):
    return customs[::-1]


@of_dictionaries("arguments.subclass-of-dict")
def dictionaries_without_subclasses(customs):
    return [custom for custom in customs if not isinstance(custom, dict) or type(custom) is dict]


@of_dictionaries("arguments.several-unchanged")
def all_in_the_first(customs):
    customs[0].update({name: item for custom in customs for name, item in custom.items()})
    return customs[:1]


@mutant("arguments.unchanged")
class empties_its_dictionary(Right):
    def __exit__(self, *exception):
        super().__exit__(*exception)
        for given in self._custom_objects:
            given.clear()


@mutant("arguments.unchanged")
class keeps_additions_in_its_dictionary(Right):
    def __exit__(self, *exception):
        for given in self._custom_objects:
            given.update(registry())
        super().__exit__(*exception)


@mutant("arguments.no-dictionary")
class registers_what_comes_first(Right):
    def __enter__(self):
        self._outside.append(registry().copy())
        for objects in self._custom_objects:
            registry().update(objects)
        return self


@of_dictionaries("arguments.no-dictionary")
def ignores_what_is_no_dictionary(customs):
    return [custom for custom in customs if isinstance(custom, dict)]


@mutant("exception.reaches-the-caller")
class swallows_exceptions(Right):
    def __exit__(self, *exception):
        super().__exit__(*exception)
        return True


@mutant("exception.reaches-the-caller")
class swallows_key_errors(Right):
    def __exit__(self, kind, *exception):
        super().__exit__(kind, *exception)
        return kind is KeyError


@mutant("exception.reverts", "registry.exception-reverts", "nested.inner-exception")
class ends_without_exceptions_only(Right):
    def __exit__(self, kind, *exception):
        if kind is None:
            super().__exit__(kind, *exception)
        else:
            self._outside.pop()


@mutant("exception.reverts")
class ends_for_errors_only(Right):
    def __exit__(self, kind, *exception):
        if kind is None or issubclass(kind, Exception):
            super().__exit__(kind, *exception)


@mutant("exception.reverts", "exception.early-return")
@contextlib.contextmanager
def ends_at_the_end_of_the_block_only(*custom_objects):
    scope = Right(*custom_objects)
    scope.__enter__()
    try:
        yield
    except BaseException:
        raise
    if "leave" not in sys._getframe(2).f_code.co_name:
        scope.__exit__(None, None, None)


@mutant("nested.inner-sees-outer", "registry.objects-from-before", "registry.nested-persists")
class only_its_own_names(Right):
    def __enter__(self):
        self._outside.append(registry().copy())
        registry().clear()
        for objects in self._custom_objects:
            registry().update(objects)
        return self


@mutant("nested.inner-ends", "registry.objects-from-before")
class ends_all_names(Right):
    def __exit__(self, *exception):
        self._outside.pop()
        registry().clear()


@mutant("nested.inner-overrides", "registry.override")
class the_first_counts(Right):
    def __enter__(self):
        self._outside.append(registry().copy())
        for objects in self._custom_objects:
            registry().update({k: v for k, v in objects.items() if k not in registry()})
        return self


@mutant("nested.outer-comes-back", "registry.override-reverted", "registry.addition-reverted")
class ends_its_own_names_only(Right):
    def __exit__(self, *exception):
        self._outside.pop()
        for objects in self._custom_objects:
            for name in objects:
                registry().pop(name, None)


@mutant("nested.as-a-stack")
class three_scopes_at_most(Right):
    depth = 0

    def __enter__(self):
        type(self).depth += 1
        super().__enter__()
        if self.depth > 3:
            registry().clear()
            registry().update(self._outside[-1])
        return self

    def __exit__(self, *exception):
        type(self).depth -= 1
        super().__exit__(*exception)


@mutant("again.one-after-the-other")
class ends_once(Right):
    ended = False

    def __exit__(self, *exception):
        if self.ended:
            self._outside.pop()
        else:
            super().__exit__(*exception)
        self.ended = True


@mutant("again.within-itself")
class one_backup(Right):
    def __exit__(self, *exception):
        registry().clear()
        registry().update(self._outside[-1])


@mutant("registry.addition-persists", get_custom_objects=lambda: dict(registry()))
class gives_copies_of_the_registry(Right):
    pass


@mutant("registry.addition-reverted", "registry.nested-reverted")
class keeps_additions(Right):
    def __exit__(self, *exception):
        before = self._outside.pop()
        for objects in self._custom_objects:
            for name in objects:
                registry().pop(name, None)
        registry().update(before)


@mutant("registry.same-objects")
class backs_up_copies(Right):
    def __exit__(self, *exception):
        self._outside[-1] = copy.deepcopy(self._outside[-1])
        super().__exit__(*exception)


@mutant("registry.change-reverted")
class keeps_equal_objects(Right):
    def __exit__(self, *exception):
        now = registry()
        self._outside[-1] = {k: now[k] if now.get(k) == v else v for k, v in self._outside[-1].items()}
        super().__exit__(*exception)


@mutant("registry.change-reverted", "registry.override-reverted")
class keeps_changes(Right):
    def __exit__(self, *exception):
        self._outside[-1] = {k: registry().get(k, v) for k, v in self._outside[-1].items()}
        super().__exit__(*exception)


@mutant("registry.deletion-reverted", "registry.clearing-reverted")
class keeps_deletions(Right):
    def __exit__(self, *exception):
        self._outside[-1] = {k: v for k, v in self._outside[-1].items() if k in registry()}
        super().__exit__(*exception)


@mutant("registry.clearing-reverted")
class an_empty_registry_stays(Right):
    def __exit__(self, *exception):
        if registry():
            super().__exit__(*exception)


@mutant("registry.scope-name-changed")
class ends_what_it_registered_itself(Right):
    def __exit__(self, *exception):
        before = self._outside.pop()
        kept = {k: v for c in self._custom_objects for k, v in registry().items() if c.get(k, v) is not v}
        registry().clear()
        registry().update(before, **kept)


@mutant("registry.state-at-entry")
class reverts_to_when_it_was_made(Right):
    def __init__(self, *custom_objects):
        super().__init__(*custom_objects)
        self._made = registry().copy()

    def __exit__(self, *exception):
        self._outside[-1] = dict(self._made)
        super().__exit__(*exception)


@mutant("registry.addition-after-the-scope")
class reverts_to_the_first_scope(Right):
    made = []

    def __enter__(self):
        self.made.append(registry().copy())
        return super().__enter__()

    def __exit__(self, *exception):
        self._outside[-1] = dict(self.made[0])
        super().__exit__(*exception)
