"""The gate over the quality floors, on a gold folder made up here; and the real one where there is one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bench import floors
from musnad.evaluate import Read
from musnad.gold import load
from musnad.model import Attribution, Reading, Report

ALL = floors.SETS


@pytest.fixture(autouse=True)
def one_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests of the gate need the sets of one engine."""
    monkeypatch.setattr(floors, "SETS", tuple(s for s in ALL if s.engine == "grammar"))


def make(folder: Path) -> Path:
    """A `dev` of three reports with one attribution each, the seed among them."""
    for name in ("r1", "r2", "seed"):
        label = {
            "id": "a1",
            "para": 0,
            "source": ["مي", 0],
            "cue": ["قالت", 0],
            "content": [["إن الجسر قريب", 0]],
            "quote": "indirect",
            "cue_class": "say",
            "speaker": None,
        }
        (folder / "dev").mkdir(exist_ok=True)
        stem = folder / "dev" / name
        stem.with_suffix(".txt").write_text(f"قالت مي إن الجسر قريب، {name}.", encoding="utf-8")
        stem.with_suffix(".meta").write_text(json.dumps({"id": name}), encoding="utf-8")
        stem.with_suffix(".json").write_text(
            json.dumps({"id": name, "attributions": [label]}), encoding="utf-8"
        )
    return folder


def reader(gold: Path, *known: str) -> Read:
    """A reader that finds the attribution of the reports named, and nothing in the others."""
    answers = {}
    for report in load(gold / "dev"):
        found = tuple(
            Attribution(a.id, a.source, a.cue, a.content, "قال", a.cue_class, a.quote, "r", 1.0)
            for a in report.attributions
            if report.name in known
        )
        answers[report.report] = Reading(report.report, (), (), (), found, ())

    def read(report: Report) -> Reading:
        return answers[report]

    return read


def gate(gold: Path, action: str, read: Read, *more: str) -> int:
    status: int = floors.main(
        [action, "--gold", str(gold), "--floors", str(gold / "floors.toml"), *more], lambda _engine: read
    )
    return status


