"""A shorter network taught by the fitted one.

    python -m train.student --work DIR [--layers 6]

The student takes every second layer of the network of fold 0 and all that stands behind them, and learns the
same labels and the teacher's vectors of words (hidden states as targets, as in Jiao et al. 2020, TinyBERT).
Both are measured on that fold, which neither has seen; each half is decided by weights fitted on the other.
"""

from __future__ import annotations

import argparse
import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

from train.batches import Batch
from train.examples import Annotated, from_gold
from train.export import export
from train.fit import Loss, Schedule, fit, loss_behind
from train.folds import Fold, measured, split
from train.materials import SHARED, corpus, own_labels, start
from train.network import Network, Sizes
from train.run import FOLDS, OVERLAP, SIZE, making, say, toward

_SCHEDULE = Schedule(epochs=2, encoder_rate=2e-4, head_rate=1e-3, seed=41)
_GAP_WEIGHT = 20.0

Shorter = TypeVar("Shorter", bound=nn.Module)


def distilled(teacher: Network) -> Loss:
    """The usual loss and, weighted, the mean square of how far the words' vectors lie from the teacher's."""

    def loss(network: Network, batch: Batch, rng: random.Random) -> Tensor:
        given = (batch.pieces, batch.mask, batch.first, batch.last)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            encoded = network.encode(*given)
            with torch.no_grad():
                wanted = teacher.encode(*given)[0]
        there = batch.words > 0
        gap = (encoded[0].float() - wanted.float())[there].square().mean()
        return loss_behind(network, batch, encoded, rng) + _GAP_WEIGHT * gap

    return loss


def shortened(teacher: nn.Module, network: Shorter, kept: Sequence[int]) -> Shorter:
    """The shorter network with the weights of the layers of the teacher that it keeps, and of all else."""
    state = {}
    for name, values in teacher.state_dict().items():
        if not name.startswith("encoder.layer."):
            state[name] = values
            continue
        number, rest = name.removeprefix("encoder.layer.").split(".", 1)
        if int(number) in kept:
            state[f"encoder.layer.{kept.index(int(number))}.{rest}"] = values
    network.load_state_dict(state)
    return network


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, export and measure; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m train.student", description="Fit a shorter network.")
    parser.add_argument("--work", type=Path, required=True, help="the working folder of train.run")
    parser.add_argument("--layers", type=int, default=6, choices=(2, 3, 4, 6), help="of twelve")
    chosen = parser.parse_args(arguments)
    made = start(chosen.work / "packages")
    vocabulary = made.pruned.vocabulary
    teacher = Network(made.weights, Sizes())
    taught = chosen.work / f"fold-0-of-{FOLDS}"
    teacher.load_state_dict(torch.load(taught.with_suffix(".pt")))
    teacher = toward(teacher.eval(), torch.load(chosen.work / "base.pt"))
    step = len(teacher.encoder.layer) // chosen.layers
    kept = tuple(range(step - 1, len(teacher.encoder.layer), step))
    network = shortened(teacher, Network(made.weights, Sizes(), layers=kept), kept)
    parts = split(from_gold(SHARED / "gold" / "train"), FOLDS)
    own = own_labels(corpus()).train
    reports = [*(report for part in parts[1:] for report in part), *(own[name][0] for name in sorted(own))]

    def part(_epoch: int, _rng: random.Random) -> list[Annotated]:
        return reports

    fit(network, making(part, vocabulary), _SCHEDULE, say, chosen.work / "student.state", distilled(teacher))
    folder = chosen.work / "student"
    export(network, vocabulary, folder, "student", SIZE, OVERLAP)
    for name, place in (("teacher", taught), ("student", folder)):
        halves = []
        for number in (0, 1):
            # A copy each, since the weights of the decision are written beside the network.
            copied = chosen.work / f"{name}-{number}"
            shutil.copytree(place, copied, dirs_exist_ok=True, ignore=shutil.ignore_patterns("cases-*.json"))
            halves.append(Fold(number, tuple(parts[0][number::2]), copied))
        say(f"{name}\n{measured(halves, (), SHARED / 'gold' / 'train', chosen.work / f'{name}.json')}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
