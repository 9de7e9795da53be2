"""The steps of an archive, each a function of a folder, and what it costs in a process of its own."""

from __future__ import annotations

import json
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it carries no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # likewise

from bench import growth_reports
from bench.press import CORPUS
from musnad import archive_copies
from musnad.archive_copies import Budget, find_out_of_core
from musnad.archive_documents import Documents, gather
from musnad.archive_origins import OriginsKept, origins_out_of_core
from musnad.archive_reading import read_part
from musnad.archive_record import Record, RecordOptions
from musnad.archive_records import records
from musnad.archive_spill import array, stage
from musnad.archive_writing import write_tables
from musnad.reader import ReadOptions
from tools.sample_rows import rows as sample_rows

COPIES: Final = ("gather", "shingles", "pairs", "confirm", "words", "rewrites")
STEPS: Final = (*COPIES, "origins", "tables")
BASE: Final = "real"
SIGNATURES: Final = "signatures-"
DENSE: Final = "dense-"
"""What the folders are called, beside those named by their size."""

_BEGAN: Final = "2026-01-01T00:00:00Z"
_LOT: Final = 64
_PART: Final = 1_024


@dataclass(frozen=True, slots=True)
class Step:
    """One step: seconds of processor time, the peak of memory and of what was its own in megabytes, rows
    that it gave, and the bytes that it left on the disk. `parts` has the seconds of what it is made of.
    """

    name: str
    seconds: float
    peak_mb: float
    own_mb: float
    rows: int
    written: int
    parts: dict[str, float] = field(default_factory=dict)


# --- the steps, each a function of the folder of one size: how many rows it gave, and where they are ---


def read(folder: Path, limit: int | None = None) -> tuple[int, Path]:
    """Read the real reports, and stage them as an archive does."""
    source = CORPUS
    if not CORPUS.exists():
        source = folder / "samples.jsonl"
        folder.mkdir(parents=True, exist_ok=True)
        source.write_text("".join(json.dumps(row) + "\n" for row in sample_rows()), "utf-8")
    made = stage(folder / "parts", lambda target: stage_parts(source, target, limit))
    return sum(pq.read_metadata(part / "versions.parquet").num_rows for part in _parts(folder)), made


def stage_parts(source: Path, target: Path, limit: int | None = None, at_once: int = _PART) -> None:
    """Read the records of a source, and stage them as an archive does, so many in a part."""
    options = ReadOptions(engine="grammar", threads=1)
    found = islice(records(str(source), RecordOptions()), limit)
    for number, some in enumerate(_lots(found, at_once)):
        part = target / f"{number:06}"
        part.mkdir()
        lots = [read_part(lot, options) for lot in _lots(some, _LOT)]
        for name in ("records", "versions", "statements", "entities"):
            table = pa.concat_tables([getattr(lot, name) for lot in lots])
            pq.write_table(table, part / f"{name}.parquet", compression="zstd", row_group_size=_LOT)


def _lots(found: Iterable[Record], size: int) -> Iterator[list[Record]]:
    left = iter(found)
    while some := list(islice(left, size)):
        yield some


def _expand(folder: Path) -> tuple[int, Path]:
    """Make the reports of a size, which the name of its folder tells, of the real ones."""
    whole = folder.parent / BASE
    dense = folder.name.startswith(DENSE)
    held = growth_reports.base(whole / "documents", dense=dense)
    count = int(folder.name.removeprefix(DENSE))
    made = stage(folder / "parts", lambda target: growth_reports.expand(_parts(whole), held, count, target))
    return count, made


def _lay_out(folder: Path) -> tuple[int, Path]:
    """The same, words alone."""
    held = growth_reports.base(folder.parent / BASE / "documents")
    count = int(folder.name.removeprefix(SIGNATURES))
    made = stage(folder / "documents", lambda target: growth_reports.expand_words(held, count, target))
    return count, made


def _parts(folder: Path) -> list[Path]:
    return sorted((folder / "parts").iterdir())


def _gather(folder: Path) -> tuple[int, Path]:
    made = stage(folder / "documents", lambda target: gather(_parts(folder), _BEGAN, target))
    return len(Documents(made)), made


