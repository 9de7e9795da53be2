"""The reckoning of years, decades and centuries, and of numbers that may be years or counts."""

from __future__ import annotations

import re

from musnad.days import Days, whole_year
from musnad.hijri import FIRST_YEAR, LAST_YEAR, hijri_of, hijri_year, hijri_years_in
from musnad.times_context import Context, Found, around

_FIRST, _LAST = 1300, 2100
"""Years that need no word for their era."""

_HEAT, _FAR = ("حرار", "الحرار", "بحرار", "مئوي", "معدلاتها"), 15
"""Words of temperatures, and how far before a decade they make it degrees."""

_AGES = ("اعمار", "عمره", "العمر")


def years(ctx: Context, match: re.Match[str]) -> Found | None:
    """«2010 - 2015», «عامي 2014 و2015», «1436 - 1437هـ», «موسم 2014/15»."""
    one, two = match.start("one"), match.start("other")
    first, last = ctx.words.values[one], ctx.words.values[two]
    assert isinstance(first, int)
    assert isinstance(last, int)
    if ctx.is_before_christ(two + 1):
        return Found(match.start(), two + 1, "interval")
    together = ctx.is_a(two, "and_digits")
    if together and not (
        ctx.is_a(match.start(), "years_of", "the_two", "between") or ctx.is_a(match.start() - 1, "between")
    ):
        return None
    if not together and (
        # «1989 ــ 1993» is folded to two years.
        (not match["joint"] and not (ctx.is_a(two, "year4") and first < last <= first + 30))
        or (ctx.is_a(match.start("joint"), "comma") and not ctx.is_a(match.start(), "years_of", "the_two"))
    ):
        return None
    if (
        not together
        and match["joint"]
        and ctx.is_a(match.start("joint"), "slash", "dash")
        and ctx.is_a(two + 1, "slash", "dash")
    ):
        return None
    if last < 100 and ctx.is_a(match.start("joint"), "slash", "dash"):
        last += first - first % 100
    if not first < last <= first + 200 or last > 2200 or first <= LAST_YEAR < last:
        return None
    if (
        last == _value(ctx, two)
        and not any(
            ctx.is_a(w, "years_of", "the_two", "year_noun", "the_year", "era")
            for w in range(match.start(), match.end())
        )
        and (
            ctx.token(two + 1) in around()["counted_by"]
            or (first % 100 == last % 100 == 0 and ctx.is_other(two + 1))
        )
    ):
        # «بين 1500 و2000 حبة»
        return None
    start = match.start() + ctx.is_a(match.start(), "between", "month_noun")
    hijri = FIRST_YEAR <= first <= LAST_YEAR and not ctx.is_gregorian(two + 1)
    days = hijri_year(first, last) if hijri and last <= LAST_YEAR else whole_year(first, last)
    return Found(start, match.end(), "interval", days, role="range")


def year(ctx: Context, match: re.Match[str]) -> Found | None:
    """«عام 2011», «العام الماضي 2014م», «مطلع 2016», «2015م»; a number alone only where the words
    before tell a time.
    """
    at = match.start("one") if match["noun"] else match.start("bare")
    if match["noun"] and ctx.is_general(match.start("noun")):
        return None
    early = ctx.is_a(at, "digits") and ctx.is_a(at + 1, "era") and 0 < _value(ctx, at) < _FIRST
    if not (_FIRST <= _value(ctx, at) <= _LAST or early) or (
        match["bare"] and not match["era"] and not _may_be_year(ctx, match)
    ):
        return None
    end = match.end()
    if ctx.is_before_christ(end):
        return Found(match.start(), end, "year")
    days = ctx.numbered_year(at)
    if _heads_line(ctx, at):
        ctx.head_year, ctx.head_ends = days.first.year, end
    if match["noun"]:
        return Found(match.start(), end, "year", days, role="year")
    if match["era"] and ctx.token(end - 1) == "م" and _counts(ctx, end):
        return None
    named = ctx.token(match.start() - 1).removeprefix("ال") in around()["named_by_year"]
    named = named or (_dates_event(ctx, at, around()["named_events"]) and not match["era"])
    if named and match.start() == at and days.first.year > 1900:
        return Found(match.start(), end, "year")
    return Found(match.start(), end, "year", days, role="year")


def in_words(ctx: Context, match: re.Match[str]) -> Found | None:
    """«عام ألفين وعشرة», «سنة ألف وتسعمئة وسبعين»."""
    number = ctx.number(*match.span("words"))
    if number is None or not LAST_YEAR < number <= _LAST or ctx.is_before_christ(match.end()):
        return None
    ctx.year = number
    return Found(match.start(), match.end(), "year", whole_year(number), role="year")


_SHORT = range(40, 100)
"""Years of which the press leaves off the century."""


def short(ctx: Context, match: re.Match[str]) -> Found | None:
    """«نكسة عام 67»: a year of the last century."""
    number = _value(ctx, match.start("short"))
    if number not in _SHORT:
        return None
    ctx.year = 1900 + number
    return Found(match.start(), match.end(), "year", whole_year(1900 + number), role="year")


