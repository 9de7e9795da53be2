"""Whose voice each attribution is: phrases tied to their speakers, and the subjects that no phrase names.

An unexpressed subject is the last speaker who agrees in gender and number; a participle agrees with the
subject of its sentence; the first person inside a quotation is whoever is quoted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from musnad.lang.people import people
from musnad.lookup import Lookup
from musnad.mentions import Words
from musnad.model import Attribution, Segments, Span
from musnad.morphology import Form, analyse
from musnad.parties import Party, parse
from musnad.phrases import noun_phrase
from musnad.settle import pattern_of
from musnad.speakers import Actor, Registry
from musnad.text import Folded, fold
from musnad.titles import Context
from musnad.tokens import tells_dots, tokenise
from musnad.words import looks_like_verb

_BACK = 12
"""How many speakers before, or behind, are tried for a subject that is not expressed."""

_RELATIVE = re.compile(r"[\s،]+(?:و|)(?:الذي|التي|الذين|اللذان|اللتان)\b")

_ASIDE = ("noun",)

_TITLE = 300
"""Code points: a longer first paragraph is no title."""

_LONGEST = 600
"""Code points of one phrase that are read."""

_PRONOUNS = {
    "ه": ("m", "s"), "ها": ("f", "s"), "هم": ("m", "p"), "هن": ("f", "p"), "هما": ("", "d"),
}  # fmt: skip
_FINITE = ("past", "present")
_AUXILIARY = frozenset({"و", "قد", "وقد", "كان", "كانت", "وكان", "وكانت", "كما"})


@dataclass(slots=True)
class Voice:
    """One attribution with its speaker, the rule that found it, and whose subject it shares.

    `named_at` is where a speaker without a source span is named in the sentence.
    """

    at: Attribution
    place: int
    form: Form | None
    party: Party | None = None
    actor: Actor | None = None
    rule: str = ""
    continues: str | None = None
    named_at: Span | None = None


class Voices:
    """The attributions of one report in reading order, resolved."""

    def __init__(
        self,
        text: str,
        folded: Folded,
        words: Words,
        segments: Segments,
        given: Sequence[Attribution],
    ) -> None:
        self.text = text
        self.sentences = segments.sentences
        self.dotted = tells_dots(text)
        paragraphs = segments.paragraphs
        self.words = words
        self.classes = people().classes
        self.lookup = Lookup(text, folded, words)
        self.registry = Registry(self.lookup)
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

    def _lemma(self, a: Attribution) -> str:
        if a.lemma not in self._lemmas:
            self._lemmas[a.lemma] = fold(a.lemma).text
        return self._lemmas[a.lemma]

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
                governed = a.cue.end <= a.source.start and self._lemma(a) in self.classes.governing
                voice.party = self._parse(a.source, governed, form is None or form.part in ("masdar", "noun"))
                self._note(voice.party, a.source)
        self.registry.merge()
        self._complete()

    def _note(self, party: Party, span: Span) -> None:
        inner = self._issuer(party, span)
        party = party if inner is None else inner
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
            if actor.kind != "person" or not actor.name or actor.anonymous:
                continue
            if len(actor.key) == 1 or (len(actor.key) == 2 and actor.key[0] in self.classes.joined):
                fuller = self.lookup.full(actor.key)
                if fuller is not None:
                    actor.aliases[actor.name] = None
                    actor.name, actor.key = fuller.name, fuller.key
                    self.registry.learn_role(actor, fuller)

    def _resolve(self) -> None:
        previous: list[Voice] = []
        pending: list[Voice] = []
        for voice in self.voices:
            a = voice.at
            for span in a.via:
                actor, _ = self.vias[span] = self._tie(self._parse(span, True), span, voice.place)
                if actor is not None:
                    self._recent.append(actor)
            if a.source is not None and voice.party is not None:
                voice.actor, voice.rule = self._tie(voice.party, a.source, voice.place)
                self._agree(voice)
            elif not self._imply(voice, previous):
                pending.append(voice)
            if voice.actor is not None:
                self._recent.append(voice.actor)
                previous.append(voice)
        for voice in pending:
            self._ahead(voice)

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
            if actor is not None:
                return actor, rule
            whole = party.kind in ("organisation", "medium", "document") and len(party.key) > 1
            return self.registry.add(party, at), "source" if whole else "unresolved"
        actor = self.registry.add(party, at)
        if party.anonymous and at < self._title_end and (later := self._unveiled(party, place)) is not None:
            return later, "unveiled"
        if party.rule != "source":
            return actor, party.rule
        return actor, "source" if actor.name == party.name else "short-name"

    def _next_name(self, party: Party, place: int) -> Actor | None:
        """The next speaker by a bare name, where nothing ties a role to one before."""
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
        return None

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
        if party.kind == "role":
            actor = registry.holder(party, at)
            if actor is not None:
                return actor, "role"
            if party.roles & self.classes.vague and all(
                m.isascii() or m in self.classes.loose for m in party.marks
            ):
                for actor in reversed(self._recent[-_BACK:]):
                    alone = actor.number == "s" and actor.kind in ("person", "unnamed", "role")
                    if alone and _fits(actor, party.gender, "s"):
                        return actor, "vague"
        actor = registry.pointed(party, at, self._recent)
        if actor is not None:
            return actor, "pointer"
        if party.kind in ("organisation", "medium") and party.head:
            actor = registry.longer(party.key, at)
            if actor is not None and party.head in actor.heads:
                return actor, "short-name"
            found = self.lookup.body(party.head, at)
            if found is not None:
                return registry.add(found, at), "text"
        if party.kind == "document" and party.head in self.classes.statements and self._recent:
            return self._recent[-1], "document"
        return None, ""

    @staticmethod
    def _agree(voice: Voice) -> None:
        """Learn the gender of a speaker from the verb that agrees with it."""
        form = voice.form
        if voice.actor is not None and form is not None and form.part in _FINITE and form.gender:
            voice.actor.gender = form.gender

    def _imply(self, voice: Voice, previous: Sequence[Voice]) -> bool:
        """Find the subject of a cue that has no phrase for it; false where one may follow."""
        a, form = voice.at, voice.form
        if form is None or form.passive or form.definite:
            return True
        if form.part == "present" and form.gender == "m" and self._lemma(a) in self.classes.impersonal:
            return True
        gender, number = form.gender, form.number
        rule = "participle" if form.part == "participle" else "subject-dropped"
        if form.part in ("masdar", "noun", "relay"):
            if not form.pronoun:
                return True
            gender, number = _PRONOUNS.get(form.pronoun, ("", ""))
            rule = "pronoun"
        if form.person == 1:
            outer = self.by_id.get(a.inside or "")
            if outer is not None and outer.place < voice.place and outer.actor is not None:
                voice.actor, voice.rule, voice.continues = outer.actor, "first-person", outer.at.id
            return True
        if form.part in (*_FINITE, "participle") and self._narrated(voice, previous):
            return True
        for other in reversed(previous[-_BACK:]):
            if a.inside != other.at.inside and (a.inside is None or other.at.id != a.inside):
                continue
            if pattern_of(other.at).startswith(_ASIDE) and form.part != "noun":
                continue
            if other.actor is not None and _fits(other.actor, gender, number):
                voice.actor, voice.rule, voice.continues = other.actor, rule, other.at.id
                return True
        return bool(previous) and a.cue.start >= self._title_end

    def _narrated(self, voice: Voice, previous: Sequence[Voice]) -> bool:
        """Take the subject of the verb that opens the sentence: «نشرت الوزارة بيانا، أكدت فيه ...».

        Only where nobody has spoken in the sentence before, and the verbs agree in gender.
        """
        a, form = voice.at, voice.form
        at = bisect_right(self.sentences, a.cue.start, key=lambda s: s.span.start) - 1
        if at < 0 or form is None or form.number == "d":
            return False
        sentence = self.sentences[at]
        if a.cue.start <= sentence.span.start or a.inside is not None:
            return False
        if previous and previous[-1].at.cue.start >= sentence.span.start:
            return False
        tokens = tokenise(self.text, sentence, (), self.dotted)
        first = next((i for i in range(min(3, len(tokens))) if tokens.words[i] not in _AUXILIARY), 0)
        if first + 1 >= len(tokens) or not looks_like_verb(tokens.words[first]):
            return False
        female = tokens.words[first].endswith("ت") or tokens.words[first].lstrip("وف").startswith("ت")
        if form.gender and (form.gender == "f") != female:
            return False
        begin = first + 1
        end = noun_phrase(tokens, begin, len(tokens))
        if end <= begin or tokens.span((begin, end)).end > a.cue.start:
            return False
        span = tokens.span((begin, end))
        actor, _ = self._tie(self._parse(span, False), span, voice.place)
        if actor is None or not _fits(actor, form.gender, form.number):
            return False
        voice.actor, voice.rule, voice.named_at = actor, "narrated", span
        return True

    def _ahead(self, voice: Voice) -> None:
        """A heading without a subject takes the first speaker of the body."""
        form = voice.form
        for other in self.voices[voice.place + 1 : voice.place + 1 + _BACK]:
            if other.actor is not None:
                if form is None or _fits(other.actor, form.gender, form.number):
                    voice.actor, voice.rule = other.actor, "heading"
                return


def _fits(actor: Actor, gender: str, number: str) -> bool:
    """Whether a verb of this gender and number may have `actor` as its unexpressed subject."""
    many = actor.number != "s"
    if number == "p":
        return many or actor.kind in ("group", "unnamed")
    if number == "d":
        return many
    if many and gender == "m" and actor.kind == "group":
        return False
    return not gender or not actor.gender or gender == actor.gender
