"""Where content ends, and how much of it stands in quotation marks."""

from __future__ import annotations

from musnad.endings import ends, stops
from musnad.lang.grammar import grammar_words
from musnad.model import Quote
from musnad.phrases import is_complementiser, name_quotation
from musnad.tokens import Range, Tokens


def content_range(tokens: Tokens, opener: int, kind: str, stop: int) -> Range | None:
    """The tokens of the content that opens at `opener`, or None where nothing is left of it.

    `stop` bounds it: the end of the sentence or of the quotation that the cue stands in.
    """
    start = opener
    if tokens.words[start] == ":":
        start += 1
    while start < stop and tokens.words[start] in "-–—،":
        start += 1
    if start >= stop:
        return None
    end = _end(tokens, start, kind, stop)
    end = trim(tokens, start, end)
    if end == start + 1 and (
        tokens.words[start] in grammar_words().prepositions or is_complementiser(tokens.words[start])
    ):
        return None
    return (start, end) if end > start else None


def trim(tokens: Tokens, start: int, end: int) -> int:
    """Leave out closing marks that are no part of the content: full stop, comma, dash."""
    while end > start and tokens.words[end - 1] in ".،؛:-–—/,":
        end -= 1
    return end


def _end(tokens: Tokens, start: int, kind: str, stop: int) -> int:
    for index, found in stops(tokens, start, kind, stop):
        if ends(found):
            return index
    return stop


def quote_label(tokens: Tokens, ranges: tuple[Range, ...], outer: int) -> Quote:
    """How the content is quoted; marks around a mere name, and those at depth `outer`, do not count."""
    quoted = plain = 0
    leading = True
    for start, end in ranges:
        index = start
        while index < end:
            close = tokens.closer[index]
            if close and index != outer and not (index > start and _named(tokens, index)):
                quoted += max(1, min(close, end) - index - 2)
                index = min(close, end)
                leading = False
                continue
            word = tokens.words[index]
            if word[0].isalnum() and not (leading and index - start < 2 and _introduces(word)):
                plain += 1
                leading = False
            index += 1
    if not quoted:
        return "indirect"
    return "mixed" if plain else "direct"


def _named(tokens: Tokens, index: int) -> bool:
    """Whether a quotation inside content only names a medium or a body."""
    return tokens.word(index - 1) in grammar_words().naming and name_quotation(tokens, index)


def _introduces(word: str) -> bool:
    return is_complementiser(word) or word in ("الي", "علي", "عن", "من", "ب", "و", "ل")
