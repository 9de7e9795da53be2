"""When something was said, in English: today, yesterday, a weekday near the cue and outside the content.

Days are ISO 8601 calendar days (EDTF level 0, ISO 8601-2:2019), reckoned from the day of publication.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from musnad.lang import table
from musnad.model import Attribution, Span

_WINDOW = 120
"""Code points before the first and behind the last span of an attribution that its clause may reach."""

_LONGEST = 400
_END = re.compile(r"[.!?][\s\"”’)]|[;\n]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[,:()\"“”]")


@dataclass(frozen=True, slots=True)
class _Days:
    weekdays: dict[str, int]
    today: frozenset[str]
    yesterday: frozenset[str]
    open: frozenset[str]
    closers: frozenset[str]


@lru_cache(maxsize=1)
def _days() -> _Days:
    data = table("en", "times")
    names = {name: i for i, name in enumerate(data["weekdays"])}
    return _Days(
        names | {f"{name}'s": i for name, i in names.items()},
        frozenset(data["today"]),
        frozenset(data["yesterday"]),
        frozenset(data["open"]),
        frozenset(data["closers"]),
    )


def said_on(text: str, attribution: Attribution, published: str | None) -> str | None:
    """The day on which `attribution` was said, as ``YYYY-MM-DD``; None unless its own clause states it.

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
    opened = list(_END.finditer(text, floor, start))
    front = _clause(text[opened[-1].end() if opened else floor : start]) if floor or not before else ""
    after = [s.start for s in attribution.content if s.start >= end]
    ceiling = min([end + _WINDOW, len(text), *after])
    closed = _END.search(text, end, ceiling)
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
    """The one day that `clause` names, reckoned from `published`; None where it names none, or two.

    A weekday is the last one up to the day of publication; «next Monday» and «since Friday» leave it open.
    """
    days = _days()
    words = [word.lower().replace("’", "'") for word in _WORD.findall(clause[: 2 * _LONGEST])]
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return None
    found: set[date] = set()
    for i, word in enumerate(words):
        if word in days.weekdays:
            back = (day.weekday() - days.weekdays[word]) % 7
            if words[i - 1 : i] == ["last"] and not back:
                back = 7
        elif word in days.today:
            back = 0
        elif word in days.yesterday:
            back = 2 if words[max(i - 3, 0) : i][-3:] == ["the", "day", "before"] else 1
        else:
            continue
        if any(w in days.open for w in words[max(i - 2, 0) : i]) or words[i + 1 : i + 2] in (
            ["before"],
            ["after"],
        ):
            return None
        try:
            found.add(day - timedelta(days=back))
        except OverflowError:
            return None
    return found.pop().isoformat() if len(found) == 1 else None
