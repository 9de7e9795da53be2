"""Two statements beside each other: which may say the same, and what speaks for it and against.

Candidates share words that are rare in the press, by counts that do not change with the corpus: whether two
are compared, and what comes of it, depends on the two alone. So an update equals a rebuild.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]  # its types are a package of their own

from musnad.claims_evidence import Said
from musnad.words import frequency

Index = NDArray[np.int64]

KEYS: Final = 12
"""The rarest stems of a content by which others are sought."""
_SHARED: Final = 2
_LEAST: Final = 0.2
"""The least cosine of two contents that are compared."""
_TOTAL: Final = 1_600_000
"""Words in the news texts that the counts of `words.tsv` come from, about."""
_UNSEEN: Final = 8
_HEAVY: Final = 4.0


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with what its report tells of it: the version, the day of publication, in days, and what it
    is about: hashes of the names in it.
    """

    version: str
    said: Said
    day: int | None
    story: frozenset[int] = frozenset()

    @property
    def id(self) -> str:
        """What tells it from all others: the version and its id there."""
        return f"{self.version}/{self.said.id}"


@lru_cache(maxsize=1 << 17)
def weight(stem: str) -> float:
    """How much a stem tells, by how rare it is in the press (inverse frequency, Sparck Jones 1972)."""
    seen = max(frequency(stem), frequency("ال" + stem), frequency(stem + "ه"), frequency("ال" + stem + "ه"))
    return max(0.0, math.log(_TOTAL / 1000 / (seen + _UNSEEN)) + 2.0)


class Unit:
    """What is compared of one content, made once."""

    __slots__ = ("follows", "heavy", "stems", "total")

    def __init__(self, said: Said) -> None:
        self.stems = {stem: weight(stem) for stem in said.words}
        self.total = math.fsum(self.stems.values())
        self.follows = frozenset(pairwise(said.words))
        self.heavy = frozenset(stem for stem, told in self.stems.items() if told >= _HEAVY)


class Weighed:
    """The contents of statements as rows of weighed stems."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = statements
        columns: dict[str, int] = {}
        rows, places, values = list[int](), list[int](), list[float]()
        keys, key_rows = list[int](), list[int]()
        for row, one in enumerate(statements):
            stems = dict.fromkeys(one.said.words)
            for stem in stems:
                rows.append(row)
                places.append(columns.setdefault(stem, len(columns)))
                values.append(weight(stem))
            for stem in sorted(stems, key=lambda stem: (-weight(stem), stem))[:KEYS]:
                key_rows.append(row)
                keys.append(columns[stem])
        shape = (len(statements), max(1, len(columns)))
        self.matrix = sparse.csr_matrix((values, (rows, places)), shape=shape)
        self.keys = sparse.csr_matrix((np.ones(len(keys), dtype=np.float32), (key_rows, keys)), shape=shape)
        squares = np.asarray(self.matrix.multiply(self.matrix).sum(axis=1)).ravel()
        self.norms = np.sqrt(np.where(squares > 0, squares, 1.0))

    def candidates(self, fresh: Sequence[int] | None = None) -> Iterator[tuple[int, int, float]]:
        """The pairs of statements worth comparing, by their rows, the smaller first, with their cosine.

        With `fresh`, only those of which at least one is among these rows.
        """
        count = len(self.statements)
        rows = np.arange(count) if fresh is None else np.array(sorted(fresh), dtype=np.int64)
        new = np.zeros(count, dtype=bool)
        new[rows] = True
        turned = self.keys.T.tocsr()
        for first in range(0, len(rows), _AT_ONCE):
            some = rows[first : first + _AT_ONCE]
            found = (self.keys[some] @ turned).tocoo()
            left, right = some[found.row], found.col.astype(np.int64)
            # Between two new ones once; an old one always comes second.
            kept = (found.data >= _SHARED) & (left != right) & (~new[right] | (left < right))
            left, right = left[kept], right[kept]
            for at in range(0, len(left), _PAIRS):
                yield from self._near(left[at : at + _PAIRS], right[at : at + _PAIRS])

    def _near(self, left: Index, right: Index) -> Iterator[tuple[int, int, float]]:
        dots = np.asarray(self.matrix[left].multiply(self.matrix[right]).sum(axis=1)).ravel()
        cosines = dots / (self.norms[left] * self.norms[right])
        for at in np.flatnonzero(cosines >= _LEAST).tolist():
            i, j = int(left[at]), int(right[at])
            if not _nested(self.statements[i], self.statements[j]):
                yield min(i, j), max(i, j), float(cosines[at])


_AT_ONCE: Final = 512
_PAIRS: Final = 1 << 17


def _nested(left: Statement, right: Statement) -> bool:
    """Whether two statements are one stretch of one text: one stands inside the other."""
    return left.version == right.version and any(
        a.overlap(b) for a in left.said.content for b in right.said.content
    )
