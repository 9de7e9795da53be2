"""The description of the API (OpenAPI 3.1), made from the table of pages and the types of what they take and
give.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import MISSING, Field, fields
from functools import lru_cache
from typing import Any, Final, get_type_hints

import msgspec

from musnad.web.fault import STATUSES
from musnad.web.pages import ACTS, FILES, PAGES, Act, File, Page

VERSION: Final = "1"
"""The version of the API: raised where something that it gives changes its meaning or goes."""

_REF: Final = "#/components/schemas/{name}"
_IN_PATH: Final = re.compile(r"\{(\w+)(?::\w+)?\}")
_ERROR: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "detail", "message", "ar"],
            "properties": {
                "code": {"type": "string", "enum": sorted(STATUSES)},
                "detail": {"type": "string"},
                "message": {"type": "string"},
                "ar": {"type": "string"},
            },
        }
    },
}


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """The OpenAPI document."""
    kinds: list[Any] = []
    for page in PAGES:
        kinds += [page.answer, *_hints(page.asked).values()]
    for kept in FILES:
        kinds += _hints(kept.asked).values()
    for act in ACTS:
        kinds += [act.answer, *_hints(act.asked).values()]
    schemas, components = msgspec.json.schema_components(kinds, ref_template=_REF)
    made = iter(schemas)
    paths: dict[str, dict[str, Any]] = {}
    for page in PAGES:
        answer, own = next(made), {name: next(made) for name in _hints(page.asked)}
        paths.setdefault(_plain(page.path), {})["get"] = _get(page, answer, own)
    for kept in FILES:
        own = {name: next(made) for name in _hints(kept.asked)}
        paths.setdefault(_plain(kept.path), {})["get"] = _get_file(kept, own)
    for act in ACTS:
        answer, own = next(made), {name: next(made) for name in _hints(act.asked)}
        paths.setdefault(_plain(act.path), {})["post"] = _post(act, answer, own)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Musnad",
            "version": VERSION,
            "description": "Who said it, how it reached the page, and how many independent origins it has.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api"}],
        "paths": paths,
        "components": {
            "schemas": {**components, "Error": _ERROR},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }


def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _plain(path: str) -> str:
    return _IN_PATH.sub(r"{\1}", path)


def _get(page: Page, answer: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    named = _IN_PATH.findall(page.path)
    return {
        "operationId": page.name,
        "summary": page.about,
        "parameters": [_parameter(one, own[one.name], one.name in named) for one in fields(page.asked)],
        "responses": _responses(answer),
    }


def _get_file(kept: File, own: dict[str, Any]) -> dict[str, Any]:
    named = _IN_PATH.findall(kept.path)
    answer = {"description": "The file.", "content": {kept.media_type: {"schema": {"type": "string"}}}}
    return {
        "operationId": kept.name,
        "summary": kept.about,
        "parameters": [_parameter(one, own[one.name], one.name in named) for one in fields(kept.asked)],
        "responses": {**dict(_refusals(set(STATUSES.values()) - {500})), "200": answer},
    }


def _post(act: Act, answer: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    named = _IN_PATH.findall(act.path)
    inside = [one for one in fields(act.asked) if one.name not in named]
    body = {
        "type": "object",
        "properties": {one.name: own[one.name] for one in inside},
        "required": [one.name for one in inside if _required(one)],
    }
    return {
        "operationId": act.name,
        "summary": act.about,
        "parameters": [
            _parameter(one, own[one.name], in_path=True) for one in fields(act.asked) if one.name in named
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": _responses(answer),
    }


def _parameter(one: Field[Any], schema: dict[str, Any], in_path: bool) -> dict[str, Any]:
    return {
        "name": one.name.rstrip("_"),
        "in": "path" if in_path else "query",
        "required": in_path or _required(one),
        "schema": schema,
    }


def _required(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _responses(answer: dict[str, Any]) -> dict[str, Any]:
    return {
        "200": _response("What was asked for.", answer),
        **dict(_refusals(set(STATUSES.values()) - {500})),
    }


def _refusals(statuses: Iterable[int]) -> Iterable[tuple[str, Any]]:
    for status in sorted(statuses):
        codes = ", ".join(code for code, its in STATUSES.items() if its == status)
        yield str(status), _response(f"Refused: {codes}.", {"$ref": _REF.format(name="Error")})


def _response(about: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": about, "content": {"application/json": {"schema": schema}}}
