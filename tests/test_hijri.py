from __future__ import annotations

from datetime import date

import pytest

from musnad.hijri import hijri_day, hijri_month, hijri_of, hijri_year


def test_days_months_and_years_of_umm_al_qura() -> None:
    assert hijri_day(1436, 10, 30).edtf() == "2015-08-15"
    assert hijri_month(1436, 9).edtf() == "2015-06-18/2015-07-16"
    assert hijri_year(1436).edtf() == "2014-10-25/2015-10-13"
    assert hijri_year(1436, 1437).edtf() == "2014-10-25/2016-10-01"
    assert hijri_of(date(2015, 8, 2)) == (1436, 10)


@pytest.mark.parametrize(("year", "month", "day"), [(1436, 9, 30), (1436, 13, 1), (1300, 1, 1)])
def test_days_that_the_calendar_has_not(year: int, month: int, day: int) -> None:
    with pytest.raises((ValueError, OverflowError)):
        hijri_day(year, month, day)
