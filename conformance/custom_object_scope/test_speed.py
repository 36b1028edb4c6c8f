"""Measure what CustomObjectScope costs."""

from functools import partial

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.testing.implementation import load_current

STATEMENTS = 50_000


def entering(CustomObjectScope, objects):
    """Enter a scope and leave it."""
    with CustomObjectScope(objects):
        pass


def objects(number):
    return {f"object_{index}": index for index in range(number)}


@clause("custom_object_scope.speed.statement")
def test_the_time(speed):
    named = objects(1000)
    speed.ratio(lambda CustomObjectScope: partial(entering, CustomObjectScope, named), same=lambda *_: True)


def entering_twice(CustomObjectScope, objects):
    """Enter a scope within another one of as many objects, and leave both."""
    with CustomObjectScope(objects):
        entering(CustomObjectScope, objects)


@clause("custom_object_scope.growth.objects")
def test_the_time_grows_with_the_objects(speed, CustomObjectScope):
    workloads = {n: partial(entering_twice, CustomObjectScope, objects(n)) for n in (250, 500, 1000, 2000)}
    speed.growth(workloads, exponent=1, of="objects")


def entering_again():
    scope, named = load_current().find("CustomObjectScope"), objects(20)
    entering(scope, named)
    yield
    for _ in range(STATEMENTS):
        entering(scope, named)


@clause("custom_object_scope.memory.statements")
def test_the_memory(speed):
    speed.memory(entering_again, need=0, what="nothing is kept")
