"""Terms: what comes off a word, what stays whole, and that any text has some."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.model import Entity
from musnad.search_words import (
    NAME,
    STEM,
    WORD,
    may_be_named,
    name_words,
    names_of,
    stem,
    stop_words,
    term,
    terms,
    terms_of,
)
from musnad.text import fold_text
from tests.corpus_cases import reading


def stem_of(word: str) -> str:
    return term(fold_text(word)).partition(STEM)[0]


@pytest.mark.parametrize(
    "forms",
    [
        "مسؤول مسؤولين المسؤولون للمسؤولين وبالمسؤولين مسئول",
        "حكومة الحكومات حكومية حكومي وحكومتها",
        "وزير وزراء الوزراء وزيرة لوزرائهم",
        "انتخاب انتخابات الانتخابية بانتخاباتها",
        "صاروخ صواريخ بصواريخهم",
        "مدينة مدن المدن",
        "إلكتروني إلكترونية الإلكترونية",
        "يعلن أعلنت تعلن",
        "برلمان البرلماني برلمانيون",
    ],
)
def test_forms_of_one_word_have_one_stem(forms: str) -> None:
    found = {stem_of(form) for form in forms.split()}
    assert len(found) == 1, found


@pytest.mark.parametrize(
    "word",
    ["وكالة", "وكالات", "وزير", "وفد", "وصل", "بين", "بعد", "كبار", "فيلم", "واشنطن", "لندن", "بوتين", "كيم"],
)
def test_first_letters_that_belong_to_a_word_stay(word: str) -> None:
    made = term(fold_text(word))
    assert made[0] == fold_text(word)[0]


@pytest.mark.parametrize("word", ["بوتين", "لندن", "واشنطن", "كيم", "نتنياهو", "السيسي", "سليماني", "لبنان"])
def test_names_that_tables_have_stay_whole(word: str) -> None:
    bare = fold_text(word).removeprefix("ال")
    assert term(fold_text(word)) == bare + NAME
    assert term("ل" + fold_text(bare)) == bare + NAME


def test_a_word_that_nobody_knows_stays_whole() -> None:
    assert term("شلطامون") == f"شلطامون{STEM}"
    assert term("كرمبيات") == f"كرمبيات{STEM}"


def test_a_name_of_the_report_is_one_with_each_proclitic() -> None:
    found = names_of([Entity("e1", "سامي الدرباتي", "person"), Entity("e2", "لجنة السد", "organisation")])
    plain = term("دربات")
    assert plain != "درباتي" + NAME
    if found:
        assert {found[f"{before}درباتي"] for before in ("", "و", "ال", "لل")} == {"درباتي" + NAME}
    assert "سد" not in found


def test_what_a_name_may_be_behind() -> None:
    assert may_be_named("وبنون", "بنون" + NAME)
    assert may_be_named("لفؤاد", "فءاد" + NAME)
    assert not may_be_named("كبنون", "نون" + NAME)
    assert not may_be_named("بنون", "بنونة" + NAME)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("١٬٥٠٠", "1500"),
        ("1,500", "1500"),
        ("٣٫٥", "3.5"),
        ("3.5", "3.5"),
        ("۲۰۳۰", "2030"),
        ("12,5", "12.5"),
    ],
)
def test_numbers_are_one_in_all_digits(written: str, number: str) -> None:
    assert terms(written) == f"{number}{STEM}"


def test_latin_words_lose_case_accents_and_a_plural() -> None:
    assert terms("Café Reports") == f"cafe{STEM} report{STEM}s"


def test_a_compound_is_two() -> None:
    assert term("عبدالله").split() == terms("عبد الله").split()


def test_stems_are_settled() -> None:
    for word in ["مسءولين", "حكومات", "برلمانيين", "شركات", "سعوديين"]:
        once = stem(word)
        assert stem(once) == once


def test_tables_are_folded_and_names_are_no_stop_words() -> None:
    assert all(fold_text(word) == word for word in (*name_words(), *stop_words()))
    assert not name_words() & stop_words()


@given(st.text(max_size=200))
def test_every_text_has_terms_of_letters_alone(text: str) -> None:
    found = terms(text)
    assert len(found.split()) >= len(WORD.findall(fold_text(text))) - found.count("  ")
    assert '"' not in found
    assert not set(found) & set("*()^+:-{}")


def test_terms_of_a_reading() -> None:
    made = reading()
    found = terms_of(made)
    assert found.title.split()[0] == terms("سد")
    assert len(found.statements) == len(made.statements) > 0
    assert all(part.content for part in found.statements)
    assert any(part.speaker for part in found.statements)
