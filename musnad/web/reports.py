"""The reports of the corpus in a list: what came in last first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

import msgspec

from musnad.corpus.listing import Came, came_in, outlets
from musnad.corpus.narrowing import publishers
from musnad.web.room import Room
from musnad.web.statements import short

LONGEST_TITLE: Final = 300

Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which reports: of an outlet, by any name of it, and published from one day to another, both
    included.
    """

    outlet: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    since: Day | None = None
    until: Day | None = None
    offset: Annotated[int, msgspec.Meta(ge=0, le=100_000_000)] = 0
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 20


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher, and how many reports it has."""

    publisher: str
    reports: int


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in the list. `origin_kind` is None where no origin was found yet."""

    id: str
    publisher: str | None
    published: str | None
    title: str | None
    language: str | None
    seen: str
    versions: int
    statements: int
    origin_kind: str | None
    origin: str | None
    origin_ref: str | None


@dataclass(frozen=True, slots=True)
class Reports:
    """How many there are, one page of them, and the outlets that have most."""

    total: int
    offset: int
    limit: int
    reports: tuple[ReportRow, ...]
    outlets: tuple[Outlet, ...]


def tell(room: Room, asked: Asked) -> Reports:
    """The list. Raises `CorpusError` (``no-outlet``)."""
    corpus = room.corpus
    of = publishers(corpus, asked.outlet) if asked.outlet else ()
    total, found = came_in(corpus, of, (asked.since, asked.until), limit=asked.limit, offset=asked.offset)
    held = tuple(Outlet(name, number) for name, number in outlets(corpus))
    return Reports(total, asked.offset, asked.limit, tuple(map(_row, found)), held)


def _row(one: Came) -> ReportRow:
    return ReportRow(
        id=one.report,
        publisher=one.publisher,
        published=one.published,
        title=None if one.title is None else short(one.title, LONGEST_TITLE),
        language=one.language,
        seen=one.seen,
        versions=one.versions,
        statements=one.statements,
        origin_kind=one.origin_kind,
        origin=one.origin,
        origin_ref=one.origin_ref,
    )
