"""A statement in a list of somebody's: what was said, where it stands, through whom, and what is in doubt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from musnad.corpus import Corpus
from musnad.corpus.claim_queries import ClaimSums, claims_at
from musnad.corpus.reading_parts import Parts
from musnad.corpus.statement_counts import Entire, Uttered, entire

DOUBT: Final = 0.8
"""Below this a speaker or an attribution is said to be in doubt: one in five such is not what was read."""
LONGEST: Final = 1200
"""Characters of a content in a list."""


@dataclass(frozen=True, slots=True)
class Relayer:
    """A medium through which a statement came, as its chain names it."""

    name: str
    ref: str | None
    unnamed: bool
    inherited: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """The claim that a statement is of: in how many reports, with how many origins at least and at most."""

    id: str
    reports: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement. `via` are agencies and relayers of its chain, outermost first.

    `doubts` hold ``unnamed-speaker``, ``unstated-speaker``, ``unnamed-relayer``, ``doubtful-speaker`` and
    ``doubtful``: the score of the speaker's link, or that of the whole, is below 0.8.
    """

    report: str
    version: str
    statement: str
    publisher: str | None
    published: str | None
    title: str | None
    said_on: str | None
    cue_class: str
    speaker: str | None
    speaker_ref: str | None
    speaker_kind: str | None
    speaks_for: str | None
    content: str
    via: tuple[Relayer, ...]
    origin_kind: str | None
    origin: str | None
    origin_ref: str | None
    claim: Standing | None
    confidence: float
    speaker_score: float | None
    doubts: tuple[str, ...]


def statement_rows(corpus: Corpus, page: Iterable[Uttered]) -> tuple[StatementRow, ...]:
    """The rows of a page of statements. Raises `CorpusError`."""
    found = entire(corpus, [(one.version, one.id) for one in page])
    claims = claims_at(corpus, ((one.place.version, one.said.id) for one in found))
    return tuple(_row(one, claims.get((one.place.version, one.said.id))) for one in found)


def relayers(parts: Parts) -> dict[str, tuple[Relayer, ...]]:
    """The agencies and relayers of the chain of each statement, outermost first, by its id."""
    known = {one.id: (one.name, one.ref, one.anonymous or one.kind == "unnamed") for one in parts.entities}
    return {
        one.id: tuple(
            Relayer(*known[link.entity], link.inherited)
            for link in one.chain
            if link.kind in ("credit", "relayer") and link.entity in known
        )
        for one in parts.statements
    }


def _row(one: Entire, sums: ClaimSums | None) -> StatementRow:
    place, said = one.place, one.said
    content = " […] ".join(place.text[a:b] for a, b in said.content)
    via = relayers(one.parts).get(said.id, ())
    score = _score(one.parts, said.id)
    return StatementRow(
        report=place.report,
        version=place.version,
        statement=said.id,
        publisher=place.publisher,
        published=place.published,
        title=place.title,
        said_on=said.said_on,
        cue_class=said.cue_class,
        speaker=said.speaker,
        speaker_ref=said.speaker_ref,
        speaker_kind=one.speaker_kind,
        speaks_for=said.speaks_for,
        content=content if len(content) <= LONGEST else content[:LONGEST].rstrip() + "…",
        via=via,
        origin_kind=None if one.origin is None else one.origin.kind,
        origin=None if one.origin is None else one.origin.name,
        origin_ref=None if one.origin is None else one.origin.ref,
        claim=None if sums is None else Standing(sums.id, sums.reports, sums.low, sums.high),
        confidence=round(one.confidence, 3),
        speaker_score=score,
        doubts=tuple(_doubts(one, via, score)),
    )


def _score(parts: Parts, statement: str) -> float | None:
    held = next((one for one in parts.statements if one.id == statement), None)
    links = [link.score for link in (held.chain if held is not None else ()) if link.kind == "speaker"]
    return round(min(links), 3) if links else None


def _doubts(one: Entire, via: tuple[Relayer, ...], score: float | None) -> Iterable[str]:
    entities = {entity.id: entity for entity in one.parts.entities}
    held = next((some for some in one.parts.statements if some.id == one.said.id), None)
    speaker = entities.get(held.speaker or "") if held is not None else None
    if speaker is None:
        yield "unstated-speaker"
    elif speaker.anonymous or speaker.kind == "unnamed":
        yield "unnamed-speaker"
    if any(relayer.unnamed for relayer in via) or (one.origin is not None and one.origin.kind == "unnamed"):
        yield "unnamed-relayer"
    if score is not None and score < DOUBT:
        yield "doubtful-speaker"
    if one.confidence < DOUBT:
        yield "doubtful"
