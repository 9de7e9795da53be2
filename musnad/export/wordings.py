"""The different wordings of a claim, and where each differs from the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from musnad.alignment import Words, words_of

PartKind = Literal["same", "added", "left-out"]

LONGEST: Final = 1200
"""Code points of a content that are compared; a speech printed whole is told by its beginning."""
_ALIKE: Final = 0.4
"""From here on two wordings are set beside each other word by word: below it hardly a phrase is in both."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a wording: what the first has too, what it lacks, or what it has and this one lacks."""

    text: str
    kind: PartKind


@dataclass(frozen=True, slots=True)
class Wording:
    """What some statements say in the same words: `text` as the first of them prints it, cut where `cut`.

    `statements` are their numbers, in the order given. `parts` set it beside the first wording, and are none
    where hardly anything is in both; those of the first wording itself are one.
    """

    text: str
    cut: bool
    statements: tuple[int, ...]
    parts: tuple[Part, ...]


def wordings(contents: Sequence[str]) -> tuple[Wording, ...]:
    """The wordings of contents, those of most statements first, behind that of the first content.

    Contents are of one wording where their words are the same, folded.
    """
    groups: dict[tuple[str, ...], list[int]] = {}
    words = [words_of(one[:LONGEST]) for one in contents]
    for number, one in enumerate(words):
        groups.setdefault(one.found, []).append(number)
    ordered = sorted(groups.values(), key=lambda held: (held[0] != 0, -len(held), held[0]))
    return tuple(
        Wording(
            contents[held[0]][:LONGEST],
            len(contents[held[0]]) > LONGEST,
            tuple(held),
            _parts(contents[0][:LONGEST], words[0], contents[held[0]][:LONGEST], words[held[0]]),
        )
        for held in ordered
    )


def _parts(first: str, of_first: Words, text: str, words: Words) -> tuple[Part, ...]:
    matcher = SequenceMatcher(None, of_first.found, words.found, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return ()
    found: list[Part] = []
    at = 0
    for code, lost, lost_end, more, more_end in matcher.get_opcodes():
        if code == "equal":
            continue
        start = words.span(more, more_end).start if more < more_end else _behind(words, more)
        found.append(Part(text[at:start], "same"))
        at = start
        if lost < lost_end:
            found.append(Part(of_first.span(lost, lost_end).of(first), "left-out"))
        if more < more_end:
            at = words.span(more, more_end).end
            found.append(Part(text[start:at], "added"))
    found.append(Part(text[at:], "same"))
    return tuple(one for one in found if one.text)


def _behind(words: Words, number: int) -> int:
    """Where the word before that number ends."""
    return words.span(number - 1, number).end if number else 0
