"""When something was said, where the words around a cue leave no doubt: today, yesterday, a weekday.

Days are ISO 8601 calendar days (EDTF level 0, ISO 8601-2:2019), reckoned from the day of publication.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

from musnad.model import Attribution
from musnad.text import fold

_MAYBE = re.compile(
    "يوم|ليل|بارح|[أا]مس|ثنين|ثلاث|ربع|خميس|جمع|سبت|[أا]حد|[\u0640\u064b-\u0652\ufb50-\ufeff]"
)
"""A sieve, so that few clauses are folded: some letters of every word for a day, or marks within them."""

_LONGEST = 300
"""Code points of a clause that are read; more than a clause holds."""


@dataclass(frozen=True, slots=True)
class Days:
    """The words for days, folded; `weekdays` gives 0 for Monday."""

    today: frozenset[str]
    yesterday: frozenset[str]
    before: frozenset[str]
    open: frozenset[str]
    ordinals: frozenset[str]
    weekdays: dict[str, int]


@lru_cache(maxsize=1)
def _days() -> Days:
    data = tomllib.loads(files("musnad.lang").joinpath("ar/times.toml").read_text("utf-8"))
    names = {name: i for i, name in enumerate(data["weekdays"])}
    return Days(
        frozenset(data["today"]),
        frozenset(data["yesterday"]),
        frozenset(data["before"]),
        frozenset(data["open"]),
        frozenset(data["ordinals"]),
        names,
    )


def said_on(text: str, attribution: Attribution, published: str | None) -> str | None:
    """The day on which `attribution` was said, as ``YYYY-MM-DD``; None unless its own clause states it.

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
    if not any(_MAYBE.search(part) for part in clause):
        return None
    return day_of(" | ".join(clause), published)


def _joined(word: str, days: Days) -> str:
    """A word for a day without «و» before it."""
    rest = word[1:]
    known = word[:1] == "و" and (rest in days.weekdays or rest in days.today or rest in days.yesterday)
    return rest if known else word


def day_of(clause: str, published: str) -> str | None:
    """The one day that `clause` names, reckoned from `published`; None where it names none, or two.

    A weekday is the last one up to the day of publication.
    """
    days = _days()
    words = [_joined(word, days) for word in fold(clause).text.replace("،", " ").replace(",", " ").split()]
    if not any(w in days.today or w in days.yesterday or w in days.weekdays for w in words):
        return None
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return None
    found: set[date] = set()
    for i, word in enumerate(words):
        behind = words[i + 1] if i + 1 < len(words) else ""
        if word in days.today and behind in days.ordinals:
            # «في اليوم الأول للمؤتمر» is a day of the conference.
            continue
        if word in days.weekdays:
            back = (day.weekday() - days.weekdays[word]) % 7
        elif word in days.today:
            back = 0
        elif word in days.yesterday:
            earlier = words[max(i - 2, 0) : i]
            if behind == "الاول":
                back, earlier = 2, []
            else:
                back = 2 if any(w in days.before for w in earlier) else 1
            if back == 2:
                words[i - len(earlier) : i] = [""] * len(earlier)
        else:
            continue
        if any(w in days.open for w in (*words[max(i - 3, 0) : i], *words[i + 1 : i + 2])):
            return None
        try:
            found.add(day - timedelta(days=back))
        except OverflowError:
            return None
    return found.pop().isoformat() if len(found) == 1 else None
