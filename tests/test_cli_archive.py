"""`musnad archive` as it is typed."""

from __future__ import annotations

import bz2
import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from musnad.archive import Progress
from musnad.cli import main
from musnad.cli.archive import _line
from tests.archive_cases import STORM, answer, lines, page, read_table, record, row, zstandard

ROWS = [row("a", STORM, "المزولة", "2026-04-05"), row("b", "", "المزولة", None)]
GOOD = record(answer(page("ثلاث سفن تجنح", STORM)))
TABLE = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in ROWS * 20).encode()


def run(*words: object) -> int:
    """The exit status of the command."""
    return main(["archive", *map(str, words)])


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSNAD_LANG", "en")


def test_it_tells_what_became_of_the_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = lines(tmp_path / "a.jsonl", ROWS), tmp_path / "out"
    source.write_bytes(source.read_bytes() + b"{\n")
    how = (tmp_path, "-o", target, "--engine", "grammar", "--jobs", 1)
    assert run(*how) == 0
    assert "3 records · 1 read · 1 passed over · 1 put aside as damaged" in capsys.readouterr().err
    assert len(read_table(target, "reports")) == 1
    monkeypatch.setenv("MUSNAD_LANG", "ar")
    assert run(*how) == 0
    assert "هذا الأرشيف تام من قبل" in capsys.readouterr().err


def test_what_cannot_be_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = lines(tmp_path / "a.jsonl", ROWS)
    (tmp_path / "page.html").write_text("<p>x</p>")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "x").write_text("x")
    for words, said in (
        ((tmp_path / "page.html", "-o", tmp_path / "out"), "is no archive"),
        ((tmp_path / "mine", "-o", tmp_path / "out"), "is no archive"),
        ((tmp_path / "none.warc", "-o", tmp_path / "out"), "no such file"),
        (("https://a.example/x.warc", "-o", tmp_path / "out"), "is no archive"),
        ((source, "-o", tmp_path / "mine"), "is no archive of musnad"),
        ((source, "-o", source), "is no archive of musnad"),
        ((source, "-o", tmp_path / "out", "--columns", "x"), "maps no column"),
    ):
        assert run(*words, "--engine", "grammar") != 0
        assert said in capsys.readouterr().err
        assert not (tmp_path / "out").exists()


BROKEN = {
    "cut.warc.gz": (gzip.compress(GOOD + GOOD)[:-20], "breaks off"),
    "cut.warc": ((GOOD + GOOD)[:-300], "breaks off"),
    "cut.warc.zst": (zstandard(GOOD + GOOD)[:-20], "breaks off"),
    "end.warc.gz": (gzip.compress(GOOD)[:-8] + bytes(8), "is damaged"),
    "page.warc": (page("عنوان", STORM), "holds no record of WARC"),
    "page.warc.gz": (bz2.compress(GOOD), "is packed as nothing that is read"),
    "cut.jsonl.gz": (gzip.compress(TABLE)[:-20], "is damaged"),
    "body.jsonl": (TABLE.replace(b'"text"', b'"body"'), "name the column with --columns"),
    "none.parquet": (b"PAR1", "is damaged"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_source_that_is_not_read_to_its_end_is_told_with_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    data, said = BROKEN[name]
    whole, broken, target = lines(tmp_path / "a.jsonl", ROWS), tmp_path / name, tmp_path / "out"
    broken.write_bytes(data)
    how = (broken, whole, "-o", target, "--engine", "grammar", "--jobs", 1)
    assert run(*how) == 1
    (line,) = [one for one in capsys.readouterr().err.split("\n") if name in one]
    assert line.startswith(f"musnad: {broken}: ")
    assert said in line
    # The archive is whole of what could be read, and says so itself.
    assert "a" in {one["report"] for one in read_table(target, "reports")}
    (told,) = json.loads((target / "musnad.json").read_text())["broken"]
    assert told["source"] == str(broken)
    assert told["code"] in {one["code"] for one in read_table(target, "records")}
    assert run(*how) == 1
    assert line in capsys.readouterr().err


def test_a_source_that_may_not_be_read_is_told_with_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, opening = lines(tmp_path / "a.jsonl", ROWS), Path.open

    # Its mode would not keep root from it.
    def refused(path: Path, *how: Any, **more: Any) -> Any:
        if path == source:
            raise PermissionError(13, "Permission denied", str(path))
        return opening(path, *how, **more)

    monkeypatch.setattr(Path, "open", refused)
    assert run(source, "-o", tmp_path / "out", "--engine", "grammar", "--jobs", 1) == 1
    assert f"{source}: could not be read" in capsys.readouterr().err


def test_damage_within_a_source_is_counted_and_no_failure(tmp_path: Path) -> None:
    packed = gzip.compress(GOOD)
    spoilt = bytearray(packed)
    spoilt[len(spoilt) // 2] ^= 0xFF
    (tmp_path / "a.warc.gz").write_bytes(packed + bytes(spoilt) + packed[:-30] + packed + b"junk")
    (tmp_path / "b.warc").write_bytes(GOOD + record(answer(b"no gzip", Content_Encoding="gzip")))
    (tmp_path / "c.jsonl").write_bytes(TABLE + b"{broken\n")
    assert run(tmp_path, "-o", tmp_path / "out", "--engine", "grammar", "--jobs", 1) == 0
    assert json.loads((tmp_path / "out" / "musnad.json").read_text())["broken"] == []
    assert {one["code"] for one in read_table(tmp_path / "out", "records")} >= {
        "damaged",
        "stray",
        "http",
        "json",
    }


def test_the_publisher_and_the_limit_are_heeded(tmp_path: Path) -> None:
    source = tmp_path / "a.warc"
    text = record(STORM.encode(), "resource", media="text/plain")
    source.write_bytes(text + record(STORM.encode() * 9, "resource", media="text/plain"))
    how = ("--publisher", "بريد السنديان", "--max-bytes", 2000, "--engine", "grammar", "--jobs", 1)
    assert run(source, "-o", tmp_path / "out", *how) == 0
    (report,) = read_table(tmp_path / "out", "reports")
    assert report["publisher"] == "بريد السنديان"
    assert [one["code"] for one in read_table(tmp_path / "out", "records")] == [None, "over-limit"]


def test_what_is_left_is_told_from_what_this_call_read() -> None:
    state = Progress("reading", 500, 500, 60_000_000, 100_000_000, 20_000_000, (), 100)
    told = _line(state, 40.0)
    # 40 MB in 40 seconds, and as many are left.
    assert told.endswith(
        "60 of 100 MB (60 %) · 10.0 records/s · about 0 h 1 min of reading left, then copies and origins"
    )
    assert "left" not in _line(state, 3.0)
    assert "left" not in _line(replace(state, before=60_000_000), 40.0)
    assert "left" not in _line(replace(state, step="copies", done=3), 40.0)
