"""Fitting where content ends, on a tiny annotated folder."""

from pathlib import Path

import pytest

from musnad.endings import BIAS
from tests.test_fit_evidence import gold
from tools import fit_endings
from train import materials


def test_only_the_end_of_the_content_ends_it(tmp_path: Path) -> None:
    found = fit_endings.rows(gold(tmp_path, 1)[0])
    assert [row.ends for row in found] == [True]
    assert "at=clause+stop" in found[0].features


def test_weights_part_ends_from_the_rest() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is not installed: install it to fit the weights")
    samples = [fit_endings.Row(("1=وسط",), True), fit_endings.Row(("1=الي",), False)] * 9
    known = fit_endings.fit(samples)
    assert known["1=وسط"] + known[BIAS] > 0 > known["1=الي"] + known[BIAS]


def test_without_the_texts_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(materials, "SHARED", tmp_path)
    assert fit_endings.main() == 1
    assert "no reports at" in capsys.readouterr().err
