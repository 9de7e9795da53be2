"""Rewrites: two reports that retell one text in other words, told by what survives rewording.

Candidates are pairs of different publishers, at most two days apart, whose rare words are alike (cosine of
tf-idf, Salton and Buckley 1988). Each is weighed by the numbers, names and quotations that both have, the
runs of three words left, and whether what they share stands in the same order.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from musnad.model import Reading, Reason
from musnad.postings import UNDATED, Numbers
from musnad.segment import segment
from musnad.shingles import Hashes, hashes, runs, shared, words

if TYPE_CHECKING:
    from scipy import sparse  # type: ignore[import-untyped]  # its types are a package of their own

REASONS: Final = ("words", "phrases", "numbers", "names", "quotations", "order", "ratio")

DAYS: Final = 2
"""Days between a report and its rewrite at most."""

_FEWEST_WORDS: Final = 25
# Words in more of the reports than this say nothing of the story.
_COMMON: Final = 0.05
_ALIKE: Final = 0.25

# Fitted by tools/fit_rewrites.py on the 210 pairs of bench/rewrites.csv that are not aside, in the order of
# `Evidence.values`. In five folds the threshold gives a precision of 0.93 and
# a recall of 0.513 (0.884 and 0.369 with each stratum weighed by how many pairs it was drawn from).
WEIGHTS: Final = (5.89, 4.11, 0.65, 0.85, 0.78, 2.75, 0.62)
BIAS: Final = -5.51
THRESHOLD: Final = 0.75


@dataclass(frozen=True, slots=True)
class Features:
    """What of a report survives a rewrite beside its words, as sets of hashes: its numbers, its names, and
    the runs of four words that it quotes.
    """

    numbers: Hashes
    names: Hashes
    quoted: Hashes


@dataclass(frozen=True, slots=True)
class Evidence:
    """What two reports have in common, each from 0 to 1: shares of the smaller of both sets, and the cosine.

    `order` is the share of the rare words of both that stands in one order in both; `ratio` that of the
    lengths.
    """

    words: float
    phrases: float
    numbers: float
    names: float
    quoted: float
    order: float
    ratio: float

    def values(self) -> tuple[float, ...]:
        """The figures in the order of `WEIGHTS`."""
        return self.words, self.phrases, self.numbers, self.names, self.quoted, self.order, self.ratio


@dataclass(frozen=True, slots=True)
class Likely:
    """How likely a pair is a rewrite, from 0 to 1, and what speaks for it."""

    probability: float
    reasons: tuple[Reason, ...]


def features(reading: Reading) -> Features:
    """The features of a reading; linear in its text."""
    text = reading.report.text
    called = {" ".join(words(entity.name)) for entity in reading.entities if not entity.anonymous}
    counted = {word for word in words(text) if len(word) > 1 and any(map(str.isdigit, word))}
    quoted = [
        runs(hashes(words(one.inner.of(text))), 4)
        for one in segment(text, reading.report.language).quotations
        if one.depth == 0
    ]
    return Features(
        numbers=np.unique(hashes(sorted(counted))),
        names=np.unique(hashes(sorted(called))),
        quoted=np.unique(np.concatenate(quoted)) if quoted else np.empty(0, dtype=np.uint64),
    )


@dataclass(frozen=True, slots=True)
class Frequencies:
    """In how many reports each word stands, by the hashes of words in rising order, and of how many reports.

    Words that stand in one report alone may be left out.
    """

    count: int
    words: Hashes
    spread: Numbers

    def of(self, vocabulary: Hashes) -> Numbers:
        """In how many reports each of these words stands; 1 where it is left out."""
        if not len(self.words):
            return np.ones(len(vocabulary), dtype=np.int64)
        at = np.minimum(np.searchsorted(self.words, vocabulary), len(self.words) - 1)
        return np.where(self.words[at] == vocabulary, self.spread[at], 1).astype(np.int64)


def candidates(
    texts: Sequence[Hashes],
    of: Sequence[Features],
    publishers: Numbers,
    days: Numbers,
    frequencies: Frequencies | None = None,
    until: int | None = None,
) -> Iterator[tuple[int, int, Likely]]:
    """The pairs of reports that are likely rewrites, by their numbers, the smaller first.

    `texts` has the hashes of the words of each, in their order.

    Undated reports, and those of one publisher or of none, are no candidates of each other. Where the reports
    are some days of a larger set, `frequencies` are those of the set, and `until` the last day whose reports
    are compared with those of `DAYS` days behind them: day by day, the whole set gives the same pairs.
    """
    weighed = Weighed(texts, of, frequencies)
    for i, j, cosine in _near(weighed.matrix, weighed.long, publishers, days, until):
        likely = judged(weighed.evidence(i, j, cosine))
        if likely.probability >= THRESHOLD:
            yield i, j, likely


def judged(evidence: Evidence) -> Likely:
    """How likely the evidence makes a rewrite; the reasons are what weighs most, at most three."""
    parts = [weight * value for weight, value in zip(WEIGHTS, evidence.values(), strict=True)]
    total = BIAS + sum(parts)
    probability = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
    shown = zip(REASONS, parts, evidence.values(), strict=False)
    strongest = sorted((-part, code, value) for code, part, value in shown if part > 0 and value > 0)
    return Likely(probability, tuple(Reason(code, (f"{value:.2f}",)) for _, code, value in strongest[:3]))


# Reports of a day compared at once, with how many: nearly all share some word, at 20 bytes a pair, so that a
# day of 100,000 reports takes no more memory (170 MB) than one of a few thousand.
_ROWS: Final = 1024
_COLUMNS: Final = 8192


def _near(
    matrix: sparse.csr_matrix,
    long: NDArray[np.bool_],
    publishers: Numbers,
    days: Numbers,
    until: int | None = None,
) -> Iterator[tuple[int, int, float]]:
    """The pairs whose rare words are alike, a day and those behind it at a time."""
    for day in np.unique(days[days != UNDATED]).tolist():
        if until is not None and day > until:
            return
        rows = np.flatnonzero((days == day) & long)
        others = np.flatnonzero((days >= day) & (days <= day + DAYS) & long)
        if not len(rows):
            continue
        for begin in range(0, len(others), _COLUMNS):
            beside = others[begin : begin + _COLUMNS]
            turned = matrix[beside].T.tocsr()
            for start in range(0, len(rows), _ROWS):
                found = (matrix[rows[start : start + _ROWS]] @ turned).tocoo()
                for at in np.flatnonzero(found.data >= _ALIKE).tolist():
                    i, j = int(rows[start + found.row[at]]), int(beside[found.col[at]])
                    if publishers[i] < 0 or publishers[j] < 0 or publishers[i] == publishers[j]:
                        continue
                    if days[j] > day or i < j:
                        yield min(i, j), max(i, j), float(found.data[at])


class Weighed:
    """The rare words of a set of reports, weighed; `frequencies` where they are part of a larger one."""

    def __init__(
        self, texts: Sequence[Hashes], of: Sequence[Features], frequencies: Frequencies | None = None
    ) -> None:
        # Late: whoever reads reports asks for `features` alone, and loads a tenth less.
        from scipy import sparse

        self.texts = texts
        self.of = of
        self._phrases: dict[int, Hashes] = {}
        count = len(of)
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=count)
        self.long = lengths >= _FEWEST_WORDS
        every = np.concatenate(list(texts)) if count else np.empty(0, dtype=np.uint64)
        self.vocabulary, columns = np.unique(every, return_inverse=True)
        rows = np.repeat(np.arange(count), lengths)
        matrix = sparse.coo_matrix(
            (np.ones(len(every)), (rows, columns)), shape=(count, max(1, len(self.vocabulary)))
        ).tocsr()
        matrix.sum_duplicates()
        among = count if frequencies is None else frequencies.count
        self.spread = np.bincount(matrix.indices, minlength=matrix.shape[1])
        if frequencies is not None and len(self.vocabulary):
            self.spread = frequencies.of(self.vocabulary)
        # At least a handful, so that a few reports have words in common at all.
        self.rare = (self.spread >= 2) & (self.spread <= max(10.0, _COMMON * among))
        matrix.data = 1 + np.log(matrix.data)
        inverse = np.where(self.rare, np.log((1 + among) / (1 + self.spread)) + 1, 0.0)
        matrix = (matrix @ sparse.diags(inverse)).tocsr()
        matrix.eliminate_zeros()
        norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
        self.matrix = (sparse.diags(1 / np.where(norms > 0, norms, 1)) @ matrix).tocsr()
        self._places: dict[int, dict[int, int]] = {}

    def evidence(self, i: int, j: int, cosine: float) -> Evidence:
        """What two of the reports have in common."""
        left, right = self.of[i], self.of[j]
        short, long = sorted((len(self.texts[i]), len(self.texts[j])))
        return Evidence(
            words=cosine,
            phrases=_share(self._runs(i), self._runs(j), 0),
            numbers=_share(left.numbers, right.numbers, 1),
            names=_share(left.names, right.names, 1),
            quoted=_share(left.quoted, right.quoted, 3),
            order=self._order(i, j),
            ratio=short / max(1, long),
        )

    def _runs(self, i: int) -> Hashes:
        """The runs of three words of a text."""
        if i not in self._phrases:
            self._phrases[i] = np.unique(runs(self.texts[i], 3))
        return self._phrases[i]

    def _order(self, i: int, j: int) -> float:
        """The share of the rare words said once in each text that stands in the same order in both."""
        left, right = self._once(i), self._once(j)
        sequence = [right[word] for word in left if word in right]
        if len(sequence) < 2:
            return 0.0
        # The longest rising subsequence (Fredman 1975), less what chance gives: twice the root of n.
        piles: list[int] = []
        for place in sequence:
            at = bisect_left(piles, place)
            piles[at : at + 1] = [place]
        chance = min(len(sequence), 2 * math.sqrt(len(sequence)))
        return max(0.0, (len(piles) - chance) / max(1.0, len(sequence) - chance))

    def _once(self, i: int) -> dict[int, int]:
        """Where each rare word that a text has once stands in it, in its order."""
        if i not in self._places:
            found, first, often = np.unique(self.texts[i], return_index=True, return_counts=True)
            known = np.searchsorted(self.vocabulary, found)
            chosen = (often == 1) & self.rare[known]
            pairs = sorted(zip(first[chosen].tolist(), found[chosen].tolist(), strict=True))
            self._places[i] = {word: place for place, word in pairs}
        return self._places[i]


def _share(left: Hashes, right: Hashes, doubt: int) -> float:
    """How much of the smaller set the other has too; `doubt` keeps sets of one or two from saying much."""
    smaller = min(len(left), len(right))
    if not smaller:
        return 0.0
    return shared(left, right) / (smaller + doubt)
