"""A file that the room gives to be kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A file to be kept: what it is called, in plain letters, its media type, its bytes."""

    name: str
    media_type: str
    data: bytes
