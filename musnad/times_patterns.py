"""Patterns of expressions of time over the classes of words (see `times_words.py`).

``<name>`` is a word of that class, ``<one|other>`` of either, ``{NAME}`` a part defined above it. Named groups are
what the reckoning reads: `number`, `month`, `year`, `unit` and the like.
"""

from __future__ import annotations

import re
from functools import lru_cache

from musnad.times_words import lexicon

_NAME = re.compile(r"(?<!\?P)<([a-z0-9_]+(?:\|[a-z0-9_]+)*)>")
_PART = re.compile(r"\{([A-Z]+)\}")

_PARTS = {
    "COUNT": r"(?:<article>?(?:<digits|year4|and_digits|decimal><card>?|<card|the_card|and_card><card|and_card>*))",
    "ORDINAL": r"(?:<ord>(?:<card>|<and_card>)?|<the_card>)",
    "MOD": r"(?:<before>?<past|latest|present|future|previous|following|same|alike>)",
    "MONTHS": r"(?:<month>(?:<slash|dash|open>?<month><close>?)?|<hijri>)",
    "GIVEN": r"(?:<comma|open>?<of>?(?:<year_noun|the_year><stop|comma>?)?<year4><era>?<close>?)",
    "OFYEAR": r"(?:<of>(?:<this><the_year>|<the_year><before>?{MOD})(?:<year4><era>?)?)",
    "YEAR": r"(?:{GIVEN}|<past|latest|present|future>|{OFYEAR}|<this><the_year>|<the_year>{MOD})",
    "PERIOD": r"(?:<of>?(?:<this><the_year>|<year_noun|the_year><year4><era>?|<the_year><year_kind>?(?:<before>?{MOD})?(?:<year4><era>?)?|<year4><era>?)|<past|present|future>)",
    "EDGE": r"(?:<edge|middle>)",
    "UNITS": r"<unit_one|unit_many|month_noun|year_noun|hour_noun|day_noun>",
    "SPANS": r"<part|noon>",
}  # fmt: skip

# In order: of several that begin at one word the first that can be reckoned counts.
_PATTERNS = {
    "deictic": r"<after>?<day_noun>?<middle>?(?:{SPANS}<of>?)?<day_noun|this>?(?:(?P<older><day_before><of>?)?(?P<yesterday><yesterday>)(?P<ord><ord>)?|(?P<tomorrow><tomorrow>)|(?P<today><today>)|(?P<night><the_night>)(?P<gone><past>)?){SPANS}?<part_alone>?",
    "weekdays": r"{SPANS}(?P<one><weekday>)<dash|slash>?(?P<other><weekday>)",
    "weekday": r"<after>?<day_noun>?<middle>?{SPANS}?<day_noun>?(?P<day><weekday>){SPANS}?<part_alone>?(?P<mod>{MOD})?",
    "numeric": r"<day_noun>?(?P<from><digits>(?:<slash><digits>)?<to|dash>)?(?P<date><slashed>)<era>?",
    "month_days": r"(?:<days_of>|<between>)?(?P<one><article>?<digits|and_digits>|{ORDINAL})(?P<joint><to|dash>)?(?P<other><article>?<digits|and_digits>|{ORDINAL})<of>?<month_noun>?(?P<month>{MONTHS})(?P<year>{YEAR})?",
    "date": r"(?:<day_noun>?{SPANS}?(?P<number><article>?<digits|and_digits>|{ORDINAL})|<day_noun>(?P<card><card><card|and_card>?))<of>?<month_noun>?(?P<month>{MONTHS})(?P<year>{YEAR})?",
    "day_of_this": r"<day_noun>?(?P<number><article>?<digits|and_digits>|{ORDINAL})(?:<of>?(?:(?P<this><this>)<the_month>|<the_month>(?P<mod>{MOD}))|<of>?(?P<bare><present>))",
    "day_slash": r"<day_noun|weekday>(?P<one><digits>)<slash>(?P<other><digits>)(?!<slash>)",
    "school": r"(?:<this>)?<the_year|year_noun>(?:<year_kind>)(?P<mod>{MOD})?(?:(?P<first><year4>)<era>?(?:(?:<slash|dash>)(?P<last><year4|digits>))?<era>?)?",
    "decade": r"{EDGE}?(?P<decade><decade>)(?P<in><of>?<the_century>(?:<past|present>|{ORDINAL}<and_card>?|<article>?<digits>))?",
    "century": r"{EDGE}?<the_century>(?:(?P<mod><past|present|future>)|(?P<number>{ORDINAL}|<article>?<digits>))<era>?",
    "years": r"(?P<lead><years_of|between|month_noun|year_noun|the_year>)?<years_of|year_noun>?<open>?(?P<one><year4>)<era>?(?P<joint><to|dash|slash|comma><of>?)?(?:<year_noun|the_year>)?(?P<other><year4|digits|and_digits>)<era>?",
    "season": r"(?P<season><season>)(?:<the_year>?{MOD}|<year_noun>?<year4><era>?|<this><the_year>)",
    "month": r"{EDGE}?<month_noun>?(?P<month>{MONTHS})(?P<year>{YEAR})?",
    "quarter": r"{EDGE}?(?P<part><the_quarter|the_half>)(?:(?P<number><ord>)|(?P<mod>{MOD}))(?P<year>{PERIOD})?",
    "firsts": r"<the_many>(?P<number>{COUNT})<ord>(?P<year>{PERIOD})?",
    "relative": r"{EDGE}?(?:(?P<this><this>)(?P<one><the_week|the_month|the_year|the_century>)(?:<the_year>)?|(?P<other><the_week|the_month|the_year>)(?:(?P<older><before>)?(?P<mod>{MOD}))(?P<year><year4><era>?)?(?P<of>{OFYEAR})?)",
    "ago": r"(?:<before|since>)(?P<doubt>(?:<doubt|lasting>+<of>?)?<few>?)(?:(?P<number>{COUNT})<unit_one|unit_many|month_noun|year_noun|hour_noun|day_noun|and_digits>|(?P<two><unit_two>)|(?P<many><unit_many>)<few>?|(?P<single><unit_one|month_noun|year_noun|day_noun|hour_noun>)<whole>?(?!<year4|month|hijri|digits|weekday|yesterday|tomorrow|ord|year_kind>))(?P<more><and_half|and_quarter|and_third>)?",
    "counted": r"<this>?(?:(?P<many><the_many>)(?P<number>{COUNT})?<few>?(?P<mod><past|latest|future>)|(?P<counted>{COUNT})(?P<unit>{UNITS})(?P<when><past|latest|future>)|(?P<two><the_two>)(?P<then><past|latest|future>)(?P<too><present>)?)",
    "latest": r"<last_n>(?:(?P<number>{COUNT})(?P<unit>{UNITS})|(?P<two><unit_two>))",
    "year": r"{EDGE}?(?:(?P<noun><year_noun|the_year>)<stop|open>?(?P<mod>{MOD})?(?P<one><year4>)<era>?<close>?|(?P<bare><year4|and_digits>)(?P<era><era>)?)",
    "whole_year": r"(?P<edge><edge|middle>)?(?P<unit><the_year|the_month|the_week>)",
    "age": r"(?:(?P<number>{COUNT})<of>?<age_of>|<aged>(?P<old>(?:<ord><and_card>|{COUNT})(?!{UNITS}|<to>|<dash>))|<age_of>(?P<bare>{COUNT})(?!{UNITS}))",
    "durations": r"(?:<between>|<aged><of>?)?(?P<one>{COUNT})(?P<joint><to|dash>)?(?P<other>{COUNT})(?P<unit>{UNITS})",
    "duration": r"(?:(?P<number><open>?{COUNT}<close>?)(?P<unit>{UNITS})|(?P<two><unit_two>)|(?P<half><half|quarter>)(?P<of><unit_one|year_noun|hour_noun|day_noun|month_noun>)|(?P<single><unit_one|month_noun|year_noun|hour_noun|day_noun>)(?:<whole|last_n>|(?P<bare>)))(?P<more><and_half|and_quarter|and_third>(?:<the_hour>)?)?",
}  # fmt: skip

