"""Fitting the network: the loss of a batch, the schedule, and steps that can be taken up again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

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
# Names are learned beside the attributions and are not to outweigh them.
_KINDS_WEIGHT = 2.0
_NAMES_STEPS, _NAMES_WORDS = 1_500, 4_096

Make = Callable[[int, random.Random], Sequence[Any]]
"""Gives the examples of an epoch."""
Parted = Callable[[Sequence[Any], int, random.Random], Iterable[Any]]
"""Gives examples in batches of about so many pieces, each with the `mask` of its pieces."""

Fitted = TypeVar("Fitted", bound=nn.Module)
Loss = Callable[[Any, Any, random.Random], Tensor]
"""The loss of a network, of a kind that only it knows, on one batch."""


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
        encoded = network.encode(batch.pieces, batch.mask, batch.first, batch.last)
    return loss_behind(network, batch, encoded, rng)


def loss_behind(
    network: Network, batch: Batch, encoded: tuple[Tensor, Tensor, Tensor], rng: random.Random
) -> Tensor:
    """The loss of a batch from what `Network.encode` gives for it."""
    words, cue_scores, kinds = encoded
    with torch.autocast("cpu", dtype=torch.bfloat16):
        cue_scores = cue_scores.float()
        marked = [(row, cue) for row, e in enumerate(batch.examples) for cue in e.cues]
        false = false_cues(batch, cue_scores, network.sizes.reach, rng)
        total = cue_loss(cue_scores, batch) + _names(kinds.float(), batch)
        if not marked and not false:
            return total
        both = around(marked + false)
        scores, valid, classes = read(network, words, both)
    count = len(marked)
    total = total + valid_loss(valid, count)
    if marked:
        chain = network.field.loss(scores[:count], both.tags[:count], both.mask[:count])
        named = functional.cross_entropy(classes[:count].float(), both.classes[:count], reduction="none")
        total = total + (0.5 * chain + 0.25 * named).mean()
    return total


def cue_loss(scores: Tensor, batch: Batch) -> Tensor:
    """The cross-entropy of the cue tags of words in the windows' cores, by the number of cues."""
    each = functional.cross_entropy(scores.flatten(0, 1), batch.cue_tags.flatten(), reduction="none")
    cued = batch.words * batch.cued[:, None]
    cues = sum(len(example.cues) for example in batch.examples)
    return (each.view(batch.words.shape) * cued).sum() / max(4.0, cues)


def valid_loss(valid: Tensor, count: int) -> Tensor:
    """The cross-entropy of whether each candidate attributes: the first `count` do."""
    truth = torch.zeros(len(valid))
    truth[:count] = 1.0
    return functional.binary_cross_entropy_with_logits(valid.float(), truth)


def _names(scores: Tensor, batch: Batch) -> Tensor:
    told = batch.kinds.any(-1) & (batch.words > 0)
    if not told.any():
        return scores.sum() * 0.0
    return _KINDS_WEIGHT * names_loss(scores[told], batch.kinds[told])


def names_loss(scores: Tensor, allowed: Tensor) -> Tensor:
    """Minus the log of the probability of all tags that the labels leave open, a mean over the words.

    `scores` and `allowed` are (words, tags).
    """
    chances = torch.log_softmax(scores, -1)
    return -torch.logsumexp(chances.masked_fill(~allowed, -1e4), -1).mean()


def refit_names(network: Network, examples: Sequence[Example], seed: int = 51) -> None:
    """Fit the head of names alone, on what the rest of the network gives for the words of the examples.

    By itself it is a linear map, fitted in seconds; beside the other heads it is seldom taught.
    """
    network.eval()
    vectors, allowed = [], []
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for batch in batches(examples, 4096, None):
            words = network.encode(batch.pieces, batch.mask, batch.first, batch.last)[0]
            told = batch.kinds.any(-1) & (batch.words > 0)
            vectors.append(words[told].float())
            allowed.append(batch.kinds[told])
    x, y = torch.cat(vectors), torch.cat(allowed)
    generator = torch.Generator().manual_seed(seed)
    optimiser = torch.optim.AdamW(network.kind.parameters(), lr=2e-3, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 5e-3, total_steps=_NAMES_STEPS)
    for _ in range(_NAMES_STEPS):
        drawn = torch.randint(len(x), (_NAMES_WORDS,), generator=generator)
        loss = names_loss(network.kind(x[drawn]), y[drawn])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()


