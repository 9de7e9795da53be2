"""What judgements mean now: found by overlap in the readings as they are without judgements, whenever asked.

A page that changed is a new version of its report. What was judged of a former one holds for each that came
later, the newest above all, where the words that were judged stand there still.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, func, select

from musnad.corpus import tables
from musnad.corpus.entry import unpacked_reading, unpacked_report, unpacked_text
from musnad.corpus.judging import OF_CLAIMS, Anchor, Judgement, kept
from musnad.corpus.store import Corpus, reading
from musnad.model import Reading, Span
from musnad.moved import Moved, moved

SHARE: Final = 0.5
"""The least part of two contents taken together that both must hold to be one statement's."""

_AT_ONCE: Final = 500
_OF_READINGS: Final = ("speaker", "span", "attribution")
"""What corrects readings, of former versions too; all else is told of the newest versions alone."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A judgement with the statements (`Statement.id`) or entities that its anchors mean in the present
    readings, and its number in the corpus.

    None where none fits; `right` is None also where there is no second anchor. A whole version is "".
    `judgement` tells of the newest versions where it fits them, `original` how it was kept where that is
    otherwise; `former` is what it means in the versions between, from that on in which it was judged.
    """

    judgement: Judgement
    left: str | None
    right: str | None
    number: int = 0
    original: Judgement | None = None
    former: tuple[Attached, ...] = ()

    @property
    def orphaned(self) -> bool:
        """Whether an anchor of it fits nothing in the newest version any more."""
        return self.left is None or (self.judgement.right is not None and self.right is None)

    @property
    def kept(self) -> Judgement:
        """The judgement as it was kept."""
        return self.judgement if self.original is None else self.original

    @property
    def all(self) -> tuple[Attached, ...]:
        """What it means in the newest versions, and in former ones."""
        return (self, *self.former)


def judgements(
    corpus: Corpus, *, undone: bool = False, versions: Collection[str] | None = None
) -> tuple[Attached, ...]:
    """The judgements that hold, or all with `undone`, in the order of their keeping, with what they mean
    now; of all versions, or of these alone, by their ids, with all others of their reports.
    """
    with reading(corpus) as connection:
        some = None if versions is None else _kin(connection, versions)
        found = kept(connection, some, undone=undone)
        spans = found
        if some is not None:
            others = {one.version for _, made in found for one in made.anchors} - some
            spans = [*found, *kept(connection, others, undone=undone)]
        corrected = _corrected(one for _, one in sorted(spans, key=lambda pair: pair[0]))
        fitting = _Fitting(connection, [one for _, one in found], corrected)
        return tuple(fitting.attached(one, number) for number, one in found)


def judged_same(corpus: Corpus) -> frozenset[str]:
    """The versions, by their ids, of which it is judged what a statement is to another: one claim with it or
    not, in no dispute, or no second voice for it; the newest of their reports too.
    """
    c = tables.judgement.c
    with reading(corpus) as connection:
        asked = select(c.left_version, c.right_version).where(
            c.relation.in_(OF_CLAIMS), c.undone_at.is_(None)
        )
        found = {name for row in connection.execute(asked) for name in row if name is not None}
        return frozenset({*found, *(later[-1] for later in _later(connection, found).values())})


def judged_speakers(corpus: Corpus) -> frozenset[str]:
    """The versions, by their ids, of which it is judged who says something; later ones of their reports
    too.
    """
    c = tables.judgement.c
    with reading(corpus) as connection:
        asked = select(c.left_version).where(c.relation == "speaker", c.undone_at.is_(None))
        found = set(connection.execute(asked).scalars())
        return frozenset(name for line in _later(connection, found).values() for name in line)


def kin(corpus: Corpus, versions: Collection[str]) -> frozenset[str]:
    """All versions of the reports of which these are versions, by their ids."""
    with reading(corpus) as connection:
        return frozenset(_kin(connection, versions))


def current(corpus: Corpus, versions: Collection[str]) -> dict[str, str]:
    """The newest version of the report of each of these versions, by their ids."""
    with reading(corpus) as connection:
        return {name: later[-1] for name, later in _later(connection, versions).items()}


def _kin(connection: Connection, versions: Collection[str]) -> set[str]:
    return set(versions) | {name for _, name in _siblings(connection, versions)}


def _later(connection: Connection, versions: Collection[str]) -> dict[str, list[str]]:
    """Each of these versions and those of its report that came later, the newest last."""
    reports: dict[int, list[str]] = {}
    for report, name in _siblings(connection, versions):
        reports.setdefault(report, []).append(name)
    wanted = set(versions)
    return {
        name: line[at:] for line in reports.values() for at, name in enumerate(line) if name in wanted
    }  # fmt: skip


