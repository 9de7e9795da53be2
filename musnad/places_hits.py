"""Where words of a report may name a place: each run of them that the tables of places and states hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Protocol

from musnad.lang.gazetteer import gazetteer, place_words
from musnad.lang.people import people
from musnad.words import frequency


class Indexed(Protocol):
    """The words of a folded text with their folded offsets, as `mentions.Words` holds them."""

    @property
    def words(self) -> Sequence[str]:
        """The words."""

    @property
    def starts(self) -> Sequence[int]:
        """Where each begins."""

    @property
    def ends(self) -> Sequence[int]:
        """Where each ends."""

    @property
    def index(self) -> Mapping[str, Sequence[int]]:
        """The places of each word."""


class Level(IntEnum):
    """How surely a name stands for a place where nothing beside it tells."""

    NEVER = 0
    WORD = 1
    NAME = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """The words from `first` to before `last`, without the `cut` letters of `clitic` in front.

    `state` is the code of the state that they name, if they do.
    """

    first: int
    last: int
    cut: int
    clitic: str
    name: str
    level: Level
    state: str = ""


_COMMON = 1500
"""A word that stands so often among those of words.tsv is no name, save the sure ones (there up to 981)."""
_PEOPLE = 100_000
_CLITICS = ("و", "ف", "ب", "ل", "وب", "ول", "فب", "فل")


@lru_cache(maxsize=1)
def _openers() -> dict[str, int]:
    """The first words of all names with the most words that such a name has."""
    found = dict(gazetteer().first_words())
    lang = people()
    for name in (*lang.states, *lang.capitals):
        words = name.split(" ")
        found[words[0]] = max(found.get(words[0], 1), len(words))
    return found


@lru_cache(maxsize=1)
def _pairs() -> frozenset[str]:
    """The first two words of all names that have them."""
    lang = people()
    names = (*gazetteer().phrases(), *lang.states, *lang.capitals)
    return frozenset(" ".join(name.split(" ", 2)[:2]) for name in names if " " in name)


@lru_cache(maxsize=65536)
def level(name: str) -> Level:
    """How surely a folded name stands for a place."""
    words, lang = place_words(), people()
    if name in words.never:
        return Level.NEVER
    if name in words.states_too:
        return Level.NAME
    if name in lang.states or name in lang.capitals or name in words.sure:
        return Level.SURE
    if name in words.names:
        return Level.NAME
    if " " in name:
        return _phrase(name)
    bare = name.removeprefix("ال")
    seen = max(frequency(name), frequency("ال" + name), frequency(bare))
    if len(name) < 2 or seen > _COMMON or name in words.prepositions or name in words.sides:
        return Level.NEVER
    if len(name) == 2 or name in lang.classes.given or bare in lang.classes.given:
        return Level.WORD
    return Level.WORD if seen else Level.NAME


def _phrase(name: str) -> Level:
    """A name of several words is one, unless all of them are common, or it begins like a person's."""
    parts = name.split(" ")
    if all(part in place_words().generic for part in parts):
        return Level.NEVER
    if parts[0] in people().classes.given:
        return Level.WORD
    if any(entry.population >= _PEOPLE or entry.kind == "continent" for entry in gazetteer().named(name)):
        return Level.SURE if len(name) > 6 else Level.NAME
    return Level.NAME if any(not frequency(part) for part in parts) else Level.WORD


def hits(body: str, words: Indexed) -> list[Hit]:
    """The hits of a folded text in order; none overlaps another, the longest name counts."""
    found: list[Hit] = []
    done = 0
    forms = {word: known for word in words.index if (known := _forms(word))}
    for i in sorted(i for word in forms for i in words.index[word]):
        if i < done:
            continue
        best: Hit | None = None
        for form, clitic in forms[words.words[i]]:
            hit = _longest(body, words, i, form, clitic)
            if hit is not None and (best is None or _better(hit, best)):
                best = hit
        if best is not None:
            found.append(best)
            done = best.last
    return found


@lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[tuple[str, str], ...]:
    """The word, and what is left of it without clitics, where a name may begin so; each with its clitics."""
    forms = [(word, "")]
    if len(word) > 3 and word[0] in "وفبل":
        for clitic in ("", *_CLITICS):
            if word.startswith(clitic):
                rest = word[len(clitic) :]
                if clitic:
                    forms.append((rest, clitic))
                if rest.startswith("لل"):
                    forms.append(("ال" + rest[2:], clitic + "لل"))
    openers = _openers()
    # Single names that never are a place are not worth a look, and most hits are of them.
    return tuple(
        (form, clitic) for form, clitic in forms if form in openers and (openers[form] > 1 or level(form))
    )


def _better(hit: Hit, other: Hit) -> bool:
    """A name with clitics is taken before the whole word where it is longer, or a surer name."""
    size, known = hit.last - hit.first, other.last - other.first
    return size > known or (size == known and hit.level > other.level)


def _longest(body: str, words: Indexed, i: int, form: str, clitic: str) -> Hit | None:
    """The longest name that begins with `form` at word `i`, unless the whole word is the commoner one."""
    if clitic and frequency(words.words[i]) > 3 * frequency(form) and level(form) < Level.SURE:
        return None
    every, size = words.words, 1
    top = min(_openers()[form], len(every) - i)
    if top > 1 and f"{form} {every[i + 1]}" in _pairs():
        while size < top and body[words.ends[i + size - 1] : words.starts[i + size]].isspace():
            size += 1
    elif not level(form):
        return None
    table, lang = gazetteer(), people()
    for count in range(size, 0, -1):
        name = form if count == 1 else " ".join((form, *every[i + 1 : i + count]))
        state = lang.states.get(name, "")
        if not state and name not in lang.capitals and name not in table:
            continue
        # «لل» hides the alif of the article: the name begins behind the first ل.
        cut = len(clitic) - 1 if clitic.endswith("لل") else len(clitic)
        known = level(name)
        if known:
            return Hit(i, i + count, cut, clitic, name, known, state)
    return None
