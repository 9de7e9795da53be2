"""When something was said, in English: a weekday, a date, last week, near the cue and outside the content.

Days, months and intervals in EDTF (ISO 8601-2:2019, level 0), reckoned from the day of publication.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from musnad.days import Days, ago, agreed, day_of_month, month_before, recent_month, week_before
from musnad.lang import table
from musnad.model import Attribution, Span

_WINDOW = 120
"""Code points before the first and behind the last span of an attribution that its clause may reach."""

_LONGEST = 400

_NEAR = 6
"""Months back; a month further off may as well be one to come."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*|[,:()\"“”%$€£–-]")


@dataclass(frozen=True, slots=True)
class _Days:
    weekdays: dict[str, int]
    months: dict[str, int]
    numbers: dict[str, int]
    ends: re.Pattern[str]
    endings: frozenset[str]
    vague: frozenset[str]
    today: frozenset[str]
    yesterday: frozenset[str]
    open: frozenset[str]
    closers: frozenset[str]


@lru_cache(maxsize=1)
def _days() -> _Days:
    data = table("en", "times")
    names = {name: i for i, name in enumerate(data["weekdays"])}
    months = {name: i for i, name in enumerate(data["months"], 1)}
    # «Sept. 3» ends no sentence.
    short = [*(name[:3] for name in months), "sept"]
    kept = "".join(f"(?<!\\b{name.capitalize()})" for name in short)
    return _Days(
        names | {f"{name}'s": i for name, i in names.items()},
        months | {name[:3]: i for name, i in months.items()} | {"sept": 9},
        {name: i for i, name in enumerate(data["numbers"], 1)},
        re.compile(rf"{kept}[.!?][\s\"”’)]|[;\n]"),
        frozenset(data["endings"]),
        frozenset(data["vague"]),
        frozenset(data["today"]),
        frozenset(data["yesterday"]),
        frozenset(data["open"]),
        frozenset(data["closers"]),
    )


def said_on(text: str, attribution: Attribution, published: str | None) -> str | None:
    """The day, month or interval in which `attribution` was said, in EDTF; None unless its clause states it.

    `published` is an ISO 8601 day or date-time. The words of the clause around cue and source are read up to
    the content; a clause behind them that begins with «after», «who» and the like is left out.
    """
    if published is None:
        return None
    spans = [attribution.cue, *([attribution.source] if attribution.source else [])]
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    if end - start > _LONGEST:
        return None
    before = [s.end for s in attribution.content if s.end <= start]
    floor = max([start - _WINDOW, 0, *before])
    opened = list(_days().ends.finditer(text, floor, start))
    front = _clause(text[opened[-1].end() if opened else floor : start]) if floor or not before else ""
    after = [s.start for s in attribution.content if s.start >= end]
    ceiling = min([end + _WINDOW, len(text), *after])
    closed = _days().ends.search(text, end, ceiling)
    behind = _clause(text[end : closed.start() if closed else ceiling])
    return day_of(f"{front} | {_between(text, attribution, Span(start, end))} | {behind}", published)


def _between(text: str, attribution: Attribution, clause: Span) -> str:
    """What stands between cue and source, their own words and the content left out; those of the cue kept."""
    spans = sorted([*attribution.content, *([attribution.source] if attribution.source else [])])
    parts, at = [], clause.start
    for span in spans:
        if span.start >= clause.end:
            break
        parts.append(text[at : max(span.start, at)])
        at = max(at, span.end)
    return " ".join([*parts, text[at : clause.end]])


def _clause(words: str) -> str:
    """The words up to a conjunction or relative pronoun that opens another clause."""
    closers = _days().closers
    for found in _WORD.finditer(words):
        if found[0].lower() in closers:
            return words[: found.start()]
    return words


