from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

import musnad
from musnad.engines import choose, opened, usual
from musnad.model_files import PLACE, ModelError

TEXT = "قال الوزير سالم إن الجسر سيفتح غدا."


def test_both_read_where_a_model_is_installed() -> None:
    assert usual() == "both"
    assert musnad.read(TEXT).reader.engine == "both"


def test_the_grammar_reads_where_nothing_runs_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {name: find_spec(name) for name in ("musnad_models", "onnxruntime")}
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name: None if name == "onnxruntime" else found[name]
    )
    assert opened(None) == ("grammar", None)


def test_the_grammar_reads_where_the_model_is_damaged_and_no_engine_was_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(PLACE, str(tmp_path))
    reading = musnad.read(TEXT)
    assert (reading.reader.engine, reading.reader.model) == ("grammar", None)
    assert reading.attributions


def test_the_folder_of_a_model_is_an_engine_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model here"):
        musnad.read(TEXT, musnad.ReadOptions(model=tmp_path))


def test_the_grammar_opens_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(PLACE, str(tmp_path))
    assert choose("grammar") is None
    assert opened("grammar") == ("grammar", None)
