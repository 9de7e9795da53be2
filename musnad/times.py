"""Every expression of time in an Arabic report: days, months, years, intervals, clock times and durations.

Values are EDTF (ISO 8601-2:2019) or ISO 8601 durations, reckoned from the day of publication. The words of
the text are put into classes (`times_words.py`), patterns run over the classes (`times_patterns.py`), and
each match is reckoned by the function of its name (`times_days.py`, `times_periods.py`, `times_years.py`,
`times_lengths.py`, `times_clock.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from musnad import times_clock, times_days, times_lengths, times_periods, times_years
from musnad.days import Days, ago
from musnad.model import TimeExpression, TimeKind
from musnad.text import Folded
from musnad.times_context import Context, Found, around
from musnad.times_patterns import patterns
from musnad.times_words import split

Match = Callable[[str, int], re.Match[str] | None]
Read = Callable[[Context, re.Match[str]], Found | None]
Join = Callable[[Context, Found, Found], Found | None]
_READ: dict[str, Read] = {
    "midnight": times_clock.midnight,
    "clock": times_clock.clock,
    "deictic": times_days.deictic,
    "weekdays": times_days.weekdays,
    "weekday": times_days.weekday,
    "numeric": times_days.numeric,
    "month_days": times_days.month_days,
    "date": times_days.dates,
    "month_first": times_days.month_first,
    "day_of_this": times_days.day_of_this,
    "day_slash": times_days.day_slash,
    "school": times_years.school,
    "same_day": times_days.same_day,
    "decade": times_years.decade,
    "century": times_years.century,
    "years": times_years.years,
    "season": times_periods.season,
    "month": times_periods.month,
    "quarter": times_periods.quarter,
    "quarters": times_periods.quarters,
    "period": times_periods.period,
    "firsts": times_periods.firsts,
    "relative": times_periods.relative,
    "ago": times_lengths.ago_,
    "counted": times_lengths.counted,
    "latest": times_lengths.latest,
    "year": times_years.year,
    "whole_year": times_periods.whole,
    "age": times_lengths.age,
    "durations": times_lengths.durations,
    "duration": times_lengths.duration,
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days that an expression over the folded characters [start, end) means; None where it is open.

    `role` is how it was named, `sure` whether its year is told or needs none; `nearest` is the nearest day of
    that name where a date has no year.
    """

    start: int
    end: int
    kind: TimeKind
    role: str
    sure: bool
    days: Days | None
    nearest: Days | None


def stretches(folded: Folded, published: date) -> list[Stretch]:
    """The expressions of a folded text that name days, in order."""
    words = split(folded)
    ctx = Context(words, published)
    return [
        Stretch(
            words.starts[one.start],
            words.ends[one.end - 1],
            one.kind,
            one.role,
            one.sure,
            one.days,
            one.others[0] if one.others else None,
        )
        for one in _agreeing(ctx, _joined(ctx, _single(ctx)))
    ]


def find(text: str, folded: Folded, published: str | None) -> tuple[TimeExpression, ...]:
    """The expressions of time of an Arabic text in order, none within another; `folded` is ``fold(text)``.

    `published` is an ISO 8601 day or date-time, None where it is unknown: what is told relative to it
    then has no
    value. Never raises; linear in the length.
    """
    if not text:
        return ()
    words = split(folded)
    ctx = Context(words, _day(published))
    found = _agreeing(ctx, _joined(ctx, _single(ctx)))
    told = _clocks(ctx, found)
    return tuple(
        TimeExpression(folded.span(words.starts[one.start], words.ends[one.end - 1]), _value(one), one.kind)
        for one in told
    )


@lru_cache(maxsize=1)
def _begins() -> tuple[dict[str, list[tuple[Match, Read]]], re.Pattern[str]]:
    """By the class of its first word, what may match an expression and reckon it; one of these classes."""
    found: dict[str, list[tuple[Match, Read]]] = {
        sign: [(pattern.match, _READ[name]) for name, pattern in tried] for sign, tried in patterns().items()
    }
    return found, re.compile("[" + re.escape("".join(found)) + "]")


def _day(published: str | None) -> date | None:
    try:
        return None if published is None else date.fromisoformat(published[:10])
    except ValueError:
        return None


def _value(one: Found) -> str | None:
    return one.value if one.value is not None or one.days is None else one.days.edtf()


