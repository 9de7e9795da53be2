"""How near two spellings of a name are: regional letters, long vowels, Arabic against Latin.

Words are compared as they stand after `fold`. The distance is that of Levenshtein with letters that stand for
one another, and letters that may be left out, at a share of a change (`lang/spelling.toml`).
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate

from musnad.names import Key, skeleton

_LONGEST = 24
"""Letters of a word that are compared; the work is bounded by its square."""

STRANGE = 2
"""Consonants that stand in one of two spellings alone."""

_ARTICLE = 0.1
"""The cost of an article that one of two spellings has."""

_CALLED = 0.8
"""The likeness of a name and the short one that its bearer is called by: «ديفيد» and «ديف»."""

_COMMON = 0.6
"""What words must have in common for their likeness to be reckoned."""

_DOUBLE = 0.3
"""The cost of one of two equal letters in a row."""

_JOINED = frozenset({"بن", "ابن", "بنت", "ال", "اال"})
"""Words between names that one report prints and another leaves out; «آل» folds to «ال»."""

_OPENING = frozenset({"عبد", "ابو", "ام"})
TIE = "·"
"""Between the halves of one name: «أم عبير» is far from «عبير»."""

_TIES = re.compile("[.\\-/]")
_TITLES = frozenset({"د", "م", "أ", "ا", "ا.د"})
"""Letters before a name for doctor, engineer and professor."""

_FATHER = {"ابي": "ابو", "ابا": "ابو"}


@dataclass(frozen=True, slots=True)
class _Table:
    """`costs` of a letter for another and `loose` of a letter left out; `latin` by its longest runs first."""

    costs: dict[tuple[str, str], float]
    loose: dict[str, float]
    latin: dict[str, str]
    letters: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def _table() -> _Table:
    data = tomllib.loads(files("musnad.lang").joinpath("spelling.toml").read_text("utf-8"))
    costs: dict[tuple[str, str], float] = {}
    for row in data["alike"]:
        for one in row["letters"]:
            for other in row["letters"]:
                costs.setdefault((one, other), 0.0 if one == other else row["cost"])
    return _Table(
        costs, data["loose"], data["latin"], {key: tuple(forms) for key, forms in data["letters"].items()}
    )


def is_latin(word: str) -> bool:
    """Whether a word is written in Latin letters."""
    return word[:1].isascii()


@lru_cache(maxsize=4096)
def arabised(word: str) -> str:
    """A word in Latin letters as Arabic might write it; an Arabic word as it is."""
    if not is_latin(word):
        return word
    latin, out, at = _table().latin, [], 0
    lower = word.casefold()
    while at < len(lower):
        size = next((n for n in (3, 2, 1) if lower[at : at + n] in latin), 0)
        out.append(latin[lower[at : at + size]] if size else "")
        at += size or 1
    return "".join(out)


@lru_cache(maxsize=65536)
def distance(left: str, right: str) -> float:
    """What it costs to turn one folded word into another, in whole letters; Latin words are arabised."""
    return _cost(arabised(left)[:_LONGEST], arabised(right)[:_LONGEST], math.inf)


def _cost(a: str, b: str, most: float) -> float:
    """The distance of two words in Arabic letters; infinity where it is above `most`."""
    if a == b:
        return 0.0
    costs = _table().costs
    gaps = _gaps(b)
    row = list(accumulate(gaps, initial=0.0))
    for letter, gap in zip(a, _gaps(a), strict=True):
        last, before = row, row[0] + gap
        row = [before]
        diagonal = last[0]
        for other, left_out, above in zip(b, gaps, last[1:], strict=True):
            change = diagonal if letter == other else diagonal + costs.get((letter, other), 1.0)
            diagonal = above
            before = min(change, above + gap, before + left_out)
            row.append(before)
        if min(row) > most:
            return math.inf
    return row[-1] if row[-1] <= most else math.inf


@lru_cache(maxsize=65536)
def _gaps(word: str) -> tuple[float, ...]:
    """What it costs to leave out each letter of a word; one of a double little."""
    loose = _table().loose
    return tuple(
        min(_DOUBLE if at and word[at - 1] == letter else 1.0, loose.get(letter, 1.0))
        for at, letter in enumerate(word)
    )


@lru_cache(maxsize=262144)
def alike(left: str, right: str) -> float:
    """How near two words are, from 0 to 1: 1 for one spelling, 0 for less than three fifths in common.

    The article counts little, where it is one: «إلتون» and «إيلتون» are compared whole too.
    """
    if left == right:
        return 1.0
    a, b = arabised(left), arabised(right)
    found = _near(a, b, 0.0)
    if min(len(a), len(b)) > 2 and (a.startswith(b) or b.startswith(a)) and abs(len(a) - len(b)) > 1:
        found = max(found, _CALLED)
    one, other = without_article(a), without_article(b)
    if (one, other) != (a, b):
        found = max(found, _near(one, other, 0.0 if one != a and other != b else _ARTICLE))
    return found


def _near(a: str, b: str, more: float) -> float:
    longest = max(len(a), len(b))
    most = (1.0 - _COMMON) * longest
    return max(0.0, 1.0 - (_cost(a[:_LONGEST], b[:_LONGEST], most) + more) / longest) if longest else 0.0


def without_article(word: str) -> str:
    """A folded word without the article, where enough of it is left."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def own_words(key: Key) -> Key:
    """The words of a name that tell it apart: without «بن» and «آل», «عبد» with its second half, «أبي» as
    «أبو».
    """
    out: list[str] = []
    for part in (part for word in key for part in _parts(word)):
        word = _FATHER.get(part, part)
        if word in _JOINED:
            continue
        if out and out[-1] in _OPENING:
            out[-1] += TIE + word
        elif word.startswith("ابو") and len(word) > 5:
            out.append("ابو" + TIE + word[3:])
        else:
            out.append(word)
    return tuple(out) or key


