"""A report removed for good, and the log that says that it was."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, exists, insert, or_, select, update

from musnad.corpus import tables
from musnad.corpus.claiming import drop_ties
from musnad.corpus.errors import CorpusError
from musnad.corpus.indexing import purge, take_terms
from musnad.corpus.pair_odds import drop_pair_odds
from musnad.corpus.store import Corpus, checkpoint, count, reading, writing
from musnad.corpus.tables import shown
from musnad.corpus.writing import now


@dataclass(frozen=True, slots=True)
class Removal:
    """That a report was removed: its id, how many versions it had, who asked, when and why."""

    report: str
    versions: int
    by: str | None
    at: str
    reason: str


def forget(corpus: Corpus, report: str, reason: str, by: str | None = None) -> Removal:
    """Remove the report of that id: its versions, readings, bytes, copies, origins, judgements, what
    was read of its pairs, terms of search.

    Bytes that another version came from stay, and what was read of pairs that another has too. What is
    removed is overwritten in the file (SQLite, PRAGMA secure_delete), and the log of what was written is
    emptied unless others are reading. Raises `CorpusError`.
    """
    v = tables.version.c
    with writing(corpus) as connection:
        pk = connection.execute(select(tables.report.c.pk).where(tables.report.c.id == report)).scalar()
        if pk is None:
            raise CorpusError("unknown", f"{report}: there is no such report in the corpus", name=report)
        held = connection.execute(select(v.pk, v.id).where(v.report == pk)).all()
        keys, names = [one.pk for one in held], [one.id for one in held]
        drop_ties(connection, keys)
        drop_pair_odds(connection, keys)
        take_terms(connection, keys)
        purge(connection)
        held_in = (tables.statement, tables.origin, tables.uncorrected, tables.reading, tables.capture)
        for table in held_in:
            connection.execute(delete(table).where(table.c.version.in_(keys)))
        for table in (tables.copy, tables.overruled):
            connection.execute(delete(table).where(or_(table.c.later.in_(keys), table.c.earlier.in_(keys))))
        judged = tables.judgement.c
        connection.execute(
            delete(tables.judgement).where(
                or_(judged.left_version.in_(names), judged.right_version.in_(names))
            )
        )
        connection.execute(delete(tables.version).where(v.pk.in_(keys)))
        # What a feed lists anew would bring it back.
        connection.execute(
            update(tables.feed_entry)
            .where(tables.feed_entry.c.report == report)
            .values(state="forgotten", report=None, link=None)
        )
        connection.execute(delete(tables.report).where(tables.report.c.pk == pk))
        used = exists().where(tables.capture.c.raw == tables.raw.c.pk)
        connection.execute(delete(tables.raw).where(~used))
        removal = Removal(report, len(held), shown(by), now(), shown(reason) or "")
        connection.execute(
            insert(tables.removal).values(
                report=removal.report,
                versions=removal.versions,
                by=removal.by,
                at=removal.at,
                reason=removal.reason,
            )
        )
        count(connection, "changed", 1)
    checkpoint(corpus)
    return removal


def removals(corpus: Corpus) -> tuple[Removal, ...]:
    """The log of removals, oldest first."""
    c = tables.removal.c
    with reading(corpus) as connection:
        rows = connection.execute(select(c.report, c.versions, c.by, c.at, c.reason).order_by(c.pk))
        return tuple(Removal(*row) for row in rows)
