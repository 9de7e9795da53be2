"""The page of one story: reports that share text, as a graph over time, with passages and origins."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from musnad.carriers import publisher_of
from musnad.export.frame import Code, labels, page, resource
from musnad.export.passages import in_order, joined, rows
from musnad.export.reasons import told
from musnad.export.timeline import DAY, Event, Layout, Place, Sizes, curve, layout, strongest
from musnad.model import Copy, Origin, Report, ReportOrigins

MOST_REPORTS: Final = 200
# Pairs that are set side by side without a script, and ties drawn beside the strongest of each report.
_MOST_PAIRS: Final = 40
_MOST_TIES: Final = 1500
# From this share on two reports are one text, cut or edited.
_ONE_TEXT: Final = 0.5

_UNKNOWN: Final = Origin("unknown", "")
_SIZES: Final = Sizes()
_ARABIC: Final = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_LATIN: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_COLOURS: Final = 7

Texts = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Node:
    """A report in the drawing, numbered from 1 in the order of time.

    `mark` is the letter of its origin, `whole_day` whether only its day is known, `inferred` whether its
    origin is told by wording alone, `link` its address where that is one of the web.
    """

    number: int
    report: Report
    publisher: str
    place: Place
    mark: Texts
    colour: int
    origin: Origin
    share: float | None
    reasons: tuple[Texts, ...]
    whole_day: bool
    inferred: bool
    link: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A copy in the drawing, from the earlier to the later where the direction is known.

    `path` is as SVG has it; `strong` where it is the strongest that joins a report to the others.
    """

    earlier: Node
    later: Node
    copy: Copy
    reasons: tuple[Texts, ...]
    path: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Source:
    """One origin with the reports that have it."""

    mark: Texts
    colour: int
    origin: Origin
    inferred: bool
    members: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports side by side: rows of the earlier text, the later, and whether both have it."""

    line: Line
    rows: tuple[tuple[str, str, bool], ...]


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


def render(
    reports: Sequence[Report],
    copies: Sequence[Copy],
    origins: Mapping[str, ReportOrigins],
    names: Mapping[str, str],
) -> str:
    """The page of a story: its reports, the copies among them, and the origins by version.

    `names` has what each version's report goes by.
    """
    zone = _zone(reports)
    called = {one.version: _called(one) for one in reports}
    events = [Event(one.version, called[one.version], *_minutes(one, zone)) for one in reports]
    drawn = layout(events, _SIZES)
    nodes = _nodes(reports, drawn, called, origins, names)
    named = {**names, **_numbered(nodes.values())}
    lines = _lines(copies, nodes, named)
    sources = _sources(nodes.values())
    ordered = sorted(nodes.values(), key=lambda node: node.number)
    known = sum(len(one.members) for one in sources if one.origin.key)
    pairs = _pairs(lines)
    return page(
        "story.html.j2",
        "ar",
        Code(resource("report.css") + resource("story.css"), resource("story.js")),
        nodes=ordered,
        title=_title(ordered, lines),
        lines=sorted(lines, key=lambda line: (line.strong, line.copy.containment)),
        left_out=len(copies) - len(lines),
        sources=sources,
        pairs=pairs,
        drawn=drawn,
        days=_days(drawn),
        zone=None if zone is None else _zone_name(zone),
        radius=_SIZES.radius,
        data=_data(ordered, lines),
        counts=(len(reports), sum(bool(one.origin.key) for one in sources), len(reports) - known),
    )


def _called(report: Report) -> str:
    """The publisher by its canonical name, in Arabic where the tables have it."""
    publisher = publisher_of(report)
    return publisher.name if publisher is not None else ""


def _numbered(nodes: Iterable[Node]) -> dict[str, str]:
    """Among themselves reports go by their numbers in the drawing."""
    return {node.report.version: f"{node.number} {node.publisher}".strip() for node in nodes}


def _title(nodes: Sequence[Node], lines: Sequence[Line]) -> str | None:
    """The title of the report with most ties, the first of these."""
    ties = Counter(node.number for line in lines for node in (line.earlier, line.later))
    return max(
        nodes, key=lambda node: (bool(node.report.title), ties[node.number], -node.number)
    ).report.title


# --- time ---


def _stated(report: Report) -> date | datetime | None:
    """The day or moment of publication; None where it is not known."""
    stated = report.published or ""
    try:
        if len(stated) <= len("2024-05-17"):
            return date.fromisoformat(stated)
        return datetime.fromisoformat(stated)
    except ValueError:
        return None


def _zone(reports: Iterable[Report]) -> int | None:
    """The offset from UTC in minutes in which most hours are stated, that of the axis; None where none is."""
    found: Counter[int] = Counter()
    for report in reports:
        moment = _stated(report)
        if isinstance(moment, datetime) and (offset := moment.utcoffset()) is not None:
            found[int(offset.total_seconds()) // 60] += 1
    return min(found, key=lambda one: (-found[one], abs(one), one), default=None)


def _zone_name(minutes: int) -> str:
    sign = "+" if minutes >= 0 else "−"
    hours, rest = divmod(abs(minutes), 60)
    return "UTC" + (f"{sign}{hours}" + (f":{rest:02}" if rest else "") if minutes else "")


def _minutes(report: Report, zone: int | None) -> tuple[int | None, int | None]:
    """When a report was published, from and to, in minutes; hours without a zone as if in the axis's."""
    stated = _stated(report)
    if stated is None:
        return None, None
    start = stated.toordinal() * DAY
    if not isinstance(stated, datetime):
        return start, start + DAY
    moment = start + stated.hour * 60 + stated.minute
    offset = stated.utcoffset()
    if offset is not None:
        moment += (zone or 0) - int(offset.total_seconds()) // 60
    return moment, moment


