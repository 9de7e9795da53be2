"""The options that several commands share, and how a command is made."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import get_args

import click

from musnad.cli.messages import _, explain
from musnad.model import Engine
from musnad.sources import MAX_BYTES, TIMEOUT

# What a shell reports for a process that SIGPIPE ended.
BROKEN_PIPE = 141
ENGINES: tuple[str, ...] = get_args(Engine)
_DAY = 86400.0
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def command(
    name: str, callback: Callable[..., int], params: list[click.Parameter], text: str
) -> click.Command:
    """A command whose callback gives the exit status, quiet where whoever read its output has gone.

    One that works on a corpus says in a line what is wrong with it.
    """
    if any(param.name == "corpus" for param in params):
        callback = _of_corpus(callback)
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


def _of_corpus(callback: Callable[..., int]) -> Callable[..., int]:
    @wraps(callback)
    def run(*args: object, **kwargs: object) -> int:
        from musnad.corpus import CorpusError

        try:
            return callback(*args, **kwargs)
        except CorpusError as error:
            click.echo(f"musnad: {explain(error)}", err=True)
            return 1

    return run


def corpus_option() -> click.Option:
    """The corpus that a command works on."""
    return click.Option(
        ["--corpus"],
        type=click.Path(path_type=Path),
        required=True,
        envvar="MUSNAD_CORPUS",
        show_envvar=True,
        metavar=_("FILE"),
        help=_("The file of the corpus."),
    )


def loading_options() -> list[click.Parameter]:
    """The options of every command that loads sources."""
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


def engine_option() -> click.Option:
    """Who finds the attributions."""
    return click.Option(
        ["--engine"],
        type=click.Choice(ENGINES),
        help=_(
            "Who finds the attributions: the grammar, the learned reader, or both weighed together; both is "
            "the default where the model is installed, else the grammar."
        ),
    )


def _number(_context: click.Context, _option: click.Parameter, value: float) -> float:
    """`value`, unless it is NaN, which no range excludes."""
    if math.isnan(value):
        raise click.BadParameter(_("{value!r} is no number of seconds.").format(value=value))
    return value


def _iso_date(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """A day as YYYY-MM-DD, or a date and time as ISO 8601 has it; digits may be Arabic."""
    if value is None:
        return None
    text = value.strip().translate(DIGITS)
    try:
        if len(text) == len("2024-05-17"):
            return date.fromisoformat(text).isoformat()
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        raise click.BadParameter(
            _("{value!r} is no date: write it as 2024-05-17.").format(value=value)
        ) from None


def iso_day(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """A day as YYYY-MM-DD; of a date and time its day."""
    found = _iso_date(context, option, value)
    return None if found is None else found[:10]


def file_name(_context: click.Context, _option: click.Parameter, value: str | None) -> Path | None:
    """The file named; an empty name would be the current folder."""
    if value == "":
        raise click.BadParameter(_("the name of the file is empty."))
    return None if value is None else Path(value)
