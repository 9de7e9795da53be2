"""Fit the weights by which rewrites are told (`WEIGHTS`, `BIAS` of musnad/rewrites.py) and measure them.

    python tools/fit_rewrites.py [--fit]

Without --fit the present weights are measured on bench/rewrites.csv: precision and recall plain, and with
each stratum weighed by how many pairs it was drawn from. With --fit new weights are fitted on the rows that
are not aside (logistic regression, scikit-learn) and printed with their figures in five folds. Rows aside
are counted only, never listed.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from bench.press import report_of
from musnad.reader import ReadOptions, read
from musnad.rewrites import BIAS, THRESHOLD, WEIGHTS, Evidence, Weighed, features, judged
from musnad.shingles import hashes, words
from train.materials import corpus

ROOT: Final = Path(__file__).resolve().parents[1]
CASES: Final = ROOT / "bench" / "rewrites.csv"
# From how many pairs of the corpus each stratum was drawn (decision 12).
POOL: Final = {"0.5": 354, "0.4": 511, "0.3": 1532, "0.22": 3713, "0.15": 9405}


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled pair with what both have in common."""

    evidence: Evidence
    rewrite: bool
    stratum: str
    aside: bool


def cases(rows: Sequence[dict[str, Any]]) -> list[Case]:
    """The labelled pairs among reports, their words weighed by how many of these have them."""
    known = {str(row["id"]) for row in rows}
    with CASES.open(encoding="utf-8", newline="") as lines:
        labelled = [
            row
            for row in csv.DictReader(lines)
            if row["label"] != "unsure" and {row["left"], row["right"]} <= known
        ]
    number = {str(row["id"]): n for n, row in enumerate(rows)}
    wanted = {number[row[side]] for row in labelled for side in ("left", "right")}
    nothing = features(read(report_of({**rows[0], "text": "", "title": None}), ReadOptions(engine="grammar")))
    of, texts = [], []
    for n, row in enumerate(rows):
        report = report_of(row)
        texts.append(hashes(words(report.text)))
        of.append(features(read(report, ReadOptions(engine="grammar"))) if n in wanted else nothing)
    weighed = Weighed(texts, of)
    found = []
    for row in labelled:
        i, j = sorted((number[row["left"]], number[row["right"]]))
        cosine = float((weighed.matrix[i] @ weighed.matrix[j].T).toarray()[0, 0])
        evidence = weighed.evidence(i, j, cosine)
        found.append(Case(evidence, row["label"] == "rewrite", row["stratum"], row["aside"] == "1"))
    return found


def figures(some: list[Case], said: Callable[[Evidence], float], threshold: float) -> dict[str, Any]:
    """Precision and recall, plain and with each stratum weighed by its pool."""
    size = {key: sum(one.stratum == key for one in some) for key in POOL}
    scored = [(one, said(one.evidence) >= threshold) for one in some]

    def share(of: Callable[[Case, bool], bool], among: Callable[[Case, bool], bool], *, plain: bool) -> float:
        weight = {key: 1.0 if plain else POOL[key] / max(1, size[key]) for key in POOL}
        total = sum(weight[one.stratum] for one, yes in scored if among(one, yes))
        part = sum(weight[one.stratum] for one, yes in scored if among(one, yes) and of(one, yes))
        return round(part / total, 3) if total else 0.0

    def is_rewrite(one: Case, _yes: bool) -> bool:
        return one.rewrite

    def is_said(_one: Case, yes: bool) -> bool:
        return yes

    return {
        "pairs": len(some),
        "said": sum(yes for _, yes in scored),
        "precision": share(is_rewrite, is_said, plain=True),
        "recall": share(is_said, is_rewrite, plain=True),
        "weighed_precision": share(is_rewrite, is_said, plain=False),
        "weighed_recall": share(is_said, is_rewrite, plain=False),
    }


def fit(some: list[Case]) -> tuple[list[float], float]:
    """Weights and bias fitted on these pairs."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # it carries no types

    made = LogisticRegression(C=4.0, max_iter=1000)
    made.fit(np.array([one.evidence.values() for one in some]), np.array([one.rewrite for one in some]))
    return [round(float(one), 2) for one in made.coef_[0]], round(float(made.intercept_[0]), 2)


def in_folds(some: list[Case]) -> dict[int, float]:
    """How likely each pair is a rewrite by weights fitted on the four fifths without it.

    Keys are the `id` of the evidence of each.
    """
    scores: dict[int, float] = {}
    for fold in range(5):
        said = scorer(*fit([one for n, one in enumerate(some) if n % 5 != fold]))
        scores |= {id(one.evidence): said(one.evidence) for n, one in enumerate(some) if n % 5 == fold}
    return scores


def scorer(weights: list[float], bias: float) -> Callable[[Evidence], float]:
    """The probability of a rewrite under other weights than those of the module."""

    def said(evidence: Evidence) -> float:
        total = bias + sum(w * value for w, value in zip(weights, evidence.values(), strict=True))
        return float(1 / (1 + np.exp(-total)))

    return said


def main() -> None:
    """Print figures, and weights where asked."""
    parser = argparse.ArgumentParser(description="Fit and measure what tells rewrites.")
    parser.add_argument("--fit", action="store_true", help="fit new weights on the rows that are not aside")
    asked = parser.parse_args()
    every = cases(corpus())
    listed = [one for one in every if not one.aside]

    def present(evidence: Evidence) -> float:
        return judged(evidence).probability

    told: dict[str, Any] = {
        "weights": WEIGHTS,
        "bias": BIAS,
        "listed": figures(listed, present, THRESHOLD),
        "aside": figures([one for one in every if one.aside], present, THRESHOLD),
    }
    if asked.fit:
        weights, bias = fit(listed)
        scores = in_folds(listed)
        told["fitted"] = {"weights": weights, "bias": bias}
        told["folds"] = {
            f"{threshold}": figures(listed, lambda evidence: scores[id(evidence)], threshold)
            for threshold in (0.5, 0.6, 0.7, 0.75, 0.8)
        }
    sys.stdout.write(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
