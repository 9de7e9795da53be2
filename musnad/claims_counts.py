"""How many reports carry a claim, and on how many independent origins it rests, at least and at most.

`docs/claims.md` explains the counting. A pure function: the order of what it is given changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from musnad.model import Copy, Count, Origin, Place, Span

MOST = 0.5
"""The share of a content that a passage must hold for both to be one text."""
_NAMED = frozenset({"agency", "medium", "joint", "publisher", "document"})


@dataclass(frozen=True, slots=True)
class Counted:
    """A statement as it is counted: where it stands, its content, its origin, who published it and when.

    `published` is an ISO 8601 day or date-time, None where unknown.
    """

    place: Place
    content: tuple[Span, ...]
    origin: Origin
    publisher: str | None
    published: str | None


def count(statements: Iterable[Counted], copies: Iterable[Copy]) -> Count:
    """The counts of one claim. `copies` may hold copies between other reports too."""
    given = sorted(statements, key=lambda one: (one.place.version, one.place.statement))
    named: dict[str, Origin] = {}
    unnamed: dict[str, Origin] = {}
    told, lost = set[str](), dict[str, list[Counted]]()
    for one in given:
        if one.origin.kind in _NAMED:
            named.setdefault(one.origin.key, one.origin)
            told.add(one.place.version)
        elif one.origin.kind == "unnamed":
            unnamed.setdefault(one.origin.key, one.origin)
            told.add(one.place.version)
        else:
            lost.setdefault(one.place.version, []).append(one)
    # A heading repeats what its report tells the origin of further down.
    untold = {version: found for version, found in lost.items() if version not in told}
    unknown = _texts(untold, copies)
    low = len(_apart(named))
    reports = tuple(sorted({one.place.version for one in given}))
    return Count(
        reports,
        tuple(sorted({one.publisher for one in given if one.publisher is not None})),
        tuple(named[key] for key in sorted(named)),
        tuple(unnamed[key] for key in sorted(unnamed)),
        unknown,
        low,
        len(named) + len(unknown),
        _earliest(given),
    )


def _apart(named: Mapping[str, Origin]) -> list[str]:
    """The origins that are surely distinct: a joint one may be any of its members, so it counts only where
    none of them is there by itself or in a joint one already counted.
    """
    single = {key for key, one in named.items() if one.kind != "joint"}
    found, used = sorted(single), set(single)
    for key in sorted(key for key, one in named.items() if one.kind == "joint"):
        members = set(key.split("|"))
        if not members & used:
            found.append(key)
        used |= members
    return found


def _texts(untold: Mapping[str, Sequence[Counted]], copies: Iterable[Copy]) -> tuple[tuple[str, ...], ...]:
    """Versions of unknown origin, those whose contents are one text together."""
    parent = {version: version for version in untold}

    def root(version: str) -> str:
        while parent[version] != version:
            version = parent[version]
        return version

    for copy in copies:
        if copy.later in untold and copy.earlier in untold and copy.kind == "copy" and _shares(copy, untold):
            first, second = sorted((root(copy.later), root(copy.earlier)))
            parent[second] = first
    groups: dict[str, list[str]] = {}
    for version in sorted(untold):
        groups.setdefault(root(version), []).append(version)
    return tuple(tuple(groups[lead]) for lead in sorted(groups))


def _shares(copy: Copy, untold: Mapping[str, Sequence[Counted]]) -> bool:
    """Whether passages of a copy hold most of a content on either side."""
    later = [passage.later for passage in copy.passages]
    earlier = [passage.earlier for passage in copy.passages]
    return any(_held(one.content, later) for one in untold[copy.later]) and any(
        _held(one.content, earlier) for one in untold[copy.earlier]
    )


def _held(content: Sequence[Span], passages: Sequence[Span]) -> bool:
    size = sum(map(len, content))
    return sum(span.overlap(passage) for span in content for passage in passages) > MOST * size


def _earliest(given: Sequence[Counted]) -> tuple[str, ...]:
    """The versions before which none was surely published, as far as days and clock times tell."""
    dated = {one.place.version: one.published for one in given if one.published is not None}
    moments = set(dated.values())
    return tuple(
        version for version in sorted(dated) if not any(_before(other, dated[version]) for other in moments)
    )


def _before(one: str, other: str) -> bool:
    """Whether one stated day or date-time is surely before another: clock times of one day count only where
    both state them, and both with a zone or both without.
    """
    if one[:10] != other[:10] or len(one) <= _DAY or len(other) <= _DAY:
        return one[:10] < other[:10]
    try:
        first, second = datetime.fromisoformat(one), datetime.fromisoformat(other)
    except ValueError:
        return False
    return (first.tzinfo is None) == (second.tzinfo is None) and first < second


_DAY = len("2024-05-17")
