"""The longest runs that two sequences share, laid like tiles: none overlaps another, in either.

Longest first (Wise 1993, Greedy String Tiling), of equal ones those nearest to the beginnings. Runs are
found in the sorted suffixes of both sequences, so that what repeats itself ten thousand times costs no more
than its length: n log² n, where comparing every place with every other takes n².
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """So many words that stand in both texts: where they begin in each, counted in words."""

    left: int
    right: int
    size: int


class Taken:
    """Stretches of a sequence of `length` items that are taken, none touching the inside of another."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> None:
        """Take a stretch that is free."""
        at = bisect_right(self._starts, start)
        self._starts.insert(at, start)
        self._ends.insert(at, end)

    def room(self, place: int) -> int:
        """How many items are free from a place on; 0 where that is taken."""
        at = bisect_right(self._starts, place)
        if at and self._ends[at - 1] > place:
            return 0
        return (self._starts[at] if at < len(self._starts) else self._length) - place

    def within(self, start: int, end: int) -> list[tuple[int, int]]:
        """What is taken between two places."""
        at = max(0, bisect_right(self._starts, start) - 1)
        found = []
        while at < len(self._starts) and self._starts[at] < end:
            if self._ends[at] > start:
                found.append((max(start, self._starts[at]), min(end, self._ends[at])))
            at += 1
        return found


def tiles(left: Sequence[int], right: Sequence[int], width: int) -> list[Run]:
    """The tiles of two texts, each given by its shingles of `width` words; sizes count words."""
    return _Tiling(left, right, width).run()


class _Tiling:
    """One tiling: levels are sizes in words, from the longest shared run down to one shingle.

    At a level, places of both texts from which the same so many words follow are one group. A place belongs
    to its group as soon as so many words are free from it on. At the end of a level no group has free places
    in both texts, so that what joins later is all that is to be looked at. Each time that a place must wait
    for a shorter level, less than half of what was free from it is left: it waits a logarithm of times.
    """

    def __init__(self, left: Sequence[int], right: Sequence[int], width: int) -> None:
        self._width = width
        self._behind = len(left) + 1
        self._taken = Taken(len(left) + width - 1), Taken(len(right) + width - 1)
        self._sorted, reach = suffixes(left, right)
        size = len(self._sorted)
        self._parent = list(range(size))
        self._first = list(range(size))
        self._heaps: list[tuple[list[int], list[int]] | None] = [None] * size
        self._rank = [0] * size
        for rank, place in enumerate(self._sorted):
            self._rank[place] = rank
        self._joins: defaultdict[int, list[int]] = defaultdict(list)
        self._arrivals: defaultdict[int, list[int]] = defaultdict(list)
        for rank, place in enumerate(self._sorted):
            if reach[rank]:
                self._joins[reach[rank] + width - 1].append(rank)
            longest = max(reach[rank], reach[rank + 1])
            if longest:
                self._arrivals[longest + width - 1].append(place)

    def run(self) -> list[Run]:
        """All tiles, the longest first."""
        found: list[Run] = []
        for level in range(max(self._joins, default=0), self._width - 1, -1):
            touched = [self._join(rank) for rank in self._joins.pop(level, ())]
            for place in self._arrivals.pop(level, ()):
                touched += self._arrive(place, level)
            found += self._take(level, {self._root(rank) for rank in touched})
        return found

    def _root(self, rank: int) -> int:
        parent = self._parent
        while parent[rank] != rank:
            parent[rank] = parent[parent[rank]]
            rank = parent[rank]
        return rank

    def _join(self, rank: int) -> int:
        """The group of a rank and the one before it, made one: the smaller goes into the larger."""
        one, other = self._root(rank - 1), self._root(rank)
        held, more = self._heaps[one], self._heaps[other]
        if _count(held) < _count(more):
            one, other, held, more = other, one, more, held
        self._parent[other] = one
        self._first[one] = min(self._first[one], self._first[other])
        if held is not None and more is not None:
            for into, side in zip(held, more, strict=True):
                for place in side:
                    heapq.heappush(into, place)
        self._heaps[other] = None
        return one

    def _arrive(self, place: int, level: int) -> list[int]:
        """Put a place into its group, which is touched by that, or let it wait for a shorter level."""
        side, at = (0, place) if place < self._behind else (1, place - self._behind)
        room = self._taken[side].room(at)
        if room < level:
            self._wait(place, room)
            return []
        rank = self._root(self._rank[place])
        held = self._heaps[rank]
        if held is None:
            held = self._heaps[rank] = [], []
        heapq.heappush(held[side], at)
        return [rank]

    def _wait(self, place: int, room: int) -> None:
        if room >= self._width:
            self._arrivals[room].append(place)

    def _take(self, level: int, groups: Iterable[int]) -> list[Run]:
        """The tiles of one size, the earliest first."""
        found = []
        queue = [entry for rank in groups if (entry := self._next(rank)) is not None]
        heapq.heapify(queue)
        while queue:
            rank = heapq.heappop(queue)[-1]
            held = self._heaps[rank] or ([], [])
            left, right = held[0][0], held[1][0]
            rooms = self._taken[0].room(left), self._taken[1].room(right)
            if min(rooms) >= level:
                found.append(Run(left, right, level))
                for taken, side in zip(self._taken, held, strict=True):
                    start = heapq.heappop(side)
                    taken.add(start, start + level)
            else:
                for side, room, before in zip(held, rooms, (0, self._behind), strict=True):
                    if room < level:
                        self._wait(heapq.heappop(side) + before, room)
            if (entry := self._next(rank)) is not None:
                heapq.heappush(queue, entry)
        return found

    def _next(self, rank: int) -> tuple[int, int, int, int] | None:
        """The order of the first places of a group, and the group; None where one text has none in it."""
        held = self._heaps[rank]
        if held is None or not held[0] or not held[1]:
            return None
        left, right = held[0][0], held[1][0]
        return left + right, abs(left - right), self._first[rank], rank


