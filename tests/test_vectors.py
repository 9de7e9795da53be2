from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musnad.model_files import ModelError, open_model, package
from musnad.pieces import END, PAD, START
from musnad.vectors import CARD, NETWORK, Embedder, embed, open_embedder
from tests.soup import texts

BRIDGE = "قال الوزير سالم الحداد إن جسر مرسى سيفتح أمام السيارات غدا."
BRIDGE_AGAIN = "أعلن الوزير أن السيارات ستعبر جسر مرسى ابتداء من يوم غد."
BRIDGE_ENGLISH = "The minister, Salem Haddad, said the Marsa bridge would open to cars tomorrow."
BRIDGE_ENGLISH_AGAIN = "Cars can cross the bridge in Marsa from tomorrow, the minister announced."
WHEAT = "ارتفعت أسعار القمح في أسواق سلوان بعد موسم قليل المطر."
WHEAT_ENGLISH = "Wheat has become dearer on the markets of Salwan after a season of little rain."

# Rows of a batch are summed in blocks of several: what is left is the last digit of float32.
CLOSE = 1e-6


@pytest.fixture(scope="module")
def model() -> Embedder:
    if package() is None:
        pytest.fail("musnad-models is not installed: make test installs it")
    return open_embedder()


@dataclass
class Echo:
    """A network that gives back the mean of the vectors themselves, and keeps what it was asked."""

    seen: list[npt.NDArray[np.float32]] = field(default_factory=list)

    def run(self, _names: Sequence[str], given: Mapping[str, Any]) -> list[npt.NDArray[np.float32]]:
        self.seen.append(given["vectors"])
        return [given["vectors"].mean(1)]


def test_vectors_have_length_one(model: Embedder) -> None:
    found = embed([BRIDGE, WHEAT_ENGLISH, ""], model)
    assert found.shape == (3, 384) and found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1.0, atol=CLOSE)


def test_no_texts_are_no_vectors(model: Embedder) -> None:
    assert embed([], model).shape == (0, 384)


def test_one_str_is_not_taken_for_its_letters(model: Embedder) -> None:
    with pytest.raises(TypeError, match="sequence"):
        embed(BRIDGE, model)


def test_the_same_text_has_the_same_vector(model: Embedder) -> None:
    first = embed([BRIDGE, WHEAT, BRIDGE], model)
    assert np.array_equal(first[0], first[2])
    assert np.array_equal(first, embed([BRIDGE, WHEAT, BRIDGE], model))
    assert np.allclose(first[:1], embed([BRIDGE]), atol=CLOSE)


@pytest.mark.parametrize(
    ("text", "again", "other"),
    [
        (BRIDGE, BRIDGE_AGAIN, WHEAT),
        (BRIDGE_ENGLISH, BRIDGE_ENGLISH_AGAIN, WHEAT_ENGLISH),
        (BRIDGE, BRIDGE_ENGLISH, WHEAT),
        (BRIDGE_ENGLISH, BRIDGE, WHEAT_ENGLISH),
        (WHEAT, WHEAT_ENGLISH, BRIDGE),
    ],
)
def test_a_paraphrase_is_nearer_than_another_matter(
    model: Embedder, text: str, again: str, other: str
) -> None:
    own, near, far = embed([text, again, other], model)
    assert own @ near > own @ far + 0.05


def test_vowel_marks_and_tatweel_change_nothing(model: Embedder) -> None:
    plain, marked = embed(["قال الوزير كلمة", "قَالَ الوزيـر كَلِمَةً"], model)
    assert np.array_equal(plain, marked)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(several=st.lists(texts | st.just(BRIDGE), min_size=1, max_size=5))
def test_a_vector_depends_on_its_text_alone(several: list[str], model: Embedder) -> None:
    together = embed(several, model)
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=CLOSE)
    backwards = embed(several[::-1], model)[::-1]
    assert np.allclose(together, backwards, atol=CLOSE)
    for text, vector in zip(several, together, strict=True):
        assert np.allclose(embed([text], model)[0], vector, atol=CLOSE)


@pytest.mark.parametrize("text", ["", " \n ", "\ud800", "\u202e", "ق" * 20_000, "قال " * 1_500, "«" * 600])
def test_texts_that_say_nothing_have_a_vector(text: str, model: Embedder) -> None:
    (found,) = embed([text], model)
    assert np.isfinite(found).all() and abs(np.linalg.norm(found) - 1.0) < CLOSE


def test_an_empty_text_is_the_prefix_alone(model: Embedder) -> None:
    echo = Echo()
    embed(["", " \n", WHEAT], replace(model, encode=echo))
    assert len(echo.seen[0]) == 2
    ids = (START, *model.vocabulary.cut("query", opens=True), *model.vocabulary.cut(":", opens=False), END)
    assert np.array_equal(echo.seen[0][0], model.pieces[list(ids)] * model.scales[list(ids)])


