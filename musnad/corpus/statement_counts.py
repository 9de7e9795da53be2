"""The statements of a speaker or of a medium: counted, in the order of time, and a page of them whole."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, bindparam, text

from musnad.corpus.reading_parts import Parts, parts_in, places_in, texts_in
from musnad.corpus.searching import Place, Said, Whence, place_of, said_of, whence_of
from musnad.corpus.store import Corpus, reading
from musnad.model import Located
from musnad.search_speakers import Speaker

DAY: Final = (
    r"CASE WHEN s.said_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' "
    "THEN substr(s.said_on, 1, 10) ELSE substr(v.published, 1, 10) END"
)
"""The day of a statement ``s`` in a version ``v``: that of the words, the first of several, else that of
publication.
"""

_FROM: Final = (
    "FROM statement s JOIN report r ON r.newest = s.version JOIN version v ON v.pk = s.version "
    "LEFT JOIN origin o ON o.version = s.version AND o.statement = s.id"
)
# By the reports of a publisher: they are few where all statements are many.
_FROM_REPORTS: Final = (
    "FROM report r CROSS JOIN statement s ON s.version = r.newest JOIN version v ON v.pk = s.version "
    "LEFT JOIN origin o ON o.version = s.version AND o.statement = s.id"
)
_FROM_ORIGINS: Final = (
    "FROM origin o CROSS JOIN report r ON r.newest = o.version "
    "JOIN statement s ON s.version = o.version AND s.id = o.statement JOIN version v ON v.pk = s.version"
)
_WHERE: Final = {
    # 13 ms of 49,473 statements, none of which an index gives by the name of its speaker.
    "speaker": f"{_FROM} WHERE (s.speaker_ref = :ref "
    "OR (s.speaker IN :names AND (s.speaker_ref IS NULL OR s.speaker_ref = :ref)) OR s.speaks_for IN :names)",
    "printed": f"{_FROM_REPORTS} WHERE r.publisher IN :names",
    "carried": f"{_FROM_ORIGINS} WHERE o.key = :ref",
}
UNNAMED: Final = "(s.speaker_kind = 'unnamed' OR o.kind = 'unnamed')"
"""Whether the source of a statement ``s`` is described and not named, or who relayed it first."""
_ROW: Final = (
    f"SELECT s.version, s.id, s.cue_class, s.speaker, s.speaker_ref, s.speaker_kind, s.speaks_for, "
    f"{DAY} AS day, r.publisher, o.kind, o.key, o.name, o.ref"
)
_ORDER: Final = "ORDER BY day IS NULL, day, v.published, v.id, CAST(substr(s.id, 2) AS INTEGER)"


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose statements are meant: of a ``speaker`` of these names and that ref, or others for him; those
    ``printed`` by publishers of these names; those ``carried``, whose origin has the key `ref`.
    """

    how: Literal["speaker", "printed", "carried"]
    names: tuple[str, ...] = ()
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which of them: of these classes, of the days from `since` to `until`, or `unnamed` alone."""

    classes: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    unnamed: bool = False


ALL: Final = Narrowed()


@dataclass(frozen=True, slots=True)
class Sums:
    """How many statements there are, in how many reports; `unnamed` as `UNNAMED` says, `unstated` those that
    name and describe no speaker.
    """

    statements: int
    reports: int
    unnamed: int
    unstated: int


@dataclass(frozen=True, slots=True)
class Uttered:
    """A statement by the key of its version and its id there. `day` is as `DAY` says, None where nothing is
    dated; `origin_kind` None where none was found yet.
    """

    version: int
    id: str
    cue_class: str
    speaker: str | None
    speaker_ref: str | None
    speaker_kind: str | None
    speaks_for: str | None
    day: str | None
    publisher: str | None
    origin_kind: str | None
    origin_key: str | None
    origin_name: str | None
    origin_ref: str | None


@dataclass(frozen=True, slots=True)
class Entire:
    """A statement with where it stands, its origin, and the parts of its reading."""

    place: Place
    said: Said
    confidence: float
    speaker_kind: str | None
    origin: Whence | None
    parts: Parts


def uttered(
    corpus: Corpus, whose: Whose, only: Narrowed = ALL, *, limit: int = -1, offset: int = 0
) -> tuple[Uttered, ...]:
    """Somebody's statements by time, the undated last; a page of them, or all. Raises `CorpusError`."""
    where, values = _where(whose, only)
    asked = f"{_ROW} {where} {_ORDER} LIMIT :limit OFFSET :offset"
    with reading(corpus) as connection:
        rows = _run(connection, asked, {**values, "limit": limit, "offset": offset})
        return tuple(Uttered(*row) for row in rows)


def latest(corpus: Corpus, whose: Whose, most: int) -> tuple[Uttered, ...]:
    """The newest of somebody's statements, the oldest of them first. Raises `CorpusError`."""
    where, values = _where(whose, ALL)
    order = _ORDER.replace("day,", "day DESC,").replace("published,", "published DESC,")
    with reading(corpus) as connection:
        rows = _run(connection, f"{_ROW} {where} {order} LIMIT :limit", {**values, "limit": most})
        return tuple(Uttered(*row) for row in rows)[::-1]


