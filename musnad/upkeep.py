"""What follows from the reports of a corpus, brought up to date: readings, copies, origins.

Copies and origins are functions of all newest versions, so that the order in which reports came in changes
nothing, and an update equals a rebuild.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from musnad import copies, origins
from musnad.corpus import (
    Corpus,
    Entry,
    StoredVersion,
    pack_again,
    put_readings,
    replace_copies,
    replace_origins,
    stale,
    stored,
    to_reread,
)
from musnad.corpus import copies as known_copies
from musnad.model import ReaderInfo
from musnad.parallel import Processes
from musnad.reader import ReadOptions, read, reader_info

# One transaction, and one errand of a process.
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many copies and rewrites there are now, and reports whose origin is known."""

    copies: int
    rewrites: int
    known: int


def refresh(corpus: Corpus, *, anew: bool = False) -> Refreshed | None:
    """Find copies and origins where reports changed since they were found; None where none did.

    `anew` finds them from nothing. They are replaced in one transaction: whoever reads meanwhile, and whoever
    opens the corpus after the process was killed, sees the former ones whole. Raises `CorpusError`.
    """
    if not anew and not stale(corpus):
        return None
    documents, evidences = list[copies.Document](), list[origins.Evidence]()
    for version in stored(corpus):
        reading = version.reading()
        documents.append(copies.document(reading, version.shingles))
        evidences.append(origins.evidence(reading))
    before = {} if anew else {(one.later, one.earlier): one for one in known_copies(corpus)}
    found = copies.find(documents, before)
    whence = origins.origins(evidences, found)
    replace_copies(corpus, found)
    replace_origins(corpus, whence)
    return Refreshed(
        sum(one.kind == "copy" for one in found),
        sum(one.kind == "rewrite" for one in found),
        sum(one.whole.kind != "unknown" for one in whence),
    )
