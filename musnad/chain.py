"""Attributions to statements: who speaks, and through which hands the words came.

Phrases are tied by `speakers`; here the subjects that no phrase names are found, and the links of each
chain laid out, outermost first, each with its rule and that rule's measured precision.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from musnad.mentions import Named
from musnad.model import Attribution, Entity, Link, Mention, Report, Segments, Span, Statement
from musnad.morphology import Form, analyse
from musnad.parties import Context, Party, parse
from musnad.speakers import VAGUE, Actor, Registry, entities, name_spans
from musnad.text import Folded, fold
from musnad.times import said_on

_BACK = 12
"""How many earlier speakers are tried for a subject that is not expressed."""

_LONGEST_CHAIN = 8
_UNMEASURED = 0.5

# Precision of each rule for the speaker on annotated training reports, spans given.
PRECISION = {
    "report": 1.0,
    "credit": 0.95,
    "via": 0.95,
    "inside": 0.9,
    "source": 0.9,
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """What `resolve` found; `attributions` are those given, with `continues` filled in."""

    attributions: tuple[Attribution, ...]
    statements: tuple[Statement, ...]
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    credits: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class _Step:
    """One relayer of a chain."""

    actor: Actor
    rule: str
    span: Span | None
    inherited: bool


@dataclass(slots=True)
class _Voice:
    """One attribution while it is being resolved."""

    at: Attribution
    party: Party | None = None
    via: tuple[Party, ...] = ()
    actor: Actor | None = None
    rule: str = ""
    continues: str | None = None


def resolve(
    report: Report, folded: Folded, segments: Segments, named: Named, attributions: tuple[Attribution, ...]
) -> Resolved:
    """Statements with speakers and chains for `attributions`, which are spans of `report.text`."""
    reader = _Resolver(report, folded, segments, named, attributions)
    reader.run()
    return reader.result()


class _Resolver:
    def __init__(
        self, report: Report, folded: Folded, segments: Segments, named: Named, attributions: tuple[Attribution, ...]
    ) -> None:
        self.report = report
        self.text = report.text
        self.segments = segments
        self.named = named
        self.registry = Registry(report.text, folded, named.words)
        self.given = attributions
        self.voices = [_Voice(a) for a in sorted(attributions, key=lambda a: (a.cue.start, a.id))]
        self.by_id = {v.at.id: v for v in self.voices}
        self.parsed: dict[tuple[str, bool, bool], Party] = {}
        self.recent: list[Actor] = []
        self.folded = folded
        self.vias: dict[Span, tuple[Actor | None, str]] = {}
        self.bodies: dict[int, Actor | None] = {}
        self.publisher: Actor | None = None
        self.credits: list[tuple[Actor, Span]] = []
        self.title_end = segments.paragraphs[0].end if segments.paragraphs else 0

    def parse(self, span: Span, governed: bool, nominal: bool = False) -> Party:
        text = span.of(self.text)
        key = (text, governed, nominal)
        if key not in self.parsed:
            self.parsed[key] = parse(text, Context(governed, nominal, self.named.words.index))
        return self.parsed[key]

    def run(self) -> None:
        """Parse every phrase, register who is named, then resolve in reading order."""
        for voice in self.voices:
            a = voice.at
            voice.via = tuple(self.parse(span, True) for span in a.via)
            for party, span in zip(voice.via, a.via, strict=True):
                self.note(party, span)
            if a.source is not None:
                form = self.form(a)
                voice.party = self.parse(a.source, self.governed(a), form is None or form.part in ("masdar", "noun"))
                self.note(voice.party, a.source)
        self.registry.merge()
        self.complete()
        previous: list[_Voice] = []
        pending: list[_Voice] = []
        for voice in self.voices:
            a = voice.at
            for party, span in zip(voice.via, a.via, strict=True):
                self.vias[span] = self.tie(party, span)
                if (actor := self.vias[span][0]) is not None:
                    self.recent.append(actor)
            if a.source is not None and voice.party is not None:
                voice.actor, voice.rule = self.tie(voice.party, a.source)
                self.agree(voice)
            else:
                self.imply(voice, previous)
                if voice.actor is None and voice.rule == "later":
                    pending.append(voice)
            if voice.actor is not None:
                self.recent.append(voice.actor)
                previous.append(voice)
        for voice in pending:
            self.ahead(voice)

    @staticmethod
    def governed(a: Attribution) -> bool:
        return a.source is not None and a.cue.end <= a.source.start and a.cue_class is not None and a.lemma in _GOVERNING

    def note(self, party: Party, span: Span) -> None:
        """Register a phrase that names its speaker by itself."""
        if party.issuer is not None:
            inner = self.issuer(party, span)
            if not inner.points and inner.kind != "role":
                self.registry.add(inner, span.start)
            return
        if party.points or party.kind == "role" or not party.name:
            return
        self.registry.add(party, span.start)

    def issuer(self, party: Party, span: Span) -> Party:
        assert party.issuer is not None
        start = span.start
        return self.parse(Span(start + party.issuer[0], start + party.issuer[1]), True)

    def complete(self) -> None:
        """Fill out names that the sources give only in short, from the rest of the text."""
        for actor in list(self.registry.actors):
            if actor.kind == "person" and actor.name and not actor.anonymous and (len(actor.key) == 1 or (len(actor.key) == 2 and actor.key[0] in _SHORT)):
                fuller = self.registry.named(actor.key)
                if fuller is not None:
                    actor.aliases[actor.name] = None
                    actor.name, actor.key = fuller.name, fuller.key
                    actor.roles |= fuller.roles
                    actor.marks |= fuller.marks
                    for role in fuller.roles:
                        self.registry.by_role.setdefault(role, []).append(actor)
                    actor.role = actor.role or fuller.role

    def tie(self, party: Party, span: Span) -> tuple[Actor | None, str]:
        """The actor of a phrase, and the rule that says so."""
        at = span.start
        registry = self.registry
        if party.issuer is not None:
            inner = self.issuer(party, span)
            actor, _ = self.tie(inner, span)
            return actor, "issuer"
        if party.points or party.kind == "role":
            actor, rule = self.point(party, at)
            if actor is not None:
                return actor, rule
            if party.kind == "role" and party.marks and (next_actor := self.following(party, at)) is not None:
                return next_actor, "next-name"
            return registry.add(party, at), "unresolved"
        actor = registry.add(party, at)
        if party.anonymous and at < self.title_end and (later := self.unveiled(party)) is not None:
            return later, "unveiled"
        return actor, party.rule if actor.name == party.name else "short-name"

    def following(self, party: Party, at: int) -> Actor | None:
        """The next person who speaks, where nothing ties a role to a name before."""
        seen = 0
        for voice in self.voices:
            other = voice.party
            if other is None or voice.at.cue.start <= at or voice.at.source is None:
                continue
            seen += 1
            if other.kind == "person" and not other.roles and not other.anonymous:
                return self.registry.add(other, at)
            if seen == 1:
                break
        return None

    def unveiled(self, party: Party) -> Actor | None:
        """The person whom the body names where the title only describes them (وزير بريطاني)."""
        for voice in self.voices:
            other = voice.party
            if other is not None and other.kind == "person" and voice.at.cue.start > self.title_end:
                if party.roles & other.roles and not ({m for m in party.marks if m.isascii()} - other.marks):
                    return self.registry.add(other, voice.at.cue.start)
        return None

    def point(self, party: Party, at: int) -> tuple[Actor | None, str]:
        registry = self.registry
        if party.kind == "role":
            actor = registry.holder(party, at)
            if actor is not None:
                return actor, "role"
            if party.roles & VAGUE:
                for actor in reversed(self.recent[-_BACK:]):
                    if actor.number == "s" and actor.kind in ("person", "unnamed", "role") and self.fits(actor, party.gender, "s"):
                        return actor, "vague"
        actor = registry.pointed(party, at, self.recent)
        if actor is not None:
            return actor, "pointer"
        if party.kind in ("organisation", "medium") and party.head:
            longer = registry.longer(party.key, at)
            if longer is not None:
                return longer, "short-name"
            found = registry.body(party.head, at)
            if found is not None:
                return registry.add(found, at), "text"
        if party.kind == "document" and party.head in ("بيان", "بلاغ") and self.recent:
            return self.recent[-1], "document"
        return None, ""

    def agree(self, voice: _Voice) -> None:
        """Learn the gender of a speaker from a verb that agrees with it."""
        actor, form = voice.actor, self.form(voice.at)
        if actor is None or form is None or form.part not in ("past", "present") or form.gender not in ("m", "f"):
            return
        actor.gender = form.gender

    def form(self, a: Attribution) -> Form | None:
        """The finite verb, participle or noun of a cue; of several readings the one with its lemma."""
        best: Form | None = None
        for word in a.cue.of(self.text).split():
            for form in analyse(word):
                if form.cue.lemma == a.lemma:
                    return form
                if best is None or (best.part not in ("past", "present") and form.part in ("past", "present")):
                    best = form
        return best

    def imply(self, voice: _Voice, previous: list[_Voice]) -> None:
        """The subject of a cue that has no phrase for it."""
        a = voice.at
        form = self.form(a)
        if form is None:
            return
        if form.passive or form.definite or (form.part == "present" and form.gender == "m" and fold(a.lemma).text in _IMPERSONAL):
            return
        if form.part in ("masdar", "noun", "relay"):
            if not form.pronoun:
                return
            gender, number = _PRONOUNS.get(form.pronoun, ("", ""))
            rule = "pronoun"
        else:
            gender, number = form.gender, form.number
            rule = "participle" if form.part == "participle" else "subject-dropped"
        if form.person == 1:
            outer = self.by_id.get(a.inside or "")
            if outer is not None and outer.actor is not None:
                voice.actor, voice.rule, voice.continues = outer.actor, "first-person", outer.at.id
            return
        for other in reversed(previous[-_BACK:]):
            if a.inside != other.at.inside and (a.inside is None or other.at.id != a.inside):
                continue
            if other.actor is not None and self.fits(other.actor, gender, number):
                voice.actor, voice.rule, voice.continues = other.actor, rule, other.at.id
                return
        if a.cue.start < self.title_end or not previous:
            voice.rule = "later"

    @staticmethod
    def fits(actor: Actor, gender: str, number: str) -> bool:
        many = actor.number != "s"
        if number == "p":
            return many or actor.kind in ("group", "unnamed")
        if number == "d":
            return many
        if many and gender == "m" and actor.kind == "group":
            return False
        return not gender or not actor.gender or gender == actor.gender

    def ahead(self, voice: _Voice) -> None:
        """A heading without a subject takes the first speaker of the body."""
        form = self.form(voice.at)
        for other in self.voices:
            if other.at.cue.start > voice.at.cue.start and other.actor is not None:
                if form is None or self.fits(other.actor, form.gender, form.number):
                    voice.actor, voice.rule = other.actor, "heading"
                return

    def result(self) -> Resolved:
        """Lay out the chains and gather what they name."""
        self.publisher = self.medium(self.report.publisher)
        credited = {mention.entity: mention for mention in self.named.credits}
        self.credits = [
            (self.credit(entity), credited[entity.id].span) for entity in self.named.entities if entity.id in credited
        ]
        used: dict[int, Actor] = {}
        chains: dict[str, tuple[_Step, ...]] = {}
        for voice in self.voices:
            chains[voice.at.id] = self.relayers(voice, chains)
            for actor in (voice.actor, *(step.actor for step in chains[voice.at.id]), self.spoken_for(voice.actor)):
                if actor is not None:
                    used[actor.order] = actor
        head = [Link("publisher", "", "report", PRECISION["report"])] if self.publisher is not None else []
        for actor in (self.publisher, *(actor for actor, _ in self.credits)):
            if actor is not None:
                used[actor.order] = actor
        found, ids = entities([used[k] for k in sorted(used)])
        head = [replace(link, entity=ids[self.publisher.order]) for link in head if self.publisher is not None]
        head += [
            Link("credit", ids[actor.order], "credit", PRECISION["credit"], span)
            for actor, span in self.credits
            if actor is not self.publisher
        ]
        statements = tuple(self.statement(i, v, head, chains[v.at.id], ids) for i, v in enumerate(self.voices, 1))
        changed = {v.at.id: v.continues for v in self.voices if v.continues is not None}
        given = tuple(replace(a, continues=changed[a.id]) if a.id in changed else a for a in self.given)
        return Resolved(given, statements, self.mentions(used, ids), found, self.credit_mentions(ids))

    def medium(self, name: str | None) -> Actor | None:
        """The actor of a medium known by name only."""
        if not name or not name.strip():
            return None
        party = parse(name)
        known = self.registry.by_key.get(self.registry.key(replace(party, kind="medium")))
        return known or self.registry.add(replace(party, kind="medium", name=name.strip()), 0)

    def credit(self, entity: Entity) -> Actor:
        actor = self.medium(entity.name)
        return actor if actor is not None else self.registry.add(parse(entity.name), 0)

    def credit_mentions(self, ids: dict[int, str]) -> tuple[Mention, ...]:
        return tuple(
            Mention(span, "medium", ids[actor.order]) for actor, span in self.credits
        )

    def relayers(self, voice: _Voice, chains: dict[str, tuple[_Step, ...]]) -> tuple[_Step, ...]:
        """Who passed the words on, outermost first: inherited, the outer speaker, then those printed here."""
        steps: dict[int, _Step] = {}
        a = voice.at
        for origin in (voice.continues, a.inside):
            if origin is not None and origin != a.id:
                for step in chains.get(origin, ()):
                    steps.setdefault(step.actor.order, replace(step, inherited=True))
        outer = self.by_id.get(a.inside or "")
        if outer is not None and outer.at.id in chains and outer.actor is not None:
            steps.setdefault(outer.actor.order, _Step(outer.actor, "inside", outer.at.source, True))
        for party, span in zip(voice.via, a.via, strict=True):
            actor, rule = self.vias.get(span, (None, ""))
            if actor is not None:
                steps.pop(actor.order, None)
                steps[actor.order] = _Step(actor, "via" if rule == party.rule else rule, span, False)
        if voice.actor is not None:
            steps.pop(voice.actor.order, None)
        return tuple(steps.values())[-_LONGEST_CHAIN:]

    def spoken_for(self, actor: Actor | None) -> Actor | None:
        """The body in whose name a spokesperson speaks."""
        if actor is None or actor.kind not in ("person", "role", "unnamed"):
            return None
        if actor.order not in self.bodies:
            _, found, name = (actor.role or actor.name).partition("باسم ")
            body = parse(name.split("،")[0], Context(True)) if found and name.strip() else None
            known = None
            if body is not None and body.key:
                known = self.point(body, actor.first)[0] if body.points else self.registry.add(body, actor.first)
            self.bodies[actor.order] = known if known is not actor else None
        return self.bodies[actor.order]

    def statement(
        self, number: int, voice: _Voice, head: list[Link], steps: tuple[_Step, ...], ids: dict[int, str]
    ) -> Statement:
        chain = list(head)
        chain += [
            Link("relayer", ids[s.actor.order], s.rule, PRECISION.get(s.rule, _UNMEASURED), s.span, s.inherited)
            for s in steps
            if self.publisher is None or s.actor is not self.publisher
        ]
        body = self.spoken_for(voice.actor)
        if voice.actor is not None:
            score = PRECISION.get(voice.rule, _UNMEASURED)
            chain.append(Link("speaker", ids[voice.actor.order], voice.rule, score, voice.at.source, voice.at.source is None))
        return Statement(
            f"s{number}",
            voice.at.id,
            ids[voice.actor.order] if voice.actor is not None else None,
            tuple(chain),
            ids[body.order] if body is not None else None,
            said_on(self.text, voice.at, self.report.published),
        )

    def mentions(self, used: dict[int, Actor], ids: dict[int, str]) -> tuple[Mention, ...]:
        """The phrases read, and every other place with a full or short name of whoever is in a chain."""
        spans: dict[Span, Actor] = {}
        for voice in self.voices:
            if voice.at.source is not None and voice.actor is not None:
                spans.setdefault(voice.at.source, voice.actor)
            for span in voice.at.via:
                actor = self.vias.get(span, (None, ""))[0]
                if actor is not None:
                    spans.setdefault(span, actor)
        for actor, span in self.credits:
            spans.setdefault(span, actor)
        kept = {s: a for s, a in spans.items() if a.order in used}
        named = name_spans(self.text, self.folded, self.named.words, [used[k] for k in sorted(used)], kept)
        return tuple(Mention(span, actor.kind, ids[actor.order]) for span, actor in sorted(named.items(), key=lambda p: p[0]))


_PRONOUNS = {
    "ه": ("m", "s"), "ها": ("f", "s"), "هم": ("m", "p"), "هن": ("f", "p"), "هما": ("", "d"),
}  # fmt: skip
_SHORT = frozenset("بن ال دي فان فون ابو".split())
_IMPERSONAL = frozenset("اعتقد اشتبه نظر افترض ظن".split())
_GOVERNING = frozenset(["وفق", "وفقا", "وفقًا", "طبقا", "بحسب", "حسب", "نقلا", "اتهام", "نقلا عن", "استنادا"])
