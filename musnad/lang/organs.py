"""Organs of states and titles of offices, read by pattern: «وزارة الخارجية الروسية», «رئيس وزراء العراق».

The names of portfolios, institutions and posts are rows of ``bodies.toml`` and ``holders.toml``; states are
those of ``states.toml``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from musnad.lang import table
from musnad.lang.known import (
    Body,
    Key,
    OfficeKind,
    bodies,
    bodies_table,
    holders_table,
    index,
    named,
    organ_rows,
    words_of,
)
from musnad.lang.people import people

_MINISTRY = "وزاره"
_OF_PORTFOLIO = ("minister", "deputy-minister")
_OF_BODIES = ("secretary-general", "head", "leader")
_STATE_WORDS = 3
_LONGEST = 8
"""Words of the phrase that are looked at."""


@dataclass(frozen=True, slots=True)
class Post:
    """What a title says: the kind of office, of which state or body, and the portfolio of a minister."""

    kind: OfficeKind
    of: str
    portfolio: str | None = None


@dataclass(frozen=True, slots=True)
class _Organs:
    """Portfolios and institutions by their folded words; `alone` are portfolios that need no «وزارة»."""

    portfolios: Mapping[Key, str]
    alone: frozenset[str]
    institutions: Mapping[Key, str]
    bodies: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class _Posts:
    """Kinds of offices by the folded words of their names, and words that say an office is held no more."""

    kinds: Mapping[Key, tuple[OfficeKind, ...]]
    former: frozenset[str]


def organ_names() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every name of a portfolio, an institution and a post, with the reports of its row."""
    rows = (
        *organ_rows(bodies_table(), "portfolio"),
        *organ_rows(bodies_table(), "institution"),
        *organ_rows(holders_table(), "post"),
    )
    return tuple((name, tuple(row["reports"])) for row in rows for name in row["names"])


@lru_cache(maxsize=1)
def _organs_of_states() -> _Organs:
    portfolios = organ_rows(bodies_table(), "portfolio")
    institutions = organ_rows(bodies_table(), "institution")
    return _Organs(
        {words_of(name): row["ref"] for row in portfolios for name in row["names"]},
        frozenset(row["ref"] for row in portfolios if row.get("alone")),
        {words_of(name): row["ref"] for row in institutions for name in row["names"]},
        {
            (body.institution, body.country): body.ref
            for body in reversed(bodies())
            if body.institution and body.country
        },
    )


def organ(name: str, state: str | None = None) -> str | None:
    """The ref of a ministry or another organ of a state, read by pattern; None for all else.

    «وزارة الخارجية الروسية», «وزارة خارجية روسيا» and «الخارجية الروسية» give ``body/ministry/RU/foreign``,
    «الجيش المصري» gives ``body/army/EG``; where the table has a row for that organ, or for what bears that
    name, its ref: «الجيش الوطني الليبي» is no army of the state there. `state` is the code that the report
    tells where the phrase names none.
    """
    found = _by_pattern(name, state)
    own = {m.entry for m in named(name) if isinstance(m.entry, Body) and not m.weak} if found else set()
    return own.pop().ref if len(own) == 1 else found


def _by_pattern(name: str, state: str | None) -> str | None:
    """The ref of an organ that a phrase names by its pattern."""
    organs, words = _organs_of_states(), words_of(name)[:_LONGEST]
    headed = bool(words) and words[0] in (_MINISTRY, "ال" + _MINISTRY)
    found = _portfolio(words[1:] if headed else words, state, exact=True)
    if found is not None and (headed or found[0] in organs.alone):
        return f"body/ministry/{found[1]}/{found[0]}"
    for size in range(len(words), 0, -1):
        institution = organs.institutions.get(_definite(words[:size]))
        code = _state(words[size:]) if size < len(words) else state
        if institution is not None and code is not None:
            return organs.bodies.get((institution, code), f"body/{institution}/{code}")
    return None


