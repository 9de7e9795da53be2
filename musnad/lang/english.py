"""The classes of words by which English phrases are read, from the tables under ``en``.

Words stand in lower case without a final full stop, names as printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from musnad.lang import table
from musnad.lang.people import People, people


@dataclass(frozen=True, slots=True)
class Pronoun:
    """`person` is 1 or 3, `gender` m, f, n or empty, `number` s or p."""

    person: int
    gender: str
    number: str


@dataclass(frozen=True, slots=True)
class English:
    """Word classes named as in the data files, whose comments say what each is for.

    `roles`, `documents` and `heads` give the singular of each of their forms, `generic` what a role is called
    besides. `genders` tells that of a
    title, role or given name; `calendar` are the names of days and months.
    """

    people: People
    honorifics: frozenset[str]
    roles: dict[str, str]
    generic: dict[str, tuple[str, ...]]
    namesakes: frozenset[str]
    vague: frozenset[str]
    regnal: frozenset[str]
    makers: frozenset[str]
    topics: frozenset[str]
    passing: frozenset[str]
    apart: frozenset[str]
    forms: frozenset[str]
    members: frozenset[str]
    qualities: frozenset[str]
    bodies: frozenset[str]
    kinds: frozenset[str]
    firms: frozenset[str]
    media: frozenset[str]
    seats: frozenset[str]
    joined: frozenset[str]
    prepositions: frozenset[str]
    relatives: frozenset[str]
    spokes: frozenset[str]
    determiners: frozenset[str]
    suffixes: frozenset[str]
    particles: frozenset[str]
    heads: dict[str, str]
    quantifiers: frozenset[str]
    quantities: frozenset[str]
    documents: dict[str, str]
    issued: frozenset[str]
    issuing: frozenset[str]
    statements: frozenset[str]
    persons: frozenset[str]
    plurals: frozenset[str]
    anonymity: frozenset[str]
    genders: dict[str, str]
    given: frozenset[str]
    pronouns: dict[str, Pronoun]
    relative: frozenset[str]
    nobody: frozenset[str]
    beside: frozenset[str]
    openers: frozenset[str]
    calendar: frozenset[str]
    passive: frozenset[str]
    adverbs: frozenset[str]
    attributive: frozenset[str]
    conjunctions: frozenset[str]


def plural(noun: str) -> str:
    """The regular plural of an English noun; of «spokesman», «spokesmen»."""
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _forms(nouns: list[str]) -> dict[str, str]:
    """Each noun and its plural with the noun."""
    return {noun: noun for noun in nouns} | {plural(noun): noun for noun in nouns}


@lru_cache(maxsize=1)
def english() -> English:
    """Read the tables once."""
    titles, unnamed, pronouns = table("en", "titles"), table("en", "unnamed"), table("en", "pronouns")
    grammar = {name: frozenset(words) for name, words in table("en", "grammar").items()}
    given, times = table("en", "given"), table("en", "times")
    genders = dict.fromkeys((*titles["masculine"], *given["men"]), "m")
    genders |= dict.fromkeys((*titles["feminine"], *given["women"]), "f")
    plain = {
        name: frozenset(titles.get(name) or unnamed[name])
        for name in (
            "honorifics", "namesakes", "vague", "regnal", "makers", "topics", "passing", "apart", "forms",
            "members", "quantities", "qualities", "bodies", "kinds", "firms", "media", "seats", "joined",
            "prepositions", "relatives", "spokes", "determiners", "suffixes", "particles", "quantifiers",
            "issued", "issuing", "statements", "persons", "plurals", "anonymity",
        )
    }  # fmt: skip
    return English(
        people=people("en"),
        roles={**_forms(titles["roles"]), **titles["short"]},
        generic={role: tuple(names) for role, names in titles["generic"].items()},
        heads=_forms(unnamed["heads"]),
        documents=_forms(unnamed["documents"]),
        genders=genders,
        given=people("en").classes.given,
        pronouns={
            word: Pronoun(int(person), gender, number)
            for word, (person, gender, number) in pronouns["pronouns"].items()
        },
        relative=frozenset(pronouns["relative"]["words"]),
        beside=frozenset(pronouns["relative"]["beside"]),
        nobody=frozenset(pronouns["nobody"]["words"]),
        openers=frozenset(table("en", "segment")["openers"]),
        calendar=frozenset((*times["weekdays"], *times["months"], *times["short"])),
        **plain,
        **grammar,
    )
