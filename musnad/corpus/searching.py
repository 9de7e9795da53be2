"""Search over the indexes: which reports or statements hold what a query asks for, the likeliest first.

A query comes as terms (`search_query.parse`), never as text: whatever somebody typed, no sign of it means
anything to SQLite. Ranked by bm25 (SQLite, FTS5), ties by the day, the newest first, then by id.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final, Literal

from sqlalchemy import Connection, TextClause, bindparam, text

from musnad.corpus.entry import unpacked_text
from musnad.corpus.indexing import of_key, variants
from musnad.corpus.store import Corpus, reading
from musnad.search_query import Group, Query, Term

Kind = Literal["reports", "statements"]

ENOUGH: Final = 10
"""Where fewer hold all that is asked for, other spellings of rare words are looked for, and those that hold a
part of it follow.
"""

_MOST_SPELT: Final = 6
"""Words of a query that are looked for in other spellings: a rare one takes 20 to 40 ms, 24 would take a
second.
"""

# Weights of the columns: of the title over the text, of the speaker over what was said.
_WEIGHTS: Final[Mapping[Kind, tuple[float, float]]] = {"reports": (4.0, 1.0), "statements": (2.0, 1.0)}
_KEY: Final = "(v.pk << 16 | CAST(substr(s.id, 2) AS INTEGER))"
_DAY: Final = len("2024-05-17")
_INDEX: Final[Mapping[Kind, str]] = {"reports": "found_report", "statements": "found_statement"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must also be: each is left open where it is empty; values of one are in each other's place.

    `speakers` are groups of terms that a speaker or whom he speaks for is named by, and `refs` references of
    speakers. `publishers` are as stored; `since` and `until` are ISO 8601 days of publication; `classes` are
    of cues. `origins` are kinds and keys of origins of the statement, or of most of the report; `agencies`
    keys of such that are agencies. `said_by` are speakers by reference, or by name where they have none, just
    as stored; `periods` are beginnings of such days: ``2018-05``, ``2018``.
    """

    speakers: tuple[Group, ...] = ()
    refs: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    classes: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    said_by: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()


NO_FILTERS: Final = Filters()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a hit or a statement stands: a version with its report, as stored, and its text."""

    version: str
    report: str
    publisher: str | None
    published: str | None
    title: str | None
    url: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is stored of a statement; `cue` and `content` are offsets into the text."""

    id: str
    speaker: str | None
    speaker_ref: str | None
    speaks_for: str | None
    cue_class: str
    said_on: str | None
    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Whence:
    """The origin of a statement or of most of a report."""

    kind: str
    name: str | None
    ref: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """One report or statement that was found: `score` compares within one answer alone, more is likelier.

    `whole` tells that it holds all that was asked for. `said` is None for a report, `origin` where none was
    found yet.
    """

    place: Place
    score: float
    whole: bool
    said: Said | None
    origin: Whence | None


@dataclass(frozen=True, slots=True)
class Answer:
    """How many there are, how many of them hold all that was asked for, and one page of them.

    `query` is what was looked for, with other spellings where there were too few.
    """

    total: int
    whole: int
    found: tuple[Found, ...]
    query: Query


def search(
    corpus: Corpus,
    query: Query,
    kind: Kind,
    filters: Filters = NO_FILTERS,
    *,
    limit: int = 10,
    offset: int = 0,
) -> Answer:
    """The newest versions, or their statements, that a query and filters are true of; without words, of the
    filters.

    Raises `CorpusError`.
    """
    with reading(corpus) as connection:
        if not query.wanted:
            total, some = _latest(connection, kind, filters, (limit, offset))
            return Answer(
                total, total, tuple(_found(connection, kind, one, 0.0, whole=True) for one in some), query
            )
        best = _ranked(connection, query, kind, filters)
        if len(best) < ENOUGH:
            spelt = _spelt(connection, query, _INDEX[kind])
            if spelt != query:
                query, best = spelt, _ranked(connection, spelt, kind, filters)
        every = [(one, True) for one in best]
        if len(best) < ENOUGH and len(query.wanted) > 1:
            held = {key for key, _ in best}
            more = _ranked(connection, query, kind, filters, every=False)
            every += [(one, False) for one in more if one[0] not in held]
        page = every[offset : offset + limit]
        found = tuple(
            _found(connection, kind, key, round(-score, 4), whole=whole) for (key, score), whole in page
        )
    return Answer(len(every), len(best), found, query)


def held(corpus: Corpus, query: Query, kind: Kind, filters: Filters = NO_FILTERS) -> int:
    """How many hold a query whole, spelt as it is. Raises `CorpusError`."""
    match = expression(query)
    where, values = conditions(kind, filters)
    tables, _ = _tables(kind, bool(match), where)
    asked = f"SELECT count(*) FROM {tables}{_matching(kind, match, where)}"
    with reading(corpus) as connection:
        return int(connection.execute(_bound(asked, match, values)).scalar_one())


