"""How much of an attribution's content stands in quotation marks, from spans alone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from musnad.lang.grammar import grammar_words
from musnad.model import Quotation, Quote, Segments, Span
from musnad.phrases import is_complementiser
from musnad.text import fold_text

_WORD = re.compile(r"[^\W_]+")
_BLANK = re.compile(r"\S+")
_NAME = 4
"""Words of the longest quotation that only names a medium or a body."""

# Quotations looked at for one content; a paragraph with more of them is soup.
_MOST = 64
_INTRODUCES = frozenset(("الي", "علي", "عن", "من", "ب", "و", "ل", "that"))


def quote_of(text: str, segments: Segments, cue: Span, content: tuple[Span, ...]) -> Quote:
    """``direct``, ``indirect`` or ``mixed``, as the annotation guidelines define them.

    Marks around a mere name do not count, nor those around the cue itself: they are another's.
    """
    marks = [
        q.span
        for q in _near(segments, cue, content)
        if not (q.span.start <= cue.start and cue.end <= q.span.end) and not _named(text, q)
    ]
    quoted = plain = 0
    leading = True
    for part in content:
        for number, found in enumerate(_WORD.finditer(text, part.start, part.end)):
            if any(mark.start <= found.start() < mark.end for mark in marks):
                quoted += 1
                leading = False
            elif not (leading and number < 2 and _introduces(found[0])):
                plain += 1
                leading = False
    if not quoted:
        return "indirect"
    return "mixed" if plain else "direct"


def _near(segments: Segments, cue: Span, content: tuple[Span, ...]) -> list[Quotation]:
    """The quotations of the cue's paragraph that begin before the content ends."""
    number = bisect_right(segments.paragraphs, cue.start, key=lambda p: p.start) - 1
    start = segments.paragraphs[number].start if number >= 0 else 0
    quotations = segments.quotations
    first = bisect_left(quotations, start, key=lambda q: q.span.start)
    behind = bisect_left(quotations, max(part.end for part in content), key=lambda q: q.span.start)
    return list(quotations[max(first, behind - _MOST) : behind])


def _named(text: str, quotation: Quotation) -> bool:
    """Whether a quotation only names a medium or a body: few words behind a word such as صحيفة."""
    inner = quotation.inner
    if len(inner) > 60 or len(_BLANK.findall(text, inner.start, inner.end)) > _NAME:
        return False
    before = text[max(0, quotation.span.start - 24) : quotation.span.start].split()
    return bool(before) and fold_text(before[-1]) in grammar_words().naming


def _introduces(word: str) -> bool:
    folded = fold_text(word).casefold()
    return folded in _INTRODUCES or is_complementiser(folded)
