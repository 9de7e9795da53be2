"""News media by name: the tables ``lang/*/media.toml``, and the medium that an Arabic phrase names.

One row is one medium, known across reports by its `ref`. Names are compared folded; a name that several
media share, or that is also an ordinary word, counts only with something beside it that tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple, get_args

from musnad.lang import table
from musnad.lang.people import people
from musnad.lang.tables import Field, Table
from musnad.text import fold_text

MediumKind = Literal["agency", "broadcaster", "paper", "site", "platform"]

_LONGEST = 200
"""Code points of a phrase that are looked at."""

_REACH = 5
"""Words behind a name in which its origin is sought: «"الوطن" القريبة من الحكومة السورية»."""

_WORDS = 8
"""Words of a medium's name that are looked up."""


@dataclass(frozen=True, slots=True)
class Medium:
    """A medium of the word list. `common`: its name is also an ordinary word or a place.

    `name` is that of the language whose list it stands in, `arabic` and `english` those of either where
    known. `country` is an ISO 3166-1 alpha-2 code, None for what is international or pan-Arab. `ref` is the
    same for all names of one medium, and empty for an agency known by the form of its abbreviation alone.
    `several` marks what stands for media that are not named (وكالات).
    """

    ref: str
    name: str
    aliases: tuple[str, ...]
    kind: MediumKind
    common: bool = False
    country: str | None = None
    arabic: str | None = None
    english: str | None = None
    beside: tuple[str, ...] = ()
    several: bool = False


@lru_cache(maxsize=4)
def _rows(language: str) -> tuple[dict[str, Any], ...]:
    fields = {
        "ref": Field(required=True, form=r"[a-z0-9]+(?:-[a-z0-9]+)*"),
        "name": Field(required=True),
        "aliases": Field(list),
        "kind": Field(required=True, allowed=get_args(MediumKind)),
        "country": Field(allowed=table("en", "states")["states"]),
        "common": Field(bool),
        "beside": Field(list),
        "several": Field(bool),
    }
    return rows_of(Table(files("musnad.lang") / language / "media.toml"), fields)


def rows_of(source: Table, fields: dict[str, Field]) -> tuple[dict[str, Any], ...]:
    """The rows of a table of media.

    Raises TableError where a row is malformed, also where its `beside` holds what is no name of it.
    """
    rows = source.rows("media", fields, unique=("ref",))
    source.check_beside("media", rows)
    return rows


@lru_cache(maxsize=4)
def media(language: str) -> tuple[Medium, ...]:
    """The media of a language's word list, `ar` or `en`, in its order.

    Raises TableError where the list is malformed.
    """
    names = {code: {row["ref"]: row["name"] for row in _rows(code)} for code in ("ar", "en")}
    return tuple(
        Medium(
            row["ref"], row["name"], tuple(row.get("aliases", ())), row["kind"], row.get("common", False),
            row.get("country"), names["ar"].get(row["ref"]), names["en"].get(row["ref"]),
            tuple(row.get("beside", ())), row.get("several", False),
        )
        for row in _rows(language)
    )  # fmt: skip


# --- Arabic names ---

# Agencies sign with three single letters (أ ف ب، د ب أ): the form alone tells one that no list holds.
_LETTERS = re.compile(r"(?:[\u0621-\u064a][ .]+){2}[\u0621-\u064a]\.?")
_SINGLE = re.compile(r"(?<![^\W\d_]{2}) (?=[^\W\d_](?![^\W\d_]))")
_TOKEN = re.compile(r'["()\[\]،,:;؛/]|[^\s"()\[\]،,:;؛/]+')
_CLITICS = ("", "ال", "و", "ف", "ل", "ب", "ك", "لل", "وال", "بال", "ول", "وب")


class _Nouns(NamedTuple):
    """Nouns of media with the kinds that each tells, and words that say nothing of a name."""

    kinds: dict[str, frozenset[MediumKind]]
    strip: re.Pattern[str]
    qualities: frozenset[str]