CLOCK = {
    "midnight": r"<middle><part_alone|part>(?!<today|yesterday|tomorrow|weekday|the_night>)",
    "clock": r"(?P<hour><the_hour|hour_noun>)?<article>?(?P<time><colon|decimal|digits|year4|and_digits>|<ord><card>?)(?P<more><and_half|and_quarter|and_third>|<except><quarter>|<and_digits|and_card><card|and_card>?(?:<unit_one|unit_many>)?)?(?P<part><part_alone|part|noon|morning|era>|<of>?<part|noon>(?=<of>?<today|yesterday|tomorrow|weekday|the_night|day_noun>)|<after><part_alone>)?(?P<zone><by_clock>(?:<local>|<zone><zone_tail>?|[.]<zone_tail>?)|<greenwich><stop><mean_time><stop>?|<zone>)?",
}  # fmt: skip


def compiled(template: str) -> re.Pattern[str]:
    """A template as a regular expression over classes."""
    while _PART.search(template):
        template = _PART.sub(lambda part: _PARTS[part[1]], template)
    names = lexicon().names
    return re.compile(
        _NAME.sub(lambda found: "[" + "".join(names[n] for n in found[1].split("|")) + "]", template)
    )


@lru_cache(maxsize=1)
def patterns() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """By the class of the word that begins an expression, the patterns to try: clock times first, then in order."""
    every = [(name, compiled(text)) for name, text in (*CLOCK.items(), *_PATTERNS.items())]
    firsts = [(_first(pattern.pattern, 0)[0], name, pattern) for name, pattern in every]
    return {
        sign: found
        for sign in lexicon().names.values()
        if (found := tuple((name, pattern) for signs, name, pattern in firsts if sign in signs))
    }


def _first(pattern: str, at: int) -> tuple[set[str], bool, int]:
    """The classes that a pattern may begin with from `at` on, whether it may be empty, and where it ends.

    Reads what the templates above are made of: sets, groups, lookaheads, ``|`` and the quantifiers ``?*+``.
    """
    every, branch, empty, open_end = set[str](), set[str](), False, True
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            every, empty = every | branch, empty or open_end
            branch, open_end, at = set(), True, at + 1
            continue
        if pattern[at] == "[":
            end = pattern.index("]", at)
            found, nullable, at = set(pattern[at + 1 : end]), False, end + 1
        else:
            ahead = pattern.startswith(("(?!", "(?="), at)
            inner = at + 3 if ahead or pattern.startswith("(?:", at) else pattern.index(">", at) + 1
            found, nullable, at = _first(pattern, inner)
            at += 1
            if ahead:
                found, nullable = set(), True
        if at < len(pattern) and pattern[at] in "?*+":
            nullable = nullable or pattern[at] != "+"
            at += 1
        if open_end:
            branch |= found
        open_end = open_end and nullable
    return every | branch, empty or open_end, at
