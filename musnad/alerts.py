"""What deserves a word to whoever watches: many reports of one origin, and a claim that is disputed.

A pure function over claims as they are counted; whoever counts them gives `Counted`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["one-origin", "disputed"]


@dataclass(frozen=True, slots=True)
class Counted:
    """A claim: its id, which must be the same as long as it is the same claim; how many reports carry it;
    its origins, at least `low` and at most `high`; and the ids of the claims that dispute it."""

    id: str
    text: str
    reports: int
    low: int
    high: int
    disputed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AlertLimits:
    """From how many reports on a claim of one origin is told, whether origins that are not known may be among
    them, and whether disputes are told."""

    reports: int = 5
    unknown: bool = False
    disputed: bool = True


@dataclass(frozen=True, slots=True)
class Alert:
    """One word to whoever watches. It is the same alert as another of the same `id`."""

    kind: Kind
    claim: str
    text: str
    reports: int
    low: int
    high: int
    disputed_by: tuple[str, ...]

    @property
    def id(self) -> str:
        """The hash of its kind and claim."""
        return hashlib.sha256(json.dumps([self.kind, self.claim]).encode()).hexdigest()


def alerts(claims: Iterable[Counted], limits: AlertLimits) -> tuple[Alert, ...]:
    """What holds of claims, in the order of their ids; of one claim «one origin» before «disputed»."""
    return tuple(
        Alert(
            kind, claim.id, claim.text, claim.reports, claim.low, claim.high, tuple(sorted(claim.disputed_by))
        )
        for claim in sorted(claims, key=lambda one: one.id)
        for kind in _holding(claim, limits)
    )


def _holding(claim: Counted, limits: AlertLimits) -> tuple[Kind, ...]:
    single = claim.low == 1 and (claim.high == 1 or limits.unknown)
    found: list[Kind] = []
    if single and claim.reports >= limits.reports:
        found.append("one-origin")
    if limits.disputed and claim.disputed_by:
        found.append("disputed")
    return tuple(found)
