"""The names that stand in a report, whoever speaks: persons, bodies, media, states and places, with their bounds.

One pass over the indexed words looks each up among those that can open a name; only there is read on. Where
the tagger read the report too, its names are weighed with these.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from musnad.lang.grammar import grammar_words
from musnad.lang.people import People, people
from musnad.media import media
from musnad.mentions import Words
from musnad.model import EntityKind, Span
from musnad.morphology import analyse
from musnad.names import WORD, clean
from musnad.places import PlaceMention
from musnad.text import Folded, fold
from musnad.titles import Role, closes, like_name, role_of, running_name
from musnad.wording import Phrase, run_of
from musnad.words import frequency, looks_like_verb, split

if TYPE_CHECKING:
    from musnad.tagger import Name

_PHRASE = 14
"""Words read on from one that opens a name."""
_LONGEST_BODY = 8
_FOREIGN = 4
_PRINTED = re.compile(r"[^\W_]+")
_PROPER = frozenset({"كونغرس", "كنيست"})
_SIDES = frozenset({"شمال", "جنوب", "شرق", "غرب", "وسط"})
_FIRM = ("organisation described", "medium described")
"""Rules whose bounds hold against those of the tagger."""
_WEAK = frozenset({"title rare", "title one"})
_LONGEST_NAME = 6
_LONGEST_ROLE = 6
_LONGEST_TITLE = 8
_LEARNED = frozenset({"اتحاد", "بنك", "مصرف", "منظمه", "حزب", "جمعيه", "رابطه", "مؤتمر", "حركه"})
"""Heads whose adjectives make a name without a state: «الاتحاد الأوروبي»."""
_FAITH = frozenset({"الدين", "الله", "الاسلام"})
"""Second parts of compound names: «صلاح الدين», «حسب الله»."""
_HARD = frozenset(".؟?!:()[]\n·")
_DEGREES = frozenset(
    {"العليا", "الاعلي", "العام", "العامه", "المتحده", "المركزي", "المركزيه", "الحره", "الدائم"}
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A name in the text: its span without clitics and titles, as shown, its folded words.

    `rule` says how it was found and `sure` how often that rule is right, in [0, 1]. `role` is what a title
    or an apposition says of a person, `latin` the form in brackets behind the name, `ref` what a table knows.
    """

    span: Span
    name: str
    key: tuple[str, ...]
    kind: EntityKind
    rule: str
    sure: float
    role: Role | None = None
    latin: Span | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    """Words [first, last) that a rule takes for a name; `cut` letters of the first are clitics."""

    first: int
    last: int
    cut: int
    kind: EntityKind
    rule: str
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class _Opening:
    """What a word can open: its clitics' length, itself without them, and the classes that it is of."""

    cut: int
    word: str
    title: bool
    given: bool
    body: bool
    medium: bool
    sizes: tuple[int, ...]


@lru_cache(maxsize=1)
def _media() -> tuple[frozenset[tuple[str, ...]], dict[str, tuple[int, ...]]]:
    """Names of media that stand for them wherever they are printed; by first word their lengths."""
    lang = people()
    known: set[tuple[str, ...]] = set()
    for medium in media("ar"):
        for form in (medium.name, *medium.aliases):
            key = tuple(WORD.findall(fold(form).text.lower()))
            doubtful = medium.common or medium.several or form in medium.beside
            word = len(key) == 1 and (
                is_common(key[0])
                or key[0] in lang.adjectives
                or key[0] in lang.classes.given
                or len(key[0]) < 3
            )
            if key and not doubtful and not word and len("".join(key)) > 2:
                known.add(key)
    sizes: dict[str, set[int]] = {}
    for key in known:
        sizes.setdefault(key[0], set()).add(len(key))
    return frozenset(known), {word: tuple(sorted(found, reverse=True)) for word, found in sizes.items()}


@lru_cache(maxsize=65536)
def is_common(word: str) -> bool:
    """Whether a word is a common noun too: one that stands with the article and without it."""
    if " " in word:
        return False
    if word.startswith("ال") and len(word) > 4:
        return frequency(word[2:]) > 0
    return frequency(word) > 0 and frequency("ال" + word) > 0


