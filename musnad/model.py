"""Every type that passes between the stages: frozen values over character offsets.

Offsets are Unicode code points into `Report.text`, half open. Ids of reports and versions are
SHA-256 over canonical JSON arrays, so that any process anywhere computes the same ones; ids inside
one reading (``a1``, ``e1``, ``s1``) are local to it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

CueClass = Literal[
    "say",
    "assert",
    "announce",
    "deny",
    "claim",
    "warn",
    "accuse",
    "demand",
    "promise",
    "ask",
    "thank",
    "believe",
    "show",
    "relay",
]
Quote = Literal["direct", "indirect", "mixed"]
EntityKind = Literal[
    "person", "role", "state", "organisation", "medium", "place", "group", "document", "unnamed"
]
LinkKind = Literal["publisher", "credit", "relayer", "speaker"]
TimeKind = Literal["day", "month", "year", "interval", "decade", "century", "time", "duration"]
Relation = Literal["same-entity", "same-claim", "corroborates", "disputes"]
Judgement = Literal["same", "different"]
Engine = Literal["grammar", "tagger", "both"]
PublishedFrom = Literal["metadata", "text", "url", "option"]
CopyKind = Literal["copy", "rewrite"]
OriginKind = Literal["agency", "medium", "joint", "publisher", "document", "unnamed", "unknown"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of `Report.text`, in Unicode code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` that this span covers."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlap(self, other: Span) -> int:
        """How many code points the two spans share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class Report:
    """One published text as it was captured; `text` is never changed again.

    The title, where there is one, is the first line of `text`. `published` is an ISO 8601 day or
    date-time with its zone as given, `captured` an ISO 8601 date-time in UTC.
    """

    id: str
    version: str
    text: str
    title: str | None = None
    language: str | None = None
    publisher: str | None = None
    published: str | None = None
    published_from: PublishedFrom | None = None
    byline: str | None = None
    url: str | None = None
    external_id: str | None = None
    captured: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `paragraph` counts the non-empty lines of the text from 0."""

    span: Span
    paragraph: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks: `span` with its marks, `inner` without.

    `depth` is 0 for an outermost quotation. `closed` is false where the closing mark is missing and
    the end was inferred.
    """

    span: Span
    inner: Span
    depth: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Segments:
    """The skeleton of a text, each part in order of its start."""

    paragraphs: tuple[Span, ...]
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that names an entity; `entity` is an `Entity.id` of the same reading."""

    span: Span
    kind: EntityKind
    entity: str


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that the report names, under the fullest name it gives.

    `anonymous` marks a source that the report describes without naming. `ref` is known only for an
    entity that is known across reports.
    """

    id: str
    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    role: str | None = None
    ref: str | None = None
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """One expression of time: its span in the text, its value, and what kind of time it names.

    `value` is an EDTF day, month, year, interval, decade (``198X``), century (``19XX``) or date-time
    (``2015-08-03T10:30``, a zone only where it is stated; ``T10:30`` without a day), or an ISO 8601 duration
    (``PT40S``, a range as ``P3Y/P5Y``). None where the text leaves it open, contradicts itself, or names a
    day that no calendar has.
    """

    span: Span
    value: str | None
    kind: TimeKind


@dataclass(frozen=True, slots=True)
class Located:
    """A name of a place, and where that is, as far as the table of places and the report tell.

    `entity` is an `Entity.id` of the same reading. `ref` and `country` (ISO 3166-1, or 3166-3 for a former
    state) are None, and `candidates` hold the references of the places of that name, where it stays in doubt
    which is meant. Latitude and longitude are degrees (WGS 84). `inherited` marks a facility that has those
    of the city or region that it is tied to.
    """

    span: Span
    entity: str | None
    ref: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    inherited: bool = False
    candidates: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content found in a report (PolNeAR / PARC), with what goes beyond them.

    `inside` and `continues` name other attributions of the same reading: the one whose content holds
    this one, and the one whose unexpressed subject this one shares. `confidence` is in [0, 1]; `rule`
    names the pattern that found it.
    """

    id: str
    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    lemma: str
    cue_class: CueClass
    quote: Quote
    rule: str
    confidence: float
    addressee: Span | None = None
    medium: Span | None = None
    via: tuple[Span, ...] = ()
    negated: bool = False
    inside: str | None = None
    continues: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain, with the reason for it: the rule, its score in [0, 1] and the span read.

    `inherited` is true where the link was printed for another attribution that this one continues or
    stands inside.
    """

    kind: LinkKind
    entity: str
    rule: str
    score: float
    span: Span | None = None
    inherited: bool = False


Chain = tuple[Link, ...]