def _single(ctx: Context) -> list[Found]:
    """What the patterns find, one behind another."""
    classes, found, at = ctx.words.classes, list[Found](), 0
    begins, first = _begins()
    while (begun := first.search(classes, at)) is not None:
        at = begun.start()
        for match, read in begins[classes[at]]:
            hit = match(classes, at)
            if hit is None or hit.end() == at:
                continue
            try:
                one = read(ctx, hit)
            except LookupError:
                continue
            except (ValueError, OverflowError):
                one = Found(hit.start(), hit.end(), "day")
            if one is not None and one.end > one.start:
                one = _closed(ctx, one)
                found.append(one)
                if (one.kind == "year" and one.role != "ago") or one.role == "range":
                    ctx.listed_from = one.end
                if one.kind == "day" and one.days is not None and one.days.first != ctx.published:
                    ctx.day, ctx.day_ends = one.days, one.end
                if one.kind == "month" and one.days is not None:
                    ctx.month, ctx.month_ends = one.days, one.end
                at = one.end - 1
                break
        at += 1
    return found


def _closed(ctx: Context, one: Found) -> Found:
    """Without a closing bracket whose opening one stands before."""
    stray = ctx.is_a(one.end - 1, "close") and not any(
        ctx.is_a(at, "open") for at in range(one.start, one.end)
    )
    return replace(one, end=one.end - 1) if stray and one.end - one.start > 1 else one


# --- neighbours that say one thing ---


def _joined(ctx: Context, found: list[Found]) -> list[Found]:
    """Expressions with their neighbours: a deictic day with its weekday, a weekday with its date, ranges."""
    for both in (_one_day, _range, _lengths):
        told = list[Found]()
        for one in found:
            told.append(one)
            while len(told) > 1 and (joined := _both(both, ctx, told[-2], told[-1])) is not None:
                told[-2:] = [joined]
        found = told
    return found


def _both(join: Join, ctx: Context, one: Found, other: Found) -> Found | None:
    """What two expressions say together; None where that lies beyond the calendar."""
    try:
        return join(ctx, one, other)
    except (ValueError, OverflowError):
        return None


_DAYLIKE = ("deictic", "weekday", "weekday!", "date")


def _one_day(ctx: Context, one: Found, other: Found) -> Found | None:
    """«أمس الثلاثاء», «الثلاثاء (15 أيار)», «مساء غد (الأربعاء)»: one day named twice; None where they
    are two.
    """
    gap = range(one.end, other.start)
    marks = [at for at in gap[:1] if ctx.is_a(at, "comma", "open", "quote", "dash", "in")]
    if len(marks) < len(gap):
        return _day_of_week(ctx, one, other)
    if one.role not in _DAYLIKE or other.role not in _DAYLIKE:
        return None
    pair = one.role.strip("!"), other.role.strip("!")
    if pair in (
        ("weekday", "weekday"),
        ("deictic", "deictic"),
        ("date", "date"),
        ("date", "deictic"),
        ("date", "weekday"),
    ):
        return None
    if ctx.token(other.start).startswith("و"):
        return None
    days, others = _agreed(one, other, pair), tuple[Days, ...]()
    if days is None and pair == ("deictic", "weekday"):
        days, others = _a_day_off(one, other)
    apart = marks and not ctx.is_a(marks[0], "open")
    if (days is None and apart) or (marks and ctx.is_a(marks[0], "in") and pair != ("weekday", "date")):
        return None
    end = other.end
    if marks and ctx.is_a(marks[0], "open", "quote") and ctx.is_a(end, "close", "quote"):
        end += 1
    role = "deictic" if pair == ("deictic", "weekday") else "date"
    return Found(one.start, end, "day", days, role=role, others=others)


def _a_day_off(one: Found, other: Found) -> tuple[Days | None, tuple[Days, ...]]:
    """«أمس الأحد» where that was Saturday: many papers are dated a day late. The day of «أمس», and beside it
    that of the weekday, which leaves when something was said in doubt; further off nothing.
    """
    if one.days is None or other.weekday is None:
        return None, ()
    off = (other.weekday - one.days.first.weekday() + 3) % 7 - 3
    return (one.days, (ago(one.days.first, -off),)) if abs(off) == 1 else (None, ())


def _agreed(one: Found, other: Found, pair: tuple[str, str]) -> Days | None:
    """The day of both where they agree."""
    if pair[0] == "weekday":
        named, wanted = other.days, one.weekday
    elif pair[1] == "weekday":
        named, wanted = one.days, other.weekday
    else:
        agree = one.days == other.days or (other.days is not None and other.days in one.others)
        return other.days if agree else None
    dated = other if pair[0] == "weekday" else one
    for days in (named, *dated.others):
        if days is not None and days.first == days.last and days.first.weekday() == wanted:
            return days
    return None