def test_check_passes_at_the_floor_and_fails_below(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = make(tmp_path)
    assert gate(gold, "pin", reader(gold, "r1", "seed")) == 0
    assert gate(gold, "check", reader(gold, "r1", "seed")) == 0
    assert gate(gold, "check", reader(gold, "r1", "r2", "seed")) == 0
    capsys.readouterr()
    assert gate(gold, "check", reader(gold, "seed")) == 1
    said = capsys.readouterr().err
    # One of three in place of two of three: 2·1/(1+3) and 2·2/(2+3).
    assert "dev: attribution 0.5000 is below its floor 0.8000" in said
    assert "dev-without-seed: attribution 0.0000 is below its floor 0.6667" in said


def test_the_seed_alone_is_shown_and_gates_nothing(tmp_path: Path) -> None:
    gold = make(tmp_path)
    gate(gold, "pin", reader(gold, "r1", "r2", "seed"))
    pinned = floors.read_floors(gold / "floors.toml")
    assert pinned.sets["seed"].figures["attribution"] == 1.0
    measured = floors.measure(gold, lambda _engine: reader(gold, "r1", "r2"))
    assert {line.split(":")[0] for line in floors.compare(pinned, measured)} == {"dev"}


def test_a_share_of_the_matched_may_sink(tmp_path: Path) -> None:
    gold = make(tmp_path)
    gate(gold, "pin", reader(gold, "r1"))
    pinned = floors.read_floors(gold / "floors.toml")
    high = replace(pinned.sets["dev"], figures={**pinned.sets["dev"].figures, "class": 2.0})
    floors.write_floors(gold / "floors.toml", replace(pinned, sets={**pinned.sets, "dev": high}))
    assert gate(gold, "check", reader(gold, "r1")) == 0
    assert gate(gold, "pin", reader(gold, "r1")) == 0
    assert floors.read_floors(gold / "floors.toml").sets["dev"].figures["class"] == 1.0


def test_pin_raises_and_lowers_only_for_a_reason_that_it_keeps(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = make(tmp_path)
    gate(gold, "pin", reader(gold, "r1"))
    assert gate(gold, "pin", reader(gold, "r1", "r2")) == 0
    high = (gold / "floors.toml").read_text(encoding="utf-8")
    assert gate(gold, "pin", reader(gold, "r1")) == 1
    assert "say --lower and --reason" in capsys.readouterr().err
    assert (gold / "floors.toml").read_text(encoding="utf-8") == high
    reason = 'قاعدة "أضيق"\nعمدا'
    assert gate(gold, "pin", reader(gold, "r1"), "--lower", "--reason", reason) == 0
    kept = floors.read_floors(gold / "floors.toml")
    assert kept.sets["dev"].figures["attribution"] == 0.5
    lowered = {(low.gold, low.figure): low for low in kept.lowered}
    assert lowered["dev", "attribution"].was == 0.8
    assert lowered["dev", "attribution"].now == 0.5
    assert {low.reason for low in kept.lowered} == {reason.strip()}


@pytest.mark.parametrize("more", [["--lower"], ["--reason", "x"], ["--lower", "--reason", "  "]])
def test_lower_and_reason_go_together(tmp_path: Path, more: list[str]) -> None:
    gold = make(tmp_path)
    with pytest.raises(SystemExit):
        gate(gold, "pin", reader(gold), *more)


def test_other_gold_is_said_and_needs_a_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = make(tmp_path)
    gate(gold, "pin", reader(gold, "r1", "r2"))
    (gold / "dev" / "r2.meta").write_text('{"id": "r2", "outlet": "نشرة الضفة"}', encoding="utf-8")
    read = reader(gold, "r1", "r2")
    capsys.readouterr()
    assert gate(gold, "check", read) == 1
    assert "dev: the gold differs" in capsys.readouterr().err
    assert gate(gold, "pin", read) == 1
    assert gate(gold, "pin", read, "--lower", "--reason", "an outlet was added") == 0
    assert gate(gold, "check", read) == 0
    (dev, _) = floors.read_floors(gold / "floors.toml").lowered
    assert (dev.figure, dev.was, dev.now, dev.reason) == ("gold", 3, 3, "an outlet was added")


def test_each_engine_has_floors_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        floors, "SETS", (floors.GoldSet("one", "dev"), floors.GoldSet("two", "dev", engine="both"))
    )
    gold = make(tmp_path)
    readers = {"grammar": reader(gold, "r1"), "both": reader(gold, "r1", "r2")}
    measured = floors.measure(gold, readers.__getitem__)
    assert [measured[name][1].figures["attribution"] for name in ("one", "two")] == [0.5, 0.8]


def test_digest_follows_names_and_contents_and_nothing_else(tmp_path: Path) -> None:
    dev = make(tmp_path) / "dev"
    first = floors.digest(dev)
    (dev / "notes.md").write_text("x", encoding="utf-8")
    assert floors.digest(dev) == first
    assert floors.digest(dev, lambda name: name != "seed") != first
    (dev / "r2.txt").rename(dev / "r3.txt")
    assert floors.digest(dev) != first


def test_a_set_without_floor_fails_and_one_without_gold_is_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = make(tmp_path)
    assert gate(gold, "check", reader(gold)) == 1
    said = capsys.readouterr()
    assert "dev: no floor yet" in said.err
    assert "train: not there, passed over" in said.out


def test_a_broken_floors_file_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = make(tmp_path)
    for broken in ("[set.dev", "[set.dev]\nsha = 1", "set = 3"):
        (gold / "floors.toml").write_text(broken, encoding="utf-8")
        assert gate(gold, "check", reader(gold)) == 1
        assert "floors.toml" in capsys.readouterr().err


@pytest.mark.skipif(not (floors.GOLD / "dev").is_dir(), reason="no labelled reports in ../shared/gold")
def test_the_reader_holds_its_floors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floors, "SETS", ALL)
    measured = floors.measure(floors.GOLD, floors.by_engine)
    broken = list(floors.compare(floors.read_floors(floors.FLOORS), measured))
    assert broken == []


