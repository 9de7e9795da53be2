"""Persons that an English noun phrase names: behind a title, before one, beside a medium, two at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from musnad.lang.english import English, english
from musnad.model import EntityKind
from musnad.parties import Party
from musnad.titles_english import (
    Head,
    Phrase,
    Word,
    gender_of,
    many,
    marks_of,
    name_run,
    phrase_of,
    plural_role,
    role_base,
    roles_in,
    state_code,
    surname,
    titled,
)

INDEFINITE = frozenset({"a", "an", "another", "any", "one", "some"})

LONGEST_PERSON = 5
"""Words of a person's name."""


def made(phrase: Phrase, first: int, last: int) -> Party:
    """A party of words [first, last) of a phrase, of which nothing more is known."""
    return Party(phrase.shown(first, last), phrase.key(first, last), phrase.at(first, last), "unnamed")


def person(words: tuple[Word, ...], phrase: Phrase, first: int, last: int, role: tuple[int, int]) -> Party:
    """The person named by words [first, last) of a phrase, with the role that words [*role) give."""
    lang = english()
    title = words[role[0] : role[1]]
    start = first
    if (
        last - first == 1
        and first > role[0]
        and words[first - 1].low in lang.regnal
        and not words[first].apart
    ):
        start = first - 1
    suffixed = last
    while (
        suffixed > first + 1 and words[suffixed - 1].low in lang.suffixes and len(words[suffixed - 1].low) > 3
    ):
        suffixed -= 1
    roles = roles_in(title, lang, naming=True)
    return Party(
        phrase.shown(start, suffixed), phrase.key(start, suffixed), phrase.at(start, suffixed), "person",
        role=phrase.shown(*role) or None, roles=roles, marks=marks_of(title, lang),
        gender=gender_of((*title, words[first]), lang),
    )  # fmt: skip


def names_body(words: tuple[Word, ...], lang: English) -> bool:
    """Whether words in capitals hold a noun of bodies or places: «Hill Street», but not «Jo Street»."""
    if any(word.low in lang.bodies for word in words):
        return True
    if len(words) < 2 or words[0].text in lang.given:
        return False
    return any(word.low in lang.firms or word.low in lang.documents for word in words)


