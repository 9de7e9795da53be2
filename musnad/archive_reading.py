"""Records read to rows: one pure function, the same for a process here and for a worker of a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from musnad import briefs
from musnad.archive_record import Record
from musnad.archive_tables import arrow, day_of, schema, staged_schema, versions_schema
from musnad.corpus.entry import told
from musnad.export.tables import Row, statement_rows
from musnad.model import Reading, Report
from musnad.reader import ReadOptions, read
from musnad.shingles import hashes, words
from musnad.text import ReadError, read_bytes, read_text


@dataclass(frozen=True, slots=True)
class Part:
    """What some records gave, as Arrow tables (`pyarrow.Table`).

    `records` accounts for each of them; `versions` has a row for each that was read, `statements` and
    `entities` the rows of these, with the place of that row and their place in it.
    """

    records: Any
    versions: Any
    statements: Any
    entities: Any


def read_part(some: Iterable[Record], options: ReadOptions) -> Part:
    """Read records, each of them accounted for; a pure function that no record makes raise.

    Two records of one version give two rows of it.
    """
    found: dict[str, list[Row]] = {"records": [], "versions": [], "statements": [], "entities": []}
    for record in some:
        made = _read(record, options)
        if isinstance(made, Reading):
            at = len(found["versions"])
            found["records"].append(_account(record, made.report))
            found["versions"].append(_version(record, made))
            found["statements"].extend(_staged(statement_rows(made, {}, {}), at))
            found["entities"].extend(_staged(entity_rows(made), at))
        else:
            found["records"].append(_account(made))
    return Part(
        arrow(found["records"], schema("records")),
        arrow(found["versions"], versions_schema()),
        arrow(found["statements"], staged_schema("statements")),
        arrow(found["entities"], staged_schema("entities")),
    )


def entity_rows(reading: Reading) -> Iterator[Row]:
    """The rows of whomever and whatever a report names, in the order of the reading."""
    places: dict[str, list[list[int]]] = {}
    for mention in reading.mentions:
        places.setdefault(mention.entity, []).append([mention.span.start, mention.span.end])
    for entity in reading.entities:
        yield {
            "report": reading.report.external_id or reading.report.id,
            "entity": entity.id,
            "kind": entity.kind,
            "name": entity.name,
            "ref": entity.ref,
            "role": entity.role,
            "aliases": list(entity.aliases),
            "anonymous": entity.anonymous,
            "mentions": places.get(entity.id, []),
        }


def _read(record: Record, options: ReadOptions) -> Reading | Record:
    """The reading of a record, or what is said of it instead."""
    if record.status != "read":
        return record
    try:
        if record.text is not None:
            report = read_text(record.text, record.known)
        else:
            report = read_bytes(record.data, record.known)
        return read(report, options)
    except ReadError as error:
        kind = error.parameters.get("kind")
        detail = f"{kind}: {error}" if kind else str(error)
        return replace(record, status="skipped", code=error.code, detail=detail)
    except Exception as error:  # the other records are still to be read
        detail = f"{type(error).__name__}: {error}"
        return replace(record, status="quarantined", code="fault", detail=detail)


def _account(record: Record, report: Report | None = None) -> Row:
    return {
        "source": record.source,
        "number": record.number,
        "offset": record.offset,
        "length": record.length,
        "inner": record.inner,
        "address": record.address,
        "status": record.status,
        "code": record.code,
        "detail": record.detail,
        "report": None if report is None else report.external_id or report.id,
        "version": None if report is None else report.version,
    }


def _version(record: Record, reading: Reading) -> Row:
    report = reading.report
    return {
        "version": report.version,
        "id": report.id,
        "name": report.external_id or report.id,
        "day": day_of(report.published),
        "seen": report.captured,
        "published": report.published,
        "source": record.source,
        "number": record.number,
        "statements": len(reading.statements),
        "characters": len(report.text),
        "known": told(replace(report, text="")),
        "text": report.text.encode("utf-8", "surrogatepass"),
        "words": hashes(words(report.text)).astype("<u8").tobytes(),
        "brief": briefs.packed(briefs.brief(reading)),
    }


def _staged(rows: Iterable[Row], record: int) -> Iterator[Row]:
    for place, row in enumerate(rows):
        yield {**row, "record": record, "place": place}
