"""The page of search: reports or statements that hold what is looked for, and what narrows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Annotated, Final, Literal

from msgspec import Meta

from musnad.corpus import Corpus, CorpusError, stale, unindexed
from musnad.corpus.claim_queries import claims_at
from musnad.corpus.columns import Columns, columns_of, names_near
from musnad.corpus.facets import Facet, facets
from musnad.corpus.narrowing import origin_keys, publishers
from musnad.corpus.searching import NO_FILTERS, Answer, Filters, Kind, held, search
from musnad.corpus.searching import Found as Hit
from musnad.corpus.store import Stamp, stamp
from musnad.search_hits import matches, snippet
from musnad.search_query import Query, parse
from musnad.search_speakers import refs_named
from musnad.web.room import Room

DAY: Final = r"^\d{4}-\d{2}-\d{2}$"
_SEARCHED: Final = 200_000
"""Characters of a text in which matches are shown."""
_MOST_NEAR: Final = 5

Why = Literal["nothing", "common", "left-out", "no-word"]
Chosen = Annotated[tuple[str, ...], Meta(max_length=50)]


@dataclass(frozen=True, slots=True)
class Asked:
    """Words, in reports or in statements; filters, several values of one in each other's place; days of
    publication; a page.
    """

    q: str = ""
    in_: Kind = "reports"
    outlet: Chosen = ()
    origin: Chosen = ()
    speaker: Chosen = ()
    class_: Chosen = ()
    period: Chosen = ()
    since: Annotated[str, Meta(pattern=DAY)] | None = None
    until: Annotated[str, Meta(pattern=DAY)] | None = None
    offset: Annotated[int, Meta(ge=0, le=1_000_000_000)] = 0
    limit: Annotated[int, Meta(ge=1, le=100)] = 15

    def query(self, **changed: object) -> dict[str, object]:
        """What is asked as the fields of an address; where `changed` asks otherwise, from the first page."""
        asked = {one.name.rstrip("_"): getattr(self, one.name) for one in fields(self)}
        if changed:
            asked = {**asked, "offset": 0, **changed}
        usual = {one.name.rstrip("_"): one.default for one in fields(self)}
        return {name: value for name, value in asked.items() if value != usual[name]}

    def turned(self, name: str, key: str) -> dict[str, object]:
        """The same with a value of a facet put in, or taken out where it is."""
        held = self.values(name)
        return self.query(**{name: tuple(one for one in held if one != key) if key in held else (*held, key)})

    def without(self, name: str, value: str, instead: str) -> dict[str, object]:
        """The same with another value of a facet in the place of one."""
        return self.query(
            **{name: tuple(dict.fromkeys(instead if one == value else one for one in self.values(name)))}
        )

    def values(self, name: str) -> tuple[str, ...]:
        """What is chosen of a facet."""
        found: tuple[str, ...] = getattr(self, "class_" if name == "class" else name)
        return found

    @property
    def narrowed(self) -> bool:
        """Whether anything but words is asked for."""
        return bool(
            self.outlet
            or self.origin
            or self.speaker
            or self.class_
            or self.period
            or self.since
            or self.until
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: whether it is what was looked for."""

    text: str
    match: bool


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """The claim of a statement that was found: its reports, and its origins at least and at most."""

    id: str
    reports: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """A statement that was found; `cue` is as printed."""

    id: str
    speaker: str | None
    speaker_ref: str | None
    speaks_for: str | None
    cue: str
    cue_class: str
    said_on: str | None
    claim: FoundClaim | None


@dataclass(frozen=True, slots=True)
class Found:
    """A report or statement that was found. `report` is what it goes by; `snippet` begins at the offset
    `start` of its text; `whole` tells that it holds all that was asked for.
    """

    report: str
    version: str
    publisher: str | None
    published: str | None
    title: tuple[Piece, ...]
    start: int
    snippet: tuple[Piece, ...]
    whole: bool
    origin: str | None
    origin_kind: str | None
    said: FoundStatement | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the query, with how many hold it; `near` are speakers whose names are spelt like it."""

    printed: str
    hits: int
    near: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Strange:
    """A value that nothing in the corpus goes by, and names that are near."""

    facet: str
    value: str
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found. `why` tells why nothing was looked for; `parts` and `unfiltered` (how many
    there are without filters) are told where nothing holds all. Facets count what does.
    """

    total: int
    whole: int
    hits: tuple[Found, ...]
    facets: tuple[Facet, ...]
    why: Why | None
    parts: tuple[Part, ...]
    unfiltered: int
    strange: tuple[Strange, ...]
    cut: bool
    stale: bool
    unindexed: int


def tell(room: Room, asked: Asked) -> Results:
    """What a search finds. Raises `CorpusError`."""
    corpus, query = room.corpus, parse(asked.q)
    columns = columns_of(corpus)
    filters, strange = _filters(corpus, columns, asked)
    why = _why(query, asked)
    answer, counted, parts, unfiltered = Answer(0, 0, (), query), tuple[Facet, ...](), tuple[Part, ...](), 0
    if why is None and not strange:
        answer = search(corpus, query, asked.in_, filters, limit=asked.limit, offset=asked.offset)
    if why in (None, "nothing") and not strange:
        counted = facets(corpus, answer.query, asked.in_, filters)
    if why is None and not answer.whole:
        parts = tuple(_part(corpus, one, asked.in_) for one in _single(query))
        if filters != NO_FILTERS or strange:
            unfiltered = held(corpus, query, asked.in_)
    return Results(
        answer.total,
        answer.whole,
        tuple(_found(corpus, answer)),
        counted,
        why,
        parts,
        unfiltered,
        strange,
        query.cut,
        *_standing(corpus, stamp(corpus)),
    )


