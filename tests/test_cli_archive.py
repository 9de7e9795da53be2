"""`musnad archive` as it is typed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from musnad.archive import Progress
from musnad.cli import main
from musnad.cli.archive import _line
from tests.archive_cases import STORM, lines, read_table, record, row

ROWS = [row("a", STORM, "المزولة", "2026-04-05"), row("b", "", "المزولة", None)]


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
