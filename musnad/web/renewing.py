"""What follows from the reports, brought up to date after one was added: a small corpus at once, a large one
by a process beside the server, whose memory it would outgrow (1.1 GB and 48 seconds for 8,176 reports).
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Final

from musnad.corpus import CorpusError, open_corpus, size, stale
from musnad.parallel import ahead_in_processes
from musnad.upkeep import index, refresh
from musnad.web.room import PATIENCE, Room

SMALL: Final = 200
"""Reports that take about a second."""

_LOG: Final = logging.getLogger(__name__)


def renew(room: Room) -> bool:
    """Have copies, origins and claims found anew; whether they are on return.

    One at a time: what comes in meanwhile is taken up behind it. Raises `CorpusError`.
    """
    if size(room.corpus).reports <= SMALL:
        _bring_up(room.settings.corpus, PATIENCE)
        return True
    if not room.renewing.locked():
        _start(room)
    return False


def _start(room: Room) -> None:
    threading.Thread(target=while_stale, args=(room,), daemon=True).start()


def while_stale(room: Room) -> None:
    """Bring the corpus up to date in another process, as often as something came in meanwhile."""
    try:
        # Once more behind the lock: a report may come in after the last look and find it still held.
        while stale(room.corpus) and room.renewing.acquire(blocking=False):
            try:
                for _ in ahead_in_processes(_bring_up, [room.settings.corpus], 2):
                    pass
            finally:
                room.renewing.release()
    except (CorpusError, RuntimeError, OSError):
        _LOG.exception("copies, origins and claims were not found anew")


def _bring_up(path: Path, patience: float = 60.0) -> None:
    with open_corpus(path, write=True, patience=patience) as corpus:
        for _ in index(corpus):
            pass
        refresh(corpus)
