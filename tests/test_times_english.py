"""The day on which something was said, in English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.model import Attribution, Span
from musnad.times_english import day_of, said_on

THURSDAY = "2023-01-05T10:00:00+03:00"


@pytest.mark.parametrize(
    ("clause", "day"),
    [
        ("on Wednesday", "2023-01-04"),
        ("Thursday", "2023-01-05"),
        ("last Thursday", "2022-12-29"),
        ("on Friday evening", "2022-12-30"),
        ("earlier today", "2023-01-05"),
        ("yesterday", "2023-01-04"),
        ("the day before yesterday", "2023-01-03"),
        ("next Monday", None),
        ("since Monday", None),
        ("every Friday", None),
        ("on Monday and on Tuesday", None),
        ("on January 3", "2023-01-03"),
        ("on Jan. 3, 2022", "2022-01-03"),
        ("on 3 January 2022", "2022-01-03"),
        ("on the 3rd of January", "2023-01-03"),
        ("on Tuesday, January 3", "2023-01-03"),
        ("on Wednesday, January 3", None),
        ("on December 31", "2022-12-31"),
        ("on January 6", "2023-01-06"),
        ("on January 7", None),
        ("on February 30", None),
        ("in 12 places", None),
        ("two days ago", "2023-01-03"),
        ("last week", "2022-12-24/2023-01-01"),
        ("earlier this week", "2022-12-31/2023-01-05"),
        ("last month", "2022-12"),
        ("in late November", "2022-11"),
        ("in March 2021", "2021-03"),
        ("last January", "2022-01"),
        ("in January", None),
        ("in June", None),
        ("next month", None),
        ("", None),
    ],
)
def test_day_of(clause: str, day: str | None) -> None:
    assert day_of(clause, THURSDAY) == day


def say(text: str, source: str, cue: str, content: str) -> str | None:
    spans = [Span(at := text.index(part), at + len(part)) for part in (source, cue, content)]
    return said_on(
        text,
        Attribution("a1", spans[0], spans[1], (spans[2],), "say", "say", "direct", "test", 1.0),
        THURSDAY,
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On Wednesday, Jo Hill said the dam will open on Saturday.", "2023-01-04"),
        ("Jo Hill said on Tuesday the dam will open on Saturday.", "2023-01-03"),
        ("It rained on Monday. Jo Hill said the dam will open on Saturday.", None),
        ("When she came on Monday, Jo Hill said the dam will open on Saturday.", None),
    ],
)
def test_the_clause_of_the_cue_counts(text: str, day: str | None) -> None:
    content = "the dam will open on Saturday"
    assert say(text, "Jo Hill", "said", content) == day


def test_what_follows_a_quotation_counts_up_to_its_clause() -> None:
    text = "“The dam holds,” Jo Hill said Tuesday after a visit on Sunday. It rained on Monday."
    assert say(text, "Jo Hill", "said", "“The dam holds,”") == "2023-01-03"


def test_an_abbreviated_month_ends_no_clause() -> None:
    text = "Jo Hill said on Sept. 3, 2022 that the dam will open on Saturday."
    assert say(text, "Jo Hill", "said", "the dam will open on Saturday") == "2022-09-03"


@pytest.mark.parametrize("published", [None, "soon", ""])
def test_without_a_day_of_publication_there_is_none(published: str | None) -> None:
    attribution = Attribution("a1", None, Span(0, 4), (Span(15, 17),), "say", "say", "direct", "test", 1.0)
    assert said_on("said on Monday ok", attribution, published) is None


@given(st.text(max_size=80), st.text(max_size=12))
def test_any_clause_is_answered(clause: str, published: str) -> None:
    day_of(clause, published)
    day_of(clause + " on Monday", "0001-01-01")
