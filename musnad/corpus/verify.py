"""A whole corpus checked: the file, its references, every hash and id, every offset."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, exists, func, select

from musnad.corpus import indexing, tables
from musnad.corpus.entry import unpacked, unpacked_reading, unpacked_report, unpacked_text, unpacked_words
from musnad.corpus.errors import CorpusError
from musnad.corpus.pair_odds import is_odds
from musnad.corpus.store import Corpus, reading
from musnad.model import Reading, Report, Span, claim_id, numbered, report_id, version_id
from musnad.shingles import hashes, words

# What damaged blobs raise when they are unpacked: zstd has errors of its own under Exception.
_BROKEN: Final = (ValueError, EOFError, zlib.error, msgspec.MsgspecError)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong: a stable `code`, where it is (an id, a hash, a table), and what was found.

    Codes: ``page``, ``reference``, ``raw``, ``text``, ``report-id``, ``version-id``, ``newest``, ``reading``,
    ``offsets``, ``words``, ``statements``, ``copy``, ``origin``, ``claim``, ``pair``, ``search``,
    ``counter``.
    """

    code: str
    where: str
    what: str


def verify(corpus: Corpus) -> Iterator[Fault]:
    """Everything that is wrong in a corpus, nothing where all is well; reads it all.

    Raises `CorpusError` where the file is so damaged that it cannot be read on.
    """
    with reading(corpus) as connection:
        faults = list(_file(connection))
        yield from faults
        if any(fault.code == "page" for fault in faults):
            return
        yield from _raw(connection)
        lengths: dict[int, int] = {}
        yield from _versions(connection, lengths)
        yield from _newest(connection)
        yield from _copies(connection, lengths)
        yield from _origins(connection)
        yield from _claims(connection)
        yield from _uncorrected(connection)
        yield from _pairs(connection)
        yield from _search(connection)
        names = set(connection.execute(select(tables.counter.c.name)).scalars())
        if names != {"changed", "derived", "judged", "heeded"}:
            yield Fault("counter", "counter", ", ".join(sorted(names)))


def _file(connection: Connection) -> Iterator[Fault]:
    try:
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if line != "ok":
                yield Fault("page", "file", str(line))
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield Fault("reference", str(row[0]), f"row {row[1]} refers to nothing in {row[2]}")
    except CorpusError as error:
        yield Fault("page", "file", str(error))


def _raw(connection: Connection) -> Iterator[Fault]:
    for name, data in _rows(connection, select(tables.raw.c.hash, tables.raw.c.data)):
        try:
            found = hashlib.sha256(unpacked(data)).hexdigest()
        except Exception as error:  # whatever a damaged blob raises
            found = str(error)
        if found != name:
            yield Fault("raw", name, found)


def _versions(connection: Connection, lengths: dict[int, int]) -> Iterator[Fault]:
    v, r, g = tables.version.c, tables.report.c, tables.reading.c
    asked = (
        select(v.pk, v.id, r.id, v.known, v.text, g.data, g.words)
        .join(tables.report, r.pk == v.report)
        .outerjoin(tables.reading, g.version == v.pk)
        .order_by(v.pk)
    )
    of = tables.statement.c.version
    counted: dict[int, int] = dict(connection.execute(select(of, func.count()).group_by(of)).all())
    for pk, name, report_name, known, packed, data, hashed in _rows(connection, asked):
        try:
            report = unpacked_report(known, unpacked_text(packed))
        except Exception as error:  # likewise
            yield Fault("text", name, str(error))
            continue
        lengths[pk] = len(report.text)
        yield from _identity(report, name, report_name)
        if data is None:
            yield Fault("reading", name, "none")
            continue
        try:
            made = unpacked_reading(report, data)
        except Exception as error:  # likewise
            yield Fault("reading", name, str(error))
            continue
        for span in _spans(made):
            if not 0 <= span.start <= span.end <= len(report.text):
                yield Fault("offsets", name, f"{span.start}-{span.end} of {len(report.text)}")
                break
        if unpacked_words(hashed).tolist() != hashes(words(report.text)).tolist():
            yield Fault("words", name, "differ from those of the text")
        if counted.get(pk, 0) != len(made.statements):
            yield Fault("statements", name, f"{counted.get(pk, 0)} rows for {len(made.statements)}")


def _identity(report: Report, name: str, report_name: str) -> Iterator[Fault]:
    day = report.published[:10] if report.published else None
    made = report_id(report.publisher, report.external_id or report.url, report.title, day, report.text)
    if report.id != report_name or made != report_name:
        yield Fault("report-id", report_name, made)
    if version_id(report_name, report.text) != name:
        yield Fault("version-id", name, version_id(report_name, report.text))