def _day_of_week(ctx: Context, one: Found, other: Found) -> Found | None:
    """«الثلاثاء من الأسبوع الماضي»: the weekday that lies in the week, where it holds one such."""
    if (
        one.role != "weekday"
        or other.start != one.end + 1
        or not ctx.is_a(one.end, "of")
        or other.days is None
    ):
        return None
    if other.role not in ("interval", "month") or one.weekday is None:
        return None
    first, length = other.days.first, (other.days.last - other.days.first).days + 1
    fits = [n for n in range(length) if (first.weekday() + n) % 7 == one.weekday]
    return Found(one.start, other.end, "day", ago(first, -fits[0]) if len(fits) == 1 else None, role="date")


_CLOCK_REACH = 15
"""Words between a clock time and the day that it falls on."""


def _agreeing(ctx: Context, found: list[Found]) -> list[Found]:
    """«الأحد الموافق 5 محرم»: the weekday is the day of the date, where that is such a day."""
    for i, (one, other) in enumerate(pairwise(found)):
        named = other.start == one.end + 1 and ctx.token(one.end) in around()["agreeing"]
        if named and one.role == "weekday" and other.kind == "day":
            agree = other.days is not None and other.days.first.weekday() == one.weekday
            found[i] = replace(one, days=other.days if agree else None)
    return found


_RANGED = ("day", "month", "year", "time")


def _range(ctx: Context, one: Found, other: Found) -> Found | None:
    """«من 28 أبريل إلى 3 مايو», «بين الأحد والثلاثاء», «الساعة التاسعة صباحاً حتى الثالثة عصراً»."""
    gap = range(one.end, other.start)
    if one.kind not in _RANGED or other.kind != one.kind or not one.role or not other.role:
        return None
    reaches = len(gap) == 1 and ctx.is_a(gap[0], "to")
    dashed = len(gap) == 1 and ctx.is_a(gap[0], "dash") and one.role == other.role != "year"
    named = ctx.is_a(one.start - 1, "between", "months_of")
    if ctx.is_a(one.start - 1, "days_of") and one.days is not None and other.days is not None:
        named = (other.days.first - one.days.first).days == 1
    between = not gap and named and ctx.token(other.start).startswith("و")
    if ctx.token(one.start - 1) in around()["agreeing"] and one.role == "date":
        return None
    if not (reaches or dashed or between) or (dashed and one.kind == "time"):
        return None
    if one.kind == "time":
        return _clock_range(one, other)
    days = None
    if one.days is not None and other.days is not None:
        days = _in_order(one, one.days, other, other.days)
    if days is None and one.role != other.role:
        return None
    return Found(one.start, other.end, "interval", days, role="range")


def _shorter(one: str, other: str) -> bool:
    """Whether a duration of one unit is less than another."""
    seconds = []
    for value in (one, other):
        size = _UNITS.fullmatch(value)
        number = re.search(r"[\d.]+", value)
        if size is None or number is None or number[0].count(".") > 1:
            return False
        seconds.append(float(number[0]) * _SECONDS[size[1] + size[2] if size[1] else size[2]])
    return seconds[0] < seconds[1]


_SECONDS = {"Y": 31_557_600, "M": 2_629_800, "W": 604_800, "D": 86_400, "TH": 3_600, "TM": 60, "TS": 1}
_UNITS = re.compile(r"P(T?)[\d.]+([YMWDHS])")
_SIZES = tuple(_SECONDS)


def _lengths(ctx: Context, one: Found, other: Found) -> Found | None:
    """«سنة وشهران», «من ستة أيام إلى 15 يوما»: lengths that add up, or that range from one to the other."""
    if one.kind != "duration" or other.kind != "duration" or one.value is None or other.value is None:
        return None
    sizes = [_UNITS.fullmatch(value) for value in (one.value, other.value)]
    if sizes[0] is None or sizes[1] is None or one.role != "duration" or other.role != "duration":
        return None
    first, last = (_SIZES.index((size[1] + size[2]) if size[1] else size[2]) for size in sizes if size)
    if one.end == other.start and ctx.token(other.start).startswith("و") and first < last:
        tail = other.value[1:]
        tail = tail[1:] if tail.startswith("T") and "T" in one.value else tail
        return replace(one, end=other.end, value=one.value + tail, role="durations")
    ranged = other.start == one.end + 1 and ctx.is_a(one.end, "to") and ctx.is_a(one.start - 1, "of")
    if ranged and _shorter(one.value, other.value):
        return replace(one, end=other.end, value=f"{one.value}/{other.value}", role="durations")
    return None


