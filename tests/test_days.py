from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.days import Days, ago, agreed, day_of_month, month_before, recent_month, week_before, whole_month

WEDNESDAY = date(2018, 5, 16)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("stretch", "edtf"),
    [
        (ago(WEDNESDAY, 1), "2018-05-15"),
        (ago(WEDNESDAY, 2, 0), "2018-05-14/2018-05-16"),
        (whole_month(2016, 2), "2016-02"),
        (whole_month(2017, 12), "2017-12"),
        (month_before(date(2018, 1, 31), 1), "2017-12"),
        (week_before(WEDNESDAY, 1), "2018-05-05/2018-05-13"),
        (week_before(WEDNESDAY, 0), "2018-05-12/2018-05-16"),
    ],
)
def test_edtf(stretch: Days, edtf: str) -> None:
    assert stretch.edtf() == edtf


@pytest.mark.parametrize(
    ("month", "day", "year", "past", "edtf"),
    [
        (5, 17, None, False, "2018-05-17"),
        (5, 17, None, True, "2017-05-17"),
        (5, 18, None, False, None),
        (12, 3, None, False, "2017-12-03"),
        (2, 29, None, False, "2016-02-29"),
        (2, 30, None, False, None),
        (3, 12, 2015, False, "2015-03-12"),
        (3, 12, 2019, False, None),
        (3, 12, 0, False, None),
        (13, 1, None, False, None),
    ],
)
def test_a_date(month: int, day: int, year: int | None, past: bool, edtf: str | None) -> None:
    found = day_of_month(WEDNESDAY, month, day, year, past)
    assert (found and found.edtf()) == edtf


def test_a_month() -> None:
    assert recent_month(WEDNESDAY, 5, None) == whole_month(2018, 5)
    assert recent_month(WEDNESDAY, 5, None, past=True) == whole_month(2017, 5)
    assert recent_month(WEDNESDAY, 6, None) == whole_month(2017, 6)
    assert recent_month(WEDNESDAY, 6, 2018) is None


def test_the_narrowest_counts_where_it_lies_in_all_others() -> None:
    week, day, other = ago(WEDNESDAY, 9, 3), ago(WEDNESDAY, 5), ago(WEDNESDAY, 1)
    assert agreed([week, day]) == day
    assert agreed([week, other]) is None
    assert agreed([day, other]) is None
    assert agreed([]) is None


@given(days, st.integers(1, 12), st.integers(1, 31), st.booleans())
def test_a_date_without_a_year_is_at_most_a_day_ahead(
    published: date, month: int, day: int, past: bool
) -> None:
    found = day_of_month(published, month, day, None, past)
    if found is not None:
        assert (found.first.month, found.first.day) == (month, day)
        assert (found.first - published).days <= (-1 if past else 1)


@given(days, st.integers(0, 3))
def test_a_week_holds_the_same_weekdays_by_every_count(published: date, back: int) -> None:
    found = week_before(published, back)
    assert found.first <= ago(published, 7 * back).first
    assert found.last <= published
    if back:
        assert 6 <= (found.last - found.first).days <= 12


@given(days, st.integers(0, 30))
def test_a_month_holds_its_days(published: date, back: int) -> None:
    found = month_before(published, back)
    assert found.first.day == 1
    assert found.last >= found.first
    assert found == whole_month(found.first.year, found.first.month)
