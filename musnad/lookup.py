"""Names looked up in the running text of a report, where no phrase that speaks gives them in full."""

from __future__ import annotations

from dataclasses import replace

from musnad.lang.grammar import grammar_words
from musnad.lang.people import people
from musnad.mentions import Words
from musnad.model import EntityKind, Span
from musnad.names import Key, clean, name_key, skeleton, stem, within
from musnad.parties import Party, is_medium, titled_person
from musnad.text import Folded, fold_text
from musnad.titles import marks_of
from musnad.wording import run_of
from musnad.words import frequency, looks_like_verb, split

_PLACES = 40
"""How many places of a word are tried; bounds the work on a text that repeats one word."""
_BEHIND = 9
_PHRASE = 14
_RELATIVES = frozenset({"الذي", "التي", "الذين", "والذي", "والتي", "الي"})
_DEGREES = frozenset({"العليا", "الاعلي", "العام", "العامه"})


class Lookup:
    """The indexed words of one report, asked for persons and bodies; answers are kept."""

    def __init__(self, text: str, folded: Folded, words: Words) -> None:
        self.text = text
        self.folded = folded
        self.words = words
        self.lang = people()
        self._persons: dict[int, Party | None] = {}
        self._surnames: dict[str, str] | None = None
        grammar = grammar_words()
        self._closed = grammar.prepositions | grammar.complementisers | _RELATIVES

    def count(self, *names: str) -> int:
        """How often the words stand in the text."""
        return sum(len(self.words.index.get(name, ())) for name in names)

    def places(self, *names: str) -> list[int]:
        """The first places of each of some words, in order."""
        return sorted(place for name in names for place in self.words.index.get(name, [])[:_PLACES])

    def person_at(self, start: int) -> Party | None:
        """The person named behind the title at word `start`, or None."""
        if start not in self._persons:
            words, last = self.words, start + _PHRASE
            found = titled_person(
                run_of(
                    self.text,
                    self.folded,
                    words.words[start:last],
                    words.starts[start:last],
                    words.ends[start:last],
                )
            )
            self._persons[start] = found if found is not None and self._nameable(found.key) else None
        return self._persons[start]

    def _nameable(self, key: Key) -> bool:
        """Whether the words can be a name: none with a pronoun, the first without a conjunction."""
        if any(split(word)[2] in ("ه", "ها", "هم") for word in key):
            return False
        given = self.lang.classes.given
        if key[0] in given:
            return True
        attached = key[0][0] in "ولب" and key[0][1:] in given
        return not attached and not split(key[0])[0].startswith(("و", "ب", "ل"))

    def holders(self, role: str) -> list[Party]:
        """The persons named behind the bare role noun `role`, in order."""
        forms = (
            role,
            "ال" + role,
            "و" + role,
            "ل" + role,
            "وال" + role,
            "لل" + role,
            role + "ه",
            "ال" + role + "ه",
        )
        places = self.places(*forms)
        found = [self._named_before(at, role) or self.person_at(at) for at in places]
        return [replace(party, roles=party.roles | {role}) for party in found if party is not None]

    def _named_before(self, place: int, role: str) -> Party | None:
        """The person before the title at word `place`: «سامي العنبري، وزير النقل», «الشيخ فلان وزير كذا»."""
        words, body = self.words, self.folded.text
        if place < 2 or words.words[place].startswith("ال"):
            return None
        mark = body[words.ends[place - 1] : words.starts[place]].strip()
        if mark not in ("،", ",", ""):
            return None
        if not mark:
            return self._honoured(place, role)
        first = place - 1
        if not self._plain(words.words[first].removeprefix("ال")):
            return None
        while place - first < 4 and self._tied(first) and self._plain(words.words[first - 1]):
            first -= 1
            if words.words[first] in self.lang.classes.given:
                break
        if place - first < 2 or words.words[first] not in self.lang.classes.given:
            return None
        last = place + 1
        while (
            last < min(len(words.words), place + 8) and body[words.ends[last - 1] : words.starts[last]] == " "
        ):
            last += 1
        span = self.folded.span(words.starts[first], words.ends[place - 1])
        return Party(
            clean(span.of(self.text)), name_key(words.words[first:place]), _pair(span), "person",
            roles=frozenset({role}), marks=marks_of(words.words[place:last], self.lang),
        )  # fmt: skip

    def _honoured(self, place: int, role: str) -> Party | None:
        """The person behind an honorific whose name ends at the title at word `place`."""
        words, body = self.words, self.folded.text
        start = place - 1
        titles = self.lang.classes.honorifics
        while words.words[start] not in titles or words.words[start - 1] in self.lang.classes.joined:
            if start < 2 or place - start > _PHRASE:
                return None
            if body[words.ends[start - 1] : words.starts[start]] != " ":
                return None
            start -= 1
        found = self.person_at(start)
        if found is None or found.at[1] != self.folded.span(0, words.ends[place - 1]).end:
            return None
        last = place + 1
        while (
            last < min(len(words.words), place + 8) and body[words.ends[last - 1] : words.starts[last]] == " "
        ):
            last += 1
        return replace(found, roles=frozenset({role}), marks=marks_of(words.words[place:last], self.lang))

    def described(self, word: str) -> Party | None:
        """The indefinite noun `word` with what tells which: «ناشطون محليون», «حملة صوت الناس»."""
        words = self.words.words
        best: tuple[int, int] | None = None
        for place in [] if word.startswith("ال") else self.places(word):
            stop = place + 1
            while stop < min(len(words), place + 5) and self._tied(stop) and self._tells(place, stop):
                stop += 1
            if stop > place + 1 and (best is None or stop - place > best[1] - best[0]):
                best = (place, stop)
        if best is None:
            return None
        span = self.folded.span(self.words.starts[best[0]], self.words.ends[best[1] - 1])
        return Party(clean(span.of(self.text)), words[best[0] : best[1]], _pair(span), "unnamed")

    def _tells(self, place: int, index: int) -> bool:
        """Whether word `index` belongs to the phrase of the indefinite noun at word `place`."""
        word, classes = self.words.words[index], self.lang.classes
        if word in self._closed or word in grammar_words().time or looks_like_verb(word):
            return False
        if word in self.lang.adjectives:
            return True
        if index == place + 1:
            return word in classes.bodies or word in classes.complements
        return word.startswith("ال")

    def name_at(self, first: int) -> str:
        """The words of a name that begins at word `first`, as printed; a family name in «ال» ends it.

        Empty where the word is the preposition «على».
        """
        if self._on(first):
            return ""
        words, last = self.words.words, first + 1
        while last < min(first + 4, len(words)) and self._tied(last):
            bare = words[last].removeprefix("ال")
            if not self._plain(bare) or (bare != words[last] and last > first + 1):
                break
            last += 1
            if bare != words[last - 1]:
                break
        return clean(self.folded.span(self.words.starts[first], self.words.ends[last - 1]).of(self.text))

    def longest(self, key: Key) -> Party | None:
        """The person of the first and last words of `key` with most words between: «سامي بن علي العنبري»."""
        words = self.words
        best: tuple[int, int] | None = None
        for place in words.index.get(key[0], [])[:_PLACES]:
            for last in range(place + len(key), min(place + len(key) + 4, len(words.words))):
                prior = words.words[last - 1]
                joins = last - 1 > place and prior[0] == "و" and len(prior) > 3
                if not self._tied(last) or joins or prior in self.lang.classes.prepositions:
                    break
                if words.words[last] == key[-1] and within(key, words.words[place : last + 1]):
                    if best is None or last - place > best[1] - best[0]:
                        best = (place, last)
                    break
        if best is None or self._on(best[0]):
            return None
        span = self.folded.span(words.starts[best[0]], words.ends[best[1]])
        name = name_key(words.words[best[0] : best[1] + 1])
        return Party(clean(span.of(self.text)), name, _pair(span), "person")

    def extended(self, key: Key) -> Party | None:
        """A body whose name the text gives with one adjective behind it as well, or with its complement."""
        words, body = self.words, self.folded.text
        found: dict[str, tuple[int, int]] = {}
        if not key[-1].startswith("ال"):
            return None
        qualified = key[-1].endswith("ه") and key[-1] not in self.lang.adjectives
        for place in words.index.get(key[0], [])[:_PLACES]:
            last = place + len(key)
            if words.words[place:last] != key or last >= len(words.words):
                continue
            word = words.words[last]
            tied = body[words.ends[last - 1] : words.starts[last]] == " "
            if tied and word.startswith("ال") and word in self.lang.adjectives:
                found.setdefault(self.lang.adjectives[word], (place, last))
            elif tied and qualified and word.startswith("ال") and word.endswith("يه"):
                found.setdefault(word, (place, last))
        places = list(found.values())
        if not places:
            places = self._construct((*key[:-1], key[-1][2:]))
        if len(places) != 1:
            return None
        ((first, last),) = places
        span = self.folded.span(words.starts[first], words.ends[last])
        return Party(clean(span.of(self.text)), words.words[first : last + 1], _pair(span), "organisation")

    def fuller(self, key: Key) -> Party | None:
        """A body whose name the text gives with more words: «بنك كذا المركزي» for «البنك المركزي»."""
        words = self.words.words
        head, rest = key[0].removeprefix("ال"), {stem(word) for word in key[1:]}
        best: tuple[int, int] | None = None
        for place in self.places(head, "ال" + head, "و" + head, "ب" + head, "ل" + head):
            missing, i = set(rest), place + 1
            while i < min(len(words), place + len(key) + 4) and self._tied(i):
                missing.discard(stem(words[i]))
                i += 1
                if not missing:
                    break
            if missing or i - place <= len(key):
                continue
            if any(w in self.lang.classes.prepositions or w in self._closed for w in words[place + 1 : i]):
                continue
            if best is None or i - place < best[1] - best[0]:
                best = (place, i)
        if best is None:
            return None
        place, stop = best
        start = self.words.starts[place] + (words[place] not in (head, "ال" + head))
        span = self.folded.span(start, self.words.ends[stop - 1])
        return Party(
            clean(span.of(self.text)), (words[place], *words[place + 1 : stop]), _pair(span), "organisation"
        )

    def _construct(self, key: Key) -> list[tuple[int, int]]:
        """The first place where the words of `key` go on: «حكومة إقليم النهر» for «حكومة الإقليم»."""
        words = self.words.words
        for place in self.words.index.get(key[0], [])[:_PLACES]:
            last = place + len(key) - 1
            if words[place : last + 1] == key and (stop := self._complement(last)) > last + 1:
                return [(place, stop - 1)]
        return []

    def full(self, key: Key) -> Party | None:
        """The person whose name ends in the words of `key`, or begins with them, named in full."""
        size = len(key)
        begins: Party | None = None
        for place in self.words.index.get(key[0], [])[:_PLACES]:
            party = self._titled(place)
            if party is None or len(party.key) <= size:
                continue
            for i in range(1, min(len(party.key) - size + 1, 4)):
                if party.key[i : i + size] == key:
                    return _cut(party, i + size)
            if (
                begins is None
                and party.key[:size] == key
                and any(w in self.lang.classes.given for w in party.key)
            ):
                begins = party
        return begins or self._given(key) or self._apposed(key) or self._spelt(key)

    def _apposed(self, key: Key) -> Party | None:
        """The words of `key` at the end of a name that a title follows: «... الدالي، وزير النقل»."""
        words = self.words
        for place in words.index.get(key[0], [])[:_PLACES]:
            last = place + len(key)
            if words.words[place:last] != key or last >= len(words.words):
                continue
            gap = self.folded.text[words.ends[last - 1] : words.starts[last]]
            if gap.strip() not in ("،", ",") or words.words[last] not in self.lang.roles:
                continue
            first = place
            while place - first < 3 and self._tied(first) and self._plain(words.words[first - 1]):
                first -= 1
            if first < place:
                span = self.folded.span(words.starts[first], words.ends[last - 1])
                name = name_key(words.words[first:last])
                return Party(clean(span.of(self.text)), name, _pair(span), "person")
        return None

    def _plain(self, word: str) -> bool:
        """Whether a word may be part of a name: of no other class, and no verb."""
        lang, grammar = self.lang, grammar_words()
        classed = word in lang.adjectives or word in lang.classes.bodies or word in lang.classes.media
        particle = (
            word in lang.classes.prepositions or word in grammar.complementisers or word in grammar.time
        )
        return self._unclassed(word) and not (
            classed or particle or looks_like_verb(word) or word[0].isdigit()
        )

    def _spelt(self, key: Key) -> Party | None:
        """One word behind a given name with the consonants of `key`: «ترامب» and «ترمب»."""
        if len(key) != 1 or len(skeleton(key[0])) < 3:
            return None
        if self._surnames is None:
            words = self.words.words
            printed = self.lang.classes.given & self.words.index.keys()
            places = (p for name in printed for p in self.words.index[name][:_PLACES])
            behind = (
                words[p + 1] for p in sorted(places) if p + 1 < len(words) and self._unclassed(words[p + 1])
            )
            self._surnames = {skeleton(word): word for word in behind}
        word = self._surnames.get(skeleton(key[0]))
        return self._given((word,)) if word is not None and word != key[0] else None

    def _titled(self, place: int) -> Party | None:
        """The person of the title that stands at most a few words before word `place`."""
        words, lang = self.words, self.lang
        start = None
        for i in range(place - 1, max(place - _BEHIND, -1), -1):
            gap = self.folded.text[words.ends[i] : words.starts[i + 1]]
            if gap != " " and any(c in gap for c in ".\n؟!:"):
                break
            word = words.words[i]
            bare = word[1:] if word[0] in "ولب" else word
            titles = (lang.roles, lang.classes.honorifics)
            if any(word in t or bare in t for t in titles):
                start = i
            elif start is not None:
                break
        return None if start is None else self.person_at(start)

    def _given(self, key: Key) -> Party | None:
        """The words of `key` in the text with a given name before them."""
        words, given = self.words.words, self.lang.classes.given
        for place in self.words.index.get(key[0], [])[:_PLACES]:
            if words[place : place + len(key)] != key:
                continue
            first = place
            while place - first < 3 and self._tied(first):
                if words[first - 1] in given or words[first - 1] in self.lang.classes.joined:
                    first -= 1
                elif (
                    self._tied(first - 1) and words[first - 2] in given and self._unclassed(words[first - 1])
                ):
                    first -= 2
                else:
                    break
            if first < place and words[first] in given and not self._on(first):
                last = place + len(key)
                span = self.folded.span(self.words.starts[first], self.words.ends[last - 1])
                return Party(clean(span.of(self.text)), name_key(words[first:last]), _pair(span), "person")
        return None

    def _tied(self, index: int) -> bool:
        """Whether only a space, a hyphen or a mark stands between word `index` and the one before."""
        if index < 1:
            return False
        gap = self.folded.text[self.words.ends[index - 1] : self.words.starts[index]]
        return gap == " " or gap.strip(' "') in ("", "-")

    def _on(self, index: int) -> bool:
        """Whether a word is the preposition «على», whose folded form is a name too."""
        return (
            self.words.words[index] == "علي"
            and self.text[self.folded.origin(self.words.ends[index] - 1)] == "ى"
        )

    def _unclassed(self, word: str) -> bool:
        return (
            not word.startswith("ال")
            and word not in self.lang.classes.complements
            and word not in self.lang.roles
        )

    def body(self, head: str, at: int) -> Party | None:
        """The body with the bare noun `head` named last before folded offset `at`, else first after."""
        words = self.words
        best: tuple[int, int] | None = None
        for place in self.places(head, "ب" + head, "ل" + head, "و" + head, "ال" + head):
            if best is not None and words.starts[place] >= at:
                break
            if place and words.words[place - 1] in self.lang.classes.documents:
                continue  # «مقطع فيديو»: the complement of another
            definite = words.words[place] == "ال" + head
            stop = self._adjectives(place) if definite else self._complement(place)
            if stop > place + 1 and (
                best is None or stop - place >= best[1] - best[0] or words.starts[place] < at
            ):
                best = (place, stop)
        if best is None:
            return None
        place, stop = best
        span = self.folded.span(words.starts[place], words.ends[stop - 1])
        printed = words.words[place]
        name = clean(span.of(self.text))
        if printed not in (head, "ال" + head):
            name, span = name[1:], Span(span.start + 1, span.end)
        kind: EntityKind = (
            "medium" if is_medium((head, *words.words[place + 1 : stop]), self.lang) else "organisation"
        )
        gender = "f" if head.endswith("ه") else "m"
        opener = printed if printed == "ال" + head else head
        return Party(
            name, (opener, *words.words[place + 1 : stop]), _pair(span), kind, head=head, gender=gender
        )

    def _adjectives(self, place: int) -> int:
        """The end of the adjectives behind a definite noun, with a «لل» complement (المجلس الأعلى للآثار)."""
        words, body = self.words, self.folded.text
        head = words.words[place].removeprefix("ال")
        i = place + 1
        while i < min(len(words.words), place + 5) and body[words.ends[i - 1] : words.starts[i]] == " ":
            word = words.words[i]
            if i > place + 1 and word.startswith("لل"):
                return i + 1
            if word in _RELATIVES or not word.startswith("ال"):
                break
            feminine = head.endswith(("ه", "ات")) or head in self.lang.classes.feminine
            if not (word.endswith("يه" if feminine else "ي") or word in _DEGREES):
                break
            i += 1
        return i

    def _complement(self, place: int) -> int:
        """The end of the noun phrase that the noun at word `place` opens: its complement with adjectives."""
        words, body, classes = self.words, self.folded.text, self.lang.classes
        time = grammar_words().time
        i = place + 1
        while i < min(len(words.words), place + 6):
            word = words.words[i]
            if body[words.ends[i - 1] : words.starts[i]].strip(' "') or word in classes.prepositions:
                break
            if word in self._closed:
                break
            if word in classes.outlets and words.words[i - 1] in classes.outlets:
                i += 1
                continue
            if i > place + 1 and (
                not word.startswith(("ال", "لل", "وال")) or word in classes.relatives or word in time
            ):
                break
            i += 1
        feminine = words.words[place].endswith(("ه", "ات"))
        if i == place + 2 and not words.words[i - 1].startswith("ال"):
            # «لجنة تحقيق مستقلة جديدة»: adjectives of a noun without the article agree with it.
            while (
                i < min(len(words.words), place + 6)
                and self._tied(i)
                and self._qualifies(words.words[i], feminine)
            ):
                i += 1
        return i

    @staticmethod
    def _qualifies(word: str, feminine: bool) -> bool:
        """Whether the folded word is an adjective without the article."""
        fits = word.endswith("ه") if feminine else word.endswith("ي")
        return fits and not word.startswith("ال") and frequency("ال" + word) > 0


def _pair(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _cut(party: Party, count: int) -> Party:
    """A person under the first `count` words of the key."""
    parts = party.name.split(" ")
    key = party.key
    while len(key) > count and len(parts) > 1:
        parts.pop()
        key = name_key(tuple(fold_text(" ".join(parts)).split()))
    return Party(
        " ".join(parts), key, party.at, party.kind, role=party.role, roles=party.roles, marks=party.marks,
        gender=party.gender,
    )  # fmt: skip
