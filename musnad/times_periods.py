"""The reckoning of weeks, months, quarters and years beside that of publication: one function for each
pattern.
"""

from __future__ import annotations

import re
from datetime import date

from musnad.days import Days, month_before, whole_month, whole_week, whole_year
from musnad.hijri import FIRST_YEAR, LAST_YEAR, hijri_month, hijri_of, hijri_years_in
from musnad.model import TimeKind
from musnad.times_context import Context, Found, around
from musnad.times_days import ZERO, is_stray, month_number
from musnad.times_tense import arranged, called_for, event_tense, tense
from musnad.times_words import lexicon
from musnad.times_years import is_counted

_SOON = 4
"""Months ahead that a month without a year may lie where nothing tells the tense but a present."""

_NEXT = 1
"""Months ahead that it may lie where nothing tells any tense."""

_JUST = 2
"""Months back that a Hijri month without a year may lie behind a verb of the past."""

_WEEK, _TEN, _HALF, _LONGEST = 7, 10, 15, 31
"""Days of the first parts of a month, and of the longest."""

_FAR = 8
"""Months ahead at which even behind a future the last such month is meant."""


def month(ctx: Context, match: re.Match[str]) -> Found | None:
    """«شهر يوليو 2015م», «أيلول/سبتمبر من العام الماضي», «مطلع يونيو (حزيران) الماضي», «رمضان الماضي»."""
    at, stop = match.span("month")
    number, end, hijri, wrong = month_number(ctx, at, stop)
    if _is_no_month(ctx, match):
        return None
    if (ctx.is_a(end, "of") and ctx.is_a(end + 1, "each")) or _names_event(ctx, match):
        return Found(match.start(), end, "month")
    days: Days | None = None
    row = ctx.month_ends == match.start() == at and ctx.token(at).startswith("و") and not hijri
    if row and match["year"] and ctx.is_a(match.start("year"), "past") and ctx.token(end).endswith("ين"):
        # «في مايو ويونيو الماضيين»
        days = None if wrong else _named_year(ctx, match, number, hijri)
        return Found(match.start(), match.end(), "month", days, role="month")
    later = (number - ctx.month.first.month) % 12 if ctx.month is not None else 0
    if row and not match["year"] and not wrong and ctx.month is not None and 0 < later <= _SOON:
        # «مايو ويونيو ويوليو»
        days = month_before(ctx.month.first, -later)
        return Found(match.start(), end, "month", days, role="month", sure=False)
    if end < stop:
        if not wrong and ctx.is_a(at + 1, "dash"):
            return _two_months(ctx, match, number)
        days = None if wrong else _bare(ctx, number, match.start(), end)
    elif match["year"] and not wrong and not is_stray(ctx, *match.span("year")):
        days = _named_year(ctx, match, number, hijri)
        end = match.end()
    elif not wrong:
        days = _hijri_now(ctx, number, match.start()) if hijri else _bare(ctx, number, match.start(), end)
    told = bool(match["year"]) and end == match.end()
    if days is not None and not hijri and ctx.token(match.start() - 1) in ("حتي", "وحتي", "الي"):
        # «حتى نهاية يوليو ... مقارنة بالفترة نفسها»
        ctx.period = Days(days.first.replace(month=1), days.last)
    return Found(match.start(), end, "month" if not hijri else "interval", days, role="month", sure=told)


def _is_no_month(ctx: Context, match: re.Match[str]) -> bool:
    """«مارس» as a verb, «رجب» and «ماي» as names: alone, and behind no word of time."""
    at = match.start("month")
    word = ctx.token(at)
    bare = word.removeprefix("و")
    if ctx.token(match.start() - 1) == "دي" or _is_brand(ctx, match):
        # «لويجي دي مايو»
        return True
    if at > match.start() or bare not in lexicon().doubtful or match.end() > at + 1 + bool(match["year"]):
        return False
    if match["year"] and ctx.is_a(
        match.start("year"), "year4", "past", "present", "future", "of", "year_noun"
    ):
        return False
    lists = around()
    if word in ZERO:
        return True
    if ctx.is_a(at, "hijri") and ctx.token(at - 1) in lists["fasting"]:
        return False
    return ctx.token(at - 1) not in lists["in_time"]


