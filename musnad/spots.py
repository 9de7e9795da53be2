"""A name in a text, and what its first word tells: what rules and the tagger's names have in common."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from musnad.lang.grammar import grammar_words
from musnad.lang.known import Person, index
from musnad.lang.people import people
from musnad.media import media
from musnad.model import EntityKind, Span
from musnad.names import WORD, Key, is_common
from musnad.text import fold_text
from musnad.titles import Role


@dataclass(frozen=True, slots=True)
class Spot:
    """A name in the text: its span without clitics and titles, as shown, its folded words.

    `rule` says how it was found and `sure` how often that rule is right, in [0, 1]. `role` is what a title
    or an apposition says of a person, `ref` what a table knows.
    """

    span: Span
    name: str
    key: Key
    kind: EntityKind
    rule: str
    sure: float
    role: Role | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What a word can open: its clitics' length, itself without them, and the classes that it is of."""

    cut: int
    word: str
    title: bool
    given: bool
    body: bool
    medium: bool
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tabled:
    """Names that mean one whom the tables know wherever they are printed; by first word their lengths."""

    kinds: dict[Key, EntityKind]
    sizes: dict[str, tuple[int, ...]]


@lru_cache(maxsize=1)
def tabled() -> Tabled:
    """The media, persons and bodies of the tables, by names that no other bears and that are no words."""
    kinds: dict[Key, EntityKind] = {}
    for key, matches in index().rows.items():
        kind = "person" if isinstance(matches[0].entry, Person) else matches[0].entry.kind
        if not any(match.weak for match in matches) and len("".join(key)) > 2:
            kinds[key] = kind
    for medium in media("ar"):
        for form in (medium.name, *medium.aliases):
            key = tuple(WORD.findall(fold_text(form).lower()))
            doubtful = medium.common or medium.several or form in medium.beside
            if key and not doubtful and not (len(key) == 1 and _word(key[0])) and len("".join(key)) > 2:
                kinds[key] = "medium"
    sizes: dict[str, set[int]] = {}
    for key in kinds:
        sizes.setdefault(key[0], set()).add(len(key))
    return Tabled(kinds, {word: tuple(sorted(found, reverse=True)) for word, found in sizes.items()})


def _word(word: str) -> bool:
    """Whether a name of one word stands for something else as well."""
    lang = people()
    return is_common(word) or word in lang.adjectives or word in lang.classes.given


@lru_cache(maxsize=65536)
def opens(word: str) -> Opening | None:
    """What a folded word opens, alone or behind a conjunction or preposition; None for most words."""
    found = _classed(word, 0)
    if found is not None or len(word) < 4:
        return found
    if word.startswith("لل"):
        return _classed("ال" + word[2:], 0)
    for cut in (1, 2):
        if word[cut - 1] not in "وفبلك" or len(word) - cut < 3:
            return None
        if (found := _classed(word[cut:], cut)) is not None:
            return found
    return None


def _classed(word: str, cut: int) -> Opening | None:
    lang = people()
    classes, bare = lang.classes, word.removeprefix("ال")
    title = word in lang.roles or word in classes.honorifics
    given = (word in classes.given and word not in grammar_words().time) or word in ("ابو", "عبد")
    body, medium = bare in classes.bodies, bare in classes.media
    sizes = tabled().sizes.get(word, ())
    if not (title or given or body or medium or sizes):
        return None
    return Opening(cut, word, title, given, body, medium, sizes)


# Share of the names of each rule whose bounds and kind are those of the annotators, on the training part of
# ANERcorp (125,000 words). What they mark is narrower than what a report names: «الحكومة اللبنانية» is no
# organisation there. Names below `SURE` are names all the same.
PRECISION = {
    "table state": 0.93,
    "table place": 0.79,
    "table medium": 0.46,
    "table person": 0.9,
    "table organisation": 0.7,
    "table group": 0.5,
    "title given": 0.75,
    "title rare": 0.67,
    "title one": 0.28,
    "given": 0.67,
    "organisation of": 0.43,
    "organisation quoted": 0.5,
    "organisation described": 0.44,
    "organisation described state": 0.01,
    "organisation classed": 0.73,
    "medium of": 0.08,
    "medium quoted": 0.5,
    "medium described state": 0.01,
    "medium classed": 0.83,
}
SURE = 0.5
"""Names at least as sure are counted as those of ANERcorp."""
