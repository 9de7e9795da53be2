"""What a report names before its attributions are read: the agencies that it credits, and its words.

Only the first `WINDOW` code points are indexed: a report names its people in full when it first names
them, and the time stays linear on texts of any length. People are looked up there when `chain` asks.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from musnad.model import Entity, Mention, Report, Segments
from musnad.parties import WORD
from musnad.text import Folded

WINDOW = 100_000


@dataclass(frozen=True, slots=True)
class Words:
    """The indexed words of a text: folded, with folded offsets; `index` leads back from a word."""

    words: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    index: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """What is named: `credits` are the agencies credited for the whole report; `words` serve `chain`."""

    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    credits: tuple[Mention, ...]
    words: Words = field(default_factory=Words)


def find(report: Report, folded: Folded, segments: Segments) -> Named:
    """The credits of the report with their entities, and its words."""
    found: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    index: dict[str, list[int]] = {}
    for i, match in enumerate(WORD.finditer(folded.text, 0, WINDOW)):
        word = match.group()
        found.append(word)
        starts.append(match.start())
        ends.append(match.end())
        index.setdefault(word, []).append(i)
    credits, entities = _credits(report, segments)
    return Named(credits, entities, credits, Words(tuple(found), tuple(starts), tuple(ends), index))


def _credits(report: Report, segments: Segments) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    return (), ()
