"""The network: an encoder, one head that finds cues, and a reader of the arguments of each cue.

A window is encoded once. Words are represented by their first and last piece. The cue head tags words;
for each cue a small transformer then reads the words around it, told where the cue stands, and a
conditional random field (Lafferty et al. 2001) tags them as source, content, addressee, medium or via.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from musnad.roles import CLASSES, DISTANCES, KINDS, TAGS
from train.weights import Weights


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the parts behind the encoder are, in values; `reach` is in words on each side of a cue."""

    word: int = 256
    reader: int = 192
    reader_layers: int = 2
    reader_heads: int = 4
    reach: int = 160
    cue_tags: int = 3
    role_tags: int = TAGS
    classes: int = len(CLASSES)
    kinds: int = 2 * len(KINDS) + 1


RATE = 0.1
"""The share of values that dropout zeroes."""


class Dropout(nn.Module):
    """Dropout out of a fixed pool of random marks: drawing fresh ones is a third of a step on a CPU."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(1)
        kept = torch.rand(1 << 22, generator=generator) >= rate
        self.rate = rate
        self.pool = (kept.float() / (1.0 - rate)).bfloat16()

    def forward(self, values: Tensor) -> Tensor:
        """The values, some of them zero, while training."""
        count = values.numel()
        if not self.training or self.rate == 0.0 or count >= self.pool.numel():
            return values
        start = random.randrange(self.pool.numel() - count)
        return values * self.pool[start : start + count].view_as(values)


class Layer(nn.Module):
    """One layer of a BERT encoder (Devlin et al. 2019): attention and two dense maps, norms behind."""

    def __init__(self, hidden: int, heads: int, inner: int, epsilon: float, dropout: Dropout) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(hidden, hidden)
        self.key = nn.Linear(hidden, hidden)
        self.value = nn.Linear(hidden, hidden)
        self.attended = nn.Linear(hidden, hidden)
        self.attended_norm = nn.LayerNorm(hidden, eps=epsilon)
        self.widen = nn.Linear(hidden, inner)
        self.narrow = nn.Linear(inner, hidden)
        self.norm = nn.LayerNorm(hidden, eps=epsilon)
        self.dropout = dropout

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """(batch, length, hidden) to the same; `bias` is added to the scores of attention."""
        batch, length, hidden = x.shape
        size = hidden // self.heads

        def split(values: Tensor) -> Tensor:
            return values.view(batch, length, self.heads, size).transpose(1, 2)

        scores = split(self.query(x) * size**-0.5) @ split(self.key(x)).transpose(2, 3)
        mixed = torch.softmax(scores + bias, -1).to(x.dtype) @ split(self.value(x))
        mixed = mixed.transpose(1, 2).reshape(batch, length, hidden)
        x = self.attended_norm(x + self.dropout(self.attended(mixed)))
        return cast(Tensor, self.norm(x + self.dropout(self.narrow(functional.gelu(self.widen(x))))))


class Encoder(nn.Module):
    """Pieces to vectors; positions count from 0."""

    def __init__(self, weights: Weights, dropout: Dropout, layers: tuple[int, ...] | None = None) -> None:
        super().__init__()
        shape = weights.shape
        kept = tuple(range(shape.layers)) if layers is None else layers
        self.word = nn.Embedding(len(weights.tensors["word"]), shape.hidden)
        self.position = nn.Parameter(torch.zeros(shape.positions, shape.hidden))
        self.segment = nn.Parameter(torch.zeros(shape.hidden))
        self.norm = nn.LayerNorm(shape.hidden, eps=shape.epsilon)
        self.layer = nn.ModuleList(
            Layer(shape.hidden, shape.heads, shape.inner, shape.epsilon, dropout) for _ in kept
        )
        self.dropout = dropout
        state: dict[str, Tensor] = {}
        for name, values in weights.tensors.items():
            key = {"word": "word.weight", "type": "segment"}.get(name, name)
            if name.startswith("layer."):
                _, number, rest = name.split(".", 2)
                if int(number) not in kept:
                    continue
                key = f"layer.{kept.index(int(number))}.{rest}"
            state[key] = torch.from_numpy(values)
        self.load_state_dict(state)

    def forward(self, pieces: Tensor, mask: Tensor, more: Tensor | None = None) -> Tensor:
        """(batch, length) ids and their mask to (batch, length, hidden); `more`, likewise, is added below."""
        x = self.word(pieces) + self.position[: pieces.shape[1]] + self.segment
        x = x if more is None else x + more
        x = self.dropout(self.norm(x))
        if torch.is_autocast_enabled("cpu"):
            x = x.bfloat16()
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layer:
            x = layer(x, bias)
        return cast(Tensor, x)


class Reader(nn.Module):
    """Scores of the role tags of the words around each cue."""

    def __init__(self, sizes: Sizes, dropout: Dropout) -> None:
        super().__init__()
        self.sizes = sizes
        self.of_word = nn.Linear(sizes.word, sizes.reader)
        self.of_cue = nn.Linear(sizes.word, sizes.reader)
        self.distance = nn.Embedding(2 * DISTANCES + 1, sizes.reader)
        self.norm = nn.LayerNorm(sizes.reader)
        self.layer = nn.ModuleList(
            Layer(sizes.reader, sizes.reader_heads, 3 * sizes.reader, 1e-6, dropout)
            for _ in range(sizes.reader_layers)
        )
        self.tags = nn.Linear(sizes.reader, sizes.role_tags)
        self.valid = nn.Linear(2 * sizes.reader, 1)
        self.of_class = nn.Linear(sizes.reader + sizes.word, sizes.classes)
        self.dropout = dropout

    def forward(
        self, words: Tensor, cue: Tensor, distance: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of tags (cues, words, tags), of being an attribution (cues) and of classes (cues, classes).

        `words` are the vectors around each cue (cues, words, size), `cue` the cue's own (cues, size),
        `distance` the bucket of each word's distance.
        """
        x = self.of_word(words) + self.of_cue(cue)[:, None] + self.distance(distance)
        x = self.dropout(self.norm(x))
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layer:
            x = layer(x, bias)
        at = (distance == DISTANCES) & (mask > 0)
        own = (x * at[..., None].to(x.dtype)).sum(1) / at.sum(1, keepdim=True).clamp(min=1).to(x.dtype)
        around = (x * mask[..., None].to(x.dtype)).sum(1) / mask.sum(1, keepdim=True).clamp(min=1).to(x.dtype)
        valid = self.valid(torch.cat((own, around), -1))[:, 0]
        return self.tags(x), valid, self.of_class(torch.cat((own, cue), -1))


