"""The words of one sentence, as the grammar reads them: folded, analysed, with quotations paired."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from musnad.model import Quotation, Sentence, Span
from musnad.morphology import Form, analyse
from musnad.text import Folded, fold

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")

ALI = "عليّ"
"""The name علي as a token: folding never yields the mark, so no list of prepositions holds it."""

Range = tuple[int, int]
"""A half-open range of token indexes."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """One sentence as parallel tuples, a token each.

    `forms` holds the cue analyses of a word. `closer[i]` is, for a token that opens a quotation, the
    index just behind its closing mark, else 0; `unclosed` holds the openers whose end was only inferred.
    `within[i]` is the index of the mark that opens the
    innermost quotation around token i, or -1.
    """

    base: int
    text: str
    folded: Folded
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    forms: tuple[tuple[Form, ...], ...]
    closer: tuple[int, ...]
    within: tuple[int, ...]
    unclosed: frozenset[int]

    def __len__(self) -> int:
        return len(self.words)

    def word(self, index: int) -> str:
        """The folded word at `index`, or an empty string outside the sentence."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def span(self, tokens: Range) -> Span:
        """The stretch of the report that the tokens cover; a hashtag keeps its sign."""
        start, end = self.folded.bounds(self.starts[tokens[0]], self.ends[tokens[1] - 1])
        if start and self.text[start - 1] == "#":
            start -= 1
        return Span(self.base + start, self.base + end)

    def printed(self, index: int) -> str:
        """The word at `index` as the report prints it, vowel marks included."""
        start, end = self.folded.bounds(self.starts[index], self.ends[index])
        return self.text[start:end]

    def spaced(self, index: int) -> bool:
        """Whether white space, or the sentence's end, follows the token."""
        return index + 1 >= len(self.words) or self.starts[index + 1] > self.ends[index]

    def quotation_end(self, index: int) -> int:
        """The index of the mark that closes the quotation around token `index`, else the length."""
        opened = self.within[index]
        return len(self.words) if opened < 0 else max(index + 1, self.closer[opened] - 1)


def tells_dots(text: str) -> bool:
    """Whether the report tells final ي from ى, as most do: «على» stands in it, or nothing shows otherwise."""
    return " على " in text or not any(word in text for word in (" إلي ", " الي ", " حتي "))


def tokenise(
    text: str,
    sentence: Sentence,
    quotations: tuple[Quotation, ...],
    dotted: bool = False,
    whole: Folded | None = None,
) -> Tokens:
    """The tokens of one sentence; `quotations` are those that may overlap it, in order of start.

    `whole` is ``fold(text)`` where it is known.

    `dotted` says that the report tells ي from ى, so that علي is the name and على the preposition, which
    fold alike; the name then comes out as `ALI`.
    """
    span = sentence.span
    body = text[span.start : span.end]
    folded = fold(body) if whole is None else whole.part(span.start, span.end)
    words, starts, ends = list[str](), list[int](), list[int]()
    # No match is kept: thousands at once would set off collections of garbage.
    for match in _TOKEN.finditer(folded.text):
        words.append(match[0])
        starts.append(match.start())
        ends.append(match.end())

    def printed(i: int) -> str:
        return body[slice(*folded.bounds(starts[i], ends[i]))]

    if dotted and "علي" in words:
        for i, word in enumerate(words):
            if word == "علي" and printed(i)[-1] == "ي":
                words[i] = ALI
    forms = [analyse(word) if len(word) > 1 else () for word in words]
    if len(folded.text) != len(body):
        # Vowel marks rule readings out; only a word that may be a cue is worth reading as printed.
        for i, found in enumerate(forms):
            if found:
                forms[i] = analyse(printed(i))
    if dotted:
        # نفى is the verb, نفي the noun.
        for i, found in enumerate(forms):
            if found and words[i][-1] == "ي" and printed(i)[-1] == "ى":
                forms[i] = tuple(form for form in found if form.part in ("past", "present")) or found
    closer = [0] * len(words)
    within = [-1] * len(words)
    unclosed: set[int] = set()
    if quotations:
        _pair(span, folded, starts, quotations, (closer, within, unclosed))
    return Tokens(
        base=span.start,
        text=body,
        folded=folded,
        words=tuple(words),
        starts=tuple(starts),
        ends=tuple(ends),
        forms=tuple(forms),
        closer=tuple(closer),
        within=tuple(within),
        unclosed=frozenset(unclosed),
    )


def _pair(
    span: Span,
    folded: Folded,
    starts: list[int],
    quotations: tuple[Quotation, ...],
    into: tuple[list[int], list[int], set[int]],
) -> None:
    """Fill `closer`, `within` and `unclosed` from the quotations that overlap the sentence at `span`."""
    closer, within, unclosed = into
    size = len(starts)
    for quotation in quotations:
        opening = quotation.span.start - span.start
        first = bisect_left(starts, opening, key=folded.origin)
        if first >= size or folded.origin(starts[first]) != opening:
            first = -1
        closing = quotation.span.end - span.start
        last = bisect_left(starts, closing, key=folded.origin) if quotation.span.end < span.end else size
        if first >= 0:
            closer[first] = last
            if not quotation.closed or quotation.span.end > span.end:
                unclosed.add(first)
        inner_end = last - 1 if quotation.closed and quotation.span.end <= span.end else last
        for i in range(max(first + 1, 0), inner_end):
            within[i] = first


def finite(tokens: Tokens, index: int) -> bool:
    """Whether the likeliest reading of the token is a finite verb of saying."""
    return bool(tokens.forms[index]) and tokens.forms[index][0].part in ("past", "present")
