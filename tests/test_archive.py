"""Archives: the tables of a corpus, resumed after any end, and never looking whole where they are not."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from musnad.archive import NAME, ArchiveError, ArchiveOptions, archive
from musnad.archive_record import RecordOptions
from musnad.archive_tables import FIELDS
from tests.archive_cases import (
    STORM,
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
)
from tests.corpus_cases import GRAMMAR

ROOT = Path(__file__).resolve().parents[1]
OPTIONS = ArchiveOptions(read=GRAMMAR, workers=1)


def make(target: Path, sources: list[Path], options: ArchiveOptions = OPTIONS) -> Path:
    list(archive([str(path) for path in sources], target, options))
    return target


def test_its_tables_are_those_of_a_corpus(tmp_path: Path) -> None:
    same_as_corpus(make, tmp_path)


def test_every_record_is_accounted_for(tmp_path: Path) -> None:
    rows = [*cases()[:3], {"outlet": "بلا نص"}]
    source = lines(tmp_path / "a.jsonl", rows)
    source.write_bytes(source.read_bytes() + b"{broken\n\xff\n[1]\n")
    target = make(tmp_path / "out", [source])
    found = read_table(target, "records")
    assert [one["number"] for one in sorted(found, key=lambda one: one["number"])] == list(range(1, 8))
    statuses = Counter((one["status"], one["code"]) for one in found)
    assert statuses == {
        ("read", None): 3,
        ("skipped", "text"): 1,
        ("quarantined", "json"): 1,
        ("quarantined", "encoding"): 1,
        ("quarantined", "row"): 1,
    }
    told = json.loads((target / NAME).read_text())
    assert told["records"] == {"read": 3, "skipped": 1, "quarantined": 3}
    assert told["rows"] == {"rewrites": 0, **{table: len(read_table(target, table)) for table in FIELDS}}


def test_rows_are_sorted_and_stand_under_their_day(tmp_path: Path) -> None:
    target = make(tmp_path / "out", [lines(tmp_path / "a.jsonl", cases())])
    days = {path.name for path in (target / "reports").iterdir()}
    assert {"day=2025-09-14", "day=2026-04-05", "day=undated"} <= days
    day = target / "reports" / "day=2026-03-01"
    assert [one["report"] for one in _of_day(target, "reports", day.name)] == ["w1"]
    versions = [one["version"] for one in _of_day(target, "reports", "day=2025-09-14")]
    assert versions == sorted(versions) and len(versions) > 1


def _of_day(target: Path, table: str, day: str) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it carries no types

    return list(pq.ParquetFile(target / table / day / "part-0.parquet").read().to_pylist())


def test_the_newest_version_counts_and_the_others_are_told(tmp_path: Path) -> None:
    rows = [row("a", STORM, "المزولة", "2026-04-05"), row("a", STORM + "\nزيد سطر.", "المزولة", "2026-04-06")]
    target = make(tmp_path / "out", [lines(tmp_path / "a.jsonl", [*rows, rows[0]])])
    (only,) = read_table(target, "reports")
    assert (only["published"], only["versions"]) == ("2026-04-06", 2)
    records = read_table(target, "records")
    assert [one["report"] for one in records] == ["a", "a", "a"]
    assert len({one["version"] for one in records}) == 2
    statements = read_table(target, "statements")
    assert len({one["statement"] for one in statements}) == len(statements) == only["statements"] > 0


def twice() -> list[dict[str, Any]]:
    """One version under two bylines, of which the second alone names somebody; others around it."""
    bare = row("a", STORM, "المزولة", "2026-04-05")
    return [*cases()[:3], bare, {**bare, "byline": "القصبات - رويترز"}, *cases()[3:5]]


@pytest.mark.parametrize("lot", [1, 2, 3, 64])
def test_of_one_version_twice_the_first_record_gives_all_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lot: int
) -> None:
    monkeypatch.setattr("musnad.archive._ERRAND", lot)
    both, first = twice(), [*twice()[:4], *twice()[5:]]
    one, other = (
        read_tables(make(tmp_path / f"out-{name}", [lines(tmp_path / f"{name}.jsonl", rows)]))
        for name, rows in (("both", both), ("first", first))
    )
    assert len(one["records"]) == len(other["records"]) + 1
    for table in set(FIELDS) - {"records"}:
        assert keyed(one[table]) == keyed(other[table]), table
    # Which would be told otherwise of the second.
    last = read_tables(make(tmp_path / "last", [lines(tmp_path / "last.jsonl", twice()[4:5])]))
    named = [entity for entity in one["entities"] if entity["report"] == "a"]
    assert len(last["entities"]) > len(named) > 0


def test_a_page_of_a_warc_file_is_read_with_its_time_and_address(tmp_path: Path) -> None:
    source = tmp_path / "a.warc"
    source.write_bytes(record(answer(page("ثلاث سفن تجنح قرب القصبات", STORM + "\n" + STORM[::2]))))
    target = make(tmp_path / "out", [source])
    (report,) = read_table(target, "reports")
    assert report["url"] == "https://mizwala.example/a"
    assert report["publisher"] == "المزولة"
    assert report["published"] == "2026-05-01"
    assert report["statements"] > 0


def test_nothing_to_read_is_an_archive_of_empty_tables(tmp_path: Path) -> None:
    source = tmp_path / "a.warc"
    source.write_bytes(record(b"software: test", "warcinfo", None))
    tables = read_tables(make(tmp_path / "out", [source]))
    assert {table: len(rows) for table, rows in tables.items()} == {**dict.fromkeys(FIELDS, 0), "records": 1}
    assert all(list((tmp_path / "out" / table).glob("day=*/*.parquet")) for table in FIELDS)


# --- the folder ---


def test_a_whole_archive_is_not_made_again(tmp_path: Path) -> None:
    source = lines(tmp_path / "a.jsonl", cases()[:2])
    make(tmp_path / "out", [source])
    assert list(archive([str(source)], tmp_path / "out", OPTIONS)) == []


@pytest.mark.parametrize("other", ["source", "options"])
def test_a_whole_archive_of_other_sources_is_left_alone(tmp_path: Path, other: str) -> None:
    one, two = (lines(tmp_path / f"{name}.jsonl", cases()[:2]) for name in "ab")
    make(tmp_path / "out", [one])
    before = read_tables(tmp_path / "out")
    options = replace(OPTIONS, records=RecordOptions(publisher="المزولة")) if other == "options" else OPTIONS
    with pytest.raises(ArchiveError) as raised:
        make(tmp_path / "out", [two if other == "source" else one], options)
    assert raised.value.code == "archive complete"
    assert read_tables(tmp_path / "out") == before


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(ArchiveError) as raised:
        make(tmp_path / "out", [lines(tmp_path / "a.jsonl", [])])
    assert raised.value.code == "archive folder"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.txt"]


def test_an_unfinished_archive_of_other_sources_is_left_alone(tmp_path: Path) -> None:
    one, two = (lines(tmp_path / f"{name}.jsonl", cases()[:2]) for name in "ab")
    next(archive([str(one)], tmp_path / "out", OPTIONS))
    with pytest.raises(ArchiveError) as raised:
        make(tmp_path / "out", [two])
    assert raised.value.code == "archive other"


def test_a_source_that_changed_meanwhile_is_told(tmp_path: Path) -> None:
    source = lines(tmp_path / "a.jsonl", cases()[:2])
    next(archive([str(source)], tmp_path / "out", OPTIONS))
    lines(source, cases()[:3])
    with pytest.raises(ArchiveError) as raised:
        make(tmp_path / "out", [source])
    assert raised.value.code == "archive changed"


def test_a_missing_source_begins_nothing(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError) as raised:
        make(tmp_path / "out", [tmp_path / "none.warc"])
    assert raised.value.code == "archive missing"
    assert not (tmp_path / "out").exists()


# --- ended at any moment ---


def steps(sources: list[Path], target: Path) -> int:
    """How many states an unbroken run gives."""
    return len(list(archive([str(path) for path in sources], target, OPTIONS)))


def test_ended_behind_any_step_it_goes_on_to_the_same_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("musnad.archive._ERRAND", 4)
    monkeypatch.setattr("musnad.archive._PART", 8)
    sources = [lines(tmp_path / "a.jsonl", cases()[:12]), tmp_path / "b.warc"]
    pages = [
        record(answer(page(f"عنوان {n}", f"{STORM}\nسطر {n}")), address=f"https://a.example/{n}")
        for n in range(5)
    ]
    sources[1].write_bytes(b"".join([*pages, b"junk\r\n", *pages[:1]]))
    count = steps(sources, tmp_path / "whole")
    wanted = read_tables(tmp_path / "whole")
    target = tmp_path / "broken"
    calls = 0
    while not (target / NAME).exists() and calls <= count:
        # Each call ends one step later than the one before; no step may be done twice, or be left out.
        list(islice(archive([str(path) for path in sources], target, OPTIONS), calls))
        calls += 1
    assert calls > 8
    found = read_tables(target)
    for table in FIELDS:
        assert keyed(found[table]) == keyed(wanted[table]), table
    assert not (target / "_work").exists()


def test_what_killed_processes_left_half_made_is_taken_away(tmp_path: Path) -> None:
    source, target = lines(tmp_path / "a.jsonl", cases()), tmp_path / "out"
    list(islice(archive([str(source)], target, OPTIONS), 6))
    work = target / "_work"
    for name in (
        "documents.17.tmp",
        "found/shingles.17.tmp",
        "found/copies/000000.18.tmp",
        "parts/000009.17.tmp",
    ):
        (work / name / "within.tmp").mkdir(parents=True)
        (work / name / "00001").write_bytes(b"half")
    (work / "read.tmp").write_bytes(b"")
    going = archive([str(source)], target, OPTIONS)
    next(going)
    assert [path.name for path in work.rglob("*.tmp")] == []
    going.close()  # type: ignore[attr-defined]  # a generator
    make(target, [source])
    assert read_table(target, "reports")


def test_killed_at_random_moments_it_ends_as_an_unbroken_run(tmp_path: Path) -> None:
    rows = [
        {**one, "id": f"{one['id']}-{n}", "text": f"{one['text']}\nرقم {n}"}
        for n in range(3)
        for one in cases()
    ]
    source = lines(tmp_path / "a.jsonl.gz", rows)
    began = time.monotonic()
    assert begin(source, tmp_path / "whole").wait() == 0
    span = time.monotonic() - began
    chance = random.Random(9)
    target = tmp_path / "broken"
    for end in (signal.SIGTERM, signal.SIGKILL, signal.SIGKILL, signal.SIGTERM):
        child = begin(source, target)
        time.sleep(chance.uniform(0.2, 0.9) * span)
        child.send_signal(end)
        child.wait()
        assert (target / NAME).exists() == all((target / table).exists() for table in FIELDS)
    assert begin(source, target).wait() == 0
    found, wanted = read_tables(target), read_tables(tmp_path / "whole")
    for table in FIELDS:
        assert keyed(found[table]) == keyed(wanted[table]), table


def begin(source: Path, target: Path) -> subprocess.Popen[bytes]:
    """`musnad archive`, begun."""
    command = [sys.executable, "-m", "musnad.cli", "archive", str(source), "--output", str(target)]
    return subprocess.Popen(
        [*command, "--engine", "grammar", "--jobs", "1"],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
