"""The benchmark of places on invented reports and labels."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from bench.places import COLUMNS, LabelsError, labels, main

TEXT = "التقى الوزير وفدا في مدينة حلب السورية، ثم زار فرنسا وجامعة القاهرة."


def row(name: str, *cells: str, aside: str = "0") -> str:
    start = TEXT.index(name)
    return ",".join(["r1", str(start), str(start + len(name)), *cells, aside])


def write(tmp_path: Path, *rows: str) -> list[str]:
    path, corpus = tmp_path / "places.csv", tmp_path / "reports.jsonl.gz"
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    with gzip.open(corpus, "wt", encoding="utf-8") as file:
        file.write(json.dumps({"id": "r1", "outlet": "o", "date": "2020-01-01", "text": TEXT}) + "\n")
    return ["--labels", str(path), "--corpus", str(corpus)]


def test_what_is_linked_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = write(
        tmp_path,
        row("حلب", "place", "city", "SY", "36.2", "37.2"),
        row("فرنسا", "place", "country", "FR", "46.2", "2.2"),
        row("القاهرة", "not", "", "", "", ""),
        row("حلب", "place", "city", "IQ", "36.2", "37.2", aside="1"),
    )
    figures = tmp_path / "figures.json"
    assert main([*given, "--errors", "--json", str(figures)]) == 0
    found = json.loads(figures.read_text("utf-8"))
    assert found["seen"] == {"places": 2, "precision": 1.0, "linked": 1.0}
    assert found["aside"] == {"places": 1, "precision": 0.0, "linked": 1.0}
    assert "wanted" not in capsys.readouterr().out, "errors kept aside are not listed"


def test_a_wrong_place_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = write(tmp_path, row("حلب", "place", "city", "SY", "33.5", "36.3"))
    assert main([*given, "--errors"]) == 0
    assert "Aleppo SY" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("r1,x,2,place,city,SY,1,2,0", "invalid literal"),
        ("r1,1,2,town,city,SY,1,2,0", "neither place nor not"),
    ],
)
def test_a_malformed_label_is_named(tmp_path: Path, line: str, reason: str) -> None:
    write(tmp_path, line)
    with pytest.raises(LabelsError, match=rf"places\.csv:2: .*{reason}"):
        labels(tmp_path / "places.csv")


def test_without_labels_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--labels", str(tmp_path / "none.csv")]) == 1
    assert "not there" in capsys.readouterr().err
