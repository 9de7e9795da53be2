"""Judgements of persons: kept with who and when, undone but never lost.

A judgement refers to a version, the spans of a content and of its cue, never to the id of a statement, which
a newer reader gives anew; to an entity it refers by where it is named. `attaching.py` finds what is meant.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from sqlalchemy import Connection, insert, or_, select, update

from musnad.corpus import tables
from musnad.corpus.errors import CorpusError
from musnad.corpus.store import Corpus, count, reading, writing
from musnad.corpus.tables import shown
from musnad.model import Span

Relation = Literal[
    "same-claim", "disputes", "corroborates", "speaker", "span", "attribution", "same-entity", "copy", "whole"
]
RELATIONS: Final[tuple[str, ...]] = get_args(Relation)
OF_CLAIMS: Final = ("same-claim", "disputes", "corroborates")
"""Relations between two statements by which claims are made, or stand beside each other."""

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Anchor:
    """A statement by where it stands: the id of a version, the span of its cue, those of its content.

    An entity by where it is named: `cue` is the first place, `content` are all. A whole version has an empty
    `cue` and no content.
    """

    version: str
    cue: Span
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody decided of one thing or of two: the relation judged, the verdict, who, and when.

    `at` and `undone_at` are ISO 8601 date-times in UTC; one that is undone holds no longer. `value` is what
    it puts in place of what was read: of ``speaker`` the name, "" for nobody; of ``span`` a JSON object of
    ``content``, ``source`` and ``cue``, those that are corrected, each a list of ``[start, end]``; of
    ``whole`` what `attributed` gave for the reading that was checked.
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
    value: str | None = None

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """What it is of: one thing or two."""
        return (self.left,) if self.right is None else (self.left, self.right)


def judge(corpus: Corpus, judgement: Judgement) -> int:
    """Keep a judgement, and give its number; the same one kept before changes nothing.

    What follows from it is found by `upkeep_judged.apply`, or else by `upkeep.refresh`: until then the corpus
    is out of date, and says so. Raises `CorpusError`: ``unknown`` where the corpus lacks a version that it
    refers to.
    """
    with writing(corpus) as connection:
        for anchor in judgement.anchors:
            known = select(tables.version.c.pk).where(tables.version.c.id == anchor.version)
            if connection.execute(known).scalar() is None:
                message = f"{anchor.version}: there is no such version in the corpus"
                raise CorpusError("unknown", message, name=anchor.version)
        asked = select(tables.judgement.c.pk).where(_same(judgement))
        number = connection.execute(asked).scalar()
        if number is None:
            connection.execute(insert(tables.judgement).values(**_row(judgement)))
            _tell(connection, judgement)
            number = connection.execute(asked).scalar_one()
    return int(number)


def undo(corpus: Corpus, judgement: Judgement, by: str, at: str) -> None:
    """Let a judgement hold no longer; it stays, with who undid it. Undoing twice changes nothing.

    Raises `CorpusError` (``unknown``) where it was never kept.
    """
    with writing(corpus) as connection:
        c = tables.judgement.c
        if connection.execute(select(c.pk).where(_same(judgement))).scalar() is None:
            raise CorpusError("unknown", "there is no such judgement in the corpus", name=judgement.relation)
        still = update(tables.judgement).where(_same(judgement), c.undone_at.is_(None))
        if connection.execute(still.values(undone_by=shown(by), undone_at=at)).rowcount:
            _tell(connection, judgement)


def _tell(connection: Connection, judgement: Judgement) -> None:
    """Have the corpus know that it is out of date.

    Nothing kept follows from who is one with whom, nor from what was checked whole.
    """
    if judgement.relation not in ("same-entity", "whole"):
        count(connection, "judged", 1)


def numbered_judgement(corpus: Corpus, number: int) -> Judgement:
    """The judgement of that number, undone or not. Raises `CorpusError` (``no-judgement``)."""
    with reading(corpus) as connection:
        asked = select(tables.judgement).where(tables.judgement.c.pk == number)
        row = connection.execute(asked).mappings().one_or_none()
    if row is None:
        raise CorpusError("no-judgement", f"{number}: there is no such judgement", name=str(number))
    return _judgement(row)


def kept(
    connection: Connection, versions: Collection[str] | None, *, undone: bool
) -> list[tuple[int, Judgement]]:
    """The judgements that are kept, of all versions or of some, with their numbers, in their order."""
    c = tables.judgement.c
    asked = select(tables.judgement).order_by(c.pk)
    if not undone:
        asked = asked.where(c.undone_at.is_(None))
    if versions is None:
        rows = list(connection.execute(asked).mappings())
    else:
        names = sorted(versions)
        by_number = {
            row["pk"]: row
            for at in range(0, len(names), _AT_ONCE)
            for some in [names[at : at + _AT_ONCE]]
            for row in connection.execute(
                asked.where(or_(c.left_version.in_(some), c.right_version.in_(some)))
            ).mappings()
        }
        rows = [by_number[number] for number in sorted(by_number)]
    return [(row["pk"], _judgement(row)) for row in rows]


def _same(judgement: Judgement) -> Any:
    """The condition that a row is of this judgement."""
    c = tables.judgement.c
    keys = ("relation", "verdict", "left_version", "left_cue", "left_content", "by", "at")
    row = _row(judgement)
    matched = [c[key] == row[key] for key in keys]
    matched += [
        c[key].is_not_distinct_from(row[key])
        for key in ("right_version", "right_cue", "right_content", "value")
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
        "value": shown(judgement.value),
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
        value=row["value"],
    )


def _plain(spans: Sequence[Span]) -> str:
    return json.dumps([[span.start, span.end] for span in spans], separators=(",", ":"))


def _spans(data: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(data))