def keys(connection: Connection, query: Query, kind: Kind, filters: Filters) -> list[int]:
    """The keys of all rows that hold a query whole and that filters are true of, in no order; among them
    may be those of versions that are no longer the newest.
    """
    match = expression(query)
    where, values = conditions(kind, filters)
    tables, key = _tables(kind, bool(match), where) if where or not match else (_INDEX[kind], "rowid")
    asked = f"SELECT {key} FROM {tables}{_matching(kind, match, where)}"
    return list(connection.execute(_bound(asked, match, values)).scalars())


def _latest(
    connection: Connection, kind: Kind, filters: Filters, page: tuple[int, int]
) -> tuple[int, list[int]]:
    """How many rows filters are true of, and the keys of one page of them, the latest first: without words
    nothing is to be ranked, and the index of days gives a page (sorting 49,473 statements took 0.1 s).
    """
    where, values = conditions(kind, filters)
    tables, key = _tables(kind, matched=False, where=where)
    of = f"FROM {tables}{_matching(kind, '', where)}"
    total = int(connection.execute(_bound(f"SELECT count(*) {of}", "", values)).scalar_one())
    asked = f"SELECT {key} {of} ORDER BY v.published DESC, v.id, 1 LIMIT :limit OFFSET :offset"
    values.update(limit=page[0], offset=page[1])
    return total, list(connection.execute(_bound(asked, "", values)).scalars())


def _ranked(
    connection: Connection, query: Query, kind: Kind, filters: Filters, *, every: bool = True
) -> list[tuple[int, float]]:
    """The keys of all rows that a query and filters are true of, with their bm25, less being better."""
    match = expression(query, every=every)
    where, values = conditions(kind, filters)
    tables, key = _tables(kind, matched=True, where=where)
    score = "bm25({}, {}, {})".format(_INDEX[kind], *_WEIGHTS[kind])
    asked = (
        f"SELECT {key}, {score} AS score FROM {tables}{_matching(kind, match, where)} "
        "ORDER BY score, v.published DESC, v.id, 1"
    )
    return [(key, score) for key, score in connection.execute(_bound(asked, match, values))]


def _matching(kind: Kind, match: str, where: Sequence[str]) -> str:
    parts = [*([f"{_INDEX[kind]} MATCH :match"] if match else []), *where]
    return f" WHERE {' AND '.join(parts)}" if parts else ""


def _bound(asked: str, match: str, values: Mapping[str, Any]) -> TextClause:
    lists = [name for name, value in values.items() if isinstance(value, tuple)]
    made = text(asked).bindparams(*(bindparam(name, expanding=True) for name in lists))
    return made.bindparams(**values, **({"match": match} if match else {}))


def _tables(kind: Kind, matched: bool, where: Sequence[str]) -> tuple[str, str]:
    """The tables of a search, and the key of its rows. What the SQL of a search is made of stands in this
    module; all that was asked for is bound.
    """
    if not matched:
        tables = "version v JOIN report r ON r.newest = v.pk"
        if kind == "reports":
            return tables, "v.pk"
        return f"{tables} JOIN statement s ON s.version = v.pk", _KEY
    index = _INDEX[kind]
    of = f"{index}.rowid" if kind == "reports" else f"({index}.rowid >> 16)"
    tables = f"{index} CROSS JOIN version v ON v.pk = {of} CROSS JOIN report r ON r.newest = v.pk"
    if kind == "statements" and any("s." in one for one in where):
        tables += f" CROSS JOIN statement s ON s.version = v.pk AND s.id = 's' || ({index}.rowid & 65535)"
    return tables, f"{index}.rowid"


def conditions(kind: Kind, filters: Filters) -> tuple[list[str], dict[str, Any]]:
    """What filters ask of the rows ``v``, ``r`` and ``s``, in SQL, and the values that it is bound to."""
    values = dict[str, Any]()
    found, said = of_report(filters, values), of_statement(filters, values)
    if said and kind == "statements":
        found += said
    elif said:
        found.append(f"v.pk IN (SELECT s.version FROM statement s WHERE {' AND '.join(said)})")
    of = "''" if kind == "reports" else "s.id"
    for one in of_origin(filters, values):
        found.append(
            f"EXISTS (SELECT 1 FROM origin o WHERE o.version = v.pk AND o.statement = {of} AND {one})"
        )
    return found, values


def of_report(filters: Filters, values: dict[str, Any]) -> list[str]:
    """What filters ask of a newest version ``v`` and its report ``r``; adds to `values` what is bound."""
    found = []
    if filters.publishers:
        found.append("r.publisher IN :publishers")
        values["publishers"] = filters.publishers
    if filters.since:
        found.append("v.published >= :since")
        values["since"] = filters.since
    if filters.until:
        # "~" follows whatever stands behind a day.
        found.append("v.published < :until || '~'")
        values["until"] = filters.until[:_DAY]
    if filters.periods:
        # The beginning of a day is a year or a month, each as long as the other of its kind.
        sizes = sorted({len(one) for one in filters.periods})
        some = [f"substr(v.published, 1, {size}) IN :periods" for size in sizes]
        found.append(f"({' OR '.join(some)})")
        values["periods"] = filters.periods
    return found


