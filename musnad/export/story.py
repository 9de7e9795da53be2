"""The page of one story: reports that share text, as a graph over time, with passages and origins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from musnad.carriers import publisher_of
from musnad.export.frame import Code, page, resource
from musnad.export.reasons import told
from musnad.model import Copy, Origin, Report, ReportOrigins, Span

# Sizes in units of the drawing.
_COLUMN: Final = 150
_LANE: Final = 64
_MARGIN: Final = 50
_NAMES: Final = 150
_HEAD: Final = 40
_RADIUS: Final = 15

MOST_REPORTS: Final = 200
_MOST_PAIRS: Final = 60
# From this share on two reports are one text, cut or edited.
_ONE_TEXT: Final = 0.5

_UNKNOWN: Final = Origin("unknown", "")

Texts = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Node:
    """A report in the drawing, numbered from 1 in the order of time; `mark` is that of its origin."""

    number: int
    report: Report
    publisher: str
    x: int
    y: int
    mark: str
    colour: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class Line:
    """A copy in the drawing, from the earlier to the later where the direction is known."""

    earlier: Node
    later: Node
    copy: Copy
    reasons: tuple[Texts, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One origin with the reports that have it; `name` is None where it is unknown."""

    mark: str
    colour: int
    origin: Origin
    members: tuple[tuple[Node, tuple[Texts, ...]], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports side by side: their texts as pieces, each with whether the other has it too."""

    line: Line
    earlier: tuple[tuple[str, bool], ...]
    later: tuple[tuple[str, bool], ...]


def members(copies: Iterable[Copy], of: str, most: int = MOST_REPORTS) -> tuple[str, ...]:
    """The versions of one story: those joined to version `of` by a copy or rewrite, and on from these by
    copies that are mostly one text; the nearest first.

    A passage joins two stories as readily as two reports of one: of a text shared in passages only the next
    reports are taken. At most `most` of them; the order of the copies changes nothing.
    """
    beside: defaultdict[str, set[str]] = defaultdict(set)
    next_to: set[str] = set()
    for one in copies:
        if of in (one.later, one.earlier):
            next_to |= {one.later, one.earlier}
        if one.kind == "copy" and one.containment >= _ONE_TEXT:
            beside[one.later].add(one.earlier)
            beside[one.earlier].add(one.later)
    found, layer = {of: None}, sorted(next_to - {of})
    while layer and len(found) < most:
        found.update(dict.fromkeys(layer[: most - len(found)]))
        layer = sorted({other for one in layer for other in beside[one]} - set(found))
    return tuple(found)


def _called(report: Report) -> str:
    """The publisher by its canonical name, in Arabic where the tables have it."""
    publisher = publisher_of(report)
    return publisher.name if publisher is not None else ""


def render(
    reports: Sequence[Report],
    copies: Sequence[Copy],
    origins: Mapping[str, ReportOrigins],
    names: Mapping[str, str],
) -> str:
    """The page of a story: its reports, the copies among them, and the origins by version.

    `names` has what each version's report goes by.
    """
    nodes, columns, lanes = _laid_out(reports, origins)
    # Among themselves they go by their numbers in the drawing.
    names = {**names, **{version: f"{node.number} {node.publisher}" for version, node in nodes.items()}}
    lines = [
        Line(nodes[one.earlier], nodes[one.later], one, tuple(told(r, names) for r in one.reasons))
        for one in sorted(copies, key=lambda one: (one.later, one.earlier))
        if one.later in nodes and one.earlier in nodes
    ]
    sources = _sources(nodes, origins, names)
    known = [one for one in sources if one.origin.key]
    ordered = sorted(nodes.values(), key=lambda node: node.number)
    return page(
        "story.html.j2",
        "ar",
        Code(resource("report.css") + resource("story.css")),
        nodes=ordered,
        lines=sorted(lines, key=lambda line: line.copy.containment),
        sources=sources,
        pairs=_pairs(lines),
        columns=columns,
        lanes=lanes,
        width=_MARGIN + _NAMES + _COLUMN * max(1, len(columns)),
        height=_HEAD + _LANE * (max((node.y for node in ordered), default=0) // _LANE + 1),
        radius=_RADIUS,
        path=_path,
        counts=(len(reports), len(known), len(reports) - sum(len(one.members) for one in known)),
    )


def _path(line: Line) -> str:
    """A line between the rims of two circles, bent so that lines of one lane can be told apart."""
    a, b = line.earlier, line.later
    across, down = b.x - a.x, b.y - a.y
    length = max(1.0, (across**2 + down**2) ** 0.5)
    if length <= 2 * _RADIUS:
        return f"M{a.x} {a.y}L{b.x} {b.y}"
    # Across its direction, by an eighth of its length.
    bend_x, bend_y = (a.x + b.x) / 2 - down / 8, (a.y + b.y) / 2 + across / 8
    start = (a.x + across / length * _RADIUS, a.y + down / length * _RADIUS)
    to_x, to_y = bend_x - b.x, bend_y - b.y
    reach = (to_x**2 + to_y**2) ** 0.5
    end = (b.x + to_x / reach * (_RADIUS + 1), b.y + to_y / reach * (_RADIUS + 1))
    return f"M{start[0]:.1f} {start[1]:.1f}Q{bend_x:.1f} {bend_y:.1f} {end[0]:.1f} {end[1]:.1f}"


def _laid_out(
    reports: Sequence[Report], origins: Mapping[str, ReportOrigins]
) -> tuple[dict[str, Node], list[tuple[int, str]], list[tuple[int, str]]]:
    """Every report at its place, the columns of time, and the lanes of publishers."""
    ordered = sorted(reports, key=lambda one: (*_moment(one), one.publisher or "", one.version))
    times = list(dict.fromkeys((one.published or "")[:16] for one in ordered))
    called = {one.version: _called(one) for one in ordered}
    publishers = list(dict.fromkeys(called[one.version] for one in ordered))
    rows: dict[str, int] = {}
    lanes: list[tuple[int, str]] = []
    row = 0
    for publisher in publishers:
        own = [one for one in ordered if called[one.version] == publisher]
        depth: defaultdict[str, int] = defaultdict(int)
        lanes.append((_HEAD + row * _LANE + _LANE // 2, publisher))
        for one in own:
            time = (one.published or "")[:16]
            rows[one.version] = row + depth[time]
            depth[time] += 1
        row += max(depth.values())
    width = _MARGIN + _NAMES + _COLUMN * max(1, len(times))
    marks = _marks(ordered, origins)
    # Time runs from right to left, as the page is read.
    places = {time: width - _NAMES - _COLUMN * n - _COLUMN // 2 for n, time in enumerate(times)}
    nodes = {
        one.version: Node(
            number,
            one,
            called[one.version],
            places[(one.published or "")[:16]],
            _HEAD + rows[one.version] * _LANE + _LANE // 2,
            *marks[one.version],
            origins[one.version].whole if one.version in origins else _UNKNOWN,
        )
        for number, one in enumerate(ordered, 1)
    }
    return nodes, [(places[time], time.replace("T", " ")) for time in times], lanes


def _moment(report: Report) -> tuple[bool, str]:
    """When a report was published, to be sorted by: the undated last, hours without a zone as if in UTC."""
    stated = report.published
    if stated is None or len(stated) <= len("2024-05-17"):
        return stated is None, stated or ""
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        return False, stated
    return False, (moment.astimezone(UTC) if moment.tzinfo is not None else moment).isoformat()[:19]


def _marks(ordered: Sequence[Report], origins: Mapping[str, ReportOrigins]) -> dict[str, tuple[str, int]]:
    """The mark and the colour of each report: a letter for each origin, and «؟» where it is unknown."""
    letters = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
    keys = list(dict.fromkeys(
        origins[one.version].whole.key
        for one in ordered
        if one.version in origins and origins[one.version].whole.key
    ))  # fmt: skip
    place = {key: n for n, key in enumerate(keys)}
    marks = {}
    for one in ordered:
        whole = origins[one.version].whole if one.version in origins else None
        number = place.get(whole.key) if whole is not None else None
        if number is None:
            marks[one.version] = ("؟", 0)
        else:
            again = "" if number < len(letters) else str(number // len(letters) + 1)
            marks[one.version] = (letters[number % len(letters)] + again, number % 7 + 1)
    return marks


def _sources(
    nodes: Mapping[str, Node], origins: Mapping[str, ReportOrigins], names: Mapping[str, str]
) -> tuple[Source, ...]:
    """The origins of a story, those of most reports first and what is unknown last."""
    groups: defaultdict[str, list[tuple[Node, Origin]]] = defaultdict(list)
    for version, node in nodes.items():
        whole = origins[version].whole if version in origins else _UNKNOWN
        groups[whole.key].append((node, whole))
    made = []
    for held in groups.values():
        held.sort(key=lambda pair: pair[0].number)
        first, origin = held[0]
        with_reasons = tuple((node, tuple(told(r, names) for r in one.reasons)) for node, one in held)
        made.append(Source(first.mark, first.colour, origin, with_reasons))
    return tuple(sorted(made, key=lambda one: (not one.origin.key, -len(one.members), one.mark)))


def _pairs(lines: Sequence[Line]) -> tuple[Pair, ...]:
    """The strongest copies with passages, side by side; the strongest of each report first."""
    best = sorted(
        (line for line in lines if line.copy.passages),
        key=lambda line: (-line.copy.containment, line.earlier.number, line.later.number),
    )
    first: list[Line] = []
    rest: list[Line] = []
    seen: set[int] = set()
    for line in best:
        fresh = {line.earlier.number, line.later.number} - seen
        (first if fresh else rest).append(line)
        seen |= fresh
    return tuple(
        Pair(
            line,
            _pieces(line.earlier.report.text, [p.earlier for p in line.copy.passages]),
            _pieces(line.later.report.text, [p.later for p in line.copy.passages]),
        )
        for line in (first + rest)[:_MOST_PAIRS]
    )


def _pieces(text: str, shared: Sequence[Span]) -> tuple[tuple[str, bool], ...]:
    """A text cut at the ends of what is shared."""
    pieces, at = [], 0
    for span in sorted(shared):
        if span.start > at:
            pieces.append((text[at : span.start], False))
        pieces.append((text[max(at, span.start) : span.end], True))
        at = max(at, span.end)
    return (*pieces, (text[at:], False)) if at < len(text) else tuple(pieces)