@lru_cache(maxsize=65536)
def _opening(word: str) -> _Opening | None:
    """What a folded word opens, alone or behind a conjunction or preposition; None for most words."""
    found = _classed(word, 0)
    if found is not None or len(word) < 4:
        return found
    if word.startswith("لل"):
        return _classed("ال" + word[2:], 0)
    for cut in (1, 2):
        if word[cut - 1] not in "وفبلك" or len(word) - cut < 3:
            return None
        if (found := _classed(word[cut:], cut)) is not None:
            return found
    return None


def _classed(word: str, cut: int) -> _Opening | None:
    lang = people()
    classes, bare = lang.classes, word.removeprefix("ال")
    title = word in lang.roles or word in classes.honorifics
    given = (word in classes.given and word not in grammar_words().time) or word in ("ابو", "عبد")
    body, medium = bare in classes.bodies, bare in classes.media
    sizes = _media()[1].get(word, ())
    if not (title or given or body or medium or sizes):
        return None
    return _Opening(cut, word, title, given, body, medium, sizes)


@lru_cache(maxsize=65536)
def is_rare(word: str) -> bool:
    """Whether a word is known for nothing else than a name: no common noun, no verb, no clitics before it."""
    before, _, after = split(word)
    if len(word) < 3 or is_common(word) or looks_like_verb(word) or before not in ("", "ال") or after:
        return False
    accusative = word.endswith("ا") and frequency("ال" + word[:-1]) > 0
    return not accusative and not analyse(word)


def _feminine(word: str, lang: People) -> bool:
    known = word.endswith(("ه", "ات", "يه")) or word in lang.classes.feminine
    return known or word.removeprefix("ال") in ("شؤون", "حقوق", "قوات", "علوم", "امم", "ابحاث")


def _opening_title(word: str, lang: People) -> bool:
    return word[0] == "و" and (word[1:] in lang.classes.honorifics or word[1:] in lang.roles)


def _attached(word: str, before: str) -> int:
    """One letter where «و» or a preposition stands before a name that follows a title: «والسيد لسامي»."""
    given = people().classes.given
    return 1 if word not in given and word[0] in "ولبف" and word[1:] in given and len(before) > 1 else 0


# Share of the names of each rule whose bounds and kind are those of the annotators, on the training part of
# ANERcorp (125,000 words). What they mark is narrower than what a report names: «الحكومة اللبنانية» is no
# organisation there. Names below `SURE` are names all the same.
PRECISION = {
    "table state": 0.93,
    "table place": 0.79,
    "table medium": 0.46,
    "title given": 0.75,
    "title rare": 0.67,
    "title one": 0.28,
    "given": 0.67,
    "organisation of": 0.43,
    "organisation quoted": 0.5,
    "organisation described": 0.44,
    "organisation described state": 0.01,
    "organisation classed": 0.73,
    "medium of": 0.08,
    "medium quoted": 0.5,
    "medium described state": 0.01,
    "medium classed": 0.83,
}
_UNHEARD = 0.35
"""The share of them that stays where the tagger, having read the text, hears no name."""
SURE = 0.5
"""Names at least as sure are counted as those of ANERcorp."""

_LEFT_OUT = frozenset({"given", "title rare", "title one", "organisation classed"})
"""Rules whose names are wrong nine times in ten where the tagger, which reads such names well, hears none."""


def spot(
    text: str, folded: Folded, words: Words, places: Sequence[PlaceMention] = (), heard: Sequence[Name] = ()
) -> tuple[Spot, ...]:
    """The names in a text, in order; none overlaps another.

    `places` are those that `places.mentions` found, `heard` the names of the tagger. Never raises; linear in
    the number of words.
    """
    reader = _Reader(text, folded, words)
    found = _with_places([reader.spot(run) for run in reader.runs()], places, text)
    return tuple(found) if not heard else tuple(_weighed(found, heard, text, words))


def _with_places(found: Sequence[Spot], places: Sequence[PlaceMention], text: str) -> list[Spot]:
    """The names with those of places; one within another name is none, and one behind a person's ends that."""
    out: list[Spot] = []
    at = 0
    for one in found:
        while at < len(places) and places[at].span.end <= one.span.start:
            out.append(_place(places[at], text))
            at += 1
        behind = at
        while behind < len(places) and places[behind].span.start < one.span.end:
            behind += 1
        over = places[at:behind]
        if over and one.kind == "person" and (over[0].span.start > one.span.start and len(one.key) > 2):
            one = _shortened(one, over[0].span.start, text)
            if one.span.end <= over[0].span.start:
                behind = at
        elif over and one.rule in _WEAK:
            continue
        out.append(one)
        at = behind
    out.extend(_place(place, text) for place in places[at:])
    return out


