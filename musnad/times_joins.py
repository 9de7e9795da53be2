"""Expressions of time that say one thing together: one day named twice, ranges, lengths that add up."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from musnad import times_clock
from musnad.days import Days, ago
from musnad.times_context import Context, Found, around

Join = Callable[[Context, Found, Found], Found | None]

DAYLIKE = ("deictic", "weekday", "weekday!", "date")
"""What names one day, and joins another name of it."""


def joined(ctx: Context, found: list[Found]) -> list[Found]:
    """Expressions with their neighbours: a deictic day with its weekday, a weekday with its date, ranges."""
    for both in (_one_day, _range, _lengths):
        told = list[Found]()
        for one in found:
            told.append(one)
            while len(told) > 1 and (joined := _both(both, ctx, told[-2], told[-1])) is not None:
                told[-2:] = [joined]
        found = told
    return _listed(ctx, found)


def _listed(ctx: Context, found: list[Found]) -> list[Found]:
    """«في مايو ويونيو 2017», «في 3 مايو و5 يونيو 2017»: the year behind the last is that of the first too."""
    for i in range(len(found) - 2, -1, -1):
        one, other = found[i], found[i + 1]
        alike = one.role == other.role and one.role in ("date", "month") and one.end == other.start
        if not alike or one.sure or not other.sure or not ctx.token(other.start).startswith("و"):
            continue
        if one.days is None or other.days is None or one.days.first.year == other.days.first.year:
            continue
        years = other.days.first.year - one.days.first.year
        try:
            days = one.days.moved(years)
            found[i] = replace(one, days=days if days.first < other.days.first else days.moved(-1), sure=True)
        except ValueError:
            continue
    return found


def _both(join: Join, ctx: Context, one: Found, other: Found) -> Found | None:
    """What two expressions say together; None where that lies beyond the calendar."""
    try:
        return join(ctx, one, other)
    except (ValueError, OverflowError):
        return None


def _one_day(ctx: Context, one: Found, other: Found) -> Found | None:
    """«أمس الثلاثاء», «الثلاثاء (15 أيار)», «مساء غد (الأربعاء)»: one day named twice; None where they
    are two.
    """
    gap = range(one.end, other.start)
    marks = [at for at in gap[:1] if ctx.is_a(at, "comma", "open", "quote", "dash", "in")]
    if one.share is not None:
        return _part_of_month(one, other)
    if len(marks) < len(gap):
        return _day_of_week(ctx, one, other)
    if one.role not in DAYLIKE or other.role not in DAYLIKE:
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
    weekday = other.weekday if role == "deictic" else None
    return Found(one.start, end, "day", days, role=role, others=others, weekday=weekday)


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
        if other.days is None:
            return None
        agree = one.days == other.days or other.days in one.others
        # «اليوم الأحد 2-8-2015م», written some days before it was printed.
        told = other.sure and one.weekday == other.days.first.weekday()
        return other.days if agree or told else None
    dated = other if pair[0] == "weekday" else one
    for days in (named, *dated.others):
        if days is not None and days.first == days.last and days.first.weekday() == wanted:
            return days
    return None


def _part_of_month(one: Found, other: Found) -> Found | None:
    """«الأسبوع الأول من مايو», «النصف الثاني من الشهر الجاري»: days of the month."""
    if one.share is None or other.role != "month" or other.start != one.end + 1:
        return None
    (size, which), days = one.share, other.days
    if days is None:
        return Found(one.start, other.end, "interval")
    length = (days.last - days.first).days + 1
    first = size * (which - 1) if which else length - size
    # The second half goes on to the end, as the last week does.
    last = length - 1 if not which or first + 2 * size > length + size // 2 else first + size - 1
    if not 0 <= first <= last:
        return None
    return Found(one.start, other.end, "interval", ago(days.first, -first, -last), role="range")


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


def agreeing(ctx: Context, found: list[Found]) -> list[Found]:
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
    reaches = len(gap) == 1 and ctx.is_a(gap[0], "to")
    if reaches and one.kind != other.kind:
        return _mixed_range(ctx, one, other)
    if one.kind not in _RANGED or other.kind != one.kind or not one.role or not other.role:
        return None
    if reaches and one.kind == "day" and _is_put_off(ctx, one.start):
        return None
    dashed = len(gap) == 1 and ctx.is_a(gap[0], "dash") and one.role == other.role != "year"
    named = ctx.is_a(one.start - 1, "between", "months_of")
    if ctx.is_a(one.start - 1, "days_of") and one.days is not None and other.days is not None:
        named = (other.days.first - one.days.first).days == 1
    between = (
        named
        and (not gap or (len(gap) == 1 and ctx.is_a(gap[0], "comma")))
        and ctx.token(other.start).startswith("و")
    )
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


_NAMED = ("date", "weekday", "deictic", "month", "year", "quarter", "interval")
"""Roles of what a range may begin or end with."""

_FAR_BACK = 8
"""Words before a day in which the verb of a delay is looked for."""


def _mixed_range(ctx: Context, one: Found, other: Found) -> Found | None:
    """«من عام 2000 حتى النصف الأول من 2014», «منذ بداية العام حتى نهاية يوليو»: days, months and years."""
    if not ctx.is_a(one.start - 1, "of", "since") or one.role not in _NAMED or other.role not in _NAMED:
        return None
    if one.days is None or other.days is None:
        return None
    days = _in_order(one, one.days, other, other.days)
    return None if days is None else Found(one.start, other.end, "interval", days, role="range")


def _is_put_off(ctx: Context, at: int) -> bool:
    """«أرجأت المحكمة السبت إلى 10 أغسطس»: from the day of the verb there is no range to the new one."""
    if ctx.is_a(at - 1, "of", "between"):
        return False
    before = ctx.words.tokens[max(at - _FAR_BACK, 0) : at]
    return any(word.lstrip("وف") in around()["put_off"] for word in before)


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
