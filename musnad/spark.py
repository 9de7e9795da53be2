"""Archives of reports on Spark: the tables, rows and ids of `musnad.archive`, by many machines.

    from pyspark.sql import SparkSession
    from musnad import spark

    session = SparkSession.builder.getOrCreate()
    spark.run(session, ["hdfs:///crawl/2026-04/*.warc.gz"], "hdfs:///press/2026-04")

Every worker needs this package, and the model where one reads. Needs the extra ``spark``; a session that runs
in this process (not Spark Connect). `docs/spark.md` tells how the work is parted and what it takes.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from musnad.archive import NAME, WORK, ArchiveError
from musnad.archive_record import RecordOptions
from musnad.archive_tables import FIELDS, SCHEMA
from musnad.reader import ReadOptions, reader_info
from musnad.spark_copies import copies
from musnad.spark_documents import documents
from musnad.spark_files import Files, fresh
from musnad.spark_origins import final
from musnad.spark_pairs import Sizes
from musnad.spark_reading import LARGEST, Listed, Missing, listed, read_sources, unread
from musnad.spark_tables import Stages, write_tables

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

STORE: Final = "store.json"
"""The file of a store that says what is in it; written last."""

_BEGUN: Final = "begun.json"
"""The file below `WORK` that says that the tables beside it are of a run that did not end."""

# What a session is set to meanwhile: a record may take megabytes, of which a batch of Arrow must not hold
# more than 2 GB, and a lost worker's task is done again.
_SETTINGS: Final = {
    "spark.sql.execution.arrow.maxBytesPerBatch": str(64 * 1024 * 1024),
    "spark.sql.execution.arrow.maxRecordsPerBatch": "256",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
    "spark.sql.sources.partitionOverwriteMode": "static",
}


@dataclass(frozen=True, slots=True)
class SparkOptions:
    """How to take records and to read them, and how the work is parted.

    `partitions` 0 is four for every core that the session has. `store` is a folder in which readings and
    copies are kept, so that a later run with more sources reads these alone.
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    records: RecordOptions = field(default_factory=RecordOptions)
    partitions: int = 0
    store: str | None = None
    sizes: Sizes = field(default_factory=Sizes)


