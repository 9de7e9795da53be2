"""Whether two statements are in one voice: the same speaker, or the party that both speak for."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

from musnad.claims_evidence import Voice
from musnad.names import Key, same_person
from musnad.spelling import aligned

Relation = Literal["same", "party", "colleagues", "unnamed", "unknown", "persons", "other"]
"""`same`: one speaker. `party`: both speak for one state or body, `colleagues`: two persons who do.
`unnamed`: two that no name tells apart. `unknown`: nobody is named as the speaker of one. `persons`: two
persons, both told by full names. `other`: two speakers.
"""

_ALIKE: Final = 0.75
_UNNAMED: Final = frozenset({"unnamed", "group", "role"})


@lru_cache(maxsize=1 << 16)
def relation(left: Voice, right: Voice) -> Relation:
    """How the voices of two statements stand to each other; the same whichever comes first."""
    if left.kind is None or right.kind is None:
        return "party" if left.parties & right.parties else "unknown"
    if left.ref is not None and left.ref == right.ref:
        return "same"
    if (left.ref is None or right.ref is None) and any(
        _one_name(a, b) for a in left.forms for b in right.forms
    ):
        return "same"
    if _speaks_for(left, right) or _speaks_for(right, left):
        return "party"
    if left.kind in _UNNAMED and right.kind in _UNNAMED:
        return "unnamed"
    if left.parties & right.parties:
        return "colleagues" if left.kind == right.kind == "person" else "party"
    return "persons" if full_name(left) and full_name(right) else "other"


def _speaks_for(one: Voice, other: Voice) -> bool:
    """Whether one is a state or body for which the other speaks."""
    return one.kind in ("state", "organisation") and bool(one.parties & other.parties)


def _one_name(left: Key, right: Key) -> bool:
    if left == right:
        return True
    short, long = sorted((left, right), key=lambda key: (len(key), key))
    if same_person(short, long):
        return len(short) > 1 or len(short[0]) > 3
    found = aligned(short, long, _ALIKE)
    return len(found) == len(short) > 1


def full_name(voice: Voice) -> bool:
    """Whether a voice is a person's who is told by more than one name."""
    return voice.kind == "person" and bool(voice.forms) and len(voice.forms[0]) > 1