def _is_brand(ctx: Context, match: re.Match[str]) -> bool:
    """«سيارة نيسان», «نيسان باترول», «مايو كلينك»: and every further «نيسان» alone in such a text."""
    at = match.start("month")
    if at > match.start() or match["year"]:
        return False
    word = ctx.token(at).lstrip("وبل")
    if word not in around()["brands"]:
        return False
    if ctx.token(at - 1).removeprefix("و") in around()["months_follow"] and not _beside_brand(ctx, at):
        return False
    if word not in ctx.brands:
        here = (i for i, token in enumerate(ctx.words.tokens) if token.lstrip("وبل") == word)
        ctx.brands[word] = any(_beside_brand(ctx, i) for i in here)
    return ctx.brands[word]


def _beside_brand(ctx: Context, at: int) -> bool:
    before = ctx.token(at - 1 - ctx.is_a(at - 1, "quote", "open", "dash")).lstrip("وبل").removeprefix("ال")
    behind = ctx.token(at + 1 + ctx.is_a(at + 1, "quote", "close"))
    return before in around()["before_brands"] or before == "دي" or behind in around()["behind_brands"]


def _names_event(ctx: Context, match: re.Match[str]) -> bool:
    """«حرب تموز»"""
    return not match["year"] and ctx.token(match.start() - 1).removeprefix("ل") in around()["names"]


def _named_year(ctx: Context, match: re.Match[str], number: int, hijri: bool) -> Days | None:
    start, stop = match.span("year")
    published = ctx.published
    if any(ctx.is_a(w, "year4", "the_year", "digits") for w in range(start, stop)):
        if hijri:
            given = next(
                (ctx.words.values[w] for w in range(start, stop) if ctx.is_a(w, "year4", "digits")), None
            )
            if isinstance(given, int):
                if given > LAST_YEAR:
                    # «رمضان 2017»: the one that begins in that year.
                    every = (hijri_month(one, number) for one in hijri_years_in(given))
                    return next((one for one in every if one.first.year == given), None)
                return hijri_month(given, number) if given >= FIRST_YEAR else None
            back = any(ctx.is_a(w, "past") for w in range(start, stop))
            ahead = any(ctx.is_a(w, "future") for w in range(start, stop))
            return None if published is None else hijri_month(hijri_of(published)[0] - back + ahead, number)
        years = ctx.years(start, stop)
        return None if years is None else whole_month(years.first.year, number)
    if published is None:
        return None
    year, here = hijri_of(published) if hijri else (published.year, published.month)
    if ctx.is_a(start, "past", "latest"):
        year -= number >= here
    elif ctx.is_a(start, "future"):
        year += number < here or (number == here and published.day > 7)
    return hijri_month(year, number) if hijri else whole_month(year, number)


def _bare(ctx: Context, number: int, at: int, end: int) -> Days | None:
    """A month alone: the last one up to that of publication, or by the tense or an adjective behind it,
    «انتخابات يوليو المقبلة», the next.
    """
    published = ctx.published
    if published is None:
        return None
    ahead = (number - published.month) % 12
    if ctx.is_a(end, "future"):
        return month_before(published, -ahead)
    if ctx.is_a(end, "past") or not ahead:
        return month_before(published, 12 - ahead if ahead or ctx.is_a(end, "past") else 0)
    told = event_tense(ctx, at, end) or arranged(ctx, at) or called_for(ctx, at) or tense(ctx, at)
    if ctx.is_a(at - 1, "before") or ctx.token(at - 1) == "قبيل":
        # «قبل يونيو» in May is the next one.
        told = told if told == "future" else "present"
    most = _FAR if told == "future" else _SOON if told == "present" else _NEXT if told is None else 0
    return month_before(published, -ahead if ahead <= most else 12 - ahead)


def _hijri_now(ctx: Context, number: int, at: int) -> Days | None:
    """A Hijri month without a year, where it is that of publication or one beside it, by the tense one a
    little further off; else it may be told of every year.
    """
    if ctx.published is None:
        return None
    year, here = hijri_of(ctx.published)
    back, ahead = (here - number) % 12, (number - here) % 12
    told = tense(ctx, at) if back else None
    if (told == "future" and ahead <= _SOON) or (ahead == _NEXT and told != "past"):
        return hijri_month(year + (number < here), number)
    if back and not (back <= _JUST and told == "past") and not (back == _NEXT and told != "future"):
        return None
    return hijri_month(year - (number > here), number)


def _two_months(ctx: Context, match: re.Match[str], number: int) -> Found:
    """«يونيو - يوليو 2015»: from one month to another."""
    at, stop = match.span("month")
    last = ctx.words.values[at + 2]
    assert isinstance(last, int)
    year = _named_year(ctx, match, last, False) if match["year"] else _bare(ctx, last, match.start(), stop)
    days = None
    if year is not None and number < last:
        days = Days(date(year.first.year, number, 1), year.last)
    return Found(match.start(), match.end() if match["year"] else stop, "interval", days, role="month")


