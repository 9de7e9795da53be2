"""What two texts share word for word: runs of folded words, aligned, with offsets into both."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from musnad.model import Passage, Span
from musnad.shingles import WIDTH, WORD, Hashes
from musnad.text import Folded, fold

_REPEATS: Final = 8


@dataclass(frozen=True, slots=True)
class Words:
    """The folded words of a text, and where each stands in the folded form of it."""

    folded: Folded
    found: tuple[str, ...]
    places: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> Span:
        """The stretch of the text from word `start` up to word `end`, exclusive."""
        return self.folded.span(self.places[start][0], self.places[end - 1][1])


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """So many words that stand in both texts: where they begin in each, counted in words."""

    left: int
    right: int
    size: int


def words_of(text: str) -> Words:
    """The words of a text with their places. Linear in its length."""
    folded = fold(text)
    found = list(WORD.finditer(folded.text))
    return Words(folded, tuple(match.group() for match in found), tuple(match.span() for match in found))


def positions(shingles: Hashes) -> dict[int, list[int]]:
    """Where each shingle of a text stands, counted in words; of one that is said over and over, the first
    few.

    So a text of one word ten thousand times costs no more than another.
    """
    found: dict[int, list[int]] = {}
    for at, value in enumerate(shingles.tolist()):
        places = found.setdefault(value, [])
        if len(places) < _REPEATS:
            places.append(at)
    return found


def runs(left: Hashes, right: Hashes, where: Mapping[int, list[int]]) -> tuple[Run, ...]:
    """The runs of at least `WIDTH` words that two texts share, none overlapping another in either.

    `where` has the positions of `right`. A run goes as far as it can in both texts; of runs that overlap the
    longer stands whole, and what is left of the other counts where it is still as long as a shingle.
    """
    maximal = _maximal(left.tolist(), right.tolist(), where)
    taken: list[Run] = []
    in_left, in_right = _Taken(), _Taken()
    for run in sorted(maximal, key=lambda run: (-run.size, run.left, run.right)):
        for part in _free(run, in_left, in_right):
            taken.append(part)
            in_left.add(part.left, part.left + part.size)
            in_right.add(part.right, part.right + part.size)
    return tuple(sorted(taken))


def _maximal(left: list[int], right: list[int], where: Mapping[int, list[int]]) -> list[Run]:
    found: list[Run] = []
    for at, value in enumerate(left):
        for start in where.get(value, ()):
            if at and start and left[at - 1] == right[start - 1]:
                continue
            size = 1
            longest = min(len(left) - at, len(right) - start)
            while size < longest and left[at + size] == right[start + size]:
                size += 1
            found.append(Run(at, start, size + WIDTH - 1))
    return found


class _Taken:
    """Stretches of words that are taken, none touching the inside of another."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> None:
        at = bisect_right(self._starts, start)
        self._starts.insert(at, start)
        self._ends.insert(at, end)

    def within(self, start: int, end: int) -> list[tuple[int, int]]:
        """What is taken between two places."""
        at = max(0, bisect_right(self._starts, start) - 1)
        found = []
        while at < len(self._starts) and self._starts[at] < end:
            if self._ends[at] > start:
                found.append((max(start, self._starts[at]), min(end, self._ends[at])))
            at += 1
        return found


def _free(run: Run, in_left: _Taken, in_right: _Taken) -> list[Run]:
    """The parts of a run that are free in both texts, each at least a shingle long."""
    held = [(a - run.left, b - run.left) for a, b in in_left.within(run.left, run.left + run.size)]
    held += [(a - run.right, b - run.right) for a, b in in_right.within(run.right, run.right + run.size)]
    parts, at = [], 0
    for start, end in sorted(held):
        if start - at >= WIDTH:
            parts.append(Run(run.left + at, run.right + at, start - at))
        at = max(at, end)
    if run.size - at >= WIDTH:
        parts.append(Run(run.left + at, run.right + at, run.size - at))
    return parts


def passages(found: tuple[Run, ...], left: Words, right: Words) -> tuple[Passage, ...]:
    """The runs as passages, the left text as `Passage.later`; equal word for word when folded.

    A run whose words differ, by a collision of hashes, is left out.
    """
    return tuple(
        Passage(left.span(run.left, run.left + run.size), right.span(run.right, run.right + run.size))
        for run in found
        if left.found[run.left : run.left + run.size] == right.found[run.right : run.right + run.size]
    )