def _in_order(one: Found, first: Days, other: Found, last: Days) -> Days | None:
    """From the first to the last; what was told without its year follows the other."""
    begun, ended = first.first, last.last
    if one.role == "weekday" and begun > ended:
        begun = ago(begun, 7).first
    try:
        if not one.sure and other.sure:
            begun = begun.replace(year=ended.year)
            begun = begun if begun < ended else begun.replace(year=ended.year - 1)
        elif not other.sure and begun > ended:
            ended = ended.replace(year=begun.year)
            ended = ended if begun < ended else ended.replace(year=begun.year + 1)
    except ValueError:
        return None
    return Days(begun, ended) if begun < ended else None


def _clock_range(one: Found, other: Found) -> Found | None:
    """Both hours; where the first leaves morning or evening open, it is that of the second."""
    if one.minutes is None or other.minutes is None:
        return None
    first = one.minutes
    if not one.sure and other.sure and other.minutes >= 720 and first < 720 and first + 720 < other.minutes:
        first += 720
    zone = other.zone if one.zone is None else one.zone
    value = f"{times_clock.written(first, zone)}/{times_clock.written(other.minutes, zone)}"
    return Found(
        one.start, other.end, "time", value=value, role="clocks", minutes=first, sure=one.sure or other.sure
    )


# --- clock times and the day they fall on ---


def _clocks(ctx: Context, found: list[Found]) -> list[Found]:
    """Clock times with the day that stands beside them, or else the nearest of their sentence."""
    if not any(one.role in ("clock", "clocks") for one in found):
        return found
    told, at = list[Found](), 0
    while at < len(found):
        one = found[at]
        if one.role not in ("clock", "clocks"):
            told.append(one)
        elif told and told[-1].end + _gap(ctx, told[-1].end) >= one.start and _is_day(told[-1]):
            told.append(_timed(one, told.pop(), ctx))
        elif (
            at + 1 < len(found)
            and _is_day(found[at + 1])
            and one.end + _gap(ctx, one.end) >= found[at + 1].start
        ):
            told.append(_timed(one, found[at + 1], ctx))
            at += 1
        else:
            told.append(_timed(one, _near(ctx, found, at), ctx, apart=True))
        at += 1
    return told


def _gap(ctx: Context, at: int) -> int:
    return int(ctx.is_a(at, "comma", "of", "open", "dash"))


def _is_day(one: Found) -> bool:
    return one.kind == "day" and one.role in _DAYLIKE


def _near(ctx: Context, found: list[Found], at: int) -> Found | None:
    """The day named nearest before a clock time in its sentence, or else behind it."""
    for others, step in ((reversed(found[max(at - 4, 0) : at]), -1), (found[at + 1 : at + 3], 1)):
        for other in others:
            gap = range(other.end, found[at].start) if step < 0 else range(found[at].end, other.start)
            if len(gap) > _CLOCK_REACH or any(ctx.is_a(w, "stop", "line") for w in gap):
                break
            apart = step > 0 and any(ctx.is_a(w, "after", "before", "since") for w in gap)
            apart = apart or (step > 0 and len(gap) > 2 and any(ctx.is_a(w, "comma") for w in gap))
            if apart or any(ctx.token(w) in around()["daily"] for w in gap):
                break
            if _is_day(other):
                return other
    return None


def _timed(one: Found, day: Found | None, ctx: Context, apart: bool = False) -> Found:
    """A clock time on its day; open where neither tells morning from evening."""
    start, end = one.start, one.end
    if day is not None and not apart:
        start, end = min(start, day.start), max(end, day.end)
        end += ctx.is_a(end, "close") and any(ctx.is_a(w, "open") for w in range(start, end))
    minutes = one.minutes
    if one.role == "clocks":
        value = one.value
    else:
        sure = one.sure
        if not sure and day is not None and not apart and minutes is not None:
            sure, minutes = _by_part(ctx, day, minutes)
        if minutes is None or not sure:
            return replace(one, start=start, end=end, value=None, days=None)
        value = times_clock.written(minutes, one.zone)
    if day is not None and day.days is not None and day.days.first == day.days.last:
        value = "/".join(day.days.first.isoformat() + part for part in str(value).split("/"))
    elif day is not None and not apart:
        value = None
    return Found(start, end, "time", value=value, role="timed")


def _by_part(ctx: Context, day: Found, minutes: int) -> tuple[bool, int]:
    """An hour by the part of the day beside it, «مساء أمس», and whether there is one."""
    told = ctx.words.tokens[day.start : day.end]
    if any(word.endswith(("مساء", "ليل", "عصر")) for word in told):
        return True, minutes + 720 * (minutes < 720)
    return any(word.endswith(("صباح", "فجر")) for word in told), minutes
