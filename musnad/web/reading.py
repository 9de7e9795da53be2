"""A text, a page or a file that somebody brings: read at once, or added to the corpus."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Final, Literal

import msgspec

from musnad.corpus import open_corpus
from musnad.engines import opened
from musnad.ingest import IngestOptions, Job, Refusal, ingest
from musnad.model import Engine, Report
from musnad.model_files import ModelError
from musnad.reader import ReadOptions, read
from musnad.sources import Item, SourceError, obtain, url_stem
from musnad.text import Source, read_bytes, read_text
from musnad.web.fault import Fault
from musnad.web.renewing import renew
from musnad.web.report import ReportPage, of_reading
from musnad.web.room import PATIENCE, Room

QUEUE: Final = 10.0
"""Seconds to wait while another text is read."""

_MEGABYTE: Final = 1024 * 1024
_SCHEMES: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing is asked of the form."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a source may be, in megabytes, and how many seconds an address may take."""

    most_megabytes: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Brought:
    """One of three: a text, the address of a page, or the bytes of a file (base64 in JSON); and what is known
    of it, which goes before what the page says of itself.
    """

    text: str | None = None
    url: Annotated[str, msgspec.Meta(max_length=4_000)] | None = None
    file: bytes | None = None
    publisher: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    published: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    title: Annotated[str, msgspec.Meta(max_length=1_000)] | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of it: a new report, a new version of one, or the same as before.

    `current` tells that copies, origins and claims are up to date; else they are being found.
    """

    report: str
    what: Literal["new", "version", "same"]
    current: bool


def form(room: Room, _asked: Nothing) -> Limits:
    """The form."""
    load = room.settings.load
    return Limits(max(1, load.max_bytes // _MEGABYTE), round(load.timeout))


def read_now(room: Room, brought: Brought) -> ReportPage:
    """What is read of it; nothing is kept. Raises `Fault` and the errors of `obtain` and `read_bytes`."""
    job = _job(room, brought)
    with _desk(room):
        return of_reading(read(_report(job), reading_options(room.settings.engine)))


def add(room: Room, brought: Brought) -> Added:
    """Add it to the corpus, and have what follows from its reports brought up to date.

    Raises `Fault`, `CorpusError` and the errors of `obtain` and `read_bytes`.
    """
    job = _job(room, brought)
    settings = room.settings
    with _desk(room), open_corpus(settings.corpus, write=True, patience=PATIENCE) as corpus:
        options = IngestOptions(load=settings.load, read=reading_options(settings.engine), workers=1)
        done = next(iter(tuple(ingest(corpus, [job], options))))
    if isinstance(done, Refusal):
        raise done.error
    return Added(done.report or "", done.what, renew(room))


def reading_options(named: Engine | None) -> ReadOptions:
    """How to read with an engine, None for the best; where its model cannot be opened, with the grammar."""
    try:
        engine, _ = opened(named, threads=1)
    except ModelError:
        engine = "grammar"
    return ReadOptions(engine=engine, threads=1)


@contextmanager
def _desk(room: Room) -> Iterator[None]:
    if not room.desk.acquire(timeout=QUEUE):
        raise Fault("desk")
    try:
        yield
    finally:
        room.desk.release()


def _report(job: Job) -> Report:
    return read_bytes(job.data, job.source) if job.text is None else read_text(job.text, job.source)


def _job(room: Room, brought: Brought) -> Job:
    """What is brought, as a report to be made."""
    text = brought.text if brought.text is not None and brought.text.strip() else None
    url = brought.url.strip() if brought.url is not None else ""
    if sum(map(bool, (text, url, brought.file))) != 1:
        raise Fault("one-of-three")
    source = Source(
        publisher=(brought.publisher or "").strip() or None,
        published=_day(brought.published),
        title=(brought.title or "").strip() or None,
    )
    most = room.settings.load.max_bytes
    if url:
        if not url.lower().startswith(_SCHEMES):
            raise SourceError("scheme", "is no address of the web", scheme=url.partition(":")[0][:20])
        load = replace(room.settings.load, publisher=source.publisher, published=source.published)
        got = obtain(Item("url", url, url_stem(url)), load)
        return Job(url, None, got.data, replace(got.source, title=source.title), headers=got.headers)
    data = brought.file or (text or "").encode("utf-8", "surrogatepass")
    if len(data) > most:
        raise SourceError("over-limit", f"more than {most} bytes", limit=most)
    where = "reading room: a text" if text else "reading room: a file"
    return Job(where, None, data, source, text)


def _day(day: str | None) -> str | None:
    if day is None:
        return None
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise Fault("asked", day) from None
