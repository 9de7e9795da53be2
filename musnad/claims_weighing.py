"""How likely two statements say the same, how likely they are one claim, and whether one denies the other.

Two logistic models over what `features` finds, fitted by `tools/fit_claims.py`: one for the contents alone,
one with the voices. Both see nothing but the two statements and the names in their reports, so that what is
found of a pair does not depend on what else a corpus holds. What they leave in doubt a network reads, both
statements at once (`pair_reading`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from musnad.claims_disputes import ALIKE_IN_DISPUTE, disputed
from musnad.claims_evidence import Said
from musnad.claims_pairs import Pairs, Statement, Weighed, around, denies
from musnad.claims_voices import Relation, relation
from musnad.collecting import returned
from musnad.model import Edge

Floats = NDArray[np.float64]
Odds = Callable[[Sequence[tuple[int, int]]], NDArray[np.float32]]
"""Gives what a reader of pairs holds of pairs of rows, (pairs, 2), as `pair_reading.odds`."""

FEATURES: Final = (
    "words", "contained", "common", "phrases", "length", "numbers", "clash-numbers", "names", "clash-names",
    "clash-polarity", "class", "times", "clash-times", "near", "one-report", "heavy", "story",
    "grams", "lemma", "quoted", "described", "order", "order-apart", "heading", "few", "acts",
    "clash-figures",
)  # fmt: skip
"""What is weighed of two contents, in the order of `features`."""


def features(weighed: Weighed, pairs: Pairs, *, ordered: bool = True) -> Floats:
    """What two contents have in common and what sets them apart, each from 0 to 1; symmetric.

    A row for each pair, a column for each of `FEATURES`. Without `ordered`, what all share is taken to stand
    in one order, which costs little: no pair is likelier than that.
    """
    left, right = pairs.left, pairs.right
    shared = weighed.weight_shared(pairs)
    one, other = weighed.totals[left], weighed.totals[right]
    smaller, larger = np.minimum(one, other), np.maximum(one, other)
    apart = np.nan_to_num(np.abs(weighed.days[left] - weighed.days[right]), nan=_UNDATED)
    numbers, names, times = (weighed.shares(name, pairs) for name in ("numbers", "names", "times"))
    near = np.exp(-apart / _DAYS)
    order = weighed.in_order(pairs) if ordered else weighed.shares("stems", pairs)
    one_report = weighed.versions[left] == weighed.versions[right]
    shorter = np.minimum(weighed.lengths[left], weighed.lengths[right])
    held = {name: weighed.smaller(name, pairs) > 0 for name in ("numbers", "names", "times")}
    return np.column_stack(
        (
            pairs.cosine,
            shared / np.maximum(smaller, 1e-9),
            shared / np.maximum(smaller + larger - shared, 1e-9),
            weighed.shares("follows", pairs),
            np.minimum(1.0, np.log1p(shorter) / math.log1p(_LONG)),
            numbers,
            np.where(held["numbers"], 1.0 - numbers, 0.0),
            names,
            np.where(held["names"], 1.0 - names, 0.0),
            weighed.denied[left] != weighed.denied[right],
            weighed.classes[left] == weighed.classes[right],
            times,
            np.where(held["times"], 1.0 - times, 0.0),
            near,
            one_report,
            weighed.shares("heavy", pairs),
            weighed.shares("story", pairs, doubt=1.0),
            weighed.shares("grams", pairs),
            weighed.lemmas[left] == weighed.lemmas[right],
            weighed.quotes[left] == weighed.quotes[right],
            weighed.shares("described", pairs),
            order,
            order * (1.0 - near) if ordered else np.zeros(len(left)),
            one_report & (weighed.headings[left] != weighed.headings[right]),
            shorter <= _FEW,
            weighed.acts[left] & weighed.acts[right],
            (weighed.common("units", pairs) > 0) & (weighed.common("figures", pairs) == 0),
        )
    ).astype(np.float64)


_LONG: Final = 30
_DAYS: Final = 4.0
_UNDATED: Final = 7
_FEW: Final = 3


VOICES: Final[tuple[Relation, ...]] = (
    "party", "colleagues", "unnamed", "unknown", "persons", "other",
)  # fmt: skip
"""What is told of the voices of a pair, each 1 or 0, and again by how much of the shorter content both share.
"""

# Fitted by tools/fit_claims.py on 8,848 pairs, most of them chosen for doubt. In folds by report pairs said
# to be one claim from 0.6 on are so in 0.848 with a recall of 0.577, and with what is read of them in 0.856
# and 0.720 (935 pairs of which the reader had seen no report; read from 0.3 to 0.7, with more around them).
CONTENT: Final = (
    0.69, -1.47, 3.30, -0.64, 1.14, 1.19, -1.17, -0.12, -0.14, -0.68, 0.13, 0.36, -0.42, 1.46,
    -1.31, 0.15, 1.62, 4.38, 0.60, -0.50, 1.41, 2.33, -1.53, 1.67, -1.06, 0.19, -1.90,
)  # fmt: skip
CONTENT_BIAS: Final = -7.63
CLAIM: Final = (
    0.95, -1.19, 2.63, -0.40, 1.17, 1.04, -1.25, -0.22, -0.19, -1.01, 0.16, 0.33, -0.32, 1.64,
    -1.24, 0.23, 1.53, 4.27, 0.64, -0.55, 0.06, 2.51, -1.19, 1.82, -0.94, -0.09, -1.92, -0.67,
    -1.15, -0.32, -1.32, -2.30, -1.18, -0.85, -1.52, -3.33, -0.92, -0.51, -1.02, 1.43,
)  # fmt: skip
CLAIM_BIAS: Final = -6.63
READ: Final = (0.5, 0.6, 0.2)
"""What the log odds of one claim become where a pair was read: the shares of the sum and of what was read in
them, and what is added. Near what is fitted on pairs as they come of which the reader knew few labels: 797
(0.56, 0.57, 0.34), and 817 around claims counted by hand (0.44, 0.66, -0.18); see docs/decisions/0028.
"""
BOUND: Final = 5.0
"""What was read of a pair counts to here and no further, either way."""
LIKELY: Final = 0.6
"""From here on two statements are one claim."""
SAME: Final = 0.75
"""From here on two contents are the same."""
DOUBT: Final = (0.25, 0.99)
"""Between these likelihoods of one claim a pair is read: as far down as an update has time for, and so far up
that more changes next to nothing (docs/decisions/0028)."""


_CONTAINED: Final = FEATURES.index("contained")
_DESCRIBED: Final = FEATURES.index("described")
_POLARITY: Final = FEATURES.index("clash-polarity")
_NUMBERS: Final = FEATURES.index("clash-numbers")
_STORY: Final = FEATURES.index("story")
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


def sums(found: Floats, voices: Sequence[Relation]) -> tuple[Floats, Floats]:
    """The log odds that contents are the same, and that pairs are one claim, before they are read."""
    content = found @ np.array(CONTENT) + CONTENT_BIAS
    return content, told(found, voices) @ np.array(CLAIM) + CLAIM_BIAS


def read(odds: float, held: float) -> float:
    """The log odds of one claim where a pair was read: `held` are those that the reader holds."""
    share, weight, more = READ
    return share * odds + weight * max(-BOUND, min(BOUND, held)) + more


def edges(
    statements: Sequence[Statement], fresh: Sequence[int] | None = None, odds: Odds | None = None
) -> Iterator[Edge]:
    """What relates statements to each other; with `fresh`, what relates those in these rows to any.

    `odds` reads pairs of rows; it is asked once, for the doubtful pairs that some answer makes something to
    each other.
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
            edge = _related(statements, judged)
            if odds is not None and (judged.doubtful or (edge and edge.relation == "corroborates")):
                if _related(statements, judged.told(BOUND, BOUND)):
                    doubtful.append(judged)
            elif edge:
                yield edge
    if odds is None or not doubtful:
        return
    # What reads takes as much memory as what compares.
    del weighed
    returned()
    held = odds([(rows[one.left], rows[one.right]) for one in doubtful]).tolist()
    for one, (content, claim) in zip(doubtful, held, strict=True):
        if edge := _related(statements, one.told(content, claim)):
            yield edge