def _find(folder: Path, until: Callable[[str, int], bool]) -> None:
    """Find copies up to a step."""
    (folder / "found").mkdir(exist_ok=True)
    for name, done in find_out_of_core(folder / "documents", folder / "found"):
        if until(name, done):
            return


def _shingles(folder: Path) -> tuple[int, Path]:
    _find(folder, lambda name, _: name == "shingles")
    made = folder / "found" / "shingles"
    return int(array(made / "counts", "<i8").sum()), made


def _pairs(folder: Path) -> tuple[int, Path]:
    worth = [0]

    def until(name: str, done: int) -> bool:
        worth[0] = done
        return name == "pairs"

    _find(folder, until)
    return worth[0], folder / "found" / "pairs"


def _confirm(folder: Path) -> tuple[int, Path]:
    chunks = -(-_pairs(folder)[0] // Budget().confirmed)
    _find(folder, lambda name, done: name == "copies" and done >= chunks)
    return _edges(folder, "copies"), folder / "found" / "copies"


def _words(folder: Path) -> tuple[int, Path]:
    _find(folder, lambda name, _: name == "words")
    made = folder / "found" / "words"
    return len(array(made / "hashes", "<u8")), made


def _rewrites(folder: Path) -> tuple[int, Path]:
    _find(folder, lambda *_: False)
    return _edges(folder, "rewrites"), folder / "found" / "rewrites"


def _edges(folder: Path, kind: str) -> int:
    return sum(len(array(chunk / "edge.at", np.int64)) // 2 for chunk in (folder / "found" / kind).iterdir())


def _origins(folder: Path) -> tuple[int, Path]:
    (folder / "whence").mkdir(exist_ok=True)
    for _ in origins_out_of_core(folder / "documents", folder / "found", folder / "whence"):
        pass
    return len(Documents(folder / "documents")), folder / "whence"


def _tables(folder: Path) -> tuple[int, Path]:
    rows: dict[str, int] = {}

    def make(target: Path) -> None:
        held, whence = Documents(folder / "documents"), OriginsKept(folder / "whence")
        rows.update(write_tables(_parts(folder), held, folder / "found", whence, target))

    made = stage(folder / "out", make)
    return sum(rows.values()), made


RUN: Final[dict[str, Callable[[Path], tuple[int, Path]]]] = {
    "read": read,
    "read 1,024": lambda folder: read(folder, 1_024),
    "expand": _expand,
    "lay out": _lay_out,
    "gather": _gather,
    "shingles": _shingles,
    "pairs": _pairs,
    "confirm": _confirm,
    "words": _words,
    "rewrites": _rewrites,
    "origins": _origins,
    "tables": _tables,
}


# --- measured ---


def measured(name: str, folder: Path) -> Step:
    """Run one of `RUN` in this process."""
    begun = time.process_time()
    with _own_memory() as own, _timed(archive_copies, "postings_of", "boilerplate") as parts:
        rows, made = RUN[name](folder)
    spent = time.process_time() - begun
    # Linux counts memory in kilobytes, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    written = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
    return Step(name, spent, peak, own[0], rows, written, dict(parts))


@contextmanager
def _own_memory() -> Iterator[list[float]]:
    """Have the peak of the memory that is this process's own noted, in megabytes; 0 where
    nothing tells it."""
    most = [0.0]
    ended = threading.Event()

    def watch() -> None:
        status = Path("/proc/self/status")
        while status.exists():
            lines = status.read_text().splitlines()
            held = next((int(line.split()[1]) for line in lines if line.startswith("RssAnon")), 0)
            most[0] = max(most[0], held * 1024 / 1e6)
            if ended.wait(0.1):
                return

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield most
    finally:
        ended.set()
        watching.join()


@contextmanager
def _timed(module: Any, *names: str) -> Iterator[dict[str, float]]:
    """Have the seconds of processor time noted that functions take which a module calls."""
    whole = {name: getattr(module, name) for name in names}
    found: dict[str, float] = {}

    def timed(name: str) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            begun = time.process_time()
            try:
                return whole[name](*given)
            finally:
                found[name] = found.get(name, 0.0) + time.process_time() - begun

        return call

    for name in names:
        setattr(module, name, timed(name))
    try:
        yield found
    finally:
        for name in names:
            setattr(module, name, whole[name])
