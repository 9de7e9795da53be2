"""Whether one statement denies another, or counts the same thing otherwise: rules over what both say.

Too few disputes are found in reports to fit a model on: of 220 pairs drawn for a denial on one side or for
other numbers (bench/claims_disputes.csv), 16 are disputes. So what is asked for is narrow.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

from musnad.claims_evidence import Said, stem_of
from musnad.claims_pairs import weight
from musnad.claims_voices import Relation
from musnad.lang import table

Ground = Literal["denial", "figure"]

ALIKE_IN_DISPUTE: Final = 0.3
"""The least probability that two contents are the same, numbers and denial left out of account."""
_DENIED: Final = 0.6
"""The share of what is denied that the other holds too, by weight, and how many stems."""
_FEWEST: Final = 3
_HOLDS: Final = 0.35
"""The share of what the other holds that is denied: what is said beside it is no contrary."""
_STORY: Final = 0.2
"""The share of names that two reports have in common, where the two statements name nothing in common."""
_CONTAINED: Final = 0.75
_SHARED: Final = 4
_VOICES: Final = frozenset({"other", "persons", "unknown", "unnamed"})
_HELD: Final = frozenset({"say", "assert", "accuse", "announce", "claim", "relay", "show"})
"""Classes of cues by which somebody holds that something is so."""


def disputed(
    left: Said, right: Said, voices: Relation, alike: float, *,
    contained: float, story: float, same_day: bool,
) -> Ground | None:  # fmt: skip
    """Why two statements are in dispute, None where they are not.

    `alike` is the probability that their contents are the same but for numbers and denial, `contained` the
    share of the shorter that the other has too, `story` that of the names of their reports.
    """
    if voices not in _VOICES or alike < ALIKE_IN_DISPUTE:
        return None
    one_story = story >= _STORY or bool(left.names & right.names)
    if one_story and (_denied(left, right) or _denied(right, left)):
        return "denial"
    if same_day and _counted(left, right, contained):
        return "figure"
    return None


def _denied(one: Said, other: Said) -> bool:
    """Whether one denies what the other holds: to refuse, to abstain or to object is not to deny, what is
    denied in other words («ليس») is no contrary, and who tells of a denial does not hold what is denied.
    """
    if one.lemma not in _denials() or one.negated or one.negations or other.negated or other.negations:
        return False
    if other.cue_class not in _HELD or other.lemma in _topics():
        return False
    if not _tells_of_denial().isdisjoint(other.words):
        return False
    denied, held = set(one.words[: one.denied]), set(other.words)
    shared = denied & held
    weighs = sum(map(weight, shared))
    return (
        len(shared) >= _FEWEST
        and weighs >= _DENIED * sum(map(weight, denied))
        and weighs >= _HOLDS * sum(map(weight, held))
    )


def _counted(one: Said, other: Said, contained: float) -> bool:
    """Whether both count the same thing, and otherwise: other numbers of persons, none in common, at a place
    or with a name that both have. Who counts twelve at least holds nothing against who counts more.
    """
    if one.figures & other.figures or one.numbers & other.numbers:
        return False
    units = {unit for unit, _ in one.figures} & {unit for unit, _ in other.figures}
    units = {unit for unit in units & _persons() if not _may_both_hold(one, other, unit)}
    if not units:
        return False
    shared = set(one.words) & set(other.words) - units
    return bool(one.names & other.names) and (contained >= _CONTAINED or len(shared) >= _SHARED)


def _may_both_hold(one: Said, other: Said, unit: str) -> bool:
    """Whether the lesser of two numbers of one thing is called the least."""
    counts = [(number, said) for said in (one, other) for of, number in said.figures if of == unit]
    known = [(int(number), number, said) for number, said in counts if number.isdecimal()]
    lesser = min(known, key=lambda one: one[0], default=None)
    return lesser is not None and lesser[1] in lesser[2].least


@lru_cache(maxsize=1)
def _topics() -> frozenset[str]:
    return frozenset(table("ar", "claims")["topics"])


@lru_cache(maxsize=1)
def _persons() -> frozenset[str]:
    """The stems of persons who are counted."""
    return frozenset(map(stem_of, table("ar", "claims")["counts"]))


@lru_cache(maxsize=1)
def _denials() -> frozenset[str]:
    return frozenset(table("ar", "claims")["denials"])


@lru_cache(maxsize=1)
def _tells_of_denial() -> frozenset[str]:
    return frozenset(map(stem_of, table("ar", "claims")["denied"])) - {""}
