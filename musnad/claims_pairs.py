"""Two statements beside each other: which may say the same, and what speaks for it and against.

Candidates share words that are rare in the press, by counts that do not change with the corpus: whether two
are compared, and what comes of it, depends on the two alone. So an update equals a rebuild.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]  # its types are a package of their own

from musnad.claims_evidence import Said
from musnad.model import CueClass, Place
from musnad.words import frequency

Index = NDArray[np.int64]

KEYS: Final = 12
"""The rarest stems of a content by which others are sought."""
SHARED: Final = 2
"""How many of them two statements must share to be compared."""
_LEAST: Final = 0.2
"""The least cosine of two contents that are compared."""
_COMMON: Final = 11_800
"""A stem that `words.tsv` counts so often tells nothing: seven words are."""
_UNSEEN: Final = 8
"""Added to every count, so that what the list lacks is not beyond all measure."""
_HEAVY: Final = 4.0
"""The weight of a stem seen some two hundred times."""


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
        return Place(self.version, self.said.id).id


@lru_cache(maxsize=1 << 17)
def weight(stem: str) -> float:
    """How much a stem tells, by how rare it is in the press (inverse frequency, Sparck Jones 1972)."""
    seen = max(frequency(stem), frequency("ال" + stem), frequency(stem + "ه"), frequency("ال" + stem + "ه"))
    return max(0.0, math.log(_COMMON / (seen + _UNSEEN)))


def rarest(stems: Iterable[str]) -> list[str]:
    """The stems by which a statement is compared with others: its `KEYS` rarest."""
    return sorted(dict.fromkeys(stems), key=lambda stem: (-weight(stem), stem))[:KEYS]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of statements by their rows, the smaller first, with the cosine of their contents, in columns."""

    left: Index
    right: Index
    cosine: NDArray[np.float64]


class Weighed:
    """What is compared of statements, as sparse rows: a statement each."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = statements
        said = [one.said for one in statements]
        stems = [dict.fromkeys(one.words) for one in said]
        columns: dict[str, int] = {}
        self.matrix = _rows(stems, columns, weight)
        # The dot product of two rows is the weight of what both hold.
        self.shared = _rows(stems, columns, lambda stem: math.sqrt(weight(stem)))
        self.totals = np.asarray(self.matrix.sum(axis=1)).ravel()
        self.keys = _rows(list(map(rarest, stems)), columns, _one)
        squares = np.asarray(self.matrix.multiply(self.matrix).sum(axis=1)).ravel()
        self.norms = np.sqrt(np.where(squares > 0, squares, 1.0))
        self.sets: dict[str, sparse.csr_matrix] = {
            "follows": _rows([set(pairwise(one.words)) for one in said], {}, _one),
            "numbers": _rows([one.numbers for one in said], {}, _one),
            "names": _rows([one.names for one in said], {}, _one),
            "times": _rows([one.times for one in said], {}, _one),
            "heavy": _rows([[stem for stem in row if weight(stem) >= _HEAVY] for row in stems], {}, _one),
            "described": _rows([one.voice.described for one in said], {}, _one),
            "grams": _rows([_grams(row) for row in stems], {}, _one),
            "story": _rows([one.story for one in statements], {}, _one),
        }
        self.lengths = np.array([len(one.words) for one in said], dtype=np.float64)
        self.denied = np.array([denies(one) for one in said], dtype=bool)
        self.classes = np.array([_CLASSES.index(one.cue_class) for one in said], dtype=np.int64)
        self.versions = _numbered([one.version for one in statements])
        self.days = np.array([np.nan if one.day is None else one.day for one in statements], dtype=np.float64)
        self.lemmas = _numbered([one.lemma for one in said])
        self.quotes = _numbered([one.quote for one in said])
        self.sizes = {
            name: np.asarray(held.sum(axis=1), dtype=np.float64).ravel() for name, held in self.sets.items()
        }

    def candidates(self, fresh: Sequence[int] | None = None) -> Iterator[Pairs]:
        """The pairs of statements worth comparing, some at a time.

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
            kept = (found.data >= SHARED) & (left != right) & (~new[right] | (left < right))
            left, right = left[kept], right[kept]
            for at in range(0, len(left), _PAIRS):
                near = self.near(left[at : at + _PAIRS], right[at : at + _PAIRS])
                if len(near.left):
                    yield near

    def near(self, left: Index, right: Index, least: float = _LEAST) -> Pairs:
        """Those of some pairs whose contents are alike, and do not stand inside each other."""
        cosines = _dots(self.matrix, left, right) / (self.norms[left] * self.norms[right])
        chosen = [
            at
            for at in np.flatnonzero(cosines >= least).tolist()
            if not _nested(self.statements[left[at]], self.statements[right[at]])
        ]
        one, other = left[chosen], right[chosen]
        return Pairs(np.minimum(one, other), np.maximum(one, other), cosines[chosen])

    def common(self, name: str, pairs: Pairs) -> NDArray[np.float64]:
        """How many members of a set both of each pair have."""
        return _dots(self.sets[name], pairs.left, pairs.right)

    def shares(self, name: str, pairs: Pairs, doubt: float = 0.0) -> NDArray[np.float64]:
        """How much of the smaller set the other has too, 0 where one is empty."""
        smaller = self.smaller(name, pairs)
        return np.asarray(self.common(name, pairs) / np.maximum(smaller + doubt, 1.0), dtype=np.float64)

    def smaller(self, name: str, pairs: Pairs) -> NDArray[np.float64]:
        """The size of the smaller set of each pair."""
        sizes = self.sizes[name]
        return np.asarray(np.minimum(sizes[pairs.left], sizes[pairs.right]), dtype=np.float64)

    def weight_shared(self, pairs: Pairs) -> NDArray[np.float64]:
        """The weight of the stems that both contents of each pair have."""
        return _dots(self.shared, pairs.left, pairs.right)


