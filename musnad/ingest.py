"""Sources into a corpus: each made a report and read by one of several processes, and written by one.

What was added before is told by the hash of its bytes and of what was known of them, and is passed over, so
that an ingest that broke off is resumed by asking for it again. Results come in the order of the sources.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, field, replace
from functools import partial
from io import BufferedIOBase
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Final, Literal, cast

from musnad import briefs
from musnad.collecting import uncollected
from musnad.corpus import Corpus, Entry, Raw, add, now, pack, seen
from musnad.parallel import ahead_in_processes, cores
from musnad.reader import ReadOptions, read
from musnad.rows import Columns, RowFault, is_table, rows
from musnad.sources import Failure, Item, LoadOptions, is_text, obtain
from musnad.text import Source, read_bytes, read_text

# A batch is one transaction and one errand of a process.
_BATCH: Final = 64
_BATCH_BYTES: Final = 4 * 1024 * 1024
# To start two processes takes as long as to read so many reports in this one; the model takes longer to read.
_FEW: Final = {"grammar": 128}
_FEW_OTHERWISE: Final = 48

Note = Literal["date", "future"]


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How to add: how to load sources and to read them, the columns of tables, and how many processes, 0 for
    one a core.

    With `as_rows` every file and the standard input are tables, whatever their names.
    """

    load: LoadOptions = field(default_factory=LoadOptions)
    read: ReadOptions = field(default_factory=ReadOptions)
    columns: Columns = field(default_factory=Columns)
    as_rows: bool = False
    workers: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """One report to be made: the source it is of, its row there, its bytes, and what is known of it.

    `text` is that of a row; without one the bytes are a file or page.
    """

    where: str
    number: int | None
    data: bytes
    source: Source
    text: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The hash of all that decides on the report: the same job gives the same report."""
        known = replace(self.source, captured=None)
        parts = [hashlib.sha256(self.data).hexdigest(), self.text is None, *astuple(known)]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    @property
    def name(self) -> str:
        """The source with the number of the row, as it is kept."""
        return self.where if self.number is None else f"{self.where}#{self.number}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A source, or a row of one, of which nothing was added, and why."""

    where: str
    number: int | None
    error: Exception


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a job: a new report, a new version of one, or nothing new; `report` is `Report.id`."""

    where: str
    number: int | None
    what: Literal["new", "version", "same"]
    report: str | None
    notes: tuple[str, ...] = ()


def is_source(name: str) -> bool:
    """Whether a file of that name is taken from a folder."""
    return is_text(name) or is_table(name)


def jobs(
    items: Iterable[Item | Failure], options: IngestOptions, stdin: BinaryIO | BufferedIOBase | None = None
) -> Iterator[Job | Refusal]:
    """The reports that the items hold, one after the other; no error ends it."""
    for item in items:
        if isinstance(item, Failure):
            yield Refusal(item.name, None, item.error)
            continue
        try:
            if item.kind != "url" and (options.as_rows or (item.kind == "file" and is_table(item.name))):
                yield from _of_table(item, options, stdin)
            else:
                got = obtain(item, options.load, stdin)
                yield Job(item.name, None, got.data, got.source, headers=got.headers)
        except (ValueError, OSError) as error:
            yield Refusal(item.name, None, error)


def _of_table(
    item: Item, options: IngestOptions, stdin: BinaryIO | BufferedIOBase | None
) -> Iterator[Job | Refusal]:
    known = Source(publisher=options.load.publisher, published=options.load.published)
    stream = Path(item.name) if item.kind == "file" else stdin
    if stream is None:
        return
    stream = cast("Path | BinaryIO", stream)
    for row in rows(stream, options.columns, known, max_bytes=options.load.max_bytes):
        if isinstance(row, RowFault):
            yield Refusal(item.name, row.number, row)
        else:
            yield Job(item.name, row.number, row.data, row.source, row.text, notes=row.notes)


def ingest(
    corpus: Corpus, wanted: Iterable[Job | Refusal], options: IngestOptions
) -> Iterator[Done | Refusal]:
    """Add what is wanted, a batch a transaction; each result is given once it is stored.

    Raises `CorpusError`; what was given before that is in the corpus.
    """
    begun = now()
    wanted = iter(wanted)
    few = _FEW.get(options.read.engine or "", _FEW_OTHERWISE)
    first = list(islice(wanted, few))
    workers = (options.workers or cores()) if len(first) == few else 1
    sent: deque[tuple[list[Job | Refusal], dict[str, str]]] = deque()

    def fresh() -> Iterator[tuple[Job, ...]]:
        for batch in _batches(chain(first, wanted)):
            known = seen(corpus, [job.key for job in batch if isinstance(job, Job)])
            sent.append((batch, known))
            yield tuple(job for job in batch if isinstance(job, Job) and job.key not in known)

    work = partial(_work, options=replace(options.read, threads=1))
    for found in ahead_in_processes(work, fresh(), workers):
        yield from _written(corpus, begun, *sent.popleft(), found)


def _written(
    corpus: Corpus,
    begun: str,
    batch: Sequence[Job | Refusal],
    known: dict[str, str],
    found: Sequence[Entry | Exception],
) -> Iterator[Done | Refusal]:
    stored = iter(add(corpus, [one for one in found if not isinstance(one, Exception)], at=begun))
    results = iter(found)
    for job in batch:
        if isinstance(job, Refusal):
            yield job
        elif job.key in known:
            yield Done(job.where, job.number, "same", known[job.key], job.notes)
        elif isinstance(one := next(results), Exception):
            yield Refusal(job.where, job.number, one)
        else:
            outcome = next(stored)
            yield Done(job.where, job.number, outcome.what, outcome.report, job.notes)


def _batches(wanted: Iterable[Job | Refusal]) -> Iterator[list[Job | Refusal]]:
    batch: list[Job | Refusal] = []
    size = 0
    for job in wanted:
        if len(batch) >= _BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(job)
        size += len(job.data) if isinstance(job, Job) else 0
    if batch:
        yield batch


# --- one process's part ---


def made(job: Job, options: ReadOptions) -> Entry:
    """The entry of one job: the report, its reading, and the bytes that it came from.

    Raises `ReadError` where the bytes hold no report.
    """
    report = read_bytes(job.data, job.source) if job.text is None else read_text(job.text, job.source)
    raw = Raw(
        job.data,
        content_type=job.source.content_type or ("application/json" if job.text is not None else None),
        final_url=job.source.url,
        headers=job.headers,
        captured=job.source.captured,
    )
    reading = read(report, options)
    return pack(reading, raw, job.name, job.key, briefs.packed(briefs.brief(reading)))


def _work(batch: Sequence[Job], options: ReadOptions) -> list[Entry | Exception]:
    found: list[Entry | Exception] = []
    with uncollected():
        for job in batch:
            try:
                found.append(made(job, options))
            except Exception as error:  # the other reports are still to be read
                found.append(error)
    return found
