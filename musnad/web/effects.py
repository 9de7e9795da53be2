"""What was judged, or undone, what changed by it, and where that shows."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from musnad.corpus import Claimed, Corpus, CorpusError, Judgement, judgements
from musnad.corpus.attaching import current
from musnad.corpus.claim_parts import first_of
from musnad.corpus.claim_queries import ClaimSums, claims_of, resolve_claim
from musnad.corpus.headings import headings
from musnad.model import Place
from musnad.upkeep_judged import Effect
from musnad.web.claims import Figures
from musnad.web.judged_words import Piece, known, plain, sentences

MOST_SHOWN: Final = 100
"""Claims that the answer to an act lists."""
MOST_COUNTS: Final = 20


@dataclass(frozen=True, slots=True)
class Standing:
    """The claim of a statement: its figures, and whether another disputes it."""

    claim: str
    figures: Figures
    disputed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """The claim of a statement before and after; None where it stands in none."""

    report: str
    version: str
    statement: str
    publisher: str | None
    was: Standing | None
    now: Standing | None


@dataclass(frozen=True, slots=True)
class Against:
    """A judgement of another person that says otherwise."""

    number: int
    by: str


@dataclass(frozen=True, slots=True)
class ClaimNow:
    """A claim that was made anew."""

    claim: str
    reports: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Done:
    """What was judged or undone, and what followed.

    `before`: it was judged so before, or undone before, and nothing changed. `moved`: the claim that was
    looked at had changed meanwhile. `shows` is the path, below the language, where it shows. `counts` are
    claims of the reports at hand, before and after; `superseded` judgements of the same person that hold no
    longer. `readings`, `origins` and `copies` are versions whose readings, origins and copies changed,
    `claims_made` how many claims were made anew, `claims` the first of them, `gone` ids that are no more.
    """

    number: int
    undone: bool
    before: bool
    relation: str
    by: str
    ar: str
    en: str
    shows: str
    moved: bool
    counts: tuple[Change, ...]
    superseded: tuple[int, ...]
    against: tuple[Against, ...]
    readings: tuple[str, ...]
    copies: tuple[tuple[str, str], ...]
    origins: tuple[str, ...]
    claims_made: int
    claims: tuple[ClaimNow, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a page says of what was done a moment ago: the answer, and what was judged in pieces."""

    done: Done
    said: Mapping[str, tuple[Piece, ...]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where somebody judged: the path below the language, the anchor in it, and the claim looked at."""

    back: str | None
    at: str | None
    claim: str | None


@dataclass(frozen=True, slots=True)
class Looked:
    """The claims of versions, by statement; and the earliest statement of the claim that was looked at, None
    where there is none such.
    """

    claims: dict[str, dict[str, ClaimSums]]
    first: Place | None = None


def looked(corpus: Corpus, judged: Judgement, claim: str | None = None) -> Looked:
    """What stands now of the versions that a judgement is of, and of the claim that somebody looks at, whose
    earliest statement is followed. Raises `CorpusError`.
    """
    try:
        first = None if claim is None else first_of(corpus, resolve_claim(corpus, claim))
    except CorpusError:
        first = None
    versions = (*_versions(corpus, judged), *(() if first is None else (first.version,)))
    return Looked({version: claims_of(corpus, version) for version in dict.fromkeys(versions)}, first)


def _since(corpus: Corpus, before: Looked) -> Looked:
    return Looked({version: claims_of(corpus, version) for version in before.claims}, before.first)


def _versions(corpus: Corpus, judged: Judgement) -> list[str]:
    """The newest versions of the reports that a judgement is of."""
    names = [one.version for one in judged.anchors]
    newest = current(corpus, names)
    return list(dict.fromkeys(newest[name] for name in names))


def told(
    corpus: Corpus, wanted: Wanted, judged: Judgement, found: tuple[Effect, Looked], *, undone: bool
) -> Notice:
    """What somebody is told who judged or undid, in the transaction that did it; `found` is the effect, and
    what stood before. Raises `CorpusError`.
    """
    effect, before = found
    held = judgements(corpus, undone=True, versions=_versions(corpus, judged))
    own = next(one for one in held if one.number == effect.number)
    said = sentences(judged, known(corpus, (judged,)))
    ids = [
        (end.version, name) for end, name in zip(own.judgement.anchors, (own.left, own.right), strict=False)
    ]
    done = Done(
        number=effect.number,
        undone=undone,
        before=effect.before,
        relation=judged.relation,
        by=judged.by,
        ar=plain(said["ar"]),
        en=plain(said["en"]),
        shows=_shows(corpus, wanted, _page(corpus, judged, ids), effect.number),
        moved=wanted.claim is not None and before.first is None,
        counts=_counts(corpus, ids, before, _since(corpus, before)),
        superseded=effect.superseded,
        against=tuple(Against(number, by) for number, by in effect.against),
        readings=effect.readings,
        copies=effect.copies,
        origins=effect.origins,
        claims_made=len(effect.claims),
        claims=tuple(map(_claim_now, effect.claims[:MOST_SHOWN])),
        gone=effect.gone[:MOST_SHOWN],
    )
    return Notice(done, {language: said[language] for language in said})


def _claim_now(one: Claimed) -> ClaimNow:
    return ClaimNow(one.claim.id, len(one.count.reports), one.count.low, one.count.high)


def _counts(
    corpus: Corpus, ids: Collection[tuple[str, str | None]], was: Looked, now: Looked
) -> tuple[Change, ...]:
    """The claim that was looked at, those of the judged statements, and others of their reports that
    changed.
    """
    seen = [] if was.first is None else [(was.first.version, was.first.statement)]
    judged = [*seen, *((version, name) for version, name in ids if name)]
    others = [
        (version, name)
        for version in was.claims
        for name in sorted({*was.claims[version], *now.claims[version]}, key=_order)
        if was.claims[version].get(name) != now.claims[version].get(name)
    ]
    some = list(dict.fromkeys((*judged, *others)))[:MOST_COUNTS]
    known_of = headings(corpus, {version for version, _ in some})
    return tuple(
        Change(
            known_of[version].report,
            version,
            name,
            known_of[version].publisher,
            _standing(was.claims[version].get(name)),
            _standing(now.claims[version].get(name)),
        )
        for version, name in some
    )


def _order(statement: str) -> tuple[int, str]:
    return int(statement[1:]) if statement[1:].isdecimal() else 0, statement


def _standing(one: ClaimSums | None) -> Standing | None:
    if one is None:
        return None
    figures = Figures(
        one.reports, one.carriers, one.named, one.unknown, one.unnamed, one.low, one.high
    )  # fmt: skip
    return Standing(one.id, figures, one.disputed)


# --- where it shows ---

_OF_THE_ROOM: Final = re.compile(
    r"/(?:claims|reports|judgements|compare|search|speakers|media)(?:/[^\x00-\x1f]*)?"
)


def _shows(corpus: Corpus, wanted: Wanted, page: str, number: int) -> str:
    """The path, quoted, at which what was judged shows: that which somebody came from, where it is still
    there, or else a page of what was judged.
    """
    path, query = _back(corpus, wanted.back) or (page, "")
    query = "&".join(one for one in query.split("&") if one and not one.startswith("judged="))
    told = f"{query}&judged={number}" if query else f"judged={number}"
    return f"{quote(path)}?{told}" + (f"#{quote(wanted.at)}" if wanted.at else "")


def _back(corpus: Corpus, back: str | None) -> tuple[str, str] | None:
    """A path of this room with its query, where there is such a page still."""
    try:
        told = urlsplit(back or "")
    except ValueError:
        return None
    path, query = told.path, told.query
    if told.scheme or told.netloc or not _OF_THE_ROOM.fullmatch(path):
        return None
    first, _, name = path[1:].partition("/")
    if first == "claims" and name:
        try:
            resolve_claim(corpus, name)
        except CorpusError:
            return None
    return path, quote(query, safe="=&%+:,-._~")


def _page(corpus: Corpus, judged: Judgement, ids: Collection[tuple[str, str | None]]) -> str:
    """The page of what was judged: its claim, or else its report."""
    if judged.relation == "same-entity":
        return "/judgements"
    for version, name in ids:
        if name and judged.relation not in ("copy", "whole"):
            report = headings(corpus, [version])[version].report
            try:
                resolve_claim(corpus, f"{report}:{name}")
            except CorpusError:
                return f"/reports/{report}"
            return f"/claims/{report}:{name}"
    version = judged.left.version
    return f"/reports/{headings(corpus, [version])[version].report}"
