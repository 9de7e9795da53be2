"""Fitting the network: the loss of a batch, the schedule, and steps that can be taken up again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from musnad.roles import DISTANCES
from musnad.windows import reach_of
from train.batches import Around, Batch, around, batches
from train.examples import Cue, Example
from train.network import Network

# Words that the cue head takes for cues at this probability, and a few others, teach the reader what is none.
_LIKELY = 0.15
_RANDOM = 0.004
_FALSE_CUES = 4

Make = Callable[[int, random.Random], Sequence[Example]]
"""Gives the examples of an epoch."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """How to fit. `batch` is in pieces.

    The rates of the encoder and of all behind it are reached after `warm` of the steps and then fall in a
    line to `floor` of themselves; `average` is the decay of the moving average of the weights that is kept.
    """

    epochs: int
    encoder_rate: float
    head_rate: float
    batch: int = 2048
    warm: float = 0.06
    floor: float = 0.02
    decay: float = 0.01
    average: float = 0.98
    seed: int = 1


def loss_of(network: Network, batch: Batch, rng: random.Random) -> Tensor:
    """The loss of one batch: cue tags, role tags, whether each candidate is a cue, and its class."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        words, cue_scores, _ = network.encode(batch.pieces, batch.mask, batch.first, batch.last)
        cue_scores = cue_scores.float()
        marked = [(row, cue) for row, e in enumerate(batch.examples) for cue in e.cues]
        false = _false_cues(network, batch, cue_scores, rng)
        each = functional.cross_entropy(
            cue_scores.flatten(0, 1), batch.cue_tags.flatten(), reduction="none"
        ).view(batch.words.shape)
        total = (each * batch.words * batch.weight[:, None]).sum() / max(4.0, len(marked))
        if not marked and not false:
            return total
        both = around(marked + false)
        scores, valid, classes = read(network, words, both)
    weight = batch.weight[both.row]
    count = len(marked)
    truth = torch.zeros(len(both.row))
    truth[:count] = 1.0
    guessed = functional.binary_cross_entropy_with_logits(valid.float(), truth, reduction="none")
    total = total + (guessed * weight).mean()
    if marked:
        chain = network.field.loss(scores[:count], both.tags[:count], both.mask[:count])
        named = functional.cross_entropy(classes[:count].float(), both.classes[:count], reduction="none")
        total = total + ((0.5 * chain + 0.25 * named) * weight[:count]).mean()
    return total


def read(network: Network, words: Tensor, both: Around) -> tuple[Tensor, Tensor, Tensor]:
    """What the reader says of the cues, from the vectors of the words of all windows."""
    vectors = words[both.row[:, None], both.words]
    at = (both.distance == DISTANCES).to(vectors.dtype)
    own = (vectors * at[..., None]).sum(1) / at.sum(1, keepdim=True).clamp(min=1)
    result: tuple[Tensor, Tensor, Tensor] = network.reader(
        vectors, own, both.distance, torch.zeros_like(both.distance), both.mask
    )
    return result


def _false_cues(network: Network, batch: Batch, scores: Tensor, rng: random.Random) -> list[tuple[int, Cue]]:
    begins = torch.softmax(scores.detach(), -1)[..., 1]
    found: list[tuple[int, Cue]] = []
    for row, example in enumerate(batch.examples):
        likely = [
            at
            for at in range(*example.window.core)
            if example.cue_tags[at] == 0 and (begins[row, at] > _LIKELY or rng.random() < _RANDOM)
        ]
        for at in likely[:_FALSE_CUES]:
            near = reach_of(example.window, (at, at + 1), network.sizes.reach)
            found.append((row, Cue((at, at + 1), near, (0,) * (near[1] - near[0]), 0)))
    return found


@dataclass(slots=True)
class _Fitting:
    """What changes from step to step."""

    network: Network
    optimiser: torch.optim.AdamW
    trained: list[nn.Parameter]
    averaged: list[Tensor]
    at: int = 0
    epoch: int = 0

    def step(self, batch: Batch, schedule: Schedule, steps: int, rng: random.Random) -> float:
        """One step on one batch; its loss."""
        warm = max(1, int(schedule.warm * steps))
        share = min(1.0, (self.at + 1) / warm) * max(schedule.floor, 1.0 - self.at / max(steps, self.at + 1))
        rates = (schedule.encoder_rate, schedule.head_rate)
        for group, rate in zip(self.optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * share
        loss = loss_of(self.network, batch, rng)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimiser.step()
        # The average follows quickly at first, so that it does not remember the start.
        kept = min(schedule.average, (1 + self.at) / (10 + self.at))
        torch._foreach_lerp_(self.averaged, [p.detach() for p in self.trained], 1.0 - kept)
        self.at += 1
        return float(loss.item())

    def save(self, path: Path) -> None:
        """Write the state whole or not at all."""
        state = {
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "averaged": self.averaged,
            "at": self.at,
            "epoch": self.epoch,
        }
        part = path.with_suffix(".part")
        torch.save(state, part)
        part.replace(path)

    def load(self, path: Path) -> None:
        """Take up what was saved."""
        state = torch.load(path)
        self.network.load_state_dict(state["network"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.averaged, self.at, self.epoch = state["averaged"], state["at"], state["epoch"]


def fit(
    network: Network,
    make: Make,
    schedule: Schedule,
    say: Callable[[str], None],
    keep: Path | None = None,
) -> Network:
    """Fit the network on what `make` gives for each epoch; its averaged weights are kept.

    The vectors of the pieces stay as they are: few of them are seen. With `keep` the state is written there
    behind each epoch and taken up again where it is found; each epoch draws from a generator of its own, so
    that a run taken up again is the run that was left off.
    """
    network.encoder.word.weight.requires_grad_(False)
    named = [(name, p) for name, p in network.named_parameters() if p.requires_grad]
    slow = [p for name, p in named if name.startswith("encoder.")]
    quick = [p for name, p in named if not name.startswith("encoder.")]
    optimiser = torch.optim.AdamW(
        [{"params": slow, "lr": schedule.encoder_rate}, {"params": quick, "lr": schedule.head_rate}],
        weight_decay=schedule.decay,
        betas=(0.9, 0.98),
        fused=True,
    )
    trained = slow + quick
    state = _Fitting(network, optimiser, trained, [p.detach().clone() for p in trained])
    if keep is not None and keep.exists():
        state.load(keep)
        say(f"taken up again behind epoch {state.epoch}")
    begun = time.monotonic()
    while state.epoch < schedule.epochs:
        seed = 1_000 * schedule.seed + state.epoch
        rng = random.Random(seed)
        random.seed(seed)
        torch.manual_seed(seed)
        found = list(batches(list(make(state.epoch, rng)), schedule.batch, rng))
        steps = state.at + len(found) * (schedule.epochs - state.epoch)
        network.train()
        lost = sum(state.step(batch, schedule, steps, rng) for batch in found)
        state.epoch += 1
        if keep is not None:
            state.save(keep)
        pieces = sum(int(batch.mask.sum()) for batch in found)
        say(
            f"epoch {state.epoch}: loss {lost / max(1, len(found)):.3f}, {state.at} steps, "
            f"{pieces} pieces, {time.monotonic() - begun:.0f} s"
        )
    with torch.no_grad():
        for parameter, value in zip(state.trained, state.averaged, strict=True):
            parameter.copy_(value)
    return network.eval()
