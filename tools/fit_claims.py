"""Fit what tells how two statements stand to each other (the weights of musnad/claims_weighing.py).

    python tools/fit_claims.py [--odds FILE]

Logistic regression (scikit-learn) on the rows of bench/claims.csv that are not aside, on
bench/claims_more.csv, bench/claims_later.csv, bench/claims_read.csv and bench/claims_doubt.csv, as the engine
reads them of whose statements they were drawn; bench/claims_pool.csv came later. With `--odds`, the table of
what a reader of pairs holds of pairs that it has not learned from (`python -m train.pairs --folds`), what is
read is weighed with the sums of the folds, on the pairs in doubt, and only pairs of that table are counted.
The figures printed are of five folds by report, as means of five draws; for the rows of each table alone too.
Rows aside are not looked at here: bench/claims.py counts them.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from numpy.typing import NDArray

from bench.claims import CASES, LATER, MORE, READ, Case, cases, readings, rows
from bench.claims import DOUBT as IN_DOUBT
from musnad.claims_weighing import BOUND, DOUBT, Floats, told
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


def numbered(labelled: Sequence[dict[str, str]]) -> NDArray[np.int64]:
    """The numbers of the two reports of each pair, (pairs, 2)."""
    numbers: dict[str, int] = {}
    return np.array(
        [[numbers.setdefault(row[at], len(numbers)) for at in ("left", "right")] for row in labelled]
    )


def folded(x: Floats, y: Labels, of: NDArray[np.int64], draw: int) -> Floats:
    """The log odds of pairs by weights fitted on pairs of other reports.

    A pair is of the fold of its left report; what has a report of a fold is not fitted on for it. `of` are
    the reports of each pair.
    """
    fold = np.random.default_rng(20261129 + draw).integers(0, _FOLDS, int(of.max()) + 1)[of[:, 0]]
    found = np.zeros(len(y))
    for number in range(_FOLDS):
        asked = fold == number
        apart = ~np.isin(of, of[asked]).any(axis=1)
        weights, bias = fitted(x[apart], y[apart])
        found[asked] = x[asked] @ weights + bias
    return found


def figures(draws: Sequence[Floats], y: Labels, counted: Labels) -> dict[str, Any]:
    """Precision, recall and F1 by threshold, over the rows that are counted and all draws of folds."""
    sums = {at: np.zeros(3) for at in THRESHOLDS}
    for found in draws:
        for at in THRESHOLDS:
            said = (found >= np.log(at / (1 - at))) & counted
            sums[at] += [(said & y).sum(), said.sum(), (y & counted).sum()]
    return {
        str(at): {
            "precision": round(float(right / max(1, said)), 3),
            "recall": round(float(right / max(1, true)), 3),
            "f1": round(float(2 * right / max(1, said + true)), 3),
        }
        for at, (right, said, true) in sums.items()
    }


def main() -> None:
    """Print weights and figures."""
    parser = argparse.ArgumentParser(description="Fit what tells claims.")
    parser.add_argument("--odds", type=Path, help="what a reader of pairs holds of pairs")
    asked = parser.parse_args()
    sys.stdout.write(json.dumps(fit(asked.odds), indent=1) + "\n")


TABLES: Final[dict[str, tuple[Path, Engine]]] = {
    "listed": (CASES, "both"),
    "more": (MORE, "both"),
    "later": (LATER, "grammar"),
    "read": (READ, "grammar"),
    "doubt": (IN_DOUBT, "grammar"),
}


def fit(odds: Path | None = None) -> dict[str, Any]:
    """All weights, with figures."""
    every, made, table = list[dict[str, str]](), list[Case](), list[str]()
    for name, (path, engine) in TABLES.items():
        some = [row for row in rows(path) if row["aside"] == "0"]
        held = readings({row[side] for row in some for side in ("left", "right")}, engine)
        every += some
        made += cases(some, held, read=False)
        table += [name] * len(some)
    return weights(every, made, table, {} if odds is None else held_odds(odds))


Named = tuple[str, ...]
_NAMED: Final = ("left", "left_cue", "left_content", "right", "right_cue", "right_content")


def held_odds(path: Path) -> dict[Named, tuple[float, float]]:
    """What a reader of pairs holds, by what names a pair in its table."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            tuple(row[at] for at in _NAMED): (float(row["same"]), float(row["claim"]))
            for row in csv.DictReader(lines)
        }


def weights(
    labelled: Sequence[dict[str, str]],
    made: Sequence[Case],
    tables: Sequence[str],
    odds: Mapping[Named, tuple[float, float]],
) -> dict[str, Any]:
    """The weights fitted on labelled pairs, as they are read, with the table of each."""
    read = [at for at, one in enumerate(made) if one.features is not None and one.voices is not None]
    some = [made[at] for at in read]
    of = numbered([labelled[at] for at in read])
    found: dict[str, Any] = {"read": len(read), "of": len(made)}
    contents = columns(some)
    claims = told(contents, [one.voices for one in some if one.voices is not None])
    heard = np.array([odds.get(tuple(labelled[at][name] for name in _NAMED), _UNHEARD) for at in read])
    doubt = [
        (draw >= _ODDS[0]) & (draw < _ODDS[1])
        for draw in (folded(claims, np.array([one.claim for one in some]), of, at) for at in range(_DRAWS))
    ]
    for column, (name, x, y) in enumerate(
        (
            ("CONTENT", contents, np.array([one.same for one in some])),
            ("CLAIM", claims, np.array([one.claim for one in some])),
        )
    ):
        made_of, bias = fitted(x, y)
        found[name] = [round(float(one), 2) for one in made_of]
        found[f"{name}_BIAS"] = round(bias, 2)
        draws = [folded(x, y, of, draw) for draw in range(_DRAWS)]
        several = {"": draws}
        known = ~np.isnan(heard[:, column])
        if known.any():
            joined = [
                joint(draw, heard[:, column], y, known & held)
                for draw, held in zip(draws, doubt, strict=True)
            ]
            found[f"{name}_READ"] = [round(float(one), 2) for one in np.mean([one for one, _ in joined], 0)]
            several["_READ"] = [one for _, one in joined]
        for kind, drawn in several.items():
            for part in ("all", *dict.fromkeys(tables)):
                counted = np.array([part in ("all", tables[at]) for at in read])
                if known.any():
                    counted &= known
                found[f"{name}{kind}_{part}"] = figures(drawn, y, counted)
    return found


_UNHEARD: Final = (float("nan"), float("nan"))


def joint(sums: Floats, heard: Floats, y: Labels, doubt: Labels) -> tuple[Floats, Floats]:
    """The shares of sums and of what was read, and what is added, fitted on the pairs in doubt; and the
    log odds of all pairs with it.
    """
    from sklearn.linear_model import LogisticRegression

    both = np.column_stack((sums, np.clip(heard, -BOUND, BOUND)))
    model = LogisticRegression(C=10.0, max_iter=1000).fit(both[doubt], y[doubt])
    joined = np.where(doubt, both @ model.coef_[0] + model.intercept_[0], sums)
    return np.array([*model.coef_[0], model.intercept_[0]]), joined


_ODDS: Final = tuple(float(np.log(at / (1 - at))) for at in DOUBT)


def columns(some: Sequence[Case]) -> Floats:
    """The features of contents."""
    return np.array([one.features for one in some])


if __name__ == "__main__":
    main()
