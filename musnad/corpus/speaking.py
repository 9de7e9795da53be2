"""What speakers of a corpus said, in the order of time, and whom a medium relays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, text

from musnad.corpus.queries import stored_keys
from musnad.corpus.searching import Place, Said, Whence, place_of, said_of, whence_of
from musnad.corpus.store import Corpus, reading
from musnad.search_speakers import Speaker

_SPEAKERS: Final = text(
    "SELECT s.speaker, s.speaker_ref, s.speaker_kind, count(*), count(DISTINCT s.version), min(v.published), "
    "max(v.published) FROM statement s JOIN report r ON r.newest = s.version "
    "JOIN version v ON v.pk = s.version WHERE s.speaker IS NOT NULL GROUP BY 1, 2, 3"
)
_WHO: Final = (
    "FROM statement s JOIN report r ON r.newest = s.version JOIN version v ON v.pk = s.version "
    "WHERE (s.speaker_ref = :ref "
    "OR (s.speaker IN :names AND (s.speaker_ref IS NULL OR s.speaker_ref = :ref)) "
    "OR s.speaks_for IN :names)"
)
_RELAYED: Final = text(
    "SELECT s.speaker, s.speaker_ref, s.speaker_kind, count(*), count(DISTINCT s.version), min(v.published), "
    "max(v.published) FROM origin o JOIN statement s ON s.version = o.version AND s.id = o.statement "
    "JOIN report r ON r.newest = s.version JOIN version v ON v.pk = s.version "
    "WHERE o.key = :ref AND s.speaker IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1 LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A statement with where it stands, its origin, and the relayers of its chain, outermost first."""

    place: Place
    said: Said
    origin: Whence | None
    via: tuple[str, ...]


def speakers(corpus: Corpus) -> tuple[Speaker, ...]:
    """All who speak in the newest versions, by the names and refs that statements give them. Raises
    `CorpusError`.
    """
    with reading(corpus) as connection:
        return tuple(Speaker(*row) for row in connection.execute(_SPEAKERS))


def spoken(
    corpus: Corpus,
    names: Sequence[str],
    ref: str | None,
    days: tuple[str | None, str | None] = (None, None),
    *,
    limit: int = 10,
    offset: int = 0,
) -> tuple[int, tuple[Spoken, ...]]:
    """How many statements a speaker of these names and that ref made, or others for him, and one page of them
    by time.

    `days` are the first and the last day of publication. Raises `CorpusError`.
    """
    where, values = _WHO, {"ref": ref or "", "names": tuple(names)}
    for condition, day in zip(
        (" AND v.published >= :since", " AND substr(v.published, 1, 10) <= :until"), days, strict=True
    ):
        if day:
            where += condition
            values[condition.rsplit(":", 1)[1]] = day
    with reading(corpus) as connection:

        def run(asked: str, more: dict[str, Any]) -> Any:
            return connection.execute(
                text(asked).bindparams(bindparam("names", expanding=True)), {**values, **more}
            )

        total = int(run(f"SELECT count(*) {where}", {}).scalar_one())
        asked = (
            f"SELECT s.version, s.id {where} ORDER BY coalesce(s.said_on, substr(v.published, 1, 10), ''), "
            "v.published, v.id, CAST(substr(s.id, 2) AS INTEGER) LIMIT :limit OFFSET :offset"
        )
        page = list(run(asked, {"limit": limit, "offset": offset}))
        via = _via(connection, [version for version, _ in page])
        found = tuple(
            Spoken(
                place_of(connection, version),
                said_of(connection, version, name),
                whence_of(connection, version, name),
                via.get((version, name), ()),
            )
            for version, name in page
        )
    return total, found


def _via(connection: Connection, versions: Sequence[int]) -> dict[tuple[int, str], tuple[str, ...]]:
    found = {}
    for key, held in stored_keys(connection, list(dict.fromkeys(versions))):
        made = held.reading()
        names = {one.id: one.name for one in made.entities}
        for said in made.statements:
            links = [link for link in said.chain if link.kind in ("credit", "relayer")]
            found[key, said.id] = tuple(names.get(link.entity, "") for link in links)
    return found


def relayed(corpus: Corpus, ref: str, most: int = 20) -> tuple[Speaker, ...]:
    """Those whose words come from a medium, by its ref, the most frequent first. Raises `CorpusError`."""
    with reading(corpus) as connection:
        return tuple(Speaker(*row) for row in connection.execute(_RELAYED, {"ref": ref, "most": most}))
