"""``musnad evaluate``: the reader scored against annotated reports, as a table, as data or as a page."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from musnad.cli import output
from musnad.cli.load import prepare
from musnad.cli.messages import _, safe

if TYPE_CHECKING:
    from musnad.model import Engine
    from musnad.reader import ReadOptions

# The files that make a gold folder.
_GOLD = (".json", ".meta", ".txt")


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``musnad evaluate`` was asked: format, file to write, whether to list errors, and engine."""

    format: str
    target: Path | None
    errors: bool
    engine: Engine | None = None


def run(gold: Path, settings: Settings) -> int:
    """Score the reader; 0. Raises `click.ClickException` where the gold or the output cannot be used."""
    from musnad.gold import GoldError

    _check(gold, settings)
    options = prepare(settings.engine)
    make = _page if settings.format == "html" else _text
    try:
        text = make(gold, settings, options)
    except (GoldError, OSError) as error:
        raise click.ClickException(safe(str(error))) from error
    if settings.target is not None:
        output.write(settings.target, text)
    elif settings.format == "table":
        click.echo(text, nl=False)
    else:
        sys.stdout.buffer.write(text.encode())
    return 0


def _check(gold: Path, settings: Settings) -> None:
    """Refuse what could not be written, before anything is read."""
    target = settings.target
    if target is None:
        if settings.format == "html" and sys.stdout.isatty():
            raise click.UsageError(_("A page is not for the screen: give --output FILE."))
        return
    if settings.format == "table":
        raise click.UsageError(_("A table is for the screen: choose another --format for --output."))
    path = safe(str(target))
    if target.is_dir():
        message = _("{path} is a folder: nothing was written. Choose another --output.")
        raise click.UsageError(message.format(path=path))
    if target.suffix in _GOLD and _same(target.parent, gold):
        message = _(
            "{path} would stand among the annotated reports: nothing was written. Choose another --output."
        )
        raise click.UsageError(message.format(path=path))
    above = next((parent for parent in target.absolute().parents if parent.exists()), Path("/"))
    # A device, a pipe or a socket would be replaced by a file.
    special = target.exists() and not target.is_file()
    if special or not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        message = _("{path} cannot be written: nothing was read. Choose another --output.")
        raise click.UsageError(message.format(path=path))


def _same(left: Path, right: Path) -> bool:
    return os.path.normcase(os.path.realpath(left)) == os.path.normcase(os.path.realpath(right))


def _text(gold: Path, settings: Settings, options: ReadOptions) -> str:
    """The scores as a table or as data."""
    from musnad import scorecard
    from musnad.evaluate import Options, run
    from musnad.morphology import knows_cue
    from musnad.reader import read

    scores = run(gold, partial(read, options=options), Options(knows=knows_cue))
    if settings.format == "json":
        from musnad.export.json import escape

        return escape(json.dumps(scorecard.to_dict(scores), ensure_ascii=False, indent=2)) + "\n"
    lines = [*scorecard.table(scores, breakdown=True)]
    if settings.errors:
        lines += [safe(line, keep="\n\t") for line in scorecard.errors(scores)]
    return "".join(f"{line}\n" for line in lines)


def _page(gold: Path, settings: Settings, options: ReadOptions) -> str:
    """The scores as a page, with every error beside the views of the engines where errors are asked for."""
    from musnad.engines import choose
    from musnad.evaluate import Options, evaluate
    from musnad.findings import gather
    from musnad.findings_page import render
    from musnad.gold import load
    from musnad.morphology import knows_cue
    from musnad.reader import examine

    reports = load(gold)
    examined = {report.report.version: examine(report.report, options) for report in reports}
    scores = evaluate(reports, lambda report: examined[report.version][0], Options(knows=knows_cue))
    model = choose(options.engine or "grammar", threads=options.threads)
    views = {version: views for version, (_reading, views) in examined.items()}
    cases = gather(scores, views, None if model is None else model.decisions["tagger"])
    return render(scores, cases, errors=settings.errors)
