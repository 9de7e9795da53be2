"""Whether archives on Spark are those of one machine, row for row, what reading costs there, and whether a
worker that is killed changes anything.

    python bench/spark.py [--reports N] [--cluster] [--kill] [--check] [--json FILE]

The reports lie beside the checkout (../shared/corpus) and are read by the grammar; `--reports` takes the
first N of them. Without more they run in one process with two workers (``local[2]``); with `--cluster` in a
cluster of this machine: a master and two workers of one core, all on the loopback. `--kill` ends an executor
and later a worker of Python while they read, by SIGKILL; it asks for `--cluster`. Processor time is that of
all processes together. `--check` exits with status 1 where a row differs, where one of both was not killed,
or where reading a report takes so much more than on one machine that less than 65 in 100 a core are left.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.press import CORPUS
from musnad import spark
from musnad.archive import NAME, ArchiveOptions, archive
from musnad.archive_reading import read_part
from musnad.archive_record import RecordOptions
from musnad.archive_records import records
from musnad.archive_tables import FIELDS
from musnad.reader import ReadOptions
from musnad.spark_reading import listed, read_sources
from musnad.spark_tables import Stages
from tools.processes import descendants, processor
from tools.spark_cluster import cluster

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

KEPT: Final = 0.65
"""What share of the reports a second of processor time Spark is to read at least."""

KILLED: Final = ("CoarseGrainedExecutorBackend", "pyspark.daemon")
"""What is killed, by what its command line holds: an executor, and a worker of Python."""

_PAUSE: Final = 3.0

GRAMMAR: Final = ReadOptions(engine="grammar")
_SETTINGS: Final = {
    "spark.driver.memory": "1g",
    "spark.executor.memory": "1g",
    "spark.sql.shuffle.partitions": "8",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


def sample(count: int, target: Path) -> Path:
    """The first reports of the corpus as a source."""
    with gzip.open(CORPUS, "rb") as lines, gzip.open(target, "wb", compresslevel=1) as out:
        out.writelines(islice(lines, count) if count else lines)
    return target


def embedded(source: Path, target: Path, *, kill: bool) -> dict[str, float]:
    """The archive on one machine; the processor time of reading alone, where nobody is killed, and of all."""
    began = time.process_time()
    list(archive([str(source)], target, ArchiveOptions(GRAMMAR, workers=1)))
    whole = time.process_time() - began
    began = time.process_time()
    if not kill:
        for record in records(str(source), RecordOptions()):
            read_part([record], GRAMMAR)
    reading = time.process_time() - began
    read = json.loads((target / NAME).read_text("utf-8"))["records"]["read"]
    return {"reports": read, "reading": reading, "whole": whole}


def on_spark(source: Path, target: Path, master: str, *, kill: bool) -> dict[str, float]:
    """The archive on Spark; the processor time of reading first, of reading again and of all, and how often
    was killed.
    """
    top = int(os.environ.get("MUSNAD_CLUSTER", os.getpid()))
    session = spark.session(master, **_SETTINGS)
    stages = {"reading": processor(top)}
    killed = list[str]()
    reading = f"{target}/_work/readings-000000"
    ended = threading.Event()
    threads = [threading.Thread(target=_await, args=(f"{target}/_work/newest", stages, top, ended))]
    if kill:
        threads.append(threading.Thread(target=_kill, args=(Path(reading), top, killed, ended)))
    for thread in threads:
        thread.start()
    began = processor(top)
    try:
        spark.run(session, [str(source)], str(target), spark.SparkOptions(read=GRAMMAR, partitions=8))
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    whole = processor(top) - began
    again = 0.0 if kill else _again(session, source, target, top)
    session.stop()
    return {"first": stages["read"] - began, "reading": again, "whole": whole, "killed": len(killed)}


def _again(session: SparkSession, source: Path, target: Path, top: int) -> float:
    """The processor time of reading once more, when workers have begun and their tables are loaded: what a
    report costs, and not what a session does.
    """
    began = processor(top)
    stages = Stages(session, f"file://{target}-again", 8)
    read_sources(stages, listed(stages, [str(source)]), 0, (RecordOptions(), GRAMMAR), "again")
    return processor(top) - began


def _await(place: str, stages: dict[str, float], top: int, ended: threading.Event) -> None:
    """Note the processor time when reading is done."""
    while not Path(place).exists() and not ended.wait(0.2):
        pass
    stages["read"] = processor(top)


def _kill(reading: Path, top: int, killed: list[str], ended: threading.Event) -> None:
    """End an executor when reading has begun, and a worker of Python behind it."""
    for what in KILLED:
        began = False
        while not ended.wait(_PAUSE if began else 0.2):
            reads = reading.exists() and not (reading / "_SUCCESS").exists()
            if began and reads and end_one(top, what):
                killed.append(what)
                break
            # Some seconds into it, so that work is lost and not only begun anew.
            began = reads


def end_one(top: int, what: str) -> bool:
    """End the last of the processes below one that are called so, by SIGKILL; whether there was one.

    Of a daemon and the workers that it forked, which are called alike, that is a worker.
    """
    found = [pid for pid, command in descendants(top) if what in command]
    try:
        os.kill(found[-1], signal.SIGKILL)
    except (IndexError, ProcessLookupError):  # those of an executor that is gone end by themselves
        return False
    return True


def differing(one: Path, other: Path) -> list[str]:
    """The tables of two archives that are not the same rows."""
    return [table for table in FIELDS if _rows(one / table) != _rows(other / table)]


def _rows(table: Path) -> list[str]:
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it carries no types

    found: list[str] = []
    for path in sorted(table.glob("day=*/part-*.parquet")):
        day = path.parent.name
        found += (day + json.dumps(row, sort_keys=True) for row in pq.ParquetFile(path).read().to_pylist())
    return sorted(found)


@contextmanager
def _place(*, many: bool, folder: Path) -> Iterator[str]:
    with ExitStack() as held:
        yield held.enter_context(cluster(folder, 2)) if many else "local[2]"


def main() -> int:
    """Run the bench; the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--cluster", action="store_true")
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--of", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.kill and not (asked.cluster or asked.of):
        parser.error("--kill ends workers of a cluster: give --cluster too")
    if asked.of:
        given = json.loads(asked.of)
        source, target = Path(given["source"]), Path(given["target"])
        if given["master"] is None:
            found = embedded(source, target, kill=asked.kill)
        else:
            found = on_spark(source, target, given["master"], kill=asked.kill)
        sys.stdout.write(json.dumps(found) + "\n")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        told = _both(Path(folder), asked)
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1))
    return int(asked.check and bool(missed(told, kill=asked.kill)))


