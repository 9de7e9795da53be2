"""A reading room for tests: over the sample reports, asked without a network."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp

from musnad.corpus import Corpus, open_corpus
from musnad.web import Room, Settings, application

HERE = "http://127.0.0.1:8400"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who asks a room for pages; `headers` go with every request. Redirects are not followed."""

    app: ASGIApp
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        """The answer to one request."""
        given["headers"] = {**self.headers, **given.get("headers", {})}

        async def run() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
                return await client.request(method, path, **given)

        return asyncio.run(run())

    def get(self, path: str, **given: Any) -> httpx.Response:
        """A page, or its twin."""
        return self.ask("GET", path, **given)

    def told(self, path: str, **given: Any) -> Any:
        """The JSON of a page of which nothing is wrong."""
        answer = self.get(f"/api{path}", **given)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def shown(self, path: str, language: str = "ar", **given: Any) -> str:
        """The HTML of a page of which nothing is wrong."""
        answer = self.get(f"/{language}{path}", **given)
        assert answer.status_code == 200, answer.text
        return answer.text

    def sends(self, path: str, language: str = "ar", **fields: str) -> httpx.Response:
        """The answer to a form sent from a page of the room."""
        headers = {"origin": HERE, "sec-fetch-site": "same-origin"}
        return self.ask("POST", f"/{language}{path}", data=fields, headers=headers)


def settings(corpus: Path, **given: Any) -> Settings:
    """Settings of a room read by the grammar, where Layla judges."""
    return replace(Settings(corpus, by="ليلى", engine="grammar"), **given)


def visitor(corpus: Corpus, **given: Any) -> Visitor:
    """Somebody in a room over an open corpus."""
    return Visitor(application(Room(settings(corpus.path, **given), corpus)))


def made(path: Path) -> Path:
    """A corpus of the sample reports, brought up to date, at a path."""
    from musnad.cli import main

    examples = Path(__file__).resolve().parent.parent / "examples"
    with open_corpus(path, write=True, create=True):
        pass
    status = main(["add", str(examples), "--corpus", str(path), "--engine", "grammar", "--jobs", "1"])
    assert status == 0
    return path
