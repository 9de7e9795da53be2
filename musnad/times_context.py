"""What the reckoning of one text shares: its words, the day of publication, and what was named before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from musnad.days import Days, whole_year
from musnad.hijri import FIRST_YEAR, LAST_YEAR, hijri_year
from musnad.lang import cells, table
from musnad.model import TimeKind
from musnad.numbers import LARGE, total
from musnad.times_words import OTHER, Words, lexicon

_POINT = str.maketrans(",٫٬،", "....")

_LINE = 150
"""Words of a line over which a day, month or weekday is kept in mind."""

_PEOPLE, _MOSTLY_GIVEN = 150, 0.9
"""Persons with a given name, and its share among all who have that word in their name."""


@dataclass(frozen=True, slots=True)
class Found:
    """An expression over the words [start, end): its days or its value as text, None for what stays open.

    `others` are the days that a date without a year may mean too. `role` says how it may join a
    neighbour: a deictic with its weekday, a weekday with its date. `half` is an hour that tells
    neither morning nor evening, `share` the days of a part of a
    month and which part it is, 0 for the last.
    """

    start: int
    end: int
    kind: TimeKind
    days: Days | None = None
    value: str | None = None
    role: str = ""
    minutes: int | None = None
    zone: int | None = None
    sure: bool = True
    half: bool = False
    share: tuple[int, int] | None = None
    weekday: int | None = None
    others: tuple[Days, ...] = ()


@lru_cache(maxsize=1)
def around() -> dict[str, frozenset[str]]:
    """The lists of words around expressions."""
    return {name: frozenset(listed) for name, listed in table("ar", "times")["around"].items()}


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    columns = cells("ar", "names")
    counted = zip(columns[::3], map(int, columns[1::3]), map(int, columns[2::3]), strict=True)
    return frozenset(
        word for word, every, given in counted if given >= _PEOPLE and given >= every * _MOSTLY_GIVEN
    )


@dataclass(slots=True)
class Context:
    """One text while it is read.

    `parts` (by their months: quarters, halves), `period`, `month` and `year` are the last ones named, for
    «الربع المماثل من العام السابق», `day` the last day named but that of publication,
    `by_hijri` whether its month was a Hijri one, `weekday`
    the last weekday. `coming` tells where a
    weekday to come was, `listed_from` where the last year ends, for «أعوام 2010 و2012»; `dates` are the days
    that dates without a year were found to mean, `brands` which names of months are those of makers here,
    `head_year` the one that a line of a chronicle opens with.
    """

    words: Words
    published: date | None
    parts: dict[int, Days] = field(default_factory=dict)
    period: Days | None = None
    day: Days | None = None
    day_ends: int = 0
    month: Days | None = None
    month_ends: int = 0
    by_hijri: bool = False
    weekday: Days | None = None
    weekday_ends: int = -1
    year: int | None = None
    listed_from: int = -1
    head_year: int | None = None
    head_ends: int = -1
    coming: dict[int, int] = field(default_factory=dict)
    dates: dict[tuple[int, int, bool], Days] = field(default_factory=dict)
    brands: dict[str, bool] = field(default_factory=dict)
    signs: dict[str, str] = field(default_factory=lambda: lexicon().signs)

    def is_a(self, at: int, *names: str) -> bool:
        """Whether the word `at` is of one of these classes."""
        classes = self.words.classes
        return 0 <= at < len(classes) and self.signs.get(classes[at]) in names

    def is_other(self, at: int) -> bool:
        """Whether the word `at` says nothing of time."""
        return 0 <= at < len(self.words.classes) and self.words.classes[at] == OTHER

    def token(self, at: int) -> str:
        """The word `at`, or nothing outside the text."""
        return self.words.tokens[at] if 0 <= at < len(self.words.tokens) else ""

    def is_general(self, at: int) -> bool:
        """Whether «العام» at a word is no year, by the noun before it: «الأمين العام»."""
        word = self.token(at - 1)
        bare = word[1:] if word[:1] in "وفبك" and len(word) > 3 else "ا" + word if word[:2] == "لل" else word
        return self.token(at) == "العام" and {word, bare, f"ال{word[2:]}"} & around()["general"] != set()

    def number(self, start: int, end: int) -> int | None:
        """The number that the words [start, end) say, in digits or in words."""
        parts = list[tuple[int, bool]]()
        for at in range(start, end):
            value = self.words.values[at]
            if self.is_a(at, "decimal"):
                return _thousands(str(value)) if at + 1 == end else _of_large(str(value), self.large(end - 1))
            if isinstance(value, int):
                parts.append((value, self.is_a(at, "and_card")))
        if parts and self.is_a(start, "digits", "year4", "and_digits"):
            return parts[0][0] * (parts[1][0] if len(parts) == 2 else 1) if len(parts) < 3 else None
        return total(parts)

    def large(self, at: int) -> int:
        """The thousand, million or milliard that a word says, else 1."""
        value = self.words.values[at]
        return value if isinstance(value, int) and value in LARGE and self.is_a(at, "card") else 1

    def scaled(self, start: int, end: int, large: int) -> int | None:
        """The number of words or digits times a thousand or more."""
        value = self.words.values[start]
        if end == start + 1 and self.is_a(start, "decimal"):
            return _of_large(str(value), large)
        number = self.number(start, end)
        return None if number is None else number * large

    def ordinal(self, start: int, end: int) -> int | None:
        """«الثاني عشر», «الخامس والعشرين», «12»: a place in a row."""
        values = [v for v in self.words.values[start:end] if isinstance(v, int)]
        return sum(values) if values else None

    def years(self, start: int, end: int) -> Days | None:
        """The year that the words [start, end) name beside a month or quarter; raises LookupError for
        none.
        """
        published = self.published
        given = next((at for at in range(start, end) if self.is_a(at, "year4", "digits")), None)
        kinds = ("المالي", "الدراسي", "الجامعي")
        fiscal = any(self.token(at).startswith(kinds) for at in range(start, end))
        if fiscal and (given is None or self.is_a(end, "dash", "slash")):
            # «السنة المالية 2014 - 2015» begins within the first.
            return None
        if given is not None:
            return self.numbered_year(given)
        if published is None:
            raise LookupError
        if any(self.is_a(at, "following", "alike") for at in range(start, end)):
            return None
        if any(self.is_a(at, "same", "same_before") for at in range(start, end)):
            return None if self.year is None else whole_year(self.year)
        return whole_year(published.year + self.years_ahead(start, end))

    def years_ahead(self, start: int, end: int) -> int:
        """«الماضي», «قبل الماضي», «المقبل», «بعد المقبل» as years from that of publication."""
        words = range(start, end)
        if any(self.is_a(at, "future") for at in words):
            return 2 if any(self.is_a(at, "after") for at in words) else 1
        if any(self.is_a(at, "past", "previous", "latest") for at in words):
            return -2 if any(self.is_a(at, "before") for at in words) else -1
        return 0

    def numbered_year(self, at: int) -> Days:
        """The year of the number at a word, Hijri where it is one or says so."""
        year = self.words.values[at]
        assert isinstance(year, int)
        if FIRST_YEAR <= year <= LAST_YEAR and not self.is_gregorian(at + 1):
            return hijri_year(year)
        if self.is_a(at + 1, "era") and not self.is_gregorian(at + 1):
            raise ValueError(f"no Hijri year {year} in the tables")
        self.year = year
        return whole_year(year)

    def is_gregorian(self, at: int) -> bool:
        """Whether the word behind a year says that it is of the common era."""
        word = self.token(at).removeprefix("لل").removeprefix("ال")
        return self.is_a(at, "era", "year_kind") and word.startswith("م")

    def is_before_christ(self, at: int) -> bool:
        """«قبل الميلاد», «ق.م» behind a year or century."""
        tokens = [word for word in self.words.tokens[at : at + 4] if word != "."]
        return tokens[:2] in (["قبل", "الميلاد"], ["ق", "م"])

    def same_line(self, start: int, end: int) -> bool:
        """Whether no line ends between two words, which stand not too far apart."""
        return end - start <= _LINE and not any(self.is_a(at, "line") for at in range(start, end))

    def names_person(self, at: int) -> bool:
        """Whether the word is hardly ever anything but a given name."""
        return self.token(at) in _given_names()


def _of_large(fraction: str, large: int) -> int | None:
    """«3.2 مليار»."""
    digits = fraction.translate(_POINT)
    if large == 1 or digits.count(".") != 1:
        return None
    exact = Decimal(digits) * large
    return int(exact) if exact == int(exact) else None


def _thousands(digits: str) -> int | None:
    """«1,200» as a number; None for a fraction."""
    parts = digits.replace("٬", ",").split(",")
    return int("".join(parts)) if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]) else None
