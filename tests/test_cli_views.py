"""What the commands tell of a corpus: one report, its origins, and those of all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from musnad.cli import main
from musnad.cli.views_origins import MOST, _summed
from musnad.model import Origin, ReportOrigins
from tests.corpus_cases import BODY
from tests.test_ingest import row, table


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("press")
    table(
        folder / "a.jsonl",
        row(1, byline="الوادي - رويترز", date="2026-01-02T08:00:00+00:00"),
        row(2, date="2026-01-02T09:00:00+00:00"),
        row(3, text="قالت البلدية إن المعرض يفتح أبوابه يوم السبت المقبل.", byline="محمد الريحان"),
    )
    changed = BODY.replace("ثلاثين", "أربعين")
    table(folder / "b.jsonl", row(1, text=changed, byline="الوادي - رويترز", date="2026-01-03"))
    corpus = folder / "press.musnad"
    for name in ("a.jsonl", "b.jsonl"):
        assert main(["add", str(folder / name), "--corpus", str(corpus), "--engine", "grammar"]) == 0
    return corpus


def shown(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> str:
    capsysbinary.readouterr()
    assert main(list(arguments)) == 0
    return capsysbinary.readouterr().out.decode()


def read(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> Any:
    return json.loads(shown(capsysbinary, *arguments, "--format", "json"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("2 versions", "credited to: رويترز (in the byline)", "1 copy", "3 statements", "chain")),
        ("ar", ("إصداران", "منسوب إلى: رويترز (في سطر الكاتب)", "نقل واحد", "3 أقوال", "السلسلة")),
    ],
)
def test_a_report_is_told_in_both_languages(
    press: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    words: tuple[str, ...],
) -> None:
    monkeypatch.setenv("MUSNAD_LANG", language)
    # The command sets it, and what it sets would outlast this test.
    monkeypatch.setenv("LANGUAGE", language)
    out = shown(capsysbinary, "report", "r1", "--corpus", str(press))
    for word in words:
        assert word in out
    assert "رابعة البيلسان" in out
    assert "2026-01-03" in out


def test_a_report_as_json_has_its_parts(press: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    found = read(capsysbinary, "report", "r1", "--corpus", str(press))
    assert [one["published"] for one in found["versions"]] == ["2026-01-02T08:00:00+00:00", "2026-01-03"]
    assert found["versions"][-1]["version"] == found["version"]
    assert all(one["captures"][0]["source"].startswith(str(press.parent)) for one in found["versions"])
    assert found["credits"] == [{"name": "رويترز", "ref": "medium/reuters", "where": "byline"}]
    assert found["origin"]["ref"] == "medium/reuters"
    (copy,) = found["copies"]
    assert {copy["later"], copy["earlier"]} == {"r1", "r2"}
    assert copy["containment"] > 0.5
    assert all(one["chain"][0].startswith("publisher: ") for one in found["statements"])
    assert {one["origin_ref"] for one in found["statements"]} == {"medium/reuters"}


def test_a_report_without_copies_has_no_table_of_them(
    press: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert "shared" not in shown(capsysbinary, "report", "r3", "--corpus", str(press))


def test_a_corpus_is_summed_up_by_kind(press: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    found = read(capsysbinary, "origins", "--corpus", str(press))
    kinds = {one["kind"]: (one["reports"], one["statements"]) for one in found["kinds"]}
    assert (kinds["agency"][0], kinds["publisher"][0], kinds["unknown"]) == (2, 1, (0, 1))
    assert (found["reports"], found["known"]) == (3, 3)
    # The statement that the newer version changed stands in no passage that is credited.
    assert sum(one[1] for one in kinds.values()) == found["statements"] == found["known_statements"] + 1
    first = found["origins"][0]
    assert (first["ref"], first["reports"], first["kind"]) == ("medium/reuters", 2, "agency")
    out = shown(capsysbinary, "origins", "--corpus", str(press))
    assert "3 reports of known origin (100%)" in out
    assert [line.split()[:3] for line in out.splitlines() if line.startswith("agency")] == [
        ["agency", "2", "67%"]
    ]


def test_an_empty_corpus_has_no_coverage(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    table(tmp_path / "a.jsonl", {"id": "x"})
    corpus = str(tmp_path / "x.musnad")
    main(["add", str(tmp_path / "a.jsonl"), "--corpus", corpus, "--engine", "grammar"])
    assert "(—)" in shown(capsysbinary, "origins", "--corpus", corpus)


def test_an_origin_goes_by_what_it_mostly_is() -> None:
    paper = Origin("publisher", "name:x", "الميناء")
    medium = Origin("medium", "name:x", "الميناء")
    sums = _summed([ReportOrigins("v", paper, 1.0, (("s1", medium), ("s2", paper)))])
    assert sums.called("name:x") == ("publisher", "الميناء", None)
    assert (sums.reports["name:x"], sums.statements["name:x"]) == (1, 2)
    assert (sums.statement_kinds["medium"], sums.statement_kinds["publisher"]) == (1, 1)


def test_the_most_frequent_origins_come_first() -> None:
    found = [
        ReportOrigins(f"v{n}{m}", Origin("agency", f"name:{n:03}", f"وكالة {n}"), 1.0, ())
        for n in range(MOST + 5)
        for m in range(n)
    ]
    order = _summed(found).order()
    assert order[0] == f"name:{MOST + 4:03}"
    assert len(order) == MOST + 4