def missed(told: dict[str, Any], *, kill: bool) -> list[str]:
    """What of the promises was not kept, or not put to the test."""
    slow = told["kept"] is not None and told["kept"] < KEPT
    whole = not kill or told["spark"]["killed"] == len(KILLED)
    reasons = {"differing": bool(told["differing"]), "slow": slow, "killed": not whole}
    return [name for name, holds in reasons.items() if holds]


def _both(folder: Path, asked: argparse.Namespace) -> dict[str, Any]:
    source = sample(asked.reports, folder / "reports.jsonl.gz")
    extra = ["--kill"] if asked.kill else []
    # The cluster first: if it does not begin, that is known before minutes are spent on the other.
    with _place(many=asked.cluster, folder=folder / "cluster") as master:
        one = _child(source, folder / "embedded", None, extra)
        other = _child(source, folder / "spark", master, extra)
    return {
        "reports": one["reports"],
        "embedded": one,
        "spark": other,
        "kept": None if asked.kill else round(one["reading"] / other["reading"], 3),
        "differing": differing(folder / "embedded", folder / "spark"),
    }


def _child(source: Path, target: Path, master: str | None, more: list[str]) -> dict[str, float]:
    """One of the two in a process of its own."""
    given = json.dumps({"source": str(source), "target": str(target), "master": master})
    command = [sys.executable, __file__, "--of", given, *more]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    environment["MUSNAD_CLUSTER"] = str(os.getpid())
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    sys.exit(main())
