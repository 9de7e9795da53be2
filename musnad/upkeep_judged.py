"""What persons judge, brought into a corpus at once: the judgement and all that follows in one transaction.

Only what it touches is made anew: readings corrected, the ties of statements in them, the claims around
these, origins and copies. What comes of it equals what `upkeep.refresh` would find from nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from musnad.briefs import Brief, brief, of_stored, packed, unpacked
from musnad.claims_around import renew_claims, renew_ties
from musnad.claims_evidence import said
from musnad.claims_reading import installed_reading
from musnad.copies import Document, told
from musnad.corpus import (
    Attached,
    Claimed,
    Corpus,
    Heeded,
    Judgement,
    Remade,
    StoredVersion,
    corrected,
    heard,
    judge,
    judgements,
    numbered_judgement,
    packed_reading,
    together,
    uncorrected,
    undo,
)
from musnad.corpus.attaching import kin
from musnad.corpus.correcting import put_remade
from musnad.corpus.digesting import digest_missing, drop_digests
from musnad.corpus.renewing import (
    copies_of,
    heed,
    heeded,
    newest_of,
    overruled_of,
    put_copy,
    standing,
    statements_held,
    versions_of,
)
from musnad.digests import FORM, digest
from musnad.judged import Standing, Verdicts, copies_judged, standings, verdicts
from musnad.judged import corrected as corrected_reading
from musnad.model import Copy, Edge, Place
from musnad.origins import evidence
from musnad.origins_around import Spread, renew_origins


@dataclass(frozen=True, slots=True)
class Heard:
    """What holds by judgement, of which judgements, and the readings that change by it."""

    attached: tuple[Attached, ...]
    verdicts: Verdicts
    heeded: Heeded

    def version(self, held: StoredVersion) -> StoredVersion:
        """A version with its reading as it is to be."""
        made = self.heeded.readings.get(held.report.version)
        if made is None:
            return held
        return replace(held, packed=made.reading.data, packed_brief=made.reading.brief)

    def marks(self, marks: Mapping[str, str]) -> dict[str, str]:
        """By what statements were compared, without those that change."""
        return {name: mark for name, mark in marks.items() if name not in self.heeded.readings}

    def copies(
        self, found: Sequence[Copy], documents: Sequence[Document]
    ) -> tuple[tuple[Copy, ...], tuple[Copy, ...]]:
        """Copies as persons have them, and those that the program found and that stand otherwise."""
        if not self.verdicts.copies:
            return tuple(found), ()
        held = {one.version: one for one in documents}

        def make(one: str, other: str, by: str) -> Copy | None:
            return told(held[one], held[other], by) if one in held and other in held else None

        kept = copies_judged(found, self.verdicts, make)
        left = set(kept)
        return kept, tuple(one for one in found if one not in left)


def hear(corpus: Corpus) -> Heard:
    """What holds by judgement now, and what it changes in the readings that are kept.

    Raises `CorpusError`.
    """
    of = heard(corpus)
    attached = judgements(corpus)
    found = verdicts(attached)
    remade = _remade(corpus, found, {*corrected(corpus), *found.corrections})
    return Heard(attached, found, Heeded(of, remade))


def _remade(corpus: Corpus, found: Verdicts, versions: Iterable[str]) -> dict[str, Remade]:
    """The readings of versions that judgements would have otherwise than they are."""
    present = corrected(corpus)
    remade = {}
    for version in sorted(versions):
        mark = found.mark(version)
        if mark != present.get(version):
            remade[version] = _corrected(uncorrected(corpus, version), found, mark)
    return remade


def _corrected(held: StoredVersion, found: Verdicts, mark: str | None) -> Remade:
    """A version's reading as judgements have it; without any, as it was made."""
    reading = held.reading()
    if mark is None:
        made = packed_reading(reading)
        return Remade(held.packed, None, replace(made, data=held.packed, brief=held.packed_brief))
    new = corrected_reading(reading, found.corrections[held.report.version])
    # Who says something changes neither who copies whom nor which came first.
    own = _brief(held)
    told_of = replace(own, evidence=evidence(new), said=said(new))
    return Remade(held.packed, mark, packed_reading(new, packed(told_of)))


