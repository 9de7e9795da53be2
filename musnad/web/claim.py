"""The page of one claim: its wordings, its counts with all reasons, who carried it from whom, what disputes
it, and its statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

import msgspec

from musnad.corpus.claim_beside import Ground, grounds
from musnad.corpus.claim_parts import Stated, Tied, WholeClaim, claim, strongest_ties
from musnad.corpus.claim_queries import Listed, resolve_claim
from musnad.corpus.headings import Heading, headings
from musnad.export.carried import Carried, Day, NodeKind, WayKind, carried
from musnad.export.claims import Opened, OpenedCount, opened
from musnad.export.edges import Differing, differing, ground_of
from musnad.export.wordings import Part, Wording, wordings
from musnad.model import CueClass, Origin, OriginKind, Place
from musnad.web.claims import LONGEST, Figures, Limit, Offset, Row, rows
from musnad.web.room import Room
from musnad.web.why import Why, called, edge_whys, whys

MOST_BESIDE: Final = 12
"""Claims of one kind that stand beside another on its page."""
MOST_WORDINGS: Final = 10
"""Wordings that a page sets beside the first; every statement shows its own below."""

_ID: Final = 64


@dataclass(frozen=True, slots=True)
class Asked:
    """Which claim, and which part of its statements. `id` is its id, the beginning of that from six digits
    on, or a report and a statement of it, as ``ID:s2``.
    """

    id: Annotated[str, msgspec.Meta(max_length=2000)]
    offset: Offset = 0
    limit: Limit = 20


@dataclass(frozen=True, slots=True)
class ReportRef:
    """A report as it is named and linked; `statements` are those of the claim in it."""

    report: str
    version: str
    publisher: str | None
    published: str | None
    title: str | None
    language: str | None
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing that a count counts: an origin, its `kind` None where nothing tells it; the reports that have
    it, by their versions; why.
    """

    name: str | None
    ref: str | None
    kind: OriginKind | None
    reports: tuple[str, ...]
    reasons: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of a claim, opened. `reports` are all reports of the claim, in the order of publication;
    all others are told by their versions. `earliest` are those before which none was surely published.
    """

    reports: tuple[ReportRef, ...]
    carriers: tuple[str, ...]
    named: tuple[Counted, ...]
    unknown: tuple[Counted, ...]
    unnamed: tuple[Counted, ...]
    repeated: tuple[Counted, ...]
    earliest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worded:
    """A wording: the text as the first of its statements prints it; `parts` set it beside the first wording,
    and are none where hardly anything is in both. `reports` are versions, `cut` tells that the text goes on.
    """

    text: str
    cut: bool
    language: str | None
    statements: int
    reports: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the graph: `name` of a report is its publisher. `column` is how far it stands from the
    speaker; reports of one `fold` may be drawn as one. `lost`: nothing tells whence it has the claim.
    """

    id: str
    kind: NodeKind
    name: str | None
    column: int
    origin: OriginKind | None
    counted: bool
    lost: bool
    version: str | None
    published: str | None
    fold: str | None
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to a node from the one of the id `earlier`: how, and why."""

    earlier: str
    kind: WayKind
    directed: bool
    reasons: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """Who carried the claim from whom: nodes with the ways that lead to them, and the columns of the days."""

    nodes: tuple[Node, ...]
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """Why a statement is of the claim: the statement of it that it is likest to, how likely, and why."""

    version: str
    statement: str
    score: float
    reasons: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a chain: its kind and whom it names."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """A statement of the claim: where it stands, who says it how, its chain, its origin, and why it belongs.

    `cue` and `content` are offsets into the text of the version, in code points. `tie` is None where no edge
    of the program holds it.
    """

    report: str
    version: str
    statement: str
    publisher: str | None
    published: str | None
    title: str | None
    language: str | None
    speaker: str | None
    speaker_ref: str | None
    speaks_for: str | None
    source: str | None
    cue: str
    cue_span: tuple[int, int]
    cue_class: CueClass
    said_on: str | None
    content: str
    content_spans: tuple[tuple[int, int], ...]
    cut: bool
    chain: tuple[Link, ...]
    origin: str | None
    origin_ref: str | None
    origin_kind: OriginKind
    reasons: tuple[Why, ...]
    tie: Tie | None


@dataclass(frozen=True, slots=True)
class Beside:
    """A claim that stands beside: a statement of each that relates them most, and why.

    `own` is of this claim, `other` of the other one, both as printed; `differing` is what they count
    otherwise, `ground` that of a dispute: ``denial`` or ``figure``. Both are None where the corpus keeps no
    edge between two of their statements any more.
    """

    claim: Row
    ground: str | None
    score: float | None
    own: Quoted | None
    other: Quoted | None
    differing: tuple[Differing, ...]
    reasons: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A statement in short: who says what where."""

    report: str
    version: str
    statement: str
    publisher: str | None
    language: str | None
    speaker: str | None
    cue: str
    cue_class: CueClass
    content: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with all that is told of it. `statements` is how many it has, `members` a part of them, from
    `offset` on; `wordings` how many wordings it has, `worded` the first of them.

    `name` keeps leading to it where its id changes with an earlier report: its earliest statement.
    """

    id: str
    name: str
    first: str | None
    speaker: str | None
    speaker_ref: str | None
    cue_class: CueClass
    disputed: bool
    figures: Figures
    counts: Counts
    wordings: int
    worded: tuple[Worded, ...]
    graph: Graph
    corroborated_total: int
    corroborated: tuple[Beside, ...]
    disputed_total: int
    disputes: tuple[Beside, ...]
    statements: int
    offset: int
    limit: int
    members: tuple[Member, ...]


def tell(room: Room, asked: Asked) -> Claim:
    """The page of a claim. Raises `CorpusError` (``no-claim``, ``ambiguous``, ``unknown``)."""
    whole = claim(room.corpus, resolve_claim(room.corpus, asked.id), tied=False)
    counted = [one.counted for one in whole.statements]
    count = opened(whole, counted)
    drawn = carried(whole, counted, count.count.named)
    known = headings(room.corpus, _versions(whole, count))
    names = {version: called(one) for version, one in known.items()}
    first, sums = whole.statements[0], whole.sums
    speaker = next((one for one in whole.statements if one.said.speaker is not None), first).said
    worded = wordings([one.content for one in whole.statements])
    part = whole.statements[asked.offset : asked.offset + asked.limit]
    ties = strongest_ties(room.corpus, sums.id, asked.offset, asked.offset + asked.limit)
    return Claim(
        sums.id,
        f"{known[first.place.version].report}:{first.said.id}",
        sums.first,
        speaker.speaker,
        speaker.speaker_ref,
        _class(first),
        sums.disputed,
        Figures(
            sums.reports, sums.carriers, sums.named, sums.unknown, sums.unnamed, sums.low, sums.high
        ),
        _counts(whole, count, known, names),
        len(worded),
        tuple(_worded(one, whole.statements, known) for one in worded[: MOST_WORDINGS + 1]),
        _graph(drawn, names),
        len(whole.corroborated),
        _beside(room, whole, "corroborates", whole.corroborated),
        len(whole.disputed),
        _beside(room, whole, "disputes", whole.disputed),
        len(whole.statements),
        asked.offset,
        asked.limit,
        tuple(_member(one, known[one.place.version], names, ties) for one in part),
    )  # fmt: skip


def _versions(whole: WholeClaim, count: OpenedCount) -> set[str]:
    """The versions of a claim, and those that its reasons name."""
    reasons = [reason for one in whole.statements for reason in one.origin.reasons]
    reasons += [reason for copy in whole.copies for reason in copy.reasons]
    told = {detail for one in reasons for detail in one.details if len(detail) == _ID}
    return {*count.count.reports, *told}


def _class(one: Stated) -> CueClass:
    return one.said.cue_class  # type: ignore[return-value]  # a column of text that holds nothing else


def _counts(
    whole: WholeClaim, count: OpenedCount, known: Mapping[str, Heading], names: Mapping[str, str]
) -> Counts:
    of: dict[str, list[str]] = {}
    for one in whole.statements:
        of.setdefault(one.place.version, []).append(one.said.id)

    def parts(some: Iterable[Opened]) -> tuple[Counted, ...]:
        return tuple(_counted(one, names) for one in some)

    return Counts(
        tuple(_ref(known[version], held) for version, held in of.items()),
        count.count.carriers,
        parts(count.named),
        parts(count.unknown),
        parts(count.unnamed),
        parts(count.repeated),
        count.count.earliest,
    )


def _ref(where: Heading, statements: Sequence[str]) -> ReportRef:
    return ReportRef(
        where.report, where.version, where.publisher, where.published, where.title, where.language,
        tuple(statements),
    )  # fmt: skip


def _counted(one: Opened, names: Mapping[str, str]) -> Counted:
    origin = one.origin or Origin("unknown", "")
    kind = None if one.origin is None else one.origin.kind
    return Counted(origin.name, origin.ref, kind, one.versions, whys(one.reasons, names))


def _worded(one: Wording, statements: Sequence[Stated], known: Mapping[str, Heading]) -> Worded:
    versions = tuple(dict.fromkeys(statements[n].place.version for n in one.statements))
    return Worded(
        one.text, one.cut, known[versions[0]].language, len(one.statements), versions, one.parts
    )  # fmt: skip


def _graph(drawn: Carried, names: Mapping[str, str]) -> Graph:
    to: dict[str, list[Way]] = {}
    for way in drawn.ways:
        made = Way(way.earlier, way.kind, way.directed, whys(way.reasons, names))
        to.setdefault(way.later, []).append(made)
    nodes = tuple(
        Node(
            node.id, node.kind, node.name, node.column, node.origin, node.counted, node.lost,
            node.version, node.published, node.fold, tuple(to.get(node.id, ())),
        )
        for node in drawn.nodes
    )  # fmt: skip
    return Graph(nodes, drawn.days)


def _member(one: Stated, where: Heading, names: Mapping[str, str], ties: Mapping[Place, Tied]) -> Member:
    said, origin = one.said, one.origin
    return Member(
        where.report,
        where.version,
        said.id,
        where.publisher,
        where.published,
        where.title,
        where.language,
        said.speaker,
        said.speaker_ref,
        said.speaks_for,
        one.source,
        one.cue,
        said.cue,
        _class(one),
        said.said_on,
        one.content[: 2 * LONGEST],
        said.content,
        len(one.content) > 2 * LONGEST,
        tuple(Link(kind, name) for kind, name in one.path),
        origin.name,
        origin.ref,
        origin.kind,
        whys(origin.reasons, names),
        _tie(ties.get(Place(where.version, said.id))),
    )


def _tie(found: Tied | None) -> Tie | None:
    if found is None:
        return None
    return Tie(found.right.version, found.right.statement, found.score, edge_whys(found.reasons))


def _beside(room: Room, whole: WholeClaim, relation: str, others: Sequence[Listed]) -> tuple[Beside, ...]:
    some = tuple(others[:MOST_BESIDE])
    if not some:
        return ()
    found = grounds(room.corpus, whole.sums.id, relation, [one.sums.id for one in some])
    own = {Place(one.place.version, one.said.id): one for one in whole.statements}
    versions = {version for one in found.values() for version in (one.one.version, one.place.version)}
    known = headings(room.corpus, versions)
    return tuple(_one_beside(row, found.get(row.id), own, known) for row in rows(room, some))


def _one_beside(
    row: Row, ground: Ground | None, own: Mapping[Place, Stated], known: Mapping[str, Heading]
) -> Beside:
    if ground is None:
        return Beside(row, None, None, None, None, (), ())
    ours = own[ground.one]
    differ = differing(ours.content, ground.content)
    other = known[ground.place.version]
    return Beside(
        row,
        ground_of(ground.reasons),
        ground.score,
        _quoted(known[ours.place.version], ours),
        Quoted(
            other.report, other.version, ground.said.id, other.publisher, other.language,
            ground.said.speaker, ground.cue, ground.said.cue_class,  # type: ignore[arg-type]  # likewise
            ground.content[:LONGEST],
        ),
        differ,
        edge_whys(ground.reasons),
    )  # fmt: skip


def _quoted(where: Heading, one: Stated) -> Quoted:
    return Quoted(
        where.report, where.version, one.said.id, where.publisher, where.language, one.said.speaker, one.cue,
        _class(one), one.content[:LONGEST],
    )  # fmt: skip
