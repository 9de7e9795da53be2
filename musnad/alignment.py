"""What two texts share word for word: runs of folded words, aligned, with offsets into both."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from musnad.model import Passage, Span
from musnad.shingles import WIDTH, WORD, Hashes
from musnad.text import Folded, fold
from musnad.tiling import Run, Taken, tiles

_OFTEN: Final = 4
_NOWHERE: Final[tuple[int, ...]] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """The folded words of a text, and where each begins in the folded form of it."""

    folded: Folded
    found: tuple[str, ...]
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The stretch of the text from word `start` up to word `end`, exclusive."""
        return self.folded.span(self.places[start], self.places[end - 1] + len(self.found[end - 1]))


def words_of(text: str) -> Words:
    """The words of a text with their places. Linear in its length."""
    folded = fold(text)
    found = tuple(WORD.findall(folded.text))
    return Words(folded, found, tuple([match.start() for match in WORD.finditer(folded.text)]))


def positions(shingles: Hashes) -> dict[int, list[int]]:
    """Where each shingle of a text stands, counted in words."""
    found: dict[int, list[int]] = {}
    for at, value in enumerate(shingles.tolist()):
        found.setdefault(value, []).append(at)
    return found


def runs(left: Hashes, right: Hashes, where: Mapping[int, list[int]]) -> tuple[Run, ...]:
    """The runs of at least `WIDTH` words that two texts share, none overlapping another in either.

    `where` has the positions of `right`. A run goes as far as it can in both texts. Of runs that overlap the
    longest stands whole, of equal ones the earliest; what is left of the others counts where it is still as
    long as a shingle, after all longer ones. With the sides exchanged the runs are the same. Near linear in
    both lengths, however often a text says the same.
    """
    one, other = left.tolist(), right.tolist()
    # Where there are few pairs of equal shingles each is looked at: for texts that repeat nothing that takes
    # a twentieth of the time.
    met = [where.get(value, _NOWHERE) for value in one]
    few = sum(map(len, met)) <= _OFTEN * (len(one) + len(other))
    found = _compared(one, other, met) if few else tiles(one, other, WIDTH)
    return tuple(sorted(found))


def _compared(left: list[int], right: list[int], met: Sequence[Sequence[int]]) -> list[Run]:
    """The runs, out of all pairs of equal shingles: `met` has where each of the left stands in the right."""
    maximal = _maximal(left, right, met)
    if _apart([(run.left, run.size) for run in maximal]) and _apart(
        sorted((run.right, run.size) for run in maximal)
    ):
        return maximal
    waiting = [(_order(run, left), run) for run in maximal]
    heapq.heapify(waiting)
    in_left, in_right = Taken(len(left) + WIDTH - 1), Taken(len(right) + WIDTH - 1)
    taken: list[Run] = []
    while waiting:
        _, run = heapq.heappop(waiting)
        parts = _free(run, in_left, in_right)
        if parts != [run]:
            for part in parts:
                heapq.heappush(waiting, (_order(part, left), part))
            continue
        taken.append(run)
        in_left.add(run.left, run.left + run.size)
        in_right.add(run.right, run.right + run.size)
    return taken


def _apart(stretches: list[tuple[int, int]]) -> bool:
    """Whether no stretch, given by its start and size in their order, overlaps the next."""
    return all(start + size <= behind for (start, size), (behind, _) in pairwise(stretches))


def _order(run: Run, left: list[int]) -> tuple[int, int, int, list[int]]:
    """What runs are taken by: the longest, the earliest, the straightest; at last by what they say.

    It is the same whichever side is called left.
    """
    said = left[run.left : run.left + run.size - WIDTH + 1]
    return -run.size, run.left + run.right, abs(run.left - run.right), said


def _maximal(left: list[int], right: list[int], met: Sequence[Sequence[int]]) -> list[Run]:
    found: list[Run] = []
    for at, places in enumerate(met):
        for start in places:
            if at and start and left[at - 1] == right[start - 1]:
                continue
            size = 1
            longest = min(len(left) - at, len(right) - start)
            while size < longest and left[at + size] == right[start + size]:
                size += 1
            found.append(Run(at, start, size + WIDTH - 1))
    return found


def _free(run: Run, in_left: Taken, in_right: Taken) -> list[Run]:
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
