"""Reading -> record: the plain, serialisable form of a reading (schema ``musnad/report/1``).

`docs/record.md` explains every field; `musnad/schema/report-1.schema.json` validates it. Offsets are
Unicode code points into the record's own ``text``, half open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal, TypedDict

from musnad.model import (
    Attribution,
    CueClass,
    Engine,
    Entity,
    EntityKind,
    Link,
    LinkKind,
    Located,
    Mention,
    PublishedFrom,
    Quote,
    Reading,
    Span,
    Statement,
    TimeKind,
)

SCHEMA: Literal["musnad/report/1"] = "musnad/report/1"


class ReaderPart(TypedDict):
    """Which reader made the record."""

    version: str
    engine: Engine
    model: str | None


class SpanPart(TypedDict):
    """A stretch of ``text`` with the characters that it covers."""

    start: int
    end: int
    text: str


class NamedSpanPart(SpanPart):
    """A stretch that names an entity of the record, or null where it could not be told which."""

    entity: str | None


CuePart = TypedDict(
    "CuePart", {"start": int, "end": int, "text": str, "lemma": str, "class": CueClass}
)  # functional form: "class" is a keyword


class SpeakerPart(TypedDict):
    """Who speaks; ``speaks_for`` is the id of the entity spoken for."""

    entity: str
    name: str
    aliases: list[str]
    anonymous: bool
    speaks_for: str | None


class LinkPart(TypedDict):
    """One link of a chain, outermost first; without offsets where no stretch of the text names it."""

    kind: LinkKind
    entity: str
    start: int | None
    end: int | None
    rule: str
    score: float
    inherited: bool


class AttributionPart(TypedDict):
    """An attribution joined with its statement."""

    id: str
    source: SpanPart | None
    cue: CuePart
    content: list[SpanPart]
    quote: Quote
    negated: bool
    addressee: SpanPart | None
    medium: SpanPart | None
    via: list[NamedSpanPart]
    speaker: SpeakerPart | None
    chain: list[LinkPart]
    inside: str | None
    continues: str | None
    said_on: str | None
    confidence: float
    rule: str


class EntityPart(TypedDict):
    """Somebody or something named, with the places that name it as ``[start, end]``."""

    id: str
    name: str
    kind: EntityKind
    role: str | None
    aliases: list[str]
    ref: str | None
    mentions: list[list[int]]


class TimePart(SpanPart):
    """An expression of time; ``value`` is EDTF or an ISO 8601 duration, or null where it stays open."""

    value: str | None
    kind: TimeKind


class PlacePart(SpanPart):
    """A name of a place: where it is, or the references of the places that it may be."""

    entity: str | None
    ref: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    inherited: bool
    candidates: list[str]
    reasons: list[str]


class Record(TypedDict):
    """The whole record of one report."""

    schema: Literal["musnad/report/1"]
    id: str
    version: str
    reader: ReaderPart
    text: str
    title: str | None
    language: str | None
    publisher: str | None
    published: str | None
    published_from: PublishedFrom | None
    byline: str | None
    url: str | None
    captured: str | None
    credits: list[NamedSpanPart]
    attributions: list[AttributionPart]
    entities: list[EntityPart]
    times: list[TimePart]
    places: list[PlacePart]


def record(reading: Reading) -> Record:
    """The record of `reading`: only dicts, lists, strings, numbers, booleans and None."""
    report = reading.report
    spans = _Spans(report.text, reading.mentions)
    entities = {entity.id: entity for entity in reading.entities}
    statements = {statement.attribution: statement for statement in reading.statements}
    return {
        "schema": SCHEMA,
        "id": report.id,
        "version": report.version,
        "reader": {
            "version": reading.reader.version,
            "engine": reading.reader.engine,
            "model": reading.reader.model,
        },
        "text": report.text,
        "title": report.title,
        "language": report.language,
        "publisher": report.publisher,
        "published": report.published,
        "published_from": report.published_from,
        "byline": report.byline,
        "url": report.url,
        "captured": report.captured,
        "credits": [spans.named(mention.span, mention.entity) for mention in reading.credits],
        "attributions": [
            _attribution(found, statements.get(found.id), entities, spans) for found in reading.attributions
        ],
        "entities": [_entity(entity, spans.mentions[entity.id]) for entity in reading.entities],
        "times": [
            {**spans.plain(found.span), "value": found.value, "kind": found.kind} for found in reading.times
        ],
        "places": [_place(found, spans) for found in reading.places],
    }


class _Spans:
    """The text with an index of what is named where."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text = text
        self.at = {mention.span: mention.entity for mention in mentions}
        self.mentions: defaultdict[str, list[Span]] = defaultdict(list)
        for mention in mentions:
            self.mentions[mention.entity].append(mention.span)

    def plain(self, span: Span) -> SpanPart:
        return {"start": span.start, "end": span.end, "text": span.of(self.text)}

    def optional(self, span: Span | None) -> SpanPart | None:
        return None if span is None else self.plain(span)

    def named(self, span: Span, entity: str | None) -> NamedSpanPart:
        return {"start": span.start, "end": span.end, "text": span.of(self.text), "entity": entity}


def _attribution(
    found: Attribution, statement: Statement | None, entities: dict[str, Entity], spans: _Spans
) -> AttributionPart:
    chain = () if statement is None else statement.chain
    relayers = {link.span: link.entity for link in chain if link.kind == "relayer"}
    return {
        "id": found.id,
        "source": spans.optional(found.source),
        "cue": {
            "start": found.cue.start,
            "end": found.cue.end,
            "text": found.cue.of(spans.text),
            "lemma": found.lemma,
            "class": found.cue_class,
        },
        "content": [spans.plain(span) for span in found.content],
        "quote": found.quote,
        "negated": found.negated,
        "addressee": spans.optional(found.addressee),
        "medium": spans.optional(found.medium),
        # The chain was resolved with more knowledge than a bare mention, so its links come first.
        "via": [spans.named(span, relayers.get(span, spans.at.get(span))) for span in found.via],
        "speaker": None if statement is None else _speaker(statement, entities),
        "chain": [_link(link) for link in chain],
        "inside": found.inside,
        "continues": found.continues,
        "said_on": None if statement is None else statement.said_on,
        "confidence": found.confidence,
        "rule": found.rule,
    }


def _speaker(statement: Statement, entities: dict[str, Entity]) -> SpeakerPart | None:
    if statement.speaker is None:
        return None
    entity = entities[statement.speaker]
    return {
        "entity": entity.id,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "anonymous": entity.anonymous,
        "speaks_for": statement.speaks_for,
    }


def _link(link: Link) -> LinkPart:
    return {
        "kind": link.kind,
        "entity": link.entity,
        "start": None if link.span is None else link.span.start,
        "end": None if link.span is None else link.span.end,
        "rule": link.rule,
        "score": link.score,
        "inherited": link.inherited,
    }


def _entity(entity: Entity, mentions: Sequence[Span]) -> EntityPart:
    return {
        "id": entity.id,
        "name": entity.name,
        "kind": entity.kind,
        "role": entity.role,
        "aliases": list(entity.aliases),
        "ref": entity.ref,
        "mentions": [[span.start, span.end] for span in sorted(set(mentions))],
    }


def _place(found: Located, spans: _Spans) -> PlacePart:
    return {
        **spans.plain(found.span),
        "entity": found.entity,
        "ref": found.ref,
        "country": found.country,
        "latitude": found.latitude,
        "longitude": found.longitude,
        "inherited": found.inherited,
        "candidates": list(found.candidates),
        "reasons": list(found.reasons),
    }