def _siblings(connection: Connection, versions: Collection[str]) -> Iterator[tuple[int, str]]:
    """The versions of the reports of these, each with the key of its report, oldest first."""
    v, names = tables.version.c, sorted(versions)
    for at in range(0, len(names), _AT_ONCE):
        of = select(v.report).where(v.id.in_(names[at : at + _AT_ONCE]))
        # The order of `writing.settle_newest`.
        order = (v.report, v.seen, func.coalesce(v.published, ""), v.id)
        for row in connection.execute(select(v.report, v.id).where(v.report.in_(of)).order_by(*order)):
            yield row.report, row.id


# --- what is meant ---

_Held = Mapping[str, Sequence[tuple[str, Anchor]]]


class _Fitting:
    """What is read of the versions that some judgements are of, and what these mean in it."""

    def __init__(
        self,
        connection: Connection,
        judged: Sequence[Judgement],
        corrected: Mapping[Anchor, Sequence[Anchor]],
    ) -> None:
        self._corrected = corrected
        self._later = _later(connection, {one.version for made in judged for one in made.anchors})
        lines = {one.version: self._line(one.version) for made in judged for one in made.anchors}
        changed = {name for line in lines.values() if len(line) > 1 for name in line}

        def touched(*relations: str) -> set[str]:
            of = (made.anchors for made in judged if made.relation in relations)
            return {name for anchors in of for one in anchors for name in lines[one.version]}

        entities = touched("same-entity")
        wholes = {made.left.version for made in judged if made.relation == "whole"}
        spoken = touched("speaker") & changed
        readings = _uncorrected(connection, entities | wholes | spoken)
        self._statements: _Held = _statements(connection, touched(*OF_CLAIMS, *_OF_READINGS))
        self._entities: _Held = {name: entities_of(readings[name]) for name in entities}
        self._checked = {name: attributed(readings[name]) for name in wholes}
        self._sources = {name: _sources(readings[name]) for name in spoken}
        self._texts = _texts(connection, changed)

    def _line(self, version: str) -> list[str]:
        return self._later.get(version, [version])

    def attached(self, judgement: Judgement, number: int) -> Attached:
        """What a judgement means in the newest versions; of readings, in all from that on that was judged."""
        first = judgement.left.version
        if judgement.relation == "whole":
            same = judgement.value == self._checked[first]
            return Attached(judgement, "" if same else None, None, number)
        targets = [self._line(one.version)[-1] for one in judgement.anchors]
        found = self._in(judgement, number, targets)
        if judgement.relation not in _OF_READINGS:
            return found
        line = self._line(first)
        between = (self._in(judgement, number, [name]) for name in line[:-1])
        return replace(found, former=tuple(one for one in between if not one.orphaned))

    def _in(self, judgement: Judgement, number: int, targets: Sequence[str]) -> Attached:
        """What a judgement means in these versions, one for each of its anchors."""
        ends = [
            self._meant(judgement.relation, anchor, target)
            for anchor, target in zip(judgement.anchors, targets, strict=True)
        ]
        names: list[str | None] = [None if end is None else end[0] for end in ends]
        value = judgement.value
        if judgement.relation == "span" and targets[0] != judgement.left.version:
            value = self._placed(judgement, targets[0])
            names[0] = None if value is None else names[0]
        left, right = names[0], names[1] if len(names) > 1 else None
        carried = any(
            target != anchor.version for anchor, target in zip(judgement.anchors, targets, strict=True)
        )
        if not carried or None in names:
            return Attached(judgement, left, right, number)
        now = [end[1] for end in ends if end is not None]
        told = replace(judgement, left=now[0], right=now[1] if len(now) > 1 else None, value=value)
        return Attached(told, left, right, number, judgement)

    def _meant(self, relation: str, anchor: Anchor, target: str) -> tuple[str, Anchor] | None:
        """What an anchor means in a version, and where that stands; None where nothing fits."""
        if target == anchor.version:
            name = self._here(relation, anchor)
            return None if name is None else (name, anchor)
        how = moved(self._texts[anchor.version], self._texts[target])
        if relation == "copy":
            return ("", replace(anchor, version=target)) if how.alike() else None
        among = (self._entities if relation == "same-entity" else self._statements)[target]
        for one in (anchor, *self._corrected.get(anchor, ())):
            content = tuple(part for span in one.content for part in how.parts(span))
            if relation == "same-entity":
                name = _named(replace(one, content=content), among)
            elif (cue := how.whole(one.cue, every=True)) is not None:
                name = meant(Anchor(target, cue, content), among, sum(map(len, one.content)))
            else:
                continue
            if name is not None and (relation != "speaker" or self._voiced(anchor, target, name, how)):
                return name, dict(among)[name]
        return None

    def _here(self, relation: str, anchor: Anchor) -> str | None:
        """What an anchor means in its own version."""
        if relation == "copy":
            return ""
        if relation == "same-entity":
            return _named(anchor, self._entities[anchor.version])
        among = self._statements[anchor.version]
        # A newer reader may find what a person had to correct.
        tried = (meant(one, among) for one in (anchor, *self._corrected.get(anchor, ())))
        return next((found for found in tried if found is not None), None)

    def _voiced(self, anchor: Anchor, target: str, name: str, how: Moved) -> bool:
        """Whether the words that tell who speaks are those that were judged: a page may correct them too."""
        was = self._sources[anchor.version].get(self._here("speaker", anchor) or "")
        now = self._sources[target].get(name)
        if was is None or now is None:
            return was == now
        there = how.whole(was, every=True)
        return there is not None and bool(there.overlap(now))

    def _placed(self, judgement: Judgement, target: str) -> str | None:
        """The spans that somebody gave, where they stand in a version; None where one does not."""
        how = moved(self._texts[judgement.left.version], self._texts[target])
        given: dict[str, list[list[int]]] = json.loads(judgement.value or "{}")
        found = {part: [how.whole(Span(*span)) for span in spans] for part, spans in given.items()}
        if any(span is None for spans in found.values() for span in spans):
            return None
        placed = {part: [(one.start, one.end) for one in some if one] for part, some in found.items()}
        return json.dumps(placed, sort_keys=True, separators=(",", ":"))


