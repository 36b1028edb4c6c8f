"""Makes right functions slow."""

import functools
import time


def slowed(function, factor):
    """The function, taking `factor(*arguments)` times as long as it does."""

    @functools.wraps(function)
    def slow(*arguments, **options):
        start = time.perf_counter()
        result = function(*arguments, **options)
        end = start + (time.perf_counter() - start) * factor(*arguments, **options)
        while time.perf_counter() < end:
            pass
        return result

    return slow


def by(factor, when=lambda *arguments, **options: True):
    """A factor that applies to some arguments only."""
    return lambda *arguments, **options: factor if when(*arguments, **options) else 1


def taking(size):
    """From its first `yield` on, takes so many bytes of memory."""
    yield
    return b"1" * size