def _value(ctx: Context, at: int) -> int:
    value = ctx.words.values[at]
    return value if isinstance(value, int) else 0


def _may_be_year(ctx: Context, match: re.Match[str]) -> bool:
    """Whether a bare number of four digits is a year, by the words on either side."""
    at, end = match.start("bare"), match.end()
    if ctx.is_a(at, "and_digits") and not (
        ctx.listed_from == at or (ctx.listed_from == at - 1 and ctx.is_a(at - 1, "comma"))
    ):
        return False
    if match.start() == at and is_counted(ctx, end):
        return False
    if (
        match.start() < at
        or ctx.listed_from == at
        or (ctx.listed_from == at - 1 and ctx.is_a(at - 1, "comma", "open"))
        or _in_both_calendars(ctx, at)
        or _heads_line(ctx, at)
        or _glued(ctx, at)
    ):
        return True
    digits, value = ctx.token(at), _value(ctx, at)
    if not digits[0].isdigit() and digits[0] not in "لب" and not digits.startswith("ال"):
        return False
    if ctx.token(at - 1).removeprefix("ال") in around()["named_by_year"]:
        return value > 1900
    if ctx.is_a(at - 1, "dash", "slash") or not _in_time(ctx, at) or _is_count(ctx, at, end):
        return False
    return value % 100 != 0 or not ctx.is_other(end)


def is_counted(ctx: Context, end: int) -> bool:
    """«2027 شخصا», «بين 1800 إلى 2200 كيلو»: a noun counted by the number, or by one that ends its range."""
    nouns = around()["counted_by"]
    word = ctx.token(end)
    if word in nouns or (len(word) > 3 and word.removesuffix("ا") in nouns):
        return True
    if not (ctx.is_a(end - 2, "between", "of") or ctx.token(end - 2) == "بين"):
        return False
    other = end + ctx.is_a(end, "to")
    ranged = ctx.is_a(other, "and_digits") or (other > end and ctx.is_a(other, "digits", "year4"))
    return ranged and {ctx.token(other + 1), ctx.token(other + 1).removesuffix("ا")} & nouns != set()


_MODERN = range(1900, 2050)
"""Years that the press tells of most."""


def _is_count(ctx: Context, at: int, end: int) -> bool:
    """«أكثر من 1460 رجلا», «من 1702 رجل»: more than so many, or a number that is hardly a year before a noun
    without the article.
    """
    if ctx.is_a(at - 1, "of") and ctx.token(at - 2).lstrip("بلو") in around()["more_than"]:
        return True
    weak = ctx.is_a(at - 1, "of", "to", "between") or ctx.token(at - 1) == "مقابل"
    return (
        weak
        and _value(ctx, at) not in _MODERN
        and ctx.is_other(end)
        and not ctx.token(end).startswith(("ال", "و"))
    )


def _in_both_calendars(ctx: Context, at: int) -> bool:
    """«عام 1345/ 1926»: behind a Hijri year."""
    other = at - 2 - ctx.is_a(at - 2, "era")
    before, value = _value(ctx, other), _value(ctx, at)
    hijri = ctx.is_a(other, "year4") and FIRST_YEAR <= before <= LAST_YEAR < value
    return hijri and ctx.is_a(at - 1, "slash", "dash") and before in hijri_years_in(value)


def _glued(ctx: Context, at: int) -> bool:
    """«ينمو الاقتصاد بـ2019»: behind a preposition, and before no noun that it could count."""
    value, ends = _value(ctx, at), at + 1 >= len(ctx.words.tokens)
    closes = ends or ctx.is_a(at + 1, "stop", "line", "comma", "close", "quote")
    return ctx.token(at)[0] in "بل" and 1950 < value < 2050 and value % 100 != 0 and closes


def _heads_line(ctx: Context, at: int) -> bool:
    """«1934 - هتلر يصبح رئيسا»: a year of a chronicle."""
    heads = at == 0 or ctx.is_a(at - 1, "line")
    return heads and ctx.is_a(at + 1, "dash") and ctx.is_other(at + 2) and _value(ctx, at) > LAST_YEAR


def _dates_event(ctx: Context, at: int, events: frozenset[str]) -> bool:
    """«حرب غزة 2014», «انتخابات الرئاسة الأميركية 2016»: an event up to three words before, with its nouns
    and adjectives between.
    """
    for back in range(at - 1, max(at - 5, -1), -1):
        word = ctx.token(back)
        if word in events or word[1:] in events:
            return True
        if not (ctx.is_other(back) or ctx.is_a(back, "zone", "year_kind")) or (
            back < at - 1 and not word.startswith("ال")
        ):
            return False
    return False


def _counts(ctx: Context, end: int) -> bool:
    """«1500 م مربع»: metres."""
    return ctx.token(end) in ("مربع", "مربعا", "2", "طولي")


