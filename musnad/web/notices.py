"""What was done a moment ago, kept until the page that it leads to has told it."""

from __future__ import annotations

import threading
from typing import Final, Generic, TypeVar

Value = TypeVar("Value")
MOST: Final = 500


class Notices(Generic[Value]):
    """The last notices by number; a later one of a number takes its place, and the oldest are forgotten.

    They are told from memory and not from an address, so that no link of elsewhere can make one up.
    """

    def __init__(self) -> None:
        self._held: dict[int, Value] = {}
        self._lock = threading.Lock()

    def keep(self, number: int, notice: Value) -> None:
        """Keep a notice."""
        with self._lock:
            self._held.pop(number, None)
            self._held[number] = notice
            while len(self._held) > MOST:
                del self._held[next(iter(self._held))]

    def get(self, number: int) -> Value | None:
        """The notice of that number; None where there is none any more."""
        return self._held.get(number)
