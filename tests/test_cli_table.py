from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest

from musnad.cli import table
from musnad.record import record
from tests.sample_reading import READING


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_table_on_a_terminal_isolates_its_cells(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setenv("COLUMNS", str(columns))
    table.show(record(READING), None, terminal)
    shown = terminal.getvalue().splitlines()
    assert len(shown) > 9
    # An isolate that ran on would turn the cells after it round.
    assert all(re.sub("[^\u2068\u2069]", "", line) == "\u2068\u2069" * line.count("\u2068") for line in shown)
    assert any("هدى" in line for line in shown)
    plain = [re.sub("\x1b\\[[0-9;]*m|[\u2068\u2069]", "", line) for line in shown]
    assert max(map(len, plain[2:])) <= max(columns, 80)


def test_table_indents_what_stands_inside() -> None:
    out = io.StringIO()
    table.show(record(READING), None, out)
    rows = {line.split()[0]: line for line in out.getvalue().splitlines() if line}
    assert rows["a5"].startswith("  a5")
    assert rows["a4"].startswith("a4")
    assert rows["a5"].rstrip().endswith("(وكالة الساحل) ← (مصدر في الشركة المنفذة)")
    assert "(unnamed)" in rows["a4"]


def test_nothing_in_a_report_steers_the_terminal() -> None:
    report = replace(READING.report, title="a\x1b]0;x\x07\u202eb\nc", publisher="\x9b31m")
    entities = tuple(replace(entity, name="a\x1b[31m\u202eb\ud800") for entity in READING.entities)
    out = io.StringIO()
    table.show(record(replace(READING, report=report, entities=entities)), None, out)
    assert not set(out.getvalue()) & set("\x1b\x07\x9b\u202e\ud800")
    assert "a\ufffd]0;x\ufffdb c" in out.getvalue()


def test_long_cells_are_cut() -> None:
    assert table.shortened("كلام طويل جدا", 6) == "كلام…"
    assert table.shortened("كَلَامٌ", 4) == "كَلَامٌ"  # vowel marks take no room
    assert table.shortened("", 4) == ""


ABREAST = [
    ([("قال الناطق", False), ("أمس", True), ("إن الجسر مغلق", False)], [("قال الناطق إن الجسر ⟦مغلق", False)])
]


@pytest.mark.parametrize("columns", [30, 60, 200])
def test_two_texts_abreast_on_a_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    table.abreast(["عنوان"], ("هذا", "ذلك التقرير " * 9), ABREAST * 2, terminal)
    shown = terminal.getvalue().splitlines()
    assert all(re.sub("[^\u2068\u2069]", "", line) == "\u2068\u2069" * line.count("\u2068") for line in shown)
    assert max(len(re.sub("\x1b\\[[0-9;]*m|[\u2068\u2069]", "", line)) for line in shown) <= columns
    marked = [line for line in shown if "أمس" in line]
    assert len(marked) == 2
    assert [line for line in shown if "…" in line] == [line for line in shown if "هذا" in line]
    assert re.search("\x1b\\[1;31m[^\x1b]*أمس", marked[0])


def test_two_texts_abreast_in_a_pipe() -> None:
    out = io.StringIO()
    table.abreast(["عنوان"], ("هذا", "ذلك"), [([("ا" * 70, True)], [("قصير\u202e\nجدا", False)])], out)
    shown = out.getvalue().splitlines()
    assert shown[0] == "عنوان"
    assert shown[2].split("  ") == ["⟦" + "ا" * 63, "قصير جدا"]
    assert shown[3] == "ا" * 7 + "⟧"


def test_no_text_can_pass_for_marked() -> None:
    out = io.StringIO()
    table.abreast([], ("هذا", "ذلك"), ABREAST, out)
    assert "الجسر [مغلق" in out.getvalue()
