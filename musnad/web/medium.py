"""One medium: whom it relays, who copies it and whom it copies, how often without saying so, and how often
its sources are unnamed. Each figure opens into the list behind it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

import msgspec

from musnad.corpus import Corpus
from musnad.corpus.media_counts import PrintedReport, reports_at
from musnad.corpus.statement_counts import Narrowed, Sums, Whose, how_many, uttered
from musnad.model import CueClass
from musnad.web.fault import Fault
from musnad.web.known import Known, known
from musnad.web.mapped import NEWEST, Mapped, of_reports
from musnad.web.media_figures import Figures, Manner, Pair, Telling, figures
from musnad.web.over_time import OverTime
from musnad.web.roll import Medium, medium_meant
from musnad.web.room import Room
from musnad.web.speaker import Day
from musnad.web.speakers import Limit, Offset
from musnad.web.statement_rows import StatementRow, statement_rows

Show = Literal[
    "overview",
    "printed",
    "statements",
    "relayed",
    "speakers",
    "carried",
    "copied",
    "copies",
    "shared",
    "places",
]
FIRST: Final = 10
"""Rows of each list that the overview has."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`key` is a reference, a name, or the key of an origin. `show` tells which list stands below.

    `classes`, `since`, `until` and `unnamed` narrow lists of statements; `origin` (a kind or a key) that of
    reports printed; `manner`, `telling` and `outlet` lists of reports that repeat others.
    """

    key: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    show: Show = "overview"
    classes: tuple[CueClass, ...] = ()
    since: Day | None = None
    until: Day | None = None
    unnamed: bool = False
    origin: Annotated[str, msgspec.Meta(max_length=400)] | None = None
    manner: Manner | None = None
    telling: Telling | None = None
    outlet: Annotated[str, msgspec.Meta(max_length=400)] | None = None
    offset: Offset = 0
    limit: Limit = 20


@dataclass(frozen=True, slots=True)
class Statements:
    """So many statements in so many reports: `unnamed` have a source that is described and not named, or an
    unnamed relayer; of `unstated` nothing tells who speaks.
    """

    statements: int
    reports: int
    unnamed: int
    unstated: int


@dataclass(frozen=True, slots=True)
class Repeated:
    """So many reports that repeat another's text: naming it (`credited`), not naming it where the text is
    known to be a third's (`elsewhere`), and where nothing tells of a third (`silent`).
    """

    reports: int
    credited: int
    elsewhere: int
    silent: int


@dataclass(frozen=True, slots=True)
class Carried:
    """So many reports of others most of whose text came through it: they say so themselves (`itself`),
    others that print the same words do (`copies`), or wording alone tells (`wording`).
    """

    reports: int
    itself: int
    copies: int
    wording: int


@dataclass(frozen=True, slots=True)
class OutletCount:
    """An outlet, with its reports in each manner."""

    outlet: str | None
    reports: int
    credited: int
    elsewhere: int
    silent: int


@dataclass(frozen=True, slots=True)
class OriginCount:
    """An origin of reports that a medium printed, and of how many it is that of most of the text."""

    kind: str
    key: str
    name: str | None
    reports: int


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """A speaker whose words came through a medium first; `key` leads to its page."""

    key: str
    name: str
    kind: str | None
    statements: int
    reports: int


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in a list; `telling` only in that of reports that a medium carried."""

    report: str
    title: str | None
    publisher: str | None
    published: str | None
    origin_kind: str | None
    origin: str | None
    telling: Telling | None = None


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two reports that share text; `later` repeats `earlier` unless the manner is ``unknown``."""

    later: ReportRow
    earlier: ReportRow
    manner: Manner
    kind: str
    containment: float


@dataclass(frozen=True, slots=True)
class MediumPage:
    """A medium's page: its figures, and the list that `show` names, of which `total` is the length.

    `printed` and `statements` are None for one that prints nothing here; `over_time` is of the statements in
    its reports, or else of those that came through it.
    """

    key: str
    show: Show
    medium: Medium
    known: Known | None
    printed: int
    statements: Statements | None
    relayed: Statements
    carried: Carried
    copied: Repeated
    copies: Repeated
    shared: int
    origins: tuple[OriginCount, ...]
    copied_by: tuple[OutletCount, ...]
    copied_from: tuple[OutletCount, ...]
    carried_by: tuple[OutletCount, ...]
    relays: int
    over_time: OverTime
    total: int
    offset: int
    limit: int
    speakers: tuple[SpeakerCount, ...] = ()
    reports: tuple[ReportRow, ...] = ()
    pairs: tuple[PairRow, ...] = ()
    statement_rows: tuple[StatementRow, ...] = ()
    places: Mapped | None = None


def tell(room: Room, asked: Asked) -> MediumPage:
    """The page of a medium. Raises `Fault` (``no-medium``) and `CorpusError`."""
    found = medium_meant(room.corpus, asked.key)
    if found is None:
        raise Fault("no-medium", asked.key)
    held = figures(room.corpus, found)
    listed = _LISTS[asked.show](room.corpus, asked, held, found)
    return MediumPage(
        key=found.key,
        show=asked.show,
        medium=found,
        known=known(room.corpus, found.ref),
        printed=len(held.printed),
        statements=None if held.sums is None else _statements(held.sums),
        relayed=_statements(held.relayed),
        carried=_carried(held),
        copied=_repeated(held.copied),
        copies=_repeated(held.copies),
        shared=len(held.shared),
        origins=_origins(held.printed),
        copied_by=_outlets((one.outlet, one.manner) for one in held.copied),
        copied_from=_outlets((one.outlet, one.manner) for one in held.copies),
        carried_by=_outlets((one.publisher, _MANNER[telling]) for one, telling in held.carried),
        relays=len(held.speakers),
        over_time=held.over_time,
        total=listed.total,
        offset=asked.offset,
        limit=asked.limit,
        speakers=listed.speakers,
        reports=listed.reports,
        pairs=listed.pairs,
        statement_rows=listed.statements,
        places=listed.places,
    )


# Of reports that a medium carried: what says so takes the place of who is named.
_MANNER: Final[dict[Telling, Manner]] = {"itself": "credited", "copies": "elsewhere", "wording": "silent"}


def _statements(found: Sums) -> Statements:
    return Statements(found.statements, found.reports, found.unnamed, found.unstated)


def _repeated(pairs: Sequence[Pair]) -> Repeated:
    counted = Counter(one.manner for one in pairs)
    return Repeated(len(pairs), counted["credited"], counted["elsewhere"], counted["silent"])


def _carried(held: Figures) -> Carried:
    counted = Counter(telling for _, telling in held.carried)
    return Carried(len(held.carried), counted["itself"], counted["copies"], counted["wording"])


def _origins(printed: Iterable[PrintedReport]) -> tuple[OriginCount, ...]:
    found = Counter((one.kind or "unknown", one.key or "", one.origin) for one in printed)
    order = sorted(found.items(), key=lambda pair: (-pair[1], pair[0][0], pair[0][1]))
    return tuple(OriginCount(*of, number) for of, number in order)


def _outlets(pairs: Iterable[tuple[str | None, Manner]]) -> tuple[OutletCount, ...]:
    found: dict[str | None, Counter[str]] = {}
    for outlet, manner in pairs:
        found.setdefault(outlet, Counter())[manner] += 1
    order = sorted(found.items(), key=lambda pair: (-pair[1].total(), pair[0] or ""))
    return tuple(
        OutletCount(name, some.total(), some["credited"], some["elsewhere"], some["silent"])
        for name, some in order
    )


# --- the list behind a figure ---


@dataclass(frozen=True, slots=True)
class _Listed:
    total: int = 0
    speakers: tuple[SpeakerCount, ...] = ()
    reports: tuple[ReportRow, ...] = ()
    pairs: tuple[PairRow, ...] = ()
    statements: tuple[StatementRow, ...] = ()
    places: Mapped | None = None


def _overview(_corpus: Corpus, _asked: Asked, held: Figures, _medium: Medium) -> _Listed:
    return _Listed(len(held.speakers), speakers=_speakers(held, 0, FIRST))


def _of_speakers(_corpus: Corpus, asked: Asked, held: Figures, _medium: Medium) -> _Listed:
    return _Listed(len(held.speakers), speakers=_speakers(held, asked.offset, asked.limit))


def _speakers(held: Figures, offset: int, limit: int) -> tuple[SpeakerCount, ...]:
    return tuple(
        SpeakerCount(one.ref or one.name, one.name, one.kind, one.statements, one.reports)
        for one in held.speakers[offset : offset + limit]
    )


def _of_printed(_corpus: Corpus, asked: Asked, held: Figures, _medium: Medium) -> _Listed:
    found = [
        one
        for one in held.printed
        if asked.origin is None or asked.origin in (one.key or "", one.kind or "unknown")
    ]
    page = found[asked.offset : asked.offset + asked.limit]
    return _Listed(len(found), reports=tuple(map(_report, page)))


def _of_carried(_corpus: Corpus, asked: Asked, held: Figures, _medium: Medium) -> _Listed:
    found = [
        (one, telling)
        for one, telling in held.carried
        if asked.telling in (None, telling) and asked.outlet in (None, one.publisher or "")
    ]
    page = found[asked.offset : asked.offset + asked.limit]
    return _Listed(len(found), reports=tuple(_report(one, telling) for one, telling in page))


def _report(one: PrintedReport, telling: Telling | None = None) -> ReportRow:
    return ReportRow(one.report, one.title, one.publisher, one.published, one.kind, one.origin, telling)


def _of_copied(corpus: Corpus, asked: Asked, held: Figures, _medium: Medium) -> _Listed:
    return _pairs(corpus, asked, held.copied)


def _of_copies(corpus: Corpus, asked: Asked, held: Figures, _medium: Medium) -> _Listed:
    return _pairs(corpus, asked, held.copies)


def _of_shared(corpus: Corpus, asked: Asked, held: Figures, _medium: Medium) -> _Listed:
    return _pairs(corpus, asked, held.shared)


def _pairs(corpus: Corpus, asked: Asked, pairs: Sequence[Pair]) -> _Listed:
    found = [
        one
        for one in pairs
        if asked.manner in (None, one.manner) and asked.outlet in (None, one.outlet or "")
    ]
    page = found[asked.offset : asked.offset + asked.limit]
    rows = {
        one.version: one
        for one in reports_at(corpus, [key for pair in page for key in (pair.later, pair.earlier)])
    }
    return _Listed(
        len(found),
        pairs=tuple(
            PairRow(
                _report(rows[one.later]), _report(rows[one.earlier]), one.manner, one.kind, one.containment
            )
            for one in page
        ),
    )


def _of_statements(corpus: Corpus, asked: Asked, _held: Figures, medium: Medium) -> _Listed:
    return _said(corpus, asked, Whose("printed", medium.publishers))


def _of_relayed(corpus: Corpus, asked: Asked, _held: Figures, medium: Medium) -> _Listed:
    return _said(corpus, asked, Whose("carried", ref=medium.key))


def _said(corpus: Corpus, asked: Asked, whose: Whose) -> _Listed:
    only = Narrowed(asked.classes, asked.since, asked.until, asked.unnamed)
    page = uttered(corpus, whose, only, limit=asked.limit, offset=asked.offset)
    return _Listed(how_many(corpus, whose, only), statements=statement_rows(corpus, page))


def _of_places(corpus: Corpus, _asked: Asked, held: Figures, _medium: Medium) -> _Listed:
    # One that prints nothing here is shown by the reports that it carried.
    some = held.printed or tuple(one for one, _ in held.carried)
    places = of_reports(corpus, (one.version for one in some[:NEWEST]), len(some))
    return _Listed(len(places.spots), places=places)


_LISTS: Final[dict[Show, Callable[[Corpus, Asked, Figures, Medium], _Listed]]] = {
    "overview": _overview,
    "printed": _of_printed,
    "statements": _of_statements,
    "relayed": _of_relayed,
    "speakers": _of_speakers,
    "carried": _of_carried,
    "copied": _of_copied,
    "copies": _of_copies,
    "shared": _of_shared,
    "places": _of_places,
}
