"""The search for circles of objects, put off while many objects are made that form none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Have Python look for no circles meanwhile: what nothing refers to is freed all the same.

    It looks at every object that is held whenever so many more are made: a fifth of the time of bringing
    8,176 reports up to date.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
