"""What holds where persons judged: statements corrected or taken out, ties made or cut, copies denied.

Pure functions. Of judgements that contradict each other the newest holds; the order in which they are given
changes nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final, Literal

import msgspec

from musnad.corpus import Attached
from musnad.model import (
    Attribution,
    Copy,
    Edge,
    Entity,
    EntityKind,
    Link,
    Place,
    Reading,
    Relation,
    Span,
    Statement,
)
from musnad.profiles import key_of
from musnad.quoting import quote_of
from musnad.references import ref_of
from musnad.segment import segment

FORM: Final = 1
"""Raised where corrections are applied otherwise than before."""

PARTS: Final = ("content", "source", "cue")
State = Literal["holds", "superseded", "lost", "undone"]
_KINDS: Final[tuple[EntityKind, ...]] = ("medium", "state", "organisation", "person")
_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """What persons put in place of what was read of a statement; None where they let it stand.

    `speaker` is a name as it should be, "" for nobody; `none` tells that it is no attribution at all.
    """

    none: bool = False
    speaker: str | None = None
    content: tuple[Span, ...] | None = None
    source: Span | None = None
    cue: Span | None = None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All that holds: corrections by version and statement, edges between statements and between entities,
    and of two versions, in order, whether one is a copy of the other, with who said so.

    `whole` are the versions that somebody checked from beginning to end.
    """

    corrections: Mapping[str, Mapping[str, Correction]]
    claims: tuple[Edge, ...]
    entities: tuple[Edge, ...]
    copies: Mapping[tuple[str, str], tuple[bool, str]]
    whole: frozenset[str]

    @property
    def voiced(self) -> frozenset[str]:
        """The statements whose speaker somebody told, by the ids of their places."""
        return frozenset(
            Place(version, name).id
            for version, some in self.corrections.items()
            for name, one in some.items()
            if one.speaker and not one.none
        )

    def mark(self, version: str) -> str | None:
        """What tells the corrections of a version from all others; None where there are none."""
        found = self.corrections.get(version)
        if not found:
            return None
        return json.dumps([FORM, msgspec.to_builtins(found)], sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a judgement stands: whether it holds, and the numbers of those of other persons that contradict
    it.
    """

    state: State
    against: tuple[int, ...] = ()


def verdicts(attached: Iterable[Attached]) -> Verdicts:
    """What holds of judgements, whatever their order; those that are undone or lost tell nothing.

    What was judged of a former version holds for that, for the newest where it fits, and for those between.
    """
    corrections: defaultdict[str, dict[str, Correction]] = defaultdict(dict)
    claims, entities, copies = list[Edge](), list[Edge](), dict[tuple[str, str], tuple[bool, str]]()
    whole = set[str]()
    for key, (one, value) in sorted(_newest(attached).items()):
        match key:
            case ("same-claim" | "disputes" | "corroborates" as relation, left, right):
                claims.append(_edge(relation, left, right, one))
            case ("same-entity", left, right):
                entities.append(_edge("same-entity", left, right, one))
            case ("copy", left, right):
                copies[left, right] = (value == "yes", one.judgement.by)
            case ("whole", version):
                whole.add(version)
            case (_, version, statement):
                held = corrections[version].get(statement, Correction())
                corrections[version][statement] = _corrected(held, key[0], value)
    found = {
        version: {name: one for name, one in sorted(some.items()) if one != Correction()}
        for version, some in sorted(corrections.items())
    }
    found = {version: some for version, some in found.items() if some}
    return Verdicts(found, tuple(claims), tuple(entities), copies, frozenset(whole))


def standings(attached: Iterable[Attached]) -> dict[int, Standing]:
    """How each judgement stands, by its number: in the newest versions of what it is of."""
    every = list(attached)
    newest = _newest(every)
    own = _newest(every, apart=True)
    by_key: defaultdict[_Key, list[tuple[Attached, Any]]] = defaultdict(list)
    for (key, _), held in own.items():
        by_key[key].append(held)
    found: dict[int, Standing] = {}
    for one in every:
        if one.judgement.undone_at is not None or one.orphaned:
            found[one.number] = Standing("undone" if one.judgement.undone_at is not None else "lost")
            continue
        told = list(_told(one))
        against = {
            other.number
            for key, value in told
            if own[key, one.judgement.by][0] is one
            for other, otherwise in by_key[key]
            if other.judgement.by != one.judgement.by and otherwise != value
        }
        holds = all(newest[key][1] == value for key, value in told)
        found[one.number] = Standing("holds" if holds else "superseded", tuple(sorted(against)))
    return found


def _newest(attached: Iterable[Attached], *, apart: bool = False) -> dict[Any, tuple[Attached, Any]]:
    """The newest judgement of each thing judged with its value; where `apart`, of each person."""
    found: dict[Any, tuple[Attached, Any]] = {}
    for one in sorted(chain.from_iterable(each.all for each in attached), key=_when):
        if one.judgement.undone_at is None and not one.orphaned:
            for key, value in _told(one):
                found[(key, one.judgement.by) if apart else key] = one, value
    return found


def _when(one: Attached) -> tuple[Any, ...]:
    """The order of judgements: by time; the rest only has two of one moment stand in one order always."""
    j = one.judgement
    return j.at, j.by, j.relation, j.verdict, j.value or "", one.left or "", one.right or "", one.number


def _told(one: Attached) -> Iterator[tuple[_Key, Any]]:
    """The things that a judgement is about, each with what it says of it."""
    judgement = one.judgement
    version, name = judgement.left.version, one.left or ""
    match judgement.relation:
        case "same-claim" | "disputes" | "corroborates" | "same-entity" | "copy" as relation:
            if judgement.right is None:
                return
            other = judgement.right.version, one.right or ""
            left, right = sorted("/".join(filter(None, end)) for end in ((version, name), other))
            if left != right:
                yield (relation, left, right), judgement.verdict
        case "whole":
            yield ("whole", version), judgement.verdict
        case "attribution":
            yield ("attribution", version, name), "none"
        case "speaker":
            yield ("attribution", version, name), "is"
            yield ("speaker", version, name), judgement.value or ""
        case "span":
            yield ("attribution", version, name), "is"
            for part, spans in json.loads(judgement.value or "{}").items():
                if part in PARTS:
                    yield (part, version, name), tuple(Span(*span) for span in spans)


def _corrected(held: Correction, what: str, value: Any) -> Correction:
    match what:
        case "attribution":
            return replace(held, none=value == "none")
        case "speaker":
            return replace(held, speaker=value)
        case "content":
            return replace(held, content=value)
        case "source":
            return replace(held, source=value[0])
    return replace(held, cue=value[0])


def _edge(relation: Relation, left: str, right: str, one: Attached) -> Edge:
    judgement = one.judgement
    return Edge(
        left,
        right,
        relation,
        "same" if judgement.verdict == "same" else "different",
        1.0,
        ("judged",),
        judgement.by,
        judgement.at,
    )


# --- readings ---


def corrected(reading: Reading, corrections: Mapping[str, Correction]) -> Reading:
    """A reading with what persons put in place of what was read, by statement; ids stay as they are.

    A speaker whom the reading does not name is a new entity, with the reference that the tables have for the
    name. What stood inside a statement taken out stands in the one around it.
    """
    if not corrections:
        return reading
    gone = {s.attribution for s in reading.statements if corrections.get(s.id, Correction()).none}
    of = {s.attribution: corrections[s.id] for s in reading.statements if s.id in corrections}
    entities = list(reading.entities)
    statements = []
    for statement in reading.statements:
        if statement.attribution not in gone:
            told = corrections.get(statement.id, Correction()).speaker
            statements.append(statement if told is None else _voiced(statement, told, entities))
    around = {one.id: one.inside for one in reading.attributions}
    segments = segment(reading.report.text, reading.report.language)
    attributions = []
    for one in reading.attributions:
        if one.id in gone:
            continue
        inside = one.inside
        while inside in gone:
            inside = around[inside or ""]
        kept = replace(one, inside=inside, continues=None if one.continues in gone else one.continues)
        told_of = of.get(one.id, Correction())
        if (told_of.content, told_of.source, told_of.cue) != (None, None, None):
            kept = _placed(kept, told_of)
            quote = quote_of(reading.report.text, segments, kept.cue, kept.content)
            kept = replace(kept, quote=quote)
        attributions.append(kept)
    return replace(
        reading,
        entities=tuple(entities),
        attributions=tuple(attributions),
        statements=tuple(statements),
    )


def _placed(one: Attribution, told: Correction) -> Attribution:
    return replace(
        one,
        content=one.content if told.content is None else told.content,
        source=one.source if told.source is None else told.source,
        cue=one.cue if told.cue is None else told.cue,
    )


def _voiced(statement: Statement, name: str, entities: list[Entity]) -> Statement:
    """A statement in the voice of somebody, or of nobody; who is not among the entities is added."""
    chain = tuple(link for link in statement.chain if link.kind != "speaker")
    if not name:
        return replace(statement, speaker=None, speaks_for=None, chain=chain)
    entity = _called(name, entities)
    if entity is None:
        kind, ref = _known(name)
        entity = Entity(f"e{_next(entities)}", name, kind, ref=ref)
        entities.append(entity)
    if entity.id == statement.speaker:
        return statement
    chain = (*chain, Link("speaker", entity.id, "judged", 1.0))
    return replace(statement, speaker=entity.id, speaks_for=None, chain=chain)


def _called(name: str, entities: Sequence[Entity]) -> Entity | None:
    """The entity that goes by a name, first those whose fullest name it is."""
    key = key_of(name)
    for names in (lambda one: (one.name,), lambda one: one.aliases):
        found = next((one for one in entities if any(key_of(form) == key for form in names(one))), None)
        if found is not None:
            return found
    return None


def _known(name: str) -> tuple[EntityKind, str | None]:
    """The kind and the reference that tables have for a name; a person where they know none."""
    found = ((kind, ref_of(kind, (name,))) for kind in _KINDS)
    return next((pair for pair in found if pair[1] is not None), ("person", None))


def _next(entities: Iterable[Entity]) -> int:
    return 1 + max((int(one.id[1:]) for one in entities if one.id[1:].isdecimal()), default=0)


# --- copies ---


def copies_judged(
    found: Iterable[Copy], told: Verdicts, make: Callable[[str, str, str], Copy | None]
) -> tuple[Copy, ...]:
    """Copies without those that persons deny, and with those that they add, by the ids of later and earlier.

    `make` gives the copy that two versions are by the word of somebody, None where one is not there. A
    rewrite that is judged a copy becomes one.
    """
    judged = {pair: (is_copy, by) for pair, (is_copy, by) in told.copies.items()}
    kept, held = list[Copy](), set[tuple[str, str]]()
    for copy in found:
        pair = (min(copy.later, copy.earlier), max(copy.later, copy.earlier))
        is_copy, _ = judged.get(pair, (None, ""))
        if is_copy is None or (is_copy and copy.kind == "copy"):
            kept.append(copy)
            held.add(pair)
    for pair, (is_copy, by) in sorted(judged.items()):
        if is_copy and pair not in held and (made := make(*pair, by)) is not None:
            kept.append(made)
    return tuple(sorted(kept, key=lambda one: (one.later, one.earlier)))