def _days(drawn: Layout) -> list[tuple[int, Texts]]:
    """The middle of each column with its day; the year where it is the first of its year."""
    found, year = [], 0
    for column in drawn.columns:
        day = date.fromordinal(column.start // DAY)
        arabic, english = labels()["month"][str(day.month)]
        tail = f" {day.year}" if day.year != year else ""
        found.append(
            ((column.left + column.right) // 2, (f"{day.day} {arabic}{tail}", f"{day.day} {english}{tail}"))
        )
        year = day.year
    return found


# --- nodes, origins, ties ---


def _nodes(
    reports: Sequence[Report],
    drawn: Layout,
    called: Mapping[str, str],
    origins: Mapping[str, ReportOrigins],
    names: Mapping[str, str],
) -> dict[str, Node]:
    """Every report with its place and its origin, by version."""
    by_version = {one.version: one for one in reports}
    numbers = {place.id: number for number, place in enumerate(drawn.places, 1)}
    named = {**names, **{one: f"{number} {called[one]}".strip() for one, number in numbers.items()}}
    marks: dict[str, int] = {}
    found = {}
    for place in drawn.places:
        report = by_version[place.id]
        whence = origins.get(place.id)
        origin = whence.whole if whence is not None else _UNKNOWN
        number = marks.setdefault(origin.key, len(marks)) if origin.key else None
        found[place.id] = Node(
            numbers[place.id],
            report,
            called[place.id],
            place,
            _mark(number),
            0 if number is None else number % _COLOURS + 1,
            origin,
            whence.share if whence is not None and origin.key else None,
            tuple(told(reason, named) for reason in origin.reasons),
            isinstance(_stated(report), date) and not isinstance(_stated(report), datetime),
            any(reason.code == "marks" for reason in origin.reasons),
            _link(report.url),
        )
    return found


def _mark(number: int | None) -> Texts:
    """The letter of an origin in both languages; a question mark where it is unknown."""
    if number is None:
        return "؟", "?"
    arabic, latin = (
        letters[number % len(letters)] + (str(number // len(letters) + 1) if number >= len(letters) else "")
        for letters in (_ARABIC, _LATIN)
    )
    return arabic, latin


def _link(url: str | None) -> str | None:
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def _sources(nodes: Iterable[Node]) -> tuple[Source, ...]:
    """The origins of a story, those of most reports first and what is unknown last."""
    groups: defaultdict[str, list[Node]] = defaultdict(list)
    for node in sorted(nodes, key=lambda node: node.number):
        groups[node.origin.key].append(node)
    made = [
        Source(held[0].mark, held[0].colour, held[0].origin, all(one.inferred for one in held), tuple(held))
        for held in groups.values()
    ]
    return tuple(sorted(made, key=lambda one: (not one.origin.key, -len(one.members), one.members[0].number)))


def _lines(copies: Iterable[Copy], nodes: Mapping[str, Node], names: Mapping[str, str]) -> list[Line]:
    """The ties that are drawn, the strongest first."""
    among = sorted(
        (one for one in copies if one.later in nodes and one.earlier in nodes),
        key=lambda one: (
            -one.containment,
            not one.directed,
            # Of texts alike each follows the last before it.
            abs(nodes[one.later].number - nodes[one.earlier].number),
            nodes[one.later].number,
            nodes[one.earlier].number,
        ),
    )
    strong = strongest([(one.later, one.earlier, one.containment) for one in among])
    kept = [at for at in range(len(among)) if at in strong or at < _MOST_TIES]
    return [
        Line(
            nodes[one.earlier],
            nodes[one.later],
            one,
            tuple(told(reason, names) for reason in one.reasons),
            curve(nodes[one.earlier].place, nodes[one.later].place, _SIZES),
            at in strong,
        )
        for at in kept
        for one in (among[at],)
    ]


# --- texts side by side ---


def _pairs(lines: Sequence[Line]) -> tuple[Pair, ...]:
    """The strongest ties of each report with passages, for a page without a script."""
    return tuple(
        Pair(line, tuple(_row_texts(line)))
        for line in [line for line in lines if line.strong and line.copy.passages][:_MOST_PAIRS]
    )


def _row_texts(line: Line) -> Iterator[tuple[str, str, bool]]:
    earlier, later = line.earlier.report.text, line.later.report.text
    kept = joined(in_order(line.copy.passages)[0], earlier, later)
    for row in rows(kept, earlier, later):
        yield row.earlier.of(earlier), row.later.of(later), row.shared


def _data(nodes: Sequence[Node], lines: Sequence[Line]) -> str:
    """What the script of the page shows when two reports are chosen, as JSON that is safe inside HTML.

    A pair: numbers of the earlier and the later, whether directed, kind, containment, passages in order and
    those moved about as four offsets each (earlier, later; code points), reasons as places in a list.
    """
    texts: dict[Texts, int] = {}
    pairs: list[Any] = []
    for line in lines:
        kept, moved = in_order(line.copy.passages)
        kept = joined(kept, line.earlier.report.text, line.later.report.text)
        spans = [
            [[p.earlier.start, p.earlier.end, p.later.start, p.later.end] for p in some]
            for some in (kept, moved)
        ]
        why = [texts.setdefault(reason, len(texts)) for reason in line.reasons]
        one = line.copy
        pairs.append(
            [line.earlier.number, line.later.number, one.directed, one.kind, one.containment, *spans, why]
        )
    data = {"texts": [node.report.text for node in nodes], "pairs": pairs, "reasons": list(texts)}
    packed = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        packed = packed.replace(sign, f"\\u{ord(sign):04x}")
    return packed
