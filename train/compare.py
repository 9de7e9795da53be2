"""Three architectures over one encoder, compared: ``python -m train.compare --work DIR``.

- *cues first* is what ships (`train.network`): cues, then for each the tags of the words around it;
- *flat* tags every word once and links spans to cues (`train.flat`);
- *biaffine* finds cues and scores every pair of words for each (`train.biaffine`).

All begin with the encoder and the words of the silver fit (``silver.pt`` in DIR) and with heads that know
nothing, learn from the same windows in the same order by the same schedule, and are measured on the same
fold of the annotated training reports, which the silver fit has not seen either. Windows are those of
reading. Each half of the fold is decided by the threshold that is best for the other half.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from musnad.gold import GoldReport, load
from musnad.windows import Window
from train import biaffine, flat, judged
from train import fit as fitting
from train.examples import Annotated, Example, examples, from_gold
from train.fit import Loss, Schedule, fit
from train.flat_labels import Told
from train.flat_labels import told as told_flat
from train.folds import split
from train.judged import Decode
from train.materials import SHARED, MissingError, Start, corpus, english, own_labels, start
from train.network import Network, Sizes
from train.run import OVERLAP, SIZE, say

FOLDS = 5
_SEED = 20261128
_SCHEDULE = Schedule(epochs=1, encoder_rate=1.5e-4, head_rate=1.5e-3, seed=41)
_PIECES = 600_000
# The first windows are read once before the clock starts.
_WARM_UP = 8


@dataclass(frozen=True, slots=True)
class Rival:
    """An architecture: its network, its loss, and how it is decoded."""

    name: str
    network: nn.Module
    loss: Loss
    decode: Callable[[Any], Decode]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What all architectures learn from, and what they are measured on: reports, and the windows of each."""

    examples: tuple[Example, ...]
    flat: Mapping[Window, Told]
    schedule: Schedule
    gold: tuple[GoldReport, ...]
    windows: tuple[tuple[Window, ...], ...]


def arabic(own: Mapping[str, list[Annotated]]) -> list[Annotated]:
    """The first pass over each Arabic report of our own: what is measured is Arabic."""
    return [passes[0] for name, passes in sorted(own.items()) if not english(name)]


