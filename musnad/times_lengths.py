"""The reckoning of durations, ages, and stretches counted back or ahead from the day of publication."""

from __future__ import annotations

import re
from datetime import date

from musnad.days import Days, ago, month_before, whole_week, whole_year
from musnad.model import TimeKind
from musnad.times_context import Context, Found, around
from musnad.times_tense import tense
from musnad.times_words import lexicon

_MOST_DAYS, _AGES_AGO = 400, 1000
_WATCHES, _CONTRACTS = 10**6 - 1, 10
"""The most hours and decades that are counted as such."""
_GOES_ON = ("علي", "مما", "عما", "فقط", "فحسب", "واحد", "واحده")
"""Behind a length these lead to what it is counted from."""

_TIME_ITSELF = ("الزمن", "الزمان")
"""«قبل عقد من الزمن»"""

_OWN = ("ها", "هم", "هما", "نا")
"""Ends of a noun that a unit before it belongs to."""

_KINDS: dict[str, TimeKind] = {"D": "day", "M": "month", "W": "interval"}


def _unit(ctx: Context, at: int) -> str:
    """The unit of the word `at`: its designator, with a T before hours and less, and a factor before
    decades.
    """
    value = ctx.words.values[at]
    units = lexicon().units
    found = units.get(str(value)) or units.get(ctx.token(at)) or units.get(_bare(ctx.token(at)))
    return found or "D"


def _bare(word: str) -> str:
    return word.lstrip("وفبلك") if word.lstrip("وفبلك") in lexicon().units else word[1:]


def length(number: int | str, unit: str) -> str:
    """An ISO 8601 duration: ``P3D``, ``PT40S``, ``P20Y`` for two decades."""
    if unit.startswith("T"):
        return f"PT{number}{unit[1:]}"
    if unit[:-1]:
        return f"P{int(number) * int(unit[:-1])}{unit[-1]}"
    return f"P{number}{unit}"


def ago_(ctx: Context, match: re.Match[str]) -> Found | None:
    """«قبل شهرين», «منذ ثلاثة أيام»: the day, month or year so far back; before «من» it is a duration, as is
    what lasts «منذ أكثر من أربعة أشهر».
    """
    number, at = _counted_back(ctx, match)
    if number is None and not (match["many"] or match["doubt"] or match["number"]):
        return None
    start, end = match.span()
    unit = _unit(ctx, at)
    if ctx.is_a(start, "of") and (number is None or match["doubt"] or not _asks_since(ctx, start)):
        return None
    until = (ctx.is_a(end, "of") and ctx.token(end + 1) not in _TIME_ITSELF) or (
        ctx.token(end) == "علي" and ctx.token(end + 1) in around()["awaited"]
    )
    if until and not _from_now(ctx, end) and ctx.is_a(start, "before"):
        if number is None:
            return Found(start, end, "day")
        if match["more"] or match["doubt"]:
            return None
        return Found(start + 1, end, "duration", value=length(number, unit))
    end += 2 * (until and _from_now(ctx, end))
    kind = _KINDS.get(unit, "year")
    if number is None or match["many"] or match["more"] or ctx.published is None:
        return Found(start, end, kind)
    if match["doubt"]:
        return _about(ctx, match, number, unit)
    return Found(start, end, kind, _back(ctx.published, unit, number), role="ago")


def _about(ctx: Context, match: re.Match[str], number: int, unit: str) -> Found:
    """«منذ أكثر من أربعة أشهر» tells how long; «قبل نحو 25 عاماً» the year, which its words leave no more open
    than «قبل 25 عاماً» does; «قبل نحو شهرين» leaves day and month open.
    """
    start, end = match.span()
    if ctx.is_a(start, "since"):
        first = match.end("doubt")
        return Found(first, end, "duration", value=length(number, unit), role="duration")
    open_day = ctx.published is None or not unit.endswith("Y")
    days = None if open_day or ctx.published is None else _back(ctx.published, unit, number)
    return Found(start, end, _KINDS.get(unit, "year"), days, role="ago")


def _from_now(ctx: Context, at: int) -> bool:
    """«من الآن», «من اليوم» behind a count: reckoned from publication."""
    if not ctx.is_a(at, "of"):
        return False
    if ctx.token(at + 1) == "الان":
        return True
    return ctx.is_a(at + 1, "today") and not ctx.is_a(at + 2, "ord", "same", "following", "previous")


