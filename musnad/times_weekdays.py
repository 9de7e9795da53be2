"""The reckoning of weekdays: by the words behind them, the tense before them and their neighbours."""

from __future__ import annotations

import re

from musnad.days import Days, ago
from musnad.times_context import Context, Found, around
from musnad.times_days import opens_part
from musnad.times_tense import arranged, event_tense, form, tense

_AT_HAND = 3
"""Days ahead that a weekday behind a verb in the present is more likely to be than the one gone by."""

_WEEK = 7
"""Weekdays in a row that are looked back over."""

_JUST_GONE = 2
"""Days back of a weekday that an event behind «بعد» is more likely to have been on than a week later."""

_VERB_NEAR = 3
"""Words before a weekday in which a verb of the past is that of the weekday."""

_PLUPERFECT = 20
"""Words before a weekday in which «كان» puts it before the past."""

_OUR_TWO = ("ينا", "يهما")
"""Ends of a dual with its owners: «بلدينا الاثنين»."""

_LIST_STEP = 2
"""Days from one weekday of a list to the next."""


def weekdays(ctx: Context, match: re.Match[str]) -> Found | None:
    """«ليل السبت الأحد»: a night from one day to the next."""
    first, second = (ctx.words.values[match.start(name)] for name in ("one", "other"))
    assert isinstance(first, int)
    assert isinstance(second, int)
    if (second - first) % 7 != 1:
        return None
    days = None
    if ctx.published is not None:
        back = (ctx.published.weekday() - second) % 7
        if tense(ctx, match.start()) == "future":
            back = -((second - ctx.published.weekday()) % 7)
        days = ago(ctx.published, back + 1, back)
    return Found(match.start(), match.end(), "interval", days)


def weekday(ctx: Context, match: re.Match[str]) -> Found | None:
    """A weekday by its word behind it or the tense before it: the last up to publication, or the next."""
    start, at = match.start(), match.start("day")
    wanted = ctx.words.values[at]
    assert isinstance(wanted, int)
    if ctx.is_a(start, "after") and not opens_part(ctx, start):
        start += 1
    if ctx.token(start - 1).removeprefix("و") in around()["not_days"] or "بن" in (
        ctx.token(start - 1),
        ctx.token(start - 2),
    ):
        return None
    if _is_of_every_week(ctx, start) or (ctx.is_a(match.end(), "of") and ctx.is_a(match.end() + 1, "each")):
        return None
    if start == at and not match["mod"] and ctx.names_person(start - 1):
        # «محمد الخميس»
        return None
    if ctx.token(at).lstrip("بول") == "الاثنين" and start == at:
        before = ctx.token(start - 1)
        if _is_both(ctx, match.end()) or (before.endswith(_OUR_TWO) and before not in around()["with_us"]):
            return None
    if (
        ctx.token(at) == "الاثنين"
        and ctx.is_a(start - 1, "between")
        and not any(ctx.token(w).startswith("و") for w in range(match.end(), match.end() + 2))
    ):
        # «الجمع بين الاثنين» is both of them.
        return None
    if ctx.is_a(start, "between") or ctx.published is None:
        return Found(start, match.end(), "day", role="weekday", weekday=wanted)
    named = range(*match.span("mod")) if match["mod"] else range(0)
    back = (ctx.published.weekday() - wanted) % 7
    role = "weekday"
    if any(ctx.is_a(w, "same", "following", "previous", "alike") for w in named):
        return Found(start, match.end(), "day", role="weekday!", weekday=wanted)
    if any(ctx.is_a(w, "past", "latest") for w in named):
        back = (back or 7) + 7 * any(ctx.is_a(w, "before") for w in named)
    elif any(ctx.is_a(w, "future") for w in named):
        back -= 7 + 7 * any(ctx.is_a(w, "after") for w in named)
    elif (listed := _in_list(ctx, start, wanted)) is not None:
        return _listed(ctx, match, wanted, listed)
    elif back and _is_to_come(ctx, start, match.end(), wanted, back):
        back -= 7
        ctx.coming[wanted] = match.end()
    return _kept(ctx, Found(start, match.end(), "day", ago(ctx.published, back), role=role, weekday=wanted))