def relative(ctx: Context, match: re.Match[str]) -> Found | None:
    """«الأسبوع الماضي», «هذا الشهر», «العام المقبل», «نهاية العام الجاري», «العام قبل الماضي»."""
    group = "one" if match["this"] else "other"
    at, published = match.start(group), ctx.published
    if not match["this"] and ctx.is_general(at):
        return None
    kind = kind_of(ctx, at)
    if match["year"] and not is_counted(ctx, match.end("year")):
        return Found(match.start(), match.end(), "year", ctx.years(*match.span("year")), role="year")
    if match["mod"] and any(
        ctx.is_a(w, "same", "following", "alike", "previous") for w in range(*match.span("mod"))
    ):
        named = _beside_named(ctx, match, kind)
        if named is not None or kind != "year" or not ctx.is_a(match.start("mod"), "previous"):
            end = match.end("of") if match["of"] and named is not None else match.end("mod")
            return Found(match.start(), end, kind, named)
    if match["mod"] and ctx.is_a(match.start("mod"), "latest"):
        return None
    ranged = ctx.is_a(match.end("given"), "slash", "dash")
    if match["given"] and kind == "year" and not ranged and not is_counted(ctx, match.end("given")):
        # «هذا العام 1436هـ»
        at = match.start("given") + ctx.is_a(match.start("given"), "open")
        return Found(match.start(), match.end(), "year", ctx.numbered_year(at), role="year")
    if published is None or kind == "century":
        return Found(match.start(), match.end(), kind)
    ahead, end = (
        0,
        match.start("year") if match["year"] else match.end("one") if match["given"] else match.end(),
    )
    if match["this"] and end > at + 1 and ctx.token(end - 1).startswith("و"):
        # «هذا العام والعام الماضي»
        end -= 1
    if match["mod"]:
        words = range(match.start("mod"), match.end("mod"))
        gone = any(ctx.is_a(w, "past", "previous") for w in words)
        further = bool(match["older"]) or any(ctx.is_a(w, "before", "after") for w in words)
        ahead = -1 - further if gone else (1 + further) * any(ctx.is_a(w, "future") for w in words)
    if kind == "year":
        ctx.year = published.year + ahead
    return Found(match.start(), end, kind, _shifted(published, kind, ahead), role=kind)


def _beside_named(ctx: Context, match: re.Match[str], kind: TimeKind) -> Days | None:
    """«العام نفسه», «الشهر السابق», «الشهر نفسه من العام الماضي»: by the year or month named last."""
    at, month = match.start("mod"), ctx.month
    if kind == "month" and month is not None and month == whole_month(month.first.year, month.first.month):
        if ctx.is_a(at, "same", "alike"):
            return same_month(ctx, month, *match.span("of"))
        return month_before(month.first, 1 if ctx.is_a(at, "previous") else -1)
    if kind == "year" and ctx.year is not None and not ctx.is_a(at, "previous"):
        return whole_year(ctx.year + ctx.is_a(at, "following")) if not ctx.is_a(at, "alike") else None
    return None


def same_month(ctx: Context, month: Days, at: int, end: int) -> Days | None:
    """That month, or the one of the year that [at, end) tells: «من العام الماضي», «قبل سنة»."""
    if at < 0:
        return month
    if ctx.is_a(at, "before"):
        return whole_month(month.first.year - 1, month.first.month)
    year = ctx.years(at, end)
    return None if year is None else whole_month(year.first.year, month.first.month)


def kind_of(ctx: Context, at: int) -> TimeKind:
    """The kind of a week, month, year or century with its article."""
    if ctx.is_a(at, "the_week"):
        return "interval"
    if ctx.is_a(at, "the_month"):
        return "month"
    return "year" if ctx.is_a(at, "the_year") else "century"


def _shifted(published: date, kind: TimeKind, ahead: int) -> Days:
    if kind == "interval":
        return whole_week(published, ahead)
    return month_before(published, -ahead) if kind == "month" else whole_year(published.year + ahead)


