"""The learned reader of attributions: the same type as the grammar's, out of a small encoder.

Each window of the text is encoded once. One head finds the cues; for each cue a small network reads the
words of its paragraph and tags source, content, addressee, medium and via (cues first, then arguments
for each cue, as in joint opinion-role labelling; the tags form a conditional random field). What the
tags say is all that is used: spans are whole words, `inside` follows from them. A second head names persons,
places, organisations, media and roles (`name`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from musnad.model import CueClass, Segments, Span
from musnad.model_files import Model
from musnad.roles import CLASSES, KINDS, ROLES, SEVERAL, best_tags, bucket_of, spans
from musnad.windows import Window, reach_of, windows

Array = npt.NDArray[np.float32]

LEAST = 0.05
"""The probability from which a word is read as a possible cue; what is kept of these is decided later."""

# Cues read at once: attention over as many paragraphs is held in memory, and soup has a cue in every word.
_CUES_TOGETHER = 32
_LEAST_CHANCE = 1e-6
_BARRED = -1e4


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
class Name:
    """A name, its kind out of `musnad.roles.KINDS`, and the least probability of its words, in [0, 1]."""

    span: Span
    kind: str
    chance: float


@dataclass(frozen=True, slots=True)
class _Cue:
    window: Window
    words: Array
    at: tuple[int, int]
    around: tuple[int, int]
    chance: float


@dataclass(frozen=True, slots=True)
class View:
    """What the model finds in a text: `proposals` in order of their cues, `names` in order."""

    proposals: tuple[Proposal, ...]
    names: tuple[Name, ...]


def view(text: str, segments: Segments, model: Model) -> View:
    """All that the model finds in a text, by one pass of its encoder; linear in the length of the text."""
    found: list[Proposal] = []
    names: list[Name] = []
    cues: list[_Cue] = []
    for window in windows(text, segments.paragraphs, model.vocabulary, model.size, model.overlap):
        words, chances, kinds = _encode(window, model, ("words", "chances", "kinds"))
        names.extend(_names(window, kinds, names[-1].span.end if names else 0))
        for start, end, chance in possible_cues(chances, window):
            cues.append(
                _Cue(window, words, (start, end), reach_of(window, (start, end), model.reach), chance)
            )
        if len(cues) >= _CUES_TOGETHER:
            found.extend(_read(cues, model))
            cues = []
    if cues:
        found.extend(_read(cues, model))
    # A quotation over several lines is not followed: a reader takes one paragraph for a cue.
    quotations = sorted(
        (q.span for q in segments.quotations if q.closed and text.find("\n", q.span.start, q.span.end) < 0),
        key=lambda span: span.start,
    )
    starts = [span.start for span in quotations]
    proposals = tuple(
        replace(p, content=to_end_of_quotations(p, quotations, starts))
        for p in sorted(found, key=lambda p: (p.cue.start, p.cue.end))
    )
    return View(proposals, tuple(names))


def propose(text: str, segments: Segments, model: Model) -> tuple[Proposal, ...]:
    """The attributions that the model finds in a text, in order of the cues."""
    return view(text, segments, model).proposals


def to_end_of_quotations(
    proposal: Proposal, quotations: Sequence[Span], starts: Sequence[int]
) -> tuple[Span, ...]:
    """The content, a piece that enters a quotation taken to its end unless another part is there.

    `quotations` are in order, `starts` is where they begin. Of 14 contents that broke off within a quotation
    in training reports new to the network, 12 go on to its end.
    """
    told = (proposal.source, proposal.addressee, proposal.medium, *proposal.via)
    others = (proposal.cue, *(span for span in told if span is not None))
    found: list[Span] = []
    for piece in proposal.content:
        if found and piece.end <= found[-1].end:
            continue
        start = max(piece.start, found[-1].end) if found else piece.start
        end = piece.end
        for quotation in quotations[bisect_left(starts, start) : bisect_left(starts, end)]:
            rest = Span(end, quotation.end) if quotation.start + 1 < end < quotation.end else None
            if rest is not None and not any(rest.overlap(span) for span in others):
                end = quotation.end
        found.append(Span(start, end))
    return tuple(found)


def name(text: str, segments: Segments, model: Model) -> tuple[Name, ...]:
    """The names of a text, of the kinds in `musnad.roles.KINDS`, in order; none overlaps another."""
    found: list[Name] = []
    for window in windows(text, segments.paragraphs, model.vocabulary, model.size, model.overlap):
        (kinds,) = _encode(window, model, ("kinds",))
        found.extend(_names(window, kinds, found[-1].span.end if found else 0))
    return tuple(found)


def _names(window: Window, kinds: Array, done: int) -> list[Name]:
    """The names in the core of a window by the probabilities of their tags; none begins before `done`."""
    scores = np.log(kinds + _LEAST_CHANCE)
    opening = [i for i in range(1, len(scores)) if window.paragraph[i] != window.paragraph[i - 1]]
    # No name runs on into another paragraph.
    scores[opening, 2::2] = _BARRED
    path = best_tags(scores, *_names_field(kinds.shape[1]))
    sure = kinds[np.arange(len(path)), path]
    found: list[Name] = []
    for kind, first, behind in spans(path):
        span = Span(window.words[first].start, window.words[behind - 1].end)
        if window.core[0] <= first < window.core[1] and span.start >= done:
            found.append(Name(span, KINDS[kind], float(sure[first:behind].min())))
            done = span.end
    return found


@lru_cache(maxsize=1)
def _names_field(tags: int) -> tuple[Array, Array]:
    """Scores of sequences of tags of names: none may go on with what has not begun."""
    step = np.zeros((tags, tags), np.float32)
    first = np.zeros(tags, np.float32)
    for tag in range(2, tags, 2):
        step[:, tag] = first[tag] = _BARRED
        step[tag - 1, tag] = step[tag, tag] = 0.0
    return first, step


def _encode(window: Window, model: Model, wanted: tuple[str, ...]) -> list[Array]:
    # A window at a time: nothing is filled up, so attention needs no mask and takes its fused form.
    pieces = np.asarray(window.pieces, np.int64)
    vectors = model.pieces[pieces] * model.scales[pieces]
    given = {
        "vectors": vectors[None],
        "first": np.asarray([window.first], np.int64),
        "last": np.asarray([window.last], np.int64),
    }
    return [found[0] for found in model.encode.run(wanted, given)]


def possible_cues(chances: Array, window: Window) -> list[tuple[int, int, float]]:
    """(first word, word behind, probability) of what may be a cue in the core; `chances` is (words, tags)."""
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


def _read(cues: list[_Cue], model: Model) -> list[Proposal]:
    # Cues with about as many words around them are read together, so that little is filled up.
    cues = sorted(cues, key=lambda cue: cue.around[1] - cue.around[0])
    found: list[Proposal] = []
    at = 0
    while at < len(cues):
        behind = at + 1
        least = cues[at].around[1] - cues[at].around[0]
        while (
            behind < min(len(cues), at + _CUES_TOGETHER)
            and 3 * (cues[behind].around[1] - cues[behind].around[0]) <= 4 * least
        ):
            behind += 1
        found.extend(_read_alike(cues[at:behind], model))
        at = behind
    return found


def _read_alike(cues: list[_Cue], model: Model) -> list[Proposal]:
    width = max(cue.around[1] - cue.around[0] for cue in cues)
    size = cues[0].words.shape[1]
    around = np.zeros((len(cues), width, size), np.float32)
    own = np.zeros((len(cues), size), np.float32)
    distance = np.zeros((len(cues), width), np.int64)
    mask = np.zeros((len(cues), width), np.float32)
    for row, cue in enumerate(cues):
        start, end = cue.around
        around[row, : end - start] = cue.words[start:end]
        own[row] = cue.words[cue.at[0] : cue.at[1]].mean(0)
        distance[row, : end - start] = [bucket_of(word, cue.at) for word in range(start, end)]
        mask[row, : end - start] = 1.0
    tags, valid, classes = model.read.run(
        ["tags", "valid", "classes"], {"words": around, "cue": own, "distance": distance, "mask": mask}
    )
    return [
        _proposal(cue, tags[row], float(valid[row]), int(classes[row].argmax()), model)
        for row, cue in enumerate(cues)
    ]


def _proposal(cue: _Cue, tags: Array, valid: float, picked: int, model: Model) -> Proposal:
    window = cue.window
    start, end = cue.around
    scores = tags[: end - start].copy()
    # The cue's own words are nobody's argument.
    scores[cue.at[0] - start : cue.at[1] - start, 1:] = _BARRED
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
