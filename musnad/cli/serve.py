"""``musnad serve``: the reading room on this machine."""

from __future__ import annotations

import getpass
import ipaddress
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from musnad.cli.load import say
from musnad.cli.messages import _, safe
from musnad.cli.options import command, corpus_option, engine_option, loading_options
from musnad.model import Engine
from musnad.sources import LoadOptions

if TYPE_CHECKING:
    from musnad.web.room import Settings

_FEWEST_OF_TOKEN = 16
# More at once than a browser opens, and few enough that each is answered soon.
_MOST_AT_ONCE = 64


def serve_command() -> click.Command:
    """The command, with help in the chosen language."""
    shared = [one for one in loading_options() if one.name not in ("publisher", "published")]
    return command(
        "serve",
        serve,
        [
            corpus_option(),
            click.Option(
                ["--host"],
                default="127.0.0.1",
                show_default=True,
                metavar=_("ADDRESS"),
                help=_("The address to listen at; any but that of this machine alone needs --token."),
            ),
            click.Option(
                ["--port"],
                type=click.IntRange(0, 65535),
                default=8400,
                show_default=True,
                metavar="N",
                help=_("The port to listen at; 0 takes any that is free."),
            ),
            click.Option(
                ["--token"],
                envvar="MUSNAD_TOKEN",
                show_envvar=True,
                metavar=_("WORD"),
                help=_("What every visitor must bring; 16 characters or more."),
            ),
            click.Option(
                ["--allow-host", "hosts"],
                multiple=True,
                metavar=_("NAME"),
                help=_("A further name by which the room may be asked for;")
                + " "
                + _("may be given several times")
                + ".",
            ),
            click.Option(["--by"], metavar=_("NAME"), help=_("Who judges, where a page does not say.")),
            engine_option(),
            *shared,
        ],
        _(
            "Open the reading room: a corpus as web pages in Arabic and English.\n\n"
            "It listens on this machine alone unless told otherwise, and needs no network. Ctrl-C closes it."
        ),
    )


def serve(  # click passes each option by its name
    corpus: Path, host: str, port: int, token: str | None, hosts: tuple[str, ...], **rest: Any
) -> int:
    """Run ``musnad serve``; the exit status."""
    from musnad.web import Settings

    if token is not None and len(token) < _FEWEST_OF_TOKEN:
        raise click.BadParameter(_("a token has 16 characters or more."), param_hint="--token")
    if token is None and not _is_loopback(host):
        raise click.UsageError(_("other machines reach {host}: give a --token.").format(host=safe(host)))
    by: str | None = rest.pop("by")
    engine: Engine | None = rest.pop("engine")
    return run(Settings(corpus, host, port, hosts, token, by or _user(), engine, LoadOptions(**rest)))


def run(settings: Settings) -> int:
    """Serve until interrupted; the exit status. Raises `CorpusError` and, for a taken port, `OSError`."""
    import uvicorn

    from musnad.corpus import open_corpus
    from musnad.web import Room, application

    _bring_up(settings.corpus)
    with open_corpus(settings.corpus) as corpus, _listening(settings.host, settings.port) as listener:
        port = listener.getsockname()[1]
        room = f"[{settings.host}]" if ":" in settings.host else settings.host
        address = f"http://{room}:{port}/" + (f"?token={settings.token}" if settings.token else "")
        say(_("the reading room is open at {address}").format(address=address))
        config = uvicorn.Config(
            application(Room(settings, corpus)),
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=_MOST_AT_ONCE,
            timeout_graceful_shutdown=3,
        )
        uvicorn.Server(config).run(sockets=[listener])
    return 0


def _bring_up(corpus: Path) -> None:
    """Bring an older corpus to the newest tables; one that may only be read must have them."""
    from musnad.corpus import CorpusError, open_corpus

    try:
        with open_corpus(corpus, write=True):
            pass
    except CorpusError as error:
        if error.code not in ("read-only", "busy"):
            raise


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise OSError(error.errno, error.strerror, f"{host}:{port}") from error
    return listener


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _user() -> str | None:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return None
