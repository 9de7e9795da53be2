"""Candidate pairs confirmed on Spark: the copies and rewrites among reports, as edges.

Pairs come in chunks of like size, whatever text is printed how often; each chunk is sent the documents that
it needs, once each, and confirmed word for word by the rules of `copies`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from musnad.briefs import unpacked
from musnad.copies import Confirm, Document
from musnad.corpus.entry import read_back, told
from musnad.export.tables import Row
from musnad.model import Copy
from musnad.origins import whole_copy
from musnad.rewrites import Likely
from musnad.spark_pairs import Sizes, candidates, common_shingles, likely, publishers, shared
from musnad.spark_tables import Stages, shape, spark_type

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# Pairs that a worker confirms at once: it holds the documents of these.
_CHUNK: Final = 4_000
_ROW_BITS: Final = 33
"""Bits of `monotonically_increasing_id` that number the rows of a partition."""


def edge_shape() -> Any:
    """What is kept of a copy."""
    return shape(
        left="whole",
        right="whole",
        later="whole",
        earlier="whole",
        later_version="text",
        earlier_version="text",
        later_name="text",
        earlier_name="text",
        day="text",
        kind="text",
        one_text="flag",
        copy="bytes",
    )


def copies(stages: Stages, documents: DataFrame, known: DataFrame | None, sizes: Sizes) -> DataFrame:
    """The stage of all copies and rewrites among documents.

    `known` are edges that were found before: copies by containment depend on their two texts alone, and need
    no second look where the pair is a candidate again.
    """
    numbers = stages.context.broadcast(publishers(documents))
    pairs = shared(stages, documents, numbers, sizes)
    common = stages.context.broadcast(common_shingles(pairs))
    chosen = _chunks(stages, candidates(pairs), likely(stages, documents, numbers, sizes), known)
    again = stages.stage("chunks")  # read once more: Spark takes no columns of itself for those of another
    needed = (
        again.selectExpr("chunk", "left as key").union(again.selectExpr("chunk", "right as key")).distinct()
    )
    held = documents.select("key", "version", "name", "day", "text", "words", "brief").join(needed, "key")
    confirmed = (
        chosen.groupBy("chunk")
        .cogroup(held.groupBy("chunk"))
        .applyInArrow(lambda left, right: _confirm(left, right, common), spark_type(edge_shape()))
    )
    return stages.keep(confirmed, "edges")


def _chunks(stages: Stages, near: DataFrame, rewritten: DataFrame, known: DataFrame | None) -> DataFrame:
    """The stage of candidates, each once and in a chunk, with what is known of it."""
    from pyspark.sql import functions as f

    both = near.unionByName(rewritten)
    once = both.groupBy("left", "right").agg(f.max("whole").alias("whole"), f.max("likely").alias("likely"))
    if known is None:
        told_of = once.withColumn("known", f.lit(None).cast("binary"))
    else:
        settled = known.where(f.col("kind") == "copy").select("left", "right", f.col("copy").alias("known"))
        told_of = once.join(settled, ["left", "right"], "left")
    # By ranges of pairs, of which no two are the same: a text that a million print is many chunks.
    ranged = stages.keep(told_of, "candidates").repartitionByRange(stages.partitions, "left", "right")
    row = f.monotonically_increasing_id()
    within = row.bitwiseAND((1 << _ROW_BITS) - 1)
    chunk = f.shiftleft(f.shiftright(row, _ROW_BITS), 20) + (within / _CHUNK).cast("long")
    return stages.keep(ranged.withColumn("chunk", chunk), "chunks")


def _confirm(pairs: Any, documents: Any, common: Any) -> Any:
    import pyarrow as pa  # type: ignore[import-untyped]  # it carries no types

    held = {row["key"]: row for row in documents.to_pylist()}
    ordered = sorted(held.values(), key=lambda row: str(row["version"]))
    number = {row["key"]: at for at, row in enumerate(ordered)}
    made: dict[int, Document] = {}

    def at(i: int) -> Document:
        if i not in made:
            made[i] = _document(ordered[i])
        return made[i]

    confirm = Confirm(at, np.frombuffer(common.value, dtype="<u8"))
    found = []
    for pair in pairs.to_pylist():
        i, j = sorted((number[pair["left"]], number[pair["right"]]))
        copy = _settled(pair)
        if copy is None and pair["whole"] is not None:
            copy = confirm.copy(i, j, whole=pair["whole"])
        if copy is None and pair["likely"] is not None:
            copy = confirm.rewrite(i, j, read_back(pair["likely"], Likely))
        if copy is not None:
            found.append(_edge(pair, copy, ordered[i], ordered[j]))
    return pa.Table.from_pylist(found, edge_shape())


def _settled(pair: Row) -> Copy | None:
    """What was found of a pair before, where it holds whatever other reports there are."""
    if pair["known"] is None or not pair["whole"]:
        return None
    copy = read_back(pair["known"], Copy)
    return copy if copy.reasons[0].code == "shingles" else None


def _document(row: Row) -> Document:
    brief = unpacked(row["brief"])
    if brief is None:
        raise ValueError("the brief of a document is of another form")
    words = np.frombuffer(row["words"], dtype="<u8").astype(np.uint64, copy=False)
    return Document(
        row["version"], row["text"].decode("utf-8", "surrogatepass"), words, brief.side, brief.features
    )


def _edge(pair: Row, copy: Copy, one: Row, other: Row) -> Row:
    later, earlier = (one, other) if one["version"] == copy.later else (other, one)
    return {
        "left": pair["left"],
        "right": pair["right"],
        "later": later["key"],
        "earlier": earlier["key"],
        "later_version": copy.later,
        "earlier_version": copy.earlier,
        "later_name": later["name"],
        "earlier_name": earlier["name"],
        "day": later["day"],
        "kind": copy.kind,
        "one_text": whole_copy(copy),
        "copy": told(copy),
    }