@lru_cache(maxsize=2)
def _standing(corpus: Corpus, _at: Stamp) -> tuple[bool, int]:
    """Whether what follows from the reports is older than these, and how many versions are not indexed."""
    return stale(corpus), unindexed(corpus)


def _why(query: Query, asked: Asked) -> Why | None:
    if query.wanted:
        return None
    if not asked.q.strip():
        return None if asked.narrowed else "nothing"
    return "common" if query.common else "left-out" if query.unwanted else "no-word"


def _filters(corpus: Corpus, columns: Columns, asked: Asked) -> tuple[Filters, tuple[Strange, ...]]:
    """What was asked for as filters, and the values that nothing goes by. A value is that of a facet, or a
    name that stands for some.
    """
    strange: list[Strange] = []
    of = {"outlet": columns.of_version["outlet"].of, "speaker": columns.of_statement["speaker"].of}
    found: dict[str, list[str]] = {name: [] for name in ("outlet", "origin", "speaker")}
    origins = {*columns.of_version["origin"].of, *columns.of_statement["origin"].of}
    for name, known in (("outlet", of["outlet"]), ("origin", origins), ("speaker", of["speaker"])):
        for value in asked.values(name):
            if value in known:
                found[name].append(value)
                continue
            try:
                found[name] += _meant(corpus, columns, name, value)
            except CorpusError as error:
                near = str(error.parameters.get("known", "")).split(", ")
                strange.append(Strange(name, value, tuple(one for one in near if one)))
    return (
        Filters(
            publishers=tuple(found["outlet"]),
            origins=tuple(found["origin"]),
            said_by=tuple(found["speaker"]),
            classes=asked.class_,
            periods=asked.period,
            since=asked.since,
            until=asked.until,
        ),
        tuple(strange),
    )


def _meant(corpus: Corpus, columns: Columns, name: str, value: str) -> tuple[str, ...]:
    if name == "outlet":
        return publishers(corpus, value)
    if name == "origin":
        return origin_keys(corpus, value)
    known = columns.of_statement["speaker"].of
    refs = tuple(ref for ref in refs_named(value) if ref in known)
    if not refs:
        near = (called for word in value.split()[:3] for _, called in names_near(corpus, word, _MOST_NEAR))
        raise CorpusError("no-speaker", value, name=value, known=", ".join(dict.fromkeys(near)))
    return refs


def _single(query: Query) -> Iterable[Query]:
    return (replace(query, wanted=(group,), unwanted=()) for group in query.wanted)


def _part(corpus: Corpus, query: Query, kind: Kind) -> Part:
    (group,) = query.wanted
    total = held(corpus, query, kind)
    near = () if total or len(group.words) > 1 else names_near(corpus, group.printed, _MOST_NEAR)
    return Part(group.printed, total, near)


# --- hits ---


def _found(corpus: Corpus, answer: Answer) -> Iterable[Found]:
    places = [(one.place.version, one.said.id) for one in answer.found if one.said is not None]
    claims = claims_at(corpus, places)
    for one in answer.found:
        said = None
        if one.said is not None:
            sums = claims.get((one.place.version, one.said.id))
            claim = None if sums is None else FoundClaim(sums.id, sums.reports, sums.low, sums.high)
            said = FoundStatement(
                one.said.id,
                one.said.speaker,
                one.said.speaker_ref,
                one.said.speaks_for,
                one.place.text[slice(*one.said.cue)],
                one.said.cue_class,
                one.said.said_on,
                claim,
            )
        yield _hit(one, answer.query, said)


def _hit(one: Hit, query: Query, said: FoundStatement | None) -> Found:
    place, text = one.place, one.place.text
    within = (0, min(len(text), _SEARCHED))
    if one.said is not None:
        within = (one.said.content[0][0], min(one.said.content[-1][1], one.said.content[0][0] + _SEARCHED))
    shown = snippet(text, matches(text, query, within), within)
    title = (place.title or "")[:240]
    in_title = [(match.start, match.end) for match in matches(title, query)]
    return Found(
        place.report,
        place.version,
        place.publisher,
        place.published,
        _pieces(title, 0, len(title), in_title),
        shown.start,
        _pieces(text, shown.start, shown.end, shown.matches),
        one.whole,
        None if one.origin is None else one.origin.name,
        None if one.origin is None else one.origin.kind,
        said,
    )


def _pieces(text: str, start: int, end: int, spans: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    found, at = [], start
    for begins, ends in spans:
        if begins < at:
            continue
        found += [Piece(text[at:begins], match=False), Piece(text[begins:ends], match=True)]
        at = ends
    found.append(Piece(text[at:end], match=False))
    return tuple(one for one in found if one.text)
