"""Which reports repeat whose text, whole or in passages, across publishers and days; a pure function of a
set.

Candidates are all pairs that share a shingle which is no boilerplate (`postings`: exact, no sampling),
confirmed by the exact containment of their shingles (Broder 1997) and aligned word for word (`alignment`).
Rewrites, in which few shingles survive, are found by `rewrites`. Neither depends on the order of the
reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from musnad import rewrites
from musnad.alignment import Words, passages, positions, runs, words_of
from musnad.carriers import credited, publisher_of, relayed
from musnad.direction import REASONS as DIRECTIONS
from musnad.direction import Side, day_number, direction
from musnad.model import Copy, CopyKind, Passage, Reading, Reason
from musnad.postings import UNDATED, boilerplate, pairs, postings
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
    held = _Held(sorted(documents, key=lambda one: one.version), known)
    found = dict(held.copies())
    texts = [one.words for one in held.documents]
    of = [one.features for one in held.documents]
    for i, j, likely in rewrites.candidates(texts, of, held.publishers, held.days):
        if (i, j) not in found and (rewrite := held.rewrite(i, j, likely)) is not None:
            found[i, j] = rewrite
    return tuple(sorted(found.values(), key=lambda one: (one.later, one.earlier)))


def told(one: Document, other: Document, by: str) -> Copy:
    """The copy that two documents are by the word of somebody, with the passages that they share, if any."""
    held = _Held(sorted((one, other), key=lambda document: document.version))
    return held._edge(0, 1, "copy", held._shares(0, 1), None, Reason("judged", (by,)))


def between(one: Reading, other: Reading, most: int = LONGEST) -> Copy:
    """What two reports share, be it enough for a copy or not: their passages, the share of each, and which is
    the later as far as anything tells; of either no more than the first `most` characters are compared.

    No passage is left out as boilerplate: of two reports nothing tells that. Raises `ValueError` where both
    are one version.
    """
    if one.report.version == other.report.version:
        raise ValueError("a report is not compared with itself")
    held = _Held(sorted((_cut(one, most), _cut(other, most)), key=lambda document: document.version))
    return held._edge(0, 1, "copy", held._shares(0, 1), held._runs(0, 1))


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


class _Held:
    """The postings of one set of documents, sorted by version, and what was worked out of single ones."""

    def __init__(self, documents: list[Document], known: Iterable[Copy] = ()) -> None:
        self.documents = documents
        self._known = {(one.later, one.earlier): one.passages for one in known}
        self.days = np.fromiter(
            (UNDATED if (day := day_number(one.side.published)) is None else day for one in documents),
            np.int64,
        )
        numbers = {name: n for n, name in enumerate(sorted({one.side.publisher or "" for one in documents}))}
        self.publishers = np.fromiter(
            (numbers[one.side.publisher] if one.side.publisher else -1 for one in documents), np.int64
        )
        self.shingles = [runs_of(one.words) for one in documents]
        self.sets = [np.unique(one) for one in self.shingles]
        self.postings = postings(self.sets)
        self.common = boilerplate(self.postings, self.publishers, self.days)
        self.boilerplate = self.postings.hashes[self.common]
        self._words: dict[int, Words] = {}
        self._positions: dict[int, dict[int, list[int]]] = {}

    def copies(self) -> Iterator[tuple[tuple[int, int], Copy]]:
        """The copies, by the numbers of both documents, the smaller first."""
        left, right, shared = pairs(self.postings, ~self.common)
        smaller = np.minimum(self.postings.counts[left], self.postings.counts[right])
        proper = (shared >= _FEWEST) & (shared >= _PROPER * smaller)
        long = shared > _LONG - WIDTH
        for i, j, whole in zip(left[proper | long], right[proper | long], proper[proper | long], strict=True):
            if (copy := self._copy(int(i), int(j), whole=bool(whole))) is not None:
                yield (int(i), int(j)), copy

    def _copy(self, i: int, j: int, *, whole: bool) -> Copy | None:
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

    def _shares(self, i: int, j: int) -> tuple[float, float]:
        """What share of the shingles of each stands in the other."""
        both = shared(self.sets[i], self.sets[j])
        return both / max(1, len(self.sets[i])), both / max(1, len(self.sets[j]))

    def _runs(self, i: int, j: int) -> tuple[Run, ...]:
        if j not in self._positions:
            self._positions[j] = positions(self.shingles[j])
        return runs(self.shingles[i], self.shingles[j], self._positions[j])

    def _proper(self, i: int, run: Run) -> int:
        """How many words of a run are no boilerplate, at least: those of its other shingles together."""
        within = self.shingles[i][run.left : run.left + run.size - WIDTH + 1]
        proper = len(within) - int(np.count_nonzero(among(within, self.boilerplate)))
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
        left, right = self.documents[i], self.documents[j]
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
        one, other = self.documents[i].version, self.documents[j].version
        if (one, other) in self._known:
            return self._known[one, other]
        if (other, one) in self._known:
            return _turned(self._known[other, one])
        runs = self._runs(i, j) if found is None else found
        return passages(runs, self._words_of(i), self._words_of(j))

    def _words_of(self, i: int) -> Words:
        if i not in self._words:
            self._words[i] = words_of(self.documents[i].text)
        return self._words[i]


def _turned(found: Iterable[Passage]) -> tuple[Passage, ...]:
    """Passages with their sides exchanged."""
    return tuple(sorted(Passage(one.earlier, one.later) for one in found))
