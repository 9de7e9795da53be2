"""When something was said, where the words around a cue leave no doubt: «أمس», a weekday, a date, last month.

Days, months and intervals in EDTF (ISO 8601-2:2019, level 0), reckoned from the day of publication as
`times.py` finds them; here is told which of a clause's days is that of the saying.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from musnad.days import Days, agreed
from musnad.lang import table
from musnad.model import Attribution
from musnad.text import fold, fold_text
from musnad.times import Stretch, stretches

_LONGEST = 300
"""Code points of a clause that are read; more than a clause holds."""

_EARLY, _NEAR = 3, 6
"""Days into a month, and months back."""

_DAY = timedelta(days=1)
"""A report may name the day after its own: clocks and zones differ."""

_MONTHS = 12
_SIGNS = re.compile(r"[/.-]")

_SAID = ("day", "month", "interval")

_TOKEN = re.compile(r"\d+(?:[/.-]\d+)+|\d+|[^\W\d_]+|[^\w\s]")
_STOPS = frozenset("،,|؛:")
_BREAK = "،"
_JOINTS = (_BREAK, "(", "-", "–")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words around days, folded; `known` are those without which no clause tells a day."""

    weekdays: frozenset[str]
    numbers: dict[str, int]
    sets: dict[str, frozenset[str]]
    known: frozenset[str]

    def has(self, name: str, word: str) -> bool:
        """Whether `word` stands in the list `name` of the table."""
        return word in self.sets[name]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = table("ar", "times")
    sets = {
        name: frozenset([words] if isinstance(words, str) else words)
        for name, words in data.items()
        if not isinstance(words, dict)
    }
    months = {fold_text(name).split()[0] for names in table("ar", "furniture")["months"] for name in names}
    anchors = ("today", "yesterday", "weekdays", "month", "week", "ago", "two_days", "days")
    return _Words(
        sets["weekdays"],
        {name: i for i, name in enumerate(data["numbers"], 1)},
        sets,
        frozenset[str]().union(*(sets[name] for name in anchors), months),
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
    words = [_joined(word) for word in _TOKEN.findall(fold_text(clause))]
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
    starts, at = dict[int, int](), 0
    for index, word in enumerate(words):
        starts[at] = index
        at += len(word) + 1
    said = list[Days]()
    for one in stretches(fold(" ".join(words)), published):
        start = starts.get(one.start, 0)
        end = starts.get(one.end + 1, len(words))
        if one.kind not in _SAID or _dates_an_event(words, start):
            continue
        if one.kind != "day" and not _begins(words, start):
            continue
        days = _sure(one, words[start:end], published)
        if days is None or _is_open(words, start, end):
            return None
        said.append(days)
    return said


def _sure(one: Stretch, words: list[str], published: date) -> Days | None:
    """The days of an expression where these are surely meant, and not to come."""
    days = one.days
    if days is None or days.first > published + _DAY or (one.nearest is not None and one.nearest != days):
        return None
    if one.kind == "month":
        back = (published.month - days.first.month) % 12
        # «في مايو» may as well be one to come, «الشهر الجاري» of the first days was often written before.
        bare = not one.sure and not 0 < back <= _NEAR
        return None if bare or (back == 0 and published.day <= _EARLY) else days
    if one.kind == "interval":
        return Days(days.first, min(days.last, max(published, days.first)))
    # «الماضي» is hardly yesterday, and yet may be; of «3/4/2018» day and month may change places.
    past = one.role == "weekday" and _words().has("past", words[-1])
    doubtful = (past and days.last == published - _DAY) or any(_may_turn(word) for word in words)
    return None if doubtful else days


def _may_turn(word: str) -> bool:
    """Whether a date of numbers may be read with day and month changed."""
    parts = [int(part) for part in _SIGNS.split(word) if part.isdecimal()]
    if len(parts) != 3 or _ISO.fullmatch(word):
        return False
    first, second = parts[1:] if parts[0] > _MONTHS else parts[:2]
    return first != second and max(first, second) <= _MONTHS


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


def _begins(words: list[str], at: int) -> bool:
    """Whether at most two words stand before, from the cue or a comma on; else another noun is dated."""
    known = _words()
    if at > 1 and known.has("of", words[at - 1]) and known.has("earlier", words[at - 2]):
        return True
    while at and any(known.has(name, words[at - 1]) for name in ("lead", "parts", "this")):
        at -= 1
    return at < 3 or any(word in _JOINTS for word in words[at - 3 : at])