def _asks_since(ctx: Context, at: int) -> bool:
    """«أعلى مستوى من عشر سنوات», «للمرة الأولى من عامين»: «من» that asks since when."""
    return ctx.token(at - 1) in around()["since_when"] and not ctx.is_a(at - 1, "digits")


def _counted_back(ctx: Context, match: re.Match[str]) -> tuple[int | None, int]:
    if match["number"]:
        vague = _is_vague(ctx, *match.span("number"))
        return None if vague else ctx.number(*match.span("number")), match.end("number")
    if match["two"]:
        return 2, match.start("two")
    if match["single"]:
        return 1, match.start("single")
    return None, match.start("many")


def _back(published: date, unit: str, number: int) -> Days | None:
    """The day, week, month or year `number` units before that of publication; after it where it is
    negative.
    """
    if unit == "D":
        return ago(published, number) if abs(number) <= _MOST_DAYS else None
    if unit == "W":
        return whole_week(published, -number)
    if unit == "M":
        return month_before(published, number)
    if unit.startswith("T"):
        return None
    years = number * int(unit[:-1] or 1)
    if years >= _AGES_AGO and years % _AGES_AGO == 0:
        # «منذ ألفي سنة»
        return None
    return whole_year(published.year - years) if 0 < published.year - years < 9999 else None


def counted(ctx: Context, match: re.Match[str]) -> Found | None:
    """«الأيام الثلاثة الماضية», «الساعات الـ24 الماضية», «اليومين المقبلين»."""
    if match["two"]:
        number, at, told = 2, match.start("two"), "then"
        if ctx.is_a(match.start("then"), "two_previous"):
            return Found(match.start(), match.end(), "interval")
    elif match["counted"]:
        counted_in = ctx.number(*match.span("counted"))
        if counted_in is None or _is_vague(ctx, *match.span("counted")):
            return None
        number, at, told = counted_in, match.start("unit"), "when"
    else:
        known = ctx.number(*match.span("number")) if match["number"] else None
        if known is None:
            return Found(match.start(), match.end(), "interval")
        number, at, told = known, match.start("many"), "mod"
    ahead = ctx.is_a(match.start(told), "future")
    days = _stretch(ctx.published, _unit(ctx, at), number - bool(match["too"]), ahead)
    return Found(match.start(), match.end(), "interval", days)


def latest(ctx: Context, match: re.Match[str]) -> Found | None:
    """«آخر 24 ساعة», «آخر ثلاث سنوات»."""
    number = 2 if match["two"] else ctx.number(*match.span("number"))
    before = ctx.token(match.start() - 1)
    if ctx.token(match.start() + 1).startswith("ل"):
        # «لفترة أخرى لثماني سنوات»
        return None
    # «شاب آخر 27 سنة» is another man, «خلال آخر 24 ساعة» the last hours.
    if number is None or (ctx.is_other(match.start() - 1) and before not in around()["in_time"]):
        return None
    at = match.start("two") if match["two"] else match.start("unit")
    return Found(
        match.start(), match.end(), "interval", _stretch(ctx.published, _unit(ctx, at), number, False)
    )


def _stretch(published: date | None, unit: str, number: int, ahead: bool) -> Days | None:
    """From so many units back up to publication, or from it so many ahead; hours count where they fill
    days.
    """
    if published is None:
        return None
    if unit == "TH":
        if number % 24:
            return None
        unit, number = "D", number // 24
    if number < 1:
        return None
    far, here = _back(published, unit, -number if ahead else number), _back(published, unit, 0)
    if far is None or here is None:
        return None
    return Days(here.first, far.last) if ahead else Days(far.first, here.last)


def age(ctx: Context, match: re.Match[str]) -> Found | None:
    """«العشرين من العمر», «سن الثانية والتسعين», «العمر 25»."""
    group = next(name for name in ("number", "old", "bare") if match[name])
    at, end = match.span(group)
    years = ctx.ordinal(at, end) if ctx.is_a(at, "ord") else ctx.number(at, end)
    if years is None or not 0 < years < 130 or ctx.is_a(end, "card"):
        return None
    start = at if group == "bare" else match.start()
    return Found(start, match.end(), "duration", value=f"P{years}Y")


