"""The commands and their options, built once the language is known: click keeps help as it was given."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, get_args

import click

from musnad.cli.messages import _
from musnad.model import Engine
from musnad.sources import MAX_BYTES, TIMEOUT, LoadOptions

# What a shell reports for a process that SIGPIPE ended.
BROKEN_PIPE = 141
ENGINES: tuple[str, ...] = get_args(Engine)
FORMATS = ("table", "json", "jsonl", "html", "csv", "brat")
_DAY = 86400.0
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


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
        commands=[_read(), _entities(), _evaluate(), _schema()],
        params=[version],
        help=_(
            "Who said it, and how did it reach this page: the attributions in news reports, Arabic first."
        ),
        epilog=_("Language: MUSNAD_LANG=ar or en, else that of the locale."),
        subcommand_metavar=_("COMMAND [ARGS]..."),
        options_metavar=_("[OPTIONS]"),
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _command(
    name: str, callback: Callable[..., int], params: list[click.Parameter], text: str
) -> click.Command:
    metavar = _("[OPTIONS]")
    return click.Command(name, callback=_quiet(callback), params=params, help=text, options_metavar=metavar)


def _quiet(callback: Callable[..., int]) -> Callable[..., int]:
    """`callback`, ending without a word where whoever read the output has gone (``| head``)."""

    @wraps(callback)
    def run(*args: object, **kwargs: object) -> int:
        try:
            status = callback(*args, **kwargs)
            sys.stdout.flush()
        except BrokenPipeError:
            # Python flushes once more at exit; let that go nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return BROKEN_PIPE
        return status

    return run


def _read() -> click.Command:
    return _command(
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
            _engine(),
            *_loading(),
        ],
        _(
            "Read reports and print the attributions in them.\n\n"
            "A SOURCE is a file, a folder (its .txt, .html, .htm and .xhtml files, through all its folders), "
            "an http or https address, or - for standard input. "
            "Put -- before a name that begins with a dash."
        ),
    )


def _evaluate() -> click.Command:
    return _command(
        "evaluate",
        evaluate,
        [
            click.Argument(
                ["gold"],
                type=click.Path(exists=True, file_okay=False, path_type=Path),
                metavar=_("GOLD_DIR"),
            ),
            _engine(),
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
                callback=_file,
                help=_("Write to this file instead of printing; for json and html."),
            ),
        ],
        _("Score the reader against a folder of annotated reports."),
    )


def _loading() -> list[click.Parameter]:
    """The options of every command that loads sources; `_limits` reads them."""
    return [
        click.Option(
            ["--publisher"], metavar=_("NAME"), help=_("Who published the reports, whatever they say.")
        ),
        click.Option(
            ["--date", "published"],
            metavar=_("DATE"),
            callback=_iso_date,
            help=_("When they were published: 2024-05-17, or with the time and zone."),
        ),
        click.Option(
            ["--timeout"],
            type=click.FloatRange(min=0, min_open=True, max=_DAY),
            callback=_number,
            default=TIMEOUT,
            show_default=True,
            metavar=_("SECONDS"),
            help=_("How long an address may take altogether."),
        ),
        click.Option(
            ["--max-bytes"],
            type=click.IntRange(min=1),
            default=MAX_BYTES,
            show_default=True,
            metavar="N",
            help=_("The largest source to read."),
        ),
        click.Option(
            ["--allow-private"],
            is_flag=True,
            help=_("Fetch from this machine and private networks too."),
        ),
    ]


def _entities() -> click.Command:
    from musnad.cli.entities import FORMATS as FORMS
    from musnad.cli.entities import KINDS

    return _command(
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
            _engine(),
            *_loading(),
        ],
        _(
            "List whom and what reports name, and who is the same in several of them.\n\n"
            "A SOURCE is what musnad read takes."
        ),
    )


def _engine() -> click.Option:
    return click.Option(
        ["--engine"],
        type=click.Choice(ENGINES),
        help=_(
            "Who finds the attributions: the grammar, the learned reader, or both weighed together; both is "
            "the default where the model is installed, else the grammar."
        ),
    )


def _schema() -> click.Command:
    return _command("schema", schema, [], _("Print the JSON Schema of the record."))


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


def _file(_context: click.Context, _option: click.Parameter, value: str | None) -> Path | None:
    """The file named; an empty name would be the current folder."""
    if value == "":
        raise click.BadParameter(_("the name of the file is empty."))
    return None if value is None else Path(value)


def _number(_context: click.Context, _option: click.Parameter, value: float) -> float:
    """`value`, unless it is NaN, which no range excludes."""
    if math.isnan(value):
        raise click.BadParameter(_("{value!r} is no number of seconds.").format(value=value))
    return value


def _iso_date(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """A day as YYYY-MM-DD, or a date and time as ISO 8601 has it; digits may be Arabic."""
    if value is None:
        return None
    text = value.strip().translate(_DIGITS)
    try:
        if len(text) == len("2024-05-17"):
            return date.fromisoformat(text).isoformat()
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        raise click.BadParameter(
            _("{value!r} is no date: write it as 2024-05-17.").format(value=value)
        ) from None
