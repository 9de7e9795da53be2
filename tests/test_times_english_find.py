"""Every expression of time in an English report."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.times_english_find import find

# 2018-05-16 is a Wednesday.


def found(text: str, published: str | None = "2018-05-16") -> list[tuple[str, str | None]]:
    return [(text[one.span.start : one.span.end], one.value) for one in find(text, published)]


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        (
            "He came on Tuesday and left on 12 March 2017",
            [("Tuesday", "2018-05-15"), ("12 March 2017", "2017-03-12")],
        ),
        ("The bridge will open on Tuesday", [("Tuesday", "2018-05-22")]),
        (
            "She said on Monday that it will open next Thursday",
            [("Monday", "2018-05-14"), ("next Thursday", "2018-05-17")],
        ),
        ("He fell ill last Wednesday", [("last Wednesday", "2018-05-09")]),
        ("It has rained since Friday", [("Friday", "2018-05-11")]),
        ("every Friday it rains", [("Friday", None)]),
        ("on Friday, May 11", [("Friday, May 11", "2018-05-11")]),
        ("on Wednesday, May 15", [("Wednesday, May 15", None)]),
        ("the court will meet on September 30", [("September 30", "2018-09-30")]),
        ("on the 4th of July he left", [("the 4th of July", "2017-07-04")]),
        ("on Sept. 3 he left", [("Sept. 3", "2017-09-03")]),
        ("on 2018-05-14", [("2018-05-14", "2018-05-14")]),
        ("March 3-5, 2016", [("March 3-5, 2016", "2016-03-03/2016-03-05")]),
        ("from June 3 to June 5, 2017", [("June 3 to June 5, 2017", "2017-06-03/2017-06-05")]),
        ("between Monday and Wednesday", [("Monday and Wednesday", "2018-05-14/2018-05-16")]),
        ("from Thursday to Monday", [("Thursday to Monday", "2018-05-10/2018-05-14")]),
        ("on February 30", [("February 30", None)]),
        ("Yesterday morning", [("Yesterday morning", "2018-05-15")]),
        ("the day before yesterday", [("the day before yesterday", "2018-05-14")]),
        ("the day after tomorrow", [("the day after tomorrow", "2018-05-18")]),
        ("it broke last night", [("last night", "2018-05-15")]),
        ("this morning", [("this morning", "2018-05-16")]),
    ],
)
def test_days(text: str, expressions: list[tuple[str, str | None]]) -> None:
    assert found(text) == expressions


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("prices fell in early March", "2018-03"),
        ("prices fell in June", "2017-06"),
        ("prices have fallen since June", "2017-06"),
        ("the fair will open in October", "2018-10"),
        ("the fair opened in October", "2017-10"),
        ("last March", "2018-03"),
        ("in April 2018", "2018-04"),
        ("in 2019", "2019"),
        ("since late 2010", "2010"),
        ("between 2010 and 2015", "2010/2015"),
        ("the 2014-15 season", "2014/2015"),
        ("the storm (1987)", "1987"),
        ("last week", "2018-05-05/2018-05-13"),
        ("earlier this week", "2018-05-12/2018-05-20"),
        ("next month", "2018-06"),
        ("at the end of last year", "2017"),
        ("later this year", "2018"),
        ("in the first quarter of 2018", "2018-01-01/2018-03-31"),
        ("the second half of last year", "2017-07-01/2017-12-31"),
        ("in the 1990s", "199X"),
        ("in the late seventies", "197X"),
        ("in the 19th century", "18XX"),
        ("in the third century BC", None),
        ("in summer 2016", None),
        ("two years ago", "2016"),
        ("a month ago", "2018-04"),
        ("three days ago", "2018-05-13"),
        ("about two months ago", None),
        ("more than 20 years ago", "1998"),
        ("over the past five years", "2013/2018"),
        ("in the last 24 hours", "2018-05-15/2018-05-16"),
        ("in the next three months", "2018-05-01/2018-08-31"),
        ("in recent years", None),
    ],
)
def test_months_years_and_what_is_counted_from_the_report(text: str, value: str | None) -> None:
    assert [one for _, one in found(text)] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a 30-year-old baker", "P30Y"),
        ("a baker, aged 45,", "P45Y"),
        ("for three days", "P3D"),
        ("a two-week strike", "P2W"),
        ("two and a half years", "P2Y6M"),
        ("an hour and a half", "PT1H30M"),
        ("half an hour", "PT30M"),
        ("5 to 10 years", "P5Y/P10Y"),
        ("for a decade", "P10Y"),
        ("a year later", "P1Y"),
        ("at 10:30 a.m.", "T10:30"),
        ("at 5 p.m. on Monday", "2018-05-14T17:00"),
        ("at 1030 GMT", "T10:30Z"),
        ("by noon", "T12:00"),
    ],
)
def test_lengths_and_clock_times(text: str, value: str) -> None:
    assert [one for _, one in found(text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "every two weeks",
        "one day he left",
        "twice a year",
        "about 2,000 people",
        "in 2000 cases",
        "for $2015",
        "page 2015",
        "he may march on",
        "Theresa May spoke",
        "for the third time",
        "a second chance",
    ],
)
def test_no_times(text: str) -> None:
    assert found(text) == []


def test_without_a_day_of_publication_only_what_is_absolute_has_a_value() -> None:
    text = "He came on Tuesday, in May 2016, two years ago, for three days and in March"
    assert [value for _, value in found(text, None)] == [None, "2016-05", None, "P3D", None]


_VALUE = re.compile(
    r"(\d{4}-\d\d-\d\d|\d{4}-\d\d|\d{4}|\d{3}X|\d\dXX|(\d{4}-\d\d-\d\d)?T\d\d:\d\d(Z)?|P(T?[\d.]+[YMWDHS])+)(/.+)?"
)
_PIECES = (
    "12|March|2015|Monday|last|next|two|years|ago|the|first|quarter|of|from|to|between|and|10:30|a.m.|"
    "1990s|century|past|3|May|,|-|week|half|an|hour|in|(|)|31|February|9999|0"
)
_ENDS = st.sampled_from((None, "2018-05-16", "0001-01-01", "9999-12-31", "x"))


@given(st.lists(st.sampled_from(_PIECES.split("|")), max_size=14), _ENDS)
def test_any_words_of_time_give_values_or_nothing(pieces: list[str], published: str | None) -> None:
    text, at = " ".join(pieces), 0
    for one in find(text, published):
        assert at <= one.span.start < one.span.end <= len(text)
        assert one.value is None or _VALUE.fullmatch(one.value)
        at = one.span.end


@given(st.text(max_size=80), _ENDS)
def test_any_text_is_answered(text: str, published: str | None) -> None:
    for one in find(text + " yesterday, last month or in May", published):
        assert 0 <= one.span.start < one.span.end


@pytest.mark.parametrize("word", ["two ", "Monday ", "10:30 ", "the first ", "1990 "])
def test_long_rows_of_one_word_are_read_in_pieces(word: str) -> None:
    assert all(one.span.end <= 5000 * len(word) for one in find(word * 5000, "2018-05-16"))
