"""Paragraphs, sentences and quotations of a text.

A sentence holds the whole of a quotation and the clause that leads to it. Offsets are those of the text
itself; no fold is needed here.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from functools import lru_cache
from importlib import resources

from musnad import segment_english
from musnad.model import Quotation, Segments, Sentence, Span
from musnad.script import language as language_of
from musnad.segment_quotations import ARABIC, BLANK, BREAKS, INVISIBLE, introduced, quotations
from musnad.text import fold_text

LONGEST_SENTENCE = 4_000
"""Code points after which a sentence is cut, so that later stages stay linear in the text."""

_AHEAD = 80
"""Code points behind a stop that English rules read."""

_LINE = re.compile(f"[^{BREAKS}]+")
_ARABIC_LETTER = re.compile(f"[{ARABIC}]")
_STOP = re.compile("[.!?؟…][.!?؟…]*+")
_BRACKETS = re.compile(r"\([^()\n]{0,300}+\)")
_LONG_WORD = re.compile(r"[^\W\d_]{6}$")
_LAST_WORD = re.compile(f"[\\w.{ARABIC}]{{1,12}}$")
_FIRST_WORD = re.compile(r"\w+")
_UNIT_OR_AGENCY = re.compile(r"(?:\d\s?|(?:^|\s)\w\s)\wـ*$")
_BLANKS = frozenset(BLANK)
_CLOSERS = frozenset(")]}»”’'\"“›❞〞＂″" + INVISIBLE)
_OPENERS = frozenset('([«“"”‹‘')


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Abbreviations, names of Latin letters and ends of domain names, all folded."""
    data = tomllib.loads(resources.files("musnad.lang.ar").joinpath("segment.toml").read_text("utf-8"))
    return frozenset(data["abbreviations"]), frozenset(data["letters"]), frozenset(data["domains"])


def segment(text: str, language: str | None = None) -> Segments:
    """Paragraphs, sentences and quotations of `text`, as spans over its code points.

    `language` is that of `Report.language`; None tells it from the text. English has rules of its own.
    A paragraph is a line of `str.splitlines` that shows something. A quotation, with the clause that
    leads to it, stays in one sentence however many it holds, up to `LONGEST_SENTENCE`. A quotation
    without its closing mark ends with its paragraph. Never raises; linear in the length of the text.
    """
    return _remembered(text, language) if len(text) <= _HUGE else _segment(text, language)


# The stages of a report ask for the same again; of huge texts none is held.
_HUGE = 1_000_000


@lru_cache(maxsize=1)
def _remembered(text: str, language: str | None) -> Segments:
    return _segment(text, language)


def _segment(text: str, language: str | None) -> Segments:
    paragraphs = tuple(_paragraphs(text))
    english = (language or language_of(text)) == "en"
    quoted = quotations(text, paragraphs, english=english)
    return Segments(paragraphs, tuple(_sentences(text, paragraphs, quoted, english)), quoted)


def _paragraphs(text: str) -> list[Span]:
    found = []
    for line in _LINE.finditer(text):
        span = _trim(text, *line.span())
        if span is not None:
            found.append(span)
    return found


def _trim(text: str, start: int, end: int) -> Span | None:
    """The stretch without blanks at its ends, None where nothing is left."""
    if start < end and text[start] not in _BLANKS and text[end - 1] not in _BLANKS:
        return Span(start, end)
    piece = text[start:end]
    left = piece.lstrip(BLANK)
    if not left:
        return None
    start = end - len(left)
    return Span(start, start + len(left.rstrip(BLANK)))


def _sentences(
    text: str, paragraphs: tuple[Span, ...], quoted: tuple[Quotation, ...], english: bool
) -> list[Sentence]:
    found: list[Sentence] = []
    starts, ends, is_quotation = _guarded(text, quoted)
    openers = {q.span.start for q in quoted}
    for number, paragraph in enumerate(paragraphs):
        if len(paragraph) <= LONGEST_SENTENCE and not _STOP.search(text, paragraph.start, paragraph.end - 1):
            found.append(Sentence(paragraph, number))
            continue
        start = paragraph.start
        worded = _FIRST_WORD.search(text, start, paragraph.end)
        for stop in _STOP.finditer(text, paragraph.start, paragraph.end):
            if worded is None or stop.start() < worded.start():
                continue
            end = stop.end()
            while end < paragraph.end and text[end] in _CLOSERS and end not in openers:
                end += 1
            if end >= paragraph.end:
                break
            guard = bisect_right(starts, end) - 1
            if guard >= 0 and starts[guard] < end < ends[guard]:
                continue
            guard = bisect_right(starts, stop.start()) - 1
            in_guard = guard >= 0 and stop.start() < ends[guard]
            if in_guard and not (is_quotation[guard] and _ends_with_quotation(text, stop, end, english)):
                continue
            if not in_guard and not _ends_sentence(text, start, stop, end, english):
                continue
            found += _cut(text, start, end, number)
            start = end
            worded = _FIRST_WORD.search(text, start, paragraph.end)
        found += _cut(text, start, paragraph.end, number)
    return found