@lru_cache(maxsize=1)
def nouns() -> _Nouns:
    """The nouns that stand before names of media, folded."""
    data = table("ar", "furniture")
    every = frozenset[MediumKind](get_args(MediumKind))
    of: dict[str, frozenset[MediumKind]] = {
        "agency": frozenset({"agency"}),
        "paper": frozenset({"paper", "site"}),
        "broadcaster": frozenset({"broadcaster"}),
        "any": every,
    }
    kinds = {fold_text(noun): of[kind] for kind, words in data["media_kinds"].items() for noun in words}
    listed = sorted((fold_text(noun) for noun in data["media_nouns"]), key=len, reverse=True)
    return _Nouns(
        kinds,
        re.compile(rf"(?:ال)?(?:{'|'.join(map(re.escape, listed))}) "),
        frozenset(fold_text(word) for word in data["media_qualities"]),
    )


def _key(name: str) -> str:
    """A name with the spaces and points between single letters gone: «أ. ف. ب» and «أ ف ب» are one."""
    return _SINGLE.sub("", " ".join(fold_text(name).replace(".", " ").lower().split()))


@lru_cache(maxsize=1)
def _by_form() -> dict[str, tuple[Medium, ...]]:
    """The media by each of their names; one is `common` where this name of it is."""
    found: dict[str, dict[str, Medium]] = {}
    for medium in media("ar"):
        for form in (medium.name, *medium.aliases):
            named = replace(medium, common=medium.common or form in medium.beside)
            found.setdefault(_key(form), {}).setdefault(medium.ref, named)
    return {key: tuple(of.values()) for key, of in found.items()}


def medium_named(name: str) -> Medium | None:
    """The medium that goes by `name` as a whole, however it is spelt, with a noun before it or not.

    One of the word list, the first where several share the name, or an agency known by the form of its
    abbreviation alone. `common` says whether this name of it is also an ordinary word.
    """
    plain = name.strip(" «»\"'“”()[]*").strip()
    found = next(iter(_by_form().get(_key(plain)) or _by_form().get(_key(name), ())), None)
    if found is None and (noun := nouns().strip.match(fold_text(plain))):
        kinds = nouns().kinds.get(noun[0].split()[0].removeprefix("ال"))
        named = _by_form().get(_key(fold_text(plain)[noun.end() :].strip(' "')), ())
        found = next((m for m in named if not m.common or kinds is None or m.kind in kinds), None)
    if found is None and _LETTERS.fullmatch(plain):
        return Medium("", plain, (), "agency")
    return found


def _noun(word: str) -> str | None:
    """A noun of media without what is joined to it but its article; None where the word is none."""
    for clitic in _CLITICS:
        if word.startswith(clitic) and (bare := word[len(clitic) :]) in nouns().kinds:
            return f"ال{bare}" if clitic.endswith(("ال", "لل")) else bare
    return None


class _Phrase(NamedTuple):
    """The words of a phrase; `opened` and `closed` are those with a mark before or behind them."""

    words: list[str]
    opened: set[int]
    closed: set[int]
    quoted: list[tuple[int, int]]

    def rest(self, end: int) -> list[str]:
        """The words behind `end`, up to the next mark."""
        stop = next((i + 1 for i in range(end, len(self.words)) if i in self.closed), len(self.words))
        return self.words[end:stop]


def _phrase(text: str) -> _Phrase:
    words: list[str] = []
    opened: set[int] = set()
    closed: set[int] = set()
    quoted: list[tuple[int, int]] = []
    mark = -1
    for found in _TOKEN.finditer(text):
        token = found[0]
        if len(token) > 1 or token.isalnum():
            words.append(token.strip("."))
            continue
        if words:
            closed.add(len(words) - 1)
        opened.add(len(words))
        if token in '"()[]':
            if mark >= 0 and mark < len(words):
                quoted.append((mark, len(words)))
                mark = -1
            else:
                mark = len(words)
    return _Phrase(words, opened, closed, quoted)


