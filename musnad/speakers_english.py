"""Who stands where in an English report: the antecedents of pronouns, of «the boy» and of «the agency»."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from musnad.lang.english import english
from musnad.lookup_english import EnglishLookup
from musnad.model import Segments, Span
from musnad.parties import Party
from musnad.parties_english import parse
from musnad.speakers import Actor, Registry, whole
from musnad.titles_english import Word, many, plural_role

_STOPS = frozenset('.;:!?"\n()')

_WHO = ("person", "group", "unnamed", "role")

_BACK = 12
"""How many places of a word, or actors of a name, are tried."""

_REACH = 6_000
"""Code points before a definite noun in which the indefinite one that it takes up is sought."""

_NEAR = 300
"""Code points within which «the agency» may mean a body of any name."""


More = Literal["", "groups", "bodies"]


class Presence:
    """The sentences of one report with who speaks and who is named in each.

    `said` gathers the speakers of each sentence while they are found, with their offsets.
    """

    def __init__(self, registry: Registry, lookup: EnglishLookup, segments: Segments) -> None:
        self.registry = registry
        self.lookup = lookup
        self.lang = english()
        self.sentences = segments.sentences
        self.said: dict[int, list[tuple[int, Actor]]] = {}
        self._starts = [s.span.start for s in self.sentences]
        self._quotes = [q.span for q in segments.quotations if q.depth == 0]
        self._quote_starts = [q.start for q in self._quotes]
        self._plurals: dict[int, list[tuple[int, Actor]]] = {}
        self._seen: dict[int, list[tuple[int, Actor]]] = {}

    def number(self, at: int) -> int:
        """The number of the sentence that holds the offset `at`."""
        return max(bisect_right(self._starts, at) - 1, 0)

    def start(self, at: int) -> int:
        """Where the sentence that holds the offset `at` begins."""
        return self.sentences[self.number(at)].span.start if self.sentences else 0

    def quotation(self, at: int) -> Span | None:
        """The outermost quotation around the offset `at`."""
        i = bisect_right(self._quote_starts, at) - 1
        return self._quotes[i] if i >= 0 and at < self._quotes[i].end else None

    def quoted(self, at: int) -> bool:
        """Whether the offset `at` lies in a quotation."""
        return self.quotation(at) is not None

    def standing(self, number: int, at: int, inside: bool, more: More = "") -> Iterable[tuple[int, Actor]]:
        """Who stands in a sentence before `at`, in order: its speakers, and those named outside quotations.

        `inside` counts those within quotations too; `more` adds the groups that plural nouns describe, or the
        bodies that nobody has spoken for.
        """
        said = [pair for pair in self.said.get(number, ()) if pair[0] < at]
        seen = self.mentioned(number)
        if more == "groups":
            seen = seen + self._groups(number)
        elif more == "bodies":
            seen = seen + self._bodies(number)
        seen = [pair for pair in seen if pair[0] < at and (inside or not self.quoted(pair[0]))]
        return sorted(said + seen, key=lambda pair: pair[0])

    def _bodies(self, number: int) -> list[tuple[int, Actor]]:
        """The bodies that a sentence names."""
        if number >= len(self.sentences):
            return []
        bodies, span = self.lookup.bodies, self.sentences[number].span
        first = bisect_right(bodies, span.start - 1, key=lambda pair: pair[0])
        near = bodies[first : first + _BACK]
        return [(at, self.registry.add(party, at)) for at, party in near if at < span.end]

    def _groups(self, number: int) -> list[tuple[int, Actor]]:
        """The groups that a sentence describes or names: «the firm's lawyers», «Democrats»."""
        if number in self._plurals or number >= len(self.sentences):
            return self._plurals.get(number, [])
        words, lang = self.lookup.list, self.lang
        span = self.sentences[number].span
        found: list[tuple[int, Actor]] = []
        i = first = self.lookup.behind(span.start)
        origins = self.lookup.origins
        while i < len(words) and origins[i] < span.end and len(found) < _BACK:
            low = words[i].low
            several = plural_role(low, lang) or (
                low in lang.heads and lang.heads[low] != low and low not in lang.bodies
            )
            if several and not words[i].possessive:
                start = i
                while (
                    start > max(first, i - 4)
                    and words[start].gap == " "
                    and self.before_noun(words[start - 1])
                ):
                    start -= 1
                    if words[start].low in lang.determiners:
                        break
                party = parse(self.between(start, i + 1))
                if party.kind == "group" and party.name:
                    found.append(
                        (origins[start], self.registry.add(replace(party, points=False), origins[start]))
                    )
            i += 1
        self._plurals[number] = found
        return found

    def before_noun(self, word: Word) -> bool:
        """Whether a word may stand in a noun phrase before its noun."""
        lang = self.lang
        low = word.low
        return (
            word.possessive
            or word.capital
            or low in lang.determiners
            or low in lang.quantifiers
            or low in lang.qualities
            or low in lang.bodies
            or low.endswith(("al", "ic", "ive", "ous", "ary", "ish", "ese"))
        ) and low not in lang.prepositions

    def mentioned(self, number: int) -> list[tuple[int, Actor]]:
        """The actors that a sentence names, with their offsets."""
        if number not in self._seen and number < len(self.sentences):
            self._seen[number] = list(self._scan(self.sentences[number].span))
        return self._seen.get(number, [])

    def _scan(self, span: Span) -> Iterator[tuple[int, Actor]]:
        words, origins = self.lookup.list, self.lookup.origins
        i = self.lookup.behind(span.start)
        last: Actor | None = None
        while i < len(words) and origins[i] < span.end:
            word = words[i]
            if word.capital:
                known = [whole(a) for a in self.registry.by_word.get(word.text, [])[-_BACK:]]
                named = [
                    a for a in known if a.name and word.text in (a.key[-1:] + a.key[:1]) and a.kind != "state"
                ]
                state = self.registry.by_state.get(self.lang.people.states.get(word.text, ""))
                if not named and state is not None:
                    named = [state]
                behind = tuple(w.text for w in words[i : i + 4])
                full = [a for a in named if behind[: len(a.key)] == a.key]
                ending = [a for a in named if a.key[-1] == word.text]
                actor = next(iter(full or ending or named), None)
                if actor is not None and actor is not last:
                    yield origins[i], actor
                last = actor
            i += 1

    def introduced(self, party: Party, at: int) -> Actor | None:
        """The unnamed person whom an indefinite phrase brought in: «a boy of nine» behind «the boy»."""
        words = self.lookup.list
        if party.head in (None, "person"):
            return None
        places = self.lookup.words.index.get(party.head or "", ())
        last = bisect_right(places, at, key=lambda p: self.lookup.words.starts[p])
        for place in reversed(places[max(last - _BACK, 0) : last]):
            start = self.lookup.words.starts[place]
            if at - start > _REACH:
                break
            i = self.lookup.at(start)
            for first in range(i - 1, max(i - 6, -1), -1):
                if words[first + 1].gap != " ":
                    break
                if words[first].low in ("a", "an", "one", "another"):
                    found = parse(self.between(first, i + 1))
                    return (
                        self.registry.add(replace(found, points=False, anonymous=True), start)
                        if found.name
                        else None
                    )
                if words[first].low in self.lang.determiners:
                    break
        return None

    def between(self, first: int, last: int) -> str:
        """The text of words [first, last) of the report."""
        words = self.lookup.list
        return self.lookup.folded.span(words[first].start, words[last - 1].end).of(self.lookup.text)

    def body(self, party: Party, at: int, recent: Sequence[Actor]) -> Actor | None:
        """The body that «the agency» means: the last with that noun in its name, else the last at all."""
        bodies = self.lookup.bodies
        last = bisect_right(bodies, at, key=lambda pair: pair[0])
        near = bodies[max(last - _BACK, 0) : last]
        for start, found in reversed(near):
            if found.head == party.head and party.marks <= found.marks:
                return self.registry.add(found, start)
        if party.marks or party.head not in self.lang.kinds:
            return None
        for actor in reversed(recent[-3:]):
            if actor.kind == "organisation" and actor.name and not actor.anonymous:
                return actor
        if near and at - near[-1][0] < _NEAR:
            return self.registry.add(near[-1][1], near[-1][0])
        return None

    def before(self, at: int, *, person: bool) -> Actor | None:
        """Who is named or described just before a relative pronoun: for «who» a `person`, for «which» not."""
        words, lang = self.lookup.list, self.lang
        end = self.lookup.behind(at)
        first = end
        while first > max(end - _BACK, 0) and not set(words[first - 1].gap) & _STOPS:
            first -= 1
        if first < end:
            first = max(first - 1, 0)
        begin = self.lookup.origins[first] if first < end else at
        named = [
            (place, actor)
            for place, actor in self.mentioned(self.number(at))
            if begin <= place < at and person == (actor.kind in _WHO)
        ]
        head = next((i for i in range(end - 1, first - 1, -1) if self._nominal(words[i])), None)
        # A singular noun behind a name is its apposition: «Jo Hill, the reporter who».
        apart = (
            head is not None
            and many(words[head], lang)
            and named
            and self.lookup.origins[head] > named[-1][0]
        )
        if named and not apart:
            return named[-1][1]
        if head is None or not person:
            return None
        start = head
        while start > max(first, head - 4) and words[start].gap == " " and self.before_noun(words[start - 1]):
            start -= 1
            if words[start].low in lang.determiners or words[start].low in lang.quantifiers:
                break
        party = parse(self.between(start, head + 1))
        return self.registry.add(party, at) if party.name and not party.points else None

    def _nominal(self, word: Word) -> bool:
        return word.low in self.lang.heads or word.low in self.lang.roles

    def owner(self, at: int) -> Actor | None:
        """Whose noun stands at `at`: «Hill's repeated claims»."""
        words = self.lookup.list
        i = self.lookup.behind(at)
        for first in range(i - 1, max(i - 4, -1), -1):
            word = words[first]
            if word.possessive and word.capital:
                number = self.number(at)
                named = [
                    actor for place, actor in self.mentioned(number) if place <= self.lookup.origins[first]
                ]
                return named[-1] if named and word.text in named[-1].key else None
            if word.low in self.lang.determiners or words[first + 1].gap != " ":
                return None
        return None
