"""The commands that keep reports: add, archive, watch, update, judge, serve, diff, forget, verify."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from musnad.cli.messages import _
from musnad.cli.options import command, corpus_option, engine_option, loading_options
from musnad.model import Engine
from musnad.sources import LoadOptions


def commands() -> list[click.Command]:
    """The commands, with help in the chosen language."""
    from musnad.cli.archive import archive_command
    from musnad.cli.judge import judge_command
    from musnad.cli.serve import serve_command
    from musnad.cli.watch import watch_command

    return [
        _add(),
        archive_command(),
        watch_command(),
        _update(),
        judge_command(),
        serve_command(),
        _diff(),
        _forget(),
        _verify(),
    ]


def _add() -> click.Command:
    return command(
        "add",
        add,
        [
            click.Argument(["sources"], nargs=-1, required=True, metavar=_("SOURCE...")),
            corpus_option(),
            click.Option(
                ["--columns"],
                metavar=_("MAP"),
                help=_(
                    "Which columns of a table hold what, as text=body,date=day; the fields are id, outlet, "
                    "date, title, byline, url and text."
                ),
            ),
            click.Option(
                ["--rows", "as_rows"],
                is_flag=True,
                help=_("Read every file and the standard input as JSON Lines, whatever their names."),
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
                ["--no-update"],
                is_flag=True,
                help=_("Leave it to musnad update to find copies and origins."),
            ),
            engine_option(),
            *loading_options(),
        ],
        _(
            "Add reports to a corpus, which is made where there is none.\n\n"
            "A SOURCE is what musnad read takes, or a table of reports: JSON Lines (.jsonl, .ndjson; plain "
            "or packed as .gz, .zst or .xz) or Parquet (.parquet). Of a folder its texts, pages and tables "
            "are read. What was added before is passed over, so that an ingest that broke off is resumed by "
            "the same command; a changed text is a new version of its report."
        ),
    )


def _update() -> click.Command:
    return command(
        "update",
        update,
        [
            corpus_option(),
            click.Option(
                ["--reread"],
                is_flag=True,
                help=_("Read again what another version of the reader or another engine read."),
            ),
            click.Option(
                ["--anew"],
                is_flag=True,
                help=_("Find copies and origins from nothing, not only what changed."),
            ),
            engine_option(),
        ],
        _("Bring a corpus up to date: its readings where asked, copies and origins."),
    )


def _diff() -> click.Command:
    return command(
        "diff",
        diff,
        [
            click.Argument(["report"], metavar=_("REPORT")),
            corpus_option(),
            click.Option(
                ["-f", "--format", "form"],
                type=click.Choice(("table", "json")),
                default="table",
                show_default=True,
                help=_("How to print."),
            ),
        ],
        _(
            "Show which statements were added, changed and dropped from one version of a report to the "
            "next.\n\nREPORT is an id given at ingest, an address, or an id of the corpus or its beginning."
        ),
    )


def _forget() -> click.Command:
    return command(
        "forget",
        forget,
        [
            click.Argument(["report"], metavar=_("REPORT")),
            corpus_option(),
            click.Option(["--reason"], required=True, metavar=_("TEXT"), help=_("Why; it is logged.")),
            click.Option(["--by"], metavar=_("NAME"), help=_("Who asks for it; it is logged.")),
            click.Option(["--yes"], is_flag=True, help=_("Do not ask.")),
        ],
        _(
            "Remove a report for good: all its versions, readings and bytes.\n\n"
            "A log keeps its id, the day, who asked and why, and none of its text."
        ),
    )


def _verify() -> click.Command:
    return command(
        "verify",
        verify,
        [corpus_option()],
        _("Check a whole corpus: pages, hashes, ids, offsets. The status is 1 where something is wrong."),
    )


def add(  # click passes each option by its name
    sources: tuple[str, ...],
    corpus: Path,
    columns: str | None,
    as_rows: bool,
    workers: int,
    no_update: bool,
    engine: Engine | None,
    **loading: Any,
) -> int:
    """Run ``musnad add``; the exit status."""
    from musnad.cli.add import Settings, run

    return run(
        sources, Settings(corpus, LoadOptions(**loading), engine, columns, as_rows, workers, not no_update)
    )


def update(corpus: Path, reread: bool, anew: bool, engine: Engine | None) -> int:
    """Run ``musnad update``; the exit status."""
    from musnad.cli.upkeep import run_update

    return run_update(corpus, reread=reread, anew=anew, engine=engine)


def diff(report: str, corpus: Path, form: str) -> int:
    """Run ``musnad diff``; the exit status."""
    from musnad.cli.upkeep import run_diff

    return run_diff(report, corpus, form)


def forget(report: str, corpus: Path, reason: str, by: str | None, yes: bool) -> int:
    """Run ``musnad forget``; the exit status."""
    from musnad.cli.upkeep import run_forget

    return run_forget(report, corpus, reason, by, confirmed=yes)


def verify(corpus: Path) -> int:
    """Run ``musnad verify``; the exit status."""
    from musnad.cli.upkeep import run_verify

    return run_verify(corpus)
