"""Fit the weights by which names are linked across reports: musnad/lang/entities.tsv.

    python tools/fit_entities.py [--engine ENGINE]

On the listed pairs of bench/names.csv and names_later.csv (never those aside), read by the engine named;
logistic regression with an L2 penalty (scikit-learn). Pairs that names alone keep apart, and those whose
references decide, teach nothing. Prints how well it does in five folds, no report in two of them, eight
times over.
"""

from __future__ import annotations

import argparse
import importlib
import random
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.names import LABELS, Pair, labels, readings, weighed
from musnad.likeness import apart, features

TABLE = Path(__file__).resolve().parents[1] / "musnad" / "lang" / "entities.tsv"
STRENGTH = 6.0
SMALLEST = 0.005
FOLDS = 5
TIMES = 8
TABLES = (LABELS, LABELS.with_name("names_later.csv"))

Sample = tuple[dict[str, float], bool]


def fitted(samples: list[Sample]) -> dict[str, float]:
    """The weight of each feature, the bias under ``bias``."""
    extraction: Any = importlib.import_module("sklearn.feature_extraction")
    linear: Any = importlib.import_module("sklearn.linear_model")
    vectors = extraction.DictVectorizer()
    matrix = vectors.fit_transform([found for found, _ in samples])
    model = linear.LogisticRegression(C=STRENGTH, max_iter=5000)
    model.fit(matrix, [same for _, same in samples])
    weights = dict(zip(vectors.get_feature_names_out(), map(float, model.coef_[0]), strict=True))
    return {"bias": float(model.intercept_[0]), **weights}


def linked(found: dict[str, float], weights: dict[str, float]) -> bool:
    """Whether these features speak for one entity."""
    return weights["bias"] + sum(value * weights.get(name, 0.0) for name, value in found.items()) >= 0.0


def folds(pairs: list[Pair], seed: int) -> list[int]:
    """The fold of each pair; pairs that share a report, or are tied by others that do, have one."""
    leader: dict[str, str] = {}

    def lead(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for pair in pairs:
        leader[lead(pair.left.report)] = lead(pair.right.report)
    tied = [lead(pair.left.report) for pair in pairs]
    order = sorted(set(tied))
    random.Random(seed).shuffle(order)
    number = {name: at % FOLDS for at, name in enumerate(order)}
    return [number[name] for name in tied]


def folded(samples: list[Sample], parts: list[int]) -> tuple[int, int, int]:
    """Right, linked and same, each part judged by what the others taught."""
    right = made = same = 0
    for fold in range(FOLDS):
        weights = fitted([one for one, part in zip(samples, parts, strict=True) if part != fold])
        for (found, true), part in zip(samples, parts, strict=True):
            if part == fold:
                judged = linked(found, weights)
                right, made, same = right + (judged and true), made + judged, same + true
    return right, made, same


def main(arguments: list[str] | None = None) -> int:
    """Fit, tell and write."""
    parser = argparse.ArgumentParser(description="Fit the weights of links across reports.")
    parser.add_argument("--engine", choices=("grammar", "tagger", "both"), default="grammar")
    engine = parser.parse_args(arguments).engine
    pairs = [pair for table in TABLES for pair in labels(table) if not pair.aside and pair.same is not None]
    found = readings({place.report for pair in pairs for place in (pair.left, pair.right)}, engine)
    # Where tables know both, their references decide; where names keep two apart, nothing is weighed.
    kept = [
        (pair, (features(left, right), bool(pair.same)))
        for pair, left, right in weighed(pairs, found)
        if (left.ref is None or right.ref is None) and not apart(left.traits, right.traits)
    ]
    samples = [sample for _, sample in kept]
    counts = [folded(samples, folds([pair for pair, _ in kept], seed)) for seed in range(TIMES)]
    right, made, same = (sum(column) for column in zip(*counts, strict=True))
    sys.stdout.write(
        f"{len(samples)} pairs, five folds: precision {right / max(1, made):.3f}, "
        f"recall {right / max(1, same):.3f}, F1 {2 * right / max(1, made + same):.3f}\n"
    )
    lines = [
        f"{name}\t{value:.3f}" for name, value in sorted(fitted(samples).items()) if abs(value) >= SMALLEST
    ]
    TABLE.write_text("feature\tweight\n" + "\n".join(lines) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
