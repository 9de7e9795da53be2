"""The words of a text as an index holds them: folded, without clitics, under a light stem; names left whole.

A term is a stem, a mark and what the form has more (``مسؤول_ين``), so that the stem finds every form and the
whole term this one alone. A name is its folded form and another mark (``بوتين=``): no stem finds it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from musnad import lang
from musnad.lang.known import persons, words_of
from musnad.lang.people import people
from musnad.model import Entity, Reading
from musnad.names import is_common
from musnad.spelling import without_article
from musnad.text import fold_text
from musnad.words import frequency, looks_like_verb, split

FORM: Final = 1
"""Raised where the terms of a text change: an index of another form is made anew."""

STEM: Final = "_"
NAME: Final = "="
WORD: Final = re.compile("[\u0621-\u064aa-zA-Z]+(?:[^\\W\\d_]+)?|[0-9]+(?:[.,٫٬][0-9]+)*|[^\\W0-9_]+")
"""A word or a number of a folded text; the first alternative is a quicker way to the third."""

_MOST_KEPT: Final = 200_000

_LONGEST: Final = 64
"""Letters of a word that are kept: more is no word."""

_GROUPED: Final = re.compile(r"\d{1,3}(?:[,٬]\d{3})+(?:[.٫]\d+)?")
_HAMZAS: Final = str.maketrans("ؤئ", "ءء")
_ARABIC: Final = re.compile("[\u0620-\u06ff]")
_PROCLITICS: Final = (
    "", "ال", "و", "ف", "ب", "ل", "ك", "وال", "فال", "بال", "كال", "لل", "ولل", "وب", "ول", "وبال",
)  # fmt: skip
_NONE: Final = ("",)
_BY_LETTER: Final = {
    letter: tuple(one for one in _PROCLITICS if one[:1] in ("", letter)) for letter in "افولبك"
}
_PRONOUNS: Final = ("", "ه", "ها", "هم", "هما", "نا")
_SHORT_WITH_ARTICLE: Final = 4
# Endings with what may stand for them: the stem as it is left, or with the feminine ending.
_ENDINGS: Final = (
    ("تين", ("", "ه")), ("تان", ("", "ه")), ("يات", ("ي", "يه")), ("ات", ("", "ه")), ("ين", ("",)),
    ("ون", ("",)), ("ان", ("",)), ("يه", ("ي",)), ("ه", ("",)), ("ي", ("", "ه")), ("وا", ("",)),
    ("ا", ("",)), ("و", ("",)),
)  # fmt: skip
_PLURAL: Final = ("تين", "تان", "يات", "ات", "ين", "ون")
_SHORTEST: Final = 3
_STEPS: Final = 4
_RARER: Final = 20
"""How much commoner than what it is made of a word may be: «ايران» is not of «اير». A plural may be by far.
"""


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word in its parts: without clitics (`bare`), and the stem of that."""

    bare: str
    stem: str
    name: bool

    @property
    def term(self) -> str:
        """What stands in an index for it."""
        if self.name:
            return self.bare + NAME
        return f"{self.stem}{STEM}{self.bare.removeprefix(self.stem)}"


