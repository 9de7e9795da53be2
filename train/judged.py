"""What a network finds in reports it has not seen, decoded in PyTorch, and how right that is.

Every architecture is decoded window by window into the same type and scored by `musnad.evaluate`; beside its
figures stands the share of attributions of which cue, source and content are all exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from musnad.evaluate import Count, Options, evaluate, match
from musnad.gold import GoldAttribution, GoldReport
from musnad.model import Attribution, Reading, Report, Span
from musnad.pieces import Vocabulary
from musnad.roles import ROLES, best_tags, spans
from musnad.segment import segment
from musnad.tagger import possible_cues
from musnad.windows import Window, reach_of, windows
from train.batches import Around, around
from train.examples import Cue
from train.fit import read
from train.network import Field, Network

Array = npt.NDArray[np.float32]

_BARRED = -1e4
_SOURCE, _CONTENT = ROLES.index("source"), ROLES.index("content")
_THRESHOLDS = tuple(number / 20 for number in range(1, 20))
_FIGURES = ("cue", "source", "content", "attribution")


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution found in a text; `chance`, in [0, 1], is what the network gives for there being one."""

    cue: Span
    source: Span | None
    content: tuple[Span, ...]
    chance: float


Decode = Callable[[Window], list[Found]]
"""Reads one window: the attributions whose cues lie in its core."""