def whole(ctx: Context, match: re.Match[str]) -> Found | None:
    """«نهاية العام», «في العام», «مطلع الشهر»: the year or month of publication itself."""
    at, end, published = match.start("unit"), match.end(), ctx.published
    behind = ctx.token(end)
    if (behind.startswith("ال") and ctx.is_other(end)) or ctx.is_a(
        end, "ord", "the_card", "digits", "article", "year_kind"
    ):
        return None
    word = ctx.token(at)
    in_it = ctx.token(at - 1) in ("في", "خلال", "منذ", "طوال") and word in (
        "العام",
        "السنه",
        "الشهر",
        "الاسبوع",
    )
    # «في وقت لاحق من الأسبوع»
    later = ctx.is_a(at - 1, "of") and ctx.token(at - 2) in lexicon().sets["earlier"]
    in_it = in_it or later
    if published is None or not (match["edge"] or in_it):
        return None
    if (
        in_it
        and not later
        and not match["edge"]
        and not (word == "العام" and ctx.token(at - 1) in ("في", "خلال"))
    ):
        return None
    if ctx.is_a(end, "unit_two", "that", "same") or ctx.token(at - 2) in around()["times_a"]:
        return None
    kind = kind_of(ctx, at)
    return Found(match.start(), end, kind, _shifted(published, kind, 0), role=kind)


def part_of(ctx: Context, match: re.Match[str]) -> Found | None:
    """«الأسبوع الأول» of a month behind it, «النصف الثاني»: joined with the month afterwards."""
    if match["ten"]:
        return _ten_days(ctx, match)
    which = ctx.words.values[match.start("which")]
    number = which if isinstance(which, int) else 0
    size = _WEEK if ctx.is_a(match.start(), "the_week") else _HALF
    if number > _LONGEST // size:
        return None
    return Found(match.start(), match.end(), "interval", role="part", share=(size, number))


def _ten_days(ctx: Context, match: re.Match[str]) -> Found | None:
    """«العشر الأواخر» of a month behind it."""
    at = match.start("ten")
    if ctx.words.values[match.start()] != _TEN:
        return None
    which = 1 if ctx.is_a(at, "first_ten") else 2 if ctx.is_a(at, "middle_ten") else 0
    return Found(match.start(), match.end(), "interval", role="part", share=(_TEN, which))


def quarter(ctx: Context, match: re.Match[str]) -> Found | None:
    """«الربع الثاني», «النصف الأول من العام الجاري», «الربع المماثل من العام السابق»."""
    halves = ctx.is_a(match.start("part"), "the_half", "and_half")
    thirds = ctx.is_a(match.start("part"), "the_third")
    size, end = (6 if halves else 4 if thirds else 3), match.end()
    if thirds and not (match["year"] and match["number"]):
        return None
    year = ctx.years(*match.span("year")) if match["year"] else None
    published = ctx.published
    if not match["year"] and (ctx.is_a(end, "of") or not _is_of_year(ctx, match.start("part"))):
        return None
    if match["year"] and year is None:
        return Found(match.start(), end, "interval")
    if match["number"]:
        which = ctx.words.values[match.start("number")]
        if not isinstance(which, int) or not 0 < which <= 12 // size:
            return None
    elif ctx.is_a(match.start("mod"), "latest"):
        which = 12 // size
    elif match["mod"] or match["ditto"]:
        return _other_quarter(ctx, match, size, year)
    else:
        return None
    if year is not None and year != whole_year(year.first.year):
        # «الفصل الأول لعام 1436»
        return Found(match.start(), end, "interval")
    if year is not None:
        days = _part(year.first.year, size, which)
    elif published is None:
        return Found(match.start(), end, "interval")
    else:
        here = (published.month - 1) // size + 1
        told = tense(ctx, match.start())
        later = which > here and told != "future" and not (told == "present" and which == here + 1)
        days = _part(published.year - later, size, which)
    ctx.parts[size] = ctx.period = days
    return Found(match.start(), end, "interval", days, role="quarter")


def _is_of_year(ctx: Context, at: int) -> bool:
    """Whether «الفصل الأول» without its year is a quarter: over it something lasts, or one was named."""
    if not ctx.token(at).endswith("فصل"):
        return True
    return ctx.token(at - 1) in around()["over"] or 3 in ctx.parts


