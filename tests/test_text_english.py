"""The day that English reports state in their opening lines."""

from __future__ import annotations

import pytest
from hypothesis import given

from musnad.text import stated_day
from musnad.text_english import english_day
from tests import soup

BODY = "The dam of the town is full and the river was in flood for a day, said the mayor."


@pytest.mark.parametrize(
    "line",
    [
        "September 3, 2024",
        "Sept. 3, 2024",
        "3 September 2024",
        "Tuesday, September 3rd, 2024",
        "Published 3 Sep 2024, 10:30 GMT",
        "Updated: Sep 3, 2024 at 4:15 p.m. EDT",
        "MERSA, Sept 3, 2024 (Reuters) - The dam is full.",
    ],
)
def test_a_line_that_is_a_date_states_the_day(line: str) -> None:
    assert stated_day(f"A new dam\n{line}\n{BODY}") == "2024-09-03"


@pytest.mark.parametrize(
    "line", ["On September 3, 2024 it rained.", "September 2024", "February 30, 2024", "2024"]
)
def test_other_lines_state_none(line: str) -> None:
    assert stated_day(f"A new dam\n{line}\n{BODY}") is None


def test_two_days_state_none() -> None:
    assert english_day(["A new dam", "May 3, 2024", "May 4, 2024"], lone=False) is None


@given(soup.texts)
def test_any_lines_are_answered(text: str) -> None:
    english_day(text.split("\n"), lone=True)