def medium_in(phrase: str, *, credit: bool = False, publisher: str | None = None) -> Medium | None:
    """The medium that an Arabic noun phrase names, as its row stands in the list; None in doubt.

    «وكالة الأنباء السورية الرسمية (سانا)», «صحيفة "هآرتس" الإسرائيلية», «لرويترز». A name that is also an
    ordinary word needs a noun of media, quotation marks, or `credit`: that the phrase stands where only
    media do. One that several share is told by the noun, an adjective of origin, or by being that of the
    `publisher`, given by its ref.
    """
    return _medium_in(phrase[:_LONGEST], credit, publisher)


@lru_cache(maxsize=4096)
def _medium_in(text: str, credit: bool, publisher: str | None) -> Medium | None:
    if credit and len(whole := _by_form().get(_key(text), ())) == 1 and not whole[0].several:
        return _by_ref()[whole[0].ref]
    folded = fold_text(text)
    if not _may_open(folded):
        return None
    phrase = _phrase(folded)
    words, at = phrase.words, 0
    while at < min(len(words), 4) and (noun := _noun(words[at])) is not None:
        words[at] = noun
        at += 1
    asked = _Asked(phrase, words[at - 1] if at else "", at, credit, publisher)
    starts = [0, at] if at else [0]
    if at and at < len(words) and words[at] in ("انباء", "الانباء"):
        starts.append(at + 1)
    for start in starts:
        if (found := asked.at(start)) is not None:
            return found
    if not at:
        return asked.bare()
    if (found := asked.plain(at) or asked.plain(0)) is not None:
        return found
    inner = (asked.exact(a, b) for a, b in phrase.quoted if a >= at)
    return next((found for found in inner if found is not None), None)


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    """The first words of all names, and nouns of media."""
    forms = (form for medium in media("ar") for form in (medium.name, *medium.aliases))
    return frozenset(_FIRST.findall(fold_text(form).lower())[0] for form in forms) | nouns().kinds.keys()


_FIRST = re.compile(r"[^\W_]+")


def _may_open(folded: str) -> bool:
    """Whether a phrase begins as a name of a medium does; quick, since most phrases do not."""
    words = _FIRST.findall(folded.lower()[:40])[:2]
    if words and words[0] in ("ل", "لل", "ب", "و"):
        words = words[1:]
    opens = _openers()
    return any(
        words[0].startswith(clitic)
        and (words[0][len(clitic) :] in opens or (clitic == "لل" and "ال" + words[0][2:] in opens))
        for clitic in _CLITICS
        if words
    )


