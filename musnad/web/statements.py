"""The statements of a reading as the page of a report and the API tell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from musnad.corpus.claim_queries import ClaimSums
from musnad.corpus.listing import Standing
from musnad.model import Attribution, Entity, Link, Origin, Reading, Span, Statement
from musnad.web.precision import Measured, measured
from musnad.web.whence import Whence, whence

LONGEST: Final = 2_000
"""Characters of a stretch or a name that are told; its offsets are exact."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the text, in code points; `text` holds its first characters alone where it is long."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that attribute, their lemma and its class; `negated` where they hold a negation."""

    start: int
    end: int
    text: str
    lemma: str
    cue_class: str
    negated: bool


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, by the fullest name in the report; `speaks_for` is whom for, by name."""

    name: str
    kind: str
    ref: str | None
    aliases: tuple[str, ...]
    anonymous: bool
    speaks_for: str | None
    speaks_for_ref: str | None


@dataclass(frozen=True, slots=True)
class ChainLink:
    """A link of a chain: who, as what, by which rule and how surely; `printed` is where the text names it.

    `inherited` where it was printed for another statement that this one continues or stands inside.
    """

    kind: str
    name: str
    ref: str | None
    inherited: bool
    rule: str
    score: float
    printed: Stretch | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another report in which the claim of a statement stands, with its first statement there."""

    report: str
    publisher: str | None
    published: str | None
    title: str | None
    statement: str


@dataclass(frozen=True, slots=True)
class ClaimOf:
    """The claim of a statement: its sums, and where else it stands, the earliest reports first.

    `more` is how many further reports there are.
    """

    claim: str
    reports: int
    carriers: int
    low: int
    high: int
    named: int
    unknown: int
    unnamed: int
    disputed: bool
    elsewhere: tuple[Elsewhere, ...]
    more: int


@dataclass(frozen=True, slots=True)
class StatementPart:
    """A statement: what was said, by whom, how it came here, how sure the reader is, and whence it is.

    `inside` and `continues` are ids of statements of the same report. `measured` is how often attributions of
    this confidence were right, `origin` and `claim` are None where none was found yet.
    """

    id: str
    source: Stretch | None
    cue: Cue
    content: tuple[Stretch, ...]
    quote: str
    addressee: Stretch | None
    medium: Stretch | None
    via: tuple[Stretch, ...]
    speaker: Speaker | None
    chain: tuple[ChainLink, ...]
    inside: str | None
    continues: str | None
    said_on: str | None
    confidence: float
    rule: str
    measured: Measured | None
    origin: Whence | None
    claim: ClaimOf | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What a corpus adds to the statements of a version: origins, claims, where these stand, and what the
    versions named in reasons go by.
    """

    origins: Mapping[str, Origin] = field(default_factory=dict)
    claims: Mapping[str, ClaimSums] = field(default_factory=dict)
    standing: Mapping[str, tuple[Standing, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


NOTHING: Final = Beside()


def short(text: str, most: int = LONGEST) -> str:
    """The first characters of a text."""
    return text if len(text) <= most else text[:most] + "…"


def spans_of(at: Attribution) -> Iterator[Span]:
    """Every stretch that an attribution marks."""
    for one in (at.source, at.cue, at.addressee, at.medium):
        if one is not None:
            yield one
    yield from at.content
    yield from at.via


def statement_parts(
    made: Reading, wanted: Iterable[Statement], beside: Beside = NOTHING
) -> Iterator[StatementPart]:
    """These statements of a reading, in their order."""
    text, language = made.report.text, made.report.language
    attributions = {one.id: one for one in made.attributions}
    entities = {one.id: one for one in made.entities}
    statements = {one.attribution: one.id for one in made.statements}

    def stretch(span: Span) -> Stretch:
        return Stretch(
            span.start, span.end, short(text[span.start : min(span.end, span.start + LONGEST + 1)])
        )

    for one in wanted:
        at = attributions[one.attribution]
        cue = stretch(at.cue)
        origin = beside.origins.get(one.id)
        yield StatementPart(
            id=one.id,
            source=stretch(at.source) if at.source else None,
            cue=Cue(cue.start, cue.end, cue.text, at.lemma, at.cue_class, at.negated),
            content=tuple(map(stretch, at.content)),
            quote=at.quote,
            addressee=stretch(at.addressee) if at.addressee else None,
            medium=stretch(at.medium) if at.medium else None,
            via=tuple(map(stretch, at.via)),
            speaker=_speaker(one, entities),
            chain=tuple(
                _link(link, entities, stretch(link.span) if link.span else None) for link in one.chain
            ),
            inside=statements.get(at.inside or ""),
            continues=statements.get(at.continues or ""),
            said_on=one.said_on,
            confidence=at.confidence,
            rule=at.rule,
            measured=measured(made.reader.engine, language, at.confidence),
            origin=None if origin is None else whence(origin, beside.names),
            claim=_claim(one.id, beside),
        )


def _speaker(one: Statement, entities: Mapping[str, Entity]) -> Speaker | None:
    found = entities.get(one.speaker or "")
    if found is None:
        return None
    behalf = entities.get(one.speaks_for or "")
    return Speaker(
        short(found.name),
        found.kind,
        found.ref,
        tuple(map(short, found.aliases[:8])),
        found.anonymous,
        None if behalf is None else short(behalf.name),
        None if behalf is None else behalf.ref,
    )


def _link(link: Link, entities: Mapping[str, Entity], printed: Stretch | None) -> ChainLink:
    found = entities.get(link.entity)
    name, ref = (link.entity, None) if found is None else (short(found.name), found.ref)
    return ChainLink(link.kind, name, ref, link.inherited, link.rule, link.score, printed)


def _claim(statement: str, beside: Beside) -> ClaimOf | None:
    sums = beside.claims.get(statement)
    if sums is None:
        return None
    held = beside.standing.get(statement, ())
    return ClaimOf(
        claim=sums.id,
        reports=sums.reports,
        carriers=sums.carriers,
        low=sums.low,
        high=sums.high,
        named=sums.named,
        unknown=sums.unknown,
        unnamed=sums.unnamed,
        disputed=sums.disputed,
        elsewhere=tuple(
            Elsewhere(one.report, one.publisher, one.published, _title(one.title), one.statement)
            for one in held
        ),
        more=max(0, sums.reports - 1 - len(held)),
    )


def _title(title: str | None) -> str | None:
    return None if title is None else short(title, 300)
