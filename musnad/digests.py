"""Digests: what judging looks at in every version, without unpacking what is kept of it.

Of each statement the hashes of the stems by which it is compared with others, so that those worth comparing
with one that changed are found at once; of each report the carriers that it tells of, so that their names are
counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from musnad import briefs, claims_update
from musnad.briefs import Brief, brief, unpacked
from musnad.claims_pairs import KEYS, SHARED, rarest
from musnad.corpus import Digest, StoredVersion
from musnad.corpus.entry import read_back, told
from musnad.origins_carriers import Carried, carried
from musnad.shingles import hashes

FORM: Final = f"1.{briefs.FORM}.{claims_update.FORM}"
"""How digests are made: others are made anew. The first number is raised where this module makes them
otherwise.
"""

Keys = NDArray[np.uint32]


def digest(version: StoredVersion) -> Digest:
    """The digest of a version; linear in what its brief holds."""
    return digest_of(unpacked(version.brief()) or brief(version.reading()))


def digest_of(held: Brief) -> Digest:
    """The digest of a version of which this is the brief."""
    keys = np.zeros((len(held.said), KEYS), dtype="<u4")
    for row, one in enumerate(held.said):
        # Half of 64 bits: two stems of one hash only have more compared than need be. 0 stands for none.
        hashed = hashes(rarest(one.words)).astype("<u4")
        keys[row, : len(hashed)] = np.maximum(hashed, 1)
    return Digest(keys.tobytes(), told(carried(held.evidence)))


def carriers(data: bytes) -> Carried:
    """What `Digest.carriers` holds."""
    return read_back(data, Carried)


def near(digests: Sequence[tuple[str, bytes]], wanted: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """The statements worth comparing with some, by version, as numbers in the order of its statements.

    All that `claims_pairs` would compare, and a few more; `wanted` are versions and numbers themselves.
    Linear in all statements.
    """
    parts = [np.frombuffer(data, dtype="<u4").reshape(-1, KEYS) for _, data in digests]
    ends = np.cumsum([0, *map(len, parts)])
    at = {name: number for number, (name, _) in enumerate(digests)}
    every = np.vstack(parts) if parts else np.zeros((0, KEYS), dtype="<u4")
    chosen = np.zeros(len(every), dtype=bool)
    for name, row in wanted:
        if name in at:
            own = parts[at[name]][row]
            chosen |= _shared(every, np.unique(own[own > 0])) >= SHARED
    rows = np.flatnonzero(chosen)
    found: dict[str, list[int]] = {}
    owners = np.searchsorted(ends, rows, side="right") - 1
    for owner, row in zip(owners.tolist(), (rows - ends[owners]).tolist(), strict=True):
        found.setdefault(digests[owner][0], []).append(row)
    return found


def _shared(every: Keys, own: Keys) -> NDArray[np.int64]:
    """How many keys of each row are among these."""
    if not len(own):
        return np.zeros(len(every), dtype=np.int64)
    places = np.minimum(np.searchsorted(own, every), len(own) - 1)
    return np.asarray((own[places] == every).sum(axis=1), dtype=np.int64)
