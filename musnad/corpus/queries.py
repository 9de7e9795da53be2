"""What a corpus holds, asked for: reports, versions, readings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, func, not_, select

from musnad.corpus import tables
from musnad.corpus.entry import unpacked, unpacked_reading, unpacked_report, unpacked_text, unpacked_words
from musnad.corpus.errors import CorpusError
from musnad.corpus.store import Corpus, reading
from musnad.model import ReaderInfo, Reading, Report
from musnad.shingles import Hashes

# Ids are found by their beginnings from this length on.
_SHORTEST: Final = 6
_AT_ONCE: Final = 256


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version of a report as it is kept; `seen` is when it was captured, or else added.

    `reader` is who made the reading that `reading` unpacks.
    """

    report: Report
    seen: str
    reader: ReaderInfo
    packed: bytes
    words: Hashes
    packed_brief: bytes

    def reading(self) -> Reading:
        """The reading of this version."""
        return unpacked_reading(self.report, self.packed)

    def brief(self) -> bytes:
        """`Entry.brief` of the reading."""
        return unpacked(self.packed_brief)


@dataclass(frozen=True, slots=True)
class Captured:
    """Where a version came from: the source as asked for, and what the server said of it."""

    source: str
    final_url: str | None
    content_type: str | None
    captured: str | None
    added: str
    raw_hash: str | None


@dataclass(frozen=True, slots=True)
class Size:
    """How many reports, versions and statements a corpus holds, and its first and last day of publication."""

    reports: int
    versions: int
    statements: int
    first: str | None
    last: str | None


_v, _r, _g = tables.version.c, tables.report.c, tables.reading.c


def _versions() -> Select[Any]:
    return (
        select(_v.known, _v.text, _v.seen, _g.reader, _g.engine, _g.model, _g.data, _g.words, _g.brief)
        .join(tables.reading, _g.version == _v.pk)
        .join(tables.report, _r.pk == _v.report)
    )


def _stored(row: Sequence[Any]) -> StoredVersion:
    known, text, seen, reader, engine, model, data, words, brief = row
    report = unpacked_report(known, unpacked_text(text))
    return StoredVersion(report, seen, ReaderInfo(reader, engine, model), data, unpacked_words(words), brief)


def stored(corpus: Corpus, reports: Collection[str] | None = None) -> Iterator[StoredVersion]:
    """The newest version of every report, or of those with these ids, in the order of their ids.

    One state of the corpus, read in small parts. Raises `CorpusError`.
    """
    asked = _versions().where(_r.newest == _v.pk).order_by(_v.id)
    if reports is not None:
        asked = asked.where(_r.id.in_(reports))
    with reading(corpus) as connection:
        for part in _parts(connection, asked, _AT_ONCE):
            yield from part


def stored_in(connection: Connection, at_once: int) -> Iterator[tuple[StoredVersion, ...]]:
    """What `stored` gives of the whole corpus, so many at once."""
    return _parts(connection, _versions().where(_r.newest == _v.pk).order_by(_v.id), at_once)


def _parts(connection: Connection, asked: Select[Any], at_once: int) -> Iterator[tuple[StoredVersion, ...]]:
    # The options of a connection would hold for what is asked beside this, too.
    rows = connection.execute(asked, execution_options={"yield_per": at_once})
    for part in rows.partitions():
        yield tuple(map(_stored, part))


def versions(corpus: Corpus, report: str) -> tuple[StoredVersion, ...]:
    """All versions of the report of that id, oldest first. Raises `CorpusError`."""
    asked = _versions().where(_r.id == report).order_by(_v.seen, func.coalesce(_v.published, ""), _v.id)
    with reading(corpus) as connection:
        return tuple(map(_stored, connection.execute(asked)))


def stored_keys(connection: Connection, keys: Sequence[int]) -> tuple[tuple[int, StoredVersion], ...]:
    """The versions with these keys of rows, in the order of the keys."""
    asked = _versions().add_columns(_v.pk).where(_v.pk.in_(keys)).order_by(_v.pk)
    return tuple((row[-1], _stored(row[:-1])) for row in connection.execute(asked))


def version(corpus: Corpus, name: str) -> StoredVersion:
    """The version of that id. Raises `CorpusError` (``unknown``)."""
    with reading(corpus) as connection:
        row = connection.execute(_versions().where(_v.id == name)).one_or_none()
    if row is None:
        raise CorpusError("unknown", f"{name}: there is no such version in the corpus", name=name)
    return _stored(row)


