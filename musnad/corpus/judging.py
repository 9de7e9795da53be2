"""Judgements of persons: kept with who and when, undone but never lost, and found again in newer readings.

A judgement refers to a version, the spans of a content and of its cue, never to the id of a statement, which
a newer reader gives anew. Which statement is meant now is found by overlap, whenever it is asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import insert, select, update

from musnad.corpus import tables
from musnad.corpus.errors import CorpusError
from musnad.corpus.store import Corpus, reading, writing
from musnad.corpus.tables import shown
from musnad.model import Span

SHARE: Final = 0.5
"""The least part of two contents taken together that both must hold to be one statement's."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A statement by where it stands: the id of a version, the span of its cue, those of its content."""

    version: str
    cue: Span
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody decided of one statement or of two: the relation judged, the verdict, who, and when.

    `at` and `undone_at` are ISO 8601 date-times in UTC; one that is undone holds no longer.
    """

    relation: str
    verdict: str
    left: Anchor
    right: Anchor | None
    by: str
    at: str
    note: str | None = None
    undone_by: str | None = None
    undone_at: str | None = None


@dataclass(frozen=True, slots=True)
class Attached:
    """A judgement with the statements (`Statement.id`) that its anchors mean in the present readings.

    None where none fits; `right` is None also where there is no second anchor.
    """

    judgement: Judgement
    left: str | None
    right: str | None

    @property
    def orphaned(self) -> bool:
        """Whether an anchor of it fits no statement any more."""
        return self.left is None or (self.judgement.right is not None and self.right is None)


def judge(corpus: Corpus, judgement: Judgement) -> None:
    """Keep a judgement; the same one kept before changes nothing.

    Raises `CorpusError`: ``unknown`` where the corpus lacks a version that it refers to.
    """
    with writing(corpus) as connection:
        for anchor in (judgement.left, judgement.right):
            if anchor is not None:
                known = select(tables.version.c.pk).where(tables.version.c.id == anchor.version)
                if connection.execute(known).scalar() is None:
                    message = f"{anchor.version}: there is no such version in the corpus"
                    raise CorpusError("unknown", message, name=anchor.version)
        if connection.execute(select(tables.judgement.c.pk).where(_same(judgement))).scalar() is None:
            connection.execute(insert(tables.judgement).values(**_row(judgement)))


def undo(corpus: Corpus, judgement: Judgement, by: str, at: str) -> None:
    """Let a judgement hold no longer; it stays, with who undid it. Undoing twice changes nothing.

    Raises `CorpusError` (``unknown``) where it was never kept.
    """
    with writing(corpus) as connection:
        c = tables.judgement.c
        if connection.execute(select(c.pk).where(_same(judgement))).scalar() is None:
            raise CorpusError("unknown", "there is no such judgement in the corpus", name=judgement.relation)
        still = update(tables.judgement).where(_same(judgement), c.undone_at.is_(None))
        connection.execute(still.values(undone_by=shown(by), undone_at=at))


def judgements(corpus: Corpus, *, undone: bool = False) -> tuple[Attached, ...]:
    """The judgements that hold, or all with `undone`, in the order of their keeping, with what they mean
    now.
    """
    c, s, v = tables.judgement.c, tables.statement.c, tables.version.c
    with reading(corpus) as connection:
        asked = select(tables.judgement).order_by(c.pk)
        rows = connection.execute(asked if undone else asked.where(c.undone_at.is_(None))).mappings().all()
        found = [_judgement(row) for row in rows]
        named = sorted({a.version for one in found for a in (one.left, one.right) if a is not None})
        statements: dict[str, list[tuple[str, Anchor]]] = {name: [] for name in named}
        held = (
            select(v.id, s.id, s.cue_start, s.cue_end, s.content)
            .join(tables.version, v.pk == s.version)
            .where(v.id.in_(named))
            .order_by(s.cue_start, s.id)
        )
        for version, name, start, end, content in connection.execute(held):
            statements[version].append((name, Anchor(version, Span(start, end), _spans(content))))
    return tuple(
        Attached(
            one,
            meant(one.left, statements[one.left.version]),
            None if one.right is None else meant(one.right, statements[one.right.version]),
        )
        for one in found
    )


def meant(anchor: Anchor, among: Iterable[tuple[str, Anchor]]) -> str | None:
    """Which of these statements an anchor means: that whose cue it overlaps and whose content is most the
    same.

    None where no content shares `SHARE` of both. Of two that share as much the one with more of the cue is
    meant, then the first.
    """
    best = (0.0, 0)
    chosen: str | None = None
    for name, other in among:
        cue = anchor.cue.overlap(other.cue)
        shared = sum(one.overlap(two) for one in anchor.content for two in other.content)
        both = sum(map(len, (*anchor.content, *other.content))) - shared
        share = shared / both if both else 1.0
        if cue and share >= SHARE and (share, cue) > best:
            best, chosen = (share, cue), name
    return chosen


def _same(judgement: Judgement) -> Any:
    """The condition that a row is of this judgement."""
    c = tables.judgement.c
    keys = ("relation", "verdict", "left_version", "left_cue", "left_content", "by", "at")
    row = _row(judgement)
    matched = [c[key] == row[key] for key in keys]
    matched += [
        c[key].is_not_distinct_from(row[key]) for key in ("right_version", "right_cue", "right_content")
    ]
    condition = matched[0]
    for one in matched[1:]:
        condition &= one
    return condition


def _row(judgement: Judgement) -> dict[str, str | None]:
    left, right = judgement.left, judgement.right
    return {
        "relation": judgement.relation,
        "verdict": judgement.verdict,
        "left_version": left.version,
        "left_cue": _plain((left.cue,)),
        "left_content": _plain(left.content),
        "right_version": None if right is None else right.version,
        "right_cue": None if right is None else _plain((right.cue,)),
        "right_content": None if right is None else _plain(right.content),
        "by": shown(judgement.by),
        "at": judgement.at,
        "note": shown(judgement.note),
    }


def _judgement(row: Any) -> Judgement:
    right = None
    if row["right_version"] is not None:
        right = Anchor(row["right_version"], _spans(row["right_cue"])[0], _spans(row["right_content"]))
    return Judgement(
        relation=row["relation"],
        verdict=row["verdict"],
        left=Anchor(row["left_version"], _spans(row["left_cue"])[0], _spans(row["left_content"])),
        right=right,
        by=row["by"],
        at=row["at"],
        note=row["note"],
        undone_by=row["undone_by"],
        undone_at=row["undone_at"],
    )


def _plain(spans: Sequence[Span]) -> str:
    return json.dumps([[span.start, span.end] for span in spans], separators=(",", ":"))


def _spans(data: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(data))
