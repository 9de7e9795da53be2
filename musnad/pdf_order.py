"""Glyphs as they stand on a line, from left to right, to the text that they are read as.

A page holds glyphs at places; a text holds letters in the order of reading. Between them lie the order of
display (UAX #9), forms of letters (Unicode, Arabic Presentation Forms), ligatures and marks.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: the letters that it stands for in order of reading, its box and baseline in points, the size
    of its font and that font's name. `y` grows upward. `text` is empty where the letters are not told."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    font: str = ""

    @property
    def middle(self) -> float:
        """Half way between its sides."""
        return (self.x0 + self.x1) / 2


Direction = Literal["rtl", "ltr"]
Mirrored = Mapping[tuple[str, str], bool]
"""By font and pair of brackets, whether a bracket is told by its shape on the page, which in a text from
right to left is that of its counterpart."""

_PAIRS: Final = ("()", "[]", "{}", "<>", "«»", "‹›")
_COUNTERPART: Final = {pair[n]: pair[1 - n] for pair in _PAIRS for n in (0, 1)}
_PAIR_OF: Final = {sign: pair for pair in _PAIRS for sign in pair}
# Separators inside one number (UAX #9, class CS), and the Arabic ones (class AN).
_INSIDE_NUMBER: Final = frozenset(".,:/\u066b\u066c\u00a0")
_ARABIC: Final = re.compile(
    "[\u0620-\u064a\u066e-\u06d3\u0750-\u077f\u08a0-\u08c9\ufb50-\ufdff\ufe70-\ufefc]"
)
# What no stretch of Latin and numbers reaches over.
_PARTING: Final = re.compile(f"{_ARABIC.pattern}|[،؛؟«»]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """The letters of a glyph: forms and ligatures unfolded, controls left out.

    What is typed as one character stays one: «ﷺ» (U+FDFA to U+FDFD).
    """
    out = []
    for sign in text:
        code = ord(sign)
        if 0xFB00 <= code <= 0xFB06 or 0xFB50 <= code <= 0xFDF9 or 0xFE70 <= code <= 0xFEFC:
            plain = unicodedata.normalize("NFKC", sign)
            # A mark on its own is given with a space or a kashida to stand on.
            if any(unicodedata.category(one) == "Mn" for one in plain):
                plain = "".join(one for one in plain if one not in " \u0640")
            out.append(plain)
        elif sign in "\t\n\r\u00a0\u2007\u202f":
            out.append(" ")
        elif sign in "\u200c\u200d" or unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Cs", "Cn"):
            out.append(sign)
    return "".join(out)


def is_mark(text: str) -> bool:
    """Whether there are only marks that stand above or below a letter."""
    return bool(text) and all(unicodedata.category(sign) == "Mn" for sign in text)


def direction(texts: Iterable[str]) -> Direction:
    """Whether these run from right to left, by their letters."""
    whole = "".join(texts)
    return "rtl" if len(_ARABIC.findall(whole)) * 2 >= max(1, len(_LATIN.findall(whole))) else "ltr"


def seated(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of a page in the order in which it draws them, each mark joined to its letter.

    Text that is drawn from left to right has a mark before its letter where the letters run from right to
    left, for both were turned together; other text has it behind. Where neither neighbour is near, the mark
    goes to the letter nearest to it.
    """
    marks: dict[int, list[Glyph]] = {}
    letters_at = [n for n, one in enumerate(glyphs) if _ARABIC.search(one.text)]
    for n, mark in enumerate(glyphs):
        if is_mark(mark.text) and (at := _seat(glyphs, letters_at, n)) is not None:
            marks.setdefault(at, []).append(mark)
    return [
        _with_marks(one, marks[n]) if n in marks else one
        for n, one in enumerate(glyphs)
        if not is_mark(one.text)
    ]


def _seat(glyphs: Sequence[Glyph], letters_at: Sequence[int], n: int) -> int | None:
    """Where the letter stands that the mark at `n` belongs to."""
    mark = glyphs[n]
    place = bisect_left(letters_at, n)
    around = [
        at for at in letters_at[max(0, place - 3) : place + 3] if abs(glyphs[at].y - mark.y) < mark.size
    ]
    steps = [glyphs[b].x0 - glyphs[a].x0 for a, b in pairwise(around)]
    rightward = sum(step > 0 for step in steps) * 2 > len(steps)
    behind = [at for at in around if (at > n) == rightward]
    if behind and _distance(glyphs[first := behind[0 if rightward else -1]], mark.middle) < 0.5 * mark.size:
        return first
    return min(
        around,
        key=lambda at: (_distance(glyphs[at], mark.middle), abs(glyphs[at].middle - mark.middle)),
        default=None,
    )


def _distance(base: Glyph, x: float) -> float:
    return max(base.x0 - x, x - base.x1, 0.0)


def _with_marks(base: Glyph, marks: list[Glyph]) -> Glyph:
    """`base` with its marks behind it; of a ligature of two letters, behind the one below the mark."""
    # A shadda goes before the vowel on it, as it is typed.
    ordered = sorted(marks, key=lambda one: one.text[0] != "\u0651")
    plain = [n for n, sign in enumerate(base.text) if not is_mark(sign)]
    text = base.text
    if len(plain) == 2:
        first = "".join(one.text for one in ordered if one.middle > base.middle)
        last = "".join(one.text for one in ordered if one.middle <= base.middle)
        return replace(base, text=text[: plain[1]] + first + text[plain[1] :] + last)
    return replace(base, text=text + "".join(one.text for one in ordered))