class Cued(Protocol):
    """A network that begins with cues: `encode` gives vectors of words and scores of their cue tags."""

    def encode(
        self, pieces: Tensor, mask: Tensor, first: Tensor, last: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """(windows, words, size), (windows, words, tags), and something more."""


@dataclass(frozen=True, slots=True)
class Cues:
    """The possible cues of a window and the words around them; `words` (1, words, size) are all it has."""

    words: Tensor
    at: tuple[tuple[int, int], ...]
    chances: tuple[float, ...]
    around: tuple[tuple[int, int], ...]
    both: Around


def tensors(window: Window) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The pieces of one window, their mask, and the first and last piece of each word, a row each."""
    pieces = torch.tensor([window.pieces])
    return pieces, torch.ones_like(pieces), torch.tensor([window.first]), torch.tensor([window.last])


def cues_of(network: Cued, window: Window, reach: int) -> Cues | None:
    """What may be a cue in a window, found as the shipped tagger does; None where nothing may."""
    words, scores, _ = network.encode(*tensors(window))
    found = possible_cues(torch.softmax(scores[0], -1).numpy(), window)
    if not found:
        return None
    at = tuple((first, behind) for first, behind, _ in found)
    near = tuple(reach_of(window, one, reach) for one in at)
    rows = [(0, Cue(a, n, (0,) * (n[1] - n[0]), 0)) for a, n in zip(at, near, strict=True)]
    return Cues(words, at, tuple(chance for *_, chance in found), near, around(rows))


def stretch(window: Window, first: int, behind: int) -> Span:
    """The words of a window from `first` to before `behind` as a stretch of the text."""
    return Span(window.words[first].start, window.words[behind - 1].end)


def sequences(field: Field) -> tuple[Array, Array]:
    """The scores of sequences of tags of a conditional random field: to begin with (tags), and of steps."""
    begin = field.begin + cast(Tensor, field.barred_first)
    step = field.step + cast(Tensor, field.barred)
    return begin.detach().numpy(), step.detach().numpy()


def cues_first(network: Network) -> Decode:
    """The shipped architecture: cues, then the best sequence of role tags around each of them."""
    begin, step = sequences(network.field)

    def decode(window: Window) -> list[Found]:
        cues = cues_of(network, window, network.sizes.reach)
        if cues is None:
            return []
        tags, valid, _ = read(network, cues.words, cues.both)
        return [
            _tagged(window, cues, row, scores, float(sure))
            for row, (scores, sure) in enumerate(zip(tags.numpy(), torch.sigmoid(valid), strict=True))
        ]

    def _tagged(window: Window, cues: Cues, row: int, scores: Array, valid: float) -> Found:
        at, (start, end) = cues.at[row], cues.around[row]
        scores = scores[: end - start].copy()
        # The cue's own words are nobody's argument.
        scores[at[0] - start : at[1] - start, 1:] = _BARRED
        path = best_tags(scores, begin, step)
        shifted = np.exp(scores - scores.max(1, keepdims=True))
        chances = shifted[np.arange(len(path)), path] / shifted.sum(1)
        held = [
            (role, start + first, start + behind, float(chances[first:behind].mean()))
            for role, first, behind in spans(path)
        ]
        return found_of(window, at, held, cues.chances[row] * valid)

    return decode


def found_of(
    window: Window, at: tuple[int, int], held: Sequence[tuple[int, int, int, float]], chance: float
) -> Found:
    """An attribution of a cue and its (role, first word, word behind, score); the best source is kept."""
    sources = [one for one in held if one[0] == _SOURCE]
    content = sorted((first, behind) for role, first, behind, _ in held if role == _CONTENT)
    best = max(sources, key=lambda one: one[3], default=None)
    return Found(
        stretch(window, *at),
        None if best is None else stretch(window, best[1], best[2]),
        tuple(stretch(window, *one) for one in content),
        chance,
    )


def cut(reports: Sequence[GoldReport], vocabulary: Vocabulary, size: int, overlap: int) -> list[list[Window]]:
    """The windows of each report, as the tagger reads them; sizes in pieces."""
    return [
        windows(r.report.text, segment(r.report.text).paragraphs, vocabulary, size, overlap) for r in reports
    ]


def find(held: Sequence[Sequence[Window]], decode: Decode) -> list[list[Found]]:
    """What is found in the windows of each report."""
    with torch.inference_mode():
        return [[found for window in report for found in decode(window)] for report in held]


def crossed(gold: Sequence[GoldReport], found: Sequence[Sequence[Found]]) -> list[float]:
    """For each report the threshold of the greatest attribution F1 of the other half of the reports.

    Networks differ in how their chances are spread; so each is decided at its own best, and nothing is
    decided by what it is measured on.
    """
    best: list[float] = []
    for half in (0, 1):
        scored = []
        for threshold in _THRESHOLDS:
            total = Count()
            for report, held in zip(gold[half::2], found[half::2], strict=True):
                kept = decided(held, threshold)
                right = len(match(report.attributions, kept))
                total += Count(right, len(kept), len(report.attributions))
            scored.append((total.f1 or 0.0, threshold))
        best.append(max(scored)[1])
    return [best[1 - number % 2] for number in range(len(gold))]


def decided(found: Sequence[Found], threshold: float) -> tuple[Attribution, ...]:
    """What is kept: content, a chance of at least the threshold, and no cue over a likelier one's."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (-f.chance, f.cue.start)):
        if one.chance >= threshold and one.content and not any(one.cue.overlap(k.cue) for k in kept):
            kept.append(one)
    kept.sort(key=lambda f: f.cue.start)
    # Class, lemma and quotation are not compared.
    return tuple(
        Attribution(f"a{number}", f.source, f.cue, f.content, "", "say", "indirect", "tagger", f.chance)
        for number, f in enumerate(kept, 1)
    )


def figures(
    gold: Sequence[GoldReport], found: Sequence[Sequence[Found]], thresholds: Sequence[float]
) -> dict[str, Any]:
    """F1 with its 95 % interval, precision and recall; `linked` has cue, source and content all exact."""
    kept = {
        report.report.id: decided(held, threshold)
        for report, held, threshold in zip(gold, found, thresholds, strict=True)
    }

    def reading(report: Report) -> Reading:
        return Reading(report, (), (), (), kept[report.id], ())

    scores = evaluate(gold, reading, Options())
    linked = Count()
    for report in gold:
        wanted = {_whole(a) for a in report.attributions}
        had = {_whole(a) for a in kept[report.report.id]}
        linked += Count(len(wanted & had), len(had), len(wanted))
    told: dict[str, Any] = {}
    for name in _FIGURES:
        measure = scores[name]
        told[name] = {**_told(measure.count), "low": measure.low, "high": measure.high}
    return {**told, "linked": _told(linked), "gold": scores.gold, "predicted": scores.predicted}


def _whole(a: GoldAttribution | Attribution) -> tuple[Span, Span | None, tuple[Span, ...]]:
    return a.cue, a.source, tuple(sorted(a.content))


def _told(count: Count) -> dict[str, float | None]:
    return {"f1": count.f1, "precision": count.precision, "recall": count.recall}


def line(name: str, told: Mapping[str, Any], more: str = "") -> str:
    """One row of a table: the F1 of each figure in hundredths."""
    values = "".join(f"{100 * (told[figure]['f1'] or 0.0):>9.1f}" for figure in (*_FIGURES, "linked"))
    return f"{name:<14}{values}{more}"


def heading(name: str, more: str = "") -> str:
    """The first row of such a table."""
    names = ("cue", "source", "content", "attrib.", "linked")
    return f"{name:<14}{''.join(f'{one:>9}' for one in names)}{more}"
