"""What is looked at of every version whenever something is judged, small enough to be read at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, delete, insert, or_, select

from musnad.corpus import tables
from musnad.corpus.queries import StoredVersion, stored_keys
from musnad.corpus.store import Corpus, reading, writing

_AT_ONCE: Final = 256
_d, _v, _r = tables.digest.c, tables.version.c, tables.report.c


@dataclass(frozen=True, slots=True)
class Digest:
    """What one version gives to that: `stems` are hashes of the stems by which each statement is compared
    with others, `carriers` whom it tells of as carriers, both packed by whoever made it.
    """

    stems: bytes
    carriers: bytes


def digest_missing(corpus: Corpus, form: str, make: Callable[[StoredVersion], Digest]) -> int:
    """Have a digest of that form for the newest version of every report, and no other; how many were made.

    Some in each transaction. Raises `CorpusError`.
    """
    newest = select(_r.newest)
    joined = tables.report.outerjoin(tables.digest, _d.version == _r.newest)
    missing = select(_r.newest).select_from(joined).where(or_(_d.version.is_(None), _d.form != form))
    done = 0
    while True:
        with writing(corpus) as connection:
            connection.execute(delete(tables.digest).where(_d.version.not_in(newest)))
            keys = list(connection.execute(missing.limit(_AT_ONCE)).scalars())
            if not keys:
                return done
            connection.execute(delete(tables.digest).where(_d.version.in_(keys)))
            rows = []
            for key, held in stored_keys(connection, keys):
                made = make(held)
                rows.append({"version": key, "form": form, "stems": made.stems, "carriers": made.carriers})
            connection.execute(insert(tables.digest), rows)
            done += len(keys)


def drop_digests(corpus: Corpus, versions: list[str]) -> None:
    """Drop the digests of versions, by their ids, to be made anew. Raises `CorpusError`."""
    of = select(_v.pk).where(_v.id.in_(versions))
    with writing(corpus) as connection:
        connection.execute(delete(tables.digest).where(_d.version.in_(of)))


def stems_of(corpus: Corpus) -> list[tuple[str, bytes]]:
    """The stems of all newest versions that were compared with others, by their ids. Raises `CorpusError`."""
    c = tables.compared.c
    asked = _of_newest(_v.id, _d.stems).join(tables.compared, c.version == _d.version)
    with reading(corpus) as connection:
        return [(name, keys) for name, keys in connection.execute(asked)]


def carriers_of(corpus: Corpus) -> list[tuple[str, bytes]]:
    """The carriers that all newest versions tell of, by their ids. Raises `CorpusError`."""
    with reading(corpus) as connection:
        asked = _of_newest(_v.id, _d.carriers)
        return [(name, carriers) for name, carriers in connection.execute(asked)]


def _of_newest(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(tables.digest)
        .join(tables.version, _v.pk == _d.version)
        .join(tables.report, _r.newest == _v.pk)
    )
