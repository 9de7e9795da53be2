"""The annotated Arabic reports that the weights of the grammar are fitted on."""

from __future__ import annotations

import importlib
from collections import Counter
from pathlib import Path
from typing import Any

from bench import aside
from musnad.gold import GoldReport
from train.materials import corpus, text_of

# A weight below this moves no probability by a hundredth.
_SMALLEST = 0.02


def annotated() -> list[GoldReport]:
    """The reports of train/labels whose texts lie beside the checkout.

    Labels that are kept aside, or kept for the decision between the engines, are left out. The gold training
    reports are no part of them, so that the engines are measured, and weighed against each other, on
    reports that neither has learned from. Raises MissingError where the texts are not there.
    """
    return aside.training({str(row["id"]): text_of(row) for row in corpus()})


def logistic(samples: list[tuple[tuple[str, ...], bool]], strength: float, least: int) -> dict[str, float]:
    """The weight of each feature seen at least `least` times, the bias under ``bias``.

    Logistic regression with an L2 penalty of inverse strength `strength` (scikit-learn).
    """
    extraction: Any = importlib.import_module("sklearn.feature_extraction")
    linear: Any = importlib.import_module("sklearn.linear_model")
    seen = Counter(name for features, _ in samples for name in features)
    vectorizer = extraction.DictVectorizer()
    matrix = vectorizer.fit_transform(
        [{name: 1.0 for name in found if name != "bias" and seen[name] >= least} for found, _ in samples]
    )
    model = linear.LogisticRegression(C=strength, max_iter=2000)
    model.fit(matrix, [true for _, true in samples])
    found = dict(zip(vectorizer.get_feature_names_out(), map(float, model.coef_[0]), strict=True))
    return {"bias": float(model.intercept_[0]), **found}


def write(table: Path, known: dict[str, float]) -> None:
    """Write the weights as a table, sorted by feature; those too small to count are left out."""
    lines = [f"{name}\t{weight:.2f}" for name, weight in sorted(known.items()) if abs(weight) >= _SMALLEST]
    table.write_text("feature\tweight\n" + "\n".join(lines) + "\n", "utf-8")