def lesson(made: Start, number: int, pieces: int) -> Lesson:
    """The gold reports outside the fold and a sample of our own, to about so many pieces in all epochs.

    More than there are take as many epochs as it needs.
    """
    reports = from_gold(SHARED / "gold" / "train")
    parts = split(reports, FOLDS)
    names = {report.name for report in parts[number]}
    rest = [report for other, part in enumerate(parts) if other != number for report in part]
    own = arabic(own_labels(corpus()).train)
    random.Random(_SEED).shuffle(own)
    vocabulary = made.pruned.vocabulary
    cut = [
        (report, list(examples(report, vocabulary, SIZE, OVERLAP, Sizes().reach))) for report in (*rest, *own)
    ]
    total = sum(_size(held) for _, held in cut)
    epochs = -(-pieces // total)
    chosen: list[Example] = []
    labels: dict[Window, Told] = {}
    for report, held in cut:
        if _size(chosen) >= pieces / epochs:
            break
        chosen += held
        labels |= told_flat(report, (example.window for example in held))
    gold = [item for item in load(SHARED / "gold" / "train") if item.name in names]
    return Lesson(
        tuple(chosen),
        labels,
        Schedule(epochs, _SCHEDULE.encoder_rate, _SCHEDULE.head_rate, seed=_SCHEDULE.seed),
        tuple(gold),
        tuple(map(tuple, judged.cut(gold, vocabulary, SIZE, OVERLAP))),
    )


def _size(held: Sequence[Example]) -> int:
    return sum(len(example.window.pieces) for example in held)


def rivals(made: Start, labels: Mapping[Window, Told]) -> list[Callable[[], Rival]]:
    """The architectures, each made when it is its turn."""
    return [
        lambda: Rival("cues first", Network(made.weights, Sizes()), fitting.loss_of, judged.cues_first),
        lambda: Rival("flat", flat.Flat(made.weights, Sizes()), flat.loss_with(labels), flat.decoded),
        lambda: Rival(
            "biaffine", biaffine.Biaffine(made.weights, Sizes()), biaffine.loss_of, biaffine.decoded
        ),
    ]


def begin(network: nn.Module, silver: Mapping[str, Tensor]) -> None:
    """Take encoder and words from the silver fit. Raises ValueError where the network has others."""
    held = {name: value for name, value in silver.items() if name.startswith(("encoder.", "join."))}
    unknown = network.load_state_dict(held, strict=False).unexpected_keys
    if unknown:
        raise ValueError(f"the network has no {unknown[0]}")


def run(rival: Rival, learned: Lesson) -> dict[str, Any]:
    """Fit one architecture, read the fold with it, and score that."""

    def make(_epoch: int, _rng: random.Random) -> Sequence[Example]:
        return learned.examples

    begun = time.monotonic()
    network = fit(rival.network, make, learned.schedule, say, loss=rival.loss)
    fitted = time.monotonic() - begun
    decode = rival.decode(network)
    every = torch.get_num_threads()
    torch.set_num_threads(1)
    judged.find([[window for report in learned.windows for window in report][:_WARM_UP]], decode)
    begun = time.monotonic()
    found = judged.find(learned.windows, decode)
    wall = time.monotonic() - begun
    torch.set_num_threads(every)
    thresholds = judged.crossed(learned.gold, found)
    heads = [p for name, p in network.named_parameters() if not name.startswith(("encoder.", "join."))]
    return {
        **judged.figures(learned.gold, found, thresholds),
        "thresholds": sorted(set(thresholds)),
        "windows per second": round(sum(map(len, learned.windows)) / wall, 2),
        "parameters": sum(p.numel() for p in network.parameters()),
        "parameters of heads": sum(p.numel() for p in heads),
        "seconds of fitting": round(fitted, 1),
    }


def flat_ceiling(gold: Sequence[Annotated], held: Sequence[Sequence[Window]]) -> float:
    """The share of labelled cues that flat tags can tell at all."""
    kept = total = 0
    for report, cut in zip(gold, held, strict=True):
        for window, one in told_flat(report, cut).items():
            first, behind = window.core
            kept += sum(first <= cue[0] < behind for cue in one.cues)
        total += len(report.attributions)
    return kept / max(1, total)


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m train.compare", description="Compare architectures.")
    parser.add_argument("--work", type=Path, required=True, help="the working folder of train.run")
    parser.add_argument("--steps-pieces", type=int, default=_PIECES, help="pieces that each learns from")
    parser.add_argument("--held", type=int, default=0, choices=range(FOLDS), help="the fold to measure on")
    parser.add_argument("--out", type=Path, help="where the figures go (compare.json in the working folder)")
    chosen = parser.parse_args(arguments)
    try:
        made = start(chosen.work / "packages")
        learned = lesson(made, chosen.held, chosen.steps_pieces)
        silver = torch.load(chosen.work / "silver.pt")
    except (MissingError, OSError, ValueError) as error:
        say(f"compare: {error}")
        return 1
    by_name = {report.name: report for report in from_gold(SHARED / "gold" / "train")}
    told: dict[str, Any] = {
        "fold": chosen.held,
        "reports": len(learned.gold),
        "pieces": _size(learned.examples),
        "epochs": learned.schedule.epochs,
        "cues that flat tags can tell": flat_ceiling(
            [by_name[g.name] for g in learned.gold], learned.windows
        ),
    }
    say(json.dumps(told))
    lines = [judged.heading("", f"{'windows/s':>11}{'heads':>11}")]
    for make in rivals(made, learned.flat):
        torch.manual_seed(_SEED)
        rival = make()
        begin(rival.network, silver)
        say(f"== {rival.name}")
        figures = told[rival.name] = run(rival, learned)
        more = f"{figures['windows per second']:>11.1f}{figures['parameters of heads']:>11,}"
        lines.append(judged.line(rival.name, figures, more))
        # What has been measured is kept, should a later one break off.
        out = chosen.out or chosen.work / "compare.json"
        out.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    tell(lines)
    return 0


def tell(lines: Sequence[str]) -> None:
    """Print a table."""
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
