"""Runs of words as numbers: what two texts share is what their sets of these have in common.

A text is the words (``\\w+``) of its folded form; a shingle is a run of `WIDTH` of them, hashed to 64 bits in
the same way by every process on every machine. Shingling after Broder, On the resemblance and containment
of documents (1997).
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from musnad.text import fold_text

WIDTH: Final = 6
WORD: Final = re.compile(r"\w+")

Hashes = NDArray[np.uint64]

# An odd multiplier near 2^64 / golden ratio spreads sums over all bits (Knuth, TAOCP 3, 6.4).
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)
_FOLDED: Final = np.uint64(32)


@lru_cache(maxsize=1 << 17)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return WORD.findall(fold_text(text))


def hashes(found: list[str]) -> Hashes:
    """The 64-bit hash of each of these words."""
    return np.fromiter(map(_hash, found), dtype=np.uint64, count=len(found))


def runs(single: Hashes, width: int = WIDTH) -> Hashes:
    """The hash of each run of `width` words, given by their hashes: ``max(0, n - width + 1)`` numbers."""
    count = len(single) - width + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    total = np.zeros(count, dtype=np.uint64)
    for at in range(width):
        total = (total ^ (total >> _FOLDED)) * _SPREAD + single[at : at + count]
    return total


def shared(left: Hashes, right: Hashes) -> int:
    """How many hashes two rising sets have in common."""
    few, many = (left, right) if len(left) < len(right) else (right, left)
    if not len(few):
        return 0
    # A quarter of the time of intersect1d, which sorts both together.
    return int(np.count_nonzero(among(few, many)))


def among(found: Hashes, many: Hashes) -> NDArray[np.bool_]:
    """Which of some hashes stand in a rising set."""
    if not len(many):
        return np.zeros(len(found), dtype=np.bool_)
    at = np.searchsorted(many, found)
    return np.asarray(many[np.minimum(at, len(many) - 1)] == found)


def shingles(text: str) -> Hashes:
    """The shingles of a text in its order, one for each run of six folded words."""
    return runs(hashes(words(text)))