class Persons:
    """The readings of one phrase as a person; `parse` reads a part of it."""

    def __init__(self, head: Head, parse: Callable[[str], Party]) -> None:
        self.phrase, self.words, self.lang = head.phrase, head.words, english()
        self.first, self.head, self.end, self.article = head.first, head.head, head.end, head.article
        self._parse = parse

    def _again(self, first: int, last: int) -> Party | None:
        """The party that words [first, last) name; None where that is no part of the phrase."""
        if first >= last:
            return None
        start, end = self.phrase.at(first, last)
        inner = self.phrase.text[start:end]
        return self._parse(inner) if len(phrase_of(inner).words) in range(1, len(self.words)) else None

    def joint(self) -> Party | None:
        """Two persons who speak together: «Jo Hill and Sam Reed»."""
        words, lang = self.words, self.lang
        joints = [i for i in range(self.first + 1, self.end - 1) if words[i].low == "and"]
        commas = [i for i, _ in self.phrase.parts[1:]]
        for at in (*joints[:1], *commas[:1]):
            left = self._again(self.first, at)
            start = at + 1 if at in joints else at
            right = self._again(start, next((e for s, e in self.phrase.parts if s <= start < e), self.end))
            several = left is not None and right is not None and left.kind == right.kind == "person"
            if not (several and left and right):
                continue
            sure = [bool(p.roles) or (len(p.key) > 1 and p.key[0] in lang.given) for p in (left, right)]
            short = len(left.key) == 1 and not right.roles
            alike = all(sure) or (at in joints and short and (sure[1] or len(right.key) == 1))
            if at in commas:
                alike = all(sure) and not right.roles
            if alike:
                party = made(
                    self.phrase, self.first, max(e for _, e in self.phrase.parts[: 2 if at in commas else 1])
                )
                return replace(party, kind="group", number="p")
        return None

    def affiliated(self) -> Party | None:
        """A name behind that of a state or medium: «Sirwan's Jo Hill», «Reuters' Jo Hill»."""
        first = self.words[self.first]
        if not first.possessive or not first.capital or self.head - self.first < 2 or self.article:
            return None
        rest = self.words[self.first + 1 : self.head]
        if not all(w.capital for w in rest) or any(w.possessive for w in rest[:-1]):
            return None
        found = self._again(self.first + 1, self.end)
        code = state_code(first.text, self.lang)
        acronym = found is not None and found.kind == "organisation" and len(found.key) == 1
        if found is None or not (found.kind == "person" or (acronym and code is not None)):
            return None
        offset = self.phrase.at(self.first + 1, self.end)[0]
        marks = found.marks | ({code} if code is not None else set())
        return replace(found, at=(found.at[0] + offset, found.at[1] + offset), marks=frozenset(marks))

    def titled(self) -> Party | None:
        """A name behind a title, or before or behind a comma with a role on the other side."""
        words, lang = self.words, self.lang
        for r in range(self.head - 2, self.first - 1, -1):
            if not titled(words[r], lang) or words[r].possessive or plural_role(words[r].low, lang):
                continue
            stop = name_run(words, r + 1, self.head, lang)
            if stop != self.head or not self.personal(r + 1, stop):
                continue
            if titled(words[stop - 1], lang) and not surname(words, stop - 1, r + 1, lang):
                continue
            return self.with_more(person(words, self.phrase, r + 1, stop, (self.first, r + 1)))
        behind = self._behind_complement()
        if behind is not None:
            return behind
        last = words[self.head - 1]
        if role_base(last.low, lang) is None or plural_role(last.low, lang):
            return None
        for start, end in self.phrase.parts[1:2]:
            named = self.words[start].low not in lang.determiners and name_run(words, start, end, lang) == end
            if named and self.personal(start, end) and state_code(words[start].text, lang) is None:
                return person(words, self.phrase, start, end, (self.first, self.end))
        return None

    def _behind_complement(self) -> Party | None:
        """«Secretary of State Jo Hill»: a name behind the complement of a role."""
        words, lang = self.words, self.lang
        if self.head >= self.end or not titled(words[self.head - 1], lang) or words[self.head].low != "of":
            return None
        if self.article in INDEFINITE:
            return None
        first = next(
            (
                i
                for i in range(self.head + 2, self.end - 1)
                if words[i].text in lang.given and words[i].capital
            ),
            None,
        )
        if first is None:
            i = self.head + 1
            while i < self.end and words[i].low in lang.topics:
                i += 1
            first = i if i > self.head + 1 and self.end - i in (2, 3) else None
        if first is None or name_run(words, first, self.end, lang) != self.end or self.end - first < 2:
            return None
        if not self.personal(first, self.end):
            return None
        return person(words, self.phrase, first, self.end, (self.first, first))

    def apposed(self) -> Party | None:
        """A name behind a noun in lower case that is no known title: «forager Jo Hill», «the firm Acme»."""
        words, lang = self.words, self.lang
        first = self.head
        while first > self.first and words[first - 1].capital:
            first -= 1
        given = [
            i
            for i in range(self.first + 1, self.head - 1)
            if words[i].text in lang.given
            and words[i].capital
            and name_run(words, i, self.head, lang) == self.head
        ]
        if given and self.personal(given[0], self.head) and not words[given[0] - 1].possessive:
            return self.with_more(person(words, self.phrase, given[0], self.head, (self.first, given[0])))
        if self.first < first < self.head and not words[first].apart:
            noun = words[first - 1]
            if noun.low in lang.prepositions or noun.possessive or words[self.head - 1].possessive:
                return None
            kind: EntityKind | None = None
            agency = noun.low == "agency" and words[first - 2].low in ("news", "press")
            if noun.low in lang.media or (agency and first - 2 >= self.first):
                kind = "medium"
            elif noun.low in lang.bodies or noun.low in self.lang.makers:
                kind = "organisation"
            if kind is not None:
                return replace(made(self.phrase, first, self.head), kind=kind, head=noun.low, gender="n")
            lone = noun.low.isalpha() and not many(noun, self.lang)
            joined = noun.low in ("and", "or", "but", "not", "like", "even", "only") or noun.low.endswith(
                "ly"
            )
            if self.head - first > 1 and self.personal(first, self.head) and lone and not joined:
                return self.with_more(person(words, self.phrase, first, self.head, (self.first, first)))
        return self._named_behind()

    def _named_behind(self) -> Party | None:
        """A name behind the comma after one who is only described: «her host, the actress Jo Hill»."""
        last = self.words[self.head - 1]
        if last.capital or last.low in self.lang.plurals or many(last, self.lang):
            return None
        for start, end in self.phrase.parts[1:2]:
            found = self._again(start, end)
            if found is None or found.kind != "person" or len(found.key) < 2:
                continue
            if found.roles or found.key[0] in self.lang.given:
                first, stop = self.phrase.at(start, end)[0], found.at
                title = roles_in(self.words[self.first : self.head], self.lang, naming=True)
                return replace(found, at=(first + stop[0], first + stop[1]), roles=found.roles | title)
        return None

    def personal(self, first: int, last: int) -> bool:
        """Whether words in capitals may be a person's name: no nouns of bodies, no nationality."""
        low = [word.low for word in self.words[first:last]]
        if not low or last - first > LONGEST_PERSON or names_body(self.words[first:last], self.lang):
            return False
        if (
            low[0] in self.lang.calendar
            and len(low) == 1
            and low[0] not in ("april", "may", "june", "august")
        ):
            return False
        return state_code(" ".join(w.text for w in self.words[first:last]), self.lang) is None

    def with_more(self, party: Party) -> Party:
        """The person with the roles of what stands behind a comma."""
        lang = self.lang
        for start, end in self.phrase.parts[1:3]:
            words = self.words[start:end]
            roles = roles_in(words, lang, naming=True)
            if roles:
                role = party.role or self.phrase.shown(start, end)
                return replace(
                    party, role=role, roles=party.roles | roles, marks=party.marks | marks_of(words, lang),
                    gender=party.gender or gender_of(words, lang),
                )  # fmt: skip
        return party
