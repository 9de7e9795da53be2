"""Reasons in words, in Arabic and in English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache

from musnad.export.frame import resource
from musnad.media import medium_of
from musnad.model import Reason

_ID = re.compile("[0-9a-f]{64}")
_SHORT = 12
# A day among Arabic words runs from left to right between marks (UAX 9, 2.6).
_DAY = re.compile(r"^\d{4}-\d\d-\d\d.*$")
_MARKED = "\u200e\\g<0>\u200e"


@lru_cache(maxsize=1)
def texts() -> dict[str, list[str]]:
    """The text of every code as [Arabic, English]."""
    found: dict[str, list[str]] = tomllib.loads(resource("reasons.toml"))
    return found


def told(reason: Reason, names: Mapping[str, str]) -> tuple[str, str]:
    """A reason in Arabic and in English; `names` has what each version's report goes by."""
    details = [_detail(one, names) for one in reason.details]
    arabic, english = texts().get(reason.code, [reason.code, reason.code])
    return _filled(arabic, [_DAY.sub(_MARKED, one) for one in details], "، "), _filled(english, details, ", ")


def _detail(detail: str, names: Mapping[str, str]) -> str:
    if detail.startswith("medium/"):
        medium = medium_of(detail.removeprefix("medium/"))
        return medium.arabic or medium.name if medium is not None else detail
    name = names.get(detail, detail).strip()
    return name[:_SHORT] if _ID.fullmatch(name) else name.removeprefix("name/")


def _filled(text: str, details: list[str], comma: str) -> str:
    # Not str.format: a detail comes from a report and may hold braces.
    for number, detail in enumerate(details):
        text = text.replace("{" + str(number) + "}", detail)
    return text.replace("{rest}", comma.join(details))