def durations(ctx: Context, match: re.Match[str]) -> Found | None:
    """«من 3 إلى 5 سنوات», «14 – 17 سنة», «بين 3 و5 أيام»."""
    if match["single"]:
        return _from_one(ctx, match)
    first, last = (ctx.number(*match.span(name)) for name in ("one", "other"))
    large = ctx.large(match.end("other") - 1)
    if large > 1 and match.end("other") - match.start("other") > 1 and ctx.large(match.end("one") - 1) == 1:
        # «3.2 إلى 4.2 مليارات سنة»
        first = ctx.scaled(*match.span("one"), large)
    joined = ctx.token(match.start("other")).startswith("و")
    if (
        first is None
        or last is None
        or not (match["joint"] or (joined and ctx.is_a(match.start(), "between")))
    ):
        return None
    start = match.start("one")
    unit = _unit(ctx, match.start("unit"))
    if _is_no_length(ctx, match.start()):
        # «كل 25 إلى 30 عاما»: not a length, nor «30 عاما» one.
        return Found(start, match.end(), "duration")
    if _is_wares(unit, last):
        return None
    return Found(start, match.end(), "duration", value=f"{length(first, unit)}/{length(last, unit)}")


def _from_one(ctx: Context, match: re.Match[str]) -> Found | None:
    """«سنة إلى سنتين», «بين شهر و5 أشهر»."""
    at, start = match.start("two"), match.start("single")
    name = "two" if match["two"] else "more"
    number = 2 if match["two"] else ctx.number(*match.span("more"))
    unit = _unit(ctx, at if match["two"] else match.start("units"))
    between = ctx.is_a(match.start(), "between") or ctx.is_a(start - 1, "between")
    joined = between and ctx.token(match.start(name)).startswith("و")
    if number is None or not (match["upto"] or joined):
        return None
    if ctx.is_a(start - 1, "unit_one", "unit_two", "unit_many"):
        return None
    first = length(1, _unit(ctx, start))
    return Found(start, match.end(), "duration", value=f"{first}/{length(number, unit)}")


def duration(ctx: Context, match: re.Match[str]) -> Found | None:
    """«نحو 40 ثانية», «ساعتين», «25 عاماً», «نصف ساعة», «شهر كامل», «لمدة عام»."""
    start, end = match.span()
    if _is_no_length(ctx, start):
        return None
    number: int | str | None
    if match["number"]:
        at, stop = match.span("number")
        if _is_vague(ctx, at, stop):
            return None
        number = ctx.number(at + ctx.is_a(at, "open"), stop - ctx.is_a(stop - 1, "close"))
        if number is None and stop - at == 1 and ctx.is_a(at, "decimal"):
            number = str(ctx.words.values[at]).replace(",", ".").replace("٫", ".")
        if ctx.is_a(at, "open") != ctx.is_a(stop - 1, "close"):
            number, start = (number, at + 1) if ctx.is_a(at, "open") else (None, at)
        unit = _unit(ctx, match.start("unit"))
        of_many = ctx.is_a(match.start("unit"), "unit_many", "the_many")
        if number == 1 and of_many and not ctx.is_a(at, "digits"):
            # «أحد أشهر البنايات»
            return None
        if ctx.is_a(match.start("unit"), "the_many") and not ctx.is_a(match.start("unit") - 1, "the_card"):
            # «الأربع السنوات», not «3 الأيام»
            return None
        of_month = ctx.is_a(match.start("unit"), "month_noun") and ctx.is_a(end, "month", "hijri")
        of_month = of_month or (ctx.is_a(match.start("unit"), "day_noun") and ctx.is_a(end, "weekday"))
        if of_month or (ctx.is_a(match.start("unit"), "year_noun") and ctx.is_a(end, "year4")):
            return None
    elif match["two"]:
        if ctx.is_a(match.start("two"), "the_two") and ctx.token(start - 1) not in around()["some"]:
            return None
        number, unit = 2, _unit(ctx, match.start("two"))
    elif match["definite"]:
        if not ctx.token(match.start("size")).startswith("ال"):
            # «الأيام 12 و13»
            return None
        number, unit = ctx.number(*match.span("size")), _unit(ctx, start)
    elif match["half"]:
        return _fraction(ctx, match)
    else:
        if match.end("single") == end and not _lasts(ctx, start, end):
            return None
        if ctx.token(end - 1) in ("لاخر", "واخر", "باخر"):
            # «من يوم لآخر»
            return None
        number, unit = 1, _unit(ctx, match.start("single"))
    if (
        number is None
        or number == 0
        or _is_wares(unit, number)
        or (unit == "10Y" and _are_contracts(ctx, start, end))
        or _is_money(ctx, match)
        or (ctx.is_a(end, "in") and ctx.is_a(end + 1, "the_week", "today", "the_year"))
    ):
        return None
    ahead = _ahead(ctx, start, end, unit, number)
    if ahead is not None and not match["more"]:
        return ahead
    value = length(number, unit)
    if match["single"] and ctx.token(end - 1).startswith("كامل"):
        end -= 1
    if match["more"]:
        whole = None if isinstance(number, str) else _and_part(ctx, match.start("more"), unit, number)
        if whole is None:
            return None
        value = whole
    return Found(start, end, "duration", value=value, role="duration")


