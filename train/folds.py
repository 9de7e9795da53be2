"""What the folds show: the weights of the decision, and how well reports are read that no network has seen.

Each fold is read by a network fitted without it, and decided by weights fitted on the other folds and on
reports of our own that weigh. The grammar's weights are fitted on other reports too, but its rules were
written with these in view, so that what is told of it here is optimistic. The reports that weigh, with which
they were not, keep the decision from trusting it too much.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from musnad import scorecard
from musnad.decide import probability
from musnad.evaluate import Options, Read, evaluate
from musnad.gold import load
from musnad.model import Engine, Reading, Report
from musnad.model_files import Decision, open_model
from musnad.reader import ReadOptions, read
from train import decision
from train.decision import Case
from train.examples import Annotated
from train.export import write_decisions

ENGINES: tuple[Engine, Engine] = ("tagger", "both")
_SEED = 7


@dataclass(frozen=True, slots=True)
class Fold:
    """The reports of a fold, the folder of the model that has not seen them, and what each weighs."""

    number: int
    reports: tuple[Annotated, ...]
    folder: Path
    weight: float = 1.0


def split(reports: Sequence[Annotated], count: int) -> list[list[Annotated]]:
    """The reports in so many parts of about one size, drawn by a stated seed."""
    order = sorted(reports, key=lambda report: report.name)
    random.Random(_SEED).shuffle(order)
    return [order[number::count] for number in range(count)]


def cases(fold: Fold) -> dict[Engine, list[Case]]:
    """The candidates of a fold for each engine; kept beside the model."""
    path = fold.folder / f"cases-{fold.number}.json"
    if path.exists():
        told = json.loads(path.read_text("utf-8"))
        return {engine: [Case(**case) for case in told[engine]] for engine in ENGINES}
    model = open_model(fold.folder)
    found = {engine: decision.cases(fold.reports, model, engine) for engine in ENGINES}
    path.write_text(
        json.dumps({engine: [asdict(case) for case in held] for engine, held in found.items()}), "utf-8"
    )
    return found


def settled(folds: Sequence[Fold]) -> dict[str, Decision]:
    """The weights of the decision of each engine, fitted on the candidates of these folds."""
    labels = sum(fold.weight * len(report.attributions) for fold in folds for report in fold.reports)
    held = [(cases(fold), fold.weight) for fold in folds]
    return {
        engine: decision.fit(
            [case for found, _ in held for case in found[engine]],
            [weight for found, weight in held for _ in found[engine]],
            labels,
        )
        for engine in ENGINES
    }


def measured(folds: Sequence[Fold], weighing: Sequence[Fold], gold: Path, out: Path) -> str:
    """The figures over all folds, written to `out` as JSON and told as text; `weighing` are not counted."""
    told: dict[str, Any] = {}
    lines: list[str] = []
    names = {report.name for fold in folds for report in fold.reports}
    chosen = [item for item in load(gold) if item.name in names]
    for fold in folds:
        # Two folds at least: with one alone it is decided by what it was fitted on.
        write_decisions(fold.folder, f"fold-{fold.number}", settled(_others(fold, folds, weighing)))
    # Models that were opened before have the weights of before.
    open_model.cache_clear()
    for engine in ("grammar", *ENGINES):
        readings: dict[str, Reading] = {}
        by_name = {item.name: item.report for item in chosen}
        for fold in folds:
            options = ReadOptions(engine=engine, model=fold.folder)
            for report in fold.reports:
                readings[by_name[report.name].id] = read(by_name[report.name], options)
        scores = evaluate(chosen, _from(readings), Options())
        told[engine] = {**scorecard.to_dict(scores), "errors": None}
        lines += [f"== {engine}", *scorecard.table(scores, breakdown=engine == "both")]
        if engine != "grammar":
            told[f"{engine} calibration"] = _calibration(folds, weighing, engine)
            lines.append(f"calibration: {told[f'{engine} calibration']}")
    out.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return "\n".join(lines)


def _from(readings: Mapping[str, Reading]) -> Read:
    def reading(report: Report) -> Reading:
        return readings[report.id]

    return reading


def _others(fold: Fold, folds: Sequence[Fold], weighing: Sequence[Fold]) -> list[Fold]:
    return [*([f for f in folds if f is not fold] or folds), *weighing]


def _calibration(folds: Sequence[Fold], weighing: Sequence[Fold], engine: Engine) -> dict[str, float]:
    """The calibration of held-out probabilities, and the recall at a precision of 0.98."""
    chances: list[float] = []
    truth: list[bool] = []
    labels = 0
    for fold in folds:
        rest = settled(_others(fold, folds, weighing))[engine]
        labels += sum(len(report.attributions) for report in fold.reports)
        for case in cases(fold)[engine]:
            chances.append(probability(case.features, rest.weights))
            truth.append(case.right)
    return {
        "expected calibration error": round(decision.calibration_error(chances, truth), 4),
        "recall at precision 0.98": round(decision.recall_at(chances, truth, labels), 4),
        "candidates": len(chances),
    }