def read(network: Network, words: Tensor, both: Around) -> tuple[Tensor, Tensor, Tensor]:
    """What the reader says of the cues, from the vectors of the words of all windows."""
    vectors, own = gathered(words, both)
    result: tuple[Tensor, Tensor, Tensor] = network.reader(vectors, own, both.distance, both.mask)
    return result


def gathered(words: Tensor, both: Around) -> tuple[Tensor, Tensor]:
    """The vectors of the words around cues (cues, words, size), and each cue's own mean (cues, size)."""
    vectors = words[both.row[:, None], both.words]
    at = (both.distance == DISTANCES).to(vectors.dtype)
    return vectors, (vectors * at[..., None]).sum(1) / at.sum(1, keepdim=True).clamp(min=1)


def false_cues(batch: Batch, scores: Tensor, reach: int, rng: random.Random) -> list[tuple[int, Cue]]:
    """Words that are no cues, with the rows of their windows: likely ones by the scores, and a few others."""
    begins = torch.softmax(scores.detach(), -1)[..., 1]
    found: list[tuple[int, Cue]] = []
    for row, example in enumerate(batch.examples):
        if not example.cued:
            continue
        likely = [
            at
            for at in range(*example.window.core)
            if example.cue_tags[at] == 0 and (begins[row, at] > _LIKELY or rng.random() < _RANDOM)
        ]
        for at in likely[:_FALSE_CUES]:
            near = reach_of(example.window, (at, at + 1), reach)
            found.append((row, Cue((at, at + 1), near, (0,) * (near[1] - near[0]), 0)))
    return found


@dataclass(slots=True)
class _Fitting:
    """What changes from step to step."""

    network: nn.Module
    loss: Loss
    optimiser: torch.optim.AdamW
    trained: list[nn.Parameter]
    averaged: list[Tensor]
    at: int = 0
    epoch: int = 0

    def step(self, batch: Any, schedule: Schedule, steps: int, rng: random.Random) -> float:
        """One step on one batch; its loss."""
        warm = max(1, int(schedule.warm * steps))
        share = min(1.0, (self.at + 1) / warm) * max(schedule.floor, 1.0 - self.at / max(steps, self.at + 1))
        rates = (schedule.encoder_rate, schedule.head_rate)
        for group, rate in zip(self.optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * share
        loss = self.loss(self.network, batch, rng)
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
    network: Fitted,
    make: Make,
    schedule: Schedule,
    say: Callable[[str], None],
    keep: Path | None = None,
    loss: Loss = loss_of,
    parted: Parted = batches,
) -> Fitted:
    """Fit a network with an `encoder` on what `make` gives for each epoch; its averaged weights are kept.

    The vectors of the pieces stay as they are: few of them are seen. With `keep` the state is written there
    behind each epoch and taken up again where it is found; each epoch draws from a generator of its own, so
    that a run taken up again is the run that was left off.
    """
    cast(nn.Embedding, network.get_submodule("encoder.word")).weight.requires_grad_(False)
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
    state = _Fitting(network, loss, optimiser, trained, [p.detach().clone() for p in trained])
    if keep is not None and keep.exists():
        state.load(keep)
        say(f"taken up again behind epoch {state.epoch}")
    begun = time.monotonic()
    while state.epoch < schedule.epochs:
        seed = 1_000 * schedule.seed + state.epoch
        rng = random.Random(seed)
        random.seed(seed)
        torch.manual_seed(seed)
        found = list(parted(list(make(state.epoch, rng)), schedule.batch, rng))
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
