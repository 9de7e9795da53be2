"""Fit what tells how two statements stand to each other (the weights of musnad/claims_weighing.py).

    python tools/fit_claims.py [--engine grammar|tagger|both]

Logistic regression (scikit-learn) on the rows of bench/claims.csv that are not aside and on
bench/claims_more.csv; disputes on these and bench/claims_disputes.csv. The figures printed are of five folds,
on the rows of bench/claims.csv alone too. Rows aside are not looked at here: bench/claims.py counts them.
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

from bench.claims import DISPUTES, MORE, Case, cases, readings, rows
from musnad.claims_weighing import Floats, told
from musnad.model import Engine

Labels = NDArray[np.bool_]

_FOLDS: Final = 5
_STRENGTH: Final = 0.5
THRESHOLDS: Final = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75)


def fitted(x: Floats, y: Labels) -> tuple[Floats, float]:
    """Weights and bias."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # it carries no types

    made = LogisticRegression(C=_STRENGTH, max_iter=5000)
    made.fit(x, y)
    return np.asarray(made.coef_[0]), float(made.intercept_[0])


def folds(x: Floats, y: Labels, counted: Labels) -> dict[str, Any]:
    """Precision, recall and F1 of five folds, by threshold, over the rows that are counted."""
    fold = np.random.default_rng(20261129).integers(0, _FOLDS, len(y))
    chances = np.zeros(len(y))
    for number in range(_FOLDS):
        weights, bias = fitted(x[fold != number], y[fold != number])
        chances[fold == number] = 1 / (1 + np.exp(-(x[fold == number] @ weights + bias)))
    found = {}
    for at in THRESHOLDS:
        said = (chances >= at) & counted
        right, true = int((said & y).sum()), int((y & counted).sum())
        found[str(at)] = {
            "said": int(said.sum()),
            "precision": round(right / max(1, int(said.sum())), 3),
            "recall": round(right / max(1, true), 3),
            "f1": round(2 * right / max(1, int(said.sum()) + true), 3),
        }
    return found


def columns(some: Sequence[Case]) -> Floats:
    """The features of contents."""
    return np.array([one.features for one in some])


def main() -> None:
    """Print weights and figures."""
    parser = argparse.ArgumentParser(description="Fit what tells claims.")
    parser.add_argument("--engine", default="both", choices=("grammar", "tagger", "both"))
    asked = parser.parse_args()
    sys.stdout.write(json.dumps(fit(asked.engine), indent=1) + "\n")


def fit(engine: Engine) -> dict[str, Any]:
    """All weights, with figures."""
    labelled = [row for row in rows() if row["aside"] == "0"]
    more, disputes = rows(MORE), rows(DISPUTES)
    every = [*labelled, *more, *disputes]
    held = readings({row[side] for row in every for side in ("left", "right")}, engine)
    made = cases(every, held)
    return weights(made, len(labelled), len(labelled) + len(more))


def weights(made: Sequence[Case], listed: int, alike: int) -> dict[str, Any]:
    """The weights fitted on cases of which the first `listed` are those of bench/claims.csv, and those before
    `alike` are judged as claims.
    """
    read = [(at, one) for at, one in enumerate(made) if one.features is not None and one.voices is not None]
    some = [one for at, one in read if at < alike]
    main_rows = np.array([at < listed for at, _ in read if at < alike])
    near = np.array([one.meaning if one.meaning is not None else np.nan for one in some])
    middle = float(np.nanmean(near)) if not np.isnan(near).all() else 0.0
    meaning = 10 * (np.nan_to_num(near, nan=middle) - middle)[:, np.newaxis]
    found: dict[str, Any] = {"read": len(read), "of": len(made), "ALIKE": round(middle, 4)}
    contents = np.hstack((columns(some), meaning))
    claims = np.hstack((told(columns(some), [one.voices for one in some if one.voices is not None]), meaning))
    for name, x, y in (
        ("CONTENT", contents, np.array([one.same for one in some])),
        ("CLAIM", claims, np.array([one.claim for one in some])),
    ):
        made_of, bias = fitted(x, y)
        found[name] = [round(float(one), 2) for one in made_of[:-1]]
        found[f"{name}_BIAS"] = round(bias, 2)
        found[f"{name}_MEANING"] = round(float(made_of[-1]), 2)
        found[f"{name}_folds"] = folds(x, y, np.ones(len(y), dtype=bool))
        found[f"{name}_listed"] = folds(x, y, main_rows)
    every = [one for _, one in read]
    x, y = columns(every), np.array([one.contradicts for one in every])
    made_of, bias = fitted(x, y)
    found["DISPUTE"] = [round(float(one), 2) for one in made_of]
    found["DISPUTE_BIAS"] = round(bias, 2)
    found["DISPUTE_folds"] = folds(x, y, np.ones(len(y), dtype=bool))
    return found


if __name__ == "__main__":
    main()