def _ahead(ctx: Context, start: int, end: int, unit: str, number: int | str) -> Found | None:
    """«بعد عام من الآن», «سيعود بعد يومين»: the day, month or year so far ahead."""
    if not ctx.is_a(start - 1, "after") or ctx.published is None or not isinstance(number, int):
        return None
    said = _said_again(ctx, end)
    if said is not None:
        return Found(start - 1, end, "year", said, role="ago")
    now = _from_now(ctx, end)
    if unit.startswith("T") or not (now or (_ends_clause(ctx, end) and tense(ctx, start - 1) == "future")):
        return None
    days = _back(ctx.published, unit, -number)
    return Found(start - 1, end + 2 * now, _KINDS.get(unit, "year"), days, role="ago")


def _said_again(ctx: Context, end: int) -> Days | None:
    """«بعد سبع سنوات، أي في 2025»: the year that a count of years comes to."""
    at = end + ctx.is_a(end, "comma")
    if ctx.token(at) != "اي":
        return None
    at += 1 + ctx.is_a(at + 1, "in")
    at += ctx.is_a(at, "year_noun", "the_year")
    return ctx.numbered_year(at) if ctx.is_a(at, "year4") else None


def _ends_clause(ctx: Context, end: int) -> bool:
    """Whether nothing behind tells from when a length is counted: «بعد يومين من الافتتاح», «بعد عام على»."""
    return not ctx.is_a(end, "of") and ctx.token(end) not in _GOES_ON


def _is_wares(unit: str, number: int | str) -> bool:
    """«3 ملايين ساعة», «40 عقدا»: watches sold and contracts signed, not times."""
    most = _WATCHES if unit == "TH" else _CONTRACTS if unit == "10Y" else None
    return most is not None and isinstance(number, int) and number > most


def _are_contracts(ctx: Context, start: int, end: int) -> bool:
    """«ثلاثة عقود احتراف», «وقع 3 عقود»: contracts, not decades."""
    lists = around()
    if ctx.token(end) in lists["contracts"]:
        return True
    before = (ctx.token(w) for w in range(max(start - 4, 0), start))
    return any(not lists["signing"].isdisjoint((word, word[1:])) for word in before)


def _is_vague(ctx: Context, at: int, stop: int) -> bool:
    """«آلاف السنين»: thousands, but how many?"""
    return stop == at + 1 and ctx.token(at).endswith(("الاف", "ملايين", "مليارات"))


def _is_money(ctx: Context, match: re.Match[str]) -> bool:
    """«سنتين إلى 72.18 دولار»: cents."""
    end = match.end()
    return ctx.token(end - 1) == "سنتين" and ctx.is_a(end, "to") and ctx.is_a(end + 1, "decimal")


def _lasts(ctx: Context, start: int, end: int) -> bool:
    """Whether one unit alone, «شهر», is how long something lasted, by the word before it and what follows."""
    if ctx.is_a(
        end,
        "year4",
        "month",
        "hijri",
        "digits",
        "weekday",
        "yesterday",
        "tomorrow",
        "today",
        "ord",
        "year_kind",
    ):
        return False
    if ctx.is_a(end, "and_digits") and ctx.is_a(end + 1, "unit_one", "unit_many"):
        # «ساعة و26 دقيقة»
        return True
    if _is_shift(ctx, start, end):
        return True
    after = ctx.is_a(start - 1, "after") and not ctx.is_a(
        start - 2, "unit_one", "day_noun", "year_noun", "month_noun"
    )
    told_from = ctx.is_a(end, "of") or ctx.token(end) == "علي"
    if ctx.is_other(end) and ctx.token(end).endswith(_OWN):
        # «خلال عام تأسيسها»
        return False
    if ctx.is_a(start, "day_noun") and not ctx.is_a(start - 1, "lasting"):
        return after and told_from
    if ctx.token(start) in ("اسبوعا", "شهرا") and not ctx.is_a(start - 1, "lasting"):
        # «مددت الهدنة أسبوعا»; «أسبوعا الموضة» and «شهرا بعد شهر» are none.
        return ctx.is_other(start - 1) and not ctx.is_a(end, "after") and not ctx.token(end).startswith("ال")
    if ctx.is_a(start - 1, "lasting") and not ctx.is_a(end, "slash"):
        return True
    low = around()["since_when"] | around()["extremes"]
    if ctx.is_a(start - 1, "in") and {ctx.token(start - 2), ctx.token(start - 3)} & low:
        # «أدنى مستوى له في شهر»
        return True
    if ctx.is_a(start - 1, "of") and ctx.token(start - 2) in around()["more_than"]:
        return not ctx.is_a(start - 3, "before", "since")
    if ctx.token(start - 1) in ("عن", "علي") and _exceeds(ctx, start - 2):
        return True
    if ctx.token(start - 1).removeprefix("و") in around()["surpassing"]:
        return True
    if ctx.token(start).startswith("عقد"):
        # «بعد عقد اجتماع»
        return after and told_from
    return after and (told_from or not (ctx.is_other(end) and ctx.token(end).startswith("ال")))


