"""What follows from the reports: copies and origins, replaced as a whole and read back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, and_, bindparam, delete, insert, or_, select, update

from musnad.corpus import tables
from musnad.corpus.claiming import Compared, put_claims, put_ties
from musnad.corpus.correcting import Heeded, put_corrected
from musnad.corpus.pair_odds import renew_pair_odds
from musnad.corpus.store import Corpus, count, reading, writing
from musnad.corpus.tables import shown
from musnad.model import Copy, Origin, Passage, Reason, ReportOrigins, Span

_c, _o, _v = tables.copy.c, tables.origin.c, tables.version.c
_later, _earlier = tables.version.alias("later"), tables.version.alias("earlier")


def _columns(table: Table) -> tuple[Any, ...]:
    return tuple(column for column in table.c if not column.primary_key)


_COPY, _OVERRULED = _columns(tables.copy), _columns(tables.overruled)
# One encoder: json.dumps makes one for each text that is not spaced as usual.
_compact: Final = json.JSONEncoder(separators=(",", ":")).encode
_STREAMED: Final = {"yield_per": 1000}
_ORIGIN: Final = (_o.kind, _o.key, _o.name, _o.ref, _o.share, _o.reasons)


def changes(corpus: Corpus) -> int:
    """How often reports of the corpus have changed: what copies and origins are found for."""
    with reading(corpus) as connection:
        return count(connection, "changed")


def state(corpus: Corpus) -> tuple[tuple[str, int], ...]:
    """All counters of the corpus: what was made of it holds as long as none has moved.

    Raises `CorpusError`.
    """
    counter = tables.counter.c
    with reading(corpus) as connection:
        rows = connection.execute(select(counter.name, counter.value).order_by(counter.name))
        return tuple((name, value) for name, value in rows)


def stale(corpus: Corpus) -> bool:
    """Whether reports have changed, or judgements, since copies, origins and claims were found."""
    with reading(corpus) as connection:
        return count(connection, "changed") != count(connection, "derived") or not all_heeded(connection)


def all_heeded(connection: Connection) -> bool:
    """Whether all follows that was judged, as far as reports are up to date."""
    return count(connection, "judged") == count(connection, "heeded")


def replace_derived(
    corpus: Corpus,
    copies: Iterable[Copy] | None,
    origins: Iterable[ReportOrigins] | None,
    of: int,
    compared: Compared | None = None,
    heeded: Heeded | None = None,
    overruled: Iterable[Copy] = (),
) -> tuple[int, int]:
    """Have these copies, origins and claims stand for all there were, in one transaction.

    What is None stays as it is, and so do readings that `heeded` does not correct. `of` is what `changes`
    gave before the reports were read for them; `overruled` are copies that stand otherwise by judgement,
    given with `copies`. Only what differs is written; what names a version that is gone is left out. Gives
    how many rows of copies and origins were written and removed. Raises `CorpusError`.
    """
    done = [(0, 0)]
    with writing(corpus) as connection:
        keys = dict(connection.execute(select(_v.id, _v.pk)).all())
        if heeded is not None:
            put_corrected(connection, keys, heeded)
        if copies is not None:
            done.append(_replace(connection, tables.copy, _COPY, 2, dict(copy_rows(copies, keys))))
            _replace(connection, tables.overruled, _OVERRULED, 2, dict(copy_rows(overruled, keys)))
        if origins is not None:
            done.append(_replace(connection, tables.origin, _ORIGIN, 2, dict(origin_rows(origins, keys))))
        if compared is not None:
            put_ties(connection, keys, compared.ties, compared.marks)
            put_claims(connection, keys, compared.claims)
            renew_pair_odds(connection, keys, compared.marks, compared.odds)
        counter = tables.counter.c
        connection.execute(update(tables.counter).where(counter.name == "derived").values(value=of))
    return sum(one for one, _ in done), sum(other for _, other in done)


_Key = tuple[Any, ...]


def _replace(
    connection: Connection, table: Table, values: tuple[Any, ...], width: int, wanted: Mapping[_Key, _Key]
) -> tuple[int, int]:
    keys = tuple(table.primary_key.columns)
    before = {tuple(row[:width]): tuple(row[width:]) for row in connection.execute(select(*keys, *values))}
    gone = [key for key, row in before.items() if wanted.get(key) != row]
    fresh = [(key, row) for key, row in wanted.items() if before.get(key) != row]
    if gone:
        match = and_(*(column == bindparam(f"b_{column.name}") for column in keys))
        connection.execute(
            delete(table).where(match),
            [{f"b_{c.name}": part for c, part in zip(keys, key, strict=True)} for key in gone],
        )
    if fresh:
        names = [column.name for column in (*keys, *values)]
        connection.execute(insert(table), [dict(zip(names, (*key, *row), strict=True)) for key, row in fresh])
    return len(fresh), len(gone)


def copy_rows(copies: Iterable[Copy], keys: Mapping[str, int]) -> Iterator[tuple[_Key, _Key]]:
    """The rows of copies, as keys and other columns; `keys` has the key of each version by its id."""
    for one in copies:
        if one.later in keys and one.earlier in keys:
            passages = [(p.later.start, p.later.end, p.earlier.start, p.earlier.end) for p in one.passages]
            yield (
                (keys[one.later], keys[one.earlier]),
                (
                    one.directed,
                    one.kind,
                    one.containment,
                    one.containment_later,
                    one.containment_earlier,
                    _compact(passages),
                    _reasons(one.reasons),
                ),
            )


def origin_rows(origins: Iterable[ReportOrigins], keys: Mapping[str, int]) -> Iterator[tuple[_Key, _Key]]:
    """The rows of origins, likewise."""
    for one in origins:
        if (pk := keys.get(one.version)) is None:
            continue
        yield (pk, ""), (*_origin(one.whole)[:4], one.share, _reasons(one.whole.reasons))
        for name, origin in one.statements:
            yield (pk, name), (*_origin(origin)[:4], None, _reasons(origin.reasons))


def _origin(origin: Origin) -> tuple[str, str, str | None, str | None]:
    return origin.kind, shown(origin.key) or "", shown(origin.name), origin.ref


def _reasons(reasons: tuple[Reason, ...]) -> str:
    # ASCII, as lone surrogates may stand in a detail.
    return _compact([[one.code, *one.details] for one in reasons])


def reasons_of(data: str) -> tuple[Reason, ...]:
    """Reasons as they are stored."""
    return tuple(Reason(code, tuple(details)) for code, *details in json.loads(data))


def copies(corpus: Corpus, version: str | None = None) -> Iterator[Copy]:
    """The copies of the corpus, or those that the version of that id is part of, by the ids of both.

    Raises `CorpusError`.
    """
    with reading(corpus) as connection:
        yield from copies_in(connection, version)


def copies_in(connection: Connection, version: str | None = None) -> Iterator[Copy]:
    """What `copies` gives, within a transaction."""
    asked = _copies()
    if version is not None:
        pk = select(_v.pk).where(_v.id == version).scalar_subquery()
        asked = asked.where(or_(_c.later == pk, _c.earlier == pk))
    yield from _run_copies(connection, asked)


def copies_of_claim(connection: Connection, claim: int) -> Iterator[Copy]:
    """The copies between versions that hold statements of a claim, by its key, within a transaction."""
    of = select(tables.member.c.version).where(tables.member.c.claim == claim)
    yield from _run_copies(connection, _copies().where(_c.later.in_(of), _c.earlier.in_(of)))


def copies_among(connection: Connection, table: Table, versions: Sequence[int]) -> Iterator[Copy]:
    """The copies in a table that versions, by their keys, are part of, within a transaction."""
    asked = _copies(table).where(or_(table.c.later.in_(versions), table.c.earlier.in_(versions)))
    yield from _run_copies(connection, asked)


def _copies(table: Table = tables.copy) -> Select[Any]:
    return (
        select(_later.c.id, _earlier.c.id, *_columns(table))
        .join(_later, _later.c.pk == table.c.later)
        .join(_earlier, _earlier.c.pk == table.c.earlier)
        .order_by(_later.c.id, _earlier.c.id)
    )


def _run_copies(connection: Connection, asked: Select[Any]) -> Iterator[Copy]:
    for row in connection.execute(asked, execution_options=_STREAMED):
        later, earlier, directed, kind, whole, of_later, of_earlier, passages, reasons = row
        yield Copy(
            later,
            earlier,
            directed,
            kind,
            whole,
            of_later,
            of_earlier,
            tuple(Passage(Span(a, b), Span(c, d)) for a, b, c, d in json.loads(passages)),
            reasons_of(reasons),
        )


def origins(corpus: Corpus, version: str | None = None) -> Iterator[ReportOrigins]:
    """The origins of every newest version with its statements, by its id, or of the version of that id.

    Raises `CorpusError`.
    """
    with reading(corpus) as connection:
        yield from origins_in(connection, None if version is None else [version])


def origins_in(connection: Connection, versions: Collection[str] | None = None) -> Iterator[ReportOrigins]:
    """What `origins` gives, within a transaction: of all, or of the versions of these ids."""
    asked = (
        select(_v.id, _o.statement, *_ORIGIN)
        .join(tables.version, _v.pk == _o.version)
        .order_by(_v.id, _o.statement)
    )
    if versions is not None:
        asked = asked.where(_v.id.in_(versions))
    rows = connection.execute(asked, execution_options=_STREAMED)
    for name, group in groupby(rows, key=lambda row: row[0]):
        held = {
            statement: (Origin(kind, key, called, ref, reasons_of(reasons)), share)
            for _, statement, kind, key, called, ref, share, reasons in group
        }
        whole, share = held.pop("")
        told = sorted(held.items(), key=lambda pair: _number(pair[0]))
        yield ReportOrigins(name, whole, share, tuple((s, origin) for s, (origin, _) in told))


def _number(statement: str) -> tuple[int, str]:
    """The place of a statement in its reading: its id is ``s`` and a number."""
    digits = statement[1:]
    return (int(digits) if digits.isdecimal() else 0), statement