def session(master: str | None = None, **settings: str) -> SparkSession:
    """A session of Spark, the one that there is or a new one. Raises `ArchiveError` without PySpark or Java.

    On one machine (``local``) it listens on the loopback alone.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        message = "Spark is not installed: pip install 'musnad[spark]'"
        raise ArchiveError("spark missing", message) from error
    builder = SparkSession.builder.appName("musnad").config("spark.ui.enabled", "false")
    if master is not None:
        builder = builder.master(master)
        if master.startswith("local"):
            builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
            builder = builder.config("spark.driver.host", "127.0.0.1")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        made = builder.getOrCreate()
    except (PySparkException, RuntimeError, OSError) as error:
        message = f"Spark could not be started, which needs Java 17 or later: {error}"
        raise ArchiveError("spark start", message, reason=str(error)) from error
    if master is not None and master.startswith("local"):
        # The workers are of this machine: with the packages of this interpreter.
        made.sparkContext.pythonExec = sys.executable
    return made


def run(
    spark: SparkSession, sources: Sequence[str], target: str, options: SparkOptions | None = None
) -> Mapping[str, Any]:
    """Read the sources into a folder of tables; what its `musnad.json` says.

    Sources and folders are paths, patterns of paths, or addresses that the session can open. With a store the
    archive is of all sources that it holds and of the new ones among these. Raises `ArchiveError`, and what
    Spark raises where a job fails; the folder has no `musnad.json` then.
    """
    chosen = options if options is not None else SparkOptions()
    out = Files(spark, target)
    _clear(out, target)
    with _settings(spark):
        cores = spark.sparkContext.defaultParallelism
        work = Stages(spark, f"{out.address}/{WORK}", chosen.partitions or 4 * cores)
        try:
            files = listed(work, sources)
        except Missing as error:
            raise ArchiveError("archive missing", str(error), source=error.source) from error
        store = _Store(spark, chosen, work)
        store.check(files)
        out.write(f"{WORK}/{_BEGUN}", {"schema": SCHEMA})
        state = store.take(files)
        made = _tables(work, store, state, chosen, out.address)
        out.write(NAME, made)
        store.close(state, made)
        out.remove(WORK)
    return made


def _clear(out: Files, target: str) -> None:
    """Take away what a run that was broken off left. Raises `ArchiveError` where anything else is there."""
    names = set(out.names())
    if NAME in names:
        message = f"{target}: holds another archive: give another folder"
        raise ArchiveError("archive complete", message, path=target)
    left = [*FIELDS, fresh(NAME)] if out.is_file(f"{WORK}/{_BEGUN}") else []
    if names - {WORK, *left}:
        message = f"{target}: is there already, and is no archive of musnad: give a new folder"
        raise ArchiveError("archive folder", message, path=target)
    # What tells that the others are ours goes last.
    for name in (*left, WORK):
        out.remove(name)


def _tables(work: Stages, store: _Store, state: _State, options: SparkOptions, target: str) -> dict[str, Any]:
    readings = state.readings
    held, offset = documents(work, readings, state.began)
    edges = copies(work, held, store.known(offset), options.sizes)
    store.keep(edges, offset)
    rows = write_tables(work, final(work, held, edges), edges, readings, target)
    statuses: Counter[str] = Counter()
    for row in readings.groupBy("status").count().collect():
        statuses[row.status] = row["count"]
    return {
        "schema": SCHEMA,
        "began": state.began,
        "finished": _now(),
        "records": {name: statuses[name] for name in ("read", "skipped", "quarantined")},
        "rows": {**rows, "rewrites": edges.where("kind = 'rewrite'").count()},
        "broken": [one.told() for one in unread(work, readings, state.sources)],
        "run": {**_asked(options), "sources": [_source(one) for one in state.sources]},
    }


def _asked(options: SparkOptions) -> dict[str, Any]:
    """All that decides on what is read of a source."""
    return {
        "schema": SCHEMA,
        "reader": asdict(reader_info(options.read)),
        "columns": dict(options.records.columns.names),
        "publisher": options.records.publisher,
        "max_bytes": options.records.max_bytes,
    }


def _source(one: Listed) -> dict[str, Any]:
    return {"name": one.name, "size": one.size, "modified": one.modified}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@contextmanager
def _settings(spark: SparkSession) -> Iterator[None]:
    """Have the session set as is needed, and as it was behind it."""
    before = {name: spark.conf.get(name, None) for name in _SETTINGS}
    for name, value in _SETTINGS.items():
        spark.conf.set(name, value)
    try:
        yield
    finally:
        for name, former in before.items():
            if former is None:
                spark.conf.unset(name)
            else:
                spark.conf.set(name, former)


# --- what is kept from run to run ---


@dataclass(frozen=True, slots=True)
class _State:
    """What a run is of: when the first of its runs began, all sources in their order, all readings."""

    began: str
    sources: tuple[Listed, ...]
    readings: DataFrame


class _Store:
    """Readings and copies of former runs; without a store only those of this one.

    A run adds a folder of readings, where there is something new, and one of copies; `store.json`, written
    last, says which count.
    """

    def __init__(self, spark: SparkSession, options: SparkOptions, work: Stages) -> None:
        self._spark = spark
        self._options = options
        self._files = None if options.store is None else Files(spark, options.store)
        self._stages = work
        self._held: dict[str, Any] = {}
        self._readings = list[str]()
        self._offset = -1
        if self._files is not None:
            self._stages = Stages(spark, self._files.address, work.partitions)
            self._held = self._files.read(STORE)
            if not self._held and self._files.names():
                self._left_over(self._files.names())
            asked = self._held.get("run", _asked(options))
            if asked != _asked(options):
                message = f"{options.store}: was read in another way: give the same options, or another store"
                raise ArchiveError("store other", message, path=str(options.store))

    def _left_over(self, names: list[str]) -> None:
        if any(not name.startswith(("readings-", "edges-", fresh(STORE))) for name in names):
            path = str(self._options.store)
            message = f"{path}: is there already, and is no store of musnad: give a new folder"
            raise ArchiveError("store folder", message, path=path)

    @property
    def _runs(self) -> int:
        return int(self._held.get("runs", 0))

    @property
    def _former(self) -> list[Listed]:
        return [Listed(**one) for one in self._held.get("sources", [])]

    def check(self, files: Sequence[Listed]) -> None:
        """Raises `ArchiveError` where a file changed since it was read, or is too large."""
        known = {one.path: (one.size, one.modified) for one in self._former}
        for one in files:
            seen = (one.size, one.modified)
            if known.get(one.path, seen) != seen:
                message = (
                    f"{one.name} changed since it was read into {self._options.store}: give another store"
                )
                raise ArchiveError("store changed", message, path=str(self._options.store), source=one.name)
            if one.size > LARGEST:
                message = f"{one.name}: takes {one.size} bytes, more than {LARGEST}: part it"
                raise ArchiveError("spark size", message, source=one.name, limit=str(LARGEST))

    def take(self, files: Sequence[Listed]) -> _State:
        """Read those of the files that are not in the store."""
        began, former = self._held.get("began") or _now(), self._former
        known = {one.path for one in former}
        new = [one for one in files if one.path not in known]
        self._readings = [*self._held.get("readings", [])]
        if new or not self._readings:
            name = f"readings-{self._runs:06}"
            given = (self._options.records, self._options.read)
            read_sources(self._stages, new, len(former), given, name)
            self._readings.append(name)
        places = [self._stages.place(part) for part in self._readings]
        readings = self._spark.read.parquet(*places)
        return _State(began, (*former, *new), readings)

    def known(self, offset: int) -> DataFrame | None:
        """The copies that the last run found, where documents are numbered alike."""
        if not self._held or self._held.get("offset") != offset:
            return None
        return self._stages.stage(f"edges-{self._runs - 1:06}")

    def keep(self, edges: DataFrame, offset: int) -> None:
        """Keep the copies for the next run."""
        self._offset = offset
        if self._files is not None:
            self._stages.write(edges, f"edges-{self._runs:06}")

    def close(self, state: _State, made: Mapping[str, Any]) -> None:
        """Say that this run counts; copies of the one before are no longer needed."""
        if self._files is None:
            return
        last = self._runs - 1
        self._files.write(
            STORE,
            {
                "schema": SCHEMA,
                "began": state.began,
                "runs": self._runs + 1,
                "readings": self._readings,
                "offset": self._offset,
                "sources": [asdict(one) for one in state.sources],
                "run": _asked(self._options),
                "rows": made["rows"],
            },
        )
        if last >= 0:
            self._files.remove(f"edges-{last:06}")


__all__ = ["FIELDS", "SparkOptions", "run", "session"]