def _shortened(one: Spot, end: int, text: str) -> Spot:
    """A name of a person that ends before `end`, if two words of it are left."""
    span = Span(one.span.start, one.span.start + len(text[one.span.start : end].rstrip()))
    name = clean(span.of(text))
    size = len(name.split())
    return replace(one, span=span, name=name, key=one.key[:size]) if size > 1 else one


def _place(place: PlaceMention, text: str) -> Spot:
    known = place.place
    kind: EntityKind = "state" if known is not None and known.kind == "state" else "place"
    rule = f"table {kind}"
    ref = known.ref if known is not None and known.ref else None
    key = tuple(WORD.findall(place.name))
    printed = clean(place.span.of(text))
    if text[place.span.start - 1 : place.span.start + 1] == "لل":
        printed = "ا" + printed  # «لليمن» hides the first letter of the article
    return Spot(place.span, printed, key, kind, rule, PRECISION[rule], ref=ref)


_ALIKE = {"medium": "organisation", "state": "place"}


def _weighed(found: Sequence[Spot], heard: Sequence[Name], text: str, words: Words) -> list[Spot]:
    """The names of the rules weighed with those of the tagger; of names that overlap the surer stays."""
    out: list[Spot] = []
    rest = list(found)
    taken: set[int] = set()
    starts = [one.span.start for one in rest]
    for name in heard:
        if name.kind not in ("person", "place", "organisation", "medium"):
            continue
        first = max(bisect_left(starts, name.span.start) - 1, 0)
        over = [
            i for i in range(first, bisect_left(starts, name.span.end)) if rest[i].span.overlap(name.span)
        ]
        agreed = [
            i for i in over if _ALIKE.get(rest[i].kind, rest[i].kind) == _ALIKE.get(name.kind, name.kind)
        ]
        if not over:
            if (one := _heard(name, text, words)) is not None:
                out.append(one)
        elif agreed:
            one = rest[agreed[0]]
            taken.update(over)
            if one.rule.startswith("table"):
                # «الولايات المتحدة | الأمريكية»
                end = max(one.span.end, name.span.end) if len(over) == 1 else one.span.end
                one = replace(one, span=Span(one.span.start, end))
            elif one.span != name.span and not one.rule.startswith(_FIRM):
                one = _bounded(one, name, text, words)
            out.append(replace(one, rule=f"{one.rule} heard", sure=1 - (1 - one.sure) * (1 - name.chance)))
        elif all(i not in taken and _yields(rest[i], name) for i in over):
            if (one := _heard(name, text, words)) is not None:
                taken.update(over)
                out.append(one)
    out += [
        replace(one, sure=one.sure * _UNHEARD)
        for i, one in enumerate(rest)
        if i not in taken and one.rule not in _LEFT_OUT
    ]
    out.sort(key=lambda one: one.span.start)
    kept: list[Spot] = []
    for one in out:
        if kept and one.span.start < kept[-1].span.end:
            if one.sure > kept[-1].sure:
                kept[-1] = one
            continue
        kept.append(one)
    return kept


def _yields(one: Spot, name: Name) -> bool:
    """Whether a name of the rules gives way to one of another kind: a surer one, or one that holds it."""
    inside = name.span.start <= one.span.start and one.span.end <= name.span.end
    return one.sure < name.chance or (inside and one.span != name.span and name.chance >= SURE)


def _heard(name: Name, text: str, words: Words) -> Spot | None:
    """A name of the tagger alone, without the title words that open it."""
    span = _untitled(name.span, text, words) if name.kind == "person" else _bare(name.span, text, words)
    key = tuple(WORD.findall(fold(span.of(text)).text))
    if not key or (len(key) == 1 and _pointing(key[0])):
        return None
    kind = cast(EntityKind, name.kind)
    return Spot(span, clean(span.of(text)), key, kind, "heard", name.chance)


def _pointing(word: str) -> bool:
    """Whether a word alone names nobody: «المنظمة», «رئيس»."""
    lang, bare = people(), word.removeprefix("ال")
    if bare in _PROPER:
        return False
    return bare in lang.classes.bodies or bare in lang.classes.media or word in lang.roles or bare in _SIDES


