"""``musnad read``: every source to a record, in the format asked for."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote

import click

from musnad.cli import output, table
from musnad.cli.load import complain, loaded, prepare, say
from musnad.cli.messages import _, plural, safe
from musnad.parallel import ahead, cores
from musnad.sources import Failure, Item, LoadOptions, expand

if TYPE_CHECKING:
    from rich.progress import Progress

    from musnad.export import Format
    from musnad.export.html import Entry
    from musnad.model import Engine, Report
    from musnad.reader import ReadOptions
    from musnad.record import Record

_STREAM = PurePosixPath("readings.jsonl")
_CONTENTS = PurePosixPath("index.html")
_CONFIGURATION = PurePosixPath("annotation.conf")
# A bar that comes and goes within a second only flickers.
_PATIENCE = 1.0


Put = Callable[["Item", "Record"], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``musnad read`` was asked: the format, the folder to write to, how to load, and the engine."""

    format: str
    folder: Path | None
    load: LoadOptions
    engine: Engine | None = None


def run(sources: Sequence[str], settings: Settings) -> int:
    """Read every source; 0 where all could be read, else 1. Raises `click.UsageError`."""
    if sources.count("-") > 1:
        raise click.UsageError(_("The standard input can be read only once."))
    found = list(expand(sources))
    items = [entry for entry in found if isinstance(entry, Item)]
    many = len(found) > 1
    # Each core reads a report of its own where there are several.
    options = prepare(settings.engine, 1 if many else 0)
    workers = cores() if many and options.engine != "grammar" else 1
    reports = (loaded(entry, settings.load) for entry in found)
    failed = 0
    with _destination(settings, items) as put, _progress(settings, len(found)) as step:
        for entry, outcome in zip(
            found, ahead(partial(_read, options=options), reports, workers), strict=True
        ):
            failed += not _finish(entry, outcome, put)
            step()
    if settings.folder is not None:
        read = len(found) - failed
        say(plural("{n} report read", "{n} reports read", read) + f": {safe(str(settings.folder))}")
    return 1 if failed else 0


def _read(report: Report | Exception, options: ReadOptions) -> Record | Exception:
    """The record of one report, or why there is none."""
    from musnad.reader import read
    from musnad.record import record

    if isinstance(report, Exception):
        return report
    try:
        return record(read(report, options))
    except Exception as error:  # the other reports are still to be read
        return error


def _finish(entry: Item | Failure, outcome: Record | Exception, put: Put) -> bool:
    """Write one record, or say why there is none; whether there is one."""
    if isinstance(entry, Item) and not isinstance(outcome, Exception):
        put(entry, outcome)
        return True
    if isinstance(outcome, Exception):
        complain(entry, outcome)
    return False


@contextlib.contextmanager
def _destination(settings: Settings, items: Sequence[Item]) -> Iterator[Put]:
    """Where records go; what cannot be written there is refused before anything is read."""
    if settings.format == "table":
        if settings.folder is not None:
            raise click.UsageError(_("A table is for the screen: choose another --format for --output."))
        many = len(items) > 1
        yield lambda item, record: table.show(record, safe(item.name) if many else None, sys.stdout)
        return
    from musnad.export import FORMATS

    form = FORMATS[settings.format]
    if settings.folder is None:
        if not form.many and len(items) > 1:
            message = _("{format} on standard output takes one source, and here are {n}: give --output DIR.")
            raise click.UsageError(message.format(format=settings.format, n=len(items)))
        yield _to_stdout(form)
        return
    try:
        plan = output.Plan(settings.folder)
        files = output.check(plan, items, form.suffixes)
        stream = None if form.suffixes else plan.add(_STREAM, _STREAM.name)
        contents = _contents_page(plan) if settings.format == "html" else None
    except output.CollisionError as error:
        raise click.UsageError(_collision(error)) from error
    if stream is not None:
        with output.replacing(stream) as out:
            yield _to_file(form, out)
        return
    entries: list[Entry] = []
    yield _to_folder(form, files, entries if contents is not None else None)
    if contents is not None and entries:
        from musnad.export import html

        output.write(contents, html.index(entries))
    if settings.format == "brat":
        from musnad.export import brat

        output.write(settings.folder / _CONFIGURATION, brat.CONFIGURATION)


def _to_stdout(form: Format) -> Put:
    first = True

    def put(_item: Item, record: Record) -> None:
        nonlocal first
        sys.stdout.buffer.write(form.stream(record, first).encode())
        sys.stdout.buffer.flush()
        first = False

    return put


def _to_file(form: Format, out: BinaryIO) -> Put:
    def put(_item: Item, record: Record) -> None:
        out.write(form.stream(record, False).encode())

    return put


def _to_folder(form: Format, files: dict[Item, dict[str, Path]], entries: list[Entry] | None) -> Put:
    """Writes each record to its own files; `entries` gathers what the page of contents will list."""

    def put(item: Item, record: Record) -> None:
        for suffix, text in form.files(record).items():
            output.write(files[item][suffix], text)
        if entries is not None:
            from musnad.export.html import Entry

            entries.append(
                Entry(
                    href=quote(output.with_suffix(item.stem, ".html").as_posix(), errors="surrogateescape"),
                    title=record["title"],
                    publisher=record["publisher"],
                    published=record["published"],
                    count=len(record["attributions"]),
                )
            )

    return put


def _contents_page(plan: output.Plan) -> Path | None:
    """The place of the page of contents; none where a source's own page is called so."""
    try:
        return plan.add(_CONTENTS, _CONTENTS.name)
    except output.CollisionError as error:
        say(
            _("{name} is one of the sources: no page of contents is written").format(
                name=safe(str(error.path))
            )
        )
        return None


def _collision(error: output.CollisionError) -> str:
    path, second = safe(str(error.path)), safe(error.second)
    if error.first is None:
        return _("{path} is a folder: nothing was written. Choose another --output.").format(path=path)
    if error.own:
        message = _("{path}: its own output would replace it: nothing was written. Choose another --output.")
        return message.format(path=path)
    message = _(
        "{first} and {second} would both be {path}: nothing was written. "
        "Choose another --output for each, or rename one."
    )
    return message.format(first=safe(error.first), second=second, path=path)


@contextlib.contextmanager
def _progress(settings: Settings, total: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error for long work, where it is a terminal that the output does not use."""
    if not sys.stderr.isatty() or (settings.folder is None and sys.stdout.isatty()) or total < 2:
        yield lambda: None
        return
    begun, done = time.monotonic(), 0
    bar: Progress | None = None

    def step() -> None:
        nonlocal bar, done
        done += 1
        if bar is None and time.monotonic() - begun > _PATIENCE:
            bar = _bar()
            bar.add_task(_("reading"), total=total)
            bar.start()
        if bar is not None:
            bar.update(bar.task_ids[0], completed=done)

    try:
        yield step
    finally:
        if bar is not None:
            bar.stop()


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import Progress

    return Progress(console=Console(stderr=True), transient=True)
