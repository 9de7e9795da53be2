"""Who speaks in the corpus: found by any spelling of a name, or those most quoted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import msgspec

from musnad.model import EntityKind
from musnad.search_speakers import Candidate, meant
from musnad.web.roll import looked_up, rolled
from musnad.web.room import Room

NAMES = 8
"""Names of one speaker that a list gives."""

Limit = Annotated[int, msgspec.Meta(ge=1, le=100)]
Offset = Annotated[int, msgspec.Meta(ge=0, le=10_000_000)]


@dataclass(frozen=True, slots=True)
class Asked:
    """`q` is a name in any spelling, Arabic or Latin, or a reference; `kind` what the speaker must be."""

    q: Annotated[str, msgspec.Meta(max_length=200)] = ""
    kind: EntityKind | None = None
    offset: Offset = 0
    limit: Limit = 40


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker in a list. `key` leads to its page; `score` is how near its name is to the one asked for,
    None where none was.
    """

    key: str
    name: str
    ref: str | None
    kind: EntityKind | None
    names: tuple[str, ...]
    statements: int
    reports: int
    first: str | None
    last: str | None
    score: float | None


@dataclass(frozen=True, slots=True)
class SpeakerList:
    """So many speakers, and a page of them; `meant` is the one who is surely meant by `q`."""

    q: str
    total: int
    offset: int
    limit: int
    meant: SpeakerRow | None
    speakers: tuple[SpeakerRow, ...]


def tell(room: Room, asked: Asked) -> SpeakerList:
    """Speakers, those of most statements first, or the likeliest where a name is asked for. Raises
    `CorpusError`.
    """
    sought = asked.q.strip()
    found = looked_up(room.corpus, sought) if sought else rolled(room.corpus).everybody
    sure = meant(sought, found) if sought else None
    if asked.kind is not None:
        found = tuple(one for one in found if one.kind == asked.kind)
    page = found[asked.offset : asked.offset + asked.limit]
    return SpeakerList(
        sought,
        len(found),
        asked.offset,
        asked.limit,
        None if sure is None else row_of(sure, scored=True),
        tuple(row_of(one, scored=bool(sought)) for one in page),
    )


def row_of(one: Candidate, *, scored: bool = False) -> SpeakerRow:
    """A speaker as lists have it."""
    return SpeakerRow(
        key_of(one),
        one.name,
        one.ref,
        one.kind,  # type: ignore[arg-type]  # a column of text that holds nothing else
        one.names[:NAMES],
        one.statements,
        one.reports,
        one.first,
        one.last,
        one.score if scored else None,
    )


def key_of(one: Candidate) -> str:
    """What leads to the page of a speaker: the reference, or else the commonest name."""
    return one.ref or one.name
