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

from musnad import pair_reading
from musnad.model import Span
from musnad.model_files import ModelError, open_model, package
from musnad.pair_reading import (
    AFTER,
    BEFORE,
    CARD,
    LONGEST,
    MARKS,
    NETWORK,
    PLACES,
    PairReader,
    Side,
    key,
    marked,
    odds,
    open_pair_reader,
    side,
)
from musnad.pieces import END, START
from musnad.windows import words_of
from tests.soup import texts

TOLD = "قال الوزير سالم الحداد إن جسر مرسى سيفتح أمام السيارات غدا الأحد، وفق بيان للوزارة."
AGAIN = "وأعلن وزير النقل سالم الحداد أن السيارات ستعبر جسر مرسى ابتداء من غد الأحد."
WHEAT = "وأكد رئيس الغرفة التجارية ناجي سليم أن أسعار القمح ارتفعت في أسواق سلوان بعد موسم قليل المطر."


def of(text: str, content: str) -> Side:
    """The side of a content in a text."""
    at = text.index(content)
    return side(text, [Span(at, at + len(content))])


OPENS = of(TOLD, "إن جسر مرسى سيفتح أمام السيارات غدا الأحد")
CROSSES = of(AGAIN, "أن السيارات ستعبر جسر مرسى ابتداء من غد الأحد")
DEARER = of(WHEAT, "أن أسعار القمح ارتفعت في أسواق سلوان بعد موسم قليل المطر")


@pytest.fixture(scope="module")
def model() -> PairReader:
    if package() is None:
        pytest.fail("musnad-models is not installed: make test installs it")
    return open_pair_reader()


@dataclass
class Echo:
    """A network that holds what it was asked."""

    seen: list[Mapping[str, Any]] = field(default_factory=list)

    def run(self, _names: Sequence[str], given: Mapping[str, Any]) -> list[npt.NDArray[np.float32]]:
        self.seen.append(given)
        return [np.array([[1.0, len(self.seen)]], np.float32)]


# --- sides ---


def test_a_side_is_a_content_with_what_stands_around_it() -> None:
    assert [word.text for word in OPENS if word.said] == [
        "إن",
        "جسر",
        "مرسى",
        "سيفتح",
        "أمام",
        "السيارات",
        "غدا",
        "الأحد",
    ]
    assert [word.text for word in OPENS[:4]] == ["قال", "الوزير", "سالم", "الحداد"]
    assert [word.text for word in OPENS if not word.said][4:] == ["،", "وفق", "بيان", "للوزارة"]
    assert [word.opens for word in OPENS[-5:-2]] == [True, False, True]


def test_what_stands_between_the_pieces_of_a_content_is_not_of_it() -> None:
    text = "«السد» قال الوزير «سيروي القرى»"
    found = side(text, [Span(0, 6), Span(17, 31)])
    assert [word.text for word in found if not word.said] == ["قال", "الوزير"]


def test_a_side_keeps_to_its_paragraph_and_to_its_bounds() -> None:
    text = "سطر سابق\n" + "كلمة " * 30 + "قال: " + "السد " * 90 + "هكذا " * 20 + "\nسطر لاحق"
    content = "السد " * 90
    found = of(text, content.strip())
    assert sum(word.said for word in found) == LONGEST
    outside = [word.text for word in found if not word.said]
    assert len(outside) == BEFORE + AFTER and not {"سابق", "لاحق"} & set(outside)


def test_a_side_of_an_endless_paragraph_is_that_of_a_short_one() -> None:
    around, content = "كلمة " * 40, "السد كبير جدا"
    near = of(around + content + " " + around, content)
    far = of("كلمة " * 200_000 + content + " " + "كلمة " * 200_000, content)
    assert near == far


def test_no_more_of_a_text_is_looked_at_than_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Span] = []

    def watched(text: str, span: Span) -> list[Span]:
        looked.append(span)
        return words_of(text, span)

    monkeypatch.setattr(pair_reading, "words_of", watched)
    side("كلمة " * 400_000, [Span(500_000, 1_000_000), Span(1_200_000, 1_500_000)])
    assert sum(span.end - span.start for span in looked) < 10_000


@given(texts, st.integers(0, 400), st.integers(1, 400))
def test_any_stretch_has_a_side(text: str, start: int, length: int) -> None:
    found = side(text, [Span(min(start, len(text)), min(start + length, len(text)))])
    assert sum(word.said for word in found) <= LONGEST
    assert sum(not word.said for word in found) <= BEFORE + AFTER


# --- pairs ---


def test_a_pair_is_the_same_in_both_orders(model: PairReader) -> None:
    assert marked(OPENS, CROSSES, model.vocabulary) == marked(CROSSES, OPENS, model.vocabulary)
    assert key("m", OPENS, CROSSES) == key("m", CROSSES, OPENS)
    assert len({key("m", OPENS, CROSSES), key("m", OPENS, DEARER), key("n", OPENS, CROSSES)}) == 3


