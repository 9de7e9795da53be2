"""What changed from one version of a report to the next: its statements added, changed and dropped.

Statements are matched by the words of their contents, folded; of two that differ, the best match of at
least `ALIKE` is a change. Pure functions over two readings.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from musnad.model import Attribution, Reading, Statement
from musnad.text import fold

Fate = Literal["added", "changed", "dropped"]

ALIKE: Final = 0.6
"""Share of words in common (Ratcliff/Obershelp) from which two contents are one that was edited."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as it is compared: who, by what cue, what; `statement` is `Statement.id`."""

    statement: str
    speaker: str | None
    cue: str
    content: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One statement that differs: `before` is None where it was added, `after` where it was dropped."""

    fate: Fate
    before: Said | None
    after: Said | None


def changes(before: Reading, after: Reading) -> tuple[Change, ...]:
    """What differs between the statements of two versions, in the order of the later text.

    Those dropped come last. A statement that only moved has not changed. Quadratic in the statements that
    have no equal in the other version.
    """
    old, new = said(before), said(after)
    left = list(old)
    unmatched = list[Said]()
    for one in new:
        equal = next((other for other in left if _same(other, one)), None)
        if equal is None:
            unmatched.append(one)
        else:
            left.remove(equal)
    scored = sorted(
        ((-score, i, j) for i, one in enumerate(unmatched) for j, other in enumerate(left)
         if (score := _likeness(other, one)) >= ALIKE)
    )  # fmt: skip
    partner: dict[int, int] = {}
    for _, i, j in scored:
        if i not in partner and j not in partner.values():
            partner[i] = j
    found = [
        Change("changed", left[partner[i]], one) if i in partner else Change("added", None, one)
        for i, one in enumerate(unmatched)
    ]
    dropped = [Change("dropped", one, None) for j, one in enumerate(left) if j not in partner.values()]
    return (*found, *dropped)


def said(reading: Reading) -> tuple[Said, ...]:
    """The statements of a reading as they are compared, in their order."""
    names = {entity.id: entity.name for entity in reading.entities}
    attributions = {one.id: one for one in reading.attributions}
    return tuple(_said(one, attributions[one.attribution], names, reading) for one in reading.statements)


def _said(statement: Statement, at: Attribution, names: dict[str, str], reading: Reading) -> Said:
    text = reading.report.text
    content = " … ".join(span.of(text) for span in at.content)
    speaker = names.get(statement.speaker or "")
    return Said(statement.id, speaker, at.cue.of(text), content, tuple(fold(content).text.split()))


def _same(one: Said, other: Said) -> bool:
    return one.words == other.words and one.speaker == other.speaker and one.cue == other.cue


def _likeness(one: Said, other: Said) -> float:
    return SequenceMatcher(None, one.words, other.words, autojunk=False).ratio()
