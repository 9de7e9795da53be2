"""Every expression of time in an English report: days, months, years, intervals, clock times and durations.

Values are EDTF (ISO 8601-2:2019) or ISO 8601 durations, reckoned from the day of publication. Each pattern of
`lang/en/times_patterns.toml` is a regular expression over the text, and the function of its name reckons what
it finds; where two begin at one place the first of the table counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from musnad.days import Days, ago, month_before, whole_month, whole_week, whole_year
from musnad.lang import table
from musnad.model import Span, TimeExpression, TimeKind

_SENTENCE = 200
"""Code points before an expression in which the verb that tells its tense is looked for."""

_SOON = 20
"""Days ahead within which a date without a year is rather one to come."""

_NEXT = 1
"""Months ahead that a month alone is rather the one to come, where no verb tells."""

_DAYS = 400
_FIRST, _LAST = 1300, 2100

Told = tuple[TimeKind, Days | str | None]
_RANGED = ("day", "month", "year")
_KINDS: dict[str, TimeKind] = {"D": "day", "W": "interval", "M": "month", "Y": "year"}


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    kind: TimeKind
    value: Days | str | None


@lru_cache(maxsize=1)
def _data() -> dict[str, dict[str, int]]:
    data = table("en", "times_patterns")
    names = table("en", "times")
    return {
        "weekdays": {name: i for i, name in enumerate(names["weekdays"])},
        "months": {name[:3]: i for i, name in enumerate(names["months"], 1)},
        "numbers": data["numbers"],
        "ordinals": data["ordinals"],
    }


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    data = table("en", "times_patterns")
    parts = dict(data["parts"])
    parts["NUMBER"] = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|" + "|".join(data["numbers"]) + ")"
    parts["ORD"] = "(?:" + "|".join([*data["ordinals"], r"\d{1,2}(?:st|nd|rd|th)"]) + ")"

    def full(text: str) -> str:
        while (hit := re.search(r"\{([A-Z]+)\}", text)) is not None:
            text = text.replace(hit[0], parts[hit[1]])
        return re.sub(r"\s+", "", text).replace("~", r"[\s ]+")

    return [
        (name, re.compile(rf"(?<![\w$€£#.,]){full(text)}(?!\w)")) for name, text in data["patterns"].items()
    ]


@lru_cache(maxsize=1)
def _begins() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """By the first word in lower case, the patterns to try in order; "0" is any number."""
    data, names, found = table("en", "times_patterns"), table("en", "times"), dict[str, list[str]]()
    kinds = {
        "WEEKDAY": [day + end for day in names["weekdays"] for end in ("", "s")],
        "MONTH": [*names["months"], *(month[:3] for month in names["months"]), "sept"],
        "NUMBER": [number.split()[0] for number in data["numbers"]],
        "ORD": list(data["ordinals"]),
    }
    for name, listed in data["starts"].items():
        for word in dict.fromkeys(one for start in listed.split() for one in kinds.get(start, [start])):
            found.setdefault(word, []).append(name)
    patterns = dict(_patterns())
    return {
        word: [(name, patterns[name]) for name in patterns if name in tried] for word, tried in found.items()
    }


_STOPS = frozenset(".!?;\n")
_VERB = re.compile(r"[A-Za-z']+|[.!?;](?=\s)|\n")
_WORD = re.compile(r"[A-Za-z]+|\d+|\(")


@lru_cache(maxsize=1)
def _verbs() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in table("en", "times_patterns")["tense"].items()}


def find(text: str, published: str | None) -> tuple[TimeExpression, ...]:
    """The expressions of time of an English text in order, none within another.

    `published` is an ISO 8601 day or date-time, None where it is unknown: what is told relative to it then
    has no value. Never raises; linear in the length.
    """
    try:
        day = date.fromisoformat((published or "")[:10])
    except ValueError:
        day = None
    begins, told, at = _begins(), list[_Found](), 0
    for word in _WORD.finditer(text):
        if word.start() < at:
            continue
        first = word[0]
        for name, pattern in begins.get("0" if first[0].isdecimal() else first.lower(), ()):
            match = pattern.match(text, word.start())
            one = None if match is None else _reckoned(name, match, day)
            if one is None:
                continue
            told.append(one)
            at = one.end
            if len(told) > 1 and (whole := _ranged(text, told[-2], one)) is not None:
                told[-2:] = [whole]
            break
    return tuple(
        TimeExpression(
            Span(one.start, one.end), one.value.edtf() if isinstance(one.value, Days) else one.value, one.kind
        )
        for one in told
    )


def _reckoned(name: str, match: re.Match[str], day: date | None) -> _Found | None:
    """What a match says; None where it is no time."""
    try:
        read = _READ[name](match, day)
    except (ValueError, OverflowError):
        read = ("day", None)
    if read is None:
        return None
    said = "said" in match.re.groupindex and match["said"] is not None
    return _Found(match.start("said") if said else match.start(), match.end(), *read)


def _ranged(text: str, one: _Found, other: _Found) -> _Found | None:
    """«from June 3 to June 5, 2017», «between Monday and Wednesday»: from the first to the last."""
    first, last = one.value, other.value
    if one.kind not in _RANGED or not isinstance(first, Days) or not isinstance(last, Days):
        return None
    before = text[max(one.start - 12, 0) : one.start].lower().rstrip()
    joint = text[one.end : other.start].strip().lower()
    ranged = joint in ("to", "through", "until") and before.endswith(("from", "between", "since", ","))
    if other.kind not in _RANGED or not (ranged or (joint == "and" and before.endswith("between"))):
        return None
    dated = re.search(r"\d{4}", text[other.start : other.end])
    if dated and not re.search(r"\d{4}", text[one.start : one.end]):
        try:
            first = first.moved(last.first.year - first.first.year)
        except ValueError:
            return None
    if last.last < first.first and last.last == last.first:
        # «from Monday to Wednesday», said on a Tuesday.
        first = ago(first.first, 7)
    return (
        _Found(one.start, other.end, "interval", Days(first.first, last.last))
        if first.first < last.last
        else None
    )


# --- words ---


def _number(word: str) -> float:
    known = _data()["numbers"].get(word.lower())
    return float(word.replace(",", "")) if known is None else known


def _ordinal(word: str) -> int:
    known = _data()["ordinals"].get(word.lower())
    return int(word[:-2]) if known is None else known


def _month(word: str) -> int:
    return _data()["months"][word[:3].lower()]


def _unit(word: str) -> str:
    return str(table("en", "times_patterns")["units"][word.lower().rstrip("s")])


def _looks_ahead(match: re.Match[str]) -> bool:
    return _tense(match) == "future"


def _tense(match: re.Match[str]) -> str | None:
    """Whether the nearest verb before, in the sentence, tells of what is to come or of what is over."""
    before, verbs = match.string[max(match.start() - _SENTENCE, 0) : match.start()], _verbs()
    for found in reversed(_VERB.findall(before)):
        word = found.lower()
        if word in _STOPS:
            return None
        if word in verbs["future"]:
            return "future"
        if word in verbs["past"] or (word.endswith("ed") and word not in verbs["neither"]):
            return "past"
    return None


def _before(match: re.Match[str], *words: str) -> bool:
    """Whether one of these words stands right before."""
    found = _LAST_WORD.search(match.string[max(match.start() - 24, 0) : match.start()].lower())
    return found is not None and found[1] in words


_LAST_WORD = re.compile(r"([a-z]+)\W*$")


def _length(number: float, unit: str) -> str:
    """``P3D``, ``PT2H``, ``P20Y``; of halves the next smaller unit."""
    size = int(unit[:-1]) if unit[:-1].isdecimal() else 1
    number, unit = number * size, unit[-1] if size > 1 else unit
    if number == int(number):
        written = str(int(number))
    elif unit == "Y" and number * 12 == int(number * 12):
        return f"P{int(number)}Y{int(number * 12) % 12}M" if number > 1 else f"P{int(number * 12)}M"
    elif unit == "TH" and number * 60 == int(number * 60):
        return f"PT{int(number)}H{int(number * 60) % 60}M" if number > 1 else f"PT{int(number * 60)}M"
    else:
        written = str(number)
    return f"PT{written}{unit[1:]}" if unit.startswith("T") else f"P{written}{unit}"


def _back(day: date, unit: str, number: int) -> Days | None:
    """The day, week, month or year so many units before that of publication, after it where negative."""
    if unit == "D":
        return ago(day, number) if abs(number) <= _DAYS else None
    if unit == "W":
        return whole_week(day, -number)
    if unit == "M":
        return month_before(day, number)
    if unit.startswith("T"):
        return None
    return whole_year(day.year - number * int(unit[:-1] or 1))


# --- days ---


def _deictic(match: re.Match[str], day: date | None) -> Told:
    word = match[0].lower()
    shift = 1 if "tomorrow" in word else -1 if "yesterday" in word or word.startswith("last") else 0
    if word.startswith("the"):
        shift *= 2
    return "day", None if day is None else ago(day, -shift)


def _weekday(match: re.Match[str], day: date | None) -> Told:
    wanted = _data()["weekdays"][match["day"].lower().removesuffix("s")]
    if day is None:
        return "day", None
    if _before(match, "every", "each") or match["day"].endswith("ys"):
        return "day", None
    back, word = (day.weekday() - wanted) % 7, (match["mod"] or "").lower()
    if word in ("last", "past", "previous"):
        back = back or 7
    elif word in ("next", "coming") or (back and not _before(match, "since") and _looks_ahead(match)):
        back -= 7
    return "day", ago(day, back)


def _date(match: re.Match[str], day: date | None) -> Told | None:
    month, number = _month(match["month"]), int(re.sub(r"\D", "", match["number"]))
    if not 1 <= number <= 31:
        return None
    found = _dated(match, day, month, number)
    named = match["weekday"]
    if found is not None and named:
        agreed = found.first.weekday() == _data()["weekdays"][named.lower()]
        found = found if agreed else None
    if match["until"] and found is not None:
        last = found.first.replace(day=int(re.sub(r"\D", "", match["until"])))
        return ("interval", Days(found.first, last)) if last > found.first else ("interval", None)
    return "day", found


def _dated(match: re.Match[str], day: date | None, month: int, number: int) -> Days | None:
    if match["year"]:
        one = date(int(match["year"]), month, number)
        return Days(one, one)
    if day is None:
        return None
    every = []
    for year in range(day.year - 4, day.year + 5):
        try:
            every.append(date(year, month, number))
        except ValueError:
            continue
    gone = [one for one in every if one <= day]
    coming = [one for one in every if one > day]
    if not gone or not coming:
        return None
    past = _before(match, "since") or (match["mod"] or "").lower() == "last"
    ahead = not past and ((coming[0] - day).days <= _SOON or _looks_ahead(match))
    one = coming[0] if ahead and gone[-1] != day else gone[-1]
    return Days(one, one)


def _iso(match: re.Match[str], _: date | None) -> Told:
    one = date.fromisoformat(match[0])
    return "day", Days(one, one)


# --- months, years, longer ---


def _in_month(match: re.Match[str], day: date | None) -> Told | None:
    word, alone = match["month"], not (match["year"] or match["mod"] or match["part"])
    if alone and not match["lead"]:
        return None
    if match["year"]:
        return "month", whole_month(int(match["year"]), _month(word))
    if day is None:
        return "month", None
    ahead, mod = (_month(word) - day.month) % 12, (match["mod"] or "").lower()
    if mod == "last":
        return "month", month_before(day, 12 - ahead)
    if mod == "next":
        return "month", month_before(day, -ahead if ahead else -12)
    if mod == "this":
        return "month", whole_month(day.year, _month(word))
    told = "past" if (match["lead"] or "").lower().startswith("since") else _tense(match)
    if ahead and (told == "future" or (told is None and ahead <= _NEXT)):
        return "month", month_before(day, -ahead)
    return "month", month_before(day, (12 - ahead) % 12)


def _year(match: re.Match[str], _: date | None) -> Told | None:
    first = int(match["year"])
    if not _FIRST <= first <= _LAST:
        return None
    if match["other"]:
        other = match["other"]
        last = int(str(first)[: 4 - len(other)] + other)
        return ("interval", whole_year(first, last)) if first < last <= first + 200 else None
    counted = re.match(r"[\s ]+([a-z]+s|people|men|women|more|percent|per)\b", match.string[match.end() :])
    if counted and not counted[1].endswith(("ss", "was", "is", "as", "has", "its", "his", "this", "us")):
        return None
    return "year", whole_year(first)


def _relative(match: re.Match[str], day: date | None) -> Told:
    mod, unit = (match["mod"] or "this").lower(), match["unit"].lower()
    kind: TimeKind = "interval" if unit == "week" else "month" if unit == "month" else "year"
    if unit == "century":
        kind = "century"
    if day is None:
        return kind, None
    ahead = -1 if mod in ("last", "previous") else 1 if mod in ("next", "coming") else 0
    if kind == "century":
        return kind, f"{day.year // 100 + ahead:02}XX"
    return kind, _back(day, _unit(unit), -ahead)


def _quarter(match: re.Match[str], day: date | None) -> Told | None:
    size = 6 if match["part"].lower() == "half" else 3
    which = 12 // size if match["which"].lower() in ("last", "final") else _ordinal(match["which"])
    if not 1 <= which <= 12 // size or re.match(r"[\s ]+of\b", match.string[match.end() :]):
        return None
    if match["year"]:
        year = int(match["year"])
    elif day is None:
        return "interval", None
    elif match["mod"]:
        year = day.year + {"last": -1, "next": 1}.get(match["mod"].lower(), 0)
    else:
        if size == 6 and not match["of"]:
            return None
        later = which > (day.month - 1) // size + 1
        year = day.year - (later and not match["of"] and not _looks_ahead(match))
    begun = date(year, size * (which - 1) + 1, 1)
    return "interval", Days(begun, whole_month(year, size * which).last)


def _ago(match: re.Match[str], day: date | None) -> Told:
    number, unit = _number(match["number"]), _unit(match["unit"])
    kind = _KINDS.get(unit, "year")
    open_day = match["doubt"] and not unit.endswith("Y")
    if day is None or number != int(number) or open_day:
        return kind, None
    return kind, _back(day, unit, int(number))


def _stretch(match: re.Match[str], day: date | None) -> Told:
    number, unit = _number(match["number"]), _unit(match["unit"])
    if unit == "TH" and number % 24 == 0:
        unit, number = "D", number // 24
    if day is None or number != int(number) or unit.startswith("T"):
        return "interval", None
    ahead = match["mod"].lower() in ("next", "coming")
    here, far = _back(day, unit, 0), _back(day, unit, -int(number) if ahead else int(number))
    if here is None or far is None:
        return "interval", None
    return "interval", Days(here.first, far.last) if ahead else Days(far.first, here.last)


def _duration(match: re.Match[str], _: date | None) -> Told | None:
    unit = _unit(match["unit"])
    if _before(match, "every", "each", "per") or match["number"] == "0":
        return None
    number = _number(match["number"])
    alone = number == 1 and match["number"].isalpha() and not (match["half"] or match["half_too"])
    if alone and not _lasts(match):
        return None
    half = match["half"] or match["half_too"]
    first = _length(number + (0.5 if half else 0), unit)
    return "duration", f"{first}/{_length(_number(match['more']), unit)}" if match["more"] else first


def _lasts(match: re.Match[str]) -> bool:
    """Whether «a year», «one day» is how long something lasts, by the word before or behind: «for a year»."""
    told = table("en", "times_patterns")["lasting"]
    before = re.search(r"([a-z]+)\W*$", match.string[max(match.start() - 16, 0) : match.start()].lower())
    behind = re.match(r"\W*([a-z]+)", match.string[match.end() : match.end() + 16].lower())
    whole = "-" in match[0]
    return whole or bool((before and before[1] in told["before"]) or (behind and behind[1] in told["behind"]))


def _one(match: re.Match[str], _: date | None) -> Told:
    number = 0.5 if match["half"] else 1.5 if match["more"] else 1
    return "duration", _length(number, _unit(match["unit"]))


def _age(match: re.Match[str], _: date | None) -> Told:
    return "duration", f"P{int(_number(match['number']))}Y"


def _decade(match: re.Match[str], _: date | None) -> Told:
    named = table("en", "times_patterns")["decades"]
    word = match["decade"].lower().split()[-1]
    return "decade", f"{word[:3]}X" if word[0].isdigit() else f"19{named[word]}X"


def _century(match: re.Match[str], _: date | None) -> Told:
    number = _ordinal(match["number"])
    return "century", None if match["bc"] else f"{number - 1:02}XX"


def _open(_: re.Match[str], __: date | None) -> Told:
    return "interval", None


def _clock(match: re.Match[str], day: date | None) -> Told | None:
    if match["named"]:
        told = "T12:00" if match["named"].lower() == "noon" else "T00:00"
    else:
        digits = match["hour"]
        hour, minute = int(digits[:-2] or 0) if len(digits) > 2 else int(digits), match["minute"]
        minutes = int(minute) if minute else int(digits[-2:]) if len(digits) > 2 else 0
        half = (match["half"] or "").lower().replace(".", "")
        if half:
            hour = hour % 12 + 12 * (half == "pm")
        if hour > 23 or minutes > 59 or (half and int(digits[:2]) > 12 and len(digits) < 3):
            return None
        told = f"T{hour:02}:{minutes:02}" + ("Z" if match["zone"] or match["gmt"] is not None else "")
    named = match["day"] or match["front"]
    if named is None or day is None:
        return "time", told
    back = (day.weekday() - _data()["weekdays"][named.lower()]) % 7
    back -= 7 * bool(back and _looks_ahead(match))
    return "time", ago(day, back).edtf() + told


_READ: dict[str, Callable[[re.Match[str], date | None], Told | None]] = {
    "iso": _iso,
    "clock": _clock,
    "date_month": _date,
    "date_day": _date,
    "deictic": _deictic,
    "weekday": _weekday,
    "quarter": _quarter,
    "decade": _decade,
    "century": _century,
    "season": _open,
    "month": _in_month,
    "years": _year,
    "years_between": _year,
    "year": _year,
    "ago": _ago,
    "stretch": _stretch,
    "recent": _open,
    "relative": _relative,
    "age": _age,
    "duration": _duration,
    "one": _one,
}
