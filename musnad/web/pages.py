"""Every page, and every act, of the room: one table, from which routes, the API and its description are made.

A page is a function from the room and what was asked to an answer, a frozen value. Its HTML shows that
answer, its twin under ``/api`` is that answer as JSON, and the OpenAPI document describes both by the types.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from musnad.web import front
from musnad.web.room import Room


@dataclass(frozen=True, slots=True)
class Page:
    """A page at ``/ar`` and ``/en`` + `path`, and its twin at ``/api`` + `path`.

    `asked` is a dataclass: fields that `path` names come from it, others from the query. `tell` raises
    `Fault` and `CorpusError`. `about` is one sentence for the API.
    """

    name: str
    path: str
    asked: type
    answer: type
    tell: Callable[[Room, Any], Any]
    about: str

    @property
    def template(self) -> str:
        """The template of the page."""
        return f"{self.name}.html.j2"


@dataclass(frozen=True, slots=True)
class Act:
    """Something done by ``POST``: as JSON at ``/api`` + `path`, as a form at ``/ar`` and ``/en`` + `path`.

    `asked` is a dataclass of the body and of what `path` names; `do` raises `Fault` and `CorpusError`. Of a
    form, the answer is a redirect (303) to the path that `then` makes of what was asked and answered, below
    the language.
    """

    name: str
    path: str
    asked: type
    answer: type
    do: Callable[[Room, Any], Any]
    then: Callable[[Any, Any], str]
    about: str


PAGES: Final = (
    Page(
        "front", "/", front.Asked, front.Front, front.tell, "How large the corpus is, and what came in last."
    ),
)

ACTS: Final[tuple[Act, ...]] = ()
