"""Judgements of persons: kept with who and when, undone but never lost, and found again in newer readings.

A judgement refers to a version, the spans of a content and of its cue, never to the id of a statement, which
a newer reader gives anew; to an entity it refers by where it is named. What is meant now is found by overlap,
whenever it is asked, in the readings as they are without judgements.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

import msgspec
from sqlalchemy import Connection, insert, or_, select, update

from musnad.corpus import tables
from musnad.corpus.entry import unpacked_reading, unpacked_report
from musnad.corpus.errors import CorpusError
from musnad.corpus.store import Corpus, count, reading, writing
from musnad.corpus.tables import shown
from musnad.model import Reading, Span

Relation = Literal[
    "same-claim", "disputes", "corroborates", "speaker", "span", "attribution", "same-entity", "copy", "whole"
]
RELATIONS: Final[tuple[str, ...]] = get_args(Relation)
OF_CLAIMS: Final = ("same-claim", "disputes", "corroborates")
"""Relations between two statements by which claims are made, or stand beside each other."""

SHARE: Final = 0.5
"""The least part of two contents taken together that both must hold to be one statement's."""


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


@dataclass(frozen=True, slots=True)
class Attached:
    """A judgement with the statements (`Statement.id`) or entities that its anchors mean in the present
    readings, and its number in the corpus.

    None where none fits; `right` is None also where there is no second anchor. A whole version is "".
    """

    judgement: Judgement
    left: str | None
    right: str | None
    number: int = 0

    @property
    def orphaned(self) -> bool:
        """Whether an anchor of it fits no statement any more."""
        return self.left is None or (self.judgement.right is not None and self.right is None)


def judge(corpus: Corpus, judgement: Judgement) -> int:
    """Keep a judgement, and give its number; the same one kept before changes nothing.

    What follows from it is found by `upkeep_judged.apply`, or else by `upkeep.refresh`: until then the corpus
    is out of date, and says so. Raises `CorpusError`: ``unknown`` where the corpus lacks a version that it
    refers to.
    """
    with writing(corpus) as connection:
        for anchor in (judgement.left, judgement.right):
            if anchor is not None:
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


def judgements(
    corpus: Corpus, *, undone: bool = False, versions: Collection[str] | None = None
) -> tuple[Attached, ...]:
    """The judgements that hold, or all with `undone`, in the order of their keeping, with what they mean
    now; of all versions, or of these alone, by their ids.
    """
    with reading(corpus) as connection:
        found = _kept(connection, versions, undone=undone)
        of_statements = {a.version for _, one in found if one.relation not in _OTHERS for a in _anchors(one)}
        wholes = {one.left.version for _, one in found if one.relation == "whole"}
        of_entities = {a.version for _, one in found if one.relation == "same-entity" for a in _anchors(one)}
        held: dict[str, _Held] = {
            "statements": _statements(connection, of_statements),
            "entities": _entities(connection, of_entities),
        }
        checked = {name: attributed(made) for name, made in _uncorrected(connection, wholes).items()}
        spans = found
        if versions is not None:
            others = {a.version for _, one in found for a in _anchors(one)} - set(versions)
            spans = [*found, *_kept(connection, others, undone=undone)]
    corrected = _corrected(one for _, one in sorted(spans, key=lambda pair: pair[0]))
    return tuple(
        Attached(
            one,
            _whole(one, checked) if one.relation == "whole" else _attached(one, one.left, held, corrected),
            None if one.right is None else _attached(one, one.right, held, corrected),
            number,
        )
        for number, one in found
    )


def judged_same(corpus: Corpus) -> frozenset[str]:
    """The versions, by their ids, of which it is judged what a statement is to another: one claim with it or
    not, in no dispute, or no second voice for it.
    """
    c = tables.judgement.c
    with reading(corpus) as connection:
        asked = select(c.left_version, c.right_version).where(
            c.relation.in_(OF_CLAIMS), c.undone_at.is_(None)
        )
        return frozenset(name for row in connection.execute(asked) for name in row if name is not None)


def numbered_judgement(corpus: Corpus, number: int) -> Judgement:
    """The judgement of that number, undone or not. Raises `CorpusError` (``no-judgement``)."""
    with reading(corpus) as connection:
        asked = select(tables.judgement).where(tables.judgement.c.pk == number)
        row = connection.execute(asked).mappings().one_or_none()
    if row is None:
        raise CorpusError("no-judgement", f"{number}: there is no such judgement", name=str(number))
    return _judgement(row)


