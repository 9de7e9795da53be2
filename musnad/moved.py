"""Where the words of one text stand in another: in a page that was changed, what stayed and what only moved.

Pure functions. Words are compared folded, in runs, so that a word alone is never taken for another one like
it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

from musnad.alignment import Words, words_of
from musnad.model import Span
from musnad.shingles import hashes, runs
from musnad.tiling import tiles

RUN: Final = 3
"""Words that must stand together in both texts to be the same place. What stands alone in a sentence of its
own, such as a heading, is shorter than the shingles by which reports are compared."""
LONGEST: Final = 200_000
"""Code points of each text that are looked at, as for two texts side by side."""
SHARE: Final = 0.5
"""The least part of the words of a stretch, in both texts taken together, that must be the same."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Two texts by their words, and which word of the second each of the first is, where it stands there."""

    before: str
    after: str
    left: Words
    right: Words
    at: Mapping[int, int]

    def parts(self, span: Span) -> tuple[Span, ...]:
        """Where those words of a stretch stand now that stand somewhere, in the order of the later text."""
        first, last = self._words(span)
        found = sorted(self.at[word] for word in range(first, last) if word in self.at)
        return tuple(self.right.span(start, end) for start, end in _together(found))

    def whole(self, span: Span, *, every: bool = False) -> Span | None:
        """Where a stretch stands now; None where its first or its last word does not stand, in this order,
        or fewer than `SHARE` of all words are the same; with `every`, where any word of it stands no more.

        Marks at its ends, and a beginning or end within a word, stay where the later text has them too.
        """
        first, last = self._words(span)
        if first >= last or first not in self.at or last - 1 not in self.at:
            return None
        start, end = self.at[first], self.at[last - 1] + 1
        same = sum(start <= self.at.get(word, -1) < end for word in range(first, last))
        if end <= start or same < SHARE * (last - first + end - start - same):
            return None
        if every and same < last - first:
            return None
        begin = self._edge(self.left.span(first, first + 1), self.right.span(start, start + 1), span.start)
        stop = self._edge(self.left.span(last - 1, last), self.right.span(end - 1, end), span.end, end=True)
        return Span(begin, stop)

    def alike(self) -> bool:
        """Whether `SHARE` of the words of both texts taken together are the same."""
        same = len(self.at)
        return same >= SHARE * (len(self.left.found) + len(self.right.found) - same)

    def _words(self, span: Span) -> tuple[int, int]:
        """The words of the earlier text that a stretch touches, the end exclusive."""
        every = range(len(self.left.found))
        first = bisect_left(every, span.start + 1, key=lambda word: self.left.span(word, word + 1).end)
        return first, bisect_left(every, span.end, key=lambda word: self.left.span(word, word + 1).start)

    def _edge(self, was: Span, now: Span, edge: int, *, end: bool = False) -> int:
        """The offset in the later text that an edge of a stretch in or beside one of its words has."""
        if was.start < edge < was.end:
            same = was.of(self.before) == now.of(self.after)
            return now.start + edge - was.start if same else now.end if end else now.start
        if end:
            more = self.before[was.end : edge]
            return now.end + len(more) * self.after.startswith(more, now.end)
        more = self.before[edge : was.start]
        return now.start - len(more) * self.after.endswith(more, 0, now.start)


def _together(places: list[int]) -> Iterator[tuple[int, int]]:
    """Rising numbers as runs of those that follow each other, the ends exclusive."""
    for _, some in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        run = [place for _, place in some]
        yield run[0], run[-1] + 1


@lru_cache(maxsize=8)
def moved(before: str, after: str) -> Moved:
    """Which words of one text stand in the other, each in at most one place: the longest runs first.

    Near linear in the length of both; of each the first `LONGEST` code points are looked at.
    """
    left, right = words_of(before[:LONGEST]), words_of(after[:LONGEST])
    one, other = (runs(hashes(list(words.found)), RUN).tolist() for words in (left, right))
    found = {
        run.left + step: run.right + step
        for run in (tiles(one, other, RUN) if one and other else ())
        for step in range(run.size)
        if left.found[run.left + step] == right.found[run.right + step]
    }
    return Moved(before, after, left, right, found)
