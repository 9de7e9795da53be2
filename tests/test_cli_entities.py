"""``musnad entities`` over several reports, in every format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from musnad.cli import main
from musnad.cli.messages import activate, plural
from musnad.export.entities import COLUMNS

FIRST = (
    "وزير النقل يزور الميناء\n"
    "قال وزير النقل نادر المزروقي لوكالة رويترز إن الأشغال تبدأ غداً. "
    "وأضاف المزروقي أن الخطة جاهزة، وأن مدينة حلب أولاً.\n"
)
SECOND = (
    "أشغال الميناء\nأكد وزير النقل نادر المزروقي أن الأشغال في الميناء تبدأ قريباً، بحسب وكالة «رويترز».\n"
)


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LANGUAGE", "en")
    (tmp_path / "a.txt").write_text(FIRST, "utf-8")
    (tmp_path / "b.txt").write_text(SECOND, "utf-8")
    return tmp_path


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["entities", "--engine", "grammar", *arguments])
        done = capfd.readouterr()
        return status, done.out, done.err

    return run


def test_one_man_of_two_reports_is_one_entity(run: Run, folder: Path) -> None:
    status, out, _ = run(str(folder), "--format", "json")
    rows = json.loads(out)
    assert status == 0
    (minister,) = [row for row in rows if "المزروقي" in row["name"]]
    assert minister["kind"] == "person"
    assert sorted(Path(member["source"]).name for member in minister["reports"]) == ["a.txt", "b.txt"]
    assert any(row["ref"] == "medium/reuters" and len(row["reports"]) == 2 for row in rows)
    assert [row["id"] for row in rows] == [f"x{number}" for number in range(1, len(rows) + 1)]


def test_only_the_kinds_asked_for(run: Run, folder: Path) -> None:
    _, out, _ = run(str(folder), "--format", "jsonl", "--kind", "medium")
    assert {json.loads(line)["kind"] for line in out.splitlines()} == {"medium"}


def test_csv_has_a_row_an_entity(run: Run, folder: Path) -> None:
    _, out, _ = run(str(folder), "--format", "csv")
    head, *rows = csv.reader(io.StringIO(out.removeprefix("\ufeff")))
    assert tuple(head) == COLUMNS
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert any("نادر المزروقي" in row for row in rows)


def test_the_table_counts_entities_and_reports(run: Run, folder: Path) -> None:
    _, out, _ = run(str(folder))
    assert "2 reports" in out.splitlines()[0]
    assert "medium/reuters" in out


def test_a_source_that_cannot_be_read_is_named_and_the_others_are_listed(run: Run, folder: Path) -> None:
    status, out, err = run(str(folder / "a.txt"), str(folder / "none.txt"), "--format", "json")
    assert status == 1
    assert "none.txt" in err
    assert json.loads(out)


def test_counts_agree_in_arabic(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "ar")
    activate()
    assert plural("{n} entity", "{n} entities", 15) == "15 كياناً"
    assert plural("{n} report", "{n} reports", 103) == "103 تقارير"
    _, out, _ = run(str(folder))
    assert "تقريران" in out.splitlines()[0]
