"""Whom the tables of media, bodies and persons know by a name, as printed with what is tied to its front."""

from __future__ import annotations

from functools import lru_cache

from musnad.lang.known import named
from musnad.media import medium_named


@lru_cache(maxsize=65536)
def references(name: str) -> frozenset[str]:
    """The references of all whom the tables know by a name."""
    found = {match.entry.ref for match in named(name)}
    medium = medium_named(name)
    if medium is not None and medium.ref and not medium.common:
        found.add(f"medium/{medium.ref}")
    return frozenset(found)


def untied(name: str) -> str:
    """The name of a body without the preposition or conjunction tied to its front: «للأمم المتحدة»."""
    if name.startswith("لل"):
        return "ال" + name[2:]
    return name[1:] if name[:1] in ("ل", "ب", "و", "ف", "ك") else name
