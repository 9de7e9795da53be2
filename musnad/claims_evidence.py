"""What each statement of a report gives to claims: the words of its content, numbers, names, and whose voice
it is. Made once of each reading, and small; `claims_pairs.py` sets two beside each other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from musnad.lang import table
from musnad.lang.grammar import grammar_words
from musnad.lang.known import bodies, persons
from musnad.lang.people import people
from musnad.model import Attribution, CueClass, Entity, EntityKind, Quote, Reading, Span
from musnad.names import WORD, Key
from musnad.numbers import LARGE, total
from musnad.profiles import Known, key_of, of_entity
from musnad.spelling import bones, own_words
from musnad.text import fold, fold_text
from musnad.times_words import lexicon
from musnad.times_words import split as classed
from musnad.words import split

_LONGEST: Final = 120
"""Words of a content that are kept: a speech printed whole is told by its beginning."""
_SUFFIXES: Final = ("تين", "يات", "ات", "ون", "ين", "ان", "يه", "وا", "ه", "ي")
"""Endings of number, gender and relation, the longest first: what light stemming drops (after Larkey,
Ballesteros and Connell 2007, light10)."""
_FEWEST: Final = 3
"""Letters that a stem keeps."""
_SHORTEST: Final = 2
"""Letters that a word keeps without its article."""
_DIGITS: Final = 18
"""Digits of a number that is reckoned with."""
_COUNTED: Final = 2
"""Numbers up to it, written as a single word, count nothing: «واحد» and «اثنين» are other words too."""


class Voice(NamedTuple):
    """Who speaks: `forms` are the names by which the report knows them, in folded words, the fullest first.

    `described` are the stems of the words that name and describe them, in the phrase that speaks too. `ref`
    is what the tables know them by, `parties` whom they speak for: references of states and bodies, and the
    folded name of who is spoken for where no table knows it. `kind` None where nobody is named.
    """

    kind: EntityKind | None
    forms: tuple[Key, ...] = ()
    ref: str | None = None
    parties: frozenset[str] = frozenset()
    described: frozenset[str] = frozenset()


NOBODY: Final = Voice(None)


@dataclass(frozen=True, slots=True)
class Said:
    """One statement as claims compare it.

    `lemma` is that of the cue, `quote` how much is quoted; `content` is where it stands; `words` are its
    stems in order, words of grammar left out; `numbers` its figures, in digits, `figures` the stem of what is
    counted with each, `negations` how many words negate; `names` what its mentions stand for: a reference, or
    the consonants of the last word. `times` are the days and periods named in it (EDTF). `negated` tells that
    the cue is denied, `inside` is the id of the statement whose content holds this one, `heading` tells that
    it stands in the title. `denied` is how many of `words` a cue that denies reaches: those before the first
    mark, and before one says in his own words what he holds. `least` are those of its numbers that it calls
    the least: «12 على الأقل».
    """

    id: str
    cue_class: CueClass
    lemma: str
    quote: Quote
    content: tuple[Span, ...]
    words: tuple[str, ...]
    voice: Voice = NOBODY
    numbers: frozenset[str] = frozenset()
    figures: frozenset[tuple[str, str]] = frozenset()
    negations: int = 0
    names: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    negated: bool = False
    said_on: str | None = None
    inside: str | None = None
    heading: bool = False
    denied: int = 0
    least: frozenset[str] = frozenset()


def said(reading: Reading) -> tuple[Said, ...]:
    """The statements of a reading, in its order: a pure function, linear in its size."""
    text = reading.report.text
    entities = {one.id: one for one in reading.entities}
    attributions = {one.id: one for one in reading.attributions}
    statement_of = {one.attribution: one.id for one in reading.statements}
    voices = _Voices(entities, reading.report.language or "ar")
    named = _Held((one.span, name) for one in reading.mentions for name in _called(entities[one.entity]))
    timed = _Held((one.span, one.value) for one in reading.times if one.value is not None)
    title = len(reading.report.title or "")
    made = []
    for statement in reading.statements:
        at = attributions[statement.attribution]
        phrase = "" if at.source is None else at.source.of(text)
        content = " ".join(span.of(text) for span in at.content)
        words, numbers, figures, negations = _words(content)
        made.append(
            Said(
                statement.id, at.cue_class, at.lemma, at.quote, at.content, words,
                voices.of(statement.speaker, statement.speaks_for, phrase), numbers,
                figures, negations,
                frozenset(name for span in at.content for name in named.within(span)),
                frozenset(value for span in at.content for value in timed.within(span)),
                at.negated, statement.said_on, statement_of.get(at.inside or ""),
                bool(at.content) and at.content[0].end <= title,
                _denied(text, at) if at.cue_class == "deny" else 0,
                _least(content) if figures else frozenset(),
            )
        )  # fmt: skip
    return tuple(made)


class _Held:
    """Values by the span that has them, asked for by the stretch around."""

    def __init__(self, values: Iterable[tuple[Span, str]]) -> None:
        self._values = sorted(values)
        self._starts = [span.start for span, _ in self._values]

    def within(self, span: Span) -> Iterator[str]:
        """The values whose span begins inside a stretch and ends there too."""
        for at in range(bisect_left(self._starts, span.start), len(self._values)):
            inner, value = self._values[at]
            if inner.start >= span.end:
                return
            if value and inner.end <= span.end:
                yield value


# --- content ---


def content_words(text: str, content: Iterable[Span]) -> tuple[str, ...]:
    """The stems of a content in order, as `Said.words` has them."""
    return _words(" ".join(span.of(text) for span in content))[0]


def _denied(text: str, at: Attribution) -> int:
    """How many stems of a content are denied; none where words of saying stand between the cue and it."""
    if not at.content:
        return 0
    before = fold_text(text[min(at.cue.end, at.content[0].start) : at.content[0].start])
    if not _saying().isdisjoint(WORD.findall(before)):
        return 0
    content = fold_text(" ".join(span.of(text) for span in at.content))
    head = next((content[: one.start()] for one in _MARKED.finditer(content) if one.start()), content)
    words = WORD.findall(head)
    reach = next((at for at, word in enumerate(words) if word in _saying()), len(words))
    return len(_words(" ".join(words[:reach]))[0])


_MARKED: Final = re.compile("[،,؛;:.\n]")


@lru_cache(maxsize=1)
def _saying() -> frozenset[str]:
    return frozenset(table("ar", "claims")["saying"])


def content_figures(content: str) -> frozenset[tuple[str, str]]:
    """What a content counts, as `Said.figures` has it: the stem of what is counted, and the number in
    digits.
    """
    return _words(content)[2]


def _words(content: str) -> tuple[tuple[str, ...], frozenset[str], frozenset[tuple[str, str]], int]:
    """The stems of a content in order, without words of grammar; its numbers in digits; what these count; how
    many words negate.
    """
    words, numbers, figures, last, negations = list[str](), set[str](), set[tuple[str, str]](), "", 0
    for token, number in _read(content):
        if number is not None:
            last = number
            numbers.update([number] if number else [])
            continue
        negations += token in _negations()
        stem = stem_of(token) if token[0].isalpha() else token if token == _SHARE else ""
        if last and stem:
            figures.add((stem, last))
        if stem or token not in '«»"()':
            last = ""
        if stem and token[0].isalpha() and len(words) < _LONGEST:
            words.append(stem)
    return tuple(words), frozenset(numbers), frozenset(figures), negations


def _least(content: str) -> frozenset[str]:
    """The numbers of a content, in digits, that it calls the least."""
    before, behind = _bounds()
    read = list(_read(content))
    found = set()
    for at, (_, number) in enumerate(read):
        if number and (
            any(token in before for token, _ in read[max(0, at - _NEAR) : at])
            or any(token in behind for token, _ in read[at + 1 : at + 1 + _NEAR])
        ):
            found.add(number)
    return frozenset(found)


@lru_cache(maxsize=1)
def _bounds() -> tuple[frozenset[str], frozenset[str]]:
    data = table("ar", "claims")
    return frozenset(data["more"]), frozenset(data["least"])


_NEAR: Final = 4
"""Words from a number within which it is called the least."""


def _read(content: str) -> Iterator[tuple[str, str | None]]:
    """The tokens of a content, each with None, and its numbers in digits behind no token, one for each that
    several words say: «١٥ مليون», «ثلاثة آلاف و٢٠٠»; "" for one that counts nothing. «في المئة» is «%».
    """
    found = classed(fold(content))
    names = lexicon().names
    joined = names["and_card"]
    cardinal = {names["card"], names["the_card"], joined}
    parts, figure, scale = list[tuple[int, bool]](), "", 0
    for at, (token, kind, value) in enumerate(zip(found.tokens, found.classes, found.values, strict=True)):
        hundredth = token in _HUNDREDTHS
        bare = token.lstrip("وفبلك ")
        if kind in cardinal and isinstance(value, int) and not hundredth:
            if figure and value in LARGE and kind != joined:
                figure, scale = _scaled(figure, value), value
                continue
            if figure:
                yield "", figure
                figure, scale = "", 0
            parts.append((value, kind == joined))
            continue
        if parts:
            yield "", _spelt(parts)
            parts = []
        if bare[:1].isdecimal():
            more = _figure(bare)
            if scale and token[0] == "و" and more.isdecimal() and int(more) < scale:
                figure, scale = _sum(figure, more), 0
                continue
            if figure:
                yield "", figure
            figure, scale = more, 0
            continue
        if figure:
            yield "", figure
            figure, scale = "", 0
        if token == "في" and found.tokens[at + 1 : at + 2] and found.tokens[at + 1] in _HUNDREDTHS:
            continue
        yield (_SHARE if hundredth else token), None
    if parts or figure:
        yield "", figure or _spelt(parts)


_SHARE: Final = "%"
_HUNDREDTHS: Final = frozenset({"%", "٪", "المئه", "المائه", "بالمئه", "بالمائه"})


def _spelt(parts: Sequence[tuple[int, bool]]) -> str:
    whole = total(parts)
    return "" if whole is None or (len(parts) == 1 and whole <= _COUNTED) else str(whole)


def _scaled(figure: str, value: int) -> str:
    """A figure with the thousands or millions that stand behind it in words."""
    if len(figure) > _DIGITS or not figure.replace(".", "", 1).isdecimal():
        return figure
    before, _, after = figure.partition(".")
    whole = int(before or "0") * value + int(after or "0") * value // 10 ** len(after)
    return str(whole)


def _sum(figure: str, more: str) -> str:
    return str(int(figure) + int(more)) if figure.isdecimal() else figure


def _figure(token: str) -> str:
    """A number as it is compared: no marks between thousands, a point before what is less than one."""
    plain = token.replace("٬", "").replace("٫", ".").replace("،", ".")
    if "," in plain:
        plain = plain.replace(",", "" if all(len(part) == 3 for part in plain.split(",")[1:]) else ".")
    return plain


@lru_cache(maxsize=1 << 16)
def stem_of(word: str) -> str:
    """The stem of a folded word as contents are compared: no clitics, no endings; "" for one of grammar."""
    word = word.lower()
    if word in _grammar():
        return ""
    _, bare, _ = split(word)
    if bare in _grammar() or len(bare) < 2:
        return ""
    if bare.startswith("ال") and len(bare) - 2 >= _SHORTEST:
        bare = bare[2:]
    for suffix in _SUFFIXES:
        if bare.endswith(suffix) and len(bare) - len(suffix) >= _FEWEST:
            return bare[: -len(suffix)]
    return bare


@lru_cache(maxsize=1)
def _grammar() -> frozenset[str]:
    known, lang = grammar_words(), people()
    return frozenset(table("en", "claims")["function"]).union(
        known.complementisers, known.subject_pronouns, known.verb_particles, known.prepositions, known.within,
        known.fused, known.demonstratives, known.negations, known.interrogatives, lang.classes.relatives,
        lang.classes.demonstratives, lang.classes.honorifics,
    )  # fmt: skip


@lru_cache(maxsize=1)
def _negations() -> frozenset[str]:
    return grammar_words().negations | frozenset(table("ar", "claims")["negations"])


# --- voice ---


class _Voices:
    """The voices of one report, each made once."""

    def __init__(self, entities: Mapping[str, Entity], language: str) -> None:
        self._entities = entities
        self._lang = people(language)
        self._known: dict[str, tuple[tuple[Key, ...], frozenset[str]]] = {}
        self._made: dict[tuple[str | None, str | None, str], Voice] = {}

    def of(self, speaker: str | None, behalf: str | None, phrase: str) -> Voice:
        """The voice of a speaker who speaks for somebody, both by the id of an entity, in that phrase."""
        who = speaker, behalf, phrase
        if who not in self._made:
            self._made[who] = self._voice(*who)
        return self._made[who]

    def _voice(self, speaker: str | None, behalf: str | None, phrase: str) -> Voice:
        found = self._entities.get(speaker or "")
        some = [self._traits(one) for one in (found, self._entities.get(behalf or "")) if one is not None]
        parties = frozenset(party for _, held in some for party in held)
        told = " ".join((phrase, *((found.name, found.role or "") if found is not None else ())))
        described = frozenset(filter(None, map(stem_of, WORD.findall(fold_text(told)))))
        if found is None or _stands_for_a_name(found):
            return Voice(None, parties=parties, described=described)
        return Voice(found.kind, some[0][0], found.ref, parties, described)

    def _traits(self, entity: Entity) -> tuple[tuple[Key, ...], frozenset[str]]:
        """The names of an entity in folded words, and whom it may speak for."""
        if entity.id not in self._known:
            known = of_entity(entity, "", self._lang)
            forms = tuple(form for form in known.forms if form != ("",))
            self._known[entity.id] = forms, frozenset(_parties(entity, known))
        return self._known[entity.id]


def _stands_for_a_name(entity: Entity) -> bool:
    """Whether a title alone stands where a name should: «سموه», «فضيلته»."""
    words = key_of(entity.name)
    return len(words) == 1 and entity.ref is None and words[0][-1:] == "ه" and _is_title(words[0])


def _is_title(word: str) -> bool:
    titles = people().classes.honorifics
    return any(form in titles for form in (word, word[:-1], word[:-1] + "ه", word[:-2] + "ه"))


def _parties(entity: Entity, known: Known) -> Iterator[str]:
    """Whom one speaks for: itself where it is a state or body, its state, the state of its office."""
    if entity.kind != "person" and not entity.anonymous and entity.kind in ("state", "organisation", "group"):
        yield entity.ref or " ".join(key_of(entity.name))
    ref = entity.ref or ""
    if ref.startswith("body/ministry/"):
        yield "state/" + ref.split("/")[2]
    yield from _states().get(ref, ())
    for code in known.states:
        yield "state/" + code


@lru_cache(maxsize=1)
def _states() -> Mapping[str, tuple[str, ...]]:
    """The states that bodies and holders of offices known across reports belong to, by reference."""
    found: dict[str, tuple[str, ...]] = {}
    for body in bodies():
        if body.country is not None:
            found[body.ref] = (f"state/{body.country}",)
    of_bodies = dict(found)
    for person in persons():
        states = {
            state for office in person.offices for state in of_bodies.get(office.of, (office.of,))
            if state.startswith("state/")
        }  # fmt: skip
        found[person.ref] = tuple(sorted(states))
    return found


def _called(entity: Entity) -> tuple[str, ...]:
    """What a mention stands for, however it is spelt: its reference, or the consonants of its last word; of a
    capital the state too, for which it stands as often.
    """
    if entity.anonymous or entity.kind in ("unnamed", "document"):
        return () if entity.ref is None else (entity.ref,)
    key = key_of(entity.name)
    state = people().capitals.get(" ".join(key))
    more = () if state is None else (f"state/{state}",)
    if entity.ref is not None:
        return (entity.ref, *more)
    words = own_words(key)
    return (*((bones(words[-1]),) if words else ()), *more)
