"""The words of a text as expressions of time see them: each with one class, so that patterns run over
classes.

A class is one character; the words of a report become a string of them, and every pattern of
`times_patterns.py`
is a regular expression over that string.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from musnad.lang import table
from musnad.text import Folded, fold_text

OTHER = "."
"""The class of every word that says nothing of time."""

_MARKS = {
    "،": "comma", ",": "comma", "(": "open", "[": "open", ")": "close", "]": "close", '"': "quote",
    "-": "dash", "–": "dash", "—": "dash", "/": "slash", "\\": "slash", "\n": "line",
    ".": "stop", "!": "stop", "؟": "stop", "?": "stop", "؛": "stop", ":": "colon_mark",
}  # fmt: skip
_BUILT = (
    "digits", "year4", "and_digits", "decimal", "slashed", "colon", "card", "the_card", "and_card",
    "ord", "and_half",
    "and_quarter", "and_third", "unit_one", "unit_two", "unit_many", "the_one", "the_two", "the_many",
    "weekday",
    "month", "hijri", "decade", "zone",
)  # fmt: skip
_BARE = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب")
_DEFINITE = ("", "و", "ف", "ب", "ك", "وب")
_ONLY_AND = frozenset(
    [
        "before",
        "since",
        "after",
        "of",
        "in",
        "to",
        "between",
        "except",
        "half",
        "quarter",
        "each",
        "doubt",
        "lasting",
        "whole",
        "few",
        "this",
        "that",
        "yesterday",
    ]
)
_ALONE = frozenset(["era", "article", "morning", "greenwich", "mean_time", "local", "by_clock", "zone_tail"])
_SPLIT = re.compile(r"[^\W\d_]+|\d+")
_EARLIEST, _LATEST = 1300, 2100
"""Numbers of four digits between these may be years, Hijri or Gregorian."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Each folded word with its class and value, the classes by name and back, the words that end a name
    of two.
    """

    words: dict[str, tuple[str, str | int | None]]
    names: dict[str, str]
    signs: dict[str, str]
    units: dict[str, str]
    doubtful: frozenset[str]
    longer: frozenset[str]
    sets: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of a folded text; `classes` holds one character for each."""

    tokens: list[str]
    starts: list[int]
    ends: list[int]
    classes: str
    values: list[str | int | None]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The words of the table with their clitics, made once."""
    data = table("ar", "times")
    names = _names(data["classes"])
    words: dict[str, tuple[str, str | int | None]] = {mark: (names[of], None) for mark, of in _MARKS.items()}

    def add(word: str, name: str, value: str | int | None = None, prefixes: tuple[str, ...] = _BARE) -> None:
        if word.startswith("ال") and len(word) > 3 and prefixes:
            forms = [*(p + word for p in _DEFINITE), *(p + word[2:] for p in ("لل", "ولل"))]
        else:
            forms = [p + word for p in prefixes or ("",)]
        for form in forms:
            words.setdefault(form, (names[name], value))

    for name, listed in data["classes"].items():
        given = ("", "و", "ف") if name in _ONLY_AND else () if name in _ALONE else _BARE
        for word in listed:
            add(word, name, word, given)
    for day, word in enumerate(data["weekdays"]):
        add(word, "weekday", day)
    _add_numbers(data, names, words)
    _add_units(data, add)
    doubtful = frozenset(data["doubtful"]["months"])
    longer = []
    for name, months in (("month", table("ar", "furniture")["months"]), ("hijri", data["hijri"]["months"])):
        for number, listed in enumerate(months, 1):
            for month in dict.fromkeys(fold_text(one) for one in listed):
                longer += month.split()[1:]
                add(month, name, number, ("", "و") if month in doubtful or " " in month else _BARE)
    for word, minutes in data["zones"].items():
        words.setdefault(word, (names["zone"], minutes))
        longer += word.split()[1:]
    for word in longer:
        words.setdefault(word, (OTHER, None))
    units = {}
    for unit in data["units"].values():
        for form in (*unit["one"], *unit["two"], *unit["many"]):
            units[form] = units["ال" + form] = unit["value"]
    sets = {
        key: frozenset(listed)
        for key, listed in data.items()
        if isinstance(listed, list) and all(isinstance(one, str) for one in listed)
    }
    signs = {sign: name for name, sign in names.items()}
    return Lexicon(words, names, signs, units, doubtful, frozenset(longer), sets)


def _names(classes: dict[str, list[str]]) -> dict[str, str]:
    every = dict.fromkeys((*_BUILT, *_MARKS.values(), *classes))
    return {name: chr(0x100 + i) for i, name in enumerate(every)}


def _add_numbers(
    data: dict[str, dict[str, int]], names: dict[str, str], words: dict[str, tuple[str, str | int | None]]
) -> None:
    """Cardinals bare, with the article and behind «و»; ordinals; names of decades; fractions of an hour."""
    for word, number in data["ordinals_in_words"].items():
        for prefix in ("", "و", "ب", "ف"):
            words.setdefault(prefix + word, (names["ord"], number))
        words.setdefault("لل" + word[2:], (names["ord"], number))
    for word, number in data["numbers_in_words"].items():
        for prefix in ("", "ب", "ل", "ف"):
            words.setdefault(prefix + word, (names["card"], number))
        for prefix in ("ال", "بال", "لل"):
            words.setdefault(prefix + word, (names["the_card"], number))
        for prefix in ("و", "وال"):
            words.setdefault(prefix + word, (names["and_card"], number))
    for word, number in data["decades"].items():
        for form in (word + "ات", word + "يات"):
            for prefix in ("", "ال", "وال", "بال", "لل", "و"):
                words.setdefault(prefix + form, (names["decade"], number))
    for name, forms in (("half", "نصف"), ("quarter", "ربع"), ("third", "ثلث")):
        for prefix in ("و", "وال"):
            words[prefix + forms] = (names[f"and_{name}"], None)
    words["وربعا"] = (names["and_quarter"], None)


def _add_units(
    data: dict[str, dict[str, dict[str, list[str]]]], add: Callable[[str, str, str], None]
) -> None:
    """Units of time as one, two and many, bare and with the article."""
    for unit in data["units"].values():
        for count, name in (("one", "one"), ("two", "two"), ("many", "many")):
            for word in unit[count]:
                add(word, f"unit_{name}", word)
                if not word.endswith("ان"):
                    add("ال" + word, f"the_{name}", word)


_NUMBER = (
    r"\d+ر\d+|\d{1,4}\s?[/\\.-]\s?\d{1,2}\s?[/\\.-]\s?\d{1,4}(?![/\\.:-]?\d)|(?<!:)\d{1,2}:\d\d(?!:?\d)"
    r"|\d+(?:[.,٫٬]\d+)+|\d{1,2}،\d\d(?!\d)|\d+"
)
_TOKEN = re.compile(rf"[^\W\d_]+|{_NUMBER}|[^\w\s]|\n")
_TURNED = re.compile(r"(\d+)ر(\d+)$")
_GLUED = re.compile(r"[وفبلك]{0,2}(?:ال)?")


def split(folded: Folded) -> Words:
    """The tokens of a folded text with their classes. Linear in the length."""
    known = lexicon()
    get, longer = known.words.get, known.longer
    # Columns, not rows: a tuple for each word would set off collections of garbage, a fifth of the time of a
    # text of 100,000 characters.
    tokens, starts, ends, values = list[str](), list[int](), list[int](), list[str | int | None]()
    classes = list[str]()
    columns = (tokens, starts, ends, classes, values)
    other: tuple[str, str | int | None] = (OTHER, None)
    for found in _TOKEN.finditer(folded.text):
        token = found[0]
        start, end = found.span()
        entry = get(token)
        if entry is None:
            if token[0].isdecimal():
                if tokens and (ends[-1] == start or tokens[-1] == "و") and _GLUED.fullmatch(tokens[-1]):
                    token, start = folded.text[starts[-1] : end], starts[-1]
                    for column in columns:
                        column.pop()
                entry = _number(token, known.names)
            else:
                entry = other
        elif token in longer and tokens and (whole := get(f"{tokens[-1]} {token}")) is not None:
            # «كانون الثاني», «ت غ»
            token, start, entry = f"{tokens[-1]} {token}", starts[-1], whole
            for column in columns:
                column.pop()
        tokens.append(token)
        starts.append(start)
        ends.append(end)
        classes.append(entry[0])
        values.append(entry[1])
    return Words(tokens, starts, ends, "".join(classes), values)


def _number(token: str, names: dict[str, str]) -> tuple[str, str | int | None]:
    """The class of a token that ends in a digit: a number, one behind «و», a date, a clock, a decimal."""
    if turned := _TURNED.search(token):
        # «55ر09» of SPA: the fraction stands first.
        return names["decimal"], f"{turned[2]}.{turned[1]}"
    at = next(i for i, sign in enumerate(token) if sign.isdecimal())
    digits, front = token[at:], token[:at]
    if not digits.isdecimal():
        if ":" in digits:
            return names["colon"], digits
        parts = _SPLIT.findall(digits)
        dated = len(parts) == 3 and (len(parts[0]) == 4 or len(parts[2]) == 4)
        return (names["slashed"] if dated else names["decimal"]), digits
    number = int(digits) if len(digits) < 10 else -1
    if front.startswith("و"):
        return names["and_digits"], number
    if len(digits) == 4 and _EARLIEST <= number <= _LATEST:
        return names["year4"], number
    return names["digits"], number
