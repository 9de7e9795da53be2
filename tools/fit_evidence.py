"""Fit the weights by which the grammar tells attributions from other uses of its cues.

    python tools/fit_evidence.py            writes musnad/lang/ar/evidence.tsv
    python tools/fit_evidence.py --cross    prints cross-validated F1 by threshold

Fitted on the labels of train/labels, whose texts lie beside the checkout (../shared/corpus). A draft counts
as true when it matches an attribution as `musnad evaluate` matches them; a right cue with other content is
false. Where content ends is to be fitted first (tools/fit_endings.py).
Only names of features and weights are kept. Needs the extra ``fit``.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from musnad.attribution import GrammarOptions, Weighed, attribute
from musnad.evidence import probability, weights
from musnad.gold import GoldReport
from musnad.matching import alike
from musnad.segment import segment
from tools.annotated import annotated, logistic, write
from train.materials import MissingError

_TABLE = Path(__file__).parents[1] / "musnad" / "lang" / "ar" / "evidence.tsv"
_FOLDS = 5
# Inverse strength of the penalty: of 0.1, 0.3 and 1.0 the best on the half of the reports not fitted on.
_STRENGTH = 0.3
# A feature seen less often says more of its one report than of the language.
_LEAST = 5


@dataclass(frozen=True, slots=True)
class Row:
    """The features of one draft, and whether it matches an attribution of the annotation."""

    features: tuple[str, ...]
    true: bool


def rows(report: GoldReport) -> list[Row]:
    """Every draft of one report, whatever its confidence."""
    text = report.report.text
    trace: list[Weighed] = []
    attribute(text, segment(text), GrammarOptions(threshold=1.1, trace=trace))
    return [Row(w.features, any(alike(a, w) for a in report.attributions)) for w in trace]


def fit(samples: list[Row], strength: float = _STRENGTH, least: int = _LEAST) -> dict[str, float]:
    """The weight of each feature."""
    return logistic([(row.features, row.true) for row in samples], strength, least)


def cross(reports: list[GoldReport], strength: float) -> list[str]:
    """F1 of drafts by threshold, each report scored with the weights of the other folds."""
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
    try:
        reports = annotated()
    except MissingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if "--cross" in arguments:
        for strength in (0.1, 0.3, 1.0):
            sys.stdout.write(f"C {strength}\n" + "\n".join(cross(reports, strength)) + "\n")
        return 0
    write(_TABLE, fit([row for report in reports for row in rows(report)]))
    weights.cache_clear()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
