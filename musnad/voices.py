"""Whose voice each attribution is: phrases tied to their speakers, and the subjects that no phrase names.

An unexpressed subject is the last speaker who agrees in gender and number; a participle agrees with the
subject of its sentence; the first person inside a quotation is whoever is quoted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from musnad.antecedents import Antecedents, Candidate, best, weights
from musnad.lang.people import people
from musnad.lookup import Lookup
from musnad.mentions import Words
from musnad.model import Attribution, Segments, Span
from musnad.morphology import Form, analyse
from musnad.pairs import Pairs
from musnad.parties import Party, parse
from musnad.speakers import Actor, Registry
from musnad.text import Folded, fold_text
from musnad.tokens import tells_dots
from musnad.voice import NOMINAL, Voice, fits
from musnad.wording import Context

_BACK = 12
"""How many speakers before, or behind, are tried for a subject that is not expressed."""

_RELATIVE = re.compile(r"[\s،]+(?:و|)(?:الذي|التي|الذين|اللذان|اللتان)\b")

_LATTER = 40
"""Words before «الأخير» in which its antecedent is looked for."""

_TITLE = 300
"""Code points: a longer first paragraph is no title."""

_LONGEST = 600
"""Code points of one phrase that are read."""

_PRONOUNS = {(form,) for word in ("هو", "هي", "هم", "هما") for form in (word, "و" + word)}
_FINITE = ("past", "present")
_INSTITUTIONS = ("organisation", "medium", "document", "state")


@dataclass(frozen=True, slots=True)
class Fitting:
    """What fitting the weights of `antecedents` asks for: weights to read with, and a list that gathers
    each choice with its candidates.
    """

    known: dict[str, float]
    trace: list[tuple[Voice, list[Candidate]]]


class Voices:
    """The attributions of one report in reading order, resolved."""

    def __init__(
        self,
        text: str,
        folded: Folded,
        words: Words,
        segments: Segments,
        given: Sequence[Attribution],
        fitting: Fitting | None = None,
    ) -> None:
        self.text = text
        self.fitting = fitting
        self.weights = weights() if fitting is None else fitting.known
        paragraphs = segments.paragraphs
        self.words = words
        self.classes = people().classes
        self.lookup = Lookup(text, folded, words)
        self.registry = Registry(self.lookup)
        self.pairs = Pairs(self.registry, self.lookup)
        self.antecedents = Antecedents(
            text, segments, self.registry, self.lookup, tells_dots(text), self._parse
        )
        ordered = sorted(given, key=lambda a: (a.cue.start, a.id))
        self.voices = [Voice(a, i, self._form(a)) for i, a in enumerate(ordered)]
        self.by_id = {voice.at.id: voice for voice in self.voices}
        self.vias: dict[Span, tuple[Actor | None, str]] = {}
        self._parsed: dict[tuple[str, bool, bool], Party] = {}
        self._recent: list[Actor] = []
        self._lemmas: dict[str, str] = {}
        titled = len(paragraphs) > 1 and len(paragraphs[0]) <= _TITLE
        self._title_end = paragraphs[0].end if titled else 0
        self._register()
        self._resolve()

    def named(self, name: str) -> Party:
        """The party of a name that stands outside the text."""
        return parse(name)

    def behalf(self, actor: Actor) -> Party | None:
        """The body in whose name a spokesperson speaks (المتحدث باسم كذا)."""
        _, _, name = (actor.role or actor.name).partition("باسم ")
        return parse(name.split("،")[0], Context(governed=True)) if name.strip() else None

    def _form(self, a: Attribution) -> Form | None:
        """How the cue is inflected; of several readings the one with its lemma, else the first finite one."""
        best: Form | None = None
        for word in a.cue.of(self.text)[:_LONGEST].split()[:6]:
            for form in analyse(word):
                if form.cue.lemma == a.lemma:
                    return form
                if best is None or (best.part not in _FINITE and form.part in _FINITE):
                    best = form
        return best

    def _lemma(self, a: Attribution, form: Form | None) -> str:
        lemma = a.lemma or (form.cue.lemma if form is not None else "")
        if lemma not in self._lemmas:
            self._lemmas[lemma] = fold_text(lemma)
        return self._lemmas[lemma]

    def _parse(self, span: Span, governed: bool, nominal: bool = False) -> Party:
        phrase = span.of(self.text)[:_LONGEST]
        relative = _RELATIVE.search(phrase)
        if relative is not None and relative.start() > 0:
            phrase = phrase[: relative.start()]
        key = (phrase, governed, nominal)
        if key not in self._parsed:
            self._parsed[key] = parse(key[0], Context(governed, nominal, self.words.index))
        return self._parsed[key]

    def _register(self) -> None:
        """Note every phrase that names somebody, then tie short names to full ones."""
        for voice in self.voices:
            a, form = voice.at, voice.form
            for span in a.via:
                self._note(self._parse(span, True), span)
            if a.source is not None:
                governed = a.cue.end <= a.source.start and self._lemma(a, form) in self.classes.governing
                voice.party = self._parse(a.source, governed, form is None or form.part in ("masdar", "noun"))
                self._note(voice.party, a.source)
        self.registry.merge()
        self._complete()
        for voice in self.voices:
            if voice.party is not None and voice.party.state is not None:
                voice.party = self._surname(voice.party, voice) or voice.party

    def _surname(self, party: Party, voice: Voice) -> Party | None:
        """The person whose last name is that of a state too: «مالي»."""
        if len(party.key) != 1 or (voice.form is not None and voice.form.gender == "f"):
            return None
        for actor in self.registry.by_word.get(party.key[0], ()):
            if actor.kind == "person" and actor.name and actor.key[-1:] == party.key and actor.key[1:]:
                return Party(actor.name, actor.key, party.at, "person")
        return None

    def _note(self, party: Party, span: Span) -> None:
        inner = self._issuer(party, span)
        party = party if inner is None else inner
        for part in party.parts:
            if part.name and not part.points:
                self.registry.add(part, span.start)
        if party.name and not party.points and party.kind != "role":
            self.registry.add(party, span.start)

    def _issuer(self, party: Party, span: Span) -> Party | None:
        """Whoever speaks through the document `party`."""
        if party.issuer is None:
            return None
        return self._parse(Span(span.start + party.issuer[0], span.start + party.issuer[1]), True)

    def _complete(self) -> None:
        """Fill out persons whom the sources name only in short, from the rest of the text."""
        for actor in list(self.registry.actors):
            self._fill_out(actor)

    def _fill_out(self, actor: Actor) -> None:
        if len(actor.key) == 2 and actor.name and (actor.anonymous or actor.head in self.classes.offices):
            self._complete_owner(actor)
        if len(actor.key) == 1 and actor.name and actor.head and actor.kind != "medium":
            described = self.lookup.described(actor.key[0])
            if described is not None:
                actor.aliases[actor.name] = None
                actor.name, actor.key = described.name, described.key
        if not actor.name or actor.anonymous or not actor.key:
            return
        fuller: Party | None = None
        if actor.kind == "person":
            if len(actor.key) == 1 or (len(actor.key) == 2 and actor.key[0] in self.classes.joined):
                fuller = self.lookup.full(actor.key)
            longest = self.lookup.longest(fuller.key if fuller is not None else actor.key)
            fuller = longest or fuller
        elif actor.kind == "organisation" and len(actor.key) > 1:
            fuller = self.lookup.extended(actor.key) or self.lookup.fuller(actor.key)
        if fuller is not None and len(fuller.key) > len(actor.key):
            actor.aliases[actor.name] = None
            actor.name, actor.key = fuller.name, fuller.key
            self.registry.learn_role(actor, fuller)

    def _complete_owner(self, actor: Actor) -> None:
        """«محامو العنبري» are those of the person so named: «محامو سامي العنبري»."""
        owner = self.registry.surnamed(actor.key[1])
        if owner is not None and len(owner.key) > 1 and owner is not actor:
            actor.aliases[actor.name] = None
            actor.name = f"{actor.name.split(' ')[0]} {owner.name}"
            actor.key = (actor.key[0], *owner.key)

    def _resolve(self) -> None:
        previous: list[Voice] = []
        for voice in self.voices:
            a = voice.at
            for span in a.via:
                actor, _ = self.vias[span] = self._tie(self._parse(span, True), span, voice.place)
                if actor is not None:
                    self._recent.append(actor)
            if voice.party is not None and voice.party.key[:1] in _PRONOUNS and not voice.party.key[1:]:
                voice.party = None
            if a.source is not None and voice.party is not None:
                voice.actor, voice.rule = self._tie(voice.party, a.source, voice.place)
                self._agree(voice)
            else:
                self._imply(voice, previous)
            if voice.actor is not None:
                voice.actor.last = a.cue.start
                self._recent.append(voice.actor)
                previous.append(voice)

    def _tie(self, party: Party, span: Span, place: int) -> tuple[Actor | None, str]:
        """The actor of a phrase, and the rule that says so."""
        at = span.start
        inner = self._issuer(party, span)
        if inner is not None:
            return self._tie(inner, span, place)[0], "issuer"
        if party.points or party.kind == "role":
            actor, rule = self._point(party, at)
            if actor is None and party.kind == "role" and party.marks:
                actor, rule = self._next_name(party, place), "next-name"
            if actor is None and party.kind == "role" and at < self._title_end:
                actor, rule = self._unveiled(party, place), "unveiled"
            if actor is not None:
                return actor, rule
            complete = party.kind in ("organisation", "medium", "document") and len(party.key) > 1
            return self.registry.add(party, at), "source" if complete else "unresolved"
        actor = self.registry.add(party, at)
        if party.anonymous and at < self._title_end and (later := self._unveiled(party, place)) is not None:
            return later, "unveiled"
        if party.rule != "source":
            return actor, party.rule
        return actor, "source" if actor.name == party.name else "short-name"

    def _next_name(self, party: Party, place: int) -> Actor | None:
        """A speaker by a bare name, where nothing ties a role to one: the next, or that of the title."""
        for voice in self.voices[place + 1 : place + 1 + _BACK]:
            other, form = voice.party, voice.form
            if other is None:
                continue
            differs = (
                form is not None and form.part in _FINITE and form.gender and form.gender != party.gender
            )
            if not differs and other.kind == "person" and not other.roles and not other.anonymous:
                return self.registry.add(other, voice.at.cue.start)
            break
        before = [voice for voice in self.voices[max(place - _BACK, 0) : place] if voice.party is not None]
        if not before or before[-1].at.cue.start >= self._title_end:
            return None
        headed = before[-1].actor
        plain = headed is not None and headed.kind == "person" and not headed.roles
        return headed if headed is not None and plain and fits(headed, party.gender, "s") else None

    def _unveiled(self, party: Party, place: int) -> Actor | None:
        """The person whom the body names where the title only describes somebody (وزير بريطاني)."""
        states = {mark for mark in party.marks if mark.isascii()}
        for voice in self.voices[place + 1 : place + 1 + _BACK]:
            other = voice.party
            if other is None or other.kind != "person" or voice.at.cue.start < self._title_end:
                continue
            vague = states and party.head in self.classes.vague
            if states <= other.marks and (vague or party.roles & other.roles):
                return self.registry.add(other, voice.at.cue.start)
        return None

    def _point(self, party: Party, at: int) -> tuple[Actor | None, str]:
        """The antecedent of a phrase that needs one."""
        registry = self.registry
        if party.number == "d":
            both = next((a for a in reversed(self._recent[-_BACK:]) if a.joint), None)
            pair = None if both is not None else self.pairs.of(party, at)
            if both is not None or pair is not None:
                return both or (registry.add(pair, at) if pair is not None else None), "pointer"
        if party.kind == "role":
            actor = registry.holder(party, at)
            if actor is not None:
                self._fill_out(actor)
                return actor, "role"
            if party.roles & self.classes.vague and all(
                m.isascii() or m in self.classes.loose for m in party.marks
            ):
                for actor in reversed(self._recent[-_BACK:]):
                    alone = actor.number == "s" and actor.kind in ("person", "unnamed", "role")
                    if alone and fits(actor, party.gender, "s"):
                        return actor, "vague"
                actor = registry.named_holder(party, at)
                if actor is not None:
                    return actor, "role"
        actor = registry.pointed(party, at, self._recent)
        if actor is not None:
            return actor, "pointer"
        if party.kind in ("organisation", "medium") and party.head:
            actor = registry.longer(party.key, at)
            if actor is not None and party.head in actor.heads:
                return actor, "short-name"
            found = self.lookup.body(party.head, at)
            if found is not None:
                actor = registry.add(found, at)
                self._fill_out(actor)
                return actor, "text"
        if (
            party.kind == "document"
            and party.head
            and len(party.key) == 1
            and party.head not in self.classes.statements
        ):
            found = self.lookup.body(party.head, at)
            if found is not None and found.at[0] < at and self._names(found.key[1]):
                return registry.add(replace(found, kind="document"), at), "text"
        if party.kind == "document" and party.head in self.classes.statements and self._recent:
            return self._recent[-1], "document"
        if party.head == "مصدر" and self._recent and self._recent[-1].kind in _INSTITUTIONS:
            return self._recent[-1], "pointer"
        if party.kind == "role" and party.key[0].startswith("ال"):
            last = self._likely(party)
            if last is not None:
                return last, "vague"
        if party.head == "اخير":
            actor = self._latter(party, at)
            if actor is not None:
                return actor, "pointer"
        return None, ""

    def _names(self, word: str) -> bool:
        """Whether the complement of a document tells which one it is: «قرار الاتهام», «مقطع فيديو»."""
        return word.startswith("ال") or word in self.classes.documents

    def _likely(self, party: Party) -> Actor | None:
        """Who is meant by a role that nobody is named with: the last to speak, or the last woman who did."""
        people = [a for a in self._recent[-_BACK:] if a.kind == "person" and not a.key[0].startswith("ال")]
        if not people:
            return None
        last = people[-1]
        if last is self._recent[-1] and not last.roles and fits(last, party.gender, "s"):
            return last
        if party.gender == "f":
            return next((a for a in reversed(people) if a.gender == "f"), None)
        return None

    def _latter(self, party: Party, at: int) -> Actor | None:
        """The state or person named last before «الأخير»."""
        words = self.words
        last = bisect_left(
            range(len(words.starts)), at, key=lambda i: self.lookup.folded.origin(words.starts[i])
        )
        for word in reversed(words.words[max(0, last - _LATTER) : last]):
            for name in dict.fromkeys((word, word[1:] if word[0] in "ولب" else word)):
                code = self.lookup.lang.states.get(name) or self.lookup.lang.capitals.get(name)
                if code is not None:
                    state = parse(name)
                    if state.state == code and fits(state, party.gender, "s"):
                        return self.registry.add(replace(state, name=self.lookup.lang.state_names[code]), at)
                actor = self.registry.surnamed(name)
                if actor is not None and fits(actor, party.gender, "s"):
                    return actor
        return None

    @staticmethod
    def _agree(voice: Voice) -> None:
        """Learn the gender of a speaker from the verb that agrees with it."""
        form = voice.form
        if voice.actor is not None and form is not None and form.part in _FINITE and form.gender:
            voice.actor.gender = form.gender

    def _imply(self, voice: Voice, previous: Sequence[Voice]) -> None:
        """Find the subject of a cue that has no phrase for it."""
        a, form = voice.at, voice.form
        if form is not None and form.person == 1:
            outer = self.by_id.get(a.inside or "")
            if outer is not None and outer.place < voice.place and outer.actor is not None:
                voice.actor, voice.rule, voice.continues = outer.actor, "first-person", outer.at.id
                return
        purpose = form is not None and form.part == "masdar" and form.preposition == "ل"
        if form is not None and not purpose:
            if form.passive or form.definite or self._impersonal(a, form):
                return
            if form.part in NOMINAL and not form.pronoun:
                return
        if previous and self.antecedents.plainly(voice, previous[-1]):
            last = previous[-1]
            voice.actor, voice.continues = last.actor, last.at.id
            voice.rule = "participle" if form is not None and form.part == "participle" else "subject-dropped"
            return
        behind = self.voices[voice.place + 1 : voice.place + 1 + _BACK]
        candidates = self.antecedents.of(voice, previous, behind)
        if purpose and form is not None and not form.pronoun:
            # «للتنديد»: whoever does what the sentence tells; nobody where it tells of nobody. There are too
            # few to fit by.
            candidates = [c for c in candidates if c.span is not None] or candidates[-1:]
        elif self.fitting is not None:
            self.fitting.trace.append((voice, candidates))
        chosen = best(candidates, self.weights)
        voice.actor = self.meet(chosen)
        if voice.actor is None:
            return
        part = "" if form is None else form.part
        if chosen.ahead:
            voice.rule = "heading"
        elif chosen.span is not None and not self._goes_on(chosen):
            voice.rule, voice.named_at = "narrated", chosen.span
        else:
            nominal = part in NOMINAL
            voice.rule = "participle" if part == "participle" else "pronoun" if nominal else "subject-dropped"
            voice.continues = None if chosen.voice is None else chosen.voice.at.id

    def _impersonal(self, a: Attribution, form: Form) -> bool:
        lemma = self._lemma(a, form)
        masculine = form.gender == "m" and form.number == "s"
        return form.part == "present" and masculine and lemma in self.classes.impersonal

    @staticmethod
    def _goes_on(chosen: Candidate) -> bool:
        """Whether the chosen speaker has spoken since the sentence names him, so that the cue goes on."""
        if chosen.voice is None or chosen.span is None:
            return False
        return chosen.voice.at.cue.start > chosen.span.start or chosen.voice.at.source == chosen.span

    def meet(self, chosen: Candidate) -> Actor | None:
        """The actor of a candidate; None for nobody."""
        if chosen.party is None or chosen.actor is not None:
            return chosen.actor
        at = chosen.span.start if chosen.span is not None else 0
        if chosen.party.points or chosen.party.kind == "role":
            actor, _ = self._point(chosen.party, at)
            if actor is not None:
                return actor
        actor = self.registry.add(chosen.party, at)
        self._fill_out(actor)
        return actor
