"""Pairs of reports that may be copies or rewrites, found on Spark: exactly those that one machine finds.

Shingles are parted into buckets by their hash. That a shingle is boilerplate only becomes truer with more
reports: so whoever makes shingles of some reports already drops those that are boilerplate among these
alone, and sends one row instead. However many reports print a paragraph, a bucket gets no more of its rows
than a shingle that is no boilerplate may have, for each of those that made some.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from musnad import rewrites
from musnad.briefs import unpacked
from musnad.copies import near
from musnad.corpus.entry import told
from musnad.export.tables import Row
from musnad.postings import UNDATED, Numbers, boilerplate, pair_keys, postings_of
from musnad.shingles import Hashes, runs
from musnad.spark_tables import Batches, Stages, batches, grouped, mapped, rows_of, shape, spark_type

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# Four million shingles and their places take some 200 MB while they are sorted.
_ROWS: Final = 1_000_000
_BUCKET: Final = 2_000_000
_DOCUMENTS: Final = 64
_NOBODY: Final = -1
_COMMON: Final = -1
"""What stands for the reports of a shingle that is boilerplate among some of them."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is held at once: shingles of a bucket, documents of a window of days."""

    bucket: int = _BUCKET
    window: int = 8_000


def publishers(documents: DataFrame) -> dict[str, int]:
    """A number for every publisher; grows with the publishers alone."""
    found = documents.select("publisher").where("publisher is not null").distinct().collect()
    return {name: at for at, name in enumerate(sorted(row.publisher for row in found))}


# --- shared shingles ---


def _shingle_shape() -> Any:
    return shape(bucket="small", hash="whole", key="whole", publisher="small", date="small", count="small")


def _pair_shape() -> Any:
    return shape(
        left="whole", right="whole", of_left="small", of_right="small", often="whole", common="whole"
    )


