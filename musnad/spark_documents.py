"""The newest version of every report on Spark, each with a number of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from musnad.spark_tables import Stages

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# Fifteen hexadecimal digits are the 60 bits that a number takes. Of 100 million versions two share them with
# a chance of 0.4 %: then the next fifteen serve.
_DIGITS: Final = 15
_OFFSETS: Final = (0, 15, 30, 45)


def newest(readings: DataFrame, began: str) -> DataFrame:
    """The place and number of the record that counts of every report, and how many versions there are.

    As `archive_documents.gather` has it: of two records of one version the first counts; the newest is the
    one captured last, where that is not known at `began`; of these the one published last, of these that of
    the greatest id.
    """
    from pyspark.sql import functions as f

    first = (
        readings.where("version is not null")
        .groupBy("id", "version")
        .agg(f.min(f.struct("place", "number", "seen", "published")).alias("first"))
    )
    told = f.struct(
        f.coalesce("first.seen", f.lit(began)),
        f.coalesce("first.published", f.lit("")),
        f.col("version"),
        f.col("first.place"),
        f.col("first.number"),
    )
    last = first.groupBy("id").agg(f.max(told).alias("last"), f.count("*").alias("versions"))
    return last.select("last.place", "last.number", "versions")


def documents(stages: Stages, readings: DataFrame, began: str) -> tuple[DataFrame, int]:
    """The stage of the newest versions, each with its `key`, and of which digits of its id that is made."""
    from pyspark.sql import functions as f

    chosen = stages.keep(readings.join(newest(readings, began), ["place", "number"]), "newest")
    for offset in _OFFSETS:
        digits = f.substring("version", offset + 1, _DIGITS)
        keyed = chosen.withColumn("key", f.conv(digits, 16, 10).cast("long"))
        if keyed.groupBy("key").count().where("count > 1").isEmpty():
            return keyed, offset
    raise ValueError("two versions cannot be told apart by any part of their ids")
