"""What an English noun phrase that speaks says of its speaker: a `Party`, as `parties` gives for Arabic.

Nothing here looks outside the phrase; `voices_english` ties the phrases of one report together.
"""

from __future__ import annotations

import re
from dataclasses import replace

from musnad.furniture_english import medium_in, medium_named
from musnad.lang.english import english
from musnad.names import clean
from musnad.parties import Party
from musnad.parties_english_persons import INDEFINITE, LONGEST_PERSON, Persons, made, person
from musnad.titles_english import (
    Head,
    Word,
    gender_of,
    head_of,
    many,
    marks_of,
    name_run,
    phrase_of,
    plural_role,
    role_base,
    roles_in,
    state_code,
    surname,
)

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})

_SPOKES = re.compile(
    r"\b(?:spokes(?:man|woman|person|people|men)|press secretary|mouthpiece)\b"
    r"(?:\s+(?:for|of|at|from)\s+(?P<behind>.+))?",
    re.IGNORECASE,
)
_BEFORE_SPOKES = re.compile(
    r"\b(?:chief|senior|deputy|official|a|an|the|former|one|another|lead|top)\b", re.IGNORECASE
)


def spoken_for(words: str) -> Party | None:
    """The body in whose name one with this role or description speaks: «the ministry's spokesman»."""
    found = _SPOKES.search(words)
    if found is None:
        return None
    name = found["behind"] or _BEFORE_SPOKES.sub(" ", words[: found.start()]).strip()
    name = re.split(r"[,;(]|\bwho\b", name)[0].strip().removesuffix("'s").removesuffix("’s")
    party = parse(name) if name else None
    return None if party is None or party.anonymous or party.kind in ("person", "role", "group") else party


def parse(text: str) -> Party:
    """The party that `text`, a noun phrase, names; never raises."""
    phrase = phrase_of(text)
    if not phrase.words:
        return Party(clean(text) or text, (), (0, len(text)), "unnamed")
    return _Reader(head_of(phrase)).party()