def post(title: str, state: str | None = None) -> Post | None:
    """The office that a title names, if it is held still: `holders` has those who held it.

    «وزير الخارجية الروسي», «رئيس وزراء العراق», «الأمين العام للأمم المتحدة». Words behind the state are
    passed over. `state` is the code that the report tells where the title names neither state nor body.
    """
    posts, words = _posts(), words_of(title)[:_LONGEST]
    if posts.former.intersection(words):
        return None
    for size in range(min(len(words), 4), 0, -1):
        rest = words[size:]
        for kind in posts.kinds.get(words[:size], ()):
            if kind in _OF_PORTFOLIO:
                found = _portfolio(rest, state, exact=False)
                if found is not None:
                    return Post(kind, f"state/{found[1]}", found[0])
                continue
            of = _of(rest, state)
            if of is not None and of.startswith("state/") == (kind not in _OF_BODIES):
                return Post(kind, of)
    return None


@lru_cache(maxsize=1)
def _posts() -> _Posts:
    kinds: defaultdict[Key, list[OfficeKind]] = defaultdict(list)
    for row in organ_rows(holders_table(), "post"):
        for name in row["names"]:
            kinds[words_of(name)].append(row["ref"])
    former = frozenset(word for name in holders_table().data["former"] for word in words_of(name))
    return _Posts({key: tuple(found) for key, found in kinds.items()}, former)


def _portfolio(words: Key, state: str | None, *, exact: bool) -> tuple[str, str] | None:
    """The portfolio that opens `words` and the code of the state behind it."""
    portfolios = _organs_of_states().portfolios
    for size in range(len(words), 0, -1):
        portfolio = portfolios.get(_definite(words[:size]))
        if portfolio is None:
            continue
        rest = words[size:]
        code = state if not rest else _state(rest) if exact else _opening(rest)
        if code is not None or exact:
            return (portfolio, code) if code is not None else None
        return (portfolio, state) if state is not None else None
    return None


def _of(words: Key, state: str | None) -> str | None:
    """The state or the body that opens the words behind a title."""
    if not words:
        return None if state is None else f"state/{state}"
    code = _opening(words)
    if code is not None:
        return f"state/{code}"
    first = words[0]
    for opener in (
        first,
        "ال" + first[2:] if first.startswith("لل") else first[1:] if first[0] == "ل" else "",
    ):
        for size in range(min(len(words), _LONGEST), 0, -1) if opener else ():
            found = index().rows.get((opener, *words[1:size]), ())
            refs = [m.entry.ref for m in found if isinstance(m.entry, Body) and not m.weak]
            if len(refs) == 1:
                return refs[0]
    return None


def _opening(words: Key) -> str | None:
    """The code of the state whose name or adjective opens `words`."""
    sizes = range(min(len(words), _STATE_WORDS), 0, -1)
    return next((code for size in sizes if (code := _state(words[:size])) is not None), None)


def _definite(words: Key) -> Key:
    """Words of an organ with the article that a state's name behind them takes away: «خارجية روسيا»."""
    return ("ال" + words[0],) if len(words) == 1 and not words[0].startswith("ال") else words


def _state(words: Key) -> str | None:
    """The code of a state that all of `words` name, or describe: «الكورية الجنوبية», «جنوب السودان»."""
    return _adjectives().get(tuple(map(_stem, words))) or people().states.get(" ".join(words))


def _stem(word: str) -> str:
    return word.removeprefix("ال").removesuffix("ه")


@lru_cache(maxsize=1)
def _adjectives() -> dict[Key, str]:
    """Codes of states by the stems of their adjectives, those left out that two states share («كونغولي»)."""
    found: defaultdict[Key, set[str]] = defaultdict(set)
    for code, row in table("ar", "states")["states"].items():
        for adjective in row["adjectives"]:
            found[tuple(map(_stem, words_of(adjective)))].add(code)
    return {key: min(codes) for key, codes in found.items() if len(codes) == 1}
