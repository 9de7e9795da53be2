"""The page of all judgements, the newest first; apart those that contradict each other or fit nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Final

import msgspec

from musnad.corpus import Attached, Corpus, judgements
from musnad.corpus.judging import Relation
from musnad.corpus.store import Stamp, stamp
from musnad.gold_checked import gold, gold_bytes
from musnad.judged import Standing, State, standings
from musnad.web.claims import Limit, Offset
from musnad.web.files import Document
from musnad.web.judged_words import End, Piece, Texts, ends, known, plain, sentences
from musnad.web.room import Room
from musnad.web.wording import Language

MEDIA_TYPE: Final = "application/x-ndjson"
MOST_APART: Final = 20
"""Judgements that are listed apart."""
MOST_JUDGES: Final = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """Which judgements: of a relation, by somebody, of a state (``holds``, ``superseded``, ``lost``,
    ``undone``); and which part of them.
    """

    relation: Relation | None = None
    by: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    state: State | None = None
    offset: Offset = 0
    limit: Limit = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A judgement: what it says in both languages, of what, by whom and when, and how it stands.

    `against` are the numbers of those of other persons that say otherwise. `said` has the sentences in
    pieces, so that names are told from words.
    """

    number: int
    relation: str
    verdict: str
    state: State
    against: tuple[int, ...]
    ar: str
    en: str
    said: Mapping[str, tuple[Piece, ...]]
    ends: tuple[End, ...]
    by: str
    at: str
    note: str | None
    undone_by: str | None
    undone_at: str | None


@dataclass(frozen=True, slots=True)
class Judge:
    """Somebody who judged, and how often."""

    by: str
    judgements: int


@dataclass(frozen=True, slots=True)
class Judgements:
    """A part of the judgements that were asked for, of `total`; of all, how many are in each state, who
    judged, the newest of those in force that contradict each other, and of those that fit nothing.
    """

    total: int
    offset: int
    limit: int
    judgements: tuple[Row, ...]
    states: dict[str, int]
    judges: tuple[Judge, ...]
    contradictory_total: int
    contradictory: tuple[Row, ...]
    lost: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class GoldAsked:
    """Which reports are written as gold: those checked whole, or `every` one with a judged attribution."""

    every: bool = False


def tell(room: Room, asked: Asked) -> Judgements:
    """The page of judgements. Raises `CorpusError`."""
    kept = _kept(room.corpus, stamp(room.corpus))
    wanted = [
        one
        for one in kept.newest
        if (asked.relation is None or one.judgement.relation == asked.relation)
        and (asked.by is None or one.judgement.by == asked.by)
        and (asked.state is None or kept.standings[one.number].state == asked.state)
    ]
    part = wanted[asked.offset : asked.offset + asked.limit]
    apart = [one for one in kept.newest if kept.standings[one.number].against]
    lost = [one for one in kept.newest if kept.standings[one.number].state == "lost"]
    of = known(room.corpus, tuple(one.judgement for one in (*part, *apart[:MOST_APART], *lost[:MOST_APART])))

    def rows(some: Iterable[Attached]) -> tuple[Row, ...]:
        return tuple(_row(one, kept.standings[one.number], of) for one in some)

    return Judgements(
        len(wanted),
        asked.offset,
        asked.limit,
        rows(part),
        kept.states,
        tuple(Judge(by, n) for by, n in kept.judges),
        len(apart),
        rows(apart[:MOST_APART]),
        rows(lost[:MOST_APART]),
    )


def gold_file(room: Room, asked: GoldAsked, _language: Language) -> Document:
    """The reports that were checked, as gold. Raises `CorpusError`."""
    return Document("musnad-gold.jsonl", MEDIA_TYPE, gold_bytes(gold(room.corpus, every=asked.every)))


@dataclass(frozen=True, slots=True)
class _Kept:
    """All judgements of one state of the corpus."""

    newest: tuple[Attached, ...]
    standings: Mapping[int, Standing]
    states: dict[str, int]
    judges: tuple[tuple[str, int], ...]


@lru_cache(maxsize=1)
def _kept(corpus: Corpus, _at: Stamp) -> _Kept:
    found = judgements(corpus, undone=True)
    stands = standings(found)
    states = Counter(one.state for one in stands.values())
    judges = Counter(one.judgement.by for one in found)
    return _Kept(
        tuple(sorted(found, key=lambda one: -one.number)),
        stands,
        {name: states[name] for name in ("holds", "superseded", "lost", "undone")},
        tuple(sorted(judges.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_JUDGES]),
    )


def _row(one: Attached, standing: Standing, of: Texts) -> Row:
    held = one.judgement
    said = sentences(held, of)
    return Row(
        number=one.number,
        relation=held.relation,
        verdict=held.verdict,
        state=standing.state,
        against=standing.against,
        ar=plain(said["ar"]),
        en=plain(said["en"]),
        said={language: said[language] for language in said},
        ends=ends(held, (one.left, one.right), of),
        by=held.by,
        at=held.at,
        note=held.note,
        undone_by=held.undone_by,
        undone_at=held.undone_at,
    )
