"""When something was said, where the words around a cue leave no doubt: «أمس», a weekday, a date, last month.

Days, months and intervals in EDTF (ISO 8601-2:2019, level 0), reckoned from the day of publication. Hijri
dates are not converted: their tables differ by country.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from musnad.days import Days, ago, agreed, day_of_month, month_before, recent_month, week_before
from musnad.lang import table
from musnad.model import Attribution
from musnad.text import fold

_LONGEST = 300
"""Code points of a clause that are read; more than a clause holds."""

_EARLY, _NEAR = 3, 6
"""Days into a month, and months back."""

_TOKEN = re.compile(r"\d+(?:[/.-]\d+)+|\d+|[^\W\d_]+|[^\w\s]")
_STOPS = frozenset("،,|؛:")
_BREAK = "،"
_JOINTS = (_BREAK, "(", "-", "–")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words for days and months, folded; `weekdays` gives 0 for Monday, `months` 1 for January."""

    weekdays: dict[str, int]
    months: dict[tuple[str, ...], int]
    ordinals: dict[str, int]
    numbers: dict[str, int]
    sets: dict[str, frozenset[str]]
    known: frozenset[str]

    def has(self, name: str, word: str) -> bool:
        """Whether `word` stands in the list `name` of the table."""
        return word in self.sets[name]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = table("ar", "times")
    sets = {name: frozenset([words] if isinstance(words, str) else words) for name, words in data.items()}
    months = {
        tuple(fold(name).text.split()): number
        for number, names in enumerate(table("ar", "furniture")["months"], 1)
        for name in names
    }
    anchors = ("today", "yesterday", "weekdays", "month", "week", "ago", "two_days", "days")
    return _Words(
        {name: i for i, name in enumerate(data["weekdays"])},
        months,
        {name: i for i, name in enumerate(data["first"], 1)},
        {name: i for i, name in enumerate(data["numbers"], 1)},
        sets,
        frozenset[str]().union(*(sets[name] for name in anchors), (name[0] for name in months)),
    )


def said_on(text: str, attribution: Attribution, published: str | None) -> str | None:
    """The day, month or interval in which `attribution` was said, in EDTF; None unless its clause states it.

    `published` is an ISO 8601 day or date-time. Only the words between cue, source and content are read.
    """
    if published is None:
        return None
    spans = [attribution.cue, *([attribution.source] if attribution.source else [])]
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    behind = [s.start for s in attribution.content if s.start >= attribution.cue.end]
    end = max(end, min(behind)) if behind else end
    if end - start > _LONGEST:
        return None
    clause, at = [], start
    for span in sorted([*spans, *attribution.content]):
        if span.start >= end:
            break
        clause.append(text[at : max(span.start, at)])
        at = max(at, span.end)
    clause.append(text[at:end])
    if all(len(part) < 3 for part in clause):
        return None
    return day_of(" | ".join(clause), published)


def day_of(clause: str, published: str) -> str | None:
    """When `clause` says that it was, in EDTF, reckoned from `published`; None for nothing and for two days.

    A weekday is the last one up to the day of publication, a date without a year the last such one.
    """
    words = [_joined(word) for word in _TOKEN.findall(fold(clause).text)]
    if not any(word in _words().known or word[0].isdigit() for word in words):
        return None
    try:
        day = date.fromisoformat(published[:10])
        found = _found(_own(words), day)
    except (ValueError, OverflowError):
        return None
    one = agreed(found) if found is not None else None
    return one.edtf() if one is not None else None


def _joined(word: str) -> str:
    """A word for a day without «و» before it."""
    rest = word[1:]
    return rest if word[0] == "و" and rest in _words().known else word


