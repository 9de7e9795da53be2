"""The evidence pack of a claim or a report: one page with all that vouches for it, to attach to a fact check.

Texts with offsets, hashes of texts and bytes, captures, chains, the count with every reason, judgements in
force, who read it, and how to check it. Of one state of the corpus and one moment it is the same to the byte.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from typing import TYPE_CHECKING, Final

from musnad.corpus import (
    Attached,
    Captured,
    Corpus,
    CorpusError,
    StoredVersion,
    captures,
    copies,
    judgements,
    origins,
    resolve,
    size,
    stored,
    versions,
)
from musnad.corpus.claim_beside import grounds
from musnad.corpus.claim_parts import Stated, WholeClaim, claim
from musnad.corpus.claim_queries import Listed, claims_of, resolve_claim
from musnad.corpus.headings import Heading, headings
from musnad.export.carried import Way, carried
from musnad.export.claims import Opened, opened
from musnad.export.edges import differing, edge_told, reason_of
from musnad.export.frame import Code, labels, page, resource
from musnad.export.html import Mark, Tags, annotate, lines_of, marks_of
from musnad.export.reasons import told
from musnad.model import Copy, Origin, Reason, Span, text_hash
from musnad.record import Record, record

if TYPE_CHECKING:
    from markupsafe import Markup

LONGEST_TEXT: Final = 200_000
"""Code points of a report that a pack of it holds."""
LONGEST_PARAGRAPH: Final = 4_000
"""Code points of a paragraph that a pack of a claim holds whole; of a longer one what stands around."""
_AROUND: Final = 1_200
_ID: Final = 64
_OF_A_KIND: Final = 3

Texts = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack: what its file is called, and the page."""

    name: str
    page: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of a text, with its marks: `before` and `behind` tell that more of the paragraph stands
    there.
    """

    span: Span
    marked: Markup
    before: bool = False
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A version of a report with what vouches for it; `number` is how the pack refers to it."""

    number: int
    held: StoredVersion
    captures: tuple[Captured, ...]
    text_hash: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class CountRow:
    """A part of a count: as what it counts, its origin, the numbers of the reports, why."""

    kind: str
    origin: Origin | None
    reports: tuple[int, ...]
    reasons: tuple[Texts, ...]


@dataclass(frozen=True, slots=True)
class BesideRow:
    """A claim beside: itself, the two statements in short, what they count otherwise, why."""

    other: Listed
    own: str | None
    theirs: str | None
    differing: tuple[tuple[str, str, str], ...]
    reasons: tuple[Texts, ...]


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """A judgement that holds, with what it means now: the number of a report and the id there."""

    judged: Attached
    places: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class WayRow:
    """A way of the graph, with what its two ends go by."""

    earlier: str
    later: str
    way: Way
    reasons: tuple[Texts, ...]


def claim_pack(corpus: Corpus, name: str, exported: str, language: str = "ar") -> Pack:
    """The pack of the claim of that name (`resolve_claim`); `exported` is an ISO 8601 date-time, `language`
    the one in which it opens.

    Raises `CorpusError`.
    """
    whole = claim(corpus, resolve_claim(corpus, name))
    counted = [one.counted for one in whole.statements]
    count = opened(whole, counted)
    of = list(dict.fromkeys(one.place.version for one in whole.statements))
    numbers = {version: number for number, version in enumerate(of, 1)}
    known = headings(corpus, {*of, *_named_in(whole)})
    names = _names(known, numbers)
    held = {one.report.version: one for one in stored(corpus, [known[one].report for one in of])}
    sources = [
        _source(corpus, held[version], number, _held_paragraphs(held[version], whole.statements, number))
        for version, number in numbers.items()
    ]
    drawn = carried(whole, counted, count.count.named)
    called = {one.id: names.get(one.id, one.name or "؟") for one in drawn.nodes}
    parts = (
        ("named", count.named), ("unknown", count.unknown), ("unnamed", count.unnamed),
        ("repeated", count.repeated),
    )  # fmt: skip
    made = page(
        "pack.html.j2",
        language,
        _code(),
        kind="claim",
        title=whole.statements[0].content,
        facts=_facts(corpus, exported, sources),
        command=f"musnad pack {whole.sums.id}",
        whole=whole,
        count=count.count,
        rows=[_count_row(kind, one, numbers, names) for kind, some in parts for one in some],
        statements=[
            (numbers[one.place.version], one, _in_words(one.origin.reasons, names))
            for one in whole.statements
        ],
        ways=[
            WayRow(called[one.earlier], called[one.later], one, _in_words(one.reasons, names))
            for one in drawn.ways
        ],
        disputes=_beside(corpus, whole, "disputes", whole.disputed),
        corroborated=_beside(corpus, whole, "corroborates", whole.corroborated),
        judged=_judged(corpus, numbers),
        numbers=numbers,
        sources=sources,
    )
    return Pack(f"musnad-claim-{whole.sums.id[:12]}.html", made)


