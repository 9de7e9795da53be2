"""Statements over time: so many of each class in each day, week, month or year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

Unit = Literal["day", "week", "month", "year"]
MOST: Final = 48
"""Bars that a drawing of a page's width has room for, each wide enough to be hit."""


@dataclass(frozen=True, slots=True)
class Part:
    """How many statements are of a class."""

    cue_class: str
    statements: int


@dataclass(frozen=True, slots=True)
class Bar:
    """The statements from a day to a day, both included, those of most first; `gap` is of how many units
    before it there are none.
    """

    since: str
    until: str
    statements: int
    classes: tuple[Part, ...]
    gap: int


@dataclass(frozen=True, slots=True)
class OverTime:
    """Bars in the order of time, those without statements left out; `undated` are in none of them."""

    unit: Unit
    bars: tuple[Bar, ...]
    most: int
    undated: int


def over_time(counted: Iterable[tuple[str | None, str, int]]) -> OverTime:
    """The bars of days with classes and numbers of statements, in the shortest unit of which there are no
    more than `MOST`.
    """
    days: defaultdict[date, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    undated = 0
    for day, cue_class, number in counted:
        found = _date(day)
        if found is None:
            undated += number
        else:
            days[found][cue_class] += number
    units: tuple[Unit, ...] = ("day", "week", "month", "year")
    short: list[Unit] = [one for one in units if len({_FIRST[one](day) for day in days}) <= MOST]
    unit = short[0] if short else units[-1]
    bars = _bars(unit, days)
    return OverTime(unit, bars, max((bar.statements for bar in bars), default=0), undated)


def _date(day: str | None) -> date | None:
    try:
        return None if day is None else date.fromisoformat(day[:10])
    except ValueError:
        return None


# Weeks begin on Monday (ISO 8601).
_FIRST: Final[dict[Unit, Callable[[date], date]]] = {
    "day": lambda day: day,
    "week": lambda day: day - timedelta(day.weekday()),
    "month": lambda day: day.replace(day=1),
    "year": lambda day: day.replace(month=1, day=1),
}


def _last(unit: Unit, first: date) -> date:
    if unit == "day":
        return first
    if unit == "week":
        return first + timedelta(6)
    months = first.year * 12 + first.month - 1 + (1 if unit == "month" else 12)
    # The last day of year 9999 has none behind it.
    return date.max if months // 12 > date.max.year else date(months // 12, months % 12 + 1, 1) - timedelta(1)


def _between(unit: Unit, one: date, other: date) -> int:
    """How many units lie between those that begin on two days."""
    if unit in ("day", "week"):
        return (other - one).days // (1 if unit == "day" else 7) - 1
    months = (other.year - one.year) * 12 + other.month - one.month
    return months // (1 if unit == "month" else 12) - 1


def _bars(unit: Unit, days: dict[date, defaultdict[str, int]]) -> tuple[Bar, ...]:
    held: dict[date, defaultdict[str, int]] = {}
    for day in sorted(days):
        sums = held.setdefault(_FIRST[unit](day), defaultdict(int))
        for cue_class, number in days[day].items():
            sums[cue_class] += number
    bars: list[Bar] = []
    before: date | None = None
    for first, sums in held.items():
        ordered = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
        bars.append(
            Bar(
                first.isoformat(),
                _last(unit, first).isoformat(),
                sum(sums.values()),
                tuple(Part(*pair) for pair in ordered),
                0 if before is None else _between(unit, before, first),
            )
        )
        before = first
    return tuple(bars)