class _Asked(NamedTuple):
    """One phrase with what is known of its place."""

    phrase: _Phrase
    noun: str
    nouns: int
    credit: bool
    publisher: str | None

    def at(self, start: int) -> Medium | None:
        """The medium whose name begins at word `start`, the longest name first."""
        words = self.phrase.words
        for end in range(min(len(words), start + _WORDS), start, -1):
            if any(i in self.phrase.closed for i in range(start, end - 1)) and not self._letters(start, end):
                continue
            named = _by_form().get(_key(" ".join(words[start:end])))
            if named and (found := self._one(named, start, end)) is not None:
                return found
        return None

    def _letters(self, start: int, end: int) -> bool:
        return all(len(word) < 3 for word in self.phrase.words[start:end])

    def bare(self) -> Medium | None:
        """The medium behind a preposition or a conjunction: «لرويترز», «وCNN», «ل "فرانس برس"»."""
        words = self.phrase.words
        if not words:
            return None
        if words[0] in ("ل", "لل", "ب", "و") and len(words) > 1:
            return self.at(1)
        for clitic in ("لل", "ل", "و", "ب"):
            cut = words[0][len(clitic) :]
            # Of two letters only where more follow: «لبي بي سي».
            if words[0].startswith(clitic) and (len(cut) > 2 or (len(cut) == 2 and len(words) > 1)):
                first = "ال" + cut if clitic == "لل" else cut
                inner = self._replace(phrase=self.phrase._replace(words=[first, *words[1:]]))
                if (found := inner.at(0)) is not None:
                    return found
        return None

    def plain(self, start: int) -> Medium | None:
        """The medium of a name whose qualities stand in the midst: «الأنباء الرسمية السورية»."""
        words, qualities = self.phrase.words, nouns().qualities
        keep = [i for i in range(start, len(words)) if words[i] not in qualities]
        if not keep or len(keep) == len(words) - start:
            return None
        shorter = _Phrase(
            [words[i] for i in keep],
            {n for n, i in enumerate(keep) if i in self.phrase.opened},
            {n for n, i in enumerate(keep) if i in self.phrase.closed},
            [],
        )
        inner = self._replace(phrase=shorter, nouns=max(self.nouns - start, 0))
        skipped = inner.at(1) if shorter.words[0] in ("انباء", "الانباء") and len(keep) > 1 else None
        return inner.at(0) or skipped

    def exact(self, start: int, end: int) -> Medium | None:
        """The medium named by the quoted words [start, end) as a whole."""
        named = _by_form().get(_key(" ".join(self.phrase.words[start:end])))
        return self._one(named, start, end) if named else None

    def _one(self, named: tuple[Medium, ...], start: int, end: int) -> Medium | None:
        """Which of the media of one name words [start, end) mean; None where nothing tells, or none."""
        adjectives = people().adjectives
        rest = self.phrase.rest(end) if end - 1 not in self.phrase.closed else []
        marked = start in self.phrase.opened and end - 1 in self.phrase.closed
        name = " ".join(self.phrase.words[start:end])
        if rest and not (
            rest[0] in nouns().qualities or rest[0] in adjectives or rest[0] in _BREAKS or rest[0].isascii()
        ):
            inside = any(a <= start and end < b for a, b in self.phrase.quoted)
            named = tuple(m for m in named if self.noun and not inside and not m.common)
        # «الجريدة» is a noun; «القناة العاشرة» has it in its name, which so stands by itself.
        bare, full = (start == 0 < end <= self.nouns), (start == 0 < self.nouns < end)
        ordinary = name in adjectives or bare
        fitting = [
            m
            for m in named
            if not m.several and self._tells(m, ordinary=ordinary or (m.common and not full), marked=marked)
        ]
        behind = [*rest, *self.phrase.words[end : end + (_REACH if self.noun else 1)]]
        of = [m for m in fitting if m.country in {adjectives.get(word, "") for word in behind}]
        own = [m for m in fitting if m.ref == self.publisher]
        if of:
            fitting = of
        elif any(word in adjectives for word in (*rest, *behind[:2])):
            fitting = [m for m in fitting if not m.common or m.country is None]
        elif own:
            fitting = own
        return _by_ref()[fitting[0].ref] if len(fitting) == 1 else None

    def _tells(self, medium: Medium, *, ordinary: bool, marked: bool) -> bool:
        """Whether a name stands as that of `medium`: by itself, or if `ordinary` by what is beside it.

        «صحيفة اليوم», but not «الصحيفة الاقتصادية», where it describes, nor «موقع الاتحاد», where anybody may
        have one; «الوكالة الفرنسية», but not «المجلة الفرنسية».
        """
        kinds = nouns().kinds.get(self.noun.removeprefix("ال"))
        if kinds is None:
            return marked or self.credit or not ordinary
        if not ordinary:
            return True
        if medium.kind not in kinds:
            return False
        definite = self.noun.startswith("ال") and medium.common
        anybody = len(kinds) > 2 and medium.kind not in ("site", "agency")
        return marked or self.credit or not (definite or anybody)


_BREAKS = frozenset(fold_text(word) for word in ("التي", "الذي", "أن", "إن", "عن", "على", "في", "من", "و"))


@lru_cache(maxsize=1)
def _by_ref() -> dict[str, Medium]:
    return {medium.ref: medium for medium in media("ar")}


@lru_cache(maxsize=1)
def _everywhere() -> dict[str, Medium]:
    return {medium.ref: medium for medium in (*media("en"), *media("ar"))}


def medium_of(ref: str) -> Medium | None:
    """The medium known across reports by that ref, from the Arabic list where both hold it."""
    return _everywhere().get(ref)
