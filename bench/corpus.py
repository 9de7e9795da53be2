"""How fast a corpus is filled and brought up to date, what memory that takes, and whether an update equals a
rebuild.

    python bench/corpus.py [--quick] [--check] [--json FILE]

The reports lie beside the checkout (../shared/corpus) and are read by the grammar. Each step runs in a
process of its own, so that its processor time and its memory are its own: all reports but 100 are added, and
copies, rewrites and origins found; then the 100 are added and everything is brought up to date; then a second
corpus is made of all of them at once, and both are compared row for row. `--quick` takes every eighth report.
`--check` exits with status 1 where a limit is missed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.press import CORPUS
from musnad import corpus as store
from musnad import upkeep
from musnad.corpus import open_corpus
from musnad.ingest import Done, IngestOptions, ingest, is_source, jobs
from musnad.reader import ReadOptions
from musnad.sources import expand

HELD_BACK: Final = 100
QUICK: Final = 8
ADDED: Final = 100.0
"""Reports a second of processor time that are to be read and stored at least."""
FOUND: Final = 20.0
"""Seconds in which the copies and rewrites of all reports are to be found."""
PEAK: Final = 1000.0
"""Megabytes (10^6 bytes) that no step may take more than."""
LATE: Final = 10.0
"""Seconds in which 100 more reports are to be added and everything but claims is to be up to date."""
CLAIMED: Final = 15.0
"""The same, claims included."""
_CLAIMS: Final = ("fresh_edges", "joined")
"""What an update asks for claims: what relates statements, read pairs included, and the claims counted."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step in a process of its own: seconds by clock and of processor time, of the process and of those
    that it started, the peak memory of each kind in megabytes, and what it found.
    """

    name: str
    seconds: float
    processor: float
    children: float
    peak_mb: float
    children_peak_mb: float
    found: dict[str, float] = field(default_factory=dict)


def add(rows: Path, corpus: Path) -> dict[str, float]:
    """Read and store the reports of a table; how many were new."""
    options = IngestOptions(read=ReadOptions(engine="grammar"))
    with open_corpus(corpus, write=True, create=True) as opened:
        done = list(ingest(opened, jobs(expand([str(rows)], is_source), options), options))
    return {"reports": sum(isinstance(one, Done) and one.what == "new" for one in done)}


def update(rows: Path, corpus: Path) -> dict[str, float]:
    """Bring a corpus up to date; how much was found, and the seconds that copies, origins and claims took."""
    del rows
    found: dict[str, float] = {}
    with ExitStack() as timed, open_corpus(corpus, write=True) as opened:
        for name in ("find", "origins", *_CLAIMS):
            timed.enter_context(_timed(name, found))
        done = upkeep.refresh(opened)
    return found | ({} if done is None else asdict(done))


def late(rows: Path, corpus: Path) -> dict[str, float]:
    """Add more reports and bring everything up to date."""
    return add(rows, corpus) | update(rows, corpus)


STEPS: Final[dict[str, Callable[[Path, Path], dict[str, float]]]] = {
    "add": add,
    "update": update,
    "late": late,
}


@contextmanager
def _timed(name: str, found: dict[str, float]) -> Iterator[None]:
    """Have the seconds noted that a function takes which `upkeep` calls."""
    whole = getattr(upkeep, name)

    def timed(*given: Any) -> Any:
        begun = time.perf_counter()
        try:
            return whole(*given)
        finally:
            found[f"{name} seconds"] = time.perf_counter() - begun

    setattr(upkeep, name, timed)
    try:
        yield
    finally:
        setattr(upkeep, name, whole)


def step(name: str, rows: Path, corpus: Path) -> Step:
    """Run one of `STEPS` in a process of its own. Raises `subprocess.CalledProcessError`."""
    command = [sys.executable, str(Path(__file__)), "--step", name, str(rows), str(corpus)]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    return Step(**json.loads(said))


def measured(name: str, rows: Path, corpus: Path) -> Step:
    """Run one of `STEPS` in this process."""
    begun = time.perf_counter()
    found = STEPS[name](rows, corpus)
    seconds = time.perf_counter() - begun
    mine, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    # Linux counts memory in kilobytes, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return Step(
        name,
        seconds,
        mine.ru_utime + mine.ru_stime,
        theirs.ru_utime + theirs.ru_stime,
        mine.ru_maxrss * unit / 1e6,
        theirs.ru_maxrss * unit / 1e6,
        found,
    )


def tables(folder: Path, every: int) -> tuple[Path, Path, Path]:
    """All reports as a table, those that are added first, and the 100 held back, spread over all."""
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        rows = [line for number, line in enumerate(lines) if number % every == 0]
    apart = {number * len(rows) // HELD_BACK for number in range(HELD_BACK)}
    parts = {
        "all": rows,
        "first": [row for number, row in enumerate(rows) if number not in apart],
        "late": [row for number, row in enumerate(rows) if number in apart],
    }
    for name, held in parts.items():
        (folder / f"{name}.jsonl").write_text("".join(held), "utf-8")
    return folder / "all.jsonl", folder / "first.jsonl", folder / "late.jsonl"


def same(one: Path, other: Path) -> bool:
    """Whether two corpora hold the same, whatever their keys and hours and the rows of their tables."""
    with open_corpus(one) as left, open_corpus(other) as right:
        return _contents(left) == _contents(right)


def _contents(corpus: store.Corpus) -> list[str]:
    rows = [json.loads(line) for line in store.contents(corpus)]
    kept = ([name, {column: row[column] for column in row if column != "source"}] for name, row in rows)
    return sorted(json.dumps(one, sort_keys=True) for one in kept)


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure that is promised, with whether it is kept."""

    name: str
    value: float
    limit: float
    kept: bool