def likelihoods(statements: Sequence[Statement]) -> Iterator[tuple[int, int, float]]:
    """The pairs of rows that the weights hold one claim from `DOUBT` on, with how likely they hold it."""
    weighed = Weighed(statements)
    for pairs in weighed.candidates():
        for judged in _judged(weighed, pairs):
            if judged.claim >= _ODDS[0]:
                yield judged.left, judged.right, _score(judged.claim)


class _Judged(NamedTuple):
    """A pair by its rows, with its log odds, voices and what was weighed."""

    left: int
    right: int
    content: float
    claim: float
    alike: float
    voices: Relation
    features: tuple[float, ...]
    read: float | None = None

    @property
    def doubtful(self) -> bool:
        """Whether it is to be read."""
        return doubtful(self.claim)

    def told(self, content: float, claim: float) -> _Judged:
        """The same with what was read of it: contents are the same where the weights and the reader hold so.

        Of 13 corroborations that the weights alone told 4 were right.
        """
        likely = read(self.claim, claim) if self.doubtful else self.claim
        return self._replace(content=min(self.content, content), claim=likely, read=claim)


def doubtful(claim: float) -> bool:
    """Whether a pair is read, by its log odds of one claim before."""
    return _ODDS[0] <= claim < _ODDS[1]


def _odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


_ODDS: Final = (_odds(DOUBT[0]), _odds(DOUBT[1]))