def _guarded(text: str, quoted: tuple[Quotation, ...]) -> tuple[list[int], list[int], list[bool]]:
    """Starts and ends of the stretches that no sentence end divides, and whether each is a quotation.

    A quotation whose end was only inferred counts where it follows a colon or begins its line: elsewhere
    one stray mark would hold its whole paragraph together.
    """
    ranges = [(*bracket.span(), False) for bracket in _BRACKETS.finditer(text)]
    outer = [q for q in quoted if q.depth == 0]
    for at, quotation in enumerate(outer):
        start, end = quotation.span.start, quotation.span.end
        if not quotation.closed:
            following = outer[at + 1].span.start if at + 1 < len(outer) else None
            if (
                following is not None and following - end <= 2
            ):  # It lost its closing mark where the next goes on.
                end = following + 1
            elif not introduced(text, start):
                continue
        ranges.append((start, end, True))
    ranges.sort()
    starts: list[int] = []
    ends: list[int] = []
    is_quotation: list[bool] = []
    for start, end, quote in ranges:
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
            is_quotation[-1] |= quote
        else:
            starts.append(start)
            ends.append(end)
            is_quotation.append(quote)
    return starts, ends, is_quotation


def _ends_with_quotation(text: str, stop: re.Match[str], end: int, english: bool) -> bool:
    """Whether the sentence ends with the quotation that ends with `stop`.

    After a question or a call the clause mostly runs on: سأل: "من أنت؟" ثم خرج.
    """
    if english:
        return segment_english.ends_with_quotation(stop[0], text[end : end + _AHEAD])
    return stop[0] == "." or text[end : end + 3].lstrip(BLANK)[:1] == "و"


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int, english: bool) -> bool:
    """Whether the sentence from `start` ends with `stop` and the closing marks up to `end`."""
    following = text[end]
    glued = following not in BLANK
    if glued and not _ARABIC_LETTER.match(following) and following not in _OPENERS:
        return False
    before = text[max(start, stop.start() - 24) : stop.start()]
    if stop.start() - start < 24 and before.strip(BLANK).isdigit():  # the number of an item in a list
        return False
    if english:
        after = text[end : end + _AHEAD]
        if segment_english.goes_on(after):
            return False
        return stop[0] != "." or end > stop.end() or not segment_english.abbreviated(before, after)
    if stop[0] != ".":
        return True
    return end > stop.end() or not _abbreviated(before, text[end : end + 24], glued)


def _abbreviated(before: str, after: str, glued: bool) -> bool:
    """Whether a full stop between the two belongs to an abbreviation or initials."""
    if _LONG_WORD.search(before):
        return False
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    abbreviations, letters, domains = _words()
    parts = _bare(word[0]).split(".")
    last = parts[-1]
    if glued:
        # Initials are one letter each, or the names of Latin letters: أ.ف.ب and إم.دي.بي. Domains: بيت.كوم.
        following = _FIRST_WORD.match(after)
        return last in letters or len(last) == 1 or (following is not None and following[0] in domains)
    if last in abbreviations:
        return True
    if len(last) != 1 or not last.isalpha():
        return False
    if last.isascii():
        return after.lstrip(BLANK)[:1].isascii()
    # After a number the letter is a unit or an era (1436 هـ.); three initials are an agency (ا ف ب.).
    return len(parts) < 3 and not _UNIT_OR_AGENCY.search(before)


@lru_cache(maxsize=4096)
def _bare(word: str) -> str:
    return fold_text(word).lower()


def _cut(text: str, start: int, end: int, paragraph: int) -> list[Sentence]:
    """The stretch as one sentence, or as several where it is too long."""
    whole = _trim(text, start, end)
    if whole is None:
        return []
    if len(whole) <= LONGEST_SENTENCE:
        return [Sentence(whole, paragraph)]
    found = []
    start = whole.start
    while start < whole.end:
        head = text[start : min(start + LONGEST_SENTENCE, whole.end)]
        size = len(head)
        if start + size < whole.end and len(parts := head.rsplit(None, 1)) == 2:
            size = len(parts[0])
        piece = _trim(text, start, start + size)
        if piece is not None:
            found.append(Sentence(piece, paragraph))
        start += size
    return found