def report_pack(corpus: Corpus, name: str, exported: str, language: str = "ar") -> Pack:
    """The pack of the newest version of the report of that name (`resolve`), with the captures of the older
    ones; `exported` and `language` as of `claim_pack`. Raises `CorpusError`.
    """
    report = resolve(corpus, name)
    every = versions(corpus, report)
    newest = next(stored(corpus, [report]))
    made_of = newest.report.version
    found = sorted(copies(corpus, made_of), key=lambda one: (-one.containment, one.later, one.earlier))
    whence = next(origins(corpus, made_of), None)
    numbers = {made_of: 1}
    wanted = {made_of, *(end for one in found for end in (one.later, one.earlier))}
    if whence is not None:
        some = (whence.whole, *(origin for _, origin in whence.statements))
        wanted |= {part for one in some for reason in one.reasons for part in reason.details}
    known = headings(corpus, {one for one in wanted if len(one) == _ID})
    names = _names(known, numbers)
    reading = newest.reading()
    told_of = record(reading)
    ids = {one.attribution: one.id for one in reading.statements}
    sources = [_source(corpus, newest, 1, _all_paragraphs(told_of, ids))]
    sources += [
        _source(corpus, one, number, ())
        for number, one in enumerate((one for one in every if one.report.version != made_of), 2)
    ]
    made = page(
        "pack.html.j2",
        language,
        _code(),
        kind="report",
        title=newest.report.title or newest.report.id,
        facts=_facts(corpus, exported, sources),
        command=f"musnad pack {report}",
        record=told_of,
        entities={one["id"]: one["name"] for one in told_of["entities"]},
        whence=whence,
        whence_why=() if whence is None else _in_words(whence.whole.reasons, names),
        statement_origins=_statement_origins(whence.statements if whence is not None else (), names),
        statement_ids=ids,
        claims=claims_of(corpus, made_of),
        copies=[_copy_row(one, made_of, known, names) for one in found],
        judged=_judged(corpus, numbers),
        sources=sources,
        cut=len(newest.report.text) > LONGEST_TEXT,
    )
    return Pack(f"musnad-report-{report[:12]}.html", made)


def pack(corpus: Corpus, name: str, exported: str, language: str = "ar") -> Pack:
    """The pack of whatever goes by a name: a report, or else a claim. Raises `CorpusError`; ``ambiguous``
    where digits begin the ids of both.
    """
    report = claimed = None
    try:
        report = resolve(corpus, name)
    except CorpusError as error:
        if error.code != "unknown":
            raise
    try:
        claimed = resolve_claim(corpus, name)
    except CorpusError as error:
        if report is None and error.code == "ambiguous":
            raise
    if report is not None and claimed is not None:
        several = f"{report[:12]}, {claimed[:12]}"
        raise CorpusError("ambiguous", f"{name}: may be any of {several}", name=name, found=several)
    if claimed is not None:
        return claim_pack(corpus, claimed, exported, language)
    return report_pack(corpus, report if report is not None else name, exported, language)


def _code() -> Code:
    return Code(resource("report.css") + resource("pack.css"))