def _own(words: list[str]) -> list[str]:
    """The words of the clause itself: without its subordinate clauses, quoted names and newspapers."""
    known, kept, at = _words(), list[str](), 0
    while at < len(words):
        word, behind = words[at], words[at + 1] if at + 1 < len(words) else ""
        if word == '"' and '"' in words[at + 1 :]:
            end = words.index('"', at + 1)
            # «أمس "الاثنين"» is a day, «"اليوم"» a newspaper, «"14 آذار"» an alliance.
            inner = words[at + 1 : end]
            kept += inner if len(inner) == 1 and inner[0] in known.weekdays else [_BREAK]
            at = end + 1
        elif known.has("closers", word) and not _opens_no_clause(words, at):
            while at < len(words) and words[at] not in _STOPS:
                at += 1
            kept.append(_BREAK)
        elif known.has("today", behind) and (known.has("papers", word) or word == "("):
            kept.append(_BREAK)
            at += 2
        else:
            # «الـ12 من مارس» comes as «ال» and «12».
            kept += [] if word == "ال" and behind[:1].isdigit() else [_BREAK if word in _STOPS else word]
            at += 1
    return kept


def _opens_no_clause(words: list[str], at: int) -> bool:
    """«بعد ظهر أمس», «قبل يومين», «عشية الأحد»: a closer that tells the time of the clause itself."""
    known = _words()
    behind = words[at + 1] if at + 1 < len(words) else ""
    if known.has("parts", behind) and behind not in known.numbers:
        return True
    return known.has("ago", words[at]) and _counted(words, at + 1) is not None


def _counted(words: list[str], at: int) -> tuple[int, int] | None:
    """How many days are counted at `at`, and where that ends: «يومين», «3 أيام», «الأيام الثلاثة»."""
    known, behind = _words(), [*words[at : at + 2], "", ""]
    if known.has("two_days", behind[0]):
        return 2, at + 1
    for noun, count in ((behind[1], behind[0]), (behind[0], behind[1])):
        number = int(count) if count.isdecimal() else known.numbers.get(count.removeprefix("ال"), 0)
        if known.has("days", noun) and 0 < number <= 31:
            return number, at + 2
    return None


def _found(words: list[str], published: date) -> list[Days] | None:
    """What each expression of the clause says; None where one of them leaves it in doubt."""
    found, at = list[Days](), 0
    while at < len(words):
        read = _expression(words, at, published)
        if read is None:
            at += 1
            continue
        days, end = read
        if not _dates_an_event(words, at):
            if days is None or _is_open(words, at, end):
                return None
            found.append(days)
        at = end
    return found


def _dates_an_event(words: list[str], at: int) -> bool:
    """«مع تظاهرة الجمعة», «في الانتخابات التشريعية السبت»: the day is that of the event."""
    for word in reversed(words[max(at - 3, 0) : at]):
        if word in _JOINTS:
            return False
        if _words().has("events", word.removeprefix("ال")):
            return True
    return False


def _is_open(words: list[str], at: int, end: int) -> bool:
    """Whether a word before an expression, or behind it, makes it another time: «حتى مساء الأحد»."""
    known = _words()
    if end < len(words) and known.has("future", words[end]):
        return True
    while at and known.has("parts", words[at - 1]):
        at -= 1
    if at > 1 and known.has("of", words[at - 1]) and known.has("earlier", words[at - 2]):
        return False
    return at > 0 and (known.has("open", words[at - 1]) or words[at - 1] in "-–—")


Read = tuple[Days | None, int]
"""The days that an expression means, None where in doubt, and where its words end."""


def _expression(words: list[str], at: int, published: date) -> Read | None:
    """The expression that begins at `at`, None where none does."""
    known, word = _words(), words[at]
    behind = words[at + 1] if at + 1 < len(words) else ""
    if word in known.weekdays:
        return _weekday(words, at, published)
    if known.has("yesterday", word):
        return (ago(published, 2), at + 2) if behind == "الاول" else (ago(published, 1), at + 1)
    if known.has("before", word):
        skip = at + 1 + known.has("of", behind)
        named = skip < len(words) and known.has("yesterday", words[skip])
        return (ago(published, 2), skip + 1) if named else None
    if known.has("today", word):
        dated = at and words[at - 1] == "في" and behind not in known.weekdays
        return None if dated or known.has("ordinals", behind) else (ago(published, 0), at + 1)
    if known.has("ago", word):
        return _days_ago(words, at, published)
    return (
        _numbered(words, at, published) or _last_days(words, at, published) or _period(words, at, published)
    )


