"""Two statements beside each other: which may say the same, and what speaks for it and against.

Candidates share words that are rare in the press, by counts that do not change with the corpus: whether two
are compared, and what comes of it, depends on the two alone. So an update equals a rebuild.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, pairwise
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
        columns = _columns()
        self.matrix = _rows(stems, columns, weight)
        # The dot product of two rows is the weight of what both hold.
        self.shared = _rows(stems, columns, lambda stem: math.sqrt(weight(stem)))
        self.totals = np.asarray(self.matrix.sum(axis=1)).ravel()
        self.keys = _rows(map(rarest, stems), columns, None)
        self.norms = _norms(self.matrix)
        self.sets: dict[str, sparse.csr_matrix] = {
            "stems": _sets(stems),
            "follows": _sets(set(pairwise(one.words)) for one in said),
            "numbers": _sets(one.numbers for one in said),
            "names": _sets(one.names for one in said),
            "times": _sets(one.times for one in said),
            "heavy": _sets([stem for stem in row if weight(stem) >= _HEAVY] for row in stems),
            "described": _sets(one.voice.described for one in said),
            "figures": _sets(one.figures for one in said),
            "units": _sets({unit for unit, _ in one.figures} for one in said),
            "grams": _sets(set[str]().union(*map(_grams, row)) for row in stems),
            "story": _sets(one.story for one in statements),
        }
        self.lengths = np.array([len(one.words) for one in said], dtype=np.float64)
        self.orders: list[tuple[str, ...]] = [tuple(row) for row in stems]
        self.headings = np.array([one.heading for one in said], dtype=bool)
        self.acts = np.array([one.cue_class in _ACTS for one in said], dtype=bool)
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
        total = len(self.statements)
        rows = np.arange(total) if fresh is None else np.array(sorted(fresh), dtype=np.int64)
        new = np.zeros(total, dtype=bool)
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
        cosines = _cosines(self.matrix, self.norms, left, right)
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

    def in_order(self, pairs: Pairs) -> NDArray[np.float64]:
        """How many stems of the smaller content stand in one order in both, by its size."""
        both = zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
        return np.array([_in_order(self.orders[i], self.orders[j]) for i, j in both], dtype=np.float64)

    def weight_shared(self, pairs: Pairs) -> NDArray[np.float64]:
        """The weight of the stems that both contents of each pair have."""
        return _dots(self.shared, pairs.left, pairs.right)


def around(statements: Sequence[Statement], fresh: Sequence[int]) -> list[int]:
    """The rows of `fresh`, and of every statement that `Weighed.candidates` may set beside one of them.

    All others tell nothing of what is found for these rows: of 49,000 statements some 9,000 are beside those
    of 100 new reports.
    """
    new = set(fresh)
    columns = _columns()
    own = _rows([rarest(statements[row].said.words) for row in fresh], columns, None)
    wanted = set(columns)
    met: dict[int, set[str]] = {}
    for row, one in enumerate(statements):
        if row not in new and len(wanted.intersection(one.said.words)) >= SHARED:
            found = wanted.intersection(rarest(one.said.words))
            if len(found) >= SHARED:
                met[row] = found
    shared = (own @ _rows(met.values(), columns, None).T).tocoo()
    kept = shared.data >= SHARED
    left, right = shared.row[kept], shared.col[kept]
    others = list(met)
    stems = [dict.fromkeys(statements[row].said.words) for row in (*fresh, *others)]
    matrix = _rows(stems, _columns(), weight)
    near = _cosines(matrix, _norms(matrix), left, right + len(fresh)) >= _LEAST - _MARGIN
    return sorted((*new, *(others[at] for at in np.unique(right[near]).tolist())))


_MARGIN: Final = 1e-9
"""What sums of weights may differ by, added in another order."""


_CLASSES: Final = get_args(CueClass)
_ACTS: Final = frozenset({"accuse", "ask", "believe", "demand", "promise", "thank", "warn"})
"""Classes of cues that do something with words, where others tell that something is so."""


def denies(said: Said) -> bool:
    """Whether a statement denies its content, or says that it was not said."""
    return (said.cue_class == "deny") != said.negated


def _in_order(left: Sequence[str], right: Sequence[str]) -> float:
    """The longest run of stems that stand in one order in two rows without repetition, by the shorter."""
    places = {stem: at for at, stem in enumerate(right)}
    lasts = list[int]()
    for stem in left:
        place = places.get(stem)
        if place is None:
            continue
        at = bisect_left(lasts, place)
        lasts[at : at + 1] = [place]
    return len(lasts) / max(1, min(len(left), len(right)))


def _numbered(names: Sequence[str]) -> Index:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)


@lru_cache(maxsize=1 << 17)
def _grams(stem: str) -> frozenset[str]:
    """The runs of three letters in a stem, its ends marked: what derived forms of a word share."""
    marked = f"<{stem}>"
    return frozenset(marked[at : at + 3] for at in range(len(marked) - 2))


def _columns() -> defaultdict[Any, int]:
    """Numbers for what stands in the columns of a matrix, as they come."""
    return defaultdict(count().__next__)


def _sets(members: Iterable[Iterable[Hashable]]) -> sparse.csr_matrix:
    """A row for each of `members`, 1 for each of its own."""
    return _rows(members, _columns(), None)


def _rows(
    members: Iterable[Iterable[Hashable]],
    columns: defaultdict[Any, int],
    value: Callable[[Any], float] | None,
) -> sparse.csr_matrix:
    """A matrix with a row for each of `members` and a column for each member; without `value` 1 for each."""
    # Sums of weights are the same in the digits that are kept, whatever the order of the columns; counts are
    # whole numbers, which half the width holds.
    places, weights, ends = array("q"), array("d"), array("q", [0])
    for row in members:
        places.extend([columns[member] for member in row])
        ends.append(len(places))
        if value is not None:
            weights.extend(map(value, row))
    values = np.ones(len(places), dtype=np.float32) if value is None else np.array(weights)
    made = sparse.csr_matrix(
        (values, np.array(places), np.array(ends)), shape=(len(ends) - 1, max(1, len(columns)))
    )
    made.sort_indices()
    return made


def _norms(matrix: sparse.csr_matrix) -> NDArray[np.float64]:
    """The length of each row, 1 of an empty one."""
    squares = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    return np.sqrt(np.where(squares > 0, squares, 1.0))


def _cosines(
    matrix: sparse.csr_matrix, norms: NDArray[np.float64], left: Index, right: Index
) -> NDArray[np.float64]:
    """The cosines of pairs of rows."""
    return np.asarray(_dots(matrix, left, right) / (norms[left] * norms[right]), dtype=np.float64)


def _dots(matrix: sparse.csr_matrix, left: Index, right: Index) -> NDArray[np.float64]:
    return np.asarray(matrix[left].multiply(matrix[right]).sum(axis=1), dtype=np.float64).ravel()


_AT_ONCE: Final = 512
_PAIRS: Final = 1 << 14


def _nested(left: Statement, right: Statement) -> bool:
    """Whether two statements are one stretch of one text: one stands inside the other."""
    return left.version == right.version and any(
        a.overlap(b) for a in left.said.content for b in right.said.content
    )
