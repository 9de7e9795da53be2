"""The learned reader of attributions: the same type as the grammar's, out of a small encoder.

Each window of the text is encoded once. One head finds the cues; for each cue a small network reads the
words of its paragraph and tags source, content, addressee, medium and via (cues first, then arguments
for each cue, as in joint opinion-role labelling; the tags form a conditional random field). What the
tags say is all that is used: spans are whole words, `inside` follows from them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from musnad.model import CueClass, Segments, Span
from musnad.model_files import Model
from musnad.pieces import PAD
from musnad.roles import CLASSES, ROLES, SEVERAL, best_tags, bucket_of, spans
from musnad.windows import Window, reach_of, windows

Array = npt.NDArray[np.float32]

LEAST = 0.05
"""The probability from which a word is read as a possible cue; what is kept of these is decided later."""

# Pieces encoded together: more at once gains nothing on a CPU and takes memory.
_TOGETHER = 2_048
_CUES_TOGETHER = 64


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the network found for one cue.

    `chance` is the cue head's probability that a cue begins here, `valid` the reader's that it attributes,
    `likely` the mean probability of the cue's arguments' tags, all in [0, 1].
    """

    cue: Span
    source: Span | None
    content: tuple[Span, ...]
    addressee: Span | None
    medium: Span | None
    via: tuple[Span, ...]
    cue_class: CueClass
    chance: float
    valid: float
    likely: float


@dataclass(frozen=True, slots=True)
class _Cue:
    window: int
    at: tuple[int, int]
    around: tuple[int, int]
    chance: float


def propose(text: str, segments: Segments, model: Model) -> tuple[Proposal, ...]:
    """What the model finds in a text, in order of the cues; linear in the length of the text."""
    found: list[Proposal] = []
    group: list[Window] = []
    for window in windows(text, segments.paragraphs, model.vocabulary, model.size, model.overlap):
        longest = max((len(w.pieces) for w in group), default=0)
        if group and max(longest, len(window.pieces)) * (len(group) + 1) > _TOGETHER:
            found.extend(_group(group, model))
            group = []
        group.append(window)
    if group:
        found.extend(_group(group, model))
    return tuple(sorted(found, key=lambda p: (p.cue.start, p.cue.end)))


def _group(group: list[Window], model: Model) -> list[Proposal]:
    words, chances = _encode(group, model)
    cues = [
        _Cue(number, (start, end), reach_of(window, (start, end), model.reach), chance)
        for number, window in enumerate(group)
        for start, end, chance in _cues(chances[number], window)
    ]
    # Cues with about as many words around them are read together, so that little is filled up.
    cues.sort(key=lambda cue: cue.around[1] - cue.around[0])
    found: list[Proposal] = []
    for first in range(0, len(cues), _CUES_TOGETHER):
        found.extend(_read(cues[first : first + _CUES_TOGETHER], group, words, model))
    return found


def _encode(group: list[Window], model: Model) -> tuple[Array, Array]:
    length = max(len(w.pieces) for w in group)
    width = max(len(w.words) for w in group)
    pieces = np.full((len(group), length), PAD, np.int64)
    mask = np.zeros((len(group), length), np.float32)
    first = np.zeros((len(group), width), np.int64)
    last = np.zeros((len(group), width), np.int64)
    for row, window in enumerate(group):
        pieces[row, : len(window.pieces)] = window.pieces
        mask[row, : len(window.pieces)] = 1.0
        first[row, : len(window.words)] = window.first
        last[row, : len(window.words)] = window.last
    vectors = model.pieces[pieces] * model.scales[pieces]
    words, chances = model.encode.run(
        ["words", "chances"], {"vectors": vectors, "mask": mask, "first": first, "last": last}
    )
    return words, chances


def _cues(chances: Array, window: Window) -> list[tuple[int, int, float]]:
    """(first word, word behind, probability) of what may be a cue in the window's core."""
    outside, begins, goes_on = chances[:, 0], chances[:, 1], chances[:, 2]
    found: list[tuple[int, int, float]] = []
    at, behind = window.core
    size = len(window.words)
    while at < behind:
        if begins[at] >= LEAST and begins[at] >= goes_on[at]:
            end = at + 1
            while (
                end < size
                and window.paragraph[end] == window.paragraph[at]
                and goes_on[end] > max(outside[end], begins[end])
            ):
                end += 1
            found.append((at, end, float(begins[at])))
            at = end
        else:
            at += 1
    return found


def _read(cues: list[_Cue], group: list[Window], words: Array, model: Model) -> list[Proposal]:
    width = max(cue.around[1] - cue.around[0] for cue in cues)
    around = np.zeros((len(cues), width, words.shape[2]), np.float32)
    own = np.zeros((len(cues), words.shape[2]), np.float32)
    distance = np.zeros((len(cues), width), np.int64)
    mask = np.zeros((len(cues), width), np.float32)
    for row, cue in enumerate(cues):
        start, end = cue.around
        around[row, : end - start] = words[cue.window, start:end]
        own[row] = words[cue.window, cue.at[0] : cue.at[1]].mean(0)
        distance[row, : end - start] = [bucket_of(word, cue.at) for word in range(start, end)]
        mask[row, : end - start] = 1.0
    tags, valid, classes = model.read.run(
        ["tags", "valid", "classes"], {"words": around, "cue": own, "distance": distance, "mask": mask}
    )
    return [
        _proposal(cue, group[cue.window], tags[row], float(valid[row]), int(classes[row].argmax()), model)
        for row, cue in enumerate(cues)
    ]


def _proposal(cue: _Cue, window: Window, tags: Array, valid: float, picked: int, model: Model) -> Proposal:
    start, end = cue.around
    scores = tags[: end - start].copy()
    # The cue's own words are nobody's argument.
    scores[cue.at[0] - start : cue.at[1] - start, 1:] = -1e4
    path = best_tags(scores, model.begin, model.step)
    shifted = np.exp(scores - scores.max(1, keepdims=True))
    chances = shifted[np.arange(len(path)), path] / shifted.sum(1)
    roles: list[list[tuple[float, Span]]] = [[] for _ in ROLES]
    for role, first, behind in spans(path):
        stretch = Span(window.words[start + first].start, window.words[start + behind - 1].end)
        roles[role].append((float(chances[first:behind].mean()), stretch))
    for role, held in enumerate(roles):
        if role not in SEVERAL and len(held) > 1:
            roles[role] = [max(held, key=lambda one: one[0])]
    source, content, addressee, medium, via = ([stretch for _, stretch in held] for held in roles)
    told = [chance for held in roles for chance, _ in held]
    return Proposal(
        cue=Span(window.words[cue.at[0]].start, window.words[cue.at[1] - 1].end),
        source=source[0] if source else None,
        content=tuple(content),
        addressee=addressee[0] if addressee else None,
        medium=medium[0] if medium else None,
        via=tuple(via),
        cue_class=CLASSES[picked],
        chance=cue.chance,
        valid=valid,
        likely=sum(told) / len(told) if told else 0.0,
    )