_CLASSES: Final = get_args(CueClass)


def denies(said: Said) -> bool:
    """Whether a statement denies its content, or says that it was not said."""
    return (said.cue_class == "deny") != said.negated


def _numbered(names: Sequence[str]) -> Index:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)


def _grams(stems: Iterable[str]) -> set[str]:
    """The runs of three letters in some stems, their ends marked: what derived forms of a word share."""
    marked = [f"<{stem}>" for stem in stems]
    return {stem[at : at + 3] for stem in marked for at in range(len(stem) - 2)}


def _one(_member: Hashable) -> float:
    return 1.0


def _rows(
    members: Sequence[Iterable[Hashable]], columns: dict[Any, int], value: Callable[[Any], float]
) -> sparse.csr_matrix:
    """A matrix with a row for each of `members` and a column for each member, numbered as they come."""
    # Sums of weights are the same in the digits that are kept, whatever the order of the columns; counts are
    # whole numbers, which half the width holds.
    places, values, ends = array("q"), array("f" if value is _one else "d"), array("q", [0])
    for row in members:
        for member in row:
            places.append(columns.setdefault(member, len(columns)))
            values.append(value(member))
        ends.append(len(places))
    made = sparse.csr_matrix(
        (np.array(values), np.array(places), np.array(ends)), shape=(len(members), max(1, len(columns)))
    )
    made.sort_indices()
    return made


def _dots(matrix: sparse.csr_matrix, left: Index, right: Index) -> NDArray[np.float64]:
    return np.asarray(matrix[left].multiply(matrix[right]).sum(axis=1), dtype=np.float64).ravel()


_AT_ONCE: Final = 512
_PAIRS: Final = 1 << 14


def _nested(left: Statement, right: Statement) -> bool:
    """Whether two statements are one stretch of one text: one stands inside the other."""
    return left.version == right.version and any(
        a.overlap(b) for a in left.said.content for b in right.said.content
    )
