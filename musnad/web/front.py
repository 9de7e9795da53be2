"""The front page: how large the corpus is, and what came in."""

from __future__ import annotations

from dataclasses import dataclass

from musnad.corpus import size
from musnad.web.room import Room


@dataclass(frozen=True, slots=True)
class Asked:
    """Nothing is asked of the front page."""


@dataclass(frozen=True, slots=True)
class Front:
    """How many reports, versions and statements the corpus holds, and the first and last day of
    publication.
    """

    reports: int
    versions: int
    statements: int
    first: str | None
    last: str | None


def tell(room: Room, _asked: Asked) -> Front:
    """The front page. Raises `CorpusError`."""
    held = size(room.corpus)
    return Front(held.reports, held.versions, held.statements, held.first, held.last)
