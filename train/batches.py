"""Examples as tensors: windows of like length together, the words around each cue gathered."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from musnad.pieces import PAD
from musnad.roles import KINDS, bucket_of
from train.examples import Cue, Example

STEP = 16
"""Tensors are as wide as a multiple of this."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows as tensors: (windows, pieces) and (windows, words), with the examples that they are of.

    `cued` says of each window whether its cues are labelled, `kinds` (windows, words, tags) which tags of
    names its labels leave open, none where they say nothing.
    """

    examples: tuple[Example, ...]
    pieces: Tensor
    mask: Tensor
    first: Tensor
    last: Tensor
    words: Tensor
    cue_tags: Tensor
    cued: Tensor
    kinds: Tensor


@dataclass(frozen=True, slots=True)
class Around:
    """The words around cues as tensors, a row a cue; `row` is the window of each."""

    row: Tensor
    words: Tensor
    at: Tensor
    distance: Tensor
    mask: Tensor
    tags: Tensor
    classes: Tensor


def batches(examples: Sequence[Example], pieces: int, rng: random.Random | None) -> Iterator[Batch]:
    """All examples in batches of about so many pieces; shuffled where a generator is given."""
    lengths = [len(example.window.pieces) for example in examples]
    for group in grouped(lengths, pieces, rng, STEP):
        yield _batch([examples[i] for i in group])


def grouped(lengths: Sequence[int], pieces: int, rng: random.Random | None, step: int = 1) -> list[list[int]]:
    """The numbers of sequences of like length together, each group about so many pieces when it is filled up
    to its longest, which counts in whole steps; mixed and shuffled where a generator is given.
    """
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + (rng.uniform(-12, 12) if rng else 0.0))
    groups: list[list[int]] = []
    longest = 0
    for i in order:
        longest = max(longest, stepped(lengths[i], step))
        if not groups or (len(groups[-1]) + 1) * longest > pieces:
            groups.append([])
            longest = stepped(lengths[i], step)
        groups[-1].append(i)
    if rng:
        rng.shuffle(groups)
    return groups


def stepped(length: int, step: int = STEP) -> int:
    """A length in whole steps, rounded up."""
    return -(-length // step) * step


def _batch(group: list[Example]) -> Batch:
    width = stepped(max(len(e.window.pieces) for e in group))
    words = max(len(e.window.words) for e in group)

    def filled(rows: list[Sequence[int]], size: int, value: int) -> Tensor:
        return torch.tensor([[*row, *[value] * (size - len(row))] for row in rows])

    kinds = torch.zeros(len(group), words, 2 * len(KINDS) + 1, dtype=torch.bool)
    for row, example in enumerate(group):
        if example.kinds:
            kinds[row, : len(example.kinds)] = torch.tensor(example.kinds, dtype=torch.bool)

    return Batch(
        tuple(group),
        filled([e.window.pieces for e in group], width, PAD),
        filled([[1] * len(e.window.pieces) for e in group], width, 0),
        filled([e.window.first for e in group], words, 0),
        filled([e.window.last for e in group], words, 0),
        filled(
            [
                [int(e.window.core[0] <= i < e.window.core[1]) for i in range(len(e.window.words))]
                for e in group
            ],
            words,
            0,
        ),
        filled([e.cue_tags for e in group], words, 0),
        torch.tensor([float(e.cued) for e in group]),
        kinds,
    )


def around(cues: Sequence[tuple[int, Cue]]) -> Around:
    """The tensors of cues, each with the row of its window in the batch."""
    width = max(cue.around[1] - cue.around[0] for _, cue in cues)
    words, distance, mask, tags = [], [], [], []
    for _, cue in cues:
        start, end = cue.around
        gap = width - (end - start)
        words.append([*range(start, end), *[0] * gap])
        distance.append([*(bucket_of(i, cue.at) for i in range(start, end)), *[0] * gap])
        mask.append([1] * (end - start) + [0] * gap)
        tags.append([*cue.tags, *[0] * gap])
    return Around(
        torch.tensor([row for row, _ in cues]),
        torch.tensor(words),
        torch.tensor([cue.at for _, cue in cues]),
        torch.tensor(distance),
        torch.tensor(mask),
        torch.tensor(tags),
        torch.tensor([cue.cue_class for _, cue in cues]),
    )