def _in_time(ctx: Context, at: int) -> bool:
    """Whether a number of four digits is a year by the word before it, or by the brackets around it."""
    if ctx.is_a(at - 1, "open") and ctx.is_a(at + 1, "close"):
        value = ctx.words.values[at]
        return isinstance(value, int) and 1900 < value < 2100
    if ctx.is_a(at - 1, "open") and ctx.is_a(at + 1, "and_digits") and 1900 < _value(ctx, at + 1) < 2100:
        return True
    word = ctx.token(at - 1)
    if word == ":" and _value(ctx, at) > LAST_YEAR:
        # «السيارات المنتجة في: 2015»
        word = ctx.token(at - 2)
    if _value(ctx, at) > LAST_YEAR and _dates_event(ctx, at, around()["dated_events"]):
        return True
    if word == "مع" and "مقارن" in ctx.token(at - 2):
        return True
    row = around()["listed_years"]
    if ctx.token(at - 1) in row or (ctx.is_a(at - 1, "open") and ctx.token(at - 2) in row):
        return True
    if ctx.is_a(at - 1, "open") and ctx.is_a(at + 1, "comma") and ctx.is_a(at + 2, "year4"):
        return True
    return word in around()["in_time"] or word.removeprefix("و") in around()["in_time"]


def school(ctx: Context, match: re.Match[str]) -> Found | None:
    """«العام الدراسي الحالي 1436/1437هـ»; without its numbers a year of that kind stays open."""
    if not match["first"]:
        return Found(match.start(), match.end(), "year", _year_of_calendar(ctx, match))
    days = ctx.numbered_year(match.start("first"))
    if match["last"]:
        first, last = (ctx.words.values[match.start(name)] for name in ("first", "last"))
        assert isinstance(first, int)
        assert isinstance(last, int)
        last += first - first % 100 if last < 100 else 0
        hijri = FIRST_YEAR <= first <= LAST_YEAR
        if not first < last <= (LAST_YEAR if hijri else first + 100):
            return Found(match.start(), match.end(), "interval")
        days = hijri_year(first, last) if hijri else whole_year(first, last)
    return Found(match.start(), match.end(), "interval" if match["last"] else "year", days, role="year")


def _year_of_calendar(ctx: Context, match: re.Match[str]) -> Days | None:
    """«العام الهجري الحالي»: that of publication or one beside it; other kinds of years begin as they may."""
    words = range(match.start(), match.end())
    hijri = any(ctx.token(w).startswith("الهجري") for w in words)
    gregorian = any(ctx.token(w).startswith("الميلادي") for w in words)
    if not (hijri or gregorian) or not match["mod"] or ctx.published is None:
        return None
    at = match.start("mod")
    if not ctx.is_a(at, "past", "present", "future"):
        return None
    ahead = int(ctx.is_a(at, "future")) - int(ctx.is_a(at, "past"))
    if gregorian:
        return whole_year(ctx.published.year + ahead)
    return hijri_year(hijri_of(ctx.published)[0] + ahead)


def decade(ctx: Context, match: re.Match[str]) -> Found | None:
    """«الثمانينيات», «سبعينيات القرن الماضي»; not «في الستينيات من عمره»."""
    if ctx.is_a(match.end(), "of") and ctx.is_a(match.end() + 1, "age_of"):
        return None
    if any(ctx.token(w).startswith(_HEAT) for w in range(match.start() - _FAR, match.start())):
        # «حرارة في الخمسينات»
        return None
    if any(ctx.token(w).startswith(_AGES) for w in range(match.start() - 3, match.start())):
        return None
    which = ctx.words.values[match.start("decade")]
    return Found(match.start(), match.end(), "decade", value=f"19{which}X")


def century(ctx: Context, match: re.Match[str]) -> Found | None:
    """«القرن الماضي», «القرن التاسع عشر», «القرن العشرين»."""
    end = match.end()
    if match["mod"]:
        shift = -1 if ctx.is_a(match.start("mod"), "past") else int(ctx.is_a(match.start("mod"), "future"))
        if ctx.published is None:
            return Found(match.start(), end, "century")
        before = ctx.published.year // 100 + shift
    else:
        number = ctx.ordinal(*match.span("number"))
        gregorian = not ctx.is_a(end - 1, "era", "year_kind") or ctx.is_gregorian(end - 1)
        if number is None or not 0 < number < 100 or not gregorian or ctx.is_before_christ(end):
            return Found(match.start(), end, "century")
        before = number - 1
    if match["part"]:
        size = 50 if ctx.is_a(match.start("part"), "the_half") else 25
        which = ctx.words.values[match.start("which")]
        at = which if isinstance(which, int) else 100 // size
        if not 0 < at <= 100 // size:
            return None
        days = whole_year(before * 100 + size * (at - 1), before * 100 + size * at - 1)
        return Found(match.start(), end, "interval", days)
    return Found(match.start(), end, "century", value=f"{before:02}XX")
