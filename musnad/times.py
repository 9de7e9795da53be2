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

from musnad import (
    times_clock,
    times_days,
    times_lengths,
    times_named,
    times_periods,
    times_weekdays,
    times_years,
)
from musnad.days import Days, ago
from musnad.model import TimeExpression, TimeKind
from musnad.text import Folded
from musnad.times_context import Context, Found, around
from musnad.times_joins import DAYLIKE, agreeing, joined
from musnad.times_patterns import patterns
from musnad.times_tense import form
from musnad.times_words import split

Match = Callable[[str, int], re.Match[str] | None]
Read = Callable[[Context, re.Match[str]], Found | None]
_READ: dict[str, Read] = {
    "midnight": times_clock.midnight,
    "clock": times_clock.clock,
    "deictic": times_days.deictic,
    "weekdays": times_weekdays.weekdays,
    "weekday": times_weekdays.weekday,
    "numeric": times_days.numeric,
    "month_days": times_days.month_days,
    "date": times_days.dates,
    "month_first": times_days.month_first,
    "day_of_this": times_days.day_of_this,
    "day_slash": times_days.day_slash,
    "school": times_years.school,
    "that_unit": times_named.that_unit,
    "same_day": times_named.same_day,
    "decade": times_years.decade,
    "century": times_years.century,
    "years": times_years.years,
    "season": times_periods.season,
    "month": times_periods.month,
    "part_of": times_periods.part_of,
    "quarter": times_periods.quarter,
    "quarters": times_periods.quarters,
    "period": times_periods.period,
    "firsts": times_periods.firsts,
    "relative": times_periods.relative,
    "same_unit": times_named.same_unit,
    "ago": times_lengths.ago_,
    "counted": times_lengths.counted,
    "latest": times_lengths.latest,
    "year_words": times_years.in_words,
    "year_short": times_years.short,
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
        for one in agreeing(ctx, joined(ctx, _single(ctx)))
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
    found = agreeing(ctx, joined(ctx, _single(ctx)))
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
                today = one.days is not None and one.days.first == ctx.published and one.role != "date"
                if one.kind == "day" and one.days is not None and not today:
                    ctx.day, ctx.day_ends = one.days, one.end
                if one.kind == "month" and one.days is not None:
                    ctx.month, ctx.month_ends = one.days, one.end
                at = one.end - 1
                break
        at += 1
    return found


def _closed(ctx: Context, one: Found) -> Found:
    """Without a closing bracket whose opening one stands before, or an opening one that is closed behind."""
    if ctx.is_a(one.start, "open") and not any(ctx.is_a(at, "close") for at in range(one.start, one.end)):
        one = replace(one, start=one.start + 1)
    stray = ctx.is_a(one.end - 1, "close") and not any(
        ctx.is_a(at, "open") for at in range(one.start, one.end)
    )
    return replace(one, end=one.end - 1) if stray and one.end - one.start > 1 else one


# --- clock times and the day they fall on ---


_CLOCK_REACH = 15
"""Words between a clock time and the day that it falls on."""


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
    return one.kind == "day" and one.role in DAYLIKE


def _near(ctx: Context, found: list[Found], at: int) -> Found | None:
    """The day named nearest before a clock time in its sentence, or else behind it; first of all what only a
    bracket parts from it, «(20:30 ت غ) من يوم الأربعاء».
    """
    if at + 1 < len(found) and _is_day(found[at + 1]):
        gap = range(found[at].end, found[at + 1].start)
        if ctx.is_a(found[at].end, "close") and all(ctx.is_a(w, "close", "of", "comma") for w in gap):
            return found[at + 1]
    for others, step in ((reversed(found[max(at - 4, 0) : at]), -1), (found[at + 1 : at + 3], 1)):
        for other in others:
            gap = range(other.end, found[at].start) if step < 0 else range(found[at].end, other.start)
            if len(gap) > _CLOCK_REACH or any(ctx.is_a(w, "stop", "line") for w in gap):
                break
            apart = step > 0 and any(ctx.is_a(w, "after", "before", "since") for w in gap)
            apart = apart or (step > 0 and len(gap) > 2 and any(ctx.is_a(w, "comma") for w in gap))
            # «وفي الساعة 10:30 سجل الذهب 1290 دولارا مقابل 1300 الجمعة»
            apart = apart or (step > 0 and any(form(ctx.token(w)) == "past" for w in gap if ctx.is_other(w)))
            # «غرد، الاثنين، أنه سيعلن قراره الساعة الثانية»
            ahead = step < 0 and other.days is not None and other.days.first < (ctx.published or date.min)
            apart = apart or (ahead and any(form(ctx.token(w)) == "future" for w in gap if ctx.is_other(w)))
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
        if one.half and day is not None and minutes is not None:
            told, minutes = _by_part(ctx, day, minutes)
            sure = sure or told
        if minutes is None or not sure:
            return replace(one, start=start, end=end, value=None, days=None)
        value = times_clock.written(minutes, one.zone)
    if day is not None and day.days is not None and day.days.first == day.days.last:
        hours = str(value).split("/")
        value = day.days.first.isoformat() + hours[0]
        if len(hours) > 1:
            # «من الحادية عشرة مساء حتى السابعة صباحا» ends a day later.
            last = ago(day.days.first, -int(hours[1] < hours[0]))
            value += f"/{last.first.isoformat()}{hours[1]}"
    elif day is not None and not apart:
        value = None
    return Found(start, end, "time", value=value, role="timed")


def _by_part(ctx: Context, day: Found, minutes: int) -> tuple[bool, int]:
    """An hour by the part of the day beside it, «مساء أمس», and whether there is one."""
    told = ctx.words.tokens[day.start : day.end]
    if any(word.endswith(("مساء", "ليل", "عصر")) for word in told):
        return True, minutes + 720 * (minutes < 720)
    return any(word.endswith(("صباح", "فجر")) for word in told), minutes
