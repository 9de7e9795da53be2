"""Make the tagger's model from nothing: ``python -m train.run [--folds N] [--work DIR] [--out DIR]``.

The stages leave their results in the working folder and are passed over where these are there; a fit that
was broken off goes on behind its last epoch:

1. the encoder's weights and vocabulary out of their packages;
2. a first fit on silver labels of the grammar (`train.silver`);
3. for each fold of the annotated training reports a fit on all the others, and what both readers hold of
   the candidates of the fold: what `decide` is fitted on;
4. the fit on everything;
5. the export, with the weights of the decision.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from musnad.model import Engine
from musnad.model_files import Decision, open_model
from musnad.pieces import Vocabulary
from train import decision, silver
from train.examples import Annotated, Example, examples, from_gold
from train.export import export, write_decisions
from train.fit import Make, Schedule, fit
from train.materials import SHARED, MissingError, Own, Start, corpus, own_labels, start
from train.network import Network, Sizes

NAME = "musnad-tagger-1"
SIZE, OVERLAP = 256, 64
"""Pieces of a window when reading, and how many of them two windows of one paragraph share."""

# Windows of several sizes, so that the network learns to do with less around.
_SIZES = (96, 128, 160, 192)
_SEED = 20261124
_FOLDS_SEED = 7
_SILVER = Schedule(epochs=4, encoder_rate=2e-4, head_rate=2e-3, floor=0.3, seed=5)
_SILVER_REPORTS = 3_200
_GOLD = Schedule(epochs=5, encoder_rate=1.5e-4, head_rate=1.5e-3, seed=11)


@dataclass(frozen=True, slots=True)
class Materials:
    """What the stages share."""

    start: Start
    gold: list[Annotated]
    own: Own
    work: Path

    def network(self) -> Network:
        """A network that has learned nothing yet, always the same one."""
        torch.manual_seed(_SEED)
        return Network(self.start.weights, Sizes())

    @property
    def vocabulary(self) -> Vocabulary:
        """The pruned vocabulary."""
        return self.start.pruned.vocabulary


def say(line: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(f"{line}\n")


def making(reports: Callable[[int, random.Random], Sequence[Annotated]], vocabulary: Vocabulary) -> Make:
    """The examples of an epoch's reports, each cut into windows of a size drawn for it."""

    def make(epoch: int, rng: random.Random) -> list[Example]:
        reach = Sizes().reach
        return [
            example
            for report in reports(epoch, rng)
            for example in examples(report, vocabulary, rng.choice(_SIZES), _SIZES[0] // 3, reach)
        ]

    return make


def first_fit(made: Materials) -> Path:
    """The network fitted on silver labels, a quarter of the reports an epoch; the file that holds it."""
    path = made.work / "silver.pt"
    if path.exists():
        return path
    barred = [report.text for report in made.gold]
    barred += [report.text for report in from_gold(SHARED / "gold" / "dev")]
    barred += [passes[0].text for passes in made.own.aside.values()]
    chosen = silver.choose(corpus(), barred, _SILVER_REPORTS, _SEED)
    reports = [silver.label(name, text) for name, text in chosen]
    share = len(reports) // _SILVER.epochs

    def part(epoch: int, _rng: random.Random) -> list[Annotated]:
        return reports[epoch * share : (epoch + 1) * share]

    say(f"silver: {len(reports)} reports")
    network = fit(made.network(), making(part, made.vocabulary), _SILVER, say, made.work / "silver.state")
    torch.save(network.state_dict(), path)
    return path


def second_fit(made: Materials, reports: Sequence[Annotated], name: str) -> Network:
    """The network fitted on annotated reports and on the labels of our own."""
    network = made.network()
    path = made.work / f"{name}.pt"
    if path.exists():
        network.load_state_dict(torch.load(path))
        return network.eval()
    network.load_state_dict(torch.load(first_fit(made)))

    def all_of(_epoch: int, rng: random.Random) -> list[Annotated]:
        return [*reports, *(rng.choice(passes) for _, passes in sorted(made.own.train.items()))]

    say(f"{name}: {len(reports)} gold reports, {len(made.own.train)} of our own")
    fit(network, making(all_of, made.vocabulary), _GOLD, say, made.work / f"{name}.state")
    torch.save(network.state_dict(), path)
    return network


def folds(reports: Sequence[Annotated], count: int) -> list[list[Annotated]]:
    """The reports in so many parts of about one size, drawn by a stated seed."""
    order = sorted(reports, key=lambda report: report.name)
    random.Random(_FOLDS_SEED).shuffle(order)
    return [order[number::count] for number in range(count)]


def held_out(
    made: Materials, parts: Sequence[Sequence[Annotated]], number: int
) -> dict[Engine, list[decision.Case]]:
    """The candidates of one fold, by a network that has not seen it."""
    path = made.work / f"cases-{number}.json"
    if path.exists():
        told = json.loads(path.read_text("utf-8"))
        return {engine: [decision.Case(**case) for case in told[engine]] for engine in ("tagger", "both")}
    rest = [report for other, part in enumerate(parts) if other != number for report in part]
    network = second_fit(made, rest, f"fold-{number}")
    folder = made.work / f"fold-{number}"
    export(network, made.vocabulary, folder, f"fold-{number}", SIZE, OVERLAP)
    model = open_model(folder)
    engines: tuple[Engine, Engine] = ("tagger", "both")
    found = {engine: decision.cases(parts[number], model, engine) for engine in engines}
    path.write_text(
        json.dumps({engine: [asdict(case) for case in held] for engine, held in found.items()}), "utf-8"
    )
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the stages; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m train.run", description="Make the tagger's model.")
    root = Path(__file__).resolve().parents[1]
    parser.add_argument(
        "--work", type=Path, default=root / "build" / "train", help="where stages leave their results"
    )
    parser.add_argument("--out", type=Path, default=root / "musnad-models" / "musnad_models" / "tagger")
    parser.add_argument("--folds", type=int, default=5, help="parts of the training reports, at least 2")
    parser.add_argument("--only", type=int, nargs="*", help="fit the decision on these folds alone")
    chosen = parser.parse_args(arguments)
    chosen.work.mkdir(parents=True, exist_ok=True)
    try:
        made = Materials(
            start(chosen.work / "packages"),
            from_gold(SHARED / "gold" / "train"),
            own_labels(corpus()),
            chosen.work,
        )
    except (MissingError, OSError, ValueError) as error:
        say(f"train: {error}")
        return 1
    parts = folds(made.gold, chosen.folds)
    numbers = range(chosen.folds) if chosen.only is None else chosen.only
    held = [held_out(made, parts, number) for number in numbers]
    labels = sum(len(report.attributions) for number in numbers for report in parts[number])
    decisions: dict[str, Decision] = {}
    for engine in held[0]:
        found = [case for one in held for case in one[engine]]
        decisions[engine] = decision.fit(found, labels)
    network = second_fit(made, made.gold, "final")
    export(network, made.vocabulary, chosen.out, NAME, SIZE, OVERLAP)
    write_decisions(chosen.out, NAME, decisions)
    say(f"the model is in {chosen.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
