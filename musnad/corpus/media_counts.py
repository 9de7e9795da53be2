"""What is counted of media: who prints, who is an origin, and whose reports repeat whose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import bindparam, text

from musnad.corpus.store import Corpus, reading

Side = Literal["earlier", "later"]


@dataclass(frozen=True, slots=True)
class Printer:
    """A publisher as stored: how many reports, and the first and last day of publication."""

    name: str
    reports: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Carrying:
    """An origin of statements: how many, in how many reports; `joint` is true of several agencies together.

    `whole` is of how many reports it is the origin of most of the text.
    """

    kind: str
    key: str
    name: str | None
    ref: str | None
    statements: int
    reports: int
    whole: int


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """A report of a publisher: its version's key, what it goes by, and the origin of most of its text.

    `reasons` are as stored (`derived.reasons_of`); the parts of the origin are None where none was found yet.
    """

    version: int
    report: str
    publisher: str | None
    published: str | None
    title: str | None
    language: str | None
    kind: str | None
    key: str | None
    origin: str | None
    reasons: str | None


@dataclass(frozen=True, slots=True)
class Repeat:
    """That a report of one publisher shares text with one of another: their versions' keys and publishers.

    Where `directed` is false it is not known which came first.
    """

    later: int
    earlier: int
    later_publisher: str | None
    earlier_publisher: str | None
    directed: bool
    kind: str
    containment: float


_PRINTERS: Final = text(
    "SELECT r.publisher, count(*), min(v.published), max(v.published) FROM report r "
    "JOIN version v ON v.pk = r.newest WHERE r.publisher IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
)
_CARRYING: Final = text(
    "SELECT o.kind, o.key, min(o.name), min(o.ref), sum(o.statement <> ''), "
    "count(DISTINCT CASE WHEN o.statement <> '' THEN o.version END), sum(o.statement = '') "
    "FROM origin o JOIN report r ON r.newest = o.version "
    "WHERE o.kind IN ('agency', 'medium', 'joint', 'publisher') GROUP BY 1, 2 ORDER BY 5 DESC, 2"
)
_REPORT: Final = (
    "SELECT r.newest, coalesce(r.external_id, r.id), r.publisher, v.published, v.title, v.language, "
    "o.kind, o.key, o.name, o.reasons FROM report r JOIN version v ON v.pk = r.newest "
    "LEFT JOIN origin o ON o.version = r.newest AND o.statement = '' WHERE {where} "
    "ORDER BY v.published IS NULL, v.published DESC, v.id"
)
_REPEATS: Final = (
    "SELECT c.later, c.earlier, l.publisher, e.publisher, c.directed, c.kind, c.containment "
    "FROM report {side_alias} CROSS JOIN copy c ON c.{side} = {side_alias}.newest "
    "JOIN report {other_alias} ON {other_alias}.newest = c.{other} "
    "WHERE {side_alias}.publisher IN :names AND {other_alias}.publisher NOT IN :names "
    "ORDER BY c.containment DESC, c.later, c.earlier"
)


def printers(corpus: Corpus) -> tuple[Printer, ...]:
    """All who publish, those of most reports first. Raises `CorpusError`."""
    with reading(corpus) as connection:
        return tuple(Printer(*row) for row in connection.execute(_PRINTERS))


def carrying(corpus: Corpus) -> tuple[Carrying, ...]:
    """All media that are origins, those of most statements first. Raises `CorpusError`."""
    with reading(corpus) as connection:
        return tuple(Carrying(*row) for row in connection.execute(_CARRYING))


def reports_by(corpus: Corpus, publishers: Sequence[str]) -> tuple[PrintedReport, ...]:
    """The reports of publishers, the newest first. Raises `CorpusError`."""
    return _reports(corpus, "r.publisher IN :some", {"some": tuple(publishers)})


def reports_from(corpus: Corpus, key: str) -> tuple[PrintedReport, ...]:
    """The reports of most of whose text that origin is the origin, the newest first. Raises `CorpusError`."""
    return _reports(corpus, "o.key = :key", {"key": key})


def reports_at(corpus: Corpus, versions: Sequence[int]) -> tuple[PrintedReport, ...]:
    """Reports by the keys of their newest versions, the newest first. Raises `CorpusError`."""
    return _reports(corpus, "r.newest IN :some", {"some": tuple(sorted(set(versions)))})


def _reports(corpus: Corpus, where: str, values: dict[str, Any]) -> tuple[PrintedReport, ...]:
    asked = text(_REPORT.format(where=where))
    if "some" in values:
        asked = asked.bindparams(bindparam("some", expanding=True))
    with reading(corpus) as connection:
        return tuple(PrintedReport(*row) for row in connection.execute(asked, values))


def repeats(corpus: Corpus, publishers: Sequence[str], side: Side) -> tuple[Repeat, ...]:
    """Which reports of publishers stand on that side of a copy whose other side is another's; those that
    share most first. Raises `CorpusError`.
    """
    other: Side = "later" if side == "earlier" else "earlier"
    asked = _REPEATS.format(side=side, other=other, side_alias=side[0], other_alias=other[0])
    with reading(corpus) as connection:
        rows = connection.execute(
            text(asked).bindparams(bindparam("names", expanding=True)), {"names": tuple(publishers)}
        )
        return tuple(Repeat(a, b, c, d, bool(known), kind, share) for a, b, c, d, known, kind, share in rows)


_BRIEFS: Final = text("SELECT version, brief FROM reading WHERE version IN :versions").bindparams(
    bindparam("versions", expanding=True)
)


def packed_briefs(corpus: Corpus, versions: Sequence[int]) -> dict[int, bytes]:
    """What copies and origins take of the readings of versions, packed, by the keys of their rows.

    Raises `CorpusError`.
    """
    with reading(corpus) as connection:
        rows = connection.execute(_BRIEFS, {"versions": sorted(set(versions))})
        return dict(rows.all())
