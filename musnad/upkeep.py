"""What follows from the reports of a corpus, brought up to date: readings, index, copies, origins.

Copies and origins are functions of all newest versions, so that the order in which reports came in changes
nothing, and an update equals a rebuild.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Final

from musnad.briefs import brief, of_stored, packed
from musnad.copies import Document, find
from musnad.corpus import (
    Corpus,
    PackedReading,
    changes,
    index_missing,
    packed_reading,
    put_readings,
    replace_derived,
    stale,
    stored,
    to_reread,
)
from musnad.model import ReaderInfo, Report
from musnad.origins import Evidence, origins
from musnad.parallel import ahead_in_processes, cores
from musnad.reader import ReadOptions, read, reader_info

_BATCH: Final = 64


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many reports there are, how many copies and rewrites, and reports whose origin is known."""

    reports: int
    copies: int
    rewrites: int
    known: int


def refresh(corpus: Corpus, *, anew: bool = False) -> Refreshed | None:
    """Find copies and origins where reports changed since they were found; None where none did.

    `anew` finds them in any case. They are replaced in one transaction: whoever reads meanwhile, and whoever
    opens the corpus after the process was killed, sees the former ones whole. Raises `CorpusError`.
    """
    if not anew and not stale(corpus):
        return None
    of = changes(corpus)
    documents, told = list[Document](), list[Evidence]()
    for version in stored(corpus):
        document, evidence = of_stored(version)
        documents.append(document)
        told.append(evidence)
    found = find(documents)
    whence = origins(told, found)
    replace_derived(corpus, found, whence, of)
    return Refreshed(
        len(documents),
        sum(one.kind == "copy" for one in found),
        sum(one.kind == "rewrite" for one in found),
        sum(one.whole.kind != "unknown" for one in whence),
    )


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