def of_statement(filters: Filters, values: dict[str, Any]) -> list[str]:
    """What filters ask of a statement ``s``, its origin aside; adds to `values` what is bound."""
    found = []
    if filters.classes:
        found.append("s.cue_class IN :classes")
        values["classes"] = filters.classes
    if filters.said_by:
        found.append("coalesce(s.speaker_ref, s.speaker) IN :said_by")
        values["said_by"] = filters.said_by
    if filters.refs or filters.speakers:
        either = ["s.speaker_ref IN :refs"] if filters.refs else []
        values.update({"refs": filters.refs} if filters.refs else {})
        if filters.speakers:
            values["speakers"] = " AND ".join(f"speaker : ({_group(one)})" for one in filters.speakers)
            either.append(
                "(s.version << 16 | CAST(substr(s.id, 2) AS INTEGER)) IN "
                "(SELECT rowid FROM found_statement WHERE found_statement MATCH :speakers)"
            )
        found.append(f"({' OR '.join(either)})")
    return found


def of_origin(filters: Filters, values: dict[str, Any]) -> list[str]:
    """What filters ask of an origin ``o``, each of one of them; adds to `values` what is bound."""
    found = []
    if filters.origins:
        found.append("(o.key IN :origins OR o.kind IN :origins)")
        values["origins"] = filters.origins
    if filters.agencies:
        found.append("o.key IN :agencies AND o.kind IN ('agency', 'joint')")
        values["agencies"] = filters.agencies
    return found


# --- hits ---

_PLACE: Final = text(
    "SELECT v.id, coalesce(r.external_id, r.id), r.publisher, v.published, v.title, r.url, v.text "
    "FROM version v JOIN report r ON r.pk = v.report WHERE v.pk = :version"
)
_SAID: Final = text(
    "SELECT id, speaker, speaker_ref, speaks_for, cue_class, said_on, cue_start, cue_end, content "
    "FROM statement WHERE version = :version AND id = :statement"
)
_WHENCE: Final = text(
    "SELECT kind, name, ref FROM origin WHERE version = :version AND statement = :statement"
)


def _found(connection: Connection, kind: Kind, key: int, score: float, *, whole: bool) -> Found:
    version, number = (key, None) if kind == "reports" else of_key(key)
    name = "" if number is None else f"s{number}"
    return Found(
        place_of(connection, version),
        score,
        whole,
        None if number is None else said_of(connection, version, name),
        whence_of(connection, version, name),
    )


def place_of(connection: Connection, version: int) -> Place:
    """The place that a version, by its key, is."""
    row = connection.execute(_PLACE, {"version": version}).one()
    return Place(row[0], row[1], row[2], row[3], row[4], row[5], unpacked_text(row[6]))


def said_of(connection: Connection, version: int, statement: str) -> Said:
    """A statement by the key of its version and its id there."""
    row = connection.execute(_SAID, {"version": version, "statement": statement}).one()
    content = tuple((start, end) for start, end in json.loads(row[8]))
    return Said(row[0], row[1], row[2], row[3], row[4], row[5], (row[6], row[7]), content)


def whence_of(connection: Connection, version: int, statement: str) -> Whence | None:
    """The origin of a statement, or of most of the version with an empty id."""
    row = connection.execute(_WHENCE, {"version": version, "statement": statement}).one_or_none()
    return None if row is None else Whence(*row)


# --- queries of FTS5 ---


def expression(query: Query, *, every: bool = True) -> str:
    """A query in the language of FTS5: all parts, or any. Each term is quoted, and holds no such mark."""
    if not query.wanted:
        return ""
    parts = [_group(one) for one in query.wanted]
    wanted = (" AND " if every else " OR ").join(parts)
    if every and (near := _neighbours(query.wanted)):
        # Terms beside one another as they were asked for weigh more; they change nothing in what is found.
        wanted = f"({wanted}) OR ({wanted} AND ({' OR '.join(near)}))"
    for one in query.unwanted:
        wanted = f"({wanted}) NOT {_group(one)}"
    return wanted


def _group(group: Group) -> str:
    words = " AND ".join(f"({' OR '.join(map(_term, any_))})" for any_ in group.words)
    exact = [Term(group.exact)] if len(group.words) == len(group.exact) == 1 else []
    return f"({' OR '.join([f'({words})', *map(_term, (*exact, *group.instead))])})"


def _term(term: Term) -> str:
    return f'"{" ".join(term.terms)}"' + ("*" if term.prefix else "")


def _neighbours(groups: Sequence[Group]) -> list[str]:
    exact = [one for group in groups for one in group.exact]
    return [_term(Term(pair)) for pair in pairwise(exact)]


def _spelt(connection: Connection, query: Query, index: str) -> Query:
    """A query with other spellings of those of its words that stand in few rows."""
    groups: list[Group] = []
    for group in query.wanted:
        single = len(group.words) == 1 and len(groups) < _MOST_SPELT
        more = variants(connection, index, group.printed) if single else ()
        groups.append(replace(group, instead=(*group.instead, *map(Term, more))) if more else group)
    return replace(query, wanted=tuple(groups))
