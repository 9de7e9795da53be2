"""A report: its text as printed, who is said to have said what, whence it comes, and what it shares with
others.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final

import msgspec

from musnad.corpus import (
    Corpus,
    CorpusError,
    StoredVersion,
    copies,
    origins,
    resolve,
    stale,
    stored,
    version,
)
from musnad.corpus.claim_queries import claims_of
from musnad.corpus.headings import Heading, headings
from musnad.corpus.listing import editions, speaking, standing
from musnad.export.html import safe_address
from musnad.model import Copy, Entity, Located, Reading, ReportOrigins, Span
from musnad.web.parting import parts
from musnad.web.room import Room
from musnad.web.statements import (
    NOTHING,
    Beside,
    StatementPart,
    Stretch,
    short,
    spans_of,
    statement_parts,
)
from musnad.web.whence import Whence, named_in, whence
from musnad.web.why import Why, whys

MOST_STATEMENTS: Final = 120
MOST_COPIES: Final = 40
MOST_PASSAGES: Final = 60
MOST_NAMED: Final = 60
LONGEST_TITLE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A report by a name of it; a part of a long text, or that in which a statement stands; and a version
    that is not the newest.
    """

    id: str
    part: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1
    at: Annotated[str, msgspec.Meta(pattern="^s[0-9]{1,9}$")] | None = None
    version: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")] | None = None


@dataclass(frozen=True, slots=True)
class ReaderPart:
    """Who read the report."""

    version: str
    engine: str
    model: str | None


@dataclass(frozen=True, slots=True)
class TextPart:
    """One part of the text: which of how many, and where it begins and ends, in code points."""

    number: int
    of: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class OriginOfReport:
    """The origin of most of the text; `share` is of how much, from 0 to 1."""

    origin: Whence
    share: float


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A passage of this part of the text, and where it stands in the other report, in code points."""

    start: int
    end: int
    other_start: int
    other_end: int


@dataclass(frozen=True, slots=True)
class CopyPart:
    """Another report that shares text with this one.

    `way` is ``from`` where this one has it from the other, ``to`` where the other has it from this one, and
    ``unknown`` where nothing tells. `share` is how much of this text the other holds too. `passages` are
    those of this part of the text.
    """

    report: str
    version: str
    publisher: str | None
    published: str | None
    title: str | None
    way: str
    kind: str
    containment: float
    share: float
    passages: tuple[SharedPassage, ...]
    reasons: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class EntityPart:
    """Somebody or something named, how often, and where first.

    `speaks` tells that statements of the corpus have it as their speaker by this `ref`.
    """

    name: str
    kind: str
    role: str | None
    ref: str | None
    aliases: tuple[str, ...]
    mentions: int
    first: int
    speaks: bool


@dataclass(frozen=True, slots=True)
class PlacePart:
    """A place named, how often, and where it is; with several `candidates` it stays open which is meant."""

    name: str
    ref: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    inherited: bool
    candidates: int
    mentions: int
    first: int


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report, one part of its text, and what was read there.

    `stored` is false for a text that was only read. `stale` tells that reports or judgements came in since
    copies, origins and claims were found; `newest` that no later version is known. Of statements, copies,
    entities and places the first stand here, those of this part alone, and `totals` counts all.
    """

    id: str
    version: str
    stored: bool
    newest: bool
    versions: int
    stale: bool
    title: str | None
    publisher: str | None
    published: str | None
    published_from: str | None
    byline: str | None
    language: str | None
    url: str | None
    seen: str | None
    reader: ReaderPart
    length: int
    part: TextPart
    credits: tuple[Stretch, ...]
    origin: OriginOfReport | None
    statements: tuple[StatementPart, ...]
    copies: tuple[CopyPart, ...]
    entities: tuple[EntityPart, ...]
    places: tuple[PlacePart, ...]
    totals: dict[str, int]


def tell(room: Room, asked: Asked) -> ReportPage:
    """The page of a report in the corpus. Raises `CorpusError`."""
    corpus = room.corpus
    report = resolve(corpus, asked.id)
    held = _held(corpus, report, asked.version)
    of = held.report.version
    told = next(origins(corpus, of), None)
    found = sorted(copies(corpus, of), key=lambda one: (-one.containment, one.later, one.earlier))
    shown = found[:MOST_COPIES]
    names = _names(corpus, told, shown)
    beside = Beside(
        origins=dict(told.statements) if told is not None else {},
        claims=claims_of(corpus, of),
        standing=standing(corpus, of),
        names=names,
    )
    page = of_reading(held.reading(), asked.part, asked.at, beside)
    others = headings(corpus, {end for one in shown for end in (one.later, one.earlier)})
    total, newest = editions(corpus, report, limit=1)
    spoken = speaking(corpus, [one.ref for one in page.entities if one.ref is not None])
    return replace(
        page,
        stored=True,
        newest=newest[0].version == of,
        versions=total,
        stale=stale(corpus),
        seen=held.seen,
        reader=ReaderPart(held.reader.version, held.reader.engine, held.reader.model),
        origin=None if told is None else OriginOfReport(whence(told.whole, names), told.share),
        copies=tuple(_copy(one, of, others, names, page.part) for one in shown),
        entities=tuple(replace(one, speaks=one.ref in spoken) for one in page.entities),
        totals={**page.totals, "copies": len(found)},
    )


