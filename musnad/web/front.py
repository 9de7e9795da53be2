"""The front page: what came in, claims in most reports of one origin, the newest disputes, and how large the
corpus is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from musnad.corpus import Corpus, size, stale, unindexed
from musnad.corpus.arrivals import Arrived, By, days, newest
from musnad.corpus.claim_queries import ClaimFilters, Listed, claim_count, disputes, listed
from musnad.corpus.store import Stamp, stamp
from musnad.web.room import Room

SEVERAL: Final = 2
"""Reports of a claim that tells anything of origins."""
LONGEST: Final = 400
"""Characters of what was said in a list."""
_REPORTS: Final = 10
_CLAIMS: Final = 6
_DISPUTES: Final = 4
_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether the reports that came in last are those published or those captured last."""

    by: By = "published"


@dataclass(frozen=True, slots=True)
class Day:
    """How many reports one day has."""

    day: str
    reports: int


@dataclass(frozen=True, slots=True)
class FrontClaim:
    """A claim by its earliest statement: where that stands, who says what, and the counts. `content` is cut
    after `LONGEST` characters.
    """

    id: str
    first: str | None
    reports: int
    carriers: int
    named: int
    unknown: int
    unnamed: int
    low: int
    high: int
    disputed: bool
    version: str
    statement: str
    publisher: str | None
    speaker: str | None
    speaker_ref: str | None
    cue_class: str
    content: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two claims of which one disputes the other, the earlier first."""

    one: FrontClaim
    other: FrontClaim


@dataclass(frozen=True, slots=True)
class Front:
    """How much the corpus holds, with the first and last day of publication; the last `days` with reports,
    and the newest of these; how many claims stand in several reports, how many of them have one origin at
    most, and those of these in most reports; the newest disputes, with how many there are. `stale` tells that
    copies, origins and claims are older than the reports, `unindexed` how many versions search does not find.
    """

    reports: int
    versions: int
    statements: int
    claims: int
    single: int
    first: str | None
    last: str | None
    days: tuple[Day, ...]
    newest: tuple[Arrived, ...]
    carried: tuple[FrontClaim, ...]
    disputes: tuple[Dispute, ...]
    disputed: int
    stale: bool
    unindexed: int


def tell(room: Room, asked: Asked) -> Front:
    """The front page. Raises `CorpusError`."""
    return _told(room.corpus, stamp(room.corpus), asked)


@lru_cache(maxsize=4)
def _told(corpus: Corpus, _at: Stamp, asked: Asked) -> Front:
    """The front page as long as the corpus stands so: to work it out takes 35 ms over 8,176 reports."""
    held = size(corpus)
    single, carried = listed(corpus, ClaimFilters(reports=SEVERAL, high=1), order="reports", limit=_CLAIMS)
    disputed, pairs = disputes(corpus, limit=_DISPUTES)
    return Front(
        held.reports,
        held.versions,
        held.statements,
        claim_count(corpus, SEVERAL),
        single,
        held.first,
        held.last,
        tuple(Day(day, count) for day, count in days(corpus, asked.by, _DAYS)),
        newest(corpus, asked.by, _REPORTS),
        tuple(_claims(carried)),
        tuple(Dispute(*_claims(pair)) for pair in pairs),
        disputed,
        stale(corpus),
        unindexed(corpus),
    )


def _claims(found: Iterable[Listed]) -> Iterable[FrontClaim]:
    for one in found:
        sums = one.sums
        yield FrontClaim(
            sums.id,
            sums.first,
            sums.reports,
            sums.carriers,
            sums.named,
            sums.unknown,
            sums.unnamed,
            sums.low,
            sums.high,
            sums.disputed,
            one.version,
            one.statement,
            one.publisher,
            one.speaker,
            one.speaker_ref,
            one.cue_class,
            one.content[:LONGEST],
        )
