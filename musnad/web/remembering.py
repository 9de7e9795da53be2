"""Who judges in a browser, remembered there: in a cookie of the room that no script reads."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

COOKIE: Final = "musnad_by"
LONGEST: Final = 80
"""Code points of a name."""
_YEAR: Final = 365 * 24 * 3600


def remembered(request: Request) -> str | None:
    """The name that a browser brings; None where it brings none, or one that is too long."""
    name = " ".join(unquote(request.cookies.get(COOKIE, "")).split())
    return name if 0 < len(name) <= LONGEST else None


def remember(answer: Response, name: object) -> None:
    """Have a browser bring the name next time."""
    if isinstance(name, str) and 0 < len(name.strip()) <= LONGEST:
        kept = quote(name.encode("utf-8", "replace"), safe="")
        answer.set_cookie(COOKIE, kept, max_age=_YEAR, httponly=True, samesite="strict", path="/")
