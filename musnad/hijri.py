"""Days of the Hijri calendar of Umm al-Qura, by the kept library `hijridate`.

Its tables run from 1343 to 1500, of which the last is left out since its end is not known."""

from __future__ import annotations

from datetime import date, timedelta

from musnad.days import Days

FIRST_YEAR, LAST_YEAR = 1343, 1499


def hijri_day(year: int, month: int, day: int) -> Days:
    """One day. This and the functions below raise ValueError or OverflowError for what the calendar
    has not.
    """
    from hijridate import Hijri

    found = Hijri(year, month, day).to_gregorian()
    one = date(found.year, found.month, found.day)
    return Days(one, one)


def hijri_month(year: int, month: int) -> Days:
    """A month from its first to its last day."""
    following = (year + month // 12, month % 12 + 1)
    return Days(hijri_day(year, month, 1).first, hijri_day(*following, 1).first - timedelta(days=1))


def hijri_year(year: int, last: int | None = None) -> Days:
    """A year, or those up to `last`."""
    return Days(hijri_month(year, 1).first, hijri_month(year if last is None else last, 12).last)


def hijri_years_in(year: int) -> tuple[int, ...]:
    """The Hijri years of which days lie in a Gregorian year."""
    first, last = hijri_of(date(year, 1, 1))[0], hijri_of(date(year, 12, 31))[0]
    return tuple(range(first, last + 1))


def hijri_of(day: date) -> tuple[int, int]:
    """The Hijri year and month in which a day lies."""
    from hijridate import Gregorian

    found = Gregorian(day.year, day.month, day.day).to_hijri()
    return found.year, found.month
