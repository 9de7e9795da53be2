"""English noun phrases word by word: titles and roles, the names behind them, what tells two holders apart.

Capitals show where a name stands; classes of words (``lang/en/titles.toml``) tell a role from a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from musnad.lang.english import English, english, plural
from musnad.names import WORD, Key, clean
from musnad.text import Folded, fold

_POSSESSIVE = re.compile(r"'s?$")
_PREFIX = re.compile(r"(?:ex|then|co|vice|former|self|deputy|now)-")
_SUFFIX = re.compile(r"-(?:elect|designate|general|in-chief|turned)$")
_COMMA = re.compile(r"[,;:()\[\]\n]|(?:^|\s)[-–—]|[–—]")
_AGE = re.compile(r"\d{1,3}|\d{1,3}-year-old|aged")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: folded as printed without a possessive ending, and in lower case; `gap` stands before it."""

    text: str
    low: str
    start: int
    end: int
    gap: str
    possessive: bool

    @property
    def capital(self) -> bool:
        """Whether it is printed as a name is: «Hill», «al-Hill», «McHill»."""
        return any(part[:1].isupper() for part in self.text.split("-")[:2]) or self.text[:2].lower() in (
            "d'",
            "o'",
        )

    @property
    def apart(self) -> bool:
        """Whether punctuation parts it from the word before."""
        return _COMMA.search(self.gap) is not None

    @property
    def quoted(self) -> bool:
        """Whether a quotation mark stands before it."""
        return '"' in self.gap