def _weekday(words: list[str], at: int, published: date) -> Read:
    """A weekday alone, with «الماضي», of last week, or with its date, which must agree with it."""
    known = _words()
    wanted, end = known.weekdays[words[at]], at + 1
    back = (published.weekday() - wanted) % 7
    if end < len(words) and known.has("past", words[end]):
        # «الماضي» is hardly yesterday, and yet may be.
        back, end = (back or 7), end + 1
        days = None if back == 1 else ago(published, back)
    else:
        days = ago(published, back)
    mark = end
    while mark < len(words) and (words[mark] in _JOINTS or known.has("of", words[mark])):
        mark += 1
    dated = _numbered(words, mark, published) or _week(words, mark, published)
    if dated is None:
        return (None if words[mark : mark + 1] and words[mark][0].isdigit() else days), end
    stretch, end = dated
    if stretch is None:
        return dated
    first, length = stretch.first, (stretch.last - stretch.first).days + 1
    fits = [n for n in range(length) if (first.weekday() + n) % 7 == wanted]
    return (ago(first, -fits[0]) if len(fits) == 1 else None), end


def _numbered(words: list[str], at: int, published: date) -> Read | None:
    """A date: «13/3/2018», «12 مارس», «الثاني من أيلول/سبتمبر الماضي», «في 12 من الشهر الجاري»."""
    known = _words()
    if at >= len(words) or not (at == 0 or words[at - 1] in _JOINTS or _leads(words[at - 1])):
        return None
    if words[at][0].isdigit() and not words[at].isdecimal():
        return _slashed(words[at], published, at + 1)
    counted = (int(words[at][:4]), at + 1) if words[at].isdecimal() else _ordinal(words, at)
    if counted is None:
        return None
    number, end = counted
    if end < len(words) and known.has("of", words[end]):
        end += 1
    month = _month(words, end) or _same_month(words, end, published)
    if month is None:
        return None
    named, end = month
    year, past, end = _year(words, end, published)
    return day_of_month(published, named, number, year, past), end


def _leads(word: str) -> bool:
    """Whether a date may follow `word`; behind a noun it is mostly the name of an event."""
    known = _words()
    return word in known.weekdays or any(
        known.has(name, word) for name in ("lead", "parts", "past", "today", "yesterday", "open")
    )


def _slashed(word: str, published: date, end: int) -> Read | None:
    """«13/3/2018» or «2018-03-12»; in doubt where day and month may change places."""
    numbers = [int(part) for part in re.split(r"[/.-]", word)[:4] if len(part) <= 4]
    if len(numbers) != 3:
        return None
    years = [number for number in numbers[::2] if 1900 <= number <= 2100]
    if len(years) != 1:
        return None
    first, second = numbers[:2] if numbers[2] in years else numbers[:0:-1]
    if first <= 12 and second <= 12 and first != second and not _ISO.fullmatch(word):
        return None, end
    day, month = (second, first) if second > 12 else (first, second)
    return day_of_month(published, month, day, years[0]), end


def _ordinal(words: list[str], at: int) -> tuple[int, int] | None:
    """«الثاني», «الحادي عشر», «الخامس والعشرين», and where it ends."""
    known, word = _words(), words[at]
    behind = words[at + 1] if at + 1 < len(words) else ""
    for name, number in (("twenty", 20), ("thirty", 30)):
        if known.has(name, word):
            return number, at + 1
    one = 1 if known.has("eleventh", word) else known.ordinals.get(word)
    if one is None:
        return None
    if known.has("ten", behind):
        return one + 10, at + 2
    for name, number in (("twenty", 20), ("thirty", 30)):
        if behind[:1] == "و" and known.has(name, behind[1:]):
            return one + number, at + 2
    return None if known.has("eleventh", word) else (one, at + 1)


def _month_name(words: list[str], at: int) -> tuple[int, int] | None:
    months = _words().months
    for end in (at + 2, at + 1):
        number = months.get(tuple(words[at:end]))
        if number is not None and end <= len(words):
            return number, end
    return None


def _month(words: list[str], at: int) -> tuple[int, int] | None:
    """A month by one name or by two, «سبتمبر/أيلول», «يوليو (تموز)»; the number is 0 where these differ."""
    named = _month_name(words, at)
    if named is None:
        return None
    number, end = named
    mark = end + (words[end : end + 1] in (["/"], ["("], ["-"]))
    again = _month_name(words, mark)
    if again is None:
        return named
    end = again[1] + (words[again[1] : again[1] + 1] == [")"])
    return (number if again[0] == number else 0), end


