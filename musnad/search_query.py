"""What somebody looks for, as terms: words, phrases in quotation marks, and words left out by a leading
hyphen.

Everything else is words, whatever signs stand in it. A word stands for every form of its stem, for a name
spelt so, and, written in Latin letters, for the Arabic names that tables give it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, product
from typing import Final

from musnad.lang.known import Body, Person, bodies, persons
from musnad.lang.people import people
from musnad.media import media
from musnad.names import is_common
from musnad.search_words import NAME, STEM, WORD, may_be_name, name_words, stop_words, term, word
from musnad.text import fold_text

MOST_WORDS: Final = 24
"""Words of a query that are looked for; the rest is passed over."""

_LONGEST: Final = 20_000
_PART: Final = re.compile(
    r'(?<!\S)(?P<out>[-\u2212\u2013])?(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))|(?P<more>[^\s"]+)|"(?P<late>[^"]*)(?:"|$)'
)
_MOST_WAYS: Final = 8
"""Ways to hold words of a phrase for names that are looked for."""


@dataclass(frozen=True, slots=True)
class Term:
    """Terms that stand one behind the other; with `prefix`, the last one is the beginning of one."""

    terms: tuple[str, ...]
    prefix: bool = False


Any = tuple[Term, ...]
"""Terms of which one must be found."""


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a query: all of `words`, or in their place one of `instead`.

    `exact` are the terms of the words just as they stand. `printed` is what was asked.
    """

    printed: str
    words: tuple[Any, ...]
    instead: Any = ()
    exact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A query: what is wanted and what must not be there.

    `cut` tells that not all words are looked for; `common`, that there are only words that tell nothing.
    """

    wanted: tuple[Group, ...]
    unwanted: tuple[Group, ...] = ()
    cut: bool = False
    common: bool = False


def parse(asked: str) -> Query:
    """The query that a text stands for; any text is one. Linear in the text."""
    wanted: list[tuple[list[str], bool]] = []
    unwanted: list[Group] = []
    count = 0
    cut = len(asked) > _LONGEST
    for match in _PART.finditer(fold_text(asked[:_LONGEST])):
        quoted = match["phrase"] if match["phrase"] is not None else match["late"]
        words = WORD.findall(quoted if quoted is not None else match["word"] or match["more"])
        cut = cut or count + len(words) > MOST_WORDS
        words = words[: MOST_WORDS - count]
        if not words:
            continue
        count += len(words)
        if match["out"]:
            unwanted.append(_phrase(words) if quoted is not None or len(words) > 1 else _word(words[0]))
        elif quoted is not None and len(words) > 1:
            wanted.append((words, True))
        elif wanted and not wanted[-1][1]:
            wanted[-1][0].extend(words)
        else:
            wanted.append((words, False))
    stop = stop_words()
    plain = [one for words, phrase in wanted if not phrase for one in words]
    common = bool(plain) and all(one in stop for one in plain) and len(plain) == count
    groups = list[Group]()
    for words, phrase in wanted:
        groups += [_phrase(words)] if phrase else _groups([one for one in words if one not in stop])
    return Query(tuple(groups), tuple(unwanted), cut, common)


def _phrase(words: Sequence[str]) -> Group:
    terms = tuple(one for word in words for one in term(word).split())
    # A report may hold some of its words for names.
    ways = [(tuple(term(one).split()), *_as_name(one)) for one in words]
    forms = [tuple(chain(*way)) for way in islice(product(*ways), _MOST_WAYS)]
    return Group(" ".join(words), (tuple(map(Term, forms)),), (), terms)


def _as_name(folded: str) -> tuple[tuple[str], ...]:
    """The term of a word that a report may hold for a name; of a nisba that of the place, too."""
    one = word(folded)
    if one.name:
        return ()
    bare = folded[2:] if folded.startswith("ال") else one.bare
    found = [form for form in dict.fromkeys((one.bare, bare)) if may_be_name(form)]
    return tuple((form + NAME,) for form in (*found, *([one.stem] if one.stem in name_words() else [])))


def _groups(words: Sequence[str]) -> list[Group]:
    """Groups of plain words: a run that tables know for a name is one, with the other names of its bearer."""
    found: list[Group] = []
    at = 0
    while at < len(words):
        size, others = _known(words, at)
        if not size:
            found.append(_word(words[at]))
            at += 1
            continue
        parts = [_word(one) for one in words[at : at + size]]
        found.append(
            Group(
                " ".join(words[at : at + size]),
                tuple(any_ for part in parts for any_ in part.words),
                tuple(Term(other) for other in others),
                tuple(one for part in parts for one in part.exact),
            )
        )
        at += size
    return found


@lru_cache(maxsize=4096)
def _word(folded: str) -> Group:
    made = term(folded).split()
    if len(made) > 1 or made[0].endswith(NAME):
        return Group(folded, ((Term(tuple(made)),),), (), tuple(made))
    stem = Term((word(folded).stem + STEM,), prefix=True)
    return Group(folded, ((stem, *map(Term, _as_name(folded))),), (), (made[0],))


def _known(words: Sequence[str], at: int) -> tuple[int, tuple[tuple[str, ...], ...]]:
    """How many words from a place on are a name that tables know, and the terms of its other names."""
    names = _names()
    for size in range(min(len(words) - at, 6), 0, -1):
        key = tuple(_bare(one) for one in words[at : at + size])
        if key in names and (size > 1 or _tells(key[0])):
            return size, tuple(other for other in names[key] if other != _terms(key))
    return 0, ()


def _tells(one: str) -> bool:
    """Whether a word alone is surely the name that tables have: «إس» and «الوطن» are not."""
    return one.isascii() or (len(one) > 3 and not is_common(one))


def _bare(folded: str) -> str:
    return folded.lower() if folded.isascii() else folded


@lru_cache(maxsize=1)
def _names() -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The names of persons, bodies, media and states that have others, by their folded words.

    A family name in Latin letters stands for those who alone have it.
    """
    found: defaultdict[tuple[str, ...], dict[tuple[str, ...], None]] = defaultdict(dict)
    families: defaultdict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    everybody: tuple[Person | Body, ...] = (*persons(), *bodies())
    for entry in everybody:
        forms = [form for form in (entry.name, *entry.aliases) if form not in entry.beside]
        _join(found, [*forms, *([entry.english] if entry.english else [])])
        if isinstance(entry, Person) and entry.english:
            families[_words(entry.english)[-1]][entry.ref] = entry.short or (entry.name.split()[-1],)
    for medium in (*media("ar"), *media("en")):
        if not medium.several and not medium.common:
            names = [name for name in (medium.arabic, medium.english) if name]
            _join(found, [*names, *medium.aliases] if len(names) > 1 else names)
    english = people("en").state_names
    for code, name in people().state_names.items():
        _join(found, [name, *([english[code]] if code in english else [])])
    for family, others in families.items():
        if len(others) == 1:
            found[(family,)] |= {_terms(_words(form)): None for forms in others.values() for form in forms}
    return {key: tuple(others) for key, others in found.items()}


def _join(found: defaultdict[tuple[str, ...], dict[tuple[str, ...], None]], forms: Iterable[str]) -> None:
    every = [_words(form) for form in forms]
    for key in every:
        if key:
            found[key] |= dict.fromkeys(_terms(other) for other in every if other)


def _words(form: str) -> tuple[str, ...]:
    return tuple(_bare(one) for one in WORD.findall(fold_text(form)))


def _terms(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for word in words for one in term(word).split())