def _facts(corpus: Corpus, exported: str, sources: Iterable[Source]) -> dict[str, str]:
    """When this was made of what, and who read it: each reader once."""
    held = size(corpus)
    try:
        number = version_of("musnad")
    except PackageNotFoundError:
        number = "0"
    readers = (
        " · ".join(filter(None, (one.held.reader.version, one.held.reader.engine, one.held.reader.model)))
        for one in sources
    )
    return {
        "exported": exported,
        "program": f"musnad {number}",
        "corpus": f"{corpus.path.name} · {held.reports} · {held.first or '?'} – {held.last or '?'}",
        "readers": "; ".join(dict.fromkeys(readers)),
    }


# --- names and reasons ---


def _named_in(whole: WholeClaim) -> Iterator[str]:
    """The versions that the reasons of a claim name."""
    held = [one.origin.reasons for one in whole.statements] + [one.reasons for one in whole.copies]
    for reasons in held:
        for reason in reasons:
            yield from (part for part in reason.details if len(part) == _ID)


def _names(known: Mapping[str, Heading], numbers: Mapping[str, int]) -> dict[str, str]:
    """What reports go by: their numbers in the pack with their publishers, or publisher and name."""
    return {
        version: f"[{numbers[version]}] {one.publisher or ''}".strip()
        if version in numbers
        else " · ".join(filter(None, (one.publisher, one.published, one.name[:16])))
        for version, one in known.items()
    }


def _in_words(reasons: Iterable[Reason], names: Mapping[str, str]) -> tuple[Texts, ...]:
    return tuple(told(one, names) for one in reasons)


def _edge_words(reasons: Iterable[str]) -> tuple[Texts, ...]:
    return tuple(edge_told(reason_of(one)) for one in reasons)


def _count_row(kind: str, one: Opened, numbers: Mapping[str, int], names: Mapping[str, str]) -> CountRow:
    reports = tuple(sorted(numbers[version] for version in one.versions))
    return CountRow(kind, one.origin, reports, _in_short(one.reasons, names))


def _in_short(reasons: Sequence[Reason], names: Mapping[str, str]) -> tuple[Texts, ...]:
    """Reasons in words, of each kind `_OF_A_KIND` at most: each statement has its own beside it."""
    kinds = Counter[str]()
    shown = []
    for one in reasons:
        kinds[one.code] += 1
        if kinds[one.code] <= _OF_A_KIND:
            shown.append(told(one, names))
    more = sum(max(0, number - _OF_A_KIND) for number in kinds.values())
    if more:
        arabic, english = labels()["pack"]["more_reasons"]
        shown.append((f"{arabic}: {more}", f"{english}: {more}"))
    return tuple(shown)


def _statement_origins(
    statements: Iterable[tuple[str, Origin]], names: Mapping[str, str]
) -> dict[str, tuple[Origin, tuple[Texts, ...]]]:
    return {statement: (origin, _in_words(origin.reasons, names)) for statement, origin in statements}


def _copy_row(
    one: Copy, own: str, known: Mapping[str, Heading], names: Mapping[str, str]
) -> tuple[Heading, Copy, str, tuple[Texts, ...]]:
    other = one.earlier if one.later == own else one.later
    way = "undirected" if not one.directed else "from_it" if one.earlier == own else "repeats"
    return known[other], one, way, _in_words(one.reasons, names)


def _beside(corpus: Corpus, whole: WholeClaim, relation: str, others: Sequence[Listed]) -> list[BesideRow]:
    found = grounds(corpus, whole.sums.id, relation, [one.sums.id for one in others])
    own = {(one.place.version, one.said.id): one for one in whole.statements}
    rows = []
    for other in others:
        ground = found.get(other.sums.id)
        if ground is None:
            rows.append(BesideRow(other, None, None, (), ()))
            continue
        ours = own[ground.one.version, ground.one.statement]
        differ = tuple(
            (one.word, ", ".join(one.one), ", ".join(one.other))
            for one in differing(ours.content, ground.content)
        )
        rows.append(BesideRow(other, ours.content, ground.content, differ, _edge_words(ground.reasons)))
    return rows


