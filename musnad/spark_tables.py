"""What passes between the steps of an archive on Spark: rows as Arrow batches, and the stages that are kept.

Every stage is a table of Parquet below the folder of work, written whole before the next begins: a lost
worker costs the tasks that it held, and nothing is computed twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import msgspec

from musnad.archive_tables import FIELDS, UNDATED, schema
from musnad.corpus.entry import read_back
from musnad.export.tables import Row, copy_row
from musnad.export.tabular import clean_value
from musnad.model import Copy

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_BATCH: Final = 256
_BATCH_BYTES: Final = 32 * 1024 * 1024

Batches = Iterable[Any]
"""Batches of Arrow (`pyarrow.RecordBatch`), as Spark hands them to a worker."""


def shape(**kinds: str) -> Any:
    """The Arrow schema of named columns; kinds are ``text``, ``bytes``, ``whole``, ``small``, ``flag``."""
    import pyarrow as pa  # type: ignore[import-untyped]  # it carries no types

    types = {
        "text": pa.string(),
        "bytes": pa.binary(),
        "whole": pa.int64(),
        "small": pa.int32(),
        "flag": pa.bool_(),
    }
    return pa.schema([(name, types[kind]) for name, kind in kinds.items()])


def batches(rows: Iterable[Row], kind: Any) -> Iterator[Any]:
    """Rows as batches of a schema, none much larger than is well held."""
    import pyarrow as pa

    some: list[Row] = []
    size = 0
    for row in rows:
        some.append(row)
        size += sum(len(value) for value in row.values() if isinstance(value, bytes | str))
        if len(some) >= _BATCH or size >= _BATCH_BYTES:
            yield pa.RecordBatch.from_pylist(some, kind)
            some, size = [], 0
    if some:
        yield pa.RecordBatch.from_pylist(some, kind)


def rows_of(found: Batches) -> Iterator[Row]:
    """The rows of batches, a few at a time as values of Python."""
    for batch in found:
        for at in range(0, batch.num_rows, _BATCH):
            yield from batch.slice(at, _BATCH).to_pylist()


def mapped(frame: DataFrame, work: Callable[[Batches], Iterator[Any]], kind: Any) -> DataFrame:
    """What a function of batches makes of a table, of an Arrow schema."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return frame.mapInArrow(work, from_arrow_schema(kind))


def spark_type(kind: Any) -> Any:
    """The type of Spark that an Arrow schema is."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(kind)


@dataclass(frozen=True)
class Stages:
    """Where the stages of a run are kept, and into how many partitions they are parted."""

    session: SparkSession
    folder: str
    partitions: int

    def keep(self, frame: DataFrame, name: str) -> DataFrame:
        """Write a stage and read it back."""
        self.write(frame, name)
        return self.stage(name)

    def write(self, frame: DataFrame, name: str) -> None:
        """Write a stage."""
        frame.write.mode("overwrite").option("compression", "zstd").parquet(self.place(name))

    def stage(self, name: str) -> DataFrame:
        """A stage that was written."""
        return self.session.read.parquet(self.place(name))

    def place(self, name: str) -> str:
        """Where a stage stands."""
        return f"{self.folder}/{name}"

    @cached_property
    def context(self) -> Any:
        """What broadcasts."""
        return self.session.sparkContext


# --- the tables themselves ---


def final_schema() -> Any:
    """A document with all that the tables say of it: rows of one table beside those of the others."""
    import pyarrow as pa

    return pa.schema([
        ("day", pa.string()),
        ("version", pa.string()),
        ("reports", pa.struct(list(schema("reports")))),
        ("origins", pa.struct(list(schema("origins")))),
        ("statements", pa.list_(pa.struct(list(schema("statements"))))),
        ("entities", pa.list_(pa.struct(list(schema("entities"))))),
    ])  # fmt: skip


def write_tables(stages: Stages, final: DataFrame, edges: DataFrame, readings: DataFrame, target: str) -> Row:
    """Write all tables below a folder, by day, in the order of ids; how many rows each has."""
    from pyspark.sql import functions as f

    found = {}
    for table in ("reports", "origins"):
        frame = final.select("day", f.col("version").alias("_at"), f.lit(0).alias("_place"), f"{table}.*")
        found[table] = _write(stages, frame, table, target)
    for table in ("statements", "entities"):
        exploded = final.select(
            "day", f.col("version").alias("_at"), f.posexplode(table).alias("_place", "row")
        )
        found[table] = _write(stages, exploded.select("day", "_at", "_place", "row.*"), table, target)
    found["copies"] = _write(stages, _copies(edges), "copies", target)
    found["records"] = _write(stages, _records(readings), "records", target)
    return {table: found[table] for table in FIELDS}


def _write(stages: Stages, frame: DataFrame, table: str, target: str) -> int:
    place = f"{target}/{table}"
    sorted_rows = frame.repartition(stages.partitions, "day").sortWithinPartitions("day", "_at", "_place")
    sorted_rows.drop("_at", "_place").write.partitionBy("day").option("compression", "zstd").parquet(place)
    written = stages.session.read.schema(spark_type(schema(table))).parquet(place)
    count = written.count()
    if not count:
        # No rows are still a table, which opens.
        empty = stages.session.createDataFrame([], spark_type(schema(table))).coalesce(1)
        empty.write.option("compression", "zstd").parquet(f"{place}/day={UNDATED}")
    return count


def _placed(table: str) -> Any:
    import pyarrow as pa

    return pa.schema([("day", pa.string()), ("_at", pa.string()), ("_place", pa.string()), *schema(table)])


def _copies(edges: DataFrame) -> DataFrame:
    chosen = edges.select("day", "later_version", "earlier_version", "later_name", "earlier_name", "copy")
    return mapped(chosen, _copy_rows, _placed("copies"))


def _copy_rows(found: Batches) -> Iterator[Any]:
    def made() -> Iterator[Row]:
        for row in rows_of(found):
            names: Mapping[str, str] = {
                row["later_version"]: row["later_name"],
                row["earlier_version"]: row["earlier_name"],
            }
            told = copy_row(read_back(row["copy"], Copy), names)
            place = {"day": row["day"], "_at": row["later_version"], "_place": row["earlier_version"]}
            yield {**place, **{name: clean_value(value) for name, value in told.items()}}

    return batches(made(), _placed("copies"))


def _records(readings: DataFrame) -> DataFrame:
    return mapped(readings.select("day", "place", "number", "record"), _record_rows, _placed("records"))


def _record_rows(found: Batches) -> Iterator[Any]:
    def made() -> Iterator[Row]:
        for row in rows_of(found):
            place = {
                "day": row["day"] or UNDATED,
                "_at": f"{row['place']:012}",
                "_place": f"{row['number']:016}",
            }
            yield {**place, **msgspec.json.decode(row["record"])}

    return batches(made(), _placed("records"))


def grouped(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """Rows, so many at a time."""
    left = iter(rows)
    while some := list(islice(left, size)):
        yield some