def _bounded(one: Spot, name: Name, text: str, words: Words) -> Spot:
    """A name that both found, in the tagger's bounds: where they part these are right three times in four."""
    span = _untitled(name.span, text, words) if one.kind == "person" else _bare(name.span, text, words)
    key = tuple(WORD.findall(fold(span.of(text)).text))
    return replace(one, span=span, name=clean(span.of(text)), key=key) if key else one


def _untitled(span: Span, text: str, words: Words) -> Span:
    """A person's name without the titles before it and the letter of a clitic."""
    lang = people()
    start = span.start
    for match in _PRINTED.finditer(text, span.start, span.end):
        word = fold(match.group()).text
        start = match.start()
        title = word in lang.classes.honorifics or word in lang.roles
        if match.end() >= span.end or not title or word in lang.classes.namesakes | lang.classes.given:
            break
    return _bare(Span(start, span.end), text, words)


def _bare(span: Span, text: str, words: Words) -> Span:
    """A name without the clitic of its first word: one known, or one without which the report has the word too."""
    match = _PRINTED.match(text, span.start, span.end)
    if match is None:
        return span
    word = fold(match.group()).text
    opening = _opening(word)
    if opening is not None:
        return Span(span.start + opening.cut, span.end)
    known = (
        len(word) > 4 and word[0] in "وفبل" and (word[1:] in words.index or _opening(word[1:]) is not None)
    )
    return Span(span.start + 1, span.end) if known and not frequency(word) else span


