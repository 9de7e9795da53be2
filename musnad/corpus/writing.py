"""Entries into a corpus: reports, their versions, where they came from, and what was read in them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal, TypeVar

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from musnad.corpus import tables
from musnad.corpus.claiming import drop_ties
from musnad.corpus.entry import Entry, PackedReading, packed
from musnad.corpus.indexing import put_terms, take_terms
from musnad.corpus.store import Corpus, count, reading, writing
from musnad.corpus.tables import shown

Value = TypeVar("Value")

# SQLite takes 32,766 values in one statement.
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an entry: its report and version, by their ids, and whether they are new."""

    report: str
    version: str
    what: Literal["new", "version", "same"]


def now() -> str:
    """The present moment, as an ISO 8601 date-time in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def seen(corpus: Corpus, keys: Collection[str]) -> dict[str, str]:
    """Those of these keys of entries that were added, each with the id of its report."""
    c, v, r = tables.capture.c, tables.version.c, tables.report.c
    joined = tables.capture.join(tables.version, v.pk == c.version).join(tables.report, r.pk == v.report)
    with reading(corpus) as connection:
        found: dict[str, str] = {}
        for some in _chunks(list(keys)):
            rows = connection.execute(select(c.key, r.id).select_from(joined).where(c.key.in_(some)))
            found.update((key, report) for key, report in rows)
        return found


def add(corpus: Corpus, entries: Sequence[Entry], *, at: str | None = None) -> tuple[Outcome, ...]:
    """Add entries in one transaction; an entry of a key that was added before changes nothing.

    `at` is when the run began of which they are part, as `now` gives it: a version that tells no time of its
    capture counts as captured then. Of the versions of a report the newest is the one captured last; of those
    captured at one time the one published last, and of these that of the greatest id, so that within a run
    no order matters. Raises `CorpusError`.
    """
    if not entries:
        return ()
    with writing(corpus) as connection:
        step = _Step(connection, entries, at or now())
        outcomes = tuple(map(step.take, entries))
        step.finish()
    return outcomes


class _Step:
    """One transaction of `add`: what of its entries is there already, and the rows to insert."""

    def __init__(self, connection: Connection, entries: Sequence[Entry], at: str) -> None:
        self._connection = connection
        self._at = at
        self._keys = _present(connection, tables.capture.c.key, [one.key for one in entries])
        self._raws = _present(connection, tables.raw.c.hash, [one.raw_hash for one in entries])
        self._reports = _present(connection, tables.report.c.id, [one.report.id for one in entries])
        self._versions = _present(connection, tables.version.c.id, [one.report.version for one in entries])
        self._next = {
            table.name: (
                connection.execute(select(table.c.pk).order_by(table.c.pk.desc()).limit(1)).scalar() or 0
            )
            for table in (tables.report, tables.version, tables.raw)
        }
        self._rows: dict[Table, list[dict[str, Any]]] = {table: [] for table in _ORDER}
        self._touched: set[int] = set()
        self._terms: dict[int, bytes] = {}

    def take(self, entry: Entry) -> Outcome:
        """Note one entry."""
        identity = (entry.report.id, entry.report.version)
        if entry.key in self._keys:
            return Outcome(*identity, "same")
        self._keys[entry.key] = 0
        if (version := self._versions.get(entry.report.version)) is not None:
            # The same text by other bytes: that it was seen again is kept, the bytes are not.
            self._capture(entry, version, None)
            return Outcome(*identity, "same")
        report = self._reports.get(entry.report.id)
        fresh = report is None
        if report is None:
            report = self._report(entry)
        self._version(entry, report)
        return Outcome(*identity, "new" if fresh else "version")

    def finish(self) -> None:
        """Insert what was noted, and find which versions are the newest now."""
        for table in _ORDER:
            if self._rows[table]:
                self._connection.execute(insert(table), self._rows[table])
        put_terms(self._connection, self._terms)
        if self._touched:
            settle_newest(self._connection, self._touched)
            count(self._connection, "changed", 1)

    def _key(self, table: Table) -> int:
        self._next[table.name] += 1
        return self._next[table.name]

    def _report(self, entry: Entry) -> int:
        report = entry.report
        pk = self._reports[report.id] = self._key(tables.report)
        self._rows[tables.report].append({
            "pk": pk,
            "id": report.id,
            "external_id": shown(report.external_id),
            "url": shown(report.url),
            "publisher": shown(report.publisher),
        })  # fmt: skip
        return pk

    def _version(self, entry: Entry, report: int) -> None:
        told = entry.report
        pk = self._versions[told.version] = self._key(tables.version)
        self._touched.add(report)
        self._rows[tables.version].append({
            "pk": pk,
            "id": told.version,
            "report": report,
            "title": shown(told.title),
            "language": told.language,
            "published": shown(told.published),
            "seen": shown(entry.captured) or self._at,
            "known": entry.known,
            "text": entry.text,
        })  # fmt: skip
        raw = self._raws.get(entry.raw_hash)
        if raw is None:
            raw = self._raws[entry.raw_hash] = self._key(tables.raw)
            self._rows[tables.raw].append({"pk": raw, "hash": entry.raw_hash, "data": entry.raw})
        self._capture(entry, pk, raw)
        self._rows[tables.reading].append(reading_row(pk, entry.reading))
        self._rows[tables.statement].extend(statement_rows(pk, entry.reading))
        self._terms[pk] = entry.reading.terms

    def _capture(self, entry: Entry, version: int, raw: int | None) -> None:
        self._rows[tables.capture].append({
            "key": entry.key,
            "version": version,
            "raw": raw,
            "source": shown(entry.source),
            "final_url": shown(entry.final_url),
            "content_type": shown(entry.content_type),
            "headers": json.dumps(entry.headers),
            "captured": entry.captured,
            "added": self._at,
        })  # fmt: skip


_ORDER: Final = (
    tables.report,
    tables.version,
    tables.raw,
    tables.capture,
    tables.reading,
    tables.statement,
)


def reading_row(version: int, made: PackedReading) -> dict[str, Any]:
    """The row of `reading` for the version of that key."""
    return {
        "version": version,
        "reader": made.reader,
        "engine": made.engine,
        "model": made.model,
        "data": made.data,
        "words": made.words,
        "brief": made.brief,
    }


def statement_rows(version: int, made: PackedReading) -> list[dict[str, Any]]:
    """The rows of `statement` for the version of that key."""
    return [
        {
            "version": version,
            "id": one.id,
            "cue_start": one.cue[0],
            "cue_end": one.cue[1],
            "content": json.dumps(one.content, separators=(",", ":")),
            "cue_class": one.cue_class,
            "speaker": shown(one.speaker),
            "speaker_kind": one.speaker_kind,
            "speaker_ref": one.speaker_ref,
            "speaks_for": shown(one.speaks_for),
            "said_on": one.said_on,
            "confidence": one.confidence,
        }
        for one in made.statements
    ]


def settle_newest(connection: Connection, reports: Iterable[int]) -> None:
    """Have each of these reports (by key) point to its newest version."""
    v = tables.version.c
    for some in _chunks(sorted(reports)):
        rows = connection.execute(select(v.report, v.seen, v.published, v.id, v.pk).where(v.report.in_(some)))
        newest: dict[int, tuple[str, str, str, int]] = {}
        for report, when, published, name, pk in rows:
            newest[report] = max(newest.get(report, ("", "", "", 0)), (when, published or "", name, pk))
        of = update(tables.report).where(tables.report.c.pk == bindparam("b_report"))
        if held := [{"b_report": report, "newest": pk} for report, (*_, pk) in newest.items()]:
            connection.execute(of, held)


def put_readings(corpus: Corpus, made: Mapping[str, PackedReading]) -> int:
    """Replace the readings of versions, by their ids, in one transaction; how many there were to replace.

    A version that was forgotten meanwhile is passed over. Raises `CorpusError`.
    """
    with writing(corpus) as connection:
        held = _present(connection, tables.version.c.id, list(made))
        if not held:
            return 0
        drop_ties(connection, list(held.values()))
        take_terms(connection, list(held.values()))
        for table in (tables.statement, tables.origin, tables.uncorrected, tables.reading):
            connection.execute(delete(table).where(table.c.version.in_(list(held.values()))))
        rows = [reading_row(pk, made[name]) for name, pk in held.items()]
        connection.execute(insert(tables.reading), rows)
        if said := [row for name, pk in held.items() for row in statement_rows(pk, made[name])]:
            connection.execute(insert(tables.statement), said)
        put_terms(connection, {pk: made[name].terms for name, pk in held.items()})
        count(connection, "changed", 1)
        return len(held)


def put_briefs(corpus: Corpus, made: Mapping[str, bytes]) -> None:
    """Store briefs of versions, by their ids, in place of those of another form; some in each transaction.

    What follows from the reports stays as it is. Raises `CorpusError`.
    """
    names = sorted(made)
    for some in _chunks(names):
        with writing(corpus) as connection:
            held = _present(connection, tables.version.c.id, some)
            of = tables.reading.c.version == bindparam("b_version")
            rows = [{"b_version": pk, "brief": packed(made[name])} for name, pk in held.items()]
            if rows:
                connection.execute(update(tables.reading).where(of), rows)


def _present(connection: Connection, column: Any, values: Sequence[str]) -> dict[str, int]:
    """The primary keys of the rows whose `column` is one of `values`, by it."""
    found: dict[str, int] = {}
    for some in _chunks(list(dict.fromkeys(values))):
        rows = connection.execute(select(column, column.table.c.pk).where(column.in_(some)))
        found.update((value, pk) for value, pk in rows)
    return found


def _chunks(values: Sequence[Value]) -> Iterable[Sequence[Value]]:
    return (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))


__all__ = ["Outcome", "add", "now", "put_briefs", "put_readings", "seen", "settle_newest"]
