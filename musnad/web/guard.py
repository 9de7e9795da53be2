"""What stands before every request: the names that the room answers to, its token, who may act, how much is
taken, and the headers that keep a hostile report from doing anything in a browser.

An answer of these is a plain ASGI response; each guard is an ASGI application around another (ASGI 3.0).
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from musnad.web.fault import Fault
from musnad.web.room import LOOPBACK, Settings

COOKIE: Final = "musnad_token"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_BODY: Final = 24 * 1024 * 1024
"""Bytes of a body: the largest source that musnad read takes by default, with its form around it."""

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
)
_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]/@?#\s]+)(?::\d{1,5})?")

Refuse = Callable[[Scope, Fault], Response]
"""How a refusal is told: as a page or as JSON."""


def guarded(app: ASGIApp, settings: Settings, refuse: Refuse) -> ASGIApp:
    """An application behind all the guards, the outermost last."""
    limited = _limited(app, refuse)
    own = _same_origin(limited, refuse)
    known = _with_token(own, settings.token, refuse) if settings.token else own
    return _with_headers(_of_host(known, settings, refuse))


def _with_headers(app: ASGIApp) -> ASGIApp:
    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS:
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        await app(scope, receive, sending if scope["type"] == "http" else send)

    return run


def _of_host(app: ASGIApp, settings: Settings, refuse: Refuse) -> ASGIApp:
    """Answer to known names only: a page of elsewhere whose name was turned to this machine (DNS rebinding)
    gets nothing.
    """
    known = {one.lower().strip("[]") for one in (*LOOPBACK, settings.host, *settings.hosts)}

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            asked = _HOST.fullmatch(Headers(scope=scope).get("host", ""))
            if asked is None or asked[1].lower().strip("[]") not in known:
                await refuse(scope, Fault("host"))(scope, receive, send)
                return
        await app(scope, receive, send)

    return run


def _with_token(app: ASGIApp, token: str, refuse: Refuse) -> ASGIApp:
    """Answer whoever brings the token: in a cookie, as a bearer (RFC 6750), or once in the address, which a
    redirect turns into the cookie, so that it stands in no history and no link.
    """
    wanted = token.encode()

    def right(given: str | None) -> bool:
        return given is not None and hmac.compare_digest(given.encode("utf-8", "replace"), wanted)

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        if right(_cookie(headers)) or (scheme.lower() == "bearer" and right(bearer.strip())):
            await app(scope, receive, send)
            return
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if scope["method"] in SAFE and right(dict(query).get("token")):
            rest = urlencode([(name, value) for name, value in query if name != "token"])
            answer: Response = RedirectResponse(_here(scope["path"]) + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", path="/")
        else:
            answer = refuse(scope, Fault("token"))
        await answer(scope, receive, send)

    return run


def _here(path: str) -> str:
    # «//host» would lead elsewhere.
    return "/" + path.lstrip("/\\")


def _cookie(headers: Headers) -> str | None:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return None if found is None else found.value


def _same_origin(app: ASGIApp, refuse: Refuse) -> ASGIApp:
    """Let a browser act only from pages of this room (Fetch Metadata; RFC 6454). A program that sends neither
    header is no browser, and carries no cookie of somebody else's.
    """

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE:
            headers = Headers(scope=scope)
            site, origin = headers.get("sec-fetch-site"), headers.get("origin")
            foreign = site is not None and site != "same-origin"
            if origin is not None:
                foreign = foreign or urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
            if foreign:
                await refuse(scope, Fault("origin"))(scope, receive, send)
                return
        await app(scope, receive, send)

    return run


def _limited(app: ASGIApp, refuse: Refuse) -> ASGIApp:
    """Take no body that is longer than `LONGEST_BODY`, whatever it says of its length."""

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        stated = Headers(scope=scope).get("content-length", "0")
        if not stated.isascii() or not stated.isdigit() or len(stated) > 12 or int(stated) > LONGEST_BODY:
            await refuse(scope, Fault("too-large"))(scope, receive, send)
            return
        taken = 0

        async def receiving() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > LONGEST_BODY:
                raise Fault("too-large")
            return message

        await app(scope, receiving, send)

    return run
