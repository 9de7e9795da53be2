"""What every page is given: the open corpus, and how the room was asked to be."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from musnad.corpus import Corpus
from musnad.model import Engine
from musnad.sources import MAX_BYTES, TIMEOUT, LoadOptions
from musnad.web.notices import Notices

LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
"""Hosts that only this machine reaches."""

PATIENCE: Final = 5.0
"""Seconds that somebody who judges waits for another writer: longer, and a browser looks hung."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a reading room is asked to be.

    `hosts` are names by which it may be asked for besides those of loopback and `host`. With a `token` every
    request must bring it. `by` is who judges where a page does not say. `load` bounds what is fetched and
    taken.
    """

    corpus: Path
    host: str = LOOPBACK[0]
    port: int = 8400
    hosts: tuple[str, ...] = ()
    token: str | None = None
    by: str | None = None
    engine: Engine | None = None
    load: LoadOptions = field(default_factory=lambda: LoadOptions(timeout=TIMEOUT, max_bytes=MAX_BYTES))


@dataclass(frozen=True, slots=True)
class Room:
    """An open reading room. `corpus` is open to read only; whoever writes opens it anew, and waits
    `PATIENCE`.

    `desk` is held while a report is read: reading fills a core and much memory, so one is read at a time.
    `told` holds what was judged a moment ago.
    `renewing` is held while copies, origins and claims are found anew beside the room.
    """

    settings: Settings
    corpus: Corpus
    desk: threading.Lock = field(default_factory=threading.Lock)
    told: Notices[Any] = field(default_factory=Notices)
    renewing: threading.Lock = field(default_factory=threading.Lock)
