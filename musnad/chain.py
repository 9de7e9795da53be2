"""Attributions to statements: the chain of each from the publisher to the speaker, link by link.

`voices` finds who speaks; here the links are laid out, outermost first, each with its rule and that
rule's measured precision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from musnad import furniture_english, times_english
from musnad.furniture import named_in
from musnad.mentions import Named, known_medium, name_spans
from musnad.model import (
    LONGEST_CHAIN,
    Attribution,
    Chain,
    Entity,
    Link,
    Mention,
    Report,
    Segments,
    Span,
    Statement,
)
from musnad.names import clean
from musnad.parties import Party
from musnad.speakers import Actor, entities
from musnad.text import Folded
from musnad.times_said import said_on
from musnad.voice import Voice, fits
from musnad.voices import Voices
from musnad.voices_english import EnglishVoices

_UNMEASURED = 0.5
_SPELLED = frozenset({"person", "organisation", "medium", "state", "role"})

# Share of the speakers found by each rule that bear the very name that annotators gave, on 232 training
# reports with their spans given (2,173 attributions). Rules whose speaker the model of `antecedents` may
# have chosen were measured with weights fitted on the other folds of five; those seen less than ten times
# are smoothed towards one half by two cases. The outer links are facts of the page, but for what reading
# them may get wrong.
PRECISION = {
    "report": 1.0,
    "credit": 0.95,
    "byline": 0.95,
    "via": 0.94,
    "inside": 0.94,
    "source": 0.87,
    "capital": 0.97,
    "adjective": 0.97,
    "kingdom": 0.75,
    "short-name": 0.97,
    "role": 0.9,
    "next-name": 0.89,
    "pointer": 0.76,
    "vague": 0.82,
    "text": 0.82,
    "issuer": 0.93,
    "document": 0.6,
    "unveiled": 0.8,
    "subject-dropped": 0.83,
    "participle": 0.88,
    "narrated": 0.61,
    "first-person": 0.6,
    "pronoun": 0.36,
    "heading": 0.25,
    "unresolved": 0.64,
}

# The same for English, on 17 reports with their spans given (150 attributions): too few for more than a
# rough order, so that every rule is smoothed by two cases; those of which none was seen count one half.
PRECISION_ENGLISH = {
    **{rule: PRECISION[rule] for rule in ("report", "credit", "byline", "via", "inside")},
    "source": 0.96,
    "capital": 0.75,
    "short-name": 0.97,
    "role": 0.83,
    "pointer": 0.8,
    "vague": 0.8,
    "text": 0.67,
    "issuer": 0.75,
    "unveiled": 0.67,
    "subject-dropped": 0.57,
    "participle": 0.8,
    "first-person": 0.83,
    "pronoun": 0.84,
    "unresolved": 0.67,
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """What `resolve` found.

    `attributions` are those given, with `continues` filled in; `entities` hold those of `mentions.find`.
    """

    attributions: tuple[Attribution, ...]
    statements: tuple[Statement, ...]
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """One relayer of a chain."""

    actor: Actor
    rule: str
    span: Span | None
    inherited: bool


def resolve(
    report: Report, folded: Folded, segments: Segments, named: Named, attributions: tuple[Attribution, ...]
) -> Resolved:
    """Statements with speakers and chains for `attributions`, which are spans of `report.text`.

    Statements come in the order of their cues. Never raises on a text; linear in its length and in the
    number of attributions.
    """
    read = EnglishVoices if report.language == "en" else Voices
    voices = read(report.text, folded, named.words, segments, attributions)
    layout = _Layout(report, named, voices)
    steps = layout.steps()
    actors = sorted(layout.used.values(), key=lambda actor: actor.order)
    given_ids = {actor.order: mention.entity for actor, mention in layout.credits}
    found, ids = entities(actors, given_ids, layout.refs())
    head = layout.head(ids)
    statements = tuple(
        layout.statement(f"s{i}", voice, (*head, *layout.links(voice, steps[voice.at.id], ids)), ids)
        for i, voice in enumerate(voices.voices, 1)
    )
    continued = {v.at.id: v.continues for v in voices.voices if v.continues is not None}
    given = tuple(_resolved(a, continued.get(a.id, a.continues), layout.printed(a)) for a in attributions)
    return Resolved(given, statements, _mentions(folded, layout, actors, ids), found)


def _resolved(a: Attribution, continues: str | None, via: tuple[Span, ...]) -> Attribution:
    return a if continues == a.continues and via == a.via else replace(a, continues=continues, via=via)


class _Layout:
    """The chains of one report; `used` gathers the actors that stand in them."""

    def __init__(self, report: Report, named: Named, voices: Voices | EnglishVoices) -> None:
        self.report = report
        self.voices = voices
        self.registry = voices.registry
        self.used: dict[int, Actor] = {}
        self.precision = PRECISION_ENGLISH if report.language == "en" else PRECISION
        self._bodies: dict[int, Actor | None] = {}
        names = {entity.id: entity.name for entity in named.entities}
        self.publisher = (
            self._medium(report.publisher) if report.publisher and report.publisher.strip() else None
        )
        self.credits = [(self._medium(names[m.entity]), m) for m in named.credits]
        # A byline given apart from the text («الرياض - واس») credits too, with no span to point at.
        names_in = furniture_english.named_in if report.language == "en" else named_in
        self.byline_names = names_in(report.byline or "")
        self.byline = [self._medium(name) for name in self.byline_names]

    def _medium(self, name: str) -> Actor:
        """The actor of a medium known by name only."""
        party = self.voices.named(name)
        # A name is not read for what describes it: «France 24» is not «France», «أ ف ب» not «ف ب».
        printed = clean(name) or party.name
        party = replace(party, name=printed, kind="medium", points=False, anonymous=False, state=None)
        return self._use(self.registry.add(party, 0))

    def refs(self) -> dict[int, str]:
        """The refs of the media that stand in chains, by order of actor.

        Each is read from the phrases that name the medium; of one that goes by the names of two, as «سكاي
        نيوز» and «سكاي نيوز عربية» in one report, its fullest name decides.
        """
        own = self._ref(self.report.publisher or "", None, credit=True)
        known: dict[int, set[str]] = {}
        for actor, phrase, credit in self._phrases():
            if actor.kind != "medium" or actor.order not in self.used:
                continue
            if (ref := self._ref(phrase, own, credit=credit)) is not None:
                known.setdefault(actor.order, set()).add(ref)
        for order, refs in known.items():
            if len(refs) > 1:
                known[order] = {self._ref(self.used[order].name, own, credit=True) or ""} & refs
        return {order: f"medium/{next(iter(refs))}" for order, refs in known.items() if refs}

    def _phrases(self) -> Iterator[tuple[Actor, str, bool]]:
        """The phrases that name whoever stands in a chain, and whether each stands where only media do."""
        text = self.report.text
        if self.publisher is not None:
            yield self.publisher, self.report.publisher or "", True
        for actor, mention in self.credits:
            yield actor, mention.span.of(text), True
        for actor, name in zip(self.byline, self.byline_names, strict=True):
            yield actor, name, True
        for voice in self.voices.voices:
            if voice.actor is not None and voice.at.source is not None:
                yield voice.actor, voice.at.source.of(text), False
            for span in voice.at.via:
                via = self.voices.vias[span][0]
                if via is not None:
                    yield via, span.of(text), False
        for actor in self.used.values():
            for name in (actor.name, *actor.aliases):
                yield actor, name, False

    def _ref(self, phrase: str, publisher: str | None, *, credit: bool) -> str | None:
        """The ref of the medium that a phrase names; a publisher may go by its name in the other language."""
        language = self.report.language
        found = known_medium(phrase, language, credit=credit, publisher=publisher)
        if found is None and credit:
            found = known_medium(phrase, "ar" if language == "en" else "en", credit=True)
        return found.ref if found is not None else None

    def _use(self, actor: Actor) -> Actor:
        self.used[actor.order] = actor
        return actor

    def steps(self) -> dict[str, tuple[_Step, ...]]:
        """The relayers of every attribution, by its id."""
        found: dict[str, tuple[_Step, ...]] = {}
        for voice in self.voices.voices:
            found[voice.at.id] = self._steps(voice, found)
            for step in found[voice.at.id]:
                self._use(step.actor)
            if voice.actor is not None:
                self._use(voice.actor)
                body = self.spoken_for(voice.actor)
                if body is not None:
                    self._use(body)
        return found

    def _steps(self, voice: Voice, found: dict[str, tuple[_Step, ...]]) -> tuple[_Step, ...]:
        """Who passed the words on: inherited, the outer speaker, then those printed here."""
        a = voice.at
        steps: dict[int, _Step] = {}
        for origin in (voice.continues, a.inside):
            for step in found.get(origin or "", ()):
                steps.setdefault(step.actor.order, replace(step, inherited=True))
        outer = self.voices.by_id.get(a.inside or "")
        if outer is not None and outer.actor is not None and outer.at.id in found:
            steps.setdefault(outer.actor.order, _Step(outer.actor, "inside", outer.at.source, True))
        for span in a.via:
            actor, rule = self.voices.vias[span]
            if actor is not None:
                steps.pop(actor.order, None)
                steps[actor.order] = _Step(actor, "via" if rule == "source" else rule, span, False)
        # Nobody is relayed by himself, and the publisher stands before every chain.
        for actor in (voice.actor, self.publisher):
            if actor is not None:
                steps.pop(actor.order, None)
        return tuple(steps.values())[-LONGEST_CHAIN:]

    def printed(self, attribution: Attribution) -> tuple[Span, ...]:
        """The relayers printed for an attribution, without the speaker himself: nobody is relayed by himself.

        So the annotators have it in 12 of 13 attributions whose own speaker's words hold them. A dropped
        subject is he only where the verb agrees with him.
        """
        inner, outer = (self.voices.by_id.get(name or "") for name in (attribution.id, attribution.inside))
        if inner is None or outer is None or inner.actor is None or inner.actor is not outer.actor:
            return attribution.via
        form = inner.form
        if attribution.source is not None or form is None or not fits(outer.actor, form.gender, form.number):
            return attribution.via
        return tuple(via for via in attribution.via if via != outer.at.source)

    def spoken_for(self, actor: Actor) -> Actor | None:
        """The body in whose name a spokesperson speaks."""
        if actor.kind not in ("person", "role", "unnamed"):
            return None
        if actor.order not in self._bodies:
            party = self.voices.behalf(actor)
            self._bodies[actor.order] = self._body(party, actor) if party is not None and party.key else None
        return self._bodies[actor.order]

    def _body(self, party: Party, actor: Actor) -> Actor | None:
        if party.points:
            known = self.registry.pointed(party, actor.first, ())
        else:
            known = self.registry.longer(party.key, actor.first) or self.registry.add(party, actor.first)
        return known if known is not actor else None

    def head(self, ids: dict[int, str]) -> Chain:
        """The links that every chain of the report begins with: its publisher and the agencies it credits."""
        links = []
        if self.publisher is not None:
            links.append(Link("publisher", ids[self.publisher.order], "report", PRECISION["report"]))
        seen = {self.publisher.order} if self.publisher is not None else set()
        for actor, mention in self.credits:
            if actor.order not in seen:
                seen.add(actor.order)
                links.append(Link("credit", ids[actor.order], "credit", PRECISION["credit"], mention.span))
        for actor in self.byline:
            if actor.order not in seen:
                seen.add(actor.order)
                links.append(Link("credit", ids[actor.order], "byline", PRECISION["byline"]))
        return tuple(links)

    def links(self, voice: Voice, steps: tuple[_Step, ...], ids: dict[int, str]) -> Chain:
        """The links of one attribution behind the head: its relayers and its speaker."""
        chain = [
            Link("relayer", ids[s.actor.order], s.rule, self._score(s.rule), s.span, s.inherited)
            for s in steps
        ]
        if voice.actor is not None:
            score = self._score(voice.rule)
            span = voice.at.source or voice.named_at
            inherited = voice.continues is not None
            chain.append(Link("speaker", ids[voice.actor.order], voice.rule, score, span, inherited))
        return tuple(chain)

    def _score(self, rule: str) -> float:
        return self.precision.get(rule, _UNMEASURED)

    def statement(self, name: str, voice: Voice, chain: Chain, ids: dict[int, str]) -> Statement:
        """One attribution as a statement."""
        actor = voice.actor
        body = self.spoken_for(actor) if actor is not None else None
        dated = times_english.said_on if self.report.language == "en" else said_on
        return Statement(
            name,
            voice.at.id,
            ids[actor.order] if actor is not None else None,
            chain,
            ids[body.order] if body is not None else None,
            dated(self.report.text, voice.at, self.report.published),
        )


def _mentions(
    folded: Folded, layout: _Layout, actors: list[Actor], ids: dict[int, str]
) -> tuple[Mention, ...]:
    """The phrases read, and every other indexed place that prints a name of whoever is in a chain."""
    taken: dict[Span, int] = {}
    for voice in layout.voices.voices:
        if voice.at.source is not None and voice.actor is not None:
            taken.setdefault(voice.at.source, voice.actor.order)
        for span in voice.at.via:
            actor = layout.voices.vias[span][0]
            if actor is not None and actor.order in layout.used:
                taken.setdefault(span, actor.order)
    for actor, mention in layout.credits:
        taken.setdefault(mention.span, actor.order)
    names = [
        (actor.key, *actor.keys) if actor.kind in _SPELLED and not actor.anonymous else () for actor in actors
    ]
    orders = {actor.order: i for i, actor in enumerate(actors)}
    spans = name_spans(
        folded, layout.voices.words, names, {span: orders[order] for span, order in taken.items()}
    )
    return tuple(
        Mention(span, actors[number].kind, ids[actors[number].order])
        for span, number in sorted(spans.items(), key=lambda pair: pair[0])
    )
