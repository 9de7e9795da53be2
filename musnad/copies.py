"""Which reports repeat whose text, whole or in passages, across publishers and days; a pure function of a
set.

Candidates are all pairs that share a shingle which is no boilerplate (`postings`: exact, no sampling),
confirmed by the exact containment of their shingles (Broder 1997) and aligned word for word (`alignment`).
Rewrites, in which few shingles survive, are found by `rewrites`. Neither depends on the order of the
reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from musnad import rewrites
from musnad.alignment import passages, positions, runs, words_of
from musnad.carriers import credited, publisher_of, relayed
from musnad.direction import REASONS as DIRECTIONS
from musnad.direction import Side, day_number, direction
from musnad.model import Copy, CopyKind, Passage, Reading, Reason
from musnad.postings import UNDATED, Flags, Numbers, boilerplate, pairs, postings
from musnad.shingles import WIDTH, Hashes, among, hashes, shared, words
from musnad.shingles import runs as runs_of
from musnad.tiling import Run

REASONS: Final = ("shingles", "passage", "judged", *rewrites.REASONS, *DIRECTIONS)

# A copy shares a fifth of the smaller text, half of that not boilerplate; or else one long passage. Of 20
# pairs drawn from ../shared/corpus between a tenth and a fifth, most share a quotation or a sentence of an
# agency in otherwise different reports; those that share 40 words on end (30 pairs of two outlets) share a
# paragraph.
CONTAINMENT: Final = 0.2
_PROPER: Final = 0.1
_FEWEST: Final = 5
_LONG: Final = 40
LONGEST: Final = 200_000
"""Characters of each text that `between` compares: 30,000 words and more, a quarter of a second."""


@dataclass(frozen=True, slots=True)
class Document:
    """What `find` needs of one report, by its version: its text, the hashes of its words in order, what tells
    the direction, and what rewrites are found by.
    """

    version: str
    text: str
    words: Hashes
    side: Side
    features: rewrites.Features


def document(reading: Reading) -> Document:
    """The document of a reading; linear in its text."""
    text = reading.report.text
    single = hashes(words(text))
    return Document(reading.report.version, text, single, side(reading), rewrites.features(reading))


def side(reading: Reading) -> Side:
    """What a reading tells of the direction of copies."""
    publisher = publisher_of(reading.report)
    return Side(
        publisher=None if publisher is None else publisher.key,
        agency=publisher is not None and publisher.kind == "agency",
        credits=frozenset(one.key for one in credited(reading)),
        relays=frozenset(one.key for one in relayed(reading)),
        published=reading.report.published,
    )


def find(documents: Sequence[Document], known: Iterable[Copy] = ()) -> tuple[Copy, ...]:
    """All copies and rewrites among reports, by the ids of the later and the earlier.

    The same set of documents gives the same copies, whatever their order. Takes n log n of all shingles, and
    what the pairs that share some come to. Of pairs in `known` the passages are taken from there: these
    depend on the two texts alone, while what is boilerplate depends on all.
    """
    ordered = sorted(documents, key=lambda one: one.version)
    days, publishers = days_of(ordered), publishers_of(ordered)
    shingles = [runs_of(one.words) for one in ordered]
    sets = [np.unique(one) for one in shingles]
    index = postings(sets)
    common = boilerplate(index, publishers, days)
    passages_of = {(one.later, one.earlier): one.passages for one in known}
    confirm = Confirm(
        ordered.__getitem__,
        index.hashes[common],
        shingles.__getitem__,
        sets.__getitem__,
        known=passages_of,
    )
    found: dict[tuple[int, int], Copy] = {}
    left, right, often = pairs(index, ~common)
    proper, long = near(index.counts[left], index.counts[right], often)
    for i, j, whole in zip(left[proper | long], right[proper | long], proper[proper | long], strict=True):
        if (copy := confirm.copy(int(i), int(j), whole=bool(whole))) is not None:
            found[int(i), int(j)] = copy
    texts = [one.words for one in ordered]
    of = [one.features for one in ordered]
    for i, j, likely in rewrites.candidates(texts, of, publishers, days):
        if (i, j) not in found and (rewrite := confirm.rewrite(i, j, likely)) is not None:
            found[i, j] = rewrite
    return tuple(sorted(found.values(), key=lambda one: (one.later, one.earlier)))


def told(one: Document, other: Document, by: str) -> Copy:
    """The copy that two documents are by the word of somebody, with the passages that they share, if any."""
    return _two(one, other).told(0, 1, Reason("judged", (by,)))


def _two(one: Document, other: Document) -> Confirm:
    ordered = sorted((one, other), key=lambda document: document.version)
    return Confirm(ordered.__getitem__, np.empty(0, dtype=np.uint64))


def between(one: Reading, other: Reading, most: int = LONGEST) -> Copy:
    """What two reports share, be it enough for a copy or not: their passages, the share of each, and which is
    the later as far as anything tells; of either no more than the first `most` characters are compared.

    No passage is left out as boilerplate: of two reports nothing tells that. Raises `ValueError` where both
    are one version.
    """
    if one.report.version == other.report.version:
        raise ValueError("a report is not compared with itself")
    return _two(_cut(one, most), _cut(other, most)).told(0, 1)


def _cut(reading: Reading, most: int) -> Document:
    text = reading.report.text[:most]
    none = hashes([])
    return Document(
        reading.report.version,
        text,
        hashes(words(text)),
        side(reading),
        rewrites.Features(none, none, none),
    )


def days_of(documents: Iterable[Document]) -> Numbers:
    """The day of each document as a number, `UNDATED` where it has none."""
    days = (day_number(one.side.published) for one in documents)
    return np.fromiter((UNDATED if day is None else day for day in days), np.int64)


def publishers_of(documents: Iterable[Document]) -> Numbers:
    """A number for the publisher of each document, the same for the same one; -1 where it has none."""
    numbers: dict[str, int] = {}
    names = (one.side.publisher for one in documents)
    return np.fromiter((numbers.setdefault(name, len(numbers)) if name else -1 for name in names), np.int64)


def near(left: Numbers, right: Numbers, shared: Numbers) -> tuple[Flags, Flags]:
    """Of pairs of documents with so many distinct shingles, which share enough that is no boilerplate to be
    copies by containment, and which may be by a long passage; the rest are none.
    """
    proper = (shared >= _FEWEST) & (shared >= _PROPER * np.minimum(left, right))
    return proper, shared > _LONG - WIDTH


class Confirm:
    """Pairs of documents that may be copies looked at whole, by their numbers, the smaller first.

    `at` gives the document of a number, in the order of versions; `boilerplate` has the shingles that are, in
    rising order. Where `shingles` and `sets` are not given they are made of the words. `kept` is of how many
    documents what was worked out is kept at once; None for all. `known` has passages that were found before,
    by the later and the earlier version.
    """

    def __init__(
        self,
        at: Callable[[int], Document],
        boilerplate: Hashes,
        shingles: Callable[[int], Hashes] | None = None,
        sets: Callable[[int], Hashes] | None = None,
        kept: int | None = None,
        known: Mapping[tuple[str, str], tuple[Passage, ...]] | None = None,
    ) -> None:
        keep = lru_cache(kept)
        self._at = at
        self._boilerplate = boilerplate
        self._known = known if known is not None else {}
        # What these keep refers to no `self`, so that it goes with it, no circle having to be found.
        runs = shingles or keep(lambda i: runs_of(at(i).words))
        self._shingles = runs
        self._sets = sets or keep(lambda i: np.unique(runs(i)))
        self._words = keep(lambda i: words_of(at(i).text))
        self._positions = keep(lambda i: positions(runs(i)))

    def copy(self, i: int, j: int, *, whole: bool) -> Copy | None:
        """The copy that a pair is, if it is one; `whole` where containment may tell, as `near` has it."""
        shares = self._shares(i, j)
        if whole and max(shares) >= CONTAINMENT:
            return self._edge(i, j, "copy", shares, None, Reason("shingles", (f"{max(shares):.2f}",)))
        found = self._runs(i, j)
        longest = max((self._proper(i, run) for run in found), default=0)
        if longest < _LONG:
            return None
        return self._edge(i, j, "copy", shares, found, Reason("passage", (str(longest),)))

    def rewrite(self, i: int, j: int, likely: rewrites.Likely) -> Copy | None:
        """The rewrite that a pair is, unless it shares so much that a rule of copies has turned it down."""
        shares = self._shares(i, j)
        if max(shares) >= CONTAINMENT:
            return None
        return self._edge(i, j, "rewrite", shares, None, *likely.reasons)

    def told(self, i: int, j: int, *why: Reason) -> Copy:
        """The copy that a pair is by other reasons than what it shares."""
        return self._edge(i, j, "copy", self._shares(i, j), None, *why)

    def _shares(self, i: int, j: int) -> tuple[float, float]:
        """What share of the shingles of each stands in the other."""
        left, right = self._sets(i), self._sets(j)
        both = shared(left, right)
        return both / max(1, len(left)), both / max(1, len(right))

    def _runs(self, i: int, j: int) -> tuple[Run, ...]:
        return runs(self._shingles(i), self._shingles(j), self._positions(j))

    def _proper(self, i: int, run: Run) -> int:
        """How many words of a run are no boilerplate, at least: those of its other shingles together."""
        within = self._shingles(i)[run.left : run.left + run.size - WIDTH + 1]
        proper = len(within) - int(np.count_nonzero(among(within, self._boilerplate)))
        return proper + WIDTH - 1 if proper else 0

    def _edge(
        self,
        i: int,
        j: int,
        kind: CopyKind,
        shares: tuple[float, float],
        found: tuple[Run, ...] | None,
        *why: Reason,
    ) -> Copy:
        """The edge of a pair; `found` are the runs that both share, where they were asked for before."""
        left, right = self._at(i), self._at(j)
        sign, reasons = direction(left.side, right.side, *shares)
        common = self._passages(i, j, found)
        of_left, of_right = (round(share, 4) for share in shares)
        if sign < 0:
            left, right = right, left
            of_left, of_right = of_right, of_left
            common = _turned(common)
        return Copy(
            later=left.version,
            earlier=right.version,
            directed=sign != 0,
            kind=kind,
            containment=max(of_left, of_right),
            containment_later=of_left,
            containment_earlier=of_right,
            passages=common,
            reasons=(*why, *reasons),
        )

    def _passages(self, i: int, j: int, found: tuple[Run, ...] | None) -> tuple[Passage, ...]:
        one, other = self._at(i).version, self._at(j).version
        if (one, other) in self._known:
            return self._known[one, other]
        if (other, one) in self._known:
            return _turned(self._known[other, one])
        shared_runs = self._runs(i, j) if found is None else found
        return passages(shared_runs, self._words(i), self._words(j))


def _turned(found: Iterable[Passage]) -> tuple[Passage, ...]:
    """Passages with their sides exchanged."""
    return tuple(sorted(Passage(one.earlier, one.later) for one in found))
