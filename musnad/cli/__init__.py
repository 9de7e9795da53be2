"""The command ``musnad``: parse, call, print."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

# What a shell reports for a process that SIGINT ended.
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit status: 0 all read, 1 some source failed, 2 wrong usage."""
    try:
        _reopen()
        return _main(arguments)
    except KeyboardInterrupt:  # while the modules are still being imported, too
        return _INTERRUPTED


def _reopen() -> None:
    """Stand-ins for streams that were closed at the start: Python has None for them."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - lives as long as the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - likewise
    if sys.stdout is None:
        reader, writer = os.pipe()
        os.close(reader)  # to write there ends as it does where whoever read the output has gone
        sys.stdout = os.fdopen(writer, "w", encoding="utf-8")


def _main(arguments: Sequence[str] | None) -> int:
    import click

    from musnad.cli import messages

    messages.activate()
    from musnad.cli.commands import build

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal whose encoding lacks Arabic letters shows question marks, and no traceback.
            stream.reconfigure(errors="replace")
    try:
        status = build().main(
            args=None if arguments is None else list(arguments), prog_name="musnad", standalone_mode=False
        )
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)  # holds what was typed, which may hold anything
        click.echo(messages.safe(shown.getvalue(), keep="\n\t"), err=True, nl=False)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except OSError as error:
        where = f"{messages.safe(str(error.filename))}: " if error.filename is not None else ""
        click.echo(f"musnad: {where}{error.strerror or error}", err=True)
        return 1
    return status if isinstance(status, int) else 0
