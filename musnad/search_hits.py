"""Where a text holds what a query asks for, as offsets into the text, and the stretch to show of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from musnad.search_query import Query, Term
from musnad.search_words import NAME, WORD, named_forms, term
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
    """The terms of a query by their first: what may go on from a word, and the part of the query that it is
    of.
    """

    def __init__(self, query: Query) -> None:
        self.terms: defaultdict[str, list[tuple[Term, int]]] = defaultdict(list)
        self.stems: dict[str, int] = {}
        self._held: dict[str, tuple[str, ...]] = {}
        for part, group in enumerate(query.wanted):
            for one in (*(one for any_ in group.words for one in any_), *group.instead):
                if one.prefix and len(one.terms) == 1:
                    self.stems[one.terms[0]] = part
                else:
                    self.terms[one.terms[0]].append((one, part))
            if len(group.words) == len(group.exact) == 1:
                self.terms[group.exact[0]].append((Term(group.exact), part))
        self.names = any(
            name.endswith(NAME) for some in self.terms.values() for one, _ in some for name in one.terms
        )

    def forms(self, folded: str) -> tuple[str, ...]:
        """The terms that a word may stand for."""
        held = self._held.get(folded)
        if held is None:
            held = self._held[folded] = (
                *term(folded).split(),
                *(named_forms(folded) if self.names else ()),
            )
        return held


def matches(text: str, query: Query) -> tuple[Match, ...]:
    """All that matches a query in a text, in order; linear in the text."""
    wanted = _Wanted(query)
    folded = fold(text)
    words = list(WORD.finditer(folded.text))
    forms = [wanted.forms(found[0]) for found in words]
    found: dict[tuple[int, int], Match] = {}
    for at in range(len(words)):
        for size, part in _at(wanted, forms, at):
            start, _ = folded.bounds(words[at].start(), words[at].end())
            _, end = folded.bounds(words[at + size - 1].start(), words[at + size - 1].end())
            found.setdefault((start, end), Match(start, end, part))
        if len(found) >= _MOST:
            break
    return tuple(found.values())


def _at(wanted: _Wanted, forms: Sequence[tuple[str, ...]], at: int) -> Iterator[tuple[int, int]]:
    """How many words from a place on match, and what part of a query."""
    for form in forms[at]:
        head = form.partition("_")
        if head[1] and (part := wanted.stems.get(head[0] + head[1])) is not None:
            yield 1, part
        for one, part in wanted.terms.get(form, ()):
            if (size := _goes_on(one.terms, forms, at)) is not None:
                yield size, part


def _goes_on(terms: Sequence[str], forms: Sequence[tuple[str, ...]], at: int) -> int | None:
    """How many words a run of terms takes up from a place on; a word may stand for two."""
    done, size = 0, 0
    while done < len(terms):
        if at + size >= len(forms):
            return None
        here = forms[at + size]
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
