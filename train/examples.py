"""Annotated reports as what the network learns from: windows with the tags of their words.

An attribution is learned by the window in whose core its cue lies; of its spans, what the window holds. Spans
are rounded out to whole words (of the gold labels' 6,500 spans seventeen begin or end inside one).
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from musnad import gold
from musnad.model import Span
from musnad.pieces import Vocabulary
from musnad.roles import CLASSES, KINDS
from musnad.segment import segment
from musnad.windows import Window, reach_of, windows


@dataclass(frozen=True, slots=True)
class Marked:
    """One labelled attribution: `roles` holds the spans of each role of `musnad.roles.ROLES`, in order."""

    cue: Span
    roles: tuple[tuple[Span, ...], ...]
    cue_class: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with its attributions.

    `names` are the names of the kinds in `sought`, which were looked for; nothing is said of other kinds. A
    text that was labelled for its names alone is not `cued`.
    """

    name: str
    text: str
    attributions: tuple[Marked, ...]
    names: tuple[tuple[Span, str], ...] = ()
    sought: frozenset[str] = frozenset()
    cued: bool = True


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue to be learned, in words of its window; `tags` has one tag for each word of `around`."""

    at: tuple[int, int]
    around: tuple[int, int]
    tags: tuple[int, ...]
    cue_class: int


@dataclass(frozen=True, slots=True)
class Example:
    """A window with its labels; `cue_tags` has one tag for each word.

    `kinds` has for each word which tags of names the labels leave open, and is empty where they say nothing.
    """

    window: Window
    cue_tags: tuple[int, ...]
    cues: tuple[Cue, ...]
    kinds: tuple[tuple[bool, ...], ...] = ()
    cued: bool = True


def from_gold(folder: Path) -> list[Annotated]:
    """The reports of a folder in the gold format."""
    return [
        Annotated(
            item.name,
            item.report.text,
            tuple(
                Marked(
                    a.cue,
                    (some(a.source), a.content, some(a.addressee), some(a.medium), a.via),
                    a.cue_class,
                )
                for a in item.attributions
            ),
        )
        for item in gold.load(folder)
    ]


def some(span: Span | None) -> tuple[Span, ...]:
    """A role that has one span at most, as its spans."""
    return () if span is None else (span,)


def examples(
    report: Annotated, vocabulary: Vocabulary, size: int, overlap: int, reach: int
) -> Iterable[Example]:
    """The windows of a report with their labels; sizes in pieces, `reach` in words."""
    paragraphs = segment(report.text).paragraphs
    for window in windows(report.text, paragraphs, vocabulary, size, overlap):
        yield label(window, report, reach)


def label(window: Window, report: Annotated, reach: int) -> Example:
    """The labels of one window."""
    starts = [word.start for word in window.words]
    ends = [word.end for word in window.words]
    tags = [0] * len(starts)
    cues: list[Cue] = []
    for marked in report.attributions:
        at = _range(marked.cue, starts, ends)
        # A cue that the window cuts is another window's.
        if marked.cue.end > ends[-1] or not window.core[0] <= at[0] < min(at[1], window.core[1]):
            continue
        tags[at[0]] = 1
        for inner in range(at[0] + 1, at[1]):
            tags[inner] = 2
        around = reach_of(window, at, reach)
        roles = [0] * (around[1] - around[0])
        for role, held in enumerate(marked.roles):
            for span in held:
                words = _range(span, starts, ends)
                first, last = max(words[0], around[0]), min(words[1], around[1])
                begun = False
                for inner in range(first, last):
                    # A span interrupted, by its cue above all, begins anew behind what interrupts it.
                    free = roles[inner - around[0]] == 0 and not at[0] <= inner < at[1]
                    if free:
                        roles[inner - around[0]] = 2 * role + (2 if begun else 1)
                    begun = free
        cues.append(Cue(at, around, tuple(roles), CLASSES.index(marked.cue_class)))
    return Example(
        window,
        tuple(tags),
        tuple(sorted(cues, key=lambda cue: cue.at)),
        _kinds(report, starts, ends) if report.sought else (),
        report.cued,
    )


def _kinds(report: Annotated, starts: list[int], ends: list[int]) -> tuple[tuple[bool, ...], ...]:
    """Which tags of names each word may have: those of its name, or none, or of a kind not looked for."""
    unsought = [tag == 0 or KINDS[(tag - 1) // 2] not in report.sought for tag in range(2 * len(KINDS) + 1)]
    told = [tuple(unsought)] * len(starts)
    for span, kind in report.names:
        words = _range(span, starts, ends)
        for word in range(*words):
            goes_on = word > words[0]
            told[word] = tuple(
                tag > 0 and KINDS[(tag - 1) // 2] == kind and (tag % 2 == 0) == goes_on
                for tag in range(2 * len(KINDS) + 1)
            )
    return tuple(told)


def _range(span: Span, starts: list[int], ends: list[int]) -> tuple[int, int]:
    """The words of the window that a span touches; none, as an empty range, where it lies outside."""
    return bisect.bisect_right(ends, span.start), bisect.bisect_left(starts, span.end)