class _Reader:
    """One phrase while it is being read; the fields are those of `titles_english.Head`."""

    def __init__(self, head: Head) -> None:
        self.phrase, self.words, self.lang = head.phrase, head.words, english()
        self.first, self.head, self.end, self.article = head.first, head.head, head.end, head.article
        self.persons = Persons(head, parse)

    def party(self) -> Party:
        """The first reading that fits."""
        return (
            self._state()
            or self._seat()
            or self.persons.joint()
            or self.persons.affiliated()
            or self.persons.titled()
            or self._medium()
            or self.persons.apposed()
            or self._role()
            or self._document()
            or self._named()
            or self._common()
        )

    def _made(self, first: int, last: int) -> Party:
        return made(self.phrase, first, last)

    def _whole(self) -> Party:
        """The phrase as printed, its article and what follows the head included."""
        first = self.first - bool(self.article)
        last = self.end
        for start, end in self.phrase.parts[1:]:
            if self.words[start].low != "including" or start != last:
                break
            last = end
        party = self._made(first, last)
        return replace(party, key=tuple(w.lower() for w in party.key))

    def _state(self) -> Party | None:
        """A state by its name or its capital."""
        if any(word.possessive for word in self.words[self.first : self.head - 1]):
            return None
        name = " ".join(word.text for word in self.words[self.first : self.head])
        people = self.lang.people
        code, rule = people.states.get(name), "source"
        if code is None and not self.article:
            code, rule = people.capitals.get(name), "capital"
        if code is None or (name in ("North", "South") and self.article != "the"):
            return None
        if code is not None and self.end > self.head:
            return None
        return replace(self._made(self.first, self.head), kind="state", state=code, rule=rule, gender="n")

    def _seat(self) -> Party | None:
        low = " ".join(word.low for word in self.words[self.first : self.head])
        if low not in self.lang.seats or not self.words[self.first].capital:
            return None
        return replace(self._made(self.first, self.head), kind="organisation", gender="n")

    def _medium(self) -> Party | None:
        """A medium by its name, with the nouns of media around it; «the newspaper» points back."""
        last = self.words[self.head - 1]
        exact = medium_named(self.phrase.shown(self.first, self.head))
        known = exact is not None and (not exact.common or self.article == "the")
        if (
            not known
            and last.low not in self.lang.media
            and (
                role_base(last.low, self.lang)
                or last.low in self.lang.heads
                or last.low in self.lang.documents
            )
        ):
            return None
        first = self.first - bool(self.article)
        start, end = self.phrase.at(first, self.head)
        found = medium_in(self.phrase.text[start:end])
        if found is not None:
            _, a, b = found
            name = clean(self.phrase.text[start + a : start + b])
            words = phrase_of(name).words
            return Party(
                name,
                tuple(w.text for w in words),
                (start + a, start + b),
                "medium",
                head="agency",
                gender="n",
            )
        if last.low not in self.lang.media or last.capital or last.possessive:
            return None
        if self.article in _DEFINITE:
            party = self._made(self.first, self.head)
            marks = marks_of(self.words[self.first : self.head - 1], self.lang)
            return replace(party, kind="medium", head=last.low, points=True, gender="n", marks=marks)
        named = any(
            w.capital and state_code(w.text, self.lang) is None for w in self.words[self.first : self.head]
        )
        if not named:
            return None
        return replace(self._made(self.first, self.head), kind="medium", head=last.low, gender="n")

    def _role(self) -> Party | None:
        """A role without a name: «the president» needs its holder, «a spokesman» is unnamed."""
        words, lang = self.words, self.lang
        last = words[self.head - 1]
        base = role_base(last.low, lang)
        if last.low == "general" and self.head - self.first > 1:
            base = "general"
        year = last.low.endswith("-old") or last.low in lang.persons or self._national()
        if any(w.low in ("of", "for") for w in words[self.first : self.head]):
            return None
        lone = self.head - self.first == 1 and not self.article
        if surname(words, self.head - 1, self.first, lang) or (
            lone and last.capital and last.low in lang.namesakes
        ):
            return None
        if (base is None and not year) or plural_role(last.low, lang) or last.possessive:
            return None
        if base is None and last.low in lang.plurals:
            return None
        title = words[self.first : self.end]
        possessed = words[self.first].possessive or self.article in (
            "his",
            "her",
            "its",
            "their",
            "our",
            "my",
        )
        whole = self._whole()
        gender = gender_of(title[: self.head - self.first], lang)
        roles = roles_in(title[: self.head - self.first], lang, naming=False)
        marks = marks_of(title, lang)
        capital = last.capital and not self.article
        holds = self.article in _DEFINITE or capital or possessed
        number = words[self.first].low in lang.quantifiers
        if not holds or number:
            return replace(
                whole, kind="unnamed", head=base, anonymous=True, gender=gender, roles=roles, marks=marks,
                role=whole.name,
            )  # fmt: skip
        return replace(
            whole, kind="role", head=base or "person", role=whole.name, roles=roles, marks=marks, points=True,
            gender=gender, anonymous=bool(possessed) and not last.capital,
        )  # fmt: skip

    def _national(self) -> bool:
        """Whether the head is one person by nationality: «the Sirwani»."""
        last = self.words[self.head - 1]
        one = self.head - self.first == 1 and self.article == "the"
        return one and last.text in self.lang.people.adjectives and last.text not in self.lang.people.states

    def _document(self) -> Party | None:
        """A document, or whoever speaks through it: the possessor, or whom «from» or «by» names."""
        words, lang = self.words, self.lang
        last = words[self.head - 1]
        head = lang.documents.get(last.low)
        if head is None or (last.capital and self.head - self.first > 1 and not self.article):
            return None
        issuer = self._issuer(head, last.low)
        whole = self._whole()
        short = self.article in _DEFINITE and self.head - self.first <= 2 and self.end == self.head
        return replace(
            whole, kind="document", head=head, issuer=issuer, gender="n", points=short and issuer is None,
            anonymous=issuer is None and not self.article,
            number="p" if last.low != head or head in lang.plurals else "s",
        )  # fmt: skip

    def _issuer(self, head: str, low: str) -> tuple[int, int] | None:
        """Where the words of whoever speaks through a document stand."""
        words, lang = self.words, self.lang
        if head not in lang.issued and low not in lang.issued:
            return None
        owner = next((i for i in range(self.first, self.head - 1) if words[i].possessive), None)
        if owner is not None:
            first = self.first - bool(self.article == "the")
            return self.phrase.at(first, owner + 1)
        if self.head < self.end:
            at = self.head
            while at < self.end and words[at].low in (*lang.issuing, "the") and words[at].low != "the":
                at += 1
            if words[self.head].low in lang.issuing and at < self.end:
                return self.phrase.at(at, self.end)
        return None

    def _named(self) -> Party | None:
        """A name in capitals: a person, a body, or a people."""
        words, lang = self.words, self.lang
        stop = name_run(words, self.first, self.head, lang)
        joined = self._body_run(stop)
        inner = words[self.first : joined]
        if stop == self.first or joined != self.head:
            if stop > self.first and self._lowered_body():
                return self._body()
            return self._with_age(stop)
        last = words[joined - 1]
        low = [w.low for w in inner]
        common = last.low in lang.heads or plural_role(last.low, lang) or low[0] in lang.quantifiers
        name = last.low in lang.namesakes or any(w in lang.given for w in self.phrase.key(self.first, joined))
        if common and not name and not self._people(last):
            return None
        if self._people(last):
            return replace(
                self._made(self.first - (self.article == "the"), self.end), kind="group", number="p",
                key=self.phrase.key(self.first, joined), head=last.low,
            )  # fmt: skip
        acronym = len(inner) == 1 and last.text.isupper() and len(last.text) > 1
        body = any(w in lang.bodies or w in lang.firms for w in low) or any(
            w.low in ("of", "and", "for", "the") for w in inner[1:]
        )
        given = inner[0].text in lang.given and len(inner) > 1
        if not given and (self.article == "the" or body or acronym):
            party = replace(
                self._made(self.first, joined), kind="organisation", gender="n", head=self._kind(low)
            )
            return replace(party, marks=marks_of(inner, lang))
        if len(inner) > LONGEST_PERSON and not given:
            return replace(self._made(self.first, joined), kind="organisation", gender="n")
        return self.persons.with_more(
            person(words, self.phrase, self.first, joined, (self.first, self.first))
        )

    def _with_age(self, stop: int) -> Party | None:
        """A known given name that opens the phrase, whatever follows it in lower case."""
        words, first = self.words, self.first
        given = stop - first > 1 and words[first].text in self.lang.given and not self.article
        if not given or words[stop - 1].possessive or not self.persons.personal(first, stop):
            return None
        return person(words, self.phrase, first, stop, (first, first))

    def _kind(self, low: list[str]) -> str | None:
        """The noun of kind in the name of a body."""
        return next((w for w in reversed(low) if w in self.lang.bodies), None)

    def _body_run(self, stop: int) -> int:
        """The end of a body's name that goes on with «of», «and», «for the»: «Bank of Sirwan»."""
        while stop < self.head and self.words[stop].low in ("of", "and", "for", "the", "&", "on"):
            behind = stop + 1
            if behind < self.head and self.words[behind].low == "the":
                behind += 1
            end = name_run(self.words, behind, self.head, self.lang)
            if end == behind:
                break
            stop = end
        return stop

    def _people(self, last: Word) -> bool:
        """Whether the last word names a people or the members of a party: «Democrats», «the French»."""
        lang = self.lang
        single = last.low.removesuffix("s")
        if last.text.endswith("s") and (single in lang.members or last.text[:-1] in lang.people.adjectives):
            return True
        if last.low in ("tories", "taliban", "houthis"):
            return True
        return (
            self.article == "the"
            and self.head - self.first == 1
            and last.text in lang.people.adjectives
            and last.text.endswith(("sh", "ch", "ese", "ss"))
        )

    def _lowered_body(self) -> bool:
        """Whether the head is a noun of bodies in lower case: «Sirwan's foreign ministry»."""
        return self.words[self.head - 1].low in self.lang.bodies

    def _body(self) -> Party:
        """A body by a noun in lower case: «the agency» points back, «Sirwan's health ministry» names it."""
        words, lang = self.words, self.lang
        last = words[self.head - 1]
        modifiers = words[self.first : self.head - 1]
        marks = marks_of(words[self.first : self.head], lang) - {last.low}
        named = any(w.capital for w in modifiers)
        indefinite = self.article in INDEFINITE or (not self.article and not named)
        if indefinite:
            whole = self._whole()
            return replace(whole, kind="unnamed", head=last.low, anonymous=True, marks=marks, gender="n")
        points = not named and self.article in _DEFINITE
        last_word = self.end if self.head < self.end and words[self.head].low in ("of", "for") else self.head
        first = self.first - (points or self.article not in ("", "the"))
        return replace(
            self._made(first, last_word),
            kind="organisation",
            head=last.low,
            points=points,
            marks=marks,
            gender="n",
        )

    def _common(self) -> Party:
        """A noun in lower case: a body, or a source that is described."""
        words, lang = self.words, self.lang
        last = words[self.head - 1]
        if last.low in lang.bodies and last.low not in lang.plurals:
            return self._body()
        base = lang.heads.get(last.low, last.low)
        whole = self._whole()
        first = words[self.first]
        counted = first.low[0].isdigit() or (
            last.low in lang.quantities and self.head < self.end and words[self.head].low == "of"
        )
        several = (
            many(last, lang)
            or counted
            or (first.low in lang.quantifiers and first.low not in ("one", "another", "a", "each", "every"))
        )
        # «the source» is one named before; «the women» are described anew by what follows.
        points = self.article in _DEFINITE and self.end == self.head
        return replace(
            whole, kind="group" if several else "unnamed", head=base, anonymous=True, points=points,
            number="p" if several else "s", gender="" if several else gender_of((last,), lang),
            marks=marks_of(words[self.first : self.end], lang) - {last.low},
            roles=roles_in(words[self.first : self.head], lang, naming=True),
        )  # fmt: skip
