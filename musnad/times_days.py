"""The reckoning of days, weekdays and dates: one function for each of their patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from musnad.days import Days, ago, month_before
from musnad.hijri import FIRST_YEAR, LAST_YEAR, hijri_day, hijri_of, hijri_years_in
from musnad.times_context import Context, Found, around
from musnad.times_tense import Tense, arranged, called_for, event_tense, form, tense
from musnad.times_words import lexicon

_SOON = 20
"""Days ahead within which a date without a year is rather one to come, whatever the verb."""

_NEAR = 45
"""Days ahead within which a date without a year and a past verb is taken as one to come."""


_SEASON = 90
"""The same behind a verb in the present, «تستعد لانتخابات 24 يونيو»."""

_FAR, _JUST = 300, 60
"""Days ahead that are too many behind a future where the last such day lies so few days back."""

_TENS = 20
"""From here on days of a month are counted by cardinals: «العشرين من مايو»."""

ZERO = ("صفر", "وصفر")
"""The month of Safar, and the goals of who lost."""

_LONGEST_MONTH = 31


def deictic(ctx: Context, match: re.Match[str]) -> Found | None:
    """«اليوم», «مساء أمس», «أول من أمس», «بعد غد», «هذه الليلة»."""
    start, end, shift, later = match.start(), match.end(), 0, False
    if match["yesterday"]:
        shift = -1
        if match["older"] or ctx.token(match.start("ord")) == "الاول":
            shift = -2
        elif match["ord"]:
            end = match.start("ord")
    elif match["tomorrow"]:
        quoted = ctx.is_a(start - 1, "quote") and ctx.is_a(match.end(), "quote")
        if quoted or ctx.token(start - 1) in around()["to_come"]:
            return None
        later = ctx.is_a(match.start("tomorrow") - 1, "after")
        shift = 2 if later else 1
    elif match["night"]:
        shift = (
            -sum(ctx.is_a(w, "past", "before") for w in range(*match.span("gone"))) if match["gone"] else 0
        )
    if match["night"] and start == match.start("night") and not match["gone"] and ctx.is_a(start - 1, "in"):
        # «500 درهم في الليلة»
        return None
    if match["night"] and (ctx.is_a(end, "previous", "following") or ctx.is_a(start - 1, "same_before")):
        return None
    if match["today"] and not _is_today(ctx, match):
        return None
    if match["now"] and ctx.token(end - 1) not in ("الصباح", "المساء", "الظهيره"):
        # «هذا العصر» is an age.
        return None
    if ctx.is_a(start, "after") and not later and not opens_part(ctx, start):
        start += 1
    if (
        match["yesterday"]
        and shift == -1
        and start == match.start("yesterday")
        and ctx.is_a(start - 1, "before")
    ):
        # «قبل أمس»
        start, shift = start - 1, -2
    days = _ahead(ctx, shift)
    return Found(start, end, "day", days, role="deictic")


def _ahead(ctx: Context, shift: int) -> Days | None:
    return None if ctx.published is None else ago(ctx.published, -shift)


def _is_today(ctx: Context, match: re.Match[str]) -> bool:
    """Whether «اليوم» is the day of the report and no ordinal day, newspaper or frequency."""
    at, lists = match.start("today"), lexicon().sets
    before, behind = ctx.token(at - 1), ctx.token(at + 1)
    if behind in lists["ordinals"] or ctx.is_a(at + 1, "ord", "same", "following", "previous"):
        return False
    if match.start() < at and ctx.is_a(at - 1, "part", "this"):
        return True
    if before in around()["same_day"] or before in around()["all_through"]:
        return False
    if before in ("في", "و") and not ctx.is_a(at + 1, "weekday"):
        return False
    framed = ctx.is_a(at - 1, "quote", "open") and ctx.is_a(at + 1, "quote", "close")
    bare = before[1:] if before[:1] in ("و", "ف", "ب", "ل", "ك") else before
    if framed or before in lists["papers"] or bare in lists["papers"] or _ends_title(ctx, at):
        return False
    # «عالم اليوم», «بلغة اليوم»: nowadays.
    return before not in around()["of_today"] and bare not in around()["of_today"]


_TITLE = 3
"""Words between the quotation marks around a name that ends in «اليوم»."""


def _ends_title(ctx: Context, at: int) -> bool:
    """«رأي اليوم» between quotation marks: the name of a newspaper or programme, where no verb is in it."""
    if not ctx.is_a(at + 1, "quote"):
        return False
    for back in range(at - 2, max(at - 2 - _TITLE, 0), -1):
        if ctx.is_a(back, "quote"):
            return all(ctx.is_other(w) and form(ctx.token(w)) is None for w in range(back + 1, at))
    return False


def opens_part(ctx: Context, at: int) -> bool:
    """«بعد ظهر الأحد»."""
    return ctx.is_a(at + 1, "noon") or ctx.is_a(at + 1, "middle")


def numeric(ctx: Context, match: re.Match[str]) -> Found | None:
    """«13/3/2018», «2018-03-12», «14/10/1436هـ»: the year may stand first or last, the day before the
    month.
    """
    parts = [int(part) for part in re.findall(r"\d+", str(ctx.words.values[match.start("date")]))]
    first = parts[0] > 999
    year, month, day = (parts[0], parts[1], parts[2]) if first else (parts[2], parts[1], parts[0])
    if not 1300 <= year <= 2100:
        return None
    if first and month > 12 >= day:
        month, day = day, month
    last = _dated(year, month, day)
    ctx.by_hijri = FIRST_YEAR <= year <= LAST_YEAR
    if match["from"]:
        return Found(
            match.start(), match.end(), "interval", _from(ctx, match, last, (year, month)), role="range"
        )
    return Found(match.start(), match.end(), "day", last, role="date")


def _from(ctx: Context, match: re.Match[str], last: Days | None, until: tuple[int, int]) -> Days | None:
    """From «24/10» or «24» to a full date."""
    at = match.start("from") + ctx.is_a(match.start("from"), "day_noun")
    values = [value for value in ctx.words.values[at : match.end("from")] if isinstance(value, int)]
    month = values[1] if len(values) > 1 else until[1]
    first = _dated(until[0] - (month > until[1]), month, values[0])
    if first is None or last is None or first.first >= last.first:
        return None
    return Days(first.first, last.last)


def _dated(year: int, month: int, day: int, hijri: bool = False) -> Days | None:
    """A full date; None where the calendar has no such day."""
    try:
        if hijri or (FIRST_YEAR <= year <= LAST_YEAR):
            return hijri_day(year, month, day)
        one = date(year, month, day)
    except (ValueError, OverflowError):
        return None
    return Days(one, one)


def month_number(ctx: Context, start: int, end: int) -> tuple[int, int, bool, bool]:
    """The month that [start, end) names, where its words end, whether it is Hijri and whether it
    contradicts itself.

    «سبتمبر/أيلول» and «يوليو (تموز)» are one month; of «يوليو وأغسطس» only the first is read.
    """
    value = ctx.words.values[start]
    assert isinstance(value, int)
    hijri = ctx.is_a(start, "hijri")
    second = next((at for at in range(start + 1, end) if ctx.is_a(at, "month")), None)
    if second is None or ctx.words.values[second] == value:
        return value, end, hijri, False
    if ctx.token(second).startswith("و") or second == start + 1 or ctx.is_a(start + 1, "dash", "open"):
        return value, start + 1, hijri, False
    return value, end, hijri, True


def dates(ctx: Context, match: re.Match[str]) -> Found | None:
    """«12 آذار/مارس 2017», «الثاني من شباط», «التاسع من سبتمبر عام 1935م», «30 شوال»."""
    at, stop = _number_span(match)
    listed = ctx.is_a(at, "and_digits") and ctx.is_a(at - 1, "digits")
    if (
        ctx.is_a(at, "ord")
        and at == match.start()
        and ctx.is_a(at - 1, "the_week", "the_half", "the_quarter", "and_half", "and_quarter")
    ):
        # «الأسبوع الأول من مايو»
        return None
    if at == match.start() and ctx.is_a(at - 1, "slash", "decimal", "digits", "year4") and not listed:
        return None
    if ctx.token(match.start("month")) in ZERO and not match["year"] and stop == match.start("month"):
        return None
    number = _day_number(ctx, at, stop)
    if match["card"] and not _names_day(ctx, match):
        return None
    if number is None or (ctx.is_a(at, "the_card") and ctx.is_a(at - 1, "the_many")):
        return None
    if ctx.is_a(at, "the_card") and stop == at + 1 and number < _TENS:
        # «بأنواعه الثلاثة لشهر أغسطس» counts things; days up to ten are «الثالث».
        return None
    days, end = _day_in_month(ctx, match, number)
    if _is_name(ctx, match.start(), match) or (ctx.is_a(end, "of") and ctx.is_a(end + 1, "each")):
        days = None
    told = bool(match["year"]) and end == match.end()
    others = () if told or days is None else _others(ctx, match)
    before = ctx.words.values[at - 1]
    if listed and days is not None and isinstance(before, int):
        # «في 23 و25 أبريل»: one of two days.
        others = (ago(days.first, number - before),)
    return Found(match.start(), end, "day", days, role="date", sure=told, others=others)


def _names_day(ctx: Context, match: re.Match[str]) -> bool:
    """Whether a cardinal before a month is a day of it: «خمسة يونيو», not «خمسة مارس»."""
    at, word = match.start("card"), ctx.token(match.start("month"))
    if at > match.start():
        return True
    value = ctx.words.values[at]
    beside = match.start("month") == match.end("card")
    return isinstance(value, int) and beside and value <= _LONGEST_MONTH and word not in lexicon().doubtful


def month_first(ctx: Context, match: re.Match[str]) -> Found | None:
    """«أغسطس 3, 2015», as beneath a quoted tweet."""
    month, day, year = (ctx.words.values[match.start(name)] for name in ("month", "number", "year"))
    if not (isinstance(month, int) and isinstance(day, int) and isinstance(year, int)):
        return None
    days = _dated(year, month, day)
    return None if days is None else Found(match.start(), match.end(), "day", days, role="date")


def _number_span(match: re.Match[str]) -> tuple[int, int]:
    return match.span(next(name for name in ("number", "card", "first") if match[name]))


def _others(ctx: Context, match: re.Match[str]) -> tuple[Days, ...]:
    """The same day of the years around, nearest first: of these the weekday beside a date may be."""
    number = _day_number(ctx, *_number_span(match))
    month, _, hijri, _ = month_number(ctx, *match.span("month"))
    published = ctx.published
    if number is None or published is None:
        return ()
    near = sorted(_candidates(ctx, month, number, hijri), key=lambda one: abs(one - published))
    return tuple(Days(one, one) for one in near[:2])


def _is_name(ctx: Context, start: int, match: re.Match[str]) -> bool:
    """«ثورة 25 يناير», «حركة 30 يونيو»: no year, and a name before."""
    word = ctx.token(start - 1 - ctx.is_a(start - 1, "quote", "open", "close"))
    names = around()["names"]
    bare = word[1:] if word[:1] in ("و", "ب", "ل", "ك") else word
    return not match["year"] and not names.isdisjoint((word, bare, bare.removeprefix("ال").removeprefix("ل")))


def _day_number(ctx: Context, start: int, end: int) -> int | None:
    if ctx.is_a(start, "first_day", "day_before"):
        return 1
    number = ctx.ordinal(start, end)
    return number if number is not None and 0 < number < 100 else None


def _day_in_month(ctx: Context, match: re.Match[str], number: int) -> tuple[Days | None, int]:
    """The day of the month that a match names, and where its words end."""
    month, end, hijri, wrong = month_number(ctx, *match.span("month"))
    ctx.by_hijri = hijri
    whole = end == match.end("month")
    end = match.end() if whole else end
    stray = bool(match["year"]) and is_stray(ctx, *match.span("year"))
    if stray:
        whole, end = False, min(end, match.start("year"))
    if wrong:
        return None, end
    if match["year"] and whole:
        start, stop = match.span("year")
        if not any(ctx.is_a(w, "year4", "the_year", "digits") for w in range(start, stop)):
            return _by_word(ctx, month, number, hijri, start), end
        years = ctx.years(start, stop)
        given = next((w for w in range(start, stop) if ctx.is_a(w, "year4", "digits")), None)
        if years is None:
            return None, end
        if hijri:
            value = ctx.words.values[given] if given is not None else None
            if isinstance(value, int) and value > LAST_YEAR:
                every = (_dated(one, month, number, True) for one in hijri_years_in(value))
                return next((one for one in every if one is not None and one.first.year == value), None), end
            if given is None and ctx.published is not None:
                value = hijri_of(ctx.published)[0] + ctx.years_ahead(start, stop)
            return (_dated(value, month, number, True) if isinstance(value, int) else None), end
        days = _dated(years.first.year, month, number)
        if days is not None:
            ctx.dates[month, number, False] = days
        return days, end
    return _by_tense(ctx, month, number, hijri, match.start(), end), end


def is_stray(ctx: Context, start: int, end: int) -> bool:
    """«تداولات أغسطس القادمة»: what stands behind the month is of another noun, since months are
    masculine.
    """
    return (
        end == start + 1
        and ctx.is_a(start, "past", "present", "future")
        and ctx.token(start).endswith(("ه", "ين"))
    )


def _candidates(ctx: Context, month: int, number: int, hijri: bool) -> list[date]:
    """That day of the years around publication, in order."""
    published = ctx.published
    if published is None:
        return []
    year = hijri_of(published)[0] if hijri else published.year
    found = (_dated(one, month, number, hijri) for one in range(year - 4, year + 5))
    return [days.first for days in found if days is not None]


def _by_word(ctx: Context, month: int, number: int, hijri: bool, at: int) -> Days | None:
    """By «الماضي», «الجاري», «المقبل» behind the month."""
    published, every = ctx.published, _candidates(ctx, month, number, hijri)
    if published is None or not every:
        return None
    if ctx.is_a(at, "past", "latest"):
        gone = [one for one in every if one < published]
        return Days(gone[-1], gone[-1]) if gone else None
    if ctx.is_a(at, "present"):
        here = hijri_of(published)[0] if hijri else published.year
        kept = [one for one in every if (hijri_of(one)[0] if hijri else one.year) == here]
        return Days(kept[0], kept[0]) if kept else None
    coming = [one for one in every if one > published]
    return Days(coming[0], coming[0]) if coming else None


def _by_tense(ctx: Context, month: int, number: int, hijri: bool, at: int, end: int) -> Days | None:
    """Without any year: the last one, or where the sentence looks ahead the next."""
    published, every = ctx.published, _candidates(ctx, month, number, hijri)
    if published is None or not every:
        return None
    head = ctx.head_year if not hijri and ctx.same_line(ctx.head_ends, at) else None
    if head is not None:
        return _dated(head, month, number)
    found = ctx.dates.get((month, number, hijri)) or _nearest_to(ctx, every, published, at, end)
    return ctx.dates.setdefault((month, number, hijri), found) if found is not None else None


def _nearest_to(ctx: Context, every: list[date], published: date, at: int, end: int) -> Days | None:
    told = event_tense(ctx, at, end) or arranged(ctx, at) or called_for(ctx, at) or tense(ctx, at)
    if told != "future" and ctx.is_a(at - 1, "to") and not ctx.token(at - 1).startswith("ال"):
        # «مهلة حتى 17 سبتمبر», «يستمر حتى 17 سبتمبر»
        told = "present" if told == "past" else "future"
    return _nearest(every, published, told)


def _nearest(every: Iterable[date], published: date, told: Tense | None) -> Days | None:
    gone = [one for one in every if one <= published]
    coming = [one for one in every if one > published]
    if not gone or not coming:
        return None
    ahead = (coming[0] - published).days
    ahead_told = told == "future" and (ahead <= _FAR or (published - gone[-1]).days > _JUST)
    future = ahead_told or ahead <= (_SOON if told == "past" else _SEASON if told == "present" else _NEAR)
    one = coming[0] if future and gone[-1] != published else gone[-1]
    return Days(one, one)


def month_days(ctx: Context, match: re.Match[str]) -> Found | None:
    """«3 - 5 مايو», «يومي 12 و13 مايو»: from one day of a month to another."""
    first = _day_number(ctx, *match.span("one"))
    last = _day_number(ctx, *match.span("other"))
    second = match.start("other")
    joined = ctx.token(second).startswith("و")
    if first is None or last is None or not (match["joint"] or joined):
        return None
    amid = range(*match.span("amid"))
    if any(not ctx.token(w).startswith("و") for w in amid):
        return None
    row = not match["joint"] and not ctx.is_a(match.start(), "between", "days_of")
    if (row or amid) and last != first + 1 + len(amid):
        # «الثالث والرابع والخامس من أغسطس»
        return None
    end_day, end = _day_in_month(ctx, match, last)
    start = match.start() + ctx.is_a(match.start(), "between")
    if end_day is None or not 0 < first < last:
        return Found(start, end, "interval")
    begun = end_day.first - timedelta(days=last - first)
    return Found(start, end, "interval", Days(begun, end_day.first), role="range")


def day_of_this(ctx: Context, match: re.Match[str]) -> Found | None:
    """«الـ12 من الشهر الجاري», «15 الجاري», «30 من ذات الشهر», «في 30 منه»: a day of the month of
    publication, of one beside it, or of the one named last.
    """
    number = _day_number(ctx, *match.span("number"))
    if number is None or number > _LONGEST_MONTH:
        return None
    if match["it"] and not (ctx.is_a(match.start(), "day_noun") or ctx.is_a(match.start() - 1, "in", "to")):
        # «ضبط 15 منه»
        return None
    at = match.start("mod")
    if match["it"] or match["alike"] or (match["mod"] and ctx.is_a(at, "same", "alike")):
        days = _in_month_named(ctx, match.start(), number)
        return _since_day(ctx, match, days)
    if ctx.published is None:
        return Found(match.start(), match.end(), "day")
    back = 0
    if match["mod"]:
        if ctx.is_a(at, "following", "previous"):
            return Found(match.start(), match.end(), "day")
        back = 1 if ctx.is_a(at, "past", "latest") else -1 if ctx.is_a(at, "future") else 0
    month = month_before(ctx.published, back).first
    one = _since_day(ctx, match, _dated(month.year, month.month, number))
    if match["from"] or not ctx.is_a(match.start() - 1, "weekday", "comma", "open"):
        return one
    year, here = hijri_of(ctx.published)
    count = year * 12 + here - 1 - back
    other = _dated(count // 12, count % 12 + 1, number, True)
    # «الثلاثاء 26 الشهر الجاري» may be that of Shawwal.
    return one if other is None else replace(one, others=(other,))


def _since_day(ctx: Context, match: re.Match[str], last: Days | None) -> Found:
    """«من 10 إلى 15 الجاري»: the day, or from the one that stands before «إلى» up to it."""
    if not match["from"]:
        return Found(match.start(), match.end(), "day", last, role="date")
    first = _day_number(ctx, match.start("from"), match.start("from") + 1)
    days = None
    if last is not None and first is not None and 0 < first < last.first.day:
        days = Days(last.first.replace(day=first), last.first)
    return Found(match.start(), match.end(), "interval", days, role="range")


def _in_month_named(ctx: Context, at: int, number: int) -> Days | None:
    """A day of the month that was named last in the line, alone or in a date, Hijri or not."""
    dated = ctx.day_ends > ctx.month_ends
    named, end = (ctx.day, ctx.day_ends) if dated else (ctx.month, ctx.month_ends)
    if named is None or not ctx.same_line(end, at):
        return None
    if dated and ctx.by_hijri:
        year, month = hijri_of(named.first)
        return _dated(year, month, number, True)
    return _dated(named.first.year, named.first.month, number)


def day_slash(ctx: Context, match: re.Match[str]) -> Found | None:
    """«يوم 5/8»: day and month without a year; behind a weekday only a day of that name, of the Hijri
    calendar too: «الأحد 17/10».
    """
    day, month = (ctx.words.values[match.start(name)] for name in ("one", "other"))
    if not isinstance(day, int) or not isinstance(month, int) or not 0 < month < 13:
        return None
    start, end = match.span()
    if not ctx.is_a(start, "weekday"):
        days = _by_tense(ctx, month, day, False, start, end)
        return Found(start, end, "day", days, role="date")
    published = ctx.published
    if published is None:
        return None
    every = [*_candidates(ctx, month, day, False), *_candidates(ctx, month, day, True)]
    near = sorted((abs((one - published).days), one) for one in every)
    wanted = ctx.words.values[start]
    fit = next((one for off, one in near if off < _SEASON and one.weekday() == wanted), None)
    return None if fit is None else Found(start, end, "day", Days(fit, fit), role="date")