def quarters(ctx: Context, match: re.Match[str]) -> Found | None:
    """«الربعين الأول والثاني من العام الحالي»: from the first to the second of them."""
    size = 6 if ctx.token(match.start("part")).endswith("النصفين") else 3
    year = ctx.years(*match.span("year")) if match["year"] else None
    if year is None and not match["year"] and ctx.published is not None:
        year = whole_year(ctx.published.year)
    one, two = (ctx.words.values[match.start(name)] for name in ("one", "two"))
    if not isinstance(one, int) or not isinstance(two, int) or not 0 < one < two <= 12 // size:
        return None
    days = None
    if year is not None:
        days = Days(_part(year.first.year, size, one).first, _part(year.first.year, size, two).last)
    ctx.period = days
    return Found(match.start(), match.end(), "interval", days, role="quarter")


def period(ctx: Context, match: re.Match[str]) -> Found | None:
    """«الفترة نفسها من العام الماضي»: the quarter, half or first months named last, in that year; where none
    was named, only the year is read.
    """
    named = ctx.period
    if named is None and ctx.same_line(ctx.month_ends, match.start()):
        named = ctx.month
    if ctx.is_a(match.start("year"), "before"):
        year = None if named is None else whole_year(named.first.year - 1)
    else:
        year = ctx.years(*match.span("year"))
    if any(ctx.token(w).startswith("المالي") for w in range(*match.span("year"))):
        year = None
    if named is None:
        return None
    if year is None or named.first.year != named.last.year:
        return Found(match.start(), match.end(), "interval")
    last = whole_month(year.first.year, named.last.month).last
    return Found(
        match.start(), match.end(), "interval", Days(named.first.replace(year=year.first.year), last)
    )


def _part(year: int, size: int, which: int) -> Days:
    """The quarter or half `which` of a year."""
    return Days(date(year, size * (which - 1) + 1, 1), whole_month(year, size * which).last)


def _other_quarter(ctx: Context, match: re.Match[str], size: int, year: Days | None) -> Found:
    """The same quarter of another year, or the one before the last named or that of publication."""
    nothing = Found(match.start(), match.end(), "interval")
    named, published = ctx.parts.get(size), ctx.published
    at = match.start("mod")
    if match["ditto"] or ctx.is_a(at, "alike", "same"):
        if named is None or year is None:
            return nothing
        return Found(
            match.start(),
            match.end(),
            "interval",
            _part(year.first.year, size, (named.first.month - 1) // size + 1),
            role="quarter",
        )
    if year is not None or published is None or ctx.is_a(at, "following"):
        return nothing
    if named is not None and ctx.is_a(at, "present"):
        return Found(match.start(), match.end(), "interval", named, role="quarter")
    base = named.first if named is not None and ctx.is_a(at, "previous") else published
    back = -1 if ctx.is_a(at, "future") else 0 if ctx.is_a(at, "present") else 1
    index = base.year * (12 // size) + (base.month - 1) // size - back
    days = _part(index // (12 // size), size, index % (12 // size) + 1)
    return Found(match.start(), match.end(), "interval", days, role="quarter")


def firsts(ctx: Context, match: re.Match[str]) -> Found | None:
    """«الأشهر الأربعة الأولى من العام», «الأيام العشرة الأولى من الشهر»."""
    counted = match["counted"] is not None
    number = ctx.number(*match.span("counted" if counted else "number"))
    unit = lexicon().units.get(str(ctx.words.values[match.start("many" if counted else "unit")]))
    told = match.start("later" if counted else "first")
    first = ctx.is_a(match.start(), "day_before") if told < 0 else ctx.token(told).startswith("الاول")
    latest = told >= 0 and ctx.is_a(told, "latest")
    if number is None or not (first or latest):
        return None
    if unit == "D" and not match["year"] and _opens_month(ctx, match.end()) and 0 < number < _LONGEST:
        # «الأيام العشرة الأولى من يونيو»
        share = (number, int(not latest))
        return Found(match.start(), match.end(), "interval", role="part", share=share)
    if latest or (counted and not match["year"]):
        return None
    if unit != "M" or not match["year"] or not 0 < number < 12:
        return Found(match.start(), match.end(), "interval")
    year = ctx.years(*match.span("year"))
    days = None if year is None else Days(year.first, whole_month(year.first.year, number).last)
    ctx.period = days
    return Found(match.start(), match.end(), "interval", days)


def _opens_month(ctx: Context, at: int) -> bool:
    """Whether «من» and a month stand at a word."""
    at += 1 if ctx.is_a(at, "of") else len(ctx.words.tokens)
    return ctx.is_a(at + ctx.is_a(at, "month_noun", "this"), "month", "hijri", "the_month")


def season(_: Context, match: re.Match[str]) -> Found | None:
    """«صيف 2016»: a season is named, its days are not."""
    return Found(match.start(), match.end(), "interval")