def test_marks_tell_the_side_the_content_and_the_shared(model: PairReader) -> None:
    text, other = "قال سالم السد كبير", "قال ناجي السد صغير"
    left, right = of(text, "السد كبير"), of(other, "السد صغير")
    read = marked(left, right, model.vocabulary)
    told = [
        (word.text, len(model.vocabulary.cut(word.text, word.opens)))
        for one in sorted((left, right))
        for word in one
    ]
    wanted, number = [0], 0
    for at, (word, pieces) in enumerate(told):
        number = int(at >= len(left))
        # The verb of saying is a word of grammar to no table: it stands on both sides.
        mark = {"قال": 2, "السد": 5, "كبير": 4, "صغير": 4, "سالم": 1, "ناجي": 1}[word]
        wanted += [6 * number + mark] * pieces
        if at == len(left) - 1:
            wanted.append(0)
    assert read.marks == (*wanted, 6)
    assert read.pieces[0] == START and read.pieces[-1] == END and read.pieces.count(END) == 2


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(left=texts, right=texts)
def test_a_pair_of_any_texts_fits_into_the_encoder(left: str, right: str, model: PairReader) -> None:
    one, other = (side(text, [Span(0, len(text))]) for text in (left, right))
    read = marked(one, other, model.vocabulary)
    assert len(read.pieces) == len(read.marks) <= PLACES
    assert all(0 <= mark < MARKS for mark in read.marks)


def test_a_pair_of_endless_words_fits_into_the_encoder(model: PairReader) -> None:
    text = " ".join("قسطنطينيات" + "ءآئ" * 20 for _ in range(90))
    read = marked(side(text, [Span(0, len(text))]), side(text, [Span(0, len(text))]), model.vocabulary)
    assert len(read.pieces) == PLACES - 1


# --- what is read ---


def test_the_same_said_in_other_words_is_likelier_than_another_matter(model: PairReader) -> None:
    same, other = odds([(OPENS, CROSSES), (OPENS, DEARER)], model)
    assert same[0] > 0 > other[0] and same[1] > 0 > other[1]


def test_what_is_held_of_a_pair_depends_on_the_two_alone(model: PairReader) -> None:
    pairs = [(OPENS, CROSSES), (OPENS, DEARER), (CROSSES, DEARER)]
    together = odds(pairs, model)
    assert together.shape == (3, 2) and together.dtype == np.float32
    assert np.array_equal(odds([(b, a) for a, b in pairs[::-1]], model)[::-1], together)
    assert np.array_equal(np.vstack([odds([pair]) for pair in pairs]), together)


def test_no_pairs_are_no_odds(model: PairReader) -> None:
    assert odds([], model).shape == (0, 2)


@pytest.mark.parametrize("text", ["", " \n ", "\ud800", "\u202e", "ق" * 20_000, "قال " * 1_500, "«" * 600])
def test_texts_that_say_nothing_have_odds(text: str, model: PairReader) -> None:
    found = odds([(side(text, [Span(0, len(text))]), OPENS)], model)
    assert np.isfinite(found).all()
    assert key("m", side(text, [Span(0, len(text))]), OPENS)


def test_each_pair_is_read_once_and_by_itself(model: PairReader) -> None:
    echo = Echo()
    found = odds([(OPENS, CROSSES), (OPENS, DEARER)], replace(model, network=echo, threads=1))
    assert found.tolist() == [[1.0, 1.0], [1.0, 2.0]]
    assert [given["vectors"].shape[0] for given in echo.seen] == [1, 1]
    assert all(given["vectors"].shape[:2] == given["marks"].shape for given in echo.seen)


def test_the_rows_of_the_pieces_are_mapped_and_shared_with_the_tagger(model: PairReader) -> None:
    home = package()
    assert home is not None
    tagger = open_model(home / "tagger")
    assert isinstance(model.pieces, np.memmap)
    assert model.pieces is tagger.pieces and model.vocabulary is tagger.vocabulary


# --- the files ---


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The folder of the reader of pairs with that of the tagger beside it, free to be damaged."""
    home = package()
    if home is None:
        pytest.fail("musnad-models is not installed: make test installs it")
    (tmp_path / "tagger").mkdir()
    for name in ("vocabulary.tsv", "pieces.npy", "scales.npy"):
        shutil.copyfile(home / "tagger" / name, tmp_path / "tagger" / name)
    return Path(shutil.copytree(home / "pairs", tmp_path / "pairs"))


def one_line(folder: Path) -> str:
    with pytest.raises(ModelError) as caught:
        open_pair_reader(folder)
    line = str(caught.value)
    assert "\n" not in line
    return line


def test_a_copy_opens_and_reads_the_same(copy: Path, model: PairReader) -> None:
    assert np.array_equal(
        odds([(OPENS, CROSSES)], open_pair_reader(copy, 1)), odds([(OPENS, CROSSES)], model)
    )


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
    "card", ["", "{", "[]", '{"schema": "musnad/pairs/1"}', '{"schema": "musnad/pairs/0"}']
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
    monkeypatch.setattr("musnad.pair_reading.package", lambda: None)
    with pytest.raises(ModelError, match="musnad-models"):
        open_pair_reader(None, 3)
