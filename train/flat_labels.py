"""Labels for one tag a word: what flat tags can tell of attributions, and what they lose.

Cues and the spans of all roles share the tags of a window, and each span is linked to its cue. A word has one
tag, so attributions inside others cannot be told: where two claim a word, the outermost keeps it, and one
whose cue is taken is lost.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from musnad.model import Span
from musnad.roles import ROLES
from musnad.windows import Window
from train.examples import Annotated, Marked

TAGS = 2 * (len(ROLES) + 1) + 1
"""0 is outside, then come two tags of cues, then two of each role."""

_CONTENT = ROLES.index("content")

Place = tuple[int, int]
"""(first word, word behind the last) in a window."""


@dataclass(frozen=True, slots=True)
class Link:
    """A span of a role, the cues of its paragraph, and which of them it belongs to, if that is known."""

    role: int
    place: Place
    cues: tuple[Place, ...]
    right: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class Told:
    """What one tag a word can tell of a window's labels; `cues` are those that have kept their words."""

    tags: tuple[int, ...]
    cues: frozenset[Place]
    links: tuple[Link, ...]


def told(report: Annotated, held: Iterable[Window]) -> dict[Window, Told]:
    """The flat labels of the windows of a report, of their cores and of what is only there to be seen."""
    attributions = sorted(report.attributions, key=lambda m: (_depth(m, report.attributions), m.cue.start))
    return {window: _told(window, attributions) for window in held}


def _depth(marked: Marked, others: Sequence[Marked]) -> int:
    """How many attributions hold this one's cue in their content."""
    return sum(any(span.covers(marked.cue) for span in other.roles[_CONTENT]) for other in others)


def _told(window: Window, attributions: Sequence[Marked]) -> Told:
    """Fill in the tags, the outermost attribution first."""
    starts = [word.start for word in window.words]
    behinds = [word.end for word in window.words]
    tags = [0] * len(starts)
    cues: list[Place] = []
    owned: dict[tuple[int, Place], set[Place]] = {}

    def place(span: Span) -> Place:
        return bisect_right(behinds, span.start), bisect_left(starts, span.end)

    def fill(first: int, behind: int, role: int) -> None:
        tags[first:behind] = [2 * role + 1, *[2 * role + 2] * (behind - first - 1)]

    for marked in attributions:
        at = place(marked.cue)
        if any(tags[at[0] : at[1]]):
            continue
        if at[0] < at[1]:
            fill(*at, 0)
            cues.append(at)
        for role, held in enumerate(marked.roles):
            for span in held:
                whole = place(span)
                if (role, whole) in owned:
                    owned[role, whole].add(at)
                    continue
                for first, behind in _free(tags, *whole):
                    fill(first, behind, role + 1)
                    owned[role, (first, behind)] = {at}
    links = []
    for (role, where), right in sorted(owned.items()):
        near = cues_near(window, where, cues)
        if right & set(near):
            links.append(Link(role, where, near, frozenset(right)))
    return Told(tuple(tags), frozenset(cues), tuple(links))


def _free(tags: Sequence[int], first: int, behind: int) -> list[Place]:
    """The runs of words without a tag."""
    found: list[Place] = []
    for at in range(first, behind):
        if tags[at]:
            continue
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def cues_near(window: Window, place: Place, cues: Iterable[Place]) -> tuple[Place, ...]:
    """The cues of a place's paragraph, in order."""
    number = window.paragraph[place[0]]
    return tuple(cue for cue in sorted(cues) if window.paragraph[cue[0]] == number)