def limits(steps: list[Step], equal: bool) -> list[Limit]:
    """What is promised of the steps, in the order of `main`."""
    first, whole, late_, *_ = steps
    rate = first.found["reports"] / (first.processor + first.children)
    bare = late_.seconds - sum(late_.found[f"{name} seconds"] for name in _CLAIMS)
    peak = max(max(one.peak_mb, one.children_peak_mb) for one in steps)
    return [
        Limit("reports a second of processor time", rate, ADDED, rate >= ADDED),
        Limit(
            "seconds to find all copies and rewrites",
            whole.found["find seconds"],
            FOUND,
            whole.found["find seconds"] <= FOUND,
        ),
        Limit("seconds to add 100 and be up to date but for claims", bare, LATE, bare <= LATE),
        Limit("seconds to add 100 and be up to date", late_.seconds, CLAIMED, late_.seconds <= CLAIMED),
        Limit("peak memory of a process, MB", peak, PEAK, peak <= PEAK),
        Limit("equal to a rebuild", float(equal), 1.0, equal),
    ]


def _table(steps: list[Step]) -> str:
    lines = [f"{'step':8}{'seconds':>9}{'own CPU':>9}{'readers':>9}{'peak MB':>9}{'readers':>9}  found"]
    for one in steps:
        found = ", ".join(f"{name} {value:,.4g}" for name, value in one.found.items())
        figures = (one.seconds, one.processor, one.children, one.peak_mb, one.children_peak_mb)
        lines.append(f"{one.name:8}" + "".join(f"{figure:9.1f}" for figure in figures) + f"  {found}")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Measure and print; 1 where a limit is missed and `--check` was given, 2 where there are no reports."""
    parser = argparse.ArgumentParser(description="Measure a corpus.")
    parser.add_argument("--quick", action="store_true", help="every eighth report only")
    parser.add_argument("--check", action="store_true", help="exit with status 1 where a limit is missed")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--step", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.step:
        name, rows, corpus = asked.step
        sys.stdout.write(json.dumps(asdict(measured(name, Path(rows), Path(corpus)))))
        return 0
    if not CORPUS.exists():
        sys.stderr.write(f"{CORPUS}: the reports are not there\n")
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        every, first, late_rows = tables(folder, QUICK if asked.quick else 1)
        grown, rebuilt = folder / "grown.musnad", folder / "rebuilt.musnad"
        steps = [
            step("add", first, grown),
            step("update", first, grown),
            step("late", late_rows, grown),
            step("add", every, rebuilt),
            step("update", every, rebuilt),
        ]
        equal = same(grown, rebuilt)
        size = grown.stat().st_size
    kept = limits(steps, equal)
    sys.stdout.write(_table(steps))
    rate = steps[0].found["reports"] / steps[0].seconds
    sys.stdout.write(
        f"\n{rate:.1f} reports a second by clock, {len(os.sched_getaffinity(0))} cores; "
        f"{size / 1e6:.1f} MB in all\n\n"
    )
    for one in kept:
        sys.stdout.write(f"{'kept' if one.kept else 'MISSED':8}{one.name}: {one.value:.4g} ({one.limit:g})\n")
    if asked.json:
        figures = {"steps": [asdict(one) for one in steps], "limits": [asdict(one) for one in kept]}
        asked.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    return 1 if asked.check and not all(one.kept for one in kept) else 0


if __name__ == "__main__":
    sys.exit(main())
