"""Requests to what a page or an act is asked, and its answer to a response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, Final, get_args, get_origin, get_type_hints

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import ImmutableMultiDict, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from musnad.web.fault import Fault, fault_of
from musnad.web.judging import may_write
from musnad.web.pages import Act, File, Page
from musnad.web.remembering import remember, remembered
from musnad.web.rendering import html, link
from musnad.web.room import Room
from musnad.web.wording import Language, told, why

JSON: Final = "application/json"
MOST_FIELDS: Final = 100
LONGEST: Final = 20_000
"""Characters of a text in an answer; a part of a report has fewer, a title may have megabytes."""
# No answer whose texts have a usual length has so many bytes: only then each text is measured.
_LARGE: Final = 200_000


def asked(kind: type, path: Mapping[str, Any], given: ImmutableMultiDict[str, Any]) -> Any:
    """What is asked for, from the path and from a query or form; a field left empty is not given.

    A field goes by its name without a ``_`` behind it (``in_``). Fields that `kind` does not have are passed
    over. Raises `msgspec.ValidationError`.
    """
    hints = get_type_hints(kind, include_extras=True)
    values: dict[str, Any] = {}
    for one in fields(kind):
        if one.name in path:
            values[one.name] = path[one.name]
        elif found := [value for value in given.getlist(one.name.rstrip("_")) if value != ""]:
            values[one.name] = found if _is_list(hints[one.name]) else found[-1]
    return msgspec.convert(values, kind, strict=False)


def _is_list(hint: Any) -> bool:
    plain = get_args(hint)[0] if hasattr(hint, "__metadata__") else hint
    return get_origin(plain) in (tuple, list)


async def page_as_html(room: Room, page: Page, language: Language, request: Request) -> Response:
    """A page, in a language, or the form for it. Raises `Fault` and what `fault_of` takes for one."""
    shown = page
    if page.form is not None and not all(map(request.query_params.get, page.needs)):
        shown = page.form

    def make() -> str:
        wanted = asked(shown.asked, request.path_params, request.query_params)
        return html(
            shown.template,
            language,
            page=page.name,
            asked=wanted,
            told=shown.tell(room, wanted),
            here=here(request),
            query=request.url.query,
            writable=may_write(room),
            by=remembered(request) or room.settings.by,
            notice=_notice(room, request),
        )

    return HTMLResponse(await run_in_threadpool(make))


async def page_as_json(room: Room, page: Page, request: Request) -> Response:
    """A page's twin. Raises `Fault` and what `fault_of` takes for one."""

    def make() -> bytes:
        wanted = asked(page.asked, request.path_params, request.query_params)
        return encoded(page.tell(room, wanted))

    return Response(await run_in_threadpool(make), media_type=JSON)


async def file(room: Room, kept: File, language: Language, request: Request) -> Response:
    """A file to be kept: a browser saves it, and does not show it as a page of the room. Raises `Fault` and
    what `fault_of` takes for one.
    """

    def make() -> Response:
        wanted = asked(kept.asked, request.path_params, request.query_params)
        made = kept.make(room, wanted, language)
        headers = {"content-disposition": f'attachment; filename="{made.name}"'}
        return Response(made.data, media_type=made.media_type, headers=headers)

    return await run_in_threadpool(make)


async def act_by_form(room: Room, act: Act, language: Language, request: Request) -> Response:
    """Do what a form asks for, and lead on to where it shows, or show the answer. Raises `Fault` and what
    `fault_of` takes for one.
    """
    async with request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=_part_size()) as form:
        given = ImmutableMultiDict[str, Any](
            [(name, await _value(value)) for name, value in form.multi_items()]
        )

    def do() -> Response:
        wanted = asked(act.asked, request.path_params, given)
        answer = act.do(room, wanted)
        if act.then is None:
            return HTMLResponse(_answered(room, act, language, here(request), wanted, answer))
        path, mark, query = act.then(wanted, answer).partition("?")
        return RedirectResponse(link(language, path) + mark + query, 303)

    try:
        made = await run_in_threadpool(do)
    except Exception as error:
        if fault_of(error).code != "busy":
            raise
        return _once_more(fault_of(error), language, request, given)
    remember(made, given.get("by"))
    return made


def _once_more(
    fault: Fault, language: Language, request: Request, given: ImmutableMultiDict[str, Any]
) -> Response:
    """A page on which what was sent can be sent again: nothing of it is lost."""
    sent = [(name, value) for name, value in given.multi_items() if isinstance(value, str)]
    return HTMLResponse(_refused(fault, language, here(request), sent), fault.status)


def _notice(room: Room, request: Request) -> Any:
    """What was judged a moment ago, where a request comes from there."""
    number = request.query_params.get("judged", "")
    return room.told.get(int(number)) if number.isascii() and number.isdigit() and len(number) < 16 else None


def _answered(room: Room, act: Act, language: Language, path: str, wanted: Any, answer: Any) -> str:
    return html(
        act.template,
        language,
        page=act.name,
        asked=wanted,
        told=answer,
        here=path,
        query="",
        writable=may_write(room),
    )


async def act_as_json(room: Room, act: Act, request: Request) -> Response:
    """Do what a body of JSON asks for. Raises `Fault` and what `fault_of` takes for one."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise Fault("media-type")
    body = await request.body()

    def do() -> Response:
        given = msgspec.json.decode(body)
        if not isinstance(given, dict):
            raise Fault("asked", "no object")
        done = act.do(room, msgspec.convert({**given, **request.path_params}, act.asked))
        answer = Response(encoded(done), media_type=JSON)
        remember(answer, given.get("by"))
        return answer

    return await run_in_threadpool(do)


async def _value(value: UploadFile | str) -> Any:
    return value if isinstance(value, str) else await value.read()


def _part_size() -> int:
    from musnad.web.guard import LONGEST_BODY

    return LONGEST_BODY


def encoded(answer: object) -> bytes:
    """An answer as JSON; lone surrogates, which JSON text cannot hold as UTF-8, become question marks, and of
    a text that is too long the beginning is told.
    """
    try:
        made = msgspec.json.encode(answer)
    except UnicodeEncodeError:
        made = None
    if made is None or len(made) > _LARGE:
        return msgspec.json.encode(_replaced(msgspec.to_builtins(answer)))
    return made


def _replaced(value: Any) -> Any:
    if isinstance(value, str):
        cut = value if len(value) <= LONGEST else value[:LONGEST] + "\u2026"
        return cut.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_replaced(key): _replaced(one) for key, one in value.items()}
    return [_replaced(one) for one in value] if isinstance(value, list | tuple) else value


def here(request: Request) -> str:
    """The path of a request below its language."""
    parts = request.url.path.split("/", 2)
    return "/" + (parts[2] if len(parts) > 2 else "")


def refusal(error: Exception, language: Language | None, path: str = "/") -> Response:
    """What is answered where something went wrong: a page in a language, or JSON where that is None."""
    fault = fault_of(error)
    if language is None:
        answer = {
            "error": {
                "code": fault.code,
                "detail": why(fault, "en"),
                "message": told(fault, "en"),
                "ar": told(fault, "ar"),
            }
        }
        return Response(encoded(answer), fault.status, media_type=JSON)
    return HTMLResponse(_refused(fault, language, path), fault.status)


def _refused(fault: Fault, language: Language, path: str, again: Sequence[tuple[str, str]] = ()) -> str:
    return html(
        "fault.html.j2",
        language,
        page="fault",
        fault=fault,
        said=told(fault, language),
        why=why(fault, language),
        here=path,
        query="",
        again=again,
    )