def shared(stages: Stages, documents: DataFrame, numbers: Any, sizes: Sizes) -> DataFrame:
    """The stage of all pairs that share a shingle which is no boilerplate, with how many, a row a bucket.

    Rows of `left` null have a shingle that is boilerplate instead, `common`.
    """
    from pyspark.sql import functions as f

    total = documents.agg(f.sum(f.octet_length("words"))).collect()[0][0] or 0
    buckets = max(1, -(-(total // 8) // sizes.bucket))
    chosen = documents.select("key", "publisher", "date", "words")
    rows = mapped(chosen, partial(_shingles, numbers=numbers, buckets=buckets), _shingle_shape())
    parted = rows.repartition(min(buckets, stages.partitions), "bucket").groupBy("bucket")
    return stages.keep(parted.applyInArrow(_pairs, spark_type(_pair_shape())), "pairs")


def _shingles(found: Batches, numbers: Any, buckets: int) -> Iterator[Any]:
    waiting: list[Row] = []
    size = 0
    for row in rows_of(found):
        row["shingles"] = np.unique(runs(_words(row["words"])))
        waiting.append(row)
        size += len(row["shingles"])
        if size >= _ROWS:
            yield _some_shingles(waiting, numbers.value, buckets)
            waiting, size = [], 0
    if waiting:
        yield _some_shingles(waiting, numbers.value, buckets)


def _some_shingles(some: Sequence[Row], numbers: dict[str, int], buckets: int) -> Any:
    """The shingles of some documents; of those that are boilerplate among these a row that says so."""
    import pyarrow as pa  # type: ignore[import-untyped]  # it carries no types

    sets = [row["shingles"] for row in some]
    counts = np.fromiter(map(len, sets), np.int64, len(sets))
    every = np.concatenate(sets)
    own = np.repeat(np.arange(len(sets), dtype=np.int64), counts)
    publisher = np.array([numbers.get(row["publisher"], _NOBODY) for row in some], np.int64)
    date = np.array([row["date"] for row in some], np.int64)
    index = postings_of(every, own, counts)
    usual = boilerplate(index, publisher, date)
    keep = np.repeat(~usual, index.sizes)
    hashes = np.concatenate((np.repeat(index.hashes, index.sizes)[keep], index.hashes[usual]))
    of = index.documents[keep]
    pad = np.full(int(usual.sum()), _COMMON, dtype=np.int64)

    def column(values: Numbers) -> Numbers:
        return np.concatenate((values[of], pad)).astype(np.int64)

    key = np.array([row["key"] for row in some], np.int64)
    columns = [
        ((hashes >> np.uint64(32)).astype(np.int64) * buckets) >> 32,
        hashes.view(np.int64),
        column(key),
        column(publisher),
        column(date),
        column(counts),
    ]
    kind = _shingle_shape()
    return pa.RecordBatch.from_arrays(
        [
            pa.array(one.astype(field.type.to_pandas_dtype()))
            for one, field in zip(columns, kind, strict=True)
        ],
        schema=kind,
    )


def _pairs(table: Any) -> Any:
    """The pairs of one bucket, and the shingles of it that are boilerplate."""
    import pyarrow as pa

    hashes = _column(table, "hash").view(np.uint64)
    key = _column(table, "key")
    marked = np.unique(hashes[key == _COMMON])
    left_over = (key != _COMMON) & ~_among(hashes, marked)
    documents, at, local = np.unique(key[left_over], return_index=True, return_inverse=True)

    def of(name: str) -> Numbers:
        return np.asarray(_column(table, name)[left_over][at], dtype=np.int64)

    order = np.argsort(local, kind="stable")
    counts = of("count")
    index = postings_of(hashes[left_over][order], local[order], counts)
    usual = boilerplate(index, of("publisher"), of("date"))
    keys, often = np.empty(0, np.int64), np.empty(0, np.int64)
    for some in pair_keys(index, ~usual):
        fresh, times = np.unique(some, return_counts=True)
        keys, place = np.unique(np.concatenate((keys, fresh)), return_inverse=True)
        often = np.bincount(place, np.concatenate((often, times)), len(keys)).astype(np.int64)
    total = max(1, len(documents))
    left, right = keys // total, keys % total
    common = np.concatenate((marked, index.hashes[usual])).view(np.int64)
    pairs = pa.table(
        [documents[left], documents[right], counts[left], counts[right], often, pa.nulls(len(keys))],
        list(_pair_shape().names),
    ).cast(_pair_shape())
    nothing = [pa.nulls(len(common))] * 5
    return pa.concat_tables(
        [pairs, pa.table([*nothing, common], list(_pair_shape().names)).cast(_pair_shape())]
    )


def _column(table: Any, name: str) -> NDArray[Any]:
    return np.asarray(table.column(name).to_numpy())


def _among(wanted: Hashes, held: Hashes) -> NDArray[np.bool_]:
    return np.isin(wanted, held, assume_unique=False) if len(held) else np.zeros(len(wanted), dtype=np.bool_)


def _words(data: bytes) -> Hashes:
    return np.frombuffer(data, dtype="<u8").astype(np.uint64, copy=False)


def _near_shape() -> Any:
    return shape(left="whole", right="whole", whole="flag", likely="bytes")


def candidates(pairs: DataFrame) -> DataFrame:
    """The pairs that share enough to be looked at; `whole` as `copies.Confirm.copy` takes it."""
    from pyspark.sql import functions as f

    summed = (
        pairs.where("left is not null")
        .groupBy("left", "right")
        .agg(
            f.sum("often").alias("often"),
            f.first("of_left").alias("of_left"),
            f.first("of_right").alias("of_right"),
        )
    )
    return mapped(summed, _near, _near_shape())


def _near(found: Batches) -> Iterator[Any]:
    import pyarrow as pa

    for batch in found:
        proper, long = near(_column(batch, "of_left"), _column(batch, "of_right"), _column(batch, "often"))
        chosen = proper | long
        columns = [_column(batch, "left")[chosen], _column(batch, "right")[chosen], proper[chosen]]
        yield pa.RecordBatch.from_arrays(
            [*map(pa.array, columns), pa.nulls(int(chosen.sum()), pa.binary())], schema=_near_shape()
        )


def common_shingles(pairs: DataFrame) -> bytes:
    """The shingles that are boilerplate, in rising order: eight bytes each."""
    table = pairs.where("left is null").select("common").toArrow()
    return bytes(np.sort(_column(table, "common").view(np.uint64)).astype("<u8").tobytes())


# --- rewrites, a window of days at a time ---


def _window_shape() -> Any:
    return shape(window="small", key="whole", publisher="small", date="small", version="text", words="bytes",
                 features="bytes", word="whole", spread="whole")  # fmt: skip


def windows(days: dict[int, int], size: int) -> list[tuple[int, int]]:
    """The first and last day of each window, none with many more documents than `size` but for one day."""
    found: list[tuple[int, int]] = []
    held = 0
    for day in sorted(days):
        if found and held + days[day] <= size:
            found[-1] = (found[-1][0], day)
            held += days[day]
        else:
            found.append((day, day))
            held = days[day]
    return found


def likely(stages: Stages, documents: DataFrame, numbers: Any, sizes: Sizes) -> DataFrame:
    """The pairs that are likely rewrites, as `rewrites.candidates` tells them of all documents at once."""
    from pyspark.sql import functions as f

    total = documents.count()
    dated = documents.where(f.col("date") != UNDATED)
    days = {row.date: row["count"] for row in dated.groupBy("date").count().collect()}
    parted = windows(days, sizes.window)
    among = {
        day: [at for at, (first, last) in enumerate(parted) if first <= day <= last + rewrites.DAYS]
        for day in days
    }
    frequencies = (
        mapped(documents.select("words"), _counted, shape(word="whole", spread="whole"))
        .groupBy("word")
        .agg(f.sum("spread").alias("spread"))
        .where("spread > 1")
    )
    known = stages.context.broadcast(among)
    spread = mapped(
        dated.select("key", "publisher", "date", "version", "words", "brief"),
        partial(_in_windows, among=known, numbers=numbers),
        _window_shape(),
    )
    held = stages.keep(spread, "windows")
    texts = held.where("word is null")
    wanted = held.where("word is not null").select("window", "word").distinct().join(frequencies, "word")
    every = texts.drop("word", "spread").unionByName(wanted, allowMissingColumns=True)
    # What stands for more than a table has no hints: of those of a partial Spark makes an error.
    return every.groupBy("window").applyInArrow(
        lambda table: _rewrites(table, total, parted), spark_type(_near_shape())
    )


def _counted(found: Batches) -> Iterator[Any]:
    """In how many of some documents each word stands."""
    import pyarrow as pa

    def counted(some: list[Hashes]) -> Any:
        words, often = np.unique(np.concatenate(some), return_counts=True)
        return pa.RecordBatch.from_arrays(
            [pa.array(words.view(np.int64)), pa.array(often.astype(np.int64))],
            schema=shape(word="whole", spread="whole"),
        )

    waiting: list[Hashes] = []
    for row in rows_of(found):
        waiting.append(np.unique(_words(row["words"])))
        if sum(map(len, waiting)) >= _ROWS:
            yield counted(waiting)
            waiting = []
    if waiting:
        yield counted(waiting)


def _in_windows(found: Batches, among: Any, numbers: Any) -> Iterator[Any]:
    """Every document in each of its windows, and the words of each window."""
    words: dict[int, list[Hashes]] = {}
    size = 0
    for some in grouped(rows_of(found), _DOCUMENTS):
        made = []
        for row in some:
            own = np.unique(_words(row["words"]))
            known = {**row, "publisher": numbers.value.get(row["publisher"], _NOBODY)}
            known["features"] = _features(known.pop("brief"))
            for window in among.value[row["date"]]:
                words.setdefault(window, []).append(own)
                size += len(own)
                made.append({**known, "window": window})
        yield from batches(made, _window_shape())
        if size >= _ROWS:
            yield from _window_words(words)
            words, size = {}, 0
    yield from _window_words(words)


def _window_words(words: dict[int, list[Hashes]]) -> Iterator[Any]:
    import pyarrow as pa

    kind = _window_shape()
    for window, some in words.items():
        found = np.unique(np.concatenate(some)).view(np.int64)
        columns = {"window": pa.array(np.full(len(found), window, np.int32)), "word": pa.array(found)}
        yield pa.RecordBatch.from_arrays(
            [columns.get(one.name, pa.nulls(len(found), one.type)) for one in kind], schema=kind
        )


def _features(brief: bytes) -> bytes:
    held = unpacked(brief)
    if held is None:
        raise ValueError("the brief of a document is of another form")
    of = held.features
    return msgspec.msgpack.encode([one.astype("<u8").tobytes() for one in (of.numbers, of.names, of.quoted)])


def _rewrites(table: Any, total: int, windows: Sequence[tuple[int, int]]) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc  # type: ignore[import-untyped]  # it carries no types

    texts = table.filter(pc.is_null(table.column("word"))).sort_by("version")
    words = table.filter(pc.is_valid(table.column("word")))
    spread = _column(words, "word").view(np.uint64)
    order = np.argsort(spread)
    rows = texts.drop_columns(["word", "spread"]).to_pylist()
    features = [rewrites.Features(*map(_words, msgspec.msgpack.decode(row["features"]))) for row in rows]
    found = rewrites.candidates(
        [_words(row["words"]) for row in rows],
        features,
        np.array([row["publisher"] for row in rows], np.int64),
        np.array([row["date"] for row in rows], np.int64),
        rewrites.Frequencies(total, spread[order], _column(words, "spread")[order]),
        windows[rows[0]["window"]][1] if rows else None,
    )
    made = [
        {"left": rows[i]["key"], "right": rows[j]["key"], "whole": None, "likely": told(one)}
        for i, j, one in found
    ]
    return pa.Table.from_pylist(made, _near_shape())
