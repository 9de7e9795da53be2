"""Reports that print one text as groups, on Spark: connected components by stars that grow and shrink.

Alternating large-star and small-star (Kiveris et al., Connected components in MapReduce and beyond, 2014):
every round has each report point at the least number that it or its neighbours know, and neighbours at one
another's. No worker ever holds a group: a text that a million print is a million rows of two numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from musnad.postings import Numbers
from musnad.spark_tables import Batches, Stages, mapped, shape

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_AT_ONCE: Final = 1_000_000
_ROUNDS: Final = 64
"""Rounds after which something is wrong: stars settle after some log n of them."""


def components(stages: Stages, edges: DataFrame) -> DataFrame:
    """The least number of its group (`root`) for every `key` that is not that number itself.

    `edges` has two numbers each, `left` and `right`, in any order and as often as may be.
    """
    pairs = edges.select("left", "right")
    forest = stages.keep(mapped(pairs, _contracted, shape(high="whole", low="whole")).distinct(), "stars-0")
    for at in range(1, _ROUNDS):
        seen = _sum(forest)
        forest = stages.keep(_small_star(_large_star(forest)), f"stars-{at}")
        if _sum(forest) == seen:
            return forest.selectExpr("high as key", "low as root")
    raise RuntimeError("the groups of reports did not settle")


def _sum(forest: DataFrame) -> tuple[int, int]:
    """What tells one set of pairs from another: how many, and the sum of their hashes."""
    row = forest.selectExpr(
        "count(*) as n", "sum(cast(xxhash64(high, low) as decimal(38, 0))) as h"
    ).collect()[0]
    return int(row["n"]), int(row["h"] or 0)


def _large_star(forest: DataFrame) -> DataFrame:
    """Have all greater neighbours of a number point at the least that it knows."""
    from pyspark.sql import functions as f

    both = forest.selectExpr("high as own", "low as other").union(
        forest.selectExpr("low as own", "high as other")
    )
    least = both.groupBy("own").agg(f.least(f.min("other"), f.col("own")).alias("least"))
    greater = both.where("other > own").join(least, "own")
    return greater.selectExpr("other as high", "least as low").distinct()


def _small_star(forest: DataFrame) -> DataFrame:
    """Have a number and its lesser neighbours point at the least of them."""
    from pyspark.sql import functions as f

    least = forest.groupBy("high").agg(f.min("low").alias("least"))
    others = forest.join(least, "high").where("low > least").selectExpr("low as high", "least as low")
    return others.union(least.selectExpr("high", "least as low")).distinct()


def _contracted(found: Batches) -> Iterator[object]:
    """Edges of one task as few: of every group among them a pair for each number but the least."""
    import pyarrow as pa  # type: ignore[import-untyped]  # it carries no types

    left, right = np.empty(0, np.int64), np.empty(0, np.int64)
    for batch in found:
        left = np.concatenate((left, np.asarray(batch.column("left"))))
        right = np.concatenate((right, np.asarray(batch.column("right"))))
        if len(left) >= _AT_ONCE:
            left, right = contracted(left, right)
            if len(left) >= _AT_ONCE // 2:
                yield pa.RecordBatch.from_arrays([pa.array(left), pa.array(right)], ["high", "low"])
                left, right = np.empty(0, np.int64), np.empty(0, np.int64)
    left, right = contracted(left, right)
    if len(left):
        yield pa.RecordBatch.from_arrays([pa.array(left), pa.array(right)], ["high", "low"])


def contracted(left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
    """Every number of these edges that is not the least of its group, and that."""
    from scipy import sparse  # type: ignore[import-untyped]  # its types are a package of their own

    if not len(left):
        return left, right
    names, at = np.unique(np.concatenate((left, right)), return_inverse=True)
    count = len(names)
    graph = sparse.coo_matrix(
        (np.ones(len(left), np.int8), (at[: len(left)], at[len(left) :])), shape=(count, count)
    )
    _, group = sparse.csgraph.connected_components(graph, directed=False)
    first = np.full(count, count, np.int64)
    np.minimum.at(first, group, np.arange(count))
    least = names[first[group]]
    chosen = least < names
    return names[chosen], least[chosen]
