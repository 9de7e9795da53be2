"""Spellings of one name are near, other names are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.spelling import aligned, alike, arabised, bones, distance, own_words, spells
from musnad.text import fold


def folded(words: str) -> tuple[str, ...]:
    return tuple(fold(words).text.split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("شويغو", "شويجو"),
        ("غوتيريش", "جوتيريس"),
        ("نتنياهو", "نتانياهو"),
        ("أردوغان", "اردوجان"),
        ("إبراهيم", "ابراهيم"),
        ("ليفربول", "ليڤربول"),
        ("هيئة", "هيئه"),
        ("مؤسسة", "موسسة"),
        ("Macron", "ماكرون"),
        ("Putin", "بوتين"),
        ("Netflix", "نتفليكس"),
    ],
)
def test_variants_of_one_name_are_near(one: str, other: str) -> None:
    (left,), (right,) = folded(one), folded(other)
    assert alike(left, right) > 0.8
    assert bones(left)[:2] == bones(right)[:2]


@pytest.mark.parametrize(
    ("one", "other"),
    [("مايك", "بارك"), ("قاسم", "رستم"), ("علي", "عبد"), ("Berlin", "مدريد"), ("نور", "مها")],
)
def test_other_names_are_not(one: str, other: str) -> None:
    (left,), (right,) = folded(one), folded(other)
    assert alike(left, right) < 0.7


def test_latin_is_read_as_arabic_would_write_it() -> None:
    assert arabised("Khashoggi") == "خاشوغغي"
    assert arabised("دار") == "دار"


def test_names_of_letters_spell_an_abbreviation() -> None:
    assert spells("BMW", folded("بي إم دبليو"))
    assert spells("HSBC", folded("إتش إس بي سي"))
    assert not spells("BMW", folded("بي إم"))
    assert not spells("B", folded("بي"))


def test_words_between_names_count_nothing() -> None:
    assert own_words(folded("نواف بن عبد الله آل مسعود")) == ("نواف", "عبد·الله", "مسعود")
    assert own_words(folded("أبي حمزة")) == own_words(folded("أبو حمزة"))
    assert own_words(("بن",)) == ("بن",)


def test_words_are_aligned_in_order() -> None:
    pairs = aligned(folded("سيرغي إيفانوف لافروف"), folded("سيرجي لافروف"), 0.7)
    assert [pair[:2] for pair in pairs] == [(0, 0), (2, 1)]
    assert aligned(folded("نادر سعد"), folded("سعد نادر"), 0.9)[0][2] == 1.0


WORDS = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويءؤئڤگچپabcxyz'.", max_size=14)


@given(WORDS, WORDS)
def test_likeness_is_the_same_both_ways_and_between_0_and_1(one: str, other: str) -> None:
    assert 0.0 <= alike(one, other) <= 1.0
    assert alike(one, other) == pytest.approx(alike(other, one))
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert alike(one, one) == 1.0


def test_titles_and_letters_tied_by_full_stops_are_words_of_their_own() -> None:
    assert own_words(("د.سامي", "العنبري")) == ("سامي", "العنبري")
    assert spells("BMW", own_words(("بي.ام.دبليو",)))


def test_a_short_name_is_near_the_long_one() -> None:
    assert alike("ديف", "ديفيد") >= 0.78
