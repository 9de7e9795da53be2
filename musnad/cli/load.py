"""What the commands that read sources share: how to read, loading a source, and saying what went wrong."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from musnad.cli.messages import _, explain, safe
from musnad.sources import Failure, Item, LoadOptions, load

if TYPE_CHECKING:
    from musnad.model import Engine, Report
    from musnad.reader import ReadOptions


def prepare(named: Engine | None, threads: int = 0) -> ReadOptions:
    """How to read with an engine, None for the best that is installed; `threads` are those of one report.

    Where its model cannot be used one line says so, and the grammar reads.
    """
    from musnad.engines import choose, usual
    from musnad.reader import ReadOptions

    engine = usual() if named is None else named
    if engine != "grammar":
        from musnad.model_files import ModelError

        try:
            choose(engine, threads=threads)
        except ModelError as error:
            say(_("read with the grammar alone") + f": {safe(str(error))}")
            engine = "grammar"
    return ReadOptions(engine=engine, threads=threads)


def loaded(entry: Item | Failure, options: LoadOptions) -> Report | Exception:
    """The report of one source, or why there is none."""
    if isinstance(entry, Failure):
        return entry.error
    try:
        return load(entry, options, sys.stdin.buffer if entry.kind == "stdin" else None)
    except Exception as error:  # the other sources are still to be read
        return error


def complain(entry: Item | Failure, error: Exception) -> None:
    """Say in one line why a source could not be read."""
    told = isinstance(error, ValueError) and isinstance(getattr(error, "code", None), str)
    known = told or isinstance(entry, Failure)
    name = safe(entry.name) or '""'
    say(f"{name}: {explain(error) if known else _fault(error)}")


def _fault(error: Exception) -> str:
    kind = type(error).__name__
    return (
        _("a fault in musnad itself ({kind}); please report it").format(kind=kind) + f": {safe(str(error))}"
    )


def say(line: str) -> None:
    """One line on standard error, under the name of the program."""
    click.echo(f"musnad: {line}", err=True)
