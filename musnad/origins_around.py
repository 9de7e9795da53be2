"""Origins found anew around a few reports of which something changed.

What a report's origins depend on is near it: its own evidence, that of reports that share passages with it,
and of those that print one text with it. Only the names by which carriers go are counted over all reports.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from musnad.briefs import Brief, of_stored
from musnad.corpus import Corpus
from musnad.corpus.digesting import carriers_of
from musnad.corpus.renewing import copies_of, newest_of, origins_of, put_origins, versions_of
from musnad.digests import carriers
from musnad.model import Copy, Place
from musnad.origins import origins, whole_copy
from musnad.origins_carriers import Canon, Carried, canon, carried
from musnad.origins_evidence import Evidence


@dataclass(frozen=True, slots=True)
class Spread:
    """From where origins may differ: briefs of versions as they were and are, and versions whose copies
    changed; `every` where those of all reports may.
    """

    briefs: Mapping[str, tuple[Brief, Brief]]
    copied: frozenset[str] = frozenset()
    every: bool = False


@dataclass(frozen=True, slots=True)
class Differing:
    """The versions whose origins are others now, and the statements of which they are."""

    versions: tuple[str, ...] = ()
    statements: frozenset[Place] = frozenset()


def renew_origins(corpus: Corpus, spread: Spread) -> Differing:
    """Find anew the origins that may differ. Digests must be up to date. Raises `CorpusError`."""
    told = _told(corpus) if _may_differ(spread) else {}
    now = canon(told.values())
    wanted = frozenset(told) if spread.every else _wanted(corpus, spread, told, now)
    if not wanted:
        return Differing()
    group, copies = _one_text(corpus, wanted)
    near = newest_of(corpus, group.union(*((copy.later, copy.earlier) for copy in copies)))
    known = [of_stored(held).evidence for held in versions_of(corpus, near)]
    found = {
        one.version: one
        for one in origins(known, copies, by=now)
        if one.version in wanted
    }  # fmt: skip
    before = origins_of(corpus, wanted)
    changed = [one for version, one in sorted(found.items()) if one != before.get(version)]
    put_origins(corpus, changed)
    statements = set[Place]()
    for one in changed:
        held = before.get(one.version)
        former = dict(held.statements) if held is not None else {}
        statements.update(
            Place(one.version, name) for name, origin in one.statements if former.get(name) != origin
        )
    return Differing(tuple(one.version for one in changed), frozenset(statements))


def _told(corpus: Corpus) -> dict[str, Carried]:
    """The carriers that every report tells of, by version; those that tell of the same share an object."""
    rows = carriers_of(corpus)
    read = {data: carriers(data) for data in {data for _, data in rows}}
    return {version: read[data] for version, data in rows}


def _may_differ(spread: Spread) -> bool:
    changed = any(old.evidence != new.evidence for old, new in spread.briefs.values())
    return spread.every or bool(spread.copied) or changed


_ByVersion = Mapping[str, Carried]


def _wanted(corpus: Corpus, spread: Spread, told: _ByVersion, now: Canon) -> frozenset[str]:
    """The versions whose origins may differ."""
    wanted, spreading = set[str](), set[str]()
    for version, (old, new) in spread.briefs.items():
        if old.evidence != new.evidence:
            wanted.add(version)
        if _passed_on(old.evidence) != _passed_on(new.evidence):
            spreading.add(version)
    spreading |= _renamed(spread, told, now)
    wanted |= spreading
    for copy in copies_of(corpus, spreading):
        wanted |= {copy.later, copy.earlier}
    if spread.copied:
        wanted |= _one_text(corpus, spread.copied)[0]
    return newest_of(corpus, wanted)


def _passed_on(one: Evidence) -> tuple[object, ...]:
    """What evidence tells of the passages that other reports print too."""
    return one.own, one.agencies, one.publisher


def _renamed(spread: Spread, told: _ByVersion, now: Canon) -> set[str]:
    """The versions that tell of carriers which go by other names, kinds or references now."""
    former = {
        version: carried(old.evidence)
        for version, (old, new) in spread.briefs.items()
        if version in told and old.evidence != new.evidence
    }
    if all(_forms(one) == _forms(told[version]) for version, one in former.items()):
        return set()
    then = canon({**told, **former}.values())
    moved = now.differing(then)
    if not moved:
        return set()

    def keys(one: Carried) -> set[str]:
        spelt = (one, one.whole(now.whole), one.whole(then.whole))
        return {carrier.key for held in spelt for carrier in held.every}

    return {version for version, one in told.items() if moved & keys(one)} | {
        version for version, one in former.items() if moved & keys(one)
    }


def _forms(one: Carried) -> list[set[tuple[str, ...]]]:
    own = () if one.publisher is None else (one.publisher,)
    return [{(c.key, c.kind, c.name, c.ref or "") for c in some} for some in (own, one.credits, one.inner)]


def _one_text(corpus: Corpus, versions: Collection[str]) -> tuple[frozenset[str], tuple[Copy, ...]]:
    """Versions with those that print one text with them, and all copies of any of these."""
    group, todo = set[str](), set(versions)
    found = dict[tuple[str, str], Copy]()
    while todo:
        group |= todo
        near = copies_of(corpus, todo)
        found |= {(copy.later, copy.earlier): copy for copy in near}
        todo = {end for copy in near if whole_copy(copy) for end in (copy.later, copy.earlier)} - group
    return frozenset(group), tuple(found.values())