def _count(held: tuple[list[int], list[int]] | None) -> int:
    return 0 if held is None else len(held[0]) + len(held[1])


def suffixes(left: Sequence[int], right: Sequence[int]) -> tuple[list[int], list[int]]:
    """The suffixes of both sequences in order, and how many items each shares with the one before it.

    A suffix is the place of its beginning in `left`, a mark that stands nowhere else, and `right` on end. The
    second list has a 0 behind its last. Prefix doubling (Manber and Myers 1993), and Kasai et al. 2001.
    """
    both = np.concatenate([np.asarray(left, dtype=np.uint64), np.asarray(right, dtype=np.uint64)])
    _, known = np.unique(both, return_inverse=True)
    # The mark is larger than all: no two suffixes share it.
    items = np.concatenate([known[: len(left)], [len(both)], known[len(left) :]]).astype(np.int64)
    ranks, width = items, 1
    while True:
        second = np.full(len(items), -1, dtype=np.int64)
        second[: max(0, len(items) - width)] = ranks[width:]
        placed = np.lexsort((second, ranks))
        new = (np.diff(ranks[placed]) != 0) | (np.diff(second[placed]) != 0)
        ranks = np.empty(len(items), dtype=np.int64)
        ranks[placed] = np.concatenate(([0], np.cumsum(new)))
        if ranks[placed[-1]] == len(items) - 1:
            return placed.tolist(), _shared(items.tolist(), placed.tolist(), ranks.tolist())
        width *= 2


def _shared(items: list[int], placed: list[int], ranks: list[int]) -> list[int]:
    """How many items each suffix shares with the one before it in order; a 0 behind the last."""
    found = [0] * (len(items) + 1)
    shared = 0
    for place, rank in enumerate(ranks):
        if not rank:
            shared = 0
            continue
        other = placed[rank - 1]
        longest = len(items) - max(place, other)
        while shared < longest and items[place + shared] == items[other + shared]:
            shared += 1
        found[rank] = shared
        shared = max(0, shared - 1)
    return found
