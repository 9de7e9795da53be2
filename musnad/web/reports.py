"""The reports of the corpus in a list: what came in last first."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
class Reports:
    """How many there are, one page of them, and the outlets that have most."""

    total: int
    offset: int
    limit: int
    reports: tuple[Came, ...]
    outlets: tuple[Outlet, ...]


def tell(room: Room, asked: Asked) -> Reports:
    """The list. Raises `CorpusError` (``no-outlet``)."""
    corpus = room.corpus
    of = publishers(corpus, asked.outlet) if asked.outlet else ()
    total, found = came_in(corpus, of, (asked.since, asked.until), limit=asked.limit, offset=asked.offset)
    held = tuple(Outlet(name, number) for name, number in outlets(corpus))
    return Reports(total, asked.offset, asked.limit, tuple(map(shortened, found)), held)


def shortened(one: Came) -> Came:
    """A report in a list, its title cut where it has a page of words."""
    return one if one.title is None else replace(one, title=short(one.title, LONGEST_TITLE))
