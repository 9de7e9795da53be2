"""Who carried a claim from whom: its speaker, its origins, what stands between, and its reports over time.

A graph as data: whoever draws it needs to know nothing of claims. `column` says how far a node stands from
the speaker: origins first, then the reports, a day behind the other, and within a day who repeats behind whom
is repeated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from musnad.claims_counts import Counted, carrying, one_text
from musnad.corpus.claim_parts import Stated, WholeClaim
from musnad.direction import later_of
from musnad.export.timeline import strongest
from musnad.furniture_english import medium_named as english_medium
from musnad.media import medium_named
from musnad.model import Copy, Origin, OriginKind, Reason

NodeKind = Literal["speaker", "origin", "carrier", "report"]
WayKind = Literal[
    "said", "credit", "relay", "told", "document", "own", "copy", "words", "inferred", "unknown"
]

FEW: Final = 12
"""Reports that are drawn one by one whatever they share."""
SEEN: Final = 40
"""Nodes from which on reports of one origin are folded too, though their texts differ."""
_FOLDED: Final = 3
_DEEPEST: Final = 4

_BY_CODE: Final[Mapping[str, WayKind]] = {
    "publisher-agency": "own", "own-writer": "own", "own-special": "own", "own-told": "own",
    "own-says": "own", "credit-text": "credit", "credit-byline": "credit", "agencies-unnamed": "credit",
    "passage-credited": "copy", "passage-heard": "copy", "conflict": "copy", "shared": "copy",
    "told-medium": "told", "said-in": "told", "same-telling": "told", "same-speaker": "inferred",
    "source-medium": "relay",
    "source-unnamed": "relay", "relayed-medium": "relay", "relayed-unnamed": "relay",
    "cited-document": "document", "document-untold": "document", "marks": "inferred",
    "no-evidence": "unknown",
}  # fmt: skip
"""What the first reason of an origin says of the way from it to a report."""


@dataclass(frozen=True, slots=True)
class Node:
    """A speaker, an origin, a carrier between, or a report with statements of the claim.

    `counted` tells of an origin that it is among the named ones, `origin` its kind. `lost` tells of a report
    that nothing says whence it has the claim. Nodes of one `fold` may be drawn as one: `fold` is the id of
    the first of them.
    """

    id: str
    kind: NodeKind
    name: str | None
    column: int = 0
    origin: OriginKind | None = None
    counted: bool = False
    lost: bool = False
    version: str | None = None
    published: str | None = None
    statements: tuple[str, ...] = ()
    fold: str | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """That the claim came from one node to another: how, and why this is held. Where not `directed`, nothing
    tells which of two reports was first.
    """

    earlier: str
    later: str
    kind: WayKind
    reasons: tuple[Reason, ...] = ()
    directed: bool = True


@dataclass(frozen=True, slots=True)
class Day:
    """The columns of the reports of one day, from `first` on; None for those without a date."""

    day: str | None
    first: int


@dataclass(frozen=True, slots=True)
class Carried:
    """The graph: nodes by column and time, ways in the order of what they lead to."""

    nodes: tuple[Node, ...]
    ways: tuple[Way, ...]
    days: tuple[Day, ...]


def carried(whole: WholeClaim, counted: Sequence[Counted], named: Iterable[Origin]) -> Carried:
    """Who carried a claim from whom. `counted` are its statements as they are counted, `named` the origins
    that count. Pure.
    """
    reports: dict[str, list[Stated]] = {}
    for one in whole.statements:
        reports.setdefault(one.place.version, []).append(one)
    texts = one_text(counted, whole.copies)
    kept = _kept(list(carrying(counted, whole.copies)), reports)
    keys = {one.key for one in named}
    ways: dict[tuple[str, str], Way] = {}
    nodes: dict[str, Node] = {}
    speaker = next((one.said.speaker for one in whole.statements if one.said.speaker), None)
    nodes[_SPEAKER] = Node(_SPEAKER, "speaker", speaker)
    heard = {version for version, some in reports.items() if any(_told(one) for one in some)}
    for some in reports.values():
        for one in some:
            if _told(one):
                _from_origin(one, keys, nodes, ways)
    for copy in kept:
        way = Way(copy.earlier, copy.later, "copy", copy.reasons, copy.directed)
        ways.setdefault((copy.earlier, copy.later), way)
    lost = set(_lost(texts, heard, reports, ways))
    for version, some in reports.items():
        first = some[0]
        nodes[version] = Node(
            version, "report", first.place.publisher, 0, None, False, version in lost,
            version, first.place.published, tuple(one.said.id for one in some),
        )  # fmt: skip
        if version in lost:
            ways[_SPEAKER, version] = Way(_SPEAKER, version, "unknown", _why_lost(some))
    return _placed(nodes, list(ways.values()), texts)


_SPEAKER: Final = "speaker"


def _told(one: Stated) -> bool:
    return one.origin.kind != "unknown"


def _why_lost(some: Iterable[Stated]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reason for one in some for reason in one.origin.reasons))


def _from_origin(
    one: Stated, named: set[str], nodes: dict[str, Node], ways: dict[tuple[str, str], Way]
) -> None:
    """The way of a statement from its speaker through its origin and the carriers that are told between."""
    origin = one.origin
    at = f"origin/{'unnamed/' if origin.kind == 'unnamed' else ''}{origin.key}"
    kind = _BY_CODE.get(origin.reasons[0].code, "credit") if origin.reasons else "credit"
    if kind == "told" and origin.kind in ("document", "publisher"):
        kind = "document" if origin.kind == "document" else "own"
    node = Node(at, "origin", origin.name, 1, origin.kind, origin.key in named and kind != "inferred")
    before = nodes.get(at)
    nodes[at] = replace(node, counted=node.counted or (before is not None and before.counted))
    ways.setdefault((_SPEAKER, at), Way(_SPEAKER, at, "said"))
    last, reasons = at, origin.reasons
    for between, name, how in _between(one):
        nodes.setdefault(between, Node(between, "carrier", name, 1))
        if between != last:
            _add(ways, Way(last, between, how, reasons))
            last, reasons = between, ()
            kind = how
    _add(ways, Way(last, one.place.version, kind, reasons))


def _add(ways: dict[tuple[str, str], Way], way: Way) -> None:
    """One way more; of two between the same nodes the reasons are joined."""
    before = ways.get((way.earlier, way.later))
    if before is not None:
        way = replace(before, reasons=tuple(dict.fromkeys((*before.reasons, *way.reasons))))
    ways[way.earlier, way.later] = way


def _between(one: Stated) -> Iterator[tuple[str, str, WayKind]]:
    """The media of a chain that stand between the origin and the publisher, the innermost first."""
    links = [(kind, name) for kind, name in one.path if kind in ("credit", "relayer") and name]
    keys = [_ref(name) for _, name in links]
    own = _ref(one.place.publisher or "")
    inner = next((n for n in range(len(keys) - 1, -1, -1) if keys[n] == one.origin.key), None)
    for n in range((inner or 0) - 1, -1, -1):
        key = keys[n]
        if key is not None and key not in (own, one.origin.key):
            yield f"origin/{key}", links[n][1], "credit" if links[n][0] == "credit" else "relay"


def _ref(name: str) -> str | None:
    medium = english_medium(name) if name.isascii() else medium_named(name)
    return f"medium/{medium.ref}" if medium is not None and medium.ref else None


def _kept(copies: Sequence[Copy], reports: Mapping[str, Sequence[Stated]]) -> list[Copy]:
    """The copies that are drawn: the strongest that join the reports, where the order is unknown as the days
    of publication have it.
    """
    ordered = sorted(copies, key=lambda one: (-one.containment, not one.directed, one.later, one.earlier))
    strong = strongest([(one.later, one.earlier, one.containment) for one in ordered])
    found = []
    for at in sorted(strong):
        one = ordered[at]
        if not one.directed:
            days = (reports[one.earlier][0].place.published, reports[one.later][0].place.published)
            told = later_of(*days)
            if told is not None and told[0] > 0:
                one = replace(one, earlier=one.later, later=one.earlier)
        found.append(one)
    return found


def _lost(
    texts: Iterable[Sequence[str]],
    heard: set[str],
    reports: Mapping[str, Sequence[Stated]],
    ways: dict[tuple[str, str], Way],
) -> Iterator[str]:
    """The reports of which nothing tells whence they have the claim. One whose text another report has, which
    tells whence, is joined to that.
    """
    reached = {later for _, later in ways}
    for text in texts:
        known = [version for version in text if version in heard]
        for version in text:
            if version in heard or version in reached:
                continue
            if known:
                first = min(known, key=lambda one: (_when(reports[one]), one))
                ways[first, version] = Way(first, version, "words", (), directed=False)
            else:
                yield version


def _when(some: Sequence[Stated]) -> tuple[bool, str]:
    return some[0].place.published is None, some[0].place.published or ""


# --- where each stands ---


def _placed(nodes: Mapping[str, Node], ways: Sequence[Way], texts: Iterable[Sequence[str]]) -> Carried:
    columns = {_SPEAKER: 0, **_depths(nodes, ways)}
    of_days: dict[str | None, list[Node]] = {}
    for node in sorted((one for one in nodes.values() if one.kind == "report"), key=_order):
        of_days.setdefault((node.published or "")[:10] or None, []).append(node)
    at = max(columns.values()) + 1
    days = []
    for day, held in of_days.items():
        days.append(Day(day, at))
        within = _within(held, ways)
        columns |= {name: at + depth for name, depth in within.items()}
        at += max(within.values()) + 1
    placed = sorted(
        (replace(node, column=columns[node.id]) for node in nodes.values()),
        key=lambda node: (node.column, _order(node)),
    )
    folds = _folds(placed, ways, texts)
    found = tuple(replace(node, fold=folds.get(node.id)) for node in placed)
    places = {node.id: n for n, node in enumerate(found)}
    return Carried(
        found, tuple(sorted(ways, key=lambda way: (places[way.later], places[way.earlier]))), tuple(days)
    )


def _order(node: Node) -> tuple[bool, str, str, str]:
    return node.published is None, node.published or "", node.name or "", node.id


def _depths(nodes: Mapping[str, Node], ways: Iterable[Way]) -> dict[str, int]:
    """How far origins and carriers stand from the speaker; a circle of them ends at `_DEEPEST`."""
    found = {name: 1 for name, node in nodes.items() if node.kind in ("origin", "carrier")}
    between = [way for way in ways if way.earlier in found and way.later in found]
    for _ in range(_DEEPEST):
        for way in between:
            found[way.later] = max(found[way.later], min(_DEEPEST, found[way.earlier] + 1))
    return found


def _within(held: Sequence[Node], ways: Iterable[Way]) -> dict[str, int]:
    """How far the reports of a day stand from its beginning: behind those of that day that they repeat."""
    found = {node.id: 0 for node in held}
    before = defaultdict[str, list[str]](list)
    for way in ways:
        if way.earlier in found and way.later in found:
            before[way.later].append(way.earlier)
    # A forest of copies has no circle; a way by words alone may close one, and then the limit ends it.
    for _ in range(_DEEPEST):
        for name in found:
            found[name] = min(_DEEPEST, max((found[one] + 1 for one in before[name]), default=0))
    return found


def _folds(nodes: Sequence[Node], ways: Iterable[Way], texts: Iterable[Sequence[str]]) -> dict[str, str]:
    """Which reports may be drawn as one: those that print one text, and in a large claim those that have the
    same origin and pass it to none.
    """
    places = {node.id: n for n, node in enumerate(nodes)}
    reports = [node.id for node in nodes if node.kind == "report"]
    if len(reports) <= FEW:
        return {}
    found: dict[str, str] = {}
    for text in texts:
        if len(text) >= _FOLDED:
            found |= dict.fromkeys(text, min(text, key=places.__getitem__))
    if len(nodes) - len(found) + len(set(found.values())) > SEEN:
        whence, passing = defaultdict[str, set[str]](set), set[str]()
        for way in ways:
            whence[way.later].add(way.earlier)
            passing.add(way.earlier)
        groups = defaultdict[tuple[str, ...], list[str]](list)
        for name in reports:
            if name not in found and name not in passing:
                groups[tuple(sorted(whence[name]))].append(name)
        for held in groups.values():
            if len(held) >= _FOLDED:
                found |= dict.fromkeys(held, held[0])
    return found
