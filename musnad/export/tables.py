"""A corpus as tables: reports, statements, copies, origins, claims, entities; plain values, in a fixed order.

Ids are those given at ingest where there were any, else those of the corpus. `docs/export.md` explains every
field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from musnad import corpus as store
from musnad.corpus import Corpus
from musnad.corpus.claim_parts import claim_rows
from musnad.model import (
    Attribution,
    Copy,
    Entity,
    Origin,
    Reading,
    Reason,
    Report,
    ReportOrigins,
    Statement,
)

Row = dict[str, Any]
FieldKind = Literal["text", "number", "count", "flag", "texts", "pairs", "spans", "passages"]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its fields in order, each with its kind, and what gives its rows."""

    fields: Mapping[str, FieldKind]
    rows: Callable[[Corpus], Iterator[Row]]


def reasons(found: tuple[Reason, ...], names: Mapping[str, str]) -> list[str]:
    """Reasons as texts, ``code: detail; detail``; versions in them go by the id of their report."""
    return [_reason(one, names) for one in found]


def _reason(reason: Reason, names: Mapping[str, str]) -> str:
    details = [names.get(one, one) for one in reason.details]
    return f"{reason.code}: {'; '.join(details)}" if details else reason.code


def _copies(corpus: Corpus) -> Iterator[Row]:
    for some, names in store.copy_parts(corpus):
        for one in some:
            yield copy_row(one, names)


def copy_row(one: Copy, names: Mapping[str, str]) -> Row:
    """The row of one copy; passages are ``[start, end, start, end]``, first in the later text."""
    return {
        "later": names[one.later],
        "earlier": names[one.earlier],
        "direction": "known" if one.directed else "unknown",
        "kind": one.kind,
        "containment": one.containment,
        "containment_later": one.containment_later,
        "containment_earlier": one.containment_earlier,
        "passages": [[p.later.start, p.later.end, p.earlier.start, p.earlier.end] for p in one.passages],
        "reasons": reasons(one.reasons, names),
    }


def _origins(corpus: Corpus) -> Iterator[Row]:
    for some, names in store.origin_parts(corpus):
        for one in some:
            yield origin_row(one, names)


def origin_row(one: ReportOrigins, names: Mapping[str, str]) -> Row:
    """The row of the origin of one report."""
    return {
        "report": names[one.version],
        "origin": one.whole.name,
        "ref": one.whole.ref,
        "kind": one.whole.kind,
        "share": one.share,
        "reasons": reasons(one.whole.reasons, names),
    }


def _reports(corpus: Corpus) -> Iterator[Row]:
    for part in store.parts(corpus):
        for version in part.versions:
            report = version.report
            yield report_row(report, part.counts[report.id], part.origins.get(report.version))


def report_row(report: Report, versions: int, origin: ReportOrigins | None) -> Row:
    """The row of one report, of which there are so many versions."""
    return {
        "report": report.external_id or report.id,
        "id": report.id,
        "version": report.version,
        "versions": versions,
        "publisher": report.publisher,
        "published": report.published,
        "title": report.title,
        "byline": report.byline,
        "url": report.url,
        "language": report.language,
        "characters": len(report.text),
        "statements": 0 if origin is None else len(origin.statements),
        "origin": None if origin is None else origin.whole.name,
        "origin_ref": None if origin is None else origin.whole.ref,
        "origin_kind": None if origin is None else origin.whole.kind,
    }


def _statements(corpus: Corpus) -> Iterator[Row]:
    for part in store.parts(corpus):
        for version in part.versions:
            found = part.origins.get(version.report.version)
            whence = dict(found.statements) if found else {}
            yield from statement_rows(version.reading(), whence, part.names)


def statement_rows(reading: Reading, whence: Mapping[str, Origin], names: Mapping[str, str]) -> Iterator[Row]:
    """The rows of the statements of a reading, in their order; `whence` has the origin of each."""
    text = reading.report.text
    entities = {one.id: one for one in reading.entities}
    attributions = {one.id: one for one in reading.attributions}
    for statement in reading.statements:
        at = attributions[statement.attribution]
        speaker = entities.get(statement.speaker or "")
        yield {
            "report": reading.report.external_id or reading.report.id,
            "statement": statement.id,
            "speaker": None if speaker is None else speaker.name,
            "speaker_kind": None if speaker is None else speaker.kind,
            "speaker_ref": None if speaker is None else speaker.ref,
            "anonymous": None if speaker is None else speaker.anonymous,
            "speaks_for": _name(entities.get(statement.speaks_for or "")),
            "cue": at.cue.of(text),
            "cue_start": at.cue.start,
            "cue_end": at.cue.end,
            "class": at.cue_class,
            "negated": at.negated,
            "quote": at.quote,
            "content": " […] ".join(span.of(text) for span in at.content),
            "content_spans": [[span.start, span.end] for span in at.content],
            "via": _via(statement, at, entities, text),
            "chain": _chain(statement, entities),
            "said_on": statement.said_on,
            "confidence": at.confidence,
            **origin_cells(whence.get(statement.id), names),
        }


