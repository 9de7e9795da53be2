"""A form to choose the two texts that are to stand side by side, where fewer were asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from msgspec import Meta

from musnad.corpus import version_of
from musnad.corpus.headings import Heading, headings
from musnad.corpus.listing import Came, came_in
from musnad.web.reports import shortened
from musnad.web.room import Room

_OFFERED: Final = 50
"""Reports among which one may choose without knowing a name: those that came in last."""

Name = Annotated[str, Meta(max_length=2048)]


@dataclass(frozen=True, slots=True)
class Asked:
    """The texts that are chosen already, by any name of theirs."""

    one: Name | None = None
    other: Name | None = None


@dataclass(frozen=True, slots=True)
class Choosing:
    """The reports that came in last, and what is chosen already."""

    reports: tuple[Came, ...]
    one: Heading | None
    other: Heading | None


def tell(room: Room, asked: Asked) -> Choosing:
    """The form. Raises `CorpusError` (``unknown``, ``ambiguous``) of a name that is given."""
    _, found = came_in(room.corpus, limit=_OFFERED)
    return Choosing(tuple(map(shortened, found)), _chosen(room, asked.one), _chosen(room, asked.other))


def _chosen(room: Room, name: str | None) -> Heading | None:
    if name is None:
        return None
    version = version_of(room.corpus, name).report.version
    return headings(room.corpus, [version])[version]
