"""What relates two statements, in words, in Arabic and in English; which numbers of theirs differ."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from musnad.alignment import words_of
from musnad.claims_evidence import content_figures, stem_of
from musnad.export.frame import resource
from musnad.model import Reason

_GROUNDS: Final = frozenset({"denial", "figure"})


@lru_cache(maxsize=1)
def texts() -> dict[str, list[str]]:
    """The text of every code as [Arabic, English]."""
    found: dict[str, list[str]] = tomllib.loads(resource("edges.toml"))
    return found


def reason_of(told: str) -> Reason:
    """A reason of an edge, as `Edge.reasons` has it: a name with its figure, ``voices`` and how they stand,
    or the ground of a dispute.
    """
    name, _, rest = told.partition(" ")
    if name == "voices":
        return Reason(f"voices-{rest}")
    return Reason(name, (rest,) if rest else ())


def edge_told(reason: Reason) -> tuple[str, str]:
    """Such a reason in Arabic and in English."""
    figure = reason.details[0] if reason.details else ""
    arabic, english = texts().get(reason.code, [reason.code, reason.code])
    return arabic.replace("{0}", f"\u200e{figure}\u200e"), english.replace("{0}", figure)


def ground_of(reasons: tuple[str, ...]) -> str | None:
    """The ground of a dispute among the reasons of its edge."""
    return next((one for one in reasons if one in _GROUNDS), None)


@dataclass(frozen=True, slots=True)
class Differing:
    """What two contents count otherwise: the word counted, as the first prints it, and the numbers of
    each.
    """

    word: str
    one: tuple[str, ...]
    other: tuple[str, ...]


def differing(one: str, other: str) -> tuple[Differing, ...]:
    """Where two contents count the same thing, and have no number of it in common."""
    left, right = content_figures(one), content_figures(other)
    found = []
    for unit in sorted({unit for unit, _ in left} & {unit for unit, _ in right}):
        ours, theirs = (
            tuple(sorted(number for stem, number in some if stem == unit)) for some in (left, right)
        )
        if not set(ours) & set(theirs):
            found.append(Differing(_printed(one, unit), ours, theirs))
    return tuple(found)


def _printed(content: str, stem: str) -> str:
    """The first word of that stem as a content prints it."""
    words = words_of(content)
    for at, word in enumerate(words.found):
        if stem_of(word) == stem:
            return words.span(at, at + 1).of(content)
    return stem
