"""How likely two statements say the same, how likely they are one claim, and whether one denies the other.

Two logistic models over what `features` finds, fitted by `tools/fit_claims.py` on `bench/claims.csv`: one for
the contents alone, one with the voices. Both see nothing but the two statements, so that what is found of a
pair does not depend on what else a corpus holds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING, Final

from musnad.claims_evidence import Said
from musnad.claims_pairs import Statement, Unit, Weighed
from musnad.claims_voices import Relation, relation
from musnad.model import Edge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Meaning = Callable[[Sequence[int]], "NDArray[np.float32]"]


FEATURES: Final = (
    "words", "contained", "common", "phrases", "length", "numbers", "clash-numbers", "names", "clash-names",
    "clash-polarity", "class", "times", "clash-times", "near", "one-report", "heavy", "story",
)  # fmt: skip
"""What is weighed of two contents, in the order of `features`; `meaning` comes behind where it is known."""


def features(left: Statement, right: Statement, one: Unit, other: Unit, cosine: float) -> tuple[float, ...]:
    """What two contents have in common and what sets them apart, each from 0 to 1; symmetric.

    In the order of `FEATURES`.
    """
    a, b = left.said, right.said
    shared = math.fsum(told for stem, told in one.stems.items() if stem in other.stems)
    smaller, larger = sorted((one.total, other.total))
    short = min(len(a.words), len(b.words))
    apart = abs(left.day - right.day) if left.day is not None and right.day is not None else _UNDATED
    return (
        cosine,
        shared / max(smaller, 1e-9),
        shared / max(smaller + larger - shared, 1e-9),
        len(one.follows & other.follows) / max(1, min(len(one.follows), len(other.follows))),
        min(1.0, math.log1p(short) / math.log1p(_LONG)),
        _share(a.numbers, b.numbers),
        _clash(a.numbers, b.numbers),
        _share(a.names, b.names),
        _clash(a.names, b.names),
        float(denies(a) != denies(b)),
        float(a.cue_class == b.cue_class),
        _share(a.times, b.times),
        _clash(a.times, b.times),
        math.exp(-apart / _DAYS),
        float(left.version == right.version),
        _share(one.heavy, other.heavy),
        len(left.story & right.story) / (min(len(left.story), len(right.story)) + 1),
    )


_LONG: Final = 30
_DAYS: Final = 4.0
_UNDATED: Final = 7


def denies(said: Said) -> bool:
    """Whether a statement denies its content, or says that it was not said."""
    return (said.cue_class == "deny") != said.negated


def _share(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def _clash(left: frozenset[str], right: frozenset[str]) -> float:
    """How much of the smaller set the other lacks, where both hold something."""
    return 1.0 - _share(left, right) if left and right else 0.0


VOICES: Final[tuple[Relation, ...]] = ("party", "unnamed", "unknown", "other")
"""What is told of the voices of a pair, each 1 or 0, and again by how much of the shorter content both share.
"""

# Fitted by tools/fit_claims.py; see there for what each is measured on.
CONTENT: Final = (0.0,) * 17
CONTENT_BIAS: Final = 0.0
CLAIM: Final = (0.0,) * 25
CLAIM_BIAS: Final = 0.0
MEANING: Final = (0.0, 0.0)
"""What is added to both sums for each tenth of cosine of meaning above `ALIKE`."""
ALIKE: Final = 0.85
LIKELY: Final = 0.5
"""From here on two statements are one claim."""
SAME: Final = 0.5
"""From here on two contents are the same."""
DOUBT: Final = (0.1, 0.9)
"""Between these the meaning is asked for."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How likely the contents of a pair are the same, and how likely the pair is one claim, from 0 to 1."""

    content: float
    claim: float
    voices: Relation
    features: tuple[float, ...]

    @property
    def doubtful(self) -> bool:
        """Whether meaning may change what is held."""
        return DOUBT[0] <= self.claim < DOUBT[1] or DOUBT[0] <= self.content < DOUBT[1]


def told(found: tuple[float, ...], voices: Relation) -> tuple[float, ...]:
    """What the model of claims weighs: the features of the contents, then those of the voices."""
    return (
        *found,
        *(float(voices == one) for one in VOICES),
        *(found[_CONTAINED] if voices == one else 0.0 for one in VOICES),
    )


_CONTAINED: Final = FEATURES.index("contained")


def weigh(found: tuple[float, ...], voices: Relation, meaning: float | None = None) -> Weight:
    """The weight of a pair by its features and voices, and the cosine of their meaning where it is known."""
    more = (0.0, 0.0) if meaning is None else tuple(10 * (meaning - ALIKE) * one for one in MEANING)
    content = CONTENT_BIAS + _dot(CONTENT, found) + more[0]
    claim = CLAIM_BIAS + _dot(CLAIM, told(found, voices)) + more[1]
    return Weight(_chance(content), _chance(claim), voices, found)


def _dot(weights: tuple[float, ...], values: tuple[float, ...]) -> float:
    return math.fsum(map(mul, weights, values))


def _chance(total: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def edges(
    statements: Sequence[Statement], fresh: Sequence[int] | None = None, meaning: Meaning | None = None
) -> Iterator[Edge]:
    """What relates statements to each other; with `fresh`, what relates those in these rows to any.

    `meaning` gives the vectors of the contents in some rows, of length 1 each; it is asked once, for the
    contents of doubtful pairs.
    """
    weighed = Weighed(statements)
    units: dict[int, Unit] = {}

    def unit(row: int) -> Unit:
        if row not in units:
            units[row] = Unit(statements[row].said)
        return units[row]

    doubtful = list[tuple[int, int, Weight]]()
    for i, j, cosine in weighed.candidates(fresh):
        left, right = statements[i], statements[j]
        found = features(left, right, unit(i), unit(j), cosine)
        weight = weigh(found, relation(left.said.voice, right.said.voice))
        if meaning is not None and weight.doubtful:
            doubtful.append((i, j, weight))
        else:
            yield from related(left, right, weight)
    if meaning is None or not doubtful:
        return
    rows = sorted({row for i, j, _ in doubtful for row in (i, j)})
    vectors = dict(zip(rows, meaning(rows), strict=True))
    for i, j, weight in doubtful:
        near = float(vectors[i] @ vectors[j])
        yield from related(statements[i], statements[j], weigh(weight.features, weight.voices, near), near)


def related(left: Statement, right: Statement, weight: Weight, near: float | None = None) -> Iterator[Edge]:
    """The edge that a weighed pair makes, if any."""
    a, b = sorted((left.id, right.id))
    reasons = _reasons(weight, near)
    if weight.claim >= LIKELY:
        yield Edge(a, b, "same-claim", "same", round(weight.claim, 4), reasons)
    elif weight.content >= SAME and weight.voices in ("other", "unnamed"):
        yield Edge(a, b, "corroborates", "same", round(weight.content, 4), reasons)


def _reasons(weight: Weight, near: float | None) -> tuple[str, ...]:
    """What speaks for a pair, and against it: names of features with their figures."""
    parts = zip(FEATURES, CLAIM, weight.features, strict=False)
    strongest = sorted((-abs(told * value), name, value) for name, told, value in parts if value)
    shown = [f"{name} {value:.2f}" for _, name, value in strongest[:4]]
    return (f"voices {weight.voices}", *shown, *(() if near is None else (f"meaning {near:.2f}",)))
