"""A reading room that listens, and one Chromium that looks at it: what every page must keep to is watched."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from musnad.corpus import open_corpus
from musnad.web import Room, application
from tests.web_cases import settings
from tools.browser import Browser

AXE: Final = Path(__file__).parent / "data" / "vendor" / "axe.min.js"
_FAULTS: Final = "() => axe.run({resultTypes: ['violations']})"
_GRAVE: Final = ("serious", "critical")
_START_S: Final = 0.02
_PATIENCE_MS: Final = 15_000


@contextmanager
def listening(corpus: Path, **given: Any) -> Iterator[str]:
    """The address of a room over a corpus, on a free port of this machine, until the end of the context."""
    import uvicorn

    with open_corpus(corpus) as opened:
        app = application(Room(settings(corpus, **given), opened))
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            thread.join(_START_S)
        try:
            yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(5)


@dataclass(frozen=True, slots=True)
class Watched:
    """What a page did that none may do, as it goes on: errors in the console (breaches of the policy among
    them), and addresses of elsewhere that it asked for. `weights` are bytes over the wire of each address.
    """

    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    weights: dict[str, int] = field(default_factory=dict)

    @property
    def faults(self) -> list[str]:
        """All that is wrong."""
        return [*self.complaints, *self.foreign]


@dataclass(frozen=True, slots=True)
class Site:
    """A room that listens at an address, and a browser."""

    address: str
    browser: Any

    @contextmanager
    def visit(self, path: str = "", width: int = 1200, **given: Any) -> Iterator[tuple[Any, Watched]]:
        """A page of a fresh visitor, and what is wrong with it until it is closed."""
        context = self.browser.new_context(viewport={"width": width, "height": 900}, **given)
        page = context.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        watched = Watched()

        def told(message: Any) -> None:
            if message.type == "error":
                watched.complaints.append(message.text)

        def asked(request: Any) -> None:
            if urlsplit(request.url).scheme in ("http", "https") and not request.url.startswith(self.address):
                watched.foreign.append(request.url)

        def loaded(request: Any) -> None:
            sizes = request.sizes()
            watched.weights[request.url] = sizes["responseBodySize"] + sizes["responseHeadersSize"]

        page.on("console", told)
        page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        page.on("request", asked)
        page.on("requestfinished", loaded)
        try:
            if path:
                page.goto(self.address + path)
            yield page, watched
        finally:
            context.close()


@contextmanager
def site(corpus: Path, browser: Browser, **given: Any) -> Iterator[Site]:
    """A room over a corpus, and one browser for all that look at it."""
    from playwright.sync_api import sync_playwright

    with listening(corpus, **given) as address, sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser.executable, args=["--no-sandbox"])
        try:
            yield Site(address, chromium)
        finally:
            chromium.close()


def grave_faults(page: Any) -> list[tuple[str, list[str]]]:
    """Serious faults of accessibility of the page as it stands: the rule, and the first that break it.

    The script of axe is evaluated from outside: the policy of the room admits no inline script.
    """
    page.evaluate(AXE.read_text("utf-8") + "; 0")
    return [
        (one["id"], [node["html"] for node in one["nodes"]][:3])
        for one in page.evaluate(_FAULTS)["violations"]
        if one["impact"] in _GRAVE
    ]


def fits(page: Any) -> bool:
    """Whether the page has no more width than the window."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
