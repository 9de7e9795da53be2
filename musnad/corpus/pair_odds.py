"""What was read of pairs of contents, kept by a hash of both and the model: what was read once is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, exists, insert, select

from musnad.corpus import tables
from musnad.corpus.store import Corpus, reading, writing

Value = TypeVar("Value")

_AT_ONCE: Final = 500
_e, _u, _v = tables.pair_odds.c, tables.pair_odds_of.c, tables.version.c


@dataclass(frozen=True, slots=True)
class Asked:
    """Odds that were asked for: packed, by their keys, and the keys of each version's pairs, by its id.

    A key is `pair_reading.key`.
    """

    data: Mapping[bytes, bytes] = field(default_factory=dict)
    keys: Mapping[str, Collection[bytes]] = field(default_factory=dict)


def packed_odds(odds: NDArray[np.float32]) -> bytes:
    """The odds of a pair, (2,), as they are kept: float32, the lowest byte first."""
    return odds.astype(_STORED).tobytes()


def unpacked_odds(data: Sequence[bytes]) -> NDArray[np.float32]:
    """Odds as they were packed, (pairs, 2)."""
    return np.frombuffer(b"".join(data), _STORED).reshape(-1, 2).astype(np.float32)


def is_odds(data: bytes) -> bool:
    """Whether bytes are the odds of a pair."""
    width = 2 * np.dtype(_STORED).itemsize
    return len(data) == width and bool(np.isfinite(np.frombuffer(data, _STORED)).all())


_STORED: Final = "<f4"


def pair_odds_kept(corpus: Corpus, keys: Iterable[bytes]) -> dict[bytes, bytes]:
    """Those of these odds that the corpus has, packed, by their keys. Raises `CorpusError`."""
    with reading(corpus) as connection:
        return {
            key: data
            for some in _chunks(sorted(keys))
            for key, data in connection.execute(select(_e.key, _e.data).where(_e.key.in_(some)))
        }


def keep_pair_odds(corpus: Corpus, asked: Asked) -> None:
    """Keep odds that were asked for beside all that are kept. Raises `CorpusError`."""
    with writing(corpus) as connection:
        names = sorted(asked.keys)
        versions = {
            name: pk
            for some in _chunks(names)
            for name, pk in connection.execute(select(_v.id, _v.pk).where(_v.id.in_(some)))
        }
        _put(connection, versions, asked)


def renew_pair_odds(
    connection: Connection, versions: Mapping[str, int], compared: Iterable[str], asked: Asked
) -> None:
    """Have what was asked for stand for all that the `compared` versions had; what none has left goes, and
    what only a version had that is the newest no more.

    `versions` has the key of each by its id.
    """
    newest = select(tables.report.c.newest)
    connection.execute(delete(tables.pair_odds_of).where(_u.version.not_in(newest)))
    for some in _chunks([versions[name] for name in compared if name in versions]):
        connection.execute(delete(tables.pair_odds_of).where(_u.version.in_(some)))
    _put(connection, versions, asked)
    connection.execute(delete(tables.pair_odds).where(~exists().where(_u.pair == _e.pk)))


def drop_pair_odds(connection: Connection, versions: Sequence[int]) -> None:
    """Forget what was read of the pairs of versions, by key, where no other version has the same pair."""
    had = list(connection.execute(select(_u.pair).where(_u.version.in_(versions)).distinct()).scalars())
    connection.execute(delete(tables.pair_odds_of).where(_u.version.in_(versions)))
    for some in _chunks(had):
        left = exists().where(_u.pair == _e.pk)
        connection.execute(delete(tables.pair_odds).where(_e.pk.in_(some), ~left))


def _put(connection: Connection, versions: Mapping[str, int], asked: Asked) -> None:
    held = _keys(connection, asked.data)
    fresh = [{"key": key, "data": data} for key, data in asked.data.items() if key not in held]
    if fresh:
        connection.execute(insert(tables.pair_odds), fresh)
        held |= _keys(connection, [row["key"] for row in fresh])
    found: set[tuple[int, int]] = set()
    uses = {(versions[name], held[key]) for name, of in asked.keys.items() if name in versions for key in of}
    for some in _chunks(sorted({version for version, _ in uses})):
        found.update(
            (version, pair)
            for version, pair in connection.execute(select(_u.version, _u.pair).where(_u.version.in_(some)))
        )
    if new := sorted(uses - found):
        connection.execute(
            insert(tables.pair_odds_of), [{"version": version, "pair": pair} for version, pair in new]
        )


def _keys(connection: Connection, keys: Iterable[bytes]) -> dict[bytes, int]:
    return {
        key: pk
        for some in _chunks(sorted(keys))
        for key, pk in connection.execute(select(_e.key, _e.pk).where(_e.key.in_(some)))
    }


def _chunks(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    return (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))