def _kept(ctx: Context, one: Found) -> Found:
    ctx.weekday, ctx.weekday_ends = one.days, one.end
    return one


def _in_list(ctx: Context, start: int, wanted: int) -> Days | None:
    """«السبت والأحد»: a weekday one or two days behind the one that stands before it."""
    last = ctx.weekday
    if last is None or ctx.weekday_ends != start or not ctx.token(start).startswith("و"):
        return None
    later = (wanted - last.first.weekday()) % 7
    return ago(last.first, -later) if 0 < later <= _LIST_STEP else None


def _listed(ctx: Context, match: re.Match[str], wanted: int, days: Days) -> Found:
    if ctx.published is not None and days.first > ctx.published:
        ctx.coming[wanted] = match.end()
    return _kept(ctx, Found(match.start(), match.end(), "day", days, role="weekday", weekday=wanted))


def _is_both(ctx: Context, end: int) -> bool:
    """«على الاثنين المتهمين», «إن الاثنين كانا»: both of them."""
    behind = ctx.token(end)
    noun = ctx.is_other(end) and behind.startswith("ال") and behind.endswith("ين")
    return noun or behind in ("هما", "كانا", "معا", "يكونا")


def _is_to_come(ctx: Context, at: int, end: int, wanted: int, back: int) -> bool:
    """Whether a weekday lies ahead, by the tense before it, or since it did before in its line."""
    if wanted in ctx.coming and ctx.same_line(ctx.coming[wanted], at):
        return True
    if back >= 7 - _AT_HAND and ctx.is_a(at - 1, "to") and not ctx.token(at - 1).startswith("ال"):
        # «أغلقت المدارس حتى الاثنين»
        return True
    if (at == 0 or ctx.is_a(at - 1, "line")) and back >= _WEEK - _AT_HAND:
        return _heads_line(ctx, end)
    if back == _WEEK - 1 and _is_tomorrow(ctx, at):
        return True
    gone = ctx.is_a(at - 2, "after") or ctx.token(at - 1).endswith("بحلول")
    if gone and back <= _JUST_GONE:
        # «سيعودون بعد احتجاجات الاثنين»
        return False
    told = arranged(ctx, at) or tense(ctx, at)
    if told == "future" or (told == "present" and back >= 7 - _AT_HAND):
        return True
    return event_tense(ctx, at, end) == "future"


def _is_tomorrow(ctx: Context, at: int) -> bool:
    """Whether the weekday of the day after publication is that day: six days later nobody calls the last one
    so, unless a verb of the past stands right before it.
    """
    if at == 0 or ctx.is_a(at - 1, "since", "line", "stop"):
        return False
    if any(ctx.token(w).removeprefix("و") in ("كان", "كانت") for w in range(max(at - _PLUPERFECT, 0), at)):
        # «وكانت الجبهة خطفت ثمانية عناصر مساء الأربعاء»
        return False
    return all(form(ctx.token(w)) != "past" for w in range(max(at - _VERB_NEAR, 0), at) if ctx.is_other(w))


_HEAD = 6
"""Words behind a weekday at the head of a line in which its verb is looked for."""


def _heads_line(ctx: Context, end: int) -> bool:
    """«الأربعاء.. محادثات بين البلدين», «الخميس تنطلق البطولة»: a line's head with no verb of the past."""
    for w in range(end, end + _HEAD):
        if ctx.is_a(w, "line"):
            break
        told = form(ctx.token(w)) if ctx.is_other(w) else None
        if told is not None:
            return told != "past"
    return ctx.is_a(end, "stop", "colon_mark")


def _is_of_every_week(ctx: Context, at: int) -> bool:
    """«أيام الجمعة والسبت»: the second of them."""
    first = at - 1
    while ctx.is_a(first, "weekday") and at - first <= _WEEK:
        first -= 1
    return first < at - 1 and ctx.token(first).removeprefix("و") in ("ايام", "ايامي")
