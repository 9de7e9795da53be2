from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.pieces import OPENER, UNKNOWN, Vocabulary, load_vocabulary, plain

SMALL = Vocabulary(
    ("<s>", "<pad>", "</s>", "<unk>", OPENER, "a", "b", "ab", "ba", OPENER + "a", "aba"),
    (0.0, 0.0, 0.0, 0.0, -2.0, -3.0, -3.1, -4.0, -3.9, -3.5, -9.0),
)


def cuts(text: str) -> list[tuple[str, ...]]:
    """Every way to cut a text into pieces of the small vocabulary."""
    if not text:
        return [()]
    return [
        (text[:end], *rest)
        for end in range(1, len(text) + 1)
        if text[:end] in SMALL.pieces[4:]
        for rest in cuts(text[end:])
    ]


@pytest.mark.parametrize(
    "letters", ["".join(p) for size in (1, 2, 3, 4, 5) for p in product("ab", repeat=size)]
)
def test_the_cut_is_the_likeliest_of_all(letters: str) -> None:
    def score(cut: tuple[str, ...]) -> float:
        return sum(SMALL.scores[SMALL.pieces.index(piece)] for piece in cut)

    found = tuple(SMALL.pieces[i] for i in SMALL.cut(letters, opens=True))
    assert "".join(found) == OPENER + letters
    assert score(found) == pytest.approx(max(score(cut) for cut in cuts(OPENER + letters)))


def test_a_letter_that_no_piece_holds_is_unknown_and_leaves_the_rest() -> None:
    assert SMALL.cut("a?b", opens=False) == (5, UNKNOWN, 6)


@given(st.text(max_size=80), st.booleans())
def test_every_word_has_pieces(word: str, opens: bool) -> None:
    found = SMALL.cut(word, opens)
    assert found
    assert found == SMALL.cut(word, opens)


def test_marks_that_reading_aloud_needs_are_left_out() -> None:
    assert plain("مُحَمَّد") == "محمد"
    assert plain("قـــال") == "قال"
    assert plain("ﷺ") == "صلى الله عليه وسلم"


def test_a_vocabulary_file_is_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / "vocabulary.tsv"
    path.write_text(
        "".join(f"{p}\t{s!r}\n" for p, s in zip(SMALL.pieces, SMALL.scores, strict=True)), "utf-8"
    )
    read = load_vocabulary(path)
    assert (read.pieces, read.scores) == (SMALL.pieces, SMALL.scores)


@pytest.mark.parametrize("line", ["piece", "\t-1.0", "piece\tmuch"])
def test_a_line_of_another_form_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "vocabulary.tsv"
    path.write_text(f"<s>\t0.0\n{line}\n", "utf-8")
    with pytest.raises(ValueError):
        load_vocabulary(path)