def _kept(
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


_AT_ONCE: Final = 500
_OTHERS: Final = ("same-entity", "copy", "whole")
_Held = Mapping[str, Sequence[tuple[str, Anchor]]]


def _anchors(judgement: Judgement) -> tuple[Anchor, ...]:
    return (judgement.left,) if judgement.right is None else (judgement.left, judgement.right)


def _whole(judgement: Judgement, checked: Mapping[str, str]) -> str | None:
    """That a version is still read as it was when somebody checked it."""
    return "" if judgement.value == checked.get(judgement.left.version) else None


def _attached(
    judgement: Judgement,
    anchor: Anchor,
    held: Mapping[str, _Held],
    corrected: Mapping[Anchor, Sequence[Anchor]],
) -> str | None:
    if judgement.relation == "copy":
        return ""
    if judgement.relation == "same-entity":
        return _named(anchor, held["entities"][anchor.version])
    among = held["statements"][anchor.version]
    # A newer reader may find what a person had to correct.
    tried = (meant(one, among) for one in (anchor, *corrected.get(anchor, ())))
    return next((found for found in tried if found is not None), None)


def _corrected(judgements: Iterable[Judgement]) -> dict[Anchor, list[Anchor]]:
    """What spans persons gave the statement of each anchor, the last first."""
    found: dict[Anchor, list[Anchor]] = {}
    for one in judgements:
        if one.relation == "span" and one.value is not None and one.undone_at is None:
            given = json.loads(one.value)
            cue = Span(*given["cue"][0]) if given.get("cue") else one.left.cue
            content = tuple(Span(*span) for span in given.get("content") or ()) or one.left.content
            found.setdefault(one.left, []).insert(0, replace(one.left, cue=cue, content=content))
    return found


def _statements(connection: Connection, versions: Collection[str]) -> dict[str, list[tuple[str, Anchor]]]:
    """The statements of versions, as they are without judgements."""
    s, v = tables.statement.c, tables.version.c
    found: dict[str, list[tuple[str, Anchor]]] = {name: [] for name in versions}
    asked = (
        select(v.id, s.id, s.cue_start, s.cue_end, s.content)
        .join(tables.version, v.pk == s.version)
        .where(v.id.in_(versions))
        .order_by(s.cue_start, s.id)
    )
    for version, name, start, end, content in connection.execute(asked):
        found[version].append((name, Anchor(version, Span(start, end), _spans(content))))
    for version, made in _readings(connection, versions, corrected=True).items():
        found[version] = statements_of(made)
    return found


def _entities(connection: Connection, versions: Collection[str]) -> dict[str, list[tuple[str, Anchor]]]:
    """The entities of versions by where they are named, as they are without judgements."""
    found: dict[str, list[tuple[str, Anchor]]] = {name: [] for name in versions}
    for version, made in _uncorrected(connection, versions).items():
        found[version] = entities_of(made)
    return found


def _uncorrected(connection: Connection, versions: Collection[str]) -> dict[str, Reading]:
    """The readings of versions as they are without judgements, without their texts."""
    present = _readings(connection, versions, corrected=False)
    return present | _readings(connection, versions, corrected=True)


def statements_of(reading: Reading) -> list[tuple[str, Anchor]]:
    """The statements of a reading with their anchors, by where their cues stand."""
    attributions = {one.id: one for one in reading.attributions}
    found = [
        (one.id, Anchor(reading.report.version, at.cue, at.content))
        for one in reading.statements
        for at in (attributions[one.attribution],)
    ]
    return sorted(found, key=lambda pair: (pair[1].cue.start, pair[0]))


def entities_of(reading: Reading) -> list[tuple[str, Anchor]]:
    """The entities of a reading that it names somewhere, with their anchors, in its order."""
    places: dict[str, list[Span]] = {}
    for mention in (*reading.mentions, *reading.credits):
        places.setdefault(mention.entity, []).append(mention.span)
    version = reading.report.version
    return [
        (one.id, Anchor(version, min(places[one.id]), tuple(sorted(set(places[one.id])))))
        for one in reading.entities
        if one.id in places
    ]


def attributed(reading: Reading) -> str:
    """What tells the attributions of a reading, and their speakers, from all others: a hash."""
    speakers = {one.attribution: one.speaker for one in reading.statements}
    called = {one.id: one.name for one in reading.entities}
    told = [
        (
            *(one.source, one.cue, one.content, one.quote, one.cue_class),
            *(one.addressee, one.medium, one.via, called.get(speakers.get(one.id) or "")),
        )
        for one in sorted(reading.attributions, key=lambda one: (one.cue, one.content))
    ]
    return hashlib.sha256(json.dumps(msgspec.to_builtins(told)).encode("ascii")).hexdigest()


def _readings(connection: Connection, versions: Collection[str], *, corrected: bool) -> dict[str, Reading]:
    """The readings of versions without their texts: those kept from before judgements, or the present
    ones.
    """
    v = tables.version.c
    table = tables.uncorrected if corrected else tables.reading
    asked = select(v.id, v.known, table.c.data).join(table, table.c.version == v.pk).where(v.id.in_(versions))
    return {
        name: unpacked_reading(unpacked_report(known, ""), data)
        for name, known, data in connection.execute(asked)
    }


def _named(anchor: Anchor, among: Iterable[tuple[str, Anchor]]) -> str | None:
    """The entity that is named most where the anchor says, the first of equals."""
    best, chosen = 0, None
    for name, other in among:
        shared = sum(one.overlap(two) for one in anchor.content for two in other.content)
        if shared > best:
            best, chosen = shared, name
    return chosen


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
