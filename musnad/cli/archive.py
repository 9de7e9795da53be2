"""``musnad archive``: archives of the web and tables of reports into a folder of Parquet tables."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import click

from musnad.cli.load import prepare, say
from musnad.cli.messages import N_, _, explain, plural, safe
from musnad.cli.options import command, engine_option
from musnad.model import Engine
from musnad.sources import MAX_BYTES, Failure, expand

if TYPE_CHECKING:
    from musnad.archive import Progress

_STEPS: Final = {
    "reading": N_("reading"),
    "shingles": N_("counting runs of words"),
    "pairs": N_("finding pairs that share words"),
    "copies": N_("confirming copies"),
    "words": N_("counting words"),
    "rewrites": N_("weighing rewrites"),
    "carriers": N_("naming carriers"),
    "sounds": N_("weighing wording"),
    "origins": N_("finding origins"),
    "tables": N_("writing tables"),
    "done": N_("done"),
}
# How often a line is written where no terminal shows the state in place, in seconds.
_EVERY: Final = 30.0
_MEGABYTE: Final = 1_000_000
# Nothing is told of the time left before so many seconds: the first reports wait for processes to begin.
_SURE: Final = 20.0


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``musnad archive`` was asked."""

    target: Path
    engine: Engine | None = None
    columns: str | None = None
    publisher: str | None = None
    workers: int = 0
    max_bytes: int = MAX_BYTES


def archive_command() -> click.Command:
    """The command, with help in the chosen language."""
    return command(
        "archive",
        archive,
        [
            click.Argument(["sources"], nargs=-1, required=True, metavar=_("SOURCE...")),
            click.Option(
                ["-o", "--output", "target"],
                type=click.Path(path_type=Path),
                required=True,
                metavar=_("DIR"),
                help=_("The folder of tables to make; it must not hold anything else."),
            ),
            click.Option(
                ["--columns"],
                metavar=_("MAP"),
                help=_(
                    "Which columns of a table hold what, as text=body,date=day; the fields are id, outlet, "
                    "date, title, byline, url and text."
                ),
            ),
            click.Option(
                ["--jobs", "workers"],
                type=click.IntRange(min=0),
                default=0,
                show_default=True,
                metavar="N",
                help=_("How many processes read at once; 0 for one a core."),
            ),
            click.Option(
                ["--publisher"], metavar=_("NAME"), help=_("Who published the reports, whatever they say.")
            ),
            click.Option(
                ["--max-bytes"],
                type=click.IntRange(min=1),
                default=MAX_BYTES,
                show_default=True,
                metavar="N",
                help=_("The largest record to read."),
            ),
            engine_option(),
        ],
        _(
            "Read archives of the web, however large, into a folder of Parquet tables.\n\n"
            "A SOURCE is a WARC file (.warc, .warc.gz, .warc.zst), a table of reports as musnad add "
            "takes it, or a folder with such files. Every record is accounted for in the table of "
            "records. What was ended at any moment goes on by the same command; musnad.json in the "
            "folder says that it is whole."
        ),
    )


def archive(sources: tuple[str, ...], **asked: Any) -> int:
    """Run ``musnad archive``; the exit status."""
    return run(sources, Settings(**asked))


def run(sources: Sequence[str], settings: Settings) -> int:
    """Make the archive, or go on with it; 0, or 1 where none could be made or a source was not read to its
    end.
    """
    from musnad.archive import ArchiveError, ArchiveOptions, broken_sources
    from musnad.archive import archive as make
    from musnad.archive_record import RecordOptions
    from musnad.rows import Columns, TableFault, columns

    try:
        given = columns(settings.columns) if settings.columns is not None else Columns()
    except TableFault as fault:
        raise click.UsageError(explain(fault)) from fault
    names = _files(sources, settings.target)
    if names is None:
        return 1
    options = ArchiveOptions(
        prepare(settings.engine, 1),
        RecordOptions(given, settings.publisher, settings.max_bytes),
        settings.workers,
    )
    try:
        last = _follow(make(names, settings.target, options))
    except ArchiveError as error:
        say(explain(error))
        return 1
    except OSError as error:
        told = {"path": safe(str(settings.target)), "reason": safe(error.strerror or str(error))}
        say(_("{path}: could not be written ({reason})").format(**told))
        say(_("what was read is kept; the same command goes on from there"))
        return 1
    if last is None:
        say(_("{path}: this archive is whole already").format(path=safe(str(settings.target))))
    else:
        _conclude(last)
    unread = broken_sources(settings.target)
    for source in unread:
        say(explain(source))
    return 1 if unread else 0


