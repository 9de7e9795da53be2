"""The reader of pairs of statements: ``python -m train.pairs --work DIR (--corpus FILE | --folds N)``.

Two cross-encoders (Devlin et al. 2019) of twelve layers start from multilingual-e5-small as it came and learn
from the labelled pairs of ``bench/claims*.csv`` that are not aside. A third takes every second layer of one
of them and learns what both hold, on average, of unlabelled pairs of a corpus (Hinton et al. 2015), beside
the labels: half the work for a pair. The files are those that `musnad.pair_reading` opens.

With `--folds` the pairs are parted in ten by their reports, and of so many parts is written what a network of
twelve layers holds of each that has seen none of its reports: ``tools/fit_claims.py`` weighs that.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, cast

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]
from torch import Tensor, nn
from torch.nn import functional

from bench.claims import CASES, DOUBT, LATER, MORE, POOL, READ, rows, spans
from bench.press import reports
from musnad.corpus import CorpusError
from musnad.pair_reading import CARD, FILES, MARKS, NETWORK, SCHEMA, Marked, Side, marked, side
from musnad.pieces import PAD
from train.batches import grouped, stepped
from train.export import attention
from train.fit import Schedule, fit
from train.materials import MissingError, Start, start
from train.network import RATE, Dropout, Encoder, Layer
from train.pool import drawn
from train.student import shortened
from train.weights import Weights

NAME: Final = "musnad-pairs-2"
FOLDS: Final = 10
SCHEDULE: Final = Schedule(epochs=3, encoder_rate=5e-5, head_rate=5e-4, batch=2600)
"""But for the seed, which each teacher has for itself."""
TEACHERS: Final = (61, 62)
"""The seeds of the networks that teach; the shorter one begins with the layers of the last."""
TAUGHT: Final = Schedule(epochs=2, encoder_rate=1e-4, head_rate=5e-4, batch=2600, seed=71)
LAYERS: Final = (1, 3, 5, 7, 9, 11)
"""The layers of a teacher that the shorter network begins with, counted from 0."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair with the reports of both sides."""

    reports: tuple[str, str]
    sides: tuple[Side, Side]
    same: bool
    claim: bool
    row: tuple[str, ...]
    """What names it in its table."""


