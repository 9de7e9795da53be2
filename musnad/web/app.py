"""The reading room as an ASGI application: routes from the table of pages, guards around them."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from importlib import resources
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from musnad.web import answering
from musnad.web.fault import Fault, fault_of
from musnad.web.guard import guarded
from musnad.web.openapi import description
from musnad.web.pages import ACTS, FILES, PAGES, Act, File, Page
from musnad.web.room import Room
from musnad.web.wording import LANGUAGES, Language, preferred

API: Final = "/api"
INTERNAL: Final = 500
_SMALLEST_PACKED: Final = 1024
_LOG: Final = logging.getLogger(__name__)
_KEPT: Final = "public, max-age=31536000, immutable"

Endpoint = Callable[[Request], Awaitable[Response]]


def application(room: Room) -> ASGIApp:
    """The room, ready to be served."""
    app = Starlette(
        routes=_routes(room),
        exception_handlers={HTTPException: _not_found},
    )
    return guarded(GZipMiddleware(app, minimum_size=_SMALLEST_PACKED), room.settings, _refuse)


def _routes(room: Room) -> list[BaseRoute]:
    found: list[BaseRoute] = [
        Route("/", _front),
        Route(f"{API}/openapi.json", _described),
        Mount("/static", _kept(StaticFiles(directory=str(resources.files("musnad.web").joinpath("static"))))),
    ]
    for act in ACTS:
        found.append(Route(API + act.path, _safely(_act_as_json(room, act)), methods=["POST"]))
        found += [
            Route(f"/{one}{act.path}", _safely(_act(room, act, one)), methods=["POST"]) for one in LANGUAGES
        ]
    for kept in FILES:
        found.append(Route(API + kept.path, _safely(_file(room, kept, LANGUAGES[0])), methods=["GET"]))
        found += [
            Route(f"/{one}{kept.path}", _safely(_file(room, kept, one)), methods=["GET"]) for one in LANGUAGES
        ]
    for page in PAGES:
        found.append(Route(API + page.path, _safely(_page_as_json(room, page)), methods=["GET"]))
        found += [
            Route(f"/{one}{page.path}", _safely(_page(room, page, one)), methods=["GET"]) for one in LANGUAGES
        ]
    return found


def _page(room: Room, page: Page, language: Language) -> Endpoint:
    async def run(request: Request) -> Response:
        return await answering.page_as_html(room, page, language, request)

    return run


def _page_as_json(room: Room, page: Page) -> Endpoint:
    async def run(request: Request) -> Response:
        return await answering.page_as_json(room, page, request)

    return run


def _file(room: Room, kept: File, language: Language) -> Endpoint:
    async def run(request: Request) -> Response:
        return await answering.file(room, kept, language, request)

    return run


def _act(room: Room, act: Act, language: Language) -> Endpoint:
    async def run(request: Request) -> Response:
        return await answering.act_by_form(room, act, language, request)

    return run


def _act_as_json(room: Room, act: Act) -> Endpoint:
    async def run(request: Request) -> Response:
        return await answering.act_as_json(room, act, request)

    return run


def _safely(endpoint: Endpoint) -> Endpoint:
    """An endpoint that tells what went wrong; what nobody foresaw is logged too, with its trace."""

    async def run(request: Request) -> Response:
        try:
            return await endpoint(request)
        except HTTPException:
            raise
        except Exception as error:
            if fault_of(error).status == INTERNAL:
                _LOG.exception("%s %s", request.method, request.url.path)
            return _refuse(request.scope, error)

    return run


async def _front(request: Request) -> Response:
    language = preferred(request.headers.get("accept-language", ""))
    return RedirectResponse(f"/{language}/", 307, headers={"vary": "accept-language"})


async def _described(_request: Request) -> Response:
    return Response(answering.encoded(description()), media_type=answering.JSON)


def _language(scope: Scope) -> Language | None:
    """The language that a path asks for; None where it asks for JSON."""
    first = scope["path"].split("/")[1]
    if f"/{first}" == API:
        return None
    return first if first in LANGUAGES else preferred(Request(scope).headers.get("accept-language", ""))


def _refuse(scope: Scope, error: Exception) -> Response:
    return answering.refusal(error, _language(scope))


def _not_found(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    fault = Fault({404: "nothing", 405: "method", 413: "too-large"}.get(status, "asked"))
    return answering.refusal(fault, _language(request.scope))


def _kept(app: ASGIApp) -> ASGIApp:
    """Files whose addresses change with what they hold, kept by browsers for good."""

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            found = message["type"] == "http.response.start" and message["status"] == 200
            if found and scope["query_string"]:
                message["headers"] = [*message["headers"], (b"cache-control", _KEPT.encode())]
            await send(message)

        await app(scope, receive, sending)

    return run
