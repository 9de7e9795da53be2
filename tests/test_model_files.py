from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import get_args

import pytest

import musnad
from musnad.engines import choose
from musnad.model import Engine
from musnad.model_files import PLACE, ModelError, installed, open_model

INSTALLED = installed()
TEXT = "قال الوزير سالم إن الجسر سيفتح غدا."


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    if INSTALLED is None:
        pytest.fail("musnad-models is not installed: make test installs it")
    folder = tmp_path / "tagger"
    shutil.copytree(INSTALLED, folder)
    return folder


def one_line(folder: Path) -> str:
    with pytest.raises(ModelError) as caught:
        open_model(folder)
    line = str(caught.value)
    assert "\n" not in line and str(folder) in line
    return line


def test_the_installed_model_opens() -> None:
    model = choose("both")
    assert model is not None
    assert model.pieces.shape[0] == len(model.vocabulary)
    assert set(model.decisions) == {"tagger", "both"}


def test_the_rows_of_the_pieces_are_mapped_and_not_read() -> None:
    import numpy as np

    model = choose("tagger")
    assert model is not None and isinstance(model.pieces, np.memmap)


def test_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    assert "no model here" in one_line(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["encode.onnx", "pieces.npy", "vocabulary.tsv"])
def test_a_truncated_file_is_one_line(copy: Path, name: str) -> None:
    data = (copy / name).read_bytes()
    (copy / name).write_bytes(data[: len(data) // 2])
    assert name in one_line(copy)


def test_a_missing_file_is_one_line(copy: Path) -> None:
    (copy / "read.onnx").unlink()
    assert "read.onnx is missing" in one_line(copy)


def test_another_kind_of_model_is_one_line(copy: Path) -> None:
    told = json.loads((copy / "model.json").read_text("utf-8"))
    (copy / "model.json").write_text(json.dumps(told | {"schema": "musnad/tagger/0"}), "utf-8")
    assert "musnad/tagger/2" in one_line(copy)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": "musnad/tagger/2"}'])
def test_a_card_that_says_nothing_is_one_line(copy: Path, text: str) -> None:
    (copy / "model.json").write_text(text, "utf-8")
    one_line(copy)


def test_a_damaged_model_is_an_error_and_the_grammar_needs_none(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (copy / "encode.onnx").write_bytes(b"no network")
    monkeypatch.setenv(PLACE, str(copy))
    with pytest.raises(ModelError, match="encode"):
        musnad.read(TEXT, musnad.ReadOptions(engine="both"))
    assert musnad.read(TEXT).attributions
    assert musnad.read(TEXT, musnad.ReadOptions(engine="grammar")).attributions


def test_a_file_that_is_no_network_is_one_line(copy: Path) -> None:
    data = b"no network"
    (copy / "encode.onnx").write_bytes(data)
    told = json.loads((copy / "model.json").read_text("utf-8"))
    told["files"]["encode.onnx"]["sha256"] = hashlib.sha256(data).hexdigest()
    (copy / "model.json").write_text(json.dumps(told), "utf-8")
    assert "cannot be opened" in one_line(copy)


def test_without_a_model_the_engine_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PLACE, raising=False)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(ModelError, match="musnad-models"):
        choose("both")


def test_the_command_says_one_line_and_goes_on_with_the_grammar(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from musnad.cli.load import prepare

    (copy / "pieces.npy").unlink()
    monkeypatch.setenv(PLACE, str(copy))
    assert prepare("both").engine == "grammar"
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "pieces.npy" in said


@pytest.mark.parametrize("engine", get_args(Engine))
def test_the_record_names_the_engine_and_its_model(engine: Engine) -> None:
    reading = musnad.read(TEXT, musnad.ReadOptions(engine=engine))
    assert reading.reader.engine == engine
    assert (reading.reader.model is None) == (engine == "grammar")
