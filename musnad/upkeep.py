"""What follows from the reports of a corpus, brought up to date: readings, index, copies, origins, claims.

All are functions of the newest versions, so that the order in which reports came in changes nothing, and an
update equals a rebuild.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Final

from musnad.briefs import brief, of_stored, packed
from musnad.claims_reading import Recalled, installed_reading, recalling
from musnad.claims_update import Stated, compared_so, fresh_edges, joined, of_this_form
from musnad.collecting import returned, uncollected
from musnad.copies import Document, find
from musnad.corpus import (
    Claimed,
    Compared,
    Corpus,
    PackedReading,
    changes,
    index_missing,
    marks,
    packed_reading,
    put_briefs,
    put_readings,
    replace_derived,
    stale,
    stored,
    ties,
    to_reread,
    together,
)
from musnad.corpus import copies as copies_of
from musnad.model import Copy, Edge, Place, ReaderInfo, Report, ReportOrigins
from musnad.origins import Evidence, origins
from musnad.parallel import ahead_in_processes, cores
from musnad.reader import ReadOptions, read, reader_info
from musnad.upkeep_judged import hear, renew_digests, settle_since

_BATCH: Final = 64


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many reports there are, how many copies and rewrites, reports whose origin is known, and claims in
    more than one report.
    """

    reports: int
    copies: int
    rewrites: int
    known: int
    claims: int


def refresh(corpus: Corpus, *, anew: bool = False) -> Refreshed | None:
    """Find copies, origins and claims where reports or judgements changed since they were found, or the way
    of finding them did; None where nothing did.

    `anew` finds them in any case, and compares all statements again. They are replaced in one transaction:
    whoever reads meanwhile, and whoever opens the corpus after the process was killed, sees the former ones
    whole. Raises `CorpusError`.
    """
    if not anew and not stale(corpus) and all(map(of_this_form, marks(corpus).values())):
        return None
    with uncollected():
        return _found(corpus, anew=anew)


def _found(corpus: Corpus, *, anew: bool) -> Refreshed:
    of, heard = changes(corpus), hear(corpus)
    documents, told, stated = list[Document](), list[Evidence](), list[Stated]()
    renewed = dict[str, bytes]()
    for version in map(heard.version, stored(corpus)):
        taken = of_stored(version)
        documents.append(taken.document)
        told.append(taken.evidence)
        story = frozenset(taken.document.features.names.tolist())
        stated.append(Stated(replace(version.report, text=""), version.reader, taken.said, story))
        if taken.renewed is not None and version.report.version not in heard.heeded.readings:
            renewed[version.report.version] = taken.renewed
    put_briefs(corpus, renewed)
    reads, asked = installed_reading(), Recalled()
    if reads is not None:
        reads = recalling(corpus, reads, asked)
    before = {} if anew else heard.marks(marks(corpus))
    same = compared_so(stated, before, reads)
    known = (copy for copy in copies_of(corpus) if copy.later in same and copy.earlier in same)
    found, overruled = heard.copies(find(documents, known if same else ()), documents)
    whence = origins(told, found)
    texts = {one.version: one.text for one in documents}
    del documents, told
    returned()
    made, compared = fresh_edges(stated, before, texts.__getitem__, reads)
    del texts
    kept = [edge for edge in ties(corpus, bare=True) if not _touches(edge, compared)]
    told_apart = heard.verdicts.voiced
    claimed = joined(stated, [*kept, *made, *heard.verdicts.claims], whence, found, told_apart)
    following = Compared(tuple(made), compared, claimed, asked.all())
    del stated, kept
    with together(corpus) as one:
        replace_derived(one, found, whence, of, following, heard.heeded, overruled)
        settle_since(one, heard)
    renew_digests(corpus)
    return _told(whence, found, claimed)


def _told(whence: Sequence[ReportOrigins], found: Sequence[Copy], claimed: Sequence[Claimed]) -> Refreshed:
    return Refreshed(
        len(whence),
        sum(one.kind == "copy" for one in found),
        sum(one.kind == "rewrite" for one in found),
        sum(one.whole.kind != "unknown" for one in whence),
        sum(len(one.count.reports) > 1 for one in claimed),
    )


def _touches(edge: Edge, versions: Container[str]) -> bool:
    """Whether an edge between statements is of one of these versions."""
    return any(Place.of(name).version in versions for name in (edge.left, edge.right))


def index(corpus: Corpus) -> Iterator[int]:
    """Index what search does not know yet, or knows in an older form; how many versions each step did.

    Each step is a transaction; it may be broken off, and goes on where it stood. Raises `CorpusError`.
    """
    yield from index_missing(corpus)


def reread(corpus: Corpus, options: ReadOptions, workers: int = 0) -> Iterator[int]:
    """Read again whatever another version of the reader or another engine read, old versions too.

    Gives how many were read, a batch at a time: each is a transaction, so that it may be broken off and goes
    on where it stood when it is asked for again. `workers` processes read, 0 for one a core. Raises
    `CorpusError`.
    """
    reader = reader_info(options)
    batches = _to_reread(corpus, reader)
    first = next(batches, ())
    several = (workers or cores()) if len(first) == _BATCH else 1
    work = partial(_again, options=replace(options, threads=1))
    for made in ahead_in_processes(work, chain([first] if first else [], batches), several):
        yield put_readings(corpus, made)


def _to_reread(corpus: Corpus, reader: ReaderInfo) -> Iterator[tuple[Report, ...]]:
    after = ""
    while batch := to_reread(corpus, reader, after, _BATCH):
        yield tuple(one.report for one in batch)
        after = batch[-1].report.version


def _again(reports: tuple[Report, ...], options: ReadOptions) -> dict[str, PackedReading]:
    made = (read(report, options) for report in reports)
    return {one.report.version: packed_reading(one, packed(brief(one))) for one in made}
