"""Two texts side by side: the passages that they share, joined over short gaps, what differs marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from musnad.alignment import Words, words_of
from musnad.model import Span

GAP: Final = 12
"""How many words of either text may stand between two passages that are shown as one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text as printed, and whether the other has other words there; empty where it has more."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands beside each other in two texts, each as its pieces on end."""

    one: tuple[Piece, ...]
    other: tuple[Piece, ...]


def collated(one: str, other: str, passages: Iterable[tuple[Span, Span]]) -> tuple[Stretch, ...]:
    """The shared passages of two texts in the order of the first, each a span of either.

    Passages that follow each other in both with at most `GAP` words between are one stretch. Words are
    compared folded.
    """
    found: list[Stretch] = []
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    before: tuple[Span, Span] | None = None
    for span, beside in sorted(passages):
        if before is not None:
            gaps = one[before[0].end : span.start], other[before[1].end : beside.start]
            if beside.start >= before[1].end and (between := _gap(*gaps)) is not None:
                pieces[0].extend(between[0])
                pieces[1].extend(between[1])
            else:
                found.append(Stretch(*map(_merged, pieces)))
                pieces = ([], [])
        pieces[0].append(Piece(span.of(one), False))
        pieces[1].append(Piece(beside.of(other), False))
        before = span, beside
    return (*found, Stretch(*map(_merged, pieces))) if before is not None else ()


def _gap(one: str, other: str) -> tuple[list[Piece], list[Piece]] | None:
    """The pieces of both texts between two passages; None where there are too many words."""
    found = differing(one, other)
    if found is None:
        return None
    return _marked(one, [left for left, _ in found]), _marked(other, [right for _, right in found])


def differing(one: str, other: str) -> tuple[tuple[Span, Span], ...] | None:
    """The runs of words in which two short texts differ, beside each other and in order; one of them is empty
    where the other has words more. None where either has more than `GAP` words.
    """
    # A word takes a character at least, and hardly more than forty.
    if max(len(one), len(other)) > 40 * GAP:
        return None
    left, right = words_of(one), words_of(other)
    if max(len(left.found), len(right.found)) > GAP:
        return None
    codes = SequenceMatcher(None, left.found, right.found, autojunk=False).get_opcodes()
    return tuple(
        (_span(left, first, behind), _span(right, start, end))
        for code, first, behind, start, end in codes
        if code != "equal"
    )


def _span(words: Words, first: int, behind: int) -> Span:
    """The stretch of a run of words given by their numbers; of none, the end of the word before."""
    if first < behind:
        return words.span(first, behind)
    end = words.span(first - 1, first).end if first else 0
    return Span(end, end)


def _marked(text: str, differing: list[Span]) -> list[Piece]:
    """A text as pieces, those marked that differ."""
    found, at = [], 0
    for span in differing:
        found += [Piece(text[at : span.start], False), Piece(span.of(text), True)]
        at = span.end
    return [*found, Piece(text[at:], False)]


def _merged(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces with those that are alike joined, and no empty ones but those that stand for no words."""
    found: list[Piece] = []
    for piece in pieces:
        if found and not piece.differs and not found[-1].differs:
            found[-1] = Piece(found[-1].text + piece.text, False)
        elif piece.text or piece.differs:
            found.append(piece)
    return tuple(found)
