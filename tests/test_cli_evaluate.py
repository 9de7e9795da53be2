"""``musnad evaluate`` to a file and as a page."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from tests.test_cli import ARABIC, TEXT, Run, _simple, gold, run

__all__ = ["_simple", "gold", "run"]


def test_page_of_errors_in_a_file(run: Run, gold: Path, tmp_path: Path) -> None:
    target = tmp_path / "made" / "errors.html"
    done = run("evaluate", gold, "--errors", "--format", "html", "--output", target)
    assert (done.status, done.out, done.err) == (0, "", "")
    page = target.read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "سمير حداد" in page
    assert re.search('<section class="side grammar ', page)
    assert not re.search('<section class="side tagger ', page)
    assert list(target.parent.iterdir()) == [target]


def test_page_without_errors_holds_no_text(run: Run, gold: Path, tmp_path: Path) -> None:
    target = tmp_path / "figures.html"
    assert run("evaluate", gold, "-f", "html", "-o", target).status == 0
    page = target.read_text("utf-8")
    assert "attribution, F1" in page
    assert "سمير" not in page


def test_page_on_standard_output_where_that_is_no_terminal(
    run: Run, gold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("evaluate", gold, "-f", "html").out.startswith("<!DOCTYPE html>")
    with monkeypatch.context() as patch:
        patch.setattr(type(sys.stdout), "isatty", lambda _self: True, raising=False)
        done = run("evaluate", gold, "-f", "html")
    assert (done.status, done.out) == (2, "")
    assert "--output FILE" in done.err


def test_data_in_a_file(run: Run, gold: Path, tmp_path: Path) -> None:
    target = tmp_path / "scores.json"
    assert run("evaluate", gold, "-f", "json", "-o", target).status == 0
    assert json.loads(target.read_text("utf-8"))["schema"] == "musnad/scores/1"


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("case", ["empty", "table", "folder", "gold", "file-above"])
def test_an_output_that_cannot_be_is_refused_before_anything_is_read(
    run: Run, gold: Path, tmp_path: Path, case: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("musnad.gold.load", lambda _folder: pytest.fail("the gold was read"))
    target = {
        "empty": "",
        "folder": tmp_path,
        "gold": gold / ".." / gold.name / "n1.json",
        "file-above": gold / "n1.txt" / "errors.html",
    }.get(case, tmp_path / "errors.html")
    before = (gold / "n1.json").read_bytes()
    done = run("evaluate", gold, "-f", "table" if case == "table" else "html", "-o", target, lang=lang)
    assert (done.status, done.out) == (2, "")
    said = done.err.splitlines()[-1]
    assert "--output" in said
    assert bool(ARABIC.search(said)) is (lang == "ar")
    assert (gold / "n1.json").read_bytes() == before


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_folder_that_is_closed_is_refused(
    run: Run, gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    # Permissions do not hold for root, who may run the tests.
    monkeypatch.setattr("os.access", lambda _path, mode: mode == os.R_OK)
    done = run("evaluate", gold, "-f", "html", "-o", tmp_path / "errors.html", lang=lang)
    assert (done.status, done.out) == (2, "")
    assert ("تتعذر كتابته" if lang == "ar" else "cannot be written") in done.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_is_not_replaced(run: Run, gold: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert run("evaluate", gold, "-f", "html", "-o", pipe).status == 2
    assert pipe.is_fifo()


def test_of_no_gold_folder_no_page_is_written(run: Run, tmp_path: Path) -> None:
    empty, target = tmp_path / "empty", tmp_path / "errors.html"
    empty.mkdir()
    done = run("evaluate", empty, "-f", "html", "-o", target)
    assert (done.status, done.out, len(done.err.splitlines())) == (1, "", 1)
    assert not target.exists()


def test_table_is_unchanged_by_the_page(run: Run, gold: Path) -> None:
    done = run("evaluate", gold)
    assert TEXT not in done.out
    assert done.out.endswith("\n")
    assert not done.out.endswith("\n\n")