def _spans(made: Reading) -> Iterator[Span]:
    for mention in (*made.credits, *made.mentions):
        yield mention.span
    for at in made.attributions:
        yield at.cue
        yield from at.content
        yield from (span for span in (at.source, at.addressee, at.medium, *at.via) if span is not None)
    for time in made.times:
        yield time.span
    for place in made.places:
        yield place.span


def _newest(connection: Connection) -> Iterator[Fault]:
    v, r = tables.version.c, tables.report.c
    asked = select(r.id, v.report, r.pk).outerjoin(tables.version, v.pk == r.newest)
    for name, of, pk in _rows(connection, asked):
        if of != pk:
            yield Fault("newest", name, "points to no version of its own")


def _copies(connection: Connection, lengths: dict[int, int]) -> Iterator[Fault]:
    c = tables.copy.c
    for later, earlier, passages in _rows(connection, select(c.later, c.earlier, c.passages)):
        ends = (lengths.get(later, 0), lengths.get(earlier, 0))
        for a, b, start, end in json.loads(passages):
            if not (0 <= a <= b <= ends[0] and 0 <= start <= end <= ends[1]):
                yield Fault("copy", f"{later} {earlier}", f"{a}-{b} {start}-{end} of {ends}")
                break


def _origins(connection: Connection) -> Iterator[Fault]:
    o, s = tables.origin.c, tables.statement.c
    of = (s.version == o.version) & (s.id == o.statement)
    asked = (
        select(o.version, o.statement)
        .outerjoin(tables.statement, of)
        .where(o.statement != "", s.id.is_(None))
    )
    for version, statement in _rows(connection, asked):
        yield Fault("origin", f"{version} {statement}", "is of no statement")


def _claims(connection: Connection) -> Iterator[Fault]:
    """Ties and members of no statement, and claims that are not called after their earliest one."""
    t, m, c = tables.tie.c, tables.member.c, tables.claim.c
    s, v = tables.statement.c, tables.version.c
    for table, version, name in (
        (tables.tie, t.left, t.left_statement),
        (tables.tie, t.right, t.right_statement),
        (tables.member, m.version, m.statement),
    ):
        of = (s.version == version) & (s.id == name)
        asked = select(version, name).select_from(table).outerjoin(tables.statement, of).where(s.id.is_(None))
        for pk, statement in _rows(connection, asked):
            yield Fault("claim", f"{pk} {statement}", f"a row of {table.name} is of no statement")
    contents = defaultdict[str, list[tuple[str, tuple[Span, ...]]]](list)
    for version, name, content in _rows(
        connection, select(v.id, s.id, s.content).join(tables.version, v.pk == s.version)
    ):
        contents[version].append((name, tuple(Span(*span) for span in json.loads(content))))
    first = (m.claim == c.pk) & (m.place == 0)
    of = (s.version == m.version) & (s.id == m.statement)
    named = (
        select(c.id, v.id, s.id, s.content)
        .outerjoin(tables.member, first)
        .outerjoin(tables.version, v.pk == m.version)
        .outerjoin(tables.statement, of)
    )
    for name, version, statement, content in _rows(connection, named):
        spans = tuple(Span(*span) for span in json.loads(content or "[]"))
        nth = numbered(contents[version]).get(statement, 0)
        if version is None or claim_id(version, spans, nth) != name:
            yield Fault("claim", name, "is not called after its earliest statement")


def _uncorrected(connection: Connection) -> Iterator[Fault]:
    """Readings that an undone judgement would bring back."""
    v, u = tables.version.c, tables.uncorrected.c
    asked = select(v.id, v.known, v.text, u.data).join(tables.uncorrected, u.version == v.pk)
    for name, known, packed, data in _rows(connection, asked):
        try:
            unpacked_reading(unpacked_report(known, unpacked_text(packed)), data)
        except Exception as error:  # whatever a damaged blob raises
            yield Fault("reading", name, str(error))


def _pairs(connection: Connection) -> Iterator[Fault]:
    """Odds that are none, and those of pairs that no version has left."""
    e, u = tables.pair_odds.c, tables.pair_odds_of.c
    asked = select(e.key, e.data, exists().where(u.pair == e.pk))
    for key, data, used in _rows(connection, asked):
        if not is_odds(data):
            yield Fault("pair", key.hex(), "is no odds of a pair")
        if not used:
            yield Fault("pair", key.hex(), "is of no version")


def _search(connection: Connection) -> Iterator[Fault]:
    try:
        for name, what in indexing.faults(connection):
            yield Fault("search", name, what)
    except Exception as error:  # whatever a damaged blob raises
        yield Fault("search", "term", str(error))


def _rows(connection: Connection, asked: Any) -> Iterator[Any]:
    yield from connection.execution_options(yield_per=256).execute(asked)