LONGEST_CHAIN = 8
"""Relayers kept of one attribution and of one chain, the innermost: more is an accident of nesting."""


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution with its speaker resolved and its chain complete, outermost link first.

    `speaker` and `speaks_for` are entity ids; `said_on` is an EDTF day, month or interval, or None.
    """

    id: str
    attribution: str
    speaker: str | None
    chain: Chain
    speaks_for: str | None = None
    said_on: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """That two things are one, or are not, or may be (`judgement` None): how likely, from 0 to 1, and why.

    `left` comes before `right`; both are `Known.id` where entities are related, and a version with the id of
    a statement in it where statements are. Of two in dispute the judgement ``same`` says that they are about
    one thing. `by` is who judged, None for the program; `at` and `undone_at` are ISO 8601 date-times of a
    person's judgement.
    """

    left: str
    right: str
    relation: Relation
    judgement: Judgement | None
    score: float
    reasons: tuple[str, ...]
    by: str | None = None
    at: str | None = None
    undone_at: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is held: a stable `code` that pages translate, and the `details` that it names."""

    code: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A run of words that two reports share: where it stands in the text of each."""

    later: Span
    earlier: Span


@dataclass(frozen=True, slots=True)
class Copy:
    """That a report repeats another's text, whole or in passages (PROV-O ``wasDerivedFrom``).

    `later` and `earlier` are `Report.version`: passages are offsets into these texts. Where `directed` is
    false nothing tells which came first, and the two stand in the order of their ids. `containment` is the
    share of the smaller set of folded six-word shingles that the other text holds too; `containment_later`
    and `containment_earlier` are the shares of each.
    """

    later: str
    earlier: str
    directed: bool
    kind: CopyKind
    containment: float
    containment_later: float
    containment_earlier: float
    passages: tuple[Passage, ...]
    reasons: tuple[Reason, ...]


def document_kind(key: str) -> str:
    """The noun in the key of a document as an origin, folded: «بيان» of ``document:بيان|...``; of one that is
    known by its name the first word.
    """
    return key.removeprefix("document:").partition("|")[0].partition(" ")[0].removeprefix("ال")


@dataclass(frozen=True, slots=True)
class Origin:
    """The medium, document or unnamed relayer that first carried words from their speaker.

    Two origins are one where their `key` is: the ref of a medium, several refs for a joint one, a folded
    name for others; "" for an unknown origin, which is never one with another. `name` is canonical, in
    Arabic where the tables have it; None where unknown. PROV-O calls it ``hadPrimarySource``.
    """

    kind: OriginKind
    key: str
    name: str | None = None
    ref: str | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def told(self) -> bool:
        """Whether it is known, and printed rather than inferred from wording or from what is said nearby."""
        code = self.reasons[0].code if self.reasons else ""
        return self.kind != "unknown" and code not in _INFERRED


_INFERRED = frozenset(("marks", "same-speaker"))


@dataclass(frozen=True, slots=True)
class ReportOrigins:
    """Whence the text and the statements of one version of a report come.

    `whole` is the origin of most of the text, `share` the part of its characters that has it, in [0, 1].
    `statements` pairs each `Statement.id` of the reading with its origin, in its order.
    """

    version: str
    whole: Origin
    share: float
    statements: tuple[tuple[str, Origin], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands: the version of its report, and its id there."""

    version: str
    statement: str

    @property
    def id(self) -> str:
        """What edges between statements call it; `Place.of` reads it back."""
        return f"{self.version}/{self.statement}"

    @classmethod
    def of(cls, name: str) -> Place:
        """The place of that id."""
        version, _, statement = name.partition("/")
        return cls(version, statement)


@dataclass(frozen=True, slots=True)
class Claim:
    """Statements that say the same, by one speaker or the party spoken for (schema.org ``Claim``).

    Derived from edges, never edited. `statements` stand in the order of publication, the earliest first, by
    which `id` is made; `corroborated` and `disputed` are the ids of claims of others that say the same, or
    that deny it or give other figures.
    """

    id: str
    statements: tuple[Place, ...]
    corroborated: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How many reports carry a claim, and how many independent origins it has: at least `low`, at most
    `high`.

    `reports` are versions, `carriers` the names of who published them. `named` are the distinct origins that
    are known, `unnamed` relayers without a name, counted apart. Each of `unknown` is a group of versions
    whose words are one text of unknown origin: at most one origin more. `earliest` are the first to publish.
    """

    reports: tuple[str, ...]
    carriers: tuple[str, ...]
    named: tuple[Origin, ...]
    unnamed: tuple[Origin, ...]
    unknown: tuple[tuple[str, ...], ...]
    low: int
    high: int
    earliest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReaderInfo:
    """Which reader made a reading: version of the package, engine, and model where one was used."""

    version: str
    engine: Engine = "grammar"
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one reader found in one report; a pure function of the two."""

    report: Report
    credits: tuple[Mention, ...]
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    attributions: tuple[Attribution, ...]
    statements: tuple[Statement, ...]
    reader: ReaderInfo = field(default_factory=lambda: ReaderInfo(version="0"))
    times: tuple[TimeExpression, ...] = ()
    places: tuple[Located, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The record of schema ``musnad/report/1``, as plain values ready for JSON."""
        from musnad.record import record

        return dict(record(self))


def _digest(parts: list[str | None]) -> str:
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def text_hash(text: str) -> str:
    """SHA-256 of the UTF-8 form of `text`, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def report_id(publisher: str | None, key: str | None, title: str | None, day: str | None, text: str) -> str:
    """The id of a report: its publisher with its external id or canonical URL (`key`).

    Without a key, the title, the published day (``YYYY-MM-DD``) and the hash of the text stand in.
    """
    if key is not None:
        return _digest([publisher, key])
    return _digest([publisher, title, day, text_hash(text)])


def version_id(report: str, text: str) -> str:
    """The id of one version of a report: the report's id with the hash of its text."""
    return _digest([report, text_hash(text)])


def numbered(contents: Iterable[tuple[str, tuple[Span, ...]]]) -> dict[str, int]:
    """How many statements of one version that have the same content stand before each, by their ids."""
    seen: Counter[tuple[Span, ...]] = Counter()
    found = {}
    for name, content in sorted(contents):
        found[name] = seen[content]
        seen[content] += 1
    return found


def claim_id(version: str, content: tuple[Span, ...], nth: int = 0) -> str:
    """The id of a claim: that of where its earliest statement stands, whatever reader found it.

    `nth` tells statements of one version apart that have one content.
    """
    stretches = [[span.start, span.end] for span in content]
    canonical = json.dumps([version, stretches, *([nth] if nth else [])], separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
