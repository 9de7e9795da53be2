"""The search for circles of objects put off while many are made that form none; memory given back."""

from __future__ import annotations

import ctypes
import gc
import sys
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


def returned() -> None:
    """Give memory that is free back to the system.

    glibc keeps what was freed between what is still held, for use again; other libraries of C do as they do.
    Behind the copies of 8,176 reports that is 198 MB of 883.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
