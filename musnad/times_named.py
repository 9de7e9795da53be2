"""The reckoning of days, months and years by what was named before: «ذلك اليوم», «العام نفسه»."""

from __future__ import annotations

import re

from musnad.days import whole_month, whole_year
from musnad.times_context import Context, Found, around
from musnad.times_periods import kind_of, same_month
from musnad.times_tense import form

_AS_WELL = ("عن", "علي", "مع", "ومع", "غير", "كل", "الي", "بان", "ان")
"""Before «ذلك» that stands for what was said."""


def that_unit(ctx: Context, match: re.Match[str]) -> Found | None:
    """«ذلك اليوم», «تلك الليلة», «في ذلك العام»: the day named last in the line, the month or year named
    last, open where none was, or where a clause behind tells which, «ذلك اليوم الذي».
    """
    start, end = match.span()
    if _is_pronoun(ctx, start, end) or (match["unit"] and ctx.is_general(end - 1)):
        return None
    told = ctx.token(end) in around()["relative"]
    if match["day"]:
        named = ctx.day if not told and ctx.same_line(ctx.day_ends, start) else None
        return Found(start, end, "day", named)
    kind, month, days = kind_of(ctx, match.start("unit")), ctx.month, None
    if told or ctx.is_a(end, "ord"):
        return Found(start, end, kind)
    if kind == "year" and ctx.year is not None:
        days = whole_year(ctx.year)
    if kind == "month" and month is not None and month == whole_month(month.first.year, month.first.month):
        days = month if ctx.same_line(ctx.month_ends, start) else None
    return Found(start, end, kind, days)


_NO_PRONOUN = ("تلك", "وتلك")


def _is_pronoun(ctx: Context, start: int, end: int) -> bool:
    """Whether «ذلك» stands for what was said, and the day behind it is another's: «أوضح ذلك اليوم»."""
    before = ctx.token(start - 1)
    if not ctx.token(start + 1).startswith("ال") or ctx.is_a(end, "weekday", "past", "present", "future"):
        return True
    if ctx.token(start) in _NO_PRONOUN or before in around()["in_that"]:
        return False
    return before in _AS_WELL or form(before) is not None


def same_day(ctx: Context, match: re.Match[str]) -> Found | None:
    """«يومها», «مساء اليوم نفسه»: the day that was named last in the same line; «اليوم التالي» is mostly that
    behind an event.
    """
    named = ctx.day if ctx.same_line(ctx.day_ends, match.start()) else None
    if match["then"] and (named is None or ctx.is_a(match.end(), "ord")):
        return None
    later = bool(match["mod"]) and ctx.is_a(match.start("mod"), "following")
    return Found(match.start(), match.end(), "day", None if later else named)


def same_unit(ctx: Context, match: re.Match[str]) -> Found | None:
    """«نفس الشهر من العام المقبل», «ذات العام»: by the month or year named last; open where none was."""
    kind, month = kind_of(ctx, match.start("unit")), ctx.month
    if ctx.is_a(match.end(), "year_kind"):
        # «الشركات ذات السنة المالية»
        return None
    days = None
    if kind == "month" and month is not None and month == whole_month(month.first.year, month.first.month):
        days = same_month(ctx, month, *match.span("of"))
    elif kind == "year" and ctx.year is not None and not match["of"]:
        days = whole_year(ctx.year)
    end = match.end() if days is not None else match.end("unit")
    return Found(match.start(), end, kind, days)
