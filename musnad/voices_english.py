"""Whose voice each attribution of an English report is: names, roles, pronouns and unexpressed subjects.

A pronoun means the first of its gender in the nearest sentence, a speaker before others; a participle
(«adding») shares the subject of its sentence; the first person inside a quotation is whoever is quoted. Gives
`chain` what `voices` gives it for Arabic.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from musnad.lang.english import Pronoun, english
from musnad.lexicon_english import nominal
from musnad.lookup_english import EnglishLookup
from musnad.mentions import Words
from musnad.model import Attribution, Segments, Span
from musnad.names import same_person
from musnad.parties import Party
from musnad.parties_english import parse, spoken_for
from musnad.speakers import Actor, Registry
from musnad.speakers_english import More, Presence
from musnad.text import Folded, fold_text
from musnad.titles_english import role_base
from musnad.voice import Voice

_BACK = 12
"""How many speakers before, or behind, are tried."""

_SENTENCES = 6
"""How many sentences before a pronoun are searched for its antecedent."""

_RECENT = 60
_LONGEST = 600
_TITLE = 300
_WORD = re.compile(r"[^\W_][\w'’-]*")
_SUBJECTS = frozenset({"i", "we", "he", "she", "they", "it"})
_Fit = Callable[[Actor], bool]
_INSTITUTIONS = ("organisation", "medium", "state", "document")


class EnglishVoices:
    """The attributions of one report in reading order, resolved."""

    def __init__(
        self, text: str, folded: Folded, words: Words, segments: Segments, given: Sequence[Attribution]
    ) -> None:
        self.text = text
        self.folded = folded
        self.words = words
        self.lang = english()
        self.lookup = EnglishLookup(text, folded, words)
        self.registry = Registry(self.lookup)
        self.presence = Presence(self.registry, self.lookup, segments)
        ordered = sorted(given, key=lambda a: (a.cue.start, a.id))
        self.voices = [Voice(a, i, None) for i, a in enumerate(ordered)]
        self.by_id = {voice.at.id: voice for voice in self.voices}
        self.vias: dict[Span, tuple[Actor | None, str]] = {}
        self._parsed: dict[str, Party] = {}
        self._recent: list[Actor] = []
        paragraphs = segments.paragraphs
        titled = len(paragraphs) > 1 and len(paragraphs[0]) <= _TITLE
        self._title_end = paragraphs[0].end if titled else 0
        self._register()
        self._resolve()

    def named(self, name: str) -> Party:
        """The party of a name that stands outside the text."""
        return parse(name)

    def behalf(self, actor: Actor) -> Party | None:
        """The body in whose name a spokesperson speaks: «a spokesman for the ministry»."""
        return spoken_for((actor.role or actor.name)[:_LONGEST])

    # --- what the phrases name ---

    def _parse(self, span: Span) -> Party:
        phrase = span.of(self.text)[:_LONGEST]
        if phrase not in self._parsed:
            self._parsed[phrase] = parse(phrase)
        return self._parsed[phrase]

    def _pronoun(self, span: Span) -> Pronoun | None:
        """The pronoun that a source is, or None where it is a phrase."""
        words = [w.lower() for w in _WORD.findall(fold_text(span.of(self.text)[:40]))]
        if not words:
            return None
        pronoun = self.lang.pronouns.get(words[0].partition("'")[0])
        alone = len(words) == 1 or words[1] in self.lang.beside or words[0] in _SUBJECTS
        return pronoun if pronoun is not None and alone and "and" not in words[1:2] else None

    def _relative(self, span: Span) -> bool:
        return span.of(self.text)[:12].strip().lower() in self.lang.relative

    def _nobody(self, span: Span) -> bool:
        return span.of(self.text)[:12].strip().lower() in self.lang.nobody

    def _register(self) -> None:
        """Note whom the text and the sources name, full names first, then tie short names to them."""
        noted: list[tuple[Party, int]] = [(party, at) for at, party in self.lookup.persons]
        for voice in self.voices:
            a = voice.at
            for span in (*a.via, *([a.source] if a.source is not None else [])):
                if self._pronoun(span) is not None or self._relative(span) or self._nobody(span):
                    continue
                party = self._parse(span)
                if span is a.source:
                    voice.party = party
                inner = self._issuer(party, span)
                party = party if inner is None else inner
                if party.name and not party.points and party.kind != "role":
                    noted.append((party, span.start))
        noted.sort(key=lambda pair: pair[1])
        for short in (False, True):
            for party, at in noted:
                if (party.kind == "person" and len(party.key) == 1) is short:
                    self._add(party, at)
        self.registry.merge()
        self._spell_out()
        for actor in self.registry.actors:
            if actor.kind == "person" and actor.name and not actor.anonymous and len(actor.key) == 1:
                fuller = self.lookup.full(actor.key)
                if fuller is not None:
                    actor.aliases[actor.name] = None
                    actor.name, actor.key = fuller.name, fuller.key
                    actor.gender = actor.gender or fuller.gender
                    self.registry.learn_role(actor, fuller)

    def _spell_out(self) -> None:
        """Give a name of capital letters the body or person whose words begin with them."""
        known: dict[str, list[tuple[int, Party]]] = {}
        for at, party in (*self.lookup.bodies, *self.lookup.persons):
            if len(party.key) > 2:
                known.setdefault("".join(w[0] for w in party.key if w[0].isupper()), []).append((at, party))
        for actor in list(self.registry.actors) if known else ():
            if not actor.name or actor.anonymous or actor.state or len(actor.key) != 1:
                continue
            word = actor.key[0].replace(".", "")
            for at, party in known.get(word, ())[:1] if len(word) > 2 and word.isupper() else ():
                full = self._add(party, at)
                if full is not actor:
                    self.registry.unite(full, actor)

    def _add(self, party: Party, at: int) -> Actor:
        """The actor of a party that names somebody; a short name goes to the fuller one of its gender."""
        if party.kind == "person" and party.key and len(party.key) < 3:
            known = self._fuller(party, at)
            if known is not None:
                self.registry.learn(known, party)
                return known
        return self.registry.add(party, at)

    def _fuller(self, party: Party, at: int) -> Actor | None:
        """The person with a longer name that ends, or else begins, as `party`, the last named before `at`."""
        best: tuple[tuple[bool, bool, int], Actor] | None = None
        for actor in self.registry.by_word.get(party.key[-1], [])[-_RECENT:]:
            if actor.kind != "person" or not actor.name or len(actor.key) <= len(party.key):
                continue
            if not same_person(party.key, actor.key) or not _agrees(actor, party.gender):
                continue
            last = actor.key[-len(party.key) :] == party.key
            before = actor.first <= at
            rank = (last, before, actor.first if before else -actor.first)
            if best is None or rank > best[0]:
                best = (rank, actor)
        return best[1] if best is not None else None

    def _issuer(self, party: Party, span: Span) -> Party | None:
        """Whoever speaks through the document `party`."""
        if party.issuer is None:
            return None
        inner = Span(span.start + party.issuer[0], span.start + party.issuer[1])
        if self._pronoun(inner) is not None:
            return None
        found = self._parse(inner)
        return found if found.kind != "unnamed" and found.issuer is None else None

    # --- who speaks ---

    def _resolve(self) -> None:
        previous: list[Voice] = []
        pending: list[Voice] = []
        for voice in self.voices:
            a = voice.at
            for span in a.via:
                actor, _ = self.vias[span] = self._tie_span(span, voice, None)
                if actor is not None:
                    self._recent.append(actor)
            if a.source is not None:
                voice.actor, voice.rule = self._tie_span(a.source, voice, voice.party)
            elif not self._imply(voice, previous):
                pending.append(voice)
            if voice.actor is not None:
                self._recent.append(voice.actor)
                previous.append(voice)
                at = a.source.start if a.source is not None else a.cue.start
                self.presence.said.setdefault(self.presence.number(at), []).append((at, voice.actor))
        for voice in pending:
            self._ahead(voice)
        self._surnames()

    def _surnames(self) -> None:
        """Let a surname that one person has print him: «Hill's hat»."""
        owners: dict[str, Actor | None] = {}
        for actor in self.registry.actors:
            if actor.kind == "person" and actor.name and len(actor.key) > 1:
                word = actor.key[-1]
                owners[word] = actor if owners.get(word, actor) is actor else None
        for word, owner in owners.items():
            if owner is not None:
                owner.keys.setdefault((word,))

    def _tie_span(self, span: Span, voice: Voice, party: Party | None) -> tuple[Actor | None, str]:
        """The actor of a source or relayer, and the rule that says so."""
        pronoun = self._pronoun(span)
        if pronoun is not None:
            return self._pronounced(pronoun, span, voice)
        if self._nobody(span):
            return None, ""
        if self._relative(span):
            who = span.of(self.text)[:3].lower() in ("who", "tha")
            return self.presence.before(span.start, person=who), "relative"
        return self._tie(self._parse(span) if party is None else party, span, voice)

    def _tie(self, party: Party, span: Span, voice: Voice) -> tuple[Actor | None, str]:
        at = span.start
        inner = self._issuer(party, span)
        if inner is not None:
            actor, _ = self._tie(inner, span, voice)
            if actor is not None and party.head is not None:
                self.registry.learn(
                    actor, replace(inner, name=actor.name, key=actor.key, kind=actor.kind, head=party.head)
                )
            return actor, "issuer"
        if party.issuer is not None:
            owner = self._pronoun(Span(at + party.issuer[0], at + party.issuer[1]))
            if owner is not None:
                return self._pronounced(owner, span, voice)[0], "issuer"
        if party.rule == "capital" and (person := self.lookup.full(party.key)) is not None:
            return self._add(person, at), "short-name"
        if party.points or party.kind == "role":
            actor, rule = self._point(party, span, voice)
            if actor is not None:
                return actor, rule
            return self.registry.add(party, at), "unresolved"
        fuller = self._fuller_group(party) if party.kind == "group" and party.anonymous else None
        if fuller is not None:
            return fuller, "short-name"
        actor = self._add(party, at)
        if party.anonymous and at < self._title_end and (later := self._unveiled(party, voice)) is not None:
            return later, "unveiled"
        if (
            party.anonymous
            and party.kind == "unnamed"
            and (later := self._unveiled(party, voice)) is not None
        ):
            return later, "unveiled"
        if party.rule != "source":
            return actor, party.rule
        return actor, "source" if actor.name == party.name else "short-name"

    def _fuller_group(self, party: Party) -> Actor | None:
        """The group whose longer description ends in the words, two or more, of `party`."""
        if len(party.key) < 2:
            return None
        for actor in self.registry.by_word.get(party.key[-1], [])[-_RECENT:]:
            longer = (
                actor.kind == "group" and actor.name and len(party.key) < len(actor.key) < len(party.key) + 3
            )
            if (
                longer
                and actor.key[-len(party.key) :] == party.key
                and actor.key[0] not in self.lang.quantifiers
            ):
                return actor
        return None

    def _unveiled(self, party: Party, voice: Voice) -> Actor | None:
        """The person whom the next speakers name where a phrase only describes one: «a Sirwani lawmaker».

        Only the next speaker who is a named person with that role, or of that state, in the two sentences
        behind; a bare «a spokesman» stays unnamed.
        """
        states = {mark for mark in party.marks if mark.isupper()}
        if not party.roles or not states or "spokes" in party.name:
            return None
        here = self.presence.number(voice.at.cue.start)
        for other in self.voices[voice.place + 1 : voice.place + 1 + _BACK]:
            found = other.party
            if self.presence.number(other.at.cue.start) > here + 2:
                return None
            if found is None or found.anonymous or found.kind != "person":
                continue
            fits = not found.roles or bool(found.roles & party.roles)
            return self._add(found, other.at.cue.start) if fits and len(found.key) > 1 else None
        return None

    def _point(self, party: Party, span: Span, voice: Voice) -> tuple[Actor | None, str]:
        """The antecedent of a phrase that needs one: a role, «the agency», «the documents», «the source»."""
        at = span.start
        if party.kind == "role":
            return self._holder(party, span, voice)
        actor = self.registry.pointed(party, at, self._recent)
        if actor is not None:
            return actor, "pointer"
        if party.kind in ("organisation", "medium") and party.head:
            found = self.presence.body(party, at, self._recent)
            if found is not None:
                return found, "text"
        if party.kind == "document":
            if party.head in self.lang.statements and self._recent:
                return self._recent[-1], "document"
            for actor in reversed(self._recent[-_BACK:]):
                if actor.kind == "document":
                    return actor, "pointer"
        return None, ""

    def _holder(self, party: Party, span: Span, voice: Voice) -> tuple[Actor | None, str]:
        """Who holds a role: a speaker who has it, else one of the text, else whoever spoke last."""
        if not party.marks or not party.anonymous:
            for actor in reversed(self._recent[-_BACK:]):
                if (
                    actor.kind == "person"
                    and party.roles
                    and party.roles <= actor.roles
                    and party.marks <= actor.marks
                ):
                    return actor, "role"
        holder = self.registry.holder(party, span.start) if party.roles and not party.anonymous else None
        vague = party.head == "person" or not party.roles or party.roles & self.lang.vague
        alike = holder is not None and (not party.marks or bool(party.marks & holder.marks))
        if holder is not None and (not vague or (alike and party.roles <= holder.roles)):
            return holder, "role"
        if not vague or party.anonymous:
            return None, ""
        described = self.presence.introduced(party, span.start)
        if described is not None:
            return described, "pointer"
        gender = party.gender
        return self._antecedent(span.start, voice, lambda actor: self._single(actor, gender)), "vague"

    # --- pronouns and unexpressed subjects ---

    def _pronounced(self, pronoun: Pronoun, span: Span, voice: Voice) -> tuple[Actor | None, str]:
        if pronoun.person == 1:
            return self._first_person(voice), "first-person"
        if pronoun.number == "p":
            found = self._antecedent(span.start, voice, _several)
            return found or self._antecedent(span.start, voice, _institution), "pronoun"
        if pronoun.gender == "n":
            return self._antecedent(span.start, voice, _institution), "pronoun"
        gender = pronoun.gender
        speaking = self._quoting(voice, span.start)
        actor = self._antecedent(
            span.start, voice, lambda actor: actor is not speaking and self._single(actor, gender)
        )
        if actor is not None and not actor.gender:
            actor.gender = gender
        return actor, "pronoun"

    def _single(self, actor: Actor, gender: str) -> bool:
        """Whether «he» or «she» may mean an actor."""
        if actor.number != "s" or not _agrees(actor, gender):
            return False
        if actor.kind in ("person", "role"):
            return True
        lang = self.lang
        return actor.kind == "unnamed" and any(
            role_base(head, lang) is not None or (head in lang.heads and head not in lang.bodies)
            for head in actor.heads
        )

    def _quoting(self, voice: Voice, at: int) -> Actor | None:
        """Whoever is quoted in the marks around `at`: he would call himself «I»."""
        outer = self.by_id.get(voice.at.inside or "")
        if outer is None or not self.presence.quoted(at):
            return None
        if outer.actor is not None or outer.party is None:
            return outer.actor
        return self._add(outer.party, outer.at.cue.start) if outer.party.kind == "person" else None

    def _first_person(self, voice: Voice) -> Actor | None:
        """Whoever says «I» or «we»: the speaker of the outer attribution, or of the quotation."""
        outer = self.by_id.get(voice.at.inside or "")
        if outer is not None and outer.place < voice.place and outer.actor is not None:
            voice.continues = outer.at.id
            return outer.actor
        quote = self.presence.quotation(voice.at.cue.start)
        if quote is None:
            return None
        for other in self.voices[max(voice.place - _BACK, 0) : voice.place + _BACK]:
            if (
                other is not voice
                and other.at.inside is None
                and any(quote.overlap(c) for c in other.at.content)
            ):
                if other.actor is not None:
                    voice.continues = other.at.id
                    return other.actor
                if other.party is not None and other.party.kind == "person" and not other.party.points:
                    return self._add(other.party, other.at.cue.start)
        return self._recent[-1] if self._recent else None

    def _antecedent(self, at: int, voice: Voice, fits: _Fit) -> Actor | None:
        """The first in the nearest sentence before `at` who fits, quotations left out."""
        here = self.presence.number(at)
        quoted = self.presence.quoted(at)
        more: More = "groups" if fits is _several else "bodies" if fits is _institution else ""
        for number in range(here, max(here - _SENTENCES, -1), -1):
            if (
                number < here
                and self.presence.sentences
                and self.presence.sentences[number].span.end <= self._title_end
                and here > 3
            ):
                break
            found = [
                actor
                for _, actor in self.presence.standing(number, at, quoted and number == here, more=more)
                if actor.name and fits(actor)
            ]
            if found:
                known = [actor for actor in found if actor.gender]
                return (known or found)[0] if not found[0].gender and known else found[0]
        for other in reversed(self.voices[max(voice.place - _BACK, 0) : voice.place]):
            if other.actor is not None and fits(other.actor):
                return other.actor
        return None

    def _imply(self, voice: Voice, previous: Sequence[Voice]) -> bool:
        """Find the subject of a cue that has no phrase for it; false where one may follow."""
        a = voice.at
        words = [w.lower() for w in _WORD.findall(a.cue.of(self.text)[:_LONGEST])]
        if words and nominal(words):
            voice.actor, voice.rule = self.presence.owner(a.cue.start), "possessor"
            return True
        if not words or self._passive(a, words):
            return True
        number = self.presence.number(a.cue.start)
        for other in reversed(previous[-_BACK:]):
            if self.presence.number(other.at.cue.start) < number:
                break
            nested = a.inside is not None and other.at.id == a.inside
            if other.actor is None or (a.inside != other.at.inside and not nested):
                continue
            voice.actor, voice.continues = other.actor, other.at.id
            voice.rule = "participle" if words[-1].endswith("ing") else "subject-dropped"
            return True
        if a.inside is not None:
            return True
        for _, actor in self.presence.standing(number, a.cue.start, False):
            voice.actor, voice.rule = actor, "narrated"
            return True
        return a.cue.start >= self._title_end

    def _passive(self, a: Attribution, words: Sequence[str]) -> bool:
        """Whether the cue has no subject that speaks: a passive, or a word beside a noun (alleged)."""
        if any(w in self.lang.passive for w in words[:-1]):
            return True
        participle = words[-1].endswith(("ed", "en", "wn", "old", "aid", "ght", "ung"))
        start = self.presence.start(a.cue.start)
        before = [w.lower() for w in _WORD.findall(self.text[max(start, a.cue.start - 60) : a.cue.start])]
        while before and (before[-1] in self.lang.adverbs or before[-1].endswith("ly")):
            before.pop()
        if not participle:
            return bool(before) and before[-1] in self.lang.attributive
        if not before:
            return a.cue.of(self.text)[:1].isupper() and len(words) == 1
        return (
            before[-1] in self.lang.passive
            or before[-1] in self.lang.attributive
            or before[-1] in self.lang.conjunctions
        )

    def _ahead(self, voice: Voice) -> None:
        """A heading without a subject takes the first speaker of the body."""
        for other in self.voices[voice.place + 1 : voice.place + 1 + _BACK]:
            if other.actor is not None:
                voice.actor, voice.rule = other.actor, "heading"
                return


def _agrees(actor: Actor, gender: str) -> bool:
    return not gender or not actor.gender or gender == actor.gender


def _several(actor: Actor) -> bool:
    """Whether «they» surely means an actor."""
    return actor.number == "p" or actor.kind == "group"


def _institution(actor: Actor) -> bool:
    """Whether «it» may mean an actor."""
    return actor.kind in _INSTITUTIONS