class _Reader:
    """Reads names off the words of one text."""

    def __init__(self, text: str, folded: Folded, words: Words) -> None:
        self.text = text
        self.folded = folded
        self.words = words
        self.lang = people()

    def runs(self) -> list[_Run]:
        """The names that rules find, in order; of those that overlap the first that was read."""
        found: list[_Run] = []
        done = 0
        for i, word in enumerate(self.words.words):
            if i < done or (opening := _opening(word)) is None:
                continue
            run = self._read(i, opening)
            if run is not None:
                found.append(run)
                done = run.last
        return found

    def _read(self, i: int, opening: _Opening) -> _Run | None:
        run: _Run | None = None
        if opening.sizes:
            run = self._known(i, opening)
        if run is None and opening.title:
            run = self._titled(i, opening)
        if run is None and opening.given:
            run = self._given(i, opening)
        if run is None and (opening.body or opening.medium):
            run = self._body(i, opening)
        return run

    def _phrase(self, i: int, opening: _Opening) -> Phrase:
        words, last = self.words, self._stop(i)
        return run_of(
            self.text,
            self.folded,
            (opening.word, *words.words[i + 1 : last]),
            (words.starts[i] + opening.cut, *words.starts[i + 1 : last]),
            words.ends[i:last],
        )

    def _stop(self, i: int) -> int:
        """The end of the words from `i` on that one name may take in: before a mark that ends a sentence."""
        words, body = self.words, self.folded.text
        last = min(i + _PHRASE, len(words.words))
        for k in range(i + 1, last):
            gap = body[words.ends[k - 1] : words.starts[k]]
            if gap != " " and not _HARD.isdisjoint(gap):
                return k
        return last

    def _known(self, i: int, opening: _Opening) -> _Run | None:
        known = _media()[0]
        for size in opening.sizes:
            if (opening.word, *self.words.words[i + 1 : i + size]) in known and self._unbroken(i, i + size):
                return _Run(i, i + size, opening.cut, "medium", "table medium")
        return None

    def _titled(self, i: int, opening: _Opening) -> _Run | None:
        phrase = self._phrase(i, opening)
        first, last = running_name(phrase)
        if first == 0 or first >= last:
            return None
        lang = self.lang
        while first + 1 < last and _opening_title(phrase.words[first], lang):
            first += 1
        if first == 1 and opening.word in lang.roles and not opening.word.startswith("ال"):
            # «وزير سامي»: a bare role asks for its complement, unless it is an honorific.
            if opening.word not in lang.classes.honorifics and phrase.words[1] not in lang.classes.given:
                return None
        name = phrase.words[first:last]
        given = any(word in lang.classes.given for word in name)
        if not given and not self._plausible(name):
            return None
        if last - first == 1 and not given and not phrase.words[first - 1].startswith("ال"):
            return None
        last = self._extent(phrase, first)
        given = any(word in lang.classes.given for word in phrase.words[first:last])
        rule = "title one" if last - first == 1 else "title given" if given else "title rare"
        cut = _attached(phrase.words[first], phrase.words[first - 1])
        role = role_of(phrase, 0, first) if first <= _LONGEST_TITLE else None
        return _Run(i + first, i + last, cut, "person", rule, role)

    def _plausible(self, name: tuple[str, ...]) -> bool:
        return all(is_rare(word) for word in name)

    def _given(self, i: int, opening: _Opening) -> _Run | None:
        if opening.word == "علي" and self._ends_in_maqsura(i):
            return None
        phrase = self._phrase(i, opening)
        last = self._extent(phrase, 0)
        if last < 2 or (last == 2 and phrase.words[0] in self.lang.classes.joined):
            return None
        doubtful = is_common(opening.word) or opening.word == "علي"
        if doubtful and not self._surname(phrase.words[1], strict=opening.word == "علي"):
            return None
        if opening.cut and frequency(self.words.words[i]) > frequency(opening.word):
            return None
        return _Run(i, i + last, opening.cut, "person", "given", self._behind(phrase, last))

    def _extent(self, phrase: Phrase, first: int) -> int:
        """The end of the name of a person that begins at word `first`."""
        words, joined = phrase.words, self.lang.classes.joined
        k = first + 1
        while k < min(len(words), first + _LONGEST_NAME) and not phrase.breaks[k] and not phrase.quotes[k]:
            before, word = words[k - 1], words[k]
            if before not in joined and not self._follows(phrase, k, first):
                break
            k += 1
            if (
                word.startswith("ال")
                and before not in joined
                and word not in _FAITH
                and phrase.article(k - 1)
            ):
                break
        while k > first + 1 and words[k - 1] in joined:
            k -= 1
        return k

    def _follows(self, phrase: Phrase, k: int, first: int) -> bool:
        """Whether a word behind a given name is of the name: no role, no common noun, nobody joined by «و»."""
        lang, word = self.lang, phrase.words[k]
        if word in _FAITH or word in lang.classes.given or word in lang.classes.joined:
            return True
        if word in lang.states or word in lang.classes.bodies or closes(phrase, k):
            return False
        if word in lang.classes.prepositions:
            return False
        if word in lang.roles and not like_name(phrase, k):
            return False
        if word in lang.classes.relatives or word in lang.classes.heads:
            return False
        if word.startswith("ال") and phrase.article(k):
            opener = phrase.words[first]
            sure = k == first + 1 and opener in lang.classes.given and not is_common(opener)
            return sure or not is_common(word)
        return is_rare(word) and word not in lang.adjectives

    def _surname(self, word: str, *, strict: bool = False) -> bool:
        classes = self.lang.classes
        if word in classes.given or word in classes.joined or word in _FAITH:
            return True
        return not strict and (is_rare(word) or (word.startswith("ال") and not is_common(word)))

    def _behind(self, phrase: Phrase, last: int) -> Role | None:
        """The role in apposition behind a name: «سامي العنبري، وزير النقل»."""
        words, lang = phrase.words, self.lang
        if last >= len(words) or words[last] not in lang.roles:
            return None
        stop = last + 1
        while stop < len(words) and not phrase.breaks[stop] and stop - last < _LONGEST_ROLE:
            word = words[stop]
            fit = word.startswith(("ال", "لل")) or word in lang.classes.complements or word in lang.states
            if not fit and word not in lang.roles:
                break
            stop += 1
        return role_of(phrase, last, stop)

    def _ends_in_maqsura(self, i: int) -> bool:
        return self.text[self.folded.origin(self.words.ends[i] - 1)] == "ى"

    def _body(self, i: int, opening: _Opening) -> _Run | None:
        phrase = self._phrase(i, opening)
        definite = phrase.definite
        last = self._described(phrase) if definite else self._complement(phrase)
        if last < 2:
            return None
        kind: EntityKind = "medium" if opening.medium else "organisation"
        rule = f"{kind} {'described' if definite else 'of'}"
        if definite and phrase.bare not in _LEARNED:
            rule += " state"
        if phrase.quotes[1]:
            rule = f"{kind} quoted"
        if not definite and phrase.bare in self.lang.classes.classing:
            # The head alone classes: «شركة كذا».
            return _Run(i + 1, i + last, 0, kind, f"{kind} classed")
        return _Run(i, i + last, opening.cut, kind, rule)

    def _described(self, phrase: Phrase) -> int:
        """The end of the adjectives behind a definite head (المجلس الأعلى للآثار); 1 where none makes a name."""
        lang = self.lang
        feminine = phrase.first.endswith(("ه", "ات")) or phrase.bare in lang.classes.feminine
        i, named = 1, phrase.bare in _LEARNED
        while i < min(len(phrase.words), 5) and not phrase.breaks[i]:
            word = phrase.words[i]
            if i > 1 and word.startswith("لل"):
                i += 1
                break
            if not word.startswith("ال") or word in lang.classes.relatives:
                break
            if not (word.endswith("يه" if feminine else "ي") or word in _DEGREES):
                break
            named = named or word in lang.adjectives
            i += 1
        return i if named else 1

    def _complement(self, phrase: Phrase) -> int:
        """The end of the name of a body whose head stands in the construct state; 1 where it has none."""
        lang, classes, words = self.lang, self.lang.classes, phrase.words
        end = min(len(words), _LONGEST_BODY)
        if end < 2 or phrase.breaks[1]:
            return 1
        if phrase.quotes[1]:
            close = next((k for k in range(2, end) if phrase.quotes[k]), 0)
            return close or (end if end < _LONGEST_BODY else 1)
        i = 1
        loose = phrase.bare in classes.loose_bodies
        while not loose and i < end and not phrase.breaks[i] and words[i] in classes.complements:
            if words[i] in lang.states:
                break
            i += 1  # «مجلس إدارة شركة ...»
        if i >= end or phrase.breaks[i] or self._ends(phrase, i) or words[i] in lang.roles:
            return 1
        if words[i].startswith("ال") and phrase.article(i):
            if (loose and frequency(words[i]) > 0) or words[i] in lang.states:
                return 1
            if phrase.bare in classes.classing:
                return 1 if phrase.bare in classes.media and is_common(words[i]) else i + 1
            i += 1
            while i < end and not phrase.breaks[i] and not phrase.quotes[i] and self._goes_on(phrase, i):
                if words[i].endswith("يه") and not any(
                    _feminine(w, lang) for w in (phrase.bare, words[i - 1])
                ):
                    break  # «قوائم حزب كذا الانتخابية»
                i += 1
            return i
        if words[i] in lang.states or not is_rare(words[i]):
            return 1
        i += 1
        while i < min(end, 1 + _FOREIGN) and not phrase.breaks[i] and not self._ends(phrase, i):
            if not is_rare(words[i]) or words[i] in lang.adjectives or words[i].startswith("ال"):
                break
            i += 1
        return i

    def _ends(self, phrase: Phrase, i: int) -> bool:
        word = phrase.words[i]
        classes = self.lang.classes
        return (
            word in classes.prepositions
            or word in classes.relatives
            or closes(phrase, i)
            or word in classes.heads
        )

    def _goes_on(self, phrase: Phrase, i: int) -> bool:
        """Whether a word goes on with the name of a body: an adjective or a coordinated noun."""
        word = phrase.words[i]
        if self._ends(phrase, i):
            return False
        if word.startswith("وال") and len(word) > 5:
            rest = word[1:]
            return (
                rest not in self.lang.roles
                and rest[2:] not in self.lang.classes.bodies
                and rest not in self.lang.states
            )
        return word.startswith("ال") and (word.endswith(("ي", "يه")) or word in _DEGREES)

    def _unbroken(self, first: int, last: int) -> bool:
        body, words = self.folded.text, self.words
        return last <= len(words.words) and not any(
            body[words.ends[k] : words.starts[k + 1]].strip(' "-.') for k in range(first, last - 1)
        )

    def spot(self, run: _Run) -> Spot:
        """A run as a name in the text."""
        words = self.words
        span = self.folded.span(words.starts[run.first] + run.cut, words.ends[run.last - 1])
        opener = words.words[run.first][run.cut :]
        name = clean(span.of(self.text))
        if opener.startswith("لل") and not run.cut and len(opener) > 4:
            opener, name = "ال" + opener[2:], "ال" + name[2:]
        key = (opener, *words.words[run.first + 1 : run.last])
        return Spot(span, name, key, run.kind, run.rule, PRECISION[run.rule], run.role)