@dataclass(frozen=True, slots=True)
class Example:
    """A pair as the network reads it, with the answers: the same content, and one claim."""

    read: Marked
    truth: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs as tensors: (pairs, pieces), and (pairs, 2) answers."""

    pieces: Tensor
    marks: Tensor
    mask: Tensor
    truth: Tensor


class PairNetwork(nn.Module):
    """The encoder over both sides at once; from its first piece and the mean over both contents two odds."""

    def __init__(self, weights: Weights, layers: tuple[int, ...] | None = None) -> None:
        super().__init__()
        self.dropout = Dropout(RATE)
        self.encoder = Encoder(weights, self.dropout, layers)
        hidden = weights.shape.hidden
        self.mark = nn.Embedding(MARKS, hidden)
        nn.init.normal_(self.mark.weight, std=0.02)
        self.joined = nn.Linear(2 * hidden, hidden)
        self.odds = nn.Linear(hidden, 2)

    def forward(self, pieces: Tensor, marks: Tensor, mask: Tensor) -> Tensor:
        """(pairs, 2) log odds."""
        x = self.encoder(pieces, mask, self.mark(marks))
        return self.behind(x.float(), marks, mask)

    def behind(self, x: Tensor, marks: Tensor, mask: Tensor) -> Tensor:
        """The log odds out of what the encoder makes of the pieces, (pairs, pieces, hidden)."""
        said = ((marks % 6) >= 3).to(x.dtype) * mask.to(x.dtype)
        mean = (x * said[..., None]).sum(1) / said.sum(1, keepdim=True).clamp(min=1.0)
        joined = torch.tanh(self.joined(torch.cat((x[:, 0], mean), 1)))
        return cast(Tensor, self.odds(self.dropout(joined)))


class _Exported(nn.Module):
    """The same over vectors of pieces, for one pair, of which all pieces count."""

    def __init__(self, network: PairNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, vectors: Tensor, marks: Tensor) -> Tensor:
        encoder = self.network.encoder
        placed = vectors + encoder.position[: vectors.shape[1]] + encoder.segment + self.network.mark(marks)
        x = encoder.norm(placed)
        for held in encoder.layer:
            layer = cast(Layer, held)
            mixed = attention(layer.query(x), layer.key(x), layer.value(x), layer.heads)
            x = layer.attended_norm(x + layer.attended(mixed))
            x = layer.norm(x + layer.narrow(functional.gelu(layer.widen(x))))
        return self.network.behind(x, marks, torch.ones_like(marks))


def labelled() -> list[Pair]:
    """The labelled pairs that are not aside, as the tables name them. Raises OSError without the reports."""
    tables = (CASES, MORE, LATER, READ, DOUBT, POOL)
    told = [row for table in tables for row in rows(table) if row["aside"] == "0"]
    texts = {
        name: report.text for name, report in reports({row[at] for row in told for at in ("left", "right")})
    }
    found = []
    for row in told:
        sides = tuple(side(texts[row[at]], spans(row[f"{at}_content"])) for at in ("left", "right"))
        same = row["content"] == "same"
        name = tuple(row[f"{at}{part}"] for at in ("left", "right") for part in ("", "_cue", "_content"))
        found.append(
            Pair(
                (row["left"], row["right"]), (sides[0], sides[1]), same, same and row["voice"] == "one", name
            )
        )
    return found


def batches(examples: Sequence[Example], pieces: int, rng: random.Random | None) -> Iterator[Batch]:
    """All examples in batches of about so many pieces; shuffled where a generator is given."""
    for group in grouped([len(example.read.pieces) for example in examples], pieces, rng):
        yield _batch([examples[i] for i in group])


def _batch(some: Sequence[Example]) -> Batch:
    width = stepped(max(len(one.read.pieces) for one in some))

    def filled(rows: Sequence[Sequence[int]], value: int) -> Tensor:
        return torch.tensor([[*row, *[value] * (width - len(row))] for row in rows])

    return Batch(
        filled([one.read.pieces for one in some], PAD),
        filled([one.read.marks for one in some], 0),
        filled([[1] * len(one.read.pieces) for one in some], 0),
        torch.tensor([one.truth for one in some]),
    )


def loss(network: PairNetwork, batch: Batch, _rng: random.Random) -> Tensor:
    """The cross-entropy of both answers."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        odds = network(batch.pieces, batch.marks, batch.mask)
    return functional.binary_cross_entropy_with_logits(odds.float(), batch.truth)


def examples(made: Start, pairs: Sequence[Pair]) -> list[Example]:
    """Labelled pairs as the network reads them."""
    vocabulary = made.pruned.vocabulary
    return [Example(marked(*one.sides, vocabulary), (float(one.same), float(one.claim))) for one in pairs]


def fitted(made: Start, pairs: Sequence[Pair], keep: Path, seed: int) -> PairNetwork:
    """A network of twelve layers that has learned from these pairs."""
    known = examples(made, pairs)
    torch.manual_seed(seed)
    schedule = replace(SCHEDULE, seed=seed)
    return fit(PairNetwork(made.weights), lambda _epoch, _rng: known, schedule, _say, keep, loss, batches)


def taught(
    made: Start,
    teachers: Sequence[PairNetwork],
    pairs: Sequence[Pair],
    pool: Sequence[tuple[Side, Side]],
    keep: Path,
) -> PairNetwork:
    """A network of six layers that has learned the labels of some pairs, and what its teachers hold of others
    on average.

    An epoch has all that is labelled and its part of the rest: no unlabelled pair is seen twice.
    """
    known = examples(made, pairs)
    read = [marked(*one, made.pruned.vocabulary) for one in pool]
    held = torch.stack([_odds(teacher, read) for teacher in teachers]).mean(0)
    others = [Example(one, (float(a), float(b))) for one, (a, b) in zip(read, held.sigmoid(), strict=True)]
    torch.manual_seed(TAUGHT.seed)
    network = shortened(teachers[-1], PairNetwork(made.weights, LAYERS), LAYERS)

    def part(epoch: int, _rng: random.Random) -> list[Example]:
        return [*known, *others[epoch :: TAUGHT.epochs]]

    return fit(network, part, TAUGHT, _say, keep, loss, batches)


