from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from musnad.model import Span
from musnad.pieces import END, START, Vocabulary
from musnad.segment import segment
from musnad.windows import windows, words_of

EMPTY = Vocabulary(("<s>", "<pad>", "</s>", "<unk>"), (0.0, 0.0, 0.0, 0.0))
"""Every letter is one unknown piece."""

TEXTS = st.lists(st.text(alphabet="قال سوزرب؟.،«»\n abc’\u064e\u200f", max_size=120), max_size=6).map(
    "\n".join
)


@given(TEXTS, st.integers(20, 60), st.integers(4, 12))
def test_each_word_is_decided_once_and_fits(text: str, size: int, overlap: int) -> None:
    paragraphs = segment(text, "ar").paragraphs
    expected = [word for paragraph in paragraphs for word in words_of(text, paragraph)]
    found = windows(text, paragraphs, EMPTY, size, overlap)
    decided = [word for window in found for word in window.words[slice(*window.core)]]
    assert decided == expected
    for window in found:
        assert len(window.pieces) <= size
        assert window.pieces[0] == START and window.pieces[-1] == END
        assert 0 <= window.core[0] <= window.core[1] <= len(window.words)
        for word, first, last in zip(window.words, window.first, window.last, strict=True):
            assert 0 < first <= last < len(window.pieces) - 1
            assert not text[word.start : word.end].isspace()


def test_short_paragraphs_share_a_window_with_a_mark_between() -> None:
    text = "قال\nزيد"
    (window,) = windows(text, segment(text, "ar").paragraphs, EMPTY, 40, 8)
    assert window.paragraph == (0, 1)
    assert window.pieces.count(END) == 2


def test_a_long_paragraph_is_read_in_windows_that_overlap() -> None:
    text = " ".join(["كلمة"] * 60)
    found = windows(text, segment(text, "ar").paragraphs, EMPTY, 60, 20)
    assert len(found) > 2
    for one, following in itertools.pairwise(found):
        assert set(one.words) & set(following.words)


def test_words_keep_their_marks_and_leave_punctuation_alone() -> None:
    text = "قالَ: «لا»، U.S."
    assert [text[w.start : w.end] for w in words_of(text, Span(0, len(text)))] == [
        "قالَ", ":", "«", "لا", "»", "،", "U", ".", "S", ".",
    ]  # fmt: skip
