"""Archives on Spark: the rows of one machine, whatever the partitioning, and days added to what is kept."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it carries no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # likewise
import pytest

from musnad import spark
from musnad.archive import NAME, ArchiveError, ArchiveOptions, archive
from musnad.archive_reading import read_part
from musnad.archive_record import Place, Record, RecordOptions
from musnad.archive_records import records
from musnad.archive_tables import FIELDS
from musnad.corpus.entry import told
from musnad.postings import boilerplate, postings
from musnad.reader import reader_info
from musnad.spark_components import components, contracted
from musnad.spark_files import located
from musnad.spark_pairs import Sizes, _some_shingles, windows
from musnad.spark_reading import _read, _rows, listed, read_sources
from musnad.spark_tables import Stages
from musnad.text import Source
from tests.archive_cases import (
    STORM,
    Row,
    answer,
    cases,
    keyed,
    lines,
    page,
    read_table,
    read_tables,
    record,
    row,
    same_as_corpus,
    zstandard,
)
from tests.corpus_cases import GRAMMAR

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# What PySpark 4.3 itself warns of under pandas 3, which is used for nothing here.
pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
SMALL = Sizes(bucket=600, window=4)


def options(**given: Any) -> spark.SparkOptions:
    return spark.SparkOptions(**{"read": GRAMMAR, "partitions": 2, **given})


def embedded(folder: Path, *sources: Path) -> Mapping[str, list[Row]]:
    list(archive([str(path) for path in sources], folder, ArchiveOptions(GRAMMAR, workers=1)))
    return read_tables(folder)


@pytest.mark.spark
def test_its_tables_are_those_of_a_corpus(session: SparkSession, tmp_path: Path) -> None:
    def make(target: Path, sources: list[Path]) -> Path:
        told = spark.run(session, [str(path) for path in sources], str(target), options())
        assert told["records"] == {"read": 35, "skipped": 1, "quarantined": 0}
        assert told["rows"]["rewrites"] > 0
        return target

    same_as_corpus(make, tmp_path)
    assert sorted(path.name for path in (tmp_path / "archive").glob("[!.]*")) == sorted([*FIELDS, NAME])


@pytest.mark.spark
def test_days_added_to_a_store_give_what_a_rebuild_gives(
    session: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of both days some repeat others, and the weather becomes boilerplate by the second alone.
    rows = sorted(cases()[6:], key=lambda one: str(one["date"]))
    half = len(rows) // 2
    one = lines(tmp_path / "a.jsonl", rows[:half])
    two = lines(tmp_path / "b.jsonl.gz", [*rows[half:], rows[0]])
    cut = tmp_path / "c.jsonl.gz"
    cut.write_bytes(two.read_bytes()[:-40])
    store = str(tmp_path / "store")
    with monkeypatch.context() as patch:
        # Broken off when the tables stand already: the same call begins anew, and takes them away.
        patch.setattr("musnad.spark.unread", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            spark.run(session, [str(one)], str(tmp_path / "first"), options(store=store))
    assert (tmp_path / "first" / "reports").is_dir()
    assert not (tmp_path / "first" / NAME).exists()
    spark.run(session, [str(one)], str(tmp_path / "first"), options(store=store))
    # Nothing is new, and what is kept serves; the file that says so was not put in its place.
    spark.run(session, [str(one)], str(tmp_path / "again"), options(store=store))
    (tmp_path / "store" / "store.json").rename(tmp_path / "store" / "_store.json.tmp")
    for table in FIELDS:
        first, again = (read_table(tmp_path / name, table) for name in ("first", "again"))
        assert keyed(first) == keyed(again), table
    # Other partitions, buckets and windows than before.
    chosen = options(store=store, partitions=3, sizes=SMALL)
    told = spark.run(session, [str(two), str(cut)], str(tmp_path / "both"), chosen)
    assert told["rows"]["copies"] > 0
    found, wanted = read_tables(tmp_path / "both"), embedded(tmp_path / "whole", one, two, cut)
    for table in FIELDS:
        assert keyed(found[table]) == keyed(wanted[table]), table
    assert {one["status"] for one in found["records"]} == {"read", "skipped", "quarantined"}
    whole = json.loads((tmp_path / "whole" / NAME).read_text())
    assert told["broken"] == whole["broken"]
    assert [one["source"] for one in whole["broken"]] == [str(cut)]
    with pytest.raises(ArchiveError) as raised:
        spark.run(session, [str(one)], str(tmp_path / "both"), chosen)
    assert raised.value.code == "archive complete"
    lines(one, rows[:2])
    with pytest.raises(ArchiveError) as raised:
        spark.run(session, [str(one)], str(tmp_path / "third"), chosen)
    assert raised.value.code == "store changed"


@pytest.mark.spark
def test_reports_of_one_text_are_one_group_however_they_are_joined(
    session: SparkSession, tmp_path: Path
) -> None:
    # A star of many, a way that passes all by one, two that are alone; each edge in its own task or not.
    star = [(1000, at) for at in range(1001, 1101)]
    way = [(at, at + 1) for at in range(1, 12)]
    edges = [*star, *reversed(way), (5000, 4000), (4000, 5000)]
    stages = Stages(session, f"file://{tmp_path}", 3)
    frame = session.createDataFrame(edges, "left long, right long").repartition(3)
    found = {row.key: row.root for row in components(stages, frame).collect()}
    assert found == {
        **dict.fromkeys(range(1001, 1101), 1000),
        **dict.fromkeys(range(2, 13), 1),
        5000: 4000,
    }


@pytest.mark.spark
def test_sources_are_found_and_read_whatever_they_are_called(session: SparkSession, tmp_path: Path) -> None:
    folder, good = tmp_path / "in", record(answer(page("ثلاث سفن تجنح", STORM)))
    (folder / "deep").mkdir(parents=True)
    names = ["a[1].jsonl", "b c%20d.warc.zst", "deep/e{2}.parquet", "f*g.warc.gz", "notes.txt", "h.warc.open"]
    for name in names:
        (folder / name).write_bytes(good)
    lines(folder / names[0], cases()[:2])
    (folder / names[1]).write_bytes(zstandard(good))
    pq.write_table(pa.Table.from_pylist(cases()[:3]), folder / names[2])
    stages = Stages(session, f"file://{tmp_path / 'work'}", 2)
    # Of a folder the archives, through all its folders; what is named itself whatever it is called.
    found = listed(stages, [str(folder), str(folder / "h.warc.open"), str(folder / "a[1].jsonl")])
    assert [one.name for one in found] == [str(folder / name) for name in [*sorted(names[:4]), names[5]]]
    made = read_sources(stages, found, 0, (RecordOptions(), GRAMMAR), "readings").collect()
    seen = sorted((row.place, row.number, row.status, bytes(row.record)) for row in made)
    wanted = [
        (at, one.number, one.status, one.source)
        for at, file in enumerate(found)
        for one in records(file.name, RecordOptions())
    ]
    assert [(*row[:3], json.loads(row[3])["source"]) for row in seen] == wanted
    assert {row[2] for row in seen} == {"read"}


@pytest.mark.spark
def test_what_cannot_be_done_is_said_before_anything_is(session: SparkSession, tmp_path: Path) -> None:
    source = lines(tmp_path / "a.jsonl", [row("a", STORM, "المزولة", "2026-04-05")])
    with pytest.raises(ArchiveError) as raised:
        spark.run(session, [str(tmp_path / "none.warc")], str(tmp_path / "out"), options())
    assert raised.value.code == "archive missing"
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    out, full = str(tmp_path / "out"), str(tmp_path / "full")
    for target, store, code in ((full, None, "archive folder"), (out, full, "store folder")):
        with pytest.raises(ArchiveError) as raised:
            spark.run(session, [str(source)], target, options(store=store))
        assert raised.value.code == code
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["thesis.txt"]


# --- without Spark ---


def test_a_worker_with_another_reader_reads_nothing() -> None:
    given = SimpleNamespace(value=(told(GRAMMAR), told(replace(reader_info(GRAMMAR), version="0"))))
    with pytest.raises(RuntimeError, match="install the same on all"):
        _read([], given)


def test_a_file_that_is_held_gives_the_records_of_one_on_the_disk(tmp_path: Path) -> None:
    good = record(answer(page("ثلاث سفن تجنح", STORM)))
    paths = [lines(tmp_path / "a.jsonl", cases()[:3]), lines(tmp_path / "b.jsonl.gz", cases()[:3])]
    for name, data in (("c.warc", good), ("d.warc.gz", gzip.compress(good) * 2), ("e.parquet", b"PAR1")):
        (tmp_path / name).write_bytes(data)
        paths.append(tmp_path / name)
    pq.write_table(pa.Table.from_pylist(cases()[:3]), tmp_path / "f.parquet")
    for path in (*paths, tmp_path / "f.parquet"):
        held = pa.BufferReader(path.read_bytes())
        assert list(records(str(path), RecordOptions(), held=held)) == list(
            records(str(path), RecordOptions())
        )


def test_a_place_is_an_address_or_a_path() -> None:
    assert located("s3a://press/a") == "s3a://press/a"
    assert located("hdfs:/press/a") == "hdfs:/press/a"
    assert located("/press/a:b") == "file:///press/a:b"
    assert located("a") == f"file://{Path('a').absolute()}"


def test_it_says_what_is_missing_where_spark_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyspark", "pyspark.sql", "pyspark.errors"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ArchiveError, match=r"musnad\[spark\]") as raised:
        spark.session("local[2]")
    assert raised.value.code == "spark missing"


def test_it_says_why_spark_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    class Builder:
        def __getattr__(self, name: str) -> Any:
            def step(*_: object) -> Builder:
                if name == "getOrCreate":
                    raise RuntimeError("no gateway")
                return self

            return step

    errors, sql = ModuleType("pyspark.errors"), ModuleType("pyspark.sql")
    errors.PySparkException = type("PySparkException", (Exception,), {})  # type: ignore[attr-defined]
    sql.SparkSession = SimpleNamespace(builder=Builder())  # type: ignore[attr-defined]
    for name, module in (("pyspark.errors", errors), ("pyspark.sql", sql)):
        monkeypatch.setitem(sys.modules, name, module)
    with pytest.raises(ArchiveError, match="Java 17") as raised:
        spark.session("local[2]")
    assert (raised.value.code, raised.value.parameters) == ("spark start", {"reason": "no gateway"})


def test_rows_of_a_record_are_its_own_where_another_is_of_the_same_version() -> None:
    # The first names nobody, the second is the same text under a byline that does.
    given = (("خبر قصير.", None), ("خبر قصير.", "القصبات - رويترز"), (STORM, None))
    found = [
        Record("a", at, "read", Place(at), text=text, known=Source("المزولة", external_id="a", byline=byline))
        for at, (text, byline) in enumerate(given, 1)
    ]
    heads = [{"place": 0, "number": one.number} for one in found]
    made = list(_rows(heads, read_part(found, GRAMMAR)))
    alone = [next(_rows([head], read_part([one], GRAMMAR))) for head, one in zip(heads, found, strict=True)]
    assert made == alone
    assert made[0]["version"] == made[1]["version"] != made[2]["version"]
    assert made[0]["entity_rows"] != made[1]["entity_rows"]


def test_a_paragraph_of_many_pages_is_one_row_of_each_task() -> None:
    # A thousand pages of one publisher hold a paragraph, and a line of their own each.
    paragraph, pages = np.arange(100, 150, dtype=np.uint64) << np.uint64(40), 1000
    some = [
        {
            "key": at,
            "publisher": "المزولة",
            "date": at // 10,
            "shingles": np.sort(np.append(paragraph, np.uint64(at) << np.uint64(20))),
        }
        for at in range(pages)
    ]
    batch = _some_shingles(some, {"المزولة": 0}, 8)
    keys = batch.column("key").to_numpy()
    assert (keys == -1).sum() == len(paragraph)
    assert batch.num_rows == len(paragraph) + pages
    assert set(batch.column("bucket").to_pylist()) <= set(range(8))


def test_boilerplate_of_some_reports_is_boilerplate_of_more() -> None:
    # What tasks leave out rests on this law.
    chance = np.random.default_rng(7)
    for _ in range(200):
        count = int(chance.integers(2, 90))
        publishers = chance.integers(-1, 8, count).astype(np.int64)
        days = chance.integers(-1, 20, count).astype(np.int64)
        some = int(chance.integers(1, count))
        one = np.array([1], dtype=np.uint64)
        part = boilerplate(postings([one] * some), publishers[:some], days[:some])
        whole = boilerplate(postings([one] * count), publishers, days)
        assert whole[0] or not part[0]


def test_edges_of_a_task_become_a_pair_for_each_but_the_least() -> None:
    left, right = np.array([9, 7, 3, 20]), np.array([7, 8, 9, 21])
    found = dict(zip(*(one.tolist() for one in contracted(left, right)), strict=True))
    assert found == {7: 3, 8: 3, 9: 3, 21: 20}


def test_windows_hold_every_day_once() -> None:
    assert windows({1: 3, 2: 3, 5: 9, 6: 1}, 6) == [(1, 2), (5, 5), (6, 6)]
    assert windows({}, 6) == []