def origin_cells(origin: Origin | None, names: Mapping[str, str]) -> Row:
    """What the row of a statement says of its origin."""
    return {
        "origin": None if origin is None else origin.name,
        "origin_ref": None if origin is None else origin.ref,
        "origin_kind": None if origin is None else origin.kind,
        "origin_reasons": [] if origin is None else reasons(origin.reasons, names),
    }


def _name(entity: Entity | None) -> str | None:
    return None if entity is None else entity.name


def _via(statement: Statement, at: Attribution, entities: Mapping[str, Entity], text: str) -> list[str]:
    """The relayers printed for a statement, outermost first, by name."""
    names = {link.span: entities[link.entity].name for link in statement.chain if link.kind == "relayer"}
    return [names.get(span) or span.of(text) for span in at.via]


def _chain(statement: Statement, entities: Mapping[str, Entity]) -> list[str]:
    """The links of a chain, outermost first, as ``kind: name``."""
    return [f"{link.kind}: {entities[link.entity].name}" for link in statement.chain]


def _entities(corpus: Corpus) -> Iterator[Row]:
    from musnad.export import entities
    from musnad.judged import verdicts
    from musnad.profiles import Profile, profile

    everybody = list[Profile]()
    told: dict[str, tuple[str, str]] = {}
    for version in store.stored(corpus):
        name = version.report.external_id or version.report.id
        told[version.report.version] = (name, name)
        everybody.append(profile(version.reading()))
    for row in entities.rows(everybody, told, verdicts(store.judgements(corpus)).entities):
        yield {
            "id": row["id"],
            "kind": row["kind"],
            "name": row["name"],
            "ref": row["ref"],
            "roles": row["roles"],
            "names": row["names"],
            "reports": [member["report"] for member in row["reports"]],
            "mentions": sum(member["mentions"] for member in row["reports"]),
            "doubts": [f"{doubt['id']}: {doubt['score']:.2f}" for doubt in row["doubts"]],
        }


def _claims(corpus: Corpus) -> Iterator[Row]:
    for one in claim_rows(corpus):
        yield {
            "claim": one.sums.id,
            "speaker": one.speaker,
            "ref": one.speaker_ref,
            "first": one.sums.first,
            "reports": list(one.reports),
            "statements": [list(pair) for pair in one.statements],
            "carriers": list(one.carriers),
            "named": [origin.name or origin.key for origin in one.named],
            "unknown": one.sums.unknown,
            "unnamed": one.sums.unnamed,
            "low": one.sums.low,
            "high": one.sums.high,
            "earliest": list(one.earliest),
            "corroborated": list(one.corroborated),
            "disputed": list(one.disputed),
        }


TABLES: Final[dict[str, Table]] = {
    "copies": Table(
        {
            "later": "text",
            "earlier": "text",
            "direction": "text",
            "kind": "text",
            "containment": "number",
            "containment_later": "number",
            "containment_earlier": "number",
            "passages": "passages",
            "reasons": "texts",
        },
        _copies,
    ),
    "origins": Table(
        {
            "report": "text",
            "origin": "text",
            "ref": "text",
            "kind": "text",
            "share": "number",
            "reasons": "texts",
        },
        _origins,
    ),
    "statements": Table(
        {
            "report": "text",
            "statement": "text",
            "speaker": "text",
            "speaker_kind": "text",
            "speaker_ref": "text",
            "anonymous": "flag",
            "speaks_for": "text",
            "cue": "text",
            "cue_start": "count",
            "cue_end": "count",
            "class": "text",
            "negated": "flag",
            "quote": "text",
            "content": "text",
            "content_spans": "spans",
            "via": "texts",
            "chain": "texts",
            "said_on": "text",
            "confidence": "number",
            "origin": "text",
            "origin_ref": "text",
            "origin_kind": "text",
            "origin_reasons": "texts",
        },
        _statements,
    ),
    "claims": Table(
        {
            "claim": "text",
            "speaker": "text",
            "ref": "text",
            "first": "text",
            "reports": "texts",
            "statements": "pairs",
            "carriers": "texts",
            "named": "texts",
            "unknown": "count",
            "unnamed": "count",
            "low": "count",
            "high": "count",
            "earliest": "texts",
            "corroborated": "texts",
            "disputed": "texts",
        },
        _claims,
    ),
    "reports": Table(
        {
            "report": "text",
            "id": "text",
            "version": "text",
            "versions": "count",
            "publisher": "text",
            "published": "text",
            "title": "text",
            "byline": "text",
            "url": "text",
            "language": "text",
            "characters": "count",
            "statements": "count",
            "origin": "text",
            "origin_ref": "text",
            "origin_kind": "text",
        },
        _reports,
    ),
    "entities": Table(
        {
            "id": "text",
            "kind": "text",
            "name": "text",
            "ref": "text",
            "roles": "texts",
            "names": "texts",
            "reports": "texts",
            "mentions": "count",
            "doubts": "texts",
        },
        _entities,
    ),
}
