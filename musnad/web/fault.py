"""What goes wrong with a request: a stable code, and the status that goes with it; never a path of this
machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from musnad.corpus import CorpusError

STATUSES: Final[Mapping[str, int]] = {
    "asked": 400,
    "origin": 403,
    "token": 401,
    "host": 421,
    "too-large": 413,
    "media-type": 415,
    "method": 405,
    "nothing": 404,
    "unknown": 404,
    "no-claim": 404,
    "no-statement": 404,
    "no-entity": 404,
    "no-judgement": 404,
    "no-outlet": 404,
    "no-agency": 404,
    "no-origin": 404,
    "no-speaker": 404,
    "no-medium": 404,
    "ambiguous": 409,
    "one-thing": 409,
    "outside": 409,
    "stale": 409,
    "not-printed": 422,
    "who": 400,
    "busy": 503,
    "read-only": 403,
    "disk-full": 507,
    "older": 503,
    "newer": 503,
    "source": 422,
    "one-of-three": 400,
    "desk": 503,
    "fault": 500,
}
"""The status of each code; any other code is a fault of the room: 500."""


class Fault(Exception):  # noqa: N818 - a refusal is no error of the program
    """A request that gets no answer. `detail` may name what was asked for; the page words the rest by
    `code`. `cause` is what was wrong with a source, which `complaints` words.
    """

    def __init__(self, code: str, detail: str = "", cause: Exception | None = None) -> None:
        super().__init__(detail or code)
        self.code = code
        self.detail = detail
        self.cause = cause

    @property
    def status(self) -> int:
        """The HTTP status (RFC 9110)."""
        return STATUSES.get(self.code, 500)


def fault_of(error: Exception) -> Fault:
    """The fault that an error amounts to. An error that nobody foresaw says no more than that there was
    one.
    """
    if isinstance(error, Fault):
        return error
    if isinstance(error, CorpusError):
        # What names a path stays here; what was asked for may be said.
        return Fault(error.code, str(error.parameters.get("name", "")))
    if isinstance(error, msgspec.ValidationError):
        return Fault("asked", str(error))
    if isinstance(error, msgspec.DecodeError):
        return Fault("asked", "no JSON")
    if isinstance(error, ValueError) and isinstance(getattr(error, "code", None), str):
        # Errors of sources, of reading and of fetching: none names a path of this machine.
        return Fault("source", cause=error)
    return Fault("fault")