def test_times_are_passed_over_without_the_reports(tmp_path: Path) -> None:
    assert floors.measure_times(tmp_path / "reports.jsonl.gz") == {}
    assert floors.measure_names(tmp_path / "reports.jsonl.gz") == {}
    assert floors.measure_places(tmp_path / "reports.jsonl.gz") == {}
    assert floors.measure_samples(tmp_path / "reports.jsonl.gz") == {}
    assert floors.measure_claims(tmp_path / "reports.jsonl.gz") == {}
    assert floors.measure_links(tmp_path / "reports.jsonl.gz") == {}


CORPUS = floors.GOLD.parent / "corpus" / "reports.jsonl.gz"


@pytest.mark.skipif(not CORPUS.exists(), reason="no reports in ../shared/corpus")
def test_the_times_hold_their_floors() -> None:
    measured = floors.measure_times(CORPUS)
    assert list(floors.compare(floors.read_floors(floors.FLOORS), measured)) == []


@pytest.mark.skipif(not CORPUS.exists(), reason="no reports in ../shared/corpus")
def test_the_links_of_names_hold_their_floors() -> None:
    measured = floors.measure_names(CORPUS)
    assert list(floors.compare(floors.read_floors(floors.FLOORS), measured)) == []


@pytest.mark.skipif(not CORPUS.exists(), reason="no reports in ../shared/corpus")
def test_the_places_hold_their_floors() -> None:
    measured = floors.measure_places(CORPUS)
    assert list(floors.compare(floors.read_floors(floors.FLOORS), measured)) == []


@pytest.mark.skipif(not CORPUS.exists(), reason="no reports in ../shared/corpus")
def test_copies_rewrites_and_origins_hold_their_floors() -> None:
    measured = floors.measure_samples(CORPUS)
    assert {name for name, _ in measured.items()} == {part.name for part in floors.SAMPLES}
    assert list(floors.compare(floors.read_floors(floors.FLOORS), measured)) == []


@pytest.mark.skipif(not CORPUS.exists(), reason="no reports in ../shared/corpus")
def test_claims_hold_their_floors() -> None:
    measured = floors.measure_claims(CORPUS)
    assert {name for name, _ in measured.items()} == {part.name for part in floors.CLAIMS}
    assert list(floors.compare(floors.read_floors(floors.FLOORS), measured)) == []


@pytest.mark.skipif(not CORPUS.exists(), reason="no reports in ../shared/corpus")
def test_the_kinds_of_origin_hold_their_floors() -> None:
    measured = floors.measure_links(CORPUS)
    assert {name for name, _ in measured.items()} == {part.name for part in floors.LINKS}
    assert list(floors.compare(floors.read_floors(floors.FLOORS), measured)) == []


def test_a_set_gates_by_its_own_figures() -> None:
    part = floors.GoldSet("copies", "copies", gated=("recall_50",))
    held = floors.Floor("a", 1, 1, {"recall_50": 0.9, "precision": 0.9})
    known = floors.Floors({"copies": held})
    less = replace(held, figures={"recall_50": 0.9, "precision": 0.1})
    assert list(floors.compare(known, {"copies": (part, less)})) == []
    low = replace(held, figures={"recall_50": 0.8, "precision": 0.9})
    assert list(floors.compare(known, {"copies": (part, low)})) == [
        "copies: recall_50 0.8000 is below its floor 0.9000"
    ]
    with pytest.raises(floors.FloorsError, match="recall_50"):
        floors.pinned(known, {"copies": (part, low)}, None, "2026-11-29")
