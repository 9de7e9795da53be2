"""The roles that words play for a cue, as tags, and the best sequence of tags under the rules of a span.

The words around a cue are tagged once for it: tag 0 is outside; tag 2r + 1 begins a span of role r and
2r + 2 goes on with it. The best sequence has the greatest sum of scores among those in which a span goes
on only where it has begun (Viterbi 1967, over a linear-chain conditional random field).
"""

from __future__ import annotations

from typing import get_args

import numpy as np
import numpy.typing as npt

from musnad.model import CueClass

Array = npt.NDArray[np.float32]

ROLES = ("source", "content", "addressee", "medium", "via")
TAGS = 2 * len(ROLES) + 1
CLASSES: tuple[CueClass, ...] = get_args(CueClass)
KINDS = ("person", "place", "organisation", "medium", "role", "other")
"""Kinds of names that the second head tells, as tags of the same form; `other` is the MISC of ANERcorp."""

SEVERAL = frozenset((ROLES.index("content"), ROLES.index("via")))
"""Roles of which one attribution can have several spans."""

DISTANCES = 24
"""Buckets of distance on each side of a cue; the cue's own words have the middle one."""

_EXACT = 12


def bucket(distance: int) -> int:
    """The bucket of a signed distance in words: exact to twelve, then ever coarser."""
    size = abs(distance)
    if size > _EXACT:
        size = min(DISTANCES, _EXACT + (size - _EXACT).bit_length() * 2)
    return DISTANCES + (size if distance > 0 else -size)


def bucket_of(word: int, at: tuple[int, int]) -> int:
    """The bucket of a word's distance from a cue that takes the words `at`."""
    if word < at[0]:
        return bucket(word - at[0])
    return bucket(word - at[1] + 1) if word >= at[1] else DISTANCES


def best_tags(scores: Array, begin: Array, step: Array) -> list[int]:
    """The best sequence of tags: `scores` (words, tags), `begin` (tags), `step` (from, to)."""
    total = begin + scores[0]
    back = np.zeros(scores.shape, np.int64)
    for at in range(1, len(scores)):
        ways = total[:, None] + step
        back[at] = ways.argmax(0)
        total = ways[back[at], np.arange(len(total))] + scores[at]
    found = [int(total.argmax())]
    for at in range(len(scores) - 1, 0, -1):
        found.append(int(back[at, found[-1]]))
    return found[::-1]


def spans(tags: list[int]) -> list[tuple[int, int, int]]:
    """(role, first word, word behind the last) of each span of a sequence of tags, in order.

    Works for any number of roles; a tag that goes on with nothing begins a span.
    """
    found: list[tuple[int, int, int]] = []
    for at, tag in enumerate(tags):
        if tag == 0:
            continue
        role = (tag - 1) // 2
        if tag % 2 == 0 and found and found[-1][0] == role and found[-1][2] == at:
            found[-1] = (role, found[-1][1], at + 1)
        else:
            found.append((role, at, at + 1))
    return found
