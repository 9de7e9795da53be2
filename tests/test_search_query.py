"""Queries: words, phrases, what is left out, and that any text is a query."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.search_query import MOST_WORDS, Term, parse
from musnad.search_words import NAME, STEM


def test_words_are_groups_and_particles_are_left() -> None:
    query = parse("سدود في الوادي")
    assert [group.printed for group in query.wanted] == ["سدود", "الوادي"]
    assert not query.common


@pytest.mark.parametrize("quoted", ['"سد الوادي"', "«سد الوادي»", "“سد الوادي”", "„سد الوادي“", '"سد الوادي'])
def test_every_quotation_mark_makes_a_phrase(quoted: str) -> None:
    (group,) = parse(quoted).wanted
    assert group.printed == "سد الوادي"
    assert [len(one.terms) for one in group.words[0]] == [2] * len(group.words[0])


def test_a_hyphen_before_a_word_leaves_it_out() -> None:
    query = parse('سد -نهر -"قناة الري" كوفيد-19')
    assert [group.printed for group in query.unwanted] == ["نهر", "قناه الري"]
    assert [group.printed for group in query.wanted] == ["سد", "كوفيد", "19"]


def test_particles_alone_are_said_to_be_common() -> None:
    assert parse("من في على").common
    assert not parse('"من في على"').common
    assert parse("؟ !! ...").wanted == ()
    assert not parse("").common


def test_a_name_of_a_table_is_looked_for_by_its_other_names_too() -> None:
    for asked in ("Putin", "Vladimir Putin"):
        (group,) = parse(asked).wanted
        assert any(one.terms[-1] == "بوتين" + NAME for one in group.instead)
    (group,) = parse("Russia").wanted
    assert Term(("روسيا" + NAME,)) in group.instead


def test_a_table_name_has_no_stem() -> None:
    ((any_,),) = (group.words for group in parse("بوتين").wanted)
    assert all(not one.prefix for one in any_)


def test_a_nisba_finds_its_place_too() -> None:
    ((any_,),) = (group.words for group in parse("اللبناني").wanted)
    assert {one.terms for one in any_} == {("لبنان" + STEM,), ("لبنان" + NAME,)}


@given(st.text(max_size=300))
def test_any_text_is_a_query(text: str) -> None:
    query = parse(text)
    assert sum(len(group.printed.split()) for group in (*query.wanted, *query.unwanted)) <= MOST_WORDS


def test_a_long_query_is_cut_in_linear_time() -> None:
    begun = time.perf_counter()
    for text in ("سد " * 40_000, '"' * 100_000, '-"' * 50_000, "ا" * 100_000, "\u0651" * 100_000):
        query = parse(text)
        assert query.cut
    assert time.perf_counter() - begun < 5
