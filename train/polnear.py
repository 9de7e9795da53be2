"""The comparison with CofeNet: a network fitted on PolNeAR too, which is not to ship.

    python -m train.polnear CHECKOUT --work DIR --out FOLDER

PolNeAR has no licence, so this network stays outside the project. It begins with the base of `train.run` (in
DIR), learns from the training part, decides by the development part, and is measured on the test part by
``python bench/polnear.py CHECKOUT --model FOLDER --engine tagger``.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import torch

from bench.polnear import CorpusError, standoff
from musnad.model_files import open_model
from train import decision
from train.examples import Annotated, Marked
from train.export import export, write_decisions
from train.fit import Schedule, fit
from train.materials import start
from train.network import Network, Sizes
from train.run import OVERLAP, SIZE, making, say

NAME = "comparison-polnear"
_FIRST = Schedule(epochs=1, encoder_rate=1.5e-4, head_rate=1.5e-3, seed=31)
_AGAIN = Schedule(epochs=1, encoder_rate=1e-4, head_rate=1e-3, warm=0.05, seed=32)


def annotated(checkout: Path, part: str) -> list[Annotated]:
    """The texts of a part, each as its first annotator whose file can be read labelled it."""
    folder = checkout / "data" / part
    found = []
    for path in sorted((folder / "text").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        for marks in sorted((folder / "attributions").glob(f"{path.stem}_????.ann")):
            try:
                labels = standoff(marks.read_text("utf-8"), len(text), str(marks))
            except CorpusError as error:
                say(f"left out: {error}")
                continue
            found.append(
                Annotated(
                    path.stem,
                    text,
                    tuple(
                        Marked(a.cue, (() if a.source is None else (a.source,), a.content, (), (), ()), "say")
                        for a in labels
                    ),
                )
            )
            break
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and export; the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m train.polnear", description="Fit the comparison network."
    )
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="the working folder of train.run")
    parser.add_argument(
        "--out", type=Path, required=True, help="where the model goes, outside the repository"
    )
    chosen = parser.parse_args(arguments)
    made = start(chosen.work / "packages")
    vocabulary = made.pruned.vocabulary
    network = Network(made.weights, Sizes())
    network.load_state_dict(torch.load(chosen.work / "base.pt"))
    training = annotated(chosen.checkout, "train")

    def part(_epoch: int, _rng: random.Random) -> list[Annotated]:
        return training

    for number, schedule in enumerate((_FIRST, _AGAIN), 1):
        fit(network, making(part, vocabulary), schedule, say, chosen.work / f"polnear-{number}.state")
    export(network, vocabulary, chosen.out, NAME, SIZE, OVERLAP)
    held = annotated(chosen.checkout, "dev")
    found = decision.cases(held, open_model(chosen.out), "tagger")
    fitted = decision.fit(found, [1.0] * len(found), sum(len(report.attributions) for report in held))
    write_decisions(chosen.out, NAME, {"tagger": fitted, "both": fitted})
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
