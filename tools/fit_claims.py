"""Fit what tells how two statements stand to each other (the weights of musnad/claims_weighing.py).

    python tools/fit_claims.py [--engine grammar|tagger|both]

Logistic regression (scikit-learn) on the rows of bench/claims.csv that are not aside, on
bench/claims_more.csv and on bench/claims_later.csv. The figures printed are of five folds, pairs of one
report in one fold, as means of five draws; for the rows of each table alone too. Rows aside are not looked at
here: bench/claims.py counts them.
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

from bench.claims import LATER, MORE, Case, cases, readings, rows
from musnad.claims_weighing import Floats, told
from musnad.model import Engine

Labels = NDArray[np.bool_]

_FOLDS: Final = 5
_DRAWS: Final = 5
_STRENGTH: Final = 0.1
THRESHOLDS: Final = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)


def fitted(x: Floats, y: Labels) -> tuple[Floats, float]:
    """Weights and bias for columns as they are, fitted with each brought to one spread."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # it carries no types

    middle, spread = x.mean(axis=0), x.std(axis=0)
    spread[spread == 0] = 1.0
    made = LogisticRegression(C=_STRENGTH, max_iter=5000)
    made.fit((x - middle) / spread, y)
    weights = np.asarray(made.coef_[0]) / spread
    return weights, float(made.intercept_[0] - weights @ middle)


def groups(labelled: Sequence[dict[str, str]]) -> NDArray[np.int64]:
    """A number for each pair, the same for those that reports join."""
    leads: dict[str, str] = {}

    def lead(name: str) -> str:
        while leads.setdefault(name, name) != name:
            name = leads[name]
        return name

    for row in labelled:
        leads[lead(row["left"])] = lead(row["right"])
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(lead(row["left"]), len(numbers)) for row in labelled])


def folds(x: Floats, y: Labels, of: NDArray[np.int64], counted: Labels) -> dict[str, Any]:
    """Precision, recall and F1 of folds, by threshold, over the rows that are counted."""
    sums = {at: np.zeros(3) for at in THRESHOLDS}
    for draw in range(_DRAWS):
        fold = np.random.default_rng(20261129 + draw).integers(0, _FOLDS, int(of.max()) + 1)[of]
        chances = np.zeros(len(y))
        for number in range(_FOLDS):
            weights, bias = fitted(x[fold != number], y[fold != number])
            chances[fold == number] = 1 / (1 + np.exp(-(x[fold == number] @ weights + bias)))
        for at in THRESHOLDS:
            said = (chances >= at) & counted
            sums[at] += [(said & y).sum(), said.sum(), (y & counted).sum()]
    return {
        str(at): {
            "precision": round(float(right / max(1, said)), 3),
            "recall": round(float(right / max(1, true)), 3),
            "f1": round(float(2 * right / max(1, said + true)), 3),
        }
        for at, (right, said, true) in sums.items()
    }


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
    tables = {
        "listed": [row for row in rows() if row["aside"] == "0"],
        "more": rows(MORE),
        "later": rows(LATER),
    }
    every = [row for some in tables.values() for row in some]
    held = readings({row[side] for row in every for side in ("left", "right")}, engine)
    table = [name for name, some in tables.items() for _ in some]
    return weights(every, cases(every, held), table)


def weights(
    labelled: Sequence[dict[str, str]], made: Sequence[Case], tables: Sequence[str]
) -> dict[str, Any]:
    """The weights fitted on labelled pairs, as they are read, with the table of each."""
    read = [at for at, one in enumerate(made) if one.features is not None and one.voices is not None]
    some = [made[at] for at in read]
    of = groups([labelled[at] for at in read])
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
        for table in ("all", *dict.fromkeys(tables)):
            counted = np.array([table in ("all", tables[at]) for at in read])
            found[f"{name}_{table}"] = folds(x, y, of, counted)
    return found


if __name__ == "__main__":
    main()
