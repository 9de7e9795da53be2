"""What the bench of copies makes of the seconds of ever more days."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import copies
from bench.copies import powers


def steps(*figures: tuple[int, int, float]) -> list[dict[str, float]]:
    return [{"reports": reports, "copies": some, "seconds": seconds} for reports, some, seconds in figures]


def test_growth_is_told_from_the_first_day_to_the_last() -> None:
    assert powers(steps((100, 10, 1.0), (300, 50, 9.0), (1000, 100, 10.0))) == {
        "seconds": 1.0,
        "copies": 1.0,
        "allowed": 1.15,
    }


def test_more_output_may_take_more_time_and_less_takes_nothing_away() -> None:
    assert powers(steps((100, 10, 1.0), (1000, 1000, 10.0)))["allowed"] == 2.15
    assert powers(steps((100, 10, 1.0), (1000, 20, 10.0)))["allowed"] == 1.15


@pytest.mark.parametrize(("seconds", "status"), [(1.15, 0), (1.16, 1)])
def test_check_fails_where_time_grows_by_more(
    seconds: float, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures: dict[str, Any] = {"powers": {"seconds": seconds, "copies": 1.0, "allowed": 1.15}}
    monkeypatch.setattr(copies, "measure", lambda **_: figures)
    monkeypatch.setattr(sys, "argv", ["copies.py", "--check", "--json", str(tmp_path / "figures.json")])
    assert copies.main() == status
    assert json.loads((tmp_path / "figures.json").read_text()) == figures
    monkeypatch.setattr(sys, "argv", ["copies.py"])
    assert copies.main() == 0
