"""How what the readers hold of a candidate is weighed: a logistic fit on reports new to the network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from musnad.attribution import attribute
from musnad.decide import Candidate, content_of, cue_of, features, pair, probability
from musnad.model import Engine, Span
from musnad.model_files import Decision, Model
from musnad.roles import ROLES
from musnad.segment import segment
from musnad.tagger import propose
from train.examples import Annotated, Marked

# Of 10, 1, 0.3, 0.1 and 0.03 the one with the least loss on folds that the weights were not fitted on.
_STRENGTH = 0.1
_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Case:
    """One candidate of one report: what the readers hold of it, and whether a label matches it."""

    report: str
    features: dict[str, float]
    right: bool


def cases(reports: Iterable[Annotated], model: Model, engine: Engine) -> list[Case]:
    """The candidates of reports; one label makes at most one candidate right."""
    found: list[Case] = []
    for report in reports:
        segments = segment(report.text)
        drafts = () if engine == "tagger" else attribute(report.text, segments)
        candidates = [c for c in pair(propose(report.text, segments, model), drafts) if content_of(c)]
        right = _right(candidates, report.attributions)
        found.extend(
            Case(report.name, features(c, report.text), number in right)
            for number, c in enumerate(candidates)
        )
    return found


def _right(candidates: Sequence[Candidate], labels: Sequence[Marked]) -> set[int]:
    """The candidates that the evaluator would match with a label: cues touch, half the content is shared."""
    found: set[int] = set()
    content = ROLES.index("content")
    for label in labels:
        wanted = _points(label.roles[content])
        best: tuple[float, int] | None = None
        for number, candidate in enumerate(candidates):
            cue = cue_of(candidate)
            if number in found or cue.start > label.cue.end or label.cue.start > cue.end:
                continue
            held = _points(content_of(candidate))
            share = len(held & wanted) / max(1, len(held | wanted))
            if share >= _SHARE and (best is None or share > best[0]):
                best = (share, number)
        if best is not None:
            found.add(best[1])
    return found


def _points(spans: Iterable[Span]) -> set[int]:
    return {point for span in spans for point in range(span.start, span.end)}


def fit(found: Sequence[Case], counted: Sequence[float], labels: float) -> Decision:
    """The weights, and the threshold of the greatest F1 of attributions.

    A case counts as often as `counted` says; `labels` is the number of labels, counted so.
    """
    names = sorted({name for case in found for name in case.features})
    rows = np.array([[case.features.get(name, 0.0) for name in names] for case in found])
    truth = np.array([case.right for case in found])
    times = np.array(counted)
    fitted = LogisticRegression(C=_STRENGTH, max_iter=2_000).fit(rows, truth, sample_weight=times)
    weights = {name: round(float(w), 5) for name, w in zip(names, fitted.coef_[0], strict=True)}
    weights["bias"] = round(float(fitted.intercept_[0]), 5)
    chances = np.array([probability(case.features, weights) for case in found])
    order = np.argsort(-chances, kind="stable")
    right = np.cumsum(truth[order] * times[order])
    scores = 2 * right / (np.cumsum(times[order]) + labels)
    best = int(scores.argmax())
    return Decision(weights, round(float(chances[order[best]]), 4))


def calibration_error(chances: Sequence[float], truth: Sequence[bool], bins: int = 10) -> float:
    """The expected calibration error over bins of equal width (Naeini et al. 2015)."""
    total = 0.0
    for number in range(bins):
        held = [(c, t) for c, t in zip(chances, truth, strict=True) if min(int(c * bins), bins - 1) == number]
        if held:
            gap = abs(sum(c for c, _ in held) - sum(t for _, t in held))
            total += gap
    return total / max(1, len(chances))


def recall_at(chances: Sequence[float], truth: Sequence[bool], labels: int, precision: float = 0.98) -> float:
    """The greatest share of all labels found at so high a precision."""
    right, best = 0, 0.0
    for number, (_, true) in enumerate(sorted(zip(chances, truth, strict=True), key=lambda one: -one[0]), 1):
        right += true
        if right >= precision * number:
            best = max(best, right / max(1, labels))
    return best
