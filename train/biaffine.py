"""The rival that scores pairs of words: cues first, then for each cue every span of its paragraph at once.

As in dependency parsing (Dozat and Manning 2017) and in named entity recognition after it (Yu, Bohnet and
Poesio 2020), a biaffine map gives each pair of a first and a last word a score for each role. The vectors of
both are made for each cue from the word, the cue and the distance between them. Spans are then taken in order
of their scores as long as they do not overlap.
"""

from __future__ import annotations

import random

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from musnad.roles import DISTANCES, ROLES, SEVERAL, spans
from musnad.windows import Window
from train.batches import Around, Batch, around
from train.examples import Cue
from train.fit import cue_loss, false_cues, gathered, valid_loss
from train.judged import Array, Decode, Found, cues_of, found_of
from train.network import RATE, Dropout, Encoder, Sizes, ends
from train.weights import Weights

_PAIR = 128
# Of a thousand pairs one is a span: scores begin there.
_SELDOM = -7.0
_BARRED = -1e4


class Biaffine(nn.Module):
    """The encoder, words and cue head of `train.network.Network` with biaffine scores of spans."""

    def __init__(self, weights: Weights, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.dropout = Dropout(RATE)
        self.encoder = Encoder(weights, self.dropout)
        self.join = nn.Linear(2 * weights.shape.hidden, sizes.word)
        self.cue = nn.Linear(sizes.word, sizes.cue_tags)
        self.of_word = nn.Linear(sizes.word, sizes.reader)
        self.of_cue = nn.Linear(sizes.word, sizes.reader)
        self.distance = nn.Embedding(2 * DISTANCES + 1, sizes.reader)
        self.norm = nn.LayerNorm(sizes.reader)
        self.first = nn.Linear(sizes.reader, _PAIR)
        self.last = nn.Linear(sizes.reader, _PAIR)
        pair = torch.randn(len(ROLES), _PAIR + 1, _PAIR + 1) * 0.02
        pair[:, -1, -1] = _SELDOM
        self.pair = nn.Parameter(pair)
        self.valid = nn.Linear(2 * sizes.reader, 1)

    def encode(
        self, pieces: Tensor, mask: Tensor, first: Tensor, last: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Vectors of words, scores of their cue tags, and nothing of names."""
        joined = self.join(ends(self.encoder(pieces, mask), first, last))
        words = self.dropout(functional.gelu(joined))
        return words, self.cue(words), words[..., :0]

    def spans(self, words: Tensor, both: Around) -> tuple[Tensor, Tensor]:
        """Scores of spans (cues, roles, first words, last words) and of being an attribution (cues).

        The score of no role is 0; barred are pairs that are no stretch beside the cue.
        """
        vectors, own = gathered(words, both)
        x = self.of_word(vectors) + self.of_cue(own)[:, None] + self.distance(both.distance)
        x = functional.gelu(self.dropout(self.norm(x)))
        at = ((both.distance == DISTANCES) & (both.mask > 0))[..., None].to(x.dtype)
        mask = both.mask[..., None].to(x.dtype)
        pooled = ((x * part).sum(1) / part.sum(1).clamp(min=1) for part in (at, mask))
        valid = self.valid(torch.cat(tuple(pooled), -1))[:, 0]
        first, last = _with_one(self.first(x)), _with_one(self.last(x))
        left = torch.einsum("cih,rhk->crik", first, self.pair.to(first.dtype))
        scores = torch.einsum("crik,cjk->crij", left, last).float()
        return scores.masked_fill(~_stretches(both)[:, None], _BARRED), valid


def _with_one(values: Tensor) -> Tensor:
    values = functional.gelu(values)
    return torch.cat((values, torch.ones_like(values[..., :1])), -1)


def _stretches(both: Around) -> Tensor:
    """(cues, words, words): whether the words from the first to the last all lie on one side of the cue."""
    side = torch.sign(both.distance - DISTANCES) * both.mask
    beside = (side[:, :, None] == side[:, None, :]) & (side != 0)[:, :, None]
    return beside.triu()


def loss_of(network: Biaffine, batch: Batch, rng: random.Random) -> Tensor:
    """The loss of one batch: cue tags, whether each candidate is a cue, and the roles of pairs of words."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        words, cue_scores, _ = network.encode(batch.pieces, batch.mask, batch.first, batch.last)
        cue_scores = cue_scores.float()
        marked = [(row, cue) for row, e in enumerate(batch.examples) for cue in e.cues]
        false = false_cues(batch, cue_scores, network.sizes.reach, rng)
        total = cue_loss(cue_scores, batch)
        if not marked and not false:
            return total
        both = around(marked + false)
        scores, valid = network.spans(words, both)
    count = len(marked)
    total = total + valid_loss(valid, count)
    if marked:
        pairs = _pair_loss(scores[:count], _stretches(both)[:count], [cue for _, cue in marked])
        total = total + (0.5 * pairs).mean()
    return total


def _pair_loss(scores: Tensor, beside: Tensor, cues: list[Cue]) -> Tensor:
    """The cross-entropy of the roles of all stretches, a sum a cue; 0 is none."""
    truth = torch.zeros(beside.shape, dtype=torch.long)
    for row, cue in enumerate(cues):
        for role, first, behind in spans(list(cue.tags)):
            truth[row, first, behind - 1] = role + 1
    all_scores = functional.pad(scores.permute(0, 2, 3, 1)[beside], (1, 0))
    each = functional.cross_entropy(all_scores, truth[beside], reduction="none")
    return torch.zeros(len(cues)).index_add(0, beside.nonzero()[:, 0], each)


def decoded(network: Biaffine) -> Decode:
    """Cues as the shipped architecture finds them, and the best spans of each that do not overlap."""

    def decode(window: Window) -> list[Found]:
        cues = cues_of(network, window, network.sizes.reach)
        if cues is None:
            return []
        scores, valid = network.spans(cues.words, cues.both)
        return [
            found_of(
                window,
                at,
                [(role, start + i, start + j + 1, score) for role, i, j, score in _greedy(held)],
                chance * float(sure),
            )
            for at, (start, _), held, chance, sure in zip(
                cues.at, cues.around, scores.numpy(), cues.chances, torch.sigmoid(valid), strict=True
            )
        ]

    return decode


def _greedy(scores: Array) -> list[tuple[int, int, int, float]]:
    """(role, first word, last word, score) of spans likelier than none, the best first, none over another."""
    best, roles = scores.max(0), scores.argmax(0)
    firsts, lasts = np.nonzero(best > 0.0)
    busy = np.zeros(scores.shape[1], bool)
    found: list[tuple[int, int, int, float]] = []
    for number in np.argsort(-best[firsts, lasts], kind="stable"):
        i, j = int(firsts[number]), int(lasts[number])
        role = int(roles[i, j])
        again = role not in SEVERAL and any(role == other for other, *_ in found)
        if again or busy[i : j + 1].any():
            continue
        busy[i : j + 1] = True
        found.append((role, i, j, float(best[i, j])))
    return found