def day_of(clause: str, published: str) -> str | None:
    """When `clause` says that it was, in EDTF, reckoned from `published`; None for nothing and for two days.

    A weekday is the last one up to the day of publication; «next Monday» and «since Friday» leave it open.
    """
    days = _days()
    words = [word.lower().replace("’", "'") for word in _WORD.findall(clause[: 2 * _LONGEST])]
    try:
        day = date.fromisoformat(published[:10])
        found, at = list[Days](), 0
        while at < len(words):
            read = _expression(words, at, day)
            if read is None:
                at += 1
                continue
            stretch, end = read
            beside = words[end : end + 1] in (["before"], ["after"])
            if stretch is None or beside or any(w in days.open for w in words[max(at - 2, 0) : at]):
                return None
            found.append(stretch)
            at = end
    except (ValueError, OverflowError):
        return None
    one = agreed(found)
    return one.edtf() if one is not None else None


Read = tuple[Days | None, int]
"""The days that an expression means, None where in doubt, and where its words end."""


def _expression(words: list[str], at: int, published: date) -> Read | None:
    """The expression that begins at `at`, None where none does."""
    days, word, behind = _days(), words[at], [*words[at + 1 : at + 3], "", ""]
    if word in days.weekdays:
        return _weekday(words, at, published)
    if word in days.today:
        return ago(published, 0), at + 1
    if word in days.yesterday:
        return ago(published, 2 if words[max(at - 3, 0) : at] == ["the", "day", "before"] else 1), at + 1
    dated = _dated(words, at, published)
    if dated is not None:
        return dated
    count = int(word) if word.isdecimal() and len(word) < 3 else days.numbers.get(word)
    if count is not None and behind[0] in ("day", "days") and behind[1] == "ago":
        return ago(published, count), at + 3
    if word in ("last", "this"):
        back = int(word == "last")
        if behind[0] == "week":
            return week_before(published, back), at + 2
        if behind[0] == "month":
            return month_before(published, back), at + 2
    return _in_month(words, at, published)


def _weekday(words: list[str], at: int, published: date) -> Read:
    """«Tuesday», «last Tuesday», «Tuesday, May 15»; a date must agree with its weekday."""
    wanted = _days().weekdays[words[at]]
    back = (published.weekday() - wanted) % 7
    if words[at - 1 : at] == ["last"] and not back:
        back = 7
    mark = at + 1 + (words[at + 1 : at + 2] == [","])
    dated = _dated(words, mark, published)
    if dated is None:
        return ago(published, back), at + 1
    stretch, end = dated
    return (stretch if stretch is not None and stretch.first.weekday() == wanted else None), end


def _dated(words: list[str], at: int, published: date) -> Read | None:
    """«March 12», «12th of March», each with or without a year."""
    days, parts, marks = _days(), list[str](), list[int]()
    while at < len(words) and len(parts) < 3:
        if words[at] not in days.endings and not (words[at] == "," and len(parts) == 2):
            parts.append(words[at])
            marks.append(at + 1)
        at += 1
    for month, day in ((0, 1), (1, 0)):
        if len(parts) > 1 and parts[month] in days.months and parts[day].isdecimal() and len(parts[day]) < 3:
            full = len(parts) > 2 and parts[2].isdecimal() and len(parts[2]) == 4
            year = int(parts[2]) if full else None
            number, end = int(parts[day]), marks[1 + full]
            return day_of_month(published, days.months[parts[month]], number, year), end
    return None


def _in_month(words: list[str], at: int, published: date) -> Read | None:
    """«in March», «last March», «in late March 2017»; the month of publication alone may be one to come."""
    days, word = _days(), words[at]
    if word not in ("in", "last"):
        return None
    at += 1 + (words[at + 1 : at + 2] != [] and words[at + 1] in days.vague)
    month = days.months.get(words[at]) if at < len(words) else None
    if month is None:
        return None
    full = words[at + 1 : at + 2] != [] and words[at + 1].isdecimal() and len(words[at + 1]) == 4
    past = word == "last"
    if full:
        return recent_month(published, month, int(words[at + 1])), at + 2
    if not past and not 0 < (published.month - month) % 12 <= _NEAR:
        return None, at + 1
    return recent_month(published, month, None, past), at + 1
