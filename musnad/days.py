"""Days and stretches of days, reckoned from the day of publication, and their EDTF form.

EDTF (ISO 8601-2:2019, level 0): a day, a month, or an interval of days.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

_WEEK_BEGINS = (5, 6, 0)
"""Saturday, Sunday and Monday, by country and house."""

_DAY = timedelta(days=1)
"""A report may name the day after its own: clocks and zones differ."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last`, both counted."""

    first: date
    last: date

    def edtf(self) -> str:
        """``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY`` for a whole month or year, else ``first/last``."""
        if self.first == self.last:
            return self.first.isoformat()
        if (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31):
            years = self.first.isoformat()[:4], self.last.isoformat()[:4]
            return "/".join(dict.fromkeys(years))
        if self == whole_month(self.first.year, self.first.month):
            return self.first.isoformat()[:7]
        return f"{self.first.isoformat()}/{self.last.isoformat()}"

    def moved(self, years: int) -> Days:
        """The same days of another year; raises ValueError where 29 February has none."""
        first = self.first.replace(year=self.first.year + years)
        if self == whole_month(self.first.year, self.first.month):
            return whole_month(first.year, first.month)
        return Days(first, self.last.replace(year=self.last.year + years))


def ago(published: date, first: int, last: int | None = None) -> Days:
    """The day `first` days before publication, or those up to `last` days before it.

    This and the functions below raise OverflowError or ValueError at the ends of the calendar.
    """
    end = first if last is None else last
    return Days(published - timedelta(days=first), published - timedelta(days=end))


def whole_year(year: int, last: int | None = None) -> Days:
    """A calendar year, or those up to `last`."""
    return Days(date(year, 1, 1), date(year if last is None else last, 12, 31))


def whole_month(year: int, month: int) -> Days:
    """A calendar month."""
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def month_before(published: date, back: int) -> Days:
    """The month `back` months before that of publication."""
    count = published.year * 12 + published.month - 1 - back
    return whole_month(count // 12, count % 12 + 1)


def week_before(published: date, back: int) -> Days:
    """The week `back` weeks before that of publication, whichever day weeks begin with; no days to come."""
    begun = [(published.weekday() - day) % 7 + 7 * back for day in _WEEK_BEGINS]
    return ago(published, max(begun), max(min(begun) - 6, 0))


def whole_week(published: date, ahead: int) -> Days:
    """The week `ahead` weeks from that of publication, from its earliest first to its latest last day."""
    begun = [(published.weekday() - day) % 7 - 7 * ahead for day in _WEEK_BEGINS]
    return ago(published, max(begun), min(begun) - 6)


def day_of_month(published: date, month: int, day: int, year: int | None, past: bool = False) -> Days | None:
    """A date; without `year` the last such day before publication, or up to a day after it unless `past`.

    None where there is no such day or it had not come, and where one to come is nearer and may be meant.
    """
    latest = published - _DAY if past else published + _DAY
    years = range(published.year + 1, published.year - 5, -1) if year is None else (year,)
    coming: date | None = None
    for one in years:
        try:
            found = date(one, month, day)
        except ValueError:
            continue
        if found > latest:
            coming = found
        elif not past and coming is not None and coming - published < published - found:
            return None
        else:
            return Days(found, found)
    return None


def recent_month(published: date, month: int, year: int | None, past: bool = False) -> Days | None:
    """A month, without `year` the last one up to that of publication, or before that where it is `past`."""
    here = published.year * 12 + published.month
    one = published.year if year is None else year
    if year is None and (month > published.month or (past and month == published.month)):
        one -= 1
    return whole_month(one, month) if one * 12 + month <= here else None


def agreed(found: Collection[Days]) -> Days | None:
    """The narrowest of several, where it lies within all others; None where they contradict, or for none."""
    if not found:
        return None
    one = min(found, key=lambda days: days.last - days.first)
    return one if all(days.first <= one.first and one.last <= days.last for days in found) else None