def _same_month(words: list[str], at: int, published: date) -> tuple[int, int] | None:
    """«الشهر الماضي», «هذا الشهر», «الجاري», behind the number of a day."""
    if at < len(words) and _words().has("present", words[at]):
        return published.month, at + 1
    read = _span_of("month", words, at)
    return None if read is None else (month_before(published, read[0]).first.month, read[1])


def _span_of(unit: str, words: list[str], at: int) -> tuple[int, int] | None:
    """How many weeks or months back «الأسبوع الماضي», «هذا الشهر» is: 1 or 0; and where it ends."""
    known, three = _words(), [*words[at : at + 2], "", ""]
    if known.has("this", three[0]) and known.has(unit, three[1]):
        return 0, at + 2
    if known.has(unit, three[0]):
        for back, name in enumerate(("present", "past")):
            if known.has(name, three[1]):
                return back, at + 2
    return None


def _year(words: list[str], at: int, published: date) -> tuple[int | None, bool, int]:
    """The year behind a month, whether the month is called past, and where that ends; 0 for another year."""
    known, word = _words(), words[at] if at < len(words) else ""
    if known.has("past", word):
        return None, True, at + 1
    if known.has("present", word):
        return published.year, False, at + 1
    mark = at + known.has("of", word)
    mark += mark < len(words) and known.has("this", words[mark])
    bare = not (mark < len(words) and known.has("years", words[mark]))
    mark += not bare
    behind = words[mark] if mark < len(words) else ""
    if len(behind) == 4 and behind.isdecimal():
        return int(behind), False, mark + 1
    if bare:
        return None, False, at
    if known.has("past", behind):
        return published.year - 1, False, mark + 1
    this = known.has("this", words[mark - 2]) if mark > 1 else False
    return (published.year if this or known.has("present", behind) else 0), False, mark + (not this)


def _days_ago(words: list[str], at: int, published: date) -> Read | None:
    """«قبل يومين», unless «من» says what they come before."""
    counted = _counted(words, at + 1)
    if counted is None or (counted[1] < len(words) and _words().has("of", words[counted[1]])):
        return None
    return ago(published, counted[0]), counted[1]


def _last_days(words: list[str], at: int, published: date) -> Read | None:
    """«اليومين الماضيين», «الأيام الثلاثة الماضية»: up to the day of publication."""
    counted = _counted(words, at)
    if counted is None or not (counted[1] < len(words) and _words().has("past", words[counted[1]])):
        return None
    return ago(published, counted[0], 0), counted[1] + 1


def _week(words: list[str], at: int, published: date) -> Read | None:
    """«الأسبوع الماضي», «هذا الأسبوع»."""
    read = _span_of("week", words, at)
    return None if read is None else (week_before(published, read[0]), read[1])


def _period(words: list[str], at: int, published: date) -> Read | None:
    """A week, or a month: «الشهر الماضي», «في أيلول/سبتمبر الماضي»; near the cue or behind a comma."""
    if not _begins(words, at):
        return None
    known, read = _words(), _span_of("month", words, at)
    if read is not None:
        # «الشهر الجاري» of the first days of a month was often written in the one before.
        early = read[0] == 0 and published.day <= _EARLY
        return (None if early else month_before(published, read[0])), read[1]
    month = _month(words, at)
    if month is None or not (at and known.has("lead", words[at - 1])):
        return _week(words, at, published)
    number, end = month
    year, past, end = _year(words, end, published)
    # «في مايو» may as well be one to come.
    bare = year is None and not past
    if number == 0 or (bare and not 0 < (published.month - number) % 12 <= _NEAR):
        return None, end
    return recent_month(published, number, year, past), end


def _begins(words: list[str], at: int) -> bool:
    """Whether at most two words stand before, from the cue or a comma on; else another noun is dated."""
    known = _words()
    if at > 1 and known.has("of", words[at - 1]) and known.has("earlier", words[at - 2]):
        return True
    while at and any(known.has(name, words[at - 1]) for name in ("lead", "parts", "this")):
        at -= 1
    return at < 3 or any(word in _JOINTS for word in words[at - 3 : at])