def _files(sources: Sequence[str], target: Path) -> list[str] | None:
    """The files that the sources stand for, the archive itself aside where it is made within one of them;
    None where one is none that is read, which a line says.
    """
    from musnad.archive_records import is_archive

    found, whole, own = list[str](), True, target.resolve()
    for item in expand(sources, is_archive):
        if isinstance(item, Failure) and item.error.code != "no-files":
            say(f"{safe(item.name)}: {explain(item.error)}")
            whole = False
        elif isinstance(item, Failure) or item.kind != "file" or not is_archive(item.name):
            message = _("{path}: is no archive; give .warc, .warc.gz, .warc.zst, .jsonl or .parquet files")
            say(message.format(path=safe(item.name)))
            whole = False
        elif not Path(item.name).resolve().is_relative_to(own):
            found.append(item.name)
    return found if whole else None


class _Show(Protocol):
    def __call__(self, line: str, *, last: bool = False) -> None: ...


def _follow(going: Iterable[Progress]) -> Progress | None:
    """Show how far it is until it is done; the last state."""
    began = time.monotonic()
    state = None
    with _shown() as show:
        for state in going:
            show(_line(state, time.monotonic() - began))
    return state


@contextmanager
def _shown() -> Iterator[_Show]:
    """Show a line in place on a terminal, and else one every half a minute."""
    if sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status("") as status:

            def show(line: str, *, last: bool = False) -> None:
                del last
                status.update(line)

            yield show
        return
    told = time.monotonic()

    def tell(line: str, *, last: bool = False) -> None:
        nonlocal told
        if last or time.monotonic() - told >= _EVERY:
            told = time.monotonic()
            say(line)

    yield tell


def _line(state: Progress, seconds: float) -> str:
    """How far an archive is, how fast it goes, and what is left as far as that can be told."""
    parts = [
        _(_STEPS[state.step]),
        plural("{n} record", "{n} records", state.records),
    ]
    if state.step != "reading":
        if state.done:
            parts.insert(1, f"{state.done:,}")
        return " · ".join(parts)
    share = state.passed / max(1, state.size)
    done, size = (f"{one / _MEGABYTE:,.0f}" for one in (state.passed, state.size))
    parts.append(
        _("{done} of {size} MB ({share} %)").format(done=done, size=size, share=f"{100 * share:.0f}")
    )
    fresh = state.passed - state.before
    if seconds >= _SURE and fresh > 0 and state.passed < state.size:
        parts.append(_("{n} records/s").format(n=f"{(state.records - state.resumed) / seconds:.1f}"))
        left = (state.size - state.passed) / (fresh / seconds)
        parts.append(_("about {time} of reading left, then copies and origins").format(time=_time(left)))
    return " · ".join(parts)


def _time(seconds: float) -> str:
    """Hours and minutes; no more is known of what is to come."""
    minutes = max(1, round(seconds / 60))
    return _("{h} h {m} min").format(h=minutes // 60, m=minutes % 60)


def _conclude(state: Progress) -> None:
    counts = dict(state.statuses)
    parts = [
        plural("{n} record", "{n} records", state.records),
        plural("{n} read", "{n} read", counts.get("read", 0)),
        plural("{n} passed over", "{n} passed over", counts.get("skipped", 0)),
        plural("{n} put aside as damaged", "{n} put aside as damaged", counts.get("quarantined", 0)),
    ]
    say(" · ".join(parts))
