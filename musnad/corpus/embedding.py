"""Vectors of contents, kept by the hash of a text and its model: what was encoded once is read back."""

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
_e, _u, _v = tables.vector.c, tables.vector_of.c, tables.version.c


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors that were asked for: packed, by their keys, and the keys of each version's contents, by its id.

    A key is the hash of a text and the name of the model.
    """

    data: Mapping[bytes, bytes] = field(default_factory=dict)
    keys: Mapping[str, Collection[bytes]] = field(default_factory=dict)


def packed_vector(vector: NDArray[np.float32]) -> bytes:
    """A vector as it is kept: float32, the lowest byte first."""
    return vector.astype(_STORED).tobytes()


def unpacked_vectors(data: Sequence[bytes]) -> NDArray[np.float32]:
    """Vectors as they were packed, one a row."""
    return np.array([np.frombuffer(one, _STORED) for one in data], np.float32)


def is_vector(data: bytes) -> bool:
    """Whether bytes are a vector of length 1."""
    if not data or len(data) % np.dtype(_STORED).itemsize:
        return False
    return bool(abs(np.linalg.norm(np.frombuffer(data, _STORED)) - 1.0) < _ROUNDING)


# In half the width no pair's relation changes (8,176 reports, 32,517 pairs), but half of the scores in their
# last digit; and what rounds otherwise by what is encoded beside it would differ by more.
_STORED: Final = "<f4"
_ROUNDING: Final = 1e-4


def vectors_kept(corpus: Corpus, keys: Iterable[bytes]) -> dict[bytes, bytes]:
    """Those of these vectors that the corpus has, packed, by their keys. Raises `CorpusError`."""
    with reading(corpus) as connection:
        return {
            key: data
            for some in _chunks(sorted(keys))
            for key, data in connection.execute(select(_e.key, _e.data).where(_e.key.in_(some)))
        }


def keep_vectors(corpus: Corpus, asked: Embedded) -> None:
    """Keep vectors that were asked for beside all that are kept. Raises `CorpusError`."""
    with writing(corpus) as connection:
        names = sorted(asked.keys)
        versions = {
            name: pk
            for some in _chunks(names)
            for name, pk in connection.execute(select(_v.id, _v.pk).where(_v.id.in_(some)))
        }
        _put(connection, versions, asked)


def renew_vectors(
    connection: Connection, versions: Mapping[str, int], compared: Iterable[str], asked: Embedded
) -> None:
    """Have what was asked for stand for all that the `compared` versions had; what none has left goes, and
    what only a version had that is the newest no more.

    `versions` has the key of each by its id.
    """
    newest = select(tables.report.c.newest)
    connection.execute(delete(tables.vector_of).where(_u.version.not_in(newest)))
    for some in _chunks([versions[name] for name in compared if name in versions]):
        connection.execute(delete(tables.vector_of).where(_u.version.in_(some)))
    _put(connection, versions, asked)
    connection.execute(delete(tables.vector).where(~exists().where(_u.vector == _e.pk)))


def drop_vectors(connection: Connection, versions: Sequence[int]) -> None:
    """Forget the vectors of the contents of versions, by key, where no other version has the same content."""
    had = list(connection.execute(select(_u.vector).where(_u.version.in_(versions)).distinct()).scalars())
    connection.execute(delete(tables.vector_of).where(_u.version.in_(versions)))
    for some in _chunks(had):
        left = exists().where(_u.vector == _e.pk)
        connection.execute(delete(tables.vector).where(_e.pk.in_(some), ~left))


def _put(connection: Connection, versions: Mapping[str, int], asked: Embedded) -> None:
    held = _keys(connection, asked.data)
    fresh = [{"key": key, "data": data} for key, data in asked.data.items() if key not in held]
    if fresh:
        connection.execute(insert(tables.vector), fresh)
        held |= _keys(connection, [row["key"] for row in fresh])
    found: set[tuple[int, int]] = set()
    uses = {(versions[name], held[key]) for name, of in asked.keys.items() if name in versions for key in of}
    for some in _chunks(sorted({version for version, _ in uses})):
        found.update(
            (version, vector)
            for version, vector in connection.execute(
                select(_u.version, _u.vector).where(_u.version.in_(some))
            )
        )
    if new := sorted(uses - found):
        connection.execute(
            insert(tables.vector_of), [{"version": version, "vector": vector} for version, vector in new]
        )


def _keys(connection: Connection, keys: Iterable[bytes]) -> dict[bytes, int]:
    return {
        key: pk
        for some in _chunks(sorted(keys))
        for key, pk in connection.execute(select(_e.key, _e.pk).where(_e.key.in_(some)))
    }


def _chunks(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    return (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))
