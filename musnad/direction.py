"""Which of two reports that share text came first, and what tells: days, hours, credits, who names whom.

Where evidence contradicts itself, or both took it from one agency, the direction is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from musnad.model import Reason

REASONS: Final = (
    "day",
    "hour",
    "credits",
    "relays",
    "agency",
    "common-agency",
    "contradiction",
    "cut",
    "no-direction",
)

# The clocks of the world are at most so far apart: hours without a zone tell only beyond it.
_ZONES: Final = 26 * 3600
# A report nearly all of which stands in the other, while much of the other does not stand in it.
_WHOLE: Final = 0.9
_PART: Final = 0.6


@dataclass(frozen=True, slots=True)
class Side:
    """What is known of one of the two: its publisher and whether that is an agency, whom it credits and whom
    it relays (keys of carriers), and when it was published (ISO 8601).
    """

    publisher: str | None
    agency: bool
    credits: frozenset[str]
    relays: frozenset[str]
    published: str | None


def direction(left: Side, right: Side, of_left: float, of_right: float) -> tuple[int, tuple[Reason, ...]]:
    """1 where the left report is the later, -1 where the right is, 0 where nothing decides; and the reasons.

    `of_left` and `of_right` are the shares of each that stand in the other.
    """
    common = sorted(left.credits & right.credits)
    votes: list[tuple[int, Reason]] = []
    for sign, one, other in ((1, left, right), (-1, right, left)):
        if other.publisher is None:
            continue
        if other.publisher in one.credits:
            votes.append((sign, Reason("credits", (other.publisher,))))
        elif other.publisher in one.relays:
            votes.append((sign, Reason("relays", (other.publisher,))))
        elif other.agency and not one.agency:
            votes.append((sign, Reason("agency", (other.publisher,))))
    if (when := later_of(left.published, right.published)) is not None:
        votes.append(when)
    reasons = tuple(reason for _, reason in votes)
    if common:
        return 0, (Reason("common-agency", tuple(common)), *reasons)
    signs = {sign for sign, _ in votes}
    if len(signs) > 1:
        return 0, (Reason("contradiction"), *reasons)
    if not signs:
        return 0, (Reason("no-direction"),)
    sign = signs.pop()
    later, earlier = (of_left, of_right) if sign > 0 else (of_right, of_left)
    cut = (Reason("cut"),) if later >= _WHOLE and earlier < _PART else ()
    return sign, (*reasons, *cut)


def later_of(left: str | None, right: str | None) -> tuple[int, Reason] | None:
    """Which is later by the days or hours stated, if these tell: 1 where the left is, -1 where the right is.

    A day without a clock is all of it, in the zone of the clock that it is held against: it may have begun
    before any hour of it and ended after.
    """
    if left is None or right is None:
        return None
    one, other = _moment(left), _moment(right)
    if one is not None and other is not None:
        if (one.tzinfo is None) == (other.tzinfo is None):
            apart = (one - other).total_seconds()
        else:
            apart = (_zoned(one) - _zoned(other)).total_seconds()
            apart = 0 if abs(apart) < _ZONES else apart
        return (1 if apart > 0 else -1, Reason("hour", (left, right))) if apart else None
    first, second = day_number(left), day_number(right)
    if first is None or second is None or first == second:
        return None
    return (1 if first > second else -1), Reason("day", (left[:10], right[:10]))


def _moment(stated: str) -> datetime | None:
    """The moment that an ISO 8601 date-time states; None for a bare day."""
    if len(stated) <= len("2024-05-17"):
        return None
    try:
        return datetime.fromisoformat(stated)
    except ValueError:
        return None


def instant(published: str | None) -> str:
    """What stated days and date-times are put in order by: those with a zone in UTC, others as they stand.

    An order for lists; what is surely later is told by `later_of`.
    """
    found = None if published is None else _moment(published)
    if found is None or found.tzinfo is None:
        return published or ""
    return found.astimezone(UTC).isoformat()


def _zoned(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def day_number(published: str | None) -> int | None:
    """The day on which something was published, counted as `date.toordinal` does; None where it is not
    known.
    """
    if published is None:
        return None
    try:
        return date.fromisoformat(published[:10]).toordinal()
    except ValueError:
        return None
