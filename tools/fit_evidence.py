"""Fit the weights by which the grammar tells attributions from other uses of its cues.

    python tools/fit_evidence.py ../shared/gold/train          writes musnad/lang/ar/evidence.tsv
    python tools/fit_evidence.py ../shared/gold/train --cross  prints cross-validated F1 by threshold

A draft counts as true when its cue is a cue of the annotation. Logistic regression with an L2 penalty
(scikit-learn); only names of features and weights are kept. Needs the extra ``fit``.
"""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from musnad.attribution import GrammarOptions, attribute
from musnad.evidence import BIAS, probability, weights
from musnad.gold import GoldReport, load
from musnad.model import Span
from musnad.segment import segment

_TABLE = Path(__file__).parents[1] / "musnad" / "lang" / "ar" / "evidence.tsv"
_FOLDS = 5
# Inverse strength of the penalty: of 0.1, 0.2, 0.3, 0.5 and 1.0 the best in cross-validation.
_STRENGTH = 0.3
# A feature seen less often says more of its one report than of the language.
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Row:
    """The features of one draft, and whether its cue is one of the annotation."""

    features: tuple[str, ...]
    true: bool


def rows(report: GoldReport) -> list[Row]:
    """Every draft of one report, whatever its confidence."""
    text = report.report.text
    cues = {a.cue for a in report.attributions}
    trace: list[tuple[tuple[str, ...], Span]] = []
    attribute(text, segment(text), GrammarOptions(threshold=1.1, trace=trace))
    return [Row(found, cue in cues) for found, cue in trace]


def fit(samples: list[Row], strength: float = _STRENGTH) -> dict[str, float]:
    """The weight of each feature."""
    extraction: Any = importlib.import_module("sklearn.feature_extraction")
    linear: Any = importlib.import_module("sklearn.linear_model")
    seen = Counter(name for row in samples for name in row.features)
    vectorizer = extraction.DictVectorizer()
    matrix = vectorizer.fit_transform(
        [{name: 1.0 for name in row.features if name != BIAS and seen[name] >= _LEAST} for row in samples]
    )
    model = linear.LogisticRegression(C=strength, max_iter=2000)
    model.fit(matrix, [row.true for row in samples])
    found = dict(zip(vectorizer.get_feature_names_out(), map(float, model.coef_[0]), strict=True))
    return {BIAS: float(model.intercept_[0]), **found}


def cross(reports: tuple[GoldReport, ...], strength: float) -> list[str]:
    """F1 of cues by threshold, each report scored with the weights of the other folds."""
    by_report = [rows(report) for report in reports]
    total = sum(len(report.attributions) for report in reports)
    scored: list[tuple[float, bool]] = []
    for fold in range(_FOLDS):
        known = fit(
            [row for i, group in enumerate(by_report) if i % _FOLDS != fold for row in group], strength
        )
        for group in by_report[fold::_FOLDS]:
            scored.extend((probability(row.features, known), row.true) for row in group)
    lines = []
    for step in range(6, 13):
        threshold = step / 20
        kept = [true for score, true in scored if score >= threshold]
        lines.append(f"{threshold:.2f}  F1 {2 * sum(kept) / (len(kept) + total):.3f}  kept {len(kept)}")
    return lines


def main(arguments: list[str]) -> int:
    """Write the table, or print the cross-validation."""
    reports = load(Path(arguments[0]))
    if "--cross" in arguments:
        for strength in (0.1, 0.2, 0.3, 0.5, 1.0):
            sys.stdout.write(f"C {strength}\n" + "\n".join(cross(reports, strength)) + "\n")
        return 0
    known = fit([row for report in reports for row in rows(report)])
    lines = [f"{name}\t{weight:.3f}" for name, weight in sorted(known.items()) if abs(weight) >= 0.001]
    _TABLE.write_text("feature\tweight\n" + "\n".join(lines) + "\n", "utf-8")
    weights.cache_clear()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
