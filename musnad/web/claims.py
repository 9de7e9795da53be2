"""The list of claims: each with its reports against its origins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

import msgspec

from musnad.corpus import CorpusError
from musnad.corpus.claim_queries import ClaimFilters, Listed, Order, listed
from musnad.corpus.headings import Heading, headings
from musnad.corpus.narrowing import origin_keys, publishers
from musnad.corpus.searching import Filters
from musnad.model import CueClass
from musnad.search_query import Group, parse
from musnad.search_speakers import refs_named
from musnad.web.fault import Fault
from musnad.web.room import Room

SEVERAL: Final = 2
LONGEST: Final = 400
"""Code points of the words of a claim in a list."""

Limit = Annotated[int, msgspec.Meta(ge=1, le=100)]
Offset = Annotated[int, msgspec.Meta(ge=0, le=10_000_000)]
Least = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
Name = Annotated[str, msgspec.Meta(max_length=300)]
Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of claims is narrowed by, its order, and which part of it.

    `speaker`, `outlet` and `agency` are names; `since` and `until` days of publication; `reports` the least
    number of reports. `kind` is the class of a cue.
    """

    order: Order = "reports"
    reports: Least = SEVERAL
    disputed: bool = False
    speaker: Name | None = None
    outlet: Name | None = None
    agency: Name | None = None
    kind: CueClass | None = None
    since: Day | None = None
    until: Day | None = None
    offset: Offset = 0
    limit: Limit = 20


@dataclass(frozen=True, slots=True)
class Figures:
    """The sums of a claim: `low` and `high` are its origins at least and at most; `docs/claims.md` tells of
    each.
    """

    reports: int
    carriers: int
    named: int
    unknown: int
    unnamed: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Row:
    """A claim in a list: its earliest statement with where that stands. `report` is the id of its report,
    `first` the day of its first publication, `cut` whether `content` is only the beginning.
    """

    id: str
    first: str | None
    speaker: str | None
    speaker_ref: str | None
    cue_class: CueClass
    content: str
    cut: bool
    language: str | None
    report: str
    version: str
    statement: str
    publisher: str | None
    figures: Figures
    disputed: bool


@dataclass(frozen=True, slots=True)
class Unmet:
    """A name that a filter does not know here, with those whose names are nearest."""

    filter: Literal["speaker", "outlet", "agency"]
    name: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claims:
    """How many claims there are, and a part of them."""

    total: int
    offset: int
    limit: int
    claims: tuple[Row, ...]
    unmet: tuple[Unmet, ...] = ()


def tell(room: Room, asked: Asked) -> Claims:
    """Claims under filters. Raises `CorpusError`."""
    if asked.since and asked.until and asked.since > asked.until:
        raise Fault("asked", f"{asked.since} > {asked.until}")
    unmet = list[Unmet]()
    said = _said(room, asked, unmet)
    if unmet:
        return Claims(0, asked.offset, asked.limit, (), tuple(unmet))
    filters = ClaimFilters(said, reports=asked.reports, disputed=asked.disputed)
    total, found = listed(room.corpus, filters, order=asked.order, limit=asked.limit, offset=asked.offset)
    return Claims(total, asked.offset, asked.limit, rows(room, found))


def rows(room: Room, found: tuple[Listed, ...]) -> tuple[Row, ...]:
    """Claims of a list, with the ids of the reports in which they stand first."""
    known = headings(room.corpus, {one.version for one in found})
    return tuple(_row(one, known[one.version]) for one in found)


def _row(one: Listed, where: Heading) -> Row:
    sums = one.sums
    return Row(
        sums.id,
        sums.first,
        one.speaker,
        one.speaker_ref,
        one.cue_class,  # type: ignore[arg-type]  # a column of text that holds nothing else
        one.content[:LONGEST],
        len(one.content) > LONGEST,
        where.language,
        where.report,
        one.version,
        one.statement,
        one.publisher,
        Figures(
            sums.reports, sums.carriers, sums.named, sums.unknown, sums.unnamed, sums.low, sums.high
        ),
        sums.disputed,
    )  # fmt: skip


def _said(room: Room, asked: Asked, unmet: list[Unmet]) -> Filters:
    """What filters ask of a statement; names that nothing here goes by are put down as `unmet`."""
    speakers, refs = tuple[Group, ...](), tuple[str, ...]()
    if asked.speaker is not None:
        speakers, refs = parse(asked.speaker).wanted, refs_named(asked.speaker)
        if not speakers and not refs:
            unmet.append(Unmet("speaker", asked.speaker))
    outlets, agencies = tuple[str, ...](), tuple[str, ...]()
    try:
        outlets = publishers(room.corpus, asked.outlet) if asked.outlet else ()
    except CorpusError as error:
        unmet.append(_unmet("outlet", error))
    try:
        agencies = origin_keys(room.corpus, asked.agency, agency=True) if asked.agency else ()
    except CorpusError as error:
        unmet.append(_unmet("agency", error))
    return Filters(
        speakers=speakers,
        refs=refs,
        publishers=outlets,
        since=asked.since,
        until=asked.until,
        classes=(asked.kind,) if asked.kind else (),
        agencies=agencies,
    )


def _unmet(name: Literal["outlet", "agency"], error: CorpusError) -> Unmet:
    if error.code not in ("no-outlet", "no-agency"):
        raise error
    known = str(error.parameters["known"])
    return Unmet(name, str(error.parameters["name"]), tuple(filter(None, known.split(", "))))
