"""Fitting the weights on a tiny annotated folder, made here."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from musnad.evidence import BIAS, probability
from musnad.gold import GoldReport, load
from musnad.model import Span
from tools import fit_evidence
from train import materials

TRUE = "وقال الدالي إن السد آمن."
FALSE = "وصل الدالي قبل تقرير الشركة عن السد."


def gold(folder: Path, reports: int = 6) -> tuple[GoldReport, ...]:
    """Reports of two lines: one that attributes, annotated, and one that does not."""
    for number in range(reports):
        name = f"r{number}"
        label = {
            "id": "a1",
            "para": 0,
            "source": ["الدالي", 0],
            "cue": ["وقال", 0],
            "content": [["إن السد آمن", 0]],
            "quote": "indirect",
            "cue_class": "say",
        }
        (folder / f"{name}.txt").write_text(f"{TRUE}\n{FALSE}\n", "utf-8")
        (folder / f"{name}.json").write_text(
            json.dumps({"id": name, "credits": [], "attributions": [label]}, ensure_ascii=False), "utf-8"
        )
        (folder / f"{name}.meta").write_text(json.dumps({"outlet": "المزولة"}), "utf-8")
    return load(folder)


@pytest.fixture
def sklearn() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is not installed: install it to fit the weights")


def test_every_draft_of_a_report_is_a_row(tmp_path: Path) -> None:
    found = fit_evidence.rows(gold(tmp_path, 1)[0])
    assert [row.true for row in found if "lemma=قال" in row.features] == [True]
    assert not [row for row in found if row.true and "lemma=قال" not in row.features]


@pytest.mark.usefixtures("sklearn")
def test_weights_part_the_true_from_the_false() -> None:
    true = fit_evidence.Row((BIAS, "lemma=قال"), True)
    false = fit_evidence.Row((BIAS, "lemma=جاء"), False)
    rare = fit_evidence.Row((BIAS, "lemma=نادر"), True)
    known = fit_evidence.fit([true, false] * 8 + [rare])
    assert probability(true.features, known) > 0.5 > probability(false.features, known)
    assert "lemma=نادر" not in known


@pytest.mark.usefixtures("sklearn")
def test_the_table_is_written_sorted_and_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = gold(tmp_path)
    samples = [row for report in reports for row in fit_evidence.rows(report)]
    samples += [fit_evidence.Row((BIAS, "lemma=جاء"), False)] * len(samples)
    monkeypatch.setattr(fit_evidence, "annotated", lambda: reports)
    monkeypatch.setattr(fit_evidence, "rows", lambda report: samples if report is reports[0] else [])
    table = tmp_path / "evidence.tsv"
    monkeypatch.setattr(fit_evidence, "_TABLE", table)
    assert fit_evidence.main([]) == 0
    header, *lines = table.read_text("utf-8").splitlines()
    assert header == "feature\tweight"
    assert [line.split("\t")[0] for line in lines] == sorted(line.split("\t")[0] for line in lines)
    assert {BIAS, "lemma=قال", "lemma=جاء"} <= {line.split("\t")[0] for line in lines}
    assert all(float(line.split("\t")[1]) for line in lines)


def test_a_cue_whose_content_is_another_is_false(tmp_path: Path) -> None:
    report = gold(tmp_path, 1)[0]
    label = replace(report.attributions[0], content=(Span(0, 3),))
    found = fit_evidence.rows(replace(report, attributions=(label,)))
    assert found
    assert not any(row.true for row in found)


def test_without_the_texts_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(materials, "SHARED", tmp_path)
    assert fit_evidence.main([]) == 1
    assert "no reports at" in capsys.readouterr().err


@pytest.mark.usefixtures("sklearn")
def test_cross_validation_prints_a_line_for_each_threshold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = gold(tmp_path, 10)
    true, false = fit_evidence.Row((BIAS, "lemma=قال"), True), fit_evidence.Row((BIAS, "lemma=جاء"), False)
    monkeypatch.setattr(fit_evidence, "rows", lambda _: [true, false])
    lines = fit_evidence.cross(list(reports), 1.0)
    assert [line.split()[0] for line in lines] == ["0.30", "0.35", "0.40", "0.45", "0.50", "0.55", "0.60"]
    assert any("F1 1.000  kept 10" in line for line in lines)
