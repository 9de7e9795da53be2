"""How likely two statements say the same, how likely they are one claim, and whether one denies the other.

Two logistic models over what `features` finds, fitted by `tools/fit_claims.py`: one for the contents alone,
one with the voices. Both see nothing but the two statements and the names in their reports, so that what is
found of a pair does not depend on what else a corpus holds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from musnad.claims_pairs import Pairs, Weighed
from musnad.claims_voices import Relation

Floats = NDArray[np.float64]
Meaning = Callable[[Sequence[int]], NDArray[np.float32]]
"""Gives the vectors of the contents in some rows, of length 1 each."""

FEATURES: Final = (
    "words", "contained", "common", "phrases", "length", "numbers", "clash-numbers", "names", "clash-names",
    "clash-polarity", "class", "times", "clash-times", "near", "one-report", "heavy", "story",
)  # fmt: skip
"""What is weighed of two contents, in the order of `features`; `meaning` comes behind where it is known."""


def features(weighed: Weighed, pairs: Pairs) -> Floats:
    """What two contents have in common and what sets them apart, each from 0 to 1; symmetric.

    A row for each pair, a column for each of `FEATURES`.
    """
    left, right = pairs.left, pairs.right
    shared = weighed.weight_shared(pairs)
    one, other = weighed.totals[left], weighed.totals[right]
    smaller, larger = np.minimum(one, other), np.maximum(one, other)
    apart = np.nan_to_num(np.abs(weighed.days[left] - weighed.days[right]), nan=_UNDATED)
    numbers, names, times = (weighed.shares(name, pairs) for name in ("numbers", "names", "times"))
    held = {name: weighed.smaller(name, pairs) > 0 for name in ("numbers", "names", "times")}
    return np.column_stack(
        (
            pairs.cosine,
            shared / np.maximum(smaller, 1e-9),
            shared / np.maximum(smaller + larger - shared, 1e-9),
            weighed.shares("follows", pairs),
            np.minimum(
                1.0, np.log1p(np.minimum(weighed.lengths[left], weighed.lengths[right])) / math.log1p(_LONG)
            ),
            numbers,
            np.where(held["numbers"], 1.0 - numbers, 0.0),
            names,
            np.where(held["names"], 1.0 - names, 0.0),
            weighed.denied[left] != weighed.denied[right],
            weighed.classes[left] == weighed.classes[right],
            times,
            np.where(held["times"], 1.0 - times, 0.0),
            np.exp(-apart / _DAYS),
            weighed.versions[left] == weighed.versions[right],
            weighed.shares("heavy", pairs),
            weighed.shares("story", pairs, doubt=1.0),
        )
    ).astype(np.float64)


_LONG: Final = 30
_DAYS: Final = 4.0
_UNDATED: Final = 7


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


_CONTAINED: Final = FEATURES.index("contained")


def told(found: Floats, voices: Sequence[Relation]) -> Floats:
    """What the model of claims weighs: the features of the contents, then those of the voices."""
    said = np.array([[voice == one for one in VOICES] for voice in voices], dtype=np.float64).reshape(
        -1, len(VOICES)
    )
    return np.hstack((found, said, said * found[:, _CONTAINED : _CONTAINED + 1]))


def sums(found: Floats, voices: Sequence[Relation], meaning: Floats | None = None) -> tuple[Floats, Floats]:
    """The log odds that contents are the same, and that pairs are one claim; `meaning` are cosines."""
    content = found @ np.array(CONTENT) + CONTENT_BIAS
    claim = told(found, voices) @ np.array(CLAIM) + CLAIM_BIAS
    if meaning is None:
        return content, claim
    more = 10 * (meaning - ALIKE)
    return content + MEANING[0] * more, claim + MEANING[1] * more


def chance(total: Floats) -> Floats:
    """The probability of log odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(total, -30.0, 30.0))))
