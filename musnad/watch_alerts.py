"""The file of alerts: JSON Lines, each line appended whole, none twice however the process ends."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from musnad.alerts import Alert, AlertLimits, Counted, alerts
from musnad.corpus import Corpus, alerted, note_alerted
from musnad.corpus.claim_queries import claims_to_tell

Count = Callable[[Corpus], Iterable[Counted]]
"""Gives the claims of a corpus as they are counted."""
_SEVERAL: Final = 2


def counted(corpus: Corpus) -> Iterator[Counted]:
    """The claims of a corpus of which a word may be due: those in several reports of which one origin is
    sure, and those in dispute. Raises `CorpusError`.
    """
    for one, disputed_by in claims_to_tell(corpus, _SEVERAL):
        sums = one.sums
        yield Counted(sums.id, one.content, sums.reports, sums.low, sums.high, disputed_by)


def prepare(corpus: Corpus, count: Count, limits: AlertLimits) -> None:
    """Note what holds before the first round of all, so that only what begins to hold is told. Raises
    `CorpusError`."""
    if alerted(corpus) is None:
        note_alerted(corpus, [one.id for one in alerts(count(corpus), limits)])


def told(corpus: Corpus, count: Count, limits: AlertLimits, file: Path | None, at: str) -> tuple[Alert, ...]:
    """The alerts that begin to hold, once they are written to `file`. Raises `CorpusError` and `OSError`.

    What was written is kept twice: in the corpus, and in the file itself, which is asked for what a process
    wrote that ended before the corpus knew.
    """
    known = alerted(corpus) or frozenset()
    fresh = tuple(one for one in alerts(count(corpus), limits) if one.id not in known)
    if file is not None and fresh:
        written = _written(file)
        for alert in fresh:
            if alert.id not in written:
                append(file, alert, at)
    if fresh:
        note_alerted(corpus, [one.id for one in fresh])
    return fresh


def append(file: Path, alert: Alert, at: str) -> None:
    """Add one line to a file, in one write, and see that it is on the disk. Raises `OSError`."""
    line = json.dumps(
        {
            "id": alert.id,
            "at": at,
            "kind": alert.kind,
            "claim": alert.claim,
            "text": alert.text,
            "reports": alert.reports,
            "origins": [alert.low, alert.high],
            "disputed_by": list(alert.disputed_by),
        },
        ensure_ascii=False,
    )
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        size = os.fstat(handle).st_size
        torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        os.write(handle, ("\n" * torn + line + "\n").encode("utf-8", "replace"))
        os.fsync(handle)
    finally:
        os.close(handle)


def _written(file: Path) -> frozenset[str]:
    """The ids in a file; a line that broke off holds none."""
    if not file.exists():
        return frozenset()
    found = set()
    with file.open("rb") as stream:
        for line in stream:
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if isinstance(row, dict) and isinstance(row.get("id"), str):
                found.add(row["id"])
    return frozenset(found)
