"""Two texts side by side: what they share, what differs inside it, and what only one of them has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from msgspec import Meta

from musnad.copies import LONGEST, between
from musnad.corpus import Corpus, StoredVersion, copies, version_of
from musnad.corpus.claim_queries import claims_of
from musnad.corpus.entry import StatementRow, statement_rows
from musnad.export.passages import Stretch, in_order, joined, stretches
from musnad.model import Copy, Passage, Reading, Report, Span
from musnad.web.fault import Fault
from musnad.web.room import Room
from musnad.web.why import Why, whys

CUT: Final = 4_000
"""Characters of one stretch that are given; a text may be one line of megabytes."""
PAGE: Final = 24_000
"""Characters of both texts after which a page of stretches ends: some 80 KB of HTML in Arabic."""
SAID: Final = 40
"""Statements of each report that are set beside each other."""
_CONTENT: Final = 240
_MOVED: Final = 20

Name = Annotated[str, Meta(min_length=1, max_length=2048)]
Which = Literal["one", "other"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Two reports or versions, by any name of theirs; `offset` counts stretches."""

    one: Name
    other: Name
    offset: Annotated[int, Meta(ge=0, le=1_000_000_000)] = 0


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two. `report` and `version` are ids, `name` is what the report goes by. `share` is the share
    of its shingles that stand in the other.
    """

    report: str
    version: str
    name: str
    title: str | None
    language: str | None
    publisher: str | None
    published: str | None
    seen: str
    url: str | None
    length: int
    share: float
    statements: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a stretch: offsets, its text as printed, and the number of the difference that it is a side
    of, the text being empty where only the other has words.
    """

    start: int
    end: int
    text: str
    difference: int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One side of a stretch: offsets, and its parts, which end before `end` where so much stands there that
    it is cut.
    """

    start: int
    end: int
    parts: tuple[Part, ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """A stretch of both: its number, whether both have it, and its sides, either of which may be empty."""

    number: int
    shared: bool
    one: Cell
    other: Cell


@dataclass(frozen=True, slots=True)
class Moved:
    """A passage of both that stands elsewhere in the other."""

    one: Part
    other: Part


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of one of the two; `content` is cut."""

    id: str
    speaker: str | None
    speaker_ref: str | None
    cue_class: str
    content: str
    claim: str | None


@dataclass(frozen=True, slots=True)
class SaidBoth:
    """Statements beside each other: `by` tells whether they stand in one passage or are of one claim; None
    where only one has it.
    """

    one: Said | None
    other: Said | None
    by: Literal["passage", "claim"] | None


@dataclass(frozen=True, slots=True)
class Compared:
    """Two texts side by side.

    `kind` is that of the copy that they are, None where they are none; `versions` tells that they are two
    versions of one report. `later` is the later of them where that is known, `reasons` why it is held so.
    `differences` counts those on this page and the ones before, `next` is the offset of the next page.
    `compared` is how many characters of each were compared where the texts are longer, `said_of` how many
    statements of each where one has more.
    """

    one: Side
    other: Side
    kind: Literal["copy", "rewrite"] | None
    versions: bool
    later: Which | None
    reasons: tuple[Why, ...]
    passages: int
    total: int
    next: int | None
    stretches: tuple[Beside, ...]
    moved: tuple[Moved, ...]
    said: tuple[SaidBoth, ...]
    compared: int | None
    said_of: int | None


@dataclass(frozen=True, slots=True)
class _Held:
    """One of the two as it is kept, with its reading."""

    kept: StoredVersion
    reading: Reading

    @property
    def report(self) -> Report:
        """The report, as this version has it."""
        return self.reading.report


def tell(room: Room, asked: Asked) -> Compared:
    """Two texts side by side. Raises `CorpusError`, and `Fault` (``one-thing``)."""
    corpus = room.corpus
    one, other = (_held(version_of(corpus, name)) for name in (asked.one, asked.other))
    if one.report.version == other.report.version:
        raise Fault("one-thing", asked.one)
    stored = _stored(corpus, one.report.version, other.report.version)
    long = max(len(one.report.text), len(other.report.text)) > LONGEST
    aligned = between(one.reading, other.reading) if stored is None or long else stored
    copy = stored or aligned
    versions = one.report.id == other.report.id
    first = copy.later == one.report.version
    straight = aligned.later == one.report.version
    shared = tuple(passage if straight else _turned(passage) for passage in aligned.passages)
    # Of each passage the side of the first of the two is called the later here, whichever is.
    kept, moved = in_order(shared)
    laid = stretches(joined(kept, other.report.text, one.report.text), other.report.text, one.report.text)
    page, behind = _page(laid, asked.offset, one.report.text, other.report.text)
    shares = (copy.containment_later, copy.containment_earlier)
    names = {held.report.version: _called(held.report) for held in (one, other)}
    return Compared(
        _side(one, shares[not first]),
        _side(other, shares[first]),
        copy.kind if stored else None,
        versions,
        _later(copy, one, other, versions=versions),
        () if versions else whys(copy.reasons, names),
        len(aligned.passages),
        len(laid),
        behind,
        page,
        tuple(_moved(passage, one.report.text, other.report.text) for passage in moved[:_MOVED]),
        tuple(_said(corpus, one, other, (*kept, *moved))),
        LONGEST if long else None,
        SAID if max(len(one.reading.statements), len(other.reading.statements)) > SAID else None,
    )


def _held(kept: StoredVersion) -> _Held:
    return _Held(kept, kept.reading())


def _stored(corpus: Corpus, one: str, other: str) -> Copy | None:
    pair = {one, other}
    return next((copy for copy in copies(corpus, one) if {copy.later, copy.earlier} == pair), None)