def odds(made: Start, network: PairNetwork, pairs: Sequence[Pair]) -> list[tuple[float, float]]:
    """What a network holds of pairs: the two log odds of each."""
    read = [marked(*one.sides, made.pruned.vocabulary) for one in pairs]
    return [(same, claim) for same, claim in _odds(network, read).tolist()]


def _odds(network: PairNetwork, read: Sequence[Marked]) -> Tensor:
    found = torch.zeros(len(read), 2)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for group in grouped([len(one.pieces) for one in read], _AT_ONCE, None):
            batch = _batch([Example(read[i], (0.0, 0.0)) for i in group])
            found[group] = network(batch.pieces, batch.marks, batch.mask).float()
    return found


_AT_ONCE: Final = 8_000
"""Pieces read at once where nothing is learned."""


def fold_of(name: str) -> int:
    """The part to which a report belongs, by its id."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS


def folds(made: Start, pairs: Sequence[Pair], work: Path, parts: int) -> None:
    """Write what networks hold of pairs of whose reports they have seen none, to ``pairs-folds.csv``.

    A pair is of the part of its left report; what has a report of it is not learned from then.
    """
    with (work / "pairs-folds.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(
            ["left", "left_cue", "left_content", "right", "right_cue", "right_content", "same", "claim"]
        )
        for number in range(parts):
            asked = [one for one in pairs if fold_of(one.reports[0]) == number]
            seen = {name for one in asked for name in one.reports}
            learned = [one for one in pairs if seen.isdisjoint(one.reports)]
            _say(f"fold {number}: {len(learned)} learned, {len(asked)} asked")
            network = fitted(made, learned, work / f"pairs-{number}.state", TEACHERS[0])
            for one, (same, claim) in zip(asked, odds(made, network, asked), strict=True):
                table.writerow([*one.row, round(same, 4), round(claim, 4)])


def export(network: PairNetwork, folder: Path) -> None:
    """Write the files of the reader of pairs to a folder beside that of the tagger's model."""
    folder.mkdir(parents=True, exist_ok=True)
    network = network.eval().float()
    hidden = network.encoder.word.weight.shape[1]
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / NETWORK
        torch.onnx.export(
            _Exported(network),
            (torch.zeros(1, 24, hidden), torch.zeros(1, 24, dtype=torch.long)),
            str(whole),
            input_names=["vectors", "marks"],
            output_names=["odds"],
            dynamic_axes={"vectors": {1: "pieces"}, "marks": {1: "pieces"}},
            custom_opsets={"com.microsoft": 1},
            dynamo=False,
        )
        quantize_dynamic(
            whole, folder / NETWORK, weight_type=QuantType.QInt8, per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm"],
        )  # fmt: skip
    told = {
        "schema": SCHEMA,
        "name": NAME,
        "files": {
            name: {"bytes": (folder / name).stat().st_size,
                   "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest()}
            for name in FILES
        },
    }  # fmt: skip
    (folder / CARD).write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and write; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m train.pairs", description="Make the reader of pairs.")
    root = Path(__file__).resolve().parents[1]
    parser.add_argument("--work", type=Path, default=root / "build" / "train", help="where packages are kept")
    parser.add_argument("--out", type=Path, default=root / "musnad-models" / "musnad_models" / "pairs")
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--corpus", type=Path, help="the corpus that holds the reports beside the checkout")
    asked.add_argument("--folds", type=int, choices=range(1, FOLDS + 1), help="parts to measure")
    chosen = parser.parse_args(arguments)
    work: Path = chosen.work
    try:
        made, pairs = start(work / "packages"), labelled()
        pool = [] if chosen.corpus is None else drawn(chosen.corpus)
    except (MissingError, CorpusError, OSError) as error:
        sys.stderr.write(f"train: {error}\n")
        return 1
    if chosen.folds:
        folds(made, pairs, work, chosen.folds)
    else:
        teachers = [fitted(made, pairs, work / f"pairs-of-{seed}.state", seed) for seed in TEACHERS]
        export(taught(made, teachers, pairs, pool, work / "pairs-taught.state"), chosen.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
