"""Clock times and their zones: «10:30 بتوقيت غرينتش», «الساعة العاشرة والنصف مساءً», «الثالثة فجراً»."""

from __future__ import annotations

import re

from musnad.times_context import Context, Found

_FRACTIONS = {"and_half": 30, "and_quarter": 15, "and_third": 20}
_EARLY = ("صباح", "فجر", "ص", "ضحي", "صبيح")
_NIGHT = ("ليل",)
_NOON = ("ظهر", "ظهير")


def clock(ctx: Context, match: re.Match[str]) -> Found | None:
    """A time of day; unsure where nothing tells morning from evening."""
    start = match.start()
    read = _hour_and_minute(ctx, match)
    if read is None or (match["hour"] and ctx.is_a(match.start("time"), "and_digits")):
        return None
    hour, minute, written = read
    told, zone = match["part"], match["zone"]
    part = _part(ctx, match) if told else ""
    upto = _opens_range(ctx, match)
    if not (match["hour"] or zone or told or upto or ctx.is_a(match.start("time"), "colon")):
        return None
    if ctx.is_a(match.start("time"), "year4") and not (zone or match["hour"]):
        return None
    if (
        told
        and ctx.is_a(match.start("part"), "era")
        and not (match["hour"] or ctx.is_a(match.start("time"), "colon"))
    ):
        return None
    bare = not (match["hour"] or zone or upto)
    if (
        bare
        and (hour > 12 or ctx.token(match.start("time"))[0] in "اوفبل")
        and ctx.is_a(match.start("time"), "digits", "and_digits", "decimal")
    ):
        return None
    if told and not part and not (match["hour"] or zone):
        return None
    if bare and ctx.is_a(start - 1, "dash", "slash") and ctx.is_a(start - 2, "digits"):
        # «فاز 3-1 مساء السبت»
        return None
    word = ctx.token(match.start("time"))
    if ctx.is_a(match.start("time"), "ord") and ctx.token(start - 1).endswith("ساعات"):
        # «في الساعات الأولى لصباح السبت»
        return None
    if ctx.is_a(match.start("time"), "ord") and not word.endswith(("ه", "الاولي")):
        # Hours are feminine: «الهجوم الثاني عصر الاثنين».
        return None
    if (
        not match["hour"]
        and not zone
        and ctx.is_a(match.start("time"), "colon")
        and ctx.token(start)[0] == "ب"
    ):
        return None
    hour = _of_day(hour, part)
    if hour > 24 or minute > 59:
        return None
    minutes = (hour % 24) * 60 + minute
    sure = bool(part) or hour > 12 or written or zone is not None
    end = match.end()
    half = not part and hour <= 12 and not written
    zoned = _zone(ctx, match)
    return Found(start, end, "time", minutes=minutes, zone=zoned, role="clock", sure=sure, half=half)


def midnight(ctx: Context, match: re.Match[str]) -> Found | None:
    """«منتصف الليل» without its day, «منتصف النهار»."""
    word = ctx.token(match.end() - 1)
    if word.endswith(("ليل", "ليلا", "ليله")):
        return Found(match.start(), match.end(), "time", value="T00:00", minutes=0, role="midnight")
    if word.endswith(("نهار", "ظهيره", "ظهر", "ظهرا")):
        return Found(match.start(), match.end(), "time", value="T12:00", minutes=720, role="midnight")
    return None


def _opens_range(ctx: Context, match: re.Match[str]) -> bool:
    """«السادسة وحتى العاشرة مساء», «من 5 إلى 9 مساء»: an hour before one that has its part of the day."""
    at, end = match.span("time")
    hour = ctx.is_a(at, "ord") and ctx.token(at).endswith("ه")
    number = ctx.is_a(at, "digits") and ctx.is_a(at - 1, "of")
    if not (hour or number) or end != match.end() or not ctx.is_a(end, "to"):
        return False
    return ctx.is_a(end + 1, "ord", "digits") and ctx.is_a(end + 2, "part_alone", "part", "morning")


def _hour_and_minute(ctx: Context, match: re.Match[str]) -> tuple[int, int, bool] | None:
    at, end = match.span("time")
    value = ctx.words.values[at]
    token = value if isinstance(value, str) else ctx.token(at)
    minute, written = 0, False
    digits = re.search(r"\d+(?:[:.,٫،]\d+)?$", token)
    if digits is None:
        hour = ctx.ordinal(at, end)
        if hour is None or not 1 <= hour <= 12:
            return None
    elif digits[0].isdecimal():
        hour = int(digits[0])
        if len(digits[0]) == 4:
            hour, minute, written = hour // 100, hour % 100, True
    else:
        one, two = re.split(r"[:.,٫،]", digits[0])
        if len(two) != 2:
            return None
        hour, minute, written = int(one), int(two), True
    if match["more"]:
        minute += _more(ctx, *match.span("more"))
        if minute < 0:
            hour, minute = (hour - 1) or 12, minute + 60
    return hour, minute, written


def _more(ctx: Context, at: int, end: int) -> int:
    for name, minutes in _FRACTIONS.items():
        if ctx.is_a(at, name):
            return minutes
    if ctx.is_a(at, "except"):
        return -15
    values = [v for v in ctx.words.values[at:end] if isinstance(v, int)]
    return sum(values)


def _part(ctx: Context, match: re.Match[str]) -> str:
    """The word for the part of the day, without article and case ending; empty where it is none of a
    clock.
    """
    words = [word for word in ctx.words.tokens[slice(*match.span("part"))] if word not in "()[]"]
    word = words[-1].removeprefix("ال")
    if word == "م" or (len(words) > 1 and words[0] == "بعد"):
        return "مساء"
    return "" if word in ("ه", "نهار") else word


def _of_day(hour: int, part: str) -> int:
    if not part or hour > 12:
        return hour
    if part.startswith(_EARLY):
        return hour % 12
    if part.startswith(_NIGHT):
        return hour % 12 if hour == 12 or hour < 5 else hour + 12
    if part.startswith(_NOON):
        return hour if hour > 9 else hour + 12
    return hour % 12 + 12


def _zone(ctx: Context, match: re.Match[str]) -> int | None:
    """Minutes ahead of Greenwich, None where no zone is named, or one whose summers differ."""
    if match["zone"]:
        if ctx.is_a(match.start("zone"), "greenwich"):
            return 0
        for at in range(*match.span("zone")):
            value = ctx.words.values[at]
            if ctx.is_a(at, "zone") and isinstance(value, int):
                return value
    return None


def written(minutes: int, zone: int | None) -> str:
    """``T10:30``, with ``Z`` or an offset behind where the zone is stated."""
    told = f"T{minutes // 60:02}:{minutes % 60:02}"
    if zone is None:
        return told
    return told + (
        "Z" if zone == 0 else f"{'+' if zone > 0 else '-'}{abs(zone) // 60:02}:{abs(zone) % 60:02}"
    )
