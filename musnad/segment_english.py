"""Where English sentences end, and which single marks quote: abbreviations, apostrophes, elisions.

Serves `segment` and `segment_quotations` for reports in English; the words are in ``lang/en/segment.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_LONGEST_SINGLE = 1_500
"""Code points of a quotation in single marks, which an apostrophe might keep open."""

_LAST = re.compile(r"[^\W_][\w.'’&-]{0,15}$")
_NEXT = re.compile(r"[\s\"'“”‘’«»(\[]*+([^\W_][\w'’]*)(\.?)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]$")
_WORDS = re.compile(r"[^\W_][\w'’.-]*")
_YEARS = re.compile(r"\d\d(?:s|\b)")
_BEFORE = frozenset(" \t\u00a0\u202f\u2009\n([{-–—/:\"“”„«»‘'")
_AFTER = frozenset(" \t\u00a0\u202f\u2009\n)]}-–—/:;,.?!…\"“”«»’'")
_STOPS = frozenset(",.?!…;:)-–—")
_TAG_REACH = 60


@dataclass(frozen=True, slots=True)
class _Words:
    always: frozenset[str]
    either: frozenset[str]
    printed: frozenset[str]
    openers: frozenset[str]
    elisions: frozenset[str]
    tags: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = tomllib.loads(files("musnad.lang").joinpath("en", "segment.toml").read_text("utf-8"))
    return _Words(
        frozenset(data["abbreviations"]),
        frozenset(data["either"]),
        frozenset(data["printed"]),
        frozenset(data["openers"]),
        frozenset(data["elisions"]),
        frozenset(data["tags"]),
    )


def goes_on(after: str) -> bool:
    """Whether the text behind a stop cannot open a sentence: its first letter is a small one."""
    first = _NEXT.match(after)
    return first is not None and first[1][0].islower()


def abbreviated(before: str, after: str) -> bool:
    """Whether a full stop between the two belongs to an abbreviation or to initials.

    `before` reaches to the stop, `after` goes on from it; a few words of each are enough.
    """
    found = _LAST.search(before)
    if found is None:
        return False
    words = _words()
    word = found[0].lower().removesuffix("'s")
    following = _NEXT.match(after)
    opens = following is not None and following[1] in words.openers and not following[2]
    if word in ("no", "nos"):
        return following is not None and following[1][0].isdigit()
    if word in words.always:
        return True
    if len(word) == 1 and word.isalpha():
        return not opens
    initials = _INITIALS.match(word) is not None
    capital = word in words.printed and found[0][0].isupper()
    return (initials or capital or word in words.either) and not opens and following is not None


def ends_with_quotation(stop: str, after: str) -> bool:
    """Whether a sentence ends with the quotation that ends in `stop`, before `after`.

    «"Why now?" the minister asked» goes on; a full stop inside the marks ends its sentence.
    """
    if goes_on(after):
        # A comma would stand there: only a question or a call is followed by its speaker.
        return False
    if stop == ".":
        return True
    tags = _words().tags
    reach = re.split(r"[.?!;\"“”]\s", after[:_TAG_REACH], maxsplit=1)[0]
    return not any(word.lower() in tags for word in _WORDS.findall(reach)[:6])


Range = tuple[int, int, int, int, bool]
"""Start, end, inner start and inner end of a quotation, and whether it is closed."""


def pair_singles(text: str, marks: list[int]) -> list[Range]:
    """The quotations among the single marks of one paragraph, given by their offsets, in order.

    An apostrophe between letters, before an elision ('em, '90s) or behind a plural ('the dogs' owner') is no
    mark; one behind a plural closes only where nothing else does.
    """
    found: list[Range] = []
    opener: int | None = None
    weak: int | None = None
    for at in marks:
        use = _use(text, at)
        if opener is not None and at - opener > _LONGEST_SINGLE:
            found += _closed(opener, weak)
            opener = weak = None
        if use == "open":
            if opener is not None:
                found += _closed(opener, weak)
            opener, weak = at, None
        elif opener is not None and use == "close":
            found.append((opener, at + 1, opener + 1, at, True))
            opener = weak = None
        elif opener is not None and use == "plural" and weak is None:
            weak = at
    if opener is not None:
        found += _closed(opener, weak)
    return found


def _closed(opener: int, closer: int | None) -> list[Range]:
    return [] if closer is None else [(opener, closer + 1, opener + 1, closer, True)]


def _use(text: str, at: int) -> str:
    """How the mark at `at` is used: "open", "close", "plural" (an apostrophe or a closing mark) or none."""
    mark = text[at]
    before = text[at - 1] if at else "\n"
    after = text[at + 1] if at + 1 < len(text) else "\n"
    if before.isalnum() and after.isalnum():
        return ""
    if before in _BEFORE and not after.isspace():
        word = _WORDS.match(text, at + 1, at + 12)
        elided = word is not None and word[0].lower().rstrip(".") in _words().elisions
        if elided or _YEARS.match(text, at + 1) or mark == "’":
            return "close" if mark == "’" and before in _STOPS | _BEFORE - {" "} and after in _AFTER else ""
        if after.isalnum() or after in '"“‘£$€…#@[(':
            return "open"
    if mark in "'’`" and not before.isspace() and after in _AFTER:
        if before in "sSzZ" and after.isspace() and text[at + 2 : at + 3].isalnum():
            return "plural"
        if before.lower() == "n" and text[at - 2 : at - 1] in ("'", "’"):  # rock 'n' roll
            return ""
        return "close"
    return ""