def _judged(corpus: Corpus, numbers: Mapping[str, int]) -> list[JudgementRow]:
    """The judgements that hold of versions in the pack, with what they mean now."""
    from musnad.judged import standings

    every = judgements(corpus)
    stands = standings(every)
    found = []
    for one in (each for kept in every for each in kept.all):
        ends = zip(one.judgement.anchors, (one.left, one.right), strict=False)
        places = tuple(
            (numbers[anchor.version], meant or "") for anchor, meant in ends if anchor.version in numbers
        )
        if places and stands[one.number].state == "holds":
            found.append(JudgementRow(one, places))
    return found


# --- texts ---


def _source(corpus: Corpus, held: StoredVersion, number: int, paragraphs: tuple[Paragraph, ...]) -> Source:
    version = held.report.version
    found = tuple(replace(one, source=_outside(one.source)) for one in captures(corpus, version))
    return Source(number, held, found, text_hash(held.report.text), paragraphs)


def _outside(source: str) -> str:
    """A source as others may see it: of a file its name alone, for its folders are nobody else's business."""
    if source.startswith(("http://", "https://")):
        return source
    return source.replace("\\", "/").rpartition("/")[2]


def _all_paragraphs(found: Record, ids: Mapping[str, str]) -> tuple[Paragraph, ...]:
    """The paragraphs of a report with its attributions marked, up to the bound."""
    return tuple(
        _paragraph(found["text"], Span(start, min(end, LONGEST_TEXT)), marks, ids)
        for start, end, marks in lines_of(found["text"], marks_of(found))
        if start < LONGEST_TEXT
    )


def _held_paragraphs(held: StoredVersion, statements: Iterable[Stated], number: int) -> tuple[Paragraph, ...]:
    """The paragraphs that hold statements of a claim, with these marked and named."""
    text = held.report.text
    made = [one for one in statements if one.place.version == held.report.version]
    wanted = {one.said.id for one in made}
    reading = held.reading()
    ids = {one.attribution for one in reading.statements if one.id in wanted}
    found = record(reading)
    found["attributions"] = [one for one in found["attributions"] if one["id"] in ids]
    found["credits"] = []
    called = {one.attribution: f"{number}:{one.id}" for one in reading.statements}
    return tuple(
        one
        for start, end, marks in lines_of(text, marks_of(found))
        if marks
        for one in _around(text, Span(start, end), marks, called)
    )


def _around(text: str, line: Span, marks: Sequence[Mark], called: Mapping[str, str]) -> Iterator[Paragraph]:
    """A paragraph, or of a long one the stretches around its marks."""
    if len(line) <= LONGEST_PARAGRAPH:
        yield _paragraph(text, line, marks, called)
        return
    stretches: list[Span] = []
    for mark in sorted(marks, key=lambda one: one.start):
        start = max(line.start, mark.start - _AROUND)
        end = min(line.end, mark.end + _AROUND, mark.start + LONGEST_PARAGRAPH)
        if stretches and start <= stretches[-1].end:
            stretches[-1] = Span(stretches[-1].start, max(end, stretches[-1].end))
        else:
            stretches.append(Span(start, end))
    for span in stretches:
        inside = [one for one in marks if one.start < span.end and one.end > span.start]
        yield _paragraph(text, span, inside, called, line)


def _paragraph(
    text: str, span: Span, marks: Sequence[Mark], called: Mapping[str, str], line: Span | None = None
) -> Paragraph:
    from markupsafe import Markup

    def opening(open_marks: Sequence[Mark], first: bool) -> str:
        mark = open_marks[-1]
        if mark.role == "credit":
            return '<span class="credit">'
        named = called.get(mark.attribution, mark.attribution)
        label = f' data-s="{named}"' if first and mark.role == "content" else ""
        return f'<span class="m {mark.role} k-{mark.cue_class}"{label}>'

    inside = [one for one in marks if one.start < span.end and one.end > span.start]
    marked = annotate(text, span.start, span.end, inside, Tags(opening, lambda _marks, _at: "</span>"))
    line = line or span
    return Paragraph(span, Markup(marked), span.start > line.start, span.end < line.end)
