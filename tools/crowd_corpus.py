"""Let two processes add to one corpus and four read it at once, and see that none meets an error.

    python tools/crowd_corpus.py [--seconds 60]

Both writers read and store invented reports batch by batch, a third of which the other adds too, and bring
copies and origins up to date now and then. The readers open the corpus again and again, look at all reports,
copies and origins, and see that no state that they are shown is half a state. In the end everything that was
added is there once, and the corpus verifies. Exit status 1 where anything is amiss.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from musnad import corpus as store
from musnad.corpus import CorpusError, open_corpus
from musnad.ingest import IngestOptions, Job, Refusal, ingest
from musnad.reader import ReadOptions, read
from musnad.text import Source, read_text
from musnad.upkeep import refresh
from tests.corpus_cases import BODY

WRITERS: Final = ("a", "b")
READERS: Final = 4
_BATCH: Final = 16
_REFRESH: Final = 8
OPTIONS: Final = IngestOptions(read=ReadOptions(engine="grammar"), workers=1)


def jobs(writer: str, number: int) -> list[Job]:
    """The batch of that number of a writer: every third report of it is one of the other's too."""
    found = []
    for at in range(_BATCH):
        who = "both" if at % 3 == 0 else writer
        name = f"{who}-{number}-{at}"
        text = f"{BODY}\nوختم {name} الخبر."
        known = Source(publisher=f"صحيفة {at % 5}", published="2026-01-02", title="سد", external_id=name)
        found.append(Job(writer, number, text.encode(), known, text))
    return found


def write(corpus: Path, writer: str, until: float) -> dict[str, Any]:
    """Add batches until then; how many reports were new here, and the longest that a batch took."""
    counts = {"batches": 0, "new": 0, "same": 0, "errors": 0, "longest": 0.0}
    with open_corpus(corpus, write=True) as opened:
        while time.time() < until:
            begun = time.monotonic()
            for one in ingest(opened, jobs(writer, int(counts["batches"])), OPTIONS):
                counts["errors" if isinstance(one, Refusal) else one.what] += 1
            counts["longest"] = max(counts["longest"], time.monotonic() - begun)
            counts["batches"] += 1
            if counts["batches"] % _REFRESH == 0 and writer == WRITERS[0]:
                refresh(opened)
    return counts


def look(corpus: Path, until: float) -> dict[str, Any]:
    """Open and read everything until then; how often, and how often a state was none."""
    counts = {"looks": 0, "reports": 0, "copies": 0, "errors": 0}
    while time.time() < until:
        with open_corpus(corpus) as opened:
            # Nothing is removed here: whatever was there before is still there in what is read last.
            before = store.size(opened).reports
            copies, origins = list(store.copies(opened)), list(store.origins(opened))
            held = {one.report.version: len(one.report.text) for one in store.stored(opened)}
            counts["errors"] += len(held) < before
            for copy in copies:
                counts["errors"] += any(one.later.end > held.get(copy.later, 0) for one in copy.passages)
            counts["errors"] += len({one.version for one in origins} - held.keys())
            counts["copies"] += len(copies)
            counts["looks"] += 1
            counts["reports"] += len(held)
    return counts


def started(corpus: Path, role: str) -> subprocess.Popen[str]:
    """A process that writes (`a`, `b`) or reads, once it is told until when."""
    command = [sys.executable, __file__, "--role", role, "--corpus", str(corpus)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def crowd(corpus: Path, seconds: float) -> int:
    """Run writers and readers for so long, and say what came of it; 1 where anything is amiss."""
    with open_corpus(corpus, write=True, create=True):
        pass
    roles = [*WRITERS, *(f"reader {n}" for n in range(READERS))]
    running = [(role, started(corpus, role)) for role in roles]
    for _, process in running:
        if process.stdout is not None:
            process.stdout.readline()
    until = time.time() + seconds
    for _, process in running:
        if process.stdin is not None:
            process.stdin.write(f"{until}\n")
            process.stdin.flush()
    amiss = 0
    batches = {}
    for role, process in running:
        said, _ = process.communicate()
        counts = json.loads(said) if process.returncode == 0 else {"errors": 1}
        amiss += counts["errors"]
        batches[role] = counts.get("batches", 0)
        sys.stdout.write(f"{role}: {', '.join(f'{name} {value:.6g}' for name, value in counts.items())}\n")
    wanted = {
        str(job.source.external_id) for who in WRITERS for n in range(batches[who]) for job in jobs(who, n)
    }
    with open_corpus(corpus, write=True) as opened:
        refresh(opened)
        held = [str(one.report.external_id) for one in store.stored(opened)]
        faults = list(store.verify(opened))
    if sorted(held) != sorted(wanted):
        amiss += 1
        sys.stdout.write(f"{len(held)} reports are there and {len(wanted)} were added\n")
    sys.stdout.write(f"{len(held)} reports, {amiss} errors, {len(faults)} faults\n")
    return 1 if amiss or faults else 0


def main() -> int:
    """Run it all, or the part of one process."""
    parser = argparse.ArgumentParser(description="Write and read one corpus by several processes.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--role", help=argparse.SUPPRESS)
    parser.add_argument("--corpus", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.role:
        read(read_text(BODY), OPTIONS.read)  # loads what reading takes
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        until = float(sys.stdin.readline())
        try:
            writes = asked.role in WRITERS
            found = write(asked.corpus, asked.role, until) if writes else look(asked.corpus, until)
        except CorpusError as error:
            sys.stderr.write(f"{asked.role}: {error}\n")
            return 1
        sys.stdout.write(json.dumps(found))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return crowd(Path(folder) / "crowd.musnad", asked.seconds)


if __name__ == "__main__":
    sys.exit(main())
