"""Where a text holds what a query asks for, as offsets into the text, and the stretch to show of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from musnad.search_query import Query, Term
from musnad.search_words import NAME, STEM, WORD, last_letter, may_be_named, term
from musnad.text import fold

_MOST: Final = 10_000
"""Matches of one text that are kept."""

_WIDTH: Final = 240
_BEFORE: Final = 60


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of a text that matches a query: half-open offsets, and which part of the query, from 0."""

    start: int
    end: int
    part: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of a text to show, and the matches inside it, all as offsets into the text."""

    start: int
    end: int
    matches: tuple[tuple[int, int], ...]


class _Wanted:
    """The terms of a query by their first: what may begin with a word, and of what part of the query."""

    def __init__(self, query: Query) -> None:
        self._terms: defaultdict[str, list[tuple[Term, int]]] = defaultdict(list)
        self._stems: dict[str, int] = {}
        self._forms: dict[str, tuple[str, ...]] = {}
        self._begun: dict[str, tuple[tuple[Term, int], ...]] = {}
        for part, group in enumerate(query.wanted):
            for one in (*(one for any_ in group.words for one in any_), *group.instead):
                if one.prefix and len(one.terms) == 1:
                    self._stems[one.terms[0]] = part
                else:
                    self._terms[one.terms[0]].append((one, part))
            if len(group.words) == len(group.exact) == 1:
                self._terms[group.exact[0]].append((Term(group.exact), part))
        named = (name for some in self._terms.values() for one, _ in some for name in one.terms)
        # A word is held against the names alone that end with its last letter.
        self._names: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted({name for name in named if name.endswith(NAME)}):
            self._names[last_letter(name.removesuffix(NAME))].append(name)

    def forms(self, folded: str) -> tuple[str, ...]:
        """The terms that a word may stand for."""
        held = self._forms.get(folded)
        if held is None:
            near = self._names.get(last_letter(folded), ())
            names = [name for name in near if may_be_named(folded, name)]
            held = self._forms[folded] = (*term(folded).split(), *names)
        return held

    def begun(self, folded: str) -> tuple[tuple[Term, int], ...]:
        """What may begin with a word, each with the part of the query that it is of."""
        held = self._begun.get(folded)
        if held is None:
            found = list[tuple[Term, int]]()
            for form in self.forms(folded):
                stem, mark, _ = form.partition(STEM)
                if mark and (part := self._stems.get(stem + mark)) is not None:
                    found.append((Term((form,)), part))
                found += self._terms.get(form, ())
            held = self._begun[folded] = tuple(found)
        return held


@lru_cache(maxsize=4)
def _wanted(query: Query) -> _Wanted:
    return _Wanted(query)


def matches(text: str, query: Query, within: tuple[int, int] | None = None) -> tuple[Match, ...]:
    """All that matches a query in a text, or in a stretch of it, in order; linear in the text."""
    low, high = within or (0, len(text))
    wanted = _wanted(query)
    folded = fold(text[low:high])
    hits = list(WORD.finditer(folded.text))
    words = [hit[0] for hit in hits]
    # Most words of a text begin nothing: each is looked at once.
    begun = {word: some for word in set(words) if (some := wanted.begun(word))}
    found: dict[tuple[int, int], Match] = {}
    for at, word in enumerate(words):
        if word not in begun:
            continue
        for one, part in begun[word]:
            size = _goes_on(one.terms, wanted, words, at)
            if size is not None:
                start, _ = folded.bounds(hits[at].start(), hits[at].start() + 1)
                _, end = folded.bounds(*hits[at + size - 1].span())
                found.setdefault((low + start, low + end), Match(low + start, low + end, part))
        if len(found) >= _MOST:
            break
    return tuple(found.values())


def _goes_on(terms: Sequence[str], wanted: _Wanted, words: Sequence[str], at: int) -> int | None:
    """How many words a run of terms takes up from a place on; a word may stand for two."""
    done, size = 0, 0
    while done < len(terms):
        if at + size >= len(words):
            return None
        here = wanted.forms(words[at + size])
        if here[:2] == tuple(terms[done : done + 2]) and len(here) > 1:
            done += 2
        elif terms[done] in here:
            done += 1
        else:
            return None
        size += 1
    return size


def snippet(text: str, found: Sequence[Match], within: tuple[int, int] | None = None) -> Snippet:
    """The stretch of a text that holds most parts of a query, or its beginning; inside `within` where it is
    given.
    """
    low, high = within or (0, len(text))
    inside = [one for one in found if low <= one.start and one.end <= high]
    best, most = low, -1
    first = 0
    for last, one in enumerate(inside):
        while one.end - inside[first].start > _WIDTH - _BEFORE and first < last:
            first += 1
        some = inside[max(first, last - 50) : last + 1]
        held = 100 * len({match.part for match in some}) + len(some)
        if held > most:
            best, most = some[0].start, held
    start = best if best == low else _edge(text, max(low, best - _BEFORE), low)
    end = min(high, start + _WIDTH)
    if end < high:
        cut = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
        end = cut if cut > start + _WIDTH // 2 else end
    return Snippet(
        start,
        end,
        _apart([(one.start, one.end) for one in inside if start <= one.start and one.end <= end]),
    )


def _edge(text: str, at: int, low: int) -> int:
    """The beginning of the word that stands at an offset or behind it."""
    if at <= low or text[at - 1].isspace():
        return at
    space = min(
        (found for sign in " \n" if (found := text.find(sign, at, at + _BEFORE)) >= 0), default=at - 1
    )
    return space + 1


def _apart(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans in order, those that overlap joined."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)
