"""Persons and bodies known across reports: the tables ``holders.toml`` and ``bodies.toml``.

One row is one person or body, known by its `ref`, with every form that names it. What is read here says who
may be meant; whether he is, only the report can tell: a form may name several (`Index.rows` lists them all),
and one marked `weak` names nobody without something beside it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, get_args

from musnad.lang import table
from musnad.lang.tables import Field, Table
from musnad.text import fold_text

Key = tuple[str, ...]
"""The folded words of a name."""

BodyKind = Literal["organisation", "group"]
BodySort = Literal[
    "agency", "armed", "bank", "central-bank", "club", "company", "court", "exchange", "international", "ngo",
    "parliament", "party", "sport", "university",
]  # fmt: skip
OfficeKind = Literal[
    "activist", "adviser", "ambassador", "analyst", "businessman", "candidate", "central-banker", "cleric",
    "commander", "crown-prince", "deputy-crown-prince", "deputy-head", "deputy-minister", "deputy-pm",
    "envoy", "governor", "head", "journalist", "lawyer", "leader", "mayor", "member", "minister", "monarch",
    "officer", "official", "pope", "president", "prime-minister", "prime-minister-designate", "prosecutor",
    "public-figure", "royal", "secretary-general", "senator", "speaker", "spokesperson", "supreme-leader",
    "vice-president",
]  # fmt: skip

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_YEAR = r"(?:19|20)\d\d"


@dataclass(frozen=True, slots=True)
class Office:
    """An office that reports of `years` give to a person.

    `of` is the `ref` of a body, or ``state/`` with an ISO 3166-1 alpha-2 code: also where the office is one
    of a body of that state that the table lacks («رئيس نادي الفتح»). `portfolio` is that of ministers and
    their deputies, `title` as a report prints it, None where the name itself holds it.
    `former`: the reports say that the office is no longer held.
    """

    kind: OfficeKind
    of: str
    portfolio: str | None
    title: str | None
    years: tuple[int, ...]
    former: bool
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A person: `name` and `aliases` are full forms, `beside` those of them that others bear as well.

    `short` are family names that no other person of the table has.
    """

    ref: str
    name: str
    aliases: tuple[str, ...]
    beside: tuple[str, ...]
    short: tuple[str, ...]
    english: str | None
    offices: tuple[Office, ...]
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A body: `beside` are those of its forms that name others as well, or are words.

    `institution` is the organ of `country` that it is, for instance ``parliament``.
    """

    ref: str
    name: str
    aliases: tuple[str, ...]
    beside: tuple[str, ...]
    english: str | None
    kind: BodyKind
    sort: BodySort
    country: str | None
    institution: str | None
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that a form names.

    `weak`: the form alone is not enough, for it is a family name or a word, or others bear it as well.
    """

    entry: Person | Body
    weak: bool


@dataclass(frozen=True, slots=True)
class Index:
    """Forms by their folded words: `sizes` has the lengths of those with a first word, the longest first."""

    sizes: Mapping[str, tuple[int, ...]]
    rows: Mapping[Key, tuple[Match, ...]]

    def at(self, words: Sequence[str], place: int) -> tuple[int, tuple[Match, ...]]:
        """The length of the longest form that begins at a place of folded words, and what it names.

        (0, ()) where none does. Proclitics are the caller's: nothing is cut off the first word.
        """
        for size in self.sizes.get(words[place], ()):
            found = self.rows.get(tuple(words[place : place + size]))
            if found:
                return size, found
        return 0, ()


