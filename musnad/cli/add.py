"""``musnad add``: sources into a corpus, and what was found of copies and origins brought up to date."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from musnad.cli.load import prepare, say
from musnad.cli.messages import N_, _, explain, plural, safe
from musnad.model import Engine
from musnad.sources import LoadOptions, expand

if TYPE_CHECKING:
    from musnad.corpus import Corpus
    from musnad.ingest import Done, Refusal

_NOTES: Final = {
    "date": N_("the date is in no form that is read; the report is kept without it"),
    "future": N_("the date is in the future"),
}
# Beyond so many lines the same complaint says nothing new.
_MOST_LINES: Final = 50


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``musnad add`` was asked."""

    corpus: Path
    load: LoadOptions
    engine: Engine | None = None
    columns: str | None = None
    as_rows: bool = False
    workers: int = 0
    update: bool = True


def run(sources: Sequence[str], settings: Settings) -> int:
    """Add every source; 0 where all of it could be, else 1. Raises `click.UsageError` and `CorpusError`."""
    from musnad.corpus import open_corpus
    from musnad.ingest import IngestOptions, ingest, is_source, jobs
    from musnad.rows import Columns, TableFault, columns

    if sources.count("-") > 1:
        raise click.UsageError(_("The standard input can be read only once."))
    try:
        given = columns(settings.columns) if settings.columns is not None else Columns()
    except TableFault as fault:
        raise click.UsageError(explain(fault)) from fault
    options = IngestOptions(
        load=settings.load,
        read=prepare(settings.engine, 1),
        columns=given,
        as_rows=settings.as_rows,
        workers=settings.workers,
    )
    counts: Counter[str] = Counter()
    with open_corpus(settings.corpus, write=True, create=True) as corpus:
        found = ingest(corpus, jobs(expand(sources, is_source), options, sys.stdin.buffer), options)
        try:
            with bar(_("adding")) as step:
                for one in found:
                    step(1)
                    _tell(one, counts)
        finally:  # of what was kept before a disk took no more, too
            _conclude(counts)
        if settings.update:
            bring_up_to_date(corpus)
    return 1 if counts["refused"] else 0


def bring_up_to_date(corpus: Corpus, *, anew: bool = False) -> bool:
    """Index what search does not know yet, and find copies and origins where reports changed since, and say
    how many there are; whether any of it was needed.
    """
    from musnad.upkeep import index, refresh

    indexed = 0
    with bar(_("indexing")) as step:
        for some in index(corpus):
            indexed += some
            step(some)
    if indexed:
        say(plural("{n} version indexed", "{n} versions indexed", indexed))
    done = refresh(corpus, anew=anew)
    if done is None:
        return indexed > 0
    say(
        plural("{n} copy", "{n} copies", done.copies)
        + " · "
        + plural("{n} rewrite", "{n} rewrites", done.rewrites)
        + " · "
        + plural("{n} report of known origin", "{n} reports of known origin", done.known)
    )
    return True


def _tell(one: Done | Refusal, counts: Counter[str]) -> None:
    """Count one result, and say what is wrong with it."""
    from musnad.ingest import Refusal

    where = safe(one.where) + ("" if one.number is None else f":{one.number}")
    if isinstance(one, Refusal):
        counts["refused"] += 1
        if counts["refused"] <= _MOST_LINES:
            say(f"{where}: {explain(one.error)}")
        return
    counts[one.what] += 1
    for note in one.notes:
        counts["notes"] += 1
        if counts["notes"] <= _MOST_LINES:
            say(f"{where}: {_(_NOTES[note])}")


def _conclude(counts: Counter[str]) -> None:
    parts = [
        plural("{n} report added", "{n} reports added", counts["new"]),
        plural("{n} new version", "{n} new versions", counts["version"]),
        plural("{n} as before", "{n} as before", counts["same"]),
    ]
    if counts["refused"]:
        parts.append(plural("{n} refused", "{n} refused", counts["refused"]))
    if counts["notes"]:
        parts.append(plural("{n} with a doubtful date", "{n} with a doubtful date", counts["notes"]))
    say(" · ".join(parts))


@contextmanager
def bar(label: str) -> Iterator[Callable[[int], None]]:
    """A count of what is done on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _by: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    shown = (SpinnerColumn(), TextColumn("{task.description} {task.completed:,}"), TimeElapsedColumn())
    with Progress(*shown, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=None)
        yield lambda by: progress.advance(task, by)
