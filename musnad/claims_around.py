"""Claims made anew around a few statements that changed: their ties, and the groups in which they stand.

What two statements are to each other depends on the two alone, and whether statements are one claim on the
ties between those that ties connect: all else stays as it is, and what comes of it equals a rebuild.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from musnad.briefs import of_stored
from musnad.claims import Member, claims
from musnad.claims_apart import kept_apart
from musnad.claims_pairs import Statement
from musnad.claims_reading import PairOdds, Recalled, of_rows, recalling
from musnad.claims_update import claimed, content
from musnad.claims_weighing import edges
from musnad.corpus import Claimed, Corpus
from musnad.corpus.attaching import judged_same, judged_speakers, judgements
from musnad.corpus.digesting import stems_of
from musnad.corpus.pair_odds import keep_pair_odds
from musnad.corpus.renewing import (
    Standing,
    claim_of,
    copies_of,
    held_claims,
    origins_of,
    replace_claims,
    replace_ties,
    standing,
    ties_of,
    versions_of,
)
from musnad.digests import near
from musnad.direction import day_number
from musnad.judged import verdicts
from musnad.model import Claim, Copy, Edge, Place, numbered

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BESIDE: Final = ("corroborates", "disputes")


def renew_ties(
    corpus: Corpus,
    changed: Collection[Place],
    gone: Collection[Place],
    reading: Callable[[], PairOdds | None],
) -> frozenset[Place]:
    """Compare statements that changed with all others, and forget the ties of those that are gone; whatever
    had ties with them or has them now.

    Digests must be up to date. Raises `CorpusError`.
    """
    before = ties_of(corpus, {*changed, *gone}).values()
    asked = Recalled()
    made = _compared(corpus, changed, reading(), asked) if changed else []
    replace_ties(corpus, {*changed, *gone}, made)
    keep_pair_odds(corpus, asked.all())
    ends = {Place.of(end) for edge in (*before, *made) for end in (edge.left, edge.right)}
    return frozenset({*ends, *changed} - set(gone))


def _compared(
    corpus: Corpus, changed: Collection[Place], reads: PairOdds | None, asked: Recalled
) -> list[Edge]:
    """The edges of statements that changed, to each other and to all others; `asked` takes what is read."""
    own = {held.report.version: of_stored(held) for held in versions_of(corpus, _versions(changed))}
    rows = {(version, said.id): row for version, taken in own.items() for row, said in enumerate(taken.said)}
    wanted = [(one.version, rows[one.version, one.statement]) for one in changed]
    chosen = near(stems_of(corpus), wanted)
    for version, row in wanted:
        chosen[version] = sorted({*chosen.get(version, ()), row})
    texts, statements = dict[str, str](), list[Statement]()
    held = {one.report.version: one for one in versions_of(corpus, chosen)}
    for version in sorted(chosen):
        report, taken = held[version].report, of_stored(held[version])
        texts[version] = report.text
        story = frozenset(taken.document.features.names.tolist())
        day = day_number(report.published)
        statements += [Statement(version, taken.said[row], day, story) for row in chosen[version]]
    names = {one.id for one in changed}
    fresh = [row for row, one in enumerate(statements) if one.id in names]

    def odds(wanted: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
        if reads is None:  # edges does not ask then
            raise RuntimeError("nothing reads pairs")
        held = recalling(corpus, reads, asked)
        return of_rows(held, lambda row: content(texts.__getitem__, statements[row]), wanted)

    return list(edges(statements, fresh, None if reads is None else odds))


@dataclass(frozen=True, slots=True)
class Renewed:
    """The claims that were made anew, with their counts, and the ids of those that are no more."""

    claims: tuple[Claimed, ...]
    gone: tuple[str, ...]


def renew_claims(
    corpus: Corpus, seeds: Collection[Place], gone: Collection[Place], recount: Collection[Place]
) -> Renewed:
    """Make anew the claims around statements whose ties changed, or of persons who judged them one or not.

    `gone` are statements that are no more, `recount` those whose content or origin changed, or copies between
    their reports: they are seeds too. Raises `CorpusError`.
    """
    touched = {*seeds, *recount, *gone}
    # Statements of one stretch are one claim without a tie: who stood with one that moved is seen to as well.
    stood = {one for held in held_claims(corpus, touched).values() for one in held}
    around = _around(corpus, (touched | stood) - set(gone))
    found = _grouped(corpus, around)
    before = held_claims(corpus, {*around.members, *gone})
    again = set(recount)
    changed = [
        one for one in found if before.get(one.id) != one.statements or not again.isdisjoint(one.statements)
    ]
    counted = {one.claim.id: one for one in _counted(corpus, changed)}
    ended = replace_claims(corpus, gone, found, counted)
    return Renewed(tuple(counted[name] for name in sorted(counted)), ended)


@dataclass(frozen=True, slots=True)
class _Around:
    """Statements that ties of one claim, or one stretch, connect with some, and all edges that these have."""

    members: frozenset[Place]
    edges: tuple[Edge, ...]
    standing: dict[str, Standing]


def _around(corpus: Corpus, seeds: Collection[Place]) -> _Around:
    known: dict[str, Standing] = {}
    found = dict[tuple[str, ...], Edge]()
    others: defaultdict[Place, set[Place]] = defaultdict(set)
    judged, heard, asked = judged_same(corpus), set[str](), set[str]()
    seen: set[Place] = set()
    todo = set(seeds)
    while todo:
        versions = _versions(todo)
        known |= standing(corpus, versions - asked)
        asked |= versions
        todo = {at for at in todo if at.version in known and at.statement in known[at.version].contents}
        seen |= todo
        told = list(ties_of(corpus, todo).values())
        if of := (versions & judged) - heard:
            told += verdicts(judgements(corpus, versions=of)).claims
            heard |= of
        for edge in told:
            found[edge.left, edge.right, edge.relation, edge.by or ""] = edge
            if edge.relation == "same-claim" and edge.judgement == "same":
                one, other = Place.of(edge.left), Place.of(edge.right)
                others[one].add(other)
                others[other].add(one)
        todo = ({other for at in todo for other in others[at]} | _of_one_stretch(todo, known)) - seen
    return _Around(frozenset(seen), tuple(found.values()), known)


def _of_one_stretch(some: Collection[Place], known: Mapping[str, Standing]) -> set[Place]:
    """The statements that have a stretch in common with one of these, which makes them one claim."""
    found = set[Place]()
    for at in some:
        contents = known[at.version].contents
        own = contents[at.statement]
        found |= {Place(at.version, name) for name, content in contents.items() if content == own}
    return found


def _grouped(corpus: Corpus, around: _Around) -> list[Claim]:
    """The claims of statements that are connected, with all claims beside them."""
    numbers = {
        version: numbered(around.standing[version].contents.items()) for version in _versions(around.members)
    }
    members = [
        Member(
            at,
            around.standing[at.version].contents[at.statement],
            around.standing[at.version].published,
            numbers[at.version][at.statement],
        )
        for at in around.members
    ]
    edges = [*around.edges, *_apart(corpus, members, around.edges)]
    found = claims(members, edges)
    inner = {at.id: one.id for one in found for at in one.statements}
    across = [
        (edge.relation, *ends, edge.judgement == "different")
        for edge in around.edges
        if edge.relation in _BESIDE
        for ends in ((edge.left, edge.right), (edge.right, edge.left))
        if ends[0] in inner and ends[1] not in inner
    ]
    outer = claim_of(corpus, {Place.of(other) for _, _, other, _ in across})
    pairs = [(name, inner[own], outer[other], no) for name, own, other, no in across if other in outer]
    apart = {(name, own, other) for name, own, other, no in pairs if no}
    beside: dict[str, defaultdict[str, set[str]]] = {name: defaultdict(set) for name in _BESIDE}
    for name, own, other, _ in pairs:
        if (name, own, other) not in apart:
            beside[name][own].add(other)
    return [
        replace(
            one,
            corroborated=tuple(sorted({*one.corroborated, *beside["corroborates"][one.id]})),
            disputed=tuple(sorted({*one.disputed, *beside["disputes"][one.id]})),
        )
        for one in found
    ]


def _apart(corpus: Corpus, members: Sequence[Member], edges: Sequence[Edge]) -> tuple[Edge, ...]:
    """What keeps statements whose speaker somebody told apart from those of others."""
    versions = {one.place.version for one in members}
    of = versions & judged_speakers(corpus)
    judged = verdicts(judgements(corpus, versions=of)).voiced if of else frozenset()
    if judged.isdisjoint(one.id for one in members):
        return ()
    voices = {
        Place(held.report.version, one.id).id: one.voice
        for held in versions_of(corpus, versions)
        for one in of_stored(held).said
    }
    return kept_apart(members, edges, voices, judged)


def _counted(corpus: Corpus, changed: Sequence[Claim]) -> list[Claimed]:
    """These claims with their counts."""
    versions = _versions(at for one in changed for at in one.statements)
    held = {one.report.version: one for one in versions_of(corpus, versions)}
    reports = {version: one.report for version, one in held.items()}
    taken = {version: of_stored(one) for version, one in held.items()}
    said = {(version, one.id): one for version, of in taken.items() for one in of.said}
    whence = {
        (version, name): origin
        for version, one in origins_of(corpus, versions).items()
        for name, origin in one.statements
    }
    between: defaultdict[str, list[Copy]] = defaultdict(list)
    for copy in copies_of(corpus, versions):
        between[copy.later].append(copy)
    return [claimed(one, said, reports, whence, between) for one in changed]


def _versions(places: Iterable[Place]) -> set[str]:
    return {one.version for one in places}
