"""Long texts in parts: where each begins, so that no page grows beyond what a browser takes at once."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

LONGEST: Final = 16_000
"""What a part may weigh, in characters of text."""

OF_STATEMENT: Final = 320
"""What a statement weighs beside its text: its chain and reasons are about five times as much HTML as that
many characters, and the page holds both (120 KB for a part that is full).
"""


def parts(text: str, cues: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The start and end of each part of a text, in order; `cues` are where statements begin, in order.

    A part ends with a line where it can, else behind a space, else before a whole character.
    """
    bounds = [0]
    at = 0
    while at < len(text):
        at = _end(text, at, cues)
        bounds.append(at)
    return tuple(pairwise(bounds)) or ((0, 0),)


def _end(text: str, start: int, cues: Sequence[int]) -> int:
    """Where the part that begins at `start` ends."""
    first = bisect_left(cues, start)

    def weight(end: int) -> int:
        return end - start + OF_STATEMENT * (bisect_left(cues, end) - first)

    reach = range(start + 1, min(start + LONGEST, len(text)) + 1)
    end = start + max(1, bisect_right(reach, LONGEST, key=weight))
    if end >= len(text):
        return len(text)
    for mark in ("\n", " "):
        if (found := text.rfind(mark, start, end)) >= 0:
            return found + 1
    while start + 1 < end and unicodedata.combining(text[end]):
        end -= 1
    return end