def version_of(corpus: Corpus, name: str) -> StoredVersion:
    """The version that a name stands for: that of the id or of its beginning, else the newest of the report
    that `resolve` gives. Raises `CorpusError` (``unknown``, ``ambiguous``).
    """
    report = resolve(corpus, name)
    if len(name) >= _SHORTEST and not report.startswith(name):
        asked = _versions().where(_r.id == report, _between(_v.id, name)).order_by(_v.id).limit(1)
        with reading(corpus) as connection:
            row = connection.execute(asked).first()
        if row is not None:
            return _stored(row)
    return _newest(corpus, report, name)


def newest(corpus: Corpus, name: str) -> StoredVersion:
    """The newest version of the report that goes by a name. Raises `CorpusError`."""
    return _newest(corpus, resolve(corpus, name), name)


def _newest(corpus: Corpus, report: str, name: str) -> StoredVersion:
    """The newest version of the report of that id, which may be gone since its name was resolved."""
    found = next(iter(stored(corpus, [report])), None)
    if found is None:
        raise CorpusError("unknown", f"{name}: there is no such report in the corpus", name=name)
    return found


def to_reread(
    corpus: Corpus, reader: ReaderInfo, after: str = "", limit: int = 64
) -> tuple[StoredVersion, ...]:
    """The next versions, by id behind `after`, that another reader than this one read, old ones too."""
    same = (
        _g.reader == reader.version,
        _g.engine == reader.engine,
        _g.model.is_not_distinct_from(reader.model),
    )
    other: ColumnElement[bool] = not_(same[0] & same[1] & same[2])
    with reading(corpus) as connection:
        asked = _versions().where(other, _v.id > after).order_by(_v.id).limit(limit)
        return tuple(map(_stored, connection.execute(asked)))


def captures(corpus: Corpus, name: str) -> tuple[Captured, ...]:
    """Where the version of that id came from, in the order of adding."""
    c, w = tables.capture.c, tables.raw.c
    asked = (
        select(c.source, c.final_url, c.content_type, c.captured, c.added, w.hash)
        .join(tables.version, _v.pk == c.version)
        .outerjoin(tables.raw, w.pk == c.raw)
        .where(_v.id == name)
        .order_by(c.added, c.key)
    )
    with reading(corpus) as connection:
        return tuple(Captured(*row) for row in connection.execute(asked))


def raw_bytes(corpus: Corpus, raw_hash: str) -> bytes:
    """The bytes of that SHA-256. Raises `CorpusError` (``unknown``)."""
    with reading(corpus) as connection:
        data = connection.execute(select(tables.raw.c.data).where(tables.raw.c.hash == raw_hash)).scalar()
    if data is None:
        raise CorpusError("unknown", f"{raw_hash}: there are no such bytes in the corpus", name=raw_hash)
    return unpacked(data)


def resolve(corpus: Corpus, name: str) -> str:
    """The id of the report that a name stands for.

    A name is an id given at ingest, an address, the id of a report or version, or the beginning of one from
    six digits on. Raises `CorpusError` (``unknown``, ``ambiguous``).
    """
    # One question an index: of several at once SQLite looks at every report (13 ms of 8,176).
    exact = [select(_r.id).where(column == name) for column in (_r.external_id, _r.url, _r.id)]
    by_version = select(_r.id).join(tables.version, _v.report == _r.pk)
    begun = [select(_r.id).where(_between(_r.id, name)), by_version.where(_between(_v.id, name))]
    with reading(corpus) as connection:
        found = _some(connection, exact)
        if not found and len(name) >= _SHORTEST and not set(name) - set("0123456789abcdef"):
            found = _some(connection, begun)
    if not found:
        raise CorpusError("unknown", f"{name}: there is no such report in the corpus", name=name)
    if len(found) > 1:
        several = ", ".join(one[:12] for one in found)
        raise CorpusError("ambiguous", f"{name}: may be any of {several}", name=name, found=several)
    return str(found[0])


def _some(connection: Connection, asked: Sequence[Select[Any]]) -> list[str]:
    """The first four ids that any of several questions gives."""
    found = {str(one) for query in asked for one in connection.execute(query.distinct().limit(4)).scalars()}
    return sorted(found)[:4]


def _between(column: Any, prefix: str) -> ColumnElement[bool]:
    """Whether an id begins so; a range, which an index serves."""
    return and_(column >= prefix, column < prefix + "g")


def size(corpus: Corpus) -> Size:
    """How large the corpus is."""
    with reading(corpus) as connection:
        counts = [
            int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in (tables.report, tables.version, tables.statement)
        ]
        first, last = connection.execute(select(func.min(_v.published), func.max(_v.published))).one()
    return Size(counts[0], counts[1], counts[2], first, last)


def names(corpus: Corpus) -> dict[str, str]:
    """What each version's report goes by: the id given at ingest where there was one, else its own."""
    asked = select(_v.id, _r.external_id, _r.id).join(tables.report, _r.pk == _v.report)
    with reading(corpus) as connection:
        return {name: given or own for name, given, own in connection.execute(asked)}
