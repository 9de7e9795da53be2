"""Patterns of expressions of time over the classes of words (see `times_words.py`), as the table has them."""

from __future__ import annotations

import re
from functools import lru_cache

from musnad.lang import table
from musnad.times_words import lexicon

_NAME = re.compile(r"(?<!\?P)<([a-z0-9_]+(?:\|[a-z0-9_]+)*)>")
_PART = re.compile(r"\{([A-Z]+)\}")


def compiled(template: str) -> re.Pattern[str]:
    """A template as a regular expression over classes."""
    parts = table("ar", "times_patterns")["parts"]
    while _PART.search(template):
        template = _PART.sub(lambda part: parts[part[1]], template)
    template = re.sub(r"\s+", "", template)
    names = lexicon().names
    return re.compile(
        _NAME.sub(lambda found: "[" + "".join(names[n] for n in found[1].split("|")) + "]", template)
    )


@lru_cache(maxsize=1)
def patterns() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """By the class of the word that begins an expression, the patterns to try: clock times first, then
    in order.
    """
    data = table("ar", "times_patterns")
    every = [(name, compiled(text)) for group in ("clock", "patterns") for name, text in data[group].items()]
    firsts = [(_first(pattern.pattern, 0)[0], name, pattern) for name, pattern in every]
    return {
        sign: found
        for sign in lexicon().names.values()
        if (found := tuple((name, pattern) for signs, name, pattern in firsts if sign in signs))
    }


def _first(pattern: str, at: int) -> tuple[set[str], bool, int]:
    """The classes that a pattern may begin with from `at` on, whether it may be empty, and where it ends.

    Reads what the templates are made of: sets, groups, lookaheads, ``|`` ``?`` and ``{0,n}``.
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
        if at < len(pattern) and pattern[at] in "?{":
            nullable = nullable or not pattern.startswith("{1", at)
            at = at + 1 if pattern[at] == "?" else pattern.index("}", at) + 1
        if open_end:
            branch |= found
        open_end = open_end and nullable
    return every | branch, empty or open_end, at
