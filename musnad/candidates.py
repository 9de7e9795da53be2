"""Who may be one across reports, found without comparing all with all.

Two ways lead to a pair: names that share the consonants of their words, whatever the reports, and reports
that tell of one thing, where weaker names suffice. Every list that is compared is bounded by a constant, so
that the work grows with the number of reports and not with its square; blocking as in Christen, *Data
Matching* (2012).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import TypeVar

from musnad.likeness import rare, rarity
from musnad.names import Key
from musnad.profiles import Profile
from musnad.spelling import bones

_BLOCK = 24
"""Members of a block that are compared each with each; in a larger one each with its neighbours."""

_WINDOW = 4
"""Neighbours before it with which each member of a large block is compared."""

_WORDS = 4
"""Words of a name from which pairs are made."""

_NEIGHBOURS = 16
"""Reports nearest to a report in which its entities are looked for by weaker names."""

_FREQUENT = 64
"""Reports that share a word or name; one that more share brings no two of them together."""

_COMPANY = 1000
_WORD = 540
"""What a shared full name and a shared word as rare as can be weigh for nearness, as in `likeness`."""

_LEAST = 800
"""Nearness from which reports are neighbours at all."""

_TELLS = 0.3

Item = TypeVar("Item", bound=Hashable)


@lru_cache(maxsize=131072)
def blocking(form: Key) -> frozenset[str]:
    """The keys under which a name is looked for: the consonants of its telling words."""
    telling = form if len(form) == 1 else [word for word in form if rare(word) > _TELLS] or form[-1:]
    return frozenset(bones(word) or word for word in telling)


def names_that_meet(forms: Iterable[Key]) -> set[tuple[Key, Key]]:
    """Pairs of different names, each in order, that share two words in consonants, or all of a single word.

    A single word that stands in many names meets other single words alone.
    """
    blocks: defaultdict[tuple[str, ...], list[Key]] = defaultdict(list)
    fuller: defaultdict[tuple[str, ...], list[Key]] = defaultdict(list)
    for form in sorted(set(forms)):
        for one in blocking(form):
            (blocks if len(form) == 1 else fuller)[one,].append(form)
        if len(form) > 1:
            parts = sorted({bones(word) or word for word in (*form[: _WORDS - 1], form[-1])})
            for pair in combinations(parts, 2):
                blocks[pair].append(form)
    pairs = {pair for held in blocks.values() for pair in neighbours(held)}
    for block, held in blocks.items():
        if len(held) <= _BLOCK and len(fuller.get(block, ())) <= _BLOCK:
            pairs |= {(min(one, other), max(one, other)) for one in held for other in fuller.get(block, ())}
    return pairs


def neighbours(held: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """The pairs of a block in its order: all of a small one, those near to each other in a large one."""
    reach = len(held) if len(held) <= _BLOCK else _WINDOW
    for at, one in enumerate(held):
        for other in held[max(0, at - reach) : at]:
            yield other, one


def near_reports(profiles: Iterable[Profile]) -> list[tuple[str, str]]:
    """Pairs of reports that share rare words or full names, each once and in order: the nearest of each."""
    told = {one.report: _told(one) for one in profiles}
    held: defaultdict[Hashable, list[str]] = defaultdict(list)
    for report in sorted(told):
        for mark in told[report]:
            held[mark].append(report)
    pairs: set[tuple[str, str]] = set()
    for report, marks in told.items():
        near = _nearest(report, marks, held)
        pairs.update((report, other) if report < other else (other, report) for other in near)
    return sorted(pairs)


def _told(profile: Profile) -> dict[Hashable, int]:
    """What a report may share with another, and what that weighs, in thousandths of log-odds."""
    found: dict[Hashable, int] = {}
    for one in profile.known:
        found.update((word, int(_WORD * rarity(word))) for word in one.theme if word not in found)
        found.update(dict.fromkeys(one.company, _COMPANY))
    return found


def _nearest(report: str, marks: Mapping[Hashable, int], held: Mapping[Hashable, Sequence[str]]) -> list[str]:
    weights: Counter[str] = Counter()
    for mark, weight in marks.items():
        others = held[mark]
        if 1 < len(others) <= _FREQUENT:
            for other in others:
                weights[other] += weight
    del weights[report]
    found = sorted((-weight, other) for other, weight in weights.items() if weight >= _LEAST)
    return [other for _, other in found[:_NEIGHBOURS]]
