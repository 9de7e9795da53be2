"""The names that stand in a report, whoever speaks: persons, bodies, media, states and places.

One pass over the indexed words looks each up among those that can open a name; only there is read on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from musnad.lang.known import named
from musnad.lang.people import People, people
from musnad.mentions import Words
from musnad.model import EntityKind, Span
from musnad.names import WORD, clean, is_common, is_rare, known_end
from musnad.places import PlaceMention
from musnad.places_evidence import state_adjective
from musnad.spots import PRECISION, Opening, Spot, opens, tabled
from musnad.text import Folded
from musnad.titles import Role, closes, like_name, role_of, running_name
from musnad.wording import Phrase, run_of
from musnad.words import frequency, looks_like_verb

_PHRASE = 14
"""Words read on from one that opens a name."""
_LONGEST_BODY = 8
_FOREIGN = 4
_LONGEST_NAME = 6
_LONGEST_ROLE = 6
_LONGEST_TITLE = 8
_CLOSING = ("»", "”", '"')
_HARD = frozenset(".؟?!:()[]\n·")
_WEAK = frozenset({"title rare", "title one"})


@dataclass(frozen=True, slots=True)
class _Run:
    """Words [first, last) that a rule takes for a name; `cut` letters of the first are clitics."""

    first: int
    last: int
    cut: int
    kind: EntityKind
    rule: str
    role: Role | None = None


def _feminine(word: str, lang: People) -> bool:
    known = word.endswith(("ه", "ات", "يه")) or word in lang.classes.feminine
    return known or word.removeprefix("ال") in lang.classes.plurals


@lru_cache(maxsize=65536)
def _may_name(word: str) -> bool:
    """Whether a word can be the first of a name behind a title, perhaps with a clitic."""
    given = people().classes.given
    return word in given or (word[:1] in "ولبف" and word[1:] in given) or is_rare(word)


def _opens_title(word: str, lang: People) -> bool:
    return word[0] == "و" and (word[1:] in lang.classes.honorifics or word[1:] in lang.roles)


def _attached(word: str, before: str) -> int:
    """One letter where «و» or a preposition stands before a name that follows a title: «والسيد لسامي»."""
    given = people().classes.given
    return 1 if word not in given and word[0] in "ولبف" and word[1:] in given and len(before) > 1 else 0


def spot(text: str, folded: Folded, words: Words, places: Sequence[PlaceMention] = ()) -> tuple[Spot, ...]:
    """The names in an Arabic text, in order; none overlaps another.

    `places` are those that `places.mentions` found. Never raises; linear in the number of words.
    """
    reader = _Reader(text, folded, words)
    return tuple(_with_places([reader.spot(run) for run in reader.runs()], places, text))


def _with_places(found: Sequence[Spot], places: Sequence[PlaceMention], text: str) -> list[Spot]:
    """The names with those of places; one within another name is none, one behind a person's ends that."""
    out: list[Spot] = []
    at = 0
    for read in found:
        one = read
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
        openings = {word: opening for word in self.words.index if (opening := opens(word)) is not None}
        for i in sorted(i for word in openings for i in self.words.index[word]):
            if i < done:
                continue
            run = self._read(i, openings[self.words.words[i]])
            if run is not None:
                found.append(run)
                done = run.last
        return found

    def _read(self, i: int, opening: Opening) -> _Run | None:
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

    def _phrase(self, i: int, opening: Opening, stop: int | None = None) -> Phrase:
        words, last = self.words, self._stop(i) if stop is None else stop
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

    def _known(self, i: int, opening: Opening) -> _Run | None:
        known = tabled().kinds
        for size in opening.sizes:
            key = (opening.word, *self.words.words[i + 1 : i + size])
            kind = known.get(key)
            if kind is not None and self._unbroken(i, i + size):
                return _Run(i, i + size, opening.cut, kind, f"table {kind}")
        return None

    def _titled(self, i: int, opening: Opening) -> _Run | None:
        stop = self._stop(i)
        if not any(_may_name(word) for word in self.words.words[i + 1 : stop]):
            return None
        phrase = self._phrase(i, opening, stop)
        first, last = running_name(phrase)
        if first == 0 or first >= last:
            return None
        lang = self.lang
        while first + 1 < last and _opens_title(phrase.words[first], lang):
            first += 1
        asks = opening.word in lang.roles and opening.word not in lang.classes.honorifics
        if first == 1 and asks and not phrase.definite and phrase.words[1] not in lang.classes.given:
            return None  # «وزير سامي»: a bare role asks for its complement
        if last - first > 1:
            first = self._begun(phrase, first)
        name = phrase.words[first:last]
        given = any(word in lang.classes.given or word in lang.classes.joined for word in name)
        if not given and (phrase.breaks[first] or not self._plausible(name)):
            return None
        if last - first == 1 and not given and not phrase.words[first - 1].startswith("ال"):
            return None
        last = self._extent(phrase, first)
        given = any(word in lang.classes.given for word in phrase.words[first:last])
        rule = "title one" if last - first == 1 else "title given" if given else "title rare"
        cut = _attached(phrase.words[first], phrase.words[first - 1])
        role = role_of(phrase, 0, first) if first <= _LONGEST_TITLE else None
        return _Run(i + first, i + last, cut, "person", rule, role)

    def _begun(self, phrase: Phrase, first: int) -> int:
        """Where a name begins of which a title seems to take the first words: «الوزير مطلق بن سامي»."""
        words = phrase.words
        if first < 3 or words[first - 1] not in self.lang.classes.joined or words[first - 2].startswith("ال"):
            return first
        return first if phrase.breaks[first - 1] else first - 2

    def _plausible(self, name: tuple[str, ...]) -> bool:
        return all(is_rare(word) for word in name)

    def _given(self, i: int, opening: Opening) -> _Run | None:
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
        known = known_end(words, first, len(words))
        if known > first + 1:
            return known
        k = first + 1
        while k < len(words) and not phrase.breaks[k] and not phrase.quotes[k]:
            before, word = words[k - 1], words[k]
            if sum(word not in joined for word in words[first:k]) >= _LONGEST_NAME:
                break
            if before not in joined and not self._follows(phrase, k, first):
                break
            k += 1
            if (
                word.startswith("ال")
                and before not in joined
                and word not in self.lang.classes.faith
                and phrase.article(k - 1)
            ):
                break
        while k > first + 1 and words[k - 1] in joined:
            k -= 1
        return k

    def _follows(self, phrase: Phrase, k: int, first: int) -> bool:
        """Whether a word behind a given name is of the name: no role, no common noun, nobody joined to it."""
        lang, word = self.lang, phrase.words[k]
        if word in self.lang.classes.faith or word in lang.classes.given or word in lang.classes.joined:
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
            if word.endswith("يه") and is_common(word):
                return False  # «حملة سامي الانتخابية»
            opener = phrase.words[first]
            sure = k == first + 1 and opener in lang.classes.given and not is_common(opener)
            return sure or not is_common(word)
        return is_rare(word) and word not in lang.adjectives

    def _surname(self, word: str, *, strict: bool = False) -> bool:
        classes = self.lang.classes
        if word in classes.given or word in classes.joined or word in self.lang.classes.faith:
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

    def _body(self, i: int, opening: Opening) -> _Run | None:
        behind = self.words.words[i + 1] if i + 1 < len(self.words.words) else ""
        if not behind or (opening.word.startswith("ال") and not behind.startswith("ال")):
            return None
        phrase = self._phrase(i, opening)
        definite = phrase.definite
        last = self._described(phrase) if definite else self._complement(phrase)
        if last < 2:
            return None
        kind: EntityKind = "medium" if opening.medium else "organisation"
        rule = f"{kind} {'described' if definite else 'of'}"
        if definite and phrase.bare not in self.lang.classes.learned:
            rule += " state"
        if phrase.quotes[1]:
            rule = f"{kind} quoted"
        if not definite and phrase.bare in self.lang.classes.classing:
            # The head alone classes: «شركة كذا».
            return _Run(i + 1, i + last, 0, kind, f"{kind} classed")
        return _Run(i, i + last, opening.cut, kind, rule)

    def _described(self, phrase: Phrase) -> int:
        """The end of the adjectives behind a definite head (المجلس الأعلى للآثار); 1 where none names."""
        lang = self.lang
        feminine = phrase.first.endswith(("ه", "ات")) or phrase.bare in lang.classes.feminine
        i, named, state = 1, phrase.bare in lang.classes.learned, False
        if phrase.bare in lang.classes.acts:
            return 1  # «البرنامج النووي ...»
        while i < min(len(phrase.words), 5) and not phrase.breaks[i]:
            word = phrase.words[i]
            if i > 1 and word.startswith("لل") and not state:
                i += 1
                break
            if not word.startswith("ال") or word in lang.classes.relatives:
                break
            if not (word.endswith("يه" if feminine else "ي") or word in self.lang.classes.degrees):
                break
            state = state or bool(state_adjective(word))
            i += 1
        return i if named or state else 1

    def _complement(self, phrase: Phrase) -> int:
        """The end of the name of a body whose head stands in the construct state; 1 where it has none."""
        lang, classes, words = self.lang, self.lang.classes, phrase.words
        end = min(len(words), _LONGEST_BODY)
        if end < 2 or phrase.breaks[1]:
            return 1
        if phrase.quotes[1]:
            close = next((k for k in range(2, end) if phrase.quotes[k]), end)
            said = any(self._ends(phrase, k) or looks_like_verb(words[k]) for k in range(1, close))
            return 1 if said or close == _LONGEST_BODY else close
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
        if frequency(words[i]) and phrase.bare not in classes.classing and not named(words[i]):
            return 1  # «مركز متكامل»
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
            or word in classes.quantifiers
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
        return word.startswith("ال") and (word.endswith(("ي", "يه")) or word in self.lang.classes.degrees)

    def _unbroken(self, first: int, last: int) -> bool:
        body, words = self.folded.text, self.words
        return last <= len(words.words) and not any(
            body[words.ends[k] : words.starts[k + 1]].strip(' "-.') for k in range(first, last - 1)
        )

    def spot(self, run: _Run) -> Spot:
        """A run as a name in the text."""
        words = self.words
        span = self.folded.span(words.starts[run.first] + run.cut, words.ends[run.last - 1])
        if run.rule.endswith("quoted") and self.text[span.end : span.end + 1] in _CLOSING:
            span = Span(span.start, span.end + 1)
        opener = words.words[run.first][run.cut :]
        name = clean(span.of(self.text))
        if opener.startswith("لل") and not run.cut and len(opener) > 4:
            opener, name = "ال" + opener[2:], "ال" + name[2:]
        key = (opener, *words.words[run.first + 1 : run.last])
        return Spot(span, name, key, run.kind, run.rule, PRECISION[run.rule], run.role)
