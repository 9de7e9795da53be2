"""Readings as judgements correct them: they stand in place of those that the reader made, which are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, insert, select, update

from musnad.corpus import tables
from musnad.corpus.entry import PackedReading
from musnad.corpus.indexing import put_terms, take_terms
from musnad.corpus.queries import StoredVersion, version
from musnad.corpus.store import Corpus, count, reading, writing
from musnad.corpus.writing import statement_rows


@dataclass(frozen=True, slots=True)
class Remade:
    """A reading corrected, or restored where `mark` is None: `base` is the reading that the reader made, as
    it is kept, `mark` tells what was corrected.
    """

    base: bytes
    mark: str | None
    reading: PackedReading


@dataclass(frozen=True, slots=True)
class Heeded:
    """What judgements change in the readings of versions, by their ids, and which ones it was found for.

    `of` is what `heard` gave before the judgements were read.
    """

    of: int
    readings: Mapping[str, Remade]


def heard(corpus: Corpus) -> int:
    """How often judgements of the corpus have changed: what readings are corrected for."""
    with reading(corpus) as connection:
        return count(connection, "judged")


def corrected(corpus: Corpus) -> dict[str, str]:
    """The versions whose readings are corrected, by their ids, with the mark that tells how."""
    u, v = tables.uncorrected.c, tables.version.c
    with reading(corpus) as connection:
        return dict(
            connection.execute(select(v.id, u.mark).join(tables.uncorrected, u.version == v.pk)).all()
        )


def uncorrected(corpus: Corpus, name: str) -> StoredVersion:
    """The version of that id with the reading that the reader made, whatever was judged since.

    Raises `CorpusError` (``unknown``).
    """
    u, v = tables.uncorrected.c, tables.version.c
    held = version(corpus, name)
    with reading(corpus) as connection:
        asked = select(u.data, u.brief).join(tables.version, v.pk == u.version).where(v.id == name)
        row = connection.execute(asked).one_or_none()
    return held if row is None else replace(held, packed=row.data, packed_brief=row.brief)


def put_remade(corpus: Corpus, readings: Mapping[str, Remade]) -> None:
    """Have these readings of versions, by their ids, stand in place of others; one whose version was read
    again meanwhile is left. Raises `CorpusError`.
    """
    v = tables.version.c
    with writing(corpus) as connection:
        for name, made in readings.items():
            pk = connection.execute(select(v.pk).where(v.id == name)).scalar()
            if pk is not None:
                _put(connection, pk, made)


def put_corrected(connection: Connection, keys: Mapping[str, int], heeded: Heeded) -> None:
    """Have readings stand in place of others, likewise, and note for which judgements.

    `keys` has the key of each version by its id.
    """
    for name, made in heeded.readings.items():
        if (pk := keys.get(name)) is not None:
            _put(connection, pk, made)
    counter = tables.counter.c
    connection.execute(update(tables.counter).where(counter.name == "heeded").values(value=heeded.of))


def _put(connection: Connection, pk: int, made: Remade) -> None:
    u, g = tables.uncorrected, tables.reading
    kept = connection.execute(select(u.c.data).where(u.c.version == pk)).scalar()
    present = connection.execute(select(g.c.data, g.c.brief).where(g.c.version == pk)).one()
    if made.base != (present.data if kept is None else kept):
        return
    if made.mark is None:
        connection.execute(delete(u).where(u.c.version == pk))
    elif kept is not None:
        connection.execute(update(u).where(u.c.version == pk).values(mark=made.mark))
    else:
        values = {"version": pk, "mark": made.mark, "data": present.data, "brief": present.brief}
        connection.execute(insert(u).values(**values))
    new = {"data": made.reading.data, "brief": made.reading.brief}
    connection.execute(update(g).where(g.c.version == pk).values(**new))
    connection.execute(delete(tables.statement).where(tables.statement.c.version == pk))
    if rows := statement_rows(pk, made.reading):
        connection.execute(insert(tables.statement), rows)
    take_terms(connection, [pk])
    put_terms(connection, {pk: made.reading.terms})
