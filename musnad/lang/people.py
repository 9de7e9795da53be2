"""Words of titles, bodies, states and unnamed sources, from the tables of those names in each language.

The classes are those of Arabic; `lang/english.py` adds what English tells apart.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files

from musnad.lang import table
from musnad.text import fold_text


@dataclass(frozen=True, slots=True)
class Classes:
    """Word classes in folded form, named as in the data files, whose comments say what each is for."""

    honorifics: frozenset[str]
    bodies: frozenset[str]
    media: frozenset[str]
    loose_media: frozenset[str]
    news: frozenset[str]
    no_media: frozenset[str]
    outlets: frozenset[str]
    asks: frozenset[str]
    unnaming: frozenset[str]
    relatives: frozenset[str]
    same: frozenset[str]
    seats: frozenset[str]
    complements: frozenset[str]
    given: frozenset[str]
    prepositions: frozenset[str]
    joined: frozenset[str]
    namesakes: frozenset[str]
    qualities: frozenset[str]
    apposed: frozenset[str]
    demonstratives: frozenset[str]
    shells: frozenset[str]
    classing: frozenset[str]
    loose_bodies: frozenset[str]
    acts: frozenset[str]
    learned: frozenset[str]
    institutions: frozenset[str]
    degrees: frozenset[str]
    plurals: frozenset[str]
    faith: frozenset[str]
    patrons: frozenset[str]
    called: frozenset[str]
    directions: frozenset[str]
    offices: frozenset[str]
    vague: frozenset[str]
    loose: frozenset[str]
    ministries: frozenset[str]
    masculine: frozenset[str]
    heads: frozenset[str]
    quantifiers: frozenset[str]
    documents: frozenset[str]
    issued: frozenset[str]
    issuing: frozenset[str]
    stating: frozenset[str]
    dated: frozenset[str]
    statements: frozenset[str]
    peoples: frozenset[str]
    feminine: frozenset[str]
    impersonal: frozenset[str]
    sides: frozenset[str]
    bound: frozenset[str]
    years: frozenset[str]
    former: frozenset[str]
    latest: frozenset[str]
    describing: frozenset[str]
    governing: frozenset[str]


@dataclass(frozen=True, slots=True)
class People:
    """`language` is the code of the language. `roles` maps every form of a role (with the article, feminine)
    to its bare masculine; `women` are the feminine ones. `states` and `capitals` map folded names to a
    state's code, `adjectives` every form of a relative adjective, `plurals` those of a people that no rule
    makes («الاتراك»), and `state_names` a code to the name that stands for it. `seats_of` maps seats of power
    to the code of their state, and `silent` capitals that do not stand for theirs, with the code; one that
    two states have («القدس») is none of either.
    """

    language: str
    classes: Classes
    roles: dict[str, str]
    women: frozenset[str]
    phrases: frozenset[tuple[str, ...]]
    state_names: dict[str, str]
    states: dict[str, str]
    capitals: dict[str, str]
    adjectives: dict[str, str]
    plurals: dict[str, str]
    seats_of: dict[str, str]
    silent: dict[str, str]


def _codes(rows: dict[str, dict[str, list[str]]], column: str) -> dict[str, str]:
    """The folded names of a column, which a row may lack, with their state's code; the first row has it."""
    known: dict[str, str] = {}
    for code, row in rows.items():
        for name in row.get(column, ()):
            known.setdefault(fold_text(name).rstrip("."), code)
    return known


def _unshared(rows: dict[str, dict[str, list[str]]], column: str) -> dict[str, str]:
    """The folded names of a column that one row alone has, with their state's code."""
    every = Counter(fold_text(name) for row in rows.values() for name in row.get(column, ()))
    return {name: code for name, code in _codes(rows, column).items() if every[name] == 1}


def _table(name: str) -> dict[str, list[str]]:
    return tomllib.loads(files("musnad.lang").joinpath(f"ar/{name}.toml").read_text("utf-8"))


def _english() -> People:
    """States by name, capital and adjective as printed, and the few classes that `speakers` asks for."""
    data = {**table("en", "titles"), **table("en", "unnamed")}
    rows = table("en", "states")["states"]
    states: dict[str, str] = {}
    for code, row in rows.items():
        for name in (row["name"], *row["names"]):
            states.setdefault(fold_text(name).rstrip("."), code)
    roles = {role: role for role in data["roles"]}
    kept = {"offices", "vague", "ministries", "joined", "shells"}
    classes = {f.name: frozenset(data[f.name]) if f.name in kept else frozenset() for f in fields(Classes)}
    given = table("en", "given")
    classes["given"] = frozenset(name for names in given.values() for name in names)
    return People(
        language="en",
        classes=Classes(**classes),
        roles=roles,
        women=frozenset(data["feminine"]),
        phrases=frozenset(),
        state_names={code: row["name"] for code, row in rows.items()},
        states=states,
        capitals=_codes(rows, "capitals"),
        adjectives=_codes(rows, "adjectives"),
        plurals={},
        seats_of=_codes(rows, "seats"),
        silent=_unshared(rows, "silent"),
    )


def _roles(bases: list[str]) -> tuple[dict[str, str], frozenset[str]]:
    roles: dict[str, str] = {}
    women: set[str] = set()
    for base in bases:
        female = base if base.endswith("ه") else base + "ه"
        for form in (base, female):
            for full in (form, "ال" + form):
                roles.setdefault(full, base)
        women |= {female, "ال" + female}
    return roles, frozenset(women)


@lru_cache(maxsize=4)
def people(language: str = "ar") -> People:
    """Read the tables of a language, Arabic or English, once."""
    return _english() if language == "en" else _arabic()


def _arabic() -> People:
    data = _table("titles") | _table("unnamed")
    rows = tomllib.loads(files("musnad.lang").joinpath("ar/states.toml").read_text("utf-8"))["states"]
    states: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    for code, row in rows.items():
        for name in (row["name"], *row["names"]):
            states.setdefault(fold_text(name), code)
        for adjective in row["adjectives"]:
            first = fold_text(adjective).split()[0]
            for ending in ("", "ه", "ين", "ون", "تين", "ات"):
                adjectives.setdefault(first + ending, code)
                adjectives.setdefault("ال" + first + ending, code)
    roles, women = _roles(data["roles"])
    seats = _codes(rows, "seats")
    data["seats"] = list(seats)
    data["describing"] = [word + ending for word in data["describing"] for ending in ("", "ه")]
    return People(
        language="ar",
        classes=Classes(**{f.name: frozenset(data[f.name]) for f in fields(Classes)}),
        roles=roles,
        women=women,
        phrases=frozenset(tuple(phrase.split()) for phrase in data["phrases"]),
        state_names={code: row["name"] for code, row in rows.items()},
        states=states,
        capitals=_codes(rows, "capitals"),
        adjectives=adjectives,
        plurals={"ال" + word: code for word, code in _codes(rows, "plurals").items()},
        seats_of=seats,
        silent=_unshared(rows, "silent"),
    )
