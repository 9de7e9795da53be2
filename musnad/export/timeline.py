"""Where the reports of a story stand in a drawing over time: lanes, days, hours, and the strongest ties.

Pure geometry, from left to right: a page that reads from right to left mirrors it. Days without reports are
left out, with a break in their place; a day is as wide as its reports need, and within it time runs evenly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from musnad.components import Components

DAY: Final = 24 * 60
_HOUR: Final = 60
_STEPS: Final = (1, 2, 3, 6, 12)
# The fewest minutes that are drawn of a day.
_LEAST: Final = 3 * _HOUR


@dataclass(frozen=True, slots=True)
class Event:
    """A report to be placed. `start` and `end` in minutes from any one midnight; equal for a moment, a day
    apart where only the day is known, None where not even that is.
    """

    id: str
    lane: str
    start: int | None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in units of the drawing: `radius` of a mark; `row`, `label`, `head` downwards, others across.

    A drawing is `wide` where its days allow: each takes from `day` to `most`, or `plain` where nothing in it
    has an hour.
    """

    radius: int = 13
    gap: int = 6
    row: int = 44
    label: int = 22
    head: int = 46
    day: int = 104
    plain: int = 180
    most: int = 620
    wide: int = 1080
    gone: int = 44
    hour: int = 46


@dataclass(frozen=True, slots=True)
class Place:
    """Where one report stands: the middle of its mark, and how far it reaches to both sides."""

    id: str
    x: int
    y: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Lane:
    """The stretch of one publisher, downwards."""

    name: str
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Column:
    """A day that has reports: `start` in minutes, its edges, and its hours as (x, hour)."""

    start: int
    left: int
    right: int
    hours: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Break:
    """Days that no report is of, left out between two columns."""

    left: int
    right: int
    days: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A drawing: places in the order of time, the undated last; `undated` is where their side begins."""

    places: tuple[Place, ...]
    lanes: tuple[Lane, ...]
    columns: tuple[Column, ...]
    breaks: tuple[Break, ...]
    undated: int | None
    width: int
    height: int


def ordered(events: Iterable[Event]) -> list[Event]:
    """Events by time, days before the moments in them, the undated last; then by lane and id."""
    return sorted(events, key=_order)


def _order(one: Event) -> tuple[bool, int, int, str, str]:
    start = one.start or 0
    # What is known to the day comes before the moments of that day.
    return one.start is None, start, -_length(one), one.lane, one.id


def _length(one: Event) -> int:
    return 0 if one.start is None or one.end is None else one.end - one.start


def layout(events: Iterable[Event], sizes: Sizes = Sizes()) -> Layout:
    """The drawing of some events; the order in which they are given changes nothing."""
    found = ordered(events)
    bounds = _bounds(found)
    columns, breaks = _columns(found, sizes, bounds)
    end = columns[-1].right if columns else 0
    undated = end if any(one.start is None for one in found) else None
    spans = {one.id: _span(one, columns, end, sizes, bounds) for one in found}
    width = end if undated is None else end + sizes.day
    lanes: list[Lane] = []
    rows: dict[str, int] = {}
    top = sizes.head
    for name in dict.fromkeys(one.lane for one in found):
        depth = _rows([spans[one.id] for one in found if one.lane == name], sizes, rows, top + sizes.label)
        bottom = top + sizes.label + depth * sizes.row
        lanes.append(Lane(name, top, bottom))
        top = bottom
    places = tuple(
        Place(one.id, spans[one.id][1], rows[one.id], spans[one.id][0], spans[one.id][2]) for one in found
    )
    return Layout(places, tuple(lanes), columns, breaks, undated, width, top)


_Span = tuple[int, int, int, str]


def _rows(spans: Sequence[_Span], sizes: Sizes, rows: dict[str, int], top: int) -> int:
    """Give each of a lane its row, the first that is free; how many there are."""
    ends: list[int] = []
    for left, _, right, name in sorted(spans, key=lambda span: (span[0], span[2], span[3])):
        row = next((n for n, end in enumerate(ends) if end + sizes.gap <= left), len(ends))
        ends[row:] = [right, *ends[row + 1 :]]
        rows[name] = top + row * sizes.row + sizes.radius + 2
    return max(1, len(ends))


def _span(
    one: Event, columns: Sequence[Column], end: int, sizes: Sizes, bounds: Mapping[int, tuple[int, int]]
) -> _Span:
    radius = sizes.radius
    if one.start is None:
        middle = end + sizes.day // 2
        return middle - radius, middle, middle + radius, one.id
    column = next(column for column in columns if column.start == _day(one.start))
    if _length(one):
        margin = sizes.gap // 2 + 1
        middle = (column.left + column.right) // 2
        return column.left + margin, middle, column.right - margin, one.id
    x = _across(one.start, bounds[column.start], column.left, column.right, sizes)
    return x - radius, x, x + radius, one.id


def _across(minute: int, drawn: tuple[int, int], left: int, right: int, sizes: Sizes) -> int:
    """Where a minute of a day stands; marks at the ends of what is drawn of it lie within it."""
    first, last = drawn
    inner = sizes.radius + sizes.gap
    return left + inner + (right - left - 2 * inner) * (minute - first) // (last - first)


def _day(minute: int) -> int:
    return minute // DAY * DAY


def _bounds(found: Sequence[Event]) -> dict[int, tuple[int, int]]:
    """Of each day with reports the minutes that are drawn: all but the hours before the first moment and
    behind the last.
    """
    days: dict[int, list[Event]] = {}
    for one in found:
        if one.start is not None:
            days.setdefault(_day(one.start), []).append(one)
    bounds = {day: (day, day + DAY) for day in sorted(days)}
    for day in list(bounds)[:1]:
        if not any(map(_length, days[day])):
            first = min(one.start or 0 for one in days[day]) // _HOUR * _HOUR
            bounds[day] = max(day, min(first, day + DAY - _LEAST)), day + DAY
    for day in list(bounds)[-1:]:
        if not any(map(_length, days[day])):
            first = bounds[day][0]
            last = (max(one.start or 0 for one in days[day]) // _HOUR + 1) * _HOUR
            bounds[day] = first, min(day + DAY, max(last, first + _LEAST))
    return bounds


def _columns(
    found: Sequence[Event], sizes: Sizes, bounds: Mapping[int, tuple[int, int]]
) -> tuple[tuple[Column, ...], tuple[Break, ...]]:
    needs = _needs(found, sizes)
    # What is left of the width goes to the days in proportion, up to what they may take.
    spare = sizes.wide / max(1, sum(needs.values()))
    timed = {_day(one.start) for one in found if one.start is not None and not _length(one)}
    columns: list[Column] = []
    breaks: list[Break] = []
    at = 0
    for day, need in needs.items():
        if columns and (gone := (day - columns[-1].start) // DAY - 1):
            breaks.append(Break(at, at + sizes.gone, gone))
            at += sizes.gone
        most = sizes.wide if len(needs) == 1 else sizes.most
        width = max(need, min(round(need * spare), most if day in timed else sizes.plain))
        hours = _hours(day, at, at + width, sizes, bounds[day]) if day in timed else ()
        columns.append(Column(day, at, at + width, hours))
        at += width
    return tuple(columns), tuple(breaks)


def _needs(found: Sequence[Event], sizes: Sizes) -> dict[int, int]:
    """The least width of each day with reports, in order: the moments of its busiest lane side by side."""
    days: dict[int, defaultdict[str, int]] = {}
    for one in found:
        if one.start is not None:
            lanes = days.setdefault(_day(one.start), defaultdict(int))
            lanes[one.lane] += not _length(one)
    room = 2 * sizes.radius + sizes.gap
    return {
        day: min(sizes.most, sizes.day + room * max(0, max(lanes.values()) - 1))
        for day, lanes in sorted(days.items())
    }


def _hours(
    day: int, left: int, right: int, sizes: Sizes, drawn: tuple[int, int]
) -> tuple[tuple[int, int], ...]:
    """The hours of a day that have room for their names, midnights left out."""
    first, last = drawn
    room = (right - left) / max(1, (last - first) // _HOUR)
    step = next((step for step in _STEPS if step * room >= sizes.hour), 0)
    if not step:
        return ()
    marks = range(first + (-first % (step * _HOUR)), last + 1, step * _HOUR)
    return tuple(
        (_across(minute, drawn, left, right, sizes), (minute - day) // _HOUR)
        for minute in marks
        if minute not in (day, day + DAY)
    )


def strongest(ties: Sequence[tuple[str, str, float]]) -> frozenset[int]:
    """Which ties join the most with the greatest strength: their places in `ties` (two ends and a strength).

    A spanning forest of the greatest sum (Kruskal 1956); of equal ties the first is taken.
    """
    joined = Components(end for tie in ties for end in tie[:2])
    order = sorted(range(len(ties)), key=lambda at: (-ties[at][2], at))
    return frozenset(at for at in order if joined.join(*ties[at][:2]))


def curve(one: Place, other: Place, sizes: Sizes = Sizes()) -> str:
    """The path of a tie as SVG has it, from the rim of one mark to that of another.

    Marks of one time are joined by a bow at their side, so that it passes none between them.
    """
    radius = sizes.radius
    across, down = other.x - one.x, other.y - one.y
    if abs(across) > 2 * radius:
        side = 1 if across > 0 else -1
        start, end = one.x + side * radius, other.x - side * (radius + 2)
        bend = max(radius, abs(across) * 0.45) * side
        return f"M{start} {one.y}C{start + bend:.0f} {one.y} {end - bend:.0f} {other.y} {end} {other.y}"
    bow = min(70.0, 12 + 0.2 * abs(down))
    start, end = one.x + radius, other.x + radius + 2
    reach = max(start, end) + bow
    return f"M{start} {one.y}C{reach:.0f} {one.y} {reach:.0f} {other.y} {end} {other.y}"