@lru_cache(maxsize=1)
def _plurals() -> dict[str, str]:
    """Broken plurals with their singulars, folded."""
    rows = lang.table("ar", "plurals")["plurals"]
    return {fold_text(plural): fold_text(single) for single, several in rows.items() for plural in several}


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Folded words that tell nothing of what a text is about."""
    return frozenset(fold_text(word) for word in lang.table("ar", "plurals")["stop"])


@lru_cache(maxsize=1)
def name_words() -> frozenset[str]:
    """Folded words, without the article, that tables know for names and that are no words else."""
    known, words = people(), set[str]()
    for person in persons():
        for form in (person.name, *person.aliases, *person.short):
            words.update(words_of(form))
    words.update(known.classes.given)
    found = {word for word in words if not is_common(word) and not looks_like_verb(word)}
    places = {name for name in (*known.states, *known.capitals) if " " not in name}
    of_several = {one for name in known.states for one in name.split() if not is_common(one)}
    places |= {one for one in of_several if not looks_like_verb(one)}
    return frozenset(without_article(word) for word in found | places if len(word) > 2) - stop_words()


def term(folded: str) -> str:
    """The terms of one folded word, with a space between where it holds two («عبدالله»)."""
    return _terms()[folded]


class _Terms(dict[str, str]):
    """Terms by folded words, made when first asked for: half the time of a cache of functools."""

    def __missing__(self, folded: str) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        found = self[folded] = _term(folded)
        return found


@lru_cache(maxsize=1)
def _terms() -> _Terms:
    return _Terms()


def _term(folded: str) -> str:
    folded = folded.lower()  # a word of both scripts keeps no capital either
    if folded.startswith("عبدال") and len(folded) > 6:
        return f"عبد{NAME} {word(folded[3:]).term}"
    return word(folded).term


@lru_cache(maxsize=16384)
def word(folded: str) -> Word:
    """A folded word, or a number, in its parts."""
    folded = folded[:_LONGEST]
    if "0" <= folded[0] <= "9":
        number = _number(folded)
        return Word(number, number, name=False)
    if not _ARABIC.match(folded):
        plain = _latin(folded)
        single = plain[:-1] if len(plain) > 4 and plain[-1] == "s" and plain[-2] not in "sui" else plain
        return Word(plain, single, name=False)
    known = name_words()
    if folded in ("الله", "عبد"):
        return Word(folded, folded, name=True)
    if "ئ" in folded and not frequency(folded) and frequency(other := folded.replace("ئ", "ؤ")):
        folded = other
    if (name := _named(folded, known)) is not None:
        return Word(_shape(name), "", name=True)
    if folded.startswith("ال") and frequency("ال" + folded):
        return Word(_shape(folded), _shape(stem(folded)), name=False)  # «إلكترونية» has no article
    _, middle, after = _parts(folded)
    if not middle:
        return Word(folded, folded, name=False)
    if middle + after in known:
        return Word(_shape(middle + after), "", name=True)
    return Word(_shape(middle), _shape(stem(_restored(middle) if after else middle)), name=False)


def _named(folded: str, known: frozenset[str]) -> str | None:
    """The name of a table that a folded word is, behind proclitics that leave nothing commoner."""
    for before in _BY_LETTER.get(folded[0], _NONE):
        rest = folded[len(before) :]
        if rest in known and folded.startswith(before):
            commoner = before not in ("", "ال") and frequency(folded) > frequency(rest)
            return None if commoner else rest
    return None


def _parts(folded: str) -> tuple[str, str, str]:
    """`words.split`, and what it leaves whole although nobody knows it: «بصواريخهم», «لوزرائهم», «السد»."""
    before, middle, after = split(folded)
    if (
        middle.startswith("ال")
        and len(middle) == _SHORT_WITH_ARTICLE
        and not before.endswith(("ب", "ل", "ك"))
    ):
        rest = middle[2:]
        if frequency(rest) and rest not in stop_words() and middle not in stop_words():
            return before + "ال", rest, after
    if after and not before:
        # «بانتخاباتها»: known before a pronoun comes off, with its preposition.
        before, bare, more = split(_restored(middle))
        return (before, bare, "") if before and not more else ("", middle, after)
    if before or after or _known(middle):
        return before, middle, after
    pronouns = [last for last in _PRONOUNS if folded.endswith(last)]
    for first in _BY_LETTER.get(folded[0], _NONE):
        rest = folded[len(first) :]
        if not folded.startswith(first) or len(rest) <= _SHORTEST:
            continue
        for last in pronouns:
            bare = rest.removesuffix(last)
            if len(bare) >= _SHORTEST and _known(_restored(bare) if last else bare):
                return first, bare, last
    return before, middle, after


def _restored(bare: str) -> str:
    """A word without its pronoun as it stands alone: «حكومت» (of حكومته) is «حكومه»."""
    if bare[-1] == "ت" and frequency(bare[:-1] + "ه") > frequency(bare):
        return bare[:-1] + "ه"
    return bare[:-1] + "ء" if bare[-1] in "ؤئ" else bare


def stem(bare: str) -> str:
    """The light stem of a folded word without clitics: endings of number, gender and nisba come off where
    what is left is a known word, so that a name that no table has stays whole.
    """
    found = _plurals().get(bare, bare)
    if found in name_words():
        return found
    if looks_like_verb(found):
        return _verb(found)
    for _ in range(_STEPS):
        shorter = _shorter(found)
        if shorter is None:
            break
        found = _plurals().get(shorter, shorter)
        if found in name_words():
            break
    return found


def _shorter(bare: str) -> str | None:
    for ending, others in _ENDINGS:
        if not bare.endswith(ending) or len(bare) - len(ending) < _SHORTEST - (ending == "ا"):
            continue
        if ending == "ا" and frequency("ال" + bare):
            continue
        left = bare[: -len(ending)]
        best = max((left + other for other in others), key=_known)
        enough = 0 if ending in _PLURAL else _known(bare) // _RARER
        if ending == "يه" and len(left) >= _SHORTEST:
            return best
        if best != bare and (best in name_words() or _known(best) > enough):
            return best
    return None


def _known(bare: str) -> int:
    return frequency(bare) + frequency("ال" + bare)


def _verb(found: str) -> str:
    """A finite verb by the form of its third person: «تلتقي» and «يلتقون» are «يلتقي», «أعلنت» is «أعلن»."""
    for ending in ("ت", "وا", "ون", "ان", "تا"):
        left = found.removesuffix(ending)
        if left != found and len(left) >= _SHORTEST and frequency(left) and looks_like_verb(left):
            found = left
            break
    if found[0] in "تنا" and len(found) > _SHORTEST:
        third = "ي" + found[1:]
        if frequency(third) and looks_like_verb(third):
            return third
    return found


def _shape(folded: str) -> str:
    """Letters as an index has them: newsrooms print «مسؤول» and «مسئول»."""
    return folded.translate(_HAMZAS)


def _number(folded: str) -> str:
    """A number in ASCII digits, without signs between thousands; «٣٫٥» and «3,5» are «3.5»."""
    if _GROUPED.fullmatch(folded):
        folded = folded.replace(",", "").replace("٬", "")
    return folded.replace(",", ".").replace("٫", ".").replace("٬", ".")


def _latin(folded: str) -> str:
    """A word in other letters, in lower case and without accents."""
    if folded.isascii():
        return folded.lower()
    plain = unicodedata.normalize("NFKD", folded.casefold())
    return "".join(letter for letter in plain if letter.isalnum()) or folded.casefold()


def terms(text: str, names: Mapping[str, str] | None = None) -> str:
    """The terms of a text in its order, with single spaces between; `names` as `names_of` gives them."""
    found = WORD.findall(fold_text(text))
    if not names:
        return " ".join(map(_terms().__getitem__, found))
    known = _terms()
    return " ".join([names.get(one) or known[one] for one in found])


def names_of(entities: Iterable[Entity]) -> dict[str, str]:
    """The terms of words that are names in one report, by their folded forms with each proclitic.

    Names of persons and places, but words that are common nouns or verbs as well.
    """
    bare: set[str] = set()
    for entity in entities:
        if entity.kind in ("person", "place"):
            for form in (entity.name, *entity.aliases):
                bare.update(_name_parts(form.lower()))
    return {before + one: one.translate(_HAMZAS) + NAME for one in bare for before in _PROCLITICS}


@lru_cache(maxsize=32768)
def _name_parts(form: str) -> tuple[str, ...]:
    words = (without_article(one) for one in WORD.findall(fold_text(form)[:200]))
    return tuple(one for one in words if may_be_name(one))


@lru_cache(maxsize=32768)
def may_be_name(one: str) -> bool:
    """Whether a folded word without the article is a name where a reading says so, and would be cut
    otherwise.
    """
    return (
        len(one) > 3
        and bool(_ARABIC.match(one))
        and not one.startswith("عبدال")
        and not is_common(one)
        and not looks_like_verb(one)
        and stem(one) != one
        and not split(one)[0]
        and one not in name_words()
    )


@dataclass(frozen=True, slots=True)
class StatementTerms:
    """The terms of one statement: its number in the reading, of its speaker's names and of its content."""

    number: int
    speaker: str
    content: str


