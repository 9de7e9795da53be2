"""How likely two statements say the same, how likely they are one claim, and whether one denies the other.

Two logistic models over what `features` finds, fitted by `tools/fit_claims.py`: one for the contents alone,
one with the voices. Both see nothing but the two statements and the names in their reports, so that what is
found of a pair does not depend on what else a corpus holds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from musnad.claims_disputes import ALIKE_IN_DISPUTE, disputed
from musnad.claims_evidence import Said, Voice
from musnad.claims_pairs import Pairs, Statement, Weighed, around, denies
from musnad.claims_voices import Relation, full_name, relation
from musnad.model import Edge

Floats = NDArray[np.float64]
Meaning = Callable[[Sequence[int]], NDArray[np.float32]]
"""Gives the vectors of the contents in some rows, of length 1 each."""

FEATURES: Final = (
    "words", "contained", "common", "phrases", "length", "numbers", "clash-numbers", "names", "clash-names",
    "clash-polarity", "class", "times", "clash-times", "near", "one-report", "heavy", "story",
    "grams", "lemma", "quoted", "described",
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
            weighed.shares("grams", pairs),
            weighed.lemmas[left] == weighed.lemmas[right],
            weighed.quotes[left] == weighed.quotes[right],
            weighed.shares("described", pairs),
        )
    ).astype(np.float64)


_LONG: Final = 30
_DAYS: Final = 4.0
_UNDATED: Final = 7


VOICES: Final[tuple[Relation, ...]] = ("party", "unnamed", "unknown", "other")
"""What is told of the voices of a pair, each 1 or 0, and again by how much of the shorter content both share.
"""

# Fitted by tools/fit_claims.py on 1,031 pairs, in five folds: pairs said to be one claim from 0.55 on are so
# in 0.865 with a recall of 0.841, from 0.75 on in 0.917 and 0.653; contents from 0.75 on in 0.909 and 0.651.
CONTENT: Final = (
    -0.10, 0.73, 0.30, 0.58, 0.17, 0.90, -1.25, -0.38, -0.28, -0.61, 0.57, 0.22,
    -0.00, 2.06, -0.59, 0.29, 1.52, 1.82, 0.31, -0.59, 1.25,
)  # fmt: skip
CONTENT_BIAS: Final = -4.96
CLAIM: Final = (
    -0.01, 0.84, 0.48, 0.79, 0.12, 0.85, -1.25, -0.42, -0.34, -0.54, 0.55, 0.32,
    -0.03, 2.02, -0.39, 0.11, 1.30, 1.85, 0.47, -0.69, 0.91, -0.03, -0.32, -0.69,
    -0.87, -0.42, -0.18, -0.43, -0.34, 0.29,
)  # fmt: skip
CLAIM_BIAS: Final = -4.57
MEANING: Final = (1.86, 1.90)
"""What is added to both sums for each tenth of cosine of meaning above `ALIKE`."""
ALIKE: Final = 0.92
LIKELY: Final = 0.55
"""From here on two statements are one claim."""
APART: Final = 0.80
"""From here on contents are one claim although two speakers are told."""
SAME: Final = 0.75
"""From here on two contents are the same."""
DOUBT: Final = (0.5, 0.6)
"""Between these the meaning is asked for."""


_CONTAINED: Final = FEATURES.index("contained")
_DESCRIBED: Final = FEATURES.index("described")
_POLARITY: Final = FEATURES.index("clash-polarity")
_NUMBERS: Final = FEATURES.index("clash-numbers")
_NEAR: Final = FEATURES.index("near")
_ONE_DAY: Final = math.exp(-1 / _DAYS)
"""What `near` is where the two were published a day apart at most."""


def told(found: Floats, voices: Sequence[Relation]) -> Floats:
    """What the model of claims weighs: the features of the contents, then those of the voices."""
    said = np.array([[voice == one for one in VOICES] for voice in voices], dtype=np.float64).reshape(
        -1, len(VOICES)
    )
    apart = said.any(axis=1, keepdims=True) * found[:, _DESCRIBED : _DESCRIBED + 1]
    return np.hstack((found, said, said * found[:, _CONTAINED : _CONTAINED + 1], apart))


def sums(found: Floats, voices: Sequence[Relation], meaning: Floats | None = None) -> tuple[Floats, Floats]:
    """The log odds that contents are the same, and that pairs are one claim; `meaning` are cosines."""
    content = found @ np.array(CONTENT) + CONTENT_BIAS
    claim = told(found, voices) @ np.array(CLAIM) + CLAIM_BIAS
    if meaning is None:
        return content, claim
    more = 10 * (meaning - ALIKE)
    return content + MEANING[0] * more, claim + MEANING[1] * more


def edges(
    statements: Sequence[Statement], fresh: Sequence[int] | None = None, meaning: Meaning | None = None
) -> Iterator[Edge]:
    """What relates statements to each other; with `fresh`, what relates those in these rows to any.

    `meaning` gives the vectors of the contents in some rows; it is asked once, for those of doubtful pairs.
    """
    rows = range(len(statements)) if fresh is None else around(statements, fresh)
    if fresh is not None:
        new = set(fresh)
        fresh = [at for at, row in enumerate(rows) if row in new]
        statements = [statements[row] for row in rows]
    weighed = Weighed(statements)
    doubtful = list[_Judged]()
    for pairs in weighed.candidates(fresh):
        for judged in _judged(weighed, pairs):
            if meaning is not None and judged.doubtful:
                doubtful.append(judged)
            else:
                yield from _related(statements, judged)
    if meaning is None or not doubtful:
        return
    asked = sorted({at for one in doubtful for at in (one.left, one.right)})
    vectors = dict(zip(asked, meaning([rows[at] for at in asked]), strict=True))
    for one in doubtful:
        near = float(vectors[one.left] @ vectors[one.right])
        yield from _related(statements, one.told(near))


class _Judged(NamedTuple):
    """A pair by its rows, with its log odds, voices and what was weighed."""

    left: int
    right: int
    content: float
    claim: float
    alike: float
    voices: Relation
    features: tuple[float, ...]
    meaning: float | None = None

    @property
    def doubtful(self) -> bool:
        """Whether meaning may change what is held of it."""
        return doubtful(self.content, self.claim)

    def told(self, near: float) -> _Judged:
        """The same with the cosine of the meanings."""
        more = 10 * (near - ALIKE)
        return self._replace(
            content=self.content + MEANING[0] * more,
            alike=self.alike + MEANING[0] * more,
            claim=self.claim + MEANING[1] * more,
            meaning=near,
        )


def doubtful(content: float, claim: float) -> bool:
    """Whether the meaning of a pair is asked for, by its log odds without it."""
    return any(_ODDS[0] <= one < _ODDS[1] for one in (content, claim))


def _odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


_ODDS: Final = (_odds(DOUBT[0]), _odds(DOUBT[1]))


def _judged(weighed: Weighed, pairs: Pairs) -> Iterator[_Judged]:
    """The pairs that may be something to each other."""
    found = features(weighed, pairs)
    content = found @ np.array(CONTENT) + CONTENT_BIAS
    # One speaker is the likeliest relation: what falls short even so needs no look at the voices.
    one_voice = told(found, ["same"] * len(found)) @ np.array(CLAIM) + CLAIM_BIAS
    # As if neither denied, and numbers were the same: what is left of two that are in dispute.
    apart = [_POLARITY, _NUMBERS]
    alike = content - found[:, apart] @ np.array(CONTENT)[apart]
    clash = (found[:, apart] > 0).any(axis=1) & (alike >= _odds(ALIKE_IN_DISPUTE))
    kept = (content >= _odds(DOUBT[0])) | (one_voice >= _odds(DOUBT[0])) | clash
    chosen = np.flatnonzero(kept)
    rows = [(int(pairs.left[at]), int(pairs.right[at])) for at in chosen]
    voices = [relation(weighed.statements[i].said.voice, weighed.statements[j].said.voice) for i, j in rows]
    claim = told(found[chosen], voices) @ np.array(CLAIM) + CLAIM_BIAS
    for (i, j), at, one, voice in zip(rows, chosen.tolist(), claim.tolist(), voices, strict=True):
        yield _Judged(i, j, float(content[at]), one, float(alike[at]), voice, tuple(found[at].tolist()))


def two_persons(left: Voice, right: Voice, voices: Relation) -> bool:
    """Whether two voices are surely two: other persons, both told by their full names."""
    return voices == "other" and full_name(left) and full_name(right)


def one_claim(left: Said, right: Said, voices: Relation, content: float, claim: float) -> bool:
    """Whether log odds make a pair one claim; never where one denies, nor that of two persons.

    Of other voices, such as a body and its official, one is likelier misread than that both said the same,
    where the contents surely are: of 18 such pairs read, 16 were one.
    """
    if denies(left) != denies(right) or two_persons(left.voice, right.voice, voices):
        return False
    return content >= _odds(APART) if voices == "other" else claim >= _odds(LIKELY)


def _related(statements: Sequence[Statement], one: _Judged) -> Iterator[Edge]:
    """The edge that a pair makes, if any."""
    left, right = statements[one.left], statements[one.right]
    a, b = sorted((left.id, right.id))
    if one_claim(left.said, right.said, one.voices, one.content, one.claim):
        by_content = one.voices == "other"
        score, weights = (one.content, CONTENT) if by_content else (one.claim, CLAIM)
        yield Edge(a, b, "same-claim", "same", _score(score), _reasons(weights, one))
        return
    ground = disputed(
        left.said, right.said, one.voices, _score(one.alike),
        contained=one.features[_CONTAINED], same_day=one.features[_NEAR] >= _ONE_DAY,
    )  # fmt: skip
    if ground is not None:
        yield Edge(a, b, "disputes", "same", _score(one.alike), (ground, *_reasons(CONTENT, one)))
    elif (
        one.content >= _odds(SAME)
        and two_persons(left.said.voice, right.said.voice, one.voices)
        and denies(left.said) == denies(right.said)
    ):
        yield Edge(a, b, "corroborates", "same", _score(one.content), _reasons(CONTENT, one))


def _score(odds: float) -> float:
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds)))), 4)


def _reasons(weights: Sequence[float], one: _Judged) -> tuple[str, ...]:
    """What weighs most in a pair, for and against: names of features with their figures."""
    parts = zip(FEATURES, weights, one.features, strict=False)
    strongest = sorted((-abs(weight * value), name, value) for name, weight, value in parts if value)
    shown = [f"{name} {value:.2f}" for _, name, value in strongest[:4]]
    meaning = () if one.meaning is None else (f"meaning {one.meaning:.2f}",)
    return (f"voices {one.voices}", *shown, *meaning)
