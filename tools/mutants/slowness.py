"""Make right functions slow."""

import functools
import time


def slowed(function, factor):
    """Return the function, taking `factor(*arguments)` times as long as it does."""

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
    """Return a factor that applies to some arguments only."""
    return lambda *arguments, **options: factor if when(*arguments, **options) else 1


def taking(size):
    """Take so many bytes of memory after the first `yield`."""
    yield
    return b"1" * size