def _named(anchor: Anchor, among: Iterable[tuple[str, Anchor]]) -> str | None:
    """The entity that is named most where the anchor says, the first of equals."""
    best, chosen = 0, None
    for name, other in among:
        shared = sum(one.overlap(two) for one in anchor.content for two in other.content)
        if shared > best:
            best, chosen = shared, name
    return chosen


def meant(anchor: Anchor, among: Iterable[tuple[str, Anchor]], size: int | None = None) -> str | None:
    """Which of these statements an anchor means: that whose cue it overlaps and whose content is most the
    same.

    None where no content shares `SHARE` of both. Of two that share as much the one with more of the cue is
    meant, then the first. `size` is how long the content was that was judged, where less of it stands.
    """
    best = (0.0, 0)
    chosen: str | None = None
    own = sum(map(len, anchor.content)) if size is None else size
    for name, other in among:
        cue = anchor.cue.overlap(other.cue)
        shared = sum(one.overlap(two) for one in anchor.content for two in other.content)
        both = own + sum(map(len, other.content)) - shared
        share = shared / both if both else 1.0
        if cue and share >= SHARE and (share, cue) > best:
            best, chosen = (share, cue), name
    return chosen


def _corrected(judged: Iterable[Judgement]) -> dict[Anchor, list[Anchor]]:
    """What spans persons gave the statement of each anchor, the last first."""
    found: dict[Anchor, list[Anchor]] = {}
    for one in judged:
        if one.relation == "span" and one.value is not None and one.undone_at is None:
            given = json.loads(one.value)
            cue = Span(*given["cue"][0]) if given.get("cue") else one.left.cue
            content = tuple(Span(*span) for span in given.get("content") or ()) or one.left.content
            found.setdefault(one.left, []).insert(0, replace(one.left, cue=cue, content=content))
    return found


# --- what is read ---


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
        spans = tuple(Span(*span) for span in json.loads(content))
        found[version].append((name, Anchor(version, Span(start, end), spans)))
    for version, made in _readings(connection, versions, corrected=True).items():
        found[version] = statements_of(made)
    return found


def _uncorrected(connection: Connection, versions: Collection[str]) -> dict[str, Reading]:
    """The readings of versions as they are without judgements, without their texts."""
    present = _readings(connection, versions, corrected=False)
    return present | _readings(connection, versions, corrected=True)


def _readings(connection: Connection, versions: Collection[str], *, corrected: bool) -> dict[str, Reading]:
    """The readings of versions without their texts: those kept from before judgements, or the present
    ones.
    """
    v = tables.version.c
    table: Any = tables.uncorrected if corrected else tables.reading
    asked = select(v.id, v.known, table.c.data).join(table, table.c.version == v.pk).where(v.id.in_(versions))
    return {
        name: unpacked_reading(unpacked_report(known, ""), data)
        for name, known, data in connection.execute(asked)
    }


def _texts(connection: Connection, versions: Collection[str]) -> dict[str, str]:
    v = tables.version.c
    asked = select(v.id, v.text).where(v.id.in_(versions))
    return {name: unpacked_text(data) for name, data in connection.execute(asked)}


def _sources(reading: Reading) -> dict[str, Span | None]:
    """The words that tell who speaks, of each statement of a reading."""
    sources = {one.id: one.source for one in reading.attributions}
    return {one.id: sources[one.attribution] for one in reading.statements}


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
