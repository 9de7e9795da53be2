"""A site on 127.0.0.1 that says what a test wants, and a clock that nobody waits for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from musnad.watch_visits import Pace

BODY = (
    "قالت رئيسة البلدية رابعة البيلسان إن السد الجديد سيروي ثلاثين قرية قبل نهاية الصيف، وأضافت أن العمال "
    "أنهوا الجزء الأكبر من الجدار الشرقي رغم العواصف."
)


@dataclass
class Answer:
    """What a path answers."""

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    endless: bytes = b""


@dataclass
class Site:
    """The answers by path, and what was asked: path and headers."""

    root: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def paths(self) -> list[str]:
        """What was asked, robots.txt left out."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def page(self, path: str, text: str = BODY, title: str = "سد جديد في وادي السرو") -> None:
        """Have a page there."""
        html = (
            f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article>"
        )
        self.answers[path] = Answer(
            html + "</body></html>", headers={"Content-Type": "text/html; charset=utf-8"}
        )

    def feed(self, *items: str, path: str = "/feed", **headers: str) -> None:
        """Have a feed of these items there."""
        text = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>x</title>'
        self.answers[path] = Answer(text + "".join(items) + "</channel></rss>", headers=headers)


def item(link: str, date: str = "Sun, 01 Mar 2026 08:00:00 GMT") -> str:
    """An item of a feed."""
    return f"<item><title>خبر</title><link>{link}</link><pubDate>{date}</pubDate></item>"


@contextmanager
def serving() -> Iterator[Site]:
    """A site that answers until the end of the block."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's signature
            del format, args

        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            answer = site.answers.get(self.path, Answer(status=404))
            etag = answer.headers.get("ETag")
            if etag is not None and self.headers.get("If-None-Match") == etag:
                answer = Answer(status=304)
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            if not answer.endless:
                self.send_header("Content-Length", answer.headers.get("Content-Length", str(len(body))))
            for name, value in answer.headers.items():
                if name != "Content-Length":
                    self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
                while answer.endless:
                    self.wfile.write(answer.endless)
            except OSError:
                return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        running.block_on_close = False
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        site.root = f"http://127.0.0.1:{running.server_port}"
        yield site
        running.shutdown()
        thread.join()


class Hours:
    """A clock that goes on only where somebody sleeps; `slept` are the naps in seconds."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 1, 12, tzinfo=UTC)
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Go on by so many seconds."""
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)

    def pace(self) -> Pace:
        """The clock as whoever watches takes it."""
        return Pace(lambda: self.at, self.sleep, lambda: 0.5)
