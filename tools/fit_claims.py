"""Fit what tells that two statements say the same (`CONTENT`, `CLAIM`, `MEANING` of
musnad/claims_weighing.py).

    python tools/fit_claims.py [--engine grammar|tagger|both]

Logistic regression (scikit-learn) on the rows of bench/claims.csv that are not aside; the figures printed are
of five folds, each threshold the same for all. Rows aside are not looked at here: bench/claims.py counts
them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from numpy.typing import NDArray

from bench.claims import Case, cases, figures
from musnad.claims_weighing import ALIKE, told

Matrix = NDArray[np.float64]

_FOLDS: Final = 5
_STRENGTH: Final = 1.0
THRESHOLDS: Final = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)


def rows(some: Sequence[Case], of: str, *, meaning: bool) -> tuple[Matrix, NDArray[np.bool_]]:
    """The features and labels of the cases that are read."""
    values, labels = [], []
    for one in some:
        if one.found is None or one.voices is None:
            continue
        row = one.found if of == "content" else told(one.found, one.voices)
        near = (10 * ((one.meaning or ALIKE) - ALIKE),) if meaning else ()
        values.append((*row, *near))
        labels.append(one.same if of == "content" else one.claim)
    return np.array(values), np.array(labels)


def fitted(x: Matrix, y: NDArray[np.bool_]) -> tuple[Matrix, float]:
    """Weights and bias."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # it carries no types

    made = LogisticRegression(C=_STRENGTH, max_iter=5000)
    made.fit(x, y)
    return np.asarray(made.coef_[0]), float(made.intercept_[0])


def folds(some: Sequence[Case], of: str, *, meaning: bool) -> dict[str, Any]:
    """The figures of five folds, by threshold."""
    read = [one for one in some if one.found is not None]
    chances = np.zeros(len(read))
    for fold in range(_FOLDS):
        inside = np.arange(len(read)) % _FOLDS == fold
        x, y = rows([one for one, out in zip(read, inside, strict=True) if not out], of, meaning=meaning)
        weights, bias = fitted(x, y)
        x, _ = rows([one for one, out in zip(read, inside, strict=True) if out], of, meaning=meaning)
        chances[inside] = 1 / (1 + np.exp(-(x @ weights + bias)))
    lost = [one for one in some if one.found is None]
    return {
        str(at): figures([*read, *lost], [*(chances >= at).tolist(), *(False for _ in lost)], of)
        for at in THRESHOLDS
    }


def main() -> None:
    """Print weights and figures."""
    parser = argparse.ArgumentParser(description="Fit what tells claims.")
    parser.add_argument("--engine", default="both", choices=("grammar", "tagger", "both"))
    asked = parser.parse_args()
    listed = [one for one in cases(asked.engine) if not one.aside]
    out: dict[str, Any] = {"pairs": len(listed), "read": sum(one.found is not None for one in listed)}
    for of in ("content", "claim"):
        for meaning in (False, True):
            weights, bias = fitted(*rows(listed, of, meaning=meaning))
            out[f"{of}{'+meaning' if meaning else ''}"] = {
                "weights": [round(float(one), 2) for one in weights],
                "bias": round(bias, 2),
                "folds": folds(listed, of, meaning=meaning),
            }
    sys.stdout.write(json.dumps(out) + "\n")


if __name__ == "__main__":
    main()