class Field(nn.Module):
    """A linear-chain conditional random field over the role tags."""

    def __init__(self, tags: int) -> None:
        super().__init__()
        self.begin = nn.Parameter(torch.zeros(tags))
        self.step = nn.Parameter(torch.zeros(tags, tags))
        # Tag 0 is outside; 2r + 1 begins role r and 2r + 2 goes on with it.
        barred = torch.zeros(tags, tags)
        first = torch.zeros(tags)
        for tag in range(2, tags, 2):
            barred[:, tag] = -1e4
            barred[tag - 1, tag] = barred[tag, tag] = 0.0
            first[tag] = -1e4
        self.register_buffer("barred", barred)
        self.register_buffer("barred_first", first)

    def loss(self, scores: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Minus the log-likelihood of the tags, a value a row; the first word of a row is always there."""
        step = self.step + cast(Tensor, self.barred)
        begin = self.begin + cast(Tensor, self.barred_first)
        scores = scores.float()
        total = begin + scores[:, 0]
        emitted = scores.gather(2, tags[..., None])[..., 0] * mask
        moved = step[tags[:, :-1], tags[:, 1:]] * mask[:, 1:]
        right = begin[tags[:, 0]] + emitted.sum(1) + moved.sum(1)
        for at in range(1, scores.shape[1]):
            following = torch.logsumexp(total[:, :, None] + step, 1) + scores[:, at]
            total = torch.where(mask[:, at, None] > 0, following, total)
        return torch.logsumexp(total, 1) - right


class Network(nn.Module):
    """The whole: what is exported in two parts, `encode` and `reader`."""

    def __init__(self, weights: Weights, sizes: Sizes, layers: tuple[int, ...] | None = None) -> None:
        super().__init__()
        self.sizes = sizes
        dropout = Dropout(RATE)
        self.encoder = Encoder(weights, dropout, layers)
        self.join = nn.Linear(2 * weights.shape.hidden, sizes.word)
        self.cue = nn.Linear(sizes.word, sizes.cue_tags)
        self.kind = nn.Linear(sizes.word, sizes.kinds)
        self.reader = Reader(sizes, dropout)
        self.field = Field(sizes.role_tags)
        self.dropout = dropout

    def encode(
        self, pieces: Tensor, mask: Tensor, first: Tensor, last: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Vectors of words (batch, words, size), scores of their cue tags and of their kinds of name."""
        words = self.words(self.encoder(pieces, mask), first, last)
        return words, self.cue(words), self.kind(words)

    def words(self, x: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Vectors of words (batch, words, size) from those of pieces, by the first and last of each word."""
        return cast(Tensor, self.dropout(functional.gelu(self.join(ends(x, first, last)))))


def ends(x: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """The vectors of the first and the last piece of each word, (batch, words, 2 x hidden)."""
    size = x.shape[-1]
    return torch.cat(
        (
            x.gather(1, first[..., None].expand(-1, -1, size)),
            x.gather(1, last[..., None].expand(-1, -1, size)),
        ),
        -1,
    )
