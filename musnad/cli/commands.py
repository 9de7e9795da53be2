"""The commands and their options, built once the language is known: click keeps help as it was given."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from musnad.cli import finding, keeping, showing
from musnad.cli.messages import _
from musnad.cli.options import command, engine_option, file_name, loading_options
from musnad.model import Engine
from musnad.sources import LoadOptions

FORMATS = ("table", "json", "jsonl", "html", "csv", "brat")


def build() -> click.Group:
    """The command and its subcommands, with help in the chosen language."""
    version = click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_version,
        help=_("Show the version and exit."),
    )
    return click.Group(
        "musnad",
        commands=[
            _read(),
            _entities(),
            *keeping.commands(),
            *showing.commands(),
            *finding.commands(),
            _evaluate(),
            _schema(),
        ],
        params=[version],
        help=_(
            "Who said it, and how did it reach this page: the attributions in news reports, Arabic first."
        ),
        epilog=_("Language: MUSNAD_LANG=ar or en, else that of the locale."),
        subcommand_metavar=_("COMMAND [ARGS]..."),
        options_metavar=_("[OPTIONS]"),
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _read() -> click.Command:
    return command(
        "read",
        read,
        [
            click.Argument(["sources"], nargs=-1, required=True, metavar=_("SOURCE...")),
            click.Option(
                ["-f", "--format", "form"],
                type=click.Choice(FORMATS),
                help=_("How to print: table by default, json with --output."),
            ),
            click.Option(
                ["-o", "--output", "folder"],
                type=click.Path(file_okay=False),
                metavar=_("DIR"),
                callback=_folder,
                help=_("Write a file per report below this folder instead of printing."),
            ),
            engine_option(),
            *loading_options(),
        ],
        _(
            "Read reports and print the attributions in them.\n\n"
            "A SOURCE is a file, a folder (its .txt, .html, .htm, .xhtml and .pdf files, through all its "
            "folders), an http or https address, or - for standard input. "
            "Put -- before a name that begins with a dash."
        ),
    )


def _evaluate() -> click.Command:
    return command(
        "evaluate",
        evaluate,
        [
            click.Argument(
                ["gold"],
                type=click.Path(exists=True, path_type=Path),
                metavar=_("GOLD_DIR"),
            ),
            engine_option(),
            click.Option(["--errors"], is_flag=True, help=_("List each error with its sentence.")),
            click.Option(
                ["-f", "--format", "form"],
                type=click.Choice(("table", "json", "html")),
                default="table",
                show_default=True,
                help=_("How to print."),
            ),
            click.Option(
                ["-o", "--output", "target"],
                metavar=_("FILE"),
                callback=file_name,
                help=_("Write to this file instead of printing; for json and html."),
            ),
        ],
        _("Score the reader against a folder of annotated reports."),
    )


def _entities() -> click.Command:
    from musnad.cli.entities import FORMATS as FORMS
    from musnad.cli.entities import KINDS

    return command(
        "entities",
        entities,
        [
            click.Argument(["sources"], nargs=-1, required=True, metavar=_("SOURCE...")),
            click.Option(
                ["-f", "--format", "form"],
                type=click.Choice(FORMS),
                default="table",
                show_default=True,
                help=_("How to print."),
            ),
            click.Option(
                ["--kind", "kinds"],
                type=click.Choice(tuple(KINDS)),
                multiple=True,
                help=_("Only entities of this kind; may be given several times."),
            ),
            engine_option(),
            *loading_options(),
        ],
        _(
            "List whom and what reports name, and who is the same in several of them.\n\n"
            "A SOURCE is what musnad read takes."
        ),
    )


def _schema() -> click.Command:
    return command("schema", schema, [], _("Print the JSON Schema of the record."))


def read(  # click passes each option by its name
    sources: tuple[str, ...],
    form: str | None,
    folder: Path | None,
    engine: Engine | None,
    **loading: Any,
) -> int:
    """Run ``musnad read``; the exit status."""
    from musnad.cli.read import Settings, run

    default = "table" if folder is None else "json"
    return run(sources, Settings(form or default, folder, LoadOptions(**loading), engine))


def entities(  # click passes each option by its name
    sources: tuple[str, ...], form: str, kinds: tuple[str, ...], engine: Engine | None, **loading: Any
) -> int:
    """Run ``musnad entities``; the exit status."""
    from musnad.cli.entities import Settings, run

    return run(sources, Settings(form, LoadOptions(**loading), engine, kinds))


def evaluate(  # click passes each option by its name
    gold: Path, errors: bool, form: str, target: Path | None, engine: Engine | None
) -> int:
    """Run ``musnad evaluate``; the exit status."""
    from musnad.cli.evaluate import Settings, run

    return run(gold, Settings(form, target, errors, engine))


def schema() -> int:
    """Run ``musnad schema``; the exit status."""
    from importlib import resources

    text = resources.files("musnad").joinpath("schema", "report-1.schema.json").read_text("utf-8")
    sys.stdout.buffer.write(text.encode())
    return 0


def _version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("musnad")
        except PackageNotFoundError:
            number = "0"
        click.echo(f"musnad {number}")
        context.exit()


def _folder(_context: click.Context, _option: click.Parameter, value: str | None) -> Path | None:
    """The folder named; an empty name would be the current folder unasked."""
    if value == "":
        raise click.BadParameter(_("the name of the folder is empty."))
    return None if value is None else Path(value)
