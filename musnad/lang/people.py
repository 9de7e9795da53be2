"""Words of titles, bodies, states and unnamed sources, from ``ar/titles.toml``, ``states`` and ``unnamed``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from musnad.text import fold


@dataclass(frozen=True, slots=True)
class People:
    """Word classes in folded form; the comments of the data files say what each is for.

    `roles` maps every form of a role (with the article, feminine) to its bare masculine. `states` and
    `capitals` map folded names to a state's code, `adjectives` every form of a relative adjective.
    """

    roles: dict[str, str]
    feminine: frozenset[str]
    honorifics: frozenset[str]
    phrases: frozenset[tuple[str, ...]]
    bodies: frozenset[str]
    media: frozenset[str]
    outlets: frozenset[str]
    relatives: frozenset[str]
    same: frozenset[str]
    seats: frozenset[str]
    complements: frozenset[str]
    given: frozenset[str]
    unnamed: frozenset[str]
    quantifiers: frozenset[str]
    documents: frozenset[str]
    issued: frozenset[str]
    issuing: frozenset[str]
    state_names: dict[str, str]
    states: dict[str, str]
    capitals: dict[str, str]
    adjectives: dict[str, str]


def _table(name: str) -> dict[str, list[str]]:
    return tomllib.loads(files("musnad.lang").joinpath(f"ar/{name}.toml").read_text("utf-8"))


def _roles(bases: list[str]) -> tuple[dict[str, str], frozenset[str]]:
    roles: dict[str, str] = {}
    feminine: set[str] = set()
    for base in bases:
        female = base if base.endswith("ه") else base + "ه"
        for form in (base, female):
            for full in (form, "ال" + form):
                roles.setdefault(full, base)
        feminine |= {female, "ال" + female}
    return roles, frozenset(feminine)


@lru_cache(maxsize=1)
def people() -> People:
    """Read the tables once."""
    titles, unnamed = _table("titles"), _table("unnamed")
    rows = tomllib.loads(files("musnad.lang").joinpath("ar/states.toml").read_text("utf-8"))["states"]
    states: dict[str, str] = {}
    capitals: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    for code, row in rows.items():
        for name in (row["name"], *row["names"]):
            states.setdefault(fold(name).text, code)
        for name in row["capitals"]:
            capitals.setdefault(fold(name).text, code)
        for adjective in row["adjectives"]:
            words = fold(adjective).text.split()
            for ending in ("", "ه", "ين", "ون", "تين", "ات"):
                bare = words[0] + ending
                adjectives.setdefault(bare, code)
                adjectives.setdefault("ال" + bare, code)
    roles, feminine = _roles(titles["roles"])
    return People(
        roles=roles,
        feminine=feminine,
        honorifics=frozenset(titles["honorifics"]),
        phrases=frozenset(tuple(phrase.split()) for phrase in titles["phrases"]),
        bodies=frozenset(titles["bodies"]),
        media=frozenset(titles["media"]),
        outlets=frozenset(titles["outlets"]),
        relatives=frozenset(titles["relatives"]),
        same=frozenset(titles["same"]),
        seats=frozenset(titles["seats"]),
        complements=frozenset(titles["complements"]),
        given=frozenset(titles["given"]),
        unnamed=frozenset(unnamed["heads"]),
        quantifiers=frozenset(unnamed["quantifiers"]),
        documents=frozenset(unnamed["documents"]),
        issued=frozenset(unnamed["issued"]),
        issuing=frozenset(unnamed["issuing"]),
        state_names={code: row["name"] for code, row in rows.items()},
        states=states,
        capitals=capitals,
        adjectives=adjectives,
    )
