"""A text as words in windows: what the tagger's encoder reads at once.

Words bound every span that the tagger finds. A window holds whole paragraphs as long as they fit; a
paragraph too long for one window is read in several that overlap, so that whatever lies around one cue
is seen whole by one of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from musnad.model import Span
from musnad.pieces import END, START, Vocabulary

# Marks that Arabic and Latin words carry inside them do not end a word.
_WORD = re.compile(
    "(?:[^\\W_]|[\u0300-\u036f\u0640\u064b-\u065f\u0610-\u061a\u0670\u200c\u200d])+|[^\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
PIECES_OF_A_WORD = 12
LONGEST_PARAGRAPH = 2_000
"""Words of one paragraph read at most in one window series; beyond, a new series begins."""


@dataclass(frozen=True, slots=True)
class Window:
    """What is encoded at once: pieces with the words that they are of.

    `words` are spans of the text; `paragraph` numbers, a word each; `first` and `last` index the pieces
    at which a word begins and ends, the opening mark counted; `core` is the range of words whose cues
    this window decides (the rest is there to be seen).
    """

    pieces: tuple[int, ...]
    words: tuple[Span, ...]
    paragraph: tuple[int, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]
    core: tuple[int, int]


def words_of(text: str, span: Span) -> list[Span]:
    """The words and single marks of a stretch of the text, in order."""
    return [Span(*found.span()) for found in _WORD.finditer(text, span.start, span.end)]


def windows(
    text: str, paragraphs: tuple[Span, ...], vocabulary: Vocabulary, size: int, overlap: int
) -> list[Window]:
    """The windows of a text, at most `size` pieces each; `overlap` is in pieces.

    Cues of a paragraph that takes several windows are decided by the window in which they lie farthest
    from an edge. Linear in the length of the text.
    """
    made: list[Window] = []
    pending: list[_Word] = []
    room = size - 2
    for number, paragraph in enumerate(paragraphs):
        items = [_Word(word, number, cut(text, word, vocabulary)) for word in words_of(text, paragraph)]
        length = sum(len(item.pieces) for item in items) + 1
        if pending and sum(len(item.pieces) for item in pending) + _breaks(pending) + length > room:
            made.append(_window(pending, 0, len(pending)))
            pending = []
        if length <= room:
            pending.extend(items)
        else:
            made.extend(_long(items, room, overlap))
    if pending:
        made.append(_window(pending, 0, len(pending)))
    return made


@dataclass(frozen=True, slots=True)
class _Word:
    span: Span
    paragraph: int
    pieces: tuple[int, ...]


def cut(text: str, word: Span, vocabulary: Vocabulary) -> tuple[int, ...]:
    """The pieces of one word of the text, at most twelve."""
    return vocabulary.cut(text[word.start : word.end], opens(text, word))[:PIECES_OF_A_WORD]


def opens(text: str, word: Span) -> bool:
    """Whether a word of the text stands at its beginning or behind a blank."""
    return word.start == 0 or text[word.start - 1].isspace()


def _breaks(items: list[_Word]) -> int:
    return len({item.paragraph for item in items})


def _long(items: list[_Word], room: int, overlap: int) -> list[Window]:
    bounds: list[tuple[int, int]] = []
    start = 0
    while True:
        end, used = start, 0
        while end < len(items) and used + len(items[end].pieces) <= room - 1:
            used += len(items[end].pieces)
            end += 1
        bounds.append((start, end))
        if end == len(items):
            break
        back, used = end, 0
        while back > start + 1 and used + len(items[back - 1].pieces) <= overlap:
            back -= 1
            used += len(items[back].pieces)
        start = back
    made: list[Window] = []
    decided = 0
    for number, (start, end) in enumerate(bounds):
        last = number == len(bounds) - 1
        until = end if last else (end + bounds[number + 1][0]) // 2
        made.append(_window(items[start:end], decided - start, until - start))
        decided = until
    return made


def _window(items: list[_Word], core_start: int, core_end: int) -> Window:
    pieces: list[int] = [START]
    first: list[int] = []
    last: list[int] = []
    before = items[0].paragraph
    for item in items:
        if item.paragraph != before:
            pieces.append(END)
            before = item.paragraph
        first.append(len(pieces))
        pieces.extend(item.pieces)
        last.append(len(pieces) - 1)
    pieces.append(END)
    return Window(
        pieces=tuple(pieces),
        words=tuple(item.span for item in items),
        paragraph=tuple(item.paragraph for item in items),
        first=tuple(first),
        last=tuple(last),
        core=(core_start, core_end),
    )


def reach_of(window: Window, at: tuple[int, int], reach: int) -> tuple[int, int]:
    """The words that are read for a cue: its paragraph's, at most `reach` on each side."""
    number = window.paragraph[at[0]]
    first = bisect_left(window.paragraph, number)
    behind = bisect_right(window.paragraph, number)
    return max(first, at[0] - reach), min(behind, at[1] + reach)
