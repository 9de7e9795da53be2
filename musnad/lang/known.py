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
from musnad.lang.people import people
from musnad.lang.tables import Field, Table
from musnad.text import fold

Key = tuple[str, ...]
"""The folded words of a name."""

BodyKind = Literal["organisation", "group"]
BodySort = Literal[
    "agency", "armed", "bank", "central-bank", "club", "company", "court", "exchange", "international", "ngo",
    "parliament", "party", "sport", "university",
]  # fmt: skip
OfficeKind = Literal[
    "activist", "adviser", "ambassador", "analyst", "businessman", "candidate", "central-banker", "cleric",
    "commander", "crown-prince", "deputy-crown-prince", "deputy-head", "deputy-minister", "deputy-pm", "envoy",
    "governor", "head", "journalist", "lawyer", "leader", "mayor", "member", "minister", "monarch", "officer",
    "official", "pope", "president", "prime-minister", "prime-minister-designate", "prosecutor",
    "public-figure", "royal", "secretary-general", "senator", "speaker", "spokesperson", "supreme-leader",
    "vice-president",
]  # fmt: skip

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_YEAR = r"(?:19|20)\d\d"
_MINISTRY = "وزاره"
_OF_PORTFOLIO = ("minister", "deputy-minister")
_OF_BODIES = ("secretary-general", "head", "leader")
_STATE_WORDS = 3
_LONGEST = 8
"""Words of the phrase that `organ` looks at."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office that reports of `years` give to a person.

    `of` is ``state/`` with an ISO 3166-1 alpha-2 code, or the `ref` of a body. `portfolio` is that of
    ministers and their deputies, `title` as a report prints it, None where the name itself holds it.
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
    """A person: `name` and `aliases` are full forms, `short` family names that stand for this person alone."""

    ref: str
    name: str
    aliases: tuple[str, ...]
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
    """An entry that a form names; `weak` where the form alone is not enough: a family name, or a word."""

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


def read_bodies(source: Table) -> tuple[Body, ...]:
    """The bodies of a table.

    Raises TableError where a row is malformed, has one form twice or `beside` what is no form of it.
    """
    institutions = {row["ref"] for row in _organs(source, "institution")}
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
    for number, row in enumerate(rows):
        forms = _distinct(source, "body", number, row, ("name", "aliases"))
        for form in row.get("beside", ()):
            if _words(form) not in forms:
                raise source.error("body", number, f"beside {form!r} is no name of the row", "beside", form)
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
        "short": Field(list),
        "english": Field(),
        "reports": Field(list, required=True),
    }
    rows = source.rows("person", fields, unique=("ref",))
    offices = _offices(source, {row["ref"] for row in rows}, known, portfolios)
    short: dict[Key, str] = {}
    for number, row in enumerate(rows):
        _distinct(source, "person", number, row, ("name", "aliases", "short"))
        if row["ref"] not in offices:
            raise source.error("person", number, f"{row['ref']!r} has no office", "ref")
        for form in row.get("short", ()):
            other = short.setdefault(_words(form), row["ref"])
            if other != row["ref"]:
                raise source.error("person", number, f"short {form!r} is {other!r} too", "short", form)
    return tuple(
        Person(
            f"person/{row['ref']}", row["name"], tuple(row.get("aliases", ())), tuple(row.get("short", ())),
            row.get("english"), tuple(offices[row["ref"]]), tuple(row["reports"]),
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


def _distinct(
    source: Table, key: str, number: int, row: Mapping[str, Any], names: Sequence[str]
) -> set[Key]:
    """The keys of the forms of a row, no two of which may be the same folded."""
    seen: set[Key] = set()
    for name in names:
        value = row.get(name, ())
        for form in (value,) if isinstance(value, str) else value:
            words = _words(form)
            if words in seen:
                raise source.error(key, number, f"{form!r} stands in the row already", name, form)
            seen.add(words)
        if name == "name" and not row["reports"]:
            raise source.error(key, number, "no reports", "reports")
    return seen


def _organs(source: Table, key: str) -> tuple[dict[str, Any], ...]:
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
def _words(form: str) -> Key:
    """The folded words of a form, «عبدالله» as two."""
    out: list[str] = []
    for word in fold(form).text.split():
        out += ("عبد", word[3:]) if re.match("عبدال..", word) else (word,)
    return tuple(out)


def keys(form: str) -> tuple[Key, ...]:
    """How the words of a form may stand in a folded text: «عبد الله» as two words, and as one."""
    words = _words(form)
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
def _source() -> Table:
    return Table(files("musnad.lang") / "bodies.toml")


@lru_cache(maxsize=1)
def bodies() -> tuple[Body, ...]:
    """The bodies known across reports, in the order of the table. Raises TableError where it is malformed."""
    return read_bodies(_source())


@lru_cache(maxsize=1)
def persons() -> tuple[Person, ...]:
    """The persons known across reports, in the order of the table. Raises TableError where it is malformed."""
    portfolios = frozenset(row["ref"] for row in _organs(_source(), "portfolio"))
    known = frozenset(body.ref for body in bodies())
    return read_persons(_holders(), known, portfolios)


@lru_cache(maxsize=1)
def _holders() -> Table:
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
    if isinstance(entry, Person):
        yield from ((form, False) for form in (entry.name, *entry.aliases))
        yield from ((form, True) for form in entry.short)
    else:
        yield from ((form, form in entry.beside) for form in (entry.name, *entry.aliases))


def named(name: str) -> tuple[Match, ...]:
    """What a printed name stands for as a whole: several where it is ambiguous, none where it is not known."""
    return index().rows.get(_words(name), ())


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
    return tuple(
        person
        for person, office in found
        if not office.former and (year is None or year in office.years)
    )


@lru_cache(maxsize=1)
def _organs_of_states() -> _Organs:
    portfolios = _organs(_source(), "portfolio")
    institutions = _organs(_source(), "institution")
    return _Organs(
        {_words(name): row["ref"] for row in portfolios for name in row["names"]},
        frozenset(row["ref"] for row in portfolios if row.get("alone")),
        {_words(name): row["ref"] for row in institutions for name in row["names"]},
        {
            (body.institution, body.country): body.ref
            for body in reversed(bodies())
            if body.institution and body.country
        },
    )


def organ(name: str, state: str | None = None) -> str | None:
    """The ref of a ministry or another organ of a state, read by pattern; None for all else.

    «وزارة الخارجية الروسية», «وزارة خارجية روسيا» and «الخارجية الروسية» give ``body/ministry/RU/foreign``,
    «الجيش المصري» gives ``body/army/EG``; where the table has a row for that organ, its ref. `state` is the
    code that the report tells where the phrase names none.
    """
    organs, words = _organs_of_states(), _words(name)[:_LONGEST]
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
    posts, words = _posts(), _words(title)[:_LONGEST]
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
    for row in _organs(_holders(), "post"):
        for name in row["names"]:
            kinds[_words(name)].append(row["ref"])
    former = frozenset(word for name in _holders().data["former"] for word in _words(name))
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
    for opener in (first, "ال" + first[2:] if first.startswith("لل") else first[1:] if first[0] == "ل" else ""):
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
    """The code of a state that all of `words` name, or describe: «الروسية», «الكورية الجنوبية», «جنوب السودان»."""
    return _adjectives().get(tuple(map(_stem, words))) or people().states.get(" ".join(words))


def _stem(word: str) -> str:
    word = word.removeprefix("ال")
    return word[:-1] if word.endswith("ه") else word


@lru_cache(maxsize=1)
def _adjectives() -> dict[Key, str]:
    """Codes of states by the stems of their adjectives, those left out that two states share («كونغولي»)."""
    found: defaultdict[Key, set[str]] = defaultdict(set)
    for code, row in table("ar", "states")["states"].items():
        for adjective in row["adjectives"]:
            found[tuple(map(_stem, _words(adjective)))].add(code)
    return {key: min(codes) for key, codes in found.items() if len(codes) == 1}
