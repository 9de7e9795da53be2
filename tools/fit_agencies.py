"""Fit the weights by which the wording of a text tells its news agency.

    python tools/fit_agencies.py    writes musnad/lang/ar/agency_marks.tsv

Fitted on the reports beside the checkout (../shared/corpus): those whose byline names one agency of the four
that are named often enough, those that print the text of one (``bench/origins.py`` knows how), and the
papers' own, which are those with another byline that no other outlet prints. A word counts if three outlets
print it. Needs the extra ``fit``.
"""

from __future__ import annotations

import importlib
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from musnad.origins_marks import BIAS, CLASSES, features

TABLE = Path(__file__).parents[1] / "musnad" / "lang" / "ar" / "agency_marks.tsv"
# Of 3, 5, 10 and 20 the one with the highest precision at equal coverage, fitted on two days and measured on
# two others.
_STRENGTH = 10.0
_OUTLETS = 3
_REPORTS = 5
# With 6,000 features as many reports are told as with 4,000, with 2,000 fewer.
_KEPT = 4000
_SMALLEST = 0.02


@dataclass(frozen=True, slots=True)
class Sample:
    """One report to learn from: who printed it, its folded text, and whose text it is, one of `CLASSES`."""

    outlet: str
    features: frozenset[str]
    label: str


def sample(outlet: str, folded: str, label: str) -> Sample:
    """A sample of a folded text."""
    return Sample(outlet, features(folded), label)


def fit(samples: Sequence[Sample]) -> dict[str, tuple[float, ...]]:
    """The weights of each feature for `CLASSES`, the biases under ``bias``.

    Multinomial logistic regression with an L2 penalty over features of equal weight, each report of length
    one (scikit-learn); fitted on all features first, and again on those that weighed most.
    """
    outlets: defaultdict[str, set[str]] = defaultdict(set)
    seen: Counter[str] = Counter()
    for one in samples:
        seen.update(one.features)
        for feature in one.features:
            outlets[feature].add(one.outlet)
    names = sorted(f for f in seen if seen[f] >= _REPORTS and len(outlets[f]) >= _OUTLETS)
    first, _ = _fitted(samples, names)
    reach = [max(map(abs, row)) * seen[name] ** 0.5 for name, row in zip(names, first, strict=True)]
    kept = sorted(sorted(range(len(names)), key=lambda n: (-reach[n], names[n]))[:_KEPT])
    names = [names[n] for n in kept]
    rows, biases = _fitted(samples, names)
    return {BIAS: biases, **dict(zip(names, rows, strict=True))}


def _fitted(
    samples: Sequence[Sample], names: Sequence[str]
) -> tuple[list[tuple[float, ...]], tuple[float, ...]]:
    """The weights of each name for `CLASSES`, and the biases."""
    sparse: Any = importlib.import_module("scipy.sparse")
    linear: Any = importlib.import_module("sklearn.linear_model")
    at = {name: n for n, name in enumerate(names)}
    values: list[float] = []
    columns: list[int] = []
    ends = [0]
    for one in samples:
        known = sorted(at[feature] for feature in one.features if feature in at)
        columns += known
        values += [len(known) ** -0.5] * len(known)
        ends.append(len(columns))
    matrix = sparse.csr_matrix((values, columns, ends), shape=(len(samples), len(names)))
    model = linear.LogisticRegression(C=_STRENGTH, max_iter=1000, class_weight="balanced")
    model.fit(matrix, [one.label for one in samples])
    order = [list(model.classes_).index(label) for label in CLASSES]
    rows = [tuple(float(model.coef_[k][n]) for k in order) for n in range(len(names))]
    return rows, tuple(float(model.intercept_[k]) for k in order)


def write(known: dict[str, tuple[float, ...]], table: Path = TABLE) -> None:
    """Write the weights as a table, the biases first; features that weigh too little are left out."""
    lines = ["\t".join(("feature", *CLASSES))]
    for name, row in sorted(known.items(), key=lambda pair: (pair[0] != BIAS, pair[0])):
        if name == BIAS or max(map(abs, row)) >= _SMALLEST:
            lines.append("\t".join((name, *(f"{weight:.2f}" for weight in row))))
    table.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> int:
    """Write the table."""
    # Imported late: the bench fits tables of its own with `fit`.
    from bench.origins import copies_among, press, samples

    try:
        found = press()
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    write(fit(samples(found, copies_among(found))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
