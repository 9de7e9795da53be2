"""How well the tagger alone reads after 30 to 1,000 reports: ``python -m train.curve --work DIR``.

Each point is the shipped architecture from the silver fit (``silver.pt`` in DIR) on so many reports: half of
them gold, as long as the gold outside the fold lasts, the others Arabic ones of our own. The samples are
nested. Every point learns from as many pieces; few reports are seen oftener, each time varied
(`train.augment`). Fold 0 is read by the network in PyTorch, without the grammar; what has content and a
product of both chances of at least a half is kept, for every point alike.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from musnad.gold import load
from train import judged
from train.augment import pool, varied
from train.compare import FOLDS, arabic, tell
from train.examples import Annotated, examples, from_gold
from train.fit import Schedule, fit
from train.folds import split
from train.materials import SHARED, MissingError, corpus, own_labels, start
from train.network import Network, Sizes
from train.run import OVERLAP, SIZE, making, say

COUNTS = (0, 30, 60, 125, 250, 500, 1_000)
"""Reports of each point; with none it is the silver fit."""

_THRESHOLD = 0.5
_SEED = 20261129
# An epoch is only how often it is told how far the fit is.
_SCHEDULE = Schedule(epochs=5, encoder_rate=1.5e-4, head_rate=1.5e-3, seed=43)
# A thousand reports are about as many: with fewer pieces not all of them would be seen.
_PIECES = 500_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """All reports that points learn from, in the order in which they are drawn."""

    gold: list[Annotated]
    own: list[Annotated]

    def first(self, count: int) -> list[Annotated]:
        """So many of them, half gold as long as it lasts."""
        gold = min((count + 1) // 2, len(self.gold))
        return [*self.gold[:gold], *self.own[: count - gold]]


def drawn(rest: Sequence[Annotated], own: Sequence[Annotated]) -> Drawn:
    """Both parts shuffled by a stated seed."""
    rng = random.Random(_SEED)
    return Drawn(rng.sample(list(rest), len(rest)), rng.sample(list(own), len(own)))


def rounds(sizes: Sequence[int], share: int, rng: random.Random) -> Iterator[list[int]]:
    """Numbers of reports of `sizes` pieces in lots of about `share` pieces, all drawn before any again."""
    order: list[int] = []
    total = taken = 0
    while True:
        lot: list[int] = []
        total += share
        while taken < total:
            if not order:
                order = rng.sample(range(len(sizes)), len(sizes))
            lot.append(order.pop())
            taken += sizes[lot[-1]]
        yield lot


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and measure each point; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m train.curve", description="Measure the learning curve.")
    parser.add_argument("--work", type=Path, required=True, help="the working folder of train.run")
    parser.add_argument("--pieces", type=int, default=_PIECES, help="pieces that each point learns from")
    parser.add_argument("--counts", type=int, nargs="*", default=COUNTS, help="reports of each point")
    parser.add_argument("--out", type=Path, help="where the figures go (curve.json in the working folder)")
    chosen = parser.parse_args(arguments)
    try:
        made = start(chosen.work / "packages")
        held, *others = split(from_gold(SHARED / "gold" / "train"), FOLDS)
        reports = drawn([r for part in others for r in part], arabic(own_labels(corpus()).train))
        silver = torch.load(chosen.work / "silver.pt")
    except (MissingError, OSError, ValueError) as error:
        say(f"curve: {error}")
        return 1
    vocabulary = made.pruned.vocabulary
    names = {report.name for report in held}
    gold = [item for item in load(SHARED / "gold" / "train") if item.name in names]
    cut = judged.cut(gold, vocabulary, SIZE, OVERLAP)

    def point(count: int) -> dict[str, Any]:
        network = Network(made.weights, Sizes())
        network.load_state_dict(silver)
        learned = reports.first(count)
        if learned:
            printed = pool(learned)
            sizes = [
                sum(len(e.window.pieces) for e in examples(r, vocabulary, SIZE, OVERLAP, Sizes().reach))
                for r in learned
            ]
            lots = rounds(sizes, chosen.pieces // _SCHEDULE.epochs, random.Random(_SEED))

            def part(_epoch: int, rng: random.Random) -> list[Annotated]:
                return [varied(learned[number], printed, rng) for number in next(lots)]

            network = fit(network, making(part, vocabulary), _SCHEDULE, say)
        found = judged.find(cut, judged.cues_first(network.eval()))
        figures = judged.figures(gold, found, [_THRESHOLD] * len(gold))
        return {"reports": len(learned), "gold reports": len(set(learned) & set(reports.gold)), **figures}

    told: list[dict[str, Any]] = []
    lines = [judged.heading("reports")]
    for count in chosen.counts:
        say(f"== {count} reports")
        told.append(point(count))
        lines.append(judged.line(str(told[-1]["reports"]), told[-1]))
        # What has been measured is kept, should a later point break off.
        out = chosen.out or chosen.work / "curve.json"
        out.write_text(json.dumps({"pieces": chosen.pieces, "points": told}, indent=1) + "\n", "utf-8")
    tell(lines)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