# --- order ---


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is moved as a whole: a glyph's letters, or a space."""

    text: str
    font: str


def spaced(glyphs: Sequence[Glyph], *, trusted: bool) -> list[Glyph]:
    """`glyphs` with a space where a gap parts words; with `trusted`, spaces are glyphs of their own, and only
    a gap of most of an em is one more."""
    widest = 0.75 if trusted else 0.17
    out: list[Glyph] = []
    for glyph in glyphs:
        before = out[-1] if out else None
        blank = before is not None and before.text.isspace()
        if before is not None and not blank and not glyph.text.isspace():
            gap = glyph.x0 - before.x1
            if gap > widest * max(before.size, glyph.size):
                out.append(Glyph(" ", before.x1, glyph.x0, glyph.y, glyph.size, glyph.font))
        if not (glyph.text.isspace() and (blank or before is None)):
            out.append(glyph)
    while out and out[-1].text.isspace():
        out.pop()
    return out


def brackets(line: Sequence[Glyph]) -> Iterable[tuple[tuple[str, str], str]]:
    """The brackets of a line from right to left that stand among its Arabic, with what is decided on them."""
    for one in _units(line):
        if one.text in _PAIR_OF:
            yield (one.font, _PAIR_OF[one.text]), one.text


def mirrored(found: Iterable[tuple[tuple[str, str], str]]) -> dict[tuple[str, str], bool]:
    """How each font gives each pair, told by which reading closes what it opened more often.

    `found` are the brackets of a whole document in order of reading. A pair that never closes is taken to be
    told by its shape.
    """
    score: Counter[tuple[str, str]] = Counter()
    expected: dict[tuple[str, str], str] = {}
    for key, sign in found:
        wanted = expected.pop(key, None)
        if wanted is None:
            expected[key] = _COUNTERPART[sign]
        elif sign == wanted:
            score[key] += 1 if sign == key[1][0] else -1
        else:
            expected[key] = _COUNTERPART[sign]
    return {key: value > 0 for key, value in score.items()}


def logical(line: Sequence[Glyph], base: Direction, shapes: Mirrored) -> str:
    """The text of a line in the order of reading; `line` runs from left to right, spaces among it.

    What UAX #9 displays in this way is not told apart in one case: a number before Latin letters and one
    behind them look the same in Arabic; it is put behind them.
    """
    if base == "ltr":
        return _from_left(line, shapes)
    return "".join(one.text for one in _turned(_units(line), shapes))


def _units(line: Sequence[Glyph]) -> list[_Unit]:
    """What a line from right to left holds outside its Latin and its numbers, in the order of reading, these
    stretches as one unit each."""
    units = [_Unit(one.text, one.font) for one in reversed(line)]
    out: list[_Unit] = []
    at = 0
    while at < len(units):
        if not _runs_right(units[at].text):
            out.append(units[at])
            at += 1
            continue
        end = last = at
        while end < len(units) and not _PARTING.search(units[end].text):
            last = end if _runs_right(units[end].text) else last
            end += 1
        stretch = units[at : last + 1]
        if any(_LATIN.search(one.text) for one in stretch):
            out.append(_Unit("".join(one.text for one in reversed(stretch)), ""))
        else:
            out += _numbers(stretch)
        at = last + 1
    return out


def _runs_right(text: str) -> bool:
    """Whether letters or digits stand here that run from left to right."""
    return (
        bool(_LATIN.search(text))
        or any(sign.isdigit() for sign in text)
        or (bool(text) and unicodedata.bidirectional(text[0]) == "L")
    )


def _numbers(stretch: Sequence[_Unit]) -> list[_Unit]:
    """Each number of a stretch turned on its own, what parts them where it stands."""
    out: list[_Unit] = []
    run: list[_Unit] = []
    for n, unit in enumerate(stretch):
        digit = _runs_right(unit.text)
        joins = (
            unit.text in _INSIDE_NUMBER
            and bool(run)
            and n + 1 < len(stretch)
            and _runs_right(stretch[n + 1].text)
        )
        if digit or joins:
            run.append(unit)
            continue
        if run:
            out.append(_Unit("".join(one.text for one in reversed(run)), ""))
            run = []
        out.append(unit)
    if run:
        out.append(_Unit("".join(one.text for one in reversed(run)), ""))
    return out


def _turned(units: Sequence[_Unit], shapes: Mirrored) -> list[_Unit]:
    """Brackets among Arabic as they are typed."""
    usual = sum(shapes.values()) * 2 >= len(shapes)
    out = []
    for unit in units:
        pair = _PAIR_OF.get(unit.text)
        if pair is not None and shapes.get((unit.font, pair), usual):
            out.append(replace(unit, text=_COUNTERPART[unit.text]))
        else:
            out.append(unit)
    return out


def _from_left(line: Sequence[Glyph], shapes: Mirrored) -> str:
    """A line from left to right: each stretch of Arabic in it is turned on its own."""
    parts: list[str] = []
    at = 0
    while at < len(line):
        if not _ARABIC.search(line[at].text):
            parts.append(line[at].text)
            at += 1
            continue
        end = last = at
        while end < len(line) and not _LATIN.search(line[end].text):
            last = end if _ARABIC.search(line[end].text) else last
            end += 1
        parts += [one.text for one in _turned(_units(line[at : last + 1]), shapes)]
        at = last + 1
    return "".join(parts)