_SHIFT = 10
"""Words between «بعد» and «بشهر»."""


def _exceeds(ctx: Context, at: int) -> bool:
    """«يزيد على», «لا تقل مدته عن»."""
    words = around()["exceeding"]
    return ctx.token(at) in words or (ctx.token(at).startswith("مد") and ctx.token(at - 1) in words)


def _is_shift(ctx: Context, start: int, end: int) -> bool:
    """«بعد الافتتاح بشهر», «قبلها بيوم»: how long before or behind, where no noun follows."""
    if (
        ctx.token(start)[0] != "ب"
        or ctx.token(start).startswith("بعقد")
        or not (not ctx.is_other(end) or ctx.token(end).startswith("و") or ctx.token(end) in _GOES_ON)
    ):
        return False
    for back in range(start - 1, max(start - _SHIFT, -1), -1):
        if ctx.is_a(back, "stop", "line", "comma"):
            return False
        if ctx.is_a(back, "before", "after") or ctx.token(back).lstrip("وف") in around()["shifts"]:
            return True
    return False


def _is_no_length(ctx: Context, start: int) -> bool:
    """«كل يومين» is a frequency; «5/3 ساعة» no number."""
    before = ctx.token(start - 1)
    return (
        before in ("كل", "وكل", "بكل", "الدقيقه", "الدقيقة")
        or ctx.is_a(start - 1, "slash")
        or before in around()["names"]
    )


def _fraction(ctx: Context, match: re.Match[str]) -> Found | None:
    """«نصف ساعة», «ربع قرن»."""
    whole = {
        "TH": ("TM", 60),
        "TM": ("TS", 60),
        "Y": ("M", 12),
        "D": ("TH", 24),
        "100Y": ("Y", 100),
        "10Y": ("Y", 10),
    }
    unit = _unit(ctx, match.start("of"))
    if unit not in whole:
        return None
    small, size = whole[unit]
    at = match.start("half")
    part = size // (2 if ctx.is_a(at, "half") else 3 if ctx.is_a(at, "third") else 4)
    return Found(match.start(), match.end(), "duration", value=length(part, small), role="duration")


def _more(ctx: Context, at: int, unit: str) -> str | None:
    """What «ونصف» adds behind a unit, written in the next smaller one."""
    part = 2 if ctx.is_a(at, "and_half") else 4 if ctx.is_a(at, "and_quarter") else 3
    if unit in ("TH", "TM"):
        return f"{60 // part}{'M' if unit == 'TH' else 'S'}"
    if unit == "Y":
        return f"{12 // part}M"
    if unit == "M":
        return f"{30 // part}D"
    if unit == "D":
        return f"T{24 // part}H"
    return None


def _and_part(ctx: Context, at: int, unit: str, number: int) -> str | None:
    """A count of units and a part of one: ``P1Y6M``, ``P15Y`` for a decade and a half, ``P2.5W``."""
    more = _more(ctx, at, unit)
    if more is not None:
        return length(number, unit) + more
    part = 2 if ctx.is_a(at, "and_half") else 4 if ctx.is_a(at, "and_quarter") else 3
    if unit[:-1].isdecimal():
        years = int(unit[:-1])
        return f"P{number * years + years // part}Y" if years % part == 0 else None
    return f"P{number}.5W" if unit == "W" and part == 2 else None
