"""Folding and the way back: what may differ between two spellings, and where each letter came from."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.model import Span
from musnad.text import fold, fold_text

MARKS = "\u064b\u064e\u064f\u0650\u0651\u0652\u0670\u0640"
INVISIBLE = "\u200b\u200e\u200f\u202b\u202c\u2066\u2069\ufeff\u061c\u00ad"
LETTERS = "قالوزيرإأآٱىةيكی"
TEXTS = st.text(
    st.one_of(
        st.sampled_from(LETTERS + MARKS + INVISIBLE + "«»“”\"'‘’ #_.\n٣۴5ﷺﻻﷲab"),
        st.characters(codec=None, exclude_categories=()),
    )
)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("مُؤَكِّدًا", "مؤكدا"),
        ("أحمد إلى آخر ٱلليل", "احمد الي اخر الليل"),
        ("قـــال", "قال"),
        ("«نعم»", '"نعم"'),
        ("“نعم”", '"نعم"'),
        ("٢٠٢٤", "2024"),
        ("۲۰۲۴", "2024"),
        ("#وادي_النخيل", " وادي النخيل"),
        ("ﻗﺎﻝ", "قال"),
        ("\u202bقال\u200f\u202c", "قال"),
        ("سلطة", "سلطه"),
    ],
)
def test_spellings_that_fold_together(left: str, right: str) -> None:
    assert fold(left).text == fold(right).text


def test_letters_that_stay_apart() -> None:
    assert fold("قال").text != fold("قيل").text
    assert fold("ؤ").text != fold("و").text
    assert fold("قال.").text != fold("قال").text


def test_the_way_back_over_dropped_marks() -> None:
    text = "وقالَ الوزيرُ: مُؤكِّدًا."
    folded = fold(text)
    start = folded.text.index("مؤكد")
    assert folded.span(start, start + 5).of(text) == "مُؤكِّدًا"


def test_a_ligature_is_one_place_for_all_its_letters() -> None:
    text = "النبي ﷺ قال"
    folded = fold(text)
    assert "صلي الله عليه وسلم" in folded.text
    start = folded.text.index("الله")
    assert folded.span(start, start + 4) == Span(6, 7)
    said = folded.text.index("قال")
    assert folded.span(said, said + 3).of(text) == "قال"


def test_an_empty_stretch_has_an_empty_origin() -> None:
    assert fold("قال").span(1, 1) == Span(1, 1)
    assert fold("").span(0, 0) == Span(0, 0)


@given(TEXTS)
def test_every_stretch_leads_back_into_the_text(text: str) -> None:
    folded = fold(text)
    previous = 0
    for at in range(len(folded.text)):
        origin = folded.origin(at)
        assert previous <= origin < len(text)
        previous = origin
    span = folded.span(0, len(folded.text))
    assert 0 <= span.start <= span.end <= len(text)


@given(TEXTS)
def test_each_letter_folds_from_the_letter_it_leads_to(text: str) -> None:
    folded = fold(text)
    for at, letter in enumerate(folded.text):
        assert letter in fold(text[folded.origin(at)]).text


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(TEXTS, TEXTS)
def test_folding_goes_letter_by_letter(left: str, right: str) -> None:
    assert fold(left + right).text == fold(left).text + fold(right).text


@given(TEXTS, st.data())
def test_a_span_reads_as_what_was_matched(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    found = fold(folded.span(start, end).of(text)).text
    # A ligature comes back whole, so that its stretch may hold more than was asked for.
    assert folded.text[start:end] in found
    if not any(unicodedata.normalize("NFKC", c) != c for c in text):
        assert found == folded.text[start:end]


@given(TEXTS, st.data())
def test_a_part_is_that_stretch_folded(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    part, alone = fold(text).part(start, end), fold(text[start:end])
    size = len(alone.text)
    assert part.text == alone.text
    assert [part.origin(at) for at in range(size + 1)] == [alone.origin(at) for at in range(size + 1)]
    assert [part.bounds(at, at + 1) for at in range(size)] == [alone.bounds(at, at + 1) for at in range(size)]


@given(TEXTS)
def test_folding_without_the_way_back(text: str) -> None:
    assert fold_text(text) == fold(text).text
