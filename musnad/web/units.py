"""Offsets of a browser, which count UTF-16 code units, and those of Musnad, which count code points.

The one place where the two meet (Unicode Standard, D91 and D77).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Units:
    """The code points of a text that take two units: `points` are their offsets, `units` the units behind
    each.
    """

    length: int
    points: tuple[int, ...]
    units: tuple[int, ...]

    def unit(self, point: int) -> int:
        """The unit at which a code point begins; that of the end for the length of the text."""
        return point + bisect_left(self.points, point)

    def point(self, unit: int) -> int:
        """The code point that a unit belongs to; an offset behind the text is its end."""
        before = bisect_right(self.units, unit)
        inside = before < len(self.points) and self.points[before] + before + 1 == unit
        return min(unit - before - inside, self.length)


def units_of(text: str) -> Units:
    """The astral characters of a text, found once."""
    points = tuple(at for at, letter in enumerate(text) if letter > "\uffff")
    return Units(len(text), points, tuple(at + before + 2 for before, at in enumerate(points)))