def read_bodies(source: Table) -> tuple[Body, ...]:
    """The bodies of a table.

    Raises TableError where a row is malformed, has one form twice or `beside` what is no form of it.
    """
    institutions = {row["ref"] for row in organ_rows(source, "institution")}
    fields = {
        "ref": Field(required=True, form=_SLUG),
        "name": Field(required=True),
        "aliases": Field(list),
        "beside": Field(list),
        "english": Field(),
        "kind": Field(required=True, allowed=get_args(BodyKind)),
        "sort": Field(required=True, allowed=get_args(BodySort)),
        "country": Field(allowed=_codes()),
        "institution": Field(allowed=institutions),
        "reports": Field(list, required=True),
    }
    rows = source.rows("body", fields, unique=("ref",))
    source.check_beside("body", rows)
    for number, row in enumerate(rows):
        _distinct(source, "body", number, row, ("name", "aliases"))
    return tuple(
        Body(
            f"body/{row['ref']}", row["name"], tuple(row.get("aliases", ())), tuple(row.get("beside", ())),
            row.get("english"), row["kind"], row["sort"], row.get("country"), row.get("institution"),
            tuple(row["reports"]),
        )
        for row in rows
    )  # fmt: skip


def read_persons(source: Table, known: frozenset[str], portfolios: frozenset[str]) -> tuple[Person, ...]:
    """The persons of a table with their offices; `known` are the refs of bodies that these may name.

    Raises TableError where a row is malformed, an office is nobody's or of what is not known, a person has no
    office, one form twice, or a short form that is another's too.
    """
    fields = {
        "ref": Field(required=True, form=_SLUG),
        "name": Field(required=True),
        "aliases": Field(list),
        "beside": Field(list),
        "short": Field(list),
        "english": Field(),
        "reports": Field(list, required=True),
    }
    rows = source.rows("person", fields, unique=("ref",))
    source.check_beside("person", rows)
    offices = _offices(source, {row["ref"] for row in rows}, known, portfolios)
    short: dict[Key, str] = {}
    for number, row in enumerate(rows):
        _distinct(source, "person", number, row, ("name", "aliases", "short"))
        if row["ref"] not in offices:
            raise source.error("person", number, f"{row['ref']!r} has no office", "ref")
        for form in row.get("short", ()):
            other = short.setdefault(words_of(form), row["ref"])
            if other != row["ref"]:
                raise source.error("person", number, f"short {form!r} is {other!r} too", "short", form)
    return tuple(
        Person(
            f"person/{row['ref']}", row["name"], tuple(row.get("aliases", ())), tuple(row.get("beside", ())),
            tuple(row.get("short", ())), row.get("english"), tuple(offices[row["ref"]]),
            tuple(row["reports"]),
        )
        for row in rows
    )  # fmt: skip


def _offices(
    source: Table, refs: set[str], known: frozenset[str], portfolios: frozenset[str]
) -> dict[str, list[Office]]:
    fields = {
        "person": Field(required=True, allowed=refs),
        "kind": Field(required=True, allowed=get_args(OfficeKind)),
        "portfolio": Field(allowed=portfolios),
        "of": Field(required=True, allowed=_codes() | known),
        "title": Field(),
        "years": Field(list, required=True, form=_YEAR),
        "former": Field(bool),
        "reports": Field(list, required=True),
    }
    found: defaultdict[str, list[Office]] = defaultdict(list)
    for row in source.rows("office", fields):
        of = row["of"] if "/" in row["of"] else f"state/{row['of']}"
        office = Office(
            row["kind"], of, row.get("portfolio"), row.get("title"), tuple(map(int, row["years"])),
            row.get("former", False), tuple(row["reports"]),
        )  # fmt: skip
        found[row["person"]].append(office)
    return found


def _distinct(source: Table, key: str, number: int, row: Mapping[str, Any], names: Sequence[str]) -> None:
    """Raise TableError where a row has one form twice, or no reports."""
    seen: set[Key] = set()
    for name in names:
        value = row.get(name, ())
        for form in (value,) if isinstance(value, str) else value:
            words = words_of(form)
            if words in seen:
                raise source.error(key, number, f"{form!r} stands in the row already", name, form)
            seen.add(words)
    if not row["reports"]:
        raise source.error(key, number, "no reports", "reports")


