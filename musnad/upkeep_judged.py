"""What persons judged, brought into a corpus: readings corrected, and claims found anew where nothing else
changed.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace

from musnad.briefs import brief, of_stored, packed, unpacked
from musnad.claims_evidence import said
from musnad.claims_update import Meaning, Stated, fresh_edges, joined
from musnad.copies import Document, told
from musnad.corpus import (
    Claimed,
    Compared,
    Corpus,
    Heeded,
    Remade,
    StoredVersion,
    changes,
    corrected,
    heard,
    judgements,
    marks,
    packed_reading,
    replace_derived,
    stored,
    ties,
    uncorrected,
)
from musnad.corpus import copies as copies_of
from musnad.corpus import origins as origins_of
from musnad.judged import Verdicts, copies_judged, verdicts
from musnad.judged import corrected as corrected_reading
from musnad.model import Copy, Edge, Place, ReportOrigins
from musnad.origins import Evidence, evidence, origins


@dataclass(frozen=True, slots=True)
class Heard:
    """What holds by judgement, and the readings that change by it."""

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

    def copies(self, found: Sequence[Copy], documents: Sequence[Document]) -> tuple[Copy, ...]:
        """Copies as persons have them."""
        if not self.verdicts.copies:
            return tuple(found)
        held = {one.version: one for one in documents}

        def make(one: str, other: str, by: str) -> Copy | None:
            return told(held[one], held[other], by) if one in held and other in held else None

        return copies_judged(found, self.verdicts, make)


def hear(corpus: Corpus) -> Heard:
    """What holds by judgement now, and what it changes in the readings that are kept.

    Raises `CorpusError`.
    """
    of = heard(corpus)
    found = verdicts(judgements(corpus))
    present = corrected(corpus)
    remade = {}
    for version in sorted({*present, *found.corrections}):
        mark = found.mark(version)
        if mark != present.get(version):
            remade[version] = _remade(uncorrected(corpus, version), found, mark)
    return Heard(found, Heeded(of, remade))


def _remade(held: StoredVersion, found: Verdicts, mark: str | None) -> Remade:
    """A version's reading as judgements have it; without any, as it was made."""
    reading = held.reading()
    if mark is None:
        made = packed_reading(reading)
        return Remade(held.packed, None, replace(made, data=held.packed, brief=held.packed_brief))
    new = corrected_reading(reading, found.corrections[held.report.version])
    # Who says something changes neither who copies whom nor which came first.
    own = unpacked(held.brief()) or brief(reading)
    told_of = replace(own, evidence=evidence(new), said=said(new))
    return Remade(held.packed, mark, packed_reading(new, packed(told_of)))


@dataclass(frozen=True, slots=True)
class Rejudged:
    """What stands in a corpus after judgements alone changed."""

    copies: tuple[Copy, ...]
    origins: tuple[ReportOrigins, ...]
    claims: tuple[Claimed, ...]


def rejudge(corpus: Corpus, meaning: Callable[[], Meaning | None]) -> Rejudged:
    """Have a corpus heed judgements where nothing else changed: who copies whom stays as it is.

    Origins are found anew, and statements compared, only where a reading is corrected: with those of all
    others, as one that was added would be. In one transaction. Raises `CorpusError`.
    """
    of, found = changes(corpus), hear(corpus)
    copies = tuple(copies_of(corpus))
    edges = found.verdicts.claims
    if found.heeded.readings:
        stated, told_of, texts = _held(corpus, found)
        whence = origins(told_of, copies)
        known = found.marks(marks(corpus))
        made, compared = fresh_edges(stated, known, texts.__getitem__, meaning())
        kept = [edge for edge in ties(corpus, bare=True) if not touches(edge, compared)]
        claimed = joined(stated, [*kept, *made, *edges], whence, copies)
    else:
        made, compared = [], {}
        whence = tuple(origins_of(corpus))
        claimed = joined(_bare(corpus), [*ties(corpus, bare=True), *edges], whence, copies)
    anew = whence if found.heeded.readings else None
    replace_derived(corpus, None, anew, of, Compared(tuple(made), compared, claimed), found.heeded)
    return Rejudged(copies, whence, claimed)


def touches(edge: Edge, versions: Container[str]) -> bool:
    """Whether an edge between statements is of one of these versions."""
    return any(Place.of(name).version in versions for name in (edge.left, edge.right))


def _held(corpus: Corpus, found: Heard) -> tuple[list[Stated], list[Evidence], dict[str, str]]:
    """What origins and claims take of the newest versions, and their texts."""
    stated, told_of, texts = list[Stated](), list[Evidence](), dict[str, str]()
    for version in map(found.version, stored(corpus)):
        taken = of_stored(version)
        story = frozenset(taken.document.features.names.tolist())
        stated.append(Stated(replace(version.report, text=""), version.reader, taken.said, story))
        told_of.append(taken.evidence)
        texts[taken.document.version] = taken.document.text
    return stated, told_of, texts


def _bare(corpus: Corpus) -> list[Stated]:
    """The newest versions with as much of their statements as claims need once they are compared."""
    return [
        Stated(
            replace(version.report, text=""),
            version.reader,
            (unpacked(version.brief()) or brief(version.reading())).said,
            frozenset(),
        )
        for version in stored(corpus)
    ]
