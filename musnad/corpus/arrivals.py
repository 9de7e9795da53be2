"""What came in: reports by the day on which they were published, or captured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import text

from musnad.corpus.searching import Whence
from musnad.corpus.store import Corpus, reading

By = Literal["published", "captured"]

_DAY: Final[Mapping[By, str]] = {"published": "v.published", "captured": "v.seen"}
_NEWEST: Final = (
    "FROM report r JOIN version v ON v.pk = r.newest WHERE {day} IS NOT NULL ORDER BY {day} DESC, {then} v.id"
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A report that came in: its newest version, how many statements that has, and whence most of it is.

    `seen` is when the version was captured, or else added.
    """

    report: str
    version: str
    title: str | None
    language: str | None
    publisher: str | None
    published: str | None
    seen: str
    statements: int
    origin: Whence | None


def newest(corpus: Corpus, by: By, limit: int = 12) -> tuple[Arrived, ...]:
    """The reports published last, or captured last, among those of one moment the last published. Raises
    `CorpusError`.
    """
    order = _NEWEST.format(day=_DAY[by], then="" if by == "published" else "v.published DESC,")
    asked = text(
        "SELECT coalesce(r.external_id, r.id), v.id, v.title, v.language, r.publisher, v.published, v.seen, "
        "(SELECT count(*) FROM statement s WHERE s.version = v.pk), o.kind, o.name, o.ref "
        f"FROM (SELECT v.pk AS key {order} LIMIT :limit) k JOIN version v ON v.pk = k.key "
        "JOIN report r ON r.newest = v.pk LEFT JOIN origin o ON o.version = v.pk AND o.statement = ''"
    )
    with reading(corpus) as connection:
        return tuple(_arrived(tuple(row)) for row in connection.execute(asked, {"limit": limit}))


def _arrived(row: tuple[Any, ...]) -> Arrived:
    report, version, title, language, publisher, published, seen, statements, kind, name, ref = row
    origin = None if kind is None else Whence(kind, name, ref)
    return Arrived(report, version, title, language, publisher, published, seen, statements, origin)


def days(corpus: Corpus, by: By, most: int = 14) -> tuple[tuple[str, int], ...]:
    """The last days on which any was published, or captured, each with how many, the latest first. Raises
    `CorpusError`.
    """
    column = _DAY[by]
    asked = text(
        f"SELECT substr({column}, 1, 10), count(*) FROM report r JOIN version v ON v.pk = r.newest "
        f"WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 1 DESC LIMIT :most"
    )
    with reading(corpus) as connection:
        return tuple((day, count) for day, count in connection.execute(asked, {"most": most}))