def _brief(held: StoredVersion) -> Brief:
    return unpacked(held.brief()) or brief(held.reading())


# --- judging ---


@dataclass(frozen=True, slots=True)
class Effect:
    """What a judgement changed, or its undoing: its number, and what was made anew.

    `before` is the number under which the same was judged before, or undone before: nothing changed then.
    `superseded` are judgements of the same person that hold no longer, `against` those of others that
    contradict it, by number and name. `readings` are versions whose reading is another now, `copies` pairs of
    versions, `origins` versions whose origins are others; `claims` are those made anew with their counts,
    `gone` the ids of those that are no more.
    """

    number: int
    before: bool = False
    superseded: tuple[int, ...] = ()
    against: tuple[tuple[int, str], ...] = ()
    readings: tuple[str, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    origins: tuple[str, ...] = ()
    claims: tuple[Claimed, ...] = ()
    gone: tuple[str, ...] = ()


def apply(corpus: Corpus, judgement: Judgement) -> Effect:
    """Keep a judgement and have the corpus heed it, in one transaction; another who judges waits meanwhile.

    Where reports were added that `upkeep.refresh` has not brought in, these stay to be brought in. Raises
    `CorpusError`: ``unknown`` where the corpus lacks a version that is judged, ``busy`` where another writes
    for longer than the corpus was opened to wait.
    """
    with together(corpus) as one:
        versions = _anchored(one, [judgement])
        held = judgements(one, versions=versions)
        stood = standings(held)
        same = next((it.number for it in held if _same(it, judgement, stood)), None)
        if same is not None:
            return Effect(same, before=True)
        in_step = heeded(one)
        number = judge(one, judgement)
        effect = _settle(one, [number], versions, held)
        if in_step:
            heed(one)
        now = standings(judgements(one, versions=versions))
    return replace(
        effect,
        number=number,
        superseded=tuple(
            it.number
            for it in held
            if it.judgement.by == judgement.by
            and stood[it.number].state == "holds"
            and now[it.number].state == "superseded"
        ),
        against=tuple(
            (it.number, it.judgement.by) for it in held if number in now[it.number].against
        ),
    )  # fmt: skip


def take_back(corpus: Corpus, number: int, by: str, at: str) -> Effect:
    """Undo the judgement of that number, likewise. Raises `CorpusError` (``no-judgement``)."""
    with together(corpus) as one:
        judgement = numbered_judgement(one, number)
        if judgement.undone_at is not None:
            return Effect(number, before=True)
        versions = _anchored(one, [judgement])
        held, in_step = judgements(one, versions=versions), heeded(one)
        undo(one, judgement, by, at)
        effect = _settle(one, [number], versions, held)
        if in_step:
            heed(one)
    return replace(effect, number=number)


def settle_since(corpus: Corpus, found: Heard) -> None:
    """Bring in what was judged after `found` was heard, by which all has been found meanwhile, and replaced
    in the same transaction.
    """
    if heard(corpus) == found.heeded.of:
        return
    before = {it.number: it for it in found.attached}
    now = {it.number: it for it in judgements(corpus)}
    numbers = before.keys() ^ now.keys()
    versions = _anchored(corpus, [(before | now)[number].kept for number in numbers])
    _settle(corpus, numbers, versions, found.attached, forced=True)
    heed(corpus)


def renew_digests(corpus: Corpus) -> None:
    """Have the digests that judging looks at. Raises `CorpusError`."""
    digest_missing(corpus, FORM, digest)


def _same(one: Attached, judgement: Judgement, stood: Mapping[int, Standing]) -> bool:
    """Whether somebody judged just this before and it holds, be the note what it may."""
    return stood[one.number].state == "holds" and _what(judgement) in map(_what, (one.kept, one.judgement))


def _what(judgement: Judgement) -> tuple[object, ...]:
    """What somebody judged, without when and why."""
    ends = frozenset(judgement.anchors)
    return judgement.relation, judgement.verdict, ends, judgement.value, judgement.by


def _anchored(corpus: Corpus, judged: Iterable[Judgement]) -> frozenset[str]:
    """The versions that judgements may be of: all of their reports."""
    return kin(corpus, {anchor.version for one in judged for anchor in one.anchors})


def _settle(
    corpus: Corpus,
    numbers: Collection[int],
    versions: Collection[str],
    held: Sequence[Attached],
    *,
    forced: bool = False,
) -> Effect:
    """Have all follow what is judged now, where judgements of these numbers changed, which are of these
    versions; `held` are those of before.

    Where `forced`, nothing that was found of these versions before is relied on.
    """
    renew_digests(corpus)
    now = judgements(corpus, versions=versions)
    before, after = verdicts(held), verdicts(now)
    remade = _remade(corpus, after, versions)
    read = _read(corpus, remade, versions if forced else remade)
    pairs = verdicts(it for it in (*held, *now) if it.number in numbers).copies
    copies = tuple(pair for pair in sorted(pairs) if _renew_copy(corpus, pair, after))
    ends = frozenset(end for pair in copies for end in pair)
    spread = Spread(read.briefs, ends, every=forced)
    origins = renew_origins(corpus, spread)
    seeds = {
        Place.of(end)
        for edge in _differing(before.claims, after.claims, versions)
        for end in (edge.left, edge.right)
    }
    seeds |= renew_ties(corpus, read.changed, read.gone, installed_reading)
    shared = statements_held(corpus, ends)
    claims = renew_claims(corpus, seeds, read.gone, {*read.changed, *origins.statements, *shared})
    return Effect(
        0,
        readings=tuple(sorted(remade)),
        copies=copies,
        origins=origins.versions,
        claims=claims.claims,
        gone=claims.gone,
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """What changed in readings: briefs as they were and are, by version; statements that are others now, of
    versions that stand in claims, and those that are no more.
    """

    briefs: dict[str, tuple[Brief, Brief]]
    changed: frozenset[Place]
    gone: frozenset[Place]


def _read(corpus: Corpus, remade: Mapping[str, Remade], versions: Collection[str]) -> _Read:
    """Put corrected readings in the place of others; what changed by that in these versions.

    A version that is not corrected anew counts as changed in all its statements.
    """
    old = {held.report.version: _brief(held) for held in versions_of(corpus, versions)}
    put_remade(corpus, remade)
    drop_digests(corpus, list(remade))
    renew_digests(corpus)
    new = {held.report.version: _brief(held) for held in versions_of(corpus, versions)}
    there = standing(corpus, versions)
    changed, now = set[Place](), set[Place]()
    for version, held in new.items():
        former = {one.id: one for one in old[version].said} if version in remade else {}
        now |= {Place(version, one.id) for one in held.said}
        if version in there:
            changed |= {Place(version, one.id) for one in held.said if former.get(one.id) != one}
    gone = statements_held(corpus, versions) - now
    return _Read({version: (old[version], new[version]) for version in new}, frozenset(changed), gone)


def _differing(before: Iterable[Edge], after: Iterable[Edge], versions: Collection[str]) -> set[Edge]:
    """The edges of some versions' statements by judgement that are new, others, or no more."""

    def among(edges: Iterable[Edge]) -> set[Edge]:
        ends = ((edge, (Place.of(edge.left), Place.of(edge.right))) for edge in edges)
        return {edge for edge, both in ends if any(end.version in versions for end in both)}

    return among(before) ^ among(after)


def _renew_copy(corpus: Corpus, pair: tuple[str, str], after: Verdicts) -> bool:
    """Have a copy between two versions stand as persons have it; whether it changed."""
    if newest_of(corpus, pair) != set(pair):
        return False

    def between(copies: Iterable[Copy]) -> Copy | None:
        return next((one for one in copies if {one.later, one.earlier} == set(pair)), None)

    present, own = between(copies_of(corpus, [pair[0]])), between(overruled_of(corpus, [pair[0]]))
    if own is None and present is not None and present.reasons[0].code != "judged":
        own = present

    def make(one: str, other: str, by: str) -> Copy | None:
        held = {it.report.version: of_stored(it).document for it in versions_of(corpus, pair)}
        return told(held[one], held[other], by)

    told_of = replace(after, copies={pair: after.copies[pair]} if pair in after.copies else {})
    kept = next(iter(copies_judged([] if own is None else [own], told_of, make)), None)
    if kept != present:
        put_copy(corpus, pair, kept, own if own != kept else None)
    return kept != present