def _turned(passage: Passage) -> Passage:
    return Passage(passage.earlier, passage.later)


def _later(copy: Copy, one: _Held, other: _Held, *, versions: bool) -> Which | None:
    """Which is the later: of two versions the one captured later."""
    if versions:
        if one.kept.seen == other.kept.seen:
            return None
        return "one" if one.kept.seen > other.kept.seen else "other"
    if not copy.directed:
        return None
    return "one" if copy.later == one.report.version else "other"


def _called(report: Report) -> str:
    return report.publisher or report.external_id or report.id


def _side(held: _Held, share: float) -> Side:
    report = held.report
    return Side(
        report.id,
        report.version,
        report.external_id or report.id,
        report.title,
        report.language,
        report.publisher,
        report.published,
        held.kept.seen,
        report.url,
        len(report.text),
        share,
        len(held.reading.statements),
    )


# --- stretches ---


def _page(
    laid: Sequence[Stretch], offset: int, one: str, other: str
) -> tuple[tuple[Beside, ...], int | None]:
    """The stretches from one on, as many as a page takes, and the number of the next."""
    found: list[Beside] = []
    taken = 0
    number = sum(len(stretch.differing) for stretch in laid[:offset])
    for at in range(offset, len(laid)):
        stretch = laid[at]
        row = _beside(at, stretch, number, one, other)
        size = sum(len(part.text) for part in (*row.one.parts, *row.other.parts))
        if found and taken + size > PAGE:
            return tuple(found), at
        found.append(row)
        taken += size
        number += len(stretch.differing)
    return tuple(found), None


def _beside(at: int, stretch: Stretch, number: int, one: str, other: str) -> Beside:
    mine = [span for _, span in stretch.differing]
    yours = [span for span, _ in stretch.differing]
    return Beside(
        at,
        stretch.shared,
        _cell(one, stretch.later, mine, number),
        _cell(other, stretch.earlier, yours, number),
    )


def _cell(text: str, within: Span, differing: Sequence[Span], number: int) -> Cell:
    parts = tuple(_parts(text, within, differing, number))
    return Cell(within.start, within.end, parts, len(within) > CUT)


def _parts(text: str, within: Span, differing: Sequence[Span], number: int) -> Iterator[Part]:
    end = min(within.end, within.start + CUT)
    at = within.start
    for n, span in enumerate(differing, number):
        if span.end > end:
            break
        if span.start > at:
            yield Part(at, span.start, text[at : span.start], None)
        yield Part(span.start, span.end, span.of(text), n)
        at = span.end
    if at < end:
        yield Part(at, end, text[at:end], None)


def _moved(passage: Passage, one: str, other: str) -> Moved:
    return Moved(*(_whole(text, span) for text, span in ((one, passage.later), (other, passage.earlier))))


def _whole(text: str, span: Span) -> Part:
    return Part(span.start, span.end, text[span.start : min(span.end, span.start + CUT)], None)


# --- statements ---


def _said(corpus: Corpus, one: _Held, other: _Held, shared: Sequence[Passage]) -> Iterator[SaidBoth]:
    """The statements of the first in their order, each with its like in the other; then the rest there."""
    left, right = (statement_rows(held.reading)[:SAID] for held in (one, other))
    claims = tuple(
        {name: sums.id for name, sums in claims_of(corpus, held.report.version).items()}
        for held in (one, other)
    )
    by_passage = _paired(left, right, shared)
    rest = {row.id: row for row in right}
    partner: dict[str, tuple[StatementRow, Literal["passage", "claim"]]] = {}
    for row in left:
        if (at := by_passage.get(row.id)) in rest:
            partner[row.id] = rest.pop(at), "passage"
    for row in left:
        claim = claims[0].get(row.id)
        like = next((b for b in rest.values() if claim is not None and claims[1].get(b.id) == claim), None)
        if row.id not in partner and like is not None:
            partner[row.id] = rest.pop(like.id), "claim"
    for row in left:
        beside, by = partner.get(row.id, (None, None))
        mine = _one(row, one.report.text, claims[0])
        yield SaidBoth(mine, None if beside is None else _one(beside, other.report.text, claims[1]), by)
    for row in rest.values():
        yield SaidBoth(None, _one(row, other.report.text, claims[1]), None)


def _paired(
    left: Iterable[StatementRow], right: Sequence[StatementRow], shared: Sequence[Passage]
) -> dict[str, str]:
    """Statements most of whose contents stand in one place of shared passages, by the id of the first."""
    found = {}
    for row in left:
        # Both sides of a passage read alike, so that a place is the same share of either.
        there = [
            (_across(start, one), _across(end, one))
            for low, high in row.content
            for one in shared
            for start, end in [(max(low, one.later.start), min(high, one.later.end))]
            if start < end
        ]
        size = sum(high - low for low, high in row.content)
        best = max(((_common(there, b.content), b) for b in right), key=lambda pair: pair[0], default=None)
        if best is not None and 2 * best[0] > max(size, sum(high - low for low, high in best[1].content)):
            found[row.id] = best[1].id
    return found


def _across(at: int, passage: Passage) -> int:
    share = (at - passage.later.start) / max(1, len(passage.later))
    return passage.earlier.start + round(share * len(passage.earlier))


def _common(some: Iterable[tuple[int, int]], others: Iterable[tuple[int, int]]) -> int:
    held = tuple(others)
    return sum(max(0, min(b, d) - max(a, c)) for a, b in some for c, d in held)


def _one(row: StatementRow, text: str, claims: Mapping[str, str]) -> Said:
    content = " […] ".join(text[start : min(end, start + _CONTENT)] for start, end in row.content)
    return Said(
        row.id, row.speaker, row.speaker_ref, row.cue_class, content[: _CONTENT + 1], claims.get(row.id)
    )