def _parts(word: str) -> Sequence[str]:
    """A word in parts where full stops or hyphens tie them: «د.سامي» without the title, «بي.ام.دبليو»."""
    if word.isascii() or not _TIES.search(word):
        return (word,)
    parts = [part for part in _TIES.split(word) if part]
    return parts[1:] if len(parts) > 1 and parts[0] in _TITLES else parts


@lru_cache(maxsize=65536)
def bones(word: str) -> str:
    """The consonants of a word in classes of letters that spellings confuse: the same for variants of one
    name.
    """
    letters = skeleton(arabised(word).removeprefix("ال") if len(word) > 4 else arabised(word))
    out: list[str] = []
    for letter in letters.translate(_CLASSES):
        if letter and (not out or out[-1] != letter):
            out.append(letter)
    return "".join(out)


def may_be_alike(one: str, other: str) -> bool:
    """Whether two words are worth comparing letter by letter: their consonants differ in two at most."""
    return one == other or len(sounds(one) ^ sounds(other)) <= STRANGE


@lru_cache(maxsize=65536)
def sounds(word: str) -> frozenset[str]:
    """The consonants of a word, like ones as one: what `may_be_alike` looks at."""
    return frozenset(bones(word))


_CLASSES = str.maketrans(
    {**dict.fromkeys("غجقكگچخ", "ك"), **dict.fromkeys("ثسصزذظ", "س"), **dict.fromkeys("دض", "د"),
     **dict.fromkeys("تط", "ت"), **dict.fromkeys("فڤبپ", "ب"), **dict.fromkeys("حعؤئ", "")}
)  # fmt: skip


def aligned(left: Sequence[str], right: Sequence[str], least: float) -> tuple[tuple[int, int, float], ...]:
    """The words of two names that are alike by `least` or more, in one order: (index, index, likeness).

    The alignment of the greatest sum; time is the product of the lengths, which callers bound.
    """
    width = len(right) + 1
    best: list[tuple[float, tuple[tuple[int, int, float], ...]]] = [(0.0, ())] * width
    for i, one in enumerate(left):
        row = [best[0]]
        for j, other in enumerate(right):
            found = max(best[j + 1], row[j], key=lambda cell: cell[0])
            near = alike(one, other) if may_be_alike(one, other) else 0.0
            if near >= least and best[j][0] + near > found[0]:
                found = (best[j][0] + near, (*best[j][1], (i, j, near)))
            row.append(found)
        best = row
    return best[-1][1]


def spells(letters: str, words: Sequence[str]) -> bool:
    """Whether Arabic words are the names of these Latin letters: «بي إم دبليو» for BMW, «أ ف ب» for AFP."""
    known = _table().letters
    wanted = letters.casefold()
    parts = [part for word in words for part in word.replace(".", " ").replace(TIE, " ").split()]
    return len(wanted) == len(parts) > 1 and all(
        part in known.get(letter, ()) for letter, part in zip(wanted, parts, strict=True)
    )
