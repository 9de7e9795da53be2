"""The words of a noun phrase with what stands between them: marks, quotation marks, brackets.

`titles` and `parties` read names off such phrases.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from musnad.lang.people import People, people
from musnad.names import WORD, clean, unprefixed
from musnad.text import Folded, fold

_BREAK = re.compile(r"[,،;؛:()\[\]\n]|(?:^|\s)[-–—]|[-–—](?:\s|$)")
_ON = "على"
_ARTICLES = ("ال", "وال", "لل", "بال")


@dataclass(frozen=True, slots=True)
class Context:
    """Where a phrase stands: behind a preposition, with a nominal cue; `known` are words of its report."""

    governed: bool = False
    nominal: bool = False
    known: Container[str] = ()


PLAIN = Context()
"""That of a phrase of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """The folded words of a phrase.

    `breaks[i]` is whether punctuation, `quotes[i]` whether a quotation mark precedes word i. Offsets are
    folded ones; `at` gives those of `text`. `first` is the first word without a proclitic, `cut` the
    letters so dropped, `end` where a relative clause, «نفسه» or «طلب عدم ذكر اسمه» begins, and `same` whether
    the phrase points back by a word of its own (هذا، ذاته).
    """

    text: str
    folded: Folded
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    breaks: tuple[bool, ...]
    quotes: tuple[bool, ...]
    context: Context = PLAIN
    printed: str = ""
    cut: int = 0
    end: int = 0
    same: bool = False

    @property
    def first(self) -> str:
        """The first word."""
        return self.words[0]

    @property
    def definite(self) -> bool:
        """Whether the first word has the article."""
        return self.words[0].startswith("ال")

    @property
    def bare(self) -> str:
        """The first word without the article."""
        return self.words[0][2:] if self.definite else self.words[0]

    def at(self, first: int, last: int) -> tuple[int, int]:
        """The stretch of `text` that words [first, last) cover, without a dropped proclitic."""
        start, end = self.folded.bounds(self.starts[first], self.ends[last - 1])
        return self._uncut(first, start), end

    def start(self, index: int) -> int:
        """Where word `index` begins in `text`, without a dropped proclitic."""
        return self._uncut(index, self.folded.origin(self.starts[index]))

    def _uncut(self, index: int, start: int) -> int:
        cut = index == 0 and self.cut and self.text[start : start + 1] not in ("#", '"', "«", "“")
        return start + self.cut if cut else start

    def shown(self, first: int, last: int) -> str:
        """Words [first, last) as a name."""
        if first >= last:
            return ""
        start, end = self.at(first, last)
        name = self.text[start:end]
        if first == 0 and self.printed.startswith("لل") and self.definite:
            name = "ال" + name.lstrip('#"«“')[2 - self.cut :]
        return clean(name)

    def article(self, index: int) -> bool:
        """Whether word `index` may begin with the article: «ألكسندر» is printed with a hamza and does not."""
        word = self.words[index]
        if not word.startswith(_ARTICLES) or len(word) < 5:
            return False
        if word[:2] == "لل":
            return True
        at = self.start(index) + (0 if word[0] == "ا" else 1)
        return self.text[at : at + 1] not in ("أ", "إ", "آ")

    def bracket(self, index: int) -> bool:
        """Whether a round bracket that holds part of the name opens before word `index`."""
        gap = self.folded.text[self.ends[index - 1] : self.starts[index]]
        return "(" in gap and not (self.words[index].isascii() and self.words[index].isalpha())

    def pause(self, start: int, stop: int) -> int:
        """The first word of [start, stop) behind punctuation other than such a bracket, else `stop`."""
        return next((i for i in range(start, stop) if self.breaks[i] and not self.bracket(i)), stop)

    def figured(self, index: int) -> bool:
        """Whether only a bracket around a figure closes before word `index`: «المادة (27) من اللائحة»."""
        gap = self.folded.text[self.ends[index - 1] : self.starts[index]]
        return self.words[index - 1][0].isdigit() and gap.strip() == ")"


def phrase_of(text: str, context: Context) -> Phrase:
    """The words of a noun phrase, its proclitics and demonstratives set aside; no words where it has none."""
    folded = fold(text)
    spans = [match.span() for match in WORD.finditer(folded.text)]
    words = tuple(folded.text[start:end] for start, end in spans)
    if not words:
        return Phrase(text, folded, (), (), (), (), ())
    lang = people()
    classes = lang.classes
    drop = 1 if words[0] in classes.demonstratives else 2 if words[:2] == ("كل", "من") else 0
    if 0 < drop < len(words):
        words, spans = words[drop:], spans[drop:]
    else:
        drop = 0
    printed = words[0]
    first = _unbound(printed, context, lang)
    words = (first, *words[1:])
    same = [
        i for i in range(1, len(words))
        if words[i] in classes.same and (words[i] not in classes.former or i + 1 == len(words))
    ]  # fmt: skip
    ends = [
        i for i in range(1, len(words))
        if words[i] in classes.relatives
        or (words[i] in classes.asks and words[i + 1 : i + 2] and words[i + 1] in classes.unnaming)
    ]  # fmt: skip
    starts, stops = tuple([start for start, _ in spans]), tuple([stop for _, stop in spans])
    return Phrase(
        text, folded, *_joints(text, folded, words, starts, stops), context, printed,
        cut=len(printed) - len(first) if printed.endswith(first) else 0,
        end=min((*same, *ends, len(words))), same=drop == 1 or bool(same),
    )  # fmt: skip


def _unbound(printed: str, context: Context, lang: People) -> str:
    """The first word of a phrase without its proclitic."""
    first = unprefixed(printed, lang)
    if first != printed or len(first) < 4:
        return first
    rest = first[1:]
    if context.governed and first[0] == "ل":
        return rest
    known = len(first) > 4 and rest in context.known
    return rest if known and first[0] in ("و" if rest in lang.classes.complements else "ول") else first


def run_of(
    text: str, folded: Folded, words: tuple[str, ...], starts: tuple[int, ...], ends: tuple[int, ...]
) -> Phrase:
    """A phrase over given words of `folded`, a whole text."""
    return Phrase(text, folded, *_joints(text, folded, words, starts, ends), end=len(words))


_Joints = tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...], tuple[bool, ...], tuple[bool, ...]]


def _joints(
    text: str, folded: Folded, words: tuple[str, ...], starts: tuple[int, ...], ends: tuple[int, ...]
) -> _Joints:
    """The words with what stands between them: breaks and quotation marks."""
    body = folded.text
    breaks = [False] * len(words)
    quotes = [False] * len(words)
    if words:
        quotes[0] = '"' in body[max(starts[0] - 2, 0) : starts[0]]
    for i in range(1, len(words)):
        gap = body[ends[i - 1] : starts[i]]
        if gap != " ":
            breaks[i] = _BREAK.search(gap) is not None
            quotes[i] = '"' in gap
    if "علي" in words:  # folded, the preposition and the name are one: the printed last letter tells
        words = tuple(
            _ON if w == "علي" and text[folded.origin(ends[i] - 1)] == "ى" else w for i, w in enumerate(words)
        )
    return words, starts, ends, tuple(breaks), tuple(quotes)
