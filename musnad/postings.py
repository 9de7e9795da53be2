"""Which reports hold which shingles, and which shingles are boilerplate: arrays over a whole set of reports.

Boilerplate is what spreads as no news does: in many reports of one publisher, over days far apart, or in a
great many reports of nobody knows whom. It is told from the set of reports alone, so that the order in which
they came changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from musnad.shingles import Hashes

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

UNDATED: Final = -1

# In ../shared/corpus 0.3 % of the shingles are boilerplate by these: weather and telegrams of congratulation,
# subscription lines, what goes on every day of a war. Of the pairs of two outlets that share half of
# the smaller one, 21 of 2,237 share no fifth of it without them: all 21 are such forms, of different days.
_REPORTS: Final = 4
_SPAN: Final = 7
_DAYS: Final = 3
# Reports without a publisher may all be of one, or each of another: fourteen papers print one agency text on
# a day. 65 of them come to 2,080 pairs for each shingle.
_UNKNOWN: Final = 64


@dataclass(frozen=True, slots=True)
class Postings:
    """The distinct shingles of a set of reports, sorted; those of one hash are a group of `documents`.

    Group `g` is ``documents[starts[g]:starts[g] + sizes[g]]``, in rising order. `counts` has the number of
    distinct shingles of each report.
    """

    hashes: Hashes
    documents: Numbers
    starts: Numbers
    sizes: Numbers
    counts: Numbers


def postings(sets: Sequence[Hashes]) -> Postings:
    """The postings of reports, each given by its distinct shingles. Takes n log n of all shingles."""
    counts = np.fromiter(map(len, sets), dtype=np.int64, count=len(sets))
    every = np.concatenate(list(sets)) if len(sets) else np.empty(0, dtype=np.uint64)
    return postings_of(every, np.repeat(np.arange(len(sets), dtype=np.int64), counts), counts)


def postings_of(every: Hashes, documents: Numbers, counts: Numbers) -> Postings:
    """The postings of shingles, each with the number of its report, which rises.

    `counts` has the number of distinct shingles of each report, here or elsewhere.
    """
    if not len(every):
        nothing = np.empty(0, dtype=np.int64)
        return Postings(np.empty(0, dtype=np.uint64), nothing, nothing, nothing, counts)
    order = np.argsort(every, kind="stable")
    every, documents = every[order], documents[order]
    starts = np.concatenate(([0], np.flatnonzero(every[1:] != every[:-1]) + 1))
    sizes = np.diff(np.concatenate((starts, [len(every)])))
    return Postings(every[starts], documents, starts, sizes, counts)


def boilerplate(held: Postings, publishers: Numbers, days: Numbers) -> Flags:
    """Which groups of shingles are boilerplate.

    `publishers` and `days` have a number for each report; `UNDATED` reports tell nothing of the spread over
    days. Those without a publisher (below 0) count as each of its own, but more than 64 of them are too many.
    """
    groups = len(held.starts)
    found = np.zeros(groups, dtype=np.bool_)
    large = np.flatnonzero(held.sizes >= min(_REPORTS, _DAYS))
    if not len(large):
        return found
    group, document = _members(held, large)
    own = np.where(publishers < 0, len(publishers) + np.arange(len(publishers)), publishers)
    found[large] = _most(group, own[document], len(large)) >= _REPORTS
    found[large] |= np.bincount(group[publishers[document] < 0], minlength=len(large)) > _UNKNOWN
    dated = days[document] != UNDATED
    group, day = group[dated], days[document][dated]
    first = np.full(len(large), np.iinfo(np.int64).max)
    last = np.full(len(large), np.iinfo(np.int64).min)
    np.minimum.at(first, group, day)
    np.maximum.at(last, group, day)
    seen = last >= first
    wide = np.zeros(len(large), dtype=np.bool_)
    wide[seen] = last[seen] - first[seen] >= _SPAN
    found[large] |= wide & (_distinct(group, day, len(large)) >= _DAYS)
    return found


def _members(held: Postings, groups: Numbers) -> tuple[Numbers, Numbers]:
    """For every member of these groups: the place of its group among them, and its report."""
    sizes = held.sizes[groups]
    group = np.repeat(np.arange(len(groups), dtype=np.int64), sizes)
    ends = np.cumsum(sizes)
    within = np.arange(int(ends[-1]), dtype=np.int64) - np.repeat(ends - sizes, sizes)
    return group, held.documents[np.repeat(held.starts[groups], sizes) + within]


def _pairs_of(group: Numbers, value: Numbers) -> tuple[Numbers, Numbers]:
    """The distinct pairs of group and value, as the group of each and how often it stands there."""
    low = int(value.min()) if len(value) else 0
    width = int(value.max()) - low + 1 if len(value) else 1
    keys, often = np.unique(group * width + (value - low), return_counts=True)
    return keys // width, often.astype(np.int64)


def _most(group: Numbers, value: Numbers, groups: int) -> Numbers:
    """How often the commonest value stands in each group."""
    most = np.zeros(groups, dtype=np.int64)
    of, often = _pairs_of(group, value)
    np.maximum.at(most, of, often)
    return most


def _distinct(group: Numbers, value: Numbers, groups: int) -> Numbers:
    """How many values stand in each group."""
    of, _ = _pairs_of(group, value)
    return np.bincount(of, minlength=groups).astype(np.int64)


def pairs(held: Postings, usable: Flags) -> tuple[Numbers, Numbers, Numbers]:
    """All pairs of reports that share a usable shingle: the first, the second, and how many they share.

    The first is the smaller number. Exact; takes what the pairs of each group come to.
    """
    total = len(held.counts)
    keys = np.empty(0, dtype=np.int64)
    often = np.empty(0, dtype=np.int64)
    for some in pair_keys(held, usable):
        keys, often = _merged(keys, often, some)
    return keys // total, keys % total, often


def pair_keys(held: Postings, usable: Flags) -> Iterator[Numbers]:
    """Every pair of reports within each usable group as ``first * reports + second``, some at a time.

    A pair comes once for each shingle that it shares; no array is much longer than `_AT_ONCE`.
    """
    total = len(held.counts)
    chosen = np.flatnonzero(usable & (held.sizes > 1))
    for size in np.unique(held.sizes[chosen]).tolist():
        groups = chosen[held.sizes[chosen] == size]
        count = size * (size - 1) // 2
        if count > _AT_ONCE:
            for start in held.starts[groups].tolist():
                yield from _large(held.documents[start : start + size], total)
            continue
        left, right = np.triu_indices(size, 1)
        # Large groups are taken a few at a time: a hundred reports of one text come to 4,950 pairs a shingle.
        step = max(1, _AT_ONCE // count)
        for at in range(0, len(groups), step):
            some = held.starts[groups[at : at + step]]
            members = held.documents[some[:, None] + np.arange(size)]
            yield (members[:, left] * total + members[:, right]).ravel()


def _large(members: Numbers, total: int) -> Iterator[Numbers]:
    """The pairs of one group, a few rows of them at a time."""
    step = max(1, _AT_ONCE // len(members))
    for at in range(0, len(members), step):
        keys = members[at : at + step, None] * total + members[None, :]
        yield keys[np.arange(at, at + len(keys))[:, None] < np.arange(len(members))[None, :]]


_AT_ONCE: Final = 4_000_000


def _merged(keys: Numbers, often: Numbers, more: Numbers) -> tuple[Numbers, Numbers]:
    fresh, counts = np.unique(more, return_counts=True)
    every = np.concatenate((keys, fresh))
    weights = np.concatenate((often, counts.astype(np.int64)))
    found, place = np.unique(every, return_inverse=True)
    total = np.zeros(len(found), dtype=np.int64)
    np.add.at(total, place, weights)
    return found, total