def _held(corpus: Corpus, report: str, wanted: str | None) -> StoredVersion:
    """The newest version of a report, or another of its versions."""
    if wanted is None:
        return next(iter(stored(corpus, {report})))
    held = version(corpus, wanted)
    if held.report.id != report:
        raise CorpusError("unknown", f"{wanted}: is no version of that report", name=wanted)
    return held


def _names(corpus: Corpus, told: ReportOrigins | None, found: Sequence[Copy]) -> dict[str, str]:
    """What the versions that reasons name go by."""
    known = [] if told is None else [told.whole, *(origin for _, origin in told.statements)]
    reasons = [reason for one in known for reason in one.reasons]
    return named_in(corpus, [*reasons, *(reason for one in found for reason in one.reasons)])


# --- a reading, stored or not ---


def of_reading(made: Reading, part: int = 1, at: str | None = None, beside: Beside = NOTHING) -> ReportPage:
    """The page of a reading that no corpus holds: one part of it, or that in which statement `at` stands."""
    report, text = made.report, made.report.text
    attributions = {one.id: one for one in made.attributions}
    cues = sorted(one.cue.start for one in made.attributions)
    bounds = parts(text, cues)
    number = min(part, len(bounds))
    cue = next((attributions[one.attribution].cue for one in made.statements if one.id == at), None)
    if cue is not None:
        number = bisect_right([start for start, _ in bounds], cue.start)
    here = Span(*bounds[number - 1])
    stated = [
        one
        for one in made.statements
        if any(_touches(span, here) for span in spans_of(attributions[one.attribution]))
    ]
    entities, places = _entities(made), _places(made)
    title = report.title
    return ReportPage(
        id=report.id,
        version=report.version,
        stored=False,
        newest=True,
        versions=0,
        stale=False,
        title=None if title is None else short(title, LONGEST_TITLE),
        publisher=report.publisher,
        published=report.published,
        published_from=report.published_from,
        byline=None if report.byline is None else short(report.byline, LONGEST_TITLE),
        language=report.language,
        url=safe_address(report.url),
        seen=report.captured,
        reader=ReaderPart(made.reader.version, made.reader.engine, made.reader.model),
        length=len(text),
        part=TextPart(number, len(bounds), here.start, here.end, here.of(text)),
        credits=tuple(
            Stretch(one.span.start, one.span.end, short(one.span.of(text)))
            for one in made.credits[:MOST_NAMED]
        ),
        origin=None,
        statements=tuple(statement_parts(made, stated[:MOST_STATEMENTS], beside)),
        copies=(),
        entities=entities[:MOST_NAMED],
        places=places[:MOST_NAMED],
        totals={
            "statements": len(made.statements),
            "here": len(stated),
            "copies": 0,
            "entities": len(entities),
            "places": len(places),
        },
    )


def _touches(span: Span, part: Span) -> bool:
    return span.start < part.end and part.start < span.end


def _entities(made: Reading) -> tuple[EntityPart, ...]:
    """Whoever is named, those of most mentions first."""
    spans: dict[str, list[int]] = {}
    for one in made.mentions:
        spans.setdefault(one.entity, []).append(one.span.start)
    found = [_entity(one, spans[one.id]) for one in made.entities if one.id in spans]
    return tuple(sorted(found, key=lambda one: (-one.mentions, one.first)))


def _entity(one: Entity, starts: Sequence[int]) -> EntityPart:
    aliases = tuple(map(short, one.aliases[:8]))
    role = None if one.role is None else short(one.role)
    return EntityPart(short(one.name), one.kind, role, one.ref, aliases, len(set(starts)), min(starts), False)


def _places(made: Reading) -> tuple[PlacePart, ...]:
    """Places by what they are, those of most mentions first."""
    text = made.report.text
    held: dict[tuple[str, ...], list[Located]] = {}
    for one in made.places:
        held.setdefault((one.ref,) if one.ref else ("", *one.candidates, one.span.of(text)), []).append(one)
    found = [
        PlacePart(
            name=short(first.span.of(text)),
            ref=first.ref,
            country=first.country,
            latitude=first.latitude,
            longitude=first.longitude,
            inherited=first.inherited,
            candidates=len(first.candidates),
            mentions=len(same),
            first=first.span.start,
        )
        for same in held.values()
        for first in same[:1]
    ]
    return tuple(sorted(found, key=lambda one: (-one.mentions, one.first)))


# --- copies ---


def _copy(
    one: Copy, own: str, others: Mapping[str, Heading], names: Mapping[str, str], part: TextPart
) -> CopyPart:
    later = one.later == own
    other = others[one.earlier if later else one.later]
    return CopyPart(
        report=other.report,
        version=other.version,
        publisher=other.publisher,
        published=other.published,
        title=None if other.title is None else short(other.title, LONGEST_TITLE),
        way="unknown" if not one.directed else ("from" if later else "to"),
        kind=one.kind,
        containment=one.containment,
        share=one.containment_later if later else one.containment_earlier,
        passages=tuple(_passages(one, later, part))[:MOST_PASSAGES],
        reasons=whys(one.reasons, names),
    )


def _passages(one: Copy, later: bool, part: TextPart) -> Iterator[SharedPassage]:
    for passage in one.passages:
        here, there = (passage.later, passage.earlier) if later else (passage.earlier, passage.later)
        if here.start < part.end and part.start < here.end:
            yield SharedPassage(here.start, here.end, there.start, there.end)