def how_many(corpus: Corpus, whose: Whose, only: Narrowed = ALL) -> int:
    """How many statements `uttered` has of somebody. Raises `CorpusError`."""
    where, values = _where(whose, only)
    with reading(corpus) as connection:
        return int(_run(connection, f"SELECT count(*) {where}", values).scalar_one())


def sums(corpus: Corpus, whose: Whose) -> Sums:
    """What somebody's statements come to. Raises `CorpusError`."""
    where, values = _where(whose, ALL)
    counted = (
        f"count(*), count(DISTINCT s.version), coalesce(sum({UNNAMED}), 0), "
        "coalesce(sum(s.speaker_kind IS NULL), 0)"
    )
    with reading(corpus) as connection:
        return Sums(*_run(connection, f"SELECT {counted} {where}", values).one())


def by_day(corpus: Corpus, whose: Whose) -> tuple[tuple[str | None, str, int], ...]:
    """How many of somebody's statements are of each day and class. Raises `CorpusError`."""
    where, values = _where(whose, ALL)
    asked = f"SELECT {DAY} AS day, s.cue_class, count(*) {where} GROUP BY 1, 2 ORDER BY 1, 2"
    with reading(corpus) as connection:
        return tuple((day, kind, number) for day, kind, number in _run(connection, asked, values))


def _where(whose: Whose, only: Narrowed) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {"names": whose.names, "ref": whose.ref}
    where = _WHERE[whose.how]
    if only.classes:
        where += " AND s.cue_class IN :classes"
        values["classes"] = only.classes
    for name, sign in (("since", ">="), ("until", "<=")):
        if day := getattr(only, name):
            where += f" AND {DAY} {sign} :{name}"
            values[name] = day
    if only.unnamed:
        where += f" AND {UNNAMED}"
    return where, {name: value for name, value in values.items() if f":{name}" in where}


def _run(connection: Connection, asked: str, values: dict[str, Any]) -> Any:
    lists = (name for name, value in values.items() if isinstance(value, tuple))
    bound = text(asked).bindparams(*(bindparam(name, expanding=True) for name in lists))
    return connection.execute(bound, values)


def speakers_of(corpus: Corpus, key: str) -> tuple[Speaker, ...]:
    """Whose words come from an origin, by its key, the most frequent first. Raises `CorpusError`."""
    asked = (
        "SELECT s.speaker, s.speaker_ref, s.speaker_kind, count(*), count(DISTINCT s.version), "
        f"min(v.published), max(v.published) {_WHERE['carried']} AND s.speaker IS NOT NULL "
        "GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2"
    )
    with reading(corpus) as connection:
        return tuple(Speaker(*row) for row in _run(connection, asked, {"ref": key}))


def entire(corpus: Corpus, page: Iterable[tuple[int, str]]) -> tuple[Entire, ...]:
    """Statements by the keys of their versions and their ids, in that order. Raises `CorpusError`."""
    wanted = list(page)
    with reading(corpus) as connection:
        held = parts_in(connection, {version for version, _ in wanted})
        return tuple(_entire(connection, *one, held[one[0]]) for one in wanted)


_MORE: Final = text(
    "SELECT confidence, speaker_kind FROM statement WHERE version = :version AND id = :statement"
)


def _entire(connection: Connection, version: int, statement: str, held: Parts) -> Entire:
    row = connection.execute(_MORE, {"version": version, "statement": statement}).one()
    return Entire(
        place_of(connection, version),
        said_of(connection, version, statement),
        row[0],
        row[1],
        whence_of(connection, version, statement),
        held,
    )


_CONTENTS: Final = text("SELECT version, id, content FROM statement WHERE version IN :versions").bindparams(
    bindparam("versions", expanding=True)
)


@dataclass(frozen=True, slots=True)
class Texted:
    """The text of a version with the places that its reading found."""

    text: str
    places: tuple[Located, ...]


def texted(corpus: Corpus, versions: Iterable[int]) -> dict[int, Texted]:
    """Texts and places of versions, by the keys of their rows. Raises `CorpusError`."""
    wanted = sorted(set(versions))
    with reading(corpus) as connection:
        found, printed = places_in(connection, wanted), texts_in(connection, wanted)
    return {key: Texted(printed[key], one.places) for key, one in found.items()}


def contents_of(corpus: Corpus, versions: Iterable[int]) -> dict[tuple[int, str], list[tuple[int, int]]]:
    """Where the content of each statement of versions stands, by the key of the version and its id.

    Raises `CorpusError`.
    """
    with reading(corpus) as connection:
        rows = connection.execute(_CONTENTS, {"versions": sorted(set(versions))})
        return {(key, name): [(a, b) for a, b in json.loads(spans)] for key, name, spans in rows}


_HELD: Final = text(
    "SELECT external_id FROM report WHERE external_id IN :ids UNION SELECT id FROM report WHERE id IN :ids"
).bindparams(bindparam("ids", expanding=True))


def held(corpus: Corpus, reports: Iterable[str]) -> frozenset[str]:
    """Those of some names of reports, whole, that reports of the corpus go by. Raises `CorpusError`."""
    with reading(corpus) as connection:
        return frozenset(connection.execute(_HELD, {"ids": sorted(set(reports))}).scalars())
