"""Fit the weights by which a speaker whom no phrase names is chosen among candidates.

    python tools/fit_antecedents.py ../shared/gold/train          writes musnad/lang/ar/antecedents.tsv
    python tools/fit_antecedents.py ../shared/gold/train --cross  prints cross-validated shares

A candidate counts as right when his name and the annotated one have the same words or those of one are
among those of the other; nobody, when the annotation has no speaker. The conditional logit is fitted as
a logistic regression over differences between right and wrong candidates, with an L2 penalty
(scikit-learn). Each choice depends on those before it, so that reading and fitting take turns. Only
names of features and weights are kept. Needs the extra ``fit``.
"""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from musnad.antecedents import Candidate, weights
from musnad.gold import GoldReport, load
from musnad.matching import same_name
from musnad.matching import words as words_of
from musnad.mentions import find
from musnad.model import Attribution
from musnad.segment import segment
from musnad.text import fold
from musnad.voices import Fitting, Voices

_TABLE = Path(__file__).parents[1] / "musnad" / "lang" / "ar" / "antecedents.tsv"
_FOLDS = 5
_ROUNDS = 3
_STRENGTH = 0.3
_LEAST = 4
_START = {"agrees": 2.0, "last=True+past+near=0": 1.0, "outer": -1.0}
"""Weights of the first reading: the last speaker who agrees."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The features of the candidates for one speaker, and which of them are right."""

    features: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]


def read(report: GoldReport, known: dict[str, float]) -> tuple[Voices, Fitting]:
    """The voices of the annotated attributions, read with some weights."""
    text = report.report.text
    folded, segments = fold(text), segment(text, "ar")
    fitting = Fitting(known, [])
    given = tuple(
        Attribution(
            a.id,
            a.source,
            a.cue,
            a.content,
            "",
            a.cue_class,
            a.quote,
            "gold",
            1.0,
            a.addressee,
            a.medium,
            a.via,
            inside=a.inside,
        )
        for a in report.attributions
    )
    named = find(report.report, folded, segments)
    return Voices(text, folded, named.words, segments, given, fitting), fitting


def choices(report: GoldReport, known: dict[str, float]) -> list[Choice]:
    """Every choice of one report."""
    voices, fitting = read(report, known)
    speakers = {a.id: a.speaker for a in report.attributions}
    return [
        Choice(
            tuple(tuple(candidate.found) for candidate in candidates),
            tuple(_near(speakers[voice.at.id], _name(voices, candidate)) for candidate in candidates),
        )
        for voice, candidates in fitting.trace
    ]


def judged(report: GoldReport, known: dict[str, float]) -> list[tuple[str, bool]]:
    """The rule of each speaker without a phrase of his own, and whether he bears the annotated name."""
    voices, _ = read(report, known)
    speakers = {a.id: a.speaker for a in report.attributions}
    found = []
    for voice in voices.voices:
        if voice.at.source is None:
            gold, name = speakers[voice.at.id], None if voice.actor is None else voice.actor.name
            right = gold is None and name is None
            right = right or (gold is not None and name is not None and same_name(gold, name))
            found.append((voice.rule or "nobody", right))
    return found


def _name(voices: Voices, candidate: Candidate) -> str | None:
    actor = voices.meet(candidate)
    return None if actor is None else actor.name


def _near(gold: str | None, name: str | None) -> bool:
    if gold is None or name is None:
        return gold is None and name is None
    mine, theirs = set(words_of(name)), set(words_of(gold))
    return bool(mine) and (mine <= theirs or theirs <= mine)


def fit(samples: list[Choice], strength: float = _STRENGTH) -> dict[str, float]:
    """The weight of each feature."""
    extraction: Any = importlib.import_module("sklearn.feature_extraction")
    linear: Any = importlib.import_module("sklearn.linear_model")
    seen = Counter(name for choice in samples for features in choice.features for name in features)
    rows, counts = [], []
    for choice in samples:
        good = [f for f, right in zip(choice.features, choice.right, strict=True) if right]
        bad = [f for f, right in zip(choice.features, choice.right, strict=True) if not right]
        for better in good:
            for worse in bad:
                rows.append(_difference(better, worse, seen))
                counts.append(1.0 / (len(good) * len(bad)) ** 0.5)
    vectorizer = extraction.DictVectorizer()
    matrix = vectorizer.fit_transform(rows + [{k: -v for k, v in row.items()} for row in rows])
    model = linear.LogisticRegression(C=strength, max_iter=3000, fit_intercept=False)
    model.fit(matrix, [1] * len(rows) + [0] * len(rows), counts * 2)
    return dict(zip(vectorizer.get_feature_names_out(), map(float, model.coef_[0]), strict=True))


def _difference(better: tuple[str, ...], worse: tuple[str, ...], seen: Counter[str]) -> dict[str, float]:
    found: Counter[str] = Counter()
    for name in better:
        found[name] += 1
    for name in worse:
        found[name] -= 1
    return {name: float(count) for name, count in found.items() if count and seen[name] >= _LEAST}


def train(reports: list[GoldReport], strength: float = _STRENGTH) -> dict[str, float]:
    """The weights after some turns of reading and fitting."""
    known = dict(_START)
    for _ in range(_ROUNDS):
        known = fit([choice for report in reports for choice in choices(report, known)], strength)
    return known


def cross(reports: tuple[GoldReport, ...], strength: float) -> list[tuple[str, bool]]:
    """What `judged` gives, each report read with the weights of the other folds."""
    found: list[tuple[str, bool]] = []
    for fold_ in range(_FOLDS):
        known = train([r for i, r in enumerate(reports) if i % _FOLDS != fold_], strength)
        for report in reports[fold_::_FOLDS]:
            found += judged(report, known)
    return found


def main(arguments: list[str]) -> int:
    """Write the table, or print the cross-validation."""
    reports = load(Path(arguments[0]))
    if "--cross" in arguments:
        for strength in (0.03, 0.1, 0.3, 1.0):
            found = cross(reports, strength)
            total = Counter(rule for rule, _ in found)
            right = Counter(rule for rule, good in found if good)
            shares = ", ".join(f"{rule} {right[rule]}/{total[rule]}" for rule in sorted(total))
            sys.stdout.write(f"C {strength}: {sum(right.values())} of {len(found)} right; {shares}\n")
        return 0
    known = train(list(reports))
    lines = [f"{name}\t{weight:.3f}" for name, weight in sorted(known.items()) if abs(weight) >= 0.001]
    _TABLE.write_text("feature\tweight\n" + "\n".join(lines) + "\n", "utf-8")
    weights.cache_clear()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
