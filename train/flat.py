"""The rival with flat tags: each word has one tag, and what is tagged is linked to its cue.

Cues and the spans of all roles are tagged together under one conditional random field; a biaffine score
(Dozat and Manning 2017) over the ends of two spans then links each argument to a cue of its paragraph.
Attributions inside others cannot be told (`train.flat_labels`).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from musnad.roles import DISTANCES, ROLES, best_tags, bucket_of, spans
from musnad.windows import Window
from train.batches import Batch
from train.flat_labels import TAGS, Link, Place, Told, cues_near
from train.judged import Decode, Found, found_of, sequences, tensors
from train.network import RATE, Dropout, Encoder, Field, Sizes, ends
from train.weights import Weights

_LINK = 192
_BARRED = -1e4


class Flat(nn.Module):
    """The encoder and words of `train.network.Network` with a head of tags and a score of links."""

    def __init__(self, weights: Weights, sizes: Sizes) -> None:
        super().__init__()
        self.dropout = Dropout(RATE)
        self.encoder = Encoder(weights, self.dropout)
        self.join = nn.Linear(2 * weights.shape.hidden, sizes.word)
        self.tags = nn.Linear(sizes.word, TAGS)
        self.field = Field(TAGS)
        self.of_cue = nn.Linear(2 * sizes.word, _LINK)
        self.of_span = nn.Linear(2 * sizes.word, _LINK)
        self.pair = nn.Parameter(torch.randn(_LINK + 1, _LINK) * 0.02)
        self.distance = nn.Embedding(2 * DISTANCES + 1, len(ROLES))

    def encode(self, pieces: Tensor, mask: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        """Vectors of words (windows, words, size) and scores of their tags (windows, words, tags)."""
        joined = self.join(ends(self.encoder(pieces, mask), first, last))
        words = self.dropout(functional.gelu(joined))
        return words, self.tags(words)

    def link(self, words: Tensor, links: Sequence[tuple[int, Link]]) -> Tensor:
        """Scores (links, cues) of each cue of each link; a link comes with the row of its window."""
        width = max(len(link.cues) for _, link in links)
        cues = torch.tensor([[*link.cues, *[(0, 1)] * (width - len(link.cues))] for _, link in links])
        places = torch.tensor([link.place for _, link in links])
        row = torch.tensor([row for row, _ in links])
        away = torch.tensor(
            [[*map(_bucket(link), link.cues), *[0] * (width - len(link.cues))] for _, link in links]
        )
        there = torch.tensor([[i < len(link.cues) for i in range(width)] for _, link in links])
        role = torch.tensor([link.role for _, link in links])
        span = torch.cat((words[row, places[:, 0]], words[row, places[:, 1] - 1]), -1)
        of_span = functional.gelu(self.of_span(span)).float()
        rows = row[:, None]
        cue = torch.cat((words[rows, cues[..., 0]], words[rows, cues[..., 1] - 1]), -1)
        of_cue = functional.gelu(self.of_cue(cue)).float()
        left = torch.cat((of_span, torch.ones_like(of_span[:, :1])), -1) @ self.pair
        scores = (left[:, None] * of_cue).sum(-1)
        scores = scores + self.distance(away).gather(2, role[:, None, None].expand(-1, width, 1))[..., 0]
        return cast(Tensor, scores.masked_fill(~there, _BARRED))


def _bucket(link: Link) -> Callable[[Place], int]:
    """The bucket of the distance of the link's span from a cue."""
    first, behind = link.place

    def bucket(cue: Place) -> int:
        return bucket_of(behind - 1 if behind <= cue[0] else max(first, cue[0]), cue)

    return bucket


def loss_with(labels: Mapping[Window, Told]) -> Callable[[Flat, Batch, random.Random], Tensor]:
    """The loss of a batch, of the sequence of tags and of the links, given the flat labels of windows."""

    def loss(network: Flat, batch: Batch, _rng: random.Random) -> Tensor:
        held = [labels[example.window] for example in batch.examples]
        width = batch.words.shape[1]
        tags = torch.tensor([[*one.tags, *[0] * (width - len(one.tags))] for one in held])
        there = torch.tensor([[int(i < len(one.tags)) for i in range(width)] for one in held])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            words, scores = network.encode(batch.pieces, batch.mask, batch.first, batch.last)
            chain = network.field.loss(scores.float(), tags, there)
            total = chain.sum() / max(4.0, sum(len(one.cues) for one in held))
            links = [(row, link) for row, one in enumerate(held) for link in one.links]
            if not links:
                return total
            linked = network.link(words, links)
        right = torch.zeros_like(linked, dtype=torch.bool)
        for number, (_, link) in enumerate(links):
            for at, cue in enumerate(link.cues):
                right[number, at] = cue in link.right
        # A source can be that of two cues: either is right.
        inside = linked.masked_fill(~right, _BARRED)
        return total + (torch.logsumexp(linked, 1) - torch.logsumexp(inside, 1)).mean()

    return loss


def decoded(network: Flat) -> Decode:
    """The best sequence of tags, and each span with the best cue of its paragraph.

    The chance of an attribution is the mean probability of the tags of its cue.
    """
    begin, step = sequences(network.field)

    def decode(window: Window) -> list[Found]:
        words, scores = network.encode(*tensors(window))
        path = best_tags(scores[0].numpy(), begin, step)
        chances = torch.softmax(scores[0], -1)[range(len(path)), path]
        parts = [(role, place) for role, *rest in spans(path) for place in _parts(window, *rest)]
        held: dict[Place, list[tuple[int, int, int, float]]] = {p: [] for role, p in parts if role == 0}
        links = [Link(role - 1, place, cues_near(window, place, held)) for role, place in parts if role]
        links = [link for link in links if link.cues]
        if links:
            best = network.link(words, [(0, link) for link in links]).max(1)
            for link, score, at in zip(links, best.values.tolist(), best.indices.tolist(), strict=True):
                held[link.cues[at]].append((link.role, *link.place, score))
        return [
            found_of(window, cue, own, float(chances[cue[0] : cue[1]].mean()))
            for cue, own in held.items()
            if window.core[0] <= cue[0] < window.core[1]
        ]

    return decode


def _parts(window: Window, first: int, behind: int) -> list[Place]:
    """A span cut where a paragraph ends."""
    bounds = [at for at in range(first + 1, behind) if window.paragraph[at] != window.paragraph[at - 1]]
    return list(zip([first, *bounds], [*bounds, behind], strict=True))
