"""What a search would leave under each further filter: the values of every facet with their counts.

A count is that of `searching.search` with the value put in: several values of one facet stand in each other's
place, those of different facets narrow one another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from musnad.corpus.columns import NAMES, Column, Columns, Mask, Name, Numbers, columns_of
from musnad.corpus.searching import NO_FILTERS, Filters, Kind, keys
from musnad.corpus.store import Corpus, reading
from musnad.search_query import Query

MOST_MONTHS: Final = 18
"""Months that are told one by one; over more, years, and the months of those that are chosen."""

_FIELDS: Final[Mapping[Name, str]] = {
    "outlet": "publishers",
    "origin": "origins",
    "speaker": "said_by",
    "class": "classes",
    "period": "periods",
}
_OF_STATEMENT: Final[frozenset[Name]] = frozenset({"speaker", "class"})


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: what a filter takes, what it is called, and how many hits it leaves.

    `kind` is that of an origin.
    """

    key: str
    name: str
    kind: str | None
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of a facet, the most frequent first and all that are chosen; `total` is how many it has."""

    name: Name
    values: tuple[Value, ...]
    total: int


@dataclass(frozen=True, slots=True)
class _Asked:
    """The rows that hold a query, what is chosen of each facet, and for reports the statements of whom a
    filter names by words.
    """

    columns: Columns
    hit: Mask
    chosen: Mapping[Name, Sequence[str]]
    named: Mask | None


def facets(corpus: Corpus, query: Query, kind: Kind, filters: Filters, most: int = 10) -> tuple[Facet, ...]:
    """The facets of all that holds a query under filters, each with `most` values at most and those chosen.

    Raises `CorpusError`.
    """
    columns = columns_of(corpus)
    others = replace(filters, publishers=(), origins=(), said_by=(), classes=(), periods=())
    rows = columns.versions if kind == "reports" else columns.statements
    hit = np.ones(len(rows), np.bool_)
    named = None
    with reading(corpus) as connection:
        # What was added since the columns were made is no row of theirs yet.
        if query.wanted or others != NO_FILTERS:
            hit = np.isin(rows, np.array(keys(connection, query, kind, others), np.int64))
        if kind == "reports" and (filters.speakers or filters.refs):
            by = Filters(speakers=filters.speakers, refs=filters.refs)
            said = keys(connection, Query(()), "statements", by)
            named = np.isin(columns.statements, np.array(said, np.int64))
    chosen = {name: tuple(getattr(filters, field)) for name, field in _FIELDS.items()}
    asked = _Asked(columns, hit, chosen, named)
    count = _of_reports if kind == "reports" else _of_statements
    return tuple(_facet(name, *count(asked, name), chosen[name], most) for name in NAMES)


# --- counting ---


def _of_statements(asked: _Asked, name: Name) -> tuple[Column, Numbers]:
    columns, left = asked.columns, asked.hit
    for other in NAMES:
        if other != name and asked.chosen[other]:
            left = left & _meets(columns.of_statement[other], asked.chosen[other])
    column = columns.of_statement[name]
    return column, _counted(column.codes[left], len(column.keys))


def _of_reports(asked: _Asked, name: Name) -> tuple[Column, Numbers]:
    """Reports by a facet of theirs, or by one of their statements: one of these must meet all that is asked
    of statements.
    """
    columns, left = asked.columns, asked.hit
    said = [] if asked.named is None else [asked.named]
    for other in NAMES:
        if other == name or not asked.chosen[other]:
            continue
        if other in _OF_STATEMENT:
            said.append(_meets(columns.of_statement[other], asked.chosen[other]))
        else:
            left = left & _meets(columns.of_version[other], asked.chosen[other])
    if name in _OF_STATEMENT:
        column = columns.of_statement[name]
        rows = np.logical_and.reduce([left[columns.version], column.codes >= 0, *said])
        # A report counts once for a value, however many statements of it have that.
        size = max(1, len(column.keys))
        pairs = np.unique(columns.version[rows] * size + column.codes[rows])
        return column, _counted(pairs % size, len(column.keys))
    if said:
        holds = np.zeros(len(left), np.bool_)
        holds[columns.version[np.logical_and.reduce(said)]] = True
        left = left & holds
    column = columns.of_version[name]
    return column, _counted(column.codes[left], len(column.keys))


def _meets(column: Column, wanted: Sequence[str]) -> Mask:
    codes = [n for one in wanted for n in ([column.of[one]] if one in column.of else _alike(column, one))]
    return np.isin(column.codes, codes)


def _alike(column: Column, wanted: str) -> list[int]:
    """The values of a kind of origins, or of a year, where what is wanted is one."""
    return [
        n
        for n, (key, kind) in enumerate(zip(column.keys, column.kinds, strict=True))
        if kind == wanted or (len(wanted) == 4 and key.startswith(f"{wanted}-"))
    ]


def _counted(codes: Numbers, size: int) -> Numbers:
    return np.bincount(codes[codes >= 0], minlength=size)


def _facet(name: Name, column: Column, counts: Numbers, chosen: Sequence[str], most: int) -> Facet:
    held = np.flatnonzero(counts)
    if name == "period":
        return _periods(column, counts, held, chosen)
    some = held
    if len(held) > 4 * most:
        least = np.partition(counts[held], -most)[-most]
        some = held[counts[held] >= least]
    order = sorted(some.tolist(), key=lambda n: (-int(counts[n]), column.names[n], column.keys[n]))[:most]
    more = [column.of[key] for key in chosen if key in column.of and column.of[key] not in order]
    values = [
        Value(column.keys[n], column.names[n], column.kinds[n], int(counts[n]), column.keys[n] in chosen)
        for n in (*order, *more)
    ]
    strange = [
        Value(key, key, None, int(counts[_alike(column, key)].sum()), chosen=True)
        for key in chosen
        if key not in column.of
    ]
    return Facet(name, (*values, *strange), len(held))


def _periods(column: Column, counts: Numbers, held: Numbers, chosen: Sequence[str]) -> Facet:
    """Months, or years with the months of those that are chosen, the latest first."""
    months = Counter({column.keys[n]: int(counts[n]) for n in held.tolist()})
    told = dict(months)
    if len(months) > MOST_MONTHS:
        years = Counter[str]()
        for month, count in months.items():
            years[month[:4]] += count
        open_years = {one[:4] for one in chosen}
        told = {**years, **{month: n for month, n in months.items() if month[:4] in open_years}}
    for one in chosen:
        told.setdefault(one, sum(n for month, n in months.items() if month.startswith(one)))
    values = [
        Value(key, key, None, told[key], key in chosen)
        for key in sorted(told, key=lambda key: (key[:4], len(key) == 4, key), reverse=True)
    ]
    return Facet("period", tuple(values), len(months))
