"""Reports as they came in, the versions of one, and where else its claims stand: rows without their texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import TextClause, bindparam, text

from musnad.corpus.store import Corpus, reading


@dataclass(frozen=True, slots=True)
class Came:
    """A report in a list, by its id: its newest version, how many versions and statements there are, and its
    origin.

    `seen` is when the version was captured, or else added. `origin_kind` is None where no origin was found
    yet.
    """

    id: str
    version: str
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
class Edition:
    """A version of a report, without its text; `number` counts them from 1, the oldest first."""

    number: int
    version: str
    seen: str
    published: str | None
    title: str | None
    reader: str
    engine: str
    statements: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A report in which a claim stands, by its newest version, and the first of its statements there."""

    version: str
    report: str
    publisher: str | None
    published: str | None
    title: str | None
    statement: str


_CAME: Final = (
    "SELECT r.id, v.id, r.publisher, v.published, v.title, v.language, v.seen, "
    "(SELECT count(*) FROM version w WHERE w.report = r.pk), "
    "(SELECT count(*) FROM statement s WHERE s.version = v.pk), o.kind, o.name, o.ref "
    "FROM report r JOIN version v ON v.pk = r.newest "
    "LEFT JOIN origin o ON o.version = v.pk AND o.statement = ''"
)
_OF: Final = "FROM report r JOIN version v ON v.pk = r.newest"
# Whatever came in at one time is in the order of its days; the id decides on nothing but ties.
_NEWEST: Final = "ORDER BY v.seen DESC, v.published IS NULL, v.published DESC, r.id"


def came_in(
    corpus: Corpus,
    publishers: Sequence[str] = (),
    days: tuple[str | None, str | None] = (None, None),
    *,
    limit: int = 20,
    offset: int = 0,
) -> tuple[int, tuple[Came, ...]]:
    """How many reports there are, and one page of them, what came in last first.

    `publishers` are as stored, none for all; `days` are the first and last day of publication. Raises
    `CorpusError`.
    """
    where, values = list[str](), dict[str, Any]()
    if publishers:
        where.append("r.publisher IN :publishers")
        values["publishers"] = tuple(publishers)
    for condition, name, day in zip(
        ("v.published >= :since", "substr(v.published, 1, 10) <= :until"),
        ("since", "until"),
        days,
        strict=True,
    ):
        if day:
            where.append(condition)
            values[name] = day
    narrowed = f" WHERE {' AND '.join(where)}" if where else ""
    # Without a day the count need not look at versions, 7 ms of 8,176 reports.
    counted = f"SELECT count(*) {_OF if any(days) else 'FROM report r'}{narrowed}"
    page = f"SELECT r.pk {_OF}{narrowed} {_NEWEST} LIMIT :limit OFFSET :offset"
    with reading(corpus) as connection:
        total = int(connection.execute(_bound(counted, values), values).scalar_one())
        asked = _bound(f"{_CAME} WHERE r.pk IN ({page}) {_NEWEST}", values)
        rows = connection.execute(asked, {**values, "limit": limit, "offset": offset})
        return total, tuple(Came(*row) for row in rows)


def _bound(asked: str, values: dict[str, Any]) -> TextClause:
    lists = [name for name, value in values.items() if isinstance(value, tuple)]
    return text(asked).bindparams(*(bindparam(name, expanding=True) for name in lists))


_OUTLETS: Final = text(
    "SELECT publisher, count(*) FROM report WHERE publisher IS NOT NULL "
    "GROUP BY publisher ORDER BY 2 DESC, 1 LIMIT :most"
)


def outlets(corpus: Corpus, most: int = 200) -> tuple[tuple[str, int], ...]:
    """Publishers as stored, with how many reports each has, those of most reports first. Raises
    `CorpusError`.
    """
    with reading(corpus) as connection:
        return tuple((name, number) for name, number in connection.execute(_OUTLETS, {"most": most}))


_EDITIONS: Final = text(
    "SELECT row_number() OVER (ORDER BY v.seen, coalesce(v.published, ''), v.id) AS number, v.id, v.seen, "
    "v.published, v.title, g.reader, g.engine, "
    "(SELECT count(*) FROM statement s WHERE s.version = v.pk), count(*) OVER () "
    "FROM report r JOIN version v ON v.report = r.pk JOIN reading g ON g.version = v.pk WHERE r.id = :report "
    "ORDER BY number DESC LIMIT :limit OFFSET :offset"
)


def editions(
    corpus: Corpus, report: str, *, limit: int = 20, offset: int = 0
) -> tuple[int, tuple[Edition, ...]]:
    """How many versions the report of that id has, and one page of them, the newest first; none behind the
    last. Raises `CorpusError`.
    """
    with reading(corpus) as connection:
        asked = {"report": report, "limit": limit, "offset": offset}
        rows = list(connection.execute(_EDITIONS, asked))
        if not rows and offset:
            rows = list(connection.execute(_EDITIONS, {**asked, "limit": 1, "offset": 0}))
            return (int(rows[0][-1]) if rows else 0), ()
    return (int(rows[0][-1]) if rows else 0), tuple(Edition(*row[:-1]) for row in rows)


def speaking(corpus: Corpus, refs: Iterable[str]) -> frozenset[str]:
    """Those of these references under which somebody speaks in the corpus. Raises `CorpusError`."""
    asked = text("SELECT DISTINCT speaker_ref FROM statement WHERE speaker_ref IN :refs")
    with reading(corpus) as connection:
        found = connection.execute(
            asked.bindparams(bindparam("refs", expanding=True)), {"refs": sorted(set(refs))}
        )
        return frozenset(found.scalars())


_STANDING: Final = text(
    "WITH own AS (SELECT m.statement, m.claim FROM version v JOIN member m ON m.version = v.pk "
    "WHERE v.id = :version), "
    "others AS (SELECT m.claim, m.version, m.statement, min(m.place) AS place FROM member m "
    "JOIN version v ON v.pk = m.version WHERE m.claim IN (SELECT claim FROM own) AND v.id <> :version "
    "GROUP BY m.claim, m.version), "
    "first AS (SELECT *, row_number() OVER (PARTITION BY claim ORDER BY place) AS nth FROM others) "
    "SELECT own.statement, v.id, r.id, r.publisher, v.published, v.title, first.statement FROM own "
    "JOIN first ON first.claim = own.claim AND first.nth <= :most JOIN version v ON v.pk = first.version "
    "JOIN report r ON r.pk = v.report ORDER BY own.statement, first.place"
)


def standing(corpus: Corpus, version: str, most: int = 5) -> dict[str, tuple[Standing, ...]]:
    """Where else the claim of each statement of a version stands: the first so many reports, the earliest
    first. Raises `CorpusError`.
    """
    found: dict[str, list[Standing]] = {}
    with reading(corpus) as connection:
        for statement, *row in connection.execute(_STANDING, {"version": version, "most": most}):
            found.setdefault(statement, []).append(Standing(*row))
    return {statement: tuple(places) for statement, places in found.items()}