def _judged(weighed: Weighed, every: Pairs) -> Iterator[_Judged]:
    """The pairs that may be something to each other."""
    pairs = _some(every, _may_be(features(weighed, every, ordered=False)))
    found = features(weighed, pairs)
    content, _ = sums(found, ["same"] * len(found))
    chosen = np.flatnonzero(_may_be(found))
    rows = [(int(pairs.left[at]), int(pairs.right[at])) for at in chosen]
    voices = [relation(weighed.statements[i].said.voice, weighed.statements[j].said.voice) for i, j in rows]
    _, claim = sums(found[chosen], voices)
    alike = content - found[:, _APART] @ np.array(CONTENT)[_APART]
    for (i, j), at, one, voice in zip(rows, chosen.tolist(), claim.tolist(), voices, strict=True):
        yield _Judged(i, j, float(content[at]), one, float(alike[at]), voice, tuple(found[at].tolist()))


_APART: Final = [_POLARITY, _NUMBERS]
"""What is left out of account where two are in dispute: as if neither denied, and numbers were the same."""


def _may_be(found: Floats) -> NDArray[np.bool_]:
    """Whether pairs may be something to each other, whatever their voices are."""
    # One speaker is the likeliest relation: what falls short even so needs no look at the voices.
    content, claim = sums(found, ["same"] * len(found))
    alike = content - found[:, _APART] @ np.array(CONTENT)[_APART]
    clash = (found[:, _APART] > 0).any(axis=1) & (alike >= _odds(ALIKE_IN_DISPUTE))
    return np.asarray((content >= _odds(DOUBT[0])) | (claim >= _odds(DOUBT[0])) | clash)


def _some(pairs: Pairs, chosen: NDArray[np.bool_]) -> Pairs:
    return Pairs(pairs.left[chosen], pairs.right[chosen], pairs.cosine[chosen])


def one_claim(left: Said, right: Said, voices: Relation, claim: float) -> bool:
    """Whether the log odds of one claim make a pair one; never where one side denies, nor that of two persons
    told by full names, who are two whatever they say.
    """
    return voices != "persons" and denies(left) == denies(right) and claim >= _odds(LIKELY)


def _related(statements: Sequence[Statement], one: _Judged) -> Edge | None:
    """The edge that a pair makes, if any."""
    left, right = statements[one.left], statements[one.right]
    a, b = sorted((left.id, right.id))
    if one_claim(left.said, right.said, one.voices, one.claim):
        return Edge(a, b, "same-claim", "same", _score(one.claim), _reasons(CLAIM, one))
    ground = disputed(
        left.said, right.said, one.voices, _score(one.alike),
        contained=one.features[_CONTAINED], story=one.features[_STORY],
        same_day=one.features[_NEAR] >= _ONE_DAY,
    )  # fmt: skip
    if ground is not None:
        return Edge(a, b, "disputes", "same", _score(one.alike), (ground, *_reasons(CONTENT, one)))
    if one.content >= _odds(SAME) and _corroborates(left.said, right.said, one):
        return Edge(a, b, "corroborates", "same", _score(one.content), _reasons(CONTENT, one))
    return None


def _corroborates(left: Said, right: Said, one: _Judged) -> bool:
    """Whether two whom the tables tell apart hold one thing, each in words of his own.

    What both say in the same words one of them said, and the other is misread; of a name that no table knows
    as much may be misread.
    """
    return (
        one.voices in ("persons", "other")
        and None not in (left.voice.ref, right.voice.ref)
        and not one.features[_ONE_REPORT]
        and left.cue_class == right.cue_class in _HOLDING
        and denies(left) == denies(right)
        and (left.negations > 0) == (right.negations > 0)
        and min(len(left.words), len(right.words)) >= _OWN_WORDS
        and one.features[_COMMON] >= _OF_BOTH
        and one.features[_PHRASES] < _VERBATIM
    )


_HOLDING: Final = frozenset({"accuse", "assert", "believe", "say", "show", "warn"})
"""Who announces, demands or thanks does so for himself."""
_OWN_WORDS: Final = 5
_OF_BOTH: Final = 0.4
_VERBATIM: Final = 0.7
_ONE_REPORT: Final = FEATURES.index("one-report")
_COMMON: Final = FEATURES.index("common")
_PHRASES: Final = FEATURES.index("phrases")


def _score(odds: float) -> float:
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds)))), 4)


def _reasons(weights: Sequence[float], one: _Judged) -> tuple[str, ...]:
    """What weighs most in a pair, for and against: names of features with their figures."""
    parts = zip(FEATURES, weights, one.features, strict=False)
    # The last digits of a figure depend on what else is compared, and are not to decide between two reasons.
    strongest = sorted(
        (-round(abs(weight * value), 6), name, value) for name, weight, value in parts if value
    )
    shown = [f"{name} {value:.2f}" for _, name, value in strongest[:4]]
    held = () if one.read is None else (f"read {_score(one.read):.2f}",)
    return (f"voices {one.voices}", *shown, *held)
