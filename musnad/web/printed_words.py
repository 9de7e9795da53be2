"""Where words stand that somebody typed: in the text of a report, nearest to where they are sought."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from musnad.model import Span
from musnad.web.fault import Fault

_GAP: Final = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*")
_RANGE: Final = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_SHOWN: Final = 80


def words_at(text: str, words: str, near: int) -> tuple[Span, ...]:
    """Where words stand; pieces of a stretch in several parts have ``[…]`` between them.

    Of several places that is meant which begins and ends with whole words, then the nearest to `near`. White
    space counts as one, whatever it is. Raises `Fault` (``not-printed``).
    """
    found = []
    for piece in filter(None, _GAP.split(words.strip())):
        pattern = r"\s+".join(map(re.escape, piece.split()))
        spans = [Span(*one.span()) for one in re.finditer(pattern, text)]
        if not spans:
            raise Fault("not-printed", piece[:_SHOWN])
        found.append(min(spans, key=lambda one: (_torn(text, one), abs(one.start - near), one.start)))
    return _apart(found)


def spans_at(text: str, told: Iterable[str]) -> tuple[Span, ...]:
    """Stretches given as START-END in code points, without the white space around them.

    Raises `Fault` (``asked``, ``outside``).
    """
    found = []
    for one in told:
        given = _RANGE.fullmatch(one)
        if given is None:
            raise Fault("asked", one[:_SHOWN])
        start, end = int(given[1]), int(given[2])
        if end > len(text):
            raise Fault("outside", one)
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        found.append(Span(start, start + len(words.strip())))
    return _apart(found)


def _torn(text: str, one: Span) -> int:
    """At how many ends a stretch tears a word."""
    edges = ((one.start - 1, one.start), (one.end - 1, one.end))
    return sum(a >= 0 and b < len(text) and text[a].isalnum() and text[b].isalnum() for a, b in edges)


def _apart(found: Sequence[Span]) -> tuple[Span, ...]:
    ordered = sorted(found)
    empty = not ordered or any(one.start >= one.end for one in ordered)
    if empty or any(one.end > other.start for one, other in pairwise(ordered)):
        raise Fault("asked", "stretches are empty or overlap")
    return tuple(ordered)