def test_nothing_is_filled_up_and_no_window_is_too_long(model: Embedder) -> None:
    echo = Echo()
    small = replace(model, encode=echo, size=24)
    embed([BRIDGE, BRIDGE_AGAIN, WHEAT, WHEAT * 3, WHEAT_ENGLISH, "قال"], small)
    filler = model.pieces[PAD] * model.scales[PAD]
    assert all(vectors.shape[1] <= 24 for vectors in echo.seen)
    assert not any((vectors == filler).all(-1).any() for vectors in echo.seen)


def test_windows_count_by_their_pieces(model: Embedder) -> None:
    echo = Echo()
    (found,) = embed([f"{BRIDGE} {WHEAT} {BRIDGE_AGAIN}"], replace(model, encode=echo, size=24))
    windows = [window for vectors in echo.seen for window in vectors]
    assert len({len(window) for window in windows}) > 1
    mean = np.concatenate(windows).mean(0)
    assert np.allclose(found, mean / np.linalg.norm(mean), atol=CLOSE)


def test_the_end_of_a_long_text_counts(model: Embedder) -> None:
    long = (BRIDGE + "\n") * 40
    alone, ended, more = embed([long, long + WHEAT * 40, WHEAT], model)
    assert ended @ more > alone @ more + 0.02


def test_work_grows_with_the_text_and_no_faster(model: Embedder) -> None:
    totals = []
    for size in (500, 1_000):
        echo = Echo()
        embed([(BRIDGE + " ") * size], replace(model, encode=echo))
        totals.append(sum(vectors.shape[0] * vectors.shape[1] for vectors in echo.seen))
    assert totals[1] < 2.1 * totals[0]


def test_the_rows_of_the_pieces_are_mapped_and_shared_with_the_tagger(model: Embedder) -> None:
    home = package()
    assert home is not None
    tagger = open_model(home / "tagger")
    assert isinstance(model.pieces, np.memmap)
    assert model.pieces is tagger.pieces and model.vocabulary is tagger.vocabulary


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The folder of the vectors with that of the tagger beside it, free to be damaged."""
    home = package()
    if home is None:
        pytest.fail("musnad-models is not installed: make test installs it")
    (tmp_path / "tagger").mkdir()
    for name in ("vocabulary.tsv", "pieces.npy", "scales.npy"):
        shutil.copyfile(home / "tagger" / name, tmp_path / "tagger" / name)
    return Path(shutil.copytree(home / "vectors", tmp_path / "vectors"))


def one_line(folder: Path) -> str:
    with pytest.raises(ModelError) as caught:
        open_embedder(folder)
    line = str(caught.value)
    assert "\n" not in line
    return line


def test_a_copy_opens_and_reads_the_same(copy: Path, model: Embedder) -> None:
    assert np.allclose(embed([BRIDGE], open_embedder(copy, 1)), embed([BRIDGE], model), atol=CLOSE)


def test_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    assert "no model here" in one_line(tmp_path / "nowhere")


@pytest.mark.parametrize("name", [NETWORK, "../tagger/pieces.npy"])
def test_a_truncated_file_is_one_line(copy: Path, name: str) -> None:
    data = (copy / name).read_bytes()
    (copy / name).write_bytes(data[: len(data) // 2])
    assert f"{name} is truncated" in one_line(copy)


@pytest.mark.parametrize("name", [NETWORK, "../tagger/vocabulary.tsv"])
def test_a_missing_file_is_one_line(copy: Path, name: str) -> None:
    (copy / name).unlink()
    assert f"{name} is missing" in one_line(copy)


@pytest.mark.parametrize(
    "card", ["", "{", "[]", '{"schema": "musnad/vectors/1"}', '{"schema": "musnad/vectors/0"}']
)
def test_a_card_that_says_nothing_is_one_line(copy: Path, card: str) -> None:
    (copy / CARD).write_text(card, "utf-8")
    assert str(copy) in one_line(copy)


def test_a_file_that_is_no_network_is_one_line(copy: Path) -> None:
    data = b"no network"
    (copy / NETWORK).write_bytes(data)
    told = json.loads((copy / CARD).read_text("utf-8"))
    told["files"][NETWORK]["sha256"] = hashlib.sha256(data).hexdigest()
    (copy / CARD).write_text(json.dumps(told), "utf-8")
    assert "cannot be opened" in one_line(copy)


def test_without_onnxruntime_one_line_says_how_to_get_it(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert "pip install onnxruntime" in one_line(copy)


def test_without_the_models_one_line_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("musnad.vectors.package", lambda: None)
    with pytest.raises(ModelError, match="musnad-models"):
        open_embedder(None, 3)
