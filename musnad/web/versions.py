"""The versions of a report: when each was captured, and what changed in its statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

import msgspec

from musnad import changes as changing
from musnad.changes import Change, Said
from musnad.corpus import Corpus, StoredVersion, captures, resolve, version
from musnad.corpus.listing import Edition, editions
from musnad.export.html import safe_address
from musnad.web.room import Room
from musnad.web.statements import LONGEST, short

MOST_COMPARED: Final = 300
"""Statements of a version that are compared: to match them takes time quadratic in those that differ."""
MOST_CHANGES: Final = 100
LONGEST_TITLE: Final = 1_000
_MOST_CAPTURES: Final = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A report by a name of it, and which of its versions, the newest first."""

    id: str
    offset: Annotated[int, msgspec.Meta(ge=0, le=100_000_000)] = 0
    limit: Annotated[int, msgspec.Meta(ge=1, le=20)] = 10


@dataclass(frozen=True, slots=True)
class CapturePart:
    """That the text of a version was had: from where and when, as far as it was stated, and when added."""

    url: str | None
    captured: str | None
    added: str


@dataclass(frozen=True, slots=True)
class SaidPart:
    """A statement as it is compared: its id in its version, who, by what cue, what."""

    statement: str
    speaker: str | None
    cue: str
    content: str


@dataclass(frozen=True, slots=True)
class ChangePart:
    """A statement that differs: `before` is None where it was added, `after` where it was dropped."""

    fate: str
    before: SaidPart | None
    after: SaidPart | None


@dataclass(frozen=True, slots=True)
class VersionPart:
    """A version. `compared` tells that its statements were compared with those of the version before.

    `changed` counts what differs, of which `changes` has the first; `title_before` is the title that was
    replaced.
    """

    number: int
    version: str
    seen: str
    published: str | None
    title: str | None
    length: int
    statements: int
    reader: str
    engine: str
    captures: tuple[CapturePart, ...]
    compared: bool
    changed: int
    changes: tuple[ChangePart, ...]
    title_before: str | None


@dataclass(frozen=True, slots=True)
class Versions:
    """How many versions a report has, and one page of them, the newest first."""

    id: str
    title: str | None
    publisher: str | None
    total: int
    offset: int
    limit: int
    versions: tuple[VersionPart, ...]


def tell(room: Room, asked: Asked) -> Versions:
    """The versions. Raises `CorpusError`."""
    corpus = room.corpus
    report = resolve(corpus, asked.id)
    total, found = editions(corpus, report, limit=asked.limit + 1, offset=asked.offset)
    held = [version(corpus, one.version) for one in found]
    shown = tuple(
        _part(corpus, one, held[at], held[at + 1] if at + 1 < len(held) else None)
        for at, one in enumerate(found[: asked.limit])
    )
    title = shown[0].title if shown else None
    publisher = held[0].report.publisher if held else None
    return Versions(report, title, publisher, total, asked.offset, asked.limit, shown)


def _part(corpus: Corpus, one: Edition, held: StoredVersion, before: StoredVersion | None) -> VersionPart:
    made = held.reading()
    old = None if before is None else before.reading()
    compared = old is not None and max(len(made.statements), len(old.statements)) <= MOST_COMPARED
    differ = changing.changes(old, made) if old is not None and compared else ()
    title = held.report.title
    renamed = before is not None and before.report.title != title
    return VersionPart(
        number=one.number,
        version=one.version,
        seen=one.seen,
        published=one.published,
        title=None if title is None else short(title, LONGEST_TITLE),
        length=len(held.report.text),
        statements=one.statements,
        reader=one.reader,
        engine=one.engine,
        captures=tuple(
            CapturePart(safe_address(each.final_url), each.captured, each.added)
            for each in captures(corpus, one.version)[:_MOST_CAPTURES]
        ),
        compared=compared,
        changed=len(differ),
        changes=tuple(map(_change, differ[:MOST_CHANGES])),
        title_before=short(before.report.title or "", LONGEST_TITLE)
        if before is not None and renamed
        else None,
    )


def _change(one: Change) -> ChangePart:
    return ChangePart(one.fate, _said(one.before), _said(one.after))


def _said(one: Said | None) -> SaidPart | None:
    if one is None:
        return None
    speaker = None if one.speaker is None else short(one.speaker)
    return SaidPart(one.statement, speaker, short(one.cue), short(one.content, LONGEST))