def words_of(folded: Folded, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of a folded text from `start` to `end`, at folded offsets."""
    body = folded.text
    stop = len(body) if end is None else end
    found: list[Word] = []
    last = start
    for match in WORD.finditer(body, start, stop):
        word = match[0]
        cut = _POSSESSIVE.search(word)
        possessive = cut is not None
        if cut is not None and cut.start():
            word = word[: cut.start()]
        elif word[-1] in "sS" and body[match.end() : match.end() + 1] == "'":
            possessive = True
        found.append(
            Word(
                word,
                word.lower(),
                match.start(),
                match.start() + len(word),
                body[last : match.start()],
                possessive,
            )
        )
        last = match.end()
    return found


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: its words up to a relative clause, cut at commas into `parts` (first and last word)."""

    text: str
    folded: Folded
    words: tuple[Word, ...]
    parts: tuple[tuple[int, int], ...]

    def shown(self, first: int, last: int) -> str:
        """Words [first, last) as a name, marks and a final possessive dropped."""
        return clean(self.text[slice(*self.at(first, last))]) if first < last else ""

    def at(self, first: int, last: int) -> tuple[int, int]:
        """The stretch of `text` that words [first, last) cover."""
        span = self.folded.span(self.words[first].start, self.words[last - 1].end)
        # A full stop belongs to an abbreviation at the end: «Inc.», «U.S.».
        return span.start, span.end

    def key(self, first: int, last: int) -> Key:
        """The words [first, last) as they are compared."""
        return tuple(word.text for word in self.words[first:last])


def phrase_of(text: str) -> Phrase:
    """The words and parts of a noun phrase; none where it has no letters."""
    folded = fold(text)
    lang = english()
    words = _unbracketed(words_of(folded))
    end = len(words)
    for i in range(1, len(words)):
        word = words[i]
        if word.low in ("who", "whose", "whom", "which", "that") or (
            word.apart and word.low in lang.relatives
        ):
            end = i
            break
    words = words[:end]
    parts: list[tuple[int, int]] = []
    first = 0
    for i in range(1, len(words) + 1):
        if i == len(words) or words[i].apart:
            if not (parts and _AGE.fullmatch(words[first].low) and i - first <= 2):
                parts.append((first, i))
            first = i
    return Phrase(text, folded, tuple(words), tuple(parts) if words else ())


def _unbracketed(words: list[Word]) -> list[Word]:
    """The words without short brackets behind a name: «(R-Ohio)», «(WHO)»."""
    kept: list[Word] = []
    i = 0
    while i < len(words):
        if kept and "(" in words[i].gap:
            stop = next((j for j in range(i + 1, min(i + 4, len(words))) if ")" in words[j].gap), None)
            if stop is None and len(words) - i < 4:
                break
            if stop is not None:
                gap = words[stop].gap.replace(")", " ")
                words[stop] = replace(words[stop], gap=gap if gap.strip() else " ")
                i = stop
        kept.append(words[i])
        i += 1
    return kept


def role_base(low: str, lang: English) -> str | None:
    """The bare noun of a role: «presidents», «president-elect» and «ex-president» give «president»."""
    plain = _SUFFIX.sub("", _PREFIX.sub("", low))
    for form in (low, plain, plain.rpartition("-")[2]):
        if form in lang.roles:
            return lang.roles[form]
    return None


def plural_role(low: str, lang: English) -> bool:
    """Whether a form of a role is plural."""
    base = role_base(low, lang)
    plain = _SUFFIX.sub("", _PREFIX.sub("", low))
    return base is not None and lang.roles.get(plain) == base and plain != base and plain == plural(base)


def surname(words: tuple[Word, ...], index: int, first: int, lang: English) -> bool:
    """Whether a word that may be a role ends a name that begins at `first`: «Jo King», «Mr. King»."""
    word = words[index]
    if word.low not in lang.namesakes or not word.capital:
        return False
    before = words[index - 1] if index else None
    if index > first:
        return before is not None and (
            before.text in lang.given or (len(before.text) == 1 and before.capital)
        )
    return before is not None and before.low in lang.forms and not word.apart


def titled(word: Word, lang: English) -> bool:
    """Whether a word may end a title before a name: a role or an honorific."""
    return word.low in lang.honorifics or role_base(word.low, lang) is not None


def roles_in(words: tuple[Word, ...], lang: English, *, naming: bool) -> frozenset[str]:
    """The roles that some words give, with what stands before each: «foreign minister».

    `naming` adds the bare nouns, by which they may be pointed to later: «the minister». A vice president is
    no president.
    """
    found: set[str] = set()
    for i, word in enumerate(words):
        base = role_base(word.low, lang)
        if base is None:
            continue
        first = i
        while (
            first
            and not words[first].apart
            and words[first - 1].low in lang.qualities
            and words[first - 1].low not in lang.passing
        ):
            first -= 1
        before = [w.low for w in words[first:i]]
        whole = " ".join([*before, base])
        found.add(whole)
        if naming:
            found.update(lang.generic.get(whole, ()))
            if not lang.apart & set(before):
                found.update((base, *lang.generic.get(base, ())))
    return frozenset(found)


def marks_of(words: tuple[Word, ...], lang: English) -> frozenset[str]:
    """What tells one holder of a role, or one body, from another: words in lower case, states as codes."""
    found: set[str] = set()
    skip = False
    for i, word in enumerate(words):
        if skip:
            skip = False
            continue
        pair = f"{word.text} {words[i + 1].text}" if i + 1 < len(words) else ""
        code = state_code(pair, lang)
        if code is not None:
            found.add(code)
            skip = True
            continue
        code = state_code(word.text, lang)
        if code is not None:
            found.add(code)
        elif not (
            len(word.low) < 3
            or role_base(word.low, lang) is not None
            or word.low in lang.prepositions
            or word.low in lang.determiners
            or word.low in lang.honorifics
            or word.low in lang.passing
            or word.low in ("and", "or")
        ):
            found.add(word.low)
    return frozenset(found)


def state_code(name: str, lang: English) -> str | None:
    """The code of the state that a name, an adjective or a capital means."""
    people = lang.people
    code = people.adjectives.get(name) or people.states.get(name) or people.capitals.get(name)
    if code is None and name.endswith("s") and len(name) > 4:
        code = people.adjectives.get(name[:-1])
    return code


def name_run(words: tuple[Word, ...], first: int, last: int, lang: English) -> int:
    """The end of the name that begins at word `first`: capitals, with particles between them."""
    i = first
    while i < last:
        word = words[i]
        if i > first and word.apart:
            break
        behind = i + 1 < last and not words[i + 1].apart and words[i + 1].capital
        if (word.capital and not word.text.isdigit()) or (word.low in lang.particles and behind):
            i += 1
        else:
            break
        if words[i - 1].possessive:
            break
    return i


def gender_of(words: tuple[Word, ...], lang: English) -> str:
    """The gender that a title or given name tells: m, f or empty."""
    for word in words:
        gender = lang.genders.get(word.low) if word.low in lang.honorifics or word.low in lang.roles else None
        gender = gender or lang.genders.get(word.text)
        if gender:
            return gender
    return ""


_JOINED = ("states", "bank", "times", "voice", "isle")


@dataclass(frozen=True, slots=True)
class Head:
    """A noun phrase with its first part taken apart.

    `article` is a determiner that opens it, or empty; words `first` to `head` are its head, `head` to `end`
    what follows that in the first part.
    """

    phrase: Phrase
    article: str
    first: int
    head: int
    end: int

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the phrase."""
        return self.phrase.words

    @property
    def last(self) -> Word:
        """The last word of the head."""
        return self.phrase.words[self.head - 1]

    @property
    def inner(self) -> tuple[Word, ...]:
        """The words of the head, the article left out."""
        return self.phrase.words[self.first : self.head]


def head_of(phrase: Phrase) -> Head:
    """The head of a phrase that has words."""
    lang = english()
    first, end = phrase.parts[0]
    article = ""
    if phrase.words[first].low in lang.determiners and end - first > 1:
        article = phrase.words[first].low
        first += 1
    return Head(phrase, article, first, _head_end(phrase.words, first, end, lang), end)


def _head_end(words: tuple[Word, ...], first: int, end: int, lang: English) -> int:
    """Where the head ends: before the first preposition, unless that joins the words of a body."""
    for i in range(first + 1, end):
        word = words[i]
        if not word.capital and _said_of(words[i - 1], word, i - 1 == first, lang):
            return i
        if word.low not in lang.prepositions or word.capital:
            continue
        if word.low in ("of", "for") and _joins(words, first, i, lang):
            continue
        return i
    return end


def _said_of(noun: Word, word: Word, opens: bool, lang: English) -> bool:
    """Whether `word` only describes the noun before it: «papers filed», «a source familiar»."""
    low = noun.low
    if not (low in lang.heads or low in lang.documents or role_base(low, lang) is not None):
        return False
    if noun.capital and (not opens or low.removesuffix("s") in lang.members):
        return False
    if word.low in lang.heads or word.low in lang.documents or role_base(word.low, lang) is not None:
        return False
    return word.low in lang.anonymity or (len(word.low) > 4 and word.low.endswith(("ed", "ing")))


def _joins(words: tuple[Word, ...], first: int, at: int, lang: English) -> bool:
    """Whether «of» at word `at` stands inside a name: «Bank of Sirwan», «Ministry of Health»."""
    before = words[at - 1]
    behind = words[at + 1 : at + 3]
    named = bool(behind) and (
        behind[0].capital or (len(behind) > 1 and behind[0].low == "the" and behind[1].capital)
    )
    run = [w for w in words[first:at] if w.capital]
    return (
        named
        and before.capital
        and not titled(before, lang)
        and not any(w.text in lang.given for w in run)
        and (any(w.low in lang.bodies for w in run) or before.low in _JOINED)
    )


def many(noun: Word, lang: English) -> bool:
    """Whether a noun is plural, by the lists or by its ending."""
    low = noun.low
    if low in lang.plurals or plural_role(low, lang) or lang.heads.get(low, low) != low:
        return True
    return low.endswith("s") and not low.endswith(("ss", "us", "is"))