@dataclass(frozen=True, slots=True)
class Terms:
    """All terms of one reading: of the title, of the text behind it, and of each statement."""

    title: str
    body: str
    statements: tuple[StatementTerms, ...]


def terms_of(reading: Reading) -> Terms:
    """The terms of a reading; a pure function, linear in the text."""
    text = reading.report.text
    names = names_of(reading.entities)
    title = reading.report.title or ""
    entities = {one.id: one for one in reading.entities}
    attributions = {one.id: one for one in reading.attributions}
    statements = []
    for said in reading.statements:
        speakers = [entities[one].name for one in (said.speaker, said.speaks_for) if one in entities]
        content = "\n".join([text[span.start : span.end] for span in attributions[said.attribution].content])
        number = said.id[1:]
        if number.isdecimal():
            told = " ".join(map(_name_terms, dict.fromkeys(speakers)))
            statements.append(StatementTerms(int(number), told, terms(content, names)))
    return Terms(
        terms(title, names),
        terms(text.removeprefix(title), names),
        tuple(statements),
    )


@lru_cache(maxsize=8192)
def _name_terms(name: str) -> str:
    return terms(name)


def last_letter(folded: str) -> str:
    """The last letter of a word as `may_be_named` compares it; "" of none."""
    return folded[-1:].translate(_HAMZAS)


def may_be_named(folded: str, name: str) -> bool:
    """Whether a folded word may be a name, given as its term, behind one of the proclitics."""
    bare = name[: -len(NAME)]
    if not folded.endswith(bare[-2:]) and not folded.translate(_HAMZAS).endswith(bare):
        return False
    word = folded.translate(_HAMZAS)
    return word.endswith(bare) and word[: len(word) - len(bare)] in _PROCLITICS