def organ_rows(source: Table, key: str) -> tuple[dict[str, Any], ...]:
    """The rows of portfolios, institutions or posts. Raises TableError where one is malformed."""
    fields = {
        "ref": Field(required=True, form=_SLUG),
        "names": Field(list, required=True),
        "alone": Field(bool),
        "reports": Field(list, required=True),
    }
    return source.rows(key, fields, unique=("ref",))


def _codes() -> frozenset[str]:
    return frozenset(table("en", "states")["states"])


@lru_cache(maxsize=8192)
def words_of(form: str) -> Key:
    """The folded words of a form, «عبدالله» as two."""
    out: list[str] = []
    for word in fold_text(form).split():
        out += ("عبد", word[3:]) if re.match("عبدال..", word) else (word,)
    return tuple(out)


def keys(form: str) -> tuple[Key, ...]:
    """How the words of a form may stand in a folded text: «عبد الله» as two words, and as one."""
    words = words_of(form)
    if "عبد" not in words[:-1]:
        return (words,)
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] == "عبد" and word.startswith("ال"):
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(dict.fromkeys((words, tuple(joined))))


@lru_cache(maxsize=1)
def bodies_table() -> Table:
    """The file of bodies, read once."""
    return Table(files("musnad.lang") / "bodies.toml")


@lru_cache(maxsize=1)
def bodies() -> tuple[Body, ...]:
    """The bodies known across reports, in the order of the table.

    Raises TableError where the table is malformed.
    """
    return read_bodies(bodies_table())


@lru_cache(maxsize=1)
def persons() -> tuple[Person, ...]:
    """The persons known across reports, in the order of the table.

    Raises TableError where either table is malformed.
    """
    portfolios = frozenset(row["ref"] for row in organ_rows(bodies_table(), "portfolio"))
    known = frozenset(body.ref for body in bodies())
    return read_persons(holders_table(), known, portfolios)


@lru_cache(maxsize=1)
def holders_table() -> Table:
    """The file of office holders, read once."""
    return Table(files("musnad.lang") / "holders.toml")


@lru_cache(maxsize=1)
def index() -> Index:
    """Every form of every person and body, built once."""
    return index_of((*persons(), *bodies()))


def index_of(entries: Sequence[Person | Body]) -> Index:
    """The forms of `entries`. What one form names stands in the order of `entries`."""
    rows: defaultdict[Key, list[Match]] = defaultdict(list)
    sizes: defaultdict[str, set[int]] = defaultdict(set)
    for entry in entries:
        for form, weak in _forms(entry):
            for key in keys(form):
                rows[key].append(Match(entry, weak))
                sizes[key[0]].add(len(key))
    return Index(
        {word: tuple(sorted(found, reverse=True)) for word, found in sizes.items()},
        {key: tuple(found) for key, found in rows.items()},
    )


def _forms(entry: Person | Body) -> Iterator[tuple[str, bool]]:
    yield from ((form, form in entry.beside) for form in (entry.name, *entry.aliases))
    yield from ((form, True) for form in (entry.short if isinstance(entry, Person) else ()))


def named(name: str) -> tuple[Match, ...]:
    """What a printed name stands for as a whole: several where it is ambiguous, none where not known."""
    return index().rows.get(words_of(name), ())


@lru_cache(maxsize=1)
def _by_office() -> dict[tuple[str, str, str | None], tuple[tuple[Person, Office], ...]]:
    found: defaultdict[tuple[str, str, str | None], list[tuple[Person, Office]]] = defaultdict(list)
    for person in persons():
        for office in person.offices:
            found[office.kind, office.of, office.portfolio].append((person, office))
    return {key: tuple(value) for key, value in found.items()}


def holders(
    kind: OfficeKind, of: str, portfolio: str | None = None, year: int | None = None
) -> tuple[Person, ...]:
    """Those whom the reports of `year`, or of any, give an office as their present one.

    ``holders("minister", "state/RU", "foreign", 2018)``. Several where more than one held it in that year.
    """
    found = _by_office().get((kind, of, portfolio), ())
    held = (p for p, office in found if not office.former and (year is None or year in office.years))
    return tuple(dict.fromkeys(held))
